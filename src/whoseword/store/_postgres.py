"""A ledger in PostgreSQL: how to connect, what to make in an empty database, and who writes.

Promises: a reader sees one state of the ledger and waits for nobody; writers, of whatever process or machine, take turns. That is on purpose:
keys of statements must come into sight in their order (`Store.reached`), and groups must be as one writer would make them; a turn is short.
Of what a writer whose connection is lost had begun nothing is kept. Not here: how errors are told (`_failures`), and migrations.
"""

import re
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, BigInteger, Connection, Engine, Integer, MetaData, String, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from whoseword.errors import ConfigError, StoreError
from whoseword.store import _tables

WRITING: Final[dict[str, Any]] = {"isolation_level": "READ COMMITTED", "postgresql_readonly": False, "writing": True}
READING: Final[dict[str, Any]] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}

_SCHEME = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://", re.IGNORECASE)
_LEAST_VERSION: Final = 13
_MARK: Final = "whoseword ledger"
_TURN: Final = "SELECT pg_advisory_xact_lock(2004316772, hashtext(current_schema()))"  # "wwrd", as in SQLite's files
_CONNECT_S: Final = 10
_CONNECTIONS: Final = 10
# A writer that holds the turn and says nothing for so long is gone, whatever its machine says.
_IDLE_S: Final = 300

_FUNCTIONS: Final = (
    # Text as jsonb, which cannot hold a NUL or half a surrogate pair: those are shown as U+FFFD, as in columns.
    r"""
    CREATE FUNCTION ledger_json(written text) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $body$
    BEGIN
      RETURN written::jsonb;
    EXCEPTION WHEN untranslatable_character OR invalid_text_representation THEN
      RETURN regexp_replace(written, '\\u0000'
        || '|\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])'
        || '|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}', '\\ufffd', 'g')::jsonb;
    END $body$
    """,
    """
    CREATE FUNCTION ledger_keys(written text) RETURNS TABLE (value bigint) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
      SELECT one::bigint FROM jsonb_array_elements_text(written::jsonb) AS one
    $body$
    """,
    # FTS5's NEAR: there is a place where a phrase begins so that each other one begins there, or at most so many words before its end.
    """
    CREATE FUNCTION ledger_near(said text, phrases text[], distance bigint) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $body$
    DECLARE
      words text[] := string_to_array(btrim(said, ' '), ' ');
      reach bigint[];
      place record;
    BEGIN
      FOR place IN
        SELECT p.number, p.size, u.at::integer AS at
        FROM (
          SELECT q.number::integer, string_to_array(rtrim(q.phrase, '*'), ' ') AS parts, right(q.phrase, 1) = '*' AS open,
                 cardinality(string_to_array(q.phrase, ' ')) AS size
          FROM unnest(phrases) WITH ORDINALITY AS q (phrase, number)
        ) AS p
        JOIN unnest(words) WITH ORDINALITY AS u (word, at) ON
          CASE WHEN p.size = 1 AND p.open THEN starts_with(u.word, p.parts[1])
               WHEN p.size = 1 OR u.word <> p.parts[1] THEN u.word = p.parts[1]
               ELSE words[u.at:u.at + p.size - 2] = p.parts[1:p.size - 1]
                    AND (words[u.at + p.size - 1] = p.parts[p.size]
                         OR (p.open AND starts_with(words[u.at + p.size - 1], p.parts[p.size]))) END
        ORDER BY u.at
      LOOP
        reach[place.number] := place.at + place.size + distance;
        IF (SELECT count(*) = cardinality(phrases) FROM unnest(reach) AS r WHERE r >= place.at) THEN
          RETURN true;
        END IF;
      END LOOP;
      RETURN false;
    END $body$
    """,
)
_ARTICLE_WORDS: Final = """
    CREATE TABLE articles_fts (
      rowid bigint PRIMARY KEY REFERENCES articles (key), text text COLLATE "C" NOT NULL, text_words tsvector NOT NULL
    )
"""
_STATEMENT_WORDS: Final = """
    CREATE TABLE statements_fts (
      rowid bigint PRIMARY KEY REFERENCES statements (key),
      quoted text COLLATE "C" NOT NULL, speaker text COLLATE "C" NOT NULL, addressee text COLLATE "C" NOT NULL,
      quoted_words tsvector NOT NULL, speaker_words tsvector NOT NULL, addressee_words tsvector NOT NULL
    )
"""
_AUDIT_STAYS: Final = (
    "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$",
    "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()",
)
_SEARCH: Final = (
    _ARTICLE_WORDS,
    "CREATE INDEX articles_fts_words ON articles_fts USING gin (text_words)",
    _STATEMENT_WORDS,
    "CREATE INDEX statements_fts_words ON statements_fts USING gin (quoted_words, speaker_words, addressee_words)",
)


class _Wide(BigInteger):
    """A number as it is sent: keys of a big ledger go beyond the 32 bits that SQLAlchemy takes for an Integer."""

    render_bind_cast = True


