"""What a phrase means that counts units of time: durations, sets, relative weeks, months, quarters and years, references.

The same contract as `_points`: the match of the family's pattern and the scene in, the meaning or None out.
"""

import re
from datetime import date

from whoseword.when import _calendar as calendar
from whoseword.when._points import dated_value
from whoseword.when._scene import Meaning, Scene
from whoseword.when._words import DAY_PARTS, ORDINALS, number, unit_name

_CODES = {"second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_TIMES = ("second", "minute", "hour")
_YEARS = {"decade": 10, "century": 100, "generation": 30}
_HALVES = {"year": "6M", "hour": "30M", "minute": "30S"}
_UNKNOWN = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX", "year": "XXXX",
            "decade": "XXX", "century": "XX"}  # fmt: skip


def period(count: float | None, unit: str) -> str:
    """The TIMEX3 duration of so many units; None is an unknown number of them.

    >>> period(2.5, "year")
    'P2Y6M'
    """
    if unit in ("weekend", "fortnight"):
        count, unit = (None, "week") if count is None else ((2 * count, "week") if unit == "fortnight" else (2 * count, "day"))
    head = "PT" if unit in _TIMES else "P"
    if count is None:
        return f"{head}X{ {'decade': 'E', 'century': 'C', 'generation': 'Y'}.get(unit) or _CODES[unit] }"
    if unit in _YEARS:
        count, unit = count * _YEARS[unit], "year"
    whole = int(count)
    if whole == count:
        return f"{head}{whole}{_CODES[unit]}"
    if count - whole == 0.5 and unit in _HALVES:
        return f"{head}{f'{whole}{_CODES[unit]}' if whole else ''}{_HALVES[unit]}"
    return f"{head}{count:g}{_CODES[unit]}"


def _count(words: str) -> float | None:
    folded = " ".join(words.casefold().split()).removeprefix("the ")
    if folded in ("a", "an", "a full", "a whole", "the", "an additional", "another", "less than a"):
        return 1.0
    if folded.startswith(("half a", "a half", "an half")):
        return 0.5
    if "couple" in folded:
        return 2.0
    return number(folded)


def _moved(today: date | None, count: int, unit: str) -> str:
    value = calendar.shift(today, count, unit) if today is not None else None
    return value if value is not None else _UNKNOWN.get(unit, "XXXX")


_STEPS = {"last": -1, "the last": -1, "the previous": -1, "this": 0, "the current": 0, "that": 0, "the same": 0, "that same": 0, "next": 1,
          "the following": 1, "the next": 1, "the coming": 1, "this coming": 1, "this past": -1, "the past": -1, "the latest": -1}  # fmt: skip
_OF_THE_TEXT = ("the previous", "the following", "the next", "that", "that same", "the same")
_ENDED = re.compile(r"\s(?:that\s)?end(?:ed|ing|s)\b")


def shifted(match: re.Match[str], scene: Scene) -> Meaning | None:
    """Last week, this year, the following month: counted from publication, or from the date that the text spoke of last."""
    which, unit = " ".join(match["which"].casefold().split()), unit_name(match["unit"])
    if _is_programme(match, scene):
        return None
    if which == "the" or (which == "the latest" and unit == "quarter"):
        return _the_unit(match, scene, unit)
    if which in _OF_THE_TEXT:
        anchor = scene.last_year()
        if anchor is None and (unit == "day" or which.startswith("that")):
            return None
        return Meaning("DATE", _moved(anchor or scene.today, _STEPS[which], unit))
    if unit == "day":
        return None
    if which in ("the past", "this past") and unit != "year":
        return Meaning("DURATION", period(1, unit))
    return Meaning("DATE", _moved(scene.today, _STEPS[which], unit))


