"""The tables of the ledger as SQLAlchemy Core sees them, at schema `SCHEMA_VERSION`.

The migrations build them; a test compares the two. Text of any kind stands in `record` columns as the JSON of
`whoseword.records`; the columns beside it repeat what is searched and sorted by.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
)

SCHEMA_VERSION = 2

metadata = MetaData()

# One row: the schema, and the version of whoseword that brought the ledger to it.
ledger = Table(
    "ledger",
    metadata,
    Column("schema", Integer, nullable=False),
    Column("written_by", String, nullable=False),
)

# One row per text. `origin` is where it stands (a URL or a source; null for standard input); of the texts
# that stood at one origin only the newest is `current`. Metadata is as the latest reading has it.
articles = Table(
    "articles",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("origin", String),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("source", String, nullable=False),
    Column("url", String),
    Column("outlet", String),
    Column("outlet_folded", String),
    Column("title", String),
    Column("published", String),
    Column("text", Text, nullable=False),
)
Index("articles_outlet", articles.c.outlet_folded)
Index("articles_origin", articles.c.origin)
Index(
    "articles_current",
    articles.c.origin,
    unique=True,
    sqlite_where=articles.c.current,
    postgresql_where=articles.c.current,
)

# One row per distinct reading of a text; `latest` marks the one that is seen. `record` is the reading
# without its statements and without the text.
readings = Table(
    "readings",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("article_key", Integer, ForeignKey("articles.key"), nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("model", String, nullable=False),
    Column("rules", String, nullable=False),
    Column("read_at", String, nullable=False),
    Column("latest", Boolean, nullable=False),
    Column("statement_count", Integer, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("article_key", "fingerprint"),
)
Index(
    "readings_latest",
    readings.c.article_key,
    unique=True,
    sqlite_where=readings.c.latest,
    postgresql_where=readings.c.latest,
)

# `on_first` and `on_last` are the first and the last day on which it may have been said: the days of said_on,
# else of the article's publication. `quoted` is the content without the gaps.
statements = Table(
    "statements",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("reading_key", Integer, ForeignKey("readings.key"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("act", String, nullable=False),
    Column("speaker", String),
    Column("speaker_type", String, nullable=False),
    Column("addressee", String),
    Column("on_first", String),
    Column("on_last", String),
    Column("quoted", Text, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("reading_key", "position"),
    UniqueConstraint("reading_key", "id"),
)
Index("statements_id", statements.c.id)
Index("statements_on_last", statements.c.on_last)

rejected = Table(
    "rejected",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("detail", Text, nullable=False),
    Column("read_at", String, nullable=False),
    UniqueConstraint("source", "reason", "detail"),
)

# Full text (FTS5, external content): the rowid is the key of the table that is indexed.
articles_fts = table("articles_fts", column("rowid", Integer), column("articles_fts", String))
statements_fts = table("statements_fts", column("rowid", Integer), column("statements_fts", String))
