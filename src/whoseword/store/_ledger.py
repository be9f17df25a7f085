"""The SQLite file behind a ledger: opened only if it is one, brought to this schema, its errors put into words.

Transactions are explicit: a writer takes the write lock at its start (BEGIN IMMEDIATE), so that two processes
queue rather than fail halfway; readers see the ledger as it was when they began (WAL).
"""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, select, text, update
from sqlalchemy.exc import DBAPIError

from whoseword.errors import ConfigError, StoreError
from whoseword.store import _failures, _noting, _tables

_APPLICATION_ID = 0x77777264
_MAGIC = b"SQLite format 3\0"
_MIGRATIONS = Path(__file__).parent / "migrations"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://(.*)", re.DOTALL)
_RETRY_S = 0.05
_CACHE_KIB = 16_384  # of a connection: one search touches some thousand pages of 4 KiB
_CONNECTIONS = 10  # kept open, or a busy desk would open them again and again and find each one's cache empty


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger: where it is and how to talk to it."""

    path: Path
    engine: Engine
    read_only: bool
    timeout_s: float

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that sees one state of the ledger."""
        with _failures.told(self.path, self.timeout_s), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that holds the write lock; all is kept at the end, or nothing where an error ends it."""
        if self.read_only:
            raise StoreError(f"{self.path} is open for reading only: open it for writing")
        with (
            _failures.told(self.path, self.timeout_s),
            self.engine.execution_options(immediate=True).begin() as connection,
        ):
            yield connection
            _noting.note(connection)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def path_of(url_or_path: str | Path) -> Path:
    """The file that a path or a `sqlite:///` URL names; ConfigError for any other URL."""
    found = _SCHEME.fullmatch(url_or_path) if isinstance(url_or_path, str) else None
    if found is None:
        if not str(url_or_path):
            raise ConfigError("the ledger has no name: give a path such as ledger.db")
        return Path(url_or_path)
    scheme, rest = found[1].lower(), found[2]
    if scheme != "sqlite":
        raise ConfigError(
            f"a ledger at {scheme}:// cannot be opened: this version keeps it in SQLite; give a path or sqlite:///PATH"
        )
    if len(rest) < 2 or not rest.startswith("/"):
        raise ConfigError(f"{url_or_path} names no file: write sqlite:///ledger.db, or sqlite:////home/me/ledger.db")
    return Path(unquote(rest[1:]))


def open_ledger(path: Path, *, create: bool, read_only: bool, timeout_s: float) -> Ledger:
    """Open the ledger at `path`, made or migrated first where that is needed and allowed.

    Raises StoreError where the file is no ledger, damaged, of a newer schema, out of reach, or absent and not
    to be created.
    """
    create = create and not read_only
    _failures.check_file(path, create=create, read_only=read_only, magic=_MAGIC)
    mode = _reading_mode(path, timeout_s) if read_only else "rwc" if create else "rw"
    opened = Ledger(path, _engine(path, mode, timeout_s), read_only, timeout_s)
    try:
        _bring_up(opened, create=create)
    except BaseException:
        opened.close()
        raise
    return opened


def _engine(path: Path, mode: str, timeout_s: float) -> Engine:
    engine = create_engine(
        "sqlite://", creator=lambda: _connect(path, mode, timeout_s), poolclass=QueuePool, pool_size=_CONNECTIONS
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _connect(path: Path, mode: str, timeout_s: float) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=timeout_s, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")  # in WAL this loses no whole transaction to a killed process
        connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _reading_mode(path: Path, timeout_s: float) -> str:
    """How to open for reading: where no file can be made beside it (WAL needs one), `immutable`.

    That is safe while nobody writes, so not where a `-wal` file with something in it says that somebody does.
    """
    try:
        connection = _connect(path, "ro", timeout_s)
    except sqlite3.Error as error:
        unmade = _failures.code_of(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR)
        return "ro&immutable=1" if unmade and not _is_written_to(path) else "ro"
    connection.close()
    return "ro"


def _is_written_to(path: Path) -> bool:
    waiting = path.with_name(f"{path.name}-wal")
    return waiting.exists() and waiting.stat().st_size > 0


def _schema(connection: Connection, path: Path) -> int:
    """The ledger's schema, 0 for an empty file; StoreError where the file is something else, or too new."""
    application = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if application != _APPLICATION_ID:
        if application == 0 and connection.scalar(text("SELECT count(*) FROM sqlite_master")) == 0:
            return 0
        raise StoreError(f"{path} is an SQLite file of another program, not a ledger: name another file")
    schema, written_by = connection.execute(select(_tables.ledger.c.schema, _tables.ledger.c.written_by)).one()
    if schema > _tables.SCHEMA_VERSION:
        message = (
            f"{path} was written by whoseword {written_by} (schema {schema}); this is {version('whoseword')} "
            f"(schema {_tables.SCHEMA_VERSION}): upgrade, or name another ledger"
        )
        raise StoreError(message)
    return int(schema)


def _bring_up(opened: Ledger, *, create: bool) -> None:
    """Bring the ledger to this schema, in one transaction; an empty file only with `create`."""
    with opened.reading() as connection:
        schema = _schema(connection, opened.path)
    if schema == _tables.SCHEMA_VERSION:
        return
    if schema == 0 and not create:
        raise StoreError(f"{opened.path} is empty, not a ledger: name another, or read an article into it")
    if opened.read_only:
        message = (
            f"{opened.path} has the older schema {schema} (this is {_tables.SCHEMA_VERSION}), and it is open for "
            "reading only: open it for writing once"
        )
        raise StoreError(message)
    _switch_to_wal(opened)
    with opened.writing() as connection:
        if _schema(connection, opened.path) == _tables.SCHEMA_VERSION:
            return  # another process was first
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        now = {"schema": _tables.SCHEMA_VERSION, "written_by": version("whoseword")}
        connection.execute(update(_tables.ledger).values(now))


def _switch_to_wal(opened: Ledger) -> None:
    """Turn WAL on for good. SQLite does not wait for another process here, so this tries until the timeout."""
    for attempt in range(int(opened.timeout_s / _RETRY_S) + 1):
        with _failures.told(opened.path, opened.timeout_s):
            raw = opened.engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA journal_mode = WAL")
            except (sqlite3.OperationalError, DBAPIError) as error:
                if _failures.code_of(error) != sqlite3.SQLITE_BUSY or (attempt + 1) * _RETRY_S > opened.timeout_s:
                    raise
            else:
                return
            finally:
                raw.close()
        time.sleep(_RETRY_S)
