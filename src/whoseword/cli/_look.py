"""`list`, `search` and `show`: what is in the ledger, on the terminal or as JSON and CSV."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from whoseword import late
from whoseword.cli import _render
from whoseword.cli._session import ColourFlag, ConfidenceFlag, LedgerFlag, Session, SureFlag, start, write_lines
from whoseword.errors import StoreError
from whoseword.export import json_array, json_line, named_surely, surest
from whoseword.formats import View, written
from whoseword.records import Reading

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import ArticleRow, StatementRow, Store


class ListFormat(StrEnum):
    """How a list of rows is printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


class SearchFormat(StrEnum):
    """How statements found are printed: on the terminal, or as a file for other programs (`whoseword.formats`)."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    bibtex = "bibtex"
    ris = "ris"
    csl = "csl"
    jsonld = "jsonld"
    atom = "atom"
    sheet = "sheet"


class ShowFormat(StrEnum):
    """How one record is printed."""

    text = "text"
    json = "json"


FormatFlag = Annotated[ListFormat, typer.Option("--format", help="How to print it.")]
LimitFlag = Annotated[int | None, typer.Option("--limit", "-n", min=0, help="At most so many.")]


def list_articles(
    *,
    words: Annotated[str | None, typer.Option("--words", help='In the text: words, "a phrase", AND, OR, NOT, begin*.')] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="The outlet's whole name.")] = None,
    versions: Annotated[bool, typer.Option("--versions", help="Also texts that newer ones replaced.")] = False,
    limit: LimitFlag = None,
    format_: Annotated[ListFormat, typer.Option("--format", help="table, json or jsonl.")] = ListFormat.table,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """List the articles of the ledger, the last read first."""
    session = start(ledger=ledger, colour=colour)
    if format_ is ListFormat.csv:
        raise typer.BadParameter("articles are listed as table, json or jsonl; export has CSV of statements")
    with late.open_store(session.settings.ledger, read_only=True) as store:
        rows = store.articles(words=words, outlet=outlet, versions=versions, limit=limit)
        if format_ is ListFormat.table:
            _print_table(session, _render.article_table(rows))
        else:
            _write_json(rows, whole=format_ is ListFormat.json)


def search(
    *,
    words: Annotated[str | None, typer.Argument(help='In what was said: words, "a phrase", AND, OR, NOT, begin*.')] = None,
    phrase: Annotated[str | None, typer.Option("--phrase", help="In what was said: these words in a row.")] = None,
    article_words: Annotated[str | None, typer.Option("--in-article", help="Words anywhere in the article.")] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", "-s", help="Whole words of the speaker's name.")] = None,
    addressee: Annotated[str | None, typer.Option("--addressee", "--to", help="Whole words of the addressee's name.")] = None,
    act: Annotated[str | None, typer.Option("--act", help="assert, deny, demand, …")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="direct, indirect or mixed.")] = None,
    type_: Annotated[str | None, typer.Option("--type", help="The speaker's type: person, state, organisation, …")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="The outlet's whole name.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Said on or after: 2024, 2024-12, …")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Said on or before.")] = None,
    article: Annotated[str | None, typer.Option("--article", metavar="ID", help="Only in this article.")] = None,
    confidence: ConfidenceFlag = None,
    sure: SureFlag = None,
    repeats: Annotated[bool, typer.Option("--repeats", help="Also captions that repeat what the body says.")] = False,
    order: Annotated[str, typer.Option("--order", help="newest, oldest or text.")] = "newest",
    limit: LimitFlag = None,
    format_: Annotated[
        SearchFormat, typer.Option("--format", help="How to print it; docs/exports.md says what each is.")
    ] = SearchFormat.table,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Find statements: who said what, to whom, when."""
    session = start(ledger=ledger, colour=colour, confidence=confidence, sure=sure)
    asked = {
        "words": _with_phrase(words, phrase), "article_words": article_words, "speaker": speaker, "addressee": addressee,
        "act": act, "kind": kind, "type": type_, "outlet": outlet, "since": since, "until": until, "article": article,
        "repeats": repeats, "confidence": session.settings.confidence, "sure": session.settings.sure, "order": order, "limit": limit,
    }  # fmt: skip
    with late.open_store(session.settings.ledger, read_only=True) as store:
        found = (surely(one, session.settings.sure) for one in store.statements(late.query(**asked)))
        if format_ is SearchFormat.table:
            _print_statements(session, found)
        elif format_ is SearchFormat.json:
            _write_json(found, whole=True)
        else:
            write_lines(written(format_, found, view_of(store, _title(asked))))


