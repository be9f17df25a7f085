"""The inbox in the ledger: what waits to be read, who is reading it, and what became of it.

Promises: what arrived is kept until it is read or rejected, whatever happens to the process; two readers never have the same arrival;
what a reader had that fell silent is taken up again; and an article is added in the same transaction in which its arrival is
marked as read, so that nothing is read into the ledger twice. Not here: any network, and any reading.
"""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal, get_args

from sqlalchemy import Connection, Row, func, insert, or_, select, update
from sqlalchemy.dialects import sqlite

from whoseword.acting import about
from whoseword.errors import ConfigError, InputError, NotFoundError
from whoseword.records import Reading, Rejected, digest
from whoseword.store import _write
from whoseword.store._columns import prepared, storable
from whoseword.store._ledger import Ledger
from whoseword.store._tables import arrivals, feeds, readers

How = Literal["url", "paste", "upload", "feed"]
State = Literal["waiting", "reading", "read", "rejected"]

SILENT_S: Final = 60.0  # a reader says that it is there six times as often
_MOST_TRIES: Final = 3  # an arrival that ends its reader so often is given up
LEFT_OUT: Final = "left-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arriving:
    """What is put into the inbox: a URL, or the bytes of a text or page, and what is said of it (`title`, `outlet`, `published`, `url`, `byline`).

    `source` names it: the URL, or what the article's source will be. `host` is whom reading it will ask. `entry` is what a feed calls it.
    """

    how: How
    source: str
    content: bytes | None = field(default=None, repr=False)
    host: str | None = None
    entry: str | None = None
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that arrived, and what became of it.

    `reason` and `detail` say why it was rejected, or why it waits longer; `feed` is the id of the feed that it came from. `said` is what
    whoever added it said of it.
    """

    id: str
    how: How
    source: str
    state: State
    made_by: str
    made_at: str
    said: dict[str, str]
    feed: str | None
    reason: str | None
    detail: str | None
    article_id: str | None
    tries: int
    not_before: str | None
    done_at: str | None


@dataclass(frozen=True, slots=True)
class Postponed:
    """That an arrival could not be read now, and from when on it is tried again."""

    reason: str
    detail: str
    not_before: datetime


class Inbox:
    """What waits to be read in an open ledger. Use `Store.inbox`."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._clock = clock

    def add(self, arriving: Iterable[Arriving], *, by: str) -> list[Arrival]:
        """Put things into the inbox, in order; one that waits there already with the same said of it is not put there twice."""
        at = stamp(self._clock())
        with self._ledger.writing() as connection:
            keys = [_waiting_key(connection, one) or put(connection, one, by=by, at=at) for one in arriving]
            added = _in_order(connection, keys)
            about(", ".join(one.source for one in added))
            return added

    def arrivals(
        self, *, state: State | None = None, feed: str | None = None, limit: int | None = None, offset: int = 0
    ) -> list[Arrival]:
        """What arrived, the last first; of one state, or of one feed by its whole id."""
        if state is not None and state not in get_args(State):
            raise ConfigError(f"state is {state!r}: it is one of {', '.join(get_args(State))}")
        wanted = _SHOWN.order_by(arrivals.c.key.desc()).limit(limit).offset(offset)
        if state is not None:
            wanted = wanted.where(arrivals.c.state == state)
        if feed is not None:
            wanted = wanted.where(feeds.c.id == feed)
        with self._ledger.reading() as connection:
            return [_arrival(row) for row in connection.execute(wanted)]

    def arrival(self, id_prefix: str) -> Arrival:
        """The arrival whose id begins so; NotFoundError where none or several do."""
        with self._ledger.reading() as connection:
            return _arrival(_one(connection, id_prefix))

    def counts(self) -> dict[State, int]:
        """How many there are in each state."""
        counted = select(arrivals.c.state, func.count()).group_by(arrivals.c.state)
        with self._ledger.reading() as connection:
            found = {row[0]: row[1] for row in connection.execute(counted)}
        return {state: found.get(state, 0) for state in get_args(State)}

    def retry(self, id_prefix: str) -> Arrival:
        """Have a rejected or postponed arrival read again; InputError where it is read, being read, or its text was not kept."""
        with self._ledger.writing() as connection:
            row = _one(connection, id_prefix)
            if row.state not in ("rejected", "waiting"):
                raise InputError(f"what is {row.state} cannot be tried again: only what was rejected or put off can")
            if row.how in ("paste", "upload") and not row.kept:
                raise InputError("what was sent was not kept when it was left out: add it again")
            again = {"state": "waiting", "reason": None, "detail": None, "done_at": None, "not_before": None, "tries": 0}
            connection.execute(update(arrivals).where(arrivals.c.key == row.key).values(**again))
            return _in_order(connection, [row.key])[0]

    def leave_out(self, id_prefix: str, *, by: str) -> Arrival:
        """Take what waits, or was rejected, out of what will be read, and do not keep its text; InputError where it is being read or is read."""
        with self._ledger.writing() as connection:
            row = _one(connection, id_prefix)
            if row.state not in ("waiting", "rejected"):
                raise InputError(f"what is {row.state} cannot be left out: only what waits can")
            _close(
                connection, row.key, self._clock(), state="rejected", reason=LEFT_OUT, detail=f"left out by {by}", content=None
            )
            return _in_order(connection, [row.key])[0]

    # For readers

    def seen(self, reader: str) -> None:
        """Note that a reader is at work; without this, what it has is given to others after `SILENT_S`."""
        with self._ledger.writing() as connection:
            _see(connection, reader, self._clock())

    def leave(self, reader: str, *, crashed: bool = False) -> None:
        """Note that a reader is gone: what it had waits again at once. It counts as a try only where it crashed over it."""
        with self._ledger.writing() as connection:
            if not crashed:
                mine = (arrivals.c.state == "reading", arrivals.c.taken_by == reader)
                connection.execute(update(arrivals).where(*mine).values(tries=arrivals.c.tries - 1))
            _take_up(connection, self._silence(), self._clock(), gone=reader)

    def is_read(self) -> bool:
        """Whether a reader is at work on the inbox now."""
        with self._ledger.reading() as connection:
            return connection.scalar(select(readers.c.name).where(readers.c.seen_at >= self._silence()).limit(1)) is not None

    def take(self, reader: str, *, resting: Collection[str] = ()) -> tuple[Arrival, bytes | None] | None:
        """The next arrival for this reader, with what was sent; None where nothing is to be read now.

        What people add comes before what feeds bring, else the first first; nothing is taken that would ask one of the hosts in `resting`.
        """
        if not self._has_work():
            return None
        now = self._clock()
        with self._ledger.writing() as connection:
            _see(connection, reader, now)
            _take_up(connection, self._silence(), now)
            wanted = (
                select(arrivals.c.key, arrivals.c.content)
                .where(
                    arrivals.c.state == "waiting",
                    or_(arrivals.c.not_before.is_(None), arrivals.c.not_before <= stamp(now)),
                    or_(arrivals.c.host.is_(None), arrivals.c.host.not_in(sorted(resting))),
                )
                .order_by(arrivals.c.how == "feed", arrivals.c.key)
                .limit(1)
            )
            row = connection.execute(wanted).one_or_none()
            if row is None:
                return None
            taken = {"state": "reading", "taken_by": reader, "tries": arrivals.c.tries + 1}
            connection.execute(update(arrivals).where(arrivals.c.key == row.key).values(**taken))
            return _in_order(connection, [row.key])[0], row.content

    def settle(self, arrival_id: str, reader: str, found: Reading | Rejected | Postponed) -> Arrival | None:
        """Keep what became of an arrival that this reader has, and add the article with it; None, and nothing kept, where it has it no more."""
        outcome = found if not isinstance(found, Reading) else _ready(found)
        now = self._clock()
        with self._ledger.writing() as connection:
            row = _one(connection, arrival_id)
            if (row.state, row.taken_by) != ("reading", reader):
                return None
            if isinstance(outcome, Postponed):
                later = {"state": "waiting", "reason": outcome.reason, "detail": outcome.detail, "taken_by": None}
                values = later | {"not_before": stamp(outcome.not_before)}
                connection.execute(update(arrivals).where(arrivals.c.key == row.key).values(**values))
            elif isinstance(outcome, Rejected):
                _close(
                    connection, row.key, now, state="rejected", reason=storable(outcome.reason), detail=storable(outcome.detail)
                )
            else:
                _write.add_reading(connection, outcome, stamp(now))
                article_id = outcome.reading.article.id
                _close(connection, row.key, now, state="read", reason=None, detail=None, article_id=article_id, content=None)
            return _in_order(connection, [row.key])[0]

    def _silence(self) -> str:
        """Since when a reader must have been seen to count as being at work."""
        return stamp(self._clock() - timedelta(seconds=SILENT_S))

    def _has_work(self) -> bool:
        """Whether taking could give anything; it needs no lock, so readers may ask often."""
        unread = select(arrivals.c.key).where(arrivals.c.state.in_(("waiting", "reading"))).limit(1)
        with self._ledger.reading() as connection:
            return connection.scalar(unread) is not None


