"""Today: what was published last, what is contested in it, and who is heard most."""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from whoseword.records import Dispute, Reading, Statement
from whoseword.store import ArticleRow
from whoseword.web._desk import Desk, TheDesk

router = APIRouter()

_ARTICLES: Final = 12
_CONTESTED_IN: Final = 12  # so many of the latest articles are looked through for disputes
_CONTESTED: Final = 8
_HEARD_IN: Final = 1000  # statements
_HEARD: Final = 12


@dataclass(frozen=True, slots=True)
class Contested:
    """A dispute of an article, with its statements; `numbers` are those on the article's page."""

    article: ArticleRow
    about: str
    for_: tuple[Statement, ...]
    against: tuple[Statement, ...]


@router.get("/", response_class=HTMLResponse)
def today(desk: TheDesk) -> HTMLResponse:
    """The page that the desk opens on."""
    articles = list(desk.store.articles(order="published", limit=_ARTICLES))
    contested = [one for row in articles[:_CONTESTED_IN] for one in _contested(desk, row)]
    survey = desk.store.survey(desk.query(), window=_HEARD_IN)
    heard = [(name, number) for name, number in survey.counts["speaker"] if name is not None]
    return desk.page(
        "today.html", articles=articles, contested=contested[:_CONTESTED], heard=heard[:_HEARD], survey=survey, here="today"
    )


def _contested(desk: Desk, row: ArticleRow) -> list[Contested]:
    reading = desk.reading(row.id)
    return [
        Contested(row, dispute.about, named(reading, dispute.for_), named(reading, dispute.against))
        for dispute in sorted(reading.disputes, key=_size, reverse=True)
    ]


def named(reading: Reading, ids: tuple[str, ...]) -> tuple[Statement, ...]:
    """The statements of a reading that have these ids, in the order of the ids."""
    by_id = {statement.id: statement for statement in reading.statements}
    return tuple(by_id[one] for one in ids if one in by_id)


def _size(dispute: Dispute) -> int:
    return len(dispute.for_) + len(dispute.against)
