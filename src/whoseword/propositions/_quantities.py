"""Numbers in a clause, what they count, and whether two can both be true."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from whoseword.propositions._tokens import Token

Bound = Literal["exactly", "least", "most"]

_UNIT_WORDS: Final = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TEN_WORDS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS: Final = {word: number for number, word in enumerate(_UNIT_WORDS.split(), 1)}
_TENS: Final = {word: 10 * number for number, word in enumerate(_TEN_WORDS.split(), 2)}
_SCALES: Final = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
# Two figures for one thing may differ by rounding; further apart they contradict each other.
_ROUNDING: Final = 0.1
_YEARS: Final = (1900, 2100)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, the concepts of the words after it that say what it counts, and whether it is exact or a bound."""

    value: float
    unit: tuple[str, ...]
    bound: Bound = "exactly"


def quantities(listed: Sequence[Token]) -> tuple[Quantity, ...]:
    """The numbers of a clause in order; years and days of a month are none."""
    found = []
    at = 0
    while at < len(listed):
        value, length = _number(listed, at)
        if value is None:
            at += 1
            continue
        rest = [t for t in listed[at + length : at + length + 4] if t.term is not None]
        dated = any(t.term is None and t.name is None and _month(t.word) for t in listed[max(0, at - 1) : at + length + 1])
        if not dated and not (_YEARS[0] <= value <= _YEARS[1] and listed[at].word.isdigit()):
            found.append(Quantity(value, tuple(dict.fromkeys(t.term for t in rest if t.term))[:2], _bound(listed, at)))
        at += length
    return tuple(found)


def years(listed: Sequence[Token]) -> tuple[int, ...]:
    """The years that a clause names, in order."""
    return tuple(int(t.word) for t in listed if re.fullmatch(r"(?:19|20)\d\d", t.word))


def _month(word: str) -> bool:
    return word[:1].isupper() and len(word) > 2


def _number(listed: Sequence[Token], at: int) -> tuple[float | None, int]:
    value, length = _simple(listed[at].word), 1
    if value is None:
        return None, 1
    while at + length < len(listed):
        word = listed[at + length].word.casefold()
        if word in _SCALES:
            value *= _SCALES[word]
        elif value in _TENS.values() and word in _UNITS and _UNITS[word] < 10:
            value += _UNITS[word]
        else:
            break
        length += 1
    return value, length


@functools.lru_cache(maxsize=65536)
def _simple(word: str) -> float | None:
    if word[0].isdigit():
        try:
            return float(word.replace(",", ""))
        except ValueError:
            return None
    lower = word.casefold()
    tens, _, units = lower.partition("-")
    if tens in _TENS and units in _UNITS:
        return _TENS[tens] + _UNITS[units]
    return {**_UNITS, **_TENS, "dozens": 24, "hundreds": 200, "thousands": 2000}.get(lower)


def _bound(listed: Sequence[Token], at: int) -> Bound:
    before = " ".join(t.word.casefold() for t in listed[max(0, at - 4) : at])
    if re.search(
        r"(?:no more than|at most|up to|fewer than|less than|under|below|not (?:\w+ )?(?:reach\w*|exceed\w*))$", before
    ):
        return "most"
    if re.search(r"(?:at least|more than|over|no (?:fewer|less) than|above|exceed\w*)$", before):
        return "least"
    return "exactly"


def clash(one: Quantity, other: Quantity) -> bool:
    """Whether two figures for one thing cannot both be true, rounding allowed for."""
    low, high = sorted((one, other), key=lambda q: q.value)
    if high.value == low.value or (high.value - low.value) / high.value <= _ROUNDING:
        return False
    return low.bound != "least" and high.bound != "most"
