"""The app: its pages, its assets, and its errors as pages in plain words."""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from whoseword.errors import ConfigError, InputError, NotFoundError, StoreError
from whoseword.store import Store
from whoseword.web import (
    _account,
    _adding,
    _articles,
    _correcting,
    _disputes,
    _feeds,
    _grouping,
    _issues,
    _judging,
    _login,
    _missed,
    _naming,
    _people,
    _quotations,
    _relations,
    _search,
    _speakers,
    _statements,
    _today,
    _versions,
    _watching,
)
from whoseword.web._desk import STATIC_FILES, Desk, DeskOptions, desk_of, new_desk
from whoseword.web._door import Door
from whoseword.web._forms import RefusedError
from whoseword.web._guard import Guard
from whoseword.web._openid import Provider
from whoseword.web._problems import plainly, problem
from whoseword.web._rights import API
from whoseword.web.api import ApiOptions, create_api

_PLAIN = {
    404: ("There is no such page", "Nothing stands at this address. Go to Today, or search."),
    405: ("This cannot be done here", "This address is for reading."),
}
_HEADINGS = {
    401: "You are not logged in",
    403: "This is not for your role",
    404: "There is no such page",
    405: "This cannot be done here",
    503: "The ledger cannot be read",
}


def create_app(store: Store, options: DeskOptions | None = None, members: Store | None = None) -> FastAPI:
    """The desk over an open ledger, as an ASGI app; whoever makes it closes the ledger after it.

    Where `store` is open for reading only and the ledger has people, `members` is the same ledger open for writing: sessions are kept in it.
    """
    options = options or DeskOptions()
    app = FastAPI(title="whoseword", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = desk = new_desk(store, options, members)
    app.state.provider = Provider(options.openid) if options.openid is not None else None
    for pages in (
        _today,
        _articles,
        _versions,
        _missed,
        _statements,
        _correcting,
        _speakers,
        _naming,
        _disputes,
        _judging,
        _grouping,
        _issues,
        _quotations,
        _relations,
        _search,
        _adding,
        _feeds,
        _watching,
        _login,
        _account,
        _people,
    ):
        app.include_router(pages.router)
    shown = ApiOptions(
        tokens=options.tokens,
        user=options.user,
        confidence=options.confidence,
        sure=options.sure,
        allow_private=options.allow_private,
    )
    app.mount(API, create_api(store, shown, desk.members))
    app.mount("/static", StaticFiles(directory=str(STATIC_FILES)), name="static")
    app.add_exception_handler(NotFoundError, _told(404, "This is not in the ledger"))
    app.add_exception_handler(ConfigError, _told(400, "This cannot be asked"))
    app.add_exception_handler(InputError, _told(422, "This cannot be said of it"))
    app.add_exception_handler(StoreError, _told(503, "The ledger cannot be read"))
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _crash)
    app.add_middleware(Door, members=desk.members, page=_refused(desk))
    app.add_middleware(Guard, hosts=options.hosts)
    return app


def _refused(desk: Desk) -> Callable[[int, str], Response]:
    """A page for whom the door does not let through."""
    return lambda status, message: desk.page("error.html", status=status, heading=_HEADINGS[status], message=message, here="")


def _told(status: int, heading: str) -> Callable[[Request, Exception], HTMLResponse]:
    """A handler that gives an error of ours as a page: its message is written for people."""

    def handler(request: Request, error: Exception) -> HTMLResponse:
        desk = desk_of(request)
        message = plainly(error, desk.store.path)
        return desk.page("error.html", status=status, heading=heading, message=message, here="")

    return handler


def _http_error(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if request.url.path.startswith(f"{API}/"):  # an address with a line break, which Starlette does not hand to what is mounted
        return problem(status, "There is no such thing here.")
    if isinstance(error, RefusedError):
        return desk_of(request).page("error.html", status=status, heading="Nothing was written", message=error.detail, here="")
    heading, message = _PLAIN.get(status, (HTTPStatus(status).phrase, "The desk did not take this request."))
    return desk_of(request).page("error.html", status=status, heading=heading, message=message, here="")


def _crash(request: Request, _error: Exception) -> HTMLResponse:
    """What went wrong stands in the server's log, not on the page."""
    message = "This page could not be made. The terminal that runs the desk says why."
    return desk_of(request).page("error.html", status=500, heading="Something went wrong", message=message, here="")
