"""What people took out of a group: which forms stand apart from which others, now and whenever a link would join them again.

A split names forms, and with each the statements that had it: where a comparer of another version gives those statements another form, it
holds for that. It holds until somebody takes it back. Each function runs inside a transaction that its caller holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, select

from whoseword.corrections import APART, GROUP, LINK, forms_of, in_effect, on_groups
from whoseword.errors import InputError
from whoseword.records import Correction
from whoseword.store import _corrected
from whoseword.store._groups import Group, group_of
from whoseword.store._seen import every
from whoseword.store._tables import forms, items

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Apart:
    """The keys of forms that were taken out of a group together, and of those that were left in it; none is in both."""

    out: frozenset[int]
    rest: frozenset[int]


def target_of(kind: str, group: str) -> str:
    """How a correction names a group."""
    return f"{kind}:{group}"


def kind_of(made: Correction) -> str:
    """The kind of the group that a split is of."""
    return made.target_id.partition(":")[0]


def splits(made: Iterable[Correction], kind: str) -> list[Correction]:
    """Those of some corrections, in their order, that split a group of a kind and count."""
    return [one for one in in_effect(made) if one.target == GROUP and one.field == APART and kind_of(one) == kind]


def standing(connection: Connection, said: Sequence[Correction]) -> list[Apart]:
    """What splits hold apart of what is in the ledger now, all of one kind; those of which a side is not there hold nothing."""
    if not said:
        return []
    kind = kind_of(said[0])
    named = {form for one in said for side in ("out", "rest") for form in forms_of(one, side)}
    keys = _keys(connection, kind, named)
    lost = {
        (statement, number): form
        for one in said
        for side in ("out", "rest")
        for form, places in one.value[side]
        if form not in keys
        for statement, number in places
    }
    moved = _moved(connection, kind, lost)
    found = []
    for one in said:
        out, rest = (
            {key for form in forms_of(one, side) for key in ({keys[form]} if form in keys else moved.get(form, ()))}
            for side in ("out", "rest")
        )
        if out - rest and rest - out:
            found.append(Apart(frozenset(out - rest), frozenset(rest - out)))
    return found


def split(
    connection: Connection, path: Path, kind: str, group: str, members: Sequence[str], *, by: str, at: str, why: str | None
) -> str:
    """Keep that some members of a group are a group of their own; the id of that correction.

    A member is a form, a statement or an article of the group, by its id or the beginning of it. Raises InputError where one is none of the
    group's, or nothing would be left.
    """
    whole = group_of(connection, path, kind, group)
    chosen = {form for member in members for form in _chosen(whole, member)}
    places: dict[str, list[tuple[str, int]]] = {}
    for item in whole.items:
        places.setdefault(item.form, []).extend([(item.statement, item.number)] if item.statement is not None else [])
    if not chosen:
        raise InputError("nothing is taken out: name at least one statement of the group")
    if chosen == set(places):
        raise InputError("that is the whole group: leave something in it")
    sides = {"out": sorted(chosen), "rest": sorted(set(places) - chosen)}
    value = {side: [[form, places[form]] for form in some] for side, some in sides.items()}
    return _corrected.append(
        connection, target=GROUP, target_id=target_of(kind, whole.id), field=APART, value=value, by=by, at=at, why=why
    )


def with_said(connection: Connection, kind: str, found: Sequence[Group]) -> list[Group]:
    """The groups with what people said of them."""
    made = [*every(connection, LINK, None), *every(connection, GROUP, None)] if found else []
    if not made:
        return list(found)
    return [
        replace(
            one,
            corrections=on_groups(
                made,
                kind,
                {item.form for item in one.items},
                {item.statement for item in one.items if item.statement is not None},
            ),
        )
        for one in found
    ]


def between(said: Sequence[Correction], first: Group, second: Group) -> Correction | None:
    """The split that holds two groups apart, if there is one."""
    one, other = ({item.form for item in group.items} for group in (first, second))
    for made in said:
        out, rest = forms_of(made, "out"), forms_of(made, "rest")
        if (one & out and other & rest) or (one & rest and other & out):
            return made
    return None


def _chosen(whole: Group, member: str) -> set[str]:
    named = member.strip()
    ids = [(one, item.form) for item in whole.items for one in (item.form, item.statement, item.article_id) if one is not None]
    meant = {one for one, _ in ids if named and one.startswith(named)}
    meant = {named} if named in meant else meant
    if not meant:
        raise InputError(f"{member!r} is nothing of this group: name a statement, a wording or an article that is in it")
    if len(meant) > 1:
        raise InputError(f"{member!r} is the beginning of {' and of '.join(sorted(meant)[:3])}: give more of the id")
    return {form for one, form in ids if one in meant}


def _keys(connection: Connection, kind: str, named: Iterable[str]) -> dict[str, int]:
    wanted = sorted(named)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        asked = select(forms.c.form, forms.c.key).where(
            forms.c.kind == kind, forms.c.form.in_(wanted[start : start + _AT_ONCE])
        )
        found |= {row.form: row.key for row in connection.execute(asked)}
    return found


def _moved(connection: Connection, kind: str, lost: Mapping[tuple[str, int], str]) -> dict[str, set[int]]:
    """The keys of the forms that the statements have now whose forms are not there any more."""
    wanted = sorted({statement for statement, _ in lost})
    found: dict[str, set[int]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        asked = (
            select(items.c.statement, items.c.number, items.c.form_key)
            .join(forms, forms.c.key == items.c.form_key)
            .where(forms.c.kind == kind, items.c.statement.in_(wanted[start : start + _AT_ONCE]))
        )
        for row in connection.execute(asked):
            if (row.statement, row.number) in lost:
                found.setdefault(lost[row.statement, row.number], set()).add(row.form_key)
    return found
