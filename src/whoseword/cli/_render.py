"""Records on the terminal: tables, an article with its statements marked, a statement with its evidence.

All that comes out of an article goes through `whoseword.markup.visible` and `rich.text.Text`, so that nothing in
it can move the cursor, change colours, turn the reading direction or pass for markup.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, get_args

from rich.console import Console
from rich.table import Table
from rich.text import Text

from whoseword import markup
from whoseword.cli._session import safe
from whoseword.export import joined, read_by
from whoseword.formats import corrected_by
from whoseword.markup import Mark
from whoseword.records import Article, Reading, Rejected, SaidOn, SourceKind, Sourcing, Span, Speaker, Statement, marks_of

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import ArticleRow, StatementRow

NARROW = 80  # columns; in fewer, the columns of fixed width leave no room for speaker and words
ID_DIGITS = 10  # of 16: enough to name one of a million, and short enough for a table
_CONTEXT = 1200  # code points of text shown around a statement, at most, before and after
_CELL = 240
_STYLES = {"content": "bold yellow", "cue": "green", "source": "cyan"}


def article_table(rows: "Iterable[ArticleRow]") -> Table:
    """The articles of a ledger, one a line."""
    table = _table("id", "published", "outlet", "title", "statements", "source")
    for row in rows:
        cells = (row.id[:ID_DIGITS], row.published, row.outlet, row.title, str(row.statements), row.source)
        table.add_row(*(_cell(value) for value in cells))
    return table


def statement_table(rows: "Iterable[StatementRow]") -> Table:
    """Statements found, one a line: who, how, what, to whom, when."""
    table = _table("id", "said on", "speaker", "act", "to", "content", "outlet")
    for row in rows:
        table.add_row(*_statement_cells(row.statement, row.published), _cell(row.outlet))
    return table


def statement_lines(rows: "Iterable[StatementRow]") -> Iterator[Text]:
    """Statements found, for a screen too narrow for their table."""
    for row in rows:
        yield Text.assemble((f"{row.statement.id[:ID_DIGITS]}  ", "dim"), safe(summary(row.statement)))


def reading_table(reading: Reading) -> Table:
    """The statements of one reading that goes to no ledger, one a line."""
    table = _table("id", "said on", "speaker", "act", "to", "content")
    table.title = safe(_shortened(reading.article.title or reading.article.source))
    for statement in reading.statements:
        table.add_row(*_statement_cells(statement, reading.article.published))
    return table


def not_read(rejected: Rejected) -> str:
    """One line: what could not be read, and why."""
    return f"not read: {rejected.source}: {rejected.reason}: {_shortened(_last_line(rejected.detail))}"


def print_article(console: Console, reading: Reading) -> None:
    """The article's text with its statements marked and numbered, then each statement in a line."""
    article = reading.article
    console.print(safe(article.title or article.source), style="bold", soft_wrap=True)
    console.print(safe(_masthead(article)), style="dim", soft_wrap=True)
    console.print(safe(sourcing_line(reading.sourcing)), style="dim", soft_wrap=True)
    console.print()
    marks = marks_of(reading.statements)
    ends = markup.content_ends(marks)
    console.print(_marked(article.text, marks, 0, len(article.text), ends), soft_wrap=not console.is_terminal)
    console.print()
    for number, statement in enumerate(reading.statements, 1):
        noted = "  (corrected)" if statement.corrections else ""
        line = Text.assemble(
            (f"[{number}] ", "bold"), safe(summary(statement)), (f"  {statement.id[:ID_DIGITS]}{noted}", "dim")
        )
        console.print(line, soft_wrap=not console.is_terminal)
    for statement in reading.rejected:
        console.print(
            safe(f"rejected: {summary(statement)}  {statement.id[:ID_DIGITS]}"), style="dim", soft_wrap=not console.is_terminal
        )
    for one in reading.unplaced:
        line_of = f"without a place: {one.field} of statement {one.target_id[:ID_DIGITS]}, {corrected_by(one)}"
        console.print(safe(line_of), style="dim", soft_wrap=not console.is_terminal)


def print_statement(console: Console, reading: Reading, statement: Statement) -> None:
    """One statement: its words in their place, and for each field what it says and how that was found."""
    article = reading.article
    console.print(safe(article.title or article.source), style="bold", soft_wrap=True)
    console.print(safe(_masthead(article)), style="dim", soft_wrap=True)
    console.print()
    start, end = _around(article, statement)
    console.print(_marked(article.text, marks_of([statement]), start, end, {}), soft_wrap=not console.is_terminal)
    console.print()
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _evidence(statement, {s.id: s for s in reading.statements}):
        table.add_row(name, safe(value))
    console.print(table)


def summary(statement: Statement) -> str:
    """One line: who, the act, to whom, when, and the words."""
    speaker, said_on = statement.speaker, statement.said_on
    to = f" to {statement.addressee.name}" if statement.addressee else ""
    when = f", {said_on.value}" if said_on else ""
    words = _shortened(joined(statement.content) or "")
    return f"{speaker.name or 'unresolved'} ({speaker.type}): {statement.act}{to}{when}: {words}"


