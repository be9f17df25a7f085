"""One statement: its words in their place, the evidence for each field, its links, and how to cite it."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from whoseword.export import read_by
from whoseword.records import Party, Reading, SaidOn, Span, Statement
from whoseword.store import StatementRow
from whoseword.web import _forms, _links, _words
from whoseword.web._desk import Desk, TheDesk
from whoseword.web._disputes import disputes_of
from whoseword.web._history import history_of, last_counting
from whoseword.web._marked import excerpt
from whoseword.web._quotations import quotations_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: what it says, how that was found, how sure it is, and the words of the text that show it."""

    name: str
    says: str
    how: str | None = None
    confidence: float | None = None
    spans: tuple[Span, ...] = ()
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """Another statement of the article, and what it is to this one."""

    relation: str
    statement: Statement
    number: int


@router.get("/statements/{statement_id}", response_class=HTMLResponse)
def statement(statement_id: str, request: Request, desk: TheDesk) -> Response:
    """One statement. The beginning of an id leads to the address of the whole one."""
    row = desk.surely(desk.store.statement(statement_id))
    if row.statement.id != statement_id:
        return RedirectResponse(_links.statement(row.statement.id))
    reading = reading_with(desk, row)
    history = history_of(desk.store, row.statement)
    return desk.page(
        "statement.html",
        row=row,
        statement=row.statement,
        article=reading.article,
        number=next((n for n, s in enumerate(reading.statements, 1) if s.id == row.statement.id), None),
        excerpt=excerpt(reading.article, row.statement),
        fields=fields_of(row.statement),
        linked=_linked(reading, row.statement),
        disputes=disputes_of(desk, row.statement.id),
        quotations=quotations_of(desk, row.statement.id),
        citation=citation(row, reading.article.text_sha256),
        history=history,
        undoable=last_counting(history),
        verdict=next((one for one in reversed(row.statement.corrections) if one.field == "verdict"), None),
        **_forms.shown(request, desk),
        here="search",
    )


@router.get("/statements/{statement_id}/found", response_class=HTMLResponse)
def found(statement_id: str, desk: TheDesk) -> HTMLResponse:
    """The evidence for each field of one statement, as a part of a page."""
    row = desk.surely(desk.store.statement(statement_id))
    return desk.page("_found_part.html", fields=fields_of(row.statement), statement=row.statement)


def fields_of(statement: Statement) -> list[Field]:
    """What a statement's record says, field by field, in the order in which one asks."""
    speaker = statement.speaker
    who = ", ".join(part for part in (speaker.name or "unresolved", speaker.role, speaker.country) if part)
    fields = [
        Field("speaker", who, _words.HOW[speaker.how], speaker.confidence, statement.source, speaker=speaker.name),
        Field("act", statement.act, None if statement.voiced else "a thought or wish, not spoken", None, statement.cue),
        Field("kind", statement.kind, None, None, statement.content),
        *_optional_fields(statement),
        Field("confidence", f"{statement.confidence:.2f}", "that this is a statement and these its words"),
        Field("read by", read_by(statement)),
    ]
    return [one for one in fields if one.says]


def _optional_fields(statement: Statement) -> list[Field]:
    fields: list[Field] = []
    if statement.verbatim:
        fields.append(Field("verbatim", _words.count(len(statement.verbatim), "passage"), None, None, statement.verbatim))
    if (to := statement.addressee) is not None:
        fields.append(Field("addressee", f"{to.name} ({to.type})", None, None, (to.span,) if to.span else ()))
    if (on := statement.said_on) is not None:
        fields.append(Field("said on", _day_of(on), _day_from(on), None, (on.span,) if on.span else ()))
    if statement.occasion is not None:
        fields.append(Field("occasion", statement.occasion.text, None, None, (statement.occasion,)))
    if statement.chain:
        spans = tuple(party.span for party in statement.chain if party.span)
        fields.append(Field("on whose word", chain_words(statement.chain), None, None, spans))
    return fields


def chain_words(chain: Iterable[Party]) -> str:
    """A chain of sources, the outermost first."""
    return " ← ".join(party.name for party in chain)


def citation(row: StatementRow, text_sha256: str) -> str:
    """How to cite a statement in print, with what finds its words again in the text."""
    statement, speaker = row.statement, row.statement.speaker
    words = _words.shortened(" […] ".join(span.text for span in statement.content), 600)
    quoted = f"“{words}”" if statement.kind == "direct" else words
    who = ", ".join(part for part in (speaker.name or "speaker unresolved", speaker.role) if part)
    on = f", {_words.day(statement.said_on.value)}" if statement.said_on else ""
    through = f" (on the word of {chain_words(statement.chain[1:])})" if len(statement.chain) > 1 else ""
    title = f"“{_words.oneline(row.title)}”" if row.title else row.source
    where = ", ".join(part for part in (row.outlet, title, _words.day(row.published), row.url) if part)
    first, last = min(s.start for s in statement.content), max(s.end for s in statement.content)
    place = f"Statement {statement.id}, characters {first}–{last} of text {text_sha256[:12]}."
    return f"{quoted} ({statement.kind}). {who}{on}{through}. In: {where}. {place}"


def _day_of(on: SaidOn) -> str:
    return " ".join(part for part in (on.modifier.lower() if on.modifier else None, _words.day(on.value)) if part)


def _day_from(on: SaidOn) -> str:
    origins = {
        "text": "from the text",
        "publication": "from the date of publication alone",
        "correction": "as a person corrected it",
    }
    origin = origins[on.from_]
    return f"to the {on.precision}, {origin}"


def _linked(reading: Reading, statement: Statement) -> list[Linked]:
    """The other statements that this one is tied to, first those it names, then those that name it."""
    numbered = list(enumerate(reading.statements, 1))
    links = (("answers", "about"), ("stands inside", "inside"), ("repeats", "repeats"))
    back = (("is answered by", "about"), ("holds", "inside"), ("is repeated by", "repeats"))
    found = [
        Linked(relation, other, number)
        for relation, field in links
        for number, other in numbered
        if other.id == getattr(statement, field)
    ]
    return found + [
        Linked(relation, other, number)
        for relation, field in back
        for number, other in numbered
        if getattr(other, field) == statement.id
    ]


def reading_with(desk: Desk, row: StatementRow) -> Reading:
    """The latest reading of the article that has the statement: an older one where a newer does without.

    What a person added and took back is in none: then it is the latest.
    """
    latest = desk.store.reading(row.article_id)
    if any(statement.id == row.statement.id for statement in latest.statements):
        return latest
    having = [r for r in desk.store.readings(row.article_id) if any(s.id == row.statement.id for s in r.statements)]
    return having[-1] if having else latest
