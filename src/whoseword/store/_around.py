"""What stands around statements in their articles: who answers them, and who else speaks. Two questions however many statements.

Whole articles would do, but of their statements most are not wanted, and to read a statement from its record costs far more than to find it.
"""

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import Connection, func, select

from whoseword.records import Speaker
from whoseword.store._columns import storable
from whoseword.store._query import StatementRow
from whoseword.store._tables import readings, statements

_AT_ONCE: Final = 500  # values in one IN (…)


@dataclass(frozen=True, slots=True)
class Around:
    """Statements that answer one of those asked for (`about`) and are not asked for themselves; and each speaker of their articles."""

    answers: tuple[StatementRow, ...]
    speakers: tuple[Speaker, ...]


def around(connection: Connection, ids: Sequence[str], confidence: float) -> tuple[list[int], tuple[Speaker, ...]]:
    """The keys of the statements that answer these, in the order of the ledger, and the speakers of their articles' latest readings.

    What is less sure than `confidence`, and what a person rejected, is passed over.
    """
    asked = frozenset(ids)
    answers: set[int] = set()
    speakers: dict[tuple[Any, ...], None] = {}
    for key, identity, about, *speaker in _neighbours(connection, ids, confidence):
        speakers[tuple(speaker)] = None
        if about in asked and identity not in asked:
            answers.add(key)
    return sorted(answers), tuple(Speaker(*one) for one in speakers)


def _neighbours(connection: Connection, ids: Sequence[str], confidence: float) -> Iterator[list[Any]]:
    """Of each statement in the readings of these: its key, its id, what it is about, and the fields of its speaker."""
    of_reading = select(statements.c.reading_key).join(readings, readings.c.key == statements.c.reading_key).distinct()
    shown = func.coalesce(statements.c.corrected, statements.c.record)
    paths = ("$.about", *(f"$.speaker.{field.name}" for field in fields(Speaker)))
    told = func.json_array(statements.c.key, statements.c.id, *(func.json_extract(shown, path) for path in paths))
    waiting = iter([storable(one) for one in ids])
    while some := list(itertools.islice(waiting, _AT_ONCE)):
        keys = of_reading.where(statements.c.id.in_(some), readings.c.latest)
        wanted = (
            statements.c.reading_key.in_(keys),
            ~statements.c.rejected,
            statements.c.confidence >= confidence,
        )
        # One value, not one a row: each row would wait for its turn among the threads of a busy desk.
        yield from json.loads(connection.execute(select(func.json_group_array(told)).where(*wanted)).scalar_one())
