"""What is contested across articles: the list of disputes, and one dispute with its two sides in time and why they stand against each other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword.compare import Contest, Said, contests
from whoseword.errors import NotFoundError
from whoseword.store import StatementRow
from whoseword.web import _links
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._paging import page_of

router = APIRouter()

_KIND: Final = "claim"
_A_PAGE: Final = 20
_SHOWN: Final = 400  # clauses of one dispute that its page shows, the earliest
_GROUNDS: Final = 40
_TELLING: Final = 3  # words


@dataclass(frozen=True, slots=True)
class Moment:
    """What both sides said on one day."""

    day: str | None
    for_: tuple[Said, ...]
    against: tuple[Said, ...]


@router.get("/disputes", response_class=HTMLResponse)
def disputes(request: Request, desk: TheDesk) -> HTMLResponse:
    """The disputes of the ledger, the last heard of first."""
    page = page_of(request.query_params, _A_PAGE)
    found, more = latest(desk, page.size, page.offset)
    return desk.page("disputes.html", disputes=found, more=more, page=page, here="disputes")


@router.get("/disputes/{dispute_id}", response_class=HTMLResponse)
def dispute(dispute_id: str, desk: TheDesk) -> Response:
    """One dispute, by its id or that of any claim in it; where it goes by another name now, that one's address."""
    one = _named(desk, dispute_id)
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
        here="disputes",
    )


def latest(desk: Desk, most: int, offset: int = 0) -> tuple[list[Contest], bool]:
    """The disputes of `most` groups of claims, the last heard of first, and whether there are more groups."""
    groups = desk.store.groups(_KIND, relation="against", limit=most + 1, offset=offset)
    found = _contests_of(desk, [row.id for row in groups[:most]])
    return sorted(found, key=lambda one: (one.latest or "", one.id), reverse=True), len(groups) > most


def disputes_of(desk: Desk, statement_id: str) -> list[Contest]:
    """The disputes that a statement is a side of."""
    found = _contests_of(desk, [item.group for item in desk.store.items(_KIND, statements=[statement_id])])
    return [one for one in found if any(s.statement == statement_id for side in one.sides for s in side.said)]


def title_of(one: Contest) -> str:
    """What a dispute is about, in words of it: where its first contested clause says too little (“it”), the first that says more."""
    said = [one.about, *(s.words for side in one.sides for s in side.said)]
    return next((words for words in said if len(words.split()) >= _TELLING), one.about)


def _contests_of(desk: Desk, ids: list[str]) -> list[Contest]:
    return [one for group in desk.store.whole_groups(_KIND, ids) for one in contests(group.items, group.links)]


def _contests(desk: Desk, group_id: str) -> list[Contest]:
    group = desk.store.group(_KIND, group_id)
    return contests(group.items, group.links)


def _named(desk: Desk, dispute_id: str) -> Contest:
    found = _contests(desk, dispute_id)
    having = [one for one in found if any(s.form.startswith(dispute_id) for side in one.sides for s in side.said)]
    if not having:
        raise NotFoundError(f"nothing is contested under {dispute_id!r} any more: look among the disputes")
    return having[0]


def _moments(one: Contest, said: list[Said], rows: Mapping[str, StatementRow]) -> Iterator[Moment]:
    """The days on which something was said, in order, those without a date last; what is no longer in the ledger is left out."""
    first = {s.form for s in one.sides[0].said}
    there = [s for s in said if s.statement in rows]
    for day in dict.fromkeys(s.day for s in there):
        today = [s for s in there if s.day == day]
        yield Moment(day, tuple(s for s in today if s.form in first), tuple(s for s in today if s.form not in first))
