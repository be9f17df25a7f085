"""Logging in and out: by name and password, or by an OpenID provider. Only where the ledger has people; else there is nothing to log in to."""

import hmac
import ipaddress
import json
import time
from collections.abc import Mapping
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword.acting import Acting, acting
from whoseword.errors import InputError
from whoseword.passwords import BusyError
from whoseword.store import Person, WaitError, WrongError
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._door import cookie_name, session_secret
from whoseword.web._forms import TheOwnForm
from whoseword.web._openid import Meant, Provider, RefusedLoginError, Started
from whoseword.web._visitor import visitor

router = APIRouter()

_SEE_OTHER: Final = 303
_OPENID_COOKIE: Final = "whoseword-openid"
_OPENID_S: Final = 600  # to log in at the provider
_LONGEST_NEXT: Final = 4000


@router.get("/login", response_class=HTMLResponse)
def login_page(request: Request, desk: TheDesk) -> Response:
    """The form to log in by; who is logged in already is led on."""
    leads_to = safe_next(request.query_params.get("next", ""))
    secret = session_secret(request.headers, secure=_secure(request))
    if not desk.members.people.any() or (secret and desk.members.sessions.whose(secret) is not None):
        return RedirectResponse(leads_to, _SEE_OTHER)
    return _form(desk, leads_to)


@router.post("/login", response_class=HTMLResponse)
def login(request: Request, desk: TheDesk, form: TheOwnForm) -> Response:
    """Log in by name and password."""
    leads_to, name = safe_next(form.get("next", "")), form.get("name", "")
    agent = request.headers.get("user-agent")
    try:
        with acting(Acting(name, "", "desk", "login")) as deed:
            deed.noted = True  # the store writes down who it was, or nobody
            _, secret = desk.members.sessions.log_in(name, form.get("password", ""), address=address_of(request), agent=agent)
    except WaitError as error:
        answer = _form(desk, leads_to, name=name, fault=str(error), status=429)
        answer.headers["retry-after"] = str(error.wait_s)
        return answer
    except BusyError as error:
        return _form(desk, leads_to, name=name, fault=str(error), status=503)
    except WrongError as error:
        return _form(desk, leads_to, name=name, fault=str(error), status=401)
    return _let_in(request, desk, secret, leads_to)


@router.post("/logout", response_class=HTMLResponse)
def logout(request: Request, desk: TheDesk, _sent: TheOwnForm) -> Response:
    """End this session."""
    secret, who = session_secret(request.headers, secure=_secure(request)), visitor()
    if secret and who is not None:
        desk.members.sessions.end(secret, by=who.person.name)
    answer = RedirectResponse("/login", _SEE_OTHER)
    answer.delete_cookie(cookie_name(secure=_secure(request)), secure=_secure(request), httponly=True, samesite="lax")
    return answer


@router.get("/login/openid", response_class=HTMLResponse)
def to_provider(request: Request, desk: TheDesk) -> Response:
    """Go to the provider; what must come back is kept in the browser, signed."""
    provider = _provider(request)
    leads_to = safe_next(request.query_params.get("next", ""))
    if provider is None or not desk.members.people.any():
        return RedirectResponse("/login", _SEE_OTHER)
    try:
        started = provider.start(_back(request))
    except RefusedLoginError as error:
        return _form(desk, leads_to, fault=str(error), status=503)
    kept = json.dumps([started.state, started.nonce, started.verifier, leads_to, int(time.time()) + _OPENID_S])
    answer = RedirectResponse(started.address, _SEE_OTHER)
    value = f"{desk.signed('openid ' + kept)}.{kept.encode().hex()}"
    _set_cookie(request, answer, _OPENID_COOKIE, value, max_age=_OPENID_S)
    return answer


@router.get("/login/openid/back", response_class=HTMLResponse)
def from_provider(request: Request, desk: TheDesk) -> Response:
    """Who came back from the provider is let in, if it is who went, and is in the ledger."""
    provider, kept = _provider(request), _kept(desk, request.cookies.get(_OPENID_COOKIE, ""))
    if provider is None:
        return RedirectResponse("/login", _SEE_OTHER)
    leads_to = safe_next(kept[1]) if kept is not None else "/"
    try:
        person = _known(desk, provider, _meant(request, provider, kept[0] if kept is not None else None))
        secret = desk.members.sessions.begin(person, how="openid", agent=request.headers.get("user-agent"))
    except (RefusedLoginError, WrongError) as error:
        answer: Response = _form(desk, leads_to, fault=str(error), status=401)
    else:
        answer = _let_in(request, desk, secret, leads_to)
    answer.delete_cookie(_OPENID_COOKIE, path="/login", secure=_secure(request), httponly=True, samesite="lax")
    return answer


