"""What a text shows about when each of its statements was said: for each date around it, and for going on from the one before.

A report often gives its day once, in a sentence that sets the scene, and takes it as known from there on. Nothing here
decides: `steps` only names what holds, and `_chain` weighs it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Final

from whoseword.records import Article, TimeExpression
from whoseword.when._attach import dates_its_sentence
from whoseword.when._calendar import interval, parse_day, precision
from whoseword.when._chain import Reading, Step
from whoseword.when._dates import Dates, day_of
from whoseword.when._frame import Frame

_BEFORE: Final = 20  # dates before a statement's sentence that may be its own
_AFTER: Final = 4
_NEXT: Final = 450  # characters: a sentence
_LINE: Final = 1500  # characters of a line in which an open quotation mark is looked for; a longer line is no paragraph
_FRONT: Final = ("title", "byline", "caption", "furniture")
_PERSON: Final = ("he", "she", "his", "her")
_PLACES: Final = ((0, "same paragraph"), (1, "paragraph before"), (2, "2 paragraphs before"), (4, "3 or 4 paragraphs before"))
_AGES: Final = ((-1, "ahead"), (0, "0"), (1, "1"), (2, "2"), (3, "3"), (6, "4 to 6"), (13, "7 to 13"))

_OCCASIONS: Final = (
    r"interview|statement|speech|rally|tweets?|twitter|debate|reporters|conference|e-?mails?|facebook|letter|hearing|event|forum"
    r"|call|address|report|poll|survey|book|article|show|meeting|ruling|decision|memo|briefing"
)
_OTHER_OCCASION: Final = (
    r"another|different|separate|at one point|subsequent|later|earlier"
    r"|in an? (?:\w+ ){0,2}(?:interview|statement|speech|tweet|e-?mail|op-ed|letter|post|appearance)"
    r"|at an? (?:\w+ ){0,3}(?:event|rally|forum|town hall|fundraiser|conference)"
)


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    """What the words of a cue may tell, by the name of the clue."""
    plain = {
        "thought": r"\b(?:believ|think|thought|want|hop(?:e|es|ed|ing)\b|feel|felt|fear|worr|know|knew|consider|expect|intend|plan|see[sn]?\b|saw"
                   r"|view|regard|support|oppos|doubt|prefer|lik(?:e|ed|es)\b|need)",
        "participle": r"\b(?:say|tell|add|ask|writ|tweet|call|not|announc|declar|argu|insist|warn|explain|accus|urg|criticiz|describ|referr|suggest|point)ing\b",
        "present": r"\b(?:says?|is|are|does|do|believes?|thinks?|wants?|hopes?|argues?|according|tells?|calls?|shows?|claims?|warns?|writes?|asks?|notes?"
                   r"|insists?|sees?)\b",
        "perfect": r"\b(?:has|have|had)\b|['’]ve\b",
        "before": r"\bhad\s(?!to\b)",
        "repeated": r"\b(?:repeatedly|consistently|often|never|always|once|frequently|long|recently|regularly)\b",
        "modal": r"\b(?:will|would|could|should|may|might|can|must|if|to)\b",
        "negated": r"\b(?:not|n['’]t|declin\w+|refus\w+)\b",
        "question": r"\A(?:when |if |as |after )?(?:was |were )?(?:asked|pressed|pushed|questioned|challenged)\b",
        "colon": r"\A\s*:\s*\Z",
    }  # fmt: skip
    return {name: re.compile(words, re.IGNORECASE) for name, words in plain.items()}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "occasion": re.compile(rf"\b(?:{_OCCASIONS})\b", re.IGNORECASE),
        "other occasion": re.compile(rf"\b(?:{_OTHER_OCCASION})\b|\btold (?:the )?[A-Z]"),
        "apart": re.compile(r"\b(?:another|different|separate|subsequent|previously|at one point)\b", re.IGNORECASE),
        "outlet": re.compile(r"\b(?:CNN|Fox|NBC|ABC|CBS|BBC|MSNBC|radio|news|Reuters)\b"),
    }


class Surroundings:
    """The statements of one article, the dates among them, and which of them a date of their own sentence dates."""

    def __init__(
        self,
        article: Article,
        placed: Sequence[Frame],
        own: Sequence[TimeExpression | None],
        known: Dates,
        starts: Sequence[int],
    ) -> None:
        self._text = article.text
        self._own, self._known, self._starts = own, known, starts
        self._order = sorted(placed, key=lambda frame: frame.anchor)
        self._today = parse_day(article.published)
        self._paragraphs = _paragraphs(article.text, starts)
        free = (day_of(found) for found in known.found if not known.holders[found.start])
        self._first_day = next((value for value in free if precision(value) == "day"), None)
        self._voices = _Voices(self._order, own)
        titles = [block.end for block in article.blocks if block.kind == "title"]
        self._body_from = max(titles, default=max(article.text.find("\n", 0, _NEXT), 0))
        self._front = [(block.start, block.end) for block in article.blocks if block.kind in _FRONT]
        self._opening = min((frame.start for frame in placed if not self._in_front(frame)), default=-1)

    def chains(self) -> list[tuple[list[Frame], list[Step]]]:
        """The statements that stand in the same content, or in none, in the order of the text, and a step for each."""
        levels: dict[frozenset[int], list[Frame]] = {}
        steps: dict[frozenset[int], list[Step]] = {}
        for at, frame in enumerate(self._order):
            level = levels.setdefault(frame.holders, [])
            own = self._own[frame.index]
            said = self._of_statement(frame)
            readings = self._readings(at, frame, said) if own is None else (Reading(day_of(own), own, frozenset()),)
            link = frozenset(self._link(level[-1], frame, said)) if level else frozenset()
            steps.setdefault(frame.holders, []).append(Step(readings, link))
            level.append(frame)
        return [(level, steps[holders]) for holders, level in levels.items()]

    def _readings(self, at: int, frame: Frame, said: AbstractSet[str]) -> tuple[Reading, ...]:
        """No date, and the dates around a statement, apart from those that stand in nothing but what it says itself.

        None of them where the sentence tells of another occasion than what stands before ("in a separate interview").
        """
        undated = Reading(None, None, frozenset())
        if _patterns()["apart"].search(self._own_words(frame)) is not None:
            return (undated,)
        starts = self._known.starts
        first = max(0, bisect_left(starts, frame.start) - _BEFORE)
        near = self._known.found[first : bisect_left(starts, frame.end) + _AFTER]
        inside = {day_of(found) for found in near if _within(found, frame)}
        mentions: dict[str, list[TimeExpression]] = {}
        for found in near:
            if not _within(found, frame):
                mentions.setdefault(day_of(found), []).append(found)
        dated = []
        for value, all_found in mentions.items():
            level = [found for found in all_found if self._known.holders[found.start] - {frame.index} <= frame.holders]
            clues = {*said, *self._of_date(value), *self._voices.clues(at, frame, value)}
            clues |= {
                f"{front}, same voice after" for front in ("in front", "opening") if {front, "voice after: same"} <= clues
            }
            clues |= {
                clue for clue, holds in (("in its content too", value in inside), ("in content only", not level)) if holds
            }
            found = _nearest(frame, level or all_found)
            clues |= self._of_place(frame, level or all_found, "" if level else ", in content")
            clues |= set() if frame.start <= found.start < frame.end else self._of_scene(frame, found)
            dated.append(Reading(value, found, frozenset(clues)))
        return (undated, *dated)

    def _of_statement(self, frame: Frame) -> set[str]:
        """What the statement shows whatever its date; it weighs for and against having one."""
        cue, words = self._text[slice(*frame.cue)], self._own_words(frame)
        holds = {
            "other occasion": _patterns()["other occasion"].search(words) is not None,
            "occasion": _patterns()["occasion"].search(words) is not None or _patterns()["outlet"].search(words) is not None,
            "in front": self._in_front(frame),
            "opening": frame.start == self._opening,
            "pronoun": self._by_pronoun(frame),
            "no source": frame.source is None,
            "nested": bool(frame.holders),
            "quotation": any(
                self._text[max(0, low - 2) : low + 1].strip()[:1] in ('"', "“", "'", "`") for low, _ in frame.content
            ),
            "inside a quotation": self._inside_quotation(frame),
        }
        told = {name for name, words in _cues().items() if words.search(cue)}
        return {"dated", f"source: {frame.type}", *told, *(name for name, held in holds.items() if held)}

    def _of_date(self, value: str) -> set[str]:
        exact, ends = precision(value), interval(value)
        clues = {f"precision: {exact}"}
        if value == self._first_day:
            clues.add("first day")
        if exact == "day" and ends is not None and self._today is not None:
            age = (self._today - ends[0]).days
            clues.add(f"days ago: {next((name for most, name in _AGES if age <= most), 'more')}")
        return clues

    def _of_place(self, frame: Frame, mentions: Sequence[TimeExpression], content: str) -> set[str]:
        """Where a date stands from the statement: in its sentence, before, after; each of its mentions counts."""
        here, before, after = _apart(frame, mentions)
        clues = {f"{self._behind(before[-1], frame)}{content}" if before else "none before"}
        clues.add(f"{self._ahead(after[0], frame)}{content}" if after else "none after")
        if here:
            side = "before" if here[0].start < frame.cue[0] else "after"
            clues |= {f"here{content}", f"here {side} the cue{content}", f"here, precision: {precision(day_of(here[0]))}"}
            if any(dates_its_sentence(self._text, frame.start, found) for found in here):
                clues.add("here, adjunct")
        return clues | (self._between(before[-1], frame) if before else set())

    def _behind(self, found: TimeExpression, frame: Frame) -> str:
        if self._sentence(frame.start) - self._sentence(found.start) <= 1:
            return "sentence before"
        away = self._paragraph(frame.anchor) - self._paragraph(found.start)
        return next((name for most, name in _PLACES if away <= most), "far before")

    def _ahead(self, found: TimeExpression, frame: Frame) -> str:
        if self._sentence(found.start) - self._sentence(frame.start) <= 1:
            return "sentence after"
        away = self._paragraph(found.start) - self._paragraph(frame.anchor)
        return "later in the paragraph" if away == 0 else "paragraph after" if away == 1 else "far after"

    def _between(self, found: TimeExpression, frame: Frame) -> set[str]:
        """How many other dates the text has named since, outside of what anyone says."""
        others = {day_of(other) for other in self._known.free(found.end, frame.start)} - {day_of(found)}
        return {f"others since: {min(len(others), 3)}", *(["named last"] if not others else [])}

    def _of_scene(self, frame: Frame, found: TimeExpression) -> set[str]:
        """What the sentence of a date has to do with a statement elsewhere."""
        at = self._sentence(found.start)
        end = self._starts[at + 1] if at + 1 < len(self._starts) else len(self._text)
        scene = self._text[max(self._starts[at], found.start - _LINE) : min(end, found.end + _LINE)]
        occasions, own = (
            {match[0].casefold() for match in _patterns()["occasion"].finditer(words)}
            for words in (scene, self._own_words(frame))
        )
        surname = frame.key.split()[-1:]
        holds = {
            "scene: occasion": bool(occasions),
            "scene: same occasion": bool(occasions & own),
            "scene: speaker": any(re.search(rf"\b{re.escape(name)}\b", scene.casefold()) for name in surname),
            "scene: possessive": self._text.startswith(("'s", "’s"), found.end),
        }
        return {name for name, held in holds.items() if held}

    def _link(self, previous: Frame, frame: Frame, said: AbstractSet[str]) -> set[str]:
        """What holds of a statement and the one before it in the text."""
        voice = (
            "same voice" if frame.key and previous.key == frame.key else "pronoun" if self._by_pronoun(frame) else "other voice"
        )
        away = self._paragraph(frame.anchor) - self._paragraph(previous.anchor)
        place = "far" if away > 1 else "next paragraph" if away else "same paragraph"
        place = "same sentence" if previous.start == frame.start else place
        clues = {"link", voice, place, f"{voice}, {place}", f"source: {frame.type}"}
        clues |= said & {
            "question",
            "other occasion",
            "perfect",
            "present",
            "before",
            "repeated",
            "thought",
            "no source",
            "nested",
        }
        if "colon" in said:
            clues.add("colon after colon" if _cues()["colon"].search(self._text[slice(*previous.cue)]) else "colon")
        if "quotation" in said:
            clues.add(f"quotation, {voice}")
        if _cues()["before"].search(self._text, max(previous.start, previous.cue[0] - 5), previous.cue[1]) is not None:
            clues.add("after what was said before")
        if self._known.free(previous.end, frame.end):
            clues.add("new date")
        return clues

    def _own_words(self, frame: Frame) -> str:
        """What the sentence says around the cue, the content left out."""
        begin, end = frame.cue
        before = [high for _, high in frame.content if high <= begin]
        after = [low for low, _ in frame.content if low >= end]
        return self._text[max([frame.start, begin - _NEXT, *before]) : min([frame.end, end + _NEXT, *after])]

    def _by_pronoun(self, frame: Frame) -> bool:
        return frame.source is not None and self._text[slice(*frame.source)].casefold() in _PERSON

    def _in_front(self, frame: Frame) -> bool:
        """Whether it stands above the body or beside it: in the title, a caption."""
        return frame.anchor < self._body_from or any(low <= frame.anchor < high for low, high in self._front)

    def _inside_quotation(self, frame: Frame) -> bool:
        """Whether the cue itself stands in what a longer quotation repeats, as where one report quotes another."""
        line = self._text[max(0, frame.anchor - _LINE) : frame.anchor].rpartition("\n")[2]
        return line.count('"') % 2 == 1 or line.count("“") > line.count("”") or line.count("``") > line.count("''")

    def _paragraph(self, at: int) -> int:
        return bisect_right(self._paragraphs, at) - 1

    def _sentence(self, at: int) -> int:
        return bisect_right(self._starts, at) - 1


class _Voices:
    """When each voice is dated by its own sentence: positions in the order of the text, and the values there."""

    def __init__(self, order: Sequence[Frame], own: Sequence[TimeExpression | None]) -> None:
        self._dated: dict[str, tuple[list[int], list[str]]] = {}
        self._first: dict[tuple[str, str], int] = {}
        for at, frame in enumerate(order):
            found = own[frame.index]
            if found is not None and frame.key:
                places, values = self._dated.setdefault(frame.key, ([], []))
                places.append(at)
                values.append(day_of(found))
                self._first.setdefault((frame.key, values[-1]), at)

    def clues(self, at: int, frame: Frame, value: str) -> set[str]:
        places, values = self._dated.get(frame.key, ([], []))
        here = bisect_left(places, at)
        clues = set()
        if here > 0:
            clues.add(f"voice before: {'same' if values[here - 1] == value else 'other'}")
        if here < len(places):
            clues.add(f"voice after: {'same' if values[here] == value else 'other'}")
        if self._first.get((frame.key, value), at) < at:
            clues.add("voice before: ever")
        return clues


def _paragraphs(text: str, starts: Sequence[int]) -> list[int]:
    """Where paragraphs begin: at each line that is not empty, and at each sentence of a line that is too long to be one."""
    begins = [0]
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        begins.append(line.start())
        if line.end() - line.start() > _LINE:
            begins += starts[bisect_right(starts, line.start()) : bisect_left(starts, line.end())]
    return begins


def _apart(
    frame: Frame, mentions: Sequence[TimeExpression]
) -> tuple[list[TimeExpression], list[TimeExpression], list[TimeExpression]]:
    """The mentions of a date in the sentence of a statement, before it and after it, in the order of the text."""
    before = [found for found in mentions if found.start < frame.start]
    after = [found for found in mentions if found.start >= frame.end]
    return list(mentions[len(before) : len(mentions) - len(after)]), before, after


def _nearest(frame: Frame, mentions: Sequence[TimeExpression]) -> TimeExpression:
    """The mention that is the evidence: one of its own sentence rather than one before, and that rather than one after."""
    here, before, after = _apart(frame, mentions)
    return here[0] if here else before[-1] if before else after[0]


def _within(found: TimeExpression, frame: Frame) -> bool:
    """Whether a date stands in what the statement itself says."""
    return any(low <= found.start < high for low, high in frame.content)
