"""The people of an article: their full names, what they are called after that, and every place where they are named.

Two people of one surname stay apart; spelling variants of one name (Zelenskiy, Zelenskyy) and nicknames (Bill, William)
come together. A surname that could be two people's is decided by title, paragraph and prominence, or not at all.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from whoseword.actors import ActorTable, Gender, fold, skeleton
from whoseword.link import _words as w
from whoseword.link._names import FULL_NAME_SCORE, Find
from whoseword.link._page import Page
from whoseword.link._phrases import is_plural, singular

_OFFICES = {"president", "premier", "minister", "chancellor", "king", "queen"}
# A surname this long may be misspelt by one letter and still be the same person's.
_LONG_SURNAME = 5
# Someone called by given name alone so often is called so throughout (world, 2026-11-27).
_FAMILIAR = 3
_HE, _SHE = (re.compile(rf"\b(?:{words})\b") for words in ("he|him|his|himself", "she|her|hers|herself"))
# So many pronouns of one gender, and none of the other, tell somebody's.
_TIMES = 2
_LONG_NAME = 4  # words; more are a company's
_PLURAL_VERBS = "are|were|have|say|think|believe|want|see|feel|do|tend|still [a-z]+[^s\\W]"
_SINGULAR_VERBS = "is|was|has|says|thinks|believes|wants|sees|feels|does|tends"
_SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}
_APPOSITION = re.compile(r",\s+((?:(?!\bwho\b)[^,;:.\n“”\"()—]){3,90})[,;.—\n]")
_COPULA = re.compile(r",?\s+(?:who\s+)?(?:is|was|serves as|served as|became)\s+((?:an?|the|now)\s[^,;:.\n“”\"()]{3,70})")
_DESCRIPTION = re.compile(r"((?:[\w'’.\-]+,?[ \xa0]){1,7})$")
_PLAIN = re.compile(r"[^\W\d_]+(?:[-.][^\W\d_]+)*\.?")
_ABBREVIATED = {
    "sen.": "senator", "sen": "senator", "rep.": "congressman", "rep": "congressman", "representative": "congressman", "gov.": "governor", "gov": "governor", "gen.": "general",
    "lt.": "lieutenant", "prof.": "professor", "dr.": "doctor", "dr": "doctor", "prof": "professor", "congresswoman": "congressman",
    "chairwoman": "chairman", "chair": "chairman", "mp": "lawmaker", "adviser": "advisor", "gop": "republican", "front-runner": "frontrunner",
}  # fmt: skip
# "The father's" in "the father's lawyer": what the owner is, the bearer of the name is not.
_OWNER = re.compile(r"\b[a-z]+(?:['’]s|s['’])\s")
_VERB = re.compile(r"[a-z]+ed")
_FAMILY = re.compile(r"\b([A-Z][^\W\d_]+)['’]s? (?:[a-z-]+ )?(?:son|daughter|brother|sister),? ([A-Z][^\W\d_]+)\b(?! [A-Z])")
_TWO_WORDS = re.compile(r"\b(?=([A-Z][^\W\d_]+) ([A-Z][^\W\d_]+)\b)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a person is named: the words of the name, and where their titles start."""

    start: int
    end: int
    opens: int
    person: int


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the article names: the fullest common form of the name, and what it says she or he is."""

    name: str
    given: str | None
    surname: str
    gender: Gender | None
    traits: frozenset[str]
    role: str | None
    full_names: tuple[int, ...]

    @property
    def last(self) -> str:
        """The surname, or the only name."""
        return name_parts(self.name.split())[-1]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone whom the article names, with their mentions in order."""

    people: tuple[Person, ...]
    mentions: tuple[Mention, ...]
    by_surname: dict[str, tuple[int, ...]]
    by_given: dict[str, tuple[int, ...]]
    finds: tuple[Find, ...]
    familiar: frozenset[int] = frozenset()

    def named(self, words: Sequence[str], at: int, page: Page, gender: Gender | None = None) -> int | None:
        """The person whom a full name, surname or given name at an offset stands for; None where unclear."""
        if len(words) > 1:
            full = [i for i in self.by_surname.get(skeleton(words[-1]), ()) if self._agrees(i, words)]
            exact = [i for i in full if self.people[i].given is not None]
            return self._pick(exact or full, at, page)
        key = skeleton(words[0])
        candidates = [i for i in self.by_surname.get(key, ()) if gender is None or self.people[i].gender in {None, gender}]
        if candidates:
            return self._pick(candidates, at, page)
        firsts = [i for i in self.by_given.get(fold(words[0]), ()) if gender in {None, self.people[i].gender}]
        return self._pick(firsts, at, page) if firsts else self._misspelt(key)

    def _misspelt(self, key: str) -> int | None:
        """The one person with a full name whose surname differs by a letter, as articles misspell the names they quote."""
        close = [i for i, person in enumerate(self.people) if person.given and _one_apart(person.surname, key)]
        return close[0] if len(close) == 1 else None

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
    if a == b or w.NICKNAMES.get(a, a) == w.NICKNAMES.get(b, b) or skeleton(a) == skeleton(b):
        return True
    return (len(a) == 1 or len(b) == 1) and a[:1] == b[:1]


