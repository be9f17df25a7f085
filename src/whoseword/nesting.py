"""Which attribution stands inside another's content: one rule for chains of sources and for links.

An attribution is inside another where its cue and its content both lie within the other's content. What is only passed
on is inside too, though it has the same content: in "the paper, quoting a minister, said it rained" both say that it rained,
and the minister's words are inside the paper's. It needs nothing but spans, so that both `parties` (before there are
statements) and `relate` (after) can ask it.
"""

import re
from collections.abc import Sequence
from typing import Final, Protocol

from whoseword.records import Span

# Cues under which the outer of two hands names the inner one.
_PASSED_ON: Final = re.compile(r"(?i)(?:quoting|citing|reading from|saying|telling|said to have)\b")
# Two contents are the same where they share this much of the longer one.
_SAME: Final = 0.8


class _Nested(Protocol):
    @property
    def cue(self) -> tuple[Span, ...]: ...
    @property
    def content(self) -> tuple[Span, ...]: ...


def enclosing(parts: Sequence[_Nested]) -> tuple[int | None, ...]:
    """For each part the index of the innermost other part whose content encloses its cue and content.

    Of two parts that would enclose each other (the same content twice) neither does. A part without content
    encloses nothing and is enclosed by its cue alone; ties go to the earlier part.
    """
    sizes = [sum(s.end - s.start for s in part.content) for part in parts]
    found: list[int | None] = []
    for i, part in enumerate(parts):
        spans = (*part.cue, *part.content)
        holders = [
            k for k, other in enumerate(parts) if k != i and sizes[k] > sizes[i] and spans and _holds(other.content, spans)
        ]
        found.append(min(holders, key=lambda k: (sizes[k], k), default=None))
    passing = [_passing(parts, i, sizes) if parent is None else None for i, parent in enumerate(found)]
    for i, k in enumerate(passing):
        if k is not None and not _leads_to(found, k, i):
            found[i] = k
            for j, part in enumerate(parts):
                if j != i and found[j] == k and _holds(parts[i].content, (*part.cue, *part.content)):
                    found[j] = i
    return tuple(found)


def _leads_to(parents: Sequence[int | None], index: int, other: int) -> bool:
    """Whether one stands inside the other, at whatever depth."""
    at: int | None = index
    while at is not None and at != other:
        at = parents[at]
    return at is not None


def _holds(outer: tuple[Span, ...], inner: tuple[Span, ...]) -> bool:
    return all(any(o.start <= s.start and s.end <= o.end for o in outer) for s in inner)


def _passing(parts: Sequence[_Nested], index: int, sizes: Sequence[int]) -> int | None:
    """The part that passes on what this one, by its cue and its content, only is quoted with."""
    part = parts[index]
    if len(part.cue) != 1 or not _PASSED_ON.match(part.cue[0].text):
        return None
    for k, other in enumerate(parts):
        apart = other.cue and not _PASSED_ON.match(other.cue[0].text)
        if k != index and apart and _shared(part, other) >= _SAME * max(sizes[k], sizes[index], 1):
            return k
    return None


def _shared(one: _Nested, other: _Nested) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.content for b in other.content)
