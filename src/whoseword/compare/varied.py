"""What the ledger holds of a quotation's variants, as people look at it: each wording, who carried it, and how it differs, word by word."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from whoseword.compare._carriers import Carried, Carrier, carrier, earliest, published_order
from whoseword.compare.differences import Run, differences
from whoseword.matching import Link
from whoseword.records import Correction


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a quotation, who carried it, the earliest first, and how it differs from another wording of its group.

    `number` counts the wordings of the group from 1. `beside` is the number of the wording that this one is held against, and
    `relation`, `grade`, `flags` and `runs` say how it differs from that; None, None, () and () for the first wording. `quoted` is
    false for an indirect report.
    """

    number: int
    form: str
    text: str
    quoted: bool
    speaker: str | None
    carriers: tuple[Carrier, ...]
    beside: int | None
    relation: str | None
    grade: float | None
    flags: tuple[str, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class VariantGroup:
    """A quotation with all its wordings, the one that was carried first, first; quotations stand before reports.

    `corrections` are what people said of it: what is the same, and what is not.
    """

    id: str
    wordings: tuple[Wording, ...]
    corrections: tuple[Correction, ...] = ()
    OPTIONAL: ClassVar[tuple[str, ...]] = ("corrections",)
    DERIVED: ClassVar[tuple[str, ...]] = ("first", "flags")

    @property
    def first(self) -> Carrier:
        """Who carried it first, in any wording."""
        carriers = [c for one in self.wordings for c in one.carriers]
        return min(carriers, key=lambda c: (*published_order(c.published), c.article))

    @property
    def flags(self) -> tuple[str, ...]:
        """Every flag of any wording, once, in the order of their first."""
        return tuple(dict.fromkeys(flag for one in self.wordings for flag in one.flags))


def varied(id_: str, rows: Iterable[Carried], links: Iterable[Link], corrections: tuple[Correction, ...] = ()) -> VariantGroup:
    """The group `id_` of wordings, from all that the ledger has of it; links that people rejected left out."""
    forms: dict[str, list[Carried]] = defaultdict(list)
    for row in earliest(rows):
        forms[row.form].append(row)
    order = sorted(forms, key=lambda form: not forms[form][0].value["quoted"])  # stable: the earliest first within each
    linked: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        linked[link.first].append(link)
        linked[link.second].append(link)
    numbers = {form: number for number, form in enumerate(order, 1)}
    return VariantGroup(id_, tuple(_wording(form, forms, linked[form], numbers) for form in order), corrections)


def _wording(form: str, forms: dict[str, list[Carried]], links: Sequence[Link], numbers: dict[str, int]) -> Wording:
    row = forms[form][0]
    number = numbers[form]
    earlier = [(link, _other(link, form)) for link in links if numbers.get(_other(link, form), number) < number]
    # Held against the first wording where the two are linked, else against the one that it is linked to most surely.
    best = min(earlier, key=lambda pair: (numbers[pair[1]] != 1, -pair[0].grade, numbers[pair[1]]), default=None)
    link, other = best if best is not None else (None, None)
    return Wording(
        number=number,
        form=form,
        text=row.value["text"],
        quoted=row.value["quoted"],
        speaker=row.value["speaker"],
        carriers=tuple(carrier(one) for one in forms[form]),
        beside=numbers[other] if other is not None else None,
        relation=link.relation if link is not None else None,
        grade=link.grade if link is not None else None,
        flags=tuple(link.evidence.get("flags", ())) if link is not None else (),
        runs=differences(forms[other][0].value["text"], row.value["text"]) if other is not None else (),
    )


def _other(link: Link, form: str) -> str:
    return link.second if link.first == form else link.first
