"""`correct`, `corrections` and `undo`: what a person says of statements, kept beside them."""

import getpass
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from whoseword import late
from whoseword.cli._look import FormatFlag, ListFormat
from whoseword.cli._render import ID_DIGITS
from whoseword.cli._session import ColourFlag, LedgerFlag, Session, safe, start, write_lines
from whoseword.errors import ConfigError
from whoseword.export import Cell, csv_lines, json_array, json_line
from whoseword.records import Correction

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import Store

ByFlag = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who says so. [default: your login name]")]
WhyFlag = Annotated[str | None, typer.Option("--why", metavar="WORDS", help="Why.")]
_NOTHING = "none"
_SPANS = ("content", "cue", "source")
_COLUMNS = ("id", "made_at", "made_by", "target", "target_id", "field", "value", "why", "undoes", "counts")


def correct(
    *,
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="Its id, or the beginning of it.")],
    speaker: Annotated[str | None, typer.Option("--speaker", help="Who said it; none: nobody can tell.")] = None,
    type_: Annotated[str, typer.Option("--type", help="The speaker's type.")] = "person",
    country: Annotated[str | None, typer.Option("--country", help="The speaker's country, ISO 3166-1 alpha-3.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="The speaker's office or role.")] = None,
    act: Annotated[str | None, typer.Option("--act", help="assert, deny, demand, …")] = None,
    said_on: Annotated[
        str | None, typer.Option("--said-on", metavar="DATE", help="2024-03-01, 2024-03, 2024, or none.")
    ] = None,
    content: Annotated[str | None, typer.Option("--content", metavar="SPANS", help="Offsets, such as 120:139,150:160.")] = None,
    words: Annotated[
        list[str] | None, typer.Option("--words", help="The content in the very words of the text, in place of offsets.")
    ] = None,
    cue: Annotated[str | None, typer.Option("--cue", metavar="SPANS", help="Offsets of the cue, or none.")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="SPANS", help="Offsets of the source, or none.")] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="ID", help="The statement it answers, or none.")] = None,
    inside: Annotated[str | None, typer.Option("--inside", metavar="ID", help="The statement it is part of, or none.")] = None,
    reject: Annotated[bool, typer.Option("--reject", help="It is no statement.")] = False,
    confirm: Annotated[bool, typer.Option("--confirm", help="It is right.")] = False,
    by: ByFlag = None,
    why: WhyFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Say what is right of a statement; the reading stays, and what you say stands beside it (docs/corrections.md)."""
    session = start(ledger=ledger, colour=colour)
    if reject and confirm:
        raise ConfigError("--reject and --confirm exclude each other: give one")
    who = None if speaker is None else speaker_of(speaker, type_, country, role)
    said: dict[str, Any] = {
        "content": content, "cue": cue, "source": source, "act": act, "speaker": who, "about": about, "inside": inside, "said_on": said_on,
        "verdict": "rejected" if reject else "confirmed" if confirm else None,
    }  # fmt: skip
    given = {name: _value(name, value) for name, value in said.items() if value is not None}
    if words is not None and content is not None:
        raise ConfigError("--words and --content exclude each other: give one")
    if not given and words is None:
        raise ConfigError("nothing is said of the statement: give --speaker, --act, --said-on, --reject, --confirm or another")
    with late.open_store(session.settings.ledger) as store:
        row = store.statement(statement)
        identity = row.statement.id
        if words is not None:
            given["content"] = late.spans_of_words(store.text(row.article_id), words, row.statement)
        for made in store.correct_all(identity, given, by=by or getpass.getuser(), why=why):
            name = made.field
            session.out.print(safe(f"{made.id[:ID_DIGITS]}  {name} of statement {identity[:ID_DIGITS]}"))
        catch_up(store)


def corrections(
    *,
    statement: Annotated[str | None, typer.Option("--statement", metavar="ID", help="Only of this statement.")] = None,
    article: Annotated[str | None, typer.Option("--article", metavar="ID", help="Only of this article's statements.")] = None,
    as_actors: Annotated[
        bool, typer.Option("--as-actors", help="Other names that corrections teach, as a file of actors.")
    ] = False,
    format_: FormatFlag = ListFormat.table,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """List what people said of records, in the order in which they said it, with what was undone."""
    session = start(ledger=ledger, colour=colour)
    with late.open_store(session.settings.ledger, read_only=True) as store:
        made = store.corrections(article=article)
        if statement is not None:
            whole = store.statement(statement).statement
            shown = {whole.id, *(one.target_id for one in whole.corrections)}
            made = [one for one in made if one.target_id in shown]
        if as_actors:
            write_lines([late.actors_toml(late.learned_from(store, made)).encode()])
        elif format_ is ListFormat.table:
            _print(session, made)
        elif format_ is ListFormat.csv:
            write_lines(csv_lines(_rows(made), _COLUMNS))
        else:
            write_lines(json_array(made) if format_ is ListFormat.json else map(json_line, made))


def undo(
    correction: Annotated[str, typer.Argument(metavar="ID", help="The correction's id, or the beginning of it.")],
    by: ByFlag = None,
    why: WhyFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Take a correction back; that is kept as a correction of its own, and can be undone too."""
    session = start(ledger=ledger, colour=colour)
    with late.open_store(session.settings.ledger) as store:
        made = store.undo(correction, by=by or getpass.getuser(), why=why)
        session.out.print(safe(f"{made.id[:ID_DIGITS]}  undid {str(made.undoes)[:ID_DIGITS]}"))
        catch_up(store)


