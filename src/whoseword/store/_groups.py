"""Groups of what is the same or contested across articles, as the ledger shows them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Select, func, literal, select

from whoseword.errors import InputError, NotFoundError
from whoseword.matching import Link
from whoseword.records import Correction
from whoseword.store._portable import number_at
from whoseword.store._query import begins_with, paged
from whoseword.store._tables import articles, forms, groups, items, links, names

_CANDIDATES = 5
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ItemRow:
    """Something that was compared and the article it stands in; `day` is its own, else the article's.

    `group` is the id of its group: the smallest form in it. The other fields are those of `matching.Item`.
    """

    kind: str
    form: str
    group: str
    value: Mapping[str, Any]
    statement: str | None
    number: int
    facts: Mapping[str, Any]
    day: str | None
    article_id: str
    source: str
    url: str | None
    outlet: str | None
    title: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link between two forms; `holds` is what people last said of it, None where nobody did."""

    link: Link
    holds: bool | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as a list shows it: how much is in it, its first and last day, and its links by relation."""

    id: str
    kind: str
    forms: int
    items: int
    articles: int
    first_day: str | None
    last_day: str | None
    relations: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Group:
    """A whole group: its items, the earliest first, and every link among its forms.

    `corrections` are what people said of it: of links, and which of its items stand apart from what.
    """

    id: str
    kind: str
    items: tuple[ItemRow, ...]
    links: tuple[LinkRow, ...]
    corrections: tuple[Correction, ...] = ()
    # What JSON leaves out where it is empty.
    OPTIONAL: ClassVar[tuple[str, ...]] = ("corrections",)


def group_rows(
    connection: Connection, kind: str, *, relation: str | None, articles_least: int, limit: int | None, offset: int
) -> list[GroupRow]:
    """Groups of more than one item, the last heard of first."""
    found = select(groups).where(groups.c.kind == kind).order_by(groups.c.last_day.desc().nulls_last(), groups.c.grouped)
    if relation is not None:
        found = found.where(number_at(groups.c.relations, relation) > literal(0, literal_execute=True))
    if articles_least > 1:
        found = found.where(groups.c.articles >= articles_least)
    return [
        GroupRow(r.grouped, r.kind, r.forms, r.items, r.articles, r.first_day, r.last_day, json.loads(r.relations))
        for r in connection.execute(paged(found, limit, offset))
    ]


def group_of(connection: Connection, path: Path, kind: str, prefix: str) -> Group:
    """The group that the form belongs to whose name is, or alone begins with, `prefix`; NotFoundError for none or several."""
    asked = select(forms.c.form, forms.c.grouped).where(forms.c.kind == kind, begins_with(forms.c.form, prefix))
    named = connection.execute(asked.order_by(forms.c.form).limit(_CANDIDATES + 1)).all()
    labels = {row.grouped for row in named}
    if named and named[0].form == prefix:
        labels = {named[0].grouped}
    if len(labels) != 1:
        what = "several groups" if labels else "no group"
        raise NotFoundError(f"{path} has {what} of kind {kind} whose id begins with {prefix!r}: list them to see their ids")
    (found,) = groups_of(connection, kind, list(labels))
    return found


def form_of(connection: Connection, path: Path, kind: str, prefix: str) -> str:
    """The form that is, or alone begins with, `prefix`; NotFoundError for none or several."""
    asked = select(forms.c.form).where(forms.c.kind == kind, begins_with(forms.c.form, prefix))
    found = connection.scalars(asked.order_by(forms.c.form).limit(2)).all()
    if len(found) != 1 and found[:1] != [prefix]:
        what = "several are" if found else "nothing is"
        raise NotFoundError(f"{path}: {what} called {prefix!r} among what is compared as {kind}: give the whole id")
    return str(found[0])


def check_unopposed(connection: Connection, kind: str, first: str, second: str) -> None:
    """Raise InputError where the ledger holds two forms against each other: they cannot be the same."""
    asked = select(forms.c.key).where(forms.c.kind == kind, forms.c.form.in_((first, second)))
    keys = connection.scalars(asked).all()
    opposed = select(links.c.how).where(
        links.c.first_key.in_(keys), links.c.second_key.in_(keys), links.c.relation == "against", links.c.holds.is_not(False)
    )
    if connection.scalar(opposed) is not None:
        raise InputError("the ledger holds these two against each other: say first that they do not contradict")


def groups_of(connection: Connection, kind: str, labels: Sequence[str]) -> list[Group]:
    """The groups with exactly these ids, in this order; those that are not there are passed over."""
    wanted = (forms.c.kind == kind, forms.c.grouped.in_(labels))
    group_of_form = {}
    found: dict[str, tuple[list[ItemRow], list[LinkRow]]] = {}
    for row in item_rows(connection, _items().where(*wanted)):
        group_of_form[row.form] = row.group
        found.setdefault(row.group, ([], []))[0].append(row)
    for link in _link_rows(connection, select(forms.c.key).where(*wanted)):
        label = group_of_form.get(link.link.first)
        if label is not None and label == group_of_form.get(link.link.second):
            found[label][1].append(link)
    return [Group(one, kind, tuple(found[one][0]), tuple(found[one][1])) for one in dict.fromkeys(labels) if one in found]


@dataclass(frozen=True, slots=True)
class Among:
    """Which items: of one article, of the statements with these ids, in these groups, asked for by this name. All that is given holds."""

    article_id: str | None = None
    statements: Sequence[str] = ()
    groups: Sequence[str] | None = None
    named: str | None = None


def items_of(connection: Connection, kind: str, among: Among) -> list[ItemRow]:
    """The items asked for, each article's in their order."""
    article_id, statements = among.article_id, among.statements
    asked = _items().where(forms.c.kind == kind)
    if among.named is not None:
        asked = asked.where(forms.c.key.in_(_named(kind, among.named)))
    if among.groups is not None:
        asked = asked.where(forms.c.grouped.in_(among.groups))
    if article_id is not None:
        asked = asked.where(articles.c.id == article_id)
    if not statements:
        return item_rows(connection, asked)
    some = (statements[start : start + _AT_ONCE] for start in range(0, len(statements), _AT_ONCE))
    return [row for part in some for row in item_rows(connection, asked.where(items.c.statement.in_(part)))]


