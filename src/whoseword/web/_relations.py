"""Relations: which two parties events are told of, and of one pair the series week by week with its events and their evidence."""

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from whoseword import dyads, plots
from whoseword.events import QUADS, SCALE
from whoseword.web import _links
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._paging import page_of

router = APIRouter()

_A_PAGE: Final = 30
_PAIRS: Final = 60
_LONGEST: Final = 200  # code points of a name in an address


@router.get("/relations", response_class=HTMLResponse)
def pairs(request: Request, desk: TheDesk) -> Response:
    """The pairs of parties with most events; with `first` and `second`, that pair."""
    asked = [request.query_params.get(name, "").strip()[:_LONGEST] for name in ("first", "second")]
    if all(asked):
        address = _links.relations(*asked)
        return _page(request, desk, *asked) if "?" in address else RedirectResponse(address)
    listed = dyads.pairs(desk.store, confidence=desk.options.confidence)[:_PAIRS]
    return desk.page("relations.html", pairs=listed, asked=asked, looked_at=dyads.ARTICLES, here="relations")


@router.get("/relations/{first}/{second}", response_class=HTMLResponse)
def pair(first: str, second: str, request: Request, desk: TheDesk) -> HTMLResponse:
    """Two parties, each a country (all of its parties) or a party by name."""
    return _page(request, desk, first, second)


def _page(request: Request, desk: Desk, first: str, second: str) -> HTMLResponse:
    page = page_of(request.query_params, _A_PAGE)
    found = dyads.between(desk.store, first, second, confidence=desk.options.confidence)
    weeks = [(week.week, week.mean, week.events) for week in found.series.weeks]
    return desk.page(
        "relation.html",
        series=found.series,
        plot=Markup(plots.relations(weeks, (first, second))) if weeks else None,  # noqa: S704 - plots escape what they draw
        events=dyads.reports(desk.store, [one.group for one in found.events[page.offset : page.offset + page.size]]),
        count=len(found.events),
        more=len(found.events) > page.offset + page.size,
        strange=found.strange,
        page=page,
        scale=SCALE,
        quads=QUADS,
        looked_at=dyads.REPORTS if found.cut else None,
        at=lambda number: _at(first, second, number),
        here="relations",
    )


def _at(first: str, second: str, number: int) -> str:
    address = _links.relations(first, second)
    return f"{address}{'&' if '?' in address else '?'}page={number}"
