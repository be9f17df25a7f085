"""The texts that stood at one place, one after the other, and which articles have more than one."""

from collections.abc import Sequence

from sqlalchemy import Connection, select, text

from whoseword.store._tables import articles

_EDITED = text("version > 1")  # as the index has it, or SQLite does not use it


def versions(connection: Connection, key: int) -> Sequence[int]:
    """The keys of the texts that stood where an article stands, itself among them, the first first."""
    own = articles.alias()
    joined = select(articles.c.key).join(own, own.c.origin == articles.c.origin).where(own.c.key == key)
    found = connection.scalars(joined.order_by(articles.c.version, articles.c.key)).all()
    return found or [key]  # what came by standard input stands nowhere


def edited(connection: Connection, limit: int, offset: int = 0) -> Sequence[int]:
    """The keys of texts that are seen and replaced an older one, the last added first."""
    wanted = select(articles.c.key).where(_EDITED, articles.c.current).order_by(articles.c.key.desc())
    return connection.scalars(wanted.limit(limit).offset(offset)).all()
