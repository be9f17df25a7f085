"""Words that come through two hands in one sentence, where the network sees but one statement.

    “C,” Ana Sol said, according to the Delta agency.      the agency's: “C,” Ana Sol said;   Ana Sol's, inside: C
    Ana Sol was quoted as saying by the Delta agency: “C”  the agency's: C;                   Ana Sol's, inside: C

The network gives the words to the one or to the other; which of them spoke and which passed it on is in the form alone.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import replace

from whoseword.records import Attribution, Span


def read_relays(text: str, found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, those that came through two hands split into the outer and the inner one."""
    return [part for a in found for part in _within(text, a, found) or _quoted(text, a) or (a,)]


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
    """`X was quoted as saying by Y`."""
    if len(found.cue) != 1 or not (match := _quoting().fullmatch(found.cue[0].text)):
        return ()
    cue = found.cue[0]
    by = _agent().match(text, cue.end)
    named = found.source and found.source[0].start < cue.start
    if by is None or not named:
        return ()
    outer = replace(found, source=(Span.cut(text, *by.span("who")),))
    inner = replace(found, cue=(Span.cut(text, cue.start + match.start("verb"), cue.end),), depth=found.depth + 1)
    return outer, inner


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
