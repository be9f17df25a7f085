"""Whom "he" and "she" stand for: every one in the article in order, by the salience of the people named before it.

After Lappin and Leass (1994): a person is the more salient the nearer, the more often as subject or as a speaker, and
outside quotations; gender must agree. Where two people are about as salient, there is no answer.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from whoseword.actors import Gender
from whoseword.link import _words as w
from whoseword.link._cast import Cast, Mention
from whoseword.link._page import Page
from whoseword.link._salience import MOST, REACH, WEIGHTS, Event, Places, event_of, owner_at, seen_from, weigh
from whoseword.records import Attribution

_THIRD = re.compile(r"(?<![\w’'-])(?:he|she|him|his|her|himself|herself|hers)(?![\w-])", re.IGNORECASE)
_OBJECT = re.compile(
    r"(?:he|she)\s(?:(?:had|has|also|later|then|once|recently)\s)*[a-z]+(?:ed|s|ld|ote|oke)\s(?:(?:to|with|at|against|about|on)\s)?",
    re.IGNORECASE,
)
_COLON = re.compile(r":\s*$")
_TO = re.compile(r"\b(?:to|with|by|for|of|about|from|at)\s$")
_SUBORDINATE = re.compile(
    r"(?:as|when|while|in|after|before|since|although|though|if|by|on|at|during|despite|asked|for|with|because|unlike)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Roles:
    """Role phrases: where one stands for someone of the cast, where one is asked about, with its gender, and who stays unnamed.

    The people of `unnamed` ("my father", "the woman") are numbered on from the cast by the order of `genders`.
    """

    known: tuple[Mention, ...] = ()
    asked: Mapping[int, Gender | None] = field(default_factory=dict)
    unnamed: tuple[Mention, ...] = ()
    genders: tuple[Gender, ...] = ()


@dataclass(frozen=True, slots=True)
class _Question:
    """A pronoun or role phrase whose person is asked for."""

    start: int
    gender: Gender | None
    is_role: bool


@dataclass(frozen=True, slots=True)
class _Ground:
    page: Page
    cast: Cast
    genders: tuple[Gender | None, ...]
    places: Places
    contents: tuple[tuple[int, int, int | None, int], ...]
    counts: Mapping[int, int]
    weights: Mapping[str, float]
    opening: Mapping[int, tuple[int, ...]]


def resolve_pronouns(
    page: Page, cast: Cast, attributions: Sequence[Attribution], roles: Roles, weights: Mapping[str, float] = WEIGHTS
) -> dict[int, tuple[int, float]]:
    """Offset of each third-person pronoun -> the person of the cast and the lead over the next one.

    Role phrases that `roles` asks about are answered as pronouns are. Pronouns that stay open, or stand for somebody unnamed,
    are left out.
    """
    ground = _ground(page, cast, attributions, roles, weights)
    resolved: dict[int, tuple[int, float]] = {}
    events: list[Event] = []
    asked = roles.asked
    for start, mention, word in _steps(page, (*cast.mentions, *roles.known, *roles.unnamed), asked):
        if mention is not None:
            where = (mention.opens, mention.start, mention.end)
            events.append(event_of(page, ground.places, mention.person, where, named=True))
            continue
        question = _Question(start, asked.get(start, "m" if word in w.HE else "f"), start in asked)
        found = _choose(ground, events, question, resolved)
        if found is not None:
            if found[0] < len(cast.people):
                resolved[start] = found
            events.append(event_of(page, ground.places, found[0], (start, start, start + len(word)), named=False))
    return resolved


def _ground(page: Page, cast: Cast, attributions: Sequence[Attribution], roles: Roles, weights: Mapping[str, float]) -> _Ground:
    sources = tuple((span.start, span.end) for a in attributions for span in a.source)
    contents = []
    for attribution in attributions:
        speaker = next(
            (
                m.person
                for s in attribution.source
                for m in cast.mentions
                if s.start <= m.start < s.end and not owner_at(page, m.end)
            ),
            None,
        )
        at = attribution.source[0].start if attribution.source else -1
        contents += [(span.start, span.end, speaker, at) for span in attribution.content]
    counts: dict[int, int] = {}
    for mention in cast.mentions:
        counts[mention.person] = counts.get(mention.person, 0) + 1
    places = Places(sources, tuple((start, end) for start, end, _, _ in contents))
    genders = (*(person.gender for person in cast.people), *roles.genders)
    opening = {mention.opens: (mention.person,) for mention in cast.mentions}
    return _Ground(page, cast, genders, places, tuple(contents), counts, weights, opening)


def _steps(
    page: Page, mentions: Sequence[Mention], asked: Mapping[int, Gender | None]
) -> Iterable[tuple[int, Mention | None, str]]:
    named = [(m.start, m, "") for m in mentions if not page.is_aside(m.start)]
    pronouns = [(m.start(), None, m[0].casefold()) for m in _THIRD.finditer(page.text)]
    roles = [(at, None, "the") for at in asked]
    return sorted([*named, *pronouns, *roles], key=lambda step: step[0])


def _candidates(
    ground: _Ground, events: Sequence[Event], question: _Question, resolved: Mapping[int, tuple[int, float]]
) -> dict[int, list[list[str]]]:
    """Of each person who can be meant, the signs of every mention within reach; each list is one mention's and the person's."""
    page, start = ground.page, question.start
    turn = page.turn(start)
    subordinate = bool(_SUBORDINATE.match(page.text, page.bounds(start)[0]))
    is_source = any(s <= start < e for s, e in ground.places.sources)
    near: dict[int, list[list[str]]] = {}
    for event in reversed(events[-MOST:]):
        if turn - event.turn > REACH:
            break
        signs = seen_from(page, event, start)
        if question.is_role and not subordinate and page.sentence(event.start) == page.sentence(start):
            signs.append("beside role")
        near.setdefault(event.person, []).append(signs)
    ahead = _ahead(ground, start)
    if ahead is not None:
        near.setdefault(ahead, []).append(["ahead"])
    spoke = next((event.person for event in reversed(events) if event.speaks), None) if is_source else None
    speaker, said = _around(ground, start, resolved)
    barred = {_quoter(page, events, start)} if speaker is None else set()
    barred.update(_objects(ground, start))
    if question.is_role and _TO.search(page.text, max(start - 12, 0), start):
        barred.update(
            event.person for event in events[-MOST:] if event.speaks and page.sentence(event.start) == page.sentence(start)
        )
    if speaker is not None:
        near.setdefault(speaker, [[]])
    for person, mentions in near.items():
        own = _person_signs(ground, person, question.gender)
        own += ["echo"] * (person == spoke) + [said] * (person == speaker)
        for signs in mentions:
            signs.extend(own)
    return {person: mentions for person, mentions in near.items() if "other gender" not in mentions[0] and person not in barred}


def _person_signs(ground: _Ground, person: int, gender: Gender | None) -> list[str]:
    known = ground.genders[person]
    if known is not None and gender is not None and known != gender:
        return ["other gender"]
    times = int(math.log2(1 + ground.counts.get(person, 0)))
    return [*(["same gender"] if known == gender else []), *(f"times {n}" for n in range(1, min(times, 5) + 1))]


def _around(ground: _Ground, start: int, resolved: Mapping[int, tuple[int, float]]) -> tuple[int | None, str]:
    """Whose words the pronoun stands in, and whether they are quoted there."""
    around = [content for content in ground.contents if content[0] <= start < content[1]]
    if not around:
        return None, ""
    _, _, named, at = min(around, key=lambda content: content[1] - content[0])
    speaker = named if named is not None or at not in resolved else resolved[at][0]
    return speaker, "own quotation" if ground.page.quote(start) is not None else "own words"


def _objects(ground: _Ground, start: int) -> Iterable[int]:
    """Whom the clause of a subject pronoun names as its object, so that they are somebody else: "he told Ms. Adair"."""
    clause = _OBJECT.match(ground.page.text, start)
    if clause is not None:
        yield from ground.opening.get(clause.end(), ())


def _quoter(page: Page, events: Sequence[Event], start: int) -> int | None:
    """Who speaks the quotation that holds an offset, where the clause before it ends in a colon: "Ms. Adair reports:"."""
    quote = page.quote(start)
    if quote is None or not _COLON.search(page.text, max(quote[0] - 8, 0), quote[0]):
        return None
    colon = page.text.rindex(":", 0, quote[0])
    opens = page.starts[max(page.sentence(colon), 0)]
    near = (event for event in reversed(events[-MOST:]) if opens <= event.start < colon)
    return next((event.person for event in near if "subject" in event.signs), None)


def _choose(
    ground: _Ground, events: Sequence[Event], question: _Question, resolved: Mapping[int, tuple[int, float]]
) -> tuple[int, float] | None:
    found = _candidates(ground, events, question, resolved)
    scores = {person: max(weigh(signs, ground.weights) for signs in mentions) for person, mentions in found.items()}
    ranked = sorted(((score, person) for person, score in scores.items()), reverse=True)
    if not ranked:
        return None
    lead = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 3.0
    return (ranked[0][1], lead)


def _ahead(ground: _Ground, start: int) -> int | None:
    """The subject that follows a clause such as "As he shook hands, Sanders …"."""
    page = ground.page
    begin, end = page.bounds(start)
    if not _SUBORDINATE.match(page.text[begin:end].lstrip("“\"'‘`")) or start - begin > 90:
        return None
    comma = page.text.find(",", start, end)
    if comma < 0:
        return None
    for mention in ground.cast.mentions:
        if begin <= mention.start < start:
            return None
        if comma < mention.opens <= comma + 3:
            return mention.person
    return None
