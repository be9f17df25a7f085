"""What forms of the desk write: who may send them, what they hold, and whose they are.

A form is taken from a page of this desk alone: the browser says where it comes from (`Origin`, `Sec-Fetch-Site`), and the form has a
token that a page of another site cannot read. It is taken from a browser on this machine; or, where the ledger has people, of whoever is
logged in, and then it is theirs, whatever name it holds. The API's tokens (`_gate`) do not let forms in.
"""

import hmac
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl, quote, unquote

from fastapi import Depends, Request, Response
from starlette.exceptions import HTTPException

from whoseword.web._desk import Desk, desk_of
from whoseword.web._gate import is_foreign, is_near
from whoseword.web._visitor import visitor

_NAME: Final = "whoseword-name"
_LONGEST_NAME: Final = 200  # code points
_A_YEAR: Final = 365 * 24 * 3600  # seconds
_LARGEST: Final = 65_536  # bytes
_MOST_FIELDS: Final = 40
_MEDIA_TYPE: Final = "application/x-www-form-urlencoded"


class RefusedError(HTTPException):
    """A form that is not taken; `detail` says why, for people."""


def may_write(request: Request) -> bool:
    """Whether forms are for this browser: the ledger is open for writing, and the request is an editor's, or comes from this machine."""
    if desk_of(request).store.read_only:
        return False
    who = visitor()
    return who.person.may("editor") if who is not None else is_near(request.scope, request.headers)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form that was sent, stripped; RefusedError where it is none of ours."""
    check_sender(request, _MEDIA_TYPE)
    fields = _fields(await _body(request))
    check_token(request, fields.pop("token", ""))
    who = visitor()
    return fields | ({"by": who.person.name} if who is not None else {})


async def own_form_of(request: Request) -> dict[str, str]:
    """The fields of a form by which one logs in or looks after people: as `form_of`, but from any machine, and for a desk that reads only."""
    _check_page(request, _MEDIA_TYPE)
    fields = _fields(await _body(request), strip=False)
    check_token(request, fields.pop("token", ""))
    return fields


def check_sender(request: Request, media_type: str) -> None:
    """RefusedError unless a form of this type may be sent by whoever sends the request; nothing of its body is read."""
    if desk_of(request).store.read_only:
        raise RefusedError(403, "This ledger is open for reading only: start the desk without --read-only to write to it.")
    if visitor() is None and not is_near(request.scope, request.headers):
        raise RefusedError(
            403, "Forms on pages are for the machine that the desk runs on; from others, use the API with a token."
        )
    _check_page(request, media_type)


def _check_page(request: Request, media_type: str) -> None:
    if is_foreign(request.headers):
        raise RefusedError(403, "This was sent by a page of another site: nothing was written.")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != media_type:
        raise RefusedError(415, "This address takes the form of its page alone.")


def check_token(request: Request, given: str) -> None:
    """RefusedError unless a form holds the token of this desk."""
    if not hmac.compare_digest(given.encode("utf-8", "replace"), desk_of(request).token.encode()):
        raise RefusedError(403, "This form is not of this desk as it runs now. Go back, load the page again, and save again.")


def name_of(request: Request) -> str:
    """Who corrects in this browser: who is logged in, else the name given last, else the user of the desk."""
    who = visitor()
    if who is not None:
        return who.person.name
    given = unquote(request.cookies.get(_NAME, ""))[:_LONGEST_NAME].strip()
    return given if given.isprintable() and given else desk_of(request).options.user


def remember(response: Response, name: str) -> None:
    """Have the browser keep who corrects, where nobody is logged in."""
    if visitor() is not None:
        return
    kept = quote(" ".join(name.split())[:_LONGEST_NAME].encode("utf-8", "replace"), safe="")
    response.set_cookie(_NAME, kept, max_age=_A_YEAR, httponly=True, samesite="strict")


def shown(request: Request, desk: Desk) -> dict[str, Any]:
    """What a page with forms needs: whether there are any, the token, and the name."""
    return {"writes": may_write(request), "token": desk.token, "by": name_of(request)}


async def _body(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > _LARGEST:
            raise RefusedError(413, f"What is written has more than {_LARGEST} bytes.")
        parts.append(part)
    return b"".join(parts)


def _fields(body: bytes, *, strip: bool = True) -> dict[str, str]:
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise RefusedError(400, "What was sent is no form of this desk.") from error
    return {name: value.strip() if strip else value for name, value in pairs}


TheForm = Annotated[dict[str, str], Depends(form_of)]
TheOwnForm = Annotated[dict[str, str], Depends(own_form_of)]