def _meant(request: Request, provider: Provider, started: Started | None) -> Meant:
    """Whom the provider means by what came back with the browser."""
    state, code = (request.query_params.get(name, "")[:_LONGEST_NEXT] for name in ("state", "code"))
    if started is None or not hmac.compare_digest(started.state.encode(), state.encode("utf-8", "replace")):
        raise RefusedLoginError("this login was not begun in this browser, or too long ago: begin again")
    if "error" in request.query_params or not code:
        raise RefusedLoginError("the provider did not log you in: begin again, or log in by password")
    return provider.finish(started, code, _back(request))


def let_in_again(request: Request, desk: Desk, person: Person, answer: Response) -> None:
    """Give this browser a new session, where the old ones were ended for a new password."""
    secret = desk.members.sessions.begin(person, how="password", agent=request.headers.get("user-agent"))
    _set_cookie(request, answer, cookie_name(secure=_secure(request)), secret)


def safe_next(wanted: str) -> str:
    """An address of this desk to lead on to; Today for any other, so that no link to the desk leads elsewhere."""
    fits = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isascii() and wanted.isprintable()
    inside = fits and "\\" not in wanted and " " not in wanted and len(wanted) <= _LONGEST_NEXT
    return wanted if inside and not wanted.startswith(("/login", "/logout")) else "/"


def address_of(request: Request) -> str:
    """Where a login comes from; of an IPv6 address the network, since one machine has all of it."""
    given = request.client.host if request.client is not None else ""
    try:
        found = ipaddress.ip_address(given)
    except ValueError:
        return given
    return str(found) if found.version == 4 else str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))


def _let_in(request: Request, desk: Desk, secret: str, leads_to: str) -> Response:
    """Answer with a new session; the one that the browser had ends."""
    older = session_secret(request.headers, secure=_secure(request))
    found = desk.members.sessions.whose(older) if older else None
    if found is not None:
        desk.members.sessions.end(older, by=found[0].name)
    answer = RedirectResponse(leads_to, _SEE_OTHER)
    _set_cookie(request, answer, cookie_name(secure=_secure(request)), secret)
    return answer


def _set_cookie(request: Request, answer: Response, name: str, value: str, max_age: int | None = None) -> None:
    path = "/login" if name == _OPENID_COOKIE else "/"
    answer.set_cookie(name, value, max_age=max_age, path=path, secure=_secure(request), httponly=True, samesite="lax")


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _back(request: Request) -> str:
    """Where the provider sends people back to: the desk under the name that it was called by, which the guard has looked at."""
    return f"{request.url.scheme}://{request.url.netloc}/login/openid/back"


def _provider(request: Request) -> Provider | None:
    found: Provider | None = request.app.state.provider
    return found


def _kept(desk: Desk, cookie: str) -> tuple[Started, str] | None:
    """What this desk kept in the browser when the login began, and where it leads; None where it is not so, or too old."""
    signature, _, coded = cookie.partition(".")
    try:
        kept = bytes.fromhex(coded).decode("utf-8")
    except ValueError:
        return None
    if not hmac.compare_digest(signature.encode("utf-8", "replace"), desk.signed(f"openid {kept}").encode()):
        return None
    state, nonce, verifier, leads_to, until = json.loads(kept)
    return (Started("", state, nonce, verifier), leads_to) if time.time() <= until else None


def _known(desk: Desk, provider: Provider, meant: Meant) -> Person:
    """The person of the ledger whom the provider means; a newcomer where the settings let them in, RefusedLoginError for any other."""
    person = desk.members.people.known_outside(meant.subject, meant.outside)
    if person is None and provider.openid.newcomers:
        try:
            made = desk.members.people.add(meant.name, "reader", password=None, outside=meant.outside, by="OpenID")
        except InputError as error:
            raise RefusedLoginError(
                "your name is taken by somebody else here: ask an admin of this desk to let you in"
            ) from error
        person = desk.members.people.known_outside(meant.subject, meant.outside) or made
    if person is None:
        raise RefusedLoginError("you are not in this ledger: ask an admin of this desk to let you in")
    return person


def _form(desk: Desk, leads_to: str, *, name: str = "", fault: str = "", status: int = 200) -> HTMLResponse:
    shown: Mapping[str, Any] = {
        "next": leads_to, "name": name, "fault": fault, "openid": desk.options.openid is not None, "token": desk.token,
    }  # fmt: skip
    return desk.page("login.html", status=status, here="", bare=True, **shown)
