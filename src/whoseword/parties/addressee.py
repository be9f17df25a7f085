"""To whom it was said: the object of telling and asking, the other side of an interview, a letter's reader."""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from whoseword.parties.setting import Scene, anchor, party, set_scene
from whoseword.records import Attribution, Party, Span, Speaker

# How far (code points) a voice still answers the same interviewer; set by reading errors on the speakers train split, 2026-11-23,
# and watched by tests/unit/test_rules_shared.py.
_FAR: Final = 2500
_NEAR: Final = 500
_TALK: Final = 1500  # the same for any other hearer; speakers train split, 2026-11-23
_INTERVIEWERS: Final = ("media",)
_PRESS: Final = re.compile(r"(?i)\b(?:reporters|journalists|newspaper|magazine|network|host|news agency|radio|television)\b")
_LONGEST: Final = 80

_DAY: Final = r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|June|July|August|September|October|November|December)\b|I\b|That\b)"
_MONTH: Final = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WORD: Final = rf"{_DAY}[A-Z][\w.&’'-]*"
# Each word costs exactly one space, and a name ends after ten: nothing here can run away on hostile text.
_NAMES: Final = rf"{_WORD}(?: (?:(?:of|and|for|on) (?:the )?)?{_WORD})" r"{0,9}" rf"(?: [\"“]{_WORD}[^\"”\n]{{0,40}}[\"”])?"
_PEOPLE: Final = (
    r"(?:(?:the|a|an|his|her|their|its|some|many|several|local|young|fellow|all|\d+|hundreds of|thousands of|those) ){0,4}"
    r"(?:[\w’'-]+ ){0,2}?"
    r"(?:reporters?|journalists?|supporters|crowds?|audience|voters|followers|lawmakers|officials|aides?|delegates|leaders|attendees|students|"
    r"newspaper|magazine|agency|radio|television|committee|parliament|senators|court|police|government|administration|council|"
    r"network|moderator|host|nations|countries|members|friends|employees|investors|analysts|donors|colleagues|deputies|residents|"
    r"authorities|regime|website|newspapers|conference-goers|jury|superdelegates|investigators|attending)\b"
)
_WHOM: Final = rf"(?P<whom>(?!by )(?:[Tt]he |an? )?(?:(?!by |about |that |for |in |at |on )[a-z-]+ ){{0,3}}?{_NAMES}|{_PEOPLE})"

_TELL: Final = (
    r"(?:tell|tells|told|telling|inform(?:s|ed|ing)?|assur(?:e|es|ed|ing)|remind(?:s|ed|ing)?|notif(?:y|ies|ied|ying)|brief(?:s|ed|ing)?|"
    r"urg(?:e|es|ed|ing)|ask(?:s|ed|ing)?|warn(?:s|ed|ing)?|advis(?:e|es|ed|ing)|beg(?:s|ged|ging)?|"
    r"implor(?:e|es|ed|ing)|invit(?:e|es|ed|ing)|persuad(?:e|es|ed|ing)|thank(?:s|ed|ing)?|congratulat(?:e|es|ed|ing)|"
    r"call(?:s|ed|ing)? (?:up)?on|appeal(?:s|ed|ing)? to|counsel(?:s|ed|ing)?|instruct(?:s|ed|ing)?|encourag(?:e|es|ed|ing))"
)
_TO: Final = (
    r"\b(?:interview(?:s|ed)? (?:\w+ ){0,2}?(?:with|to)|(?:conversation|call|briefing|conference|q&a|meeting) with|(?:say|says|said|saying|write|writes|wrote|writing|spoke|speaks|speaking|"
    r"talking|respond(?:s|ed|ing)?|remarks|letter|email|e-mail|memo|note|message|comments?|statement|asserted|tweeted) (?:\w+ )?to|speaking (?:\w+ )?with|"
    r"(?:when |as |while )?(?:asked|pressed|questioned|pushed|interviewed|contacted) by(?: host| reporter| moderator| anchor)?) "
)
# Cues that may belong to the same talk as the one before.
_SAYING: Final = re.compile(
    r"(?i)^(?:(?:also|later|then) )?(?:said|says|added|adding|continued|replied|responded|answered|noted|noting|explained|saying|told|went on|recalled|insisted|remarked)\b"
)
# Of the press, the same talk is heard in any report of speech in the past.
_PAST: Final = re.compile(
    r"(?i)^(?!(?:has|have|had)\b)(?:(?:also|later|then) )?(?:\w{2,14}ed|\w{2,14}ing|made|gave|took|went|drew|put|did)\b"
)
_QUESTION: Final = re.compile(r"(?i)^(?:(?:when|if|as|after|was|were) )*(?:ask(?:ed|s)|press(?:ed|ing)|pushed|questioned)\b")
# An appeal is made to whom it names; what its speaker says next is said to others.
_APPEAL: Final = re.compile(
    r"(?i)\b(?:call\w*|urg\w+|appeal\w*|implor\w+|congratulat\w+|thank\w*|ask\w*|encourag\w+|invit\w+|warn\w*|persuad\w+|challeng\w+|push\w+|press\w+|order\w*)\b"
)
_OTHER_SHOW: Final = re.compile(
    r"\b(?:on|with|to|told|by) (?:the )?(?:ABC|CBS|NBC|CNN|CNBC|MSNBC|Fox|BBC|PBS|NPR|Univision|Sky|Bloomberg)\b"
)
_WRITTEN: Final = ("document", "media")
_ASKERS: Final = ("person", "anonymous", "media")
# Words in the sentence of a cue that set another scene than the talk before.
_NEW_SCENE: Final = re.compile(
    r"(?i)\b(?:in|at|on|during) (?:an?|his|her|another|different) [^,.]*?\b(?:speech|appearance|statement|rally|debate|post|letter|ad|campaign)\b"
)


