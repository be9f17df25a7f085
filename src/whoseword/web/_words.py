"""What records say, in words for a page."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from whoseword.records import Act, ActorType, How

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip

HOW: Final[Mapping[How, str]] = {
    "name": "by name",
    "alias": "by another of the names",
    "pronoun": "from a pronoun",
    "role": "from an office or description",
    "metonymy": "from a place or body that speaks for it",
    "carried": "carried on from the sentence before",
    "corrected": "as a person corrected it",
    "unresolved": "not resolved",
}
TYPES: Final[Mapping[ActorType, str]] = {
    "person": "person",
    "state": "state",
    "organisation": "organisation",
    "media": "media",
    "group": "group",
    "anonymous": "anonymous",
    "document": "document",
    "unresolved": "unresolved",
}
ACTS: Final[Mapping[Act, str]] = {
    "assert": "says", "confirm": "confirms", "deny": "denies", "report": "reports", "announce": "announces",
    "promise": "promises", "propose": "proposes", "demand": "demands", "request": "requests", "warn": "warns",
    "threaten": "threatens", "accept": "accepts", "refuse": "refuses", "reject": "rejects", "accuse": "accuses",
    "criticise": "criticises", "praise": "praises", "congratulate": "congratulates", "welcome": "welcomes",
    "thank": "thanks", "apologise": "apologises", "hope": "hopes", "expect": "expects", "intend": "intends",
    "believe": "believes", "ask": "asks",
}  # fmt: skip

_SHORT: Final = 320


def day(value: str | None) -> str:
    """A date of any precision as one reads it; what is no date of the calendar stays as it is.

    >>> day("2026-04-13"), day("2026-04-13T21:40:00+02:00"), day("2026-04"), day("2026-W15")
    ('13 April 2026', '13 April 2026, 21:40', 'April 2026', 'week 15 of 2026')
    """
    if value is None:
        return ""
    if found := _day_form().fullmatch(value):
        year, month, number, time = found.groups()
        if not 1 <= int(month) <= len(MONTHS):
            return value
        date = f"{int(number)} {MONTHS[int(month) - 1]} {year}" if number else f"{MONTHS[int(month) - 1]} {year}"
        return f"{date}, {time}" if time else date
    if found := _week_form().fullmatch(value):
        weekend = "the weekend of " if found[3] == "-WE" else ""
        return f"{weekend}week {int(found[2])} of {found[1]}"
    return value


def shortened(text: str, most: int = _SHORT) -> str:
    """The text in one line, cut at a word where it is longer than `most` code points."""
    line = oneline(text)
    if len(line) <= most:
        return line
    cut = line[:most]
    return (cut.rpartition(" ")[0] or cut) + " …"


def oneline(text: str) -> str:
    """The text with each stretch of white space as one space."""
    return " ".join(text.split())


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> count(1, "statement"), count(2000, "statement")
    ('1 statement', '2,000 statements')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@cache
def _day_form() -> re.Pattern[str]:
    return re.compile(r"(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d).*)?)?")


@cache
def _week_form() -> re.Pattern[str]:
    return re.compile(r"(\d{4})-W(\d\d)(-WE)?")


WHY: Final[Mapping[str, str]] = {
    "empty": "There is nothing in it",
    "not-text": "It is neither text nor a web page",
    "too-large": "It is too large",
    "too-slow": "Reading it took too long",
    "no-text": "No text of an article was found in it",
    "encoding": "Its letters could not be made out",
    "unreadable": "It could not be opened",
    "http": "Its server did not give it",
    "network": "It could not be reached",
    "private-address": "It leads into this machine’s network: start the desk with --allow-private to read from there",
    "bad-record": "Its reading did not hold together",
    "crash": "Reading it failed",
    "left-out": "Left out",
}


def why_not_read(reason: str | None, detail: str | None) -> str:
    r"""Why something was not read, for people: of a traceback only what it ends with.

    >>> why_not_read("http", "the server answered 404 Not Found"), why_not_read("crash", "Traceback …\nValueError: 7")
    ('Its server did not give it: the server answered 404 Not Found', 'Reading it failed: ValueError: 7')
    """
    if reason is None:
        return ""
    plain = WHY.get(reason, reason)
    lines = (detail or "").strip().splitlines() if reason != "private-address" else []
    return f"{plain}: {lines[-1]}" if lines else plain


def arrival_name(source: str, title: str | None) -> str:
    """What arrived, before it has a title of its own.

    >>> arrival_name("upload:3f2a/a.txt", None), arrival_name("paste:3f2a", None), arrival_name("https://a.example/", None)
    ('a.txt', 'pasted text', 'https://a.example/')
    """
    if title:
        return title
    if source.startswith("paste:"):
        return "pasted text"
    return source.rsplit("/", 1)[-1] if source.startswith("upload:") else source
