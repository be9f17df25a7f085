"""The heavy modules, loaded only by who calls for them.

STYLE keeps imports at the top of a module. Here they stand inside functions, in this one place, because
SQLAlchemy, ONNX Runtime, trafilatura, FastAPI and pyarrow take seconds to load together, and neither `import whoseword`
nor `whoseword --help` needs any of them (tests/contract/test_read_command.py watches that). Everything else
that is behind the command line or the Python interface imports as usual.
"""

import socket
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from whoseword.errors import ConfigError
from whoseword.read import ReadOptions
from whoseword.records import Article, Correction, Issue, Rejected, Statement
from whoseword.settings import Settings

if TYPE_CHECKING:
    from whoseword.compare import Changes, Contest, CopyGroup, Taken, VariantGroup
    from whoseword.compare.positions import By, PositionTable, Proposal
    from whoseword.corrections import Learned
    from whoseword.crawl import Missing, Summary
    from whoseword.events import Relations
    from whoseword.export import Row
    from whoseword.formats import PagePlace
    from whoseword.incoming import Reader
    from whoseword.originals import PlacedStatement
    from whoseword.pipeline import Pipeline
    from whoseword.stages import Stage
    from whoseword.store import Added, NewFeed, Query, Store
    from whoseword.tag import Tagger
    from whoseword.versions import Changed, History
    from whoseword.watching import News
    from whoseword.web import DeskOptions

# ruff: noqa: PLC0415


_SWITCH_S: Final = 0.001


def load_pipeline(settings: Settings, learned: "Sequence[Learned]" = ()) -> "Pipeline":
    """The pipeline with its bundle and tables loaded, and actors that corrections teach; ModelError where the bundle does not serve."""
    from whoseword.pipeline import Pipeline

    return Pipeline.load(settings, learned)


def undone_by(made: Iterable[Correction]) -> Mapping[str, str]:
    """The id of each correction that does not count, and of the one that undid it."""
    from whoseword.corrections import undone_by

    return undone_by(made)


def learned_from(store: "Store", made: Iterable[Correction]) -> "tuple[Learned, ...]":
    """What corrections of speakers teach, as the articles that they are about are seen."""
    from whoseword.corrections import in_effect, learned

    articles = dict.fromkeys(one.place.article for one in in_effect(made) if one.field == "speaker" and one.place)
    return learned(statement for article in articles for statement in store.reading(article).statements)


def actors_toml(actors: "Sequence[Learned]") -> str:
    """The actors as a file that `whoseword read --actors` takes."""
    from whoseword.corrections import actors_toml

    return actors_toml(actors)


def read_actors(path: Path) -> int:
    """How many actors a user's file has; ConfigError where it is faulty."""
    from whoseword.actors import ActorTable, read_own

    return len(read_own(path, ActorTable.load().names))


def load_stage(name: str, settings: Settings) -> "Stage":
    """One stage over JSON objects; ModelError where the bundle does not serve."""
    from whoseword import stages

    return stages.load(name, settings)


def read_sources(sources: Iterable[str], options: ReadOptions) -> Iterator[Article | Rejected]:
    """Every article of every source, in order, with what could not be read in its place."""
    from whoseword.pipeline import read_all

    return read_all(sources, options)


def count_sources(sources: Iterable[str]) -> int | None:
    """How many single sources there are to read; none is opened."""
    from whoseword.pipeline import count_sources

    return count_sources(sources)


def open_store(ledger: str, *, create: bool = False, read_only: bool = False) -> "Store":
    """The ledger; StoreError where it cannot be opened, or is not there and `create` is false."""
    from whoseword.store import Store

    return Store.open(ledger, create=create, read_only=read_only)


def faults_of_original(store: "Store", article: str) -> list[str]:
    """What no longer holds between the kept bytes of an article and its text."""
    from whoseword.originals import faults

    return faults(store, article)


def page_place(store: "Store") -> "PagePlace":
    """Where spans stand on the kept pages of a ledger."""
    from whoseword.originals import page_place

    return page_place(store)


def placed(store: "Store", article: str) -> "Sequence[PlacedStatement]":
    """Where the statements of an article stand on its kept page; NotFoundError where none is kept."""
    from whoseword.originals import nodes_of, placed

    reading = store.reading(article)
    return placed(reading.statements, nodes_of(reading.article, store.originals.get(article)))


def history(store: "Store", article: str, confidence: float) -> "History":
    """The versions of an article and what changed from each to the next."""
    from whoseword.versions import history

    return history(store, article, confidence)


def edited(store: "Store", confidence: float, limit: int) -> "list[Changed]":
    """Articles that were edited after they were first read, the last read first."""
    from whoseword.versions import edited

    return edited(store, confidence, limit=limit, looked_at=max(200, limit))


