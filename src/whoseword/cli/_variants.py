"""`variants`: the wordings of a quotation across outlets, who carried each first, and what was changed, word by word."""

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.table import Table
from rich.text import Text

from whoseword import late
from whoseword.cli import _render
from whoseword.cli._differing import differing
from whoseword.cli._look import FormatFlag, LimitFlag, ListFormat
from whoseword.cli._session import ColourFlag, LedgerFlag, Session, safe, start, write_lines
from whoseword.errors import ConfigError, StoreError
from whoseword.export import Cell, by_people, csv_lines, json_array, json_line

if TYPE_CHECKING:  # these are loaded late
    from whoseword.compare import Carrier, VariantGroup, Wording
    from whoseword.store import Store

_KIND: Final = "variant"
_FLAGS: Final = ("negation", "numbers", "modality", "names")
_COLUMNS: Final = (
    "group", "wording", "text", "quoted", "speaker", "beside", "relation", "grade", "flags", "differences", "outlet", "title",
    "published", "article", "statement", "carried_first", "by_people",
)  # fmt: skip
_ID_LEAST: Final = 6  # letters of an id; what is shorter is a word
_WORDS: Final = 100
_OUTLETS: Final = 3


def variants(
    asked: Annotated[
        str | None,
        typer.Argument(metavar="WORDS|STATEMENT", help="Words of what was said, or a statement's id: every wording of it."),
    ] = None,
    *,
    flag: Annotated[
        str | None,
        typer.Option("--flag", help="Only where a change touches negation, numbers, modality or names; any for all four."),
    ] = None,
    within: Annotated[bool, typer.Option("--within", help="Also what only one article has in several wordings.")] = False,
    limit: LimitFlag = None,
    format_: FormatFlag = ListFormat.table,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Show the same quotation in several wordings: cut, altered, re-ordered or reported, who carried it first, and what changed."""
    session = start(ledger=ledger, colour=colour)
    if flag is not None and flag not in (*_FLAGS, "any"):
        raise ConfigError(f"--flag is {flag!r}: it is one of {', '.join(_FLAGS)} or any")
    with late.open_store(session.settings.ledger, read_only=True) as store:
        groups = (late.varied(store, id_) for id_ in _groups(store, asked, 1 if within else 2))
        kept = (one for one in groups if len({_place(c, within) for c in _carriers(one)}) > 1 and _flagged(one, flag))
        found = list(itertools.islice(kept, limit))
    if format_ is ListFormat.csv:
        write_lines(csv_lines((row for one in found for row in _rows(one)), _COLUMNS))
    elif format_ is not ListFormat.table:
        write_lines(json_array(found) if format_ is ListFormat.json else map(json_line, found))
    elif not found:
        session.remark("no variants found")
    elif asked is None and len(found) > 1:
        session.out.print(_table(found))
    else:
        for one in found:
            _print_whole(session, one)


def _groups(store: "Store", asked: str | None, articles: int) -> list[str]:
    """The groups asked for: all, those of a statement, or those that have these words in what was said."""
    if asked is None:
        return [row.id for row in store.groups(_KIND, articles=articles)]
    statement = _statement(store, asked)
    ids = [statement] if statement else [row.statement.id for row in store.statements(late.query(words=asked))]
    rows = store.items(_KIND, statements=ids) if ids else []
    return list(dict.fromkeys(row.group for row in rows))


def _statement(store: "Store", asked: str) -> str | None:
    """The whole id of the statement that `asked` begins the id of; None where it is words."""
    if len(asked) < _ID_LEAST or not all(sign in "0123456789abcdef" for sign in asked):
        return None
    try:
        return store.statement(asked).statement.id
    except StoreError:
        return None


def _carriers(group: "VariantGroup") -> "list[Carrier]":
    return [carrier for one in group.wordings for carrier in one.carriers]


def _place(carrier: "Carrier", within: bool) -> tuple[str, str | None]:
    """What tells carriers apart: the article, and within one the statement."""
    return carrier.article, carrier.statement if within else None


def _flagged(group: "VariantGroup", flag: str | None) -> bool:
    return flag is None or (bool(group.flags) if flag == "any" else flag in group.flags)


def _table(found: "Sequence[VariantGroup]") -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("first carried", "by", "speaker", "words", "wordings", "articles", "what was done", "flags", "id"):
        table.add_column(name, overflow="fold", no_wrap=name in {"first carried", "wordings", "articles", "id"})
    for group in found:
        first, one = group.first, group.wordings[0]
        relations = dict.fromkeys(w.relation for w in group.wordings if w.relation)
        cells = (
            (first.published or "undated")[:16], first.outlet or "", one.speaker or "unresolved", _short(one.text),
            str(len(group.wordings)), str(len({c.article for c in _carriers(group)})), ", ".join(relations), ", ".join(group.flags),
            _statement_id(one),
        )  # fmt: skip
        table.add_row(*map(safe, cells))
    return table


def _short(text: str) -> str:
    return text if len(text) <= _WORDS else f"{text[: _WORDS - 1]}…"


def _statement_id(one: "Wording") -> str:
    return (one.carriers[0].statement or "")[: _render.ID_DIGITS]


def _print_whole(session: Session, group: "VariantGroup") -> None:
    """One quotation: each wording with its outlets, and against which other it is how changed."""
    session.out.print()
    texts = {one.number: one.text for one in group.wordings}
    for one in group.wordings:
        how = "first" if one.beside is None else f"{one.relation} of [{one.beside}], grade {one.grade:.2f}"
        kind = "" if one.quoted else "reported; "
        line = Text.assemble((f"[{one.number}] ", "bold"), safe(f"{one.speaker or 'unresolved'}: "))
        line.append_text(safe(one.text) if one.beside is None else differing(texts[one.beside], one.text, one.runs))
        session.out.print(line, soft_wrap=not session.out.is_terminal)
        about = Text.assemble("    ", safe(f"{kind}{how}; {_outlets(one.carriers)}"), (f"  {_statement_id(one)}", "dim"))
        if one.flags:
            about.append(f"  touches {', '.join(one.flags)}", "bold yellow")
        session.out.print(about, soft_wrap=not session.out.is_terminal)
    if said := by_people(group.corrections):
        session.out.print(safe(f"    {said}"), style="italic", soft_wrap=not session.out.is_terminal)


def _outlets(carriers: "Sequence[Carrier]") -> str:
    shown = [f"{c.outlet or 'no outlet'} {(c.published or 'undated')[:10]}" for c in carriers[:_OUTLETS]]
    more = len(carriers) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _rows(group: "VariantGroup") -> Iterator[dict[str, Cell]]:
    texts = {one.number: one.text for one in group.wordings}
    for one in group.wordings:
        shown = differing(texts[one.beside], one.text, one.runs).plain if one.beside is not None else None
        for carrier in one.carriers:
            yield {
                "group": group.id, "wording": one.number, "text": one.text, "quoted": one.quoted, "speaker": one.speaker,
                "beside": one.beside, "relation": one.relation, "grade": one.grade, "flags": ", ".join(one.flags) or None,
                "differences": shown, "outlet": carrier.outlet, "title": carrier.title, "published": carrier.published,
                "article": carrier.article, "statement": carrier.statement, "carried_first": carrier == group.first,
                "by_people": by_people(group.corrections),
            }  # fmt: skip
