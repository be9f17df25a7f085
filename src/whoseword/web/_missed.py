"""A statement that the reading missed: a form over the article's text, in which its words are chosen; it is kept as a correction."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword.errors import InputError
from whoseword.records import Reading
from whoseword.web import _forms, _links
from whoseword.web._correcting import compare_anew
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._forms import TheForm
from whoseword.web._given import FIELDS, added_by, choices
from whoseword.web._spans import offsets_of, place_of, words_of

router = APIRouter()

_SEE_OTHER: Final = 303
_NOTHING: Final = dict.fromkeys((*FIELDS, "why", "at"), "") | {"act": "assert", "type": "person", "addressee_type": "person"}


@router.get("/articles/{article_id}/add", response_class=HTMLResponse)
def add(article_id: str, request: Request, desk: TheDesk) -> Response:
    """The form for a statement that was missed; `at` is where its words are (120:139) or where to begin to look (120)."""
    row = desk.store.article(article_id)
    if row.id != article_id:
        return RedirectResponse(_links.add(row.id))
    if not _forms.may_write(request):
        here = "The ledger is open for reading only, or this is another machine than the desk's."
        return desk.page("error.html", status=403, heading="Nothing can be added here", message=here, here="")
    reading = desk.store.reading(row.id)
    at = request.query_params.get("at", "")
    given = dict(_NOTHING) | {"at": at}
    if ":" in at and all(start < end <= len(reading.article.text) for start, end in offsets_of(at)):
        text = reading.article.text
        given |= {f"content_{number}": text[start:end] for number, (start, end) in enumerate(offsets_of(at), 1)}
        given["content_at"] = at
    return _form(request, desk, reading, given)


@router.post("/articles/{article_id}/add", response_class=HTMLResponse)
def save(article_id: str, request: Request, desk: TheDesk, form: TheForm) -> Response:
    """Keep the statement, tie it to what it is tied to, and lead to its note."""
    row = desk.store.article(article_id)
    reading = desk.store.reading(row.id)
    try:
        given = added_by(reading.article.text, form)
        ties = {name: form[name] for name in ("about", "inside") if form.get(name)}
        made = desk.store.add_statement(row.id, given, ties=ties, by=form.get("by", ""), why=form.get("why"))
    except InputError as error:
        return _form(request, desk, reading, dict(_NOTHING) | form, fault=str(error), status=422)
    compare_anew(desk.store)
    shown = desk.reading(row.id).statements
    number = next((n for n, one in enumerate(shown, 1) if one.id == made.target_id), None)
    answer = RedirectResponse(
        _links.note(row.id, number) if number is not None else _links.statement(made.target_id), _SEE_OTHER
    )
    _forms.remember(answer, form.get("by", ""))
    return answer


def _form(
    request: Request, desk: Desk, reading: Reading, given: Mapping[str, str], *, fault: str | None = None, status: int = 200
) -> HTMLResponse:
    first = given.get("at", "").partition(":")[0]
    at = int(first) if first.isascii() and first.isdecimal() and len(first) < 10 else 0
    return desk.page(
        "missed.html",
        status=status,
        article=reading.article,
        place=place_of(reading.article, None, given, at=at),
        passages=words_of(None, given),
        given={"by": _forms.name_of(request)} | dict(given),
        fault=fault,
        token=desk.token,
        here="articles",
        **choices(reading, None),
    )
