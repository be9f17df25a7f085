"""What people and feeds add, checked and named before it waits in the inbox. Nothing is fetched, read or kept here.

Promises: the name of a file that was sent is a name and never a path; an address that plainly leads to this machine or its network is
refused at once unless that is allowed (what only a name server can tell is refused when it is asked, see `whoseword.read`); and what
is refused is told in one sentence.
"""

import ipaddress
import os
import socket
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urldefrag, urlsplit

from whoseword.errors import ConfigError, InputError
from whoseword.feeds import Entry, Outline, write_opml
from whoseword.read import Hints, ReadOptions, is_public
from whoseword.records import digest
from whoseword.store import Arrival, Arriving, Feed, NewFeed

LONGEST_TEXT: Final = 1_000_000  # code points of what is pasted: the longest text of an article that is read
LARGEST_FILE: Final = ReadOptions().size_bytes
MOST_URLS: Final = 500  # at once
SUFFIXES: Final = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf", ".eml")
_LONGEST_URL: Final = 2_000
_LONGEST_NAME: Final = 120
_LONGEST: Final = 500
_SAID: Final = ("title", "outlet", "published", "url")
_HINTS: Final = ("title", "outlet", "published", "byline")


def of_url(given: str, *, allow_private: bool = False, said: Mapping[str, str | None] | None = None) -> Arriving:
    """A page of the web to read; an address without a scheme gets https. InputError where it cannot be one."""
    url, host = _checked(given, allow_private=allow_private)
    return Arriving(how="url", source=url, host=host, said=_said(said or {}))


def of_lines(lines: str, *, allow_private: bool = False) -> tuple[list[Arriving], list[tuple[str, str]]]:
    """The addresses of a text, one a line, each once; and each line that is none with why. InputError where there is no line, or too many."""
    given = list(dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip()))
    if not given:
        raise InputError("there is no address: give one a line")
    if len(given) > MOST_URLS:
        raise InputError(f"there are {len(given):,} addresses; at once there may be {MOST_URLS}: add them in parts")
    found: dict[str, Arriving] = {}
    faults = []
    for line in given:
        try:
            one = of_url(line, allow_private=allow_private)
        except InputError as error:
            faults.append((line, str(error)))
        else:
            found.setdefault(one.source, one)
    return list(found.values()), faults


def of_text(text: str, said: Mapping[str, str | None]) -> Arriving:
    """A text or the source of a page that was pasted; `said` may have its `title`, `outlet`, `published` and `url`."""
    if not text.strip():
        raise InputError("there is no text: paste the article")
    if len(text) > LONGEST_TEXT:
        raise InputError(f"the text has {len(text):,} characters; an article may have {LONGEST_TEXT:,}: split it")
    raw = text.encode("utf-8", "replace")
    # Each text has a source of its own: what stands at the same source counts as a newer version of the same article.
    return Arriving(how="paste", source=f"paste:{digest(text)}", content=raw, said=_said(said))


def of_file(name: str, raw: bytes, said: Mapping[str, str | None] | None = None) -> Arriving:
    """A file that was sent, by whatever name."""
    shown = file_name(name)
    if not raw.strip():
        raise InputError(f"{shown}: there is nothing in it")
    if len(raw) > LARGEST_FILE:
        raise InputError(f"{shown}: it has over {LARGEST_FILE:,} bytes")
    if PurePosixPath(shown).suffix.lower() not in SUFFIXES:
        raise InputError(f"{shown}: only text, web pages, PDF and mail are read ({', '.join(SUFFIXES)})")
    return Arriving(how="upload", source=f"upload:{digest(raw.hex())}/{shown}", content=raw, said=_said(said or {}))


def of_entry(entry: Entry, feed_title: str | None, *, allow_private: bool = False) -> Arriving | None:
    """What a feed lists, None where it leads into this machine's network; what the feed says of it are hints."""
    try:
        url, host = _checked(entry.url, allow_private=allow_private)
    except InputError:
        return None
    hints = {"title": entry.title, "outlet": feed_title, "published": entry.published, "byline": entry.byline}
    kept = tuple((name, value) for name, value in sorted(hints.items()) if value)
    return Arriving(how="feed", source=url, host=host, entry=entry.id, said=kept)


