"""When something was said, where the text gives it; silent where it does not.

First each attribution by itself (`_attach`): a date in its sentence that goes with the cue. The others take what the text
around them shows (`_clues`), weighed over the whole article (`_chain`), where that makes one date likely enough.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from whoseword.records import Article, Attribution, SaidOn, Span, Speaker, TimeExpression
from whoseword.when._attach import attached
from whoseword.when._calendar import interval, parse_day, precision
from whoseword.when._chain import likeliest, shipped_weights
from whoseword.when._clues import Surroundings
from whoseword.when._dates import Dates, day_of
from whoseword.when._frame import Frame, frames, holders, sentence_starts
from whoseword.when._words import CLOCK, ZONE

_REACH = 400  # characters between a cue and a date of its sentence, the content left out; longer ones are no sentences


def said_on(
    article: Article,
    attributions: Sequence[Attribution],
    dates: Sequence[TimeExpression],
    speakers: Sequence[Speaker] = (),
) -> tuple[SaidOn | None, ...]:
    """For each attribution, in their order, when it was said; None where the text does not give it.

    `dates` are those of `find_dates` for the same text and day; `speakers` go with `attributions`, and where they are
    not given, a source's last name stands for its speaker. The evidence is a date of the text that goes with the
    speech and stands outside of what was said; `span` is that date, `from_` is always "text". A date after the day on
    which the article was published is none of speech; without that day only dates that need none are used. Values are
    ISO 8601: a weekend is given as its week, a season or half of a year as its year.
    """
    around = surroundings(article, attributions, dates, speakers)
    weights = shipped_weights()
    given: list[SaidOn | None] = [None] * len(attributions)
    for level, steps in around.chains():
        for frame, best in zip(level, likeliest(steps, weights), strict=True):
            if best is not None and best[0].found is not None and best[1] >= weights.enough:
                given[frame.index] = record(article.text, best[0].found)
    return tuple(given)


def record(text: str, found: TimeExpression) -> SaidOn | None:
    """A time expression as the date of something; None where it names no stretch of the calendar that can be one."""
    value = day_of(found)
    exact = precision(value)
    if exact in ("season", "half"):
        value, exact = value[:4], "year"
    elif exact == "weekend":
        value, exact = value.removesuffix("-WE"), "week"
    if exact is None or exact == "century":
        return None
    return SaidOn(value, exact, found.mod, "text", Span.cut(text, found.start, found.end))


def surroundings(
    article: Article,
    attributions: Sequence[Attribution],
    dates: Sequence[TimeExpression],
    speakers: Sequence[Speaker] = (),
) -> Surroundings:
    """The attributions placed among the dates that can date a statement, those of their own sentences found."""
    text, today = article.text, parse_day(article.published)
    usable = sorted((found for found in dates if _usable(found, today)), key=lambda found: found.start)
    begins = [found.start for found in usable]
    known = Dates(usable, begins, holders(attributions, begins))
    starts = sentence_starts(text)
    placed = frames(text, attributions, starts, speakers)
    return Surroundings(article, placed, [_own_date(text, frame, known) for frame in placed], known, starts)


@cache
def _clock_alone() -> re.Pattern[str]:
    return re.compile(rf"{CLOCK}{ZONE}")


def _usable(found: TimeExpression, today: date | None) -> bool:
    """A date of the calendar that is not after publication; a time of day without its day is none."""
    if found.type not in ("DATE", "TIME") or _clock_alone().fullmatch(found.text):
        return False
    ends = interval(found.value)
    return ends is not None and (today is None or ends[0] <= today)


def _own_date(text: str, frame: Frame, known: Dates) -> TimeExpression | None:
    """The nearest date of the frame's sentence, on its own level, that goes with its cue."""
    low = max(frame.start, frame.cue[0] - _REACH)
    high = min(frame.end, max([frame.cue[1], *(end for _, end in frame.content)]) + _REACH)
    own = [
        found
        for found in known.between(low, high)
        if not any(begin <= found.start < end for begin, end in frame.content)
        and known.holders[found.start] - {frame.index} == frame.holders
    ]
    for found in sorted(own, key=lambda found: min(abs(found.start - frame.cue[1]), abs(found.end - frame.cue[0]))):
        if attached(text, frame, found) is not None:
            return found
    return None
