"""`disputes`: what is contested in the ledger, by whom, since when, and why two statements are held against each other."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from whoseword import late
from whoseword.cli import _render
from whoseword.cli._look import FormatFlag, LimitFlag, ListFormat
from whoseword.cli._session import ColourFlag, LedgerFlag, Session, safe, start, write_lines
from whoseword.errors import ConfigError
from whoseword.export import Cell, by_people, csv_lines, json_array, json_line

if TYPE_CHECKING:  # these are loaded late
    from whoseword.compare import Contest, Grounds, Said, Side
    from whoseword.store import Store

_KIND: Final = "claim"
_COLUMNS: Final = (
    "dispute", "about", "side", "speaker", "act", "words", "day", "outlet", "article", "statement", "first", "latest", "grade", "how",
    "by_people",
)  # fmt: skip
_NAMED: Final = 4  # speakers of a side that a line of the table names
_ABOUT: Final = 90


def disputes(
    words: Annotated[str | None, typer.Argument(help="Words that all stand in what is said on either side.")] = None,
    *,
    id_: Annotated[str | None, typer.Option("--id", metavar="ID", help="Only this one, with every statement and why.")] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", "-s", help="Words of the name of someone on a side.")] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="Contested on or after: 2024, 2024-12, …")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Contested on or before.")] = None,
    grade: Annotated[float, typer.Option("--grade", metavar="P", min=0, max=1, help="Only those at least so sure.")] = 0.0,
    limit: LimitFlag = None,
    format_: FormatFlag = ListFormat.table,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Show what is contested: the two sides, who is on each, since when, and why; the last heard of first."""
    session = start(ledger=ledger, colour=colour)
    _check(since, until)
    with late.open_store(session.settings.ledger, read_only=True) as store:
        every = late.contests(store, id_) if id_ is not None else _every(store)
        found = [
            one
            for one in every
            if _says(one, words) and _has(one, speaker) and _within(one, since, until) and one.grade >= grade
        ]
    shown = found[:limit]
    if format_ is ListFormat.csv:
        write_lines(csv_lines((row for one in shown for row in _rows(one)), _COLUMNS))
    elif format_ is not ListFormat.table:
        write_lines(json_array(shown) if format_ is ListFormat.json else map(json_line, shown))
    elif not shown:
        session.remark("no disputes found")
    elif id_ is not None:
        for one in shown:
            _print_whole(session, one)
    else:
        session.out.print(_table(shown))


def _every(store: "Store") -> "list[Contest]":
    found = (one for row in store.groups(_KIND, relation="against") for one in late.contests(store, row.id))
    return sorted(found, key=lambda one: (one.latest or "", one.id), reverse=True)


def _check(since: str | None, until: str | None) -> None:
    for name, value in (("--since", since), ("--until", until)):
        parts = value.split("-") if value is not None else ["2024"]
        if not (len(parts) <= 3 and all(p.isdecimal() and len(p) == (4 if i == 0 else 2) for i, p in enumerate(parts))):
            raise ConfigError(f"{name} is {value!r}: give a year, a month or a day as 2024, 2024-12 or 2024-12-31")


def _within(one: "Contest", since: str | None, until: str | None) -> bool:
    """Whether a dispute was going on then; one without a day is in no such time."""
    if since is not None and (one.latest is None or one.latest[: len(since)] < since):
        return False
    return until is None or (one.first is not None and one.first[: len(until)] <= until)


def _says(one: "Contest", words: str | None) -> bool:
    said = " ".join(said.words for said in _all_said(one)).casefold()
    return all(word in said for word in (words or "").casefold().split())


def _has(one: "Contest", speaker: str | None) -> bool:
    wanted = set((speaker or "").casefold().split())
    return any(wanted <= set(name.casefold().split()) for side in one.sides for name in side.speakers) or not wanted


def _all_said(one: "Contest") -> "Iterator[Said]":
    return (said for side in one.sides for said in side.said)


def _how(one: "Contest") -> str:
    return ", ".join(sorted({grounds.how for grounds in one.grounds}))


def _table(found: "Iterable[Contest]") -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "first", "latest", "about", "for", "against", "articles", "grade", "how"):
        table.add_column(name, overflow="fold", no_wrap=name in ("id", "first", "latest", "grade"))
    for one in found:
        about = one.about if len(one.about) <= _ABOUT else f"{one.about[: _ABOUT - 1]}…"
        cells = (one.id[: _render.ID_DIGITS], one.first, one.latest, about, *map(_named, one.sides))
        table.add_row(*(safe(cell or "") for cell in (*cells, str(len(one.articles)), f"{one.grade:.2f}", _how(one))))
    return table


def _named(side: "Side") -> str:
    names = side.speakers[:_NAMED]
    more = len(side.speakers) - len(names)
    return ", ".join(names or ("unresolved",)) + (f" and {more} more" if more else "")


def _print_whole(session: Session, one: "Contest") -> None:
    """One dispute: each side with what it says, the earliest first, then what stands against what and why."""
    session.out.print(
        safe(f"{one.about}  ({one.first or 'undated'} to {one.latest or 'undated'}, grade {one.grade:.2f})"), style="bold"
    )
    for name, side in zip(("for", "against"), one.sides, strict=True):
        session.out.print()
        session.out.print(safe(f"{name}: {_named(side)}"), style="cyan")
        for said in side.said:
            line = f"{said.day or 'undated'}  {said.speaker or 'unresolved'} ({said.act}), {said.outlet or 'no outlet'}: {said.words}"
            session.out.print(Text.assemble("  ", safe(line), (f"  {said.statement[: _render.ID_DIGITS]}", "dim")))
    session.out.print()
    words = {said.form: said for said in _all_said(one)}
    for grounds in sorted(one.grounds, key=lambda g: -g.grade):
        session.out.print(safe(_why(grounds, words[grounds.first], words[grounds.second])), style="dim")
    if people := by_people(one.corrections):
        session.out.print(safe(people), style="italic")


def _why(grounds: "Grounds", one: "Said", other: "Said") -> str:
    shared, opposed = grounds.evidence.get("shared", ()), grounds.evidence.get("opposed", ())
    said = f"“{one.words}” against “{other.words}”: {grounds.how}, grade {grounds.grade:.2f}"
    both = f"; both speak of {', '.join(shared)}" if shared else ""
    differ = f"; they differ in {', '.join(opposed)}" if opposed else ""
    return said + both + differ + ("; confirmed by a person" if grounds.confirmed else "")


def _rows(one: "Contest") -> Iterator[dict[str, Cell]]:
    for name, side in zip(("for", "against"), one.sides, strict=True):
        for said in side.said:
            yield {
                "dispute": one.id, "about": one.about, "side": name, "speaker": said.speaker, "act": said.act, "words": said.words,
                "day": said.day, "outlet": said.outlet, "article": said.article, "statement": said.statement,
                "first": one.first, "latest": one.latest, "grade": one.grade, "how": _how(one),
                "by_people": by_people(one.corrections),
            }  # fmt: skip
