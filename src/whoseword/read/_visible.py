"""The lines that a person sees on a page, in the page's order, with the node that each character comes from.

A line is what stands between two borders of blocks, or between two line breaks. White space runs together as a browser has it;
soft hyphens, zero-width and control characters are passed over. Nothing else is changed, moved or added.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types

UNSEEN = frozenset(
    ["script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "canvas", "audio", "video", "select",
     "option", "textarea", "datalist", "button", "rp", "rt"]
)  # fmt: skip
_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
     "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
     "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
     "tr", "ul"]
)  # fmt: skip
_SPACE = " \t\n\r\f\v"
_JOINERS = frozenset("\u200c\u200d")  # between the letters of Persian or Hindi, and in emoji, these are not idle
_PLAIN = re.compile(r"[^\s\x00-\x08\x0e-\x1f\x7f-\xad\u0600-\u061c\u06dd\u070f\u180e\u200b-\u206f\ufe00-\uffff]+")


@dataclass(slots=True)
class Line:
    """A line of the page: its characters, and for each the number of its node and its place in that node's string."""

    block: HtmlElement
    text: str = ""
    nodes: "array[int]" = field(default_factory=lambda: array("l"))
    places: "array[int]" = field(default_factory=lambda: array("l"))
    linked: int = 0  # how many of its characters are inside links


@dataclass(slots=True)
class Page:
    """All lines, and the strings that their characters come from: of the node's text, or of its tail."""

    lines: list[Line]
    nodes: list[tuple[HtmlElement, bool]]

    def string_of(self, node: int) -> str:
        """The string that the characters of a node come from."""
        element, is_tail = self.nodes[node]
        return str((element.tail if is_tail else element.text) or "")


def see(tree: HtmlElement) -> Page:
    """The lines of the page `tree`."""
    page = _Eye()
    for element, is_end in _walk(tree):
        page.meet(element, is_end=is_end)
    return page.seen()


def _walk(tree: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Each element that is seen at its start and at its end, in the page's order, without recursion."""
    waiting = [(tree, False)]
    while waiting:
        element, is_end = waiting.pop()
        yield element, is_end
        if not is_end:
            waiting.append((element, True))
            if isinstance(element.tag, str) and element.tag not in UNSEEN:
                waiting.extend((child, False) for child in reversed(element))


class _Eye:
    """Takes the elements as they come and lays their characters in lines."""

    def __init__(self) -> None:
        self._page = Page([], [])
        self._blocks: list[HtmlElement] = []
        self._links = self._pres = 0
        self._line: Line | None = None
        self._chars: list[str] = []

    def seen(self) -> Page:
        self._end_line()
        return self._page

    def meet(self, element: HtmlElement, *, is_end: bool) -> None:
        tag = element.tag if isinstance(element.tag, str) else None
        if not is_end:
            if tag in _BLOCKS:
                self._end_line()
                self._blocks.append(element)
            self._links += tag == "a"
            self._pres += tag == "pre"
            if tag is not None and tag not in UNSEEN:
                if tag == "br":
                    self._break()
                self._take(element, is_tail=False)
            return
        if tag in _BLOCKS:
            self._end_line()
            self._blocks.pop()
        self._links -= tag == "a"
        self._pres -= tag == "pre"
        self._take(element, is_tail=True)

    def _take(self, element: HtmlElement, *, is_tail: bool) -> None:
        string = element.tail if is_tail else element.text
        if not string or not self._blocks:
            return
        node = len(self._page.nodes)
        self._page.nodes.append((element, is_tail))
        place = 0
        while place < len(string):
            plain = _PLAIN.match(string, place)
            if plain is not None:
                self._add(plain[0], node, place)
                place = plain.end()
                continue
            char = string[place]
            if char in _SPACE:
                self._space("\n" if char == "\n" and self._pres else " ", node, place)
            elif unicodedata.category(char) not in ("Cf", "Cc", "Cs") or char in _JOINERS:
                self._add(char, node, place)
            place += 1

    def _add(self, chars: str, node: int, place: int) -> None:
        if self._line is None:
            self._line = Line(self._blocks[-1])
        line = self._line
        self._chars.append(chars)
        line.nodes.extend([node] * len(chars))
        line.places.extend(range(place, place + len(chars)))
        if self._links:
            line.linked += len(chars)

    def _space(self, char: str, node: int, place: int) -> None:
        """One space for any run of them, none at the start of a line, and none beside a line break."""
        if self._line is None:
            return
        last = self._chars[-1]
        if last not in (" ", "\n"):
            self._add(char, node, place)
        elif char == "\n" and last == " ":
            self._chars[-1] = "\n"

    def _break(self) -> None:
        """A line break: the second one in a row ends the line."""
        if self._line is None:
            return
        if self._chars[-1] == "\n":
            self._end_line()
        elif self._chars[-1] == " ":
            self._chars[-1] = "\n"
        else:
            self._add("\n", -1, 0)

    def _end_line(self) -> None:
        line, self._line = self._line, None
        text, self._chars = "".join(self._chars), []
        if line is None:
            return
        bare = text.rstrip(_SPACE)
        if bare and not bare.isspace():
            line.text = bare
            del line.nodes[len(bare) :], line.places[len(bare) :]
            self._page.lines.append(line)
