"""Two wordings side by side, word by word: what is equal, cut, added, changed or moved, each side verbatim with its offsets.

What `whoseword.compare._wording` counts as nothing (case, punctuation, spelling, contractions, figures) is equal here too. Runs cover
every word of both texts once, in the order of the first text; they are worked out when someone looks, and kept nowhere.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import LCSseq

from whoseword.compare._wording import Word, wording

Change = Literal["equal", "cut", "added", "changed", "moved"]
Side = tuple[int, int]

# Fewer words than this that stand in both texts at another place are chance ("of the"), and are shown as cut and added. No corpus
# decides it: two words are the least that can have an order.
_MOVED_WORDS = 2
# Fewer words than _FEW are equal by chance where no others are within _FAR words (looked at on PolNeAR train, 2026-11-30).
_FEW = 3
_FAR = 8


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one or both texts. `first` and `second` are half-open ranges of code points, None where a side has nothing.

    `equal` has both; `cut` only the first, `added` only the second; `changed` both, with other words; `moved` both, with the same
    words at another place in the order.
    """

    change: Change
    first: Side | None
    second: Side | None


@dataclass(frozen=True, slots=True)
class Aligned:
    """A run by the numbers of its words, half-open on both sides; for those who judge words and not characters."""

    change: Change
    first: Side
    second: Side


def differences(first: str, second: str, *, least: int = 1) -> tuple[Run, ...]:
    """How `second` differs from `first`, in the order of `first`, what is added where it was added.

    `least` is how many words must agree in a row to be shown as equal between two changes: 1 for a quotation; more for whole
    articles, where single words agree by chance.

    >>> [(r.change, r.first, r.second) for r in differences("We will not go", "We will go")]
    [('equal', (0, 7), (0, 7)), ('cut', (8, 11), None), ('equal', (12, 14), (8, 10))]
    """
    one, other = wording(first), wording(second)
    return tuple(Run(run.change, _place(one, run.first), _place(other, run.second)) for run in align(one, other, least=least))


def align(one: Sequence[Word], other: Sequence[Word], *, least: int = 1) -> list[Aligned]:
    """The runs of two wordings by the numbers of their words: a longest common subsequence, then what moved."""
    norms, others = [word.norm for word in one], [word.norm for word in other]
    equal = [
        _Block(op.src_start, op.dest_start, op.src_end - op.src_start)
        for op in LCSseq.opcodes(norms, others)
        if op.tag == "equal"
    ]
    equal = _near([b for b in (_whole(block, one, other) for block in _slid(equal, norms, others)) if b.size >= least])
    moved = [_whole(block, one, other) for block in _moves(norms, others, equal, max(least, _MOVED_WORDS))]
    return list(_runs(equal, [b for b in moved if b.size], (len(one), len(other))))


@dataclass(frozen=True, slots=True)
class _Block:
    """So many words that are the same on both sides, and where they begin on each."""

    first: int
    second: int
    size: int


