"""`positions` and `issues`: what parties hold on an issue over time, and which issues there are."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.table import Table
from rich.text import Text

from whoseword import late
from whoseword.cli import _render
from whoseword.cli._session import (
    ColourFlag,
    ConfidenceFlag,
    LedgerFlag,
    OutputFlag,
    Session,
    SureFlag,
    safe,
    start,
    write_lines,
    write_picture,
)
from whoseword.errors import ConfigError
from whoseword.export import Cell, csv_lines, json_array, json_line
from whoseword.records import Issue, to_json

if TYPE_CHECKING:  # these are loaded late
    from whoseword.compare.positions import Change, Position, PositionTable, Proposal

_COLUMNS: Final = (
    "issue", "party", "stance", "bearing", "date", "first", "last", "dated", "words", "matter", "passage", "speakers",
    "outlets", "through", "confidence", "statements", "change", "changed_from",
)  # fmt: skip
_COLUMN_WIDTH: Final = 15  # characters of a date's column, about: `accepts (if) ~`
_DIGITS: Final = _render.ID_DIGITS


class PositionFormat(StrEnum):
    """How positions are printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    svg = "svg"
    png = "png"


class IssueFormat(StrEnum):
    """How issues are printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"


class Whose(StrEnum):
    """Whose positions: each actor's, or those who speak for a state as that state's."""

    actor = "actor"
    country = "country"


ExampleFlag = Annotated[
    list[str] | None, typer.Option("--example", metavar="ID|TEXT", help="A statement like those that belong to it; repeatable.")
]
IssueFormatFlag = Annotated[IssueFormat, typer.Option("--format", help="How to print it.")]

issues = typer.Typer(help="The issues that parties take positions on.", invoke_without_command=True)


def positions(
    issue: Annotated[
        str, typer.Argument(metavar="ISSUE", help='The name of an issue, or words, "a phrase", AND, OR, NOT, begin*.')
    ],
    *,
    example: ExampleFlag = None,
    file: Annotated[
        Path | None, typer.Option("--issues", metavar="FILE", help="A file of issues (TOML) to take it from.")
    ] = None,
    by: Annotated[Whose, typer.Option("--by", help="actor, or country: who speaks for a state as that state.")] = Whose.actor,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Held on or after: 2024, 2024-12, …")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Held on or before.")] = None,
    format_: Annotated[
        PositionFormat, typer.Option("--format", help="How to print it; svg and png are plots.")
    ] = PositionFormat.table,
    output: OutputFlag = None,
    confidence: ConfidenceFlag = None,
    sure: SureFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Show what each party demands, offers, accepts, refuses or denies on an issue over time, and where that changed."""
    session = start(ledger=ledger, colour=colour, confidence=confidence, sure=sure)
    least = {"confidence": session.settings.confidence, "sure": session.settings.sure}
    with late.open_store(session.settings.ledger, read_only=True) as store:
        meant = _meant(issue, (*(late.read_issues(file) if file else ()), *store.issues()), tuple(example or ()))
        table = late.position_table(store, meant, by=by.value, **least).between(since, until)
    match format_:
        case PositionFormat.table:
            _print_positions(session, table)
        case PositionFormat.svg:
            write_lines([late.plot_positions(table).encode()], output)
        case PositionFormat.png:
            write_picture(late.plot_png(late.plot_positions(table)), output)
        case PositionFormat.csv:
            write_lines(csv_lines((_row(table, one) for one in table.positions), _COLUMNS), output)
        case PositionFormat.json:
            write_lines(json_array(_whole(table, one) for one in table.positions), output)
        case PositionFormat.jsonl:
            write_lines((json_line(_whole(table, one)) for one in table.positions), output)
    if table.left_out:
        session.remark(f"{table.left_out} more that take a stance on it have no named speaker who could be followed")


