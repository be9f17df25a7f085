"""What is compared across articles, in the ledger: forms by their marks, the links between them, and their groups.

Promises: whatever the order in which articles are compared, read again or replaced, the ledger holds the same forms,
links and groups. A form is there as long as an item has it; a link as long as both its forms are. A group is a connected
component of the links that join and that no person rejected; what a person took out of a group (`_apart`) stands apart from what was
left in it, whatever links there are. Each function runs inside a transaction that its caller holds.
"""

import functools
import itertools
import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from whoseword.corrections import GROUP
from whoseword.matching import Comparer, Item, Link, components, parted
from whoseword.records import Correction
from whoseword.store import _apart
from whoseword.store._corrected import verdicts
from whoseword.store._seen import every
from whoseword.store._tables import articles, compared, corrections, forms, groups, items, links, marks, names, readings

Pair: TypeAlias = tuple[str, str]
Part = TypeVar("Part")

_AT_ONCE = 500  # values in one IN (…): SQLite takes 32,766 in all
_BY_PERSON = "person"
_MERGED = "merged"
_LIVE = or_(and_(links.c.joins, links.c.holds.is_(None)), links.c.holds.is_(True))  # as `_joins` has it


@dataclass(frozen=True, slots=True)
class Due:
    """An article that a comparer has to see: its key and the reading that is seen of it, None where it is to be forgotten.

    `said` is the last correction of its statements, so that what was found before another one is not kept.
    """

    article_key: int
    reading_key: int | None
    said: int | None = None


def due(connection: Connection, kind: str, version: str) -> list[Due]:
    """What the comparer `kind` has not seen as it stands now, the oldest first; first of all what is seen no more."""
    shown = (
        select(articles.c.key.label("article_key"), readings.c.key.label("reading_key"))
        .join(readings, readings.c.article_key == articles.c.key)
        .where(articles.c.current, readings.c.latest)
        .subquery()
    )
    known = select(compared).where(compared.c.kind == kind).subquery()
    gone = (
        select(known.c.article_key)
        .outerjoin(shown, shown.c.article_key == known.c.article_key)
        .where(shown.c.article_key.is_(None))
        .order_by(known.c.article_key)
    )
    stands = and_(known.c.reading_key == shown.c.reading_key, known.c.version == version)
    fresh = (
        select(shown.c.article_key, shown.c.reading_key, _said(shown.c.article_key))
        .outerjoin(known, and_(known.c.article_key == shown.c.article_key, stands))
        .where(known.c.article_key.is_(None))
        .order_by(shown.c.article_key)
    )
    forgotten = [Due(key, None) for key in connection.scalars(gone)]
    return [*forgotten, *(Due(row.article_key, row.reading_key, row.said) for row in connection.execute(fresh))]


def _is_due(connection: Connection, comparer: Comparer, one: Due) -> bool:
    """Whether it still has to be done: another process may have done it, or the article may have been read again."""
    now = select(readings.c.key).join(articles, articles.c.key == readings.c.article_key)
    seen = connection.scalar(now.where(articles.c.key == one.article_key, articles.c.current, readings.c.latest))
    if seen != one.reading_key or (seen is not None and connection.scalar(select(_said(one.article_key))) != one.said):
        return False
    known = connection.execute(select(compared).where(_of(one.article_key, comparer.kind))).one_or_none()
    stands = (seen, comparer.version)
    return known is not None if seen is None else known is None or (known.reading_key, known.version) != stands


def replace(connection: Connection, one: Due, comparer: Comparer, found: Sequence[Item]) -> bool:
    """Put an article's items in the place of those that were there, and link what is new with what shares a mark with it.

    False, and nothing is touched, where another process was first or the article is seen otherwise by now.
    """
    if not _is_due(connection, comparer, one):
        return False
    kind = comparer.kind
    _forget(connection, one.article_key, kind)
    connection.execute(delete(compared).where(_of(one.article_key, kind)))
    if one.reading_key is None:
        return True
    known = _known(connection, kind, {item.form for item in found})
    fresh = {item.form: item for item in found if item.form not in known}
    keys = {**known, **_add_forms(connection, kind, list(fresh.values()))}
    _add_items(connection, one.article_key, found, keys)
    _add_names(connection, kind, found, keys)
    said = verdicts(connection, kind)
    made = list(_links(connection, comparer, fresh, keys))
    _add_links(connection, made, said)
    by_people = _merge(connection, kind, fresh, said, {(link.first, link.second) for link, _, _ in made})
    holds = {(link.first, link.second): said.get((link.first, link.second)) for link, _, _ in made}
    joined = [(a, b) for link, a, b in made if _joins(link.joins, holds=holds[link.first, link.second])]
    _unite(connection, kind, [*((key,) for key in sorted(set(keys.values()))), *joined, *by_people])
    row = {"article_key": one.article_key, "kind": kind, "version": comparer.version, "reading_key": one.reading_key}
    connection.execute(insert(compared).values(**row))
    return True


