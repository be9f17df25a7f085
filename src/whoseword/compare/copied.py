"""What the ledger holds of wire copies, as people look at it: a group of copies, and what an article shares with others in part.

Nothing is found out here but order and sums. Earlier is earlier published as the pages say; it does not say who copied whom.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from whoseword.compare._carriers import Carried, Carrier, carrier, earliest
from whoseword.compare._sketch import shared_shares
from whoseword.compare._wording import wording
from whoseword.compare.copies import COPY_SHARE
from whoseword.compare.differences import Run, differences
from whoseword.records import Correction

# A passage that an outlet prints in so many articles is its standing text, and taken from nobody.
_STANDING: Final = 3
_TAKEN_WORDS: Final = 40  # in all: fewer are a sentence that both quote


@dataclass(frozen=True, slots=True)
class Copy:
    """An article of a group of copies.

    `relation` says what it is to the first one: first, copy, near-copy. `of_it` is the share of its text that stands in the first,
    `of_first` the share of the first that stands in it, both estimated by runs of three words (within about 0.03).
    """

    carrier: Carrier
    relation: str
    of_it: float
    of_first: float
    words: int


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Articles that are copies of one another, the earliest published first; `corrections` are what people said of that."""

    id: str
    copies: tuple[Copy, ...]
    corrections: tuple[Correction, ...] = ()
    # What JSON leaves out where it is empty.
    OPTIONAL: ClassVar[tuple[str, ...]] = ("corrections",)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an article has in common with another that is no copy of it: places in the one and the other, and words in all."""

    carrier: Carrier
    passages: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    words: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What a second text did to a first: every run of both, and how many words it left, cut, added, changed and moved.

    `changed` counts the side that has more words in each run.
    """

    runs: tuple[Run, ...]
    equal: int
    cut: int
    added: int
    changed: int
    moved: int


def copied(id_: str, rows: Iterable[Carried], corrections: tuple[Correction, ...] = ()) -> CopyGroup:
    """The group `id_` of copies, from all items that the ledger has of it."""
    first, *others = earliest(rows)
    return CopyGroup(
        id_,
        (
            Copy(carrier(first), "first", 1.0, 1.0, int(first.facts["words"])),
            *(_copy(first, other) for other in others),
        ),
        corrections,
    )


def _copy(first: Carried, other: Carried) -> Copy:
    _, of_first, of_it = shared_shares(first.value, other.value)
    relation = "copy" if min(of_first, of_it) >= COPY_SHARE else "near-copy"
    return Copy(carrier(other), relation, round(of_it, 3), round(of_first, 3), int(other.facts["words"]))


def taken(article: str, groups: Iterable[Sequence[Carried]], *, copies: Collection[str] = ()) -> list[Taken]:
    """What an article shares in part, with whom, the earliest first.

    `groups` are the groups of passages that it has one in; `copies` the articles that are copies of it, and left out.
    """
    shared: dict[str, dict[tuple[int, int], tuple[int, int]]] = defaultdict(dict)
    words: dict[str, int] = defaultdict(int)
    seen: dict[str, Carried] = {}
    for rows in groups:
        if _is_standing(rows):
            continue
        own = [row for row in rows if row.article_id == article]
        for row in earliest(rows):
            if row.article_id == article or row.article_id in copies or not own:
                continue
            seen.setdefault(row.article_id, row)
            if _span(own[0].facts) not in shared[row.article_id]:
                shared[row.article_id][_span(own[0].facts)] = _span(row.facts)
                words[row.article_id] += min(int(own[0].facts["words"]), int(row.facts["words"]))
    found = [row for row in earliest(seen.values()) if words[row.article_id] >= _TAKEN_WORDS]
    return [Taken(carrier(row), tuple(sorted(shared[row.article_id].items())), words[row.article_id]) for row in found]


def _is_standing(rows: Sequence[Carried]) -> bool:
    articles: dict[str | None, set[str]] = defaultdict(set)
    for row in rows:
        articles[row.outlet].add(row.article_id)
    return any(outlet is not None and len(some) >= _STANDING for outlet, some in articles.items())


def _span(facts: Mapping[str, Sequence[int]]) -> tuple[int, int]:
    start, end = facts["span"]
    return start, end


def changes(first: str, second: str) -> Changes:
    """What `second` cut, added, changed and moved of `first`, two whole articles; fewer than three words in a row are no agreement."""
    runs = differences(first, second, least=3)
    counts: Counter[str] = Counter()
    for run in runs:
        sides = (first[slice(*run.first)] if run.first else "", second[slice(*run.second)] if run.second else "")
        counts[run.change] += max(len(wording(side)) for side in sides)
    return Changes(runs, *(counts[change] for change in ("equal", "cut", "added", "changed", "moved")))
