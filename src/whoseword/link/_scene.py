"""What the parts of linking share: the page, its cast, the attributions and their nesting, and the answer they give."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from whoseword.actors import ActorTable, fold
from whoseword.link._cast import Cast
from whoseword.link._page import Page
from whoseword.link._phrases import Phrase
from whoseword.records import ActorType, Attribution, How, Span


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom a source stands for; `person` is a number in the cast, `plural` says that "they" may point back here.

    `key` is what the table of facts calls a known organisation or medium, whichever of its names the article uses.
    """

    name: str | None
    type: ActorType
    how: How
    confidence: float
    person: int | None = None
    country: str | None = None
    role: str | None = None
    plural: bool = False
    key: str | None = None


UNRESOLVED = Answer(None, "unresolved", "unresolved", 0.0)
Earlier = Sequence[tuple[int, Answer]]
"""The answers so far, in the order of the text, each with the offset of its source."""

ROLE_CONFIDENCE, LABEL_CONFIDENCE, BACK_CONFIDENCE = 0.85, 0.9, 0.8
# What an answer's confidence is multiplied by where a second reader might well disagree.
UNNAMED = 0.7


@dataclass(frozen=True, slots=True)
class Scene:
    """One article being linked. `outer` gives for each attribution the one in whose content it stands.

    `kin` gives the number of the person whom the author calls "my father" and the like.
    """

    page: Page
    cast: Cast
    table: ActorTable
    day: str | None
    attributions: tuple[Attribution, ...]
    outer: tuple[int | None, ...]
    pronouns: "dict[int, tuple[int, float]]"
    author: str | None = None
    kin: Mapping[str, int] = field(default_factory=dict)

    def of_person(self, number: int, how: How, confidence: float) -> Answer:
        """The answer that names one of the cast."""
        person = self.cast.people[number]
        country = country_of_person(self, number)
        known = self.table.known_as(person.name) if person.given or fold(person.name) in self.table.own else None
        key = fold(known) if known else None
        return Answer(person.name, "person", how, confidence, number, country, person.role, key=key)


def country_of_person(scene: Scene, number: int) -> str | None:
    """The country that a person's title in the article gives, or else the table of facts."""
    person = scene.cast.people[number]
    if person.role:
        words = person.role.split()
        for size in (2, 1):
            for i in range(len(words) - size + 1):
                state = scene.table.state(" ".join(words[i : i + size]))
                if state is not None:
                    return state.iso3
    return scene.table.country_of(person.name) if person.given else None


def nesting(attributions: Sequence[Attribution]) -> tuple[int | None, ...]:
    """For each attribution the smallest other one whose content holds its source (or, without a source, its cue).

    Of two with the same content, one of which passes on the other's words, the deeper one: it is nearer to who spoke.
    """
    found: list[int | None] = []
    for i, attribution in enumerate(attributions):
        own: Sequence[Span] = attribution.source or attribution.cue or attribution.content
        best: tuple[tuple[int, int], int] | None = None
        for j, other in enumerate(attributions):
            if i == j or not own:
                continue
            for span in other.content:
                if span.start <= own[0].start and own[-1].end <= span.end:
                    size = sum(part.end - part.start for part in other.content), -other.depth
                    if best is None or size < best[0]:
                        best = (size, j)
        found.append(best[1] if best and not _mutual(attribution, attributions[best[1]]) else None)
    return _without_cycles(found)


def _without_cycles(outer: Sequence[int | None]) -> tuple[int | None, ...]:
    """The same nesting with every attribution that would stand inside itself taken out."""
    found: list[int | None] = []
    for i in range(len(outer)):
        seen, at = {i}, outer[i]
        while at is not None and at not in seen:
            seen.add(at)
            at = outer[at]
        found.append(outer[i] if at is None else None)
    return tuple(found)


def _mutual(inner: Attribution, outer: Attribution) -> bool:
    """Whether the would-be outer attribution stands itself inside the inner one's content."""
    if not outer.source:
        return False
    return any(span.start <= outer.source[0].start < span.end for span in inner.content)


def less_sure(answer: Answer, factor: float) -> Answer:
    """The same answer with its confidence lowered."""
    return replace(answer, confidence=round(answer.confidence * factor, 3))


def again(answer: Answer, how: How, confidence: float) -> Answer:
    """The same one meant once more, found in another way and so much less surely."""
    return less_sure(
        Answer(answer.name, answer.type, how, 1.0, answer.person, answer.country, answer.role, answer.plural), confidence
    )


def same_head(phrase: Phrase, earlier: Earlier, kinds: Sequence[ActorType]) -> Answer | None:
    """The last answer of these types whose name holds the phrase's head noun."""
    for _, answer in reversed(earlier):
        if answer.type in kinds and answer.name and phrase.head in answer.name.casefold().split():
            return answer
    return None
