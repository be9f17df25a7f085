"""`watches`: what people follow in the ledger, and what of it is new since they looked."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from whoseword import late
from whoseword.cli import _render
from whoseword.cli._look import FormatFlag, LimitFlag, ListFormat
from whoseword.cli._session import ColourFlag, ConfidenceFlag, LedgerFlag, SureFlag, safe, start, write_lines
from whoseword.export import Cell, csv_lines, json_array, json_line

if TYPE_CHECKING:  # loaded late
    from whoseword.watching import News

_COLUMNS: Final = ("watch", "name", "kind", "what", "looked_at", "new", "more", "there", "note", "statement", "words")
_LINES: Final = 3  # new statements of a watch, unless told otherwise


def watches(
    *,
    limit: LimitFlag = None,
    format_: FormatFlag = ListFormat.table,
    confidence: ConfidenceFlag = None,
    sure: SureFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """List what is watched (the desk adds and removes it) with the new statements of each, at most --limit of them, 3 by default."""
    session = start(ledger=ledger, colour=colour, confidence=confidence, sure=sure)
    least = (session.settings.confidence, session.settings.sure)
    with late.open_store(session.settings.ledger, read_only=True) as store:
        told = late.news(store, *least, limit=_LINES if limit is None else limit)
    match format_:
        case ListFormat.json:
            write_lines(json_array(told))
        case ListFormat.jsonl:
            write_lines(map(json_line, told))
        case ListFormat.csv:
            write_lines(csv_lines((row for one in told for row in _rows(one)), _COLUMNS))
        case ListFormat.table if told:
            session.out.print(_table(told))
        case _:
            session.remark("nothing is watched: on the desk, w on a search, a speaker, an issue or a dispute watches it")


def _rows(one: "News") -> Iterator[dict[str, Cell]]:
    """A row for each new statement; one without a statement where nothing is new."""
    watch = one.watch
    whole: dict[str, Cell] = {
        "watch": watch.id, "name": watch.name, "kind": watch.kind, "what": watch.what, "looked_at": watch.looked_at, "new": one.count,
        "more": one.more, "there": one.there, "note": None, "statement": None, "words": None,
    }  # fmt: skip
    for line in one.lines:
        yield whole | {"note": line.note, "statement": line.row.statement.id, "words": _render.summary(line.row.statement)}
    if not one.lines:
        yield whole


def _table(told: "Iterable[News]") -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "name", "kind", "new", "since", "newest"):
        table.add_column(
            name, overflow="fold", no_wrap=name in ("id", "kind", "new"), justify="right" if name == "new" else "left"
        )
    for one in told:
        lines = (": ".join(part for part in (line.note, _render.summary(line.row.statement)) if part) for line in one.lines)
        count = f"{'≥ ' if one.more else ''}{one.count}" if one.there else "gone"
        cells = (one.watch.id[: _render.ID_DIGITS], one.watch.name, one.watch.kind, count, one.watch.looked_at)
        table.add_row(*map(safe, cells), Text("\n").join(map(safe, lines)))
    return table
