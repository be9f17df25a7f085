"""Speakers: who is heard, and of one the roles over time, the statements by date or by issue, whom they answer and how they are sourced."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, get_args

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword import watching
from whoseword.errors import NotFoundError
from whoseword.records import ActorType
from whoseword.store import Held, Query, StatementRow
from whoseword.watching import Least
from whoseword.web import _exports, _links
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._naming import named
from whoseword.web._paging import page_of
from whoseword.web._plot import bars
from whoseword.web._watching import button
from whoseword.web._words import day

router = APIRouter()

_A_PAGE: Final = 25
_COUNTED: Final = 1000  # statements that acts, outlets, months and names are counted from
_PORTRAYED: Final = 60  # statements that roles, addressees and sourcing are read from
_LISTED: Final = 60
_NAMES: Final = 8
_ISSUES: Final = 12  # issues of the ledger that a speaker's statements are sorted by
_ON_ISSUE: Final = 5  # statements on each
_ISSUE_WINDOW: Final = 500  # of the speaker's statements that have an issue's words, those that are looked at, the last added


@dataclass(frozen=True, slots=True)
class Role:
    """What a speaker was called, from the first to the last day, and in how many statements."""

    role: str
    first: str | None
    last: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """What the latest statements of a speaker say about the speaker; each list has the most frequent first."""

    name: str
    type: ActorType
    country: str | None
    roles: tuple[Role, ...]
    answered: tuple[tuple[str, int], ...]
    addressed: tuple[tuple[str, int], ...]
    through: tuple[tuple[str, int], ...]
    direct: int
    looked_at: int


@dataclass(frozen=True, slots=True)
class OnIssue:
    """What a speaker says on an issue: `count` statements at least have its words, of which `rows` are the latest; and what is held."""

    name: str
    held: tuple[Held, ...]
    rows: tuple[StatementRow, ...]
    count: int
    more: bool
    search: str | None


@router.get("/speakers", response_class=HTMLResponse)
def speakers(request: Request, desk: TheDesk) -> Response:
    """Who is heard most in the latest statements; with `name`, those whose name has these words."""
    name = request.query_params.get("name", "").strip()
    _, survey = desk.search(desk.query(speaker=name or None, limit=0), _COUNTED)
    heard = [(one, number) for one, number in survey.counts["speaker"] if one is not None]
    if name and len(heard) == 1:
        return RedirectResponse(_links.speaker(heard[0][0]))
    return desk.page("speakers.html", heard=heard[:_LISTED], survey=survey, name=name, here="speakers")


@router.get("/speakers/{name:path}", response_class=HTMLResponse)
def speaker(name: str, request: Request, desk: TheDesk) -> HTMLResponse:
    """One speaker, by the resolved name or by an actor's id."""
    page = page_of(request.query_params, _A_PAGE)
    query = desk.query(who=name)
    latest, survey = desk.search(replace(query, limit=_PORTRAYED), _COUNTED)
    if not latest and re.fullmatch("[0-9a-f]{16}", name):
        query = desk.query(actor=name)
        latest, survey = desk.search(replace(query, limit=_PORTRAYED), _COUNTED)
    if not latest:
        raise NotFoundError(f"nobody in this ledger speaks under the name {name!r}: search for a part of the name")
    shown = latest[page.offset : page.offset + page.limit]
    if len(latest) == _PORTRAYED and page.offset + page.limit > _PORTRAYED:
        shown = desk.rows(replace(query, limit=page.limit, offset=page.offset))
    months = sorted((month, number) for month, number in survey.counts["month"] if month is not None)
    portrait = _portrait(desk, latest)
    by_issue = request.query_params.get("by") == "issue"
    issues = [*_on_issues(desk, query, portrait.name)] if by_issue else []
    return desk.page(
        "speaker.html",
        portrait=portrait,
        days=[] if by_issue else _by_day(shown[: page.size]),
        by_issue=by_issue,
        issues=issues,
        more=len(shown) > page.size and not by_issue,
        page=page,
        survey=survey,
        chart=bars(months, "Statements a month"),
        key=name,
        exports=_exports.of_search({"actor" if query.actor else "who": name}),
        named=named(desk.store, name),
        types=[one for one in get_args(ActorType) if one != "unresolved"],
        here="speakers",
        **button(request, desk, "speaker", name, portrait.name),
    )


def _on_issues(desk: Desk, query: Query, name: str) -> Iterator[OnIssue]:
    """What a speaker says on each issue that the ledger keeps and of which there is something."""
    held = watching.held_by(desk.store, name, Least(desk.options.confidence, desk.options.sure))
    for issue in desk.store.issues()[:_ISSUES]:
        on_it = tuple(one for one in held if one.issue == issue.name)
        rows: list[StatementRow] = []
        count, more = 0, False
        if issue.words:  # with the name among the words, the index has both, and few are looked at
            asked = replace(query, words=issue.words, speaker=name, limit=_ON_ISSUE)
            rows, survey = desk.search(asked, _ISSUE_WINDOW)
            count, more = survey.counted, survey.more or survey.cut
        elif on_it:
            rows = desk.by_id([one.statement for one in on_it[:_ON_ISSUE]])
            count = len(rows)
        if rows or on_it:
            search = _links.search({"q": issue.words, "who": name}) if issue.words and query.who else None
            yield OnIssue(issue.name, on_it, tuple(rows), count, more, search)


def _by_day(rows: Sequence[StatementRow]) -> list[tuple[str, list[StatementRow]]]:
    """Rows that follow one another under the day they were said, else published, in words."""
    return [(label, list(group)) for label, group in itertools.groupby(rows, _day)]


def _day(row: StatementRow) -> str:
    on = row.statement.said_on
    return day(on.value if on else row.published[:10] if row.published else None)


def _portrait(desk: Desk, rows: Sequence[StatementRow]) -> Portrait:
    said = [row.statement for row in rows]
    answered = {one.statement.id: one.statement.speaker.name for one in desk.by_id([s.about for s in said if s.about])}
    name = _first(s.speaker.name for s in said)
    return Portrait(
        name=name or "unresolved",
        type=said[0].speaker.type,
        country=_first(s.speaker.country for s in said),
        roles=_roles(rows),
        answered=_most(answered.get(s.about) for s in said if s.about),
        addressed=_most(s.addressee.name for s in said if s.addressee),
        through=_most(party.name for row in rows for party in row.statement.chain[:-1] if party.name != row.outlet),
        direct=sum(s.kind != "indirect" for s in said),
        looked_at=len(said),
    )


def _roles(rows: Sequence[StatementRow]) -> tuple[Role, ...]:
    """Each role that a speaker was given, by the day of its first statement, the latest first."""
    days: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        role = row.statement.speaker.role
        if role is None:
            continue
        counts[role] += 1
        on = row.published or (row.statement.said_on.value if row.statement.said_on else None)
        days.setdefault(role, []).extend([on[:10]] if on else [])
    roles = [Role(role, min(on, default=None), max(on, default=None), counts[role]) for role, on in days.items()]
    return tuple(sorted(roles, key=lambda one: (one.last or "", one.count), reverse=True))


def _most(names: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(name for name in names if name is not None).most_common(_NAMES))


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value is not None), None)
