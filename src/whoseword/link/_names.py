"""Proper names in running text by their capitals: the finder that linking stands on where the tagger gives no names.

A find is a run of capitalised words with its titles, places and parties stripped; whether it is a person's is scored from
what stands around it. Names from the tagger are further evidence, never a condition.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from whoseword.actors import ActorTable
from whoseword.link import _words as w
from whoseword.link._page import Page
from whoseword.records import Name, NameType

_UPPER = "A-ZÀ-ÖØ-ÞĆČĐŁŚŞŠŹŻŽİ"
# A letter or figure, an accent apart from its letter, and what UTF-8 read as Latin-1 leaves ("PeÃ±a", in old archives).
_LETTER = r"(?:[^\W_]|[\u0300-\u036f]|(?<=[ÃÂ\u0302\u0303])[\x80-\xbf])"
_TOKEN = (
    rf"(?:[{_UPPER}]\.(?:[{_UPPER}]\.)*"
    r"|(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Govs?|Lt|Gen|Jr|Sr|Rev|Prof|Col|Adm|Capt|Sgt|Maj|Inc|Corp|Cie|Calif|Fla|Wis|Pa|Tex|Ariz|St|Atty|Hon|Amb|Cmdr)\."
    rf"|(?:O|D|L|Al|al|el|El)['’-][{_UPPER}]{_LETTER}+"
    rf"|[{_UPPER}]{_LETTER}*(?:[-'’](?!s\b){_LETTER}+)*)"
)
_PARTICLE = r"(?:de la|de los|van der|van den|von der|de|da|di|del|della|der|van|von|bin|ibn|al|el|le|dos|du|ter|ten)"
_RUN = re.compile(rf"(?<![\w’'-])(?:{_PARTICLE}[ \xa0]+)?{_TOKEN}(?:[ \xa0]+(?:{_PARTICLE}[ \xa0]+)?{_TOKEN})*")
_PART = re.compile(r"[^\s\xa0]+")
_KEEPS_STOP = re.compile(r"(?:[^\W\d_]\.)+|(?:Jr|Sr|Inc|Corp|Cie|St)\.")
_BEFORE = re.compile(r"([^\s\xa0]+)[\s\xa0]+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+|[A-Z]")
_AGE_OR_ROLE = re.compile(
    r",\s+(?:\d{1,3},|an?\s|the\s|who\s|whose\s|chief|director|president|professor|chair|editor|author|former)"
)
_PARTY_TAG = re.compile(r"\s*\((?:R|D|I|L)(?:-[^)]{1,12})?\)|,\s*(?:R|D)-[A-Z]")
_NEXT_WORD = re.compile(r"[\s,\xa0]*([^\W\d_]+)")
_ACRONYMS = {"US", "WHO", "IT"}
_COMPASS = {"new", "north", "south", "san", "los", "las", "st.", "fort", "mount", "lake", "el", "santa", "port"}
# What speaks for and against a run being a person's name, and how much is needed (PolNeAR train, 2026-11-23).
_TITLED, _GIVEN, _INITIAL, _TOLD, _TAGGED = 2.0, 2.0, 1.5, 1.0, 3.0
_BODY, _AFTER_THE, _AFTER_IN, _ACRONYM = -4.0, -2.0, -1.0, -1.0
PERSON_SCORE = 1.0
# A longer run of capitals is a table or a page in capitals, no name.
_LONGEST_RUN = 30
_FULL = 2  # a given name and a surname
FULL_NAME_SCORE = 0.0


@dataclass(frozen=True, slots=True)
class Find:
    """One capitalised run: its words, the titles stripped from its front, and how much it looks like a person's name.

    `start` and `end` are those of the core, titles left out; `opens` is where the titles start.
    """

    start: int
    end: int
    opens: int
    core: tuple[str, ...]
    titles: tuple[str, ...]
    score: float
    after_the: bool
    tagged: NameType | None

    @property
    def name(self) -> str:
        """The core as one string."""
        return " ".join(self.core)

    @property
    def is_person(self) -> bool:
        """Whether the evidence around it says that it names a person."""
        return self.score >= PERSON_SCORE


@dataclass(frozen=True, slots=True)
class _Evidence:
    titles: tuple[str, ...]
    lead: str
    after: str
    tagged: NameType | None


def find_names(page: Page, names: Sequence[Name], table: ActorTable) -> tuple[Find, ...]:
    """Every capitalised run of the page that is left with a core once titles and function words are stripped."""
    tagged = {name.span.start: name.type for name in names}
    finds = [find for run in _RUN.finditer(page.text) if (find := _find(page, run, tagged, table)) is not None]
    return tuple(_couples(page, finds, table))


def _couples(page: Page, finds: Sequence[Find], table: ActorTable) -> Iterable[Find]:
    """The same finds, the first of a couple with the surname that it shares: "James and Olive Meehan"."""
    surnames = {find.core[-1] for find in finds if len(find.core) > 1}
    for i, find in enumerate(finds):
        after = finds[i + 1] if i + 1 < len(finds) else None
        first = find.core[0]
        given = len(find.core) == 1 and table.is_given(first) and first not in surnames and table.state(first) is None
        joined = after is not None and page.text[find.end : after.opens].strip() == "and"
        if after is not None and joined and given and not find.titles and _is_whole(after, table):
            yield replace(find, core=(first, after.core[1]), score=max(find.score, after.score))
        else:
            yield find


def _is_whole(find: Find, table: ActorTable) -> bool:
    """Whether a find is a given name and a surname."""
    return len(find.core) == _FULL and find.score >= FULL_NAME_SCORE and table.kind_of(find.name) in {None, "person"}


def find_within(page: Page, start: int, end: int, table: ActorTable) -> Find | None:
    """The first name in a stretch read by itself, as the subject of a headline whose other words have capitals too."""
    for run in _RUN.finditer(page.text, start, end):
        find = _find(page, run, {}, table)
        if find is not None:
            return find
    return None


def strip_titles(words: Sequence[str], table: ActorTable) -> int:
    """How many words at the front of a run are titles, places, parties and the like before a person's name.

    >>> strip_titles(("Russian", "President", "Vladimir", "Putin"), ActorTable.load())
    2
    """
    last = 0
    for i, word in enumerate(words[:-1]):
        if word.casefold() in w.TITLES:
            last = i + 1
    while last < len(words) - 1 and _is_qualifier(words[last], table):
        last += 1
    return max(last, _at_given_name(words, last, table))


def _at_given_name(words: Sequence[str], start: int, table: ActorTable) -> int:
    """Where a person's name starts in a run that goes on from a body's or a place's: "Refugee Council Enver Solomon"."""
    if table.is_given(words[start]) or any(_INITIALS.fullmatch(word) for word in words[start:-2]):
        return start
    for i in range(start + 1, len(words) - 1):
        rest = [word.casefold() for word in words[i:]]
        if table.is_given(words[i]) and len(rest) < 4 and not any(word in w.BODY_WORDS for word in rest[1:]):
            return i
        behind_body = len(rest) == 2 and words[i - 1].casefold() in w.BODY_WORDS
        if behind_body and not any(word in w.BODY_WORDS or table.state(word) for word in rest):
            return i
    return start


