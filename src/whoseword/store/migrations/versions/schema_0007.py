"""Schema 7: what is compared can be asked for by name; the bytes that articles were read from; edited articles are found at once."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables, all empty: what has names is compared anew, and of what was read before the bytes were not kept."""
    _create_names()
    _create_originals()


def _create_names() -> None:
    op.create_table(
        "names",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("form_key", sa.Integer, sa.ForeignKey("forms.key"), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_index("names_form", "names", ["form_key"])


def _create_originals() -> None:
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
