"""What two wordings are to each other, judged by their words alone: cut, punctuated, bracketed, ordered, altered, or a paraphrase."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from whoseword.compare._flags import Flag, Pair, at_end, flags, is_open, whole_clause
from whoseword.compare._stems import telling
from whoseword.compare._wording import Word, wording
from whoseword.compare.differences import align

Variation = Literal["same", "re-punctuated", "cut", "bracketed", "re-ordered", "altered", "paraphrase"]

# All of these were set on quotations of one half of PolNeAR train as benchmarks/variants.py varies them (2026-11-30), and are watched
# by tests/quality/test_variants_found.py.
_QUICK: Final = 0.45  # of the words of the shorter quotation: with fewer in common nothing below holds
_SURE_RUN: Final = 8  # so many words in a row are no chance, whoever says them
_FAIR_RUN: Final = 6  # the same where nobody says that the speakers differ
_KNOWN_RUN: Final = 4  # the same of one speaker
_ALTERED: Final = 0.6  # of the shorter quotation's words stand in the other, in order or moved
_SHORT_COVER: Final = 0.75  # and of a few words that are no run
_BRACKETED: Final = 0.5
_OVERLAP: Final = 0.4  # two cuts of one longer quotation share at least so much, in one run
_LOOSE: Final = 0.5  # of the telling words of the shorter wording
_LOOSE_TELLING: Final = 4
_LOOSE_FEW: Final = 0.8  # where only one fewer is shared
_LOOSE_UNKNOWN: Final = 5  # both, where a speaker is unresolved
_LOOSE_UNKNOWN_SHARE: Final = 0.65
_STRETCH: Final = 1.6  # the shared words stand in so much of the longer wording, for one telling word of the shorter
_GRADES: Final = {
    "same": 0.98, "re-punctuated": 0.98, "cut": 0.95, "bracketed": 0.95, "re-ordered": 0.9, "altered": 0.9,
}  # fmt: skip
_UNKNOWN: Final = 0.9  # times the grade, where a speaker is unresolved
_OTHER: Final = 0.7  # times the grade, where the two are said to be different people's words


@dataclass(frozen=True, slots=True)
class Words:
    """What is compared: words as printed, whether they stood in quotation marks, and the name of whose they are said to be."""

    text: str
    quoted: bool
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What two wordings are to each other. `shared` counts words in common, `sizes` has how many words each has."""

    relation: Variation
    grade: float
    how: str
    flags: tuple[Flag, ...]
    shared: int
    sizes: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Held:
    """Two quotations held side by side: the pair, and what of it counts."""

    pair: Pair
    shared: int
    longest: int
    shorter: int
    alike: bool | None

    @property
    def cover(self) -> float:
        return self.shared / self.shorter


def judge(first: Words, second: Words) -> Verdict | None:
    """What two wordings are to each other; None where they are not the same words, or both are indirect reports."""
    if first.quoted and second.quoted:
        return _quotations(first, second)
    return _report(first, second) if first.quoted or second.quoted else None


def same_speaker(first: str | None, second: str | None) -> bool | None:
    """Whether two names can be one speaker's: one is part of the other, or the last words are equal; None where one is unknown.

    >>> same_speaker("Ana Sol", "Sol"), same_speaker("Ana Sol", "Ben Sol"), same_speaker("Ana Sol", None)
    (True, False, None)
    """
    if first is None or second is None:
        return None
    one, other = (name.casefold().replace("’", "'").split() for name in (first, second))
    return set(one) <= set(other) or set(other) <= set(one)


def _quotations(first: Words, second: Words) -> Verdict | None:
    one, other = wording(first.text), wording(second.text)
    shorter = min(len(one), len(other))
    if _in_common(one, other) < _QUICK * shorter:
        return None
    runs = align(one, other)
    sizes = [r.first[1] - r.first[0] for r in runs if r.change in {"equal", "moved"}]
    pair = Pair((first.text, second.text), (one, other), runs)
    held = _Held(pair, sum(sizes), max(sizes, default=0), shorter, same_speaker(first.speaker, second.speaker))
    relation = _relation(held)
    if relation is None or not _enough(held, relation):
        return _loose(first, second, pair)
    grade = _GRADES[relation] * _trust(held.alike)
    return Verdict(relation, round(grade, 3), "words", flags(pair), held.shared, (len(one), len(other)))


def _in_common(one: Sequence[Word], other: Sequence[Word]) -> int:
    return (Counter(w.norm for w in one) & Counter(w.norm for w in other)).total()


