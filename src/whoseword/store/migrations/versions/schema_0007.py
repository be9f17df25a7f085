"""Schema 7: what is compared can be asked for by name."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the table, empty: what has names is compared anew, since its comparer has another version."""
    op.create_table(
        "names",
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("form_key", sa.Integer, sa.ForeignKey("forms.key"), primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_index("names_form", "names", ["form_key"])