def settle(connection: Connection, kind: str, first: str, second: str) -> None:
    """Make the link between two forms say what people last said of it: rejected, confirmed, or made by them."""
    first, second = sorted((first, second))
    keys = _known(connection, kind, {first, second})
    if len(keys) < len({first, second}):
        return  # it is settled again when both are there
    pair = and_(links.c.first_key == keys[first], links.c.second_key == keys[second])
    there = connection.execute(select(links.c.how).where(pair)).one_or_none()
    verdict = verdicts(connection, kind).get((first, second))
    if there is None and verdict:
        connection.execute(insert(links).values(**_person_link(keys[first], keys[second])))
    elif there is not None and there.how == _BY_PERSON and not verdict:
        connection.execute(delete(links).where(pair))
    else:
        connection.execute(update(links).where(pair).values(holds=verdict))
    _regroup(connection, kind, _labels(connection, list(keys.values())))


def part(connection: Connection, made: Correction) -> None:
    """Bring the groups that a split is about up to date, after it was made, taken back or brought back."""
    kind = _apart.kind_of(made)
    keys = {key for one in _apart.standing(connection, [made]) for key in (*one.out, *one.rest)}
    _regroup(connection, kind, _labels(connection, keys))


def _joins(joins: bool, *, holds: bool | None) -> bool:
    """Whether a link makes one group: where people said nothing of it, what its comparer says."""
    return joins if holds is None else holds


def _said(article_key: Any) -> Any:
    """The last correction of an article's statements."""
    return select(func.max(corrections.c.key)).where(corrections.c.article_key == article_key).scalar_subquery().label("said")


def _of(article_key: int, kind: str) -> ColumnElement[bool]:
    return and_(compared.c.article_key == article_key, compared.c.kind == kind)


def _forget(connection: Connection, article_key: int, kind: str) -> None:
    """Take out an article's items, and with them forms that stand nowhere else, their marks and links."""
    having = select(forms.c.key).join(items, items.c.form_key == forms.c.key)
    keys = set(connection.scalars(having.where(items.c.article_key == article_key, forms.c.kind == kind)))
    if not keys:
        return
    for some in _chunks(keys):
        connection.execute(delete(items).where(items.c.article_key == article_key, items.c.form_key.in_(some)))
    touched = _labels(connection, keys)
    left = {
        key for some in _chunks(keys) for key in connection.scalars(select(items.c.form_key).where(items.c.form_key.in_(some)))
    }
    for some in _chunks(keys - left):
        connection.execute(delete(links).where(or_(links.c.first_key.in_(some), links.c.second_key.in_(some))))
        connection.execute(delete(marks).where(marks.c.form_key.in_(some)))
        connection.execute(delete(names).where(names.c.form_key.in_(some)))
        connection.execute(delete(forms).where(forms.c.key.in_(some)))
    _regroup(connection, kind, touched)


def _known(connection: Connection, kind: str, wanted: Iterable[str]) -> dict[str, int]:
    """The keys of those forms that are there."""
    asked = select(forms.c.form, forms.c.key).where(forms.c.kind == kind)
    return {row.form: row.key for some in _chunks(wanted) for row in connection.execute(asked.where(forms.c.form.in_(some)))}


def _add_forms(connection: Connection, kind: str, fresh: Sequence[Item]) -> dict[str, int]:
    if not fresh:
        return {}
    rows = [{"kind": kind, "form": i.form, "value": _dumped(i.value), "grouped": i.form} for i in fresh]
    connection.execute(insert(forms), rows)
    keys = _known(connection, kind, [i.form for i in fresh])
    marked = [{"mark": mark, "form_key": keys[i.form]} for i in fresh for mark in sorted(i.marks)]
    if marked:
        connection.execute(insert(marks), marked)
    return keys


