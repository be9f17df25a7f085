"""`people`: who may use the desk, in which role, and who did what. While a ledger has people, its desk lets in nobody else.

A password is typed twice without being shown, or read from standard input; it is never an argument, which other programs could see.
"""

import getpass
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, cast

import typer
from rich.table import Table

from whoseword import late
from whoseword.cli._look import FormatFlag, LimitFlag, ListFormat
from whoseword.cli._session import ColourFlag, LedgerFlag, safe, start, write_lines
from whoseword.errors import ConfigError, InputError
from whoseword.export import Cell, csv_lines, json_array, json_line

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import Deed, Role

people = typer.Typer(
    help="Who may use the desk and its API, in which role; and who did what. Without people it is for this machine, without login.",
    no_args_is_help=True,
)

_COLUMNS = ("at", "by", "role", "via", "what", "target", "detail")

NameArgument = Annotated[str, typer.Argument(help="The person's name.")]
RoleFlag = Annotated[str, typer.Option("--role", help="reader, editor (corrects, adds, watches) or admin (people, too).")]


@people.command("add")
def add(
    name: NameArgument,
    *,
    role: RoleFlag = "reader",
    openid: Annotated[
        str | None,
        typer.Option("--openid", metavar="CLAIM", help="What the OpenID provider calls them, such as their address."),
    ] = None,
    no_password: Annotated[bool, typer.Option("--no-password", help="They log in by the OpenID provider alone.")] = False,
    ledger: LedgerFlag = None,
) -> None:
    """Let somebody in; asks for a password, or reads it from standard input. From the first on, everybody has to log in."""
    session = start(ledger=ledger)
    with late.open_store(session.settings.ledger, create=True) as store:
        first = not store.people.any()
        password = None if no_password else _password()
        made = store.people.add(name, _role(role), password=password, outside=openid, by=getpass.getuser())
    session.remark(f"{made.name} may use the desk, as {made.role}" + (": from now on everybody logs in" if first else ""))
    if first and made.role != "admin":
        session.remark("there is no admin yet: whoseword people looks after people until there is one")


@people.command("list")
def list_people(ledger: LedgerFlag = None, colour: ColourFlag = None) -> None:
    """Who may use the desk."""
    session = start(ledger=ledger, colour=colour)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("name", "role", "logs in by", "last", "added by"):
        table.add_column(column, overflow="fold")
    with late.open_store(session.settings.ledger, read_only=True) as store:
        found = store.people.every()
    for one in found:
        ways = [way for way, holds in (("password", one.has_password), (f"OpenID as {one.outside}", one.outside)) if holds]
        table.add_row(*map(safe, (one.name, one.role, ", ".join(ways), one.seen_at or "not yet", one.made_by)))
    if found:
        session.out.print(table)
    else:
        session.remark("the ledger has no people: its desk is for this machine, and asks nobody to log in")


@people.command("role")
def set_role(
    name: NameArgument, role: Annotated[str, typer.Argument(help="reader, editor or admin.")], ledger: LedgerFlag = None
) -> None:
    """Give somebody another role, which ends their sessions."""
    session = start(ledger=ledger)
    with late.open_store(session.settings.ledger) as store:
        made = store.people.set_role(store.people.named(name).id, _role(role), by=getpass.getuser())
    session.remark(f"{made.name} is {made.role} now, and logged out")


@people.command("password")
def set_password(name: NameArgument, ledger: LedgerFlag = None) -> None:
    """Give somebody another password, typed or read from standard input, which ends their sessions."""
    session = start(ledger=ledger)
    with late.open_store(session.settings.ledger) as store:
        person = store.people.named(name)
        made = store.people.set_password(person.id, _password(), by=getpass.getuser())
    session.remark(f"the password of {made.name} is changed, and they are logged out")


@people.command("logout")
def log_out(name: NameArgument, ledger: LedgerFlag = None) -> None:
    """End all sessions of somebody."""
    session = start(ledger=ledger)
    with late.open_store(session.settings.ledger) as store:
        person = store.people.named(name)
        ended = store.sessions.end_of(person, by=getpass.getuser())
    session.remark(f"{ended} sessions of {person.name} ended")


