"""Who stands against what another wants: `oppose his return` and `demand the boy's return`.

Two statements contradict each other here only where one names, right after a word of opposition, what the other wants, plans,
decides or asks for. What they share must be more than a name: names say whom an article is about, not what is contested.
"""

import functools
import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from whoseword.propositions import Proposition, Reader, names_of, propositions, signed, stand
from whoseword.records import Statement
from whoseword.relate.nouns import SETTING_OUT, against_it
from whoseword.relate.words import matter, same_voice, start_of, stems, whole

_WANTING: Final = frozenset({"demand", "request", "propose", "intend", "announce", "accept", "hope"})
# How much (code points) of what is opposed counts, and how much of what is wanted: the matter stands first in both.
_OPPOSED, _WANTED = 60, 160
_EVERYWHERE: Final = 0.34  # a word that more of an article's statements have says nothing of what one of them is about


def opposites(statements: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Pairs of statements of different voices: what is wanted, and what opposes it; by the place of the second in the text."""
    common = _common(statements)
    wanting = [
        (s, matter(whole(s.content)[:_WANTED]) - common)
        for s in statements
        if s.act in _WANTING and _opposed(s) is None and not against_it().match(whole(s.content))
    ]
    found = []
    for statement in sorted(statements, key=start_of):
        opposed = _opposed(statement)
        against = matter(opposed[:_OPPOSED]) - common if opposed is not None else frozenset()
        found += [(s, statement) for s, wants in wanting if against & wants and not same_voice(s, statement)]
    return found


def contradictions(text: str, statements: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Pairs of statements of different voices, neither inside the other, that want or plan what contradicts each other.

    What only one of two reports of a fact denies is mostly another fact: `relate.answers` finds the denials that mean each other.
    """
    reader = Reader(names_of(text))
    said = {s.id: [p for p in propositions(s, reader) if p.mood in _MOODS and s.act not in _THINKING] for s in statements}
    inside = {s.id: s.inside for s in statements}
    ordered = sorted(statements, key=lambda s: (start_of(s), s.id))
    return [
        (one, other)
        for one, other in itertools.combinations(ordered, 2)
        if said[one.id]
        and said[other.id]
        and one.speaker.name
        and other.speaker.name
        and not same_voice(one, other)
        and not _nested(one, other, inside)
        if _contradict(said[one.id], said[other.id])
    ]


def warnings(text: str, statements: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """Pairs of what one voice wants or plans, and another's warning of the evil that comes if it is done: `bloodshed if they take the boy back`.

    The deed must be one that has an opposite, so that plain words that both use do not count.
    """
    names = names_of(text)
    plans = [(s, _deeds(s, names)) for s in statements if s.speaker.name and s.act not in _THINKING]
    found = []
    for statement in sorted(statements, key=start_of):
        feared = _feared().search(whole(statement.content)) if statement.speaker.name and statement.act != "ask" else None
        if feared is not None:
            deeds = signed(feared["deed"] or feared["first"])
            found += [
                (s, statement) for s, done in plans if done & deeds and s is not statement and not same_voice(s, statement)
            ]
    return found


def _deeds(statement: Statement, names: frozenset[str]) -> frozenset[tuple[str, int]]:
    """What a statement affirms as a wish or a plan, of what has an opposite."""
    said = [p for p in propositions(statement, Reader(names)) if p.mood in _MOODS and p.affirms]
    return frozenset(sign for p in said for sign in p.signs.items())


_EVIL: Final = r"violence|bloodshed|blood|war|riots?|chaos|disaster|catastrophe|betray\w*|crime|tragedy|unrest|harm|danger|consequences|suffer\w*|collapse|ruin"


@functools.cache
def _feared() -> re.Pattern[str]:
    """An evil and, in the same sentence, the deed that brings it."""
    evil, rest = rf"\b(?:{_EVIL})\b", r"[^.!?;]"
    return re.compile(rf"(?i){evil}{rest}{{0,60}}?\bif\b(?P<deed>{rest}+)|\bif\b(?P<first>{rest}+?,{rest}*?){evil}")


_MOODS: Final = frozenset({"wish", "plan", "view"})


_THINKING: Final = frozenset({"believe", "expect", "report"})


def _contradict(some: Sequence[Proposition], others: Sequence[Proposition]) -> bool:
    found = (stand(a, b, near="close") for a, b in itertools.product(some, others))
    return any(one is not None and one.relation == "against" and one.grade >= _SURE for one in found)


_SURE: Final = 0.7


def _nested(one: Statement, other: Statement, inside: Mapping[str, str | None]) -> bool:
    above = {one.id, other.id}
    for start in (one.id, other.id):
        parent = inside.get(start)
        while parent is not None:
            if parent in above:
                return True
            parent = inside.get(parent)
    return False


def _opposed(statement: Statement) -> str | None:
    """What a statement is against, in its words; None where it is against nothing that it names."""
    if statement.act == "ask":
        return None
    cue, content = whole(statement.cue), whole(statement.content)
    match = _opposing().search(cue)
    if match is not None:
        return f"{cue[match.end() :]} {content}"
    match = _going_against().match(content)
    return content[match.end() :] if match is not None else None


def _common(statements: Sequence[Statement]) -> frozenset[str]:
    """Stems that a third of an article's statements have, and those of plain nouns of persons."""
    counts = Counter(stem for statement in statements for stem in stems(whole(statement.content)))
    least = max(4.0, _EVERYWHERE * len(statements))
    return frozenset(s for s, n in counts.items() if n >= least) | stems(_PERSONS)


_PERSONS: Final = (
    "boy girl child man woman people father mother son daughter relatives family government country president officials state"
)
_VERBS: Final = (
    r"oppos(?:e[sd]?|ing)|protest(?:s|ed|ing)?(?: against)?|reject(?:s|ed|ing)?|block(?:s|ed|ing)?|overturn\w*|defeat\w*|prevent\w*|resist\w*|"
    r"condemn\w*|object(?:s|ed|ing)? to|ban(?:s|ned|ning)?|veto\w*|thwart\w*|stop(?:s|ped|ping)?|(?:fight|fought|vot\w+|rul\w+|argu\w+) against"
)


@functools.cache
def _opposing() -> re.Pattern[str]:
    return re.compile(rf"(?i)\b(?:{_VERBS}|objections?(?: to)?|opposition(?: to)?)\b")


@functools.cache
def _going_against() -> re.Pattern[str]:
    """A content in which the speaker sets out to do something against something."""
    return re.compile(rf"(?i)\W*{SETTING_OUT}(?:against )?(?:{_VERBS}|against)\b")