@dataclass(frozen=True, slots=True)
class _Talk:
    """An article's scene, whom each attribution names or answers itself, and the text without what anyone says."""

    scene: Scene
    own: Sequence[Party | None]
    exchanged: frozenset[int]
    beside: str


def addressees(text: str, attributions: Sequence[Attribution], speakers: Sequence[Speaker]) -> tuple[Party | None, ...]:
    """To whom each attribution was said, where the text says so; in the order of `attributions`.

    Carried over to the following statements of the same voice in the same speech.

    >>> from whoseword.records import Attribution, Span
    >>> text = "Marin told Delta News that it rained."
    >>> said = Attribution((Span.cut(text, 0, 5),), (Span.cut(text, 6, 10),), (Span.cut(text, 22, 36),))
    >>> addressees(text, [said], [])[0].name
    'Delta News'
    """
    scene = set_scene(text, attributions, speakers)
    own = [_own(scene, i) for i in range(len(attributions))]
    exchanged = _exchanged(scene, own)
    told = [own[i] or exchanged.get(i) for i in range(len(own))]
    talk = _Talk(scene, told, frozenset(exchanged), _beside(text, attributions))
    return tuple(told[i] or _carried(talk, i) for i in range(len(told)))


def _exchanged(scene: Scene, own: Sequence[Party | None]) -> dict[int, Party]:
    """To whom the two sides of a question and the answer beside it speak: each to the other."""
    placed = [(where.start, i) for i in range(len(own)) if (where := anchor(scene.attributions[i])) is not None]
    told: dict[int, Party] = {}
    for (at, one), (following, other) in pairwise(sorted(placed)):
        if following - at > _NEAR:
            continue
        if _asks(scene, one):
            _put(told, one, _side(scene, one, other))
            _put(told, other, _side(scene, other, one) if _answers(scene, other) else None)
        elif _asks(scene, other):
            _put(told, other, _side(scene, other, one))
            if scene.sentence(at) == scene.sentence(following):
                _put(told, one, _side(scene, one, other))
    return {i: party for i, party in told.items() if own[i] is None}


def _put(told: dict[int, Party], index: int, found: Party | None) -> None:
    if found is not None:
        told.setdefault(index, found)


def _answers(scene: Scene, index: int) -> bool:
    where = anchor(scene.attributions[index])
    return where is not None and not _APPEAL.search(where.text)


def _asks(scene: Scene, index: int) -> bool:
    where = anchor(scene.attributions[index])
    return where is not None and _QUESTION.match(where.text) is not None


def _side(scene: Scene, speaking: int, opposite: int) -> Party | None:
    """Who speaks in the statement opposite, unless it is the same voice or none that is known as one."""
    speakers = scene.speakers
    if max(speaking, opposite) >= len(speakers) or speakers[opposite].type not in _ASKERS:
        return None
    if speakers[speaking].type in _WRITTEN:
        return None
    name, spans = speakers[opposite].name, scene.attributions[opposite].source
    return (
        Party(name, speakers[opposite].type, spans[0] if spans else None) if name and name != speakers[speaking].name else None
    )


def _own(scene: Scene, index: int) -> Party | None:
    attribution = scene.attributions[index]
    where = anchor(attribution)
    if where is None or not attribution.cue:
        return None
    found = _told(scene, attribution)
    if found is None and (_SAYING.match(where.text) or "interview" in where.text or _writes().search(where.text)):
        found = _elsewhere(scene, attribution, where)
    if found is None:
        return None
    named = party(scene, found)
    voice = scene.voices[index]
    return None if voice and voice in named.name.casefold().split() else named


