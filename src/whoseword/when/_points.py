"""What a phrase that names a point in time means: a day, a time of day, a month, a year, a season, a holiday.

Each function takes the match of its family's pattern and the scene, and gives the meaning or None where the phrase is
no time after all. Without a day of publication the unknown parts are X, as TIMEX3 writes them.
"""

import re
from datetime import date

from whoseword.when import _calendar as calendar
from whoseword.when._patterns import candidates
from whoseword.when._scene import Meaning, Scene
from whoseword.when._words import DAY_PARTS, SEASONS, day_number, month_number, weekday_number, year_number

_NEAR_DAYS = 60  # a day of a month so far ahead in a sentence about the past is that of the year before
_LOOSE_MONTHS = ("may", "march", "mar", "sun", "sat")


def iso(match: re.Match[str], _scene: Scene) -> Meaning | None:
    """2025-01-20, with or without a time."""
    if calendar.interval(match["iso"]) is None:
        return None
    clock = match["clock"]
    return Meaning("TIME", f"{match['iso']}T{clock}") if clock else Meaning("DATE", match["iso"])


def slashed(match: re.Match[str], _scene: Scene) -> Meaning | None:
    """1/20/2025, month first, as US papers write it; left alone where it could be read the other way in error."""
    year = int(match["year"])
    if year < 100:
        year += 2000 if year < 50 else 1900
    day = calendar.make_day(year, int(match["a"]), int(match["b"]))
    return Meaning("DATE", day.isoformat()) if day is not None else None


def nine_eleven(_match: re.Match[str], _scene: Scene) -> Meaning | None:
    """9/11 without a year is that of 2001."""
    return Meaning("DATE", "2001-09-11")


def _year_of(words: str, scene: Scene) -> str | None:
    if words.casefold().endswith("year"):
        if scene.today is None:
            return "XXXX"
        return f"{scene.today.year + {'l': -1, 't': 0, 'n': 1}[words[0].casefold()]:04d}"
    number = year_number(words)
    return f"{number:04d}" if number is not None else None


def dated(match: re.Match[str], scene: Scene) -> Meaning | None:
    """A day of a month, with its year or the one that lies nearest."""
    month = month_number(match["month"] or match["month2"])
    words = match["day"] or re.sub(r"^[Tt]he\s", "", match["day2"])
    day = day_number(words)
    year = match["year"] or match["year2"]
    if day is None or not 1 <= day <= 31:
        return None
    if year is not None:
        number = year_number(year)
        found = calendar.make_day(number, month, day) if number is not None else None
        return Meaning("DATE", found.isoformat()) if found is not None else None
    return _nearest_day(match, scene, month, day)


def _nearest_day(match: re.Match[str], scene: Scene, month: int, day: int) -> Meaning | None:
    if scene.today is None:
        return Meaning("DATE", f"XXXX-{month:02d}-{day:02d}") if calendar.make_day(2000, month, day) else None
    years = range(max(scene.today.year - 1, 1), min(scene.today.year + 2, 10000))
    days = [found for year in years if (found := calendar.make_day(year, month, day)) is not None]
    named = weekday_number(match["weekday"]) if match.groupdict().get("weekday") else None
    days = [found for found in days if found.weekday() == named] or days  # "Sunday, March 8" is that of a year when it was
    if not days:
        return None
    best = min(days, key=lambda found: abs((found - scene.today).days) if scene.today else 0)
    ahead = (best - scene.today).days
    if ahead > _NEAR_DAYS and scene.direction(match) == "past":
        best = max((found for found in days if found <= scene.today), default=best)
    elif ahead < -_NEAR_DAYS and scene.direction(match) == "future":
        best = min((found for found in days if found >= scene.today), default=best)
    return Meaning("DATE", best.isoformat())


def dated_value(match: re.Match[str], scene: Scene) -> str | None:
    """The value of the day in a match with the groups month, day and year."""
    day = day_number(match["day"])
    if match["year"]:
        found = calendar.make_day(int(match["year"]), month_number(match["month"]), day or 0)
        return found.isoformat() if found is not None else None
    meaning = _nearest_day(match, scene, month_number(match["month"]), day or 0)
    return meaning.value if meaning is not None else None


def month_year(match: re.Match[str], scene: Scene) -> Meaning | None:
    """December 2024, January this year."""
    year = _year_of(match["year"], scene)
    return Meaning("DATE", f"{year}-{month_number(match['month']):02d}") if year is not None else None


