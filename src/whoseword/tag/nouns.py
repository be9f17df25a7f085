"""Statements that a noun names inside another's content: "denied accusations by Ana Sol that …", "signals from Borduria that …".

    dismissed suggestions by two ministers that the pass be closed      source two ministers, cue suggestions
    regretted Borduria's decision to close the pass                     source Borduria's, cue decision
    called Borduria's demand for the pass absurd                        source Borduria's, cue demand
    pleaded innocent to charges that she forged the map                 no source, cue charges

Who denies a charge reports the charge, and who made it. The network, which saw few of these, mostly passes them over. They are
read here only where grammar leaves little doubt: a noun of saying that has its clause, and an owner or an agent of its own, or
that stands first in what another takes a stand on. In PolNeAR train a bare "NOUN that" is an attribution in 3 of 10 cases
(counted 2026-11-27), which is too few; of "its call for", "her opposition to" 53 of 60 are, inside what others say (2026-12-01). And nothing is read outside of what someone else says, where the network is sure-footed.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from whoseword.records import Attribution, Span

SURE: Final = 0.5  # about as many of the network's own nested statements are right
_THAT: Final = (
    "accusation|allegation|assertion|assurance|charge|claim|complaint|contention|demand|guarantee|insistence|message|order|"
    "pledge|prediction|promise|proposal|recommendation|report|request|ruling|signal|suggestion|threat|warning"
)
_TO: Final = "call|decision|demand|offer|order|pledge|promise|proposal|refusal|request|ruling|threat|vow"
_OPENING: Final = 60  # code points before the noun in what a stand is taken on
_LEFT: Final = 80  # code points in which a noun's owner stands before it


def read_nouns(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """The statements that nouns name within the contents of `found`, one level deeper; none that is there already."""
    fresh: list[Attribution] = []
    for holder in found:
        for content in holder.content:
            others = [a for a in (*found, *fresh) if a is not holder]
            named = (*_named(text, holder, content), *_owned(text, holder, content))
            fresh.extend(one for one in named if not any(_same(one, a) for a in others))
    return fresh


def _named(text: str, holder: Attribution, content: Span) -> Iterator[Attribution]:
    taken = content == holder.content[0] and _stand().search(" ".join(c.text for c in holder.cue)) is not None
    for noun in _noun().finditer(text, content.start, content.end):
        clause = _clause().match(text, noun.end(), content.end)
        if clause is None or not _fits(noun, clause):
            continue
        before = _before(text, content.start, noun.start()) if taken else None
        source = _agent(clause) or _owner(text, content.start, noun.start()) or before
        if source is None and not (taken and _is_bare(text[content.start : noun.start()]) and clause["how"] == "that"):
            continue
        start = clause.start("how")
        yield Attribution(
            source=() if source is None else (Span.cut(text, *source),),
            cue=(Span.cut(text, *noun.span()),),
            content=(Span.cut(text, start, _stop(text, start, content.end)),),
            depth=holder.depth + 1,
            confidence=min(SURE, holder.confidence),
        )


def _owned(text: str, holder: Attribution, content: Span) -> Iterator[Attribution]:
    """`its call for talks`, `the Church's opposition to it`: a noun with its owner, and what it is for or against."""
    for noun in _stance().finditer(text, content.start, content.end):
        source = _owner(text, content.start, noun.start())
        end = _phrase_end().search(text, noun.end(), content.end)
        if source is not None and end is not None:
            held = text[noun.start("how") : end.start()].rstrip()
            yield Attribution(
                source=(Span.cut(text, *source),),
                cue=(Span.cut(text, *noun.span("cue")),),
                content=(Span.cut(text, noun.start("how"), noun.start("how") + len(held)),),
                depth=holder.depth + 1,
                confidence=min(SURE, holder.confidence),
            )


def _fits(noun: re.Match[str], clause: re.Match[str]) -> bool:
    """Whether the noun takes such a clause: `a claim that`, `an offer to`; `his bid to` is a try, `a bid by a rival to` an offer."""
    fitting = _THAT if clause["how"] == "that" else f"{_TO}|bid" if clause["agent"] else _TO
    return re.fullmatch(rf"(?:{fitting})s?", noun.group()) is not None


def _agent(clause: re.Match[str]) -> tuple[int, int] | None:
    return clause.span("agent") if clause["agent"] else None


def _owner(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Whose a noun is: `Borduria's sudden decision`, `its offer`."""
    start = max(start, end - _LEFT)
    match = _owning().search(text[start:end])
    return None if match is None else (start + match.start("owner"), start + match.end("owner"))


