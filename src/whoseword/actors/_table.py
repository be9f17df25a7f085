"""The table of facts about actors: countries, who governed them when, organisations, media, given names.

It promises only what its sources give (`data/SOURCES.md`): a name that it does not know is None, not a guess. It reads
no article and decides nothing about one; `whoseword.link` does. Load it once with `ActorTable.load()` and pass it on.
"""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any, Literal

from whoseword.actors._offices import Gender, Holder, Offices
from whoseword.actors._own import OwnActor
from whoseword.actors._spelling import fold
from whoseword.errors import ModelError
from whoseword.records import ActorType, digest

Naming = Literal["name", "adjective", "capital", "seat"]
_BODIES = {"organisation", "media"}


@dataclass(frozen=True, slots=True)
class State:
    """A state that a word stands for, and by what: its name, adjective, capital or seat of government."""

    iso3: str
    name: str
    by: Naming


@dataclass(frozen=True, slots=True)
class ActorTable:
    """Facts about actors, looked up by name; the fields are what `load` reads, folded.

    `version` tells one user's own actors from another's; None without any.
    """

    states: Mapping[str, State]
    names: Mapping[str, str]
    offices: Offices
    organisations: Mapping[str, tuple[str, ActorType]]
    people: Mapping[str, str]
    own: Mapping[str, OwnActor]
    given: Mapping[str, Gender | None]
    version: str | None = None

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
            offices=Offices([Holder(*row) for row in raw["holders"]], raw["governing"]),
            organisations=_organisations(raw),
            own={},
            people={name: iso for iso, names in raw["people"].items() for name in names.split("|") if name},
            given=given,
        )

    def with_own(self, actors: Sequence[OwnActor]) -> "ActorTable":
        """The same table with a user's own actors, who come before those it knew."""
        called = {fold(name): actor for actor in actors for name in (*actor.aliases, actor.name)}
        people = {name: actor for name, actor in called.items() if actor.type == "person"}
        bodies = {
            name.removeprefix("the "): (actor.name, actor.type) for name, actor in called.items() if actor.type in _BODIES
        }
        own_states = [actor for actor in actors if actor.type == "state"]
        gone = people.keys() | bodies.keys()
        states = {word: state for word, state in self.states.items() if word not in gone}
        return replace(
            self,
            states={**states, **{word: state for actor in own_states for word, state in _words_of(actor)}},
            names={**self.names, **{actor.country: actor.name for actor in own_states if actor.country}},
            offices=self.offices.with_terms(term for actor in actors for term in actor.offices),
            organisations={**{n: body for n, body in self.organisations.items() if n not in gone}, **bodies},
            people={**self.people, **{name: actor.country for name, actor in people.items() if actor.country}},
            own={**self.own, **people},
            version=digest(*actors)[:8],
        )

    def terms_of(self, name: str) -> tuple[Holder, ...]:
        """Every term of office of a person, by full name in any common spelling or by an alias of the user's."""
        return self.offices.of_person(self.known_as(name) or name)

    def known_as(self, name: str) -> str | None:
        """The name by which the table knows a person, whichever the article uses; None for someone whom it does not know."""
        own = self.own.get(fold(name))
        if own is not None:
            return own.name
        terms = self.offices.of_person(name)
        return terms[0].name if terms else None

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
        own = self.own.get(folded)
        if own is not None and own.country is not None:
            return own.country
        terms = self.terms_of(name)
        countries = {term.country for term in terms if len(term.country) == 3}
        if len(countries) == 1:
            return countries.pop()
        return None if terms else self.people.get(folded)

    def name_of(self, iso3: str) -> str | None:
        """The common English name of a country by its ISO alpha-3 code."""
        return self.names.get(iso3)

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
        return "person" if fold(name) in self.own or self.terms_of(name) or fold(name) in self.people else None

    def gender_of(self, name: str) -> Gender | None:
        """Of a leader or by a given name: "m", "f", or None where unknown or borne by both."""
        own = self.own.get(fold(name))
        if own is not None and own.gender is not None:
            return own.gender
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


def _words_of(actor: OwnActor) -> Iterator[tuple[str, State]]:
    """The words for a user's state; where it has no ISO code its name stands for one."""
    code = actor.country or actor.name
    capital = (actor.capital,) if actor.capital else ()
    columns: tuple[tuple[Naming, tuple[str, ...]], ...] = (
        ("capital", capital), ("adjective", actor.adjectives), ("name", (actor.name, *actor.aliases)),
    )  # fmt: skip
    for by, words in columns:
        yield from ((fold(word), State(code, actor.name, by)) for word in words)
