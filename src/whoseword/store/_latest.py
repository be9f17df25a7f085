"""Statements in the order in which they came into the ledger: what is new since somebody last looked. Bounded, and said to be.

Statements get greater keys as they come, and none is taken out; so the greatest key says how far the ledger had come. A
statement that was read again is not new unless it has another speaker now.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Select, exists, func, select

from whoseword.store import _read
from whoseword.store._columns import storable
from whoseword.store._portable import matching
from whoseword.store._query import Query, StatementRow, fts_of, statement_keys
from whoseword.store._survey import at_once
from whoseword.store._tables import statements, statements_fts

_FEWEST_OLDER: Final = 100
_TIMES_OLDER: Final = 20  # statements looked at for each that a list has room for: some are rejected, repeated or read again


@dataclass(frozen=True, slots=True)
class Latest:
    """Of the `count` statements that are new, some, the last first, and with `older` behind them those that were there.

    `cut` says that not all that could be among the new were looked at; `reached` is how far the ledger had come then.
    """

    rows: tuple[StatementRow, ...]
    count: int
    cut: bool
    reached: int


@dataclass(frozen=True, slots=True)
class Since:
    """New is what came after the key `after`; at most `window` statements are looked at, the last. With `older` also what is not new."""

    after: int
    window: int
    older: bool = False


def reached(connection: Connection) -> int:
    """How far the ledger has come: the key of the last statement that was read into it, 0 where there is none."""
    return int(connection.scalar(_REACHED) or 0)


def latest(connection: Connection, path: Path, query: Query, since: Since) -> Latest:
    """The statements that `query` asks for in the order in which they came, its limit and offset counted in that."""
    every = replace(query, order="text", limit=None, offset=0)
    came = reached(connection)
    if came <= since.after and not since.older:
        statement_keys(every, None, raw=False)  # as in `_found`
    new, cut = _found(connection, every, since, came) if came > since.after else ([], False)
    end = None if query.limit is None else query.offset + query.limit
    ordered = new
    if since.older and (end is None or end > len(new)):
        among_all, _ = _found(connection, every, replace(since, after=0, window=_few_older(since, end)), came)
        ordered = list(dict.fromkeys([*new, *among_all]))
    rows = _read.statement_rows(connection, path, ordered[query.offset : end])
    return Latest(tuple(rows), len(new), cut, came)


def _few_older(since: Since, end: int | None) -> int:
    """Among how many statements those are looked for that only fill a list."""
    return since.window if end is None else min(since.window, max(_FEWEST_OLDER, _TIMES_OLDER * end))


def _found(connection: Connection, query: Query, since: Since, came: int) -> tuple[list[int], bool]:
    """The keys of those that are new since then, the last first, and whether not all that could be were looked at."""
    walk = _walk(query, since.after, few=came - since.after <= since.window).limit(since.window + 1).subquery()
    among = sorted(at_once(connection, select(func.json_group_array(walk.c[0])).select_from(walk)), reverse=True)
    looked_at = among[: since.window]
    if not looked_at:
        statement_keys(query, None, raw=False)  # since it raises ConfigError for what cannot be asked
        return [], False
    if fts_of(query):
        found = statement_keys(query, None, raw=False, among=looked_at)
    else:  # what is asked of the words of articles was no part of the walk
        given = func.json_each(json.dumps(looked_at)).table_valued("value")  # one parameter, however many keys
        found = statement_keys(query, None, raw=False).where(statements.c.key.in_(select(given.c.value)))
    if since.after:
        found = found.where(~_was_there(since.after))
    gathered = found.order_by(None).with_only_columns(func.json_group_array(statements.c.key))
    return sorted(at_once(connection, gathered), reverse=True), len(among) > since.window


def _walk(query: Query, after: int, *, few: bool) -> Select[Any]:
    """The keys after `after` among which `query` is answered, the last first: by its words, its speaker, or (where they are few) all."""
    if wanted := fts_of(query):
        rowid = statements_fts.c.rowid
        matches = matching(statements_fts, wanted)
        return select(rowid).where(matches, rowid > after).order_by(rowid.desc())
    key = statements.c.key
    for column, value in ((statements.c.speaker, query.who), (statements.c.actor, query.actor)):
        if (
            value is not None and not few
        ):  # with a sum to sort by, SQLite takes the speaker's index and not all keys from the end
            return select(key).where(column == storable(value), key > after).order_by((key + 0).desc())
    return select(key).where(key > after).order_by(key.desc())


def _was_there(after: int) -> Any:
    """Whether the same words of the same speaker were in the ledger by then, in an earlier reading."""
    return exists().where(*_SAME_SAID, _OLDER.c.key <= after)


_REACHED: Final = select(func.coalesce(func.max(statements.c.key), 0))
_OLDER: Final = statements.alias("older")
_SAME_SAID: Final = (_OLDER.c.id == statements.c.id, _OLDER.c.speaker.is_not_distinct_from(statements.c.speaker))
