"""Schema 6: statements that a person added stand among those that were read."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column that tells them apart."""
    op.add_column("statements", sa.Column("added", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index("statements_added", "statements", ["reading_key"], sqlite_where=sa.text("added = 1"))