def facts_of(connection: Connection, kind: str, paths: Sequence[str], *, named: str | None, latest: int) -> list[list[Any]]:
    """Of each item: its group, its article's day, and what stands at these paths of its facts; as added.

    Of all in so many articles added last or, with `named`, of so many added last that are asked for by this name.
    """
    told = (func.json_extract(items.c.facts, path) for path in paths)
    found = (
        select(func.json_array(forms.c.grouped, articles.c.published, *told).label("told"))
        .select_from(items.join(forms, forms.c.key == items.c.form_key).join(articles, articles.c.key == items.c.article_key))
        .where(items.c.key.in_(_items_named(kind, named, latest)) if named else items.c.article_key.in_(_added_last(latest)))
        .where(forms.c.kind.concat("") == kind)  # said so, or SQLite goes through all forms of the kind
        .order_by(items.c.key)
        .subquery()
    )
    # One value, not one a row: each row would wait for its turn among the threads of a busy desk.
    whole: list[list[Any]] = json.loads(connection.execute(select(func.json_group_array(func.json(found.c.told)))).scalar_one())
    return whole


def _added_last(latest: int) -> Select[Any]:
    return select(articles.c.key).where(articles.c.current).order_by(articles.c.key.desc()).limit(latest)


def _items_named(kind: str, name: str, latest: int) -> Select[Any]:
    asked = select(items.c.key).where(items.c.form_key.in_(_named(kind, name)))
    return asked.order_by(items.c.key.desc()).limit(latest)


def _named(kind: str, name: str) -> Select[Any]:
    return select(names.c.form_key).where(names.c.kind == kind, names.c.name == name)


def item_rows(connection: Connection, asked: Select[Any]) -> list[ItemRow]:
    """What `asked` gives, the earliest first."""
    return [
        ItemRow(
            kind=row.kind,
            form=row.form,
            group=row.grouped,
            value=json.loads(row.value),
            statement=row.statement,
            number=row.number,
            facts=json.loads(row.facts),
            day=row.item_day,
            article_id=row.id,
            source=row.source,
            url=row.url,
            outlet=row.outlet,
            title=row.title,
            published=row.published,
        )
        for row in connection.execute(asked)
    ]


def _items() -> Select[Any]:
    day = func.coalesce(items.c.day, func.substr(articles.c.published, 1, 10)).label("item_day")
    shown = [articles.c[name] for name in ("id", "source", "url", "outlet", "title", "published")]
    return (
        select(
            forms.c.kind,
            forms.c.form,
            forms.c.grouped,
            forms.c.value,
            items.c.statement,
            items.c.number,
            items.c.facts,
            day,
            *shown,
        )
        .join(items, items.c.form_key == forms.c.key)
        .join(articles, articles.c.key == items.c.article_key)
        .order_by(day.asc().nulls_last(), articles.c.published.asc().nulls_last(), articles.c.id, items.c.number, forms.c.form)
    )


def _link_rows(connection: Connection, keys: Select[Any]) -> list[LinkRow]:
    """Every link among these forms, in their order."""
    first, second = forms.alias("one"), forms.alias("other")
    asked = (
        select(first.c.form.label("first"), second.c.form.label("second"), *(c for c in links.c if not c.name.endswith("_key")))
        .join(first, first.c.key == links.c.first_key)
        .join(second, second.c.key == links.c.second_key)
        .where(links.c.first_key.in_(keys), links.c.second_key.in_(keys))
        .order_by(first.c.form, second.c.form)
    )
    return [
        LinkRow(Link(r.first, r.second, r.relation, r.grade, r.how, json.loads(r.evidence), r.joins), r.holds)
        for r in connection.execute(asked)
    ]
