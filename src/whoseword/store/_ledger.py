"""The database behind a ledger, SQLite's or PostgreSQL's: opened only if it is one, and brought to this schema.

Of what differs between the two, `_sqlite` and `_postgres` tell; both give transactions in which a reader sees one state of the ledger
and waits for nobody, and a writer is the only one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, select, update

from whoseword.errors import StoreError
from whoseword.store import _failures, _noting, _postgres, _sqlite, _tables

_MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger: where it is and how to talk to it.

    `path` is its file; of one in PostgreSQL it names it in messages (host/database) and no file. `url` opens it again.
    """

    path: Path
    engine: Engine
    read_only: bool
    timeout_s: float
    url: str = field(repr=False)  # it may hold a password

    @property
    def on_postgres(self) -> bool:
        """Whether PostgreSQL keeps it."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that sees one state of the ledger."""
        with _failures.told(self.path, self.timeout_s), self.engine.connect() as connection:
            yield connection.execution_options(**_postgres.READING) if self.on_postgres else connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection that holds the write lock; all is kept at the end, or nothing where an error ends it."""
        if self.read_only:
            raise StoreError(f"{self.path} is open for reading only: open it for writing")
        options = _postgres.WRITING if self.on_postgres else {"immediate": True}
        with _failures.told(self.path, self.timeout_s), self.engine.connect() as opened:
            connection = opened.execution_options(**options)
            with connection.begin():
                yield connection
                _noting.note(connection)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_ledger(url_or_path: str | Path, *, create: bool, read_only: bool, timeout_s: float) -> Ledger:
    """Open the ledger at a path or URL, made or migrated first where that is needed and allowed.

    Raises ConfigError for a URL of another kind, StoreError where what is there is no ledger, damaged, of a newer schema, out of reach,
    or absent and not to be created.
    """
    create = create and not read_only
    if _postgres.is_url(url_or_path):
        url = _postgres.url_of(str(url_or_path))
        engine = _postgres.open_engine(url, read_only=read_only, timeout_s=timeout_s)
        opened = Ledger(_postgres.name_of(url), engine, read_only, timeout_s, str(url_or_path))
    else:
        path = _sqlite.path_of(url_or_path)
        engine = _sqlite.open_engine(path, create=create, read_only=read_only, timeout_s=timeout_s)
        opened = Ledger(path, engine, read_only, timeout_s, str(path))
    try:
        _bring_up(opened, create=create)
    except BaseException:
        opened.close()
        raise
    return opened


def _schema(connection: Connection, opened: Ledger) -> int:
    """The ledger's schema, 0 where there is nothing; StoreError where something else is there, or it is too new."""
    is_ledger = _postgres.is_ledger if opened.on_postgres else _sqlite.is_ledger
    if not is_ledger(connection, opened.path):
        return 0
    schema, written_by = connection.execute(select(_tables.ledger.c.schema, _tables.ledger.c.written_by)).one()
    if schema > _tables.SCHEMA_VERSION:
        message = (
            f"{opened.path} was written by whoseword {written_by} (schema {schema}); this is {version('whoseword')} "
            f"(schema {_tables.SCHEMA_VERSION}): upgrade, or name another ledger"
        )
        raise StoreError(message)
    return int(schema)


def _bring_up(opened: Ledger, *, create: bool) -> None:
    """Bring the ledger to this schema, in one transaction; what is empty only with `create`."""
    with opened.reading() as connection:
        schema = _schema(connection, opened)
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
    if not opened.on_postgres:
        _sqlite.switch_to_wal(opened.engine, opened.path, opened.timeout_s)
    with opened.writing() as connection:
        schema = _schema(connection, opened)
        if schema == _tables.SCHEMA_VERSION:
            return  # another process was first
        _migrate(connection, _postgres.make if opened.on_postgres and schema == 0 else None)
        now = {"schema": _tables.SCHEMA_VERSION, "written_by": version("whoseword")}
        connection.execute(update(_tables.ledger).values(now))


def _migrate(connection: Connection, make: Callable[[Connection], None] | None) -> None:
    """Run the migrations that the ledger has not had. With `make` that makes its tables as they are now, and has had them all."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if make is None:
        command.upgrade(config, "head")
    else:
        make(connection)
        command.stamp(config, "head")
