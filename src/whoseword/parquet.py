"""Rows as Parquet files, written and read: the only home of pyarrow.

It is apart from `whoseword.export` so that CSV and JSON need not load pyarrow. Rows are written and read in groups, so
that a ledger of any size goes through bounded memory.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Self

import pyarrow as pa  # type: ignore[import-untyped]  # pyarrow ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # as above

from whoseword.errors import InputError
from whoseword.export import COLUMNS, Cell, Row
from whoseword.records import SCHEMA

_GROUP_ROWS: Final = 20_000
_GROUP_CHARACTERS: Final = 16_000_000  # in the text cells of one group: what is held until it is written
_READ_ROWS: Final = 50

_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


class RowWriter:
    """Writes rows to one Parquet file (zstd), a group at a time. Used as a context; the file is whole when it ends without an error.

    The schema is that of `columns` even where there are no rows, and names the record schema in its metadata. The same rows give the
    same bytes. A lone surrogate, which UTF-8 cannot hold, becomes a question mark.
    """

    def __init__(self, sink: BinaryIO, columns: Mapping[str, type]) -> None:
        schema = pa.schema([(name, _TYPES[kind]) for name, kind in columns.items()], metadata={"schema": SCHEMA})
        self._names = tuple(columns)
        self._writer = pq.ParquetWriter(sink, schema, compression="zstd")
        self._schema = schema
        self._group: list[list[Cell]] = []
        self._characters = 0
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        if kind is None:
            self._flush()
            self._writer.close()
            return
        with suppress(
            OSError, pa.ArrowException
        ):  # the file is given up, but the writer must not try again when it is forgotten
            self._writer.close()

    def add(self, row: Row) -> None:
        """Add one row; it has a value for each column."""
        cells = [_encodable(row[name]) for name in self._names]
        self._group.append(cells)
        self._characters += sum(len(cell) for cell in cells if isinstance(cell, str))
        self.rows += 1
        if len(self._group) >= _GROUP_ROWS or self._characters >= _GROUP_CHARACTERS:
            self._flush()

    def _flush(self) -> None:
        if not self._group:
            return
        columns = [list(cells) for cells in zip(*self._group, strict=True)]
        self._writer.write_table(pa.table(dict(zip(self._names, columns, strict=True)), schema=self._schema))
        self._group, self._characters = [], 0


def write(rows: Iterable[Row], sink: BinaryIO) -> int:
    """Write rows of statements to `sink`; returns how many. `RowWriter` says how."""
    with RowWriter(sink, COLUMNS) as writer:
        for row in rows:
            writer.add(row)
    return writer.rows


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file, in order and through bounded memory; InputError where it is none, or damaged."""
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_READ_ROWS):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{path} cannot be read as Parquet: {error}: crawl again to write it anew") from error


def _encodable(cell: Cell) -> Cell:
    return cell.encode("utf-8", "replace").decode("utf-8") if isinstance(cell, str) else cell
