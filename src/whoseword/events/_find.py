"""The events of one article: pairs of its parties, the root of each by the network of events, and on whose word it stands.

Precision comes first: the network must be sure of a root, and the verb must be one that can have it.
"""

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from whoseword.actors import ActorTable
from whoseword.events._pairs import LONGEST, Found, find_pairs
from whoseword.events._parties import Parties, Party, words_of
from whoseword.events._triggers import verbs
from whoseword.records import (
    Act,
    Actor,
    Article,
    Event,
    EventActor,
    EventStatus,
    Name,
    Pair,
    Root,
    SaidOn,
    Span,
    Statement,
    digest,
)

# The least chance of a root that is kept: set by hand on the samples and on sentences of PLV train, where of 128 events given 118 were the
# marked ones (2026-11-30); tests/golden/test_events_read.py watches it.
LEAST: Final = 0.5
# The acts of statements that are events by themselves, where somebody is told, by the roots that they can have.
_SPEECH: Final[Mapping[Act, tuple[Root, ...]]] = {
    "accuse": ("ACCUSE",), "criticise": ("ACCUSE",), "demand": ("REQUEST",), "request": ("REQUEST",), "reject": ("REJECT",),
    "refuse": ("REJECT",), "warn": ("THREATEN", "ACCUSE"), "threaten": ("THREATEN",), "promise": ("AGREE",), "accept": ("AGREE",),
    "praise": ("SUPPORT",), "congratulate": ("SUPPORT",), "thank": ("SUPPORT",), "apologise": ("SUPPORT",),
}  # fmt: skip
# What is said by these acts is asked, hoped or thought, and not said to have happened.
_SUPPOSED: Final[tuple[Act, ...]] = ("ask", "hope", "expect", "believe")
_READ: Final = ("paragraph", "quote", "list")
_MOST: Final = 0.6
_NEAR: Final = 120  # code points between a verb and a date of its sentence


class RootReader(Protocol):
    """Who says what root a pair has: `whoseword.tag.Roots`, or in a test whatever answers."""

    def read(self, pairs: Sequence[Pair]) -> Sequence[Mapping[Root, float]]:
        """The chance of each root, for each pair in order."""
        ...


