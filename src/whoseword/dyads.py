"""The relations of two parties in a ledger: which pairs events are told of, the series of one pair, and the reports of its events.

It asks the ledger and hands what it gives to `whoseword.events`, which says what a series is. Every list is bounded and says so: of a
pair the reports added last are looked at, and the list of pairs looks at the articles added last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from whoseword.compare import dyad
from whoseword.errors import NotFoundError
from whoseword.events import SCALE, Relations, Report, Reported, Told, gather, is_between, series, surest
from whoseword.records import Event, EventActor, from_json
from whoseword.store import Store

ARTICLES: Final = 2_000  # whose events the list of pairs looks at, those added last
REPORTS: Final = 2_000  # of a pair's events, those added last
_YEARS: Final = 20  # before the latest article; one strange date must not make a series of thousands of weeks
_AHEAD: Final = 2  # years after it
# What a list of pairs and a series need of an event: its evidence is read for a page of them alone.
_SIDE: Final = ("name", "country", "state")
_PATHS: Final = tuple(
    f"$.event.{name}"
    for name in (
        *("id", "root", "status", "confidence", "date.value", "date.from"),
        *(f"{side}.{name}" for side in ("source", "target") for name in _SIDE),
    )
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties that events are told of: how many, their mean on the scale from -10 (war) to 10, the day of the last."""

    first: str
    second: str
    events: int
    mean: float
    latest: str | None


@dataclass(frozen=True, slots=True)
class Between:
    """The events of two parties, the last first, and their series; `strange` events of another time are left out of it.

    `cut` says that there are more reports than were looked at.
    """

    series: Relations
    events: tuple[Told, ...]
    strange: int
    cut: bool


def pairs(store: Store, *, confidence: float = 0.0) -> list[Pair]:
    """The pairs of states, or of parties that are no state's, those with most events first."""
    found: dict[tuple[str, str], list[Told]] = {}
    told = _surely(_told(store, latest=ARTICLES), confidence)
    for event in (one for one in told if one.status != "denied"):
        first, second = sorted((_party(event.source), _party(event.target)))
        if first != second:
            found.setdefault((first, second), []).append(event)
    listed = [
        Pair(
            *names,
            len(events),
            sum(SCALE[event.root] for event in events) / len(events),
            max((event.date for event in events if event.date), default=None),
        )
        for names, events in found.items()
    ]
    return sorted(listed, key=lambda one: (-one.events, one.first, one.second))


def between(store: Store, first: str, second: str, *, confidence: float = 0.0) -> Between:
    """What two parties do to each other, each a country (all of its parties) or a party by name; NotFoundError where nothing is told."""
    told = _told(store, latest=REPORTS, named=dyad(first, second))
    found = [one for one in _surely(told, confidence) if is_between(one, first, second)]
    if not found:
        raise NotFoundError(f"no event between {first!r} and {second!r} is told of: look among the relations")
    dated = _dated(found)
    return Between(series(dated, first, second), tuple(found), len(found) - len(dated), len(told) == REPORTS)


def reports(store: Store, groups: Sequence[str]) -> list[Reported]:
    """The events with these ids, each with its reports, in this order; unknown ones are passed over."""
    every = (
        Report(from_json(Event, i.facts["event"]), i.group, i.article_id, i.outlet, i.title, i.published, i.url)
        for i in store.items("event", groups=groups)
    )
    found = {one.id: one for one in gather(every)}
    return [found[group] for group in groups if group in found]


def _told(store: Store, *, latest: int, named: str | None = None) -> list[Told]:
    """The reports of events of so many articles added last, or so many of those that are asked for by a name, as they were added."""
    return [
        Told(
            identity,
            group,
            root,
            status,
            EventActor(*sides[:3]),
            EventActor(*sides[3:]),
            date,
            from_ != "publication",
            sure,
            published,
        )
        for group, published, identity, root, status, sure, date, from_, *sides in store.facts(
            "event", _PATHS, latest=latest, named=named
        )
    ]


def _surely(told: Iterable[Told], confidence: float) -> list[Told]:
    """The events that are sure enough, each once, the last first."""
    return [one for one in surest(told) if one.confidence >= confidence]


def _party(actor: EventActor) -> str:
    return actor.state or actor.country or actor.name


def _dated(found: Sequence[Told]) -> list[Told]:
    """The events whose year fits the time in which the articles were published; those without a date, too."""
    latest = max((_year(one.published) for one in found if one.published), default=None)
    if latest is None:
        return list(found)
    return [one for one in found if one.date is None or latest - _YEARS <= _year(one.date) <= latest + _AHEAD]


def _year(value: str) -> int:
    return int(value[:4]) if value[:4].isdecimal() else 0
