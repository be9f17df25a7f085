"""Quotation marks: where each mark opens or closes, and which characters stand between a pair.

Marks are hard evidence of direct speech. This module reads straight, curly, German, French, LaTeX (two
backticks, two apostrophes) and single marks, paragraph by paragraph, since newspapers open each paragraph of
a long quotation and close only the last. It only says what the marks say; who speaks is decided elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARK = re.compile(r"``|''|[\"“”„‟«»‹›‘’‚'`]")
_DOUBLE_OPEN = frozenset("“„‟«") | {"``"}
_DOUBLE_CLOSE = frozenset("”»") | {"''"}
_SINGLE = frozenset("‘’‚'`‹›")


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between an opening mark and its closing one.

    `start` and `end` leave the marks out; `opened` is where the opening mark starts, `closed` where the
    closing one ends (equal to `end` where the paragraph ends before the quotation does).
    """

    opened: int
    start: int
    end: int
    closed: int
    single: bool

    @property
    def is_closed(self) -> bool:
        """Whether a closing mark was found."""
        return self.closed > self.end


def find_quotations(text: str, start: int, end: int) -> Iterator[Quotation]:
    """The outermost quotations of the paragraph `text[start:end]`, in order; single marks only outside double ones.

    A single mark that could be an apostrophe counts only as a closed pair.
    """
    marks = list(_MARK.finditer(text, start, end))
    last = start
    for number, mark in enumerate(marks):
        if mark.start() < last:
            continue
        if mark.group() in _SINGLE:
            closing = _closing_single(text, marks, number)
            if closing is None:
                continue
            yield Quotation(mark.start(), mark.end(), closing.start(), closing.end(), single=True)
            last = closing.end()
        elif _opens(text, mark, start):
            closing = next((m for m in marks[number + 1 :] if _closes(text, m, mark, end)), None)
            stop, closed = (closing.start(), closing.end()) if closing else (end, end)
            yield Quotation(mark.start(), mark.end(), stop, closed, single=False)
            last = closed


def _opens(text: str, mark: re.Match[str], start: int) -> bool:
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end() : mark.end() + 1]
    if mark.group() in _DOUBLE_OPEN:
        return True
    if mark.group() in {"''", "”", "»"}:  # also used to open, in Swedish or by mistake: only where nothing stands before
        return before.isspace() and after[:1].isalnum()
    return not after.isspace() and after != "" and not before.isalnum()


def _closes(text: str, mark: re.Match[str], opening: re.Match[str], end: int) -> bool:
    sign = mark.group()
    if sign in _SINGLE:
        return False
    if sign in _DOUBLE_CLOSE:
        return opening.group() != "»" or sign == "»"
    if sign == "“":  # closes a German „…“
        return opening.group() in "„‟"
    if sign == "«":
        return opening.group() == "»"
    if sign == '"':
        before = text[mark.start() - 1]
        after = text[mark.end()] if mark.end() < end else " "
        return not before.isspace() or not after.isalnum()
    return False


def _closing_single(text: str, marks: list[re.Match[str]], number: int) -> re.Match[str] | None:
    mark = marks[number]
    before = text[mark.start() - 1] if mark.start() else " "
    after = text[mark.end() : mark.end() + 1]
    if mark.group() in "’›" or before.isalnum() or not after or after.isspace():
        return None
    for other in marks[number + 1 :]:
        if other.group() not in {"’", "'", "›", "‘"}:
            continue
        following = text[other.end() : other.end() + 1]
        if not text[other.start() - 1].isspace() and not following.isalnum():
            return other
    return None
