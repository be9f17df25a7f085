"""Reading from the ledger: rows by key, whole readings, and ids by their beginning."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, func, select

from whoseword.errors import NotFoundError
from whoseword.records import Article, Reading, check_spans
from whoseword.store._columns import rebuilt, statement_of
from whoseword.store._failures import held
from whoseword.store._query import ArticleRow, StatementRow, begins_with
from whoseword.store._tables import articles, readings, statements

_CANDIDATES = 5


def article_rows(connection: Connection, keys: Sequence[int]) -> list[ArticleRow]:
    """The articles with these keys, in this order."""
    columns = [
        articles.c[name] for name in ("key", "id", "source", "url", "outlet", "title", "published", "version", "current")
    ]
    of_reading = select(func.count()).where(statements.c.reading_key == readings.c.key)
    rejected = of_reading.where(statements.c.rejected, ~statements.c.added).scalar_subquery()
    added = of_reading.where(statements.c.added, ~statements.c.rejected).scalar_subquery()
    found = connection.execute(
        select(*columns, (readings.c.statement_count - rejected + added).label("statement_count"), readings.c.read_at)
        .join(readings, readings.c.article_key == articles.c.key)
        .where(articles.c.key.in_(keys), readings.c.latest)
    )
    rows = {row.key: row for row in found}
    return [_article_row(rows[key]) for key in keys]


def statement_rows(connection: Connection, path: Path, keys: Sequence[int], *, raw: bool = False) -> list[StatementRow]:
    """The statements with these keys, in this order, or with `raw` as they were read; each span was checked against its text."""
    rows = {row.key: row for row in connection.execute(_joined().where(statements.c.key.in_(keys)))}
    wanted = {row.article_key for row in rows.values()}
    texts = connection.execute(select(articles.c.key, articles.c.text).where(articles.c.key.in_(wanted)))
    text_of = {row.key: row.text for row in texts}
    return [_statement_row(path, rows[key], text_of[rows[key].article_key], raw=raw) for key in keys]


def reading_of(connection: Connection, path: Path, reading_key: int) -> Reading:
    """A whole reading, checked; StoreError where it does not hold together."""
    row = connection.execute(
        select(readings.c.record, readings.c.statement_count, articles.c.id, articles.c.text)
        .join(articles, articles.c.key == readings.c.article_key)
        .where(readings.c.key == reading_key)
    ).one()
    of_reading = select(statements.c.record).where(statements.c.reading_key == reading_key, ~statements.c.added)
    parts = connection.scalars(of_reading.order_by(statements.c.position)).all()
    with held(path, f"article {row.id}"):
        if len(parts) != row.statement_count:
            raise ValueError(f"{len(parts)} statements are there of {row.statement_count}")
        return rebuilt(row.record, row.text, parts)


def latest_reading(connection: Connection, path: Path, article_key: int) -> Reading:
    """The latest reading of an article, as it was read."""
    latest = select(readings.c.key).where(readings.c.article_key == article_key, readings.c.latest)
    return reading_of(connection, path, connection.execute(latest).scalar_one())


def article_key(connection: Connection, path: Path, prefix: str) -> int:
    """The key of the article whose id is, or alone begins with, `prefix`; NotFoundError for none or several."""
    given = prefix.strip().lower()
    by_id = select(articles.c.id, articles.c.key, articles.c.title, articles.c.source)
    chosen = _resolve(connection, by_id, articles.c.id, given)
    if len(chosen) == 1:
        return int(chosen[0].key)
    labels = [f"{row.id} ({row.title or row.source})" for row in chosen]
    raise _unresolved(path, "article", given, labels)


def statement_key(connection: Connection, path: Path, prefix: str) -> int:
    """The key of the statement whose id is, or alone begins with, `prefix`, as its latest reading has it."""
    given = prefix.strip().lower()
    by_id = select(statements.c.id, func.min(statements.c.quoted).label("quoted")).group_by(statements.c.id)
    chosen = _resolve(connection, by_id, statements.c.id, given)
    if len(chosen) != 1:
        labels = [f"{row.id} ({row.quoted[:40]})" for row in chosen]
        raise _unresolved(path, "statement", given, labels)
    newest_first = [readings.c.latest.desc(), articles.c.current.desc(), statements.c.key.desc()]
    same_id = _joined().where(statements.c.id == chosen[0].id).order_by(*newest_first).limit(1)
    return int(connection.execute(same_id).one().key)


def _article_row(row: Any) -> ArticleRow:
    return ArticleRow(
        id=row.id,
        source=row.source,
        url=row.url,
        outlet=row.outlet,
        title=row.title,
        published=row.published,
        statements=row.statement_count,
        version=row.version,
        current=row.current,
        read_at=row.read_at,
    )


def _statement_row(path: Path, row: Any, text: str, *, raw: bool) -> StatementRow:
    """A row; what a person corrected is shown of the latest reading alone, since an older one is history."""
    record = row.record if raw or not row.latest or row.corrected is None else row.corrected
    with held(path, f"statement {row.id}"):
        statement = statement_of(record)
        article = Article(id=row.article_id, source=row.source, text=text, text_sha256="")
        check_spans(Reading(article, (statement,)))
    return StatementRow(
        statement=statement,
        article_id=row.article_id,
        source=row.source,
        url=row.url,
        outlet=row.outlet,
        title=row.title,
        published=row.published,
        version=row.version,
        current=row.latest and row.current,
        byline=row.byline,
        read_at=row.read_at,
        rejected=row.latest and row.rejected,
    )


@functools.cache  # to build it takes longer than to ask it
def _joined() -> Select[Any]:
    shown = [articles.c[name] for name in ("source", "url", "outlet", "title", "published", "byline", "version", "current")]
    return (
        select(
            statements.c.key,
            statements.c.id,
            statements.c.record,
            articles.c.key.label("article_key"),
            articles.c.id.label("article_id"),
            statements.c.corrected,
            statements.c.rejected,
            readings.c.latest,
            readings.c.read_at,
            *shown,
        )
        .select_from(statements)
        .join(readings, readings.c.key == statements.c.reading_key)
        .join(articles, articles.c.key == readings.c.article_key)
    )


def _resolve(connection: Connection, by_id: Select[Any], column: Any, given: str) -> Sequence[Any]:
    """The row of exactly this id, else those whose id begins with it (a few, for the message)."""
    exact = connection.execute(by_id.where(begins_with(column, given)).order_by(column).limit(_CANDIDATES + 1)).all()
    return exact[:1] if exact and exact[0].id == given else exact


def _unresolved(path: Path, what: str, given: str, labels: list[str]) -> NotFoundError:
    if not labels:
        return NotFoundError(f"{path} has no {what} whose id begins with {given!r}: list what it has to see the ids")
    named = ", ".join(labels[:_CANDIDATES]) + (", …" if len(labels) > _CANDIDATES else "")
    return NotFoundError(f"{path} has several {what}s whose id begins with {given!r}: {named}: give more of the id")
