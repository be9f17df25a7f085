"""`versions`: what an outlet changed of an article after it was first read, and whether it says so."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.text import Text

from whoseword import late
from whoseword.cli import _render
from whoseword.cli._differing import differing
from whoseword.cli._look import FormatFlag, LimitFlag, ListFormat
from whoseword.cli._session import ColourFlag, ConfidenceFlag, LedgerFlag, Session, safe, start, write_lines
from whoseword.export import Cell, csv_lines, json_array, json_line

if TYPE_CHECKING:  # loaded late
    from whoseword.compare import Edits, StatementEdit
    from whoseword.versions import Changed, Version

_COLUMNS: Final = (
    "old_article", "new_article", "owned", "what", "change", "old", "new", "flags", "old_speaker", "new_speaker", "old_statement",
    "new_statement",
)  # fmt: skip
_LIMIT: Final = 20
_OWNED: Final = {
    "silent": "silent: no note of it, and no later time of modification",
    "dated": "the page gives a later time of modification, but no note of what changed",
    "noted": "the page has a note",
}


def versions(
    article: Annotated[
        str | None,
        typer.Argument(metavar="ARTICLE", help="An article's id, or the beginning of one; without it all that were edited."),
    ] = None,
    *,
    limit: LimitFlag = None,
    format_: FormatFlag = ListFormat.table,
    confidence: ConfidenceFlag = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Show what changed from each text of an article to the next: statements, headline and sentences, and whether the page says so."""
    session = start(ledger=ledger, colour=colour, confidence=confidence)
    with late.open_store(session.settings.ledger, read_only=True) as store:
        if article is None:
            _every(session, late.edited(store, session.settings.confidence, _LIMIT if limit is None else limit), format_)
            return
        history = late.history(store, article, session.settings.confidence)
    if format_ is ListFormat.csv:
        write_lines(csv_lines((row for step in history.steps for row in _rows(step)), _COLUMNS))
    elif format_ is not ListFormat.table:
        write_lines([json_line(history)] if format_ is ListFormat.json else map(json_line, history.steps))
    elif not history.steps:
        session.remark("the ledger has one text of this article")
    else:
        for number, step in enumerate(history.steps):
            old, new = history.versions[number : number + 2]
            session.out.print(_step(old, new, step), soft_wrap=not session.out.is_terminal)


def _every(session: Session, found: "list[Changed]", format_: ListFormat) -> None:
    """Articles that are not as they were first read, each with its edits."""
    if format_ is ListFormat.csv:
        write_lines(csv_lines((row for one in found for row in _rows(one.edits)), _COLUMNS))
    elif format_ is not ListFormat.table:
        write_lines(json_array(found) if format_ is ListFormat.json else map(json_line, found))
    elif not found:
        session.remark("no article was edited after it was first read, as far as this ledger read it again")
    else:
        for one in found:
            title = f"{one.article.outlet or 'no outlet'}: {one.article.title or one.article.source}  {one.article.id[: _render.ID_DIGITS]}"
            session.out.print(
                Text("\n").join([safe(title), *_lines(one.edits, sentences=False)]), soft_wrap=not session.out.is_terminal
            )


def _step(old: "Version", new: "Version", step: "Edits") -> Text:
    ids = (old.article.id[: _render.ID_DIGITS], new.article.id[: _render.ID_DIGITS])
    heading = f"version {old.article.version} ({ids[0]}, read {old.article.read_at}) -> {new.article.version} ({ids[1]}, read {new.article.read_at})"
    return Text("\n").join([safe(heading), *_lines(step, sentences=True)])


def _lines(step: "Edits", *, sentences: bool) -> Iterator[Text]:
    yield Text(f"  {_OWNED[step.owned]}", "" if step.owned == "noted" else "bold")
    for note in step.signals.notes:
        yield Text("  note: ").append(safe(note.text))
    if step.headline is not None:
        yield (
            Text("  headline: ")
            .append(differing(step.headline.old, step.headline.new, step.headline.runs))
            .append(_flagged(step.headline.flags))
        )
    for one in step.statements:
        yield Text(f"  {one.change}: ").append(_statement(one)).append(_flagged(one.flags))
    if not sentences:
        return
    for sentence in step.sentences:
        old, new = sentence.old, sentence.new
        only = new or old
        plain = safe(only.text if only else "")
        shown = differing(old.text, new.text, sentence.runs) if old and new and sentence.runs else plain
        yield Text(f"  sentence {sentence.change}: ", "dim").append(shown)


def _statement(one: "StatementEdit") -> Text:
    who = one.new_speaker or one.old_speaker or "unresolved"
    if one.change == "speaker":
        return safe(f"{one.old_speaker or 'unresolved'} -> {one.new_speaker or 'unresolved'}: {one.new_text}")
    if one.old_text is not None and one.new_text is not None:
        return safe(f"{who}: ").append(differing(one.old_text, one.new_text, one.runs))
    return safe(f"{who}: {one.new_text if one.old_text is None else one.old_text}")


def _flagged(flags: "tuple[str, ...]") -> Text:
    return Text(f"  (touches {', '.join(flags)})" if flags else "", "bold")


def _rows(step: "Edits") -> Iterator[dict[str, Cell]]:
    shared: dict[str, Cell] = dict.fromkeys(_COLUMNS) | {"old_article": step.old, "new_article": step.new, "owned": step.owned}
    if step.headline is not None:
        headline = step.headline
        yield shared | {
            "what": "headline",
            "change": "changed",
            "old": headline.old,
            "new": headline.new,
            "flags": " ".join(headline.flags),
        }
    for one in step.statements:
        yield shared | {
            "what": "statement", "change": one.change, "old": one.old_text, "new": one.new_text, "flags": " ".join(one.flags),
            "old_speaker": one.old_speaker, "new_speaker": one.new_speaker, "old_statement": one.old, "new_statement": one.new,
        }  # fmt: skip
    for sentence in step.sentences:
        texts: dict[str, Cell] = {
            "old": sentence.old.text if sentence.old else None,
            "new": sentence.new.text if sentence.new else None,
        }
        yield shared | {"what": "sentence", "change": sentence.change} | texts