def sourcing_line(sourcing: Sourcing) -> str:
    """One line: how many statements, from which sorts of source, and through whom they came."""
    counts = [(getattr(sourcing, kind), kind) for kind in get_args(SourceKind)]
    kinds = ", ".join(f"{count} {kind}" for count, kind in counts if count)
    through = ", ".join(f"{name} ({count})" for name, count in sourcing.through.items())
    return "".join(
        (
            f"{sourcing.statements} statements",
            f": {kinds}" if kinds else "",
            f"; {sourcing.relayed} through {through}" if through else "",
        )
    )


def _statement_cells(statement: Statement, published: str | None) -> list[Text]:
    said_on, to = statement.said_on, statement.addressee
    on = said_on.value if said_on else f"({published[:10]})" if published else ""
    cells = (statement.id[:ID_DIGITS], on, statement.speaker.name or "unresolved", statement.act, to.name if to else "")
    return [*(_cell(value) for value in cells), _cell(joined(statement.content))]


def _evidence(statement: Statement, others: Mapping[str, Statement]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str | None]] = [
        ("statement", f"{statement.id}  ({statement.kind}, {statement.act}{'' if statement.voiced else ', not voiced'})"),
        ("speaker", _speaker_line(statement.speaker)),
        *((role, _spans_line(spans)) for role, spans in _parts(statement)),
        ("addressee", f"{statement.addressee.name} ({statement.addressee.type})" if statement.addressee else None),
        ("said on", _said_on_line(statement.said_on)),
        ("occasion", _spans_line([statement.occasion]) if statement.occasion else None),
        ("on whose word", " <- ".join(f"{party.name} ({party.type})" for party in statement.chain) or None),
        *((name, _other(getattr(statement, name), others)) for name in ("about", "inside", "repeats")),
        ("confidence", f"{statement.confidence:.2f}"),
        ("read by", read_by(statement)),
        *(("corrected", corrected_by(one)) for one in statement.corrections),
    ]
    return [(name, value) for name, value in rows if value]


def _parts(statement: Statement) -> list[tuple[str, tuple[Span, ...]]]:
    return [
        ("source", statement.source),
        ("cue", statement.cue),
        ("content", statement.content),
        ("verbatim", statement.verbatim),
    ]


def _speaker_line(speaker: Speaker) -> str:
    parts = [speaker.name or "unresolved", speaker.type, speaker.country, speaker.role]
    line = ", ".join(part for part in parts if part)
    if speaker.how == "corrected":
        return f"{line}; as a person corrected it"
    if speaker.name is None:
        return line
    return f"{line}; found by {speaker.how}, confidence {speaker.confidence:.2f}"


def _said_on_line(said_on: SaidOn | None) -> str | None:
    if said_on is None:
        return None
    modifier = f" {said_on.modifier}" if said_on.modifier else ""
    evidence = _spans_line([said_on.span]) if said_on.span else "the date of publication alone"
    return f"{said_on.value} ({said_on.precision}{modifier}), from {evidence}"


def _spans_line(spans: Iterable[Span]) -> str | None:
    return " ".join(f"“{' '.join(span.text.split())}” [{span.start}:{span.end}]" for span in spans) or None


def _other(identity: str | None, others: Mapping[str, Statement]) -> str | None:
    if identity is None:
        return None
    return f"{identity[:ID_DIGITS]}  {summary(others[identity])}" if identity in others else identity


def _around(article: Article, statement: Statement) -> tuple[int, int]:
    """The blocks that the statement touches, but no more than _CONTEXT before and after it."""
    spans = (*statement.content, *statement.cue, *statement.source)
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    start = min((b.start for b in article.blocks if b.start <= first < b.end), default=first)
    end = max((b.end for b in article.blocks if b.start < last <= b.end), default=last)
    return max(start, first - _CONTEXT), min(end, last + _CONTEXT)


def _marked(text: str, marks: Iterable[Mark], start: int, end: int, numbers: Mapping[int, list[int]]) -> Text:
    """`text[start:end]` with its marks in colour and, where statements end, their numbers."""
    within = [Mark(m.start - start, m.end - start, m.role, m.number) for m in marks]
    shown, at = Text(), start
    for piece in markup.cut(text[start:end], within):
        at += len(piece.text)
        shown.append(markup.visible(piece.text), _STYLES[piece.marks[-1].role] if piece.marks else None)
        for number in numbers.get(at, ()):
            shown.append(f"[{number}]", "bold magenta")
    return shown


def _masthead(article: Article) -> str:
    parts = (article.outlet, article.byline, article.published, article.url or article.source, article.id[:ID_DIGITS])
    return " · ".join(part for part in parts if part)


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        narrow = name in ("id", "said on", "published", "act", "reason", "statements")
        table.add_column(name, no_wrap=narrow, overflow="fold", justify="right" if name == "statements" else "left")
    return table


def _cell(value: str | None) -> Text:
    return safe(_shortened(value)) if value is not None else Text()


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CELL else line[: _CELL - 1] + "…"


def _last_line(detail: str) -> str:
    """Of a traceback, what was raised; the rest is in the ledger and in JSON."""
    return detail.strip().rpartition("\n")[2]
