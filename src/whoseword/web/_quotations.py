"""The same quotation in several wordings: who carried which first, and which words were cut, added, changed or moved."""

from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from whoseword.compare import Run, VariantGroup, Wording, varied
from whoseword.markup import visible
from whoseword.store import Group
from whoseword.web import _forms, _links
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._grouping import regrouped
from whoseword.web._paging import page_of

router = APIRouter()

_KIND: Final = "variant"
_A_PAGE: Final = 20
_MOST_WORDINGS: Final = 100


@router.get("/quotations", response_class=HTMLResponse)
def quotations(request: Request, desk: TheDesk) -> HTMLResponse:
    """Quotations that stand in several articles, the last carried first."""
    page = page_of(request.query_params, _A_PAGE)
    groups = desk.store.groups(_KIND, articles=2, limit=page.limit, offset=page.offset)
    found = _varied_of(desk, [row.id for row in groups[: page.size]])
    return desk.page("quotations.html", groups=found, more=len(groups) > page.size, page=page, here="quotations")


@router.get("/quotations/{quotation_id}", response_class=HTMLResponse)
def quotation(quotation_id: str, request: Request, desk: TheDesk) -> Response:
    """One quotation in all its wordings, by the id of their group or of any of them."""
    group = _varied(desk, quotation_id)
    if group.id != quotation_id:
        return RedirectResponse(_links.quotation(group.id))
    texts = {one.number: one.text for one in group.wordings}
    shown = [(one, _differing(texts, one)) for one in group.wordings[:_MOST_WORDINGS]]
    return desk.page(
        "quotation.html",
        group=group,
        wordings=shown,
        left_out=len(group.wordings) - len(shown),
        groupings=regrouped(desk.store, _KIND, group.corrections, {one.form for one in group.wordings}),
        here="quotations",
        **_forms.shown(request, desk),
    )


def quotations_of(desk: Desk, statement_id: str) -> list[VariantGroup]:
    """The quotations that a statement is a wording of and that stand in other articles, too."""
    groups = _varied_of(desk, [item.group for item in desk.store.items(_KIND, statements=[statement_id])])
    return [one for one in groups if sum(len(wording.carriers) for wording in one.wordings) > 1]


def _varied_of(desk: Desk, ids: list[str]) -> list[VariantGroup]:
    return [_as_varied(found) for found in desk.store.whole_groups(_KIND, ids)]


def _varied(desk: Desk, group_id: str) -> VariantGroup:
    return _as_varied(desk.store.group(_KIND, group_id))


def _as_varied(found: Group) -> VariantGroup:
    return varied(found.id, found.items, (row.link for row in found.links if row.holds is not False), found.corrections)


def _differing(texts: dict[int, str], one: Wording) -> Markup:
    """The words of a wording with what it changed of the one it stands beside: signs of editing, not colour alone, tell it."""
    if one.beside is None:
        return Markup("{}").format(visible(one.text))
    first, second, at, parts = texts[one.beside], one.text, 0, []
    for run in one.runs:
        if run.second is not None:
            parts.append(_between(second, at, run.second[0]))
            at = run.second[1]
        elif parts:
            parts.append(Markup(" "))
        old = visible(first[slice(*run.first)]) if run.first else ""
        new = visible(second[slice(*run.second)]) if run.second else ""
        parts.append(_run(run, old, new))
    return Markup("").join([*parts, _between(second, at, len(second))])


def _run(run: Run, old: str, new: str) -> Markup:
    if run.change == "equal":
        return Markup("{}").format(new)
    if run.change == "moved":
        return Markup('<span class="moved">{}</span>').format(new)
    cut = Markup("<del>{}</del>").format(old) if old else Markup("")
    return cut + (Markup(" ") if old and new else Markup("")) + (Markup("<ins>{}</ins>").format(new) if new else Markup(""))


def _between(text: str, start: int, end: int) -> Markup:
    """What stands between two runs where that is no word; else a space, since something moved."""
    gap = text[start:end] if start <= end else ""
    plain = gap if gap and not any(sign.isalnum() for sign in gap) else " " if start else ""
    return Markup("{}").format(visible(plain))
