"""Whom "he" and "she" stand for: every one in the article in order, by the salience of the people named before it.

After Lappin and Leass (1994): a person is the more salient the nearer, the more often as subject or as a speaker, and
outside quotations; gender must agree. Where two people are about as salient, there is no answer.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whoseword.actors import Gender
from whoseword.link import _words as w
from whoseword.link._cast import Cast, Mention
from whoseword.link._page import Page
from whoseword.link._phrases import is_plural, noun_kind, singular
from whoseword.records import Attribution

_THIRD = re.compile(r"(?<![\w’'-])(?:he|she|him|his|her|himself|herself|hers)(?![\w-])", re.IGNORECASE)
_LAST_WORD = re.compile(r"([^\W\d_]+|[,;:“”\"(])[\s\xa0]*$")
_NEXT_WORD = re.compile(r"[\s\xa0]*([^\W\d_]+|[,;:“”\"()])")
_POSSESSIVE = re.compile(r"\s?['’]s?\b|['’](?=\s)")
_SUBORDINATE = re.compile(
    r"(?:as|when|while|in|after|before|since|although|though|if|by|on|at|during|despite|asked|for|with|because|unlike)\b",
    re.IGNORECASE,
)
_VERBISH = re.compile(r"[a-z]+(?:ed|es|s)")
_MAX_SENTENCES = 7


@dataclass(frozen=True, slots=True)
class Weights:
    """How salient a mention is (tuned on speakers/train, 2026-11-23; watched by tests/unit/test_link_shared.py)."""

    distance: float = 3.0
    subject: float = 0.95
    speaker: float = 0.8
    opening: float = 0.6
    quoted: float = 4.0
    reported: float = 0.3
    object_: float = 0.2
    possessive: float = 0.5
    gender: float = 0.4
    frequency: float = 0.4
    paragraph: float = 0.3
    outer: float = 1.7
    outer_quoted: float = 1.0
    chained: float = 0.5
    echo: float = 0.15


@dataclass(frozen=True, slots=True)
class Roles:
    """Role phrases: where one is known to stand for someone of the cast, and where one is asked about, with its gender."""

    known: tuple[Mention, ...] = ()
    asked: Mapping[int, Gender | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Event:
    """A place where a person stands in the text, by name or by a pronoun already resolved."""

    person: int
    start: int
    turn: int
    weight: float
    speaks: bool


@dataclass(frozen=True, slots=True)
class _Ground:
    page: Page
    cast: Cast
    sources: tuple[tuple[int, int], ...]
    contents: tuple[tuple[int, int, int | None, int], ...]
    counts: Mapping[int, int]
    weights: Weights


def resolve_pronouns(
    page: Page, cast: Cast, attributions: Sequence[Attribution], roles: Roles, weights: Weights | None = None
) -> dict[int, tuple[int, float]]:
    """Offset of each third-person pronoun -> the person of the cast and the lead over the next one.

    Role phrases that `roles` asks about are answered as pronouns are. Pronouns that stay open are left out.
    """
    ground = _ground(page, cast, attributions, weights or Weights())
    resolved: dict[int, tuple[int, float]] = {}
    events: list[_Event] = []
    asked = roles.asked
    for start, mention, word in _steps(page, (*cast.mentions, *roles.known), asked):
        if mention is not None:
            events.append(_event(ground, mention.person, (mention.opens, mention.start), mention.end))
            continue
        gender: Gender | None = asked.get(start, "m" if word in w.HE else "f")
        found = _choose(ground, events, start, (gender, resolved))
        if found is not None:
            resolved[start] = found
            event = _event(ground, found[0], (start, start), start + len(word))
            events.append(replace(event, weight=event.weight + ground.weights.chained))
    return resolved


def _ground(page: Page, cast: Cast, attributions: Sequence[Attribution], weights: Weights) -> _Ground:
    sources = tuple((span.start, span.end) for a in attributions for span in a.source)
    by_start = {m.start: m.person for m in cast.mentions}
    contents = []
    for attribution in attributions:
        speaker = next(
            (by_start[m.start] for s in attribution.source for m in cast.mentions if s.start <= m.start < s.end), None
        )
        at = attribution.source[0].start if attribution.source else -1
        contents += [(span.start, span.end, speaker, at) for span in attribution.content]
    counts: dict[int, int] = {}
    for mention in cast.mentions:
        counts[mention.person] = counts.get(mention.person, 0) + 1
    return _Ground(page, cast, sources, tuple(contents), counts, weights)


def _steps(
    page: Page, mentions: Sequence[Mention], asked: Mapping[int, Gender | None]
) -> Iterable[tuple[int, Mention | None, str]]:
    named = [(m.start, m, "") for m in mentions if not page.is_aside(m.start)]
    pronouns = [(m.start(), None, m[0].casefold()) for m in _THIRD.finditer(page.text)]
    roles = [(at, None, "the") for at in asked]
    return sorted([*named, *pronouns, *roles], key=lambda step: step[0])


def _event(ground: _Ground, person: int, where: tuple[int, int], end: int) -> _Event:
    opens, start = where
    page, weights = ground.page, ground.weights
    sentence = page.sentence(start)
    turn = page.turn(start)
    weight = 0.0
    before = _LAST_WORD.search(page.text, max(page.starts[max(sentence, 0)], opens - 24), opens)
    lead = before[1].casefold() if before else ""
    follows = _NEXT_WORD.match(page.text, end)
    after = follows[1] if follows else ""
    if after == "," and lead == "," and follows is not None:
        beyond = _NEXT_WORD.match(page.text, follows.end())
        after = beyond[1] if beyond else after
    speaks = any(s <= start < e for s, e in ground.sources)
    described = after.islower() and after not in w.BE and after not in w.SPEECH and _is_noun(after)
    if described:
        speaks = False
    if speaks:
        weight += weights.speaker
    if described or _POSSESSIVE.match(page.text, end):
        weight -= weights.possessive
    elif lead in w.PREPOSITIONS and lead != "that":
        weight -= weights.object_
    elif (
        after in w.BE
        or after in w.SPEECH
        or lead in w.SPEECH
        or _VERBISH.fullmatch(after)
        or opens - page.starts[max(sentence, 0)] < 4
    ):
        weight += weights.subject
    if opens - page.starts[max(sentence, 0)] < 4 and not described:
        weight += weights.opening
    if page.quote(start) is not None:
        speaks = False
        weight -= weights.quoted
    elif any(s <= start < e for s, e, _, _ in ground.contents):
        weight -= weights.reported
    return _Event(person, start, turn, weight, speaks)


def _is_noun(word: str) -> bool:
    """Whether a word after a name makes the name a mere modifier: "Trump supporters", "Trump campaign"."""
    return (
        noun_kind(word, plural=is_plural(word)) != "unknown" and not _VERBISH.fullmatch(word)
        if not is_plural(word)
        else noun_kind(word, plural=True) in {"anonymous", "group"} and singular(word) in w.ROLES | w.ANONYMOUS
    )


def _choose(
    ground: _Ground, events: Sequence[_Event], start: int, wanted: tuple[Gender | None, Mapping[int, tuple[int, float]]]
) -> tuple[int, float] | None:
    gender, resolved = wanted
    weights, page = ground.weights, ground.page
    turn = page.turn(start)
    scores: dict[int, float] = {}
    for event in reversed(events):
        gap = turn - event.turn
        if gap > _MAX_SENTENCES:
            break
        score = event.weight - weights.distance * gap
        if page.text.find("\n", event.start, start) >= 0:
            score -= weights.paragraph
        scores[event.person] = max(scores.get(event.person, -99.0), score)
    last = next((event for event in reversed(events) if event.speaks), None)
    if last is not None and last.person in scores and any(s <= start < e for s, e in ground.sources):
        scores[last.person] += weights.echo
    scores |= _ahead(ground, start, scores)
    quoted = page.quote(start) is not None
    around = [content for content in ground.contents if content[0] <= start < content[1]]
    if around:
        _, _, named, at = min(around, key=lambda content: content[1] - content[0])
        speaker = named if named is not None or at not in resolved else resolved[at][0]
        if speaker is not None:
            base = scores.get(speaker, 0.0)
            scores[speaker] = base - weights.outer_quoted if quoted else base + weights.outer
    ranked = sorted(((_final(ground, person, score, gender), person) for person, score in scores.items()), reverse=True)
    ranked = [(score, person) for score, person in ranked if score > -90]
    if not ranked:
        return None
    lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 3.0
    return (ranked[0][1], lead)


def _final(ground: _Ground, person: int, score: float, gender: Gender | None) -> float:
    known = ground.cast.people[person].gender
    if known is not None and gender is not None and known != gender:
        return -99.0
    score += ground.weights.gender if known == gender else 0.0
    return score + ground.weights.frequency * math.log1p(ground.counts.get(person, 0))


def _ahead(ground: _Ground, start: int, known: Mapping[int, float]) -> dict[int, float]:
    """The subject that follows a clause such as "As he shook hands, Sanders …"."""
    page = ground.page
    begin, end = page.bounds(start)
    if not _SUBORDINATE.match(page.text[begin:end].lstrip("“\"'‘`")) or start - begin > 90:
        return {}
    comma = page.text.find(",", start, end)
    if comma < 0:
        return {}
    for mention in ground.cast.mentions:
        if begin <= mention.start < start:
            return {}
        if comma < mention.opens <= comma + 3:
            base = ground.weights.subject + ground.weights.opening
            return {mention.person: max(known.get(mention.person, -9.0), base)}
    return {}
