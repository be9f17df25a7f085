"""Whether a ledger is sound: the database's own checks, its search index, every reading, every correction.

It reads all of the ledger, and changes nothing of it.
"""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.exc import DatabaseError

from whoseword.errors import StoreError
from whoseword.store import _indexing, _seen
from whoseword.store._ledger import Ledger
from whoseword.store._read import reading_of
from whoseword.store._tables import readings

_CHECK_INDEX = "INSERT INTO {0}({0}, rank) VALUES ('integrity-check', 1)"
_SEARCH_INDEXES = ("articles_fts", "statements_fts")


def problems(ledger: Ledger) -> list[str]:
    """What is wrong with a ledger, a line each; empty where it is sound."""
    with ledger.reading() as connection:
        found = [*_out_of_step(connection, ledger), *_seen.out_of_step(connection, ledger.path)]
    return found if ledger.read_only or ledger.on_postgres else [*found, *_index_problems(ledger)]


def _out_of_step(connection: Connection, ledger: Ledger) -> Iterator[str]:
    """What does not hold: the database's own checks, what cannot be searched for, and every reading."""
    if not ledger.on_postgres:
        try:
            yield from _file_problems(connection, ledger.path)
        except DatabaseError as error:
            yield f"{ledger.path}: integrity: {error.orig}"
            return
    for name, count in _indexing.not_indexed(connection):
        yield f"{ledger.path}: {count} of {name} cannot be searched for"
    for key in connection.scalars(select(readings.c.key).order_by(readings.c.key)).all():
        try:
            reading_of(connection, ledger.path, key)
        except StoreError as error:
            yield str(error)


def _file_problems(connection: Connection, path: Path) -> Iterator[str]:
    """What SQLite finds wrong with its file; PostgreSQL has no such check for who is not its administrator (`pg_amcheck`)."""
    for problem in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
        if problem != "ok":
            yield f"{path}: integrity: {problem}"
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield f"{path}: row {row[1]} of {row[0]} points to a row of {row[2]} that is not there"


def _index_problems(ledger: Ledger) -> list[str]:
    """FTS5 checks its index against the tables only by an INSERT, so with the write lock."""
    found: list[str] = []
    for name in _SEARCH_INDEXES:
        with ledger.writing() as connection:
            try:
                connection.exec_driver_sql(_CHECK_INDEX.format(name))
            except DatabaseError as error:
                found.append(f"{ledger.path}: the search index {name} is out of step ({error.orig})")
    return found
