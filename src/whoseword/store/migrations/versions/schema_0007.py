"""Schema 7: people who may use the desk, their sessions and keys, and an audit of who did what."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables, all empty: a ledger without people is used as before."""
    _create_people()
    _create_audit()


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
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{deed.lower()} BEFORE {deed} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()"
        )
