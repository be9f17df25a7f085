"""A reading as one sees it: with the corrections that count, and what follows from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whoseword.corrections._added import ADDED, additions, found_by, set_added, with_added
from whoseword.corrections._fields import FIELDS, LINKS, leads_back
from whoseword.corrections._history import in_effect
from whoseword.corrections._places import home, places_of
from whoseword.records import Correction, Place, Reading, Statement
from whoseword.relate import disputes

# What disputes within an article rest on: where none of these was corrected, they stay as they were read.
_CONTESTED = frozenset({ADDED, "content", "cue", "act", "speaker", *LINKS})
_SET = {ADDED: set_added, **FIELDS}  # what is said of an added statement later gives way to nothing


def corrected(reading: Reading, corrections: Iterable[Correction]) -> Reading:
    """The reading with those corrections that count, in the order in which they were made; `reading` is as it was read.

    The last of each field counts. A statement that a person added is there as long as nobody took that back. One that was rejected
    moves to `rejected` and nothing points at it any more; what finds no place is in `unplaced`. Disputes are found anew where
    anything was corrected that they rest on. Without corrections of its statements it is the same reading.
    """
    made = [one for one in corrections if one.target == "statement"]
    wanted = in_effect(made)
    if not wanted:
        return reading
    taken_back = {one.target_id for one in additions(made)} - {one.target_id for one in wanted if one.field == ADDED}
    whole = with_added(reading, made)
    every = _chosen(reading, whole, [one for one in wanted if one.target_id not in taken_back])
    applied = _Applied(whole, every, frozenset(taken_back))
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


def _chosen(reading: Reading, whole: Reading, wanted: Sequence[Correction]) -> dict[str, list[Correction]]:
    """The corrections of each statement that is in the reading, which is `whole` with what people added."""
    threads: dict[str, list[Correction]] = {}
    for one in wanted:
        threads.setdefault(one.target_id, []).append(one)
    added = {one.target_id: one for one in wanted if one.field == ADDED}
    others = replace(whole, statements=tuple(one for one in whole.statements if one.id not in added))
    found: dict[str, list[Correction]] = {}
    for target, thread in threads.items():
        if target in added:
            statement = next((one for one in whole.statements if one.id == target), None) or found_by(reading, added[target])
        else:
            statement = home(others, target, places_of(thread))
        if statement is not None:
            found.setdefault(statement.id, []).extend(thread)
    order = {one.id: number for number, one in enumerate(c for c in wanted)}
    return {identity: sorted(ones, key=lambda one: order[one.id]) for identity, ones in found.items()}


@dataclass(slots=True)
class _Applied:
    """The statements of a reading while they are being corrected; `failed` are ids of corrections that could not be shown."""

    reading: Reading
    every: Mapping[str, list[Correction]]
    taken_back: frozenset[str]  # ids of added statements that are there no more
    chosen: dict[str, dict[str, Correction]] = field(init=False)
    statements: dict[str, Statement] = field(init=False)
    failed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.chosen = {identity: {one.field: one for one in ones} for identity, ones in self.every.items()}
        self.statements = {one.id: one for one in self.reading.statements}

    def set_fields(self) -> None:
        """Set all but links, in the order of FIELDS; a value that this version cannot take fails alone."""
        for identity, chosen in self.chosen.items():
            self.failed.update(one.id for name, one in chosen.items() if name not in _SET)
            for name, setter in _SET.items():
                if name not in chosen or name in LINKS:
                    continue
                try:
                    statement = setter(self.statements[identity], chosen[name].value, self.reading)
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
        place = Place(self.reading.article.id, content, cue)
        other = home(self.reading, value["id"], [place]) if value["id"] not in self.taken_back else None
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
