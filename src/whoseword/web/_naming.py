"""Speakers on the page: statements of one name are given to another, some or all, and back.

So two names become one person, or one name two. Each statement is corrected by itself; one correction stands for all and undoes all.
"""

from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword.corrections import in_effect, signed
from whoseword.errors import InputError
from whoseword.records import Correction
from whoseword.store import Store
from whoseword.web import _forms, _links
from whoseword.web._correcting import compare_anew
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._forms import TheForm
from whoseword.web._given import speaker_of

router = APIRouter()

_SEE_OTHER: Final = 303
_TICKED: Final = "take-"
_AT_ONCE: Final = 500  # statements of one name that are given to another at once, the last said
_ALL: Final = "all"


@router.post("/naming", response_class=HTMLResponse)
def name(desk: TheDesk, form: TheForm) -> Response:
    """Give the ticked statements of a speaker, or all, to another name."""
    was, now = form.get("was", ""), speaker_of({"speaker": form.get("speaker", "")} | form)
    ids = (
        _of(desk, was) if form.get("which") == _ALL else [one.removeprefix(_TICKED) for one in form if one.startswith(_TICKED)]
    )
    if not ids:
        raise InputError("nothing is ticked: go back and tick the statements, or choose all of them")
    if now["name"] == was:
        raise InputError(f"they are {was!r}'s already: give the name of whoever said them")
    desk.store.name_speaker(was, ids, now, by=form.get("by", ""), why=form.get("why"))
    return _back(desk, now["name"] or was, was, form.get("by", ""))


@router.post("/naming/undo", response_class=HTMLResponse)
def undo(desk: TheDesk, form: TheForm) -> Response:
    """Take that back."""
    wanted = form.get("correction", "")
    made = next((one for one in in_effect(desk.store.corrections(target="speaker")) if one.id == wanted), None)
    if made is None:
        raise InputError(
            f"{wanted!r} is nothing that somebody said of a speaker and that counts: go back and load the page again"
        )
    by, _ = signed(form.get("by", ""), None)
    desk.store.undo(wanted, by=by)
    return _back(desk, made.target_id, form.get("from", ""), by)


def named(store: Store, name: str) -> list[Correction]:
    """What people said of the statements under a name, or gave to it, the last first."""
    made = in_effect(store.corrections(target="speaker"))
    return [one for one in made if name in (one.target_id, one.value["speaker"]["name"])][::-1]


def _of(desk: Desk, name: str) -> list[str]:
    rows = desk.store.statements(desk.query(who=name, limit=_AT_ONCE, repeats=True))
    return [row.statement.id for row in rows]


def _back(desk: Desk, name: str, otherwise: str, by: str) -> Response:
    compare_anew(desk.store)
    heard = next((one for one in (name, otherwise) if _is_heard(desk, one)), None)
    answer = RedirectResponse(_links.speaker(heard) if heard else "/speakers", _SEE_OTHER)
    _forms.remember(answer, by)
    return answer


def _is_heard(desk: Desk, name: str) -> bool:
    return bool(name) and any(desk.store.statements(desk.query(who=name, limit=1)))
