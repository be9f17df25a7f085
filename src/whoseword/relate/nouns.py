"""Nouns and pronouns that stand for what someone said: which acts each can stand for, and where a statement points with one."""

import functools
import re
from collections.abc import Sequence
from typing import Final

from whoseword.records import Act, Statement
from whoseword.relate.words import same_voice, stems, whole

_STANDING: Final[tuple[tuple[str, tuple[Act, ...]], ...]] = (
    (
        "claim assertion statement remark comment contention argument account assumption",
        ("assert", "accuse", "deny", "criticise", "report", "confirm", "warn"),
    ),
    ("accusation charge allegation criticism", ("accuse", "criticise", "assert", "report")),
    ("report rumour rumor finding", ("report", "assert", "announce", "accuse")),
    ("condition demand ultimatum term requirement order", ("demand", "request", "propose", "announce")),
    (
        "proposal offer suggestion idea plan bid recommendation initiative",
        ("propose", "intend", "demand", "request", "announce"),
    ),
    ("request appeal call plea invitation", ("request", "demand", "propose")),
    ("threat warning", ("threaten", "warn")),
    ("decision announcement move ruling pledge promise", ("announce", "intend", "promise", "refuse", "demand")),
    ("result outcome vote verdict", ("announce", "accept", "reject", "refuse")),
)
NOUNS: Final[dict[str, frozenset[Act]]] = {noun: frozenset(acts) for nouns, acts in _STANDING for noun in nouns.split()}


def acts_of(noun: str) -> frozenset[Act]:
    """The acts that a noun of the patterns here can stand for."""
    return NOUNS[noun.lower().removesuffix("s")]


def meant(noun: str, fitting: Sequence[Statement]) -> Statement:
    """Of statements that a noun can stand for: the last one cued by its own word, and of a run of one voice the first."""
    stem = stems(noun)
    cued = [s for s in fitting if stem & stems(whole(s.cue))]
    if cued:
        return cued[-1]
    at = len(fitting) - 1
    while at and same_voice(fitting[at - 1], fitting[at]):
        at -= 1
    return fitting[at]


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
        r"(?:(?:against|to|with|of) )?(?:it|this|that|them|these|so|which)\s*(?:[.,;”\"]|$|as\b|to be\b))"
    )


@functools.cache
def subject() -> re.Pattern[str]:
    """A content that opens with a known thing said, and says something of it: `the ruling was fair`, `the move a setback`.

    Or is nothing else: `the decision` (`was met with outrage`). A noun that has its clause or its object is a new thing said.
    """
    return re.compile(
        rf"(?i)(?:^|(?<=[.!?]))[\s“\"]*(?:that )?(?:(?:the|this|those|these|his|her|its|their|(?P<owner>[\w.]+) ?[’']s?)\s+(?:[\w“”\"'`-]+\s+){{0,2}}?|a (?=decision|ruling))(?P<noun>(?:{_choice()})s?)\s*"
        r"(?:$|[.,;”\"]|(?:is|are|was|were|has|have|had|will|would|could|should|may|might|amounts?|shows?|showed|came|makes?|made|an?|the|as)\b)"
    )


@functools.cache
def against_it() -> re.Pattern[str]:
    """Setting out against a known thing said, from a content's beginning: `they will appeal the decision`, `to get around the ruling`."""
    doing = "appeal|overturn|block|fight|challenge|defy|ignore|get around|reverse|stop|resist|protest|oppose|contest|delay|impede"
    return re.compile(
        rf"(?i)\W*(?:that )?(?:he |she |it |they |we |I )?(?:[\w-]+ ){{0,5}}?(?:{doing})\w* (?:or \w+ )?"
        rf"(?:(?:the|this|that|these|those) |(?P<owner>[\w.]+)[’']s? )(?:[\w-]+ ){{0,2}}?(?P<noun>(?:{_choice()})s?)\b"
    )


@functools.cache
def _choice() -> str:
    return "|".join(sorted(NOUNS, key=len, reverse=True))
