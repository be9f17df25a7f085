"""What stands before the desk and its API where the ledger has people: everybody says who they are, and does what their role may.

A browser has a session (a cookie that scripts cannot read), a program a token of its person, a feed reader a key that reads feeds.
An address without a right (`_rights`) is not served. Without people, all is served as before. What is written is the visitor's: the
door says so to the ledger (`whoseword.acting`), and no field of a form can say otherwise.
"""

import base64
import binascii
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from whoseword.acting import Acting, acting
from whoseword.errors import StoreError
from whoseword.store import Person, Store
from whoseword.web._problems import problem
from whoseword.web._rights import API, Right, is_feed, is_known, right_of
from whoseword.web._visitor import Visitor, visiting

_PASSED: Final = "whoseword.door"
_STATIC: Final = "/static/"
_READING: Final = frozenset({"GET", "HEAD"})
_KEY: Final = "key"
_BEARER, _BASIC = "bearer ", "basic "
_COOKIE: Final = "whoseword-session"
_SEE_OTHER: Final = 303
_ASK_BASIC: Final = {"www-authenticate": 'Basic realm="whoseword feeds", charset="UTF-8"'}
_TOLD: Final = {
    401: "You are not logged in, or not any more: nothing was written. Log in, go back, and send it again.",
    403: "Your role does not allow this. An admin of this desk can change it.",
    404: "Nothing stands at this address. Go to Today, or search.",
    405: "This address is for something else.",
}

Page = Callable[[int, str], Response]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as the door sees it. `path` is that of the whole desk."""

    method: str
    path: str
    headers: Headers
    query: bytes
    secure: bool

    @property
    def by_api(self) -> bool:
        return self.path.startswith(f"{API}/")


class Door:
    """ASGI middleware: lets a request through with its visitor, or answers it. `prefix` is where the app behind it is mounted."""

    def __init__(self, app: ASGIApp, members: Store, page: Page, prefix: str = "") -> None:
        self.app = app
        self.members = members
        self.page = page
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or _PASSED in scope or self._is_asset(scope):
            await self.app(scope, receive, send)
            return
        asked = _asked(scope, self.prefix)
        try:
            is_open, visitor = await run_in_threadpool(self._look, asked)
        except StoreError as error:
            await self._answer(asked, 503, str(error))(scope, receive, send)
            return
        within = {**scope, _PASSED: True}
        if is_open:
            await self.app(within, receive, send)
            return
        found = right_of(asked.method, asked.path)
        refusal = self._refusal(asked, visitor, found)
        if refusal is not None or found is None:
            await (refusal or self._answer(asked, 404))(scope, receive, send)
            return
        if is_feed(asked.path):
            within["query_string"] = _without_key(asked.query)
        if found[0].role is None:
            visitor = None  # who logs in is nobody yet, whoever it was before
        deed = _deed(found, visitor, asked)
        with visiting(visitor), acting(deed) if deed is not None else nullcontext():
            await self.app(within, receive, send)

    def _is_asset(self, scope: Scope) -> bool:
        return not self.prefix and scope["method"] in _READING and scope["path"].startswith(_STATIC)

    def _look(self, asked: _Asked) -> tuple[bool, Visitor | None]:
        """Whether everybody is let in, and else who asks."""
        found = self._visitor(asked)
        return found is None and not self.members.people.any(), found

    def _visitor(self, asked: _Asked) -> Visitor | None:
        given = asked.headers.get("authorization", "")
        if asked.by_api and given.lower().startswith(_BEARER):
            return _by_key(self.members.keys.whose(given[len(_BEARER) :].strip(), "token"))
        if is_feed(asked.path) and (key := _feed_key(asked, given)):
            return _by_key(self.members.keys.whose(key, "feed"))
        secret = session_secret(asked.headers, secure=asked.secure)
        if given or not secret:
            return None
        found = self.members.sessions.whose(secret)
        return Visitor(*found) if found is not None else None

    def _refusal(self, asked: _Asked, visitor: Visitor | None, found: tuple[Right, str] | None) -> Response | None:
        if found is not None and found[0].role is None:
            return None
        if visitor is None:
            return self._to_log_in(asked)
        if found is None:
            return self._answer(asked, 405 if is_known(asked.path) else 404)
        role = found[0].role
        return None if role is None or visitor.person.may(role) else self._answer(asked, 403)

    def _to_log_in(self, asked: _Asked) -> Response:
        if asked.by_api and not is_feed(asked.path):
            told = "Log in, or send a token of yours as Authorization: Bearer TOKEN"
            return problem(401, told, {"www-authenticate": "Bearer"})
        if is_feed(asked.path):
            return PlainTextResponse(
                "a feed needs the key of its reader: make one on the page of your account\n", 401, _ASK_BASIC
            )
        if asked.method not in _READING:
            return self._answer(asked, 401)
        address = login_address(asked.path, asked.query.decode("latin-1"))
        if "hx-request" in asked.headers:
            return Response(status_code=401, headers={"hx-redirect": "/login"})
        return RedirectResponse(address, _SEE_OTHER)

    def _answer(self, asked: _Asked, status: int, message: str = "") -> Response:
        told = message or _TOLD[status]
        return problem(status, told) if asked.by_api else self.page(status, told)


def session_secret(headers: Headers, *, secure: bool) -> str:
    """What a browser holds as its session, "" where it holds none."""
    return cookie_parser(headers.get("cookie", "")).get(cookie_name(secure=secure), "")


def cookie_name(*, secure: bool) -> str:
    """What the cookie is called; over TLS browsers take one of this name from this very host alone, never from a neighbour."""
    return f"__Host-{_COOKIE}" if secure else _COOKIE


def login_address(path: str, query: str) -> str:
    """The page to log in on, which leads on to where one wanted to go."""
    wanted = quote(path.encode("utf-8", "replace"), safe="/") + (f"?{query}" if query else "")
    return "/login" if wanted == "/" else f"/login?{urlencode({'next': wanted})}"


def _asked(scope: Scope, prefix: str) -> _Asked:
    root = scope.get("root_path", "")
    path = scope["path"]
    whole = path if not prefix else prefix + (path.removeprefix(root) if root else path)
    return _Asked(scope["method"], whole, Headers(scope=scope), scope.get("query_string", b""), scope.get("scheme") == "https")


def _deed(found: tuple[Right, str], visitor: Visitor | None, asked: _Asked) -> Acting | None:
    right, target = found
    if visitor is None or not right.does:
        return None
    return Acting(visitor.person.name, visitor.person.role, "api" if asked.by_api else "desk", right.does, target)


def _by_key(person: Person | None) -> Visitor | None:
    return Visitor(person, None) if person is not None else None


def _feed_key(asked: _Asked, given: str) -> str:
    """The key that a feed reader sends: in the address, or as the password of HTTP's Basic, with any name."""
    if given.lower().startswith(_BASIC):
        try:
            return base64.b64decode(given[len(_BASIC) :], validate=True).decode("utf-8", "replace").partition(":")[2]
        except (binascii.Error, ValueError):
            return ""
    return dict(parse_qsl(asked.query.decode("latin-1"))).get(_KEY, "")


def _without_key(query: bytes) -> bytes:
    """The query without the key, so that no page, link or feed repeats it."""
    pairs = query.decode("latin-1").split("&")
    return "&".join(pair for pair in pairs if pair.partition("=")[0] != _KEY).encode("latin-1")