def _add_items(connection: Connection, article_key: int, found: Sequence[Item], keys: Mapping[str, int]) -> None:
    rows = [
        {
            "form_key": keys[item.form],
            "article_key": article_key,
            "statement": item.statement,
            "number": item.number,
            "day": item.day,
            "facts": _dumped(item.facts),
        }
        for item in found
    ]
    if rows:
        connection.execute(insert(items), rows)


def _add_names(connection: Connection, kind: str, found: Sequence[Item], keys: Mapping[str, int]) -> None:
    """Add what these can be asked for by, as far as it is not known; items of one form may bring different names."""
    wanted = {(name, keys[item.form]) for item in found for name in item.names}
    asked = select(names.c.name, names.c.form_key)
    there = {
        (row.name, row.form_key)
        for some in _chunks({key for _, key in wanted})
        for row in connection.execute(asked.where(names.c.form_key.in_(some)))
    }
    rows = [{"kind": kind, "name": name, "form_key": key} for name, key in sorted(wanted - there)]
    if rows:
        connection.execute(insert(names), rows)


def _links(
    connection: Connection, comparer: Comparer, fresh: Mapping[str, Item], keys: Mapping[str, int]
) -> Iterator[tuple[Link, int, int]]:
    """Each link of a new form with any that shares a mark with it, and the keys of its two forms."""
    near = _near(connection, fresh, keys)
    others = _forms_of_kind(connection, comparer.kind, {key for some in near.values() for key in some})
    pairs = {(min(form, others[key]), max(form, others[key])) for form, some in near.items() for key in some if key in others}
    known = {**{form: key for key, form in others.items()}, **keys}
    values = {
        **{f: i.value for f, i in fresh.items()},
        **_values(connection, {form: key for key, form in others.items() if form not in fresh}),
    }
    for first, second in sorted(pair for pair in pairs if pair[0] != pair[1]):
        link = comparer.compare(_bare(first, values[first]), _bare(second, values[second]))
        if link is not None:
            yield link, known[first], known[second]


def _near(connection: Connection, fresh: Mapping[str, Item], keys: Mapping[str, int]) -> dict[str, set[int]]:
    """Of each new form the keys of all that share a mark with it, forms of other kinds too.

    Of what hundreds of articles tell, each mark has hundreds of forms: so the ledger gives one row for a mark, not for a form.
    """
    places: dict[int, list[str]] = {}
    for form, item in fresh.items():
        for mark in item.marks:
            places.setdefault(mark, []).append(form)
    near: dict[str, set[int]] = {form: set() for form in fresh}
    asked = select(marks.c.mark, func.json_group_array(marks.c.form_key).label("forms")).group_by(marks.c.mark)
    for some in _chunks(places):
        for row in connection.execute(asked.where(marks.c.mark.in_(some))):
            found = json.loads(row.forms)
            for form in places[row.mark]:
                near[form].update(found)
    for form in fresh:
        near[form].discard(keys[form])
    return near


def _forms_of_kind(connection: Connection, kind: str, wanted: Iterable[int]) -> dict[int, str]:
    """The forms with these keys that are of this kind."""
    asked = select(forms.c.key, forms.c.kind, forms.c.form)
    return {
        row.key: row.form
        for some in _chunks(wanted)
        for row in connection.execute(asked.where(forms.c.key.in_(some)))
        if row.kind == kind  # asked of the database this would be slow: it would go through all forms of the kind
    }


def _values(connection: Connection, wanted: Mapping[str, int]) -> dict[str, Any]:
    asked = select(forms.c.form, forms.c.value)
    rows = (row for some in _chunks(wanted.values()) for row in connection.execute(asked.where(forms.c.key.in_(some))))
    return {row.form: _loaded(row.value) for row in rows}


@functools.lru_cache(maxsize=8192)
def _loaded(value: str) -> Mapping[str, Any]:
    """The value of a form; what is of one matter is asked for article after article."""
    loaded: Mapping[str, Any] = json.loads(value)
    return loaded


