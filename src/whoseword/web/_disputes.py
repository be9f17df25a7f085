"""What is contested across articles: the list of disputes, and one dispute with its two sides in time and why they stand against each other."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword.compare import Contest, Said, contests
from whoseword.corrections import in_effect
from whoseword.errors import NotFoundError
from whoseword.records import Correction
from whoseword.store import ItemRow, StatementRow
from whoseword.web import _exports, _forms, _links
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._grouping import is_merge, regrouped
from whoseword.web._paging import page_of
from whoseword.web._watching import button

router = APIRouter()

KIND: Final = "claim"
_A_PAGE: Final = 20
_SHOWN: Final = 400  # clauses of one dispute that its page shows, the earliest
_GROUNDS: Final = 40
_VERDICTS: Final = 40


@dataclass(frozen=True, slots=True)
class Moment:
    """What both sides said on one day."""

    day: str | None
    for_: tuple[Said, ...]
    against: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """That a person said of two clauses that they stand against each other, or (`holds` false) that they do not.

    Their words, and where they stand: None where they are no longer in the ledger.
    """

    made: Correction
    first: str
    second: str
    words: tuple[str, str]
    items: tuple[ItemRow | None, ItemRow | None]
    holds: bool


@router.get("/disputes", response_class=HTMLResponse)
def disputes(request: Request, desk: TheDesk) -> HTMLResponse:
    """The disputes of the ledger, the last heard of first."""
    page = page_of(request.query_params, _A_PAGE)
    found, more = latest(desk, page.size, page.offset)
    return desk.page("disputes.html", disputes=found, more=more, page=page, here="disputes")


@router.get("/disputes/{dispute_id}", response_class=HTMLResponse)
def dispute(dispute_id: str, request: Request, desk: TheDesk) -> Response:
    """One dispute, by its id or that of any claim in it; where it goes by another name now, that one's address.

    Where a person ended it, the page says so.
    """
    one = _named(desk, dispute_id)
    forms = {s.form for side in one.sides for s in side.said} if one else {dispute_id}
    verdicts = verdicts_on(desk, forms)
    if one is None:
        group = desk.store.group(KIND, dispute_id)
        groupings = regrouped(desk.store, KIND, group.corrections, {item.form for item in group.items})
        if not verdicts and not groupings:
            raise NotFoundError(f"nothing is contested under {dispute_id!r} any more: look among the disputes")
        shown = _forms.shown(request, desk)
        return desk.page("settled.html", id=dispute_id, verdicts=verdicts, groupings=groupings, here="disputes", **shown)
    if one.id != dispute_id:
        return RedirectResponse(_links.dispute(one.id))
    said = sorted((s for side in one.sides for s in side.said), key=lambda s: (s.day is None, s.day or ""))[:_SHOWN]
    rows = {row.statement.id: row for row in desk.by_id([s.statement for s in said])}
    words = {s.form: s.words for side in one.sides for s in side.said}
    return desk.page(
        "dispute.html",
        dispute=one,
        moments=list(_moments(one, said, rows)),
        rows=rows,
        words=words,
        grounds=sorted(one.grounds, key=lambda grounds: -grounds.grade)[:_GROUNDS],
        left_out=sum(len(side.said) for side in one.sides) - len(said),
        verdicts={frozenset((v.first, v.second)): v for v in verdicts if v.holds},
        rejected=[v for v in verdicts if not v.holds],
        pair=frozenset,
        exports=_exports.of_dispute(one.id),
        groupings=regrouped(desk.store, KIND, one.corrections, forms),
        sides=[
            (side.said[0].form, f"{name}: {side.said[0].words}")
            for side, name in zip(one.sides, ("for", "against"), strict=True)
        ],
        here="disputes",
        **button(request, desk, "dispute", one.id, one.about, also=forms),
    )


@router.get("/disputes/{dispute_id}/exports/{name}")
def exported(dispute_id: str, name: str, request: Request, desk: TheDesk) -> Response:
    """The statements of both sides of a dispute as a file, the earliest first."""
    one = _named(desk, dispute_id)
    if one is None:
        raise NotFoundError(f"nothing is contested under {dispute_id!r} any more: look among the disputes")
    said = sorted((s for side in one.sides for s in side.said), key=lambda s: (s.day is None, s.day or ""))
    rows = desk.by_id(list(dict.fromkeys(s.statement for s in said)))
    return _exports.file_of(request, desk.store, name, rows, f"Dispute: {one.about}")


def is_contested(desk: Desk, dispute_id: str) -> bool:
    """Whether a claim of this id is in a dispute."""
    return _named(desk, dispute_id) is not None


def verdicts_on(desk: Desk, forms: Collection[str]) -> list[Verdict]:
    """The last verdict that counts on each two claims of which one is among `forms`."""
    last: dict[tuple[str, str], Correction] = {}
    for made in in_effect(desk.store.corrections(target="link")):
        kind, first, second = made.target_id.split(":")
        if kind == KIND and (first in forms or second in forms) and not _is_merge(desk, made):
            last[first, second] = made
    found = []
    for (first, second), made in list(last.items())[-_VERDICTS:]:
        items = (_item_of(desk, first), _item_of(desk, second))
        words = (_words_of(items[0]), _words_of(items[1]))
        found.append(Verdict(made, first, second, words, items, bool(made.value)))
    return found


def _is_merge(desk: Desk, made: Correction) -> bool:
    """Whether a person said of two clauses not that they contradict, but that they are the same."""
    return bool(made.value) and is_merge(desk.store, KIND, made)


def latest(desk: Desk, most: int, offset: int = 0) -> tuple[list[Contest], bool]:
    """The disputes of `most` groups of claims, the last heard of first, and whether there are more groups."""
    groups = desk.store.groups(KIND, relation="against", limit=most + 1, offset=offset)
    found = _contests_of(desk, [row.id for row in groups[:most]])
    return sorted(found, key=lambda one: (one.latest or "", one.id), reverse=True), len(groups) > most


def disputes_of(desk: Desk, statement_id: str) -> list[Contest]:
    """The disputes that a statement is a side of."""
    found = _contests_of(desk, [item.group for item in desk.store.items(KIND, statements=[statement_id])])
    return [one for one in found if any(s.statement == statement_id for side in one.sides for s in side.said)]


def _contests_of(desk: Desk, ids: list[str]) -> list[Contest]:
    return [
        one for group in desk.store.whole_groups(KIND, ids) for one in contests(group.items, group.links, group.corrections)
    ]


def _contests(desk: Desk, group_id: str) -> list[Contest]:
    group = desk.store.group(KIND, group_id)
    return contests(group.items, group.links, group.corrections)


def _named(desk: Desk, dispute_id: str) -> Contest | None:
    """The dispute that a claim of this id is in; None where it is in none (any more), NotFoundError where there is no such claim."""
    found = _contests(desk, dispute_id)
    return next((one for one in found if any(s.form.startswith(dispute_id) for side in one.sides for s in side.said)), None)


def _item_of(desk: Desk, form: str) -> ItemRow | None:
    try:
        items = desk.store.group(KIND, form).items
    except NotFoundError:
        return None
    return next((one for one in items if one.form == form), None)


def _words_of(item: ItemRow | None) -> str:
    return str(item.facts["words"]) if item else "a clause that is no longer in the ledger"


def _moments(one: Contest, said: list[Said], rows: Mapping[str, StatementRow]) -> Iterator[Moment]:
    """The days on which something was said, in order, those without a date last; what is no longer in the ledger is left out."""
    first = {s.form for s in one.sides[0].said}
    there = [s for s in said if s.statement in rows]
    for day in dict.fromkeys(s.day for s in there):
        today = [s for s in there if s.day == day]
        yield Moment(day, tuple(s for s in today if s.form in first), tuple(s for s in today if s.form not in first))
