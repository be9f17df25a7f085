"""Writing down who did what, in the transaction that does it: one line a deed, never changed (`whoseword.acting` says whose it is)."""

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from whoseword import acting
from whoseword.store._columns import storable
from whoseword.store._people_tables import audit, people


def note(connection: Connection) -> None:
    """Write down what is being done in this context, once; not where the ledger has no people: then nobody is told apart."""
    deed = acting.deed()
    if deed is None or deed.noted or connection.execute(select(people.c.key).limit(1)).first() is None:
        return
    _append(connection, deed)


def append(connection: Connection, by: str, what: str, target: str = "", detail: str = "") -> None:
    """Write down that somebody does something; it is the deed of this context, which is not written down again."""
    now = acting.deed()
    deed = acting.Acting(by, now.role if now else "", now.via if now else "python", what, target, detail)
    if now is not None:
        now.noted = True
    _append(connection, deed)


def _append(connection: Connection, deed: acting.Acting) -> None:
    at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    row = {"at": at, "by": storable(deed.by), "role": deed.role, "via": deed.via, "what": deed.what, "target": storable(deed.target),
        "detail": storable(deed.detail)}  # fmt: skip
    connection.execute(insert(audit).values(**row))
    deed.noted = True
