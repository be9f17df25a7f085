"""What stands before the API: who may use it, and which requests may write.

Where the ledger has people, `_door` has let their requests in already. Else a request from this machine needs no token; any other needs one, and so does one that a proxy on this machine passes on. A write
must be JSON, of a small and stated size, and not sent by a page of another site: such a page cannot send JSON without being asked
for leave first, which the API never gives, and the browser says where a request comes from (`Origin`, `Sec-Fetch-Site`).
"""

import ipaddress
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from whoseword.web._problems import problem
from whoseword.web._tokens import Tokens
from whoseword.web._visitor import visitor

_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_LARGEST: Final = 65_536  # bytes of a request
_LARGEST_TEXT: Final = 8_000_000  # of one that brings the text of an article: a million characters, each escaped
_TEXTS: Final = "/arrivals"
_BEARER: Final = "bearer "


class Gate:
    """ASGI middleware: lets a request through with `state["user"]` set to its person's or token's name, None without a token."""

    def __init__(self, app: ASGIApp, tokens: Tokens) -> None:
        self.app = app
        self.tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers, who = Headers(scope=scope), visitor()
        given = headers.get("authorization", "")
        if who is not None:
            user: str | None = who.person.name
        else:
            user = self.tokens.name_of(given[len(_BEARER) :].strip()) if given.lower().startswith(_BEARER) else None
        refusal: ASGIApp | None = None
        if user is None and (given or not is_near(scope, headers)):
            refusal = problem(401, "A token is needed: send it as Authorization: Bearer TOKEN", {"www-authenticate": "Bearer"})
        elif scope["method"] not in _READING:
            refusal = _unwritable(headers, _LARGEST_TEXT if scope["path"].endswith(_TEXTS) else _LARGEST)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        scope.setdefault("state", {})["user"] = user
        await self.app(scope, receive, send)


def is_near(scope: Scope, headers: Headers) -> bool:
    """Whether a request comes from this very machine, and not through a proxy."""
    client = scope.get("client")
    if client is None or "forwarded" in headers or "x-forwarded-for" in headers:
        return False
    try:
        return ipaddress.ip_address(client[0]).is_loopback
    except ValueError:
        return False


def is_foreign(headers: Headers) -> bool:
    """Whether the browser says that a page of another site sends the request; what is no browser says nothing."""
    origin, host = headers.get("origin"), headers.get("host", "")
    foreign = origin is not None and origin not in (f"http://{host}", f"https://{host}")
    return foreign or headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


def _unwritable(headers: Headers, largest: int) -> ASGIApp | None:
    """Why a write is refused; None where it may go on."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return problem(415, "What is written must be JSON: send it as Content-Type: application/json")
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        return problem(411, "What is written must say how long it is: send Content-Length")
    if len(length) > len(str(largest)) or int(length) > largest:
        return problem(413, f"What is written has {length} bytes; the most is {largest}")
    return problem(403, "A page of another site cannot write here") if is_foreign(headers) else None
