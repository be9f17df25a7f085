"""How much the ledger holds."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from whoseword.store._tables import articles, readings, rejected, statements


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the ledger holds.

    `articles` are current, `versions` are older texts of them; `statements` are those that are seen: of the
    latest readings of current articles.
    """

    articles: int
    versions: int
    readings: int
    statements: int
    rejected: int


def counted(connection: Connection) -> Counts:
    """Count it all, in one state of the ledger."""
    every = select(func.count()).select_from
    seen = readings.join(articles, articles.c.key == readings.c.article_key)
    shown = select(func.coalesce(func.sum(readings.c.statement_count), 0)).select_from(seen)
    some = select(func.count()).select_from(seen.join(statements, statements.c.reading_key == readings.c.key))
    some = some.where(readings.c.latest, articles.c.current)
    current = connection.execute(every(articles).where(articles.c.current)).scalar_one()
    return Counts(
        articles=current,
        versions=connection.execute(every(articles)).scalar_one() - current,
        readings=connection.execute(every(readings)).scalar_one(),
        statements=int(connection.execute(shown.where(readings.c.latest, articles.c.current)).scalar_one())
        - connection.execute(some.where(statements.c.rejected, ~statements.c.added)).scalar_one()
        + connection.execute(some.where(statements.c.added, ~statements.c.rejected)).scalar_one(),
        rejected=connection.execute(every(rejected)).scalar_one(),
    )
