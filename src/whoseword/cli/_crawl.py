"""`crawl` and `load`: many pages on many cores or machines into Parquet, and from there into a ledger."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeGuard, cast

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from whoseword import late
from whoseword.cli._session import ActorsFlag, BundleFlag, ColourFlag, LedgerFlag, Session, ThreadsFlag, stand_back, start
from whoseword.errors import ConfigError, InputError, WhosewordError
from whoseword.read import ReadOptions
from whoseword.settings import hide_password

if TYPE_CHECKING:
    from whoseword.crawl import Missing, Summary  # loaded late
    from whoseword.store import Added

_INTERRUPTED = 130  # 128 + SIGINT, as shells count it
_SHOWN = 20


class Runner(StrEnum):
    """Where shards are read."""

    local = "local"
    ray = "ray"


@dataclass(slots=True)
class _Tally:
    """What came of a crawl so far."""

    shards: int = 0
    known: int = 0
    pages: int = 0
    articles: int = 0
    statements: int = 0
    rejects: int = 0

    def add(self, done: "Summary") -> None:
        self.shards += 1
        self.known += done.known
        self.articles += done.articles
        self.statements += done.statements
        self.rejects += done.rejects


def crawl(
    *,
    sources: Annotated[list[str], typer.Argument(metavar="PATHS...", help="Files, folders and archives.")],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where the Parquet files go; a new folder, or one of a crawl.")
    ],
    runner: Annotated[Runner, typer.Option("--runner", help="The cores of this machine, or a Ray cluster.")] = Runner.local,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=1, help="How many at once. [default: one a core]")
    ] = None,
    page_seconds: Annotated[
        float, typer.Option("--page-seconds", metavar="S", min=0.1, help="What takes longer is rejected; long texts get more.")
    ] = 120.0,
    page_memory: Annotated[
        int, typer.Option("--page-memory", metavar="MIB", min=16, help="What takes more memory, with the model, is rejected.")
    ] = 3072,
    outlet: Annotated[str | None, typer.Option("--outlet", help="The outlet, instead of what the pages say.")] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="The day of publication, likewise.")
    ] = None,
    actors: ActorsFlag = None,
    bundle: BundleFlag = None,
    threads: ThreadsFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Read many pages on many cores or machines into Parquet files. `whoseword load` adds them to a ledger.

    It can be stopped, killed and run again: what is complete is not done twice.
    """
    session = start(bundle=bundle, threads=threads, colour=colour, actors=actors)
    stand_back()
    settings = replace(session.settings, threads=session.settings.threads or 1)
    total, events = late.crawl(
        sources,
        out,
        settings=settings,
        workers=workers or late.cores(),
        runner=runner.value,
        options=ReadOptions(outlet=outlet, published=published),
        page_seconds=page_seconds,
        page_memory_mib=page_memory,
    )
    tally, problems = _follow(session, events, total, out)
    _report(session, out, tally)
    if problems:
        raise WhosewordError(f"{len(problems)} of {total} shards are not complete: {problems[0]}")
    if not tally.articles:
        raise typer.Exit(InputError.exit_code)


def _follow(session: Session, events: "Iterator[Summary | None]", total: int, out: Path) -> tuple[_Tally, list[str]]:
    """Crawl to the end and show how far it is: what came of it, and why shards are not complete."""
    tally, problems = _Tally(), list[str]()
    try:
        with closing(events), _progress(session, total) as show:  # type: ignore[type-var]  # a generator
            for one in events:
                if one is None:
                    tally.pages += 1
                elif one.problem is not None:
                    problems.append(one.problem)
                else:
                    tally.add(one)
                show(tally)
    except KeyboardInterrupt as stopped:
        session.remark(f"stopped: {tally.shards} of {total} shards are complete in {out}: the same command goes on from there")
        raise typer.Exit(_INTERRUPTED) from stopped
    return tally, problems


def load(
    *,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What --out of whoseword crawl named.")],
    into: Annotated[str | None, typer.Argument(metavar="[LEDGER]", help="The ledger, as with --ledger.")] = None,
    ledger: LedgerFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Add to the ledger what a crawl read. What is there already is left as it is; nothing is compared yet."""
    if into is not None and ledger is not None and into != ledger:
        raise ConfigError(f"two ledgers are named, {hide_password(into)} and {hide_password(ledger)}: name one")
    session = start(ledger=into or ledger, colour=colour)
    stand_back()
    shown = hide_password(session.settings.ledger)
    if not folder.is_dir():  # before a ledger is made
        raise InputError(f"{folder} is no folder: name what --out of whoseword crawl named")
    with late.open_store(session.settings.ledger, create=True) as store:
        outcomes, statements, missing = _add(session, late.load_crawl(folder, store), shown)
    added = outcomes.total() - outcomes["rejected"] - outcomes["unchanged"]
    session.remark(
        f"loaded {added} articles, {statements} statements into {shown}; {outcomes['unchanged']} already there; "
        f"{outcomes['rejected']} rejected"
    )
    _tell_missing(session, missing)
    if added:
        session.remark(f"they are not compared with others yet: whoseword compare --ledger {shown}")
    if missing:
        raise typer.Exit(InputError.exit_code)


def _add(session: Session, loading: "Iterator[Added | Missing]", shown: str) -> "tuple[Counter[str], int, list[Missing]]":
    """Load to the end: how many had which outcome, how many statements were added, and which shards were not loaded."""
    outcomes: Counter[str] = Counter()
    statements, missing = 0, list["Missing"]()
    try:
        for one in loading:
            if _is_added(one):
                outcomes[one.outcome] += 1
                statements += one.statements if one.outcome != "unchanged" else 0
            else:
                missing.append(cast("Missing", one))
    except KeyboardInterrupt as stopped:
        session.remark(f"stopped: what was added until now is in {shown}: the same command goes on from there")
        raise typer.Exit(_INTERRUPTED) from stopped
    return outcomes, statements, missing


def _is_added(one: "Added | Missing") -> "TypeGuard[Added]":
    return hasattr(one, "outcome")


def _tell_missing(session: Session, missing: "list[Missing]") -> None:
    for one in missing[:_SHOWN]:
        more = f" and {one.files - 1} more files" if one.files > 1 else ""
        session.remark(f"not loaded: {one.first}{more}: {one.why}")
    if len(missing) > _SHOWN:
        session.remark(f"… and {len(missing) - _SHOWN} more")


def _report(session: Session, out: Path, tally: _Tally) -> None:
    known = f"; {tally.known} of {tally.shards} shards were complete before" if tally.known else ""
    session.remark(
        f"{tally.articles} articles, {tally.statements} statements, {tally.rejects} rejected in {tally.shards} shards{known}: "
        f"whoseword load {out} adds them to a ledger"
    )


@contextmanager
def _progress(session: Session, total: int) -> Iterator[Callable[[_Tally], None]]:
    """A progress bar on a terminal: shards, and pages where they can be counted as they come."""
    if not session.err.is_terminal:
        yield lambda _: None
        return
    columns = (
        TextColumn("crawling"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pages]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=session.err, transient=True) as bar:
        task = bar.add_task("crawling", total=total, pages="")
        yield lambda tally: _show(bar, task, tally)


def _show(bar: Progress, task: TaskID, tally: _Tally) -> None:
    bar.update(task, completed=tally.shards, pages=f"shards, {tally.pages} pages" if tally.pages else "shards")
