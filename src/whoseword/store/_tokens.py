"""The words of a text as FTS5's tokenizer makes them, for a database that is not SQLite.

Both kinds of ledger must find the same, so this does not imitate the tokenizer (`unicode61 remove_diacritics 2`) but asks it: what it makes
of each character is asked of SQLite once in a process. It works character by character, so that is all there is to know.
"""

import itertools
import sqlite3
from collections.abc import Sequence
from typing import Final

_SPACE: Final = " "
_LONGEST: Final = 200  # code points of a word in an index entry; PostgreSQL takes 2,046 bytes
_MOST_BYTES: Final = 900_000  # of all different words of one text: a tsvector takes 1 MiB


# What the tokenizer makes of each character that was met: a blank, or what it is in a word (nothing for a mark).
_characters: Final[dict[int, str]] = {}


def words_of(text: str | None) -> list[str]:
    """The words of a text in their order, as they are compared: without case, accents and marks."""
    if not text:
        return []
    if unknown := sorted(ord(char) for char in set(text) if ord(char) not in _characters):
        _characters.update(_asked(unknown))
    return [word for word in text.translate(_characters).split(_SPACE) if word]


def spaced(words: Sequence[str]) -> str:
    """Words as one text in which any words in a row are found with a blank before and after them; empty where there are none."""
    return f" {' '.join(words)} " if words else ""


def shortened(word: str) -> str:
    """A word as it stands in the index."""
    return word[:_LONGEST]


def vector_of(words: Sequence[str]) -> str:
    """The words as a tsvector in text form. Of a text with far more different words than any article, the last are left out."""
    size = 0
    kept = []
    for word in sorted({shortened(word) for word in words}):
        size += len(word.encode()) + 8
        if size > _MOST_BYTES:
            break
        kept.append(f"'{word}'")  # no word has a quotation mark or a backslash: the tokenizer takes them for blanks
    return " ".join(kept)


def _asked(codes: Sequence[int]) -> dict[int, str]:
    """What SQLite makes of some characters."""
    made = dict.fromkeys(codes, _SPACE)
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE said USING fts5(text, tokenize='unicode61 remove_diacritics 2')")
        connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(said, 'instance')")
        # Between letters that it may join: "a" and "b" apart where it parts words, "a?b" where it is part of one.
        connection.executemany("INSERT INTO said(rowid, text) VALUES (?, ?)", ((code + 1, f"a{chr(code)}b") for code in codes))
        found = connection.execute("SELECT doc, term FROM terms ORDER BY doc, offset").fetchall()
    finally:
        connection.close()
    for number, terms in itertools.groupby(found, key=lambda row: row[0]):
        words = [term for _, term in terms]
        if len(words) == 1:
            made[number - 1] = words[0][1:-1]
    return made
