"""Statements as rows, and what is searched for words: each article's text, each statement's content, speaker and addressee.

SQLite keeps an index (FTS5) beside the tables; PostgreSQL has tables of words with an index of their own (`_tokens` makes the words, so that
both find the same), and is given many rows by COPY. Each function runs inside a transaction that its caller holds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from whoseword.store._tables import articles, statements
from whoseword.store._tokens import spaced, vector_of, words_of

_SEARCHED: Final = ("quoted", "speaker", "addressee")
_NAMES: Final = ", ".join(_SEARCHED)
_INDEX_ARTICLE = text("INSERT INTO articles_fts(rowid, text) SELECT key, text FROM articles WHERE key = :key")
_INDEX_STATEMENTS = text(
    f"INSERT INTO statements_fts(rowid, {_NAMES}) SELECT key, {_NAMES} FROM statements WHERE reading_key = :key"  # noqa: S608 - names from here
)
_UNINDEX = text(
    f"INSERT INTO statements_fts(statements_fts, rowid, {_NAMES}) SELECT 'delete', key, {_NAMES} FROM statements WHERE key = :key"  # noqa: S608
)
_INDEX = text(f"INSERT INTO statements_fts(rowid, {_NAMES}) SELECT key, {_NAMES} FROM statements WHERE key = :key")  # noqa: S608
_FORGET = text("DELETE FROM statements_fts WHERE rowid = :key")
_KEYS = text("SELECT nextval(pg_get_serial_sequence('statements', 'key')) FROM generate_series(1, :number)")


def index_article(connection: Connection, key: int) -> None:
    """Have the text of a new article found by its words."""
    if not on_postgres(connection):
        connection.execute(_INDEX_ARTICLE, {"key": key})
        return
    words = words_of(connection.execute(select(articles.c.text).where(articles.c.key == key)).scalar_one())
    _copy(connection, "articles_fts", ("rowid", "text", "text_words"), [(key, spaced(words), vector_of(words))])


def add_statements(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add the statements of a new reading, and have them found; each row has the columns of the table and its reading's key."""
    if not rows:
        return
    if not on_postgres(connection):
        connection.execute(insert(statements), rows)
        connection.execute(_INDEX_STATEMENTS, {"key": rows[0]["reading_key"]})
        return
    keys = connection.scalars(_KEYS, {"number": len(rows)}).all()  # in order, and nobody else adds meanwhile
    names = list(rows[0])
    _copy(connection, "statements", ["key", *names], ([key, *map(row.get, names)] for key, row in zip(keys, rows, strict=True)))
    _copy_words(connection, [(key, row) for key, row in zip(keys, rows, strict=True)])


def index_statement(connection: Connection, key: int) -> None:
    """Have a statement found as its row is now."""
    if not on_postgres(connection):
        connection.execute(_INDEX, {"key": key})
        return
    row = (
        connection.execute(select(*(statements.c[name] for name in _SEARCHED)).where(statements.c.key == key)).mappings().one()
    )
    _copy_words(connection, [(key, dict(row))])


def unindex_statement(connection: Connection, key: int) -> None:
    """Have a statement found no more; before its row is changed."""
    connection.execute(_FORGET if on_postgres(connection) else _UNINDEX, {"key": key})


def not_indexed(connection: Connection) -> Iterator[tuple[str, int]]:
    """Of articles and of statements how many cannot be found by words, where some cannot."""
    for table in (articles, statements):
        known = "(SELECT rowid FROM {0}_fts)" if on_postgres(connection) else "(SELECT id FROM {0}_fts_docsize)"
        missing = select(func.count()).select_from(table).where(table.c.key.not_in(text(known.format(table.name))))
        if count := connection.execute(missing).scalar_one():
            yield table.name, count


def on_postgres(connection: Connection) -> bool:
    """Whether it is a connection to PostgreSQL."""
    return connection.dialect.name == "postgresql"


def _copy_words(connection: Connection, rows: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    names = ["rowid", *_SEARCHED, *(f"{name}_words" for name in _SEARCHED)]
    told = ((key, [words_of(row[name]) for name in _SEARCHED]) for key, row in rows)
    _copy(connection, "statements_fts", names, ([key, *map(spaced, said), *map(vector_of, said)] for key, said in told))


def _copy(connection: Connection, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Give PostgreSQL rows by COPY, its fastest way, on the connection of the transaction."""
    driver: Any = connection.connection.dbapi_connection
    listed = ", ".join(f'"{name}"' for name in names)
    try:
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copying:
            for row in rows:
                copying.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        raise DBAPIError("COPY", None, error) from error
