"""Nouns and pronouns that stand for what someone said: which acts each can stand for, and where a statement points with one."""

import functools
import re
from collections.abc import Sequence
from typing import Final

from whoseword.records import Statement
from whoseword.relate.words import same_voice, stems, whole

# Of the acts that a noun can stand for those before the bar come first: a decision is announced rather than intended.
_STANDING: Final = """
    claim assertion statement remark comment contention argument account assumption: assert accuse deny criticise report confirm warn
    accusation charge allegation criticism: accuse criticise | assert report
    report rumour rumor finding: report | assert announce accuse
    condition demand ultimatum term requirement order: demand request | propose announce
    proposal offer suggestion idea plan bid recommendation initiative: propose | intend demand request announce
    request appeal call plea invitation: request demand propose
    threat warning: threaten warn
    decision announcement move ruling: announce | refuse accept | intend promise demand
    pledge promise: promise announce intend
    result outcome vote verdict: announce accept | reject refuse
"""
# How a content begins in which someone sets out to do something.
SETTING_OUT: Final = (
    r"(?:that )?(?:he |she |it |they |we |I )?(?:(?:would|will|must|should|shall|to|are|is|was|were|have|has|had|going|ready|determined|"
    r"plan|plans|planned|try|trying|seek|seeking|vowed|look|looking|for|ways) ){0,6}"
)
# Nouns that also name things: a telephone call, an account at a bank.
_THINGS: Final = frozenset({"call", "account", "term", "plan", "bid", "report", "order", "finding", "vote"})


def _table() -> dict[str, tuple[frozenset[str], ...]]:
    rows = (line.split(":") for line in _STANDING.strip().splitlines())
    return {noun: tuple(frozenset(part.split()) for part in acts.split("|")) for nouns, acts in rows for noun in nouns.split()}


_NOUNS: Final[dict[str, tuple[frozenset[str], ...]]] = _table()


def nearest(noun: str, statements: Sequence[Statement]) -> Statement | None:
    """Of statements in the order of the text the last one whose act a noun can stand for, of those that fit it best."""
    fitting = ([s for s in statements if s.act in acts] for acts in _NOUNS[noun.lower().removesuffix("s")])
    return next((some[-1] for some in fitting if some), None)


def meant(noun: str, statements: Sequence[Statement]) -> Statement | None:
    """Like `nearest`, but one that is cued by the noun's own word goes before, and of a run of one voice its first."""
    stem = stems(noun)
    for acts in _NOUNS[noun.lower().removesuffix("s")]:
        fitting = [s for s in statements if s.act in acts]
        cued = [s for s in fitting if stem & stems(whole(s.cue))]
        if cued:
            return cued[-1]
        at = len(fitting) - 1
        while at > 0 and same_voice(fitting[at - 1], fitting[at]):
            at -= 1
        if fitting:
            return fitting[at]
    return None


@functools.cache
def noun() -> re.Pattern[str]:
    """Any noun for something said."""
    return re.compile(rf"(?i)\b(?:{_choice()})s?\b")


@functools.cache
def called_false() -> re.Pattern[str]:
    """A noun for what was said, and then that it is not so."""
    return re.compile(
        rf"(?i)\b(?:the|this|that|these|those|such|all|any|his|her|its|their|['’]s) (?:[\w“”\"'`-]+ ){{0,2}}?(?P<noun>(?:{_choice()})s?)\b[^.!?]{{0,80}}?\b"
        r"(?:lies?|false|untrue|baseless|groundless|unfounded|nonsense|fabricat\w+|invent(?:ed|ions?)|absurd|ridiculous|wrong|without (?:merit|foundation|basis)|(?:not|n['’]t) (?:true|so|the case))\b"
    )


@functools.cache
def someones() -> re.Pattern[str]:
    """A noun with its owner: `Castro's announcement`."""
    return re.compile(rf"(?i)\b(?P<owner>[^\W\d_]+) ?['’]s? (?:[\w-]+ )?(?P<noun>(?:{_choice()})s?)\b")


@functools.cache
def pointing() -> re.Pattern[str]:
    """A content's first words, where they are such a noun, or a pronoun and no more."""
    return re.compile(
        rf"(?i)\s*[“\"]?(?:(?:an?|the|this|that|these|those|such|all|both|any|his|her|its|their|[\w’']+[’']s?)\s+(?:[\w-]+\s+){{0,2}}?(?P<noun>(?:{_choice()})s?)\b|"
        r"(?:(?:against|to|with|of) )?(?:it|this|that|them|these|so|which)\s*(?:[.,;”]|\"?$|as\b|to be\b))"
    )


@functools.cache
def subject() -> re.Pattern[str]:
    """A content that opens with a known thing said, and says something of it: `the ruling was fair`, `the move a setback`.

    Or is nothing else: `the decision` (`was met with outrage`). A noun that has its clause or its object is a new thing said.
    """
    return re.compile(
        rf"(?i)(?:^|(?<=[.!?]))[\s“\"]*(?:that )?(?:(?:the|this|those|these|his|her|its|their|(?P<owner>[\w.]+) ?[’']s?)\s+(?:[\w“”\"'`-]+\s+){{0,2}}?|a (?=decision|ruling))(?P<noun>(?:{_choice(_THINGS)})s?)\s*"
        r"(?:$|[.,;”\"]|(?:is|are|was|were|has|have|had|will|would|could|should|may|might|amounts?|came|makes?|made|an?|the|as)\b)"
    )


@functools.cache
def against_it() -> re.Pattern[str]:
    """Setting out against a known thing said, from a content's beginning: `they will appeal the decision`, `to get around the ruling`."""
    doing = (
        "appeal|overturn|block|fight|challenge|defy|ignore|get around|reverse|stop|resist|protest|oppose|contest|delay|impede"
    )
    return re.compile(
        rf"(?i)\W*{SETTING_OUT}(?:{doing})\w* (?:or \w+ )?"
        rf"(?:(?:the|this|that|these|those) |(?P<owner>[\w.]+)[’']s? )(?:[\w-]+ ){{0,2}}?(?P<noun>(?:{_choice()})s?)\b"
    )


@functools.cache
def _choice(but: frozenset[str] = frozenset()) -> str:
    return "|".join(sorted(_NOUNS.keys() - but, key=len, reverse=True))