def catch_up(store: "Store") -> Iterator[str]:
    """Compare what the ledger has not compared yet; yields an article's id each time one comparer is done with it."""
    from whoseword.across import catch_up

    return catch_up(store)


def form_named(store: "Store", kind: str, name: str) -> str:
    """What a person names among what is compared as a kind: a group, a form, a statement or an article; ConfigError for several."""
    from whoseword.across import form_named

    return form_named(store, kind, name)


def spans_of_words(text: str, words: "Sequence[str]", statement: "Statement | None" = None) -> list[list[int]]:
    """Where words of a text stand, those of a statement near where they stood; InputError where that is no one place."""
    from whoseword.corrections import spans_of_words

    old = [(span.start, span.end) for span in statement.content] if statement is not None else []
    return [list(one) for one in spans_of_words(text, words, old)]


def copied(store: "Store", group: str) -> "CopyGroup":
    """One group of wire copies, by the id of the group or of any form in it; StoreError where there is none."""
    from whoseword.compare import copied

    found = store.group("copy", group)
    return copied(found.id, found.items, found.corrections)


def taken(store: "Store", article: str) -> "list[Taken]":
    """What an article, by its whole id, shares in part with others that are no copies of it; the earliest first."""
    from whoseword.compare import taken

    whole = [store.group("copy", row.group) for row in store.items("copy", article=article)]
    groups = dict.fromkeys(row.group for row in store.items("passage", article=article))
    copies = {row.article_id for group in whole for row in group.items}
    return taken(article, (store.group("passage", group).items for group in groups), copies=copies)


def changes(first: str, second: str) -> "Changes":
    """What the second text cut, added, changed and moved of the first."""
    from whoseword.compare import changes

    return changes(first, second)


def varied(store: "Store", group: str) -> "VariantGroup":
    """One quotation with its wordings, by the id of the group or of any form in it; StoreError where there is none."""
    from whoseword.compare import varied

    found = store.group("variant", group)
    return varied(found.id, found.items, (row.link for row in found.links if row.holds is not False), found.corrections)


def contests(store: "Store", group: str) -> "list[Contest]":
    """The disputes of one group of claims, by the id of the group or of any form in it; StoreError where there is none."""
    from whoseword.compare import contests

    found = store.group("claim", group)
    return contests(found.items, found.links, found.corrections)


def query(**asked: Any) -> "Query":
    """A question to the ledger; the ledger checks its values (ConfigError)."""
    from whoseword.store import Query

    return Query(**asked)


