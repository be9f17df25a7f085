"""The entries of a feed. feedparser reads RSS and Atom, from bytes alone: given an address, it would fetch it."""

import html
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urldefrag, urljoin, urlsplit

MOST_ENTRIES: Final = 500  # of one feed at one time; those of news have some dozens
_LONGEST_URL: Final = 2_000  # characters, as browsers take them
_LONGEST: Final = 500  # characters of a title or name
_JSON_FEED: Final = "https://jsonfeed.org/version/"
_PAGE: Final = re.compile(rb"\s{0,200}(?:<!doctype html|<html)", re.IGNORECASE)
_LINK: Final = re.compile(r"<link\b[^>]{0,1000}>", re.IGNORECASE)
_ALTERNATE: Final = re.compile(r"application/(?:rss|atom)\+xml|application/feed\+json", re.IGNORECASE)
_HREF: Final = re.compile(r"""\bhref\s*=\s*["']?([^"'\s>]{1,2000})""", re.IGNORECASE)
_HEAD: Final = 200_000  # characters of a page that are looked through for the address of its feed
_TTL_MOST_MIN: Final = 7 * 24 * 60
_TAG: Final = re.compile(r"<[^<>]{0,1000}>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the address of its article, and what the feed says of it. `id` tells it from the feed's others."""

    id: str
    url: str
    title: str | None = None
    published: str | None = None
    byline: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed calls itself, its entries in its order, and for how many minutes it asks to be left alone."""

    title: str | None
    entries: tuple[Entry, ...]
    ttl_min: int | None = None


@dataclass(frozen=True, slots=True)
class FeedFault:
    """Why bytes are no feed, and where the page that they are says that its feed is."""

    detail: str
    feed_url: str | None = None


def parse_feed(raw: bytes, url: str, content_type: str = "") -> ParsedFeed | FeedFault:
    """The feed in `raw`, which was fetched from `url`; `content_type` is the header's, with its charset."""
    if not raw.strip():
        return FeedFault("there is nothing in it")
    if b"<!ENTITY" in raw.replace(b"\0", b""):  # in UTF-16 and UTF-32, too
        return FeedFault("it declares entities, which could stand for anything: it is not read")
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(raw, url)
    return _xml_feed(raw, url, content_type)


def _xml_feed(raw: bytes, url: str, content_type: str) -> ParsedFeed | FeedFault:
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415 -- it ships no types; 0.1 s that a list of feeds need not wait for

    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    try:
        found = feedparser.parse(io.BytesIO(raw), response_headers=headers, resolve_relative_uris=False, sanitize_html=False)
    except (
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
        RecursionError,
    ) as error:  # what it lets through of broken markup
        return FeedFault(f"it cannot be read as a feed ({type(error).__name__})")
    if not found.get("version"):
        if _PAGE.match(raw):
            link = _alternate(raw, url)
            at = f"; it says that its feed is at {link}" if link else ""
            return FeedFault(f"this is a page, not a feed{at}", link)
        return FeedFault("this is neither RSS, Atom nor JSON Feed")
    ttl = _line(found.feed.get("ttl"))
    return ParsedFeed(
        title=_title(found.feed),
        entries=tuple(_unlike(_entry_of_xml(one, url) for one in found.entries[:MOST_ENTRIES])),
        ttl_min=min(int(ttl), _TTL_MOST_MIN) if ttl and ttl.isascii() and ttl.isdecimal() and len(ttl) < 9 else None,
    )


def _entry_of_xml(one: Mapping[str, Any], base: str) -> Entry | None:
    address = _address(one.get("link"), base)
    if address is None:
        return None
    given = one.get("published_parsed") or one.get("updated_parsed")
    return Entry(_identity(one.get("id"), address), address, _title(one), _moment(given), _line(one.get("author")))


def _title(one: Mapping[str, Any]) -> str | None:
    """The title as text, also where the feed gives it as HTML."""
    given = _line(one.get("title"))
    detail = one.get("title_detail") or {}
    return _line(html.unescape(_TAG.sub("", given))) if given and "html" in str(detail.get("type")) else given


def _moment(parsed: Any) -> str | None:
    """A time of feedparser's, which is in UTC, as ISO 8601."""
    if parsed is None:
        return None
    try:
        moment = datetime(*parsed[:6]).replace(tzinfo=UTC)  # noqa: DTZ001 -- the zone follows
    except (ValueError, TypeError, OverflowError):
        return None
    return moment.isoformat().replace("+00:00", "Z")


def _json_feed(raw: bytes, url: str) -> ParsedFeed | FeedFault:
    """JSON Feed 1.0 and 1.1 (jsonfeed.org)."""
    try:
        whole = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return FeedFault("it begins like JSON, and is none")
    if not isinstance(whole, dict) or not str(whole.get("version", "")).startswith(_JSON_FEED):
        return FeedFault("this is JSON, but no JSON Feed")
    items = whole.get("items")
    entries = (_entry_of_json(one, url) for one in (items if isinstance(items, list) else [])[:MOST_ENTRIES])
    return ParsedFeed(_line(whole.get("title")), tuple(_unlike(entries)))


def _entry_of_json(one: Any, base: str) -> Entry | None:
    if not isinstance(one, dict):
        return None
    address = _address(one.get("url") or one.get("external_url"), base)
    if address is None:
        return None
    authors = one.get("authors") if isinstance(one.get("authors"), list) else [one.get("author")]
    names = [str(who["name"]) for who in authors or [] if isinstance(who, dict) and who.get("name")]
    published = _line(one.get("date_published"))
    return Entry(_identity(one.get("id"), address), address, _line(one.get("title")), published, _line(", ".join(names)))


def _unlike(entries: Iterator[Entry | None]) -> Iterator[Entry]:
    """Those that there are, each id and each address once."""
    seen: set[str] = set()
    for one in entries:
        if one is not None and not {one.id, one.url} & seen:
            seen |= {one.id, one.url}
            yield one


def _address(given: Any, base: str) -> str | None:
    """The whole address of an article, without its fragment; None for anything but a page of the web."""
    if not isinstance(given, str) or not given.strip():
        return None
    try:
        whole = urldefrag(urljoin(base, given.strip()))[0]
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in ("http", "https") and parts.hostname and _is_plain(whole) else None


def _is_plain(url: str) -> bool:
    return len(url) <= _LONGEST_URL and url.isprintable() and " " not in url


def _identity(given: Any, address: str) -> str:
    name = _line(given) if isinstance(given, str | int) else None
    return name or address


def _line(value: Any) -> str | None:
    """A value as one line, None where there is nothing in it."""
    if value is None or isinstance(value, dict | list):
        return None
    flat = " ".join(str(value).encode("utf-8", "replace").decode().split())
    return flat[:_LONGEST] or None


def _alternate(raw: bytes, url: str) -> str | None:
    """The first address that a page gives for its feed."""
    for tag in _LINK.findall(raw[:_HEAD].decode("utf-8", "replace")):
        href = _HREF.search(tag)
        if href and _ALTERNATE.search(tag) and "alternate" in tag.lower():
            return _address(href[1].replace("&amp;", "&"), url)
    return None
