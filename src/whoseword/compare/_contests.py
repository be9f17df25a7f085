"""What is contested across articles: claims, and disputes of two sides, from the items and links of `ClaimComparer`.

`records.Dispute` is what one article contests; a `Contest` is a dispute as many articles carry it, under the same word on every
surface. Nothing is found out here: sides follow from links, the surest first, and a link that people rejected is not there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Protocol

from whoseword.corrections import on_groups
from whoseword.matching import Link, components
from whoseword.records import Correction

_KIND: Final = "claim"
_AGAINST: Final = "against"
_TELLING_WORDS: Final = 3  # what is shorter says nothing without its article
_FULL_WORDS: Final = 4  # what is contested in fewer words (`it`, `the report false`) says little by itself
# Links that put two claims on one side: found by a comparer, or said by a person.
_ONE_SIDE: Final = frozenset({"same", "merged"})


class Placed(Protocol):
    """An item and where it stands: what the ledger gives back of it."""

    @property
    def form(self) -> str:
        """The form of the item."""
        ...

    @property
    def statement(self) -> str | None:
        """The id of its statement."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """Speaker, act, words and whether it affirms, as `ClaimComparer.items` gives them."""
        ...

    @property
    def day(self) -> str | None:
        """Its day, else its article's."""
        ...

    @property
    def article_id(self) -> str:
        """The id of its article."""
        ...

    @property
    def outlet(self) -> str | None:
        """The outlet of its article."""
        ...


class Judged(Protocol):
    """A link, and what people last said of it."""

    @property
    def link(self) -> Link:
        """The link."""
        ...

    @property
    def holds(self) -> bool | None:
        """True or False as a person said, None where nobody did."""
        ...


@dataclass(frozen=True, slots=True)
class Said:
    """A clause of a statement on one side of a dispute: who said it, where and when, in which words."""

    form: str
    statement: str
    article: str
    outlet: str | None
    day: str | None
    speaker: str | None
    act: str
    words: str
    affirms: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What one side of a dispute says, the earliest first, and who says it: names in the order of their first word, None left out."""

    said: tuple[Said, ...]
    speakers: tuple[str, ...]
    first: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why two forms are held against each other: the rule, how sure it is, and what they share and differ in.

    `confirmed`: a person said that it holds.
    """

    first: str
    second: str
    grade: float
    how: str
    evidence: Mapping[str, Any]
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Contest:
    """A dispute: its two sides, the one that affirms before the one that denies; the first and the latest day of either.

    `about` is the earliest contested clause of the first side that is more than a word or two, as it stands there; of the other side where
    the first has none. `grade` is that of the surest of the `grounds`. `corrections` are what people said of its clauses.
    """

    id: str
    about: str
    sides: tuple[Side, Side]
    first: str | None
    latest: str | None
    grade: float
    grounds: tuple[Grounds, ...]
    corrections: tuple[Correction, ...] = ()
    # What JSON leaves out where it is empty.
    OPTIONAL: ClassVar[tuple[str, ...]] = ("corrections",)

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles that carry it, without repetition, the earliest first."""
        said = sorted((one for side in self.sides for one in side.said), key=_early)
        return tuple(dict.fromkeys(one.article for one in said))

    @property
    def since(self) -> str | None:
        """The day on which the second side was first heard: from then on it is contested. None where a side has no day."""
        firsts = [min((one.day for one in side.said if one.day is not None), default=None) for side in self.sides]
        known = [day for day in firsts if day is not None]
        return max(known) if len(known) == len(firsts) else None


@dataclass(frozen=True, slots=True)
class Claim:
    """Statements that say the same, the earliest first. `id` is the smallest of their forms."""

    id: str
    said: tuple[Said, ...]


def claims(items: Iterable[Placed], links: Iterable[Judged]) -> list[Claim]:
    """What is said, each claim once with every statement of it; the earliest claim first."""
    said = [_said(item) for item in items if item.statement is not None]
    forms = dict.fromkeys(one.form for one in said)
    pairs = [(one.link.first, one.link.second) for one in links if one.holds is not False and one.link.relation in _ONE_SIDE]
    groups = components(forms, [(a, b) for a, b in pairs if a in forms and b in forms])
    found = [Claim(min(group), tuple(sorted((s for s in said if s.form in set(group)), key=_early))) for group in groups]
    return sorted(found, key=lambda claim: _early(claim.said[0]))


def contests(items: Iterable[Placed], links: Iterable[Judged], corrections: Sequence[Correction] = ()) -> list[Contest]:
    """The disputes among items, the one that was last heard of first, each with those of the corrections of their group that concern it.

    Forms are put on sides by their links in order of grade: those that say the same on one, those against each other on
    two. A link that would set a claim against itself is passed over.
    """
    said: dict[str, list[Said]] = {}
    for item in items:
        if item.statement is not None:
            said.setdefault(item.form, []).append(_said(item))
    live = [one for one in links if one.holds or (one.holds is None and one.link.joins)]
    held = [one for one in live if {one.link.first, one.link.second} <= said.keys()]
    sides = _Sides(said)
    fitting = [one for one in sorted(held, key=_surest) if sides.join(one.link)]
    found = [_contest(said, group, fitting, corrections) for group in sides.groups()]
    return sorted((one for one in found if one is not None), key=lambda one: (one.latest or "", one.id), reverse=True)


def _surest(one: Judged) -> tuple[bool, float, str, str]:
    return (one.holds is not True, -one.link.grade, one.link.first, one.link.second)


class _Sides:
    """Forms in groups of two sides (a union-find with parity): `join` says whether a link fits with those before it."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._up: dict[str, tuple[str, int]] = {form: (form, 0) for form in forms}

    def join(self, link: Link) -> bool:
        if link.relation not in {_AGAINST, *_ONE_SIDE}:
            return False
        turned = int(link.relation == _AGAINST)
        (one, mine), (other, theirs) = self.root(link.first), self.root(link.second)
        if one == other:
            return mine ^ theirs == turned
        self._up[max(one, other)] = (min(one, other), mine ^ theirs ^ turned)
        return True

    def root(self, form: str) -> tuple[str, int]:
        """The form that stands for the group, and whether this one is on the other side of it."""
        side = 0
        while self._up[form][0] != form:
            form, turned = self._up[form]
            side ^= turned
        return form, side

    def groups(self) -> Iterator[tuple[list[str], list[str]]]:
        """The two sides of each group."""
        found: dict[str, tuple[list[str], list[str]]] = {}
        for form in self._up:
            root, side = self.root(form)
            found.setdefault(root, ([], []))[side].append(form)
        yield from found.values()


