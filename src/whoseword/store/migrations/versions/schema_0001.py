"""Schema 1: articles, readings, statements and what was rejected."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# "wwrd" in ASCII: `file` and the store tell a ledger from any other SQLite file by it.
_APPLICATION_ID = 0x77777264


def upgrade() -> None:
    """Create the tables of an empty ledger."""
    op.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    ledger = op.create_table(
        "ledger",
        sa.Column("schema", sa.Integer, nullable=False),
        sa.Column("written_by", sa.String, nullable=False),
    )
    op.bulk_insert(ledger, [{"schema": 1, "written_by": ""}])
    _create_articles()
    _create_readings()
    _create_statements()
    op.create_table(
        "rejected",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("read_at", sa.String, nullable=False),
        sa.UniqueConstraint("source", "reason", "detail"),
    )


def _create_articles() -> None:
    op.create_table(
        "articles",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("origin", sa.String),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("url", sa.String),
        sa.Column("outlet", sa.String),
        sa.Column("outlet_folded", sa.String),
        sa.Column("title", sa.String),
        sa.Column("published", sa.String),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("articles_outlet", "articles", ["outlet_folded"])
    op.create_index("articles_origin", "articles", ["origin"])
    op.create_index("articles_current", "articles", ["origin"], unique=True, sqlite_where=sa.text("current"))


def _create_readings() -> None:
    op.create_table(
        "readings",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("article_key", sa.Integer, sa.ForeignKey("articles.key"), nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("rules", sa.String, nullable=False),
        sa.Column("read_at", sa.String, nullable=False),
        sa.Column("latest", sa.Boolean, nullable=False),
        sa.Column("statement_count", sa.Integer, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.UniqueConstraint("article_key", "fingerprint"),
    )
    op.create_index("readings_latest", "readings", ["article_key"], unique=True, sqlite_where=sa.text("latest"))


def _create_statements() -> None:
    op.create_table(
        "statements",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("reading_key", sa.Integer, sa.ForeignKey("readings.key"), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("act", sa.String, nullable=False),
        sa.Column("speaker", sa.String),
        sa.Column("speaker_type", sa.String, nullable=False),
        sa.Column("addressee", sa.String),
        sa.Column("on_first", sa.String),
        sa.Column("on_last", sa.String),
        sa.Column("quoted", sa.Text, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.UniqueConstraint("reading_key", "position"),
        sa.UniqueConstraint("reading_key", "id"),
    )
    op.create_index("statements_id", "statements", ["id"])
    op.create_index("statements_on_last", "statements", ["on_last"])
