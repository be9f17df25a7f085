"""What people say of groups across articles: that two forms are linked or are not, and that some of a group stand apart from the rest."""

from collections.abc import Collection, Sequence

from whoseword.corrections._history import in_effect
from whoseword.records import Correction

LINK = "link"
GROUP = "group"
HOLDS = "holds"
APART = "apart"


def forms_of(made: Correction, side: str) -> frozenset[str]:
    """The forms on one side (`out`, `rest`) of a split, or both ends of a link."""
    if made.target == LINK:
        return frozenset(made.target_id.split(":")[1:])
    return frozenset(form for form, _ in made.value[side])


def statements_of(made: Correction, side: str) -> frozenset[str]:
    """The ids of the statements that had the forms on one side of a split when it was made."""
    return (
        frozenset(statement for _, places in made.value[side] for statement, _ in places)
        if made.target == GROUP
        else frozenset()
    )


def on_groups(
    made: Sequence[Correction], kind: str, forms: Collection[str], statements: Collection[str] = ()
) -> tuple[Correction, ...]:
    """Those of some corrections that count and say something of these forms, or of these statements, in their order.

    Of a link the last that counts; a link concerns a group that has an end of it, a split one that has something of either side.
    """
    last: dict[str, Correction] = {}
    for one in in_effect(made):
        if one.target not in (LINK, GROUP) or not one.target_id.startswith(f"{kind}:"):
            continue
        named = forms_of(one, "out") | (forms_of(one, "rest") if one.target == GROUP else frozenset())
        had = statements_of(one, "out") | statements_of(one, "rest") if one.target == GROUP else frozenset()
        if not named.isdisjoint(forms) or not had.isdisjoint(statements):
            last[one.target_id if one.target == LINK else one.id] = one
    kept = {one.id for one in last.values()}
    return tuple(one for one in in_effect(made) if one.id in kept)