def _bare(form: str, value: Mapping[str, Any]) -> Item:
    return Item(form, frozenset(), value)


def _add_links(connection: Connection, made: Sequence[tuple[Link, int, int]], said: Mapping[Pair, bool]) -> None:
    """Add links, with what people said of them before."""
    rows = [
        {
            "first_key": first,
            "second_key": second,
            "relation": link.relation,
            "grade": link.grade,
            "how": link.how,
            "joins": link.joins,
            "evidence": _dumped(link.evidence),
            "holds": said.get((link.first, link.second)),
        }
        for link, first, second in made
    ]
    if rows:
        connection.execute(insert(links), rows)


def _merge(
    connection: Connection, kind: str, fresh: Container[str], said: Mapping[Pair, bool], linked: Container[Pair]
) -> list[tuple[int, int]]:
    """Link the pairs that people joined of which a form is new, where nothing else links them."""
    asked = [pair for pair, holds in said.items() if holds and pair not in linked and (pair[0] in fresh or pair[1] in fresh)]
    keys = _known(connection, kind, {form for pair in asked for form in pair})
    pairs = [(keys[first], keys[second]) for first, second in asked if first in keys and second in keys]
    if pairs:
        connection.execute(insert(links), [_person_link(*pair) for pair in pairs])
    return pairs


def _person_link(first_key: int, second_key: int) -> dict[str, Any]:
    return {
        "first_key": first_key, "second_key": second_key, "relation": _MERGED, "grade": 1.0, "how": _BY_PERSON,
        "joins": True, "evidence": "{}", "holds": True,
    }  # fmt: skip


def _labels(connection: Connection, keys: Iterable[int]) -> dict[int, str]:
    """The group of each form."""
    asked = select(forms.c.key, forms.c.grouped)
    return {row.key: row.grouped for some in _chunks(keys) for row in connection.execute(asked.where(forms.c.key.in_(some)))}


def _unite(connection: Connection, kind: str, joined: Sequence[tuple[int, ...]]) -> None:
    """Make one of the groups that new links join: only adding, so no link has to be looked at again."""
    label = _labels(connection, {key for some in joined for key in some})
    labels = sorted(set(label.values()))
    pairs = [(label[some[0]], label[some[-1]]) for some in joined]
    for together in components(labels, pairs):
        for some in _chunks(together[1:]):
            connection.execute(update(forms).where(forms.c.kind == kind, forms.c.grouped.in_(some)).values(grouped=together[0]))
    _count(connection, kind, labels)
    _keep_apart(connection, kind, labels)


def _regroup(connection: Connection, kind: str, touched: Mapping[int, str]) -> None:
    """Work out again the groups that had these labels, after something was taken out of them."""
    labels = set(touched.values())
    asked = select(forms.c.key, forms.c.form).where(forms.c.kind == kind)
    members = {r.key: r.form for some in _chunks(labels) for r in connection.execute(asked.where(forms.c.grouped.in_(some)))}
    live = select(links.c.first_key, links.c.second_key).where(_LIVE)
    pairs = [tuple(r) for some in _chunks(members) for r in connection.execute(live.where(links.c.first_key.in_(some)))]
    inner = [(a, b) for a, b in pairs if a in members and b in members]
    for together in components(members, inner):
        label = min(members[key] for key in together)
        labels.add(label)
        for some in _chunks(together):
            connection.execute(update(forms).where(forms.c.key.in_(some)).values(grouped=label))
    outer = [(a, b) for a, b in pairs if a not in members or b not in members]
    _count(connection, kind, sorted(labels))
    if outer:  # a link that was rejected holds again: it reaches into another group
        _unite(connection, kind, outer)
    _keep_apart(connection, kind, sorted(labels))


