"""Words that come through two hands in one sentence, where the network sees but one statement.

    The Courier, citing two divers, said C.                the Courier's: C;                      two divers', inside: C
    “C,” Ana Sol said, according to the Delta agency.      the agency's: “C,” Ana Sol said;   Ana Sol's, inside: C
    Ana Sol was quoted as saying by the Delta agency: “C”  the agency's: C;                   Ana Sol's, inside: C

The network gives the words to the one or to the other; which of them spoke and which passed it on is in the form alone.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from whoseword.records import Attribution, Span

_ASIDE: Final = 60  # code points that may name a source in passing, and that may stand between it and the cue


def read_relays(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, those that came through two hands split into the outer and the inner one."""
    turned = [_turned(a, found) or a for a in found]
    split = [part for a in turned for part in _within(text, a, turned) or _quoted(text, a) or (a,)]
    return [*split, *(cited for a in turned if (cited := _citing(text, a, turned)) is not None)]


def _turned(cited: Attribution, found: Sequence[Attribution]) -> Attribution | None:
    """Of `Y, quoting X, said C` X is no content of Y's, but whom Y has C from."""
    if len(cited.cue) != 1 or len(cited.content) != 1 or not re.fullmatch(r"(?i)quoting|citing", cited.cue[0].text):
        return None
    cue, who = cited.cue[0], cited.content[0]
    beside = [a for a in found if a is not cited and a.source and a.source == cited.source and a.content]
    outer = next((a for a in beside if a.cue and 0 < a.cue[0].start - who.end <= _ASIDE), None)
    if outer is None or not 0 < who.start - cue.end <= 3 or who.end - who.start > _ASIDE:
        return None
    bare = who.text.strip(" ,'`“”\"")
    start = who.start + who.text.find(bare)
    source = (Span(start, start + len(bare), bare),)
    return replace(cited, source=source, content=outer.content, depth=outer.depth + 1) if bare else None


def _citing(text: str, outer: Attribution, found: Sequence[Attribution]) -> Attribution | None:
    """`Y, citing X, said C`, `C, Y reported, citing X`: whom Y has it from, unless that was found already."""
    if not outer.source or not outer.cue:
        return None
    for span in (*outer.source, *outer.cue, *outer.content):
        match = _naming().match(text, span.end)
        if match is None:
            continue
        cue, who = Span.cut(text, *match.span("cue")), Span.cut(text, *match.span("who"))
        parts = (s for a in found for s in (*a.cue, *a.content))
        if not any(s.start < who.end and cue.start < s.end for s in parts):
            return Attribution((who,), (cue,), outer.content, outer.depth + 1, outer.confidence)
    return None


def _within(text: str, outer: Attribution, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """`C, X said, according to Y`: X's words are inside Y's, unless they were found already."""
    spans = sorted((*outer.cue, *outer.source))
    if not spans or not outer.content or spans[0].start < outer.content[-1].end:
        return ()
    last = outer.content[-1]
    match = _said().search(text, last.start, spans[0].start)
    if match is None or match.start() <= last.start or "\n" in text[last.start : match.end()]:
        return ()
    cue = Span.cut(text, *match.span("verb"))
    if any(c.start < cue.end and cue.start < c.end for a in found if a is not outer for c in a.cue):
        return ()
    end = match.end("verb")
    held = (*outer.content[:-1], Span.cut(text, last.start, max(end, min(last.end, match.end()))))
    said = (*outer.content[:-1], Span.cut(text, last.start, match.start()))
    inner = Attribution((Span.cut(text, *match.span("who")),), (cue,), said, outer.depth + 1, outer.confidence)
    return replace(outer, content=held), inner


def _quoted(text: str, found: Attribution) -> tuple[Attribution, ...]:
    """`X was quoted as saying by Y`: the network takes the one or the other for the source."""
    if len(found.cue) != 1 or not (match := _quoting().fullmatch(found.cue[0].text)):
        return ()
    cue = found.cue[0]
    by = _agent().match(text, cue.end)
    if by is None or not found.source:
        return ()
    who = found.source if found.source[0].start < cue.start else _subject(text, cue.start)
    if not who:
        return ()
    outer = replace(found, source=(Span.cut(text, *by.span("who")),))
    inner = replace(found, source=who, cue=(Span.cut(text, cue.start + match.start("verb"), cue.end),), depth=found.depth + 1)
    return outer, inner


def _subject(text: str, cue: int) -> tuple[Span, ...]:
    """The name or pronoun right before the cue."""
    match = _before().search(text, max(0, cue - _ASIDE), cue)
    return () if match is None else (Span.cut(text, *match.span("who")),)


@functools.cache
def _naming() -> re.Pattern[str]:
    who = r"(?P<who>[^\s,.;:\"“”'`][^,.;:\"“”'`\n]{1,80}?)"
    return re.compile(rf",? (?P<cue>quoting|citing) (?:[\"“]|``)?{who}(?=[,.;:\"”\n]|'| that | as saying|$)")


@functools.cache
def _said() -> re.Pattern[str]:
    who = r"(?P<who>[^\s,.;:\"“”][^,.;:\"“”\n]{1,80}?)"
    verb = r"(?P<verb>(?:has |have |had )?(?:said|says|wrote|writes|written|told|tells|added|adds|warned|claimed|stated))"
    return re.compile(rf"(?<!\s)(?:,|[”\"]|''){{1,3}} {who} {verb}\b[^,.;:\"“”\n]{{0,40}},? $")


@functools.cache
def _quoting() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:is|was|were|has been|have been|had been) )?(?:also )?quoted as (?P<verb>saying|telling)(?: \w+day)?"
    )


@functools.cache
def _agent() -> re.Pattern[str]:
    name = r"(?:[Tt]he )?(?:state )?[A-Z][\w.&’'-]{0,40}(?: (?:of |and )?[A-Z][\w.&’'-]{0,40}){0,6}"
    return re.compile(rf",? by (?P<who>{name}(?: (?:news agency|agency|newspaper|radio|television|daily))?)")


@functools.cache
def _before() -> re.Pattern[str]:
    return re.compile(r"(?P<who>[A-Z][\w.&’'-]{0,40}(?: [A-Z][\w.&’'-]{0,40}){0,4}|\b(?:he|she|they|it)) $")
