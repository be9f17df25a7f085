"""The versions of an article: every text that stood at its address, and what changed from one to the next.

What was changed is worked out from the readings when someone looks, and kept nowhere. Statements that a person rejected, or that are less
sure than asked for, are left out on both sides.
"""

import itertools
from dataclasses import dataclass, replace
from typing import Final

from whoseword.compare import Edits, edits
from whoseword.records import Reading
from whoseword.store import ArticleRow, Store

MOST: Final = 20  # steps that are looked at, the last ones; a live page may have hundreds


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an article: the article's row, and what the page said of its times."""

    article: ArticleRow
    modified: str | None
    captured: str | None
    origins: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class History:
    """The versions of an article, the first first, and what changed from each to the next; `left_out` counts the oldest steps that were not looked at."""

    versions: tuple[Version, ...]
    steps: tuple[Edits, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Changed:
    """An article that is not as it was first read: the row of its newest text, and what changed since the first."""

    article: ArticleRow
    edits: Edits


def history(store: Store, article_id: str, confidence: float = 0.0, *, most: int = MOST) -> History:
    """All versions of the article whose id begins with `article_id`, of whichever version that is."""
    rows = store.versions(article_id)
    shown = rows[-most - 1 :]
    readings = [_reading(store, row.id, confidence) for row in shown]
    told = tuple(_version(row, reading) for row, reading in zip(shown, readings, strict=True))
    steps = tuple(edits(old, new) for old, new in itertools.pairwise(readings))
    return History(told, steps, len(rows) - len(shown))


def changed(store: Store, article_id: str, confidence: float = 0.0) -> Changed | None:
    """What changed from an article's first text to this one; None where this is the first."""
    rows = store.versions(article_id)
    row = store.article(article_id)
    if rows[0].id == row.id:
        return None
    return Changed(row, edits(_reading(store, rows[0].id, confidence), _reading(store, row.id, confidence)))


def edited(store: Store, confidence: float = 0.0, *, limit: int, looked_at: int = 40) -> list[Changed]:
    """Articles whose statements or headline were edited after they were first read, the last read first; so many are looked at."""
    found: list[Changed] = []
    for row in store.edited(limit=looked_at):
        if len(found) == limit:
            break
        one = changed(store, row.id, confidence)
        if one is not None and (one.edits.statements or one.edits.headline):
            found.append(one)
    return found


def _reading(store: Store, article_id: str, confidence: float) -> Reading:
    """The reading as it was read, so that a person's correction is no edit of the page, without what a person rejected."""
    raw = store.reading(article_id, raw=True)
    gone = {one.id for one in store.reading(article_id).rejected}
    return replace(raw, statements=tuple(s for s in raw.statements if s.confidence >= confidence and s.id not in gone))


def _version(row: ArticleRow, reading: Reading) -> Version:
    article = reading.article
    return Version(row, article.modified, article.captured, tuple(sorted(article.origins.items())))