def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="An article's or a statement's id, or the beginning of one.")],
    format_: Annotated[ShowFormat, typer.Option("--format", help="How to print it.")] = ShowFormat.text,
    sure: SureFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Show an article with its statements marked, or one statement with the evidence for each field."""
    session = start(ledger=ledger, colour=colour, sure=sure)
    least = session.settings.sure
    with late.open_store(session.settings.ledger, read_only=True) as store:
        article, found = _named(store, id_)
        if found is not None:
            shown = surely(found, least)
            if format_ is ShowFormat.json:
                write_lines([json_line(shown)])
            else:
                _render.print_statement(session.out, surest(_reading_with(store, found), 0, least), shown.statement)
        elif article is not None:
            reading = surest(store.reading(article.id), 0, least)
            if format_ is ShowFormat.json:
                write_lines([json_line(reading)])
            else:
                _render.print_article(session.out, reading)


def surely(found: "StatementRow", sure: float) -> "StatementRow":
    """The row, its speaker unresolved where less sure than that."""
    return replace(found, statement=named_surely(found.statement, sure))


def view_of(store: "Store", title: str) -> View:
    """The list of statements that is written now."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return View(title, now, store.text)


def _title(asked: Mapping[str, Any]) -> str:
    """What was asked for, for a person."""
    plain = ("repeats", "confidence", "sure", "order", "limit")
    parts = [f"{name.replace('_', ' ')} {value}" for name, value in asked.items() if value is not None and name not in plain]
    return f"Statements: {', '.join(parts)}" if parts else "Statements"


def _print_statements(session: Session, found: "Iterator[StatementRow]") -> None:
    first = next(found, None)
    if session.out.width >= _render.NARROW or first is None:
        _print_table(session, _render.statement_table([first, *found] if first else []))
        return
    for line in _render.statement_lines(itertools.chain([first], found)):
        session.out.print(line)


def _print_table(session: Session, table: Table) -> None:
    """Print a table, or say that there is nothing to put into one: a line of bare headings looks like a fault."""
    if table.row_count:
        session.out.print(table)
    else:
        session.remark("nothing found")


def _write_json(records: Iterable[Any], *, whole: bool) -> None:
    write_lines(json_array(records) if whole else map(json_line, records))


def _with_phrase(words: str | None, phrase: str | None) -> str | None:
    if phrase is None:
        return words
    quoted = '"' + phrase.replace('"', " ") + '"'
    return f"({words}) AND {quoted}" if words else quoted


def _named(store: "Store", prefix: str) -> "tuple[ArticleRow | None, StatementRow | None]":
    """The one article or statement whose id begins with `prefix`; StoreError where none or several do."""
    article = statement = None
    refused: list[str] = []
    try:
        article = store.article(prefix)
    except StoreError as error:
        refused.append(str(error))
    try:
        statement = store.statement(prefix)
    except StoreError as error:
        refused.append(str(error))
    if article is not None and statement is not None:
        raise StoreError(f"{prefix!r} begins the id of an article and of a statement: give more of the id")
    if article is None and statement is None:
        raise StoreError("; ".join(refused))
    return article, statement


def _reading_with(store: "Store", found: "StatementRow") -> Reading:
    """The reading that the statement stands in: as it is seen if it is in that, else the last that has it."""
    seen = store.reading(found.article_id)
    if found.statement in (*seen.statements, *seen.rejected):
        return seen
    return [r for r in store.readings(found.article_id) if found.statement in r.statements][-1]
