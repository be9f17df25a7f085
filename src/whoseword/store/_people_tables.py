"""The tables of who may use the desk, and of who did what: people, their sessions and keys, failed logins, the audit.

Nothing that lets anybody in stands here as it is: of passwords there are Argon2 hashes, of sessions and keys SHA-256 digests of 256
random bits, of failed logins digests of what was given (a password may have been typed for a name).
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from whoseword.store._tables import metadata

# A person who was removed stays, not `active`, so that a name in the audit never becomes another's. `login` is the name as it is
# looked for. `outside` is what an OpenID provider's claim says of this person, `subject` the provider's own name for them, once known.
people = Table(
    "people",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("login", String, nullable=False, unique=True),
    Column("role", String, nullable=False),
    Column("password", String),
    Column("outside", String, unique=True),
    Column("subject", String, unique=True),
    Column("active", Boolean, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("seen_at", String),
)

sessions = Table(
    "sessions",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("digest", String, nullable=False, unique=True),
    Column("person_key", Integer, ForeignKey("people.key"), nullable=False),
    Column("how", String, nullable=False),
    Column("agent", String),
    Column("made_at", String, nullable=False),
    Column("seen_at", String, nullable=False),
)
Index("sessions_person", sessions.c.person_key)

# `kind` is token (the API, with all that the person may) or feed (reads feeds, nothing else).
access_keys = Table(
    "access_keys",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("digest", String, nullable=False, unique=True),
    Column("person_key", Integer, ForeignKey("people.key"), nullable=False),
    Column("kind", String, nullable=False),
    Column("name", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("used_at", String),
)
Index("access_keys_person", access_keys.c.person_key)

# One row for each thing that a failure counts against: the name, the address, the two together.
failed_logins = Table(
    "failed_logins",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("attempt", String, nullable=False),
    Column("against", String, nullable=False),
    Column("at", String, nullable=False),
)
Index("failed_logins_against", failed_logins.c.against, failed_logins.c.at)
Index("failed_logins_attempt", failed_logins.c.attempt)

# Who did what: only ever added to; the database itself refuses anything else (the migration, `_postgres`).
audit = Table(
    "audit",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("role", String, nullable=False),
    Column("via", String, nullable=False),
    Column("what", String, nullable=False),
    Column("target", Text, nullable=False),
    Column("detail", Text, nullable=False),
)
Index("audit_by", audit.c.by, audit.c.key)
