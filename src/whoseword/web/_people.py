"""Looking after people, for admins: who may use the desk and in which role; and the audit, who did what."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from typing import Any, Final, cast

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse

from whoseword.errors import InputError
from whoseword.export import csv_lines
from whoseword.store import ROLES, Deed, Role
from whoseword.web._account import admin
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._forms import TheOwnForm
from whoseword.web._paging import page_of

router = APIRouter()

_SEE_OTHER: Final = 303
_A_PAGE: Final = 100


@router.get("/people", response_class=HTMLResponse)
def people(desk: TheDesk) -> HTMLResponse:
    """Who may use the desk."""
    admin()
    return _page(desk, {})


@router.post("/people", response_class=HTMLResponse)
def add(desk: TheDesk, form: TheOwnForm) -> Response:
    """Let somebody in."""
    given = {name: form.get(name, "").strip() for name in ("name", "role", "outside")}
    try:
        desk.members.people.add(
            given["name"],
            _role(given["role"]),
            password=form.get("password") or None,
            outside=given["outside"] or None,
            by=admin().name,
        )
    except InputError as error:
        return _page(desk, given, fault=str(error), status=422)
    return RedirectResponse("/people", _SEE_OTHER)


@router.post("/people/{person_id}/role", response_class=HTMLResponse)
def set_role(person_id: str, desk: TheDesk, form: TheOwnForm) -> Response:
    """Give somebody another role; an admin stays."""
    return _done(desk, lambda: desk.members.people.set_role(
        person_id, _role(form.get("role", "").strip()), by=admin().name, keep_admin=True
    ))  # fmt: skip


@router.post("/people/{person_id}/password", response_class=HTMLResponse)
def set_password(person_id: str, desk: TheDesk, form: TheOwnForm) -> Response:
    """Give somebody a new password."""
    return _done(desk, lambda: desk.members.people.set_password(person_id, form.get("password", ""), by=admin().name))


@router.post("/people/{person_id}/sessions", response_class=HTMLResponse)
def end_sessions(person_id: str, desk: TheDesk, _form: TheOwnForm) -> Response:
    """Log somebody out everywhere."""
    return _done(desk, lambda: desk.members.sessions.end_of(desk.members.people.get(person_id), by=admin().name))


@router.post("/people/{person_id}/remove", response_class=HTMLResponse)
def remove(person_id: str, desk: TheDesk, _form: TheOwnForm) -> Response:
    """Let somebody in no more; an admin stays."""
    return _done(desk, lambda: desk.members.people.remove(person_id, by=admin().name, keep_admin=True))


@router.get("/audit", response_class=HTMLResponse)
def audit(request: Request, desk: TheDesk) -> HTMLResponse:
    """Who did what, the last first; `by` narrows it to one name."""
    admin()
    page, by = page_of(request.query_params, _A_PAGE), request.query_params.get("by") or None
    found = list(desk.members.audit.deeds(by=by, limit=page.limit, offset=page.offset))
    names = [one.name for one in desk.members.people.every()]
    return desk.page(
        "audit.html", deeds=found[: page.size], more=len(found) > page.size, page=page, by=by or "", names=names, here="audit"
    )


@router.get("/audit.csv")
def audit_csv(request: Request, desk: TheDesk) -> Response:
    """The whole audit as a file."""
    admin()
    rows = _rows(desk.members.audit.deeds(by=request.query_params.get("by") or None))
    headers = {"content-disposition": 'attachment; filename="audit.csv"'}
    columns = [one.name for one in fields(Deed) if one.name != "key"]
    return StreamingResponse(csv_lines(rows, columns), media_type="text/csv; charset=utf-8", headers=headers)


def _rows(deeds: Iterator[Deed]) -> Iterator[dict[str, Any]]:
    return (asdict(one) for one in deeds)


def _done(desk: Desk, doing: Any) -> Response:
    try:
        doing()
    except InputError as error:
        return _page(desk, {}, fault=str(error), status=422)
    return RedirectResponse("/people", _SEE_OTHER)


def _role(given: str) -> Role:
    return cast("Role", given)  # the store says which there are


def _page(desk: Desk, given: Mapping[str, str], *, fault: str = "", status: int = 200) -> HTMLResponse:
    return desk.page(
        "people.html",
        status=status,
        people=desk.members.people.every(),
        roles=ROLES,
        given={name: given.get(name, "") for name in ("name", "role", "outside")},
        fault=fault,
        openid=desk.options.openid is not None,
        token=desk.token,
        here="people",
    )
