"""`read`: articles into the ledger, or onto the screen and nowhere else.

A run that is stopped leaves a sound ledger that holds what was read until then; the same command goes on from
there, since an article that the ledger has as this version would read it is not read again.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from whoseword import late
from whoseword.cli import _render
from whoseword.cli._session import (
    ActorsFlag,
    BundleFlag,
    ColourFlag,
    LedgerFlag,
    Session,
    SureFlag,
    ThreadsFlag,
    stand_back,
    start,
    write_lines,
)
from whoseword.errors import ConfigError, InputError, StoreError
from whoseword.export import csv_lines, json_line, rows_of, surest
from whoseword.read import Format, ReadOptions
from whoseword.records import Article, Reading, Rejected
from whoseword.settings import hide_password

if TYPE_CHECKING:
    from whoseword.corrections import Learned  # the store and the pipeline are loaded late
    from whoseword.pipeline import Pipeline
    from whoseword.store import Store

_INTERRUPTED = 130  # 128 + SIGINT, as shells count it
_FEW = 5  # sources; for no more than these a progress bar would only flicker
_SHOWN = 20  # rejections listed at the end; all of them are in the ledger


class ReadFormat(StrEnum):
    """How readings are printed instead of being kept."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


@dataclass(slots=True)
class _Tally:
    """What became of the sources so far."""

    outcomes: Counter[str] = field(default_factory=Counter)
    statements: int = 0
    rejected: set[str] = field(default_factory=set)

    @property
    def articles(self) -> int:
        return self.outcomes.total() - self.outcomes["rejected"]


def read(
    *,
    sources: Annotated[list[str], typer.Argument(help="Files, folders, archives, sitemaps or URLs; - is standard input.")],
    ledger: LedgerFlag = None,
    format_: Annotated[ReadFormat | None, typer.Option("--format", help="Print readings so, and keep nothing.")] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="The outlet, instead of what the page says.")] = None,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DATE", help="The day of publication, likewise.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help="The article's URL, likewise.")] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="A URL may lead into this machine's network.")] = False,
    urls: Annotated[
        bool, typer.Option("--urls", help="The files are lists of URLs, one a line: read the pages there.")
    ] = False,
    keep_pages: Annotated[
        bool, typer.Option("--keep-pages", help="Keep the bytes of files, too; those of URLs are kept by themselves.")
    ] = False,
    confidence: Annotated[
        str | None, typer.Option("--confidence", metavar="P", help="With --format: only statements at least so sure, 0 to 1.")
    ] = None,
    sure: SureFlag = None,
    actors: ActorsFlag = None,
    learn: Annotated[
        bool, typer.Option("--learn", help="Know speakers by the names that corrections in the ledger gave them.")
    ] = False,
    bundle: BundleFlag = None,
    threads: ThreadsFlag = None,
    colour: ColourFlag = None,
) -> None:
    """Read articles and keep who said what in the ledger, or print it with --format."""
    session = start(
        ledger=ledger, bundle=bundle, threads=threads, colour=colour, confidence=confidence, sure=sure, actors=actors
    )
    stand_back()
    format_of_sources: Format = "urls" if urls else "auto"
    options = ReadOptions(
        outlet=outlet, published=published, url=url, allow_private=allow_private, format=format_of_sources, keep=keep_pages
    )
    pipeline = late.load_pipeline(session.settings, _learned(session) if learn else ())
    found = late.read_sources(sources, options)
    if format_ is not None:
        _print(session, pipeline.run(found), format_)
        return
    total = None if urls else late.count_sources(sources)
    with late.open_store(session.settings.ledger, create=True) as store, _progress(session, total) as advance:
        tally = _Tally()
        try:
            _keep(pipeline, found, store, tally, advance)
            compare_all(store)
        except KeyboardInterrupt as stopped:
            shown = hide_password(session.settings.ledger)
            session.remark(f"stopped: what was read until now is in {shown}: the same command goes on from there")
            raise typer.Exit(_INTERRUPTED) from stopped
        _report(session, store, tally)
    if not tally.articles:
        raise typer.Exit(InputError.exit_code)


def _learned(session: Session) -> "tuple[Learned, ...]":
    with late.open_store(session.settings.ledger, read_only=True) as store:
        return late.learned_from(store, store.corrections())


