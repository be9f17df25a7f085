"""What stands inside quotation marks: the words as they were said, and by their share the kind of a statement."""

import bisect
from collections.abc import Iterator, Sequence
from typing import Final

from whoseword.quotes import Quotation, find_quotations
from whoseword.records import Span, StatementKind

# The shares of letters inside quotation marks from which a statement is direct, and up to which it is indirect: those of
# the scorer of attributions, so that both call the same things by the same name.
_DIRECT: Final = 0.97
_INDIRECT: Final = 0.03


def kind_of(text: str, content: Sequence[Span], cue: Sequence[Span] = ()) -> StatementKind:
    """Direct, indirect or mixed, by the share of the content's letters that stand inside quotation marks.

    A quotation that holds the `cue` too is somebody else's, who reports this statement in it: it does not count.

    >>> kind_of("“Yes,” he said.", [Span.cut("“Yes,” he said.", 1, 5)])
    'direct'
    """
    inside = total = 0
    for span in content:
        quoted = _own_quotations(text, span, cue)
        starts = [q.start for q in quoted]
        for i in range(max(0, span.start), min(span.end, len(text))):
            if text[i].isalpha():
                total += 1
                at = bisect.bisect_right(starts, i) - 1
                inside += at >= 0 and i < quoted[at].end
    share = inside / total if total else 0.0
    return "direct" if share >= _DIRECT else "indirect" if share <= _INDIRECT else "mixed"


def verbatim(text: str, content: Sequence[Span], cue: Sequence[Span] = ()) -> tuple[Span, ...]:
    """The parts of the content inside quotation marks, marks excluded, in the order of the content.

    A part that holds no letter or digit is left out, and so is what only the `cue`'s own speaker quotes.
    """
    found = []
    for span in content:
        for quoted in _own_quotations(text, span, cue):
            start, end = max(0, span.start, quoted.start), min(span.end, quoted.end)
            if start < end and any(c.isalnum() for c in text[start:end]):
                found.append(Span.cut(text, start, end))
    return tuple(found)


def without_marks(text: str, content: Sequence[Span], cue: Sequence[Span] = ()) -> tuple[Span, ...]:
    """The content without the outer marks of direct speech: a fragment that is all quotation shrinks to what is quoted.

    >>> [span.text for span in without_marks("“Yes,” he said.", [Span.cut("“Yes,” he said.", 0, 6)])]
    ['Yes,']
    """
    found = []
    for span in content:
        inside = verbatim(text, [span], cue)
        if inside and kind_of(text, [span], cue) == "direct":
            start, end = inside[0].start, inside[-1].end
            found.append(Span(start, end, span.text[start - span.start : end - span.start]))
        else:
            found.append(span)
    return tuple(found)


def _own_quotations(text: str, span: Span, cue: Sequence[Span]) -> list[Quotation]:
    """The quotations around a span; of one that holds the cue as well, only what it quotes in turn."""
    found: list[Quotation] = []
    for quoted in _quotations_around(text, span):
        if any(quoted.start <= c.start and c.end <= quoted.end for c in cue):
            found.extend(find_quotations(text, quoted.start, quoted.end))
        else:
            found.append(quoted)
    return found


def _quotations_around(text: str, span: Span) -> Iterator[Quotation]:
    start = text.rfind("\n", 0, max(0, span.start)) + 1
    while start < min(span.end, len(text)):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield from find_quotations(text, start, end)
        start = end + 1