def _relation(held: _Held) -> Variation | None:
    pair = held.pair
    differing = [number for number, run in enumerate(pair.runs) if run.change != "equal"]
    if not differing:
        return "same" if pair.texts[0] == pair.texts[1] else "re-punctuated"
    moved = any(pair.runs[number].change == "moved" for number in differing)
    if any(pair.runs[n].change != "moved" and not _outside(pair, n) and not is_open(pair, n) for n in differing):
        return "altered" if held.cover >= _ALTERED else None
    if moved:
        return "re-ordered" if held.cover >= _ALTERED else None
    if any(_brackets(pair, number) for number in differing):
        return "bracketed" if held.cover >= _BRACKETED else None
    return "cut" if held.cover >= 1 or held.longest >= max(_SURE_RUN, _OVERLAP * held.shorter) else None


def _outside(pair: Pair, number: int) -> bool:
    """Whether a run is no more than what one wording leaves out: at an end, or whole clauses."""
    run = pair.runs[number]
    if run.change not in {"cut", "added"}:
        return False
    return at_end(pair, number) or whole_clause(pair, number)


def _brackets(pair: Pair, number: int) -> bool:
    run = pair.runs[number]
    sides = (pair.words[0][slice(*run.first)], pair.words[1][slice(*run.second)])
    return any(w.bracketed for side in sides for w in side)


def _enough(held: _Held, relation: Variation) -> bool:
    """Whether so many shared words cannot be chance: of one speaker fewer do."""
    if held.longest >= _SURE_RUN or (relation in {"same", "re-punctuated"} and held.shared >= _SURE_RUN):
        return True
    tells = _shared_telling(held.pair)
    if held.alike:
        return held.longest >= _KNOWN_RUN or (tells >= 2 and held.shared >= _KNOWN_RUN and held.cover >= _SHORT_COVER)
    if held.alike is None and held.longest >= _FAIR_RUN and tells >= 2:
        return True
    return tells >= (3 if held.alike is None else 4) and held.shared >= _FAIR_RUN


def _shared_telling(pair: Pair) -> int:
    words = [w for run in pair.runs if run.change in {"equal", "moved"} for w in pair.words[0][slice(*run.first)]]
    return len(telling(words))


def _trust(alike: bool | None) -> float:
    return 1.0 if alike else _UNKNOWN if alike is None else _OTHER


def _report(first: Words, second: Words) -> Verdict | None:
    one, other = wording(first.text), wording(second.text)
    if _likeness(first, second) is None:
        return None
    return _loose(first, second, Pair((first.text, second.text), (one, other), align(one, other)))


def _likeness(first: Words, second: Words) -> tuple[int, float] | None:
    """How many telling words two wordings share close together, and what share that is of the shorter one; None where too few."""
    alike = same_speaker(first.speaker, second.speaker)
    one, other = sorted((telling(wording(words.text)) for words in (first, second)), key=len)
    if alike is False or not one:
        return None
    shared = _densest(one, other)
    share = shared / len(one)
    least, part = (_LOOSE_TELLING, _LOOSE) if alike else (_LOOSE_UNKNOWN, _LOOSE_UNKNOWN_SHARE)
    if alike is None and shared >= _LOOSE_TELLING - 1 and share >= _LOOSE_FEW and _run_in_common(first, second) >= _FAIR_RUN:
        return shared, share
    enough = shared >= least or (alike and shared == least - 1 and share >= _LOOSE_FEW)
    return (shared, share) if enough and share >= part else None


def _run_in_common(first: Words, second: Words) -> int:
    """The most words in a row that two wordings share."""
    runs = align(wording(first.text), wording(second.text))
    return max((run.first[1] - run.first[0] for run in runs if run.change in {"equal", "moved"}), default=0)


def _densest(short: Sequence[str], long: Sequence[str]) -> int:
    """The most words of `short` that stand within any stretch of `long` not much longer than `short`."""
    width = int(len(short) * _STRETCH) + 2
    wanted = Counter(short)
    return max((Counter(long[start : start + width]) & wanted).total() for start in range(max(1, len(long) - width + 1)))


def _loose(first: Words, second: Words, pair: Pair) -> Verdict | None:
    """A paraphrase: of one speaker or an unknown one, with most of the telling words of the shorter wording, close together."""
    likeness = _likeness(first, second)
    if likeness is None:
        return None
    shared, share = likeness
    alike = same_speaker(first.speaker, second.speaker)
    reported = Pair(pair.texts, pair.words, pair.runs, reported=True, speakers=_names_of(first, second))
    grade = round(min(0.85, 0.35 + 0.5 * share) * _trust(alike), 3)
    return Verdict("paraphrase", grade, "telling words", flags(reported), shared, (len(pair.words[0]), len(pair.words[1])))


def _names_of(first: Words, second: Words) -> frozenset[str]:
    return frozenset(w for words in (first, second) for w in (words.speaker or "").casefold().split())