def compare(*, ledger: LedgerFlag = None, colour: ColourFlag = None) -> None:
    """Compare the articles of the ledger where that was not done yet; `read` does it by itself."""
    session = start(ledger=ledger, colour=colour)
    stand_back()
    with late.open_store(session.settings.ledger) as store:
        count = compare_all(store)
    session.remark(f"{count} articles compared")


def compare_all(store: "Store") -> int:
    """Compare what has not been compared yet; returns of how many articles there was something to compare."""
    return len(set(late.catch_up(store)))


def _keep(
    pipeline: "Pipeline", found: Iterable[Article | Rejected], store: "Store", tally: _Tally, advance: Callable[[], None]
) -> None:
    """Read what the ledger does not have yet and add it, a batch to a transaction."""

    def unread() -> Iterator[Article | Rejected]:
        for one in found:
            if isinstance(one, Article) and _is_known(store, one, pipeline):
                tally.outcomes["unchanged"] += 1
                advance()
            else:
                yield one

    for added in store.add_many(pipeline.run(unread()), batch=pipeline.batch):
        tally.outcomes[added.outcome] += 1
        tally.statements += added.statements if added.outcome != "unchanged" else 0  # a source may be named twice
        if added.outcome == "rejected":
            tally.rejected.add(added.source)
        advance()


def _is_known(store: "Store", article: Article, pipeline: "Pipeline") -> bool:
    """Whether the ledger shows this very article as this model and these rules would read it."""
    try:
        reading = store.reading(article.id)
    except StoreError:  # not there, or damaged: reading it again mends both
        return False
    return reading.article == article and (reading.model, reading.rules) == (pipeline.model, pipeline.rules)


def _report(session: Session, store: "Store", tally: _Tally) -> None:
    """On standard error what was read, and what was not and why."""
    already = tally.outcomes["unchanged"]
    kept = (
        f"read {tally.articles - already} articles, {tally.statements} statements into {hide_password(session.settings.ledger)}"
    )
    remarks = [kept, f"{already} already there" if already else "", f"{len(tally.rejected)} not read" if tally.rejected else ""]
    session.remark("; ".join(remark for remark in remarks if remark))
    if tally.rejected:
        rejected = [one for one in store.rejected() if one.source in tally.rejected]
        for one in rejected[:_SHOWN]:
            session.remark(_render.not_read(one))
        if len(rejected) > _SHOWN:
            session.remark(f"… and {len(rejected) - _SHOWN} more")


def _print(session: Session, readings: Iterable[Reading | Rejected], format_: ReadFormat) -> None:
    """Print readings as they come and name what could not be read; exit code 3 where nothing could."""
    good = (surest(reading, session.settings.confidence, session.settings.sure) for reading in _good(session, readings))
    first = next(good, None)
    if first is None:
        raise typer.Exit(InputError.exit_code)
    every = itertools.chain([first], good)
    if format_ is ReadFormat.json:
        if next(good, None) is not None:
            raise ConfigError("--format json prints one object, but there is more than one article: use --format jsonl")
        write_lines([json_line(first)])
    elif format_ is ReadFormat.jsonl:
        write_lines(map(json_line, every))
    elif format_ is ReadFormat.csv:
        write_lines(csv_lines(itertools.chain.from_iterable(map(rows_of, every))))
    else:
        for reading in every:
            session.out.print(_render.reading_table(reading))


def _good(session: Session, readings: Iterable[Reading | Rejected]) -> Iterator[Reading]:
    for one in readings:
        if isinstance(one, Reading):
            yield one
        else:
            session.remark(_render.not_read(one))


class _Rate(ProgressColumn):
    """Articles a second so far."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.finished_speed or task.speed or 0:.1f}/s")


@contextmanager
def _progress(session: Session, total: int | None) -> Iterator[Callable[[], None]]:
    """A progress bar on a terminal where there is more than a little to do; yields what moves it by one article."""
    if not session.err.is_terminal or (total is not None and total <= _FEW):
        yield lambda: None
        return
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=session.err, transient=True) as bar:
        task = bar.add_task("reading", total=total)
        yield lambda: bar.advance(task)
