"""Lists of feeds as OPML 2.0, which feed readers exchange: read without entities or network, written so that they can read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]  # it ships no types
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from whoseword.errors import InputError

MOST_FEEDS: Final = 2_000  # of one file
_LARGEST: Final = 5_000_000  # bytes
_LONGEST_URL: Final = 2_000
_LONGEST: Final = 300
_DEEPEST: Final = 50  # folders inside one another
_BETWEEN: Final = " / "


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed as a list of feeds has it; `folder` is where it is filed, the outermost first, with " / " between."""

    url: str
    title: str | None = None
    folder: str | None = None


def read_opml(raw: bytes) -> list[Outline]:
    """The feeds of an OPML file in its order, each address once; those that are not of the web are left out.

    Raises InputError for what is no OPML, declares entities, is too large or names no feed.
    """
    if len(raw) > _LARGEST:
        raise InputError(f"the list of feeds has {len(raw):,} bytes; the most is {_LARGEST:,}: split it")
    body = _body(raw)
    found: dict[str, Outline] = {}
    waiting: list[tuple[Element, tuple[str, ...]]] = [(one, ()) for one in reversed(body.findall("outline"))]
    while waiting:
        one, folders = waiting.pop()
        names = {name.lower(): " ".join(value.split())[:_LONGEST] for name, value in one.attrib.items()}
        name = names.get("title") or names.get("text") or None
        url = _attribute(one, "xmlurl")
        if url and url not in found and _is_web(url):
            found[url] = Outline(url, name, _BETWEEN.join(folders) or None)
            if len(found) > MOST_FEEDS:
                raise InputError(f"the list names more than {MOST_FEEDS:,} feeds: split it")
        inner = folders if url or not name or len(folders) >= _DEEPEST else (*folders, name)
        waiting.extend((child, inner) for child in reversed(one.findall("outline")))
    if not found:
        raise InputError("the list names no feed: it must have <outline> elements with an xmlUrl that begins with http")
    return list(found.values())


def write_opml(feeds: Iterable[Outline], *, title: str) -> bytes:
    """The feeds as an OPML file, each in its folder."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = _legal(title)
    body = SubElement(root, "body")
    folders: dict[tuple[str, ...], Element] = {(): body}
    for one in feeds:
        at = _folder(folders, tuple(one.folder.split(_BETWEEN)) if one.folder else ())
        name = _legal(one.title or one.url)
        SubElement(at, "outline", {"type": "rss", "text": name, "title": name, "xmlUrl": _legal(one.url)})
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _folder(folders: dict[tuple[str, ...], Element], path: tuple[str, ...]) -> Element:
    for depth in range(1, len(path) + 1):
        if path[:depth] not in folders:
            folders[path[:depth]] = SubElement(folders[path[: depth - 1]], "outline", {"text": _legal(path[depth - 1])})
    return folders[path]


def _body(raw: bytes) -> Element:
    try:
        root: Element = fromstring(raw)
    except DefusedXmlException as error:
        raise InputError("the list of feeds declares entities, which could stand for anything: take them out") from error
    except (ParseError, ValueError, LookupError) as error:
        raise InputError(f"this is no OPML ({error}): choose the file that a feed reader exported") from error
    body = root.find("body") if str(root.tag).lower() == "opml" else None
    if body is None:
        raise InputError(
            "this is no OPML: it must be an <opml> element with a <body>: choose the file that a feed reader exported"
        )
    return body


def _attribute(one: Element, wanted: str) -> str:
    return next((value.strip() for name, value in one.attrib.items() if name.lower() == wanted), "")


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    plain = len(url) <= _LONGEST_URL and url.isprintable() and " " not in url
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname)


def _legal(text: str) -> str:
    """The text without what XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or ("\x20" <= c <= "\ud7ff") or ("\ue000" <= c <= "\ufffd") or c > "\uffff")
