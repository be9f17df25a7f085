"""`export`: the whole ledger as JSON lines, CSV or Parquet, to a file that appears whole or to standard output."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from whoseword import late
from whoseword.cli._look import row_of, surely
from whoseword.cli._session import ConfidenceFlag, LedgerFlag, OutputFlag, SureFlag, start
from whoseword.errors import ConfigError
from whoseword.export import atomic, csv_lines, json_line, surest
from whoseword.settings import Settings

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import Store


class ExportFormat(StrEnum):
    """What the ledger is written as."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


def export(
    format_: Annotated[
        ExportFormat, typer.Option("--format", help="jsonl: a whole reading a line; csv, parquet: a statement a row.")
    ] = ExportFormat.jsonl,
    output: OutputFlag = None,
    confidence: ConfidenceFlag = None,
    sure: SureFlag = None,
    ledger: LedgerFlag = None,
) -> None:
    """Write everything in the ledger to a file or to standard output."""
    session = start(ledger=ledger, confidence=confidence, sure=sure)
    if output is None and format_ is ExportFormat.parquet and sys.stdout.isatty():
        raise ConfigError("parquet is no text for a terminal: name a file with --output, or redirect standard output")
    with late.open_store(session.settings.ledger, read_only=True) as store:
        if output is None:
            _write(store, format_, sys.stdout.buffer, session.settings)
            sys.stdout.buffer.flush()
        else:
            with atomic(output) as sink:
                count = _write(store, format_, sink, session.settings)
            session.remark(f"wrote {count} {'articles' if format_ is ExportFormat.jsonl else 'statements'} to {output}")


def _write(store: "Store", format_: ExportFormat, sink: BinaryIO, settings: Settings) -> int:
    if format_ is ExportFormat.jsonl:
        readings = (surest(store.reading(found.id), settings.confidence, settings.sure) for found in store.articles())
        return _write_lines(map(json_line, readings), sink)
    found = store.statements(late.query(order="text", confidence=settings.confidence))
    rows = (row_of(surely(one, settings.sure)) for one in found)
    if format_ is ExportFormat.parquet:
        return late.write_parquet(rows, sink)
    return _write_lines(csv_lines(rows), sink) - 1


def _write_lines(lines: Iterator[bytes], sink: BinaryIO) -> int:
    count = 0
    for line in lines:
        sink.write(line)
        count += 1
    return count
