"""Corrections on the page: a form for one statement, and taking the last one back. What is said is kept beside the reading.

A form says what it saw: where the statement was corrected since, nothing is written and the form is shown again as it stands now.
"""

import itertools
from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword.across import catch_up
from whoseword.corrections import signed
from whoseword.errors import InputError
from whoseword.export import json_line
from whoseword.records import Statement
from whoseword.store import StatementRow, Store
from whoseword.web import _forms, _links
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._forms import TheForm
from whoseword.web._given import choices, given_by, said
from whoseword.web._history import history_of
from whoseword.web._marked import excerpt
from whoseword.web._spans import place_of, words_of
from whoseword.web._statements import reading_with

router = APIRouter()

# Compared anew right after a correction; a ledger that waits for more is left to `whoseword compare`.
_COMPARED: Final = 50  # articles
_SEE_OTHER: Final = 303
_FROM_ARTICLE: Final = "article"


@router.get("/statements/{statement_id}/edit", response_class=HTMLResponse)
def edit(statement_id: str, request: Request, desk: TheDesk) -> Response:
    """The form to correct one statement; `from=article` leads back to its note after saving."""
    row = desk.store.statement(statement_id)
    if row.statement.id != statement_id:
        return RedirectResponse(_links.edit(row.statement.id))
    if not _forms.may_write(request):
        here = "The ledger is open for reading only, or this is another machine than the desk's."
        return desk.page("error.html", status=403, heading="Nothing can be corrected here", message=here, here="")
    given = given_by(row.statement) | {"from": request.query_params.get("from", ""), "verdict": "", "why": ""}
    return _form(request, desk, row, given)


@router.post("/statements/{statement_id}/edit", response_class=HTMLResponse)
def save(statement_id: str, request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Keep what the form says of the statement, and lead back to it."""
    row = desk.store.statement(statement_id)
    given = dict.fromkeys(("from", "verdict", "why", "by"), "") | given_by(row.statement) | form
    if form.get("seen") != seen_as(row.statement):
        fault = "It was corrected since you opened this: look at it as it stands now."
        shown = {name: given[name] for name in ("from", "verdict", "why", "by")} | given_by(row.statement)
        return _form(request, desk, row, shown, fault=fault, status=409)
    try:
        text = desk.store.text(row.article_id)
        desk.store.correct_all(row.statement.id, said(text, row.statement, form), by=given["by"], why=given["why"])
    except InputError as error:
        return _form(request, desk, row, given, fault=str(error), status=422)
    compare_anew(desk.store)
    return _back(desk, row, given["from"], given["by"])


@router.post("/statements/{statement_id}/undo", response_class=HTMLResponse)
def undo(statement_id: str, desk: TheDesk, form: TheForm) -> Response:
    """Take back one correction of the statement, by its id in the form; or bring back what was taken back."""
    row = desk.store.statement(statement_id)
    wanted = form.get("correction", "")
    if wanted not in {one.made.id for one in history_of(desk.store, row.statement)}:
        raise InputError(f"{wanted!r} is no correction of this statement: go back and load its page again")
    by, _ = signed(form.get("by", ""), None)
    desk.store.undo(wanted, by=by)
    compare_anew(desk.store)
    return _back(desk, row, form.get("from", ""), by)


def compare_anew(store: Store) -> None:
    """Compare across articles what was corrected."""
    for _ in itertools.islice(catch_up(store), _COMPARED):
        pass


def seen_as(statement: Statement) -> str:
    """What a statement says now, as a form remembers it."""
    return sha256(json_line(statement)).hexdigest()[:32]


def _form(
    request: Request, desk: Desk, row: StatementRow, given: Mapping[str, str], *, fault: str | None = None, status: int = 200
) -> HTMLResponse:
    reading = reading_with(desk, row)
    return desk.page(
        "edit.html",
        status=status,
        row=row,
        statement=row.statement,
        excerpt=excerpt(reading.article, row.statement),
        place=place_of(reading.article, row.statement, given),
        passages=words_of(row.statement, given),
        given={"by": _forms.name_of(request)} | dict(given),
        fault=fault,
        seen=seen_as(row.statement),
        history=history_of(desk.store, row.statement),
        token=desk.token,
        here="search",
        **choices(reading, row.statement),
    )


def _back(desk: Desk, row: StatementRow, came_from: str, by: str) -> Response:
    """To the statement's note in its article where one came from there and it still has one, else to its page."""
    address = _links.statement(row.statement.id)
    if came_from == _FROM_ARTICLE:
        shown = desk.reading(row.article_id).statements
        number = next((n for n, one in enumerate(shown, 1) if one.id == row.statement.id), None)
        address = _links.note(row.article_id, number) if number else address
    answer = RedirectResponse(address, _SEE_OTHER)
    _forms.remember(answer, by)
    return answer
