"""Which changes of a quotation change what it says: those that touch a negation, a number, a modal or a name (a closed list).

Found by looking at the changed words alone. What is cut at an end, or openly (an ellipsis, brackets), is the outlet's right and no
flag, unless a negation that governs what stays goes with it. This is a lead for a person and no verdict: "some" for "most" is not on
the list.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from whoseword.compare._numbers import is_number
from whoseword.compare._stems import MODALS, NEGATIONS, is_function
from whoseword.compare._wording import Word
from whoseword.compare.differences import Aligned, Side

Flag = Literal["negation", "numbers", "modality", "names"]

_TITLES_WORDS: Final = (
    "mister missus ms dr sir lord lady president senator sen governor gov secretary minister prime king queen judge general"
)
_TITLES: Final = frozenset(_TITLES_WORDS.split())
_DEMONYM: Final = frozenset(("n", "an", "ian", "ean", "ese", "i", "ish", "s", "ns", "ans", "ians", "is"))
_REVERSING: Final = ("un", "in", "im", "ir", "il", "dis", "non")
_JOINING_WORDS: Final = "and but or because although though while since when if unless so yet as than"
_JOINING: Final = frozenset(_JOINING_WORDS.split())
_BACKSHIFT: Final = {"will": "would", "can": "could", "must": "would"}
# An end that was cut off still governs what stays where its negation stands so near, in the same clause (words).
_GOVERNED_BEFORE: Final = 6
_GOVERNED_AFTER: Final = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """Two wordings with their texts and runs; `reported` is true where one of them is an indirect report."""

    texts: tuple[str, str]
    words: tuple[Sequence[Word], Sequence[Word]]
    runs: Sequence[Aligned]
    reported: bool = False
    speakers: frozenset[str] = frozenset()


def flags(pair: Pair) -> tuple[Flag, ...]:
    """The flags of a pair, in the order of the closed list; the same whichever wording comes first."""
    regions = [_sides(pair, number) for number in range(len(pair.runs)) if _counts(pair, number)]
    if pair.reported:  # a report puts words elsewhere: changed runs say little one by one
        regions = [([w for one, _ in regions for w in one], [w for _, other in regions for w in other])]
    tests: Sequence[tuple[Flag, Callable[[Pair, Sequence[Word], Sequence[Word]], bool]]] = (
        ("negation", _negation), ("numbers", _numbers), ("modality", _modality), ("names", _names),
    )  # fmt: skip
    found = {flag for flag, touches in tests for one, other in regions if touches(pair, one, other)}
    if not pair.reported and _governing_cut(pair):
        found.add("negation")
    return tuple(flag for flag, _ in tests if flag in found)


def is_open(pair: Pair, number: int) -> bool:
    """Whether the outlet shows that it left out or put in the words of a run: an ellipsis or brackets stand there."""
    run = pair.runs[number]
    if any(w.bracketed for w in (*_words(pair, 0, run.first), *_words(pair, 1, run.second))):
        return True
    shorter = 1 if run.change == "cut" else 0
    return bool(_ellipsis(_between(pair, number, shorter)))


def at_end(pair: Pair, number: int) -> bool:
    """Whether a run stands before or after all that both wordings share."""
    shared = [n for n, run in enumerate(pair.runs) if run.change in {"equal", "moved"}]
    return bool(shared) and not shared[0] < number < shared[-1]


def whole_clause(pair: Pair, number: int) -> bool:
    """Whether what is cut or added is whole clauses: it begins one, and the next begins after it."""
    run = pair.runs[number]
    if run.change not in {"cut", "added"}:
        return False
    side = 0 if run.change == "cut" else 1
    start, end = run.first if side == 0 else run.second
    words = pair.words[side]
    return bool(words[start].after) and (end == len(words) or bool(words[end].after))


def _counts(pair: Pair, number: int) -> bool:
    run = pair.runs[number]
    if run.change in {"equal", "moved"}:
        return False
    if run.change == "changed":
        return not is_open(pair, number)
    return not at_end(pair, number) and not is_open(pair, number)


def _between(pair: Pair, number: int, side: int) -> str:
    """The text of one side around the place where a run has nothing on it."""
    run = pair.runs[number]
    words, text = pair.words[side], pair.texts[side]
    start, end = run.second if side else run.first
    before = words[start - 1].end if start else 0
    after = words[end].start if end < len(words) else len(text)
    return text[before:after]


def _ellipsis(gap: str) -> re.Match[str] | None:
    return re.search(r"…|\.\s?\.\s?\.|\[", gap)


def _words(pair: Pair, side: int, bounds: Side) -> Sequence[Word]:
    return pair.words[side][bounds[0] : bounds[1]]


def _sides(pair: Pair, number: int) -> tuple[Sequence[Word], Sequence[Word]]:
    """The words of a run; where it stands at an end, of the longer side only as much as can be another wording of the shorter."""
    run = pair.runs[number]
    sides = _words(pair, 0, run.first), _words(pair, 1, run.second)
    if run.change != "changed" or not at_end(pair, number):
        return sides
    most = min(map(len, sides)) + 1
    return (sides[0][-most:], sides[1][-most:]) if number == 0 else (sides[0][:most], sides[1][:most])


def _negation(pair: Pair, one: Sequence[Word], other: Sequence[Word]) -> bool:
    if any(w.norm in NEGATIONS for w in one) != any(w.norm in NEGATIONS for w in other):
        return not pair.reported or bool(one and other)
    return any(_reversed(a.norm, b.norm) or _reversed(b.norm, a.norm) for a in one for b in other)


def _reversed(word: str, other: str) -> bool:
    return any(other == prefix + word for prefix in _REVERSING) and len(word) > 3


def _numbers(pair: Pair, one: Sequence[Word], other: Sequence[Word]) -> bool:
    left, right = ([w.norm for w in side if is_number(w.norm) or w.norm == "one"] for side in (one, other))
    if Counter(left) == Counter(right) or not [n for n in (*left, *right) if n != "one"]:
        return False
    return bool(left and right) if pair.reported else True


def _modality(pair: Pair, one: Sequence[Word], other: Sequence[Word]) -> bool:
    left, right = (Counter(_strength(pair, w.norm) for w in side if w.norm in MODALS) for side in (one, other))
    return left != right and (not pair.reported or bool(left and right))


def _strength(pair: Pair, norm: str) -> str:
    strength = MODALS[norm]
    return _BACKSHIFT.get(strength, strength) if pair.reported else strength


def _names(pair: Pair, one: Sequence[Word], other: Sequence[Word]) -> bool:
    left, right = _name_words(one), _name_words(other)
    if bool(one) != bool(other):  # a first name or a title left out or put in
        left, right = left - _of_longer_names(pair, 0), right - _of_longer_names(pair, 1)
    if pair.reported:
        left, right = left - pair.speakers, right - pair.speakers
    if not left and not right:
        return bool(one and other) and not pair.reported and _opening_names(one[0], other[0], pair)
    if left and right:
        return not _one_name(left, right)
    return not pair.reported and not _opening_is(left or right, other if left else one)


def _name_words(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(_bare(w) for w in words if w.named and not is_function(w.norm)) - _TITLES


def _bare(word: Word) -> str:
    return word.norm.removesuffix("'s").removesuffix("'")


def _of_longer_names(pair: Pair, side: int) -> frozenset[str]:
    """The names that stand right beside a name that both sides have: Donald, where one has Donald Trump and the other Trump."""
    words = pair.words[side]
    shared = {
        place
        for run in pair.runs
        if run.change in {"equal", "moved"}
        for place in range(*(run.second if side else run.first))
        if words[place].named
    }
    beside = {near for place in shared for near in (place - 1, place + 1) if 0 <= near < len(words)}
    return frozenset(_bare(words[place]) for place in beside - shared if not words[max(place, 1)].after)


def _one_name(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether one set of names can stand for the other: a surname for a full name, Russian for Russia's."""
    return all(any(_alike(a, b) for b in right) for a in left) or all(any(_alike(a, b) for a in left) for b in right)


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) > 3 and long.startswith(short) and long[len(short) :] in _DEMONYM)


