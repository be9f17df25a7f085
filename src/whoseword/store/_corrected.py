"""What people said of records, as the ledger keeps it: appended, never changed."""

import json
from typing import Any

from sqlalchemy import Connection, func, insert, select

from whoseword.acting import about
from whoseword.corrections import HOLDS, LINK, undone_by
from whoseword.records import digest
from whoseword.store._tables import corrections

__all__ = ["HOLDS", "LINK", "append", "link_id", "verdicts"]

_SHOWN = 40  # characters of an id in the audit


def link_id(kind: str, first: str, second: str) -> str:
    """How a correction names the link between two forms, in either order."""
    return ":".join((kind, *sorted((first, second))))


def append(
    connection: Connection,
    *,
    target: str,
    target_id: str,
    field: str,
    value: Any,
    by: str,
    at: str,
    why: str | None = None,
    undoes: str | None = None,
    article_key: int | None = None,
    place: str | None = None,
) -> str:
    """Add one correction and give its id; `value` is plain JSON, `at` an ISO time in UTC, `place` JSON of where a statement stood."""
    written = json.dumps(value, ensure_ascii=True, sort_keys=True)
    number = connection.scalar(select(func.count()).select_from(corrections))
    made = digest("correction", number, target, target_id, field, written, by, at, undoes)
    row = {"id": made, "target": target, "target_id": target_id, "field": field, "value": written}
    connection.execute(
        insert(corrections).values(**row, made_by=by, made_at=at, why=why, undoes=undoes, article_key=article_key, place=place)
    )
    about(f"{'undone: ' if undoes else ''}{field} of {target} {target_id[:_SHOWN]}")
    return made


def verdicts(connection: Connection, kind: str) -> dict[tuple[str, str], bool]:
    """Of each pair of forms that people spoke of whether they are linked, as said last; what was undone does not count."""
    asked = (
        select(corrections.c.id, corrections.c.target_id, corrections.c.value, corrections.c.undoes)
        .where(corrections.c.target == LINK, corrections.c.target_id.startswith(f"{kind}:", autoescape=True))
        .order_by(corrections.c.key)
    )
    rows = connection.execute(asked).all()
    undone = undone_by(rows)
    said = {}
    for row in rows:
        if row.undoes is None and row.id not in undone:
            _, first, second = row.target_id.split(":")
            said[first, second] = bool(json.loads(row.value))
    return said
