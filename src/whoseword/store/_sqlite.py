"""The SQLite file behind a ledger: opened only if it is one.

Transactions are explicit: a writer takes the write lock at its start (BEGIN IMMEDIATE), so that two processes
queue rather than fail halfway; readers see the ledger as it was when they began (WAL).
"""

import re
import sqlite3
import time
from pathlib import Path
from urllib.parse import unquote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from whoseword.errors import ConfigError, StoreError
from whoseword.store import _failures

_APPLICATION_ID = 0x77777264
_MAGIC = b"SQLite format 3\0"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://(.*)", re.DOTALL)
_RETRY_S = 0.05
_CACHE_KIB = 16_384  # of a connection: one search touches some thousand pages of 4 KiB
_CONNECTIONS = 10  # kept open, or a busy desk would open them again and again and find each one's cache empty


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
            f"a ledger at {scheme}:// cannot be opened: give a path, sqlite:///PATH or postgresql://USER@HOST/DATABASE"
        )
    if len(rest) < 2 or not rest.startswith("/"):
        raise ConfigError(f"{url_or_path} names no file: write sqlite:///ledger.db, or sqlite:////home/me/ledger.db")
    return Path(unquote(rest[1:]))


def open_engine(path: Path, *, create: bool, read_only: bool, timeout_s: float) -> Engine:
    """Connections to the file at `path`; StoreError where it is no SQLite file, out of reach, or absent and not to be created."""
    _failures.check_file(path, create=create, read_only=read_only, magic=_MAGIC)
    mode = _reading_mode(path, timeout_s) if read_only else "rwc" if create else "rw"
    return _engine(path, mode, timeout_s)


def is_ledger(connection: Connection, path: Path) -> bool:
    """Whether the file is a ledger, False where it is empty; StoreError where it is another program's."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() == _APPLICATION_ID:
        return True
    if (
        connection.exec_driver_sql("PRAGMA application_id").scalar_one() == 0
        and connection.scalar(text("SELECT count(*) FROM sqlite_master")) == 0
    ):
        return False
    raise StoreError(f"{path} is an SQLite file of another program, not a ledger: name another file")


def switch_to_wal(engine: Engine, path: Path, timeout_s: float) -> None:
    """Turn WAL on for good. SQLite does not wait for another process here, so this tries until the timeout."""
    for attempt in range(int(timeout_s / _RETRY_S) + 1):
        with _failures.told(path, timeout_s):
            raw = engine.raw_connection()
            try:
                raw.cursor().execute("PRAGMA journal_mode = WAL")
            except (sqlite3.OperationalError, DBAPIError) as error:
                if _failures.code_of(error) != sqlite3.SQLITE_BUSY or (attempt + 1) * _RETRY_S > timeout_s:
                    raise
            else:
                return
            finally:
                raw.close()
        time.sleep(_RETRY_S)


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