def speaker_of(name: str, kind: str, country: str | None, role: str | None) -> dict[str, Any]:
    """A speaker as a correction has it; `none` is nobody."""
    if name == _NOTHING:
        return {"name": None, "type": "unresolved"}
    return {"name": name, "type": kind, "country": country, "role": role}


def offsets(flag: str, given: str | None) -> list[list[int]] | None:
    """Offsets such as 120:139,150:160 as pairs; ConfigError where they are none."""
    if given is None:
        return None
    try:
        return [[int(number) for number in span.split(":")] for span in given.split(",")]
    except ValueError as error:
        raise ConfigError(f"{flag} is {given!r}: give offsets such as 120:139, several with commas between") from error


def _value(name: str, given: Any) -> Any:
    """What a flag's value is as the field's; what it cannot be is refused where it is kept."""
    if name in _SPANS:
        return [] if given == _NOTHING else offsets(f"--{name}", given)
    return None if given == _NOTHING else given


def catch_up(store: "Store") -> None:
    """Compare anew what was corrected."""
    for _ in late.catch_up(store):
        pass


def _rows(made: list[Correction]) -> Iterable[dict[str, Cell]]:
    undone = late.undone_by(made)
    for one in made:
        yield {
            "id": one.id, "made_at": one.made_at, "made_by": one.made_by, "target": one.target, "target_id": one.target_id,
            "field": one.field, "value": _shown(one), "why": one.why, "undoes": one.undoes, "counts": one.id not in undone,
        }  # fmt: skip


def _shown(one: Correction) -> str:
    """A value for a person."""
    if one.undoes is not None:
        return f"undoes {one.undoes[:ID_DIGITS]}"
    value = one.value
    if one.target == "speaker":
        return f"{len(value['corrections'])} statements are by {value['speaker']['name'] or 'nobody'}"
    if one.field == "apart":
        return f"{len(value['out'])} taken out of {len(value['out']) + len(value['rest'])}"
    if one.field == "added":
        return "the statement"
    if isinstance(value, dict):
        return str(value.get("name") or value.get("value") or value.get("id") or "unresolved")
    return _NOTHING if value is None else json_line(value).decode("utf-8").strip().strip('"')


def _print(session: Session, made: list[Correction]) -> None:
    if not made:
        session.remark("nothing was corrected")
        return
    table = Table("id", "made at", "by", "of", "field", "value", "why", box=None, pad_edge=False, header_style="bold")
    undone = late.undone_by(made)
    for one in made:
        of = f"{one.target} {one.target_id[:ID_DIGITS]}"
        cells = (one.id[:ID_DIGITS], one.made_at, one.made_by, of, one.field, _shown(one), one.why or "")
        table.add_row(*map(safe, cells), style="strike dim" if one.id in undone else None)
    session.out.print(table)
