"""Schema 4: what corrections make of statements, where corrections belong, and who signed an article."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; whoever signed the articles that are there is read off their records."""
    op.add_column("statements", sa.Column("corrected", sa.Text))
    op.add_column("statements", sa.Column("rejected", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("statements_rejected", "statements", ["reading_key"], sqlite_where=sa.text("rejected = 1"))
    op.execute("ALTER TABLE corrections ADD COLUMN article_key INTEGER REFERENCES articles (key)")
    op.add_column("corrections", sa.Column("place", sa.Text))
    op.create_index("corrections_article", "corrections", ["article_key"])
    op.add_column("articles", sa.Column("byline", sa.String))
    # A record with a lone surrogate is all ASCII escapes (`_columns._dumped`), which SQLite would decode to what is no UTF-8.
    op.execute(
        "UPDATE articles SET byline = (SELECT json_extract(record, '$.article.byline') FROM readings "
        r"WHERE article_key = articles.key AND latest AND instr(record, '\ud') = 0)"
    )
