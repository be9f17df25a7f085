"""Days along a line: where each stands, and which of them are named below it."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, pairwise
from typing import Final

from whoseword.plots._sheet import FAINT, INK, RULE, Sheet, breadth

_GAP: Final = 14.0  # px between two names of days
_MOST: Final = 60  # names of days that are looked at: more never fit


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last` along the px from `left` to `right`."""

    first: date
    last: date
    left: float
    right: float

    @classmethod
    def over(cls, days: Sequence[date], left: float, right: float) -> "Days":
        """A line that all of `days` lie on, with a day of air at both ends."""
        air = timedelta(days=1)
        first, last = min(days), max(days)
        return cls(_moved(first, -air), _moved(last, air), left, right)

    def at(self, day: date) -> float:
        """Where the middle of a day is."""
        whole = max(1, (self.last - self.first).days)
        return self.left + (self.right - self.left) * (day - self.first).days / whole

    def draw(self, sheet: Sheet, top: float, bottom: float) -> None:
        """The line at `bottom`, the names of days below it and rules up to `top`."""
        sheet.line(self.left, bottom, self.right, bottom, stroke=INK)
        for day, label in self.named():
            sheet.line(self.at(day), top, self.at(day), bottom, stroke=RULE, dash="2 3")
            sheet.text(self.at(day), bottom + 15, label, anchor="middle", fill=FAINT)

    def named(self) -> list[tuple[date, str]]:
        """The days that have their names below the line: days, firsts of months or of years, as many as fit."""
        for begins, form in _STEPS:
            days = [day for day in islice(begins(self.first, self.last), _MOST) if self.first <= day <= self.last]
            labels = [(day, form.format(day=day, month=calendar.month_abbr[day.month])) for day in days]
            if labels and self._fit(labels):
                return labels
        return [(self.first, f"{self.first:%Y}")]

    def _fit(self, labels: Sequence[tuple[date, str]]) -> bool:
        widest = max(breadth(label) for _, label in labels)
        places = [self.at(day) for day, _ in labels]
        return all(there - here >= widest + _GAP for here, there in pairwise(places)) and len(labels) < _MOST - 12


def day_of(iso: str) -> date:
    """The day of an ISO date."""
    return date.fromisoformat(iso)


def _moved(day: date, by: timedelta) -> date:
    try:
        return day + by
    except OverflowError:
        return day


def _every_day(first: date, last: date) -> Iterator[date]:
    return _steps(first, last, 1)


def _every_week(first: date, last: date) -> Iterator[date]:
    return _steps(first - timedelta(days=min(first.weekday(), first.toordinal() - 1)), last, 7)


def _steps(first: date, last: date, days: int) -> Iterator[date]:
    return (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1, days))


def _months(first: date, last: date, step: int) -> Iterator[date]:
    for year in range(first.year, last.year + 1):
        for month in range(1, 13, step):
            yield date(year, month, 1)


def _years(first: date, last: date, step: int) -> Iterator[date]:
    return (date(year, 1, 1) for year in range(max(1, first.year - first.year % step), last.year + 1, step) if year)


_DAY, _MONTH, _YEAR = "{day.day} {month} {day.year:04}", "{month} {day.year:04}", "{day.year:04}"
_STEPS: Final = (
    (_every_day, _DAY),
    (_every_week, _DAY),
    (lambda first, last: _months(first, last, 1), _MONTH),
    (lambda first, last: _months(first, last, 3), _MONTH),
    (lambda first, last: _years(first, last, 1), _YEAR),
    (lambda first, last: _years(first, last, 5), _YEAR),
    (lambda first, last: _years(first, last, 25), _YEAR),
    (lambda first, last: _years(first, last, 100), _YEAR),
    (lambda first, last: _years(first, last, 1000), _YEAR),
)
