"""What a person types into a search box, as an FTS5 query that is always well formed.

Words stand side by side (all must occur); "a phrase"; AND, OR, NOT in capitals, parentheses; the start of
a word with a star (negotiat*); `a NEAR b`, `a NEAR/5 b` or `NEAR(a b, 5)` for words close by. Case and
accents do not matter. Every word reaches FTS5 inside quotation marks, so nothing typed is FTS5 syntax; an
operator with nothing to join, or a parenthesis without its pair, is passed over.
"""

import re
import unicodedata
from collections import deque
from dataclasses import dataclass

from whoseword.errors import ConfigError

# FTS5's parser keeps a stack of 100 and takes several places per parenthesis; a test holds that this depth fits.
_MAX_DEPTH = 10
_MAX_WORDS = 200
_NEAR_WORDS = 10
_MAX_NEAR_WORDS = 1000

_TOKEN = re.compile(
    r"""
      NEAR\s*\((?P<group>[^()]*)\)
    | NEAR(?:/(?P<distance>\d{1,9}))?(?P<near>)(?=[\s()"“”]|$)
    | (?P<and>AND)(?=[\s()"“”]|$)
    | (?P<or>OR)(?=[\s()"“”]|$)
    | (?P<not>NOT)(?=[\s()"“”]|$)
    | "(?P<straight>[^"]*)"?
    | “(?P<curly>[^”]*)”?
    | (?P<open>\()
    | (?P<close>\))
    | (?P<word>[^\s()"“”]+)
    """,
    re.VERBOSE,
)
_GROUP_DISTANCE = re.compile(r",\s*(\d{1,9})\s*$")


@dataclass(frozen=True, slots=True)
class Match:
    """An FTS5 query; where `negated`, everything that it does not match is meant."""

    fts: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    fts: str = ""
    distance: int = _NEAR_WORDS


def match_of(typed: str) -> Match | None:
    """What to match for `typed`; None where it has no word.

    Raises ConfigError where it has more words or deeper parentheses than FTS5 can take.
    """
    tokens = deque(_tokens(typed))
    parts: list[Match] = []
    while tokens:
        part = _either(tokens, 0)
        parts.extend([part] if part else [])
        if tokens:  # a closing parenthesis that nothing opened
            tokens.popleft()
    return _all_of(parts)


def phrase_of(name: str) -> str | None:
    """The FTS5 phrase that finds `name` as whole words in a row; None where it has no word."""
    return _quoted(name)


def _tokens(typed: str) -> list[_Token]:
    if (count := len(_plain(typed).split())) > _MAX_WORDS:
        raise ConfigError(f"this search has {count} words; the most is {_MAX_WORDS}: search for fewer")
    tokens = [_token(found) for found in _TOKEN.finditer(typed)]
    return [token for token in tokens if token.kind != "leaf" or token.fts]


def _token(found: re.Match[str]) -> _Token:
    group, kind = found["group"], found.lastgroup or ""
    if group is not None:
        given = _GROUP_DISTANCE.search(group)
        body = group[: given.start()] if given else group
        leaves = [fts for part in _TOKEN.finditer(body) if (fts := _leaf(part[0]))]
        return _Token("leaf", _near(leaves, int(given[1]) if given else _NEAR_WORDS))
    if found["near"] is not None:
        return _Token("near", distance=int(found["distance"] or _NEAR_WORDS))
    if kind in ("and", "or", "not", "open", "close"):
        return _Token(kind)
    return _Token("leaf", _leaf(found[0]) or "")


def _leaf(typed: str) -> str | None:
    quoted = _quoted(typed)
    return f"{quoted} *" if quoted and typed.endswith("*") else quoted


def _quoted(typed: str) -> str | None:
    words = _plain(typed).split()
    return f'"{" ".join(words)}"' if words else None


def _plain(typed: str) -> str:
    """Only what FTS5's unicode61 makes words of: letters, marks, digits and private use; the rest is space."""
    kept = (char if unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) == "Co" else " " for char in typed)
    spaced = "".join(kept)
    return " ".join(word for word in spaced.split() if not all(unicodedata.category(char)[0] == "M" for char in word))


def _near(leaves: list[str], distance: int) -> str:
    if len(leaves) < 2:
        return "".join(leaves)
    return f"NEAR({' '.join(leaves)}, {min(distance, _MAX_NEAR_WORDS)})"


def _either(tokens: deque[_Token], depth: int) -> Match | None:
    parts = [_both(tokens, depth)]
    while tokens and tokens[0].kind == "or":
        tokens.popleft()
        parts.append(_both(tokens, depth))
    return _any_of([part for part in parts if part])


def _both(tokens: deque[_Token], depth: int) -> Match | None:
    parts: list[Match] = []
    while tokens and tokens[0].kind not in ("or", "close"):
        if tokens[0].kind in ("and", "near"):
            tokens.popleft()
        elif part := _factor(tokens, depth):
            parts.append(part)
    return _all_of(parts)


def _factor(tokens: deque[_Token], depth: int) -> Match | None:
    negated = False
    while tokens and tokens[0].kind == "not":
        tokens.popleft()
        negated = not negated
    if not tokens or tokens[0].kind not in ("leaf", "open"):
        return None
    if tokens[0].kind == "leaf":
        return Match(_neighbours(tokens), negated)
    tokens.popleft()
    if depth >= _MAX_DEPTH:
        raise ConfigError(f"this search has parentheses more than {_MAX_DEPTH} deep: write it with fewer")
    inner = _either(tokens, depth + 1)
    if tokens:
        tokens.popleft()  # its closing parenthesis: nothing else ends _either
    return Match(inner.fts, inner.negated != negated) if inner else None


def _neighbours(tokens: deque[_Token]) -> str:
    """A leaf, with the leaves that NEAR ties to it."""
    leaves, distance = [tokens.popleft().fts], 0
    while len(tokens) > 1 and tokens[0].kind == "near" and tokens[1].kind == "leaf":
        distance = max(distance, tokens.popleft().distance)
        leaves.append(tokens.popleft().fts)
    if any(leaf.startswith("NEAR") for leaf in leaves) and len(leaves) > 1:
        return "(" + " AND ".join(leaves) + ")"  # FTS5 has no NEAR of a NEAR
    return _near(leaves, distance)


def _any_of(parts: list[Match]) -> Match | None:
    """A OR B. With a negated part, by De Morgan: not (what those exclude, without the others)."""
    wanted, unwanted = _split(parts)
    if not unwanted:
        return Match(_join(wanted, " OR ")) if wanted else None
    excluded = _join(unwanted, " AND ")
    return Match(f"({excluded} NOT {_join(wanted, ' OR ')})" if wanted else excluded, negated=True)


def _all_of(parts: list[Match]) -> Match | None:
    """A AND B; FTS5's NOT has a left side, so that negated parts alone stay negated as one."""
    wanted, unwanted = _split(parts)
    if not wanted:
        return Match(_join(unwanted, " OR "), negated=True) if unwanted else None
    required = _join(wanted, " AND ")
    return Match(f"({required} NOT {_join(unwanted, ' OR ')})" if unwanted else required)


def _split(parts: list[Match]) -> tuple[list[str], list[str]]:
    return [part.fts for part in parts if not part.negated], [part.fts for part in parts if part.negated]


def _join(parts: list[str], operator: str) -> str:
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})"
