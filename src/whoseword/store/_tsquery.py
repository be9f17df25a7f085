"""A search as PostgreSQL answers it, with what FTS5 would find.

`_words` makes of what a person typed a query in a small part of FTS5's language, well formed. Here that is read again and put into SQL: an index
of words (`tsvector`) says which texts have the words at all; whether they stand in a row, or near one another, is looked up in the words
of those texts, since a `tsvector` forgets positions in long texts and has no NEAR.
"""

import re
from collections import deque
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import ColumnElement, FromClause, and_, bindparam, cast, column, false, func, not_, or_
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.types import Text

from whoseword.store._tokens import shortened, spaced, words_of

_TOKEN = re.compile(
    r'"(?P<phrase>[^"]*)"(?P<star> \*)?|\{(?P<column>\w+)\} : |NEAR\((?P<near>)|, (?P<distance>\d+)\)|AND|OR|NOT|\(|\)'
)
_ONE_COLUMN: Final = "text"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words in a row; of an `open` one the last is the beginning of a word."""

    words: tuple[str, ...]
    open: bool


_Tokens: TypeAlias = deque[re.Match[str]]


def condition(fts: str, table: FromClause) -> ColumnElement[bool]:
    """What `fts` asks of a row of `table`, whose columns `NAME` hold words as `_tokens.spaced` has them and `NAME_words` their index."""
    tokens = deque(_TOKEN.finditer(fts))
    return _either(tokens, table, _ONE_COLUMN)


def _either(tokens: _Tokens, table: FromClause, name: str) -> ColumnElement[bool]:
    parts = [_both(tokens, table, name)]
    while tokens and tokens[0][0] == "OR":
        tokens.popleft()
        parts.append(_both(tokens, table, name))
    return or_(*parts) if len(parts) > 1 else parts[0]


def _both(tokens: _Tokens, table: FromClause, name: str) -> ColumnElement[bool]:
    parts = [_without(tokens, table, name)]
    while tokens and tokens[0][0] == "AND":
        tokens.popleft()
        parts.append(_without(tokens, table, name))
    return and_(*parts) if len(parts) > 1 else parts[0]


def _without(tokens: _Tokens, table: FromClause, name: str) -> ColumnElement[bool]:
    found = _one(tokens, table, name)
    while tokens and tokens[0][0] == "NOT":
        tokens.popleft()
        found = and_(found, not_(_one(tokens, table, name)))
    return found


def _one(tokens: _Tokens, table: FromClause, name: str) -> ColumnElement[bool]:
    token = tokens.popleft()
    if token["column"] is not None:
        return _one(tokens, table, token["column"])
    if token[0] == "(":
        found = _either(tokens, table, name)
        tokens.popleft()
        return found.self_group()
    if token["near"] is not None:
        phrases = []
        while tokens[0]["distance"] is None:
            phrases.append(_phrase(tokens.popleft()))
        return _near([one for one in phrases if one.words], int(tokens.popleft()["distance"]), table, name)
    return _in_a_row(_phrase(token), table, name)


def _phrase(token: re.Match[str]) -> _Phrase:
    return _Phrase(tuple(words_of(token["phrase"])), token["star"] is not None)


def _in_a_row(phrase: _Phrase, table: FromClause, name: str) -> ColumnElement[bool]:
    if not phrase.words:
        return false()
    indexed = _has_words([phrase], table, name)
    if len(phrase.words) == 1 and shortened(phrase.words[0]) == phrase.words[0]:
        return indexed
    looked_for = spaced(phrase.words)
    place = func.strpos(_said(table, name), looked_for[:-1] if phrase.open else looked_for)
    return and_(indexed, place > 0)


def _near(phrases: list[_Phrase], distance: int, table: FromClause, name: str) -> ColumnElement[bool]:
    if len(phrases) < 2:
        return _in_a_row(phrases[0], table, name) if phrases else false()
    told = [" ".join(one.words) + ("*" if one.open else "") for one in phrases]
    return and_(
        _has_words(phrases, table, name),
        func.ledger_near(_said(table, name), cast(bindparam(None, told, ARRAY(Text)), ARRAY(Text)), distance),
    )


def _has_words(phrases: list[_Phrase], table: FromClause, name: str) -> ColumnElement[bool]:
    """Whether the index has every word of some phrases."""
    words = [
        f"'{shortened(word)}'" + (":*" if one.open and number == len(one.words) else "")
        for one in phrases
        for number, word in enumerate(one.words, 1)
    ]
    wanted = cast(bindparam(None, " & ".join(words), Text), TSQUERY)
    return column(f"{name}_words", _selectable=table).op("@@", is_comparison=True)(wanted)


def _said(table: FromClause, name: str) -> ColumnElement[str]:
    return column(name, Text, _selectable=table)
