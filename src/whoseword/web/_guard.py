"""What stands before every page: who may call the desk, and what a browser may do with its answers.

A page of another site can send requests to this machine, under a name of its own that it points here (DNS rebinding). So only requests
under an IP address, localhost or a name that the desk was given are answered. The content security policy lets a page
load scripts, styles and answers from the desk alone, none of them inline, and send forms nowhere else.
"""

import ipaddress
import re
from collections.abc import MutableMapping
from functools import cache
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALLOWED: Final = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "connect-src": "'self'",
    "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip
POLICY: Final = "; ".join(f"{what} {where}" for what, where in _ALLOWED.items())
_HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_STATIC: Final = "/static/"
_MISDIRECTED: Final = 421


class Guard:
    """ASGI middleware: refuses requests under a foreign name, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self.app = app
        self.hosts = frozenset(host.casefold() for host in hosts) | {"localhost"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _put_headers(message, scope["path"])
            await send(message)

        host = Headers(scope=scope).get("host", "")
        if self.is_ours(host):
            await self.app(scope, receive, guarded)
        else:
            refusal = f"this desk is not at {host or 'a place without a name'}: call it by localhost or its IP address\n"
            await PlainTextResponse(refusal, _MISDIRECTED)(scope, receive, guarded)

    def is_ours(self, host: str) -> bool:
        """Whether a Host header names this desk: an IP address, localhost or a name it was given, with any port."""
        found = _host_form().fullmatch(host)
        if found is None:
            return False
        name = found["six"] or found["name"]
        if name.casefold().rstrip(".") in self.hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def _put_headers(message: MutableMapping[str, Any], path: str) -> None:
    headers = MutableHeaders(scope=message)
    own = headers.get("content-security-policy", "")
    headers.update(_HEADERS)
    if own.startswith("sandbox;"):  # stricter: what is only to be saved
        headers["content-security-policy"] = own
    headers["cache-control"] = "public, max-age=86400" if path.startswith(_STATIC) else "no-store"


@cache
def _host_form() -> re.Pattern[str]:
    return re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^:\[\]]+))(?::\d{1,5})?")