def _is_qualifier(word: str, table: ActorTable) -> bool:
    if word.casefold() in w.PARTIES:
        return True
    return table.state(word) is not None and not table.is_given(word)


def _find(page: Page, run: re.Match[str], tagged: dict[int, NameType], table: ActorTable) -> Find | None:
    words = _trim(_words(run, page.text), table)
    if not words or len(words) > _LONGEST_RUN:
        return None
    texts = [word for _, word in words]
    cutoff = strip_titles(texts, table)
    if cutoff and table.kind_of(" ".join(texts)) is not None:
        cutoff = 0
    full_name = next((i for i, (at, _) in enumerate(words[:-1]) if tagged.get(at) == "person"), 0)
    cutoff = max(cutoff, full_name)
    opens, start = words[0][0], words[cutoff][0]
    end = words[-1][0] + len(texts[-1])
    before = _BEFORE.search(page.text, max(0, opens - 24), opens)
    lead = before[1].casefold().strip("“\"'‘(`") if before else ""
    titles = tuple(t.casefold() for t in texts[:cutoff] if t.casefold() in w.TITLES)
    if not titles and lead in w.TITLES:
        titles = (lead,)
    name_type = next((tagged[at] for at, _ in words if at in tagged), None)
    evidence = _Evidence(titles, lead, page.text[end : end + 24], name_type)
    score = _score(texts[cutoff:], evidence, table)
    return Find(start, end, opens, tuple(texts[cutoff:]), titles, score, lead == "the", name_type)


