"""Which corrections count: those that no correction which itself counts has undone."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from whoseword.records import Correction


class _Made(Protocol):
    """A correction, or a row of the ledger's table of them."""

    @property
    def id(self) -> str: ...
    @property
    def undoes(self) -> str | None: ...


def in_effect(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that count and undo nothing, in the order given, which must be that in which they were made.

    To undo an undoing brings back what it had undone, in its old place in the order.
    """
    made = list(corrections)
    undone = undone_by(made)
    return [one for one in made if one.undoes is None and one.id not in undone]


def undone_by(corrections: Iterable[_Made]) -> Mapping[str, str]:
    """The id of each correction that does not count, and of the one that undid it; the order must be that of making."""
    undone: dict[str, str] = {}
    for one in reversed(list(corrections)):  # what undoes comes later than what it undoes, so it is settled first
        if one.undoes is not None and one.id not in undone:
            undone.setdefault(one.undoes, one.id)
    return undone
