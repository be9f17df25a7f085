"""`export`: the whole ledger in any format, to a file that appears whole or to standard output."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from whoseword import late
from whoseword.cli._look import surely, view_of
from whoseword.cli._session import ConfidenceFlag, LedgerFlag, OutputFlag, SureFlag, start
from whoseword.errors import ConfigError
from whoseword.export import atomic, json_line, surest
from whoseword.formats import row_of, written
from whoseword.settings import Settings

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import StatementRow, Store


class ExportFormat(StrEnum):
    """What the ledger is written as."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    bibtex = "bibtex"
    ris = "ris"
    csl = "csl"
    jsonld = "jsonld"
    atom = "atom"
    sheet = "sheet"


def export(
    *,
    format_: Annotated[
        ExportFormat, typer.Option("--format", help="jsonl: a whole reading a line; the others: a statement a row or entry.")
    ] = ExportFormat.jsonl,
    output: OutputFlag = None,
    nodes: Annotated[
        bool, typer.Option("--nodes", help="In jsonld, where on their kept pages statements stand: each page is read again.")
    ] = False,
    confidence: ConfidenceFlag = None,
    sure: SureFlag = None,
    ledger: LedgerFlag = None,
) -> None:
    """Write everything in the ledger to a file or to standard output."""
    session = start(ledger=ledger, confidence=confidence, sure=sure)
    if nodes and format_ is not ExportFormat.jsonld:
        raise ConfigError("--nodes is for --format jsonld: leave it out, or ask `whoseword original ARTICLE --nodes`")
    if output is None and format_ is ExportFormat.parquet and sys.stdout.isatty():
        raise ConfigError("parquet is no text for a terminal: name a file with --output, or redirect standard output")
    with late.open_store(session.settings.ledger, read_only=True) as store:
        if output is None:
            _write(store, format_, sys.stdout.buffer, session.settings, nodes=nodes)
            sys.stdout.buffer.flush()
        else:
            with atomic(output) as sink:
                count = _write(store, format_, sink, session.settings, nodes=nodes)
            session.remark(f"wrote {count} {'articles' if format_ is ExportFormat.jsonl else 'statements'} to {output}")


def _write(store: "Store", format_: ExportFormat, sink: BinaryIO, settings: Settings, *, nodes: bool) -> int:
    """Write the ledger; returns how many articles or statements."""
    if format_ is ExportFormat.jsonl:
        readings = (surest(store.reading(found.id), settings.confidence, settings.sure) for found in store.articles())
        return _write_lines(map(json_line, readings), sink)
    counted = _Counted()
    found = counted.of(store.statements(late.query(order="text", confidence=settings.confidence)), settings.sure)
    if format_ is ExportFormat.parquet:
        late.write_parquet(map(row_of, found), sink)
    else:
        view = view_of(store, f"Statements of {store.path.name}")
        view = replace(view, page_place=late.page_place(store)) if nodes else view
        _write_lines(written(format_, found, view), sink)
    return counted.count


class _Counted:
    """Counts statements while they go by."""

    def __init__(self) -> None:
        self.count = 0

    def of(self, found: "Iterable[StatementRow]", sure: float) -> "Iterator[StatementRow]":
        for one in found:
            self.count += 1
            yield surely(one, sure)


def _write_lines(lines: Iterator[bytes], sink: BinaryIO) -> int:
    count = 0
    for line in lines:
        sink.write(line)
        count += 1
    return count