def month(match: re.Match[str], scene: Scene) -> Meaning | None:
    """A month alone: the last one that has begun, or the next in a sentence about what will be."""
    name, which = match["month"], (match["which"] or "").casefold()
    if name.rstrip(".").casefold() in _LOOSE_MONTHS and not which and not _stands_as_month(match, scene):
        return None
    if len(name.rstrip(".")) <= 3 and name.casefold() != "may" and not which:
        return None
    number = month_number(name)
    if which in ("each", "every"):
        return Meaning("SET", f"XXXX-{number:02d}")
    if scene.today is None:
        return Meaning("DATE", f"XXXX-{number:02d}")
    return Meaning("DATE", f"{_month_year_of(which, number, match, scene, scene.today):04d}-{number:02d}")


def _stands_as_month(match: re.Match[str], scene: Scene) -> bool:
    before = scene.text[max(0, match.start() - 20) : match.start()]
    return bool(
        re.search(
            r"(?i:\b(?:in|since|until|till|by|of|for|from|to|through|during|early|late|mid|last|next|this|and|between|before|after))[\s-]\Z",
            before,
        )
    )


def _month_year_of(which: str, number: int, match: re.Match[str], scene: Scene, today: date) -> int:
    if which in ("last", "this past"):
        return today.year if number < today.month else today.year - 1
    if which in ("next", "this coming"):
        return today.year if number > today.month else today.year + 1
    if which == "this" or number == today.month:
        return today.year
    way = scene.direction(match)
    ahead = (number - today.month) % 12
    if way == "future" or (way is None and ahead < 4):
        return today.year if number > today.month else today.year + 1
    return today.year if number < today.month else today.year - 1


def weekday(match: re.Match[str], scene: Scene) -> Meaning | None:
    """A weekday: on or before the day of publication, or after it where the sentence looks ahead."""
    which = " ".join((match["which"] or "").casefold().split())
    number = weekday_number(match["weekday"])
    part = DAY_PARTS[re.sub(r"[ -]", "", match["part"].casefold())] if match["part"] else None
    suffix = f"T{part}" if part else ""
    if which in ("every", "each") or match["plural"] or match["parts"]:
        return Meaning("SET", f"XXXX-WXX-{number + 1}{suffix}")
    day = _weekday_of(which, number, match, scene)
    value = day.isoformat() if day is not None else f"XXXX-WXX-{number + 1}"
    return Meaning("TIME" if part else "DATE", value + suffix)


def _weekday_of(which: str, number: int, match: re.Match[str], scene: Scene) -> date | None:
    today = scene.today
    if which.startswith(("the ", "that")):
        today = scene.last_day() or today
    if today is None:
        return None
    back = (today.weekday() - number) % 7
    if which in ("last", "this past", "past", "the previous", "the last"):
        return calendar.shift_day(today, -(back or 7))
    if which in ("next", "the next", "the following", "coming"):
        return calendar.shift_day(today, (7 - back) or 7)
    owns = scene.text[match.end() : match.end() + 2] in ("'s", "’s")
    if which in ("this", "this coming") or (which == "" and back and not owns and scene.direction(match) == "future"):
        return calendar.shift_day(today, (7 - back) % 7)
    return calendar.shift_day(today, -back)


def clock(match: re.Match[str], scene: Scene) -> Meaning | None:
    """A time of day, on the day that the text spoke of last, or that of publication."""
    words = match["clock"].casefold()
    bare = not re.search(r"[apnm]", words)
    before = scene.text[max(0, match.start() - 8) : match.start()]
    if bare and not match["zone"] and not re.search(r"\b(?:at|by|until|from)\s\Z", before):
        return None
    time = _time_of(words)
    if time is None:
        return None
    day = scene.last_day() or scene.today
    return Meaning("TIME", f"{day.isoformat() if day else 'XXXX-XX-XX'}T{time}")


def _time_of(words: str) -> str | None:
    if words in ("noon", "midday"):
        return "12:00"
    if words == "midnight":
        return "24:00"
    found = re.match(r"(\d{1,2})(?::(\d\d))?(?::(\d\d))?\s?([ap])?", words)
    if found is None:
        return None
    hour = int(found[1])
    if found[4]:
        hour = hour % 12 + (12 if found[4] == "p" else 0)
    return f"{hour:02d}:{found[2] or '00'}" + (f":{found[3]}" if found[3] else "")