def _before(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name that stands before a noun where a content opens so: `a Sprodj city court order`."""
    match = _opening().fullmatch(text, start, end) if end - start <= _OPENING else None
    return match.span("name") if match and match["name"] else None


def _is_bare(lead: str) -> bool:
    return len(lead) <= _OPENING and _opening().fullmatch(lead) is not None


def _stop(text: str, start: int, end: int) -> int:
    """Where the clause ends: at its sentence's end, or with the content."""
    stop = _ending().search(text, start, end)
    return start + len(text[start : stop.start() if stop else end].rstrip(" ,"))


def _same(one: Attribution, other: Attribution) -> bool:
    """Whether both have a cue in common, or very much the same content and neither stands in the other's: `signals that it wants to`."""
    if any(_meet(a, b) for a in one.cue for b in other.cue):
        return True
    if _stands_in(one, other) or _stands_in(other, one):
        return False
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.content for b in other.content)
    return shared * 4 >= 3 * max(sum(s.end - s.start for s in a.content) for a in (one, other))


def _stands_in(inner: Attribution, outer: Attribution) -> bool:
    """Whether the cue of one is among the words of the other's content."""
    return any(_meet(cue, span) for cue in inner.cue for span in outer.content)


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


@functools.cache
def _noun() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_THAT}|{_TO}|bid)s?\b")


@functools.cache
def _stance() -> re.Pattern[str]:
    return re.compile(
        r"\b(?P<cue>(?:call|demand|request|plan|proposal)s?(?= for\b)|(?:call|plan)s?(?= to\b)|support(?= for\b)|opposition(?= to\b)|"
        r"(?:criticism|condemnation|rejection|endorsement)(?= of\b)|views(?= on\b)|comments(?= about\b)) (?P<how>for|to|of|on|about) (?=\w)"
    )


@functools.cache
def _phrase_end() -> re.Pattern[str]:
    """Where the phrase after such a noun ends: at a stop, a dash, a bracket, a clause of another verb, or with what is read."""
    return re.compile(
        r"[.,;:!?()\n\"“”]|''| (?:--?|[—–_]) | (?:is|are|was|were|has|have|had|will|would|could|should|may|might|as|but|because|which|who|when|while|after|before|does|did)\b|$"
    )


@functools.cache
def _clause() -> re.Pattern[str]:
    """What follows a noun: its agent, and the clause that it has. A clause that lacks its subject is a relative one."""
    name = r"[\w&’'$][\w.&’'$-]{0,40}"
    return re.compile(
        rf"(?:,? (?:(?:made|raised|issued|voiced|brought|set) )?(?:by|from) (?P<agent>(?!that\b|to\b){name}(?:,? (?!that\b|to\b){name}){{0,9}})(?: (?:--?|[—–]) [^.!?\n]{{1,60}}?)?)?"
        r",? (?P<how>that(?= (?!(?:is|are|was|were|has|have|had|will|would|can|could|may|might|did|does|do)\b)\w)|to(?= [a-z]))"
    )


@functools.cache
def _owning() -> re.Pattern[str]:
    named = (
        r"(?:\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts) )?(?:\b[A-Z][\w.&-]{0,40} (?:of )?){0,5}\b[\w.&-]{1,40} ?['’]s?"
    )
    return re.compile(rf"(?P<owner>{named}|\b(?:his|her|their|its)) (?:[\w-]{{1,40}} ){{0,2}}$")


@functools.cache
def _opening() -> re.Pattern[str]:
    return re.compile(
        r"(?:[a-z-]{1,20} ){0,3}?(?P<name>[A-Z][\w.]*(?: [\w.]+){0,3}|newspaper|media|press|police|court|government|army|jury|prosecution)? ?"
    )


@functools.cache
def _ending() -> re.Pattern[str]:
    return re.compile(r"(?:(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})(?<!\bSept)\.|[!?;])[\"”’']*\s|\n|[”\"]|''")


@functools.cache
def _stand() -> re.Pattern[str]:
    """A stand on what another said: what its content opens with is then the other's."""
    return re.compile(
        r"(?i)\b(?:den(?:y|ies|ied|ying)|reject\w*|dismiss\w*|rebut\w*|refut\w*|disput\w*|contest\w*|innocent|guilty|defend\w*|ignor\w*|"
        r"defy\w*|defied|oppos\w*|condemn\w*|critici[sz]\w*|counter\w*|answer\w*|respond\w*|react\w*|repl(?:y|ied|ies)|support\w*|back(?:s|ed|ing)|"
        r"welcom\w*|prais\w*|accept\w*|confirm\w*|disappoint\w*|regret\w*|repudiat\w*|ridicul\w*)\b"
    )
