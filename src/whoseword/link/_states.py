"""States that only the article introduces: what the table of facts does not know, but the text plainly treats as a state.

"Oressian Prime Minister Tessa Arlando", with "Oressia" elsewhere, makes Oressia a state and Oressian its adjective; so does
"Helmark's foreign minister" for Helmark. "Keldra, the Tarvonian capital" makes Keldra a capital, which may speak for its state.
"""

import calendar
import re

from whoseword.actors import ActorTable, State, fold
from whoseword.link._words import word_set

_OFFICE = (
    r"(?:[A-Z][\w-]+ |foreign |prime |deputy |defen[cs]e |interior |finance ){0,3}"
    r"(?:president|premier|prime minister|minister|ministry|chancellor|government|parliament|army|ambassador|embassy|capital|king|queen|troops)"
)
_ADJECTIVE = re.compile(rf"\b([A-Z][a-z]+(?:an|ish|ese|i))\s(?i:{_OFFICE})\b")
_OF_STATE = re.compile(
    r"\b([A-Z][a-z]{3,})(?:['’]s\s(?:foreign|prime|defen[cs]e)\s(?i:minister|ministry)"
    r"|\s(?:Foreign|Defen[cs]e)\sMinistry|\s(?:foreign|defen[cs]e)\s(?:minister|ministry))\b"
)
_CAPITAL = (
    re.compile(r"\b((?:[A-Z][\w-]+ )?[A-Z][\w-]+), (?:the )?([A-Z][a-z]+) capital\b"),
    re.compile(r"\bthe ([A-Z][a-z]+) capital,? ((?:[A-Z][\w-]+ )?[A-Z][\w-]+)\b"),
    re.compile(r"\b((?:[A-Z][\w-]+ )?[A-Z][\w-]+), (?:the )?capital of ([A-Z][a-z]+)\b"),
)
_WORD = re.compile(r"(?<![\w’'-])(?:([A-Z][\w.]+) )?([A-Z][a-z]{3,})\b")
_LONGEST_ABBREVIATION = 5  # "Gov.", "Sens."; a longer word with a stop ends its sentence
_NO_STATES = word_set(
    "europe africa asia america antarctica arctic they these this that there nation republic union former deputy acting interim current then new"
)
# What may stand before a name and be no part of it.
_FUNCTION_WORDS = word_set("in for the and but from to of on at when while with after before both that as if") | {
    word.casefold() for word in (*calendar.month_name[1:], *calendar.day_name)
}


def states_of(text: str, table: ActorTable) -> dict[str, State]:
    """Folded word -> state, for the states of a text that the table lacks; their `iso3` is no code but the name itself."""
    alone = _standing_alone(text)
    adjectives = {m[1] for m in _ADJECTIVE.finditer(text) if table.state(m[1]) is None}
    found: dict[str, State] = {}
    for name in sorted(alone):
        own = _adjectives_of(name) & adjectives
        if own and table.state(name) is None:
            found[fold(name)] = State(name, name, "name")
            found.update({fold(adjective): State(name, name, "adjective") for adjective in own})
    for match in _OF_STATE.finditer(text):
        name = match[1]
        if (
            name in alone - adjectives
            and table.kind_of(name) is None
            and table.state(name) is None
            and not table.is_given(name)
        ):
            found.setdefault(fold(name), State(name, name, "name"))
    found.update(_capitals(text, found, table))
    return found


def _standing_alone(text: str) -> set[str]:
    """Capitalised words that never follow another: no surnames, no second words of names."""
    alone: set[str] = set()
    follows: set[str] = set()
    for match in _WORD.finditer(text):
        before, word = match[1] or "", match[2]
        ends = before.endswith(".") and len(before) > _LONGEST_ABBREVIATION
        (alone if not before or ends or before.casefold() in _FUNCTION_WORDS else follows).add(word)
    return {word for word in alone - follows if word.casefold() not in _NO_STATES}


def _adjectives_of(name: str) -> set[str]:
    stem = name.rstrip("aeiouy")
    endings = ("an", "ian", "ish", "ese", "i")
    return {name + "n", *(name + e for e in endings), *(stem + e for e in endings)} - {name}


def _capitals(text: str, found: dict[str, State], table: ActorTable) -> dict[str, State]:
    capitals: dict[str, State] = {}
    for number, pattern in enumerate(_CAPITAL):
        for match in pattern.finditer(text):
            city, country = (match[2], match[1]) if number == 1 else (match[1], match[2])
            state = found.get(fold(country)) or table.state(country)
            if state is not None and table.state(city) is None:
                capitals[fold(city)] = State(state.iso3, state.name, "capital")
    return capitals
