"""Terms of office, and who held an office on a day: one person, or nobody where the table does not know.

Days are ISO 8601 and both ends of a term belong to it. The table knows nothing of a day that no term covers: before and
after what its sources cover, between two terms, while someone only acts for the holder. On the day of a change it names
neither of the two.
"""

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from whoseword.actors._spelling import fold, loose, skeleton

__all__ = ["Gender", "Holder", "Offices"]

Gender = Literal["m", "f"]
_NUMERAL = re.compile(r"[IVX]+")


@dataclass(frozen=True, slots=True)
class Holder:
    """One term of office.

    `country` is ISO 3166-1 alpha-3, or the name of an organisation. `until` is the last day that the source knows of, and
    `ended` whether it was the last day of the term.
    """

    name: str
    office: str
    country: str
    since: str
    until: str
    ended: bool
    gender: Gender | None

    def covers(self, day: str) -> bool:
        """Whether the whole of an ISO date of any precision lies in the term."""
        first, last = _period(day)
        return self.since <= first and last <= self.until


class Offices:
    """Every term of office, by office and by person."""

    def __init__(self, terms: Sequence[Holder], governing: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        self._of_country = _group(terms, lambda term: term.country)
        self._of_name = _group(terms, lambda term: fold(term.name))
        self._of_surname = _group(terms, lambda term: skeleton(_surname(term.name)))
        self._of_loose = _group(terms, lambda term: loose(_surname(term.name)))
        self._governing = governing

    def with_terms(self, more: Iterable[Holder]) -> "Offices":
        """The same with more terms; each stands in place of what was known of its office on its days."""
        given = tuple(more)
        known = (term for terms in self._of_country.values() for term in terms)
        kept = [part for term in known for part in _outside(term, given)]
        return Offices([*kept, *given], self._governing)

    @property
    def terms(self) -> tuple[Holder, ...]:
        """Every term."""
        return tuple(term for terms in self._of_country.values() for term in terms)

    def holder(self, office: str, country: str, day: str) -> Holder | None:
        """Who held an office of a country or organisation during all of an ISO date; None where the table does not know.

        "leader" is whoever holds the office that governs there.
        """
        named = [term for term in self._of_country.get(country, ()) if term.office == office and _touches(term, day)]
        if not named and office == "leader":
            governs = self.governing(country, day)
            return self.holder(governs, country, day) if governs else None
        if len({fold(term.name) for term in named}) > 1:
            return None
        return next((term for term in named if term.covers(day)), None)

    def has(self, office: str, country: str) -> bool:
        """Whether the table knows anyone who ever held an office of a country or organisation."""
        governs = office == "leader" and country in self._of_country
        return governs or any(term.office == office for term in self._of_country.get(country, ()))

    def may_hold(self, office: str, name: str, day: str, country: str | None = None) -> bool:
        """Whether that person, by full name or surname, held an office on a day, or held it when the source ended and may still.

        `country` is that of the office where it is known.
        """
        terms = self.of_person(name) if " " in name else self.surnamed(name)
        fitting = (term for term in terms if country in {None, term.country})
        return any(self._is_office(term, office, day) and self._may_cover(term, day) for term in fitting)

    def _is_office(self, term: Holder, office: str, day: str) -> bool:
        return term.office == office or (office == "leader" and term.office == self.governing(term.country, day))

    def _may_cover(self, term: Holder, day: str) -> bool:
        if _touches(term, day):
            return True
        later = (t for t in self._of_country[term.country] if t.office == term.office and t.since > term.until)
        return not term.ended and term.since <= day and not any(later)

    def of_person(self, name: str) -> tuple[Holder, ...]:
        """Every term of a person, by full name in any common spelling (Zelenskiy, Zelenskyy; Moammar Gadhafi, Muammar Qaddafi)."""
        exact = self._of_name.get(fold(name))
        words = fold(name).split()
        if exact is not None or len(words) < 2:
            return exact or ()
        first = loose(words[0])
        alike = self._of_loose.get(loose(words[-1]), ())
        found = [t for t in alike if " " in t.name and loose(t.name.split()[0]) == first]
        return tuple(found) if len({fold(t.name) for t in found}) == 1 else ()

    def surnamed(self, surname: str) -> tuple[Holder, ...]:
        """Every term of office of everyone with a surname."""
        return self._of_surname.get(skeleton(surname), ())

    def governing(self, country: str, day: str) -> str | None:
        """The office of whoever governs a country on a day; None where the table knows none."""
        rows = self._governing.get(country, (("", "president"),))
        return next((office or None for since, office in reversed(rows) if since <= day), None)


def _touches(term: Holder, day: str) -> bool:
    first, last = _period(day)
    return term.since <= last and first <= term.until


def _period(day: str) -> tuple[str, str]:
    """The first and the last day of an ISO date of a year, month or day."""
    day = day[:10]
    if len(day) == 4:
        return f"{day}-01-01", f"{day}-12-31"
    if len(day) == 7:
        return f"{day}-01", f"{day}-{calendar.monthrange(int(day[:4]), int(day[5:]))[1]:02d}"
    return day, day


def _outside(term: Holder, others: Sequence[Holder]) -> list[Holder]:
    """What is left of a term on the days that no other of the same office takes."""
    left = [term]
    for other in others:
        if (other.office, other.country) == (term.office, term.country):
            left = [part for one in left for part in _without(one, other)]
    return left


def _without(term: Holder, other: Holder) -> list[Holder]:
    if term.until < other.since or other.until < term.since:
        return [term]
    parts = []
    if term.since < other.since:
        parts.append(replace(term, until=_next_to(other.since, -1), ended=True))
    if other.until < term.until:
        parts.append(replace(term, since=_next_to(other.until, 1)))
    return parts


def _next_to(day: str, step: int) -> str:
    return (date.fromisoformat(day) + timedelta(step)).isoformat()


def _surname(name: str) -> str:
    """The last word that is no number: Elizabeth II is called Elizabeth."""
    return next((word for word in reversed(name.split()) if not _NUMERAL.fullmatch(word)), name)


def _group(terms: Iterable[Holder], key: Callable[[Holder], str]) -> dict[str, tuple[Holder, ...]]:
    grouped: dict[str, list[Holder]] = {}
    for term in terms:
        grouped.setdefault(key(term), []).append(term)
    return {name: tuple(group) for name, group in grouped.items()}
