"""Relations: which two parties events are told of, and of one pair the series week by week with its events and their evidence.

The list of pairs looks at the articles added last, a pair at its reports added last, and both say so; the command line looks at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from whoseword import plots
from whoseword.compare import dyad
from whoseword.errors import NotFoundError
from whoseword.events import QUADS, SCALE, Report, Reported, Told, gather, is_between, series, surest
from whoseword.records import Event, EventActor, from_json
from whoseword.web import _links
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._paging import page_of

router = APIRouter()

_ARTICLES: Final = 2_000  # whose events the list of pairs looks at, those added last
_REPORTS: Final = 2_000  # of a pair's events, those added last
_A_PAGE: Final = 30
_PAIRS: Final = 60
_YEARS: Final = 20  # before the latest article; one strange date must not make a series of thousands of weeks
_AHEAD: Final = 2  # years after it
_LONGEST: Final = 200  # code points of a name in an address


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
    """Two parties that events are told of: how many, their mean on the scale, the day of the last."""

    first: str
    second: str
    events: int
    mean: float
    latest: str | None


@router.get("/relations", response_class=HTMLResponse)
def pairs(request: Request, desk: TheDesk) -> Response:
    """The pairs of parties with most events; with `first` and `second`, that pair."""
    asked = [request.query_params.get(name, "").strip()[:_LONGEST] for name in ("first", "second")]
    if all(asked):
        address = _links.relations(*asked)
        return _page(request, desk, *asked) if "?" in address else RedirectResponse(address)
    listed = _pairs(_surely(desk, _told(desk, latest=_ARTICLES)))[:_PAIRS]
    return desk.page("relations.html", pairs=listed, asked=asked, looked_at=_ARTICLES, here="relations")


@router.get("/relations/{first}/{second}", response_class=HTMLResponse)
def pair(first: str, second: str, request: Request, desk: TheDesk) -> HTMLResponse:
    """Two parties, each a country (all of its parties) or a party by name."""
    return _page(request, desk, first, second)


def _page(request: Request, desk: Desk, first: str, second: str) -> HTMLResponse:
    page = page_of(request.query_params, _A_PAGE)
    told = _told(desk, latest=_REPORTS, named=dyad(first, second))
    found = [one for one in _surely(desk, told) if is_between(one, first, second)]
    if not found:
        raise NotFoundError(f"no event between {first!r} and {second!r} is told of: look among the relations")
    dated = _dated(found)
    moves = series(dated, first, second)
    weeks = [(week.week, week.mean, week.events) for week in moves.weeks]
    return desk.page(
        "relation.html",
        series=moves,
        plot=Markup(plots.relations(weeks, (first, second))) if weeks else None,  # noqa: S704 - plots escape what they draw
        events=_events(desk, [one.group for one in found[page.offset : page.offset + page.size]]),
        count=len(found),
        more=len(found) > page.offset + page.size,
        strange=len(found) - len(dated),
        page=page,
        scale=SCALE,
        quads=QUADS,
        looked_at=_REPORTS if len(told) == _REPORTS else None,
        at=lambda number: _at(first, second, number),
        here="relations",
    )


def _at(first: str, second: str, number: int) -> str:
    address = _links.relations(first, second)
    return f"{address}{'&' if '?' in address else '?'}page={number}"


def _told(desk: Desk, *, latest: int, named: str | None = None) -> list[Told]:
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
        for group, published, identity, root, status, sure, date, from_, *sides in desk.store.facts(
            "event", _PATHS, latest=latest, named=named
        )
    ]


def _surely(desk: Desk, told: Iterable[Told]) -> list[Told]:
    """The events that are sure enough for this desk, each once, the last first."""
    return [one for one in surest(told) if one.confidence >= desk.options.confidence]


def _events(desk: Desk, groups: Sequence[str]) -> list[Reported]:
    """The events of these groups with their reports, in this order."""
    reports = (
        Report(from_json(Event, i.facts["event"]), i.group, i.article_id, i.outlet, i.title, i.published, i.url)
        for i in desk.store.items("event", groups=groups)
    )
    found = {one.id: one for one in gather(reports)}
    return [found[group] for group in groups if group in found]


def _pairs(found: Iterable[Told]) -> list[Pair]:
    """The pairs of states, or of parties that are no state's, those with most events first."""
    between: dict[tuple[str, str], list[Told]] = {}
    for event in (one for one in found if one.status != "denied"):
        first, second = sorted((_party(event.source), _party(event.target)))
        if first != second:
            between.setdefault((first, second), []).append(event)
    listed = [
        Pair(
            *names,
            len(events),
            sum(SCALE[event.root] for event in events) / len(events),
            max((event.date for event in events if event.date), default=None),
        )
        for names, events in between.items()
    ]
    return sorted(listed, key=lambda one: (-one.events, one.first, one.second))


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
