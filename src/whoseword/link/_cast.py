"""The people of an article: their full names, what they are called after that, and every place where they are named.

Two people of one surname stay apart; spelling variants of one name (Zelenskiy, Zelenskyy) and nicknames (Bill, William)
come together. A surname that could be two people's is decided by title, paragraph and prominence, or not at all.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whoseword.actors import ActorTable, Gender, fold, loose, skeleton
from whoseword.link import _words as w
from whoseword.link._names import FULL_NAME_SCORE, Find
from whoseword.link._page import Page
from whoseword.link._people import LEADING, Person, describe, name_parts, title_gender, with_family_names, with_given_names
from whoseword.link._phrases import is_plural, singular

# A surname this long may be misspelt by one letter and still be the same person's.
_LONG_SURNAME = 5
# Someone called by given name alone so often is called so throughout (world, 2026-11-27).
_FAMILIAR = 3
_AGREES = re.compile(
    r"\b([A-Z][^\W\d_]+s) (?:(are|were|have|say|think|believe|want|see|feel|do|tend|still [a-z]+[^s\W])|is|was|has|says|thinks|believes|wants|sees|feels|does|tends)\b"
)
_ACRONYM = re.compile(r"(?:[A-Z]\.?){3,6}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a person is named: the words of the name, and where their titles start."""

    start: int
    end: int
    opens: int
    person: int


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone whom the article names, with their mentions in order.

    `familiar` are those called by given name, `many` the plural names of people, `spelt_out` the long forms of acronyms.
    """

    people: tuple[Person, ...]
    mentions: tuple[Mention, ...]
    by_surname: dict[str, tuple[int, ...]]
    by_given: dict[str, tuple[int, ...]]
    finds: tuple[Find, ...]
    familiar: frozenset[int] = frozenset()
    many: frozenset[str] = frozenset()
    spelt_out: Mapping[str, str] = field(default_factory=dict)

    def named(self, words: Sequence[str], at: int, page: Page, gender: Gender | None = None) -> int | None:
        """The person whom a full name, surname or given name at an offset stands for; None where unclear."""
        if len(words) > 1:
            surnamed = self.by_surname.get(skeleton(words[-1]), ()) or self._spelt_otherwise(words[-1])
            full = [i for i in surnamed if self._agrees(i, words)]
            exact = [i for i in full if self.people[i].given is not None]
            return self._pick(exact or full, at, page)
        key = skeleton(words[0])
        candidates = [i for i in self.by_surname.get(key, ()) if gender is None or self.people[i].gender in {None, gender}]
        if candidates:
            return self._pick(candidates, at, page)
        firsts = [i for i in self.by_given.get(fold(words[0]), ()) if gender in {None, self.people[i].gender}]
        return self._pick(firsts, at, page) if firsts else self._misspelt(words[0])

    def _misspelt(self, word: str) -> int | None:
        """The one person with a full name whose surname differs by a letter, as articles misspell the names they quote, or by transliteration."""
        key = skeleton(word)
        close = {i for i, person in enumerate(self.people) if person.given and _one_apart(person.surname, key)}
        close |= {i for i in self._spelt_otherwise(word) if self.people[i].given}
        return close.pop() if len(close) == 1 else None

    def _spelt_otherwise(self, surname: str) -> tuple[int, ...]:
        """Those whose surname another writer might transliterate so."""
        return tuple(i for i, person in enumerate(self.people) if loose(person.last) == loose(surname))

    def _agrees(self, number: int, words: Sequence[str]) -> bool:
        given = self.people[number].given
        if given is None:
            return True
        return same_given(given, words[0]) or fold(self.people[number].name).endswith(fold(" ".join(words)))

    def _pick(self, candidates: Sequence[int], at: int, page: Page) -> int | None:
        if len(candidates) < 2:
            return candidates[0] if candidates else None
        formal = [i for i in candidates if i not in self.familiar]
        if formal and len(formal) < len(candidates):
            return max(formal, key=lambda i: max((s for s in self.people[i].full_names if s <= at), default=-1))
        paragraph = page.text.rfind("\n", 0, at)
        near = [i for i in candidates if any(paragraph < start <= at for start in self.people[i].full_names)]
        first = sorted(candidates, key=lambda i: self.people[i].full_names[0])
        main = first[0] if self.people[first[0]].full_names[0] <= at or page.is_aside(at) else None
        if not near or near == [main]:
            return main
        return near[0] if len(near) == 1 and main is None else None


def _one_apart(one: str, other: str) -> bool:
    """Whether two words differ by one letter more, less, other, or by two neighbours swapped."""
    if min(len(one), len(other)) < _LONG_SURNAME or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    i = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[i:], other[i:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[1::-1] and a[2:] == b[2:])


def same_given(one: str, other: str) -> bool:
    """Whether two given names may be one person's: equal, a nickname, an initial or another spelling."""
    a, b = fold(one).rstrip("."), fold(other).rstrip(".")
    if a == b or w.NICKNAMES.get(a, a) == w.NICKNAMES.get(b, b) or skeleton(a) == skeleton(b) or loose(a) == loose(b):
        return True
    return (len(a) == 1 or len(b) == 1) and a[:1] == b[:1]


