"""Whose a position is: the actor who speaks, or the state that an office, a ministry or an army speaks for.

Who is nameless takes no position here that could be followed over time: unnamed officials, crowds and documents are left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from whoseword.records import Speaker

By = Literal["actor", "country"]

_OFFICE: Final = re.compile(
    r"(?i)\b(?:president|prime minister|premier|chancellor|minister|secretary of (?:state|defen[cs]e|the treasury)|foreign secretary|"
    r"king|queen|emir|sultan|ambassador|envoy|chief negotiator|taoiseach)\b"
)
_NO_OFFICE: Final = re.compile(
    r"(?i)\b(?:former|ex|opposition|shadow|elect|designate|candidate|deputy chairman|company|university|bank|board|club|institute|association)\b"
)
_BODY: Final = re.compile(
    r"(?i)\b(?:ministry|army|navy|air force|government|cabinet|embassy|delegation|foreign office|state department|presidency|kremlin|"
    r"white house|pentagon|armed forces|defen[cs]e forces?|border guards?|coast guard|central command)\b"
)
_SHORTEST_ROOT: Final = 5  # letters that a state's name and its adjective share at the beginning (Oressia, Oressian)


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes a position: a key that is the same in every article, and the name to show."""

    key: str
    name: str


class Parties:
    """The parties among speakers: who is the same person, and for which state each speaks.

    `names` gives the names of countries by code. It looks at every speaker at once, since an office is often told in one
    article only, and so depends on what it is given, but not on its order.
    """

    def __init__(self, speakers: Iterable[Speaker], names: Mapping[str, str]) -> None:
        known = sorted({speaker for speaker in speakers if speaker.name}, key=_ordering)
        self._names = names
        self._states = {
            speaker.name: speaker.country or speaker.name for speaker in known if speaker.type == "state" and speaker.name
        }
        self._full = _full_names(known)
        offices: dict[str, Counter[tuple[str, str]]] = {}
        for speaker in known:
            state = self._office_of(speaker)
            if state is not None:
                offices.setdefault(self._person(speaker), Counter())[state] += 1
        self._offices = {key: min(count.items(), key=lambda pair: (-pair[1], pair[0]))[0] for key, count in offices.items()}

    def party(self, speaker: Speaker, by: By) -> Party | None:
        """Whose position a speaker's statement is; None where nobody is named who could be followed."""
        if speaker.name is None or speaker.type not in ("person", "state", "organisation"):
            return None
        if speaker.type == "state":
            key = speaker.country or folded(speaker.name)
            return Party(f"state:{key}", self._names.get(key, speaker.name))
        if speaker.type == "organisation" and speaker.name in self._states:  # a state that one article took for a body
            known = self._states[speaker.name]
            key = folded(known) if known == speaker.name else known
            return Party(f"state:{key}", self._names.get(key, speaker.name))
        state = self._offices.get(self._person(speaker)) if by == "country" else None
        if state is not None:
            return Party(f"state:{state[0]}", state[1])
        name = self._full.get(folded(speaker.name), speaker.name) if speaker.type == "person" else speaker.name
        return Party(f"{speaker.type}:{folded(name)}", name)

    def own(self, speaker: Speaker) -> frozenset[str]:
        """The words, in lower case, by which a speaker's own side may be called."""
        state = self._offices.get(self._person(speaker)) if speaker.name else None
        country = self._names.get(speaker.country or "", "")
        called = " ".join((speaker.name or "", speaker.role or "", country, state[1] if state else ""))
        return frozenset(word for word in re.findall(r"[^\W\d_]+", called.casefold()) if len(word) > 2) - _COMMON

    def _person(self, speaker: Speaker) -> str:
        name = folded(speaker.name or "")
        return folded(self._full.get(name, name)) if speaker.type == "person" else f"{speaker.type}:{name}"

    def _office_of(self, speaker: Speaker) -> tuple[str, str] | None:
        """The state, as key and name, for which an office or a body speaks."""
        if speaker.type == "person":
            role = speaker.role or ""
            if not _OFFICE.search(role) or _NO_OFFICE.search(role):
                return None
        elif speaker.type == "organisation" and _BODY.search(speaker.name or ""):
            role = speaker.name or ""
        else:
            return None
        if speaker.country:
            return speaker.country, self._names.get(speaker.country, speaker.country)
        return self._named_in(role)

    def _named_in(self, phrase: str) -> tuple[str, str] | None:
        """The one state whose name or adjective stands in a phrase."""
        words = re.findall(r"[^\W\d_]+", phrase.casefold())
        found = {
            (folded(key) if key == name else key, self._names.get(key, name))
            for name, key in self._states.items()
            if any(kin(word, name) for word in words)
        }
        return next(iter(found)) if len(found) == 1 else None


def folded(name: str) -> str:
    """A name for comparison: lower case, one space between words."""
    return " ".join(name.casefold().split())


def _ordering(speaker: Speaker) -> tuple[str, ...]:
    return (speaker.name or "", speaker.type, speaker.country or "", speaker.role or "", speaker.how, str(speaker.confidence))


def kin(word: str, state: str) -> bool:
    """Whether a word in lower case is a state's name, or an adjective and its name: `tarvonian`, `Tarvonia`."""
    name = state.casefold()
    length = next(
        (n for n, (one, other) in enumerate(zip(word, name, strict=False)) if one != other), min(len(word), len(name))
    )
    return word == name or (length >= max(_SHORTEST_ROOT, len(name) - 2) and len(word) - length <= 3)


def _full_names(speakers: Iterable[Speaker]) -> dict[str, str]:
    """For a person called by one word the full name that ends in it, where only one person has it."""
    persons = {folded(speaker.name): speaker.name for speaker in speakers if speaker.type == "person" and speaker.name}
    longer: dict[str, set[str]] = {}
    for key in persons:
        if " " in key:
            longer.setdefault(key.rsplit(" ", 1)[1], set()).add(key)
    return {key: persons[next(iter(longer[key]))] for key in persons if " " not in key and len(longer.get(key, ())) == 1}


_COMMON: Final = frozenset(
    {
        "minister",
        "president",
        "foreign",
        "prime",
        "the",
        "and",
        "secretary",
        "spokesman",
        "spokeswoman",
        "general",
        "defence",
        "defense",
    }
)
