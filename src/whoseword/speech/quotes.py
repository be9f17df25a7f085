"""What stands inside quotation marks: the words as they were said, and by their share the kind of a statement.

Marks are read paragraph by paragraph, since a quotation that runs over several opens anew in each and closes
only in the last. One that is never closed ends with its paragraph. Known marks: “ ” „ " `` '' « » ‘ ’ and the
straight single mark; an apostrophe inside or at the end of a word opens nothing.
"""

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from whoseword.records import Span, StatementKind

# The shares of letters inside quotation marks from which a statement is direct, and up to which it is indirect: those of
# the scorer of attributions, so that both call the same things by the same name.
_DIRECT: Final = 0.97
_INDIRECT: Final = 0.03

_MARK: Final = re.compile(r"``|''|[“”„\"«»‘’']")
_CLOSES: Final = {
    "“": '”"“',
    "„": '“”"',
    '"': '"”',
    "``": "''\"",
    "«": "»",
    "»": "«",
    "‘": "’'",
    "'": "'’",
    "''": "''",
    "”": "”",
}

_SINGLE: Final = ("'", "‘")
_CLITIC: Final = re.compile(r"(?:s|t|d|m|re|ve|ll)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Quotation:
    """From after the opening mark up to the closing one."""

    start: int
    end: int


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


def _own_quotations(text: str, span: Span, cue: Sequence[Span]) -> list[_Quotation]:
    """The quotations around a span; of one that holds the cue as well, only what it quotes in turn."""
    found: list[_Quotation] = []
    for quoted in _quotations_around(text, span):
        if any(quoted.start <= c.start and c.end <= quoted.end for c in cue):
            found.extend(_quotations(text, quoted.start, quoted.end))
        else:
            found.append(quoted)
    return found


def _quotations_around(text: str, span: Span) -> tuple[_Quotation, ...]:
    start = text.rfind("\n", 0, max(0, span.start)) + 1
    found: list[_Quotation] = []
    while start < min(span.end, len(text)):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        found.extend(_quotations(text, start, end))
        start = end + 1
    return tuple(found)


def _quotations(text: str, start: int, end: int) -> Iterator[_Quotation]:
    """The outermost quotations of one paragraph, in order."""
    opened: tuple[int, str] | None = None
    marks = list(_MARK.finditer(text, start, end))
    for index, match in enumerate(marks):
        if opened is None:
            if _opens(text, match, start) and not (match.group() in _SINGLE and not _closed_later(text, marks[index + 1 :])):
                opened = (match.end(), match.group())
        elif match.group() in _CLOSES.get(opened[1], "") and _may_close(text, match, opened[1]):
            yield _Quotation(opened[0], match.start())
            opened = None
    if opened is not None:
        yield _Quotation(opened[0], end)


def _closed_later(text: str, marks: Sequence[re.Match[str]]) -> bool:
    """Whether a single mark is closed before any other quotation opens; else it is an apostrophe."""
    for match in marks:
        if match.group() not in ("'", "’", "‘"):
            return False
        if _may_close(text, match, "'"):
            return True
    return False


def _opens(text: str, match: re.Match[str], start: int) -> bool:
    mark, before = match.group(), text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < len(text) else " "
    if mark in ("”", "’"):
        return False
    if mark == "''":
        return not before.isalnum() and not after.isspace()
    if mark in _SINGLE:
        return not before.isalnum() and before not in ".,!?" and after.isalpha() and not _CLITIC.match(text, match.end())
    return True


def _may_close(text: str, match: re.Match[str], opening: str) -> bool:
    """Whether a single mark ends a quotation: not inside a word, and after a letter or stop."""
    if opening not in _SINGLE:
        return match.group() != "“" or opening == "„"
    after = text[match.end()] if match.end() < len(text) else " "
    return match.group() != "‘" and not after.isalnum() and not text[match.start() - 1].isspace()