def _slid(blocks: Sequence[_Block], one: Sequence[str], other: Sequence[str]) -> list[_Block]:
    """The blocks, a small one taken into its neighbour where the same words stand right beside that one too.

    Of "the gates because the council" and "the council", the second "the" is the one that stayed.
    """
    found: list[_Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if last is None or (last.first + last.size < block.first and last.second + last.size < block.second):
            found.append(block)
        elif last.size <= block.size and _same(last, _before(block, last.size), one, other):
            found[-1] = _Block(block.first - last.size, block.second - last.size, block.size + last.size)
        elif block.size < last.size and _same(block, _after(last), one, other):
            found[-1] = _Block(last.first, last.second, last.size + block.size)
        else:
            found.append(block)
    return found


def _before(block: _Block, size: int) -> tuple[int, int]:
    return block.first - size, block.second - size


def _after(block: _Block) -> tuple[int, int]:
    return block.first + block.size, block.second + block.size


def _same(block: _Block, place: tuple[int, int], one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words of a block stand at another place too, on both sides."""
    return all(
        start >= 0 and list(words[start : start + block.size]) == list(words[begin : begin + block.size])
        for words, start, begin in ((one, place[0], block.first), (other, place[1], block.second))
    )


def _near(blocks: Sequence[_Block]) -> list[_Block]:
    """The blocks without words that only chance made equal: few, and far from any others."""
    sure = [b.size >= _FEW for b in blocks]
    return [
        block
        for number, block in enumerate(blocks)
        if sure[number]
        or len(blocks) == 1
        or any(_gap_between(blocks, left) <= _FAR for left in (number - 1, number) if 0 <= left < len(blocks) - 1)
    ]


def _gap_between(blocks: Sequence[_Block], left: int) -> int:
    """How many words stand between two neighbouring blocks, on the side where there are more."""
    one, other = blocks[left], blocks[left + 1]
    return max(other.first - one.first, other.second - one.second) - one.size


def _whole(block: _Block, one: Sequence[Word], other: Sequence[Word]) -> _Block:
    """The block without parts of a contraction whose other part is not in it (won't: will + not)."""
    first, second, size = block.first, block.second, block.size
    while size and (_parts(one, first) or _parts(other, second)):
        first, second, size = first + 1, second + 1, size - 1
    while size and (_parts(one, first + size) or _parts(other, second + size)):
        size -= 1
    return _Block(first, second, size)


def _parts(words: Sequence[Word], place: int) -> bool:
    return 0 < place < len(words) and words[place - 1].start == words[place].start


def _moves(one: Sequence[str], other: Sequence[str], equal: Sequence[_Block], least: int) -> Iterator[_Block]:
    """Runs of at least `least` words that stand on both sides outside the equal ones; the first place that fits is taken."""
    taken_one = {place for b in equal for place in range(b.first, b.first + b.size)}
    taken = {place for b in equal for place in range(b.second, b.second + b.size)}
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place in range(len(other) - least + 1):
        places[tuple(other[place : place + least])].append(place)
    place = 0
    while place <= len(one) - least:
        size, begin = max(
            (
                (_reach((one, place, taken_one), (other, begin, taken)), -begin)
                for begin in places.get(tuple(one[place : place + least]), ())
            ),
            default=(0, 0),
        )
        if size >= least:
            yield _Block(place, -begin, size)
            taken.update(range(-begin, -begin + size))
            place += size
        else:
            place += 1


def _reach(one: tuple[Sequence[str], int, set[int]], other: tuple[Sequence[str], int, set[int]]) -> int:
    """How many words on from two places agree and are free on both sides."""
    (words, start, taken), (others, begin, gone) = one, other
    size = 0
    while (
        start + size < len(words)
        and begin + size < len(others)
        and words[start + size] == others[begin + size]
        and start + size not in taken
        and begin + size not in gone
    ):
        size += 1
    return size


def _runs(equal: Sequence[_Block], moved: Sequence[_Block], sizes: tuple[int, int]) -> Iterator[Aligned]:
    """Every word of both sides in one run, in the order of the first side."""
    place = there = 0
    for block in [*equal, _Block(*sizes, 0)]:
        yield from _gap((place, block.first), (there, block.second), moved)
        if block.size:
            yield Aligned("equal", (block.first, block.first + block.size), (block.second, block.second + block.size))
        place, there = block.first + block.size, block.second + block.size


def _gap(first: Side, second: Side, moved: Sequence[_Block]) -> Iterator[Aligned]:
    """What stands between two equal runs: moved words, and the rest of each side, one piece against one as changed."""
    here = {b.first: b for b in moved if first[0] <= b.first < first[1]}
    pieces = list(_without(first, [(b.first, b.first + b.size) for b in here.values()]))
    arrived = sorted((b.second, b.second + b.size) for b in moved if second[0] <= b.second < second[1])
    added = list(_without(second, arrived))
    for start, end in sorted([*pieces, *((b.first, b.first + b.size) for b in here.values())]):
        if start in here:
            block = here[start]
            yield Aligned("moved", (start, end), (block.second, block.second + block.size))
        elif added:
            yield Aligned("changed", (start, end), added.pop(0))
        else:
            yield Aligned("cut", (start, end), (second[0], second[0]))
    for side in added:
        yield Aligned("added", (first[1], first[1]), side)


def _without(side: Side, taken: Sequence[Side]) -> Iterator[Side]:
    place = side[0]
    for start, end in taken:
        if place < start:
            yield place, start
        place = end
    if place < side[1]:
        yield place, side[1]


def _place(words: Sequence[Word], side: Side) -> Side | None:
    return (words[side[0]].start, words[side[1] - 1].end) if side[0] < side[1] else None
