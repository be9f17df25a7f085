"""Schema 3: what is compared across articles, people's corrections, and issues."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables of comparisons, corrections and issues, all empty: a ledger is compared when it is next read into."""
    _create_forms()
    _create_links()
    op.create_table(
        "compared",
        sa.Column("article_key", sa.Integer, sa.ForeignKey("articles.key"), primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("version", sa.String, nullable=False),
        sa.Column("reading_key", sa.Integer, sa.ForeignKey("readings.key"), nullable=False),
    )
    op.create_table(
        "corrections",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("target_id", sa.String, nullable=False),
        sa.Column("field", sa.String, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("undoes", sa.String),
    )
    op.create_index("corrections_target", "corrections", ["target", "target_id"])
    op.create_table(
        "issues",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("examples", sa.Text, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
    )


def _create_forms() -> None:
    op.create_table(
        "forms",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("grouped", sa.String, nullable=False),
        sa.UniqueConstraint("kind", "form"),
    )
    op.create_index("forms_grouped", "forms", ["kind", "grouped"])
    op.create_table(
        "marks",
        sa.Column("mark", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("form_key", sa.Integer, sa.ForeignKey("forms.key"), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_index("marks_form", "marks", ["form_key"])
    op.create_table(
        "items",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("form_key", sa.Integer, sa.ForeignKey("forms.key"), nullable=False),
        sa.Column("article_key", sa.Integer, sa.ForeignKey("articles.key"), nullable=False),
        sa.Column("statement", sa.String),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("day", sa.String),
        sa.Column("facts", sa.Text, nullable=False),
    )
    op.create_index("items_form", "items", ["form_key"])
    op.create_index("items_article", "items", ["article_key"])
    op.create_index("items_statement", "items", ["statement"])


def _create_links() -> None:
    op.create_table(
        "links",
        sa.Column("first_key", sa.Integer, sa.ForeignKey("forms.key"), primary_key=True, autoincrement=False),
        sa.Column("second_key", sa.Integer, sa.ForeignKey("forms.key"), primary_key=True, autoincrement=False),
        sa.Column("relation", sa.String, nullable=False),
        sa.Column("grade", sa.Float, nullable=False),
        sa.Column("how", sa.String, nullable=False),
        sa.Column("joins", sa.Boolean, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("holds", sa.Boolean),
        sqlite_with_rowid=False,
    )
    op.create_index("links_second", "links", ["second_key"])
    op.create_table(
        "groups",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("grouped", sa.String, primary_key=True),
        sa.Column("forms", sa.Integer, nullable=False),
        sa.Column("items", sa.Integer, nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
        sa.Column("first_day", sa.String),
        sa.Column("last_day", sa.String),
        sa.Column("relations", sa.Text, nullable=False),
    )
    op.create_index("groups_last", "groups", ["kind", "last_day"])
