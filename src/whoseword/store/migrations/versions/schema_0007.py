"""Schema 7: the bytes that articles were read from, by their checksum; texts that replaced others are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables, empty: of what was read before, the bytes were not kept."""
    op.create_table(
        "originals",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("packed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "captures",
        sa.Column("article_key", sa.Integer, sa.ForeignKey("articles.key"), primary_key=True, autoincrement=False),
        sa.Column("sha256", sa.String, sa.ForeignKey("originals.sha256"), nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("media_type", sa.String),
        sa.Column("charset", sa.String),
        sa.Column("format", sa.String, nullable=False),
        sa.Column("url", sa.String),
        sa.Column("captured", sa.String),
        sa.Column("kept_at", sa.String, nullable=False),
    )
    op.create_index("captures_sha256", "captures", ["sha256"])
    op.create_index("articles_edited", "articles", ["key"], sqlite_where=sa.text("version > 1"))
