"""Adding to the ledger. Each function runs inside a transaction that its caller holds."""

from typing import Literal

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects import sqlite

from whoseword.errors import InputError
from whoseword.records import Rejected
from whoseword.store import _originals, _seen
from whoseword.store._columns import Prepared, article_columns, storable
from whoseword.store._indexing import add_statements, index_article
from whoseword.store._tables import articles, readings, rejected

Outcome = Literal["new", "unchanged", "version", "reread", "rejected"]

_STANDARD_INPUT = "-"


def add_reading(connection: Connection, prepared: Prepared, read_at: str) -> Outcome:
    """Add one reading and say what it was to the ledger: new, unchanged, a version or a reread.

    What could be read is no longer listed as rejected. Raises InputError, before anything is written, where the
    article's id belongs to another text.
    """
    article = prepared.reading.article
    row = connection.execute(select(articles.c.key, articles.c.text).where(articles.c.id == storable(article.id))).one_or_none()
    if row is None:
        _forget_rejected(connection, article.source)
        key, outcome = _new_text(connection, prepared)
        _new_reading(connection, key, prepared, read_at)
        _originals.keep(connection, key, article, read_at)
        if _seen.made_of(connection, key, prepared.reading):  # of the texts that it replaces
            _seen.derive(connection, key, prepared.reading)
        return outcome
    if row.text != article.text:
        message = f"{article.source}: the article id {article.id} belongs to another text: ids come from the text's hash"
        raise InputError(message)
    _forget_rejected(connection, article.source)
    _originals.keep(connection, row.key, article, read_at)
    return _reread(connection, row.key, prepared, read_at)


def add_rejected(connection: Connection, rejection: Rejected, read_at: str) -> None:
    """Add a rejection; one that is there already stays as it is."""
    row = {"source": storable(rejection.source), "reason": storable(rejection.reason), "detail": storable(rejection.detail)}
    connection.execute(sqlite.insert(rejected).values(**row, read_at=read_at).on_conflict_do_nothing())


def _forget_rejected(connection: Connection, source: str) -> None:
    if source != _STANDARD_INPUT:
        connection.execute(delete(rejected).where(rejected.c.source == storable(source)))


def _new_text(connection: Connection, prepared: Prepared) -> tuple[int, Outcome]:
    """Add the article, as the newest version of what stands at its origin."""
    article = prepared.reading.article
    found_at = article.url or article.source
    origin = storable(found_at) if found_at != _STANDARD_INPUT else None
    newest = None
    if origin is not None:
        newest = connection.scalar(select(func.max(articles.c.version)).where(articles.c.origin == origin))
        connection.execute(update(articles).where(articles.c.origin == origin, articles.c.current).values(current=False))
    columns = article_columns(prepared.reading) | {
        "id": storable(article.id),
        "origin": origin,
        "version": (newest or 0) + 1,
        "current": True,
        "text": article.text,
    }
    key = connection.execute(insert(articles).values(**columns).returning(articles.c.key)).scalar_one()
    index_article(connection, key)
    return key, "new" if newest is None else "version"


def _reread(connection: Connection, article_key: int, prepared: Prepared, read_at: str) -> Outcome:
    """Make this the reading that is seen. One that was kept before is shown again, not kept twice."""
    same = readings.c.article_key == article_key
    known = connection.execute(
        select(readings.c.key, readings.c.latest).where(same, readings.c.fingerprint == prepared.fingerprint)
    ).one_or_none()
    if known is not None and known.latest:
        return "unchanged"
    connection.execute(update(readings).where(same, readings.c.latest).values(latest=False))
    if known is None:
        _new_reading(connection, article_key, prepared, read_at)
    else:
        connection.execute(update(readings).where(readings.c.key == known.key).values(latest=True))
    refreshed = update(articles).where(articles.c.key == article_key)
    connection.execute(refreshed.values(**article_columns(prepared.reading)))
    if _seen.made_of(connection, article_key, prepared.reading):
        _seen.derive(connection, article_key, prepared.reading)
    return "reread"


def _new_reading(connection: Connection, article_key: int, prepared: Prepared, read_at: str) -> None:
    reading = prepared.reading
    columns = {
        "article_key": article_key,
        "fingerprint": prepared.fingerprint,
        "model": storable(reading.model),
        "rules": storable(reading.rules),
        "read_at": read_at,
        "latest": True,
        "statement_count": len(prepared.statements),
        "record": prepared.record,
    }
    key = connection.execute(insert(readings).values(**columns).returning(readings.c.key)).scalar_one()
    add_statements(connection, [row | {"reading_key": key} for row in prepared.statements])
