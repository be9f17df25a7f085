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
    words = [match[0] for match in found]
    listed: list[Token] = []
    at = 0
    while at < len(words):
        length, token = _token(words, at, found[at].start(), (known, state))
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


def _token(
    words: Sequence[str], at: int, start: int, names: tuple[frozenset[str], Callable[[str], str | None]]
) -> tuple[int, Token]:
    """The token that begins at a word, and how many words it takes."""
    word = words[at]
    known, state = names
    if words[at].casefold() == "keep" and words[at + 1 : at + 2] and words[at + 1].endswith("ing"):
        return 1, Token(word, start)  # to keep doing something is to go on
    parted = _parted(words, at)
    if parted is not None:
        return 1, Token(word, start, term=parted[0], sign=parted[1])
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        phrase = words[at : at + length]
        code = state(" ".join(phrase)) if phrase[0][:1].isupper() and phrase[-1][:1].isupper() else None
        if code is not None:
            return length, Token(" ".join(phrase), start, name=f"@{code}")
        if length > 1 and not begins_phrase(stem(word)):
            continue
        listed = concept(tuple(stem(part) for part in phrase)) if not _named(word, at, known) else None
        if listed is not None:
            return length, Token(" ".join(phrase), start, term=listed[0], sign=listed[1])
    if _named(word, at, known):
        return 1, Token(word, start, name=name_key(word))
    lower = word.casefold().replace("’", "'").removesuffix("'s")
    if lower in _FUNCTION or (word[0].isupper() and lower in _CALENDAR) or word[0].isdigit() or len(lower) < 2 or "'" in lower:
        return 1, Token(word, start)
    return 1, Token(word, start, term=stem(word))


def _parted(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """The concept of a verb whose particle stands behind its short object: `send him back`, `turn Elian over`."""
    for gap in range(2, min(_GAP, len(words) - at)):
        if words[at + gap].casefold() in _PARTICLES:
            short = words[at + 1].casefold() in _FUNCTION or words[at + 1][:1].isupper()
            found = concept((stem(words[at]), stem(words[at + gap])))
            if short and found is not None:
                return found
    return None


def _named(word: str, at: int, known: frozenset[str]) -> bool:
    return _proper(word) and (at > 0 or name_key(word) in known)


def months(words: Iterator[str]) -> frozenset[int]:
    """Which months are named, 1 to 12; `may` counts only with a capital."""
    return frozenset(_MONTHS.index(w.casefold()) + 1 for w in words if w[:1].isupper() and w.casefold() in _MONTHS)
