"""Calendar arithmetic on TIMEX3 values: from days to ISO 8601 values of any precision, and back to intervals.

It knows no text. A value that the calendar cannot hold (the 31st of June, the year 10,000) gives None, never an error.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

Precision = Literal["time", "day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century"]

# TIMEX3 writes a season after the year; the months it begins and ends with are those of the northern hemisphere,
# and winter is the one that begins in that year's December.
SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


@dataclass(frozen=True, slots=True)
class _Shape:
    """One way to write a value: its precision and the pattern that it follows in full."""

    precision: Precision
    pattern: re.Pattern[str]


@cache
def _shapes() -> tuple[_Shape, ...]:
    written: tuple[tuple[Precision, str], ...] = (
        ("time", r"(\d{4})-(\d\d)-(\d\d)T.{1,40}"),
        ("day", r"(\d{4})-(\d\d)-(\d\d)"),
        ("weekend", r"(\d{4})-W(\d\d)-WE"),
        ("day", r"(\d{4})-W(\d\d)-([1-7])"),
        ("week", r"(\d{4})-W(\d\d)"),
        ("month", r"(\d{4})-(\d\d)"),
        ("quarter", r"(\d{4})-Q([1-4])"),
        ("half", r"(\d{4})-H([12])"),
        ("season", r"(\d{4})-(SP|SU|FA|WI)"),
        ("year", r"(\d{4})"),
        ("decade", r"(\d{3})X?"),
        ("century", r"(\d\d)(?:XX)?"),
    )
    return tuple(_Shape(precision, re.compile(pattern, re.ASCII)) for precision, pattern in written)


def _match(value: str) -> tuple[Precision, str, tuple[str, ...]] | None:
    for shape in _shapes():
        found = shape.pattern.fullmatch(value)
        if found is not None:
            return shape.precision, value, found.groups()
    return None


def precision(value: str) -> Precision | None:
    """How exact an ISO 8601 or TIMEX3 value is; None where it names no interval of the calendar."""
    found = _match(value)
    return found[0] if found is not None and interval(value) is not None else None


def interval(value: str) -> tuple[date, date] | None:
    """The first and the last day that a value of any precision covers, both included.

    Takes what `find_dates` and `said_on` give: "2025-01-20", "2025-01-20T14:30", "2016-W38", "2016-W38-WE",
    "2024-12", "1998-Q4", "1998-H1", "1998-SU", "2024", "198" or "198X" (a decade), "19" or "19XX" (a century).
    None for durations, sets, references such as PRESENT_REF, values with an unknown part, and days that do not exist.

    >>> interval("2016-W38")
    (datetime.date(2016, 9, 19), datetime.date(2016, 9, 25))
    """
    found = _match(value)
    if found is None:
        return None
    try:
        return _ends(found[0], found[2])
    except (ValueError, OverflowError):  # such as month 13, week 53 of a short year, or after the year 9999
        return None


def _ends(kind: Precision, parts: tuple[str, ...]) -> tuple[date, date]:
    if kind in ("decade", "century"):
        years = 10 if kind == "decade" else 100
        first = int(parts[0]) * years
        return date(max(first, 1), 1, 1), date(first + years - 1, 12, 31)
    year = int(parts[0])
    if kind in ("time", "day") and len(parts[1]) == 2 and len(parts[2]) == 2:
        day = date(year, int(parts[1]), int(parts[2]))
        return day, day
    if kind == "day":
        day = date.fromisocalendar(year, int(parts[1]), int(parts[2]))
        return day, day
    if kind in ("week", "weekend"):
        monday = date.fromisocalendar(year, int(parts[1]), 1)
        return monday + timedelta(days=5 if kind == "weekend" else 0), monday + timedelta(days=6)
    if kind == "season":
        begin, end = SEASON_MONTHS[parts[1]]
        return date(year, begin, 1), _month_end(year if begin < end else year + 1, end)
    if kind == "year":
        return date(year, 1, 1), date(year, 12, 31)
    length = {"month": 1, "quarter": 3, "half": 6}[kind]
    begin = (int(parts[1]) - 1) * length + 1
    return date(year, begin, 1), _month_end(year, begin + length - 1)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def parse_day(published: str | None) -> date | None:
    """The day of an ISO 8601 date or time; None where there is none, or not to the day."""
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", published or "", re.ASCII)
    if found is None:
        return None
    return make_day(int(found[1]), int(found[2]), int(found[3]))


def make_day(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_day(day: date, days: int) -> date | None:
    """The day so many days later (or earlier), or None outside the years 1 to 9999."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shift(day: date, count: int, unit: str) -> str | None:
    """The value, as precise as `unit`, that lies `count` units after (or, negative, before) the one of `day`.

    >>> shift(date(1998, 3, 1), -1, "week")
    '1998-W08'
    """
    if unit in ("day", "week", "weekend", "fortnight"):
        moved = shift_day(day, count * {"day": 1, "fortnight": 14}.get(unit, 7))
        if moved is None:
            return None
        return moved.isoformat() if unit == "day" else week(moved) + ("-WE" if unit == "weekend" else "")
    if unit in ("month", "quarter"):
        size = 1 if unit == "month" else 3
        year, index = divmod(day.year * (12 // size) + (day.month - 1) // size + count, 12 // size)
        if not 1 <= year <= 9999:
            return None
        return f"{year:04d}-{index + 1:02d}" if unit == "month" else f"{year:04d}-Q{index + 1}"
    year = day.year + count * {"decade": 10, "century": 100, "generation": 30}.get(unit, 1)
    if not 1 <= year <= 9999:
        return None
    return f"{year:04d}"[: {"decade": 3, "century": 2}.get(unit, 4)]


def week(day: date) -> str:
    """The ISO week of a day, as 2016-W38."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth (from 1; -1 is the last) of a weekday (Monday is 0) in a month."""
    days = [day for day in range(1, calendar.monthrange(year, month)[1] + 1) if date(year, month, day).weekday() == weekday]
    return date(year, month, days[nth if nth < 0 else nth - 1])


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, as in Meeus, Astronomical Algorithms)."""
    century, golden = year // 100, year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - epact - year % 100 % 4) % 7
    correction = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * correction + 114, 31)
    return date(year, month, day + 1)
