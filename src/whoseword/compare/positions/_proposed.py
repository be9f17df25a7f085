"""Issues that the ledger itself proposes: matters on which two or more parties take a stance, those on which they differ first.

A matter is a noun, or two telling words side by side of which the second is one, in a passage that takes a stance. No grammar is read:
a word counts as a noun where it stands behind an article, a preposition or a possessive more often than where a verb stands.
"""

import functools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from whoseword.compare.positions._issue import FUNCTION_WORDS, content_of, folded, sentences, telling
from whoseword.compare.positions._parties import Parties
from whoseword.compare.positions._stance import Bearing, taken
from whoseword.compare.positions._table import Said
from whoseword.records import Issue

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]")
_SHORTEST: Final = 4  # letters of a noun
_PASSAGES: Final = 3  # sentences of one statement that are looked at
_LEAST_PARTIES: Final = 2
_MOST_PARTIES: Final = 200  # of one matter that are looked at, those who speak most of it
# Of two proposals that share so many of the statements of the smaller one, only the first is given.
_SAME: Final = 0.6
_LEAST_SURE: Final = 0.6  # of a stance, for its matter to count; below are admissions, accusations and hopes
_BEFORE_NOUNS_WORDS: Final = """another many the a an any no its his her their our my this these those of for on in with from about under over against all some every more
    two three four five six seven eight nine ten between without into foreign new joint secret"""
_BEFORE_NOUNS: Final = frozenset(_BEFORE_NOUNS_WORDS.split())
_ARTICLES: Final = frozenset({"the", "a", "an", "any", "no"})
_BEFORE_VERBS_WORDS: Final = """to will would not must should shall can could may might n't i we he she it they who has have had be been is are was were did do does never
    cannot won't"""
_BEFORE_VERBS: Final = frozenset(_BEFORE_VERBS_WORDS.split())
# Nouns for what is said or done at large: they name no matter.
_AT_LARGE_WORDS: Final = """decision statement claim claims accusation accusations report reports announcement question questions comment comments remark remarks
    thing things part parts side sides case cases number numbers place point points kind sort matter matters issue issues problem problems
    hand hands head leader leaders minister ministers president official officials member members spokesman spokeswoman party parties
    country countries state states world nation nations others everyone nobody anyone someone something nothing anything everything end today
    tomorrow yesterday monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november
    december morning evening night spring summer autumn winter moment future past life name word words line lines way ways work group groups
    order term terms form forms back better right home live lives reason reasons result results fact facts idea ideas thousand million billion percent percentage cent half year years
    month months week weeks day days second seconds hour hours minute minutes men women man woman children person others story"""
