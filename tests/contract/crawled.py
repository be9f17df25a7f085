"""Web archives for crawls: small pages, each another article, and some of all that can be wrong with one."""

import gzip
import os
from pathlib import Path

from whoseword.records import Article, Rejected
from whoseword.store import Store
from whoseword.tag import DEFAULT_BUNDLE

BUNDLE = Path(os.environ.get("WHOSEWORD_BUNDLE", DEFAULT_BUNDLE)).absolute()
LINES = (
    "Mayor Anna Lowell said on Monday that ferry number {number} would keep running all winter, whatever it cost the harbour.",
    "“We will not cut a single crossing of line {number},” Lowell told reporters at the quay on Monday morning.",
    "Union leader Piet Brandt denied that any deal had been reached. He warned that crews would strike in {number} days.",
)


def page(number: int) -> bytes:
    """A page of a news site."""
    body = "".join(f"<p>{line.format(number=number)}</p>" for line in LINES)
    head = f"<title>Ferry {number} will stay</title><meta property='article:published_time' content='2025-03-04'>"
    return (
        f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body><article><h1>Ferry {number} will stay</h1>"
        f"{body}</article></body></html>"
    ).encode()


def record(
    number: int | str,
    body: bytes,
    *,
    status: int = 200,
    media_type: str = "text/html",
    coded: bool = False,
    packed: bool = True,
) -> bytes:
    """The answer of a server, as a web archive keeps it."""
    coding = "Content-Encoding: gzip\r\n" if coded else ""
    http = f"HTTP/1.1 {status} X\r\nContent-Type: {media_type}\r\n{coding}\r\n".encode() + body
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://gull.example/{number}\r\nWARC-Date: 2025-03-05T06:07:08Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    raw = head.encode() + http + b"\r\n\r\n"
    return gzip.compress(raw, 1) if packed else raw


def archive(first: int, last: int) -> bytes:
    """Pages `first` up to `last` as one WARC.gz."""
    return b"".join(record(number, page(number)) for number in range(first, last))


def held(ledger: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """The sources of all articles in a ledger, and the sources and reasons of what was rejected; both sorted."""
    with Store.open(ledger, create=False) as store:
        assert store.check() == []
        found = sorted(row.source for row in store.articles(versions=True))
        return found, sorted((one.source, one.reason) for one in store.rejected())


def shown(found: Article | Rejected) -> tuple[str, str]:
    """What became of a page, in short."""
    return found.source, found.text if isinstance(found, Article) else f"{found.reason}: {found.detail}"