def stamp(moment: datetime) -> str:
    """A moment as the ledger keeps it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def put(connection: Connection, one: Arriving, *, by: str, at: str, feed_key: int | None = None) -> int:
    """Put one thing into the inbox; returns its key."""
    number = (connection.scalar(select(func.max(arrivals.c.key))) or 0) + 1
    row = {
        "id": digest("arrival", number, one.how, one.source, by, at), "how": one.how, "source": storable(one.source), "host": one.host,
        "content": one.content, "options": _said(one), "feed_key": feed_key, "entry": storable(one.entry), "made_by": storable(by),
        "made_at": at, "state": "waiting", "tries": 0,
    }  # fmt: skip
    return int(connection.execute(insert(arrivals).values(**row).returning(arrivals.c.key)).scalar_one())


def _waiting_key(connection: Connection, one: Arriving) -> int | None:
    """The arrival that is the same as this and not read yet."""
    same = (arrivals.c.how == one.how, arrivals.c.source == storable(one.source), arrivals.c.options == _said(one))
    unread = arrivals.c.state.in_(("waiting", "reading"))
    return connection.scalar(select(arrivals.c.key).where(*same, unread).limit(1))


def _said(one: Arriving) -> str:
    return json.dumps(dict(one.said), sort_keys=True)


_SHOWN = select(
    arrivals.c.key, arrivals.c.id, arrivals.c.how, arrivals.c.source, arrivals.c.state, arrivals.c.made_by, arrivals.c.made_at,
    arrivals.c.options, feeds.c.id.label("feed"), arrivals.c.reason, arrivals.c.detail, arrivals.c.article_id, arrivals.c.tries,
    arrivals.c.not_before, arrivals.c.done_at, arrivals.c.taken_by, arrivals.c.content.is_not(None).label("kept"),
).select_from(arrivals.outerjoin(feeds, feeds.c.key == arrivals.c.feed_key))  # fmt: skip


def _arrival(row: Row[*tuple[Any, ...]]) -> Arrival:
    return Arrival(
        row.id, row.how, row.source, row.state, row.made_by, row.made_at, json.loads(row.options), row.feed, row.reason, row.detail,
        row.article_id, row.tries, row.not_before, row.done_at,
    )  # fmt: skip


def _in_order(connection: Connection, keys: Sequence[int]) -> list[Arrival]:
    rows = {row.key: _arrival(row) for row in connection.execute(_SHOWN.where(arrivals.c.key.in_(keys)))}
    return [rows[key] for key in dict.fromkeys(keys)]


def _one(connection: Connection, id_prefix: str) -> Row[*tuple[Any, ...]]:
    begins = arrivals.c.id.startswith(storable(id_prefix), autoescape=True)
    found = connection.execute(_SHOWN.where(begins).limit(2)).all() if id_prefix else []
    if len(found) != 1:
        raise NotFoundError(
            f"{'nothing' if not found else 'more than one thing'} arrived with the id {id_prefix!r}: look in the inbox"
        )
    return found[0]


def _close(connection: Connection, key: int, now: datetime, **values: Any) -> None:
    done = {"taken_by": None, "not_before": None, "done_at": stamp(now)}
    connection.execute(update(arrivals).where(arrivals.c.key == key).values(**done, **values))


def _see(connection: Connection, reader: str, now: datetime) -> None:
    row = {"name": reader, "seen_at": stamp(now)}
    connection.execute(sqlite.insert(readers).values(**row).on_conflict_do_update(index_elements=["name"], set_=row))


def _take_up(connection: Connection, silence: str, now: datetime, *, gone: str | None = None) -> None:
    """Have what silent readers, and the one that is `gone`, took wait again; what ended its reader too often is given up."""
    connection.execute(readers.delete().where(or_(readers.c.seen_at < silence, readers.c.name == gone)))
    orphaned = (arrivals.c.state == "reading", arrivals.c.taken_by.not_in(select(readers.c.name)))
    given_up = {
        "reason": "crash",
        "detail": f"the reader stopped {_MOST_TRIES} times while it read this",
        "done_at": stamp(now),
    }
    often = update(arrivals).where(*orphaned, arrivals.c.tries >= _MOST_TRIES)
    connection.execute(often.values(state="rejected", taken_by=None, **given_up))
    connection.execute(update(arrivals).where(*orphaned).values(state="waiting", taken_by=None))


def _ready(reading: Reading) -> Any:
    try:
        return prepared(reading)
    except InputError as error:
        return Rejected(reading.article.source, "bad-record", str(error))
