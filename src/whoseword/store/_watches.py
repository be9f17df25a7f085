"""What people follow: named watches in the ledger, in the order in which they put them, with how far they had looked.

A watch is known by what it follows, so a thing is watched once and its address stays. To stop watching takes out the watch and
nothing else. What is new under a watch is not said here (`whoseword.watching`).
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from sqlalchemy import Connection, delete, func, insert, select, update

from whoseword.acting import about
from whoseword.errors import InputError, NotFoundError
from whoseword.records import digest
from whoseword.store._columns import storable
from whoseword.store._ledger import Ledger
from whoseword.store._query import begins_with
from whoseword.store._tables import watches

WatchKind = Literal["search", "speaker", "issue", "dispute"]

_LONGEST_NAME: Final = 120  # code points
_LONGEST: Final = 8000  # code points of what is watched
_MOST: Final = 500  # watches of a ledger: a page shows them all


@dataclass(frozen=True, slots=True)
class Watch:
    """Something that is followed.

    `what` is the query of a search's address, a speaker's name or actor id, the name of an issue, or the id of a claim in a dispute.
    `place` counts from 1. `looked_at` is when somebody last looked, ISO 8601 in UTC, and `seen` how far the ledger had come then:
    its statements (`Store.reached`), or for an issue its positions. `known` are the ids of the statements that a dispute had then.
    """

    id: str
    name: str
    kind: WatchKind
    what: str
    made_by: str
    made_at: str
    place: int
    looked_at: str
    seen: int
    known: tuple[str, ...] = ()


def watch_id(kind: WatchKind, what: str) -> str:
    """The id that a watch on this has, whether there is one or not."""
    return digest("watch", kind, what)


class Watches:
    """The watches of a ledger."""

    def __init__(self, ledger: Ledger, now: Callable[[], str]) -> None:
        self._ledger = ledger
        self._now = now

    def every(self) -> tuple[Watch, ...]:
        """All of them, in their order."""
        with self._ledger.reading() as connection:
            return _every(connection)

    def get(self, id_prefix: str) -> Watch:
        """The watch whose id is, or alone begins with, `id_prefix`; NotFoundError where none or several do."""
        with self._ledger.reading() as connection:
            return self._one(connection, id_prefix)

    def on(self, kind: WatchKind, what: Iterable[str]) -> Watch | None:
        """The first watch of this kind on any of these, None where there is none."""
        ids = [watch_id(kind, storable(one)) for one in what]
        with self._ledger.reading() as connection:
            row = connection.execute(
                select(watches).where(watches.c.id.in_(ids)).order_by(watches.c.place).limit(1)
            ).one_or_none()
        return _watch(row) if row is not None else None

    def add(self, kind: WatchKind, what: str, *, name: str, by: str, seen: int = 0, known: Iterable[str] = ()) -> Watch:
        """Follow something from now on; what is followed already stays as it is. Raises InputError for what can be no watch."""
        wanted, named = storable(what), _named(name)
        if kind not in get_args(WatchKind):
            raise InputError(f"kind is {kind!r}: it is one of {', '.join(get_args(WatchKind))}")
        if not wanted.strip() or len(wanted) > _LONGEST:
            raise InputError(f"what is watched has {len(wanted)} characters: it has 1 to {_LONGEST}")
        identity, now = watch_id(kind, wanted), self._now()
        with self._ledger.writing() as connection:
            there = connection.execute(select(watches).where(watches.c.id == identity)).one_or_none()
            if there is not None:
                return _watch(there)
            count = connection.scalar(select(func.count()).select_from(watches)) or 0
            if count >= _MOST:
                raise InputError(f"{count} things are watched, and no more can be: stop watching one")
            row: dict[str, Any] = {
                "id": identity, "name": named, "kind": kind, "what": wanted, "made_by": storable(by), "made_at": now, "place": count + 1,
                "looked_at": now, "seen": seen, "known": json.dumps(list(known)),
            }  # fmt: skip
            connection.execute(insert(watches).values(**row))
            about(named)
            return self._one(connection, identity)

    def rename(self, id_prefix: str, name: str) -> Watch:
        """Call a watch otherwise."""
        return self._changed(id_prefix, {"name": _named(name)})

    def looked(self, id_prefix: str, *, seen: int, known: Iterable[str] = ()) -> Watch:
        """Keep that somebody looked at what there was up to `seen`; it never goes back."""
        with self._ledger.writing() as connection:  # from what is kept, in one turn: another may look meanwhile
            older = self._one(connection, id_prefix)
            values = {"looked_at": self._now(), "seen": max(older.seen, seen), "known": json.dumps(list(known))}
            connection.execute(update(watches).where(watches.c.id == older.id).values(**values))
            return self._one(connection, older.id)

    def move(self, id_prefix: str, place: int) -> Watch:
        """Put a watch at a place of the list, from 1; the others make room."""
        with self._ledger.writing() as connection:
            moved = self._one(connection, id_prefix)
            others = [one.id for one in _every(connection) if one.id != moved.id]
            others.insert(max(0, min(place - 1, len(others))), moved.id)
            _renumber(connection, others)
            return self._one(connection, moved.id)

    def remove(self, id_prefix: str) -> Watch:
        """Watch it no more; returns what was watched."""
        with self._ledger.writing() as connection:
            gone = self._one(connection, id_prefix)
            connection.execute(delete(watches).where(watches.c.id == gone.id))
            about(gone.name)
            _renumber(connection, [one.id for one in _every(connection)])
        return gone

    def _changed(self, id_prefix: str, values: dict[str, Any]) -> Watch:
        with self._ledger.writing() as connection:
            identity = self._one(connection, id_prefix).id
            connection.execute(update(watches).where(watches.c.id == identity).values(**values))
            return self._one(connection, identity)

    def _one(self, connection: Connection, id_prefix: str) -> Watch:
        wanted = begins_with(watches.c.id, id_prefix.strip().lower())
        rows = connection.execute(select(watches).where(wanted).order_by(watches.c.id).limit(2)).all()
        if not rows or (len(rows) > 1 and rows[0].id != id_prefix) or not id_prefix.strip():
            many = "several watches" if len(rows) > 1 else "no watch"
            raise NotFoundError(
                f"{self._ledger.path} has {many} whose id begins with {id_prefix!r}: list the watches to see their ids"
            )
        return _watch(rows[0])


def _every(connection: Connection) -> tuple[Watch, ...]:
    return tuple(_watch(row) for row in connection.execute(select(watches).order_by(watches.c.place, watches.c.key)))


def _renumber(connection: Connection, ids: Iterable[str]) -> None:
    for place, identity in enumerate(ids, 1):
        connection.execute(update(watches).where(watches.c.id == identity).values(place=place))


def _named(name: str) -> str:
    named: str = " ".join(storable(name).split())
    if not named or len(named) > _LONGEST_NAME:
        raise InputError(f"the watch's name has {len(named)} characters: it has 1 to {_LONGEST_NAME}")
    return named


def _watch(row: Any) -> Watch:
    return Watch(
        id=row.id,
        name=row.name,
        kind=row.kind,
        what=row.what,
        made_by=row.made_by,
        made_at=row.made_at,
        place=row.place,
        looked_at=row.looked_at,
        seen=row.seen,
        known=tuple(json.loads(row.known)),
    )
