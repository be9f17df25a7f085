"""The feeds that are followed: each with its last check; adding, stopping, and lists of feeds (OPML) in and out."""

from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword import arriving
from whoseword.errors import InputError
from whoseword.feeds import Outline, read_opml
from whoseword.store import NewFeed
from whoseword.web import _forms
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._forms import TheForm
from whoseword.web._uploads import Parcel, TheParcel

router = APIRouter()

_SEE_OTHER: Final = 303
_MOST: Final = 500  # of a page; a list of feeds has some hundred at most
_NOT_TOLD: Final = 5  # addresses that cannot be asked, by name


@router.get("/feeds", response_class=HTMLResponse)
def feeds(request: Request, desk: TheDesk) -> HTMLResponse:
    """The feeds, and the forms that add some."""
    return _page(request, desk)


@router.get("/feeds.opml")
def opml(desk: TheDesk) -> Response:
    """The feeds that are followed as a file that feed readers take."""
    written = arriving.opml_of(desk.store.feeds.feeds(active=True))
    headers = {"content-disposition": 'attachment; filename="feeds.opml"'}
    return Response(written, media_type="text/x-opml; charset=utf-8", headers=headers)


@router.post("/feeds", response_class=HTMLResponse)
def add(request: Request, desk: TheDesk, parcel: TheParcel) -> Response:
    """Follow the feeds whose addresses, or whose list, was sent."""
    try:
        new, refused = _new(desk, parcel)
    except InputError as error:
        return _page(request, desk, given=parcel.fields, faults=[str(error)], status=422)
    added = desk.store.feeds.add(new, by=_forms.name_of(request))
    told = f"{len(added)} added" + (f", {len(new) - len(added)} were followed already" if len(new) > len(added) else "")
    faults = [f"left out, since its address cannot be asked: {url}" for url in refused[:_NOT_TOLD]]
    if len(refused) > _NOT_TOLD:
        faults.append(f"{len(refused) - _NOT_TOLD} more were left out")
    return _page(request, desk, faults=faults, told=told)


@router.post("/feeds/{feed_id}/stop", response_class=HTMLResponse)
def stop(feed_id: str, desk: TheDesk, _form: TheForm) -> Response:
    """Check a feed no more."""
    desk.store.feeds.follow(feed_id, active=False)
    return RedirectResponse("/feeds", _SEE_OTHER)


@router.post("/feeds/{feed_id}/check", response_class=HTMLResponse)
def check(feed_id: str, desk: TheDesk, _form: TheForm) -> Response:
    """Check a feed now; one that was stopped goes on."""
    desk.store.feeds.follow(feed_id, active=True)
    return RedirectResponse("/feeds", _SEE_OTHER)


def _new(desk: Desk, parcel: Parcel) -> tuple[list[NewFeed], list[str]]:
    allowed = desk.options.allow_private
    if parcel.fields.get("how") == "opml":
        pasted = parcel.fields.get("opml", "").encode("utf-8", "replace")
        raw = parcel.files[0][1] if parcel.files else pasted
        if not raw.strip():
            raise InputError("there is no list of feeds: choose a file, or paste it")
        return arriving.feeds_of(read_opml(raw), allow_private=allowed)
    lines = [line.strip() for line in parcel.fields.get("urls", "").splitlines() if line.strip()]
    if not lines:
        raise InputError("there is no address: give one a line")
    return [arriving.feed_of(Outline(line), allow_private=allowed) for line in lines[: arriving.MOST_URLS]], []


def _page(
    request: Request,
    desk: Desk,
    *,
    given: dict[str, str] | None = None,
    faults: list[str] | None = None,
    told: str = "",
    status: int = 200,
) -> HTMLResponse:
    found = desk.store.feeds.feeds(limit=_MOST + 1)
    return desk.page(
        "feeds.html",
        status=status,
        feeds=found[:_MOST],
        more=len(found) > _MOST,
        given={name: (given or {}).get(name, "") for name in ("urls", "opml")},
        faults=faults or [],
        told=told,
        now=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        here="add",
        **_forms.shown(request, desk),
    )
