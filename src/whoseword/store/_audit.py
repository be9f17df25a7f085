"""Who did what, when: lines that are only ever added, in the transaction that does what they tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from whoseword.store._ledger import Ledger
from whoseword.store._people_tables import audit

_ROWS: Final = 500  # fetched at once


@dataclass(frozen=True, slots=True)
class Deed:
    """One line: at a time (ISO 8601 in UTC) somebody in a role did something to something, on the desk, by the API, in a terminal."""

    key: int
    at: str
    by: str
    role: str
    via: str
    what: str
    target: str
    detail: str


class Audit:
    """The audit of an open ledger. Use `Store.audit`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def deeds(self, *, by: str | None = None, limit: int | None = None, offset: int = 0) -> Iterator[Deed]:
        """What was done, the last first, by all or by one name."""
        wanted = select(audit).order_by(audit.c.key.desc())
        if by is not None:
            wanted = wanted.where(audit.c.by == by)
        last, given = None, 0
        while limit is None or given < limit:
            most = _ROWS if limit is None else min(_ROWS, limit - given)
            page = wanted.limit(most) if last is None else wanted.where(audit.c.key < last).limit(most)
            with self._ledger.reading() as connection:
                rows = connection.execute(page.offset(offset) if last is None and offset else page).all()
            yield from (Deed(*row) for row in rows)
            if len(rows) < most:
                return
            last, given = rows[-1].key, given + len(rows)

    def count(self) -> int:
        """How many lines there are."""
        with self._ledger.reading() as connection:
            return int(connection.scalar(select(func.count()).select_from(audit)) or 0)
