"""Who stands against what another wants: `oppose his return` and `demand the boy's return`.

Two statements contradict each other here only where one names, right after a word of opposition, what the other wants, plans,
decides or asks for. What they share must be more than a name: names say whom an article is about, not what is contested.
"""

import functools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

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
