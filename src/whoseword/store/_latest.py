"""Statements in the order in which they came into the ledger: what is new since somebody last looked. Bounded, and said to be.

Statements get greater keys as they come, and none is taken out; so the greatest key says how far the ledger had come. A
statement that was read again is not new unless it has another speaker now.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, select

from whoseword.store import _read
from whoseword.store._columns import storable
from whoseword.store._query import Query, StatementRow, fts_of, statement_keys
from whoseword.store._survey import at_once
from whoseword.store._tables import statements, statements_fts


@dataclass(frozen=True, slots=True)
class Latest:
    """Of the `count` statements that came last, some, the last first; `cut` says that not all that could be among them were looked at."""

    rows: tuple[StatementRow, ...]
    count: int
    cut: bool


def reached(connection: Connection) -> int:
    """How far the ledger has come: the key of the last statement that was read into it, 0 where there is none."""
    return int(connection.scalar(select(func.coalesce(func.max(statements.c.key), 0))) or 0)


def latest(connection: Connection, path: Path, query: Query, *, after: int, window: int) -> Latest:
    """The statements that `query` asks for of those that came after the key `after`, its limit and offset by the order in which they came."""
    every = replace(query, order="text", limit=None, offset=0)
    found = statement_keys(every, None, raw=False)  # first of all, since it raises ConfigError for what cannot be asked
    came = reached(connection) - after
    if came <= 0:
        return Latest((), 0, cut=False)
    walk = _walk(query, after, few=came <= window).limit(window + 1).subquery()
    among = sorted(at_once(connection, select(func.json_group_array(walk.c[0])).select_from(walk)), reverse=True)
    looked_at = among[:window]
    if not looked_at:
        return Latest((), 0, cut=False)
    if fts_of(query):
        found = statement_keys(every, None, raw=False, among=looked_at)
    else:  # what is asked of the words of articles was no part of the walk
        given = func.json_each(json.dumps(looked_at)).table_valued("value")
        found = found.where(statements.c.key.in_(select(given.c.value)))
    if after:
        found = found.where(~_was_there(after))
    matching = found.order_by(None).subquery()
    keys = sorted(at_once(connection, select(func.json_group_array(matching.c[0])).select_from(matching)), reverse=True)
    end = None if query.limit is None else query.offset + query.limit
    rows = _read.statement_rows(connection, path, keys[query.offset : end])
    return Latest(tuple(rows), len(keys), len(among) > window)


def _walk(query: Query, after: int, *, few: bool) -> Select[Any]:
    """The keys after `after` among which `query` is answered, the last first: by its words, its speaker, or (where they are few) all."""
    if wanted := fts_of(query):
        rowid = statements_fts.c.rowid
        matches = statements_fts.c.statements_fts.op("MATCH")(bindparam(None, wanted))
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
    older = statements.alias("older")
    return exists().where(
        older.c.id == statements.c.id, older.c.key <= after, older.c.speaker.is_not_distinct_from(statements.c.speaker)
    )
