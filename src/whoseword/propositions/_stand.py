"""How two propositions stand to each other."""

import functools
import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from whoseword.propositions._lexicon import broad
from whoseword.propositions._proposition import UNNAMED, Mood, Proposition
from whoseword.propositions._quantities import Quantity, clash

Nearness = Literal["close", "near", "far"]
Relation = Literal["same", "against"]
How = Literal["denial", "opposite", "figures", "who", "words"]

# What a plain word and a name count beside a telling word.
_WEAK, _NAME = 0.3, 0.5
# Least shared part of the shorter proposition, and of both: for one to be against the other, and to be the same.
_AGAINST: Final = (0.5, 0.3)
_SAME: Final = (0.7, 0.5)
# Where a single telling word is shared: with a name, with none, and where one asks for what the other plans or refuses.
_NAMED, _SINGLE, _ASKED = (0.5, 0.42), (0.6, 0.55), (0.5, 0.25)
_ALL: Final = 0.9
# So many telling words and names must be shared.
_SHARED: Final[dict[Nearness, int]] = {"close": 1, "near": 2, "far": 4}
# The surest that each rule is, reached where all words are shared.
_SUREST: Final[dict[How, float]] = {"denial": 0.95, "opposite": 0.9, "figures": 0.85, "who": 0.85, "words": 0.95}
_LEAST: Final = 0.55
_TOGETHER: Final[frozenset[frozenset[Mood]]] = frozenset(
    {frozenset({"wish", "plan"}), frozenset({"view", "wish"}), frozenset({"view", "plan"})}
)
# What only one can have done, and what is said of the present and holds against a demand.
_EXCLUSIVE: Final = frozenset({"first", "begin"})
_LASTING: Final = frozenset({"stay"})