@dataclass(frozen=True, slots=True)
class Clues:
    """What finding events reads of an article, besides its text and blocks.

    `dated` are its time expressions that name a date, as records with their spans, in the order of the text.
    """

    article: Article
    statements: Sequence[Statement]
    actors: Sequence[Actor]
    names: Sequence[Name]
    dated: Sequence[SaidOn]
    table: ActorTable


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A pair, the sentence that it stands in, and what of it the network reads."""

    found: Found
    start: int
    end: int
    pair: Pair


def find_events(clues: Clues, reader: RootReader) -> tuple[Event, ...]:
    """The events of an article in the order of its text; of reports of the same one, the surest.

    The reader is asked once, for all pairs, and not at all where there is none. Titles, captions and furniture are not read.
    """
    candidates = list(_candidates(clues))
    if not candidates:
        return ()
    pairs = list(dict.fromkeys(one.pair for one in candidates))
    said = dict(zip(pairs, reader.read(pairs), strict=True))
    best: dict[tuple[object, ...], Event] = {}
    for candidate in candidates:
        chances = said[candidate.pair]
        root = max(chances, key=lambda root: chances[root])
        if chances[root] < LEAST or root not in candidate.found.roots:
            continue
        if (holder := _holder(clues.statements, candidate.found.at)) is not None and holder.act in _SUPPOSED:
            continue
        event = _event(clues, candidate, root, chances[root])
        key = (root, candidate.found.source.key, candidate.found.target.key, event.status, event.date and event.date.value)
        if key not in best or event.confidence > best[key].confidence:
            best[key] = event
    return tuple(sorted(best.values(), key=lambda event: (event.evidence, event.id)))


def _candidates(clues: Clues) -> Iterator[_Candidate]:
    text = clues.article.text
    parties = Parties(text, clues.actors, clues.names, clues.table)
    spoken = sorted((s for s in clues.statements if s.cue and s.act in _SPEECH), key=lambda s: s.cue[0].start)
    cues = [s.cue[0].start for s in spoken]
    for start, end in _sentences(clues.article):
        if end - start > LONGEST:
            continue
        here = parties.find(start, end)
        found = find_pairs(text, start, end, here)
        found += _spoken(spoken[bisect_left(cues, start) : bisect_left(cues, end)], here, found)
        yield from (_Candidate(one, start, end, _words(text, one, start, end, alone=len(found) == 1)) for one in found)


def _spoken(statements: Sequence[Statement], parties: Sequence[Party], found: Sequence[Found]) -> Iterator[Found]:
    """Pairs of those who speak and those whom they tell it, where the act is an event by itself and no verb has linked them."""
    linked = {(one.source.key, one.target.key) for one in found}
    for statement in statements:
        source = _party_at(parties, statement.source)
        target = _party_at(parties, (statement.addressee.span,) if statement.addressee and statement.addressee.span else ())
        if (
            source is None
            or target is None
            or source.is_of(target)
            or target.nowhere
            or target.sector == "MED"
            or not statement.voiced
        ):
            continue
        if (source.key, target.key) not in linked and (source.political or target.political):
            at = statement.cue[0].start
            extent = (min(source.start, target.start, at), max(span.end for span in statement.content))
            yield Found(source, target, at, frozenset(_SPEECH[statement.act]), "done", statement.act, extent)


def _party_at(parties: Sequence[Party], spans: Sequence[Span]) -> Party | None:
    """The party that is most of one of the spans."""
    for span in spans:
        for party in parties:
            shared = min(span.end, party.end) - max(span.start, party.start)
            if shared >= _MOST * (span.end - span.start):
                return party
    return None


def _sentences(article: Article) -> Iterator[tuple[int, int]]:
    """The sentences of the blocks that report."""
    for block in article.blocks:
        if block.kind not in _READ:
            continue
        start = block.start
        for ending in _ends().finditer(article.text, block.start, block.end):
            if ending[0][0] == "." and _abbreviated().search(article.text, max(start, ending.start() - 8), ending.start()):
                continue
            yield start, ending.start() + len(ending[0].rstrip())
            start = ending.end()
        if start < block.end:
            yield start, block.end


@functools.cache
def _ends() -> re.Pattern[str]:
    return re.compile(r"[.!?][\"”’')\]]{0,3}\s+(?=[\"“‘(\[]?[A-Z0-9À-Þ])|\n+")


@functools.cache
def _abbreviated() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|[\s(“\"])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sen|Rep|Gov|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\Z"
    )


def _words(text: str, found: Found, start: int, end: int, *, alone: bool) -> Pair:
    """What the network reads of a sentence: all of it, or, where it has several verbs, the subject and the clause of this one."""
    first, last = sorted((found.source, found.target), key=lambda party: party.start)
    low, high = found.clause
    apart = first.end <= low <= last.start and last.end <= high
    if not apart or (alone and not _has_verb(text, start, first.start) and not _has_verb(text, first.end, low)):
        sides = (Span(p.start - start, p.end - start, text[p.start : p.end]) for p in (found.source, found.target))
        return Pair(text[start:end], *((side,) for side in sides))
    subject = text[first.start : first.end]
    one = Span(0, len(subject), subject)
    shift = len(subject) + 1 - low
    other = Span(last.start + shift, last.end + shift, text[last.start : last.end])
    words = f"{subject} {text[low:high]}."
    return Pair(words, (one,), (other,)) if first is found.source else Pair(words, (other,), (one,))


def _has_verb(text: str, low: int, high: int) -> bool:
    """Whether another verb stands before a subject, or between it and its own: "Norland |closed the bridge and| attacked"."""
    return any(word.text in verbs() for word in words_of(text, low, high))


def _event(clues: Clues, one: _Candidate, root: Root, chance: float) -> Event:
    article, found = clues.article, one.found
    evidence = _trimmed(article.text, one.start, one.end)
    holder = _holder(clues.statements, found.at)
    denied = found.mood == "denied" or (holder is not None and holder.act == "deny")
    status: EventStatus = "denied" if denied else "planned" if found.mood == "planned" else "reported" if holder else "asserted"
    source, target = (_actor(clues, party) for party in (found.source, found.target))
    return Event(
        id=digest(article.id, "event", found.at, found.source.start, found.target.start),
        root=root,
        source=source,
        target=target,
        status=status,
        evidence=evidence,
        date=_date(clues, one, status),
        place=_place(clues, one),
        reported_by=holder.id if holder else None,
        confidence=round(chance, 4),
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span.cut(text, start, start + len(words.strip()))


def _actor(clues: Clues, party: Party) -> EventActor:
    code = party.state.iso3 if party.state else party.country
    known = code if code in clues.table.names else None
    called = party.state.name if party.state else None
    return EventActor(party.name, known, called, party.sector, Span.cut(clues.article.text, party.start, party.end))


def _holder(statements: Sequence[Statement], at: int) -> Statement | None:
    """The innermost statement in whose content an offset lies."""
    holding = [s for s in statements if any(span.start <= at < span.end for span in s.content)]
    return min(holding, key=lambda s: sum(span.end - span.start for span in s.content), default=None)


def _date(clues: Clues, one: _Candidate, status: EventStatus) -> SaidOn | None:
    """The date of its sentence that is nearest to the verb and stands in the same statement; else, of what is over, publication.

    By the day of publication at the latest: the modifier is TIMEX3's ON_OR_BEFORE.
    """
    level = _holder(clues.statements, one.found.at)
    own = [date for date in _dates_between(clues.dated, one.start, one.end) if _goes_with(clues, one.found.at, level, date)]
    if own:
        return min(own, key=lambda date: abs(date.span.start - one.found.at) if date.span else 0)
    published = re.match(r"\d{4}-\d\d-\d\d", clues.article.published or "")
    if published is None or status in ("planned", "denied"):
        return None
    return SaidOn(published[0], "day", "ON_OR_BEFORE", "publication")


def _goes_with(clues: Clues, at: int, level: Statement | None, date: SaidOn) -> bool:
    """Whether a date of the sentence is of the verb at an offset: in the same statement, and no clause opens between them."""
    if date.span is None or _holder(clues.statements, date.span.start) is not level:
        return False
    low, high = sorted((at, date.span.start))
    return high - low <= _NEAR and _opens_clause().search(clues.article.text, low, high) is None


@functools.cache
def _opens_clause() -> re.Pattern[str]:
    return re.compile(r"\b(?:who|whom|whose|which|that|after|before|when|since|until|while|because)\b|[–—;]| -- ")


def _dates_between(dated: Sequence[SaidOn], start: int, end: int) -> Sequence[SaidOn]:
    low, high = (bisect_left(dated, at, key=lambda date: date.span.start if date.span else -1) for at in (start, end))
    return dated[low:high]


def _place(clues: Clues, one: _Candidate) -> Span | None:
    """The first place of the sentence that stands behind "in" or "at" and is neither party."""
    text, taken = clues.article.text, (one.found.source, one.found.target)
    low = bisect_left(clues.names, one.start, key=lambda name: name.span.start)
    high = bisect_left(clues.names, one.end, key=lambda name: name.span.start)
    inside = [name.span for name in clues.names[low:high] if name.type == "place" and name.span.end <= one.end]
    apart = [span for span in inside if not any(p.start < span.end and span.start < p.end for p in taken)]
    return next((span for span in apart if _before_place().search(text[max(one.start, span.start - 14) : span.start])), None)


@functools.cache
def _before_place() -> re.Pattern[str]:
    return re.compile(r"(?i)\b(?:in|at|near|outside) (?:the )?\Z")
