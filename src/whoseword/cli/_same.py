"""`same`: which articles repeat one another, who was first, and what each added, cut or changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from whoseword import late
from whoseword.cli import _render
from whoseword.cli._differing import differing
from whoseword.cli._look import FormatFlag, LimitFlag, ListFormat
from whoseword.cli._session import ColourFlag, LedgerFlag, Session, safe, start, write_lines
from whoseword.errors import StoreError
from whoseword.export import Cell, by_people, csv_lines, json_array, json_line

if TYPE_CHECKING:  # these are loaded late
    from whoseword.compare import Copy, CopyGroup, Run, Taken
    from whoseword.store import Store

_COLUMNS: Final = (
    "group", "article", "outlet", "title", "published", "relation", "of_it", "of_first", "words", "words_cut", "words_added",
    "words_changed", "by_people",
)  # fmt: skip
_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """An article of a group of copies, or one that shares a part with the article asked for, as a flat row.

    The words cut, added and changed are counted against the first of the group, over the whole texts with their titles; None where
    they were not asked for. `by_people` is what people said of the group. `passages` has the places of shared parts, in the article asked for and in this one.
    """

    group: str | None
    article: str
    outlet: str | None
    title: str | None
    published: str | None
    relation: str
    of_it: float | None = None
    of_first: float | None = None
    words: int | None = None
    words_cut: int | None = None
    words_added: int | None = None
    words_changed: int | None = None
    passages: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
    by_people: str | None = None


def same(
    article: Annotated[
        str | None,
        typer.Argument(metavar="ARTICLE", help="An article's id, or the beginning of one: its copies, and how they differ."),
    ] = None,
    *,
    with_: Annotated[str | None, typer.Option("--with", metavar="OTHER", help="Show both texts, word by word.")] = None,
    limit: LimitFlag = None,
    format_: FormatFlag = ListFormat.table,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Show articles that repeat one another, the earliest first, and passages that one shares with another."""
    session = start(ledger=ledger, colour=colour)
    if with_ is not None and article is None:
        raise typer.BadParameter("--with OTHER needs an ARTICLE to hold it against")
    with late.open_store(session.settings.ledger, read_only=True) as store:
        if article is not None and with_ is not None:
            _show_both(session, store, (article, with_), format_)
            return
        groups = [_seen_of(store, article)] if article is not None else list(_every(store, limit))
    found = [seen for group in groups for seen in group]
    if format_ is ListFormat.csv:
        write_lines(csv_lines(map(_row, found), _COLUMNS))
    elif format_ is not ListFormat.table:
        write_lines(json_array(found) if format_ is ListFormat.json else map(json_line, found))
    elif all(len(group) < 2 for group in groups):
        session.remark("no copies found")
    else:
        session.out.print(_table(found, whole=article is not None))


def _every(store: "Store", limit: int | None) -> "Iterator[list[Seen]]":
    for row in store.groups("copy", articles=2, limit=limit):
        group = late.copied(store, row.id)
        yield [_seen(group, one) for one in group.copies]


def _seen_of(store: "Store", prefix: str) -> list[Seen]:
    """The copies of one article with what each did, then the articles that share a part with it."""
    asked = store.article(prefix)
    items = store.items("copy", article=asked.id)
    if not items and not store.items("passage", article=asked.id):
        message = f"{asked.id} was not compared, or has no 20 words to compare: run `whoseword compare`, then ask again"
        raise StoreError(message)
    found = list(_copies(store, items[0].group)) if items else []
    if not found:
        found = [Seen(None, asked.id, asked.outlet, asked.title, asked.published, "first")]
    return [*found, *(_part(one) for one in late.taken(store, asked.id))]


def _copies(store: "Store", id_: str) -> Iterator[Seen]:
    group = late.copied(store, id_)
    first, *others = group.copies
    text = store.reading(first.carrier.article).article.text
    yield _seen(group, first)
    for one in others:
        changed = late.changes(text, store.reading(one.carrier.article).article.text)
        yield replace(_seen(group, one), words_cut=changed.cut, words_added=changed.added, words_changed=changed.changed)


def _seen(group: "CopyGroup", one: "Copy") -> Seen:
    at = one.carrier
    seen = Seen(group.id, at.article, at.outlet, at.title, at.published, one.relation, one.of_it, one.of_first, one.words)
    return replace(seen, by_people=by_people(group.corrections))


def _part(one: "Taken") -> Seen:
    at = one.carrier
    return Seen(None, at.article, at.outlet, at.title, at.published, "in part", words=one.words, passages=one.passages)


def _table(found: Sequence[Seen], *, whole: bool) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    names = (
        "published",
        "outlet",
        "title",
        "relation",
        "of it",
        "of first",
        "words",
        *(("cut", "added", "changed") if whole else ()),
        "id",
    )
    for name in names:
        table.add_column(name, overflow="fold", no_wrap=name not in {"outlet", "title"})
    last: str | None = None
    for one in found:
        if last is not None and one.group is not None and one.group != last:
            table.add_section()
        last = one.group or last
        table.add_row(*_cells(one, whole=whole), style="bold" if one.relation == "first" else "")
    return table


def _cells(one: Seen, *, whole: bool) -> list[Text]:
    title = one.title or ""
    shares = [f"{share:.0%}" if share is not None else "" for share in (one.of_it, one.of_first)]
    counts = (one.words, *((one.words_cut, one.words_added, one.words_changed) if whole else ()))
    cells = (
        (one.published or "undated")[:16], one.outlet or "", title if len(title) <= _TITLE else f"{title[: _TITLE - 1]}…",
        one.relation, *shares, *("" if count is None else str(count) for count in counts), one.article[: _render.ID_DIGITS],
    )  # fmt: skip
    return [safe(cell) for cell in cells]


def _row(one: Seen) -> dict[str, Cell]:
    return {name: getattr(one, name) for name in _COLUMNS}


def _show_both(session: Session, store: "Store", prefixes: tuple[str, str], format_: ListFormat) -> None:
    """Two texts as one: what the second cut, added, changed and moved of the first."""
    first, second = (store.reading(prefix).article for prefix in prefixes)
    changed = late.changes(first.text, second.text)
    if format_ is ListFormat.table:
        session.out.print(differing(first.text, second.text, changed.runs), soft_wrap=not session.out.is_terminal)
    elif format_ is ListFormat.csv:
        columns = ("change", "first_start", "first_end", "second_start", "second_end", "first_text", "second_text")
        write_lines(csv_lines((_run_row(run, first.text, second.text) for run in changed.runs), columns))
    else:
        write_lines([json_line({"first": first.id, "second": second.id, "changes": changed})])


def _run_row(run: "Run", first: str, second: str) -> dict[str, Cell]:
    one, other = run.first or (None, None), run.second or (None, None)
    return {
        "change": run.change, "first_start": one[0], "first_end": one[1], "second_start": other[0], "second_end": other[1],
        "first_text": first[slice(*run.first)] if run.first else None, "second_text": second[slice(*run.second)] if run.second else None,
    }  # fmt: skip
