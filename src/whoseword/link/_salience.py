"""What makes a person of the article the likely antecedent of a pronoun: signs of each earlier mention, and their weights.

After Lappin and Leass (1994) and centering: nearer mentions count more, subjects and speakers more than objects and owners,
mentions in the text more than those inside quotations, somebody just introduced more than somebody in passing. Only the signs and
their weights are here; `_pronouns` walks the text with them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from whoseword.link import _words as w
from whoseword.link._page import Page
from whoseword.link._phrases import is_plural, noun_kind, singular

_LAST_WORD = re.compile(r"([^\W\d_]+|[,;:“”\"(])[\s\xa0]*$")
_NEXT_WORD = re.compile(r"[\s\xa0]*([^\W\d_]+|[,;:“”\"()])")
_POSSESSIVE = re.compile(r"\s?['’]s?\b|['’](?=\s)")
_INTRODUCED = re.compile(r",\s+(?:\d{1,3},|an?\s|the\s|who\s|whose\s|one of\s|[a-z]+\s(?:of|at|for|in)\s)")
_VERBISH = re.compile(r"[a-z]+(?:ed|es|s)")
_OPENS = 4

# Mentions this many sentences back and farther count alike, and more than `REACH` sentences back not at all.
FARTHEST, REACH = 7, 7
# Nor do more than so many mentions: a quotation of a whole book is one sentence here.
MOST = 200
# How much each sign counts; the sum ranks the people. Set by hand on speakers/train, 2026-11-23: weights fitted there by maximum
# entropy ranked no better over five folds (347 of 368 both). Watched by tests/unit/test_link_shared.py.
WEIGHTS: Mapping[str, float] = MappingProxyType({
    **{f"gap {n}": -3.0 for n in range(1, FARTHEST + 1)}, **{f"times {n}": 0.28 for n in range(1, 6)},
    "subject": 0.95, "speaker": 0.8, "opening": 0.6, "introduced": 0.5, "again": 0.5, "reported": -0.3, "object": -0.2, "owner": -0.5,
    "quoted": -4.0, "paragraph": -0.3, "same gender": 0.4, "echo": 0.15, "own words": 1.7, "own quotation": -3.0, "beside role": -3.0, "ahead": 1.5,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """A place where a person stands in the text, by name, by role or by a pronoun already resolved, with its signs."""

    person: int
    start: int
    turn: int
    signs: tuple[str, ...]
    speaks: bool


@dataclass(frozen=True, slots=True)
class Places:
    """Where the sources and the contents of the article's attributions stand."""

    sources: tuple[tuple[int, int], ...]
    contents: tuple[tuple[int, int], ...]


def event_of(page: Page, places: Places, person: int, where: tuple[int, int, int], *, named: bool) -> Event:
    """The event of a mention; `where` is where its titles open, where it starts and where it ends."""
    opens, start, end = where
    begin = page.starts[max(page.sentence(start), 0)]
    before = _LAST_WORD.search(page.text, max(begin, opens - 24), opens)
    lead = before[1].casefold() if before else ""
    after = _word_after(page, end, lead)
    modifies = after.islower() and after not in w.BE and after not in w.SPEECH and _is_noun(after)
    owns = owner_at(page, end)
    speaks = not modifies and any(s <= start < e for s, e in places.sources)
    signs = ["speaker"] if speaks else []
    if modifies or owns:
        signs.append("owner")
    elif lead in w.PREPOSITIONS and lead != "that":
        signs.append("object")
    elif after in w.BE or after in w.SPEECH or lead in w.SPEECH or _VERBISH.fullmatch(after) or opens - begin < _OPENS:
        signs.append("subject")
    if opens - begin < _OPENS and not modifies:
        signs.append("opening")
    if named and not modifies and _INTRODUCED.match(page.text, end):
        signs.append("introduced")
    if not named:
        signs.append("again")
    if page.quote(start) is not None:
        speaks = False
        signs.append("quoted")
    elif any(s <= start < e for s, e in places.contents):
        signs.append("reported")
    return Event(person, start, page.turn(start), tuple(signs), speaks)


def owner_at(page: Page, end: int) -> bool:
    """Whether the name that ends there owns what follows: "Hale's sister"."""
    return _POSSESSIVE.match(page.text, end) is not None


def _word_after(page: Page, end: int, lead: str) -> str:
    """The word that follows a mention, over the comma that closes an aside."""
    follows = _NEXT_WORD.match(page.text, end)
    if follows is not None and follows[1] == "," and lead == ",":
        follows = _NEXT_WORD.match(page.text, follows.end()) or follows
    return follows[1] if follows else ""


def _is_noun(word: str) -> bool:
    """Whether a word after a name makes the name a mere modifier: "Trump supporters", "Trump campaign"."""
    if is_plural(word):
        return noun_kind(word, plural=True) in {"anonymous", "group"} and singular(word) in w.ROLES | w.ANONYMOUS
    return noun_kind(word, plural=False) != "unknown" and not _VERBISH.fullmatch(word)


def seen_from(page: Page, event: Event, start: int) -> list[str]:
    """The signs that an event has as seen from a pronoun at `start`: its own, and how far back it stands."""
    gap = page.turn(start) - event.turn
    apart = ["paragraph"] if page.text.find("\n", event.start, start) >= 0 else []
    return [*event.signs, *(f"gap {n}" for n in range(1, min(gap, FARTHEST) + 1)), *apart]


def weigh(signs: Sequence[str], weights: Mapping[str, float]) -> float:
    """The sum of the signs' weights."""
    return sum(weights.get(sign, 0.0) for sign in signs)
