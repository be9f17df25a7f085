"""Schema 5: indexes by which the desk finds a speaker's, an act's and the latest statements, and the latest articles."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add them; nothing else changes."""
    op.drop_index("statements_on_last")
    op.create_index("statements_on_last", "statements", ["on_last", "on_first"])
    op.create_index("statements_speaker", "statements", ["speaker", "on_last"])
    op.create_index("statements_act", "statements", ["act", "on_last"])
    op.create_index("articles_published", "articles", ["published"])
