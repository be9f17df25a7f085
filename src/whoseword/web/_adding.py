"""Adding articles by address, by pasting and as files, and the inbox where they wait. Here nothing is fetched or read: see `whoseword.incoming`."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword import arriving
from whoseword.errors import ConfigError, InputError, StoreError
from whoseword.store import Arrival, Arriving, ArticleRow, State
from whoseword.web import _forms, _words
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._forms import TheForm
from whoseword.web._paging import page_of
from whoseword.web._uploads import Parcel, TheParcel

router = APIRouter()

_SHOWN: Final = 20  # arrivals beside the forms
_A_PAGE: Final = 50
_SEE_OTHER: Final = 303
_BESIDE: Final = "add"
_FIELDS: Final = ("urls", "text", "title", "outlet", "published", "url", "file_outlet", "file_published")


@dataclass(frozen=True, slots=True)
class Shown:
    """An arrival as a page shows it: with its article where it was read, and why it was not in words."""

    arrival: Arrival
    article: ArticleRow | None
    why: str


@router.get("/add", response_class=HTMLResponse)
def add_page(request: Request, desk: TheDesk) -> HTMLResponse:
    """The forms, and beside them what arrived last."""
    return _page(request, desk, {}, [])


@router.post("/add", response_class=HTMLResponse)
def add(request: Request, desk: TheDesk, parcel: TheParcel) -> Response:
    """Put what was sent into the inbox; what cannot be is told, and the rest is put there all the same."""
    found, faults, left = _given(desk, parcel)
    added = desk.store.inbox.add(found, by=_forms.name_of(request)) if found else []
    if faults:
        return _page(request, desk, left, faults, added=len(added), status=422)
    return RedirectResponse("/add#inbox", _SEE_OTHER)


@router.get("/inbox", response_class=HTMLResponse)
def inbox(request: Request, desk: TheDesk) -> HTMLResponse:
    """All that arrived, the last first; `state` narrows it."""
    page, state = page_of(request.query_params, _A_PAGE), _state(request)
    found = desk.store.inbox.arrivals(state=state, limit=page.limit, offset=page.offset)
    part = _part(request, desk, found[: page.size], beside="inbox", asked=state)
    return desk.page("inbox.html", page=page, more=len(found) > page.size, state=state or "", here="add", **part)


@router.get("/inbox/part", response_class=HTMLResponse)
def inbox_part(request: Request, desk: TheDesk) -> HTMLResponse:
    """The list alone, for pages that show how reading goes on."""
    beside, state = request.query_params.get("beside", _BESIDE), _state(request)
    size = _SHOWN if beside == _BESIDE else _A_PAGE
    page = page_of(request.query_params, size)
    found = desk.store.inbox.arrivals(state=state, limit=size, offset=page.offset)
    return desk.page("_inbox.html", page=page, **_part(request, desk, found, beside=beside, asked=state))


@router.post("/inbox/{arrival_id}/retry", response_class=HTMLResponse)
def retry(arrival_id: str, desk: TheDesk, form: TheForm) -> Response:
    """Have something read again that could not be."""
    desk.store.inbox.retry(arrival_id)
    return _back(form)


@router.post("/inbox/{arrival_id}/leave-out", response_class=HTMLResponse)
def leave_out(arrival_id: str, request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Do not read something that waits."""
    desk.store.inbox.leave_out(arrival_id, by=_forms.name_of(request))
    return _back(form)


def _given(desk: Desk, parcel: Parcel) -> tuple[list[Arriving], list[str], dict[str, str]]:
    """What can wait in the inbox, why the rest cannot, and what to leave in the form."""
    fields = parcel.fields
    how = fields.get("how", "")
    try:
        if how == "url":
            found, faults = arriving.of_lines(fields.get("urls", ""), allow_private=desk.options.allow_private)
            return found, [fault for _, fault in faults], {"urls": "\n".join(line for line, _ in faults)}
        if how == "paste":
            said = {name: fields.get(name) for name in ("title", "outlet", "published", "url")}
            return [arriving.of_text(fields.get("text", ""), said)], [], {}
        if how == "upload":
            return _files(parcel)
    except InputError as error:
        return [], [str(error)], fields
    raise InputError("this form adds nothing: go back and load its page again")


def _files(parcel: Parcel) -> tuple[list[Arriving], list[str], dict[str, str]]:
    found, faults = [], []
    said = {"outlet": parcel.fields.get("file_outlet"), "published": parcel.fields.get("file_published")}
    for name, raw in parcel.files:
        try:
            found.append(arriving.of_file(name, raw, said))
        except InputError as error:
            faults.append(str(error))
    if not parcel.files:
        faults.append("there is no file: choose one or several")
    return found, faults, parcel.fields


def _page(
    request: Request, desk: Desk, given: Mapping[str, str], faults: list[str], *, added: int = 0, status: int = 200
) -> HTMLResponse:
    found = desk.store.inbox.arrivals(limit=_SHOWN)
    return desk.page(
        "add.html",
        status=status,
        given={name: given.get(name, "") for name in _FIELDS},
        faults=faults,
        added=added,
        suffixes=arriving.SUFFIXES,
        followed=desk.store.feeds.followed(),
        page=page_of(request.query_params, _SHOWN),
        here="add",
        **_part(request, desk, found, beside=_BESIDE, asked=None),
    )


def _part(request: Request, desk: Desk, found: list[Arrival], *, beside: str, asked: State | None) -> dict[str, Any]:
    """What the list needs; `beside` is the page that it stands on."""
    counts = desk.store.inbox.counts()
    unread = counts["waiting"] + counts["reading"]
    return {
        "arrivals": list(_shown(desk, found)),
        "counts": counts,
        "unread": unread,
        "is_read": not unread or desk.store.inbox.is_read(),
        "beside": beside if beside == _BESIDE else "inbox",
        "asked": asked or "",
        **_forms.shown(request, desk),
    }


def _shown(desk: Desk, found: list[Arrival]) -> Iterator[Shown]:
    for one in found:
        article = None
        if one.article_id is not None:
            with contextlib.suppress(StoreError):
                article = desk.store.article(one.article_id)
        yield Shown(one, article, _words.why_not_read(one.reason, one.detail))


def _state(request: Request) -> State | None:
    given = request.query_params.get("state") or None
    if given not in (None, *get_args(State)):
        raise ConfigError(f"state is {given!r}: it is one of {', '.join(get_args(State))}")
    return given  # type: ignore[return-value]  # it was looked for among the states


def _back(form: Mapping[str, str]) -> Response:
    return RedirectResponse("/add#inbox" if form.get("from") == _BESIDE else "/inbox", _SEE_OTHER)
