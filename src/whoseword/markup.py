"""Text with its spans marked: one way of cutting for the terminal, for notebooks and for pages.

Spans may overlap and nest in any way. `cut` splits the text at every border and says which marks cover each
piece, so that whoever shows it opens and closes its own styles per piece and never crosses them. Everything
in `html` is escaped: article text is hostile input. Standard library only, and no record is known here.
"""

import html as _html
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal["content", "cue", "source"]

# Controls, and the marks that turn the reading direction (UTS 9) or show nothing: they can make a line on
# the screen say something else than the text does. Newline and tab are whitespace and stay.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

_COLOURS = {"content": "#fff3c4", "cue": "#cfe8cf", "source": "#cfe0f5"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One span of a text, the part it plays and the number of the statement that it belongs to."""

    start: int
    end: int
    role: Role
    number: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks, the longest mark first."""

    text: str
    marks: tuple[Mark, ...]


def cut(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """Cut `text` at every border of a mark; the pieces, joined, are the text.

    Marks that cover nothing or lie outside the text are passed over; one that hangs over an end is clipped.

    >>> [(p.text, [m.number for m in p.marks]) for p in cut("abcd", [Mark(1, 4, "content", 1), Mark(2, 3, "cue", 2)])]
    [('a', []), ('b', [1]), ('c', [1, 2]), ('d', [1])]
    """
    held = sorted((m for m in marks if max(0, m.start) < min(m.end, len(text))), key=_longest_first)
    borders = sorted({0, len(text), *(max(0, m.start) for m in held), *(min(m.end, len(text)) for m in held)})
    active: list[Mark] = []
    waiting = iter(sorted(held, key=lambda m: m.start))
    following = next(waiting, None)
    for start, end in itertools.pairwise(borders):
        active = [m for m in active if m.end > start]
        while following is not None and following.start <= start:
            active.append(following)
            following = next(waiting, None)
        yield Piece(text[start:end], tuple(sorted(active, key=_longest_first)))


def content_ends(marks: Iterable[Mark]) -> dict[int, list[int]]:
    """Where in the text the last content mark of each statement ends: offset to the numbers of the statements."""
    last: dict[int, int] = {}
    for mark in marks:
        if mark.role == "content":
            last[mark.number] = max(mark.end, last.get(mark.number, 0))
    ends: dict[int, list[int]] = {}
    for number, end in last.items():
        ends.setdefault(end, []).append(number)
    return ends


def visible(text: str) -> str:
    r"""`text` with each control, direction mark and lone surrogate shown as its code, as in `<202E>`.

    >>> visible("a\x1b[31mb")
    'a<1B>[31mb'
    """
    return _UNSEEN.sub(lambda found: f"<{ord(found[0]):02X}>", text)


def html(title: str | None, text: str, marks: Sequence[Mark], notes: Sequence[str]) -> str:
    """The text as an HTML fragment with its marks, and `notes` (one for each statement, in order) as a list.

    Self-contained (its styles are inline), without scripts or links, everything escaped.
    """
    parts = ['<div class="whoseword" style="max-width:50em">']
    if title:
        parts.append(f"<strong>{_escaped(title)}</strong>")
    parts.append('<div style="white-space:pre-wrap">')
    ends = content_ends(marks)
    end = 0
    for piece in cut(text, marks):
        end += len(piece.text)
        parts.append(_piece_html(piece))
        parts.extend(f"<sup>{number}</sup>" for number in ends.get(end, ()))
    parts.append("</div><ol>")
    parts.extend(f"<li>{_escaped(note)}</li>" for note in notes)
    parts.append("</ol></div>")
    return "".join(parts)


def _piece_html(piece: Piece) -> str:
    text = _escaped(piece.text)
    if not piece.marks:
        return text
    inner = piece.marks[-1]
    numbers = " ".join(str(number) for number in dict.fromkeys(m.number for m in piece.marks))
    colour = _COLOURS[inner.role]
    return f'<span class="{inner.role}" title="{inner.role} of {numbers}" style="color:#111;background:{colour}">{text}</span>'


def _escaped(text: str) -> str:
    return _html.escape(visible(text))


def _longest_first(mark: Mark) -> tuple[int, int, str, int]:
    return (mark.start - mark.end, mark.start, mark.role, mark.number)
