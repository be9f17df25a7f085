"""Dates as bylines, datelines and page metadata write them, as ISO 8601 of the precision given.

Only whole dates count: without a year, or with day and month in doubt (03/04/2026), there is no date here.
Time phrases in an article's prose are not this module's business.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONES = {
    "GMT": "Z", "UTC": "Z", "Z": "Z", "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MDT": "-06:00", "PST": "-08:00",
    "PDT": "-07:00", "CET": "+01:00", "CEST": "+02:00", "EET": "+02:00", "EEST": "+03:00", "MSK": "+03:00",
}  # fmt: skip
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_CLOCK = (
    r"(?:,?\s{1,3}(?:(?:at|-|–|—|\|)\s{1,3})?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::\d{2})?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\b\.?)?(?:\s?(?P<zone>[A-Z]{1,4})\b)?)?"
)
_WRITTEN = re.compile(
    rf"\b(?:(?P<month1>{_MONTH})\s{{1,3}}(?P<day1>{_DAY}),?\s{{1,3}}(?P<year1>\d{{4}})"
    rf"|(?P<day2>{_DAY})\s{{1,3}}(?P<month2>{_MONTH}),?\s{{1,3}}(?P<year2>\d{{4}})"
    r"|(?P<year3>\d{4})-(?P<month3>\d{2})-(?P<day3>\d{2})"
    rf"|(?P<first>\d{{1,2}})(?P<mark>[./])(?P<second>\d{{1,2}})(?P=mark)(?P<year4>\d{{4}}))\b{_CLOCK}",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?P<date>\d{4}(?:-\d{2}(?:-\d{2})?)?)"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?\s?(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?")
_UNIX = re.compile(r"(?:[A-Z][a-z]{2},? )?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2})(?: ([A-Z]{1,4}))? (\d{4})")
_FIRST_YEAR, _LAST_YEAR = 1600, 2200  # before the first newspaper; beyond any clock's honest mistake
_UNSET = re.compile(r"1970-01-01(?:T00:00|$)")  # what a page prints where its system has no date


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A whole date found in a line: where it stands, and its ISO 8601 value."""

    start: int
    end: int
    value: str


def find_dates(line: str) -> Iterator[WrittenDate]:
    """Every whole date written in `line`, in order, with its time of day where that stands beside it."""
    for match in _WRITTEN.finditer(line):
        day = _day_of(match)
        value = tidy_iso(day) if day else None
        if value is not None:
            yield WrittenDate(match.start(), match.end(), value + _clock_of(match))


def tidy_iso(value: str) -> str | None:
    """The ISO 8601 date or date and time that `value` is, of the same precision, or None where it is none.

    Fractions of a second go, "+0000" becomes "+00:00". A system's zero date is no date.
    """
    match = _ISO.fullmatch(value.strip())
    if match is None or not _FIRST_YEAR <= int(match["date"][:4]) <= _LAST_YEAR:
        return None
    day, clock, zone = match["date"], match["time"], (match["zone"] or "").upper()
    if clock and len(day) < len("2026-03-14"):
        return None
    if len(zone) in (len("+00"), len("+0000")) and zone != "Z":
        zone = f"{zone[:3]}:{zone[3:] or '00'}"
    tidy = f"{day}T{clock}{zone}" if clock else day
    try:
        datetime.fromisoformat(tidy + "-01-01"[len(day) - 4 :] if len(day) < len("2026-03-14") else tidy)
    except ValueError:
        return None
    return None if _UNSET.match(tidy) else tidy


def read_date(value: str) -> str | None:
    """The date that a page's metadata gives as `value`, in ISO 8601 or in words; None where it is in doubt."""
    tidy = tidy_iso(value)
    if tidy is not None or len(value) > 100:
        return tidy
    compact, unix = _COMPACT.fullmatch(value), _UNIX.fullmatch(value)
    if compact is not None:
        year, month, day, hour, minute, second, zone = compact.groups()
        clock = f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else ""
        return tidy_iso(f"{year}-{month}-{day}{clock}") or tidy_iso(f"{year}-{month}-{day}")
    if unix is not None and unix[1].lower() in _MONTHS:
        month, day, clock, zone, year = unix.groups()
        return tidy_iso(f"{year}-{_MONTHS.index(month.lower()) + 1:02}-{int(day):02}T{clock}{_ZONES.get(zone or '', '')}")
    return next((date.value for date in find_dates(value)), None)


def _day_of(match: re.Match[str]) -> str | None:
    if match["first"]:
        first, second = int(match["first"]), int(match["second"])
        if match["mark"] == "/" and (first <= 12) == (second <= 12) and first != second:
            return None
        day, month = (second, first) if second > 12 else (first, second)
        return f"{match['year4']}-{month:02}-{day:02}"
    if match["year3"]:
        return f"{match['year3']}-{match['month3']}-{match['day3']}"
    name = match["month1"] or match["month2"]
    day = int(re.sub(r"\D", "", match["day1"] or match["day2"]))
    return f"{match['year1'] or match['year2']}-{_MONTHS.index(name[:3].lower()) + 1:02}-{day:02}"


def _clock_of(match: re.Match[str]) -> str:
    if not match["hour"]:
        return ""
    hour, minute, half = int(match["hour"]), int(match["minute"]), (match["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59:
        return ""
    return f"T{hour:02}:{minute:02}{_ZONES.get((match['zone'] or '').upper(), '')}"
