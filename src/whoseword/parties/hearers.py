"""Whom the words of an article name as told, asked, written or spoken to: noun phrases, each with the form that names it.

A cue tells the object of its verb, what stands behind it by "to" or "with", or, in the passive, its subject. A sentence of
the article's own, whatever it reports, tells the other side of an interview, the reader of a letter, the audience of a
speech. Finding does not say to which statements a hearer belongs, nor whether it can hear at all: `addressee` does.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from whoseword.parties.phrases import end_of_phrase
from whoseword.parties.setting import Scene, party
from whoseword.records import Party, Span

_REACH: Final = 140  # how far (code points) one phrase is read, and a passive looks back for its subject

# Verbs whose object is told, by what each does to whom it names.
_VERBS: Final = {
    "tell": r"t(?:ell(?:s|ing)?|old)|inform(?:s|ed|ing)?|assur(?:e|es|ed|ing)|remind(?:s|ed|ing)?|notif(?:y|ies|ied|ying)|brief(?:s|ed|ing)?|alert(?:s|ed|ing)?|"
    r"lectur(?:e|es|ed|ing)|e-?mail(?:s|ed|ing)|contact(?:s|ed|ing)",
    "ask": r"ask(?:s|ed|ing)?|press(?:es|ed|ing)?|question(?:s|ed|ing)?|grill(?:s|ed|ing)?|interrupt(?:s|ed|ing)?",
    "urge": r"urg(?:e|es|ed|ing)|beg(?:s|ged|ging)?|implor(?:e|es|ed|ing)|invit(?:e|es|ed|ing)|encourag(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:\w+ )?(?:up)?on|"
    r"appeal(?:s|ed|ing)? to|challeng(?:e|es|ed|ing)|push(?:es|ed|ing)?|pressur(?:e|es|ed|ing)|lobb(?:y|ies|ied|ying)|plead(?:s|ed|ing)? with|exhort(?:s|ed|ing)?",
    "advise": r"advis(?:e|es|ed|ing)|warn(?:s|ed|ing)?|caution(?:s|ed|ing)?|counsel(?:s|ed|ing)?|persuad(?:e|es|ed|ing)|convinc(?:e|es|ed|ing)",
    "order": r"order(?:s|ed|ing)?|instruct(?:s|ed|ing)?|direct(?:s|ed|ing)?|command(?:s|ed|ing)?|forbade|summon(?:s|ed|ing)?",
    "meet": r"(?:met|meets) (?:\w+ )?with",
    "thank": r"thank(?:s|ed|ing)?|congratulat(?:e|es|ed|ing)|greet(?:s|ed|ing)?|salut(?:e|es|ed|ing)|apologi[sz](?:e|es|ed|ing) to",
}
# What follows one who is told where the tagger has him in the content: what he is asked, or what he is told.
_NOT_TO: Final = r"(?: \([^()]{1,12}\))?,? (?:not |never |instead |also |again )?[\"“]?(?:not )?"
_WHAT_FOR: Final = (
    r"(?:to|and|that|on|for|over|how|what|when|why|whether|if|about|against|which|where|who|it|he|she|they|of)\b|,? --"
)
_TOLD_ON: Final = {"thank": r" (?:on|for)\b", "urge": rf"{_NOT_TO}(?:{_WHAT_FOR})|,", "advise": rf"{_NOT_TO}(?:{_WHAT_FOR})|,"}
# What an article's own sentence says before one who is spoken to.
_TALKS: Final = {
    "interview": r"(?:interview\w*|sit-down|sat down|sitting down|q&a) (?:\w+ ){0,3}?(?:with|to)(?: host| anchor| moderator)?",
    "asked": r"(?:asked|pressed|questioned|pushed|interviewed|contacted|reached|quizzed|prodded|challenged|told) (?:about [\w’' ]{1,40}? )?by|"
    r"(?:questions?|inquir(?:y|ies)|requests?(?: for comment)?) (?:\w+ )?from",
    "letter": r"(?:letters?|e-?mails?|emailed|memos?|memorandum|notes?|cables?|telegrams?|text messages?|wr(?:ite|ites|ote|iting|itten)) "
    r"(?:back |sent |out |directly |addressed |this week |on \w+day )?to",
    "statement": r"statements?(?: released| sent| made| given| issued)? to",
    "talk": r"(?:conversations?|discussions?|calls?|briefings?|exchanges?|chats?|sp(?:oke|eak|eaks|eaking|oken)|talk(?:s|ed|ing)?) (?:\w+ )?with",
    "speech": r"(?:sp(?:oke|eak|eaks|eaking|oken)|speech(?:es)?|address|remarks|talk(?:s|ed|ing)?|testimony|testif(?:y|ied|ying)|pitch|message|appeal|presentation|report) "
    r"(?:\w+ )?(?:to|before)|(?:appear(?:s|ed|ing|ance)|in front of) before",
}
_MONTH: Final = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_INTERVIEW: Final = (
    r"\b(?:[Ii]n|[Dd]uring|[Tt]o|[Oo]n|[Ff]rom|as) (?:an?|the|his|her|another|that|[A-Z][a-z]+day(?:['’]s)?) "
    rf"(?:[a-z-]+ |{_MONTH} ){{0,3}}(?P<whom>[A-Z][\w.’'&-]*(?: (?:of |the )?[A-Z][\w.’'&-]*){{0,5}}) (?:[a-z]+ )?(?:interview|podcast)\b(?! with)"
)
_PASSIVE: Final = (
    r"(?P<be>(?:has |have |had )?(?:was|were|is|are|been|being|be|got)) (?:\w+ )?"
    r"(?:told|asked|urged|informed|warned|advised|briefed|pressed|questioned|invited|ordered|assured|reminded|instructed)\b"
)
_PRONOUN: Final = r"(?i)(?:him|them|me|us|her(?= (?:to|that|if|whether|about|not|for|on|what|how|why|when|in|at|it|he|she|they)\b|\W*(?:$|[,.;:\"“”])))\b"
_OBJECTS: Final = {"he": "him", "she": "her", "they": "them", "i": "me", "we": "us"}
_DISCUSSED: Final = r"(?i)\b(?:discuss|talk|sp[eo]ke?|shar(?:e|ing)|chat|rais(?:e|ing))"


@dataclass(frozen=True, slots=True)
class Hearer:
    """Who is named as told, by which form, by which attribution's own words (None: by the article's), and where."""

    party: Party
    form: str
    holder: int | None
    at: int
    end: int
    sentence: tuple[int, int]


def find_hearers(scene: Scene) -> list[Hearer]:
    """All hearers of an article in the order of the text; one may be found more than once, by several forms."""
    found = [hearer for index in range(len(scene.attributions)) for hearer in _of_attribution(scene, index)]
    return sorted([*found, *_in_narration(scene)], key=lambda hearer: (hearer.at, hearer.form))


def interviewers(scene: Scene, low: int, high: int) -> list[Hearer]:
    """The other sides of interviews that any words there name, also what somebody says of them."""
    found = _pattern(r"\binterview\w* with(?= )").finditer(scene.plain, low, high)
    return [hearer for match in found for hearer in _at(scene, (match.end() + 1, match.end() + _REACH), "interview", None)]


def _of_attribution(scene: Scene, index: int) -> Iterator[Hearer]:
    """Whom a cue tells: its object, what stands behind it or its content, its subject in the passive."""
    attribution = scene.attributions[index]
    for cue in attribution.cue:
        line = scene.plain.find("\n", cue.end)
        stop = min(len(scene.text) if line < 0 else line, cue.end + _REACH)
        yield from _objects_of(scene, cue, stop, index)
        yield from _behind(scene, cue, stop, index)
        yield from _subject_of(scene, cue, index)
        for content in attribution.content:
            link = _pattern(r" (?:to|(?P<with>with)) ").match(scene.plain, content.end)
            if link and cue.end <= content.start <= cue.end + 2 and (not link["with"] or _pattern(_DISCUSSED).search(cue.text)):
                yield from _at(scene, (link.end(), link.end() + _REACH), "to after all", index)


def _objects_of(scene: Scene, cue: Span, stop: int, index: int) -> Iterator[Hearer]:
    """The objects of a cue's verbs of telling; inside the content only where what is told follows."""
    starts = [span.start for span in scene.attributions[index].content if span.start >= cue.end]
    for match in _pattern(_any_of(_VERBS) + r"(?= )(?! (?:by|that|if|whether|about)\b)").finditer(scene.plain, cue.start, stop):
        if match.start() >= cue.end:
            return
        verb = match.lastgroup or ""
        inside = match.end() in starts or match.end() + 1 in starts
        edge = min([stop, *(start for start in starts if start > match.end() + 1)])
        for hearer in _at(scene, (match.end() + 1, edge), f"{verb} inside" if inside else verb, index):
            if not inside or _pattern(_TOLD_ON.get(verb, f"{_NOT_TO}(?:{_WHAT_FOR})")).match(scene.plain, hearer.end):
                yield hearer


