"""Statements that a verb with its clause makes inside another's content: "said that the board fears it will rain".

    said Ana Sol had informed the crew that they must leave       source Ana Sol, cue had informed, content that they must leave
    said the boy promised he would return                         source the boy, cue promised
    said that he was told the dam had broken                      no source, cue was told

The network passes over a good third of what stands inside another's words. Here are read only the verbs of which, with such a clause, nine of
ten or more in 317 articles of PolNeAR train read by hand are attributions (counted 2026-12-01), and only where the verb has a subject
right before it; nothing is read outside of what someone else says, where the network is sure-footed.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from whoseword.records import Attribution, Span

SURE: Final = 0.5  # about as many of the network's own nested statements are right
# Verbs that take `that`, those that take a hearer before it, those that take a clause without `that`, and those that take `to`.
_THAT_WORDS: Final = """say tell think know believe feel claim understand realize realise hope fear worry agree argue admit acknowledge insist deny suspect
    assert conclude warn promise predict complain lament confirm assume expect doubt recognize recognise announce suggest indicate vow forget learn allege
    maintain concede contend explain note decide demand propose signal stress charge report state"""
_HEARER_WORDS: Final = "tell inform assure warn remind convince persuade advise notify promise"
_BARE_WORDS: Final = "say think believe claim hope fear promise realize realise assume suspect wish insist admit"
_BEFORE_PRONOUN_WORDS: Final = "know feel guess"
_TO_WORDS: Final = "want plan intend hope refuse promise vow threaten decide agree decline pledge"
_IRREGULAR: Final = {
    "say": "says said", "tell": "tells told", "think": "thinks thought", "know": "knows knew known", "feel": "feels felt",
    "understand": "understands understood", "forget": "forgets forgot forgotten", "deny": "denies denied", "worry": "worries worried",
}  # fmt: skip
_POINTING_WORDS: Final = (
    "say state think know believe recommend deny admit confirm suggest reject oppose support dispute counsel advise"
)
_FEELINGS: Final = (
    "interest|concerns?|regrets?|hopes?|support|willingness|desire|readiness|doubts?|fears?|satisfaction|confidence|opposition|"
    "disappointment|outrage|frustrations?|optimism"
)
_READY: Final = "(?:ready|willing|prepared|eager|determined)"
_ASIDE: Final = 90  # code points in which the subject of a verb stands before it


def read_clauses(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """The statements that verbs with their clauses make within the contents of `found`, one level deeper; none that is there already."""
    fresh: list[Attribution] = []
    for holder in found:
        for content in holder.content:
            taken = [span for a in (*found, *fresh) for span in a.cue]
            for made in _made(text, holder, content):
                if not any(span.start < made.cue[0].end and made.cue[0].start < span.end for span in taken):
                    fresh.append(made)
                    taken.extend(made.cue)
    return fresh


def _made(text: str, holder: Attribution, content: Span) -> Iterator[Attribution]:
    for kind, pattern in _verbs():
        for verb in pattern.finditer(text, content.start, content.end):
            low = max(content.start, verb.start() - _ASIDE)
            lead = text[low : verb.start()]
            subject = _accused().search(lead) if kind == "accused" else _pronoun().search(lead) or _subject().search(lead)
            if subject is None:
                continue
            start = verb.start("how")
            end = verb.end("how") if _pointing().fullmatch(verb["how"]) else _stop(text, start, content.end)
            who = Span.cut(text, low + subject.start("who"), low + subject.end("who"))
            yield Attribution(
                source=() if kind == "told" else (who,),
                cue=(Span.cut(text, *verb.span("cue")),),
                content=(Span.cut(text, start, end),),
                depth=holder.depth + 1,
                confidence=min(SURE, holder.confidence),
            )


def _stop(text: str, start: int, end: int) -> int:
    """Where the clause ends: at its sentence's end, before another one that is joined to it, or with the content."""
    stop = _ending().search(text, start, end)
    return start + len(text[start : stop.start() if stop else end].rstrip(" ,"))


def _forms(words: str) -> str:
    return "|".join(form for word in words.split() for form in _written(word))


def _written(word: str) -> tuple[str, ...]:
    if word in _IRREGULAR:
        return (word, *_IRREGULAR[word].split())
    if word in ("admit", "plan"):
        return word, f"{word}s", f"{word}{word[-1]}ed"
    return (word, f"{word}s", f"{word}d") if word.endswith("e") else (word, f"{word}s", f"{word}ed")