def _is_programme(match: re.Match[str], scene: Scene) -> bool:
    """ABC's "This Week" names a broadcast, not a week."""
    before = scene.text[max(0, match.start() - 4) : match.start()]
    return (
        match["which"][0].isupper()
        and match["unit"][0].isupper()
        and bool(re.search(r"['’]s? \W{0,2}\Z|[\"“`']\Z|\bon \Z", before))
    )


def _the_unit(match: re.Match[str], scene: Scene, unit: str) -> Meaning | None:
    if unit == "quarter":
        return Meaning("DATE", scene.recent_quarter(match.start()) or _latest_quarter(scene.today))
    before = scene.text[max(0, match.start() - 16) : match.start()]
    if unit == "year":
        if _ENDED.match(scene.text, match.end()):
            return Meaning("DURATION", "P1Y")
        if match["fiscal"] or re.search(r"(?i:\b(?:for|of|in|this|during|earlier in|later in|end of))\s\Z", before):
            return Meaning("DATE", _moved(scene.today, 0, "year"))
    if unit in ("week", "month") and re.search(
        r"(?i:\b(?:earlier in|later in|end of|beginning of|start of|for|during))\s\Z", before
    ):
        return Meaning("DATE", _moved(scene.today, 0, unit))
    return None


def _latest_quarter(today: date | None) -> str:
    return _moved(today, -1, "quarter")


def week_of(match: re.Match[str], scene: Scene) -> Meaning | None:
    """The week of March 6."""
    day = calendar.parse_day(dated_value(match, scene))
    return Meaning("DATE", calendar.week(day)) if day is not None else None


def weekend(match: re.Match[str], scene: Scene) -> Meaning | None:
    """The last weekend that has begun, or the coming one in a sentence that looks ahead."""
    which, today = " ".join(match["which"].casefold().split()), scene.today
    if today is None:
        return Meaning("DATE", _UNKNOWN["weekend"])
    on_weekend = today.weekday() >= 5
    if which in ("next", "this coming"):
        offset = 1 if which == "next" or on_weekend else 0
    elif which in ("last", "this past", "the past"):
        offset = -1
    else:
        offset = 0 if on_weekend or scene.direction(match) == "future" else -1
    return Meaning("DATE", _moved(today, offset, "weekend"))


def quarter(match: re.Match[str], scene: Scene) -> Meaning | None:
    """A quarter or half of a year: the last that has begun, unless a year or the tense says otherwise."""
    noun = match["noun"].casefold()
    ordinal = ORDINALS[match["ordinal"].casefold()]
    own = match["det"] or ""
    year_words = match["year"] or match["year2"] or (own if own.endswith("s") and " " in own else None)
    if noun == "half" and (ordinal > 2 or year_words is None):
        return None
    start = (
        match.start("ordinal")
        if re.search(r"(?i)(?:first|second|third|fourth)-(?:quarter|half)", match[0]) and not year_words
        else None
    )
    if match["fiscal"] and start is not None:
        start = match.start("fiscal")
    anchors = not (match["ago"] or match["ago2"])
    code = f"{'Q' if noun == 'quarter' else 'H'}{ordinal}"
    year = _quarter_year(year_words, ordinal, match, scene)
    return Meaning("DATE", f"{year:04d}-{code}" if year is not None else f"XXXX-{code}", None, start, anchors=anchors)


def _quarter_year(words: str | None, ordinal: int, match: re.Match[str], scene: Scene) -> int | None:
    if words is not None and words.isdecimal():
        return int(words)
    if scene.today is None:
        return None
    year = scene.today.year
    if words is not None:
        return year + {"l": -1, "n": 1}.get(words[0].casefold(), 0)
    begun = (scene.today.month - 1) // 3 + 1 >= ordinal
    if not begun and scene.direction(match) != "future":
        year -= 1
    return year - 1 if match["ago"] or match["ago2"] else year


