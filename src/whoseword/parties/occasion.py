"""On what occasion it was said: the event, medium or writing that the sentence names beside the content."""

import functools
import re
from collections.abc import Sequence
from typing import Final

from whoseword.parties.setting import Scene, anchor, set_scene
from whoseword.records import Attribution, Span, Speaker

# How far (code points) the same voice is still heard on the same occasion; set by reading errors on the speakers train split, 2026-11-23.
_FAR: Final = 900
# Cues that may belong to the same speech as the one before.
_SAYING: Final = re.compile(
    r"(?i)^(?:(?:also|later|then) )?(?:said|says|added|adding|continued|replied|responded|answered|noted|noting|explained|saying|told|went on|recalled|insisted|wrote|concluded|remarked)\b"
)

_HEAD: Final = (
    r"(?:interviews?|speech(?:es)?|statements?|rall(?:y|ies)|debates?|press conferences?|news conferences?|conferences?|briefings?|address|meetings?|"
    r"tweets?|tweetstorm|op-ed|editorial|e-?mails?|letters?|reports?|hearings?|calls?|town halls?|forums?|summits?|ceremon(?:y|ies)|podcasts?|shows?|columns?|"
    r"books?|posts?|events?|sessions?|appearances?|testimon(?:y|ies)|memos?|memorandum|telegrams?|videos?|broadcasts?|remarks|conventions?|fundraisers?|"
    r"messages?|ads?|adverti[sz]ements?|communiqu[eé]s?|declarations?|articles?|essays?|blog posts?|polls?|surveys?|lawsuits?|filings?|talks|visits?|"
    r"town hall meetings?|panels?|dinners?|luncheons?|breakfasts?|gatherings?|news release|press release|releases?|resolutions?|notes?|campaign stops?|stops?|"
    r"conversations?|telecast|programmes?|programs?|stump|campaign trail|documents?|radio|television|state TV|website|web site|blog|transcripts?|"
    r"court papers|complaints?|ruling|decision|order|speech excerpts|commentary|sermon|toast|greeting|keynote)\b"
)
_PLACE_HEAD: Final = r"(?:halls?|rooms?|cent(?:re|er)s?|chambers?)\b"
_MEDIUM: Final = (
    r"(?:Twitter|Facebook|Instagram|Telegram|YouTube|Truth Social|Capitol Hill|(?:(?:CNN|Fox|NBC|MSNBC|CBS|ABC|PBS|BBC|NPR|C-SPAN|Sky|CNBC|Bloomberg)\b[’'s]*"
    r"(?: (?:[\"“]?[A-Z][\w’'.]*[\"”]?,?|the|with|of|and)){0,6}))"
)
_DAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december"
# Each word costs exactly one space, and counts are bounded: nothing here can run away on hostile text.
_NAME: Final = r"[\"“]?[A-Z][\w’'.&-]*[\"”]?"
_TAIL: Final = (
    rf"(?: (?!(?i:{_DAY})\b)[A-Z][\w’'.-]*){{0,4}}"
    rf"(?: (?:with|of|to|in|at|on|by|for|from|before|about) (?!(?i:{_DAY}|the same|that|which|\d)\b)(?:(?:the|an?|his|her|their|its) )?"
    rf"{_NAME}(?: (?:(?:of|the|and) )?(?!(?i:{_DAY})\b){_NAME}){{0,5}}){{0,3}}"
)


def occasions(text: str, attributions: Sequence[Attribution], speakers: Sequence[Speaker]) -> tuple[Span | None, ...]:
    """On what occasion each attribution was made, verbatim and without its preposition; None where unsaid.

    Carried over to the following statements of the same voice while no other occasion is named.
    """
    scene = set_scene(text, attributions, speakers)
    own = [_own(scene, i) for i in range(len(attributions))]
    return tuple(own[i] or _carried(scene, own, i) for i in range(len(attributions)))


def _own(scene: Scene, index: int) -> Span | None:
    attribution = scene.attributions[index]
    where = anchor(attribution)
    if where is None:
        return None
    start, end = scene.sentence(where.start)
    best: Span | None = None
    for match in _named().finditer(scene.text, start, end):
        found = Span.cut(scene.text, *match.span("what"))
        if any(s.start < found.end and found.start < s.end for s in attribution.content):
            continue
        if best is None or abs(found.start - where.end) < abs(best.start - where.end):
            best = found
    return best


def _carried(scene: Scene, own: Sequence[Span | None], index: int) -> Span | None:
    where = anchor(scene.attributions[index])
    voice = scene.voices[index]
    if where is None or voice is None or not _SAYING.match(where.text):
        return None
    for k in range(index - 1, -1, -1):
        before = anchor(scene.attributions[k])
        if before is None or abs(where.start - before.start) > _FAR or scene.voices[k] != voice:
            return None
        if own[k] is not None:
            return own[k]
    return None


@functools.cache
def _named() -> re.Pattern[str]:
    determiner = r"(?:(?:an?|the|his|her|their|its|another|this|that|one of (?:his|her|their|the)|[A-Z][\w.-]*(?: [A-Z][\w.-]*)?[’']s?) )"
    words = r"(?:[\w’'-]+ ){0,4}?"
    head = rf"(?:{_HEAD})(?! (?:{_HEAD}|{_PLACE_HEAD}))"  # "a radio speech" is no radio, "the conference hall" no conference
    event = rf"{determiner}{words}{head}{_TAIL}|(?:[a-z-]+ ){{0,2}}{head}{_TAIL}"
    return re.compile(
        rf"\b(?:[Ii]n|[Aa]t|[Dd]uring|[Oo]n|[Vv]ia|[Tt]hrough|[Ff]rom|[Aa]ddressing|[Dd]elivering|[Ii]ssued|[Rr]eleased|[Aa]ppearing on) (?P<what>{_MEDIUM}|{event})"
    )