def is_url(url_or_path: str | Path) -> bool:
    """Whether it names a ledger in PostgreSQL."""
    return isinstance(url_or_path, str) and _SCHEME.match(url_or_path) is not None


def url_of(given: str) -> URL:
    """The URL as SQLAlchemy has it; ConfigError where it is none, or names no database."""
    try:
        url = make_url(_SCHEME.sub("postgresql+psycopg://", given, count=1))
    except (ArgumentError, ValueError) as error:
        raise ConfigError(f"the ledger's URL cannot be read: write postgresql://USER@HOST/DATABASE ({error})") from error
    if not url.database:
        raise ConfigError("the ledger's URL names no database: write postgresql://USER@HOST/DATABASE")
    return url


def name_of(url: URL) -> Path:
    """How messages name the ledger: its host and database, no password."""
    given = url.host or url.query.get("host") or "localhost"
    host = given if isinstance(given, str) else given[0]
    return Path("localhost" if host.startswith("/") else host) / str(url.database)  # a folder holds a socket of this machine


def open_engine(url: URL, *, read_only: bool, timeout_s: float) -> Engine:
    """Connections to the database, made when they are needed; a connection that was lost meanwhile is made anew.

    Raises ConfigError where the driver is not installed or the URL has options that it does not know.
    """
    options = [f"-c lock_timeout={max(1, int(timeout_s * 1000))}", "-c jit=off"]
    options.append(f"-c idle_in_transaction_session_timeout={_IDLE_S * 1000}")
    if read_only:
        options.append("-c default_transaction_read_only=on")
    given = url.query.get("options", "")
    asked = {"options": " ".join([*([given] if isinstance(given, str) else given), *options]), "client_encoding": "utf8"}
    asked |= {"application_name": "whoseword"} if "application_name" not in url.query else {}
    kept: dict[str, Any] = {
        "connect_timeout": _CONNECT_S,
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
    }
    kept = {name: value for name, value in kept.items() if name not in url.query}
    try:
        made = create_engine(
            url.difference_update_query(["options"]),
            connect_args={**asked, **kept},
            pool_size=_CONNECTIONS,
            max_overflow=_CONNECTIONS,
            pool_pre_ping=True,
        )
    except ImportError as error:
        raise ConfigError(
            f"a ledger in PostgreSQL needs the extra postgres ({error}): pip install 'whoseword[postgres]'"
        ) from error

    made.dialect.colspecs = {**made.dialect.colspecs, Integer: _Wide}

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            connection.exec_driver_sql(_TURN)

    return made


def is_ledger(connection: Connection, path: Path) -> bool:
    """Whether the schema that comes first holds a ledger, False where it has none of its tables; StoreError where others' are there."""
    marked = connection.exec_driver_sql("SELECT obj_description(to_regclass('ledger'), 'pg_class')").scalar_one()
    if marked == _MARK:
        return True
    ours = ", ".join(f"('{name}')" for name in sorted({*_tables.metadata.tables, "articles_fts", "statements_fts"}))
    taken = connection.exec_driver_sql(f"SELECT min(name) FROM (VALUES {ours}) AS o (name) WHERE to_regclass(name) IS NOT NULL")  # noqa: S608 - names from here
    if (table := taken.scalar_one()) is not None:
        raise StoreError(f"{path} has a table {table} of another program: name another database, or a schema of its own")
    return False


def make(connection: Connection) -> None:
    """Make an empty ledger at the schema of this version; StoreError where the database does not serve."""
    version, encoding = connection.exec_driver_sql(
        "SELECT current_setting('server_version_num')::integer / 10000, current_setting('server_encoding')"
    ).one()
    if version < _LEAST_VERSION:
        raise StoreError(f"this server is PostgreSQL {version}: a ledger needs {_LEAST_VERSION} or later")
    if encoding != "UTF8":
        raise StoreError(f"this database has the encoding {encoding}: a ledger needs one that was made with UTF8")
    for function in _FUNCTIONS:
        connection.exec_driver_sql(function)
    _own_tables().create_all(connection, checkfirst=False)
    for part in (*_SEARCH, *_AUDIT_STAYS):
        connection.exec_driver_sql(part)
    connection.exec_driver_sql(f"COMMENT ON TABLE ledger IS '{_MARK}'")
    connection.execute(_tables.ledger.insert().values(schema=_tables.SCHEMA_VERSION, written_by=""))


def _own_tables() -> MetaData:
    """The ledger's tables with text that is ordered by its code points, as SQLite orders it, and with keys of 64 bits."""
    own = MetaData()
    for table in _tables.metadata.sorted_tables:
        for column in table.to_metadata(own).columns:
            if isinstance(column.type, String):
                column.type = column.type.copy()
                column.type.collation = "C"
            elif isinstance(column.type, Integer):
                column.type = BigInteger()
    return own
