"""What an article says of one person: the fullest form of the name, gender, and what the words around the name call its bearer.

Names are completed only from what the article gives: a given name from a longer name, a brother's surname from his family's.
Which mentions are one person's is decided in `_cast`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from whoseword.actors import ActorTable, Gender, skeleton
from whoseword.link import _words as w
from whoseword.link._names import Find
from whoseword.link._page import Page

# Offices by whose surname the table of facts knows a leader: "President Obama".
LEADING = {"president", "premier", "minister", "chancellor", "king", "queen"}
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


def name_parts(core: Sequence[str]) -> list[str]:
    """The words of a name without Jr. and the like."""
    return [word for word in core if word.casefold() not in _SUFFIXES] or list(core)


def title_gender(titles: Iterable[str]) -> Gender | None:
    """What Mr, Mrs, King and the like say about gender."""
    for title in titles:
        if title in w.MASCULINE_TITLES:
            return "m"
        if title in w.FEMININE_TITLES:
            return "f"
    return None


def describe(page: Page, cluster: Sequence[Find], table: ActorTable) -> Person:
    forms = Counter(" ".join(f.core) for f in cluster)
    longest = max(len(name.split()) > 1 for name in forms)
    name = max(forms, key=lambda form: ((len(form.split()) > 1) == longest, forms[form]))
    name = max((form for form in forms if form == name or form.endswith(f" {name}") or form.startswith(f"{name} ")), key=len)
    parts = name_parts(name.split())
    described = [text for find in sorted(cluster, key=lambda f: f.start) for text in _descriptions(page, find)]
    traits = frozenset(normal_role(word) for text in described for word in _PLAIN.findall(_OWNER.sub("", text)))
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
        traits=traits | {normal_role(t) for find in cluster for t in find.titles},
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
    if any(LEADING & set(find.titles) for find in cluster):
        genders = {term.gender for term in table.offices.surnamed(word) if term.gender}
        return genders.pop() if len(genders) == 1 else None
    return None if any(find.titles for find in cluster) else table.gender_of(word)


def with_given_names(page: Page, people: Sequence[Person], table: ActorTable) -> tuple[Person, ...]:
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


def with_family_names(page: Page, people: Sequence[Person], finds: Iterable[Find]) -> tuple[Person, ...]:
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


def normal_role(word: str) -> str:
    folded = word.casefold()
    return _ABBREVIATED.get(folded, folded.rstrip("."))


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
                or (i and _VERB.fullmatch(word) and normal_role(words[i - 1]) in w.ROLES)
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
            and any({normal_role(word), word.casefold()} & (w.ROLES | w.KIN) for word in _PLAIN.findall(after[1]))
        ):
            yield after[1]


def _role(page: Page, find: Find) -> str | None:
    """The title that stands before a name, as the article writes it."""
    if find.opens < find.start:
        title = page.text[find.opens : find.start].strip()
        if title and title.casefold().rstrip(".") not in w.MASCULINE_TITLES | w.FEMININE_TITLES:
            return title
    return None
