"""A reading as one sees it: with the corrections that count, and what follows from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from whoseword.corrections._fields import FIELDS, LINKS, leads_back
from whoseword.corrections._history import in_effect
from whoseword.corrections._places import home, places_of
from whoseword.records import Correction, Place, Reading, Statement
from whoseword.relate import disputes

# What disputes within an article rest on: where none of these was corrected, they stay as they were read.
_CONTESTED = frozenset({"content", "cue", "act", "speaker", *LINKS})


def corrected(reading: Reading, corrections: Iterable[Correction]) -> Reading:
    """The reading with those corrections that count, in the order in which they were made; `reading` is as it was read.

    The last of each field counts. A statement that was rejected moves to `rejected` and nothing points at it any more; what
    finds no place is in `unplaced`. Disputes are found anew where anything was corrected that they rest on. Without
    corrections of its statements it is the same reading.
    """
    wanted = [one for one in in_effect(corrections) if one.target == "statement"]
    if not wanted:
        return reading
    applied = _Applied(reading, _chosen(reading, wanted))
    applied.set_fields()
    applied.set_links()
    noted = {identity: applied.noted(identity, wanted) for identity in applied.chosen}
    seen = [replace(one, corrections=noted.get(one.id, ())) for one in applied.statements.values()]
    gone = {one.id for one in seen if any(c.field == "verdict" and c.value == "rejected" for c in one.corrections)}
    kept = tuple(_unlinked(one, gone) for one in seen if one.id not in gone)
    fields = {one.field for corrections in noted.values() for one in corrections}
    placed = {one.id for chosen in applied.every.values() for one in chosen} - applied.failed
    return replace(
        reading,
        statements=kept,
        disputes=disputes(kept, reading.article.text) if gone or fields & _CONTESTED else reading.disputes,
        rejected=tuple(one for one in seen if one.id in gone),
        unplaced=tuple(one for one in wanted if one.id not in placed),
    )


def _chosen(reading: Reading, wanted: Iterable[Correction]) -> dict[str, list[Correction]]:
    """The corrections of each statement that is in the reading."""
    threads: dict[str, list[Correction]] = {}
    for one in wanted:
        threads.setdefault(one.target_id, []).append(one)
    found: dict[str, list[Correction]] = {}
    for target, thread in threads.items():
        statement = home(reading, target, places_of(thread))
        if statement is not None:
            found.setdefault(statement.id, []).extend(thread)
    order = {one.id: number for number, one in enumerate(c for c in wanted)}
    return {identity: sorted(ones, key=lambda one: order[one.id]) for identity, ones in found.items()}


@dataclass(slots=True)
class _Applied:
    """The statements of a reading while they are being corrected; `failed` are ids of corrections that could not be shown."""

    reading: Reading
    every: Mapping[str, list[Correction]]
    chosen: dict[str, dict[str, Correction]] = field(init=False)
    statements: dict[str, Statement] = field(init=False)
    failed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.chosen = {identity: {one.field: one for one in ones} for identity, ones in self.every.items()}
        self.statements = {one.id: one for one in self.reading.statements}

    def set_fields(self) -> None:
        """Set all but links, in the order of FIELDS; a value that this version cannot take fails alone."""
        for identity, chosen in self.chosen.items():
            self.failed.update(one.id for name, one in chosen.items() if name not in FIELDS)
            for name in FIELDS:
                if name not in chosen or name in LINKS:
                    continue
                try:
                    statement = FIELDS[name](self.statements[identity], chosen[name].value, self.reading)
                except (ValueError, TypeError, KeyError):
                    self.failed.add(chosen[name].id)
                else:
                    self.statements[identity] = statement

    def set_links(self) -> None:
        """Set links where what they lead to has a place in this reading and does not lead back."""
        for identity, chosen in self.chosen.items():
            for name in LINKS:
                if name not in chosen:
                    continue
                other = self._other(chosen[name])
                if other is None or not leads_back(self._links(name), identity, other.id):
                    self.statements[identity] = _relinked(self.statements[identity], name, other.id if other else None)
                else:
                    self.failed.add(chosen[name].id)

    def noted(self, identity: str, wanted: Iterable[Correction]) -> tuple[Correction, ...]:
        """The corrections that made a statement what it is, in the order in which they were made."""
        counting = {one.id for one in self.chosen[identity].values()} - self.failed
        return tuple(one for one in wanted if one.id in counting)

    def _other(self, correction: Correction) -> Statement | None:
        """What a link leads to; None where it leads nowhere, by its value or since that has no place (which fails)."""
        if correction.value is None:
            return None
        value = correction.value
        content, cue = (tuple((start, end) for start, end in value[name]) for name in ("content", "cue"))
        other = home(self.reading, value["id"], [Place(self.reading.article.id, content, cue)])
        if other is None:
            self.failed.add(correction.id)
        return other

    def _links(self, name: str) -> dict[str, str | None]:
        return {one.id: getattr(one, name) for one in self.statements.values()}


def _relinked(statement: Statement, name: str, target: str | None) -> Statement:
    match name:
        case "about":
            return replace(statement, about=target)
        case "inside":
            return replace(statement, inside=target)
        case _:
            return replace(statement, repeats=target)


def _unlinked(statement: Statement, gone: set[str]) -> Statement:
    """The statement without links to those that are gone."""
    about, inside, repeats = (None if one in gone else one for one in (statement.about, statement.inside, statement.repeats))
    return replace(statement, about=about, inside=inside, repeats=repeats)