def _words(run: re.Match[str], text: str) -> list[tuple[int, str]]:
    words: list[tuple[int, str]] = []
    for part in _PART.finditer(text, run.start(), run.end()):
        word = part[0]
        if words and word.casefold() in w.PREPOSITIONS | w.ARTICLES and word[0].isupper():
            break
        if not _KEEPS_STOP.fullmatch(word) and word.casefold() not in w.TITLES:
            word = word.rstrip(".")
        words.append((part.start(), word))
    return words


def _trim(words: list[tuple[int, str]], table: ActorTable) -> list[tuple[int, str]]:
    """The run without function words at either end ("In Ukraine", "Asked Monday")."""
    while (
        words
        and words[0][1].casefold() in w.NOT_NAMES
        and words[0][1] not in _ACRONYMS
        and not (len(words) > 1 and table.is_given(words[0][1]))
    ):
        words = words[1:]
    while words and words[-1][1].casefold() in w.NOT_NAMES and words[-1][1] not in _ACRONYMS:
        words = words[:-1]
    return words


def _is_of_body(word: str, *, called: bool) -> bool:
    """Whether a word belongs to the name of a body or a place; after a given name many such words are surnames."""
    if called and word in w.SURNAMES:
        return False
    return word in w.BODY_WORDS or word in w.PARTIES


def _score(core: Sequence[str], evidence: _Evidence, table: ActorTable) -> float:
    folded = [word.casefold() for word in core]
    kind = table.kind_of(" ".join(core))
    score = _TITLED * bool(evidence.titles)
    if evidence.tagged is not None:
        score += _TAGGED if evidence.tagged == "person" else -_TAGGED
    if len(core) > 1:
        score += _GIVEN * table.is_given(core[0])
        score += _INITIAL * any(_INITIALS.fullmatch(word) for word in core[:-1])
        score += _GIVEN * (kind == "person")
    score += _BODY * (kind in {"organisation", "media", "state"})
    called = len(core) > 1 and table.is_given(core[0])
    titled = called and bool(evidence.titles)
    score += _BODY * any(not titled and _is_of_body(word, called=called) for word in folded[1:] or folded)
    score += _BODY * ("-".join(folded) in w.REGIONS or (len(core) > 1 and folded[0] in _COMPASS))
    score += _AFTER_THE * (evidence.lead == "the" and not evidence.titles) + _AFTER_IN * (
        evidence.lead in {"in", "at"} or (len(core) == 1 and evidence.lead in {"for", "of"})
    )
    follows = _NEXT_WORD.match(evidence.after)
    speaks = evidence.lead in w.INVERTED or (follows is not None and follows[1].casefold() in w.SPEECH)
    score += _TOLD * bool(speaks or _AGE_OR_ROLE.match(evidence.after) or _PARTY_TAG.match(evidence.after))
    if len(core) > 1 and all(word.isupper() and len(word) > 1 for word in core) and not called:
        score += _BODY
    if any(word.isupper() and len(word) > 2 and "." not in word for word in core) and not all(word.isupper() for word in core):
        score += _ACRONYM
    return score
