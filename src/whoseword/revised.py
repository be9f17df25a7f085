"""Two texts of one article held side by side, an older and a newer: where unchanged words of the one stand in the other.

Promises: a place that is given has the very same characters; words stay together or have no place. Paragraphs that are equal are laid side
by side first, then the words of what stands between them, so that the same sentence in another paragraph is not taken for it unless
nothing else is there. Nothing here says what a change means.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

_TOKEN: Final = re.compile(r"\w+|\s+|[^\w\s]")
_MOST: Final = (
    4_000_000  # tokens of one side times tokens of the other: with more only what is equal at both ends is laid side by side
)


@dataclass(frozen=True)
class Revised:
    """An older text and a newer one."""

    old: str
    new: str

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the characters from `start` up to `end` of the older text stand in the newer one; None where they do not stand there together.

        Where they do not stand at their old place, they have a place only if they stand once in each text.
        """
        number = bisect_right(self._starts, start) - 1
        if number >= 0:
            begin, there, size = self._runs[number]
            if end <= begin + size:
                return there + start - begin, there + end - begin
        words = self.old[start:end]
        if words.strip() and self.old.count(words) == 1 == self.new.count(words):
            found = self.new.index(words)
            return found, found + len(words)
        return None

    def keeps(self, start: int, end: int) -> bool:
        """Whether these characters of the older text stand together in the newer one, wherever."""
        return self.old[start:end] in self.new

    @cached_property
    def _runs(self) -> list[tuple[int, int, int]]:
        """Stretches that are equal: where in the older text, where in the newer, how long; in the order of both."""
        joined: list[tuple[int, int, int]] = []
        for begin, there, size in _equal(self.old, self.new):
            last = joined[-1] if joined else None
            if last is not None and last[0] + last[2] == begin and last[1] + last[2] == there:
                joined[-1] = (last[0], last[1], last[2] + size)
            elif size:
                joined.append((begin, there, size))
        return joined

    @cached_property
    def _starts(self) -> list[int]:
        return [begin for begin, _, _ in self._runs]


def _equal(old: str, new: str) -> Iterator[tuple[int, int, int]]:
    lines, others = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts, there = _offsets(lines), _offsets(others)
    for tag, i, j, k, m in _opcodes(lines, others):
        if tag == "equal":
            yield starts[i], there[k], starts[j] - starts[i]
        else:
            yield from _equal_words(old[starts[i] : starts[j]], new[there[k] : there[m]], (starts[i], there[k]))


def _equal_words(old: str, new: str, at: tuple[int, int]) -> Iterator[tuple[int, int, int]]:
    tokens, others = _TOKEN.findall(old), _TOKEN.findall(new)
    starts, there = _offsets(tokens), _offsets(others)
    for tag, i, j, k, _ in _opcodes(tokens, others):
        if tag == "equal":
            yield at[0] + starts[i], at[1] + there[k], starts[j] - starts[i]


def _opcodes(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As difflib has them; what is equal at both ends is taken first, and where the rest is too much it is all another."""
    first = 0
    while first < min(len(one), len(other)) and one[first] == other[first]:
        first += 1
    last = 0
    while last < min(len(one), len(other)) - first and one[-1 - last] == other[-1 - last]:
        last += 1
    ends = len(one) - last, len(other) - last
    yield "equal", 0, first, 0, first
    if (ends[0] - first) * (ends[1] - first) > _MOST:
        yield "replace", first, ends[0], first, ends[1]
    else:
        middle = SequenceMatcher(None, one[first : ends[0]], other[first : ends[1]], autojunk=False)
        for tag, i, j, k, m in middle.get_opcodes():
            yield tag, i + first, j + first, k + first, m + first
    yield "equal", ends[0], len(one), ends[1], len(other)


def _offsets(parts: Sequence[str]) -> list[int]:
    """Where each part begins, and where the last one ends."""
    found = [0]
    for part in parts:
        found.append(found[-1] + len(part))
    return found
