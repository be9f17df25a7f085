"""`original`: the bytes that an article was read from, as they came, and whether they still give its text."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whoseword import late
from whoseword.cli._session import ColourFlag, LedgerFlag, Session, start, write_lines
from whoseword.errors import ConfigError, StoreError
from whoseword.export import atomic, json_line

if TYPE_CHECKING:  # loaded late
    from whoseword.store import Store


def original(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="An article's id, or the beginning of one.")],
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where to write the bytes.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Read the bytes again and say whether text and spans are the same.")
    ] = False,
    nodes: Annotated[
        bool, typer.Option("--nodes", help="Print where on the page each statement stands, a JSON object a line.")
    ] = False,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Give back the page that an article was read from, exactly; pages that were fetched are kept, files with read --keep-pages."""
    session = start(ledger=ledger, colour=colour)
    with late.open_store(session.settings.ledger, read_only=True) as store:
        if check:
            _check(store, article, session)
            return
        if nodes:
            write_lines(map(json_line, late.placed(store, article)))
            return
        kept = store.originals.get(article)
        if out is not None:
            with atomic(out) as sink:
                sink.write(kept.raw)
            session.remark(f"wrote {len(kept.raw)} bytes of {kept.address} (SHA-256 {kept.sha256}) to {out}")
        elif sys.stdout.isatty():  # a page may hold what moves the cursor of a terminal
            raise ConfigError(
                "the bytes of a page are no text for a terminal: name a file with --out, or redirect standard output"
            )
        else:
            sys.stdout.buffer.write(kept.raw)
            sys.stdout.buffer.flush()


def _check(store: "Store", article: str, session: Session) -> None:
    kept = store.originals.find(article)
    faults = late.faults_of_original(store, article)
    for fault in faults:
        session.remark(fault)
    if faults:
        raise typer.Exit(StoreError.exit_code)
    if kept is not None:
        session.remark(f"{kept.size_bytes} bytes, SHA-256 {kept.sha256}: read again they give the same text, blocks and spans")