def serve_desk(
    store: "Store",
    options: "DeskOptions",
    listening: socket.socket,
    *,
    members: "Store | None" = None,
    proxy: str | None = None,
) -> None:
    """Serve the desk over an open ledger on a socket that listens, until Ctrl-C. What a `proxy` of that address says of clients is believed."""
    import uvicorn

    from whoseword.web import create_app

    # Each row that SQLite gives waits for the interpreter while other pages are made: let nobody hold it for the usual 5 ms.
    sys.setswitchinterval(_SWITCH_S)
    config = uvicorn.Config(
        create_app(store, options, members), log_level="warning", access_log=False, server_header=False, lifespan="off",
        proxy_headers=proxy is not None, forwarded_allow_ips=proxy,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def desk_options(settings: Settings, tokens: Path | None, **chosen: Any) -> "DeskOptions":
    """How the desk shows the ledger, the file of tokens that let other machines use its API, and the provider that people log in by.

    ConfigError where any of them is faulty.
    """
    from whoseword.web import DeskOptions, OpenId, Tokens, read_tokens

    openid = None
    if settings.openid_issuer is not None:
        if settings.openid_client is None:
            raise ConfigError("openid_issuer is set without openid_client: set the name by which the provider knows this desk")
        openid = OpenId(
            settings.openid_issuer,
            settings.openid_client,
            settings.openid_secret or "",
            settings.openid_claim,
            settings.openid_newcomers,
        )
    return DeskOptions(**chosen, tokens=read_tokens(tokens) if tokens is not None else Tokens(), openid=openid)


def roles() -> tuple[str, ...]:
    """The roles that people may have."""
    from whoseword.store import ROLES

    return ROLES


def dyad(first: str, second: str) -> str:
    """By what the ledger is asked for the events between two parties."""
    from whoseword.compare import dyad

    return dyad(first, second)


def new_token(name: str) -> tuple[str, str]:
    """A new token for the API, and the line of the file of tokens that lets it in."""
    from whoseword.web import new_token

    return new_token(name)


@contextmanager
def reader(store: "Store", settings: Settings, *, allow_private: bool) -> "Iterator[Reader]":
    """A reader of the ledger's inbox; a process of its own loads the model when there is something to read."""
    from whoseword.incoming import Reader, Workshop

    with Workshop(settings) as workshop:
        yield Reader(store, workshop, ReadOptions(allow_private=allow_private))


def reader_name(pid: int) -> str:
    """What the reader of the inbox in that process is called."""
    from whoseword.arriving import name_of

    return name_of(pid)


def feed_of(url: str, *, allow_private: bool) -> "NewFeed":
    """A feed to follow; InputError where its address cannot be asked."""
    from whoseword import arriving
    from whoseword.feeds import Outline

    return arriving.feed_of(Outline(url), allow_private=allow_private)


def feeds_of_opml(raw: bytes, *, allow_private: bool) -> "tuple[list[NewFeed], list[str]]":
    """The feeds of an OPML file, and the addresses of those that cannot be asked; InputError where it is none."""
    from whoseword import arriving
    from whoseword.feeds import read_opml

    return arriving.feeds_of(read_opml(raw), allow_private=allow_private)


def opml_of(store: "Store") -> bytes:
    """The feeds that are followed, as OPML."""
    from whoseword import arriving

    return arriving.opml_of(store.feeds.feeds(active=True))


def position_table(store: "Store", issue: Issue, *, by: "By", confidence: float, sure: float) -> "PositionTable":
    """What parties hold on an issue; ConfigError where the issue says nothing that could be looked for."""
    from whoseword import issues

    return issues.table(store, issue, by=by, confidence=confidence, sure=sure)


def plot_positions(table: "PositionTable") -> str:
    """The table as an SVG."""
    from whoseword import plots

    return plots.positions(table)


def plot_relations(series: "Relations") -> str:
    """The weekly series of two parties as an SVG."""
    from whoseword import plots

    return plots.relations([(week.week, week.mean, week.events) for week in series.weeks], (series.first, series.second))


def plot_png(svg: str) -> bytes:
    """A plot as PNG; ConfigError where this machine has no font."""
    from whoseword import plots

    return plots.png(svg)


def news(store: "Store", confidence: float, sure: float, *, limit: int) -> "list[News]":
    """Of each watch what is new, at most so many statements."""
    from whoseword.watching import Least, news

    return [news(store, one, Least(confidence, sure), limit=limit) for one in store.watches.every()]


def keep_issue(store: "Store", issue: Issue) -> bool:
    """Keep an issue in the ledger; whether it replaced one. ConfigError where it is none."""
    from whoseword import issues

    return issues.keep(store, issue)


def propose_issues(store: "Store", *, most: int, confidence: float, sure: float) -> "tuple[Proposal, ...]":
    """Issues that the ledger proposes."""
    from whoseword import issues

    return issues.propose(store, most=most, confidence=confidence, sure=sure)


def read_issues(path: Path) -> tuple[Issue, ...]:
    """The issues of a user's file; ConfigError where it is faulty."""
    from whoseword import issues

    return issues.read_issues(path)


def checked_issue(issue: Issue) -> Issue:
    """The issue, its blanks taken off; ConfigError where it says nothing that could be looked for."""
    from whoseword import issues

    return issues.checked(issue)


def serve_mcp(store: "Store", *, confidence: float, sure: float) -> None:
    """Serve the ledger over MCP on standard input and output; ConfigError where the extra `mcp` is not installed."""
    try:
        from whoseword import mcp
    except ImportError as error:
        raise ConfigError(f"whoseword mcp needs the extra mcp ({error}): pip install 'whoseword[mcp]'") from error
    mcp.serve(store, confidence=confidence, sure=sure)


def write_parquet(rows: "Iterable[Row]", sink: BinaryIO) -> int:
    """Write rows of statements as Parquet; returns how many."""
    from whoseword import parquet

    return parquet.write(rows, sink)


def cores() -> int:
    """How many cores this process may use."""
    from whoseword.pipeline import cores

    return cores()


def crawl(sources: Sequence[str], out: Path, **asked: Any) -> "tuple[int, Iterator[Summary | None]]":
    """How many shards there are to crawl, and what becomes of each as it comes, with None after each page in between."""
    from whoseword.crawl import Crawl, Limits, crawl

    limits = Limits(seconds=asked.pop("page_seconds"), memory_bytes=asked.pop("page_memory_mib") << 20)
    return crawl(sources, out, Crawl(limits=limits, **asked))


def load_crawl(folder: Path, store: "Store") -> "Iterator[Added | Missing]":
    """Add what a crawl kept in a directory to the ledger, as it comes, and say what it did not complete."""
    from whoseword.crawl import load

    return load(folder, store)


def load_tagger(settings: Settings) -> "Tagger":
    """The tagger alone; ModelError where the bundle does not serve."""
    from whoseword.tag.tagger import Tagger

    return Tagger.load(settings.bundle)
