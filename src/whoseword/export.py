"""What leaves the ledger: JSON lines of readings, and flat rows of statements as JSON lines or CSV.

Promises: a file appears whole or not at all (`atomic`); a CSV opened in a spreadsheet runs no formula out of
an article; every line is one record. Parquet is in `whoseword.parquet`, which alone needs pyarrow.
"""

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from whoseword.errors import ConfigError
from whoseword.records import BY_A_PERSON, Article, Correction, Reading, Span, Speaker, Statement, to_json

Cell = str | int | float | bool | None
Row = Mapping[str, Cell]

# The columns of a statement's row, in order, and the type of each.
COLUMNS: Mapping[str, type] = {
    "statement": str, "article": str, "source_file": str, "url": str, "outlet": str, "title": str, "published": str,
    "speaker": str, "speaker_type": str, "country": str, "role": str, "actor": str, "how": str,
    "speaker_confidence": float, "act": str, "kind": str, "voiced": bool, "content": str, "verbatim": str, "cue": str,
    "source": str, "start": int, "end": int, "addressee": str, "addressee_type": str, "occasion": str, "said_on": str,
    "said_on_precision": str, "said_on_modifier": str, "said_on_from": str, "chain": str, "repeats": str, "about": str,
    "inside": str, "confidence": float, "model": str, "rules": str, "corrected": str,
}  # fmt: skip

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection); the wide forms are theirs too.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")

_GAP = " […] "  # between the fragments of one discontinuous span
_CHAIN = " <- "


def row(statement: Statement, article: Row) -> dict[str, Cell]:
    """One statement as a flat row, its keys those of COLUMNS, in order; what is absent is None.

    `article` holds the columns about the article, up to `published` (`article_cells`). Fragments of a discontinuous
    span stand in one cell with […] between them; `start` and `end` are the first and last offsets of the content in
    the article's text. `corrected` says which fields a person corrected, and who, when and why.
    """
    speaker, said_on, to = statement.speaker, statement.said_on, statement.addressee
    return {
        "statement": statement.id, **article,
        "speaker": speaker.name, "speaker_type": speaker.type, "country": speaker.country, "role": speaker.role,
        "actor": speaker.actor, "how": speaker.how, "speaker_confidence": speaker.confidence,
        "act": statement.act, "kind": statement.kind, "voiced": statement.voiced,
        "content": joined(statement.content), "verbatim": joined(statement.verbatim), "cue": joined(statement.cue),
        "source": joined(statement.source),
        "start": min((span.start for span in statement.content), default=None),
        "end": max((span.end for span in statement.content), default=None),
        "addressee": to.name if to else None, "addressee_type": to.type if to else None,
        "occasion": statement.occasion.text if statement.occasion else None,
        "said_on": said_on.value if said_on else None, "said_on_precision": said_on.precision if said_on else None,
        "said_on_modifier": said_on.modifier if said_on else None, "said_on_from": said_on.from_ if said_on else None,
        "chain": _CHAIN.join(party.name for party in statement.chain) or None,
        "repeats": statement.repeats, "about": statement.about, "inside": statement.inside,
        "confidence": statement.confidence, "model": statement.model, "rules": statement.rules,
        "corrected": by_people(statement.corrections),
    }  # fmt: skip


def article_cells(article: Article) -> dict[str, Cell]:
    """The columns of a row that are about the article."""
    return {
        "article": article.id, "source_file": article.source, "url": article.url, "outlet": article.outlet,
        "title": article.title, "published": article.published,
    }  # fmt: skip


def rows_of(reading: Reading) -> Iterator[dict[str, Cell]]:
    """The statements of a reading as rows."""
    article = article_cells(reading.article)
    return (row(statement, article) for statement in reading.statements)


def surest(reading: Reading, confidence: float, sure: float = 0.0) -> Reading:
    """The reading without statements less sure than `confidence`, and without speakers less sure than `sure`.

    Nothing left in it points at a statement that went.
    """
    statements = tuple(named_surely(statement, sure) for statement in reading.statements)
    kept = frozenset(s.id for s in statements if s.confidence >= confidence)
    if len(kept) == len(statements):
        return reading if statements == reading.statements else replace(reading, statements=statements)
    return replace(
        reading,
        statements=tuple(_unlinked(s, kept) for s in statements if s.id in kept),
        disputes=tuple(d for d in reading.disputes if kept.issuperset((*d.for_, *d.against))),
    )