def on_day(match: re.Match[str], scene: Scene) -> Meaning | None:
    """A time or part of a day with its day: "7 p.m. EDT Thursday", "noon Saturday", "mid-afternoon yesterday"."""
    from_clock = "clock" in match.groupdict()
    time = _time_of(match["clock"].casefold()) if from_clock else DAY_PARTS[re.sub(r"^mid[ -]?", "", match["part"].casefold())]
    day = _day_in(match["on"], match, scene)
    if time is None or day is None:
        return None
    return Meaning("TIME", f"{day[:10]}T{time}", "MID" if match[0].casefold().startswith("mid") and not from_clock else None)


def _day_in(words: str, match: re.Match[str], scene: Scene) -> str | None:
    for candidate in candidates(words):
        if candidate.family in ("dated", "weekday", "deictic") and candidate.start == 0:
            reader = {"dated": dated, "weekday": weekday, "deictic": deictic}[candidate.family]
            meaning = reader(candidate.match, Scene(words, scene.today, scene.last, forced=scene.direction(match) or "past"))
            return meaning.value if meaning is not None else None
    return None


def part(match: re.Match[str], scene: Scene) -> Meaning | None:
    """A part of a day: "last night", "this morning", "that evening"."""
    which = " ".join(match["which"].casefold().split())
    name = DAY_PARTS[re.sub(r"[ -]", "", match["part"].casefold())]
    if which == "the":
        return None
    offset = {"last": -1, "late last": -1, "yesterday": -1, "tomorrow": 1}.get(which, 0)
    anchor = scene.today
    if which.startswith(("that", "the ")):
        anchor = scene.last_day() or None
        offset = {"the next": 1, "the following": 1, "the previous": -1}.get(which, 0)
    day = calendar.shift_day(anchor, offset) if anchor is not None else None
    return Meaning("TIME", f"{day.isoformat() if day else 'XXXX-XX-XX'}T{name}")


def deictic(match: re.Match[str], scene: Scene) -> Meaning | None:
    """Today, yesterday, tomorrow, tonight."""
    word = " ".join(match["word"].casefold().split())
    if scene.text.endswith("USA ", 0, match.start()) or scene.text.startswith((" show", " Show"), match.end()):
        return None
    if scene.today is None:
        return Meaning("DATE", "PRESENT_REF" if word == "today" else "XXXX-XX-XX")
    offset = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(word, 0)
    day = calendar.shift_day(scene.today, offset)
    if day is None:
        return None
    if word in ("tonight", "overnight"):
        return Meaning("TIME", f"{day.isoformat()}TNI")
    return Meaning("DATE", day.isoformat())


_NO_YEAR_AFTER = re.compile(
    r"\s(?!(?:and|in|was|is|as|has|plus|versus|elections?)\b)[a-z]{2,14}s\b|\s?(?:%|percent|million|billion|feet|miles|km|points)"
)
_YEAR_BEFORE = re.compile(
    r"(?i:\b(?:in|since|by|until|till|during|of|from|to|through|before|after|between|and|early|late|mid|year|fiscal|the|for|or|ended|ending))[\s-]\Z|[(,]\s?\Z"
)
_NAME_BEFORE = re.compile(r"\b(?:at|[Ii]ndex|points|about|than|nearly|some|only|No\.|[Oo]ver)\s\Z")


def year(match: re.Match[str], scene: Scene) -> Meaning | None:
    """A year, where the number is not a count or an amount."""
    number = year_number(match["year"])
    before = scene.text[max(0, match.start() - 20) : match.start()]
    if number is None or _NAME_BEFORE.search(before):
        return None
    if match[0][0].isdecimal() and _NO_YEAR_AFTER.match(scene.text, match.end()) and not _YEAR_BEFORE.search(before):
        return None
    return Meaning("DATE", f"{number:04d}")


_DECADES = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")


def decade(match: re.Match[str], _scene: Scene) -> Meaning | None:
    """The 1980s, the '80s, the nineties."""
    words = match["decade"].casefold()
    mod = {"early": "START", "mid": "MID", "middle": "MID", "late": "END"}.get((match["part"] or "").casefold())
    found = re.match(r"(\d{3})0s", words)
    if found is not None:
        return Meaning("DATE", found[1], mod)
    if words[0] in "'‘’":
        return Meaning("DATE", f"19{words[1]}", mod)
    name = words.split()[-1]
    return Meaning("DATE", f"19{_DECADES.index(name) + 2}", mod) if name in _DECADES else None