def assemble(page: Page, finds: Sequence[Find], table: ActorTable, day: str | None) -> Cast:
    """The cast of a page from the names found in it; `day` is the ISO date of the article."""
    body = [find for find in finds if not page.is_aside(find.start)]
    full = _full_names(body)
    clusters = _cluster([find for find in body if _key(find) in full and not _is_stray(page, find, full, table)])
    clusters += _surnames_alone(page, body, clusters, table) + _leaders_apart(body, clusters, table, day)
    people = _with_given_names(page, [_person(page, cluster, table) for cluster in clusters], table)
    people = _with_family_names(page, people, body)
    by_surname: dict[str, tuple[int, ...]] = {}
    by_given: dict[str, tuple[int, ...]] = {}
    for i, person in enumerate(people):
        by_surname[person.surname] = (*by_surname.get(person.surname, ()), i)
        if person.given:
            by_given[fold(person.given)] = (*by_given.get(fold(person.given), ()), i)
    cast = Cast(people, (), by_surname, by_given, tuple(finds), _familiar(page, body, people))
    mentions = tuple(_mentions(page, finds, cast))
    return replace(cast, people=_with_genders(page, people, mentions), mentions=mentions)


def _with_genders(page: Page, people: Sequence[Person], mentions: Sequence[Mention]) -> tuple[Person, ...]:
    """The people, those of unknown gender with that of the pronouns in the sentences that name nobody else."""
    named: dict[int, set[int]] = {}
    for mention in mentions:
        named.setdefault(page.sentence(mention.start), set()).add(mention.person)
    counts: Counter[tuple[int, Gender]] = Counter()
    for mention in mentions:
        begin, end = page.bounds(mention.start)
        if (
            people[mention.person].gender is None
            and len(named[page.sentence(mention.start)]) == 1
            and page.quote(begin) is None
        ):
            he, she = (len(pattern.findall(page.text, mention.end, end)) for pattern in (_HE, _SHE))
            counts += Counter({(mention.person, "m"): he, (mention.person, "f"): she})
    found = []
    for i, person in enumerate(people):
        he, she = counts[i, "m"], counts[i, "f"]
        sure: Gender | None = "m" if he >= _TIMES > she * _TIMES else "f" if she >= _TIMES > he * _TIMES else None
        found.append(replace(person, gender=sure) if sure else person)
    return tuple(found)


def _familiar(page: Page, body: Iterable[Find], people: Sequence[Person]) -> frozenset[int]:
    """Who is called by given name alone, outside quotations and at least as often as anybody by the surname alone.

    "Elian" is then hardly the one whom the article calls by a surname that others bear too.
    """
    alone = Counter(fold(f.core[0]) for f in body if len(f.core) == 1 and page.quote(f.start) is None)
    called = {i: (alone[fold(person.given)], alone[fold(person.last)]) for i, person in enumerate(people) if person.given}
    return frozenset(i for i, (given, surname) in called.items() if given >= max(_FAMILIAR, surname))


def name_parts(core: Sequence[str]) -> list[str]:
    """The words of a name without Jr. and the like."""
    return [word for word in core if word.casefold() not in _SUFFIXES] or list(core)


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
        if len(find.core) != 1 or not _OFFICES & set(find.titles):
            continue
        key = skeleton(find.core[0])
        named = [parts for parts in fullnames if len(parts) > 1 and skeleton(parts[-1]) == key]
        terms = [
            t for t in table.surnamed(find.core[0]) if t.since <= day and (t.until is None or day[: len(t.until)] <= t.until)
        ]
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
        key = skeleton(parts[-1])
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
    fresh: dict[str, list[Find]] = {}
    for find in body:
        if (
            len(find.core) == 1
            and find.is_person
            and not _is_people(find.core[0], table)
            and not _is_near(skeleton(find.core[0]), known)
        ):
            fresh.setdefault(skeleton(find.core[0]), []).append(find)
    return [finds for finds in fresh.values() if not speak_as_many(page, finds[0].core[0])]


def speak_as_many(page: Page, word: str) -> bool:
    """Whether the verbs after a name in s are plural ("Millennials say"), so that it names people, not a person."""
    if not is_plural(word.casefold()):
        return False
    many, one = (
        len(re.findall(rf"\b{re.escape(word)} (?:{verbs})\b", page.text)) for verbs in (_PLURAL_VERBS, _SINGULAR_VERBS)
    )
    return many > one


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


def title_gender(titles: Iterable[str]) -> Gender | None:
    """What Mr, Mrs, King and the like say about gender."""
    for title in titles:
        if title in w.MASCULINE_TITLES:
            return "m"
        if title in w.FEMININE_TITLES:
            return "f"
    return None


