"""Corrections on the page: a form for one statement, and taking the last one back. What is said is kept beside the reading.

A form says what it saw: where the statement was corrected since, nothing is written and the form is shown again as it stands now.
"""

import itertools
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final, get_args

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword.across import catch_up
from whoseword.corrections import checked, signed
from whoseword.errors import InputError
from whoseword.export import json_line
from whoseword.records import Act, ActorType, Statement, StatementKind
from whoseword.store import StatementRow, Store
from whoseword.web import _forms, _links
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._forms import TheForm
from whoseword.web._history import history_of
from whoseword.web._marked import excerpt
from whoseword.web._statements import reading_with

router = APIRouter()

# Compared anew right after a correction; a ledger that waits for more is left to `whoseword compare`.
_COMPARED: Final = 50  # articles
_SEE_OTHER: Final = 303
_FIELDS: Final = ("speaker", "type", "role", "country", "act", "kind", "said_on", "addressee", "addressee_type")
_VERDICTS: Final = {"confirm": "confirmed", "reject": "rejected"}
_FROM_ARTICLE: Final = "article"
_UNRESOLVED: Final = "unresolved"


@router.get("/statements/{statement_id}/edit", response_class=HTMLResponse)
def edit(statement_id: str, request: Request, desk: TheDesk) -> Response:
    """The form to correct one statement; `from=article` leads back to its note after saving."""
    row = desk.store.statement(statement_id)
    if row.statement.id != statement_id:
        return RedirectResponse(_links.edit(row.statement.id))
    if not _forms.may_write(request):
        here = "The ledger is open for reading only, or this is another machine than the desk's."
        return desk.page("error.html", status=403, heading="Nothing can be corrected here", message=here, here="")
    given = _given_by(row.statement) | {"from": request.query_params.get("from", ""), "verdict": "", "why": ""}
    return _form(request, desk, row, given)


@router.post("/statements/{statement_id}/edit", response_class=HTMLResponse)
def save(statement_id: str, request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Keep what the form says of the statement, and lead back to it."""
    row = desk.store.statement(statement_id)
    given = {name: form.get(name, "") for name in (*_FIELDS, "from", "verdict", "why", "by")}
    if form.get("seen") != seen_as(row.statement):
        shown = given | _given_by(row.statement)
        return _form(
            request, desk, row, shown, fault="It was corrected since you opened this: look at it as it stands now.", status=409
        )
    try:
        by, why = signed(given["by"], given["why"])
        said = _said(row.statement, given)
        raw = desk.store.reading(row.article_id, raw=True)
        for field, value in said.items():  # all are looked at before any is kept
            checked(raw, row.statement.id, field, value)
        for field, value in said.items():
            desk.store.correct(row.statement.id, field, value, by=by, why=why)
    except InputError as error:
        return _form(request, desk, row, given, fault=str(error), status=422)
    compare_anew(desk.store)
    return _back(desk, row, given["from"], by)


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
    names = dict.fromkeys(one.name for one in reading.actors)
    parties = dict.fromkeys(s.speaker.name for s in reading.statements if s.speaker.name)
    return desk.page(
        "edit.html",
        status=status,
        row=row,
        statement=row.statement,
        excerpt=excerpt(reading.article, row.statement),
        given={"by": _forms.name_of(request)} | dict(given),
        fault=fault,
        seen=seen_as(row.statement),
        names=list(names | parties),
        types=[one for one in get_args(ActorType) if one != _UNRESOLVED],
        acts=get_args(Act),
        kinds=get_args(StatementKind),
        history=history_of(desk.store, row.statement),
        token=desk.token,
        here="search",
    )


def _given_by(statement: Statement) -> dict[str, str]:
    """The form's fields as the record has them."""
    speaker, to = statement.speaker, statement.addressee
    return {
        "speaker": speaker.name or "",
        "type": speaker.type if speaker.name else "person",
        "role": speaker.role or "",
        "country": speaker.country or "",
        "act": statement.act,
        "kind": statement.kind,
        "said_on": statement.said_on.value if statement.said_on else "",
        "addressee": to.name if to else "",
        "addressee_type": to.type if to else "person",
    }


def _said(statement: Statement, given: Mapping[str, str]) -> dict[str, Any]:
    """The corrections that a form makes: what differs from the record, and a verdict; InputError where that is nothing."""
    now = _given_by(statement)
    changed = {name for name in _FIELDS if given[name] != now[name]}
    said: dict[str, Any] = {name: given[name] for name in ("act", "kind") if name in changed}
    if "said_on" in changed:
        said["said_on"] = given["said_on"] or None
    if changed & {"speaker", "role", "country"} or ("type" in changed and given["speaker"]):
        said["speaker"] = _speaker(given)
    if "addressee" in changed or ("addressee_type" in changed and given["addressee"]):
        said["addressee"] = {"name": given["addressee"], "type": given["addressee_type"]} if given["addressee"] else None
    if given["verdict"] in _VERDICTS:
        said["verdict"] = _VERDICTS[given["verdict"]]
    if not said:
        raise InputError("nothing is changed: change a field, or confirm or reject the statement")
    return said


def _speaker(given: Mapping[str, str]) -> dict[str, str | None]:
    if not given["speaker"]:
        return {"name": None, "type": _UNRESOLVED}
    return {"name": given["speaker"], "type": given["type"], "role": given["role"] or None, "country": given["country"] or None}


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