@functools.cache
def _verbs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Verbs with their auxiliaries as `cue`, and where the clause begins as `how`; first whose the subject is: who says it, who was told, or who is accused."""
    light = r"(?:has|have|had|will|would|could|may|might|do|does|did|not|never|also|now|already|still|just|really|even|repeatedly|recently)"
    aux = rf"(?:{light} |(?:do|does|did|has|have|had|would|could)n['’]t ){{0,4}}"
    be = r"(?:is|are|was|were|been|be)"
    clause = r"(?=(?:he|she|it|they|we|I|there|his|her|their|the|a|an|[A-Z][\w.]{1,40})(?:['’]\w+)? )"
    whom = r"(?:(?!(?:that|to|and|but|or|he|she|they|it)\b)[\w.&’'-]{1,40} ){1,8}?"
    that = r"(?P<how>that (?!(?:is|was|are|were|has|have|will|would)\b))"
    return tuple(
        (kind, re.compile(pattern))
        for kind, pattern in (
            (
                "own",
                rf"\b(?P<cue>{aux}(?:{_forms(_POINTING_WORDS)})) (?P<how>(?:against )?(?:as much|so|this|it|that))(?=[.,;!?'’\"”]|$| (?:and|but|or)\b)",
            ),
            (
                "own",
                rf"\b(?P<cue>{aux}(?:express|voic|indicat|signal)(?:ed|es|s)) (?P<how>(?:(?:an?|the|his|her|their|its|some|no) )?(?:[a-z]+ )?(?:{_FEELINGS}) (?:in|that|to|for|about|at|over|with) )",
            ),
            ("accused", r"\bof (?P<cue>planning|refusing|threatening|seeking|wanting) (?P<how>to [a-z])"),
            ("own", rf"\b(?P<cue>{aux}(?:{_forms(_THAT_WORDS)})) {that}"),
            ("own", rf"\b(?P<cue>{aux}(?:{_forms(_HEARER_WORDS)})) {whom}{that}"),
            ("own", rf"\b(?P<cue>{aux}(?:{_forms(_BARE_WORDS)})) (?P<how>){clause}"),
            (
                "own",
                rf"\b(?P<cue>{aux}(?:{_forms(_BEFORE_PRONOUN_WORDS)})) (?P<how>)(?=(?:he|she|it|they|we|I|there)(?:['’]\w+)? )",
            ),
            (
                "own",
                rf"\b(?P<cue>{aux}(?:{_forms(_TO_WORDS)})) (?P<how>to (?!(?:an?|the|his|her|their|its|this|that|these|those)\b)[a-z])",
            ),
            ("own", rf"\b(?P<cue>(?:{light} )?{be} (?:not |also )?{_READY}) (?P<how>to [a-z])"),
            (
                "told",
                rf"\b(?P<cue>{aux}{be} (?:told|informed|assured|warned|reminded|convinced)) (?:\.{{3}} )?(?P<how>that |{clause})",
            ),
        )
    )


@functools.cache
def _pointing() -> re.Pattern[str]:
    """What stands for a clause: `Sol stated as much`, `the guild recommended it`."""
    return re.compile(r"(?:against )?(?:as much|so|this|it|that)")


@functools.cache
def _pronoun() -> re.Pattern[str]:
    return re.compile(r"(?<![\w’'])(?P<who>[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Ww]e|I) $")


@functools.cache
def _accused() -> re.Pattern[str]:
    """Whom one accuses of planning something: what opens the accusation, or follows its verb."""
    return re.compile(
        r"(?:^\W*|\b(?:accus|suspect)\w{1,5} )(?P<who>(?!of\b|accus|suspect)[\w.&’'-]{1,40}(?: (?!of\b|accus|suspect)[\w.&’'-]{1,40}){0,5}) $"
    )


@functools.cache
def _subject() -> re.Pattern[str]:
    """The phrase at the end of what stands before a verb, where it opens its clause."""
    opens = r"(?:^\W*|[,:;] |--? |[—–] ?|\b(?:that|and|but|because|if|when|whether|while|as|though|although|since|once|before|after|over|which|what) )"
    small = r"that|and|but|because|if|when|while|which|who|to|not|is|was|are|were|has|had|have|said|says|failed|seems?|seemed|asking|telling|saying"
    word = rf"(?!(?:{small})\b)[\w.$&’'-]{{1,40}}"
    first = rf"(?!(?:over|to|for|of|on|in|at|by|from|with|as|into|after|before|about|also|then|so)\b){word}"
    return re.compile(rf"{opens}(?:even |also )?(?P<who>{first}(?: {word}){{0,6}}) $")


@functools.cache
def _ending() -> re.Pattern[str]:
    return re.compile(
        r"[.!?;][”\"’']*(?:\s|$)|, [a-z]+ing\b|, only to\b|,? (?:and|but) (?:that|also|said|added|would|will|has|have|had|is|are|was|were)\b"
    )
