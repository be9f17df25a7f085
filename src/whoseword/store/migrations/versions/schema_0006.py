"""Schema 6: what people watch, and what parties hold on issues, worked out when the ledger is read into."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Create the tables, all empty: positions are worked out when the ledger is next compared."""
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
