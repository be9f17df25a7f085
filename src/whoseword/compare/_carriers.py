"""Who carried something, and who was first: items as the ledger gives them back, in the order in which their articles were published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

_UNDATED = "9999"


class Carried(Protocol):
    """An item and the article it stands in: what the ledger gives back of it."""

    @property
    def form(self) -> str:
        """The form of the item."""
        ...

    @property
    def value(self) -> Mapping[str, Any]:
        """What its comparer compares."""
        ...

    @property
    def statement(self) -> str | None:
        """The id of its statement, None where it is the article's."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """What its comparer says of this one item."""
        ...

    @property
    def article_id(self) -> str:
        """The id of its article."""
        ...

    @property
    def outlet(self) -> str | None:
        """The outlet of its article."""
        ...

    @property
    def title(self) -> str | None:
        """The title of its article."""
        ...

    @property
    def published(self) -> str | None:
        """When its article was published, as its page says."""
        ...


@dataclass(frozen=True, slots=True)
class Carrier:
    """An article that carries something, and the statement that it carries it in, None for the article itself."""

    article: str
    statement: str | None
    outlet: str | None
    title: str | None
    published: str | None


def carrier(row: Carried) -> Carrier:
    """Where an item stands."""
    return Carrier(row.article_id, row.statement, row.outlet, row.title, row.published)


def earliest(rows: Iterable[Carried]) -> list[Carried]:
    """Items by the time their articles were published, those of one time by the article's id, the undated last."""
    return sorted(rows, key=lambda row: (*published_order(row.published), row.article_id, row.statement or "", row.form))


def published_order(published: str | None) -> tuple[str, str]:
    """What sorts dates of publication: the day, then the time, in UTC where the page gives a zone.

    A page that gives only the day comes before all that give a time on it: nothing says that it was later.

    >>> published_order("2025-01-20") < published_order("2025-01-20T01:30:00+01:00") < published_order(None)
    True
    """
    if published is None:
        return _UNDATED, ""
    day, _, time = published.partition("T")
    if not time:
        return day, ""
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return day, time
    if moment.tzinfo is None:
        return day, time
    day, _, time = moment.astimezone(UTC).isoformat().partition("T")
    return day, time
