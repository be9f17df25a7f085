"""What people say of links and groups, and that they take it back: kept, and at once shown in the groups.

Each function runs inside a transaction that its caller holds.
"""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from whoseword.corrections import GROUP
from whoseword.errors import InputError
from whoseword.records import Correction
from whoseword.store import _apart, _compared, _corrected, _groups, _seen


def judge(connection: Connection, kind: str, first: str, second: str, *, holds: bool, by: str, at: str, why: str | None) -> str:
    """Keep that two forms are linked or are not; the id of that correction."""
    target_id = _corrected.link_id(kind, first, second)
    made = _corrected.append(
        connection, target=_corrected.LINK, target_id=target_id, field=_corrected.HOLDS, value=holds, by=by, at=at, why=why
    )
    _compared.settle(connection, kind, first, second)
    return made


def merge(
    connection: Connection, path: Path, kind: str, two: tuple[str, str], *, by: str, at: str, why: str | None
) -> Correction:
    """Keep that two groups are one, by a form of each; raises what `Store.merge` raises."""
    pair = [_groups.form_of(connection, path, kind, one) for one in two]
    one, other = (_groups.group_of(connection, path, kind, form) for form in pair)
    if one.id == other.id:
        raise InputError(f"{two[0]} and {two[1]} are one group already")
    if (made := _apart.between(_apart.splits(_seen.every(connection, GROUP, None), kind), one, other)) is not None:
        raise InputError(
            f"{made.made_by} took the one out of the other on {made.made_at} (correction {made.id}): undo that first"
        )
    _groups.check_unopposed(connection, kind, *pair)
    return _seen.one(connection, judge(connection, kind, *pair, holds=True, by=by, at=at, why=why))


def split(
    connection: Connection, path: Path, kind: str, group: str, members: Sequence[str], *, by: str, at: str, why: str | None
) -> Correction:
    """Keep that some members of a group are a group of their own; raises what `Store.split` raises."""
    made = _seen.one(connection, _apart.split(connection, path, kind, group, members, by=by, at=at, why=why))
    _compared.part(connection, made)
    return made


def undo(connection: Connection, path: Path, correction: str, *, by: str, at: str, why: str | None) -> Correction:
    """Take a correction back, whatever it is of, and show groups as they are without it."""
    made = _seen.undo(connection, path, correction, by=by, at=at, why=why)
    if made.target == _corrected.LINK:
        _compared.settle(connection, *made.target_id.split(":"))
    if made.target == GROUP:
        for one in _seen.every(connection, made.target, made.target_id):
            if one.undoes is None:
                _compared.part(connection, one)
    return made
