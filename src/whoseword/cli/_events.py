"""`events` and `relations`: who did what to whom, and how two parties' relations move from week to week."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from whoseword import late
from whoseword.cli._look import LimitFlag
from whoseword.cli._session import ColourFlag, LedgerFlag, OutputFlag, Session, safe, start, write_lines, write_picture
from whoseword.errors import ConfigError
from whoseword.events import (
    COLUMNS,
    POLECAT_COLUMNS,
    QUADS,
    SCALE,
    Relations,
    Report,
    Reported,
    gather,
    involves,
    is_between,
    polecat_row,
    relations,
    row,
)
from whoseword.export import csv_lines, json_array, json_line
from whoseword.records import Event, from_json

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import Store

_EVIDENCE = 160  # code points of a sentence in a table
_BAR = 12  # characters for the furthest that the scale goes


class EventFormat(StrEnum):
    """How events are printed."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    polecat = "polecat"


class SeriesFormat(StrEnum):
    """How a series is printed."""

    table = "table"
    json = "json"
    csv = "csv"
    svg = "svg"
    png = "png"


_WEEK_COLUMNS = ("week", "monday", "events", "mean", "sum", "quad1", "quad2", "quad3", "quad4", "evidence")
_PARTY = "A country by code or name (all of its parties), or a party's name."


def events(
    *,
    source: Annotated[str | None, typer.Option("--source", "-s", help=f"Who acts. {_PARTY}")] = None,
    target: Annotated[str | None, typer.Option("--target", "-t", help="Who is acted on, likewise.")] = None,
    dyad: Annotated[
        tuple[str, str] | None, typer.Option("--dyad", metavar="A B", help="Between these two, whoever acts.")
    ] = None,
    root: Annotated[str | None, typer.Option("--root", help="A PLOVER root: AID, ASSAULT, …")] = None,
    quad: Annotated[int | None, typer.Option("--quad", min=1, max=4, help="A quad class, 1 to 4.")] = None,
    status: Annotated[str | None, typer.Option("--status", help="asserted, reported, denied or planned.")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Happened on or after: 2024, 2024-12, …")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Happened on or before.")] = None,
    limit: LimitFlag = None,
    format_: Annotated[
        EventFormat, typer.Option("--format", help="How to print it; polecat has the columns of that event data.")
    ] = EventFormat.table,
    output: OutputFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """List political events: who did what to whom, one for all its reports, the last first."""
    session = start(ledger=ledger, colour=colour)
    if root is not None and root.upper() not in QUADS:
        raise ConfigError(f"--root is {root!r}, but must be one of {', '.join(QUADS)}: name one of these")

    def is_asked(event: Event) -> bool:
        return (
            (source is None or involves(event.source, source))
            and (target is None or involves(event.target, target))
            and (dyad is None or is_between(event, *dyad))
            and (root is None or event.root == root.upper())
            and (quad is None or QUADS[event.root] == quad)
            and (status is None or event.status == status)
            and _is_dated(event, since, until)
        )

    _write(session, [one for one in _read(session, dyad) if is_asked(one.event)][:limit], format_, output)