def feed_of(outline: Outline, *, allow_private: bool = False) -> NewFeed:
    """A feed to follow; InputError where its address cannot be asked."""
    url, host = _checked(outline.url, allow_private=allow_private)
    return NewFeed(url=url, host=host, title=_line(outline.title), folder=_line(outline.folder))


def feeds_of(outlines: Iterable[Outline], *, allow_private: bool = False) -> tuple[list[NewFeed], list[str]]:
    """The feeds of a list, and the addresses of those that cannot be asked."""
    found, refused = [], []
    for one in outlines:
        try:
            found.append(feed_of(one, allow_private=allow_private))
        except InputError:
            refused.append(one.url)
    return found, refused


def opml_of(feeds: Iterable[Feed]) -> bytes:
    """Feeds that are followed as a list that feed readers take."""
    return write_opml((Outline(one.url, one.title, one.folder) for one in feeds), title="Feeds of whoseword")


def options_of(arrival: Arrival, limits: ReadOptions) -> ReadOptions:
    """How an arrival is read: within the limits, with what was said of it taken as given, or what a feed said as hints."""
    said = arrival.said
    if arrival.how == "feed":
        return replace(limits, keep=True, hints=Hints(**{name: said.get(name) for name in _HINTS}))
    return replace(
        limits,
        keep=True,
        title=said.get("title"),
        outlet=said.get("outlet"),
        published=said.get("published"),
        url=said.get("url"),
    )


def file_name(given: str) -> str:
    """The last part of a name, however it was written, as a name that can be shown."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if c.isprintable()).strip(" .") or "file"
    stem, dot, suffix = plain.rpartition(".")
    return plain if len(plain) <= _LONGEST_NAME else f"{stem[: _LONGEST_NAME - len(suffix)]}{dot}{suffix}"[-_LONGEST_NAME:]


def name_of(pid: int | None = None) -> str:
    """What the reader of the inbox in a process, this one by default, is called: no two at work have the same name."""
    return f"{socket.gethostname()}/{os.getpid() if pid is None else pid}"


def host_of(url: str) -> str:
    """Whom asking for a URL asks: its host, and its port where it gives one."""
    return urlsplit(url).netloc.rpartition("@")[2].casefold()


def _checked(given: str, *, allow_private: bool) -> tuple[str, str]:
    url = given.strip()
    if "://" not in url and "." in url.split("/")[0] and not url.startswith((".", "/")):
        url = f"https://{url}"
    try:
        url = urldefrag(url)[0]
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InputError(f"{_short(given)!r} is no address of a web page") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise InputError(f"{_short(given)!r} is no address of a web page: it must begin with http:// or https://")
    if len(url) > _LONGEST_URL or not url.isprintable() or " " in url or "@" in parts.netloc:
        raise InputError(
            f"{_short(given)!r} cannot be an address: it has blanks, controls, a password or over {_LONGEST_URL} characters"
        )
    if not allow_private and _is_private(parts.hostname):
        raise InputError(
            f"{_short(given)!r} leads into this machine's network: start the desk with --allow-private to read from there"
        )
    return url, host_of(url)


def _is_private(host: str) -> bool:
    """Whether a host is this machine's or its network's as far as its name tells."""
    name = host.rstrip(".").casefold()
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return not is_public(ipaddress.ip_address(name.split("%")[0]))
    except ValueError:
        return False


def _said(given: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    """What is said of an article, without what is empty; InputError where it cannot be."""
    said = {name: line for name in _SAID if (line := _line(given.get(name), _LONGEST_URL if name == "url" else _LONGEST))}
    try:
        ReadOptions(published=said.get("published"))
    except ConfigError as error:
        raise InputError(str(error)) from error
    if "url" in said:
        said["url"] = _checked(said["url"], allow_private=True)[0]
    return tuple(sorted(said.items()))


def _line(value: str | None, most: int = _LONGEST) -> str | None:
    flat = " ".join((value or "").split())
    if len(flat) > most:
        raise InputError(f"{_short(flat)!r} is too long: the most is {most} characters")
    return flat or None


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
