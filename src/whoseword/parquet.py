"""Rows of statements as one Parquet file: the only home of pyarrow.

It is apart from `whoseword.export` so that CSV and JSON need not load pyarrow. Rows are written in groups, so
that a ledger of any size goes through bounded memory.
"""

import itertools
from collections.abc import Iterable
from typing import BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]  # pyarrow ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]  # as above

from whoseword.export import COLUMNS, Cell, Row
from whoseword.records import SCHEMA

_GROUP_ROWS = 20_000

_TYPES = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


def write(rows: Iterable[Row], sink: BinaryIO) -> int:
    """Write `rows` to `sink` as Parquet (zstd); returns how many.

    The schema is that of COLUMNS even where there are no rows, and names the record schema in its metadata. A lone
    surrogate, which UTF-8 cannot hold, becomes a question mark.
    """
    schema = pa.schema([(name, _TYPES[kind]) for name, kind in COLUMNS.items()], metadata={"schema": SCHEMA})
    count, remaining = 0, iter(rows)
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        while group := list(itertools.islice(remaining, _GROUP_ROWS)):
            columns = {name: [_encodable(cells[name]) for cells in group] for name in COLUMNS}
            writer.write_table(pa.table(columns, schema=schema))
            count += len(group)
    return count


def _encodable(cell: Cell) -> Cell:
    return cell.encode("utf-8", "replace").decode("utf-8") if isinstance(cell, str) else cell
