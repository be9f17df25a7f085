"""Schema 7: what is compared is asked for by name; the bytes that articles were read from; people, sessions, keys and an audit."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables, all empty: what has names is compared anew, and of what was read before the bytes were not kept."""
    _create_names()
    _create_originals()
    _create_people()
    _create_audit()


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


def _create_people() -> None:
    op.create_table(
        "people",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("login", sa.String, nullable=False, unique=True),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("password", sa.String),
        sa.Column("outside", sa.String, unique=True),
        sa.Column("subject", sa.String, unique=True),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
        sa.Column("seen_at", sa.String),
    )
    op.create_table(
        "sessions",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("digest", sa.String, nullable=False, unique=True),
        sa.Column("person_key", sa.Integer, sa.ForeignKey("people.key"), nullable=False),
        sa.Column("how", sa.String, nullable=False),
        sa.Column("agent", sa.String),
        sa.Column("made_at", sa.String, nullable=False),
        sa.Column("seen_at", sa.String, nullable=False),
    )
    op.create_index("sessions_person", "sessions", ["person_key"])
    op.create_table(
        "access_keys",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("digest", sa.String, nullable=False, unique=True),
        sa.Column("person_key", sa.Integer, sa.ForeignKey("people.key"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
        sa.Column("used_at", sa.String),
    )
    op.create_index("access_keys_person", "access_keys", ["person_key"])
    op.create_table(
        "failed_logins",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("attempt", sa.String, nullable=False),
        sa.Column("against", sa.String, nullable=False),
        sa.Column("at", sa.String, nullable=False),
    )
    op.create_index("failed_logins_against", "failed_logins", ["against", "at"])
    op.create_index("failed_logins_attempt", "failed_logins", ["attempt"])


def _create_audit() -> None:
    """The database refuses to change or delete what stands in the audit."""
    op.create_table(
        "audit",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("via", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("audit_by", "audit", ["by", "key"])
    for deed in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{deed.lower()} BEFORE {deed} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
        )
