"""Finding time expressions: the best candidates in order, each read in the light of those before it."""

import re
from collections.abc import Callable

from whoseword.records import TimeExpression
from whoseword.when import _lengths, _points
from whoseword.when._calendar import parse_day
from whoseword.when._patterns import Candidate, candidates, modifier
from whoseword.when._scene import Meaning, Scene

_Reader = Callable[[re.Match[str], Scene], Meaning | None]
_READERS: dict[str, _Reader] = {
    **{
        family: getattr(_points, family)
        for family in ("iso", "slashed", "nine_eleven", "dated", "month_year", "month", "weekday", "clock", "part", "deictic", "year",
                       "decade", "century", "this_century", "season", "holiday")
    },
    **{
        family: getattr(_lengths, family)
        for family in ("weekend", "shifted", "week_of", "quarter", "quarter_ref", "ago", "span", "span_bare", "duration", "decades_long",
                       "bare_plural", "each", "rate", "reference", "year_end", "same_day")
    },
    "clock_on": _points.on_day,
    "part_on": _points.on_day,
    "season_year": _points.season,
}  # fmt: skip
_NO_MODIFIER = (
    "reference",
    "rate",
    "each",
    "span",
    "span_bare",
    "iso",
    "nine_eleven",
    "part",
    "same_day",
    "year_end",
    "bare_plural",
)

# "Earlier Friday", "later today": the adverb orders the events of the day and stands outside the phrase.
_LOOSE = ("weekday", "deictic")


def find_dates(text: str, published: str | None) -> tuple[TimeExpression, ...]:
    """The time expressions of a text, in its order and apart from each other, as TIMEX3 (ISO-TimeML, ISO 24617-1).

    `published` is the ISO 8601 day (or time) from which relative phrases count. Without it they keep what they say
    and no more: "Friday" is XXXX-WXX-5, "last year" XXXX. Where two readings overlap, the one that begins first and is
    longer wins. A phrase whose day does not exist ("June 31") is left out.

    >>> [(d.text, d.value) for d in find_dates("He spoke on Friday, as he did in May 2015.", "2016-09-20")]
    [('Friday', '2016-09-16'), ('May 2015', '2015-05')]
    """
    scene = Scene(text, parse_day(published))
    found: list[TimeExpression] = []
    floor = 0
    for candidate in candidates(text):
        if candidate.start < floor:
            continue
        meaning = _READERS[candidate.family](candidate.match, scene)
        if meaning is None:
            continue
        expression = _expression(text, candidate, meaning, floor)
        found.append(expression)
        floor = expression.end
        scene.note(meaning, candidate.start)
    return tuple(found)


def _expression(text: str, candidate: Candidate, meaning: Meaning, floor: int) -> TimeExpression:
    start = meaning.start if meaning.start is not None else candidate.start
    mod = meaning.mod
    if candidate.family not in _NO_MODIFIER and meaning.type != "SET":
        length = meaning.type == "DURATION" or candidate.family == "ago"
        before = modifier(text, start, floor, "length" if length else "point")
        if before is not None:
            mod = before[1]
            if candidate.family not in _LOOSE or text[before[0]].casefold() + text[before[0] + 1 : before[0] + 5] not in (
                "earli",
                "later",
            ):
                start = before[0]
    end = candidate.end
    while text[end - 1].isspace():
        end -= 1
    return TimeExpression(start, end, text[start:end], meaning.type, meaning.value, mod)
