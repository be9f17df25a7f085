"""The shape of every comparison across articles, and the way from links to groups.

What of a reading is compared are items; where an item is looked for, its marks; what two of them are to each other, a link.
Pure values and functions that comparers (`whoseword.compare`) and the ledger share; nothing here is kept or read.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from whoseword.records import Reading

Node = TypeVar("Node", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Item:
    """What is compared: one passage, quotation, claim or event of one article.

    `form` is what items have in common that are the same without a comparison (a digest of the normalised words, say): links
    stand between forms, so that a thousand copies cost one comparison. `marks` are 64-bit signed numbers; only
    forms that share a mark are compared. `value` is plain JSON: all that `Comparer.compare` needs of the form, and the same for
    every item of a form. `statement` is the id of the statement it comes from, None where it is the article's;
    `number` tells items of one statement or article apart. `facts` is plain JSON of this one item that groups and views need
    (its spans, say) and `compare` must not see; `day` is the ISO day that a group is dated by, None for the article's. `names` are what
    its form can be asked for by, as the comparer spells them.
    """

    form: str
    marks: frozenset[int]
    value: Mapping[str, Any]
    statement: str | None = None
    number: int = 0
    facts: Mapping[str, Any] = field(default_factory=dict)
    day: str | None = None
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """What two forms are to each other; `first` is the smaller form.

    `relation` is a word of the comparer's own closed list, `grade` a probability between 0 and 1 that it holds, `how` the name of the rule that found
    it, `evidence` plain JSON for a person to see why. `joins` says whether the two are one group by it.
    """

    first: str
    second: str
    relation: str
    grade: float
    how: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    joins: bool = True


class Comparer(Protocol):
    """One kind of comparison. Every method is pure, and `compare` gives the same link whichever form comes first."""

    @property
    def kind(self) -> str:
        """The name of this comparison, as the ledger keeps it: copy, variant, claim, event."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever items, marks or links of the same readings would: the ledger is then compared anew."""
        ...

    def items(self, reading: Reading) -> Sequence[Item]:
        """What of a reading is compared, in the order of the text."""
        ...

    def compare(self, first: Item, second: Item) -> Link | None:
        """What two items of different forms are to each other; only their `form` and `value` are set or looked at."""
        ...


def links_of(comparer: Comparer, items: Iterable[Item]) -> Iterator[Link]:
    """Every link among items, each pair of forms that share a mark compared once; all items are held in memory."""
    forms: dict[str, Item] = {}
    marked: dict[int, list[str]] = {}
    for item in items:
        if item.form in forms:
            continue
        near = {form for mark in item.marks for form in marked.get(mark, ())}
        for form in sorted(near):
            link = comparer.compare(*sorted((forms[form], item), key=lambda one: one.form))
            if link is not None:
                yield link
        forms[item.form] = item
        for mark in item.marks:
            marked.setdefault(mark, []).append(item.form)


def components(nodes: Iterable[Node], pairs: Iterable[tuple[Node, Node]]) -> list[list[Node]]:
    """The connected components of a graph, those of one node too, in the order in which nodes are given (union-find).

    Both ends of every pair must be among `nodes`.
    """
    parent = {node: node for node in nodes}

    def root(node: Node) -> Node:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for first, second in pairs:
        parent[root(second)] = root(first)
    groups: dict[Node, list[Node]] = {}
    for node in parent:
        groups.setdefault(root(node), []).append(node)
    return list(groups.values())


def parted(
    nodes: Iterable[Node], pairs: Iterable[tuple[Node, Node]], apart: Sequence[tuple[AbstractSet[Node], AbstractSet[Node]]]
) -> list[list[Node]]:
    """As `components`, but no group has nodes of both sides of any of `apart`.

    Pairs join in the order in which they are given; one that would bring two sides together is passed over. So the groups follow from
    that order alone, not from when a pair was found.
    """
    parent = {node: node for node in nodes}
    # Which first and which second sides the nodes of a group are on, a bit for each of `apart`.
    sides = {
        node: tuple(sum(1 << n for n, both in enumerate(apart) if node in both[side]) for side in (0, 1)) for node in parent
    }

    def root(node: Node) -> Node:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for first, second in pairs:
        one, other = root(first), root(second)
        (mine, mine_too), (theirs, theirs_too) = sides[one], sides[other]
        if one == other or mine & theirs_too or mine_too & theirs:
            continue
        parent[other] = one
        sides[one] = (mine | theirs, mine_too | theirs_too)
    groups: dict[Node, list[Node]] = {}
    for node in parent:
        groups.setdefault(root(node), []).append(node)
    return list(groups.values())