def _told(scene: Scene, attribution: Attribution) -> Span | None:
    """The object of a verb of telling: after the cue's verb, up to where the content begins."""
    for cue in attribution.cue:
        line_end = scene.text.find("\n", cue.start)
        stop = min(len(scene.text) if line_end < 0 else line_end, cue.end + _LONGEST)
        stop = min([stop, *(s.start for s in attribution.content if s.start >= cue.end)])
        match = _told_whom().match(scene.text, cue.start, stop)
        if match is None and (opening := _thanked().match(scene.text, cue.start, min(len(scene.text), cue.end + _LONGEST))):
            match = opening
        if match:
            return _trim(scene.text, *match.span("whom"))
    return None


def _elsewhere(scene: Scene, attribution: Attribution, where: Span) -> Span | None:
    """The other side of an interview, a letter, a question, in the same sentence but outside the content."""
    start, end = scene.sentence(where.start)
    for match in (*_to_whom().finditer(scene.text, start, end), *_in_interview().finditer(scene.text, start, end)):
        if not any(s.start < match.end("whom") and match.start("whom") < s.end for s in attribution.content):
            return _trim(scene.text, *match.span("whom"))
    return None


def _carried(talk: _Talk, index: int) -> Party | None:
    """To whom the same voice spoke last, when it plainly goes on talking to them."""
    scene = talk.scene
    where = anchor(scene.attributions[index])
    if where is None or scene.voices[index] is None or _NEW_SCENE.search(talk.beside, *scene.sentence(where.start)):
        return None
    found = _before(talk, index, where)
    speaker = scene.speakers[index].name if index < len(scene.speakers) else None
    return found if found is None or found.name != speaker else None


def _before(talk: _Talk, index: int, where: Span) -> Party | None:
    scene = talk.scene
    for k in range(index - 1, -1, -1):
        before = anchor(scene.attributions[k])
        if before is None or abs(where.start - before.start) > _FAR:
            return None
        told = talk.own[k]
        if scene.voices[k] != scene.voices[index] or told is None or not scene.attributions[k].source:
            continue
        apart = where.start - before.start
        press = told.type in _INTERVIEWERS or _PRESS.search(told.name) is not None
        if apart < 0 or _OTHER_SHOW.search(talk.beside, before.end + _LONGEST, where.start) or _APPEAL.search(before.text):
            return None
        if not talk.beside[before.start : before.end].strip():
            return None  # the telling was itself told of: what its speaker says next is said to others
        if press:
            reports = apart <= _NEAR and _PAST.match(where.text) and not _APPEAL.search(where.text)
            goes_on = _SAYING.match(where.text) or reports
            return told if goes_on else None
        goes_on = apart <= _TALK and _SAYING.match(where.text)
        return told if goes_on else None
    return None


def _beside(text: str, attributions: Sequence[Attribution]) -> str:
    """The text with what anyone says blanked out, offsets kept."""
    letters = list(text)
    for span in (span for attribution in attributions for span in attribution.content):
        letters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(letters)


def _trim(text: str, start: int, end: int) -> Span | None:
    tail = re.search(r"(?:\s+(?:of|the|and|for|that|to|on|in|at|during))*[\s,.'’]*$", text[start:end])
    end = start + tail.start() if tail else end
    piece = text[start:end]
    if not piece or re.fullmatch(
        r"(?i)(?:that|the|he|she|they|it|i|we|mr|ms|a|in|on|if|to|and|but|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\.?",
        piece,
    ):
        return None
    return Span.cut(text, start, end)


@functools.cache
def _told_whom() -> re.Pattern[str]:
    return re.compile(rf"(?:[\w’'-]+ ){{0,3}}?(?i:{_TELL}) {_WHOM}")


@functools.cache
def _thanked() -> re.Pattern[str]:
    return re.compile(
        rf"(?:[\w’'-]+ ){{0,3}}?(?i:congratulat\w+|thank\w*|urg\w+|call\w* (?:up)?on|(?:tell|told|telling|remind(?:s|ed|ing)?|warn(?:s|ed|ing)?)(?! from)|ask\w*|press\w+|push\w+|persuad\w+|encourag\w+|order\w*|challeng\w+) {_WHOM}(?= (?:\(\S+\) )?[\"“]?(?:not )?(?:to|on|for|over)\b)"
    )


@functools.cache
def _to_whom() -> re.Pattern[str]:
    return re.compile(rf"(?i:{_TO}){_WHOM}")


@functools.cache
def _in_interview() -> re.Pattern[str]:
    """Match the name of the outlet before the noun ("in an October CNN interview")."""
    return re.compile(
        rf"\b(?:[Ii]n|[Dd]uring) (?:an?|the|his|her) (?:[a-z]+ |{_MONTH} )?(?P<whom>{_NAMES}) (?:[a-z]+ )?interview\b"
    )


@functools.cache
def _writes() -> re.Pattern[str]:
    return re.compile(r"(?i)\b(?:wrote|writes|writing|speaking|spoke|tweeted|asserted|emailed|statement)\b")