_AT_LARGE: Final = frozenset(_AT_LARGE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed issue: how it could be defined, who takes which bearing on it, and by which statements, in the order of their ids.

    `contested` is whether one party is for it and another against, `share` how much of what is said with its words takes a stance.
    """

    issue: Issue
    parties: tuple[str, ...]
    bearings: Mapping[str, tuple[Bearing, ...]]
    statements: tuple[str, ...]
    contested: bool
    share: float


@dataclass(frozen=True, slots=True)
class _Use:
    """A matter in one passage: its surface form, by whom, with which bearing."""

    surface: str
    party: str
    bearing: Bearing
    statement: str


def proposals(rows: Iterable[Said], *, most: int = 20, names: Mapping[str, str] | None = None) -> tuple[Proposal, ...]:
    """At most so many issues that statements propose, those that most parties contest first; the order of rows does not matter.

    Statements that repeat another of their article, and those without a named speaker, are passed over, and so are parties who never
    speak in one article with another: words alone do not make one matter of two stories.
    """
    rows = sorted(rows, key=lambda row: row.statement.id)
    parties = Parties((row.statement.speaker for row in rows), names or {})
    nouns = _Nouns()
    spoken: Counter[tuple[str, ...]] = Counter()
    uses: dict[tuple[str, ...], list[_Use]] = defaultdict(list)
    heard: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        party = parties.party(row.statement.speaker, "actor")
        if row.statement.repeats is not None or party is None:
            continue
        own = parties.own(row.statement.speaker)
        heard[party.name].add(row.article_id)
        for passage in sentences(content_of(row.statement))[:_PASSAGES]:
            words = _WORD.findall(passage)
            nouns.count(words)
            stance = taken(row.statement, passage, None, own)
            for terms, surface in _terms(words):
                spoken[terms] += 1
                if stance is None or stance.confidence < _LEAST_SURE:
                    continue
                uses[terms].append(_Use(surface, party.name, stance.bearing, row.statement.id))
    proposed = [
        _proposal(together, len(some) / spoken[terms])
        for terms, some in uses.items()
        if (together := _together(some, heard)) and nouns.has(terms[-1]) and not any(nouns.is_verb(term) for term in terms)
    ]
    return _distinct([one for one in proposed if len(one.parties) >= _LEAST_PARTIES], most)


def _together(uses: Sequence[_Use], heard: Mapping[str, set[str]]) -> list[_Use]:
    """The uses of those parties who speak in one article, whichever, with another of them: what else they share is a word."""
    counted = Counter(use.party for use in uses)
    parties = sorted(counted, key=lambda party: (-counted[party], party))[:_MOST_PARTIES]
    articles: Counter[str] = Counter(article for party in parties for article in heard[party])
    meeting = {party for party in parties if any(articles[article] > 1 for article in heard[party])}
    return [use for use in uses if use.party in meeting]


class _Nouns:
    """Which roots are nouns, as far as the places tell in which they stand."""

    def __init__(self) -> None:
        self._headed: Counter[str] = Counter()
        self._verbal: Counter[str] = Counter()
        self._closed: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()
        self._articled: Counter[str] = Counter()

    def count(self, words: Sequence[str]) -> None:
        """Take in a passage."""
        for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
            if word[:1].islower():
                root, previous, following = _root(folded(word)), folded(before), folded(after)
                adjective = before[:1].isupper() and before[1:].islower()
                self._headed[root] += not previous or previous in _BEFORE_NOUNS or previous.endswith(("'s", "’s")) or adjective
                self._verbal[root] += previous in _BEFORE_VERBS
                self._closed[root] += not following.isalpha() or following in FUNCTION_WORDS
                self._seen[root] += 1
                self._articled[root] += previous in _ARTICLES

    def has(self, root: str) -> bool:
        """Whether it stands behind articles and the like, and mostly without a further noun behind it, as adjectives do not."""
        gerund = root.endswith("ing") and not self._articled[root]
        return not gerund and self._headed[root] > self._verbal[root] and 2 * self._closed[root] >= self._seen[root]

    def is_verb(self, root: str) -> bool:
        """Whether it stands more often where verbs do."""
        return self._verbal[root] > self._headed[root]


def _terms(words: Sequence[str]) -> Iterable[tuple[tuple[str, ...], str]]:
    """The roots and the surface of each word, and of each two words side by side, that could name a matter."""
    found: dict[tuple[str, ...], str] = {}
    for index, word in enumerate(words):
        plain = folded(word)
        if not word[:1].islower() or len(plain) < _SHORTEST or not telling(plain) or plain in _AT_LARGE | _BEFORE_NOUNS:
            continue
        if plain.endswith(("ly", "ed")):
            continue
        found.setdefault((_root(plain),), plain)
        before = words[index - 1] if index else ""
        lead = folded(before)
        if (
            len(lead) >= _SHORTEST
            and lead.isalpha()
            and telling(lead)
            and not lead.endswith("ly")
            and lead not in _BEFORE_NOUNS | _BEFORE_VERBS
        ):
            found.setdefault((_root(lead), _root(plain)), f"{lead} {plain}")
    return found.items()


@functools.lru_cache(maxsize=65_536)
def _root(word: str) -> str:
    """A noun's singular, near enough."""
    word = re.sub(r"['’]s?$", "", word)
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 4 else word


def _proposal(uses: Sequence[_Use], share: float) -> Proposal:
    surfaces = Counter(use.surface for use in uses)
    name = min(surfaces, key=lambda surface: (-surfaces[surface], surface))
    words = " OR ".join(f'"{one}"' if " " in one else one for one in sorted(surfaces))
    bearings = {
        party: tuple(sorted({use.bearing for use in uses if use.party == party}))
        for party in sorted({use.party for use in uses})
    }
    taking = [set(some) for some in bearings.values()]
    contested = any("for" in one for one in taking) and any("against" in one for one in taking)
    statements = tuple(sorted({use.statement for use in uses}))
    return Proposal(Issue(name, words), tuple(bearings), bearings, statements, contested, round(share, 3))


def _distinct(proposed: Sequence[Proposal], most: int) -> tuple[Proposal, ...]:
    """The first so many in rank that are not mostly one that came before."""
    kept: list[Proposal] = []
    for one in sorted(proposed, key=_rank):
        mine = set(one.statements)
        same = (len(mine & set(other.statements)) >= _SAME * min(len(mine), len(other.statements)) for other in kept)
        if not any(same):
            kept.append(one)
        if len(kept) == most:
            break
    return tuple(kept)


def _rank(proposal: Proposal) -> tuple[float, int, str]:
    """What many parties contest, and what is seldom named without a stance, comes first; two words say more than one."""
    weight = proposal.share * math.log2(1 + len(proposal.parties))
    weight *= (2 if proposal.contested else 1) * (1.5 if " " in proposal.issue.name else 1)
    return (-round(weight, 6), -len(proposal.statements), proposal.issue.name)
