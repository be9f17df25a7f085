"""Who goes on speaking: the date of a statement handed to the next of the same source.

"In a speech on Tuesday, X said A. He also said B." dates both. The thread breaks at a new date, at another occasion
("in a separate interview"), at a perfect or a present ("has said", "says"), and after two or three paragraphs.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from whoseword.records import Block
from whoseword.when._attach import dates_its_sentence
from whoseword.when._evidence import Dates, Evidence
from whoseword.when._frame import Frame

# Tuned on the 100 train articles of the speakers corpus, 2026-11-23; tests/unit/test_when_shared.py holds the floor.
_REACH = 900  # characters from one statement to the next of the same thread: two paragraphs or three
_NEXT = 450  # characters: the sentence or the paragraph before
_FRONT = ("title", "byline", "caption", "furniture")
_CARRIED = ("day", "week")  # a speech has a day; a year or a month is not handed on

_PERSON = ("he", "she", "his", "her")
_MANY = ("group", "anonymous", "organisation")
_WRITTEN = frozenset({"document", "media"})
_NO_ANTECEDENT = ("", "it", "who", "we", "i", "them", "their", "they")
_NOT_AN_OCCASION = r"is|are|has|have|had|['’]ve|repeatedly|consistently|previously|once|often|never|always|believed|feared|wanted|hoped|felt|worried|knew|tried"
_OCCASION = (
    r"said|told|wrote|spoke|made|gave|took|went|drew|sought|swore|thought|hit|put|did|was|were|called|\w{2,14}ed|\w{2,14}ing"
)
_OTHER_OCCASION = (
    r"another|different|separate|at one point|subsequent|later|earlier"
    r"|in an? (?:\w+ ){0,2}(?:interview|statement|speech|tweet|e-?mail|op-ed|letter|post|appearance)"
    r"|at an? (?:\w+ ){0,3}(?:event|rally|forum|town hall|fundraiser|conference)"
)
_ROLE = (
    r"president|senator|governor|congressman|congresswoman|leader|minister|mogul|billionaire|candidate|nominee|front-?runner"
    r"|secretary(?: of state)?|chancellor|mayor|official|spokesman|spokeswoman|judge|lawmaker|ambassador|general|commander|chairman"
    r"|businessman|diplomat|envoy|analyst|professor|author|aide|king|pope|pontiff|chief|republican|democrat"
)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "no occasion": re.compile(rf"(?<!\w)(?:{_NOT_AN_OCCASION})(?!\w)", re.IGNORECASE),
        "occasion": re.compile(rf"\b(?:{_OCCASION})\b", re.IGNORECASE),
        "other occasion": re.compile(rf"\b(?:{_OTHER_OCCASION})\b|\btold (?:the )?[A-Z]"),
        "apart": re.compile(r"\b(?:another|different|separate|subsequent|at one point)\b", re.IGNORECASE),
        "description": re.compile(rf"(?:the|his|her) (?:[\w-]{{1,20}} ){{0,5}}(?:{_ROLE})", re.IGNORECASE),
        "question": re.compile(
            r"(?:when |if |as |after )?(?:was |were )?(?:asked|pressed|pushed|questioned|challenged)\b", re.IGNORECASE
        ),
        "anterior": re.compile(r"\bhad\s(?!to\b)", re.IGNORECASE),
        "background": re.compile(
            r"(?<!\w)(?:has|have|had|['’]ve|repeatedly|consistently|previous(?:ly)?|earlier|once|often|never|always)(?!\w)|\bof\Z",
            re.IGNORECASE,
        ),
        "participle": re.compile(r"\w{2,20}ing\b"),
    }


@dataclass(slots=True)
class Thread:
    """The attributions of one article with the evidence found so far, which `carry` completes in place."""

    text: str
    placed: Sequence[Frame]
    evidence: list[Evidence | None]
    known: Dates
    starts: Sequence[int]
    blocks: Sequence[Block] = ()

    def carry(self) -> None:
        """Hand dates on within a sentence, then forward, then back by one statement, then to title and first sentence."""
        order = sorted(self.placed, key=lambda frame: frame.anchor)
        for previous, frame in pairwise(order):
            self._hand(previous, frame, "sentence", holds=self._one_sentence(previous, frame))
            self._hand(frame, previous, "sentence", holds=self._one_sentence(frame, previous))
            self._hand(previous, frame, "answer", holds=self._answers(previous, frame))
        outer = [frame for frame in order if not frame.holders]
        self._forward(outer, [frame.anchor for frame in order])
        for previous, frame in pairwise(outer):
            self._hand(previous, frame, "member", holds=self._speaks_for(previous, frame))
            self._hand(previous, frame, "answer", holds=self._answers(previous, frame))
        for previous, frame in pairwise(reversed(outer)):
            self._hand(previous, frame, "answer", holds=self._answers(previous, frame))
        for frame, following in zip(reversed(outer[:-1]), reversed(outer), strict=False):
            self._hand(following, frame, "back", holds=self._leads_to(frame, following))
        self._opening(outer)

    def _hand(self, giver: Frame, taker: Frame, rule: str, *, holds: bool) -> None:
        given = self.evidence[giver.index]
        if (
            holds
            and given is not None
            and self.evidence[taker.index] is None
            and (given.exact in _CARRIED or rule == "sentence")
            and (rule == "sentence" or not self._anterior(giver))
        ):
            self.evidence[taker.index] = Evidence(given.found, rule)

    def _one_sentence(self, giver: Frame, taker: Frame) -> bool:
        if giver.start != taker.start or giver.holders != taker.holders or giver.source is None:
            return False
        if giver.key and giver.key == taker.key and _patterns()["background"].search(self.text[slice(*taker.cue)]) is None:
            return True
        same = giver.source == taker.source or (taker.key in _PERSON and giver.anchor < taker.anchor)
        return same and self.tells_occasion(taker)

    def _anterior(self, frame: Frame) -> bool:
        """Whether it was said before the scene that the article tells of ("had said on Saturday")."""
        return _patterns()["anterior"].search(self.text, max(frame.start, frame.cue[0] - 5), frame.cue[1]) is not None

    def _answers(self, one: Frame, other: Frame) -> bool:
        """Whether one of two neighbours is a question that the other answers: one talk, whoever asks."""
        if one.holders != other.holders or abs(one.anchor - other.anchor) > _REACH or {one.type, other.type} & _WRITTEN:
            return False
        if one.key and one.key == other.key:
            return False  # nobody answers himself: "asked them to stay" is a request
        return any(_patterns()["question"].match(self.text, *frame.cue) is not None for frame in (one, other))

    def _speaks_for(self, group: Frame, member: Frame) -> bool:
        """Whether a person is quoted right after the unnamed of whom it is one ("lawmakers said Friday. … Rep. Bell said")."""
        if group.type not in _MANY or member.type != "person" or group.key == member.key:
            return False
        given = self.evidence[group.index]
        return given is not None and given.exact == "day" and self._direct(group) and self._goes_on(group, member, group.anchor)

    def tells_occasion(self, frame: Frame) -> bool:
        """Whether the cue tells of one occasion; a participle has the tense of its sentence."""
        begin, end = frame.cue
        participle = _patterns()["participle"].match(self.text, begin, end) is not None
        if participle and not any(frame.start <= low < begin for low, _ in frame.content):
            begin = max(frame.start, begin - _NEXT)
        if _patterns()["no occasion"].search(self.text, begin, end) is not None:
            return False
        return _patterns()["occasion"].search(self.text, frame.cue[0], end) is not None

    def _forward(self, outer: Sequence[Frame], anchors: Sequence[int]) -> None:
        """From each statement to the next of the same source, others between them or not."""
        dated: dict[str, Frame] = {}
        reached: dict[str, int] = {}
        speaking = ""
        for frame in outer:
            same = speaking != "" and (frame.key in _PERSON or self._describes(frame, reached[speaking]))
            speaking = speaking if same else frame.key
            if self.evidence[frame.index] is None:
                self._lead(frame, anchors)
            giver = dated.get(speaking)
            if giver is not None and self.evidence[frame.index] is None:
                self._hand(giver, frame, "forward", holds=self._goes_on(giver, frame, reached[speaking]))
                if self._new_date(giver, frame):
                    del dated[speaking]
            if self.evidence[frame.index] is not None:
                dated[speaking] = frame
            reached[speaking] = frame.anchor

    def _describes(self, frame: Frame, reached: int) -> bool:
        """Whether the source is a description ("the senator") of whoever spoke just before."""
        if frame.source is None or frame.anchor - reached > _NEXT or frame.source[1] - frame.source[0] > _NEXT:
            return False
        return _patterns()["description"].fullmatch(self.text, *frame.source) is not None

    def _lead(self, frame: Frame, anchors: Sequence[int]) -> None:
        """The sentence before, which itself reports no words, names the speaker and the day."""
        if not self.tells_occasion(frame) or frame.key in _NO_ANTECEDENT or self.known.free(frame.start, frame.end):
            return
        at = bisect_left(self.starts, frame.start) - 1
        while at > 0 and not self.text[self.starts[at] : self.starts[at + 1]].strip():
            at -= 1
        low = self.starts[at] if at >= 0 else frame.start
        if frame.start - low > _NEXT or bisect_left(anchors, low) != bisect_left(anchors, frame.start):
            return
        lead = self.known.free(low, frame.start)
        named = self.by_pronoun(frame) or re.search(
            rf"\b{re.escape(frame.key.split()[-1])}\b", self.text[low : frame.start].casefold()
        )
        if len(lead) != 1 or not named or Evidence(lead[0], "lead").exact not in _CARRIED:
            return
        if dates_its_sentence(self.text, low, lead[0]):
            self.evidence[frame.index] = Evidence(lead[0], "lead")

    def by_pronoun(self, frame: Frame) -> bool:
        return frame.source is not None and self.text[slice(*frame.source)].casefold() in _PERSON

    def _goes_on(self, giver: Frame, frame: Frame, reached: int) -> bool:
        """Whether `frame` is the same source speaking on: one occasion, no other, no new date, not far."""
        if not self.tells_occasion(frame) or frame.anchor - reached > _REACH or frame.key in _NO_ANTECEDENT:
            return False
        return _patterns()["other occasion"].search(self._own_words(frame)) is None and not self._new_date(giver, frame)

    def stands_apart(self, frame: Frame) -> bool:
        """Whether the sentence says that this was said on another occasion than what stands before."""
        return _patterns()["apart"].search(self._own_words(frame)) is not None

    def _new_date(self, giver: Frame, frame: Frame) -> bool:
        """Whether the text turns to another date, outside of what anyone says, right before or in the sentence."""
        return bool(self.known.free(max(giver.end, frame.start - _NEXT), frame.end))

    def _own_words(self, frame: Frame) -> str:
        """What the sentence says around the cue, the content left out."""
        begin, end = frame.cue
        before = [high for _, high in frame.content if high <= begin]
        after = [low for low, _ in frame.content if low >= end]
        return self.text[max([frame.start, begin - _NEXT, *before]) : min([frame.end, end + _NEXT, *after])]

    def _direct(self, frame: Frame) -> bool:
        given = self.evidence[frame.index]
        return given is not None and given.rule not in ("forward", "back", "lead", "title", "lede")

    def _leads_to(self, frame: Frame, following: Frame) -> bool:
        if frame.key != following.key or not self.tells_occasion(frame):
            return False
        return self._direct(following) and self._goes_on(frame, following, frame.anchor)

    def _opening(self, outer: Sequence[Frame]) -> None:
        """The title and the first sentence say what the first dated statement of the same source says."""
        body_from = self._body_from()
        body = [frame for frame in outer if not self._in_block_in_front(frame)]
        first = min((frame.start for frame in body if frame.anchor >= body_from), default=-1)
        for frame in outer:
            above = self.in_front(frame)
            if not frame.key or self.evidence[frame.index] is not None or not (above or frame.start == first):
                continue
            later = (other for other in body if other.start > max(frame.start, body_from - 1) and other.key == frame.key)
            following = next(later, None)
            if following is not None and following.anchor - frame.anchor < _REACH and self._direct(following):
                self._hand(following, frame, "title" if above else "lede", holds=True)

    def _body_from(self) -> int:
        """Where the title ends; without blocks, the first line."""
        titles = [block.end for block in self.blocks if block.kind == "title"]
        return max(titles, default=max(self.text.find("\n", 0, _NEXT), 0))

    def in_front(self, frame: Frame) -> bool:
        """Whether it stands above the body or beside it: in the title, a caption."""
        return frame.anchor < self._body_from() or self._in_block_in_front(frame)

    def _in_block_in_front(self, frame: Frame) -> bool:
        """Whether it stands in a part of the page that goes with the body and is none of it, as a caption does."""
        return any(b.start <= frame.anchor < b.end for b in self.blocks if b.kind in _FRONT)
