"""One's own account: password, sessions, and keys for programs and feed readers."""

from collections.abc import Mapping
from typing import Final, get_args

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword.errors import InputError, NotFoundError
from whoseword.store import AccessKey, KeyKind, Person
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._forms import TheOwnForm
from whoseword.web._login import address_of, let_in_again
from whoseword.web._visitor import Visitor, visitor

router = APIRouter()

_SEE_OTHER: Final = 303
_LONGEST_AGENT: Final = 60
_BROWSERS: Final = (("Firefox/", "Firefox"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS: Final = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
_NOBODY: Final = "This ledger has no people, so nobody has an account: whoseword people add NAME --role admin adds the first."


@router.get("/account", response_class=HTMLResponse)
def account(desk: TheDesk) -> HTMLResponse:
    """Who is logged in, where, and by which keys."""
    return _page(desk, _visitor())


@router.post("/account/password", response_class=HTMLResponse)
def password(request: Request, desk: TheDesk, form: TheOwnForm) -> Response:
    """Change one's password, which ends all other sessions."""
    who = _visitor()
    try:
        _check_new(who.person, form)
        desk.members.sessions.confirm(who.person, form.get("current", ""), address=address_of(request))
        person = desk.members.people.set_password(who.person.id, form.get("new", ""), by=who.person.name)
    except InputError as error:
        return _page(desk, who, fault=str(error), status=422)
    answer = RedirectResponse("/account", _SEE_OTHER)
    let_in_again(request, desk, person, answer)
    return answer


@router.post("/account/sessions", response_class=HTMLResponse)
def end_sessions(desk: TheDesk, form: TheOwnForm) -> Response:
    """End one session of one's own, or all but this one."""
    who = _visitor()
    here = who.session.id if who.session is not None else None
    desk.members.sessions.end_of(who.person, by=who.person.name, session=form.get("session") or None, but=here)
    return RedirectResponse("/account#sessions", _SEE_OTHER)


@router.post("/account/keys", response_class=HTMLResponse)
def make_key(desk: TheDesk, form: TheOwnForm) -> HTMLResponse:
    """Make a key; the page shows it this once."""
    who = _visitor()
    try:
        made, secret = desk.members.keys.make(who.person, _kind(form.get("kind", "")), form.get("name", ""), by=who.person.name)
    except InputError as error:
        return _page(desk, who, fault=str(error), status=422)
    return _page(desk, who, made=made, secret=secret)


@router.post("/account/keys/{key_id}/revoke", response_class=HTMLResponse)
def revoke_key(key_id: str, desk: TheDesk, _form: TheOwnForm) -> Response:
    """Take one's key back."""
    who = _visitor()
    desk.members.keys.revoke(who.person, key_id, by=who.person.name)
    return RedirectResponse("/account#keys", _SEE_OTHER)


def admin() -> Person:
    """Who looks after people; the door has made sure of the role. NotFoundError where the ledger has no people."""
    return _visitor().person


def browser_of(agent: str | None) -> str:
    """A browser by what it calls itself, in short: Firefox on Linux. Names that others pass themselves off as come last."""
    given = agent or ""
    name = next((shown for part, shown in _BROWSERS if part in given), None)
    system = next((shown for part, shown in _SYSTEMS if part in given), None)
    if name is None:
        return " ".join(given.split())[:_LONGEST_AGENT] or "a browser that does not say its name"
    return name if system is None else f"{name} on {system}"


def _check_new(person: Person, form: Mapping[str, str]) -> None:
    if not person.has_password:
        raise InputError("you log in by the provider and have no password here: an admin can give you one")
    if form.get("new", "") != form.get("again", ""):
        raise InputError("the two new passwords differ: type the same twice")


def _kind(given: str) -> KeyKind:
    for one in get_args(KeyKind):
        if one == given:
            return one  # type: ignore[no-any-return]  # it was looked for among the kinds
    raise InputError("say what the key is for: a program, or a feed reader")


def _visitor() -> Visitor:
    who = visitor()
    if who is None:
        raise NotFoundError(_NOBODY)
    return who


def _page(
    desk: Desk, who: Visitor, *, fault: str = "", made: AccessKey | None = None, secret: str = "", status: int = 200
) -> HTMLResponse:
    return desk.page(
        "account.html",
        status=status,
        browser_of=browser_of,
        sessions=desk.members.sessions.of(who.person),
        session=who.session,
        keys=desk.members.keys.of(who.person),
        fault=fault,
        made=made,
        secret=secret,
        token=desk.token,
        here="account",
    )
