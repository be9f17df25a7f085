"""What a reader may say about the sources it reads, and the closed list of reasons for which one is rejected.

The options override what a page says of itself and bound what it may cost; nothing here reads anything.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from whoseword.errors import ConfigError
from whoseword.read._dates import tidy_iso
from whoseword.records import Rejected

Reason = Literal[
    "empty", "not-text", "too-large", "no-text", "encoding", "unreadable", "http", "network", "private-address",
    "too-slow",
]  # fmt: skip
REASONS: tuple[str, ...] = get_args(Reason)
Format = Literal["auto", "text", "html", "urls"]  # urls: a text is a list of addresses to read

_SIZE_BYTES = 20_000_000  # room for a page with its pictures inside; an article alone is under 1 MB


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed says of an article: it counts (origin "feed") where the page does not say it itself."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    byline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What to take as given about each source, and the limits on reading it.

    `url`, `title`, `outlet`, `published` and `language` go before what the page says (origin "argument"), `hints` after it. `timeout_s`
    bounds a whole fetch, redirects included; `keep` has articles carry the bytes that they were read from; `allow_private` lets a URL lead to this machine or its network.
    """

    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    language: str | None = None
    format: Format = "auto"
    size_bytes: int = _SIZE_BYTES
    timeout_s: float = 20.0
    allow_private: bool = False
    title: str | None = None
    hints: Hints = Hints()
    keep: bool = False

    def __post_init__(self) -> None:
        if self.format not in get_args(Format):
            raise ConfigError(f"format is {self.format!r}; it is one of {', '.join(get_args(Format))}: choose one of them")
        if self.size_bytes <= 0 or self.timeout_s <= 0:
            limits = f"size_bytes {self.size_bytes}, timeout_s {self.timeout_s}"
            raise ConfigError(f"a limit on reading is not positive ({limits}): give limits above zero, or leave them out")
        if self.published is not None and tidy_iso(self.published) is None:
            raise ConfigError(f"published is {self.published!r}; it is an ISO 8601 date: write it like 2026-03-14")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where characters of an article's text stand on its page: `text[start:end]` is the same as in the node's string from `offset` on.

    `node` is an XPath over the page as lxml parses it.
    """

    start: int
    end: int
    node: str
    offset: int


def reject(source: str, reason: Reason, detail: str) -> Rejected:
    """A Rejected whose reason is held to the closed list by the type checker."""
    return Rejected(source, reason, detail)
