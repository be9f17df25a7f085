"""The lines of a text, with those joined that only a line's width had parted.

Scraped text comes in two habits: one paragraph a line, or lines filled to some width with a blank line
between paragraphs. A line here is a range of the text without white space around it; it may hold newlines.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from whoseword.read._bylines import read_byline, read_date_line
from whoseword.read._captions import is_furniture

_BREAK = re.compile(r"[\n\x0b\x0c\u2028\u2029]")
_BREAKABLE = re.compile(r"[^\S\u00a0\u2007\u202f]")  # white space, but for what keeps two words on one line
_WIDEST_WRAP = 120  # no program fills lines wider than this; paragraphs are longer
_NARROWEST_WRAP = 40
_FEWEST_BREAKS = 3  # below it one cannot tell a habit from chance
# Of the breaks, so many must be at the width: 0.67 to 1 are in the time, world and PolNeAR dev texts when filled to 60 or
# 72 columns, at most 0.34 in any text of these corpora and PolNeAR train as it is (2026-11-23; test_read_shared.py).
_FILLED_SHARE = 0.6
_LIST_MARK = re.compile(r"(?:[•●▪◦‣■*+]|-(?=\s)|\d{1,2}[.)](?=\s)|[a-z]\)(?=\s))\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """A range of the text with no white space around it; `chunk` counts the blank lines before it."""

    start: int
    end: int
    chunk: int


def cut_lines(text: str) -> list[Line]:
    """The lines of `text` in order: together they hold all of it but white space."""
    lines = _cut_at_breaks(text)
    width = _filled_width(text, lines)
    joined: list[Line] = []
    last = None  # the last physical line, whose length says whether the break after it is one of width
    for line in lines:
        if last is not None and last.chunk == line.chunk and _runs_on(text, last, line, width):
            joined[-1] = Line(joined[-1].start, line.end, line.chunk)
        else:
            joined.append(line)
        last = line
    return joined


def is_list_line(line: str) -> bool:
    """Whether `line` opens with the mark or number of a list's item."""
    return _LIST_MARK.match(line) is not None


def _cut_at_breaks(text: str) -> list[Line]:
    lines: list[Line] = []
    chunk = start = 0
    for end in [*(match.start() for match in _BREAK.finditer(text)), len(text)]:
        raw = text[start:end]
        bare = raw.strip()
        if bare:
            first = start + raw.index(bare[0])
            lines.append(Line(first, first + len(bare), chunk))
        else:
            chunk += 1
        start = end + 1
    return lines


def _filled_width(text: str, lines: list[Line]) -> int | None:
    """The width to which the lines are filled, or None where their breaks are the writer's own."""
    breaks = [(a, b) for a, b in pairwise(lines) if a.chunk == b.chunk]
    if len(breaks) < _FEWEST_BREAKS:
        return None
    lengths = sorted(a.end - a.start for a, _ in breaks)
    width = lengths[-1 - len(lengths) // 20]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return None
    filled = sum(_is_filled(text, a, b, width) for a, b in breaks)
    return width if filled >= _FILLED_SHARE * len(breaks) else None


def _is_filled(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the next line's first word, up to a space that may part lines, had no room on `line`."""
    head = text[following.start : min(following.end, following.start + _WIDEST_WRAP)]
    between = text[line.end : following.start]
    spaces = len(between) - len(between.lstrip(" "))  # two may stand after a sentence: the first one stayed on the line
    return line.end - line.start + spaces + 1 + len(_BREAKABLE.split(head, maxsplit=1)[0]) > width


def _runs_on(text: str, line: Line, following: Line, width: int | None) -> bool:
    tail, head = text[line.start : line.end], text[following.start : following.end]
    open_ended = tail[-1].isalnum() or tail[-1] in ",-–—'’"
    filled = width is not None and _is_filled(text, line, following, width)
    if filled and (head[0].islower() or (open_ended and read_byline(head) is None)):
        return True  # "comment." and "by Ann Lee" may be the rest of a sentence
    if is_list_line(head) or is_furniture(head) or is_furniture(tail):
        return False
    if filled:
        return read_byline(head) is None and read_date_line(head) is None
    parted = head[0].islower() and open_ended
    return parted and read_byline(head) is None and read_byline(tail) is None and read_date_line(tail) is None
