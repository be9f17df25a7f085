"""Verdicts on what stands against each other: a person says that two clauses do, or do not, and can take that back."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword.corrections import signed
from whoseword.errors import InputError
from whoseword.web import _forms, _links
from whoseword.web._desk import TheDesk
from whoseword.web._disputes import KIND, is_contested, verdicts_on
from whoseword.web._forms import TheForm

router = APIRouter()

_SEE_OTHER = 303
_SAID = {"yes": True, "no": False}


@router.post("/disputes/{dispute_id}/judge", response_class=HTMLResponse)
def judge(dispute_id: str, desk: TheDesk, form: TheForm) -> Response:
    """Keep that two clauses of a dispute stand against each other, or do not."""
    first, second, said = (form.get(name, "") for name in ("first", "second", "holds"))
    links = desk.store.group(KIND, dispute_id).links
    if said not in _SAID or not any({one.link.first, one.link.second} == {first, second} for one in links):
        raise InputError("these two clauses are not held against each other in this dispute: go back and load its page again")
    by, why = signed(form.get("by", ""), form.get("why"))
    desk.store.judge(KIND, first, second, holds=_SAID[said], by=by, why=why)
    still = is_contested(desk, dispute_id)
    return _back(dispute_id if still else first, by)


@router.post("/disputes/{dispute_id}/undo", response_class=HTMLResponse)
def undo(dispute_id: str, desk: TheDesk, form: TheForm) -> Response:
    """Take a verdict on a clause of this dispute back."""
    wanted = form.get("correction", "")
    verdict = next((one for one in verdicts_on(desk, {dispute_id, form.get("from", "")}) if one.made.id == wanted), None)
    if verdict is None:
        raise InputError(f"{wanted!r} is no verdict on this dispute that counts: go back and load its page again")
    by, _ = signed(form.get("by", ""), None)
    desk.store.undo(wanted, by=by)
    return _back(verdict.first, by)


def _back(dispute_id: str, by: str) -> Response:
    answer = RedirectResponse(_links.dispute(dispute_id), _SEE_OTHER)
    _forms.remember(answer, by)
    return answer
