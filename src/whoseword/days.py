"""Which days a date of any precision covers; what it cannot place on the calendar it leaves alone. Standard library only."""

import calendar
import re
from datetime import date

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?", re.DOTALL)
_WEEK = re.compile(r"(\d{4})-W(\d\d)(?:-(\d|WE))?")
_PART = re.compile(r"(\d{4})-([QH])([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"(\d{4})(?:-(?:SP|SU|FA|WI))?")
_YEARS = re.compile(r"(\d{3})X?|(\d{2})XX")
_PART_MONTHS = {"Q": 3, "H": 6}


def days(value: str) -> tuple[str, str] | None:
    """The first and the last day, as ISO dates, that an ISO 8601 or TIMEX3 value covers; None if it names none.

    A day (with or without a time), a week ("2016-W38"), its weekend ("-WE"), a month, a quarter or half,
    a year, a decade ("199", "199X") or a century ("19XX"). A season counts as its whole year: which months
    it covers depends on the hemisphere. The day of a time is the day as written, in its own zone.
    """
    try:
        span = _calendar(value.strip())
    except ValueError:  # such as month 13 or year 0
        return None
    return (span[0].isoformat(), span[1].isoformat()) if span else None


def _calendar(value: str) -> tuple[date, date] | None:
    if found := _DAY.fullmatch(value):
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return day, day
    if found := _WEEK.fullmatch(value):
        first, last = {None: (1, 7), "WE": (6, 7)}.get(found[3]) or (int(found[3]), int(found[3]))
        year, week = int(found[1]), int(found[2])
        return date.fromisocalendar(year, week, first), date.fromisocalendar(year, week, last)
    if found := _PART.fullmatch(value):
        length = _PART_MONTHS[found[2]]
        return _months(int(found[1]), int(found[3]) * length - length + 1, int(found[3]) * length)
    if found := _MONTH.fullmatch(value):
        return _months(int(found[1]), int(found[2]), int(found[2]))
    if found := _YEAR.fullmatch(value):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    if found := _YEARS.fullmatch(value):
        known = found[1] or found[2]
        return date(int(known.ljust(4, "0")), 1, 1), date(int(known.ljust(4, "9")), 12, 31)
    return None


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    first_day = date(year, first, 1)
    date(year, last, 1)  # a quarter or half past December is no date
    return first_day, date(year, last, calendar.monthrange(year, last)[1])
