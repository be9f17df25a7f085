r"""The article of a page that shows none before a script runs, where its JSON-LD holds the words.

The characters come from the script element that holds them, each from its place; what JSON or HTML writes as an escape
("\\u2019", "&amp;") has no place of its own there. Nothing is run.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types

from whoseword.read._visible import Line, Page

_BODY = re.compile(r'"articleBody"\s*:\s*"((?:[^"\\]|\\.){200,1000000})"', re.DOTALL)
_TOKEN = re.compile(
    r"\\u[0-9a-fA-F]{4}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|\\.|</?[a-zA-Z][^<>]{0,500}>|&#?\w{1,31};|.", re.DOTALL
)
_BLOCK = re.compile(r"</?(?:p|div|br|h[1-6]|li|ul|ol|blockquote)\b", re.IGNORECASE)
_FEWEST_WORDS = 60


def see_body(tree: HtmlElement, page: Page) -> list[Line]:
    """The lines of the articleBody in the page's JSON-LD, which are then lines of `page` too; none where it has no such text."""
    for script in tree.iter("script"):
        match = _BODY.search(script.text or "") if "ld+json" in (script.get("type") or "").lower() else None
        if match is None:
            continue
        node = len(page.nodes)
        lines = [line for line in _cut(_characters(match[1], match.start(1)), script, node) if line.text]
        if sum(len(line.text.split()) for line in lines) >= _FEWEST_WORDS:
            page.nodes.append((script, False))
            page.lines.extend(lines)
            return lines
    return []


def _characters(raw: str, start: int) -> Iterator[tuple[str, int]]:
    """Each character of a JSON string with its place in the script, -1 where it is written as an escape; tags break lines."""
    for match in _TOKEN.finditer(raw):
        token, place = match[0], start + match.start()
        if token.startswith("\\"):
            char = _unescape(token)
            yield (char, place + 1) if char == token[1:] else (char, -1)
        elif token.startswith("<"):
            yield ("\n" if _BLOCK.match(token) else "", -1)
        elif token.startswith("&") and len(token) > 1:
            yield html.unescape(token), -1
        else:
            yield token, place


def _unescape(token: str) -> str:
    try:
        char: Any = json.loads(f'"{token}"')
    except ValueError:
        return ""
    return str(char).encode("utf-16", "replace").decode("utf-16", "replace").replace("\x00", "")


def _cut(characters: Iterator[tuple[str, int]], script: HtmlElement, node: int) -> Iterator[Line]:
    line, chars = Line(script), list[str]()
    for written, place in characters:
        for char in written:
            if char in "\n\r":
                yield _ended(line, chars)
                line, chars = Line(script), []
            elif (char.isspace() and chars and chars[-1] != " ") or (char.isprintable() and not char.isspace()):
                chars.append(" " if char.isspace() else char)
                line.nodes.append(-1 if place < 0 else node)
                line.places.append(max(0, place))
    yield _ended(line, chars)


def _ended(line: Line, chars: list[str]) -> Line:
    line.text = "".join(chars).rstrip()
    del line.nodes[len(line.text) :], line.places[len(line.text) :]
    return line
