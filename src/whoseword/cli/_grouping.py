"""`merge`, `split`, `name` and `add`: what a person says of groups across articles and of speakers, and statements that the reading missed."""

import getpass
from enum import StrEnum
from typing import Annotated, Any, Final

import typer

from whoseword import late
from whoseword.cli._correct import ByFlag, WhyFlag, catch_up, offsets, speaker_of
from whoseword.cli._render import ID_DIGITS
from whoseword.cli._session import ColourFlag, LedgerFlag, safe, start
from whoseword.errors import ConfigError


class Kind(StrEnum):
    """What groups are of, in a user's words."""

    dispute = "dispute"
    quotation = "quotation"
    copy = "copy"
    event = "event"


_KINDS: Final = {Kind.dispute: "claim", Kind.quotation: "variant", Kind.copy: "copy", Kind.event: "event"}

KindArgument = Annotated[Kind, typer.Argument(help="What the groups are of.")]


def merge(
    kind: KindArgument,
    first: Annotated[str, typer.Argument(metavar="A", help="A statement, article or group, by its id or the beginning of it.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The one that is the same.")],
    *,
    by: ByFlag = None,
    why: WhyFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Say that two are the same: one claim, one quotation, copies of one text, one event (docs/corrections.md)."""
    session = start(ledger=ledger, colour=colour)
    with late.open_store(session.settings.ledger) as store:
        forms = [late.form_named(store, _KINDS[kind], one) for one in (first, second)]
        made = store.merge(_KINDS[kind], *forms, by=by or getpass.getuser(), why=why)
        group = store.group(_KINDS[kind], forms[0])
        session.out.print(safe(f"{made.id[:ID_DIGITS]}  merged: {group.id[:ID_DIGITS]} has {len(group.items)} in it"))


def split(
    kind: KindArgument,
    group: Annotated[str, typer.Argument(metavar="GROUP", help="The group, by the id of it or of anything in it.")],
    members: Annotated[
        list[str], typer.Argument(metavar="MEMBER...", help="What is a group of its own: statements or articles.")
    ],
    *,
    by: ByFlag = None,
    why: WhyFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Take some out of a group into one of their own, for as long as nobody undoes it; new articles do not join them again."""
    session = start(ledger=ledger, colour=colour)
    with late.open_store(session.settings.ledger) as store:
        named = late.form_named(store, _KINDS[kind], group)
        made = store.split(_KINDS[kind], named, members, by=by or getpass.getuser(), why=why)
        session.out.print(safe(f"{made.id[:ID_DIGITS]}  taken out: {len(made.value['out'])} of {_size(made.value)}"))


def add(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its id, or the beginning of it.")],
    *,
    words: Annotated[
        list[str] | None,
        typer.Option("--words", help="What was said, in the very words of the text; again for another passage."),
    ] = None,
    content: Annotated[
        str | None, typer.Option("--content", metavar="SPANS", help="Offsets in place of words: 120:139,150:160.")
    ] = None,
    cue: Annotated[
        str | None, typer.Option("--cue", metavar="SPANS", help="Offsets of the word that says that it was said.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="SPANS", help="Offsets of the words for the speaker.")
    ] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Who said it.")] = None,
    type_: Annotated[str, typer.Option("--type", help="The speaker's type.")] = "person",
    act: Annotated[str, typer.Option("--act", help="assert, deny, demand, …")] = "assert",
    said_on: Annotated[str | None, typer.Option("--said-on", metavar="DATE", help="2024-03-01, 2024-03, 2024.")] = None,
    by: ByFlag = None,
    why: WhyFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Add a statement that the reading missed; it is shown as yours, and stays when the article is read again."""
    session = start(ledger=ledger, colour=colour)
    if (words is None) == (content is None):
        raise ConfigError("say which words it is: either --words or --content")
    with late.open_store(session.settings.ledger) as store:
        given: dict[str, Any] = {"act": act, "cue": offsets("--cue", cue), "source": offsets("--source", source)}
        given["content"] = offsets("--content", content) if words is None else late.spans_of_words(store.text(article), words)
        given |= {"said_on": said_on} if said_on else {}
        given |= {"speaker": speaker_of(speaker, type_, None, None)} if speaker else {}
        made = store.add_statement(
            article, {name: value for name, value in given.items() if value}, by=by or getpass.getuser(), why=why
        )
        session.out.print(safe(f"{made.id[:ID_DIGITS]}  added statement {made.target_id[:ID_DIGITS]}"))
        catch_up(store)


def name(
    speaker: Annotated[str, typer.Argument(metavar="NAME", help="Who said them.")],
    statements: Annotated[
        list[str] | None, typer.Argument(metavar="STATEMENT...", help="Which; all of --was where none is given.")
    ] = None,
    *,
    was: Annotated[str, typer.Option("--was", metavar="NAME", help="Under which whole name they stand now.")],
    type_: Annotated[str, typer.Option("--type", help="The speaker's type.")] = "person",
    country: Annotated[str | None, typer.Option("--country", help="The speaker's country, ISO 3166-1 alpha-3.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="The speaker's office or role.")] = None,
    by: ByFlag = None,
    why: WhyFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Say that statements of one name are another's: two names that are one person, or one name that is two; one undo takes all back."""
    session = start(ledger=ledger, colour=colour)
    with late.open_store(session.settings.ledger) as store:
        rows = [store.statement(one) for one in statements] if statements else list(store.statements(late.query(who=was)))
        if other := next((row.statement for row in rows if row.statement.speaker.name != was), None):
            raise ConfigError(f"statement {other.id} is {other.speaker.name or 'nobody'}'s, not {was}'s: name those of {was}")
        given = speaker_of(speaker, type_, country, role)
        made = store.name_speaker(was, [row.statement.id for row in rows], given, by=by or getpass.getuser(), why=why)
        session.out.print(safe(f"{made.id[:ID_DIGITS]}  {len(rows)} statements of {was} are by {speaker}"))
        catch_up(store)


def _size(value: dict[str, Any]) -> int:
    return len(value["out"]) + len(value["rest"])