def _opening_is(names: frozenset[str], words: Sequence[Word]) -> bool:
    """Whether the same name stands first on the other side, where a capital says nothing."""
    return any(w.first and any(_alike(w.norm.removesuffix("'s"), name) for name in names) for w in words)


def _opening_names(one: Word, other: Word, pair: Pair) -> bool:
    """Whether both sides begin a sentence with different words that may be names: both are capitalised and no plain words."""
    if not (one.first and other.first) or one.norm == other.norm:
        return False
    words = tuple(enumerate((one, other)))
    if not all(pair.texts[side][word.start].isupper() and not is_function(word.norm) for side, word in words):
        return False
    return any(_before_name(pair.words[side], word) for side, word in words) or all(_no_plain_word(word) for _, word in words)


def _before_name(words: Sequence[Word], word: Word) -> bool:
    place = words.index(word) + 1
    return place < len(words) and words[place].named and not words[place].after


def _no_plain_word(word: Word) -> bool:
    return word.norm.endswith("'s") or not re.search(r"(?:ing|ed|ly|tion|ment|ness|ity|ers?|s)$", word.norm)


def _governing_cut(pair: Pair) -> bool:
    """Whether a cut took a negation that stood in the clause of what stays: I do not think [he is guilty]."""
    for number, run in enumerate(pair.runs):
        if run.change not in {"cut", "added"} or not (at_end(pair, number) or is_open(pair, number)):
            continue
        side = 0 if run.change == "cut" else 1
        start, end = run.first if side == 0 else run.second
        words = pair.words[side]
        if end < len(words) and not words[end].after:
            clause = [w.norm for w in _back(words[max(start, end - _GOVERNED_BEFORE) : end])]
            if NEGATIONS & set(clause):
                return True
        if start and NEGATIONS & {w.norm for w in _forth(words[start : min(end, start + _GOVERNED_AFTER)])}:
            return True
    return False


def _back(words: Sequence[Word]) -> Sequence[Word]:
    """The words from the last beginning of a clause on."""
    begins = [place for place, w in enumerate(words) if w.after or w.norm in _JOINING]
    return words[begins[-1] :] if begins else words


def _forth(words: Sequence[Word]) -> Sequence[Word]:
    """The words up to where the next clause begins; none where the first begins one."""
    begins = [place for place, w in enumerate(words) if w.after or w.norm in _JOINING]
    return words[: begins[0]] if begins else words