def relations_of(
    first: Annotated[str, typer.Argument(metavar="A", help=_PARTY)],
    second: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    *,
    format_: Annotated[
        SeriesFormat, typer.Option("--format", help="How to print it; svg and png are plots.")
    ] = SeriesFormat.table,
    output: OutputFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Show how the relations of two parties move: events a week and their mean on a scale from -10, war, to 10."""
    session = start(ledger=ledger, colour=colour)
    series = relations(_read(session, (first, second)), first, second)
    match format_:
        case SeriesFormat.table:
            _print(session, _week_table(series))
        case SeriesFormat.json:
            write_lines([json_line(series)], output)
        case SeriesFormat.csv:
            write_lines(csv_lines(_week_rows(series), _WEEK_COLUMNS), output)
        case SeriesFormat.svg:
            write_lines([late.plot_relations(series).encode()], output)
        case SeriesFormat.png:
            write_picture(late.plot_png(late.plot_relations(series)), output)
    if series.undated:
        session.remark(f"events that no week could be found for: {series.undated}")


def reported(store: "Store", between: tuple[str, str] | None = None) -> list[Reported]:
    """The events of a ledger, or those between two parties, each with its reports."""
    return gather(
        Report(
            from_json(Event, found.facts["event"]),
            found.group,
            found.article_id,
            found.outlet,
            found.title,
            found.published,
            found.url,
        )
        for found in store.items("event", named=late.dyad(*between) if between else None)
    )


def _write(session: Session, found: Sequence[Reported], format_: EventFormat, output: Path | None) -> None:
    match format_:
        case EventFormat.table:
            _print(session, _event_table(found))
        case EventFormat.csv:
            write_lines(csv_lines(map(row, found), COLUMNS), output)
        case EventFormat.polecat:
            version = f"whoseword {metadata.version('whoseword')}"
            write_lines(csv_lines((polecat_row(one, version) for one in found), POLECAT_COLUMNS, delimiter="\t"), output)
        case _:
            records = map(_record, found)
            write_lines(json_array(records) if format_ is EventFormat.json else map(json_line, records), output)


def _read(session: Session, between: tuple[str, str] | None = None) -> list[Reported]:
    with late.open_store(session.settings.ledger, read_only=True) as store:
        return reported(store, between)


def _is_dated(event: Event, since: str | None, until: str | None) -> bool:
    """Whether an event's date, cut to the length of the bounds, lies between them."""
    if since is None and until is None:
        return True
    if event.date is None:
        return False
    value = event.date.value
    return (since is None or value[: len(since)] >= since[: len(value)]) and (until is None or value[: len(until)] <= until)


def _record(one: Reported) -> dict[str, Any]:
    return {
        "id": one.id,
        "event": one.event,
        "quad": QUADS[one.event.root],
        "scale": SCALE[one.event.root],
        "articles": one.articles,
        "reports": list(one.reports),
    }


def _event_table(found: Iterable[Reported]) -> Table:
    table = _table("id", "date", "source", "root", "target", "status", "articles", "evidence")
    for one in found:
        event = one.event
        words = " ".join(event.evidence.text.split())
        evidence = words if len(words) <= _EVIDENCE else words[: _EVIDENCE - 1] + "…"
        date = event.date.value if event.date else ""
        cells = (
            one.id[:10],
            date,
            _side(event, "source"),
            event.root,
            _side(event, "target"),
            event.status,
            str(one.articles),
            evidence,
        )
        table.add_row(*map(safe, cells))
    return table


def _side(event: Event, side: str) -> str:
    actor = event.source if side == "source" else event.target
    facts = [fact for fact in (actor.country or actor.state, None if actor.sector == "UNK" else actor.sector) if fact]
    return f"{actor.name} ({', '.join(facts)})" if facts else actor.name


def _week_table(series: Relations) -> Table:
    table = _table("week", "Monday", "events", "mean", "", "1", "2", "3", "4")
    for week in series.weeks:
        mean = "" if week.mean is None else f"{week.mean:+.1f}"
        table.add_row(
            week.week, week.monday, str(week.events), mean, _bar(week.mean), *(str(n or "") for n in week.quads.values())
        )
    return table


def _bar(mean: float | None) -> Text:
    """The mean as a bar to the left of the middle, or to its right."""
    if mean is None:
        return Text()
    size = round(abs(mean) / 10 * _BAR)
    left = "█" * size if mean < 0 else ""
    return Text.assemble((left.rjust(_BAR), "red"), "│", ("█" * size if mean > 0 else "", "green"))


def _week_rows(series: Relations) -> Iterator[dict[str, Any]]:
    for week in series.weeks:
        quads = {f"quad{number}": count for number, count in week.quads.items()}
        yield {
            "week": week.week, "monday": week.monday, "events": week.events, "mean": week.mean, "sum": week.sum, **quads,
            "evidence": " ".join(week.evidence),
        }  # fmt: skip


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _print(session: Session, table: Table) -> None:
    if table.row_count:
        session.out.print(table)
    else:
        session.remark("nothing found")
