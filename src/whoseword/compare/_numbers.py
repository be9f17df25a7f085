"""Figures in words and digits as one spelling: "three" and "3", "two million" and "2,000,000", "1st" and "first"."""

import re
from collections.abc import Iterable
from typing import Final

_UNITS: Final = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = {
    word: 10 * number
    for number, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ORDINALS: Final = {
    "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth", "6th": "sixth", "7th": "seventh",
    "8th": "eighth", "9th": "ninth", "10th": "tenth", "11th": "eleventh", "12th": "twelfth", "20th": "twentieth",
}  # fmt: skip
NUMBER_WORDS: Final = frozenset((*_UNITS, *_TENS, *_SCALES))
# Words that say how many or which without being a figure.
COUNTING_WORDS: Final = frozenset((
    *_ORDINALS.values(), "half", "twice", "double", "triple", "dozen", "dozens", "hundreds", "thousands", "millions", "billions",
    "trillions", "both", "single", "quarter", "thirds", "once",
))  # fmt: skip


def figure(text: str) -> str:
    """A figure in one spelling; a lone "one" stays a word, since it mostly is none, and what is no figure stays as it is.

    >>> figure("twenty five"), figure("2 million"), figure("1,200"), figure("one"), figure("1st")
    ('25', '2000000', '1200', 'one', 'first')
    """
    words = text.split()
    if words == ["one"]:
        return "one"
    total, part = 0.0, None
    for word in words:
        value = _value(word)
        if value is None:
            return _ORDINALS.get(text, text)
        if word in _SCALES:
            part = (1 if part is None else part) * value
            if value > 100:
                total, part = total + part, None
        elif part is not None and not _continues(part, value):
            return " ".join(words)
        else:
            part = (part or 0) + value
    total += part or 0
    return str(int(total)) if total == int(total) else str(total)


def is_figure(words: Iterable[str]) -> bool:
    """Whether words are one figure together: "two hundred", but not "two three"."""
    some = list(words)
    return some[-1] in NUMBER_WORDS and re.fullmatch(r"[\d.]+", figure(" ".join(some))) is not None


def is_number(norm: str) -> bool:
    """Whether a word of a wording says how many or which, in digits or words."""
    return norm[:1].isdigit() or norm in COUNTING_WORDS


def _value(word: str) -> float | None:
    if re.fullmatch(r"\d+(?:[.,]\d+)*", word):
        plain = word.replace(",", "")
        return float(plain) if plain.count(".") < 2 else None
    return _UNITS.get(word, _TENS.get(word, _SCALES.get(word)))


def _continues(part: float, value: float) -> bool:
    """Whether a smaller figure goes on from a larger one: twenty five, two hundred six; but not "five six"."""
    return (part % 100 == 0 and value < 100) or (part % 10 == 0 and part % 100 >= 20 and value < 10)