@issues.callback()
def list_issues(
    context: typer.Context, format_: IssueFormatFlag = IssueFormat.table, ledger: LedgerFlag = None, colour: ColourFlag = None
) -> None:
    """List the issues of the ledger."""
    if context.invoked_subcommand is not None:
        return
    session = start(ledger=ledger, colour=colour)
    with late.open_store(session.settings.ledger, read_only=True) as store:
        held = store.issues()
    if format_ is not IssueFormat.table:
        write_lines(json_array(held) if format_ is IssueFormat.json else map(json_line, held))
    elif held:
        table = _table("name", "words", "examples")
        for one in held:
            table.add_row(safe(one.name), safe(one.words or ""), safe("; ".join(one.examples)))
        session.out.print(table)
    else:
        session.remark(
            "no issues yet: whoseword issues propose shows what the ledger speaks of, whoseword issues add keeps one"
        )


@issues.command("add")
def add_issue(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it.")],
    words: Annotated[str | None, typer.Argument(metavar="[WORDS]", help='Words, "a phrase", AND, OR, NOT, begin*.')] = None,
    example: ExampleFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Keep an issue in the ledger; one of the same name is replaced."""
    session = start(ledger=ledger, colour=colour)
    with late.open_store(session.settings.ledger) as store:
        replaced = late.keep_issue(store, Issue(name, words, tuple(example or ())))
    session.remark(f"{'replaced' if replaced else 'added'} the issue {' '.join(name.split())}")


@issues.command("remove")
def remove_issue(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name.")], ledger: LedgerFlag = None, colour: ColourFlag = None
) -> None:
    """Take an issue out of the ledger; every statement stays."""
    session = start(ledger=ledger, colour=colour)
    with late.open_store(session.settings.ledger) as store:
        if not store.remove_issue(name):
            raise ConfigError(f"the ledger has no issue {name!r}: whoseword issues lists them")
    session.remark(f"removed the issue {name}")


@issues.command("propose")
def propose(
    *,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")] = 20,
    format_: IssueFormatFlag = IssueFormat.table,
    confidence: ConfidenceFlag = None,
    sure: SureFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Show matters on which two or more parties take a stance, those that most of them contest first."""
    session = start(ledger=ledger, colour=colour, confidence=confidence, sure=sure)
    with late.open_store(session.settings.ledger, read_only=True) as store:
        found = late.propose_issues(store, most=limit, confidence=session.settings.confidence, sure=session.settings.sure)
    if format_ is not IssueFormat.table:
        write_lines(json_array(found) if format_ is IssueFormat.json else map(json_line, found))
    elif found:
        session.out.print(_proposal_table(found))
    else:
        session.remark("nothing on which two parties take a stance")


def _meant(asked: str, known: Sequence[Issue], examples: tuple[str, ...]) -> Issue:
    """The issue of that name, its examples and those given, else one of these words."""
    for issue in known:
        if issue.name.casefold() == " ".join(asked.split()).casefold():
            return Issue(issue.name, issue.words, (*issue.examples, *examples))
    return late.checked_issue(Issue(" ".join(asked.split())[:100], asked, examples))


def _print_positions(session: Session, table: "PositionTable") -> None:
    if not table.positions:
        session.remark("nothing found")
        return
    session.out.print(_position_table(table, session.out.width))
    session.out.print(Text(_key(table), "dim"), soft_wrap=not session.out.is_terminal)
    for change in table.changes:
        session.out.print()
        for line in _change_lines(change):
            session.out.print(line, soft_wrap=not session.out.is_terminal)


def _position_table(table: "PositionTable", width: int) -> Table:
    """Parties by date, or by a longer time where the screen has no room for every date."""
    period = _fitting(table, (width - 24) // _COLUMN_WIDTH)
    columns = list(dict.fromkeys(period(one) for one in sorted(table.positions, key=_when)))
    shown = _table("", *columns)
    changes = {change.after for change in table.changes}
    for party in table.parties:
        held = [one for one in table.positions if one.party == party]
        cells = (Text("\n").join(_cells([one for one in held if period(one) == column], changes)) for column in columns)
        shown.add_row(safe(party), *cells)
    return shown


def _cells(held: "Sequence[Position]", changes: "set[Position]") -> list[Text]:
    """What a party holds at one time, each stance once, those that change something first."""
    lines: dict[str, Text] = {}
    for one in sorted(held, key=lambda one: one not in changes):
        marks = f"{'≤ ' if one.dated == 'before' else ''}{one.told}{' ~' if one.dated == 'published' else ''}{' ?' if one.unsure else ''}"
        changed = one in changes
        lines.setdefault(marks, Text(f"→ {marks}" if changed else marks, "bold" if changed else ""))
    return list(lines.values())


def _key(table: "PositionTable") -> str:
    """What the marks mean that occur."""
    held = table.positions
    meanings = (
        ("→ changed", bool(table.changes)),
        ("(if) on conditions", any(one.bearing == "conditional" for one in held)),
        ("~ the day of the article", any(one.dated == "published" for one in held)),
        ("≤ at some time before it", any(one.dated == "before" for one in held)),
        ("? unsure", any(one.unsure for one in held)),
    )
    return " · ".join(meaning for meaning, occurs in meanings if occurs)


def _fitting(table: "PositionTable", most: int) -> "Callable[[Position], str]":
    """The shortest time by which no more columns come out than fit."""
    for period in _PERIODS:
        if len({period(one) for one in table.positions}) <= max(1, most):
            return period
    return _PERIODS[-1]


def _by_day(position: "Position") -> str:
    return position.date or "no date"


def _by_week(position: "Position") -> str:
    day = position.first or position.last
    if day is None:
        return "no date"
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year:04}-W{week:02}"


def _by_month(position: "Position") -> str:
    return (position.first or position.last or "no date")[:7]


def _by_year(position: "Position") -> str:
    return (position.first or position.last or "")[:4] or "no date"


_PERIODS: "Final[tuple[Callable[[Position], str], ...]]" = (_by_day, _by_week, _by_month, _by_year)


def _when(position: "Position") -> tuple[str, str]:
    return (position.first or position.last or "~", position.last or "~")


def _change_lines(change: "Change") -> Iterable[Text]:
    yield Text.assemble(("→ ", "bold"), safe(f"{change.party}: {change.what}"))
    for one in (change.before, change.after):
        identity = one.statements[0][:_DIGITS] if one.statements else ""
        yield Text.assemble(
            safe(f"  {one.date}  {one.told}: “{one.passage}” ({', '.join(one.outlets) or 'no outlet'})  "), (identity, "dim")
        )


def _row(table: "PositionTable", one: "Position") -> dict[str, Cell]:
    change = table.change_at(one)
    return {
        "issue": table.issue.name, "party": one.party, "stance": one.stance, "bearing": one.bearing, "date": one.date,
        "first": one.first, "last": one.last, "dated": one.dated, "words": "; ".join(one.words), "matter": "; ".join(one.matter),
        "passage": one.passage, "speakers": "; ".join(one.speakers), "outlets": "; ".join(one.outlets),
        "through": "; ".join(one.through), "confidence": one.confidence, "statements": " ".join(one.statements),
        "change": change.what if change else None, "changed_from": " ".join(change.before.statements) if change else None,
    }  # fmt: skip


def _whole(table: "PositionTable", one: "Position") -> Mapping[str, Any]:
    change = table.change_at(one)
    turned = {"what": change.what, "before": to_json(change.before)} if change else None
    return {"issue": table.issue.name, **to_json(one), "change": turned}


def _proposal_table(found: "Sequence[Proposal]") -> Table:
    table = _table("issue", "words", "contested", "statements", "parties")
    for one in found:
        parties = "; ".join(f"{party} ({', '.join(bearings)})" for party, bearings in one.bearings.items())
        table.add_row(
            safe(one.issue.name),
            safe(one.issue.words or ""),
            "yes" if one.contested else "",
            str(len(one.statements)),
            safe(parties),
        )
    return table


def _table(*names: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(safe(name), overflow="fold")
    return table
