"""What people said of an article's older text, as it counts in a newer one: of statements whose very words still stand there, and no others.

A statement has its place in the newer text only where its sentence stands there unchanged, from its beginning to its end, with the words of
content and cue: where an outlet altered what was said, or who said it, a person looks again. What is said by offsets (a content, a cue)
counts only where those words stand there, too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from whoseword.corrections._added import ADDED
from whoseword.corrections._fields import LINKS
from whoseword.corrections._places import home, place_of
from whoseword.records import Correction, Place, Reading
from whoseword.revised import Revised

_END: Final = re.compile(r"[.!?…][\"”’»)\]]*(?=\s)|\n")
_SPANS: Final = ("content", "cue", "source")
Pair = tuple[int, int]


def carried(made: Iterable[Correction], older: Iterable[Reading], reading: Reading) -> list[Correction]:
    """Corrections made of older texts and of this one, in their order, as they count in `reading`; `older` are readings of those texts.

    One whose value has no place is left out. One whose statement has none stays where it was made, and so is unplaced.
    """
    olds = {one.article.id: _Older(one, reading) for one in older}
    found = []
    for one in made:
        old = olds.get(one.place.article) if one.place is not None else None
        moved = old.moved(one) if old is not None else one
        if moved is not None:
            found.append(moved)
    return found


class _Older:
    """An older reading beside a newer one."""

    def __init__(self, old: Reading, new: Reading) -> None:
        self._old, self._new = old, new
        self._revised = Revised(old.article.text, new.article.text)

    def moved(self, one: Correction) -> Correction | None:
        if one.place is None:
            return one
        place = self._place(one.place)
        if one.undoes is not None:
            return replace(one, place=place or one.place)
        try:
            value = self._value(one)
        except _NowhereError:
            return None
        if place is None:
            return one if one.field != ADDED else None
        return replace(one, place=place, value=value)

    def _place(self, place: Place) -> Place | None:
        """The place in the newer text, where the sentence is the same."""
        spans = [*place.content, *place.cue]
        if not spans or not self._stands(min(start for start, _ in spans), max(end for _, end in spans)):
            return None
        try:
            return Place(
                self._new.article.id, *(tuple(self._pair(pair) for pair in pairs) for pairs in (place.content, place.cue))
            )
        except _NowhereError:
            return None

    def _stands(self, start: int, end: int) -> bool:
        text = self._old.article.text
        begin = max((match.end() for match in _END.finditer(text, 0, start)), default=0)
        last = _END.search(text, max(start, end - 1))
        stop = last.end() if last else len(text)
        begin += len(text[begin:start]) - len(text[begin:start].lstrip())
        return self._revised.place(begin, max(end, begin + len(text[begin:stop].rstrip()))) is not None

    def _value(self, one: Correction) -> Any:
        value = one.value
        if one.field in _SPANS and value:
            return self._pairs(value)
        if one.field == "occasion" and value is not None:
            return list(self._pair(value))
        if one.field == "said_on":
            return self._dated(value)
        if one.field in LINKS and value is not None:
            return value | {name: self._pairs(value[name]) for name in ("content", "cue")}
        if one.field == ADDED:
            kept = {name: self._pairs(value[name]) for name in _SPANS if value.get(name)}
            beside = [found for identity in value.get("beside", ()) if (found := self._other(identity))]
            return (
                value
                | kept
                | {"beside": sorted(beside)}
                | ({"said_on": self._dated(value["said_on"])} if "said_on" in value else {})
            )
        return value

    def _dated(self, value: Any) -> Any:
        """A date that a person gave; without the words that say so where they are gone, since the person says so."""
        if not isinstance(value, dict) or value.get("span") is None:
            return value
        found = self._revised.place(*value["span"])
        return value | {"span": list(found) if found else None}

    def _other(self, identity: str) -> str | None:
        """The statement of the newer reading that one of the older reading is."""
        old = next((one for one in self._old.statements if one.id == identity), None)
        place = self._place(place_of(self._old.article.id, old)) if old is not None else None
        new = home(self._new, identity, [place]) if place is not None else None
        return new.id if new is not None else None

    def _pairs(self, pairs: Sequence[Sequence[int]]) -> list[list[int]]:
        return [list(self._pair(pair)) for pair in pairs]

    def _pair(self, pair: Sequence[int]) -> Pair:
        found = self._revised.place(pair[0], pair[1])
        if found is None:
            raise _NowhereError
        return found


class _NowhereError(Exception):
    """Words that do not stand in the newer text."""
