"""What a time phrase looks like: one pattern for each family, and which words may stand before it.

Patterns only find; what a phrase means is `_resolve`'s business, by the family's name. Each is compiled on first use.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from whoseword.when._words import (
    CLOCK,
    DASH,
    DAY,
    DAY_WORD,
    HOLIDAY,
    MONTH,
    NUMBER,
    ORDINAL,
    PART,
    SEASON,
    UNIT,
    VAGUE,
    WEEKDAY,
    WS,
    YEAR,
    YEAR_WORD,
    ZONE,
)  # fmt: skip

_SHIFTED = r"(?i:last|this\spast|this\scoming|this|next|the\sprevious|the\sfollowing|the\snext|the\slast|past|coming|that|that\ssame|the\ssame)"
_EDGE = r"(?<![\w$€£.,-])"
_START = r"(?<!\w)"
_END = r"(?!\w)"

_DATE_TAIL = rf"(?:,?{WS}(?P<year>{YEAR}|{YEAR_WORD})\b)?"
_DATED = (
    rf"(?:(?P<weekday>{WEEKDAY}),?{WS}(?:(?i:the)\s)?)?(?:(?P<month>{MONTH}){WS}(?:the\s)?(?P<day>{DAY}|{DAY_WORD})\b{_DATE_TAIL}"
    rf"|(?P<day2>{DAY}|(?i:the\s){DAY_WORD}){WS}(?:of\s)?(?P<month2>{MONTH})(?:,?{WS}(?P<year2>{YEAR}))?)"
)
_WHEN = rf"(?:{_DATED}|(?i:today|yesterday|tomorrow|tonight)|(?:(?i:last|next|this)\s)?{WEEKDAY}(?:{WS}{PART})?)"

# (family, pattern). Of two that begin at one place the longer wins, and of two as long the earlier here.
_FAMILIES: tuple[tuple[str, str], ...] = (
    ("iso", rf"{_START}(?P<iso>\d{{4}}-\d\d-\d\d)(?:T(?P<clock>\d\d:\d\d(?::\d\d)?)(?:\.\d{{1,6}})?(?:Z|[+-]\d\d:?\d\d)?)?{_END}(?!-)"),
    ("slashed", rf"{_EDGE}(?P<a>0?[1-9]|1[0-2])/(?P<b>3[01]|[12]\d|0?[1-9])/(?P<year>(?:19|20)\d\d|\d\d){_END}(?!/)"),
    ("nine_eleven", rf"{_EDGE}9/11{_END}"),
    ("dated", rf"{_START}{_DATED}(?!\w)"),
    ("month_year", rf"{_START}(?P<month>{MONTH})(?:{WS}of|,)?{WS}(?P<year>{YEAR}|{YEAR_WORD}|(?i:last|this|next)\s(?i:year)){_END}"),
    ("month", rf"{_START}(?:(?P<which>(?i:last|this|next|each|every|this\spast|this\scoming))\s)?(?P<month>{MONTH})(?!\w|\.?\s\d)"),
    ("weekday", rf"{_START}(?:(?P<which>{_SHIFTED}|(?i:every|each)){WS})?(?P<weekday>{WEEKDAY})(?P<plural>s)?(?:{WS}(?P<part>{PART})(?P<parts>s)?)?{_END}"),
    ("clock_on", rf"{_EDGE}(?P<clock>{CLOCK})(?P<zone>{ZONE}),?{WS}(?:on\s)?(?P<on>{_WHEN}){_END}"),
    ("clock", rf"{_EDGE}(?P<clock>{CLOCK})(?P<zone>{ZONE}){_END}"),
    ("part_on", rf"{_START}(?P<part>(?:(?i:mid)[ -]?)?(?i:morning|afternoon)|(?i:evening|night)){WS}(?P<on>yesterday|today|tomorrow|{WEEKDAY}){_END}"),
    ("part", rf"{_START}(?P<which>(?i:this|that|the|last|the\snext|the\sprevious|the\sfollowing|early\sthis|late\slast|yesterday|tomorrow)){WS}(?P<part>{PART}){_END}"),
    ("deictic", rf"{_START}(?P<word>(?i:today|yesterday|tomorrow|tonight|overnight|the\sday\s(?:before\syesterday|after\stomorrow))){_END}"),
    ("year", rf"(?<![\w$€£.,])(?<!\d[-–/])(?:(?i:(?:the\s)?(?:fiscal|calendar)(?:\syear)?\s|the\syear\s))?(?P<year>{YEAR}|{YEAR_WORD})(?!\w|['’]s\s(?i:\$))"),
    ("decade", rf"{_START}(?:(?i:the)\s)?(?:(?P<part>(?i:early|mid|late|middle))[- ])?(?P<decade>(?:1[5-9]|20)\d0s|['‘’]?[2-9]0s|(?i:the)\s(?i:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)){_END}"),
    ("century", rf"{_START}(?:(?i:the)\s)?(?:(?P<part>(?i:early|mid|late))[- ])?(?P<ordinal>(?:1\d|2[01]|[1-9])(?:st|nd|rd|th)|(?i:nineteenth|twentieth|twenty-first|eighteenth))[ -](?i:century){_END}"),
    ("this_century", rf"{_START}(?i:this|the)\s(?i:century){_END}"),
    ("season", rf"{_START}(?:(?P<which>(?i:last|this\spast|this\scoming|this|next)){WS}|(?i:the){WS})(?:(?i:early|late)\s)?(?P<season>{SEASON})(?:{WS}(?:of{WS})?(?P<year>{YEAR}|{YEAR_WORD}|(?i:last|this|next)\s(?i:year)))?{_END}"),
    ("season_year", rf"{_START}(?P<season>(?i:spring|summer|autumn|fall|winter)){WS}(?:of{WS})?(?P<year>{YEAR}|(?i:last|this|next)\s(?i:year)){_END}"),
    ("holiday", rf"{_START}(?:(?P<which>(?i:last|this|next)){WS})?(?P<holiday>{HOLIDAY})(?:,?{WS}(?P<year>{YEAR}))?{_END}"),
    ("weekend", rf"{_START}(?P<which>(?i:the|this|last|this\spast|the\spast|next|this\scoming)){WS}(?i:weekend){_END}"),
    ("shifted", rf"{_START}(?P<which>(?i:last|this|next|the\spast|the\slast|the\sprevious|the\sfollowing|the\snext|this\scoming|this\spast|the\scurrent|the\scoming|the\slatest|the\ssame|that(?:\ssame)?|the)){WS}(?:(?P<fiscal>(?i:fiscal|full|calendar|entire|whole)){WS})?(?P<unit>(?i:week|month|year|quarter|decade|century|day)){_END}(?!-)"),
    ("week_of", rf"{_START}(?i:the\sweek\sof)\s(?P<month>{MONTH}){WS}(?P<day>{DAY})(?:,?{WS}(?P<year>{YEAR}))?{_END}"),
    ("quarter", rf"{_START}(?:(?P<det>(?i:the|this\syear['’]s|last\syear['’]s|next\syear['’]s))\s)?(?:(?P<fiscal>(?i:fiscal))[- ])?(?:(?P<year>{YEAR})\s)?(?:(?P<ago>(?i:comparable\s)?(?i:year-(?:ago|earlier)))\s)?(?:(?i:fiscal)[- ])?(?P<ordinal>{ORDINAL}){DASH}(?P<noun>(?i:quarter|half))(?:{WS}(?:of{WS})?(?:(?i:fiscal){WS})?(?P<year2>{YEAR}|(?i:last|this|next)\s(?i:year)|the\syear)|\s(?P<ago2>(?i:a\syear\s(?:ago|earlier))))?{_END}"),
    ("quarter_ref", rf"{_START}(?:(?i:the)\s)?(?:(?i:comparable|corresponding|same)\s)?(?P<ago>(?i:year-(?:ago|earlier)))(?:\s(?i:quarter|period))?{_END}|{_START}(?i:the)\s(?:(?P<year>{YEAR})|(?P<latest>(?i:latest)))\s(?i:quarter|period){_END}"),
    ("ago", rf"{_START}(?:(?P<count>{NUMBER}|{VAGUE}|(?i:an?))[ -])?(?P<unit>{UNIT})(?P<plural>e?s)?(?:\sor\s(?i:so|two|more))?{WS}(?P<way>(?i:ago|earlier|later|before|from\snow|hence)){_END}"),
    ("span", rf"{_START}(?P<way>(?i:(?:the|this|these|each\sof\sthe)\s)?(?i:past|last|next|first|coming|previous|latest|final|recent|year-earlier)){WS}(?P<count>{NUMBER}|{VAGUE})(?:\s(?i:to|or)\s(?P<count2>{NUMBER}))?[ -](?:(?i:trading|full|calendar|fiscal)\s)?(?P<unit>{UNIT}|(?i:spring|summer|winter))(?P<plural>s)?(?:\sor\s(?i:so|more))?{_END}"),
    ("span_bare", rf"{_START}(?i:the\s)?(?P<way>(?i:past|recent|coming|previous)){WS}(?P<unit>(?i:day|week|month|quarter|year|decade|centurie|hour|minute))(?P<plural>s)?(?:\sand\s(?i:weeks|months|years))?{_END}"),
    ("duration", rf"{_START}(?P<count>(?:(?i:the)\s(?=\S{{1,12}}\s\w{{3,9}}s\b))?{NUMBER}|{VAGUE}|(?i:an?(?:\s(?:full|whole|half))?|an\sadditional|another|half\san?))(?:\s(?i:to|or)\s(?P<count2>{NUMBER}))?(?:\s(?i:more|additional|full|straight|consecutive|trading|long|business|working))?[ -](?P<unit>{UNIT})(?P<plural>s)?(?P<half>\sand\sa\shalf)?{_END}(?!-(?:ago|earlier))(?:[ -](?P<age>(?i:old|olds){_END}))?"),
    ("decades_long", rf"(?<![\w-])(?P<unit>(?i:hour|day|week|month|year|decade|centurie))s?-(?i:long|(?<=s-)old){_END}"),
    ("bare_plural", rf"(?<=\b[Ff]or )(?P<unit>(?i:minute|hour|day|week|month|year|decade|centurie)s){_END}|(?<=\b[Ii]n )(?P<unit2>(?i:day|week|month|year|decade)s){_END}|(?<=\b[Ww]ithin )(?P<unit3>(?i:minute|hour|day|week|month|year)s){_END}"),
    ("each", rf"{_START}(?P<which>(?i:each|every)){WS}(?:(?P<count>{NUMBER}|(?i:other|single)){WS})?(?P<unit>{UNIT}|(?i:morning|afternoon|evening|night))s?{_END}"),
    ("rate", rf"{_START}(?P<word>(?i:hourly|daily|nightly|weekly|monthly|annually|yearly|biweekly)){_END}"),
    ("reference", rf"{_START}(?P<word>(?i:(?:right|just|even|until|till)\snow|now|nowadays|these\sdays|currently|current(?=\s[a-z])|the\scurrent(?=\s(?:year|quarter|month|week))|recently|more\srecently|most\srecently|(?:in\s)?the\s(?:near\s|foreseeable\s|not[- ]too[- ]distant\s)?future|future(?=\s(?:quarters|years))|the\s(?:near|short|long)\sterm|as\ssoon\sas\spossible|the\spast|at\spresent|the\spresent|at\sth(?:is|at)\stime|at\sthe\smoment|one\sday)){_END}"),
    ("year_end", rf"{_START}(?:(?i:the)\s)?(?:(?i:fiscal\s))?(?i:year(?:['’]s)?[- ]end){_END}"),
    ("same_day", rf"{_START}(?P<way>(?i:(?:earlier|later|earlier\sin|later\sin)\s(?:that|in\sthe|the)|that\s(?:same|very)|the\s(?:same|next|following|previous))){WS}(?P<unit>(?i:day|night|morning|afternoon|evening|week|month|year|quarter)){_END}"),
)  # fmt: skip

# Words before a phrase that belong to it, with the modifier that each stands for (TIMEX3's `mod`).
_POINT_MODS = (
    (
        r"(?i:the\s)?(?i:very\s)?(?i:early|beginning\sof|start\sof|opening\sof|first\s(?:half|part|weeks|days)\sof|turn\sof)",
        "START",
    ),
    (r"(?i:earlier(?:\sin)?|sometime\searly)", "START"),
    (r"(?i:the\s)?(?i:mid|middle\sof|midpoint\sof)", "MID"),
    (
        r"(?i:the\s)?(?i:very\s)?(?i:late|end\sof|close\sof|final\s(?:weeks|days|months)\sof|last\shalf\sof)|(?i:later(?:\sin)?)",
        "END",
    ),
    (r"(?i:about|around|roughly|approximately|circa|sometime(?:\sin)?|some)", "APPROX"),
)
_LENGTH_MODS = (
    (r"(?i:at\sleast|no\sless\sthan|no\sfewer\sthan)", "EQUAL_OR_MORE"),
    (r"(?i:at\smost|up\sto|no\smore\sthan)", "EQUAL_OR_LESS"),
    (r"(?i:more\sthan|well\sover|longer\sthan)", "MORE_THAN"),
    (r"(?i:less\sthan|fewer\sthan|almost|nearly|just\sunder|not\squite)", "LESS_THAN"),
    (r"(?i:about|around|roughly|approximately|some)", "APPROX"),
)
_BEFORE = 28  # characters: longer than any modifier above


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place in the text that looks like a phrase of one family."""

    family: str
    rank: int
    match: re.Match[str]

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.match.start()

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.match.end()


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((family, re.compile(pattern)) for family, pattern in _FAMILIES)


@cache
def _modifiers(kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    table = _POINT_MODS if kind == "point" else _LENGTH_MODS
    return tuple((re.compile(rf"(?<!\w)(?:{pattern})(?:\s{{1,3}}|-)\Z"), mod) for pattern, mod in table)


def candidates(text: str) -> Iterator[Candidate]:
    """Everything that looks like a time phrase, overlaps included; those of one place the best first."""
    found = [
        Candidate(family, rank, match) for rank, (family, pattern) in enumerate(_compiled()) for match in pattern.finditer(text)
    ]
    found.sort(key=lambda candidate: (candidate.start, -candidate.end, candidate.rank))
    yield from found


def modifier(text: str, start: int, floor: int, kind: str) -> tuple[int, str] | None:
    """The modifier that ends right before `start` (not before `floor`): where it begins, and its name.

    `kind` is "point" for dates and times ("early", "the end of") and "length" for durations ("more than").
    """
    begin = max(floor, start - _BEFORE)
    before = text[begin:start]
    for pattern, mod in _modifiers(kind):
        match = pattern.search(before)
        if match is not None:
            return begin + match.start(), mod
    return None
