"""Which attribution stands inside another's content: one rule for chains of sources and for links.

An attribution is inside another where its cue and its content both lie within the other's content. It needs
nothing but spans, so that both `parties` (before there are statements) and `relate` (after) can ask it.
"""

from collections.abc import Sequence
from typing import Protocol

from whoseword.records import Span


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
    return tuple(found)


def _holds(outer: tuple[Span, ...], inner: tuple[Span, ...]) -> bool:
    return all(any(o.start <= s.start and s.end <= o.end for o in outer) for s in inner)
