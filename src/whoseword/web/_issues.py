"""Issues: what each party holds on a matter over time, and where it changed. An issue is one that the ledger keeps, or words in the address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from whoseword import issues as issues_of
from whoseword import plots
from whoseword.compare.positions import Change, Position, PositionTable
from whoseword.errors import ConfigError
from whoseword.records import Issue
from whoseword.store import StatementRow
from whoseword.web import _forms, _links
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._forms import TheForm
from whoseword.web._watching import button

router = APIRouter()

_SEE_OTHER: Final = 303
_MOST_SHOWN: Final = 400  # positions of a page
_LOOKED_AT: Final = 60  # statements that have an issue's words, the last added: their whole articles are read


@dataclass(frozen=True, slots=True)
class Held:
    """A position with the change that it brings, and the surest statement that says so."""

    position: Position
    change: Change | None
    row: StatementRow | None


@router.get("/issues", response_class=HTMLResponse)
def issues(request: Request, desk: TheDesk) -> HTMLResponse:
    """The issues that the ledger keeps; with `words`, what parties hold on what has these words."""
    words = request.query_params.get("words", "").strip()
    if words:
        return _page(request, desk, Issue(words, words), kept=False)
    return _list(request, desk)


@router.get("/issues/{name:path}", response_class=HTMLResponse)
def issue(name: str, request: Request, desk: TheDesk) -> HTMLResponse:
    """One issue that the ledger keeps, in any case."""
    return _page(request, desk, issues_of.named(desk.store, name), kept=True)


@router.post("/issues", response_class=HTMLResponse)
def keep(request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Keep an issue in the ledger, in place of the one of its name."""
    given = Issue(form.get("name", ""), form.get("words") or None, tuple(form.get("examples", "").splitlines()))
    try:
        issues_of.keep(desk.store, given)
    except ConfigError as error:
        return _list(request, desk, given=given, fault=str(error))
    return RedirectResponse(_links.issue(issues_of.named(desk.store, given.name).name), _SEE_OTHER)


@router.post("/issues/remove", response_class=HTMLResponse)
def remove(desk: TheDesk, form: TheForm) -> Response:
    """Take an issue out of the ledger; every statement stays."""
    issues_of.remove(desk.store, form.get("name", ""))
    return RedirectResponse("/issues", _SEE_OTHER)


def _list(request: Request, desk: Desk, *, given: Issue | None = None, fault: str = "") -> HTMLResponse:
    return desk.page(
        "issues.html",
        status=422 if fault else 200,
        issues=desk.store.issues(),
        given=given or Issue("", None, ()),
        fault=fault,
        here="issues",
        **_forms.shown(request, desk),
    )


def _page(request: Request, desk: Desk, issue: Issue, *, kept: bool) -> HTMLResponse:
    options = desk.options
    table, rows = issues_of.evident(desk.store, issue, confidence=options.confidence, sure=options.sure, window=_LOOKED_AT)
    shown = table.positions[:_MOST_SHOWN]
    held = {party: list(_held(table, party, rows)) for party in table.parties}
    return desk.page(
        "issue.html",
        issue=issue,
        kept=kept,
        table=table,
        held={party: some for party, some in held.items() if some},
        plot=Markup(plots.positions(table)) if table.positions else None,  # noqa: S704 - plots escape what they draw
        looked_at=_LOOKED_AT,
        left_out=len(table.positions) - len(shown),
        **button(request, desk, "issue", issue.name if kept else "", issue.name),
        here="issues",
    )


def _held(table: PositionTable, party: str, rows: Mapping[str, StatementRow]) -> Iterator[Held]:
    for one in table.positions[:_MOST_SHOWN]:
        if one.party == party:
            yield Held(one, table.change_at(one), rows.get(one.statements[0]) if one.statements else None)
