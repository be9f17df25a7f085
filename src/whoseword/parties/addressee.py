"""To whom it was said: the object of telling and asking, the other side of an interview, a letter's reader."""

import functools
import re
from collections.abc import Sequence
from typing import Final

from whoseword.parties.setting import Scene, anchor, party, set_scene
from whoseword.records import Attribution, Party, Span, Speaker

# How far (code points) a voice still answers the same interviewer; set by reading errors on the speakers train split, 2026-11-23,
# and watched by tests/unit/test_rules_shared.py.
_FAR: Final = 2500
_NEAR: Final = 500
_INTERVIEWERS: Final = ("media",)
_PRESS: Final = re.compile(r"(?i)\b(?:reporters|journalists|newspaper|magazine|network|host|agency|radio|television)\b")
_LONGEST: Final = 80

_DAY: Final = r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|June|July|August|September|October|November|December)\b|I\b|That\b)"
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
    r"\b(?:interview(?:s|ed)? (?:\w+ ){0,2}?(?:with|to)|conversation with|(?:say|says|said|saying|write|writes|wrote|writing|spoke|speaks|speaking|"
    r"talking|respond(?:s|ed|ing)?|remarks|letter|email|e-mail|memo|note|message|comments?|statement|asserted|tweeted) (?:\w+ )?to|speaking (?:\w+ )?with|"
    r"(?:when |as |while )?(?:asked|pressed|questioned|pushed|interviewed|contacted) by(?: host| reporter| moderator| anchor)?) "
)
# Cues that may belong to the same talk as the one before.
_SAYING: Final = re.compile(
    r"(?i)^(?:(?:also|later|then) )?(?:said|says|added|adding|continued|replied|responded|answered|noted|noting|explained|saying|told|went on|recalled|insisted|remarked)\b"
)
# Words in the sentence of a cue that set another scene than the talk before.
_NEW_SCENE: Final = re.compile(
    r"(?i)\b(?:in|at|on|during) (?:an?|his|her|another|different) [^,.]*?\b(?:speech|appearance|statement|rally|debate|post|letter|ad|campaign)\b"
)


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
    return tuple(own[i] or _carried(scene, own, i) for i in range(len(attributions)))


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
    for match in _to_whom().finditer(scene.text, start, end):
        if not any(s.start < match.end("whom") and match.start("whom") < s.end for s in attribution.content):
            return _trim(scene.text, *match.span("whom"))
    return None


def _carried(scene: Scene, own: Sequence[Party | None], index: int) -> Party | None:
    """What the same voice was told last or is told next, when it plainly goes on talking to the same."""
    where = anchor(scene.attributions[index])
    voice = scene.voices[index]
    if where is None or voice is None or not _SAYING.match(where.text) or _NEW_SCENE.search(_around(scene, index, where)):
        return None
    return _before(scene, own, index, where) or _after(scene, own, index, where)


def _around(scene: Scene, index: int, where: Span) -> str:
    """The sentence of the cue without its content."""
    start, end = scene.sentence(where.start)
    kept = (
        scene.text[i] for i in range(start, end) if not any(s.start <= i < s.end for s in scene.attributions[index].content)
    )
    return "".join(kept)


def _before(scene: Scene, own: Sequence[Party | None], index: int, where: Span) -> Party | None:
    for k in range(index - 1, -1, -1):
        before = anchor(scene.attributions[k])
        if before is None or abs(where.start - before.start) > _FAR:
            return None
        told = own[k]
        if scene.voices[k] == scene.voices[index] and told is not None:
            near = where.start - before.start <= _NEAR
            return told if near or told.type in _INTERVIEWERS or _PRESS.search(told.name) else None
    return None


def _after(scene: Scene, own: Sequence[Party | None], index: int, where: Span) -> Party | None:
    """Backwards: the words that open a report of an interview named only in its next sentences."""
    for k in range(index + 1, len(own)):
        later = anchor(scene.attributions[k])
        if later is None or later.start - where.start > _NEAR or scene.voices[k] != scene.voices[index]:
            return None
        told = own[k]
        if told is not None:
            return told if told.type in _INTERVIEWERS or _PRESS.search(told.name) else None
    return None


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
        rf"(?:[\w’'-]+ ){{0,3}}?(?i:congratulat\w+|thank\w*|urg\w+|call\w* on|ask\w*|press\w+|push\w+|persuad\w+|encourag\w+|order\w*|challeng\w+) {_WHOM}(?= (?:\(\S+\) )?(?:to|on|for|over)\b)"
    )


@functools.cache
def _to_whom() -> re.Pattern[str]:
    return re.compile(rf"(?i:{_TO}){_WHOM}")


@functools.cache
def _writes() -> re.Pattern[str]:
    return re.compile(r"(?i)\b(?:wrote|writes|writing|speaking|spoke|tweeted|asserted|emailed|statement)\b")
