"""Feeds in the ledger: which are followed, what their servers said last, and when each may be asked again.

Promises: a feed that somebody checks is checked by nobody else meanwhile; what a check brought is in the inbox in the same transaction that
notes the check; and an entry that arrived once, by this feed, another or a person, does not arrive again. Not here: any network.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from whoseword.acting import about
from whoseword.errors import NotFoundError
from whoseword.records import digest
from whoseword.store._arrivals import Arriving, put, stamp
from whoseword.store._columns import storable
from whoseword.store._ledger import Ledger
from whoseword.store._tables import arrivals, articles, feeds

# Who takes a feed has so long to check it before others may: a fetch is bounded to a fraction of this.
_TAKEN: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that the ledger follows.

    `checked_at` is the last check, `error` why it failed, None where it did not; `failures` counts those in a row. `next_at` is when it may be
    checked again. `arrivals` counts what it brought. `etag` and `modified` are what its server is asked with.
    """

    id: str
    url: str
    title: str | None
    folder: str | None
    active: bool
    made_by: str
    made_at: str
    checked_at: str | None
    error: str | None
    failures: int
    next_at: str
    etag: str | None
    modified: str | None
    arrivals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed:
    """A feed to follow; `host` is whom checking it will ask."""

    url: str
    host: str | None = None
    title: str | None = None
    folder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check gave: entries in the feed's order, or why it failed; and when it may be checked again.

    None for `title`, `etag` or `modified` leaves what is known.
    """

    next_at: datetime
    entries: tuple[Arriving, ...] = ()
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    error: str | None = None


class Feeds:
    """The feeds that an open ledger follows. Use `Store.feeds`."""

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime]) -> None:
        self._ledger = ledger
        self._clock = clock

    def add(self, new: Iterable[NewFeed], *, by: str) -> list[Feed]:
        """Follow feeds, to be checked at once; returns those that were not followed yet. One that was stopped goes on."""
        at = stamp(self._clock())
        with self._ledger.writing() as connection:
            added = [one.url for one in new if _follow(connection, one, by=by, at=at)]
            about(", ".join(added))
            return _by_url(connection, added)

    def feeds(self, *, active: bool | None = None, limit: int | None = None, offset: int = 0) -> list[Feed]:
        """The feeds, by folder and title."""
        order = (func.coalesce(feeds.c.folder, ""), func.lower(func.coalesce(feeds.c.title, feeds.c.url)), feeds.c.key)
        wanted = _SHOWN.order_by(*order).limit(limit).offset(offset)
        if active is not None:
            wanted = wanted.where(feeds.c.active.is_(active))
        with self._ledger.reading() as connection:
            return [_feed(row) for row in connection.execute(wanted)]

    def followed(self) -> int:
        """How many feeds are followed."""
        with self._ledger.reading() as connection:
            return int(connection.scalar(select(func.count()).select_from(feeds).where(feeds.c.active)) or 0)

    def feed(self, id_prefix: str) -> Feed:
        """The feed whose id begins so; NotFoundError where none or several do."""
        with self._ledger.reading() as connection:
            return _feed(_one(connection, id_prefix))

    def follow(self, id_prefix: str, *, active: bool) -> Feed:
        """Stop checking a feed, or go on; who goes on has it checked at once."""
        with self._ledger.writing() as connection:
            row = _one(connection, id_prefix)
            values = {"active": active} | ({"next_at": stamp(self._clock()), "failures": 0} if active else {})
            connection.execute(update(feeds).where(feeds.c.key == row.key).values(**values))
            about(row.url)
            return _feed(_one(connection, row.id))

    def take(self, *, resting: Collection[str] = ()) -> Feed | None:
        """The feed that waits longest to be checked, None where none may be now; nobody else is given it for some minutes."""
        now = self._clock()
        due = (
            select(feeds.c.id, feeds.c.key)
            .where(
                feeds.c.active,
                feeds.c.next_at <= stamp(now),
                or_(feeds.c.host.is_(None), feeds.c.host.not_in(sorted(resting))),
            )
            .order_by(feeds.c.next_at, feeds.c.key)
            .limit(1)
        )
        with self._ledger.reading() as connection:
            if connection.execute(due).one_or_none() is None:
                return None
        with self._ledger.writing() as connection:
            row = connection.execute(due).one_or_none()
            if row is None:  # another reader was first
                return None
            connection.execute(update(feeds).where(feeds.c.key == row.key).values(next_at=stamp(now + _TAKEN)))
            return _feed(_one(connection, row.id))

    def settle(self, feed_id: str, checked: Checked) -> int:
        """Keep what a check gave; returns how many of its entries are new, which now wait in the inbox, the oldest first."""
        now = stamp(self._clock())
        with self._ledger.writing() as connection:
            row = _one(connection, feed_id)
            fresh = _unseen(connection, row.key, checked.entries)
            for one in reversed(fresh):
                put(connection, one, by=row.title or row.url, at=now, feed_key=row.key)
            noted: dict[str, Any] = {"checked_at": now, "error": checked.error, "next_at": stamp(checked.next_at)}
            noted["failures"] = row.failures + 1 if checked.error is not None else 0
            known = {"title": storable(checked.title), "etag": checked.etag, "modified": checked.modified}
            noted |= {name: value for name, value in known.items() if value is not None}
            connection.execute(update(feeds).where(feeds.c.key == row.key).values(**noted))
            return len(fresh)


def feed_id(url: str) -> str:
    """The id of the feed at an address."""
    return digest("feed", url)


def _follow(connection: Connection, one: NewFeed, *, by: str, at: str) -> bool:
    row = connection.execute(select(feeds.c.key, feeds.c.active).where(feeds.c.url == one.url)).one_or_none()
    if row is not None:
        if not row.active:
            again = {"active": True, "next_at": at, "failures": 0}
            connection.execute(update(feeds).where(feeds.c.key == row.key).values(**again))
        return False
    new = {
        "id": feed_id(one.url), "url": one.url, "host": one.host, "title": storable(one.title), "folder": storable(one.folder),
        "made_by": storable(by), "made_at": at, "failures": 0, "next_at": at, "active": True,
    }  # fmt: skip
    connection.execute(insert(feeds).values(**new))
    return True


def _unseen(connection: Connection, feed_key: int, entries: Sequence[Arriving]) -> list[Arriving]:
    """Those of the entries that never arrived, and whose address the ledger has no article of."""
    urls, names = [one.source for one in entries], [one.entry for one in entries if one.entry is not None]
    known = set(connection.scalars(select(arrivals.c.source).where(arrivals.c.source.in_(urls))))
    known |= set(connection.scalars(select(articles.c.origin).where(articles.c.origin.in_(urls))))
    mine = select(arrivals.c.entry).where(arrivals.c.feed_key == feed_key, arrivals.c.entry.in_(names))
    listed = set(connection.scalars(mine))
    return [one for one in entries if one.source not in known and (one.entry is None or one.entry not in listed)]


_BROUGHT = select(func.count()).where(arrivals.c.feed_key == feeds.c.key).correlate(feeds).scalar_subquery()
_SHOWN = select(feeds, _BROUGHT.label("brought"))


def _feed(row: Row[*tuple[Any, ...]]) -> Feed:
    return Feed(
        row.id, row.url, row.title, row.folder, row.active, row.made_by, row.made_at, row.checked_at, row.error, row.failures,
        row.next_at, row.etag, row.modified, row.brought,
    )  # fmt: skip


def _by_url(connection: Connection, urls: Sequence[str]) -> list[Feed]:
    rows = {row.url: _feed(row) for row in connection.execute(_SHOWN.where(feeds.c.url.in_(urls)))}
    return [rows[url] for url in dict.fromkeys(urls)]


def _one(connection: Connection, id_prefix: str) -> Row[*tuple[Any, ...]]:
    begins = feeds.c.id.startswith(storable(id_prefix), autoescape=True)
    found = connection.execute(_SHOWN.where(begins).limit(2)).all() if id_prefix else []
    if len(found) != 1:
        raise NotFoundError(
            f"{'no' if not found else 'more than one'} feed has the id {id_prefix!r}: list the feeds to see their ids"
        )
    return found[0]