@people.command("remove")
def remove(
    name: NameArgument,
    *,
    last: Annotated[bool, typer.Option("--last", help="Even the last: then the desk asks nobody to log in.")] = False,
    ledger: LedgerFlag = None,
) -> None:
    """Let somebody in no more; what they did stays under their name."""
    session = start(ledger=ledger)
    with late.open_store(session.settings.ledger) as store:
        person = store.people.named(name)
        if not last and len(store.people.every()) == 1:
            raise InputError(
                f"{person.name} is the last, and without people the desk asks nobody to log in: say --last if you mean it"
            )
        store.people.remove(person.id, by=getpass.getuser(), last_too=last)
    session.remark(f"{person.name} is let in no more")


@people.command("tokens")
def tokens(
    name: NameArgument,
    *,
    new: Annotated[
        str | None, typer.Option("--new", metavar="FOR", help="Make a token for the API, and print it once.")
    ] = None,
    feed: Annotated[bool, typer.Option("--feed", help="With --new: one that only reads feeds.")] = False,
    revoke: Annotated[str | None, typer.Option("--revoke", metavar="ID", help="Take one back.")] = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """List somebody's tokens and feed keys, make one, or take one back."""
    session = start(ledger=ledger, colour=colour)
    if new is not None and revoke is not None:
        raise ConfigError("--new and --revoke exclude each other: give one")
    with late.open_store(session.settings.ledger, read_only=new is None and revoke is None) as store:
        person = store.people.named(name)
        if new is not None:
            _, secret = store.keys.make(person, "feed" if feed else "token", new, by=getpass.getuser())
            typer.echo(secret)
            return
        if revoke is not None:
            gone = store.keys.revoke(person, revoke, by=getpass.getuser())
            session.remark(f"{gone.name} lets nobody in any more")
            return
        found = store.keys.of(person)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("id", "kind", "for", "made", "used"):
        table.add_column(column, overflow="fold", no_wrap=column == "id")
    for one in found:
        table.add_row(*map(safe, (one.id, one.kind, one.name, one.made_at, one.used_at or "not yet")))
    session.out.print(table)


@people.command("audit")
def audit(
    *,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Only what this person did.")] = None,
    limit: LimitFlag = None,
    format_: FormatFlag = ListFormat.table,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Who did what, when, the last first; as CSV or JSON lines for other programs."""
    session = start(ledger=ledger, colour=colour)
    with late.open_store(session.settings.ledger, read_only=True) as store:
        found = store.audit.deeds(by=by, limit=limit)
        match format_:
            case ListFormat.json:
                write_lines(json_array(found))
            case ListFormat.jsonl:
                write_lines(map(json_line, found))
            case ListFormat.csv:
                write_lines(csv_lines(_rows(found), _COLUMNS))
            case _:
                table = Table(box=None, pad_edge=False, header_style="bold")
                for column in _COLUMNS:
                    table.add_column(column, overflow="fold")
                for row in _rows(found):
                    table.add_row(*(safe(str(row[column])) for column in _COLUMNS))
                session.out.print(table)


def _rows(found: "Iterator[Deed]") -> Iterator[dict[str, Cell]]:
    return ({name: getattr(one, name) for name in _COLUMNS} for one in found)


def _password() -> str:
    """A password, typed twice without being shown, or the first line of standard input where that is no terminal."""
    if not sys.stdin.isatty():
        given = sys.stdin.readline()
        if not given:
            raise InputError("there is no password: type it, or give it on standard input")
        return given.rstrip("\r\n")
    given = getpass.getpass("password: ")
    if given != getpass.getpass("again: "):
        raise InputError("the two passwords differ: type the same twice")
    return given


def _role(given: str) -> "Role":
    if given not in late.roles():
        raise ConfigError(f"the role is {given!r}: it must be one of {', '.join(late.roles())}")
    return cast("Role", given)