def _contest(
    said: Mapping[str, Sequence[Said]],
    group: tuple[list[str], list[str]],
    links: Sequence[Judged],
    corrections: Sequence[Correction],
) -> Contest | None:
    """The dispute of one group; None where nothing in it is against anything."""
    forms = {*group[0], *group[1]}
    against = [one for one in links if one.link.relation == _AGAINST and one.link.first in forms]
    if not against:
        return None
    touched = {form for one in against for form in (one.link.first, one.link.second)}
    first, second = sorted((_side(said, forms_) for forms_ in group), key=_order)
    days = [day for side in (first, second) for day in (side.first, side.latest) if day is not None]
    contested = [[one.words for one in side.said if one.form in touched] for side in (first, second)]
    return Contest(
        id=min(forms),
        about=_telling(*contested),
        sides=(first, second),
        first=min(days, default=None),
        latest=max(days, default=None),
        grade=max(one.link.grade for one in against),
        grounds=tuple(_grounds(one) for one in against),
        corrections=on_groups(corrections, _KIND, forms, {one.statement for side in (first, second) for one in side.said}),
    )


def _telling(first: Sequence[str], second: Sequence[str]) -> str:
    """The earliest that says more than `it` or `the report false`, or the longest; of the first side, or where that says too little of either."""
    words = [*first, *second]
    told = max(first, key=len, default="")
    some = first if len(told.split()) >= _TELLING_WORDS else words
    return next((one for one in some if len(one.split()) >= _FULL_WORDS), max(some, key=len))


def _grounds(one: Judged) -> Grounds:
    link = one.link
    return Grounds(link.first, link.second, link.grade, link.how, link.evidence, one.holds is True)


def _side(said: Mapping[str, Sequence[Said]], forms: Iterable[str]) -> Side:
    found = sorted((one for form in forms for one in said[form]), key=_early)
    days = [one.day for one in found if one.day is not None]
    speakers = dict.fromkeys(one.speaker for one in found if one.speaker is not None)
    return Side(tuple(found), tuple(speakers), min(days, default=None), max(days, default=None))


def _order(side: Side) -> tuple[bool, tuple[Any, ...]]:
    """The side that affirms comes first; where both do, or neither, the earlier one."""
    affirming = sum(one.affirms for one in side.said)
    return (affirming * 2 < len(side.said), _early(side.said[0]))


def _early(one: Said) -> tuple[Any, ...]:
    return (one.day is None, one.day or "", one.article, one.statement, one.form)


def _said(item: Placed) -> Said:
    facts = item.facts
    return Said(
        form=item.form,
        statement=item.statement or "",
        article=item.article_id,
        outlet=item.outlet,
        day=item.day,
        speaker=facts["speaker"],
        act=facts["act"],
        words=facts["words"],
        affirms=facts["affirms"],
    )
