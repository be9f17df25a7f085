"""Where what comes from outside is taken apart: in a process of its own, with limits, so that nothing that arrives holds up the rest.

A page, PDF, mail or feed may be made to take hours or all memory, or hit a fault of a library in C; a long article takes long to read. Each
is one step there. What is asked of the network, and the ledger, stay outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Literal, Self

from whoseword.contained import Contained, Limits, Stopped
from whoseword.feeds import FeedFault, ParsedFeed, parse_feed
from whoseword.pipeline import Pipeline
from whoseword.read import Fetched, ReadOptions, Reason, read_bytes, read_fetched
from whoseword.records import Article, Reading, Rejected
from whoseword.settings import Settings

# A PDF of 500 pages takes a minute on one busy core, an article of 300,000 characters 160 s and 0.6 GiB (2026-12-01).
LIMITS: Final = Limits(seconds=120.0, memory_bytes=3 << 30)
_SLOWEST_PER_S: Final = 500  # characters; a longer article is given longer
_REASONS: Final[Mapping[str, Reason | Literal["crash"]]] = {"time": "too-slow", "memory": "too-large"}


@dataclass(frozen=True, slots=True)
class _Page:
    """What is to become an article: bytes that were sent, or what a URL gave."""

    given: bytes | Fetched
    source: str
    options: ReadOptions


class Workshop:
    """Takes apart and reads, within limits. The model is loaded there, when the first thing is to be done. Used as a context, or closed."""

    def __init__(self, settings: Settings, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._contained: Contained[Pipeline, Any, Any] = Contained(_work, partial(Pipeline.load, settings), limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End its process."""
        self._contained.close()

    def article(self, given: bytes | Fetched, source: str, options: ReadOptions) -> Article | Rejected:
        """The article in bytes that were sent or in what a URL gave, or why there is none."""
        made: Article | Rejected | Stopped = self._contained.run(_Page(given, source, options))
        return _rejected(source, made) if isinstance(made, Stopped) else made

    def reading(self, article: Article) -> Reading | Rejected:
        """The reading of an article. ModelError where the bundle does not serve."""
        seconds = self._limits.seconds + len(article.text) / _SLOWEST_PER_S
        made: Reading | Rejected | Stopped = self._contained.run(article, seconds=seconds)
        return _rejected(article.source, made) if isinstance(made, Stopped) else made

    def feed(self, fetched: Fetched) -> ParsedFeed | FeedFault:
        """What a feed lists, or why it is none."""
        made: ParsedFeed | FeedFault | Stopped = self._contained.run(fetched)
        return FeedFault(f"the feed could not be read: {_last_line(made)}") if isinstance(made, Stopped) else made


def _rejected(source: str, stopped: Stopped) -> Rejected:
    return Rejected(source, _REASONS.get(stopped.why, "crash"), stopped.detail)


def _last_line(stopped: Stopped) -> str:
    return stopped.detail.strip().splitlines()[-1]


def _work(pipeline: Pipeline, given: _Page | Article | Fetched) -> object:
    """One step, in the other process."""
    if isinstance(given, Article):
        return next(pipeline.run([given]))
    if isinstance(given, Fetched):
        content_type = f"{given.media_type}; charset={given.charset}" if given.charset else given.media_type
        return parse_feed(given.raw, given.url, content_type)
    if isinstance(given.given, Fetched):
        return read_fetched(given.given, given.options)
    return read_bytes(given.given, source=given.source, options=given.options)
