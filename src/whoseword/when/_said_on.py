"""When something was said, where the text gives it; silent where it does not.

First each attribution by itself (`_attach`): a date in its sentence that goes with the cue. Then what the same source
goes on to say takes that date over (`_thread`), until a new date or another occasion breaks the thread. What is left
takes the date that its surroundings make likely enough (`_weigh`), and hands it on in turn.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from whoseword.records import Article, Attribution, SaidOn, Span, Speaker, TimeExpression
from whoseword.when._attach import attached
from whoseword.when._calendar import interval, parse_day, precision
from whoseword.when._evidence import Dates, Evidence
from whoseword.when._frame import Frame, frames, holders, sentence_starts
from whoseword.when._thread import Thread
from whoseword.when._weigh import SCORECARD, Scorecard, Weighing
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
    given = gather(article, attributions, dates, speakers)
    return tuple(None if evidence is None else record(article.text, evidence.found) for evidence in given)


def record(text: str, found: TimeExpression) -> SaidOn | None:
    value = found.value.split("T", 1)[0]
    exact = precision(value)
    if exact in ("season", "half"):
        value, exact = value[:4], "year"
    elif exact == "weekend":
        value, exact = value.removesuffix("-WE"), "week"
    if exact is None or exact == "century":
        return None
    return SaidOn(value, exact, found.mod, "text", Span.cut(text, found.start, found.end))


def gather(
    article: Article,
    attributions: Sequence[Attribution],
    dates: Sequence[TimeExpression],
    speakers: Sequence[Speaker] = (),
) -> list[Evidence | None]:
    """The evidence for each attribution, in their order."""
    return complete(by_rule(article, attributions, dates, speakers), SCORECARD)


def by_rule(
    article: Article,
    attributions: Sequence[Attribution],
    dates: Sequence[TimeExpression],
    speakers: Sequence[Speaker] = (),
) -> Weighing:
    """What rules alone date, ready for the other statements to be weighed."""
    text, today = article.text, parse_day(article.published)
    usable = sorted((found for found in dates if _usable(found, today)), key=lambda found: found.start)
    begins = [found.start for found in usable]
    known = Dates(usable, begins, holders(attributions, begins))
    starts = sentence_starts(text)
    placed = frames(text, attributions, starts, speakers)
    evidence = [_own_evidence(text, frame, known) for frame in placed]
    thread = Thread(text, placed, evidence, known, starts, article.blocks)
    thread.carry()
    return Weighing.of(thread, today)


def complete(weighing: Weighing, card: Scorecard) -> list[Evidence | None]:
    """The evidence that rules found, then what weighs enough by that scorecard, then what takes it over in turn."""
    thread = weighing.thread
    likely = [given or weighing.likeliest(frame, card) for frame, given in zip(thread.placed, thread.evidence, strict=True)]
    completed = replace(thread, evidence=likely)
    completed.carry()
    return completed.evidence


@cache
def _clock_alone() -> re.Pattern[str]:
    return re.compile(rf"{CLOCK}{ZONE}")


def _usable(found: TimeExpression, today: date | None) -> bool:
    """A date of the calendar that is not after publication; a time of day without its day is none."""
    if found.type not in ("DATE", "TIME") or _clock_alone().fullmatch(found.text):
        return False
    ends = interval(found.value)
    return ends is not None and (today is None or ends[0] <= today)


def _own_evidence(text: str, frame: Frame, known: Dates) -> Evidence | None:
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
        rule = attached(text, frame, found)
        if rule is not None:
            return Evidence(found, rule)
    return None
