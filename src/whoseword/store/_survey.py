"""How found statements spread: the counts beside a search. Bounded: a window of statements is counted, and said to be one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select

from whoseword.store._columns import storable
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


def survey_of(connection: Connection, found: Select[Any], most: int, looked_at: Select[Any], window: int) -> Survey:
    """Count what stands under the first `most` keys that `found` selects; it is cut where `looked_at` has more than `window` rows."""
    cut = connection.execute(select(func.count()).select_from(looked_at.subquery())).scalar_one() > window
    keys = connection.scalars(found).all()
    columns = (
        statements.c.speaker,
        statements.c.speaker_type.label("type"),
        statements.c.act,
        statements.c.kind,
        articles.c.outlet,
        func.substr(statements.c.on_last, 1, 7).label("month"),
    )
    rows = connection.execute(
        select(*columns)
        .join(readings, readings.c.key == statements.c.reading_key)
        .join(articles, articles.c.key == readings.c.article_key)
        .where(statements.c.key.in_(keys[:most]))
    ).all()
    counts = {name: tuple(Counter(getattr(row, name) for row in rows).most_common()) for name in _FACETS}
    return Survey(min(len(keys), most), len(keys) > most, cut, counts)


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
