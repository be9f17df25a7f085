"""Schema 2: full-text search over articles and statements, with whatever the ledger already holds."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the two full-text tables and fill them from the tables that they index."""
    options = "content_rowid='key', tokenize='unicode61 remove_diacritics 2'"
    op.execute(f"CREATE VIRTUAL TABLE articles_fts USING fts5(text, content='articles', {options})")
    op.execute(f"CREATE VIRTUAL TABLE statements_fts USING fts5(quoted, speaker, addressee, content='statements', {options})")
    op.execute("INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')")
    op.execute("INSERT INTO statements_fts(statements_fts) VALUES ('rebuild')")
