"""The dates of an article that can date a statement, and in whose content each of them stands."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from whoseword.records import TimeExpression


@dataclass(frozen=True, slots=True)
class Dates:
    """The usable dates of an article in the order of its text, and by their starts the contents that each stands in."""

    found: Sequence[TimeExpression]
    starts: Sequence[int]
    holders: dict[int, frozenset[int]]

    def between(self, low: int, high: int) -> Sequence[TimeExpression]:
        """Those that begin at `low` or later and before `high`."""
        return self.found[bisect_left(self.starts, low) : bisect_left(self.starts, high)]

    def free(self, low: int, high: int) -> list[TimeExpression]:
        """Those of `between` that stand in nobody's content."""
        return [found for found in self.between(low, high) if not self.holders[found.start]]


def day_of(found: TimeExpression) -> str:
    """The value of a date, the time of day left out."""
    return found.value.split("T", 1)[0]
