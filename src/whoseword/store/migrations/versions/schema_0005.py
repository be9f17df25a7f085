"""Schema 5: columns and indexes by which the desk finds and counts statements without their records."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_SEEN = "coalesce(corrected, record)"


def upgrade() -> None:
    """Add them; what stands in the columns is read off the records, as they are seen."""
    op.add_column("statements", sa.Column("confidence", sa.Float, nullable=False, server_default=sa.text("0")))
    op.add_column("statements", sa.Column("actor", sa.String))
    op.add_column("statements", sa.Column("speaker_confidence", sa.Float, nullable=False, server_default=sa.text("0")))
    op.add_column("statements", sa.Column("again", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(
        f"UPDATE statements SET confidence = json_extract({_SEEN}, '$.confidence'), "  # noqa: S608 - a name from here
        f"actor = json_extract({_SEEN}, '$.speaker.actor'), "
        f"speaker_confidence = json_extract({_SEEN}, '$.speaker.confidence'), "
        f"again = json_extract({_SEEN}, '$.repeats') IS NOT NULL"
    )
    op.drop_index("statements_on_last")
    op.create_index("statements_on_last", "statements", ["on_last", "on_first"])
    op.create_index("statements_speaker", "statements", ["speaker", "on_last", "on_first"])
    op.create_index("statements_act", "statements", ["act", "on_last", "on_first"])
    has_actor = sa.text("actor IS NOT NULL")
    op.create_index("statements_actor", "statements", ["actor", "on_last", "on_first"], sqlite_where=has_actor)
    reaches = sa.text(
        "substr(on_first, 1, 4) < substr(on_last, 1, 4)"
    )  # few, and the list of what was said until a day misses them
    op.create_index("statements_years", "statements", ["on_last", "on_first"], sqlite_where=reaches)
    op.create_index("articles_published", "articles", ["published"])
    # Groups that are contested are few among many; the list of them is walked by day.
    contested = sa.text("""json_extract(relations, '$."against"') > 0""")
    op.create_index("groups_contested", "groups", ["kind", "last_day"], sqlite_where=contested)
