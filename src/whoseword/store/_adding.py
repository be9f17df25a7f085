"""Readings and rejections as they are added one after the other, and what became of each.

A reading that does not hold together is kept as rejected, so that it costs itself only.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from whoseword.errors import InputError
from whoseword.records import Reading, Rejected
from whoseword.store import _write
from whoseword.store._columns import Prepared, prepared
from whoseword.store._write import Outcome


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one source: `outcome`, and the article's id unless it was rejected."""

    outcome: Outcome
    source: str
    article_id: str | None
    statements: int


def checked(reading: Reading) -> Prepared | Rejected:
    """The reading ready to be written, or why it cannot be."""
    try:
        return prepared(reading)
    except InputError as error:
        return Rejected(reading.article.source, "bad-record", str(error))


def add_batch(connection: Connection, waiting: Sequence[Prepared | Rejected], read_at: str) -> list[Added]:
    """Add what waits, in order, inside the caller's transaction."""
    return [_add_one(connection, one, read_at) for one in waiting]


def _add_one(connection: Connection, one: Prepared | Rejected, read_at: str) -> Added:
    if isinstance(one, Prepared):
        article = one.reading.article
        try:
            outcome = _write.add_reading(connection, one, read_at)
        except InputError as error:
            one = Rejected(article.source, "bad-record", str(error))
        else:
            return Added(outcome, article.source, article.id, len(one.statements))
    _write.add_rejected(connection, one, read_at)
    return Added("rejected", one.source, None, 0)
