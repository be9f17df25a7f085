"""The versions of an article: every text that stood at its address, and what changed from one to the next.

What was changed is worked out from the readings when someone looks, and kept nowhere. Statements that a person rejected, or that are less
sure than asked for, are left out on both sides.
"""

import functools
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
    row = store.article(article_id)
    if row.version == 1:
        return None
    first = store.versions(row.id)[0]
    return Changed(row, _edits(store, first, row, confidence))


def edited(store: Store, confidence: float = 0.0, *, limit: int, looked_at: int = 40) -> list[Changed]:
    """Articles whose statements or headline were edited after they were first read, the last read first; so many are looked at."""
    found: list[Changed] = []
    for row in store.edited(limit=looked_at):
        if len(found) == limit:
            break
        one = Changed(row, _edits(store, store.versions(row.id)[0], row, confidence))
        if one.edits.statements or one.edits.headline:
            found.append(one)
    return found


@functools.lru_cache(maxsize=64)
def _edits(store: Store, first: ArticleRow, row: ArticleRow, confidence: float) -> Edits:
    """Worked out once while neither text is read again and nothing of them is rejected: their rows say so."""
    return edits(_reading(store, first.id, confidence), _reading(store, row.id, confidence))


def _reading(store: Store, article_id: str, confidence: float) -> Reading:
    """The reading as it was read, so that a person's correction is no edit of the page, without what a person rejected."""
    seen = store.reading(article_id)
    touched = bool(seen.rejected or seen.unplaced) or any(one.corrections for one in seen.statements)
    raw = store.reading(article_id, raw=True) if touched else seen
    gone = {one.id for one in seen.rejected}
    return replace(raw, statements=tuple(s for s in raw.statements if s.confidence >= confidence and s.id not in gone))


def _version(row: ArticleRow, reading: Reading) -> Version:
    article = reading.article
    return Version(row, article.modified, article.captured, tuple(sorted(article.origins.items())))