def quarter_ref(match: re.Match[str], scene: Scene) -> Meaning | None:
    """The year-ago quarter, year-earlier, the 1988 period: of the quarter that the text speaks of."""
    found = scene.recent_quarter(match.start())
    start = match.start("ago") if match["ago"] and match.end("ago") == match.end() else None
    if match["latest"]:
        return Meaning("DATE", found or _latest_quarter(scene.today))
    if match["year"]:
        return Meaning("DATE", match["year"] + (found[4:] if found else ""))
    if found is not None:
        return Meaning("DATE", f"{max(int(found[:4]) - 1, 0):04d}{found[4:]}", None, start, anchors=False)
    return Meaning("DATE", _moved(scene.today, -1, "year"), None, start, anchors=False)


def ago(match: re.Match[str], scene: Scene) -> Meaning | None:
    """Two weeks ago, a year earlier, three days later."""
    unit, way = unit_name(match["unit"]), " ".join(match["way"].casefold().split())
    words = match["count"]
    if words is None:
        bare = bool(match["plural"]) and way == "ago"
        return Meaning("DATE", "PAST_REF") if bare else None
    count = _count(words)
    if way == "before" and not re.match(r"[.,;)\n]|\Z", scene.text[match.end() : match.end() + 1]):
        return None
    if count is None:
        return Meaning("DATE", "PAST_REF" if way == "ago" else "FUTURE_REF") if way in ("ago", "from now") else None
    if unit in _TIMES or count != int(count) or count > 9999:
        return Meaning("DURATION", period(count, unit))
    steps = int(count) if way in ("later", "from now", "hence") else -int(count)
    if unit == "year" and steps == -1 and way in ("ago", "earlier"):
        found = scene.recent_quarter(match.start())
        if found is not None:
            return Meaning("DATE", f"{max(int(found[:4]) - 1, 0):04d}{found[4:]}", anchors=False)
    anchor = scene.today
    if way in ("earlier", "later", "before"):
        anchor = scene.last_day() if unit in ("day", "week") else scene.last_year()
        if anchor is None and way == "earlier" and unit == "year":
            anchor = scene.today
        if anchor is None:
            return Meaning("DURATION", period(count, unit))
    value = calendar.shift(anchor, steps, unit) if anchor is not None else None
    return Meaning("DATE", value if value is not None else _UNKNOWN.get(unit, "XXXX"))


def span(match: re.Match[str], _scene: Scene) -> Meaning | None:
    """The past two months, the first nine months, the next few days."""
    words = match["unit"].casefold()
    if words in ("spring", "summer", "winter"):
        return Meaning("SET", f"XXXX-{ {'spring': 'SP', 'summer': 'SU', 'winter': 'WI'}[words] }")
    return Meaning("DURATION", period(_count(match["count"]), unit_name(words)))


def span_bare(match: re.Match[str], _scene: Scene) -> Meaning | None:
    """Recent weeks, coming months, the past decade."""
    unit = unit_name(match["unit"])
    if match["plural"]:
        return Meaning("DURATION", period(None, unit))
    return (
        Meaning("DURATION", period(1, unit))
        if match["way"].casefold() == "past" and unit in ("decade", "year", "month", "week")
        else None
    )


_RATE_BEFORE = re.compile(
    r"(?:\$[\d.,]{1,12}|[\d.,]{1,12}%?|illion|percent|times|once|twice|pounds|dollars|tons|barrels|flights|people|hours|days)\s\Z"
)


def duration(match: re.Match[str], scene: Scene) -> Meaning | None:
    """Two days, a week, several years, a 10-year programme; not an age, and not the rate in "$5 a year"."""
    words, unit = " ".join(match["count"].casefold().split()), unit_name(match["unit"])
    if match["age"] or (words in ("a", "an", "another") and unit in ("second", "quarter", "weekend")):
        return None
    after = scene.text[match.end() : match.end() + 8]
    if (unit == "quarter" and after.startswith((" of", "-point"))) or (unit == "second" and not match["plural"]):
        return None
    if words in ("a", "an") and _RATE_BEFORE.search(scene.text[max(0, match.start() - 16) : match.start()]):
        return None
    count = _count(words)
    if count is not None and match["half"]:
        count += 0.5
    if count is not None and 1500 <= count <= 2100 and unit != "year" and not match["plural"]:
        return None
    return Meaning("DURATION", period(count, unit))