def _behind(scene: Scene, cue: Span, stop: int, index: int) -> Iterator[Hearer]:
    """What stands behind a cue, or behind a source that follows it, by "to" or "with"."""
    attribution = scene.attributions[index]
    after = next((span.end for span in attribution.source if cue.end < span.start <= cue.end + 2), cue.end)
    match = _pattern(r",? (?:to|with) (?=[\w\"“'])").match(scene.plain, after, stop)
    if match and not any(span.start <= match.end() < span.end for span in attribution.content):
        edge = min([stop, *(span.start for span in attribution.content if span.start >= cue.end)])
        yield from _at(scene, (match.end(), edge), "to", index)


def _subject_of(scene: Scene, cue: Span, index: int) -> Iterator[Hearer]:
    """The subject of a cue in the passive: the longest phrase that ends where its verb begins."""
    match = _pattern(_PASSIVE).search(scene.plain, max(0, cue.start - 12), cue.end)
    if match is None or match.end() < cue.start:
        return
    low, edge = scene.sentence(cue.start)[0], match.start() - 1
    pronoun = _pattern(r"(?i)\b(?:he|she|they|i|we)$").search(scene.plain, max(low, edge - 4), edge)
    if pronoun:
        for named in scene.meant(_OBJECTS[pronoun[0].casefold()], pronoun.start(), None):
            yield Hearer(named, "passive pronoun", index, pronoun.start(), edge, scene.sentence(cue.start))
        return
    for word in _pattern(r"(?<![\w’'-])[\w“\"]").finditer(scene.plain, max(low, edge - _REACH // 2), edge):
        if end_of_phrase(scene.plain, word.start(), edge) == edge:
            yield from _make(scene, (word.start(), edge), "passive", index)
            return


def _in_narration(scene: Scene) -> Iterator[Hearer]:
    """Whom the article's own sentences name as spoken to, whether or not they report what was said."""
    for match in _pattern(_any_of(_TALKS) + "(?= )").finditer(scene.beside):
        line = scene.beside.find("\n", match.end(), match.end() + _REACH)
        yield from _at(scene, (match.end() + 1, line if line >= 0 else match.end() + _REACH), match.lastgroup or "", None)
    for match in _pattern(_INTERVIEW).finditer(scene.beside):
        yield from _make(scene, match.span("whom"), "interview", None)


def _at(scene: Scene, bounds: tuple[int, int], form: str, holder: int | None) -> Iterator[Hearer]:
    """The hearer that a phrase or pronoun at the start of the bounds names."""
    start, stop = bounds[0], _whole_words(scene.plain, bounds[0], min(bounds[1], len(scene.plain)))
    while start < stop and scene.plain[start] == " ":
        start += 1
    pronoun = _pattern(_PRONOUN).match(scene.plain, start, stop)
    if pronoun:
        for named in scene.meant(pronoun[0].casefold(), start, holder):
            yield Hearer(named, f"{form} pronoun", holder, start, pronoun.end(), scene.sentence(start))
    elif (end := end_of_phrase(scene.plain, start, stop)) is not None:
        yield from _make(scene, (start, end), form, holder)


def _whole_words(text: str, start: int, stop: int) -> int:
    """The stop, moved back to where a word ends."""
    while start < stop < len(text) and text[stop - 1].isalnum() and text[stop].isalnum():
        stop -= 1
    return stop


def _make(scene: Scene, bounds: tuple[int, int], form: str, holder: int | None) -> Iterator[Hearer]:
    start, end = bounds
    while end > start and scene.plain[end - 1] in " ,.;:":
        end -= 1
    if end > start:
        yield Hearer(party(scene, Span.cut(scene.text, start, end)), form, holder, start, end, scene.sentence(start))


def _any_of(words: dict[str, str]) -> str:
    """Match any of the words; the group's name is their key."""
    return r"\b(?i:" + "|".join(rf"(?P<{name}>{choice})" for name, choice in words.items()) + r")\b"


@functools.cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(words)
