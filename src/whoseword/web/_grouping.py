"""Groups on the page: some of a dispute or a quotation are taken out into a group of their own, two are made one, and both are taken back.

What a person says is kept as a correction, shown on the page with who, when and why, and holds for articles to come.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword.across import form_named
from whoseword.corrections import GROUP, forms_of, signed
from whoseword.errors import InputError, NotFoundError
from whoseword.records import Correction
from whoseword.store import Store
from whoseword.web import _forms, _links
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._forms import TheForm

router = APIRouter()

_SEE_OTHER: Final = 303
_KINDS: Final = {"disputes": "claim", "quotations": "variant"}
_ADDRESSES: Final = {"disputes": _links.dispute, "quotations": _links.quotation}
_TICKED: Final = "take-"
_WORDS: Final = {"claim": "words", "variant": "text"}
_SHOWN: Final = 3  # wordings that a line about a split names


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What a person said of a group: that some of it stand apart (`words` of them), or that two are one (`words` of both)."""

    made: Correction
    split: bool
    words: tuple[str, ...]
    more: int
    elsewhere: str | None


def regrouped(store: Store, kind: str, corrections: Iterable[Correction], forms: Collection[str]) -> list[Regrouped]:
    """Splits of a group and merges with others, in words, the last first; verdicts on what contradicts are no part of it.

    `forms` are those of the group; `elsewhere` is a form of the other part of a split.
    """
    found = []
    for one in corrections:
        if one.target == GROUP:
            out, rest = forms_of(one, "out"), forms_of(one, "rest")
            other = rest if not out.isdisjoint(forms) else out
            words = [_words(store, kind, form) for form in sorted(out)]
            found.append(Regrouped(one, True, tuple(words[:_SHOWN]), len(words) - _SHOWN, min(other, default=None)))
        elif one.value and is_merge(store, kind, one):
            found.append(
                Regrouped(one, False, tuple(_words(store, kind, form) for form in sorted(forms_of(one, "out"))), 0, None)
            )
    return found[::-1]


@router.post("/{page}/{group_id}/split", response_class=HTMLResponse)
def split(page: str, group_id: str, desk: TheDesk, form: TheForm) -> Response:
    """Take what is ticked out into a group of its own."""
    kind = _kind(page)
    ticked = [name.removeprefix(_TICKED) for name in form if name.startswith(_TICKED)]
    if not ticked:
        raise InputError("nothing is ticked: go back and tick what is to be taken out")
    desk.store.split(kind, group_id, ticked, by=form.get("by", ""), why=form.get("why"))
    return _back(desk, page, kind, group_id, form.get("by", ""))


@router.post("/{page}/{group_id}/merge", response_class=HTMLResponse)
def merge(page: str, group_id: str, desk: TheDesk, form: TheForm) -> Response:
    """Make one of this group and another, which is given by the address or the id of it or of a statement in it."""
    kind = _kind(page)
    mine = form.get("mine") or group_id
    if mine not in {item.form for item in desk.store.group(kind, group_id).items}:
        raise InputError("what it is the same as is not in this group any more: go back and load its page again")
    if not form.get("other"):
        raise InputError("say what it is the same as: give the address or the id of it, or of a statement in it")
    desk.store.merge(kind, mine, form_named(desk.store, kind, form["other"]), by=form.get("by", ""), why=form.get("why"))
    return _back(desk, page, kind, mine, form.get("by", ""))


@router.post("/{page}/{group_id}/regroup/undo", response_class=HTMLResponse)
def undo(page: str, group_id: str, desk: TheDesk, form: TheForm) -> Response:
    """Take a split or a merge of this group back."""
    kind = _kind(page)
    group = desk.store.group(kind, group_id)
    wanted = form.get("correction", "")
    if wanted not in {one.id for one in group.corrections}:
        raise InputError(
            f"{wanted!r} is nothing that somebody said of this group and that counts: go back and load its page again"
        )
    by, _ = signed(form.get("by", ""), None)
    desk.store.undo(wanted, by=by)
    return _back(desk, page, kind, group_id, by)


def _kind(page: str) -> str:
    if page not in _KINDS:
        raise NotFoundError(f"there are no groups called {page!r}: there are disputes and quotations")
    return _KINDS[page]


def _back(desk: Desk, page: str, kind: str, group_id: str, by: str) -> Response:
    try:
        address = _ADDRESSES[page](desk.store.group(kind, group_id).id)
    except NotFoundError:
        address = f"/{page}"
    answer = RedirectResponse(address, _SEE_OTHER)
    _forms.remember(answer, by)
    return answer


def _words(store: Store, kind: str, form: str) -> str:
    try:
        items = store.group(kind, form).items
    except NotFoundError:
        return "words that are no longer in the ledger"
    found = next((one for one in items if one.form == form), None)
    if found is None:
        return "words that are no longer in the ledger"
    return str(found.facts.get(_WORDS[kind]) or found.value.get(_WORDS[kind]) or form)


def is_merge(store: Store, kind: str, one: Correction) -> bool:
    """Whether a link that a person said holds makes two the same, rather than one against the other."""
    first, second = sorted(forms_of(one, "out"))
    try:
        links = store.group(kind, first).links
    except NotFoundError:
        return False
    return any({row.link.first, row.link.second} == {first, second} and row.link.relation != "against" for row in links)
