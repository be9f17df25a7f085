"""Schema 6: an inbox and feeds; statements that a person added; watches, and positions that are worked out as the ledger grows."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables, all empty, and tell statements that were added from those that were read."""
    _create_feeds()
    _create_arrivals()
    op.create_table(
        "readers",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("seen_at", sa.String, nullable=False),
    )
    _create_watches()
    op.add_column("statements", sa.Column("added", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("statements_added", "statements", ["reading_key"], sqlite_where=sa.text("added = 1"))


def _create_feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("url", sa.String, nullable=False, unique=True),
        sa.Column("host", sa.String),
        sa.Column("title", sa.String),
        sa.Column("folder", sa.String),
        sa.Column("etag", sa.String),
        sa.Column("modified", sa.String),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
        sa.Column("checked_at", sa.String),
        sa.Column("error", sa.Text),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("next_at", sa.String, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
    )


def _create_arrivals() -> None:
    op.create_table(
        "arrivals",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("how", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("host", sa.String),
        sa.Column("content", sa.LargeBinary),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("feed_key", sa.Integer, sa.ForeignKey("feeds.key")),
        sa.Column("entry", sa.String),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("detail", sa.Text),
        sa.Column("article_id", sa.String),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("taken_by", sa.String),
        sa.Column("not_before", sa.String),
        sa.Column("done_at", sa.String),
    )
    op.create_index("arrivals_state", "arrivals", ["state", "key"])
    op.create_index("arrivals_source", "arrivals", ["source"])
    op.create_index("arrivals_entry", "arrivals", ["feed_key", "entry"])


def _create_watches() -> None:
    """Positions are worked out when the ledger is next compared."""
    op.create_table(
        "watches",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("looked_at", sa.String, nullable=False),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.Column("known", sa.Text, nullable=False),
    )
    op.create_table(
        "positions",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("issue", sa.String, nullable=False),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("party", sa.String, nullable=False),
        sa.Column("last_day", sa.String),
        sa.Column("turned", sa.Boolean, nullable=False),
        sa.Column("record", sa.Text, nullable=False),
        sa.UniqueConstraint("issue", "form"),
        sqlite_autoincrement=True,
    )
    op.create_index("positions_party", "positions", ["party"])
    op.create_index("positions_turned", "positions", ["last_day"], sqlite_where=sa.text("turned = 1"))
    op.create_table(
        "followed",
        sa.Column("issue", sa.String, primary_key=True),
        sa.Column("defined", sa.String, nullable=False),
        sa.Column("statement_key", sa.Integer, nullable=False),
        sa.Column("correction_key", sa.Integer, nullable=False),
    )
