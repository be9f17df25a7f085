"""To whom it was said: whom its own words name, the other side of a dialogue, or whom the speaker goes on talking to.

Statements are taken in the order of the text. Each asks in turn: does its cue tell somebody; does its sentence name an
interview, a letter, a question; does it put a question or answer one; did the same voice tell somebody just before. What
none of these finds is said to nobody whom the text names. The rules and their order were set by reading errors on the 202
train readings of the speakers corpus, one reading each, 2026-11-27: the first half of them alone, then both. What each
finds there is right in 8 of 10 cases or more; tests/unit/test_rules_shared.py watches the whole.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from whoseword.parties.hearers import Hearer, find_hearers, interviewers
from whoseword.parties.setting import Scene, anchor, set_scene
from whoseword.parties.sorts import is_crowd, is_device, is_perfect, is_press, is_press_role, kind_of_cue, sort_of
from whoseword.records import Actor, Attribution, Party, Speaker

_NEAR: Final = 500  # code points between question and answer
_FAR: Final = 2500  # and between two statements of one talk
_OPENING: Final = 1000  # how much of a text is its opening
_BACK: Final = 6  # statements before in which the same voice is looked for
_TURNS: Final = 4  # of a transcript, at least

# Forms of a hearer by which a cue tells, and those by which its sentence does; the surer first.
_VERBS: Final = ("tell", "urge inside", "urge", "ask", "tell inside", "ask inside", "advise", "advise inside", "meet")
_WEAK_VERBS: Final = ("order", "order inside", "thank", "thank inside")
_PRONOUNS: Final = tuple(f"{form} pronoun" for form in (*_VERBS, *_WEAK_VERBS))
_TOLD: Final = (*_VERBS, *_WEAK_VERBS, *_PRONOUNS, "to", "to after all", "passive", "passive pronoun")
_SPOKEN_TO: Final = ("interview", "asked", "letter", "statement", "talk", "speech")

_ASKERS: Final = ("person", "anonymous", "media")
_WRITTEN: Final = ("document", "media")
_PASSED_OVER: Final = ("other", "think", "decline")  # what a voice does between two words to the same hearer
_MARKS: Final = "\"“'‘`"
# Words in the sentence of a cue, or since, that set another scene than the talk before.
_NEW_SCENE: Final = re.compile(
    r"(?i)\b(?:in|at|on|during) (?:an?|his|her|their|another|different) [^,.]{0,80}?"
    r"\b(?:speech|appearance|statement|rally|debate|post|letter|ad|campaign|interview|op-ed|tweet)\b"
    r"|\b(?:at|during) the [^,.]{0,80}?\b(?:dinner|gala|convention|event|rally|debate|conference|meeting|hearing|summit|ceremony|forum)\b"
    r"|\bin (?:january|february|march|april|may|june|july|august|september|october|november|december|the past|(?:19|20)\d\d)\b"
    r"|\blast (?:week|month|year|summer|fall|winter|spring)\b|\b(?:weeks?|months?|years?) (?:ago|earlier|before)\b|\bat one point\b|\bpreviously\b"
)
_THAT_INTERVIEW: Final = re.compile(r"\b(?:in|during) (?:the|that|the same) interview\b(?! with)")
_OTHER_SHOW: Final = re.compile(
    r"\b(?:on|with|to|told|by) (?:the )?(?:ABC|CBS|NBC|CNN|CNBC|MSNBC|Fox|BBC|PBS|NPR|Univision|Sky|Bloomberg)\b"
)


class Found(NamedTuple):
    """Whom a statement tells, and by which rule."""

    party: Party
    how: str


def addressees(
    text: str, attributions: Sequence[Attribution], speakers: Sequence[Speaker], actors: Sequence[Actor] = ()
) -> tuple[Party | None, ...]:
    """To whom each attribution was said, where the text says so; in the order of `attributions`.

    Carried over to the other statements of the same voice in the same talk. `actors` are the people of the article, for
    the names of whom "him" and "Berg" mean.

    >>> from whoseword.records import Attribution, Span
    >>> text = "Marin told Delta News that it rained."
    >>> said = Attribution((Span.cut(text, 0, 5),), (Span.cut(text, 6, 10),), (Span.cut(text, 22, 36),))
    >>> addressees(text, [said], [])[0].name
    'Delta News'
    """
    told = listen(set_scene(text, attributions, speakers, actors))
    return tuple(told[i].party if i in told else None for i in range(len(attributions)))


def listen(scene: Scene) -> dict[int, Found]:
    """For each statement that tells somebody, whom; by its place among the attributions."""
    talk = _Talk.of(scene)
    told: dict[int, Found] = {}
    for index in talk.order:
        found = talk.own(index, told) or talk.here(index) or talk.turn(index, told) or talk.goes_on(index, told)
        if found is not None:
            told[index] = found
    return {**told, **talk.opening(told)}


@dataclass(frozen=True, slots=True)
class _Talk:
    """An article's hearers, and its statements in the order of the text: where each is made and by what kind of cue."""

    scene: Scene
    hearers: Sequence[Hearer]
    order: Sequence[int]
    anchors: Sequence[int]
    rank: Mapping[int, int]
    cues: Sequence[str]
    is_transcript: bool

    @classmethod
    def of(cls, scene: Scene) -> "_Talk":
        """What the article holds."""
        places = {i: where.start for i, a in enumerate(scene.attributions) if (where := anchor(a)) is not None}
        order = sorted(places, key=lambda i: (places[i], i))
        cues = [kind_of_cue(a.cue) for a in scene.attributions]
        turns = [i for i in order if cues[i] == "colon" and scene.attributions[i].source]
        dialogue = len(turns) >= _TURNS and len({scene.voices[i] for i in turns}) == len(("one", "other"))
        rank = {i: n for n, i in enumerate(order)}
        return cls(scene, find_hearers(scene), order, [places[i] for i in order], rank, cues, dialogue)

    def own(self, index: int, told: Mapping[int, Found]) -> Found | None:
        """Whom the statement's own cue tells."""
        found = [h for h in self.hearers if h.holder == index and h.form in _TOLD and self._may_hear(index, h.party)]
        best = min(found, key=lambda h: (_TOLD.index(h.form), h.at), default=None)
        if best is None:
            return None
        return Found(self._by_role(index, best.party, told) or best.party, f"own {best.form}")

    def here(self, index: int) -> Found | None:
        """Whom the sentence around the cue names as spoken to."""
        if self.cues[index] in ("think", "ask", "decline") or not self.scene.attributions[index].source:
            return None
        at = self._at(index)
        low, high = self.scene.sentence(at)
        found = [h for h in self._between(low, high) if h.form in _SPOKEN_TO and self._is_spoken_to(index, h)]
        best = min(found, key=lambda h: (_SPOKEN_TO.index(h.form), abs(h.at - at)), default=None)
        return Found(best.party, f"here {best.form}") if best is not None else self._in_that_interview(index, low, high)

    def _in_that_interview(self, index: int, low: int, high: int) -> Found | None:
        """Whom "said in the interview" means: the other side of the interview that was told of before."""
        if not _THAT_INTERVIEW.search(self.scene.plain, low, high):
            return None
        before = interviewers(self.scene, max(0, low - _FAR), low)
        fitting = [h for h in before if self._may_hear(index, h.party) and sort_of(h.party) not in ("plural", "group")]
        return Found(fitting[-1].party, "here interview") if fitting else None

    def turn(self, index: int, told: Mapping[int, Found]) -> Found | None:
        """The other side of a dialogue: who asked, who answers, who told this voice something right before."""
        for step in (-1, 1):
            place = self.rank[index] + step
            other = self.order[place] if 0 <= place < len(self.order) else None
            side = self._side(index, other) if other is not None else None
            if other is None or side is None:
                continue
            if self.cues[index] == self.cues[other] == "colon" and self.is_transcript:
                return Found(side, "turn transcript")
            how = self._answers(index, other, told) if step < 0 else None
            if how is None and self.cues[index] == "ask" and self.cues[other] in ("say", "reply"):
                how = "turn ask" if step > 0 or self._in_one_sentence(index, other) else None
            if how is not None and abs(self._at(other) - self._at(index)) <= _NEAR:
                return Found(side, how)
        return None

    def goes_on(self, index: int, told: Mapping[int, Found]) -> Found | None:
        """Whom the same voice told just before, where it plainly goes on talking to them."""
        voice, between = self.scene.voices[index], list[int]()
        for before in reversed(self.order[max(0, self.rank[index] - _BACK) : self.rank[index]]):
            if voice is None or self.scene.voices[before] != voice:
                between.append(before)
            elif before in told:
                party = told[before].party
                still = self._may_go_on(index, party) and self._is_same_talk(index, before, party)
                strangers = sum(self._name(i) != party.name for i in between)
                return Found(party, "goes on") if still and strangers <= (0 if is_crowd(party) else 1) else None
            elif self.cues[before] not in _PASSED_OVER:
                return None
        return None

    def opening(self, told: Mapping[int, Found]) -> dict[int, Found]:
        """What an article opens with is said to whom the same voice tells the next thing."""
        found = {}
        for index, following in pairwise(self.order):
            if self._at(following) > _OPENING:
                break
            voice = self.scene.voices[index]
            if index in told or following not in told or voice is None or self.scene.voices[following] != voice:
                continue
            party = told[following].party
            if self.cues[index] == "say" and self._may_hear(index, party) and self._is_outer(following):
                found[index] = Found(party, "opening")
        return found

    def _is_spoken_to(self, index: int, hearer: Hearer) -> bool:
        """Whether one whom the sentence names is spoken to in this statement, not in its content nor by another voice."""
        content = self.scene.attributions[index].content
        if any(span.start <= hearer.at < span.end for span in content) or not self._may_hear(index, hearer.party):
            return False
        if hearer.form == "interview" and sort_of(hearer.party) in ("plural", "group"):
            return False  # an interviewer's, not one who is interviewed
        low, high = hearer.sentence
        inside = self.order[bisect_left(self.anchors, low) : bisect_left(self.anchors, high)]
        others = [i for i in inside if not self._is(i, hearer.party)]
        nearest = min(others, key=lambda i: abs(self._at(i) - hearer.at), default=index)
        return self.scene.voices[nearest] == self.scene.voices[index]

    def _answers(self, index: int, before: int, told: Mapping[int, Found]) -> str | None:
        """How a statement answers the one before it, if it does."""
        mine, found = self.cues[index], told.get(before)
        if found is not None and found.party.name == self._name(index):
            one_sided = found.how in ("turn told", "turn answer", "goes on")
            return "turn told" if mine in ("ask", "reply", "say") and not one_sided else None
        asked = self.cues[before] == "ask" or self._is_question(before)
        free = found is None or self._is(index, found.party)
        return "turn answer" if mine in ("say", "reply") and asked and free else None

    def _may_go_on(self, index: int, party: Party) -> bool:
        """Whether a cue is one by which a talk goes on: speech, a quotation by whatever cue, more of the same."""
        kind, cue = self.cues[index], self.scene.attributions[index].cue
        if is_perfect(cue) or is_device(party) or not self._may_hear(index, party):
            return False
        if kind == "decline":
            return is_press(party)
        also = kind == "other" and cue[0].text.startswith(("also", "further")) if cue else False
        return kind in ("say", "tell", "colon", "reply") or also or (kind in ("write", "other") and self._is_direct(index))

    def _is_same_talk(self, index: int, before: int, party: Party) -> bool:
        """Whether nothing in a statement's sentence, or since the one before, says that this is another talk."""
        scene, at, start = self.scene, self._at(index), self._at(before)
        if at - start > _FAR or self.cues[before] == "urge" or (self.cues[before] == "ask" and self.cues[index] != "ask"):
            return False
        if self._is_outer(index) and not self._is_outer(before):
            return False  # the telling was itself told of: what its speaker says next is said to others
        since = max(start, party.span.end) if party.span is not None else start
        if _OTHER_SHOW.search(scene.beside, min(since, at), at):
            return False
        return self._in_one_sentence(index, before) or not _NEW_SCENE.search(scene.beside, *scene.sentence(at))

    def _by_role(self, index: int, party: Party, told: Mapping[int, Found]) -> Party | None:
        """Whom of the press the same voice told before, where "the host" is told now."""
        if not is_press_role(party):
            return None
        before = [
            i
            for i in reversed(self.order[: self.rank[index]])
            if i in told and self.scene.voices[i] == self.scene.voices[index]
        ]
        names = (told[i].party for i in before if told[i].party.name != told[i].party.name.lower())
        return next((Party(name.name, name.type, party.span) for name in names), None)

    def _may_hear(self, index: int, party: Party) -> bool:
        """Whether a party hears at all, and is not the speaker."""
        name = party.name.casefold()
        return sort_of(party) != "thing" and not name.startswith("question") and name != (self._name(index) or "").casefold()

    def _side(self, index: int, other: int) -> Party | None:
        """Who speaks in another statement, as the one whom this one tells."""
        name, speakers = self._name(other), self.scene.speakers
        if name is None or name == self._name(index) or speakers[other].type not in _ASKERS:
            return None
        if index < len(speakers) and speakers[index].type in _WRITTEN:
            return None
        spans = self.scene.attributions[other].source
        return Party(name, speakers[other].type, spans[0] if spans else None)

    def _between(self, low: int, high: int) -> Iterator[Hearer]:
        first = bisect_left(self.hearers, low, key=lambda hearer: hearer.at)
        for hearer in self.hearers[first:]:
            if hearer.at >= high:
                return
            yield hearer

    def _at(self, index: int) -> int:
        return self.anchors[self.rank[index]]

    def _name(self, index: int) -> str | None:
        return self.scene.speakers[index].name if index < len(self.scene.speakers) else None

    def _is(self, index: int, party: Party) -> bool:
        """Whether a statement is the party's own."""
        name = self._name(index)
        return name is not None and name != "" and (name in party.name or party.name in name)

    def _is_outer(self, index: int) -> bool:
        """Whether a statement is made by the article itself, not inside what somebody says."""
        return self.scene.beside[self._at(index)] != "\n"

    def _is_question(self, index: int) -> bool:
        return any(span.text.rstrip("\"”'’ ").endswith("?") for span in self.scene.attributions[index].content)

    def _in_one_sentence(self, index: int, other: int) -> bool:
        low, high = self.scene.sentence(self._at(index))
        return low <= self._at(other) < high

    def _is_direct(self, index: int) -> bool:
        content = self.scene.attributions[index].content
        return bool(content) and (content[0].text[:1] in _MARKS or self.scene.text[max(0, content[0].start - 1)] in _MARKS)
