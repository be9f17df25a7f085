"""Passwords: what one may be, and how it is kept (Argon2id, RFC 9106, by argon2-cffi with its recommended parameters).

The rules are those of NIST SP 800-63B: a least length, no rules of composition, no change after some time, every character that
can be typed, and none of what is guessed first. A password is never kept, logged or shown, only its hash.
"""

import threading
import unicodedata
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from whoseword.errors import InputError

LEAST: Final = 12  # code points
MOST: Final = 256
_LEAST_WITHOUT_NAME: Final = 8
_LEAST_DIFFERENT: Final = 5
_NAME_PART: Final = 3  # code points of a name that are looked for in the password
_GUESSED: Final = (
    "password", "passwort", "motdepasse", "contrasena", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "1234567890", "abcdefghijkl",
    "letmein", "iloveyou", "administrator", "welcome", "whoseword", "correcthorsebatterystaple", "changeme", "trustno1",
)  # fmt: skip
# Each check takes 64 MiB while it runs, so few run at once; who waits longer than this is told that the desk is busy.
_AT_ONCE: Final = threading.BoundedSemaphore(2)
_WAIT_S: Final = 10.0


class BusyError(InputError):
    """Too many passwords are being checked."""


def checked(password: str, name: str) -> str:
    """The password as it is kept, in one form of Unicode (NFKC); InputError with the rule that it is against. It is never in the message."""
    given = unicodedata.normalize("NFKC", password)
    if not LEAST <= len(given) <= MOST:
        raise InputError(f"the password has {len(given)} characters: it must have {LEAST} to {MOST}; several words are good")
    if "\0" in given or any(unicodedata.category(one) == "Cs" for one in given):
        raise InputError("the password has a character that cannot be typed: choose another")
    folded = given.casefold()
    if len(set(folded)) < _LEAST_DIFFERENT:
        raise InputError(
            f"the password has less than {_LEAST_DIFFERENT} different characters: choose one that is harder to guess"
        )
    rest = folded
    for part in (*unicodedata.normalize("NFKC", name).casefold().split(), *_GUESSED):
        rest = rest.replace(part, "") if len(part) >= _NAME_PART else rest
    if len(rest) < _LEAST_WITHOUT_NAME:
        raise InputError("the password is little more than the name, or than what is guessed first: choose another")
    return given


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _one_of_few():
        return _hasher().hash(unicodedata.normalize("NFKC", password))


def fits(kept: str | None, password: str) -> bool:
    """Whether the password is the one that was kept. It takes the same time where none was kept: so nobody learns which names there are."""
    given = unicodedata.normalize("NFKC", password)[: MOST + 1]
    with _one_of_few():
        try:
            matches = _hasher().verify(kept or _nobodys(), given.encode("utf-8", "replace"))
        except (VerificationError, InvalidHashError):
            return False
    return matches and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was kept with other parameters than those recommended now, so that it is kept anew when it is next given."""
    return _hasher().check_needs_rehash(kept)


class _one_of_few:  # noqa: N801 - a context manager, used as a function
    def __enter__(self) -> None:
        if not _AT_ONCE.acquire(timeout=_WAIT_S):
            raise BusyError("the desk is busy with other logins: try again in a moment")

    def __exit__(self, *_: object) -> None:
        _AT_ONCE.release()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    """A hash like any other, of what nobody gives."""
    return _hasher().hash("nobody's " * 3)