def _keep_apart(connection: Connection, kind: str, labels: Sequence[str]) -> None:
    """Part again those of these groups that people parted, whatever joined them.

    All links are looked at anew that reach them, those of people first, then the surest: so the groups are the same in whatever order
    articles came.
    """
    said = _apart.splits(every(connection, GROUP, None), kind)
    sides = _apart.standing(connection, said)
    held = _labels(connection, {key for one in sides for key in (*one.out, *one.rest)})
    touched = set(held.values()) & set(labels)
    if not touched:
        return
    members, pairs = _reached(connection, kind, touched, [one.out for one in sides])
    together = [pair for one in sides for pair in itertools.pairwise(sorted(one.out & members.keys(), key=members.__getitem__))]
    changed = set()
    for some in parted(sorted(members, key=members.__getitem__), [*together, *pairs], [(one.out, one.rest) for one in sides]):
        label = members[some[0]]
        changed.add(label)
        for few in _chunks(some):
            connection.execute(update(forms).where(forms.c.key.in_(few)).values(grouped=label))
    _count(connection, kind, sorted(changed | touched))


def _reached(
    connection: Connection, kind: str, labels: Iterable[str], together: Sequence[frozenset[int]]
) -> tuple[dict[int, str], list[tuple[int, int]]]:
    """The forms of some groups and of all that live links lead to from there, by their keys, and those links, the first that joins first.

    What is `together` is reached from any part of it.
    """
    members: dict[int, str] = {}
    found: dict[tuple[int, int], tuple[bool, float]] = {}
    waiting = set(labels)
    asked = select(forms.c.key, forms.c.form).where(forms.c.kind == kind)
    live = select(links.c.first_key, links.c.second_key, links.c.grade, links.c.holds).where(_LIVE)
    while waiting:
        fresh = {r.key: r.form for some in _chunks(waiting) for r in connection.execute(asked.where(forms.c.grouped.in_(some)))}
        members |= fresh
        for some in _chunks(fresh):
            for row in connection.execute(live.where(or_(links.c.first_key.in_(some), links.c.second_key.in_(some)))):
                found[row.first_key, row.second_key] = (row.holds is not True, -row.grade)
        bound = {key for some in together if some & members.keys() for key in some}
        outside = {*bound, *(key for pair in found for key in pair)} - members.keys()
        waiting = set(_labels(connection, outside).values())
    order = sorted(found, key=lambda pair: (*found[pair], members[pair[0]], members[pair[1]]))
    return members, order


def _count(connection: Connection, kind: str, labels: Sequence[str]) -> None:
    """Bring the rows of these groups up to date; one with a single item has none."""
    day = func.coalesce(items.c.day, func.substr(articles.c.published, 1, 10))
    asked = (
        select(
            forms.c.grouped,
            func.count(forms.c.key.distinct()).label("forms"),
            func.count(items.c.key).label("items"),
            func.count(items.c.article_key.distinct()).label("articles"),
            func.min(day).label("first_day"),
            func.max(day).label("last_day"),
        )
        .join(items, items.c.form_key == forms.c.key)
        .join(articles, articles.c.key == items.c.article_key)
        .where(forms.c.kind == kind)
        .group_by(forms.c.grouped)
    )
    for some in _chunks(labels):
        connection.execute(delete(groups).where(groups.c.kind == kind, groups.c.grouped.in_(some)))
        sizes = [row for row in connection.execute(asked.where(forms.c.grouped.in_(some))).mappings() if row["items"] > 1]
        related = _relations(connection, kind, [row["grouped"] for row in sizes if row["forms"] > 1])
        rows = [{"kind": kind, **row, "relations": _dumped(related.get(row["grouped"], {}))} for row in sizes]
        if rows:
            connection.execute(insert(groups), rows)


def _relations(connection: Connection, kind: str, labels: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many links of each relation a group has among its forms, those that people rejected left out."""
    second = forms.alias()
    asked = (
        select(forms.c.grouped, links.c.relation, func.count().label("number"))
        .join(links, links.c.first_key == forms.c.key)
        .join(second, second.c.key == links.c.second_key)
        .where(forms.c.kind == kind, forms.c.grouped.in_(labels), links.c.holds.is_not(False))
        .where(second.c.grouped == forms.c.grouped)
        .group_by(forms.c.grouped, links.c.relation)
        .order_by(forms.c.grouped, links.c.relation)
    )
    related: dict[str, dict[str, int]] = {}
    for row in connection.execute(asked) if labels else ():
        related.setdefault(row.grouped, {})[row.relation] = row.number
    return related


def _dumped(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


def _chunks(values: Iterable[Part]) -> Iterator[list[Part]]:
    waiting = iter(values)
    while some := list(itertools.islice(waiting, _AT_ONCE)):
        yield some
