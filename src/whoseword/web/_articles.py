"""The list of articles, and the article: its text with the statements marked, their notes beside it."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword import versions
from whoseword.corrections import ADDED, additions, in_effect
from whoseword.records import Reading, Statement
from whoseword.web import _forms, _links
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._marked import passages
from whoseword.web._paging import page_of
from whoseword.web._versions import said_of

router = APIRouter()

_A_PAGE: Final = 40
_MOST_DIGITS: Final = 10
_TAKEN_BACK: Final = 20
_LOOKED_AT: Final = 2500  # articles that have the words, the last added


@router.get("/articles", response_class=HTMLResponse)
def articles(request: Request, desk: TheDesk) -> HTMLResponse:
    """The articles of the ledger, the last published first; `words` and `outlet` narrow them."""
    page = page_of(request.query_params, _A_PAGE)
    asked = {name: request.query_params.get(name, "").strip() for name in ("words", "outlet")}
    found = list(
        desk.store.articles(
            words=asked["words"] or None,
            outlet=asked["outlet"] or None,
            order="published",
            limit=page.limit,
            offset=page.offset,
            window=_LOOKED_AT,
        )
    )
    return desk.page(
        "articles.html",
        articles=found[: page.size],
        more=len(found) > page.size,
        page=page,
        asked=asked,
        looked_at=_LOOKED_AT,
        here="articles",
    )


@router.get("/articles/{article_id}", response_class=HTMLResponse)
def article(article_id: str, request: Request, desk: TheDesk) -> Response:
    """One article. The beginning of an id leads to the address of the whole one; `at` is an offset: its passage has the id `at`."""
    row = desk.store.article(article_id)
    if row.id != article_id:
        return RedirectResponse(_links.article(row.id))
    reading = desk.reading(row.id)
    shown = passages(reading.article, reading.statements)
    changed = versions.changed(desk.store, row.id, desk.options.confidence)
    numbers = {statement.id: number for number, statement in enumerate(reading.statements, 1)}
    return desk.page(
        "article.html",
        row=row,
        article=reading.article,
        passages=shown,
        at=_offset(request.query_params.get("at", "")),
        headed=bool(shown) and shown[0].kind == "title",
        count=len(reading.statements),
        numbers=numbers,
        answers=_answers(reading, numbers),
        disputes=reading.disputes,
        sourcing=reading.sourcing,
        rejected=reading.rejected,
        taken_back=_taken_back(desk, row.id),
        edited=said_of(changed),
        owned=changed.edits.owned if changed else None,
        kept=desk.store.originals.find(row.id),
        **_forms.shown(request, desk),
        here="articles",
    )


def _taken_back(desk: Desk, article_id: str) -> list[Statement]:
    """The statements that people added to an article and took back: they can be brought back on their pages."""
    made = desk.store.corrections(article=article_id)
    counting = {one.target_id for one in in_effect(made) if one.field == ADDED}
    return [desk.store.statement(one.target_id).statement for one in additions(made) if one.target_id not in counting][
        :_TAKEN_BACK
    ]


def _offset(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < _MOST_DIGITS else None


def _answers(reading: Reading, numbers: Mapping[str, int]) -> dict[str, list[int]]:
    """The numbers of the statements that deny or answer each statement, by its id."""
    found: dict[str, list[int]] = {}
    for statement in reading.statements:
        if statement.about in numbers:
            found.setdefault(str(statement.about), []).append(numbers[statement.id])
    return found