def assemble(page: Page, finds: Sequence[Find], table: ActorTable, day: str | None) -> Cast:
    """The cast of a page from the names found in it; `day` is the ISO date of the article."""
    body = [find for find in finds if not page.is_aside(find.start)]
    full = _full_names(body)
    clusters = _cluster([find for find in body if _key(find) in full and not _is_stray(page, find, full, table)])
    clusters += _surnames_alone(page, body, clusters, table) + _leaders_apart(body, clusters, table, day)
    people = with_given_names(page, [describe(page, cluster, table) for cluster in clusters], table)
    people = with_family_names(page, people, body)
    by_surname: dict[str, tuple[int, ...]] = {}
    by_given: dict[str, tuple[int, ...]] = {}
    for i, person in enumerate(people):
        by_surname[person.surname] = (*by_surname.get(person.surname, ()), i)
        if person.given:
            by_given[fold(person.given)] = (*by_given.get(fold(person.given), ()), i)
    cast = Cast(
        people, (), by_surname, by_given, tuple(finds), _familiar(page, body, people), _many(page), _spelt_out(page, finds)
    )
    return replace(cast, mentions=tuple(_mentions(page, finds, cast)))


def _familiar(page: Page, body: Iterable[Find], people: Sequence[Person]) -> frozenset[int]:
    """Who is called by given name alone, outside quotations and at least as often as anybody by the surname alone.

    "Elian" is then hardly the one whom the article calls by a surname that others bear too.
    """
    alone = Counter(fold(f.core[0]) for f in body if len(f.core) == 1 and page.quote(f.start) is None)
    called = {i: (alone[fold(person.given)], alone[fold(person.last)]) for i, person in enumerate(people) if person.given}
    return frozenset(i for i, (given, surname) in called.items() if given >= max(_FAMILIAR, surname))


def _key(find: Find) -> str:
    return fold(" ".join(name_parts(find.core)))


def _leaders_apart(
    body: Iterable[Find], clusters: Sequence[Sequence[Find]], table: ActorTable, day: str | None
) -> list[list[Find]]:
    """Leaders known by surname: "President Obama" is not the Michelle Obama whose full name the article gives: the table knows who is president."""
    if day is None:
        return []
    fullnames = [name_parts(c[0].core) for c in clusters]
    apart: dict[str, list[Find]] = {}
    for find in body:
        if len(find.core) != 1 or not LEADING & set(find.titles):
            continue
        key = skeleton(find.core[0])
        named = [parts for parts in fullnames if len(parts) > 1 and skeleton(parts[-1]) == key]
        terms = [t for t in table.offices.surnamed(find.core[0]) if t.covers(day)]
        if named and terms and not any(same_given(parts[0], t.name.split()[0]) for parts in named for t in terms):
            apart.setdefault(key, []).append(find)
    return list(apart.values())


def _is_stray(page: Page, find: Find, full: set[str], table: ActorTable) -> bool:
    """Whether the first word is no part of the name: "Wherever Hillary Clinton", "Absent Trump"."""
    parts = [fold(part) for part in name_parts(find.core)]
    if table.is_given(parts[0]) or find.titles or find.opens - page.bounds(find.opens)[0] > 3:
        return False
    if len(parts) > 2 and " ".join(parts[1:]) in full:
        return True
    others = [name for name in full if name.endswith(f" {parts[-1]}") and table.is_given(name.split()[0])]
    return len(parts) == 2 and bool(others)


