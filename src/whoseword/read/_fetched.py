"""What asking a URL gave, and how it is asked: values alone, so that nothing heavy loads with them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from whoseword.read._options import Reason

ARTICLES = "text/html,application/xhtml+xml,text/plain;q=0.9"
FEEDS = "application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,application/json;q=0.8,*/*;q=0.1"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Asking:
    """What a request says: the media types wanted, and what was had from there before (`ETag`, `Last-Modified`)."""

    accept: str = ARTICLES
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL gave: its bytes, the URL after redirects, what its header says of the content, and what to ask with again."""

    raw: bytes
    url: str
    media_type: str
    charset: str | None
    etag: str | None = None
    modified: str | None = None
    at: str = field(default_factory=_now)  # when it was had: ISO 8601 in UTC


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says that nothing changed since it was asked last."""

    url: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a URL could not be had: as a `Rejected` has it, with the server's status and how long it asks to be left alone."""

    source: str
    reason: Reason
    detail: str
    status: int | None = None
    retry_after_s: float | None = None

    @property
    def passing(self) -> bool:
        """Whether it may be otherwise soon: no answer at all, too many requests, or an error of the server's own."""
        return self.reason == "network" or self.status in (408, 425, 429) or (self.status or 0) >= 500


# a URL that a redirect leads to -> why it is not to be asked for; None where it may be
Allows = Callable[[str], Failed | None]
