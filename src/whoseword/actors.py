"""The table of facts about actors: countries, who governed them when, organisations, media, given names.

It promises only what its sources give (`data/SOURCES.md`): a name that it does not know is None, not a guess. It reads
no article and decides nothing about one; `whoseword.link` does. Load it once with `ActorTable.load()` and pass it on.
"""

import gzip
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from whoseword.errors import ModelError
from whoseword.records import ActorType

__all__ = ["ActorTable", "Gender", "Holder", "State", "fold", "skeleton"]

Gender = Literal["m", "f"]
Naming = Literal["name", "adjective", "capital", "seat"]
_OFFICES_OF_LEADERS = {"president", "prime minister", "chancellor", "premier", "king", "emir", "sultan", "prince", "taoiseach"}


_SPELLINGS = (
    (re.compile(r"(?:iy|yy|ij|ey|ei|ii|y|j)\b"), "i"), (re.compile(r"ou|oo"), "u"), (re.compile(r"kh"), "h"), (re.compile(r"q|ck"), "k"),
    (re.compile(r"w"), "v"), (re.compile(r"ts|tz"), "z"), (re.compile(r"ff\b|ph"), "f"), (re.compile(r"y|j"), "i"), (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


def fold(name: str) -> str:
    """A name as the table compares it: no case, no accents, straight apostrophes, single spaces.

    >>> fold("Volodymyr  ZELENSKYY’s")
    "volodymyr zelenskyy's"
    """
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name.replace("’", "'"))
        name = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(name.casefold().split())


@lru_cache(maxsize=4096)
def skeleton(surname: str) -> str:
    """A surname without what transliterations differ in.

    >>> skeleton("Zelenskiy") == skeleton("Zelenskyy") == skeleton("Zelensky")
    True
    """
    folded = fold(surname).strip(".'")
    for pattern, replacement in _SPELLINGS:
        folded = pattern.sub(replacement, folded)
    return folded


@dataclass(frozen=True, slots=True)
class State:
    """A state that a word stands for, and by what: its name, adjective, capital or seat of government."""

    iso3: str
    name: str
    by: Naming


@dataclass(frozen=True, slots=True)
class Holder:
    """One term of office; dates are ISO 8601 as precise as the source, `until` None where the source knows no end.

    `country` is ISO 3166-1 alpha-3, or the name of an organisation (UN, NATO, EU).
    """

    name: str
    office: str
    country: str
    since: str
    until: str | None
    gender: Gender | None


@dataclass(frozen=True, slots=True)
class ActorTable:
    """Facts about actors, looked up by name; the fields are what `load` reads, folded."""

    states: Mapping[str, State]
    names: Mapping[str, str]
    holders: Mapping[str, tuple[Holder, ...]]
    leaders: Mapping[str, tuple[Holder, ...]]
    surnames: Mapping[str, tuple[Holder, ...]]
    organisations: Mapping[str, tuple[str, ActorType]]
    people: Mapping[str, str]
    given: Mapping[str, Gender | None]

    @classmethod
    def load(cls) -> "ActorTable":
        """The table that ships with whoseword; raises ModelError where its file is absent or damaged."""
        source = resources.files("whoseword") / "data" / "actors.json.gz"
        try:
            raw = json.loads(gzip.decompress(source.read_bytes()))
        except (OSError, EOFError, ValueError) as error:
            message = f"{source}: not the table of actors ({error}): install whoseword again"
            raise ModelError(message) from error
        return cls.of(raw)

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> "ActorTable":
        """The table of the JSON object that training/actors.py writes."""
        holders = [Holder(*row) for row in raw["holders"]]
        given: dict[str, Gender | None] = {}
        genders: tuple[tuple[str, Gender | None], ...] = (("m", "m"), ("f", "f"), ("both", None))
        for key, gender in genders:
            for name in fold(raw["given"][key]).split():
                given[name] = gender if given.get(name, gender) == gender else None
        for name in raw["given"]["unknown"].split():
            given.setdefault(name, None)
        return cls(
            states=_states(raw["countries"]),
            names={iso: row[0][0] for iso, row in raw["countries"].items()},
            holders=_group(holders, lambda term: term.country),
            leaders=_group(holders, lambda term: fold(term.name)),
            surnames=_group(holders, lambda term: skeleton(term.name.split()[-1])),
            organisations=_organisations(raw),
            people={name: iso for iso, names in raw["people"].items() for name in names.split("|") if name},
            given=given,
        )

    def with_states(self, more: Mapping[str, State]) -> "ActorTable":
        """The same table with more states by folded word, for one article; what it knew already stands."""
        return replace(self, states={**more, **self.states}) if more else self

    def state(self, word: str) -> State | None:
        """The state that a name, demonym, capital or seat of government stands for."""
        folded = fold(word)
        return self.states.get(folded) or self.states.get(folded.removeprefix("the "))

    def country_of(self, name: str) -> str | None:
        """ISO alpha-3 of a state by any of its words, or of a person who held an office there."""
        state = self.state(name)
        if state is not None:
            return state.iso3
        folded = fold(name)
        terms = self.terms_of(name)
        countries = {term.country for term in terms if len(term.country) == 3}
        if len(countries) == 1:
            return countries.pop()
        return None if terms else self.people.get(folded)

    def name_of(self, iso3: str) -> str | None:
        """The common English name of a country by its ISO alpha-3 code."""
        return self.names.get(iso3)

    def office_holder(self, office: str, country: str, day: str) -> Holder | None:
        """Who held an office of a country (or organisation) on an ISO date; None where the table does not know.

        "leader" means whichever of the country's offices governs and so holds where only one person is known.
        Of two terms that both hold on that day the later one counts.
        """
        wanted = {office, "leader"} if office in _OFFICES_OF_LEADERS else {office}
        if office == "leader":
            wanted |= _OFFICES_OF_LEADERS
        terms = [
            term
            for term in self.holders.get(country, ())
            if term.office in wanted and term.since <= day and (term.until is None or day[: len(term.until)] <= term.until)
        ]
        if office == "leader" and len({term.name for term in terms}) > 1:
            return None
        return max(terms, key=lambda term: term.since, default=None)

    def terms_of(self, name: str) -> tuple[Holder, ...]:
        """Every term of office of a person, by full name in any common spelling (Zelenskiy, Zelenskyy)."""
        exact = self.leaders.get(fold(name))
        words = fold(name).split()
        if exact is not None or len(words) < 2:
            return exact or ()
        first = skeleton(words[0])
        return tuple(t for t in self.surnamed(words[-1]) if " " in t.name and skeleton(t.name.split()[0]) == first)

    def surnamed(self, surname: str) -> tuple[Holder, ...]:
        """Every term of office of everyone with a surname."""
        return self.surnames.get(skeleton(surname), ())

    def organisation(self, name: str) -> tuple[str, ActorType] | None:
        """The canonical name and the type (organisation or media) of a known organisation, by any of its names."""
        folded = fold(name)
        return self.organisations.get(folded) or self.organisations.get(folded.removeprefix("the "))

    def kind_of(self, name: str) -> ActorType | None:
        """Whether a name is known as a state, an organisation, a medium or a person."""
        known = self.organisation(name)
        if known is not None:
            return known[1]
        state = self.state(name)
        if state is not None:
            return None if state.by == "adjective" else "state"
        return "person" if self.terms_of(name) or fold(name) in self.people else None

    def gender_of(self, name: str) -> Gender | None:
        """Of a leader or by a given name: "m", "f", or None where unknown or borne by both."""
        for term in self.terms_of(name):
            if term.gender:
                return term.gender
        words = fold(name).split()
        return self.given.get(words[0]) if words else None

    def is_given(self, word: str) -> bool:
        """Whether a word is a known given name."""
        return fold(word) in self.given


def _states(countries: Mapping[str, list[list[str]]]) -> dict[str, State]:
    columns: tuple[tuple[int, Naming], ...] = ((0, "name"), (3, "seat"), (2, "capital"), (1, "adjective"))
    states: dict[str, State] = {}
    for column, by in columns:
        for iso3, row in countries.items():
            for word in row[column]:
                states.setdefault(fold(word), State(iso3, row[0][0], by))
    return states


def _organisations(raw: Mapping[str, Any]) -> dict[str, tuple[str, ActorType]]:
    known: dict[str, tuple[str, ActorType]] = {name: (name, "organisation") for name in raw["known_organisations"]}
    kinds: tuple[tuple[str, ActorType], ...] = (("organisations", "organisation"), ("media", "media"))
    for section, kind in kinds:
        for name, others in raw[section].items():
            for each in (name, *others):
                known[fold(each).removeprefix("the ")] = (name, kind)
    return known


def _group(holders: Iterable[Holder], key: Callable[[Holder], str]) -> dict[str, tuple[Holder, ...]]:
    grouped: dict[str, list[Holder]] = {}
    for holder in holders:
        grouped.setdefault(key(holder), []).append(holder)
    return {name: tuple(terms) for name, terms in grouped.items()}
