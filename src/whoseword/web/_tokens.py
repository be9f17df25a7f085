"""Tokens: who may use the API from another machine. Only their digests are kept; a token is shown once, when it is made.

A file of tokens has a line for each, a name and the SHA-256 of the token in hexadecimal; lines that begin with # are remarks. A
token has 256 random bits, so that its digest needs no salt. The name is who makes the corrections that come with the token.
"""

import hmac
import re
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from whoseword.errors import ConfigError

_BYTES = 32
_LINE = re.compile(r"(?P<name>[^\s#][^\t]{0,199}?)\s+(?P<digest>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The digests of the tokens that count, each with its name."""

    digests: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def name_of(self, token: str) -> str | None:
        """Whose token it is, None for no token of ours; every digest is compared in constant time, whichever fits."""
        given = sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
        found = None
        for name, digest in self.digests:
            if hmac.compare_digest(digest, given):
                found = name
        return found


def read_tokens(path: Path) -> Tokens:
    """The tokens of a file; ConfigError where it cannot be read or a line is none."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}, the file of tokens, cannot be read ({error}): name another, or make one") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        parts = _LINE.fullmatch(line.strip())
        if parts is None:
            raise ConfigError(
                f"{path}, line {number}: it must be a name and the SHA-256 of a token in hexadecimal: take it out"
            )
        found.append((parts["name"], parts["digest"]))
    return Tokens(tuple(found))


def new_token(name: str) -> tuple[str, str]:
    """A new token, and the line of the file that lets it in; ConfigError where the name could not stand in a line."""
    token = secrets.token_urlsafe(_BYTES)
    line = f"{name} {sha256(token.encode('ascii')).hexdigest()}"
    if name != " ".join(name.split()) or not name.isprintable() or _LINE.fullmatch(line) is None:
        raise ConfigError(f"a token's name is {name!r}: it must be 1 to 200 printable characters, and must not begin with #")
    return token, line