def decades_long(match: re.Match[str], _scene: Scene) -> Meaning | None:
    """A day-long meeting."""
    return Meaning("DURATION", period(1, unit_name(match["unit"])))


def bare_plural(match: re.Match[str], scene: Scene) -> Meaning | None:
    """For years, in days, within weeks."""
    unit = unit_name(match["unit"] or match["unit2"] or match["unit3"])
    if scene.text[match.end() : match.end() + 3] == " of":
        return None
    return Meaning("DURATION", period(None, unit))


def each(match: re.Match[str], _scene: Scene) -> Meaning | None:
    """Every day, each year, every two weeks, every morning."""
    words = match["unit"].casefold()
    if words in DAY_PARTS:
        return Meaning("SET", f"XXXX-XX-XXT{DAY_PARTS[words]}")
    count = match["count"] or "one"
    size = 2.0 if count.casefold() == "other" else 1.0 if count.casefold() == "single" else _count(count)
    return Meaning("SET", period(size, unit_name(words)))


_RATES = {"hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "biweekly": "P2W", "monthly": "P1M",
          "annually": "P1Y", "yearly": "P1Y"}  # fmt: skip


def rate(match: re.Match[str], _scene: Scene) -> Meaning | None:
    """Daily, weekly, annually; not in a name (the Daily News)."""
    return None if match["word"][0].isupper() and match.start() else Meaning("SET", _RATES[match["word"].casefold()])


_PAST_WORDS = ("recently", "more recently", "most recently", "the past", "at that time")
_FUTURE_WORDS = ("as soon as possible", "one day", "the short term", "the near term", "the long term")


def reference(match: re.Match[str], scene: Scene) -> Meaning | None:
    """Now, recently, the future: TIMEX3's PRESENT_REF, PAST_REF and FUTURE_REF."""
    word = " ".join(match["word"].casefold().split())
    start = match.start() + (len(match["word"]) - len(word.removeprefix("in "))) if word.startswith("in the") else None
    if word in _PAST_WORDS:
        if word == "the past" and re.match(
            r"\s(?!and\b|or\b|as\b|but\b|that\b|is\b|was\b)[a-z0-9]", scene.text[match.end() : match.end() + 6]
        ):
            return None
        return Meaning("DATE", "PAST_REF")
    if "future" in word or word in _FUTURE_WORDS:
        return Meaning("DATE", "FUTURE_REF", None, start)
    return Meaning("DATE", "PRESENT_REF")


def year_end(_match: re.Match[str], scene: Scene) -> Meaning | None:
    """Year-end, the end of the year of publication."""
    return Meaning("DATE", _moved(scene.today, 0, "year"), "END")


def same_day(match: re.Match[str], scene: Scene) -> Meaning | None:
    """That same day, earlier that year, the next morning: counted from the date that the text spoke of last."""
    way, words = " ".join(match["way"].casefold().split()), match["unit"].casefold()
    mod = {"earlier": "START", "later": "END"}.get(way.split()[0])
    unit = "day" if words in DAY_PARTS else unit_name(words)
    anchor = scene.last_day() if unit in ("day", "week") else scene.last_year()
    if way.endswith(" the") or way in ("earlier in the", "later in the"):
        anchor = scene.today if unit != "day" else anchor
    if anchor is None:
        return None
    step = {"the next": 1, "the following": 1, "the previous": -1}.get(way, 0)
    value = _moved(anchor, step, unit)
    if words in DAY_PARTS:
        return Meaning("TIME", f"{value}T{DAY_PARTS[words]}", mod)
    return Meaning("DATE", value, mod)
