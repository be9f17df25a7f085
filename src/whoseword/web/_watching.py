"""Watching: what people follow, what of it is new since they looked, and the same as feeds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse

from whoseword import watching
from whoseword.errors import InputError
from whoseword.store import StatementRow, Watch, WatchKind
from whoseword.watching import Least, Line, News
from whoseword.web import _exports, _forms, _links
from whoseword.web._desk import LOOKED_AT, Desk, TheDesk
from whoseword.web._forms import TheForm
from whoseword.web._paging import page_of

router = APIRouter()

_A_PAGE: Final = 8  # watches
_LINES: Final = 3  # statements of a watch that the list of watches shows
_STATEMENTS: Final = 25
_NEW: Final = 100  # new statements that the page of a watch shows
_FED: Final = 100  # statements of a feed
_EXPORTED: Final = 400
_FEDS: Final = 30  # watches of the feed of all, the first
# Today asks the first watches for news, and looks at so many statements of each as the list of watches does, the last that came: about 10 ms
# for each watch that has news, in a ledger of 150,000 statements on a busy two-core machine (2026-12-01).
_TODAY: Final = 12
_LIST_WINDOW: Final = 500
_MOST_DIGITS: Final = 18
_SEE_OTHER: Final = 303
_KINDS: Final[Mapping[WatchKind, str]] = {"search": "search", "speaker": "speaker", "issue": "issue", "dispute": "dispute"}


@dataclass(frozen=True, slots=True)
class Button:
    """What of a page can be watched, what to call it, and the watch where it is watched already."""

    kind: WatchKind
    what: str
    name: str
    watch: Watch | None


@router.get("/watching", response_class=HTMLResponse)
def every(request: Request, desk: TheDesk) -> HTMLResponse:
    """All that is watched, in the order in which people put it, each with what is new."""
    page = page_of(request.query_params, _A_PAGE)
    watches = desk.store.watches.every()
    told = [
        watching.latest(desk.store, one, _least(desk), limit=_LINES, window=_LIST_WINDOW)
        for one in watches[page.offset : page.offset + page.size]
    ]
    return desk.page(
        "watching.html",
        told=told,
        count=len(watches),
        more=len(watches) > page.offset + page.size,
        page=page,
        marks=",".join(f"{one.watch.id}:{one.mark}" for one in told),
        anything=any(one.count for one in told),
        address_of=address_of,
        kinds=_KINDS,
        here="watching",
        **_forms.shown(request, desk),
    )


@router.post("/watching", response_class=HTMLResponse)
def add(desk: TheDesk, request: Request, form: TheForm) -> Response:
    """Watch what a page shows, and lead back to it."""
    kind = next((one for one in _KINDS if one == form.get("kind")), None)
    if kind is None:
        raise InputError("this form does not say what to watch: go back and load its page again")
    by = form.get("by") or _forms.name_of(request)
    watch = watching.start(desk.store, kind, form.get("what", ""), by=by, name=form.get("name"))
    return RedirectResponse(address_of(watch), _SEE_OTHER)


@router.post("/watching/looked", response_class=HTMLResponse)
def looked_at_all(desk: TheDesk, form: TheForm) -> Response:
    """Keep that somebody looked at all watches of a page as it was."""
    pairs = [pair.partition(":") for pair in form.get("marks", "").split(",")[:_A_PAGE]]
    there = {one.id for one in desk.store.watches.every()}
    for identity, _, mark in pairs:
        if identity in there:
            watching.looked(desk.store, identity, _mark(mark))
    return RedirectResponse("/watching", _SEE_OTHER)


@router.get("/watching.atom")
def feed_of_all(request: Request, desk: TheDesk) -> StreamingResponse:
    """The statements that came last under any watch, as a feed."""
    watches = desk.store.watches.every()[:_FEDS]
    told = [watching.latest(desk.store, one, _least(desk), limit=_FED) for one in watches]
    rows: dict[str, StatementRow] = {}
    notes: dict[str, list[str]] = {}
    for one in told:
        for line in one.lines:
            rows.setdefault(line.row.statement.id, line.row)
            notes.setdefault(line.row.statement.id, []).append(": ".join(part for part in (one.watch.name, line.note) if part))
    last = sorted(rows.values(), key=lambda row: row.read_at or "", reverse=True)[:_FED]
    made_at = min((one.made_at for one in watches), default=None)
    shown = {identity: "; ".join(some) for identity, some in notes.items()}
    return _exports.feed(request, desk.store, last, "Watching", made_at=made_at, notes=shown)


@router.get("/watching/{watch_id}.atom")
def feed(watch_id: str, request: Request, desk: TheDesk) -> StreamingResponse:
    """The statements that came last under a watch, as a feed."""
    watch = desk.store.watches.get(watch_id)
    told = watching.latest(desk.store, watch, _least(desk), limit=_FED)
    notes = {line.row.statement.id: line.note for line in told.lines if line.note}
    rows = [line.row for line in told.lines]
    return _exports.feed(request, desk.store, rows, f"Watching: {watch.name}", made_at=watch.made_at, notes=notes)


@router.get("/watching/{watch_id}", response_class=HTMLResponse)
def one(watch_id: str, request: Request, desk: TheDesk) -> Response:
    """One watch: what is new, then all of it, the newest first."""
    watch = desk.store.watches.get(watch_id)
    if watch.id != watch_id:
        return RedirectResponse(_links.watch(watch.id))
    page = page_of(request.query_params, _STATEMENTS)
    told = watching.news(desk.store, watch, _least(desk), limit=_NEW)
    lines = _lines(desk, told, page.offset, page.limit)
    return desk.page(
        "watch.html",
        watch=watch,
        told=told,
        lines=lines[: page.size],
        more=len(lines) > page.size,
        page=page,
        address=address_of(watch),
        kinds=_KINDS,
        exports=_exports_of(watch),
        here="watching",
        **_forms.shown(request, desk),
    )


@router.get("/watching/{watch_id}/exports/{name}")
def exported(watch_id: str, name: str, request: Request, desk: TheDesk) -> Response:
    """What is under a watch as a file, the last that came first."""
    watch = desk.store.watches.get(watch_id)
    told = watching.latest(desk.store, watch, _least(desk), limit=_EXPORTED)
    return _exports.file_of(request, desk.store, name, [line.row for line in told.lines], f"Watching: {watch.name}")


@router.post("/watching/{watch_id}/looked", response_class=HTMLResponse)
def looked_at(watch_id: str, desk: TheDesk, form: TheForm) -> Response:
    """Keep that somebody looked at a watch as its page was."""
    watch = watching.looked(desk.store, watch_id, _mark(form.get("mark", "")))
    return _back(watch, form)


@router.post("/watching/{watch_id}/rename", response_class=HTMLResponse)
def rename(watch_id: str, desk: TheDesk, form: TheForm) -> Response:
    """Call a watch otherwise."""
    return _back(desk.store.watches.rename(watch_id, form.get("name", "")), form)


@router.post("/watching/{watch_id}/move", response_class=HTMLResponse)
def move(watch_id: str, desk: TheDesk, form: TheForm) -> Response:
    """Put a watch before or after its neighbour."""
    watch = desk.store.watches.get(watch_id)
    desk.store.watches.move(watch.id, watch.place + (1 if form.get("to") == "down" else -1))
    return RedirectResponse("/watching", _SEE_OTHER)


@router.post("/watching/{watch_id}/remove", response_class=HTMLResponse)
def remove(watch_id: str, desk: TheDesk, form: TheForm) -> Response:
    """Watch it no more. From the page of what was watched, lead back there."""
    watch = desk.store.watches.remove(watch_id)
    return RedirectResponse(address_of(watch) if form.get("from") == "page" else "/watching", _SEE_OTHER)


def button(request: Request, desk: Desk, kind: WatchKind, what: str, name: str, *, also: Iterable[str] = ()) -> dict[str, Any]:
    """What a page needs that can be watched; `also` are other names of the same."""
    watch = desk.store.watches.on(kind, (what, *also)) if what else None
    return {"button": Button(kind, what, name, watch) if what else None, **_forms.shown(request, desk)}


def with_news(desk: Desk) -> list[News]:
    """The watches that have news, in their order, for Today."""
    told = (
        watching.news(desk.store, one, _least(desk), limit=1, window=_LIST_WINDOW)
        for one in desk.store.watches.every()[:_TODAY]
    )
    return [one for one in told if one.count]


def address_of(watch: Watch) -> str:
    """The page of what is watched."""
    match watch.kind:
        case "search":
            return _links.search(watching.asked_of(watch.what))
        case "speaker":
            return _links.speaker(watch.what)
        case "issue":
            return _links.issue(watch.what)
        case "dispute":
            return _links.dispute(watch.what)


def _lines(desk: Desk, told: News, offset: int, limit: int) -> list[Line]:
    """All that is under a watch, the newest first by the day on which it was said (an issue's and a dispute's by when it came)."""
    watch, fresh = told.watch, {line.row.statement.id for line in told.lines}
    if watch.kind in ("issue", "dispute"):
        return list(watching.latest(desk.store, watch, _least(desk), limit=limit, offset=offset).lines)
    query = replace(watching.query_of(watch, _least(desk)), limit=limit, offset=offset)
    found, _ = desk.search(query, LOOKED_AT)
    return [Line(row, row.statement.id in fresh) for row in found]


def _exports_of(watch: Watch) -> list[tuple[str, str, str]]:
    if watch.kind in ("issue", "dispute"):
        listed = [(name, label, f"{_links.watch(watch.id)}/exports/{name}") for name, label in _exports.NAMES.items()]
    else:
        speaker = {"actor" if watching.query_of(watch, Least()).actor else "who": watch.what}
        listed = _exports.of_search(watching.asked_of(watch.what) if watch.kind == "search" else speaker)
    return [(name, label, _links.watch_feed(watch.id) if name == "atom" else address) for name, label, address in listed]


def _least(desk: Desk) -> Least:
    return Least(desk.options.confidence, desk.options.sure)


def _mark(given: str) -> int:
    """The mark that a form remembers; without one nothing was looked at."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < _MOST_DIGITS else 0


def _back(watch: Watch, form: Mapping[str, str]) -> Response:
    return RedirectResponse(_links.watch(watch.id) if form.get("from") == "watch" else "/watching", _SEE_OTHER)
