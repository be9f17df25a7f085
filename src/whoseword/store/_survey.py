"""How found statements spread: the counts beside a search. Bounded: a window of statements is counted, and said to be one."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select

from whoseword.store._columns import storable
from whoseword.store._query import Query, StatementRow, statement_keys, walks
from whoseword.store._tables import articles, readings, statements

_FACETS: Final = ("speaker", "type", "act", "kind", "outlet", "month")


@dataclass(frozen=True, slots=True)
class Survey:
    """How many of the `counted` statements have which speaker, type, act, kind, outlet and month (`counts`, the most frequent first).

    None stands among speakers, outlets and months for those that have none. `more` says that there are statements beyond those counted,
    `cut` that not all that could be among them were looked at.
    """

    counted: int
    more: bool
    cut: bool
    counts: Mapping[str, tuple[tuple[str | None, int], ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what a search found, and how all of it spreads."""

    rows: tuple[StatementRow, ...]
    survey: Survey


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a search found in its window, in the query's order: `columns` has the values of each facet; `cut` as in `Survey`."""

    keys: tuple[int, ...]
    columns: tuple[tuple[str | None, ...], ...]
    cut: bool

    def survey(self, most: int) -> Survey:
        """The first `most` of them counted."""
        counts = {
            name: tuple(Counter(values[:most]).most_common()) for name, values in zip(_FACETS, self.columns, strict=False)
        }
        return Survey(
            min(len(self.keys), most), len(self.keys) > most, self.cut, {name: counts.get(name, ()) for name in _FACETS}
        )


def walked(connection: Connection, query: Query, article_key: int | None, window: int) -> tuple[list[int], bool]:
    """The keys of at most `window` statements among which `query` is answered, and whether there are others."""
    keys: dict[int, None] = {}
    for walk in walks(query, article_key):
        (key,) = (found := walk.limit(window + 1).subquery()).c
        keys.update(dict.fromkeys(at_once(connection, select(func.json_group_array(key)).select_from(found))))
    return list(keys)[:window], len(keys) > window


def candidates(connection: Connection, query: Query, article_key: int | None, window: int) -> Candidates:
    """What `query` finds among the statements that its walks give, whatever its limit, without looking at any record."""
    among, cut = walked(connection, query, article_key, window)
    found = statement_keys(replace(query, limit=None, offset=0), article_key, raw=False, among=among)
    whole = found.add_columns(*_columns()).limit(window).subquery()  # the limit keeps its order
    rows = at_once(connection, select(func.json_group_array(func.json_array(*whole.c))).select_from(whole))
    keys, *columns = zip(*rows, strict=True) if rows else ((),)
    return Candidates(tuple(keys), tuple(columns), cut)


def at_once(connection: Connection, asked: Select[Any]) -> list[Any]:
    """What a query gives as one JSON array: a row at a time, each would wait for its turn among the threads of a busy desk."""
    found: list[Any] = json.loads(connection.execute(asked).scalar_one())
    return found


def _columns() -> tuple[Any, ...]:
    """In the order of `_FACETS`."""
    month = func.substr(statements.c.on_last, 1, 7)
    columns = (statements.c.speaker, statements.c.speaker_type, statements.c.act, statements.c.kind, articles.c.outlet, month)
    return tuple(column.label(name) for column, name in zip(columns, _FACETS, strict=True))


def keys_of_ids(ids: Sequence[str]) -> Select[Any]:
    """The keys of the seen statements that have one of these ids."""
    return (
        select(statements.c.key)
        .join(readings, readings.c.key == statements.c.reading_key)
        .join(articles, articles.c.key == readings.c.article_key)
        .where(
            statements.c.id.in_([storable(one) for one in ids]), readings.c.latest, articles.c.current, ~statements.c.rejected
        )
    )
