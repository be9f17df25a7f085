"""How the relations of two parties move: their events week by week, on the scale of conflict and cooperation, with the evidence.

Every event counts once, however many articles report it. What was denied counts nowhere; what is planned counts where it is an
event by itself, as a promise or a threat is. An event without a day or week is counted apart and put into no week.
"""

import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from whoseword.events._plover import QUADS, SCALE, Quad
from whoseword.events._reports import Reported
from whoseword.records import Event, EventActor, EventStatus, Root

_WEEK: Final = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Told:
    """What a series needs of a report of an event, without its evidence: thousands of these are cheap.

    `group` is the id of the event that it reports, `date` the event's, `by_text` whether more than the publication says so, `published` the article's.
    """

    id: str
    group: str
    root: Root
    status: EventStatus
    source: EventActor
    target: EventActor
    date: str | None
    by_text: bool
    confidence: float
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """One ISO week of two parties: the Monday, how many events, those of each quad class, and the scale's mean and sum.

    `mean` is None in a week without events, `evidence` the ids of the events counted, in order of their days.
    """

    week: str
    monday: str
    events: int
    quads: Mapping[Quad, int]
    mean: float | None
    sum: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """The series of two parties, both directions together, from the first week with an event to the last; gaps are weeks without events.

    `undated` counts events that no week could be found for.
    """

    first: str
    second: str
    weeks: tuple[Week, ...]
    undated: int


def involves(actor: EventActor, asked: str) -> bool:
    """Whether a side of an event is the one asked for: a country's code or name for all of its parties, or a party's name.

    >>> involves(EventActor("Sudrian army", None, "Sudria", "MIL"), "sudria")
    True
    """
    return asked.strip().casefold() in _called(actor.name, actor.country, actor.state)


@functools.lru_cache(maxsize=4096)
def _called(*names: str | None) -> frozenset[str]:
    return frozenset(name.casefold() for name in names if name)


def surest(reports: Iterable[Told]) -> list[Told]:
    """Of each event the surest report; of equals one that the text dates, then the first. The event that happened last comes first."""
    best: dict[str, Told] = {}
    for one in reports:
        known = best.get(one.group)
        if known is None or (one.confidence, _dated(one)) > (known.confidence, _dated(known)):
            best[one.group] = one
    return sorted(best.values(), key=lambda one: one.date or "", reverse=True)


def relations(found: Iterable[Reported], first: str, second: str) -> Relations:
    """The weekly series of the events between two parties, each given as for `involves`."""
    return series((_told(one) for one in found), first, second)


def series(events: Iterable[Told], first: str, second: str) -> Relations:
    """As `relations`, of events of which only this is known; each must come once (see `surest`)."""
    weeks: dict[dt.date, list[Told]] = {}
    undated = 0
    for event in (one for one in events if one.status != "denied" and is_between(one, first, second)):
        monday = _monday(event.date or "")
        if monday is None:
            undated += 1
        else:
            weeks.setdefault(monday, []).append(event)
    return Relations(first, second, tuple(_series(weeks)), undated)


def monday_of(event: Event) -> dt.date | None:
    """The Monday of the week in which an event is dated; None where its date is absent or no day or week."""
    return _monday(event.date.value if event.date else "")


def _monday(value: str) -> dt.date | None:
    try:
        if len(value) == len("2026-W17") and value[4:6] == "-W":
            return dt.date.fromisocalendar(int(value[:4]), int(value[6:]), 1)
        if len(value) == len("2026-04-22"):
            day = dt.date.fromisoformat(value)
            return day - dt.timedelta(days=day.weekday())
    except (ValueError, OverflowError):  # no such day, or before the calendar begins
        return None
    return None


def is_between(event: Event | Told, first: str, second: str) -> bool:
    """Whether these two are the sides of an event, whichever acts; each given as for `involves`."""
    sides = ((event.source, event.target), (event.target, event.source))
    return any(involves(one, first) and involves(other, second) for one, other in sides)


def _told(one: Reported) -> Told:
    event = one.event
    date, by_text = (event.date.value, event.date.from_ != "publication") if event.date else (None, False)
    return Told(event.id, one.id, event.root, event.status, event.source, event.target, date, by_text, event.confidence)


def _dated(one: Told) -> int:
    return 0 if one.date is None else 1 + one.by_text


def _series(weeks: Mapping[dt.date, Sequence[Told]]) -> Iterable[Week]:
    if not weeks:
        return
    monday, last = min(weeks), max(weeks)
    while monday <= last:
        yield _week(monday, sorted(weeks.get(monday, ()), key=lambda event: (event.date or "", event.id)))
        if monday == last:
            return
        monday += _WEEK


def _week(monday: dt.date, events: Sequence[Told]) -> Week:
    values = [SCALE[event.root] for event in events]
    quads: dict[Quad, int] = {1: 0, 2: 0, 3: 0, 4: 0}
    for event in events:
        quads[QUADS[event.root]] += 1
    year, number, _ = monday.isocalendar()
    mean = round(sum(values) / len(values), 2) if values else None
    evidence = tuple(event.id for event in events)
    return Week(f"{year:04d}-W{number:02d}", monday.isoformat(), len(events), quads, mean, round(sum(values), 2), evidence)