def named_surely(statement: Statement, sure: float) -> Statement:
    """The statement, its speaker unresolved and taken off the end of its chain where less sure than `sure`."""
    speaker = statement.speaker
    named = speaker_surely(speaker, sure)
    if named is speaker:
        return statement
    chain = statement.chain
    if chain and chain[-1].name == speaker.name:
        chain = chain[:-1]
    return replace(statement, speaker=named, chain=chain)


def speaker_surely(speaker: Speaker, sure: float) -> Speaker:
    """The speaker, unresolved where less sure than `sure`."""
    return speaker if speaker.name is None or speaker.confidence >= sure else Speaker(None, "unresolved")


def read_by(statement: Statement) -> str:
    """What found a statement: the model and the rules; or that a person added it."""
    return f"{statement.model}; rules {statement.rules}" if statement.model != BY_A_PERSON else "added by a person"


def done(correction: Correction) -> str:
    """What a person did by a correction: added, confirmed, rejected, or act corrected."""
    match correction.field:
        case "verdict":
            return str(correction.value)
        case "added":
            return "added"
        case "holds":
            return "link confirmed" if correction.value else "link rejected"
        case "apart":
            return "split"
        case field:
            return f"{field.replace('_', ' ')} corrected"


def by_people(corrections: Iterable[Correction]) -> str | None:
    """What people said of a record, each with who, when and why; None where nobody did."""
    return "; ".join(map(_corrected, corrections)) or None


def _corrected(correction: Correction) -> str:
    why = f": {correction.why}" if correction.why else ""
    what = correction.field if correction.target == "statement" else done(correction)
    return f"{what} by {correction.made_by} on {correction.made_at}{why}"


def _unlinked(statement: Statement, kept: frozenset[str]) -> Statement:
    """The statement without links to those that are not kept."""
    repeats, about, inside = (one if one in kept else None for one in (statement.repeats, statement.about, statement.inside))
    return replace(statement, repeats=repeats, about=about, inside=inside)


def joined(spans: Iterable[Span]) -> str | None:
    """The texts of the fragments of one span with […] between them, or None where there is none."""
    return _GAP.join(span.text for span in spans) or None


def json_line(record: Any) -> bytes:
    """A record or plain JSON value as one line of UTF-8; a lone surrogate is written as its escape."""
    value = to_json(record)
    try:
        return json.dumps(value, ensure_ascii=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(value).encode("ascii") + b"\n"


def json_array(records: Iterable[Any]) -> Iterator[bytes]:
    """Records as one JSON array, an element a line, written as they come."""
    before = b"["
    for record in records:
        yield before + b"\n" + json_line(record).rstrip(b"\n")
        before = b","
    yield b"\n]\n" if before == b"," else b"[]\n"


def csv_lines(rows: Iterable[Row], columns: Iterable[str] = COLUMNS, *, delimiter: str = ",") -> Iterator[bytes]:
    """CSV (RFC 4180, UTF-8) with a header line, of these columns of each row; with tabs for commas it is as spreadsheets paste it.

    A text cell that a spreadsheet could take for a formula gets a ' in front. True and false are written so; None
    is an empty cell; a lone surrogate becomes a question mark.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter)
    named = tuple(columns)
    writer.writerow(named)
    for cells in rows:
        writer.writerow([_csv_cell(cells[name]) for name in named])
        yield _drained(buffer)
    yield _drained(buffer)


@contextmanager
def atomic(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes the name `path` only once all is written; on an error, `path` is left as it was.

    Raises ConfigError where the folder does not exist or cannot be written.
    """
    if path.is_dir():
        raise ConfigError(f"{path} is a folder: name a file in it")
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        sink = partial.open("xb")
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}: name a file in a folder you can write to") from error
    try:
        with sink:
            yield sink
            sink.flush()
            os.fsync(sink.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return str(cell)


def _drained(buffer: io.StringIO) -> bytes:
    lines = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return lines
