"""The issues that people defined, in the ledger: a name, words and examples, and nothing that depends on statements.

An issue has one name whatever its case. To take one out touches no statement.
"""

import json

from sqlalchemy import Connection, delete, insert, select

from whoseword.records import Issue
from whoseword.store._columns import storable
from whoseword.store._tables import issues


def every(connection: Connection) -> tuple[Issue, ...]:
    """All issues, by name."""
    rows = connection.execute(select(issues.c.name, issues.c.words, issues.c.examples)).all()
    found = (Issue(row.name, row.words or None, tuple(json.loads(row.examples))) for row in rows)
    return tuple(sorted(found, key=lambda issue: (issue.name.casefold(), issue.name)))


def put(connection: Connection, issue: Issue, made_at: str) -> bool:
    """Keep an issue in place of the one of its name; whether there was one."""
    replaced = remove(connection, issue.name)
    row = {"name": storable(issue.name), "words": storable(issue.words or ""), "examples": json.dumps(issue.examples)}
    connection.execute(insert(issues).values(**row, made_at=made_at))
    return replaced


def remove(connection: Connection, name: str) -> bool:
    """Take the issue of that name out; whether there was one."""
    wanted = storable(name).casefold()
    same = [one.name for one in every(connection) if one.name.casefold() == wanted]
    connection.execute(delete(issues).where(issues.c.name.in_(same)))
    return bool(same)
