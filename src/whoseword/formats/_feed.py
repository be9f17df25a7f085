"""An Atom feed (RFC 4287) of a list of statements: stable ids, so that a reader shows each once and again when it is corrected."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from whoseword.formats._view import View, corrected_by, plain, web_address, who_said, words_of
from whoseword.markup import visible

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import StatementRow

_ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold in any form and `markup.visible` leaves as it is.
_NO_XML = re.compile("[\ufffe\uffff\ud800-\udfff]")
_TITLE = 140  # code points of what was said that a title shows


def atom(rows: "Iterable[StatementRow]", view: View) -> Iterator[bytes]:
    """The feed as one document. An entry is `updated` when it was last corrected, else when it came into the ledger.

    Entries keep the order of the rows. Ids stay the same under whichever name and port a desk is reached: those of entries follow from
    the statements, the feed's own from its path and query, or from its title where it has none.
    """
    feed = ET.Element("feed", xmlns=_ATOM)
    entries = [_entry(found, view) for found in rows]
    changed = [str(entry.findtext("updated")) for entry in entries]
    _add(feed, "id", view.name_of("list", _path(view.address) if view.address is not None else view.title))
    _add(feed, "title", view.title)
    _add(feed, "updated", max(changed, default=view.made_at))
    _add(ET.SubElement(feed, "author"), "name", "whoseword")
    _add(feed, "generator", "whoseword")
    if view.address is not None:
        ET.SubElement(feed, "link", rel="self", type="application/atom+xml", href=_xml(view.address))
    feed.extend(entries)
    ET.indent(feed, "")
    yield ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def _entry(found: "StatementRow", view: View) -> ET.Element:
    statement = found.statement
    entry = ET.Element("entry")
    words, note = words_of(statement), plain(view.notes.get(statement.id))
    _add(entry, "id", replace(view, home=None).name_of("statement", statement.id))
    shown = words if len(words) <= _TITLE else words[: _TITLE - 1] + "…"
    _add(entry, "title", (f"[{note}] " if note else "") + f"{who_said(statement)}: {statement.act}: {shown}")
    _add(entry, "updated", max([found.read_at or view.made_at, *(one.made_at for one in statement.corrections)]))
    _add(ET.SubElement(entry, "author"), "name", plain(statement.speaker.name) or "unresolved")
    address = view.name_of("statement", statement.id) if view.home is not None else web_address(found)
    if address is not None:
        ET.SubElement(entry, "link", rel="alternate", href=_xml(address))
    ET.SubElement(entry, "category", term=statement.act)
    content = _add(entry, "content", "\n".join(part for part in (note, _body(found)) if part))
    content.set("type", "text")
    return entry


def _body(found: "StatementRow") -> str:
    statement = found.statement
    where = ", ".join(part for part in (plain(found.outlet), plain(found.title), plain(found.published)) if part)
    when = f" ({statement.said_on.value})" if statement.said_on else ""
    lines = [f"{who_said(statement)}{when}: {words_of(statement)}", where, *map(corrected_by, statement.corrections)]
    return "\n".join(line for line in lines if line)


def _path(address: str) -> str:
    """An address without the name and port of its host."""
    return re.sub(r"^[a-zA-Z]+://[^/]*", "", address)


def _add(parent: ET.Element, name: str, text: str) -> ET.Element:
    child = ET.SubElement(parent, name)
    child.text = _xml(text)
    return child


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", visible(text))
