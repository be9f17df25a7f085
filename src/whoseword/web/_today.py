"""Today: what was published last, what is contested, and who is heard most."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from whoseword.web._desk import TheDesk
from whoseword.web._disputes import latest

router = APIRouter()

_ARTICLES: Final = 12
_CONTESTED: Final = 8
_HEARD_IN: Final = 1000  # statements
_HEARD: Final = 12


@router.get("/", response_class=HTMLResponse)
def today(desk: TheDesk) -> HTMLResponse:
    """The page that the desk opens on."""
    articles = list(desk.store.articles(order="published", limit=_ARTICLES))
    contested, _ = latest(desk, _CONTESTED)
    survey = desk.store.survey(desk.query(), window=_HEARD_IN, most=_HEARD_IN)
    heard = [(name, number) for name, number in survey.counts["speaker"] if name is not None]
    return desk.page(
        "today.html", articles=articles, contested=contested[:_CONTESTED], heard=heard[:_HEARD], survey=survey, here="today"
    )
