"""The words of time: numbers, units, months, weekdays, seasons and holidays, and the fragments of patterns made of them.

Every repetition in these fragments is bounded, so that a pattern made of them reads any text in linear time.
"""

import re
from functools import cache

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAY_PARTS = {"morning": "MO", "midmorning": "MO", "afternoon": "AF", "midafternoon": "AF", "evening": "EV", "night": "NI"}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_DAY_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]

# Fragments; `WS` also crosses the end of a line, since texts are wrapped there.
WS = r"\s{1,4}"
DASH = r"(?:\s{1,4}|-)"
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|JANUARY|FEBRUARY|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|\b))"
)
WEEKDAY = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY"
    r"|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.)"
)
DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?!\d|%|[.,:]\d)"
DAY_WORD = (
    r"(?i:(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|"
    + "|".join(_DAY_ORDINALS)
    + ")"
)
YEAR = r"(?:1[5-9]|20)\d\d(?![\d-]|[.,]\d)"
YEAR_WORD = (
    r"(?i:nineteen[ -](?:hundred|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven"
    r"|eight|nine))?)|two[ -]thousand(?:[ -](?:and[ -])?(?:one|two|three|four|five|six|seven|eight|nine|ten))?)"
)
SEASON = r"(?i:spring|summer|autumn|fall|winter)"
PART = r"(?i:(?:mid[- ]?)?morning|(?:mid[- ]?)?afternoon|evening|night)"
UNIT = r"(?i:second|minute|hour|weekend|day|week|fortnight|month|quarter|year|decade|centur(?:y|ie)|generation)"
_NUMBER_WORD = "|".join(sorted((*_ONES[1:], *_TENS, "hundred", "thousand", "dozen"), key=len, reverse=True))
NUMBER = (
    r"(?:(?i:(?:\d{1,3}(?:,\d{3}){1,2}|\d{1,4})(?:\.\d|[ -]1/2|½)?(?![\d,])"
    rf"|(?:a\s(?=hundred|thousand|dozen))?(?:(?:{_NUMBER_WORD})[ -]){{0,3}}(?:{_NUMBER_WORD})\b)(?:\s(?i:and\sa\shalf))?)"
)
VAGUE = r"(?i:several|(?:a\s)?few|many|some|a\scouple(?:\sof)?|couple\sof|a\shandful\sof|a\snumber\sof|dozens\sof|hundreds\sof)"
ORDINAL = r"(?i:first|second|third|fourth|1st|2nd|3rd|4th)"
CLOCK = (
    r"(?:(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}(?:\s?(?i:[ap]\.?m\b\.?))?|(?:1[0-2]|0?[1-9])\s?(?i:[ap]\.m\.?|[ap]m\b)"
    r"|(?i:noon|midnight|midday))"
)
ZONE = r"(?:\s\(?(?:E[SD]?T|C[SD]T|M[SD]T|P[SD]?T|GMT|BST|UTC|CET|MSK|Eastern|ET)(?:\sTime)?\b\)?)?"
HOLIDAY = (
    r"(?:Christmas(?:\s(?:Eve|Day))?|New\sYear['’]?s?(?:\s(?:Eve|Day))|Thanksgiving(?:\sDay)?|Easter(?:\sSunday|\sMonday)?|Good\sFriday"
    r"|Election\s(?:Day|Night)|Independence\sDay|Labor\sDay|Memorial\sDay|Veterans\sDay|Columbus\sDay|Presidents['’]?\sDay"
    r"|Super\sTuesday|Valentine['’]s\sDay|Halloween|Inauguration\sDay|Fourth\sof\sJuly|Black\sFriday|Boxing\sDay|May\sDay)"
)


@cache
def _month_numbers() -> dict[str, int]:
    return {name[:3]: index for index, name in enumerate(MONTHS, 1)}


def month_number(word: str) -> int:
    """The number of a month by its name or abbreviation."""
    return _month_numbers()[word[:3].casefold()]


def weekday_number(word: str) -> int:
    """Monday is 0, by name or abbreviation."""
    return next(index for index, name in enumerate(WEEKDAYS) if name[:3] == word[:3].casefold())


def day_number(words: str) -> int | None:
    """The day of the month in digits or words ("7th", "twenty-first")."""
    digits = re.match(r"\d{1,2}", words)
    if digits is not None:
        return int(digits[0])
    parts = re.split(r"[ -]", words.casefold())
    if parts == ["thirtieth"]:
        return 30
    total = 0
    for part in parts:
        if part in _TENS:
            total += _TENS[part]
        elif part in _DAY_ORDINALS:
            total += _DAY_ORDINALS.index(part) + 1
        else:
            return None
    return total


def number(words: str) -> float | None:
    """A count in digits or words ("14", "two", "a hundred", "2 1/2", "five and a half")."""
    cleaned = " ".join(words.casefold().replace("-", " ").replace("½", " 1/2").split())
    half = 0.5 if re.search(r"1/2$|and a half$", cleaned) else 0.0
    cleaned = re.sub(r"\s?(?:1/2|and a half)$", "", cleaned).replace(",", "")
    if re.fullmatch(r"\d{1,7}(?:\.\d)?", cleaned, re.ASCII):
        return float(cleaned) + half
    total = 0.0
    for word in cleaned.split():
        if word in ("a", "an"):
            total += 1
        elif word in _TENS:
            total += _TENS[word]
        elif word in _ONES:
            total += _ONES.index(word)
        elif word in ("hundred", "thousand", "dozen"):
            total = max(total, 1) * {"hundred": 100, "thousand": 1000, "dozen": 12}[word]
        else:
            return None
    return total + half if cleaned else None


def year_number(words: str) -> int | None:
    """The year in digits or as it is spoken ("nineteen ninety-six", "two thousand")."""
    if words.isdecimal():
        return int(words)
    parts = [part for part in re.split(r"[\s-]+", words.casefold()) if part not in ("and", "hundred", "thousand")]
    base = 1900 if parts and parts[0] == "nineteen" else 2000
    rest = number(" ".join(parts[1:])) if parts[1:] else 0.0
    return None if rest is None else base + int(rest)


def unit_name(word: str) -> str:
    """The unit in the singular: "centuries" is "century"."""
    singular = word.casefold().rstrip("s")
    return "century" if singular.startswith("centur") else singular
