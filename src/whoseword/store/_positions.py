"""What parties hold on the issues of the ledger, as it was last worked out, so that a page need not read whole articles for it.

It follows from the issues, the readings and the corrections, and can be worked out again at any time (`whoseword.issues.renew`). A
position that stays keeps its key; one that is new, or changes now what the party held before, gets a greater one.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update
from sqlalchemy.dialects import sqlite

from whoseword.records import digest
from whoseword.store._columns import dumped, storable
from whoseword.store._ledger import Ledger
from whoseword.store._query import paged
from whoseword.store._tables import articles, corrections, followed, positions


@dataclass(frozen=True, slots=True)
class Held:
    """What a party took on an issue: the stance in words, its day, and the surest statement that says so.

    `turned` is how it changes what the party held (`refuses → accepts`), None where it does not, and `before` the surest statement of
    that. `dated` is that of `compare.positions.Position`. `key` is greater for what was found later; None before it is kept.
    """

    issue: str
    party: str
    told: str
    date: str | None
    dated: str
    last_day: str | None
    passage: str
    statement: str
    confidence: float
    turned: str | None = None
    before: str | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """Up to where the positions of an issue are worked out: what defined it, the last statement and the last correction."""

    defined: str
    statement: int
    correction: int


class Positions:
    """The positions of a ledger as they were last worked out."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def of(self, issue: str) -> tuple[Held, ...]:
        """All on the issue of exactly this name, the last found first."""
        return self._held(select(positions).where(positions.c.issue == storable(issue)).order_by(positions.c.key.desc()))

    def of_party(self, party: str) -> tuple[Held, ...]:
        """All of the party of exactly this name, by issue, the last held first."""
        ordered = (positions.c.issue, positions.c.last_day.desc().nulls_last(), positions.c.key.desc())
        return self._held(select(positions).where(positions.c.party == storable(party)).order_by(*ordered))

    def turns(self, *, limit: int | None = None, offset: int = 0) -> tuple[Held, ...]:
        """Those that change what a party held, on any issue, the last held first."""
        ordered = (positions.c.last_day.desc().nulls_last(), positions.c.key.desc())
        return self._held(paged(select(positions).where(positions.c.turned).order_by(*ordered), limit, offset))

    def reached(self, issue: str) -> int:
        """The key of the last position found on an issue, 0 where there is none."""
        asked = select(func.coalesce(func.max(positions.c.key), 0)).where(positions.c.issue == storable(issue))
        with self._ledger.reading() as connection:
            return int(connection.scalar(asked) or 0)

    def followed(self, issue: str) -> Followed | None:
        """Up to where it was worked out; None where it never was."""
        with self._ledger.reading() as connection:
            row = connection.execute(select(followed).where(followed.c.issue == storable(issue))).one_or_none()
        return Followed(row.defined, row.statement_key, row.correction_key) if row is not None else None

    def put(self, issue: str, upto: Followed, found: Sequence[Held]) -> None:
        """Keep what was found on an issue in place of what was; of what is new, the first in `found` gets the smallest key."""
        name = storable(issue)
        with self._ledger.writing() as connection:
            there = connection.execute(select(positions.c.form, positions.c.key).where(positions.c.issue == name))
            known = {row.form: row.key for row in there}
            rows = {row["form"]: row for row in (_row(name, one) for one in found)}
            gone = [key for form, key in known.items() if form not in rows]
            connection.execute(delete(positions).where(positions.c.key.in_(gone)))
            for form, row in rows.items():
                if form in known:
                    connection.execute(update(positions).where(positions.c.key == known[form]).values(**row))
                else:
                    connection.execute(insert(positions).values(**row))
            _follow(connection, name, upto)

    def advance(self, issue: str, upto: Followed) -> None:
        """Keep that nothing up to there changes what is held on an issue."""
        with self._ledger.writing() as connection:
            _follow(connection, storable(issue), upto)

    def keep_only(self, issues: Iterable[str]) -> None:
        """Take out what was worked out of issues that are no more."""
        names = [storable(one) for one in issues]
        with self._ledger.reading() as connection:
            if not connection.scalars(select(followed.c.issue).where(followed.c.issue.not_in(names)).limit(1)).all():
                return
        with self._ledger.writing() as connection:
            connection.execute(delete(positions).where(positions.c.issue.not_in(names)))
            connection.execute(delete(followed).where(followed.c.issue.not_in(names)))

    def corrected(self, after: int) -> tuple[int, tuple[str, ...]]:
        """The key of the last correction, and the ids of the articles that were corrected after the one of the key `after`."""
        last = select(func.coalesce(func.max(corrections.c.key), 0))
        ids = (
            select(articles.c.id)
            .join(corrections, corrections.c.article_key == articles.c.key)
            .where(corrections.c.key > after)
        )
        with self._ledger.reading() as connection:
            return int(connection.scalar(last) or 0), tuple(connection.scalars(ids.distinct().order_by(articles.c.id)))

    def _held(self, asked: Select[Any]) -> tuple[Held, ...]:
        with self._ledger.reading() as connection:
            rows = connection.execute(asked).all()
        return tuple(replace(Held(**json.loads(row.record)), key=row.key) for row in rows)


def forget(connection: Connection, issue: str) -> None:
    """Take out what was worked out of an issue."""
    for table in (positions, followed):
        connection.execute(delete(table).where(table.c.issue == storable(issue)))


def _follow(connection: Connection, issue: str, upto: Followed) -> None:
    state = {"defined": upto.defined, "statement_key": upto.statement, "correction_key": upto.correction}
    kept = sqlite.insert(followed).values(issue=issue, **state)
    connection.execute(kept.on_conflict_do_update(index_elements=["issue"], set_=state))


def _row(issue: str, one: Held) -> dict[str, Any]:
    record = asdict(one)
    del record["key"]
    return {
        "issue": issue,
        "form": digest(one.party, one.told, one.date, one.dated, one.turned),
        "party": storable(one.party),
        "last_day": one.last_day,
        "turned": one.turned is not None,
        "record": dumped(record),
    }
