"""The words of a clause as concepts, in order: what the table of concepts knows under one name, and stems for the rest."""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from whoseword.propositions._lexicon import begins_phrase, concept, plain, stem

# How many words the longest phrase of the table has.
_LONGEST: Final = 3
# How far behind its verb a particle may stand: `bring the boy back`.
_GAP: Final = 5
_NAME_LETTERS: Final = 5
_LETTERS: Final = 4  # an acronym's, at most: longer words in capitals are headlines
_FUNCTION_WORDS: Final = """
    a an the and or but if of in on at to by for from with without about into over under after before between during through against as than
    that this these those it its he him his she her hers they them their theirs we us our ours i me my mine you your yours who whom whose which what
    when where why how is are was were be been being am has have had having do does did done will would shall should can could may might must ought
    not no nor neither never none so such there here also too very out up down off back just only not n't cannot whatever whether while because since until mr mrs ms dr quite
    unless although though per upon within among towards toward across along amid despite via s t d ll re ve m
"""
_FUNCTION: Final = frozenset(_FUNCTION_WORDS.split())
_PARTICLES: Final = frozenset({"back", "over", "down", "off", "out", "up", "free", "home"})
_MONTH_WORDS: Final = "january february march april may june july august september october november december"
_CALENDAR_WORDS: Final = (
    "monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec"
)
_MONTHS: Final = tuple(_MONTH_WORDS.split())
_CALENDAR: Final = frozenset((*_MONTHS, *_CALENDAR_WORDS.split()))
_TITLES_WORDS: Final = """
    president minister prime foreign king queen general colonel captain major sir mr mrs ms dr professor senator governor mayor chancellor secretary
    i north south east west northern southern eastern western central state ministry department commission council parliament
    government court bank union party army god
"""
_TITLES: Final = frozenset(_TITLES_WORDS.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word, where it stands in the clause, and what it is.

    `name` is the folded start of a proper name, `term` the concept or stem of any other telling word, `sign` its side of a
    concept that has an opposite; both are None for an empty word.
    """

    word: str
    start: int
    term: str | None = None
    sign: int = 0
    name: str | None = None

    @property
    def weak(self) -> bool:
        """Whether it says little of what is talked about."""
        return self.term is None or plain(self.term)


@functools.cache
def _word() -> re.Pattern[str]:
    return re.compile(r"\d[\d,.]*\d|\d+|[^\W\d_]+(?:[-'’][^\W\d_]+)*")


@functools.cache
def _dotted() -> re.Pattern[str]:
    return re.compile(r"\b(?:[A-Z]\.){2,}")


def name_key(word: str) -> str:
    """What forms of a proper name have in common: `Tarvonia`, `Tarvonia's` and `Tarvonian`.

    >>> name_key("Tarvonian") == name_key("Tarvonia’s")
    True
    """
    return word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")[:_NAME_LETTERS]


def named_in(text: str) -> frozenset[str]:
    """The keys of the words that stand with a capital inside a sentence of a text, titles and dates left out."""
    inside = re.finditer(r"(?<=[^\W_][ ,]) ?([^\W\d_]+(?:[-'’][^\W\d_]+)*)|(?<=[,;:–-] )([^\W\d_]+)", text)
    words = (match[1] or match[2] for match in inside)
    return frozenset(name_key(word) for word in words if _proper(word))


@functools.lru_cache(maxsize=65536)
def _proper(word: str) -> bool:
    lower = word.casefold().replace("’", "'").removesuffix("'s")
    if word.isupper() and 2 <= len(word) <= _LETTERS:
        return True  # US, UN, NATO
    return word[:1].isupper() and len(lower) > 1 and lower not in _TITLES and lower not in _CALENDAR and lower not in _FUNCTION


def tokens(clause: str, known: frozenset[str], state: Callable[[str], str | None]) -> list[Token]:
    """The words of a clause in order, phrases of the table as one word.

    `known` are the keys of names of the article (`named_in`): a capital at the clause's beginning is a name only where it is
    one of these. `state` gives a code for the words of a state that is known by more than one name.
    """
    found = list(_word().finditer(_dotted().sub(lambda m: m[0].replace(".", "").ljust(len(m[0])), clause)))
    words = [_entry(match[0]) for match in found]
    particles = any(word.particle for word in words)
    listed: list[Token] = []
    at = 0
    while at < len(words):
        length, token = _token(words, at, found[at].start(), (known, state, particles))
        listed.append(token)
        at += length
    return listed


@functools.lru_cache(maxsize=4096)
def terms(text: str) -> frozenset[str]:
    """The telling concepts of a text that say more than a plain word, names left out.

    >>> sorted(terms("The army shelled the town"))
    ['army', 'hit', 'town']
    """
    listed = tokens(text, frozenset(), lambda _: None)
    return frozenset(t.term for t in listed if t.term is not None and not t.weak)


@functools.lru_cache(maxsize=4096)
def signed(text: str) -> frozenset[tuple[str, int]]:
    """The concepts of a text that have an opposite, with their side of it."""
    listed = tokens(text, frozenset(), lambda _: None)
    return frozenset((t.term, t.sign) for t in listed if t.term is not None and t.sign)


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is known of a word wherever it stands: its stem, its own concept, whether it may be a name, begin a phrase, or is empty."""

    word: str
    lower: str
    stem: str
    concept: tuple[str, int] | None
    capital: bool
    proper: bool
    key: str
    begins: bool
    empty: bool
    particle: bool


@functools.lru_cache(maxsize=65536)
def _entry(word: str) -> _Entry:
    lower, stemmed = word.casefold().replace("’", "'").removesuffix("'s"), stem(word)
    dated = word[0].isupper() and lower in _CALENDAR
    return _Entry(
        word=word,
        lower=word.casefold(),
        stem=stemmed,
        concept=concept((stemmed,)),
        capital=word[0].isupper(),
        proper=_proper(word),
        key=name_key(word),
        begins=begins_phrase(stemmed),
        empty=lower in _FUNCTION or dated or word[0].isdigit() or len(lower) < 2 or "'" in lower,
        particle=word.casefold() in _PARTICLES,
    )


def _token(
    words: Sequence[_Entry], at: int, start: int, told: tuple[frozenset[str], Callable[[str], str | None], bool]
) -> tuple[int, Token]:
    """The token that begins at a word, and how many words it takes."""
    one = words[at]
    known, state, particles = told
    if one.lower == "keep" and at + 1 < len(words) and words[at + 1].word.endswith("ing"):
        return 1, Token(one.word, start)  # to keep doing something is to go on
    parted = _parted(words, at) if particles and one.begins else None
    if parted is not None:
        return 1, Token(one.word, start, term=parted[0], sign=parted[1])
    named = one.proper and (at > 0 or one.key in known)
    if one.capital or (one.begins and not named):
        phrase = _phrase(words, at, state, named=named)
        if phrase is not None:
            length, code, listed = phrase
            text = " ".join(word.word for word in words[at : at + length])
            if code is not None:
                return length, Token(text, start, name=f"@{code}")
            return length, Token(text, start, term=listed[0], sign=listed[1])
    if named:
        return 1, Token(one.word, start, name=one.key)
    if one.concept is not None:
        return 1, Token(one.word, start, term=one.concept[0], sign=one.concept[1])
    return 1, Token(one.word, start) if one.empty else Token(one.word, start, term=one.stem)


def _phrase(
    words: Sequence[_Entry], at: int, state: Callable[[str], str | None], *, named: bool
) -> tuple[int, str | None, tuple[str, int]] | None:
    """The longest phrase that begins at a word and is a state or in the table: its length, the state's code, its concept."""
    one = words[at]
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        phrase = words[at : at + length]
        code = state(" ".join(word.word for word in phrase)) if one.capital and phrase[-1].capital else None
        if code is not None:
            return length, code, ("", 0)
        listed = concept(tuple(word.stem for word in phrase)) if one.begins and length > 1 and not named else None
        if listed is not None:
            return length, None, listed
    return None


def _parted(words: Sequence[_Entry], at: int) -> tuple[str, int] | None:
    """The concept of a verb whose particle stands behind its short object: `send him back`, `turn Elian over`."""
    for gap in range(2, min(_GAP, len(words) - at)):
        if words[at + gap].particle:
            short = words[at + 1].lower in _FUNCTION or words[at + 1].capital
            found = concept((words[at].stem, words[at + gap].stem))
            if short and found is not None:
                return found
    return None


def months(words: Iterator[str]) -> frozenset[int]:
    """Which months are named, 1 to 12; `may` counts only with a capital."""
    return frozenset(_MONTHS.index(w.casefold()) + 1 for w in words if w[:1].isupper() and w.casefold() in _MONTHS)
