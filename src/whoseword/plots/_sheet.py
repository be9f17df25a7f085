"""A sheet that shapes and text are put on, and that becomes one SVG document."""

import functools
import html
import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from whoseword.markup import visible
from whoseword.records import digest

INK: Final = "#1a1a1a"
FAINT: Final = "#5c5c5c"  # 6.7:1 on the paper: small text stays readable
RULE: Final = "#c9c9c9"
PAPER: Final = "#ffffff"
FOR: Final = "#1d5c8a"
AGAINST: Final = "#a33b1f"
HATCH: Final = "hatch"
SMALL: Final = 11.0  # px of most text
_FONTS: Final = "Helvetica, Arial, 'DejaVu Sans', 'Noto Sans', sans-serif"
_NARROW, _USUAL, _BROAD, _WIDE = 0.3, 0.57, 0.75, 1.0  # of the text's size, for Helvetica and its like


@dataclass(slots=True)
class Sheet:
    """What is drawn, in order; coordinates are px from the upper left corner."""

    title: str
    description: str
    width: float
    height: float
    parts: list[str] = field(default_factory=list)

    def line(self, x1: float, y1: float, x2: float, y2: float, *, stroke: str = RULE, width: float = 1, dash: str = "") -> None:
        """A straight line."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<line x1="{_px(x1)}" y1="{_px(y1)}" x2="{_px(x2)}" y2="{_px(y2)}" stroke="{stroke}" stroke-width="{_px(width)}"{dashed}/>'
        )

    def rectangle(self, x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "none") -> None:
        """A rectangle; `fill` may be HATCH, for lines across."""
        filled = f"url(#{self._hatch})" if fill == HATCH else fill
        self.parts.append(
            f'<rect x="{_px(x)}" y="{_px(y)}" width="{_px(width)}" height="{_px(height)}" fill="{filled}" stroke="{stroke}"/>'
        )

    def path(self, points: str, *, fill: str = "none", stroke: str = INK, width: float = 1.6, dash: str = "") -> None:
        """A path, its data as SVG has them."""
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<path d="{points}" fill="{fill}" stroke="{stroke}" stroke-width="{_px(width)}"{dashed}/>')

    def text(
        self, x: float, y: float, words: str, *, anchor: str = "start", size: float = SMALL, fill: str = INK, bold: bool = False
    ) -> None:
        """A line of text, its base line at `y`; `anchor` is start, middle or end."""
        weight = ' font-weight="bold"' if bold else ""
        self.parts.append(
            f'<text x="{_px(x)}" y="{_px(y)}" font-size="{_px(size)}" text-anchor="{anchor}" fill="{fill}"{weight}>{escaped(words)}</text>'
        )

    def begin(self, told: str) -> None:
        """Begin a group that says in words what it shows: as a tooltip, and to who listens."""
        self.parts.append(f"<g><title>{escaped(told)}</title>")

    def end(self) -> None:
        """End the group."""
        self.parts.append("</g>")

    def svg(self) -> str:
        """The whole document; its ids come from what is on it, so that several stand in one page."""
        key = self._key
        pattern = (
            f'<defs><pattern id="{self._hatch}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<rect width="5" height="5" fill="{PAPER}"/><line x1="0" y1="0" x2="0" y2="5" stroke="{AGAINST}" stroke-width="3"/></pattern></defs>'
        )
        size = f'width="{_px(self.width)}" height="{_px(self.height)}" viewBox="0 0 {_px(self.width)} {_px(self.height)}"'
        return "\n".join(
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="{key}t {key}d" font-family="{_FONTS}">',
                f'<title id="{key}t">{escaped(self.title)}</title>',
                f'<desc id="{key}d">{escaped(self.description)}</desc>',
                pattern,
                f'<rect width="{_px(self.width)}" height="{_px(self.height)}" fill="{PAPER}"/>',
                *self.parts,
                "</svg>\n",
            )
        )

    @property
    def _key(self) -> str:
        return f"p{digest(self.title, self.description)[:8]}"

    @property
    def _hatch(self) -> str:
        return f"{self._key}h"


def escaped(text: str) -> str:
    """Text for an SVG: no markup, control or direction character in it takes effect, and nothing in it is no XML."""
    line = " ".join(text.split())
    plain = "".join("\ufffd" if char in "\ufffe\uffff" else char for char in visible(line))
    return html.escape(plain)


def breadth(text: str, size: float = SMALL) -> float:
    """How wide a line of text is, near enough, in px: fonts differ, and none is asked."""
    return size * sum(map(_em, text))


def fitted(text: str, room: float, size: float = SMALL) -> str:
    """The text, cut with … where it is wider than `room`."""
    line = " ".join(text.split())
    if breadth(line, size) <= room:
        return line
    # In one go from the front: cut a letter at a time from a long passage, the page of an issue took twice as long.
    sums = itertools.accumulate(map(_em, line))
    kept = sum(1 for _ in itertools.takewhile(lambda ems: size * ems + size <= room, sums))
    return line[:kept].rstrip() + "…"


def wrapped(text: str, room: float, size: float = SMALL) -> Sequence[str]:
    """The text in lines no wider than `room`, broken between words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and breadth(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(fitted(word, room, size))
    return lines


@functools.lru_cache(maxsize=4096)
def _em(char: str) -> float:
    if unicodedata.category(char)[0] == "M":
        return 0
    if unicodedata.east_asian_width(char) in "WF":
        return _WIDE
    if char in "ijlIt.,:;'!| ’()[]f":
        return _NARROW
    return _BROAD if char.isupper() or char in "mwMW%@…→—" else _USUAL


def _px(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
