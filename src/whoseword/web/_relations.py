"""Relations: which two parties events are told of, and of one pair the series week by week with its events and their evidence.

Pages look at the events of the articles added last, and say so; the command line looks at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from whoseword import plots
from whoseword.errors import NotFoundError
from whoseword.events import QUADS, SCALE, Report, Reported, gather, is_between, relations
from whoseword.records import Event, EventActor, from_json
from whoseword.web import _links
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._paging import page_of

router = APIRouter()

_ARTICLES: Final = 2_000  # whose events are looked at, those added last
_A_PAGE: Final = 30
_PAIRS: Final = 60
_YEARS: Final = 20  # before the latest article; one strange date must not make a series of thousands of weeks
_AHEAD: Final = 2  # years after it
_LONGEST: Final = 200  # code points of a name in an address


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
    found = _events(desk)
    return desk.page("relations.html", pairs=_pairs(found)[:_PAIRS], asked=asked, looked_at=_ARTICLES, here="relations")


@router.get("/relations/{first}/{second}", response_class=HTMLResponse)
def pair(first: str, second: str, request: Request, desk: TheDesk) -> HTMLResponse:
    """Two parties, each a country (all of its parties) or a party by name."""
    return _page(request, desk, first, second)


def _page(request: Request, desk: Desk, first: str, second: str) -> HTMLResponse:
    page = page_of(request.query_params, _A_PAGE)
    found = [one for one in _events(desk) if is_between(one.event, first, second)]
    if not found:
        raise NotFoundError(f"no event between {first!r} and {second!r} is told of: look among the relations")
    dated = _dated(found)
    series = relations(dated, first, second)
    weeks = [(week.week, week.mean, week.events) for week in series.weeks]
    return desk.page(
        "relation.html",
        series=series,
        plot=Markup(plots.relations(weeks, (first, second))) if weeks else None,  # noqa: S704 - plots escape what they draw
        events=found[page.offset : page.offset + page.size],
        count=len(found),
        more=len(found) > page.offset + page.size,
        strange=len(found) - len(dated),
        page=page,
        scale=SCALE,
        quads=QUADS,
        looked_at=_ARTICLES,
        at=lambda number: _at(first, second, number),
        here="relations",
    )


def _at(first: str, second: str, number: int) -> str:
    address = _links.relations(first, second)
    return f"{address}{'&' if '?' in address else '?'}page={number}"


def _events(desk: Desk) -> list[Reported]:
    """The events of the articles added last, each with its reports, the last first."""
    reports = (
        Report(from_json(Event, i.facts["event"]), i.group, i.article_id, i.outlet, i.title, i.published, i.url)
        for i in desk.store.items("event", latest=_ARTICLES)
    )
    return [one for one in gather(reports) if one.event.confidence >= desk.options.confidence]


def _pairs(found: Iterable[Reported]) -> list[Pair]:
    """The pairs of states, or of parties that are no state's, those with most events first."""
    between: dict[tuple[str, str], list[Event]] = {}
    for event in (one.event for one in found if one.event.status != "denied"):
        first, second = sorted((_party(event.source), _party(event.target)))
        if first != second:
            between.setdefault((first, second), []).append(event)
    listed = [
        Pair(
            *names,
            len(events),
            sum(SCALE[event.root] for event in events) / len(events),
            max((event.date.value for event in events if event.date), default=None),
        )
        for names, events in between.items()
    ]
    return sorted(listed, key=lambda one: (-one.events, one.first, one.second))


def _party(actor: EventActor) -> str:
    return actor.state or actor.country or actor.name


def _dated(found: Sequence[Reported]) -> list[Reported]:
    """The events whose year fits the time in which the articles were published; those without a date, too."""
    years = [int(report.published[:4]) for one in found for report in one.reports if report.published]
    latest = max(years, default=None)
    if latest is None:
        return list(found)
    return [one for one in found if one.event.date is None or latest - _YEARS <= _year(one.event.date.value) <= latest + _AHEAD]


def _year(value: str) -> int:
    return int(value[:4]) if value[:4].isdecimal() else 0
