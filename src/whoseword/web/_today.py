"""Today: what is new under what one watches, what was published last, which positions changed, what is contested, who is heard most."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from whoseword import versions, watching
from whoseword.watching import Least
from whoseword.web._desk import TheDesk
from whoseword.web._disputes import latest
from whoseword.web._versions import said_of
from whoseword.web._watching import with_news

router = APIRouter()

_ARTICLES: Final = 12
_CONTESTED: Final = 8
_TURNS: Final = 5
_EDITED: Final = 4
_EDITED_OF: Final = 8  # texts that replaced others, the last ones
_NEWS: Final = 6  # watches
_HEARD_IN: Final = 1000  # statements
_HEARD: Final = 12


@router.get("/", response_class=HTMLResponse)
def today(desk: TheDesk) -> HTMLResponse:
    """The page that the desk opens on."""
    articles = list(desk.store.articles(order="published", limit=_ARTICLES))
    contested, _ = latest(desk, _CONTESTED)
    survey = desk.store.survey(desk.query(), window=_HEARD_IN, most=_HEARD_IN)
    heard = [(name, number) for name, number in survey.counts["speaker"] if name is not None]
    turns = watching.turns(desk.store, Least(desk.options.confidence, desk.options.sure), limit=_TURNS)
    news = with_news(desk)
    edited = versions.edited(desk.store, desk.options.confidence, limit=_EDITED, looked_at=_EDITED_OF)
    return desk.page(
        "today.html",
        articles=articles,
        contested=contested[:_CONTESTED],
        heard=heard[:_HEARD],
        survey=survey,
        turns=turns,
        edited=[(one, said_of(one)) for one in edited],
        news=news[:_NEWS],
        more_news=len(news) > _NEWS,
        here="today",
    )