def _full_names(body: Iterable[Find]) -> set[str]:
    """The names of two words and more that are people's, all evidence in the article taken together."""
    best: dict[str, float] = {}
    alone: Counter[str] = Counter()
    titled: set[str] = set()
    for find in body:
        parts = name_parts(find.core)
        if len(parts) == 1:
            alone[skeleton(parts[0])] += 1
            if find.titles:
                titled.add(skeleton(parts[0]))
        elif len(parts) < 6:
            key = _key(find)
            best[key] = max(best.get(key, -9.0), find.score)
    last = {key: skeleton(key.split()[-1]) for key in best}
    return {key for key, score in best.items() if score + (alone[last[key]] > 0) + 2 * (last[key] in titled) >= FULL_NAME_SCORE}


def _cluster(finds: Iterable[Find]) -> list[list[Find]]:
    clusters: list[list[Find]] = []
    homes: dict[str, list[int]] = {}
    for find in sorted(finds, key=lambda f: (-len(name_parts(f.core)), f.start)):
        parts = name_parts(find.core)
        key = loose(parts[-1])
        for i in homes.get(key, []):
            other = name_parts(clusters[i][0].core)
            if same_given(parts[0], other[0]) or fold(" ".join(other)).endswith(" " + fold(" ".join(parts))):
                clusters[i].append(find)
                break
        else:
            homes.setdefault(key, []).append(len(clusters))
            clusters.append([find])
    return sorted(clusters, key=lambda cluster: min(f.start for f in cluster))


def _surnames_alone(
    page: Page, body: Iterable[Find], clusters: Sequence[Sequence[Find]], table: ActorTable
) -> list[list[Find]]:
    """People whom the article only ever calls by surname, known by a title or by speaking."""
    known = {skeleton(name_parts(c[0].core)[-1]) for c in clusters}
    known |= {skeleton(name_parts(c[0].core)[0]) for c in clusters}
    otherwise = {loose(name_parts(c[0].core)[-1]) for c in clusters}
    fresh: dict[str, list[Find]] = {}
    for find in body:
        if (
            len(find.core) == 1
            and find.is_person
            and not _is_people(find.core[0], table)
            and not _is_near(skeleton(find.core[0]), known)
            and loose(find.core[0]) not in otherwise
        ):
            fresh.setdefault(skeleton(find.core[0]), []).append(find)
    many = _many(page)
    return [finds for finds in fresh.values() if finds[0].core[0] not in many]


def _many(page: Page) -> frozenset[str]:
    """Names in s after which verbs are plural ("Millennials say"), so that they name people, not a person."""
    counts: Counter[str] = Counter()
    for match in _AGREES.finditer(page.text):
        counts[match[1]] += 1 if match[2] else -1
    return frozenset(name for name, balance in counts.items() if balance > 0 and is_plural(name.casefold()))


def _spelt_out(page: Page, finds: Iterable[Find]) -> dict[str, str]:
    """Acronym -> the article's own long form, by its initials: "Harbour and Dune Authority" for HDA."""
    small = r"(?:(?:and|of|for|the|on|to|in)[ \xa0])*"
    found: dict[str, str] = {}
    for letters in {find.core[0] for find in finds if len(find.core) == 1 and _ACRONYM.fullmatch(find.core[0])}:
        words = rf"[ \xa0]{small}".join(rf"{letter}[a-z]+" for letter in letters.replace(".", ""))
        match = re.search(rf"\b{words}\b", page.text)
        if match is not None:
            found[letters] = match[0]
    return found


def _is_people(word: str, table: ActorTable) -> bool:
    """Whether a capitalised plural names people in general: "Opponents", "Palestinians"."""
    folded = word.casefold().rpartition("-")[2]
    if not is_plural(folded):
        return False
    word = word.rpartition("-")[2]
    return singular(folded) in w.ROLES | w.ANONYMOUS | w.PARTIES or table.state(word[:-1]) is not None


def _is_near(key: str, known: set[str]) -> bool:
    return key in known or any(_one_apart(key, other) for other in known)


def _mentions(page: Page, finds: Iterable[Find], cast: Cast) -> Iterable[Mention]:
    for find in finds:
        parts = name_parts(find.core)
        if len(parts) == 1 and find.after_the and not find.titles:
            continue
        person = cast.named(parts, find.start, page, title_gender(find.titles))
        if person is not None and (len(parts) > 1 or not _is_place(find)):
            yield Mention(find.start, find.end, find.opens, person)


def _is_place(find: Find) -> bool:
    return find.tagged == "place"
