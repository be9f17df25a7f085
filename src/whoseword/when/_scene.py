"""What the reader of a time phrase knows: the text, the day of publication, and the dates met so far."""

import re
from dataclasses import dataclass
from datetime import date

from whoseword.records import TimeType
from whoseword.when._calendar import interval
from whoseword.when._tense import Direction, Tenses

_QUARTER_REACH = 600  # characters: how far back a quarter lends itself to "a year earlier"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase stands for; `start` where the phrase begins later than its pattern.

    `anchors` is False where later phrases do not count from this one, such as "the year-ago quarter".
    """

    type: TimeType
    value: str
    mod: str | None = None
    start: int | None = None
    anchors: bool = True


@dataclass(slots=True)
class Scene:
    """Read in the order of the text; `note` records each date so that "that day" and "a year earlier" find theirs."""

    text: str
    today: date | None
    last: str | None = None
    quarter: str | None = None
    quarter_at: int = 0
    forced: Direction | None = None
    tenses: Tenses | None = None

    def note(self, meaning: Meaning, at: int) -> None:
        """Remember a date that was just read."""
        if meaning.type not in ("DATE", "TIME") or interval(meaning.value) is None or not meaning.anchors:
            return
        self.last = meaning.value
        if re.fullmatch(r"\d{4}-Q\d", meaning.value):
            self.quarter, self.quarter_at = meaning.value, at

    def direction(self, match: re.Match[str]) -> Direction | None:
        """Whether the sentence around the phrase looks back or ahead."""
        if self.tenses is None:
            self.tenses = Tenses(self.text)
        return self.forced or self.tenses.direction(match.start(), match.end())

    def recent_quarter(self, at: int) -> str | None:
        """The quarter that the text before `at` speaks of, if one stands near."""
        return self.quarter if at - self.quarter_at <= _QUARTER_REACH else None

    def last_day(self) -> date | None:
        """The day that the text spoke of last, where it was a single day."""
        if self.last is None:
            return None
        ends = interval(self.last)
        return ends[0] if ends is not None and ends[0] == ends[1] else None

    def last_year(self) -> date | None:
        """The first day of the date that the text spoke of last, of any precision."""
        ends = interval(self.last) if self.last is not None else None
        return ends[0] if ends is not None else None