def century(match: re.Match[str], _scene: Scene) -> Meaning | None:
    """The 20th century is 19, as TIMEX3 counts."""
    words = match["ordinal"].casefold()
    number = {"eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21}.get(words) or int(
        re.sub(r"\D", "", words)
    )
    mod = {"early": "START", "mid": "MID", "late": "END"}.get((match["part"] or "").casefold())
    return Meaning("DATE", f"{number - 1:02d}", mod)


def this_century(_match: re.Match[str], scene: Scene) -> Meaning | None:
    """The century of the day of publication."""
    return Meaning("DATE", f"{scene.today.year:04d}"[:2] if scene.today else "XX")


def season(match: re.Match[str], scene: Scene) -> Meaning | None:
    """A season with its year, or the one that the sentence's tense asks for."""
    code = SEASONS[match["season"].casefold()]
    groups = match.groupdict()
    if groups.get("year"):
        named = _year_of(groups["year"], scene)
        return Meaning("DATE", f"{named}-{code}") if named is not None else None
    if re.match(r"\s(?:of|in|from|to|back|apart|off|short|Olympics|Games)\b", scene.text[match.end() : match.end() + 10]) or (
        code == "FA" and not groups.get("which")
    ):
        return None
    if scene.today is None:
        return Meaning("DATE", f"XXXX-{code}")
    which = (groups.get("which") or "").casefold()
    begin = calendar.SEASON_MONTHS[code][0]
    begun, this_year = scene.today.month >= begin, scene.today.year
    over = begun and scene.today.month > begin + 2
    if which == "next" or (which == "this coming" and begun):
        this_year += 1 if begun else 0
    elif which in ("last", "this past"):
        this_year -= 0 if over else 1
    elif which == "" and not begun and scene.direction(match) != "future":
        this_year -= 1
    return Meaning("DATE", f"{this_year:04d}-{code}")


_FIXED_HOLIDAYS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "new year's eve": (12, 31), "new year's day": (1, 1),
    "independence day": (7, 4), "fourth of july": (7, 4), "veterans day": (11, 11), "valentine's day": (2, 14), "halloween": (10, 31),
    "inauguration day": (1, 20), "boxing day": (12, 26), "may day": (5, 1),
}  # fmt: skip


def holiday(match: re.Match[str], scene: Scene) -> Meaning | None:
    """A holiday of the United States or of the Christian year, in the year that is meant."""
    name = " ".join(match["holiday"].casefold().replace("’", "'").split())
    name = re.sub(r"^new years? ", "new year's ", name)
    if match["year"]:
        found = _holiday_in(name, int(match["year"]))
        return Meaning("DATE", found.isoformat()) if found is not None else None
    if scene.today is None:
        return None
    years = (scene.today.year - 1, scene.today.year, scene.today.year + 1)
    days = [found for year in years if 1 < year < 9999 and (found := _holiday_in(name, year)) is not None]
    past, ahead = [day for day in days if day <= scene.today], [day for day in days if day >= scene.today]
    which = (match["which"] or "").casefold()
    if which == "next" or (not which and scene.direction(match) == "future"):
        return Meaning("DATE", ahead[0].isoformat()) if ahead else None
    if which == "last" or not ahead:
        return Meaning("DATE", past[-1].isoformat()) if past else None
    best = min(days, key=lambda day: abs((day - scene.today).days) if scene.today else 0)
    if (best - scene.today).days > _NEAR_DAYS and past and scene.direction(match) == "past":
        best = past[-1]
    return Meaning("DATE", best.isoformat())


def _holiday_in(name: str, year: int) -> date | None:
    if name in _FIXED_HOLIDAYS:
        month_, day = _FIXED_HOLIDAYS[name]
        return date(year, month_, day)
    if name.startswith("election"):
        monday = calendar.nth_weekday(year, 11, 0, 1)
        return calendar.shift_day(monday, 1) if monday else None
    if name.startswith(("thanksgiving", "black friday")):
        thursday = calendar.nth_weekday(year, 11, 3, 4)
        return calendar.shift_day(thursday, 1 if name.startswith("black") else 0) if thursday else None
    if name.startswith(("easter", "good friday")):
        offset = -2 if name.startswith("good") else int(name.endswith("monday"))
        return calendar.shift_day(calendar.easter(year), offset)
    mondays = {"labor day": (9, 1), "memorial day": (5, -1), "columbus day": (10, 2), "presidents day": (2, 3)}
    month_, nth = mondays.get(name.replace("'", ""), (0, 0))
    return calendar.nth_weekday(year, month_, 0, nth) if month_ else None