def _person(page: Page, cluster: Sequence[Find], table: ActorTable) -> Person:
    forms = Counter(" ".join(f.core) for f in cluster)
    longest = max(len(name.split()) > 1 for name in forms)
    name = max(forms, key=lambda form: ((len(form.split()) > 1) == longest, forms[form]))
    name = max((form for form in forms if form == name or form.endswith(f" {name}") or form.startswith(f"{name} ")), key=len)
    parts = name_parts(name.split())
    described = [text for find in sorted(cluster, key=lambda f: f.start) for text in _descriptions(page, find)]
    traits = frozenset(_normal(word) for text in described for word in _PLAIN.findall(_OWNER.sub("", text)))
    gender = title_gender(t for find in cluster for t in find.titles) or (table.gender_of(name) if len(parts) > 1 else None)
    if gender is None and len(parts) == 1:
        gender = _gender_alone(cluster, parts[0], table)
    if gender is None:
        gender = "f" if traits & w.FEMININE_ROLES else "m" if traits & w.MASCULINE_ROLES else None
    return Person(
        name=_redecoded(name),
        given=parts[0] if len(parts) > 1 else None,
        surname=skeleton(parts[-1]),
        gender=gender,
        traits=traits | {_normal(t) for find in cluster for t in find.titles},
        role=next((_role(page, find) for find in cluster if _role(page, find)), None),
        full_names=tuple(sorted(find.start for find in cluster)),
    )


def _redecoded(name: str) -> str:
    """The name as it was before UTF-8 was read as Latin-1 ("PeÃ±a"), as it often was in archives; else unchanged."""
    try:
        return unicodedata.normalize("NFC", name).encode("latin-1").decode("utf8")
    except UnicodeError:
        return name


def _gender_alone(cluster: Sequence[Find], word: str, table: ActorTable) -> Gender | None:
    """The gender of someone called by one word: a leader's by the table, else that of the word as a given name."""
    if any(_OFFICES & set(find.titles) for find in cluster):
        genders = {term.gender for term in table.surnamed(word) if term.gender}
        return genders.pop() if len(genders) == 1 else None
    return None if any(find.titles for find in cluster) else table.gender_of(word)


def _with_given_names(page: Page, people: Sequence[Person], table: ActorTable) -> tuple[Person, ...]:
    """The people, those called by surname alone with the given name that a longer name has: "The Rachel Maddow Show"."""
    called: dict[str, set[str]] = {}
    for match in _TWO_WORDS.finditer(page.text):
        if table.is_given(match[1]):
            called.setdefault(match[2], set()).add(match[1])
    taken = {(person.given, person.last) for person in people}
    found = []
    for person in people:
        names = () if person.given else [name for name in called.get(person.name, ()) if (name, person.name) not in taken]
        fitting = [
            name for name in names if None in {person.gender, table.gender_of(name)} or table.gender_of(name) == person.gender
        ]
        if len(fitting) == 1:
            gender = person.gender or table.gender_of(fitting[0])
            found.append(replace(person, name=f"{fitting[0]} {person.name}", given=fitting[0], gender=gender))
        else:
            found.append(person)
    return tuple(found)


def _with_family_names(page: Page, people: Sequence[Person], finds: Iterable[Find]) -> tuple[Person, ...]:
    """The people, those called by given name alone with the surname of whose son or sister they are: "Hale's son, Toby"."""
    surnames = {person.last for person in people}
    family = {match[2]: match[1] for match in _FAMILY.finditer(page.text) if match[1] in surnames}
    borne = {find.core[0] for find in finds if len(find.core) == 1 and find.titles}
    found = []
    for person in people:
        surname = family.get(person.name) if person.given is None and person.name not in borne else None
        whole = None if surname is None else f"{person.name} {surname}"
        found.append(person if whole is None else replace(person, name=whole, given=person.name))
    return tuple(found)


def _normal(word: str) -> str:
    folded = word.casefold()
    return _ABBREVIATED.get(folded, folded.rstrip("."))


normal_role = _normal


def _descriptions(page: Page, find: Find) -> Iterable[str]:
    """What the words right before and after a name say its bearer is."""
    start, _ = page.bounds(find.start)
    before = page.text[max(start, find.opens - 60) : find.start]
    match = _DESCRIPTION.search(before)
    if match:
        words = match[1].split()
        cut_at = max(
            (
                i
                for i, word in enumerate(words)
                if word.casefold().strip(",") in w.PREPOSITIONS | w.SPEECH | w.BE | {"and", "but"}
                or (i and _VERB.fullmatch(word) and _normal(words[i - 1]) in w.ROLES)
            ),
            default=-1,
        )
        tail = " ".join(words[cut_at + 1 :])
        if any(word.casefold().rstrip(",") in w.ROLES | w.KIN for word in tail.split()):
            yield tail
    for pattern in (_APPOSITION, _COPULA):
        after = pattern.match(page.text, find.end)
        if (
            after
            and after[1].split()[0] not in w.SPEECH
            and any({_normal(word), word.casefold()} & (w.ROLES | w.KIN) for word in _PLAIN.findall(after[1]))
        ):
            yield after[1]


def _role(page: Page, find: Find) -> str | None:
    """The title that stands before a name, as the article writes it."""
    if find.opens < find.start:
        title = page.text[find.opens : find.start].strip()
        if title and title.casefold().rstrip(".") not in w.MASCULINE_TITLES | w.FEMININE_TITLES:
            return title
    return None