@dataclass(frozen=True, slots=True)
class Stand:
    """What two propositions are to each other: `same` or `against`, the rule that says so, a grade between 0 and 1.

    `shared` are the concepts and names that both have; `opposed` what they differ in: concepts, or figures.
    """

    relation: Relation
    how: How
    grade: float
    shared: tuple[str, ...]
    opposed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A proposition as sets: its telling words with those that its pronouns stand for, all its words, names, and what all that weighs."""

    telling: frozenset[str]
    concepts: frozenset[str]
    weak: frozenset[str]
    names: frozenset[str]
    size: float


@dataclass(frozen=True, slots=True)
class _Common:
    """What two propositions share: telling words, plain words, names; of the shorter one and of both, which part that is."""

    strong: frozenset[str]
    weak: frozenset[str]
    names: frozenset[str]
    cover: float
    dice: float

    @property
    def telling(self) -> bool:
        """Whether they share a word that says more than what sort of news it is, or nearly all of their words."""
        return bool(self.strong) and (not all(broad(term) for term in self.strong) or self.dice >= _ALL)

    def enough(self, least: tuple[float, float]) -> bool:
        """Whether that is much of the shorter one, and of both."""
        return self.cover >= least[0] and self.dice >= least[1]


def stand(one: Proposition, other: Proposition, *, near: Nearness) -> Stand | None:
    """How two propositions stand to each other, None where nothing says so; the same whichever comes first.

    `near` says how far what surrounds them speaks of one matter: the less, the more must they themselves share.
    """
    common = _common(_weighed(one), _weighed(other), _SHARED[near])
    if common is None or not common.telling or _other_time(one, other):
        return None
    signs = _signs(one, other)
    if len(set(signs.values())) > 1:
        return None
    turned = (1 if one.affirms == other.affirms else -1) * next(iter(signs.values()), 1)
    opposed = frozenset(signs) if -1 in signs.values() else frozenset[str]()
    if not _fitting(one.mood, other.mood, opposed if turned < 0 else frozenset()):
        return None
    if turned < 0:
        return _against(one, other, common, opposed)
    other_facts = (_figures, _cause, _who) if near == "close" else ()
    found = (rule(one, other, common) for rule in (*other_facts, _same))
    return next((one for one in found if one is not None), None)


@functools.lru_cache(maxsize=16384)
def _weighed(one: Proposition) -> _Weighed:
    own = frozenset(one.concepts)
    weak = frozenset(one.weak)
    size = len(own - weak) + _WEAK * len(one.weak) + _NAME * len(one.names)
    telling = (own | frozenset(one.context)) - weak
    return _Weighed(telling, own, weak, frozenset((*one.names, *one.own)) - {UNNAMED}, size)


def _common(one: _Weighed, other: _Weighed, least: int) -> _Common | None:
    """What two propositions share; None where that is no telling word, or fewer telling words and names than asked for."""
    strong = one.telling & other.telling
    if not strong:
        return None
    names = one.names & other.names
    if len(strong) + len(names) < least:
        return None
    weak = (one.concepts & other.concepts) & (one.weak | other.weak)
    weight = len(strong) + _WEAK * len(weak) + _NAME * len(names)
    shorter, both = max(min(one.size, other.size), 0.1), max(one.size + other.size, 0.1)
    return _Common(strong, weak, names, min(1.0, weight / shorter), min(1.0, 2 * weight / both))


def _signs(one: Proposition, other: Proposition) -> dict[str, int]:
    """Of each concept with an opposite that both have: 1 where they are on one side of it, -1 where not."""
    theirs = other.signs
    return {concept: sign * theirs[concept] for concept, sign in one.signs.items() if concept in theirs}


def _fitting(one: Mood, other: Mood, opposed: frozenset[str]) -> bool:
    return (
        one == other or frozenset({one, other}) in _TOGETHER or ({one, other} == {"fact", "wish"} and bool(opposed & _LASTING))
    )


def _other_time(one: Proposition, other: Proposition) -> bool:
    """Whether they name other years or months; a year that only one names is held against the year of the other."""
    for mine, theirs in ((one, other), (other, one)):
        if mine.years and not set(mine.years) & (set(theirs.years) or {theirs.year or mine.years[0]}):
            return True
    if one.year and other.year and not (one.years or other.years) and abs(one.year - other.year) > 1:
        return True
    return bool(one.months and other.months and not set(one.months) & set(other.months))


def _apart(one: Proposition, other: Proposition) -> bool:
    """Whether each names someone or some place, and not the same."""
    return bool(one.names and other.names and not (one.own or other.own) and not set(one.names) & set(other.names))


def _against(one: Proposition, other: Proposition, common: _Common, opposed: frozenset[str]) -> Stand | None:
    if _apart(one, other) or not common.enough(_least(one, other, common)):
        return None
    if opposed:
        return _found("opposite", common, opposed)
    denied, said = (other, one) if one.affirms else (one, other)
    reach = frozenset(denied.reach) & frozenset((*said.concepts, *said.context))
    all_of = min(len(set(p.concepts) - set(p.weak)) for p in (denied, said))
    whole = not denied.reach and len(common.strong) >= min(2, all_of)
    if reach & (common.strong | common.weak) or whole:
        return _found("denial", common, reach or common.strong)
    return None


def _least(one: Proposition, other: Proposition, common: _Common) -> tuple[float, float]:
    """How much must be shared for a contradiction: more where it is a single word, less where that is asked and refused."""
    if len(common.strong) > 1:
        return _AGAINST
    if one.mood != other.mood:
        return _ASKED if common.names else _SINGLE
    return _NAMED if common.names else _SINGLE


def _figures(one: Proposition, other: Proposition, common: _Common) -> Stand | None:
    """Two figures for one thing: `12 people drowned`, `at least 40 people drowned`."""
    if _apart(one, other) or not common.strong or not common.enough(_AGAINST) or not (one.affirms and other.affirms):
        return None
    pairs = [(a, b) for a, b in itertools.product(one.quantities, other.quantities) if set(a.unit) & set(b.unit)]
    if not pairs or not all(clash(a, b) for a, b in pairs):
        return None
    a, b = pairs[0]
    return _found("figures", common, _figure(a, b))


def _figure(a: Quantity, b: Quantity) -> list[str]:
    return [f"{q.value:g} {' '.join(q.unit)}" for q in sorted((a, b), key=lambda q: (q.value, q.bound, q.unit))]


def _cause(one: Proposition, other: Proposition, common: _Common) -> Stand | None:
    """Another cause of the same: `the fire was caused by a fuse`, `arson caused the fire`."""
    mine, theirs = set(one.cause), set(other.cause)
    if not (mine and theirs and one.affirms and other.affirms) or mine & theirs or not common.strong - {"blame"}:
        return None
    return _found("who", common, sorted(mine | theirs))


def _who(one: Proposition, other: Proposition, common: _Common) -> Stand | None:
    """The same deed of another: `A fired first`, `B fired first`."""
    mine, theirs = set(one.subject), set(other.subject)
    if not (mine and theirs) or mine & theirs or not (common.strong | common.weak) & _EXCLUSIVE or not common.strong:
        return None
    return _found("who", common, sorted(mine | theirs)) if common.cover >= _AGAINST[0] else None


def _same(one: Proposition, other: Proposition, common: _Common) -> Stand | None:
    figures = itertools.product(one.quantities, other.quantities)
    unlike = any(clash(a, b) for a, b in figures if set(a.unit) & set(b.unit))
    if unlike or _apart(one, other) or not common.enough(_SAME) or len(common.strong) + len(common.names) < 2:
        return None
    return _found("words", common, ())


def _found(how: How, common: _Common, opposed: Iterable[str]) -> Stand:
    part = (common.cover + common.dice) / 2
    grade = _LEAST + (_SUREST[how] - _LEAST) * part
    shared = tuple(sorted(common.strong | common.weak | common.names))
    listed = tuple(opposed) if isinstance(opposed, list) else tuple(sorted(opposed))
    return Stand("same" if how == "words" else "against", how, round(grade, 3), shared, listed)
