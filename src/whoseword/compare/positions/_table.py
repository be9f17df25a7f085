"""Positions over time: what each party takes on an issue, day by day, and where it changes.

A change is marked only where it can be told: between two days that do not overlap, where the later day holds nothing of the
earlier bearing and the earlier nothing of the later. Words carried again by a later article are the earlier statement, and
what comes only through another party's mouth, or lies at some time before the article, shows but changes nothing.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal, Protocol

from whoseword.compare.positions._issue import Bears, Matter, content_of, stems
from whoseword.compare.positions._parties import By, Parties, Party
from whoseword.compare.positions._stance import Bearing, Stance, Taken, taken
from whoseword.days import days
from whoseword.errors import ConfigError
from whoseword.records import Issue, Speaker, Statement

Dated = Literal["said", "published", "before", "undated"]

# The share of the telling words of the shorter statement that must come again, and at least how many, for it to be the same
# words; set on the sample articles (wire copies with cuts), 2026-11-30.
_SAME_WORDS, _FEWEST_WORDS = 0.8, 3
_LOOKED_BACK: Final = 200  # statements of one party that a later one is held against, so that a long run stays linear
# The least confidence with which a position may change what a party held; set on the sample articles, 2026-11-30.
LEAST_SURE: Final = 0.25
_ANSWERS: Final[frozenset[Stance]] = frozenset({"accepts", "refuses", "denies"})
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Said(Protocol):
    """A statement and where it stands, as the ledger's `StatementRow` has it."""

    @property
    def statement(self) -> Statement:
        """The statement."""
        ...

    @property
    def article_id(self) -> str:
        """The article that it stands in."""
        ...

    @property
    def outlet(self) -> str | None:
        """Who published the article."""
        ...

    @property
    def published(self) -> str | None:
        """When, as ISO 8601."""
        ...


@dataclass(frozen=True, slots=True)
class Position:
    """What a party takes on an issue on one date: a stance with its bearing, and the statements that say so.

    `date` is as precise as the text gives it, `first` and `last` the days it covers. `dated` says what it is: when it was said, only
    when it was published, some time before that, or not known. `words` are those that say the stance, `matter` those that speak of the issue,
    `passage` is where both stand in the surest statement. `through` names the parties by whom alone it is known. `confidence` is that of
    the surest statement, between 0 and 1: of the reading, the speaker, the stance and the issue together.
    """

    party: str
    stance: Stance
    bearing: Bearing
    date: str | None
    first: str | None
    last: str | None
    dated: Dated
    words: tuple[str, ...]
    matter: tuple[str, ...]
    passage: str
    statements: tuple[str, ...]
    speakers: tuple[str, ...]
    outlets: tuple[str, ...]
    through: tuple[str, ...]
    confidence: float

    @property
    def told(self) -> str:
        """The stance in words: `accepts`, `accepts (if)`, `demands (against)`."""
        usual: Bearing = "against" if self.stance in ("refuses", "denies", "opposes") else "for"
        if self.bearing in (usual, "open"):
            return self.stance
        return f"{self.stance} ({'if' if self.bearing == 'conditional' else self.bearing})"

    @property
    def unsure(self) -> bool:
        """Whether it is too uncertain to change what a party held."""
        return self.confidence < LEAST_SURE


@dataclass(frozen=True, slots=True)
class Change:
    """That a party turned: what it held before, and what it took then; the statements of both are the evidence."""

    party: str
    before: Position
    after: Position

    @property
    def what(self) -> str:
        """In words: `refuses → accepts`."""
        return f"{self.before.told} → {self.after.told}"


@dataclass(frozen=True, slots=True)
class PositionTable:
    """All positions on an issue: parties by name, dates in order, positions by party and date, and the changes.

    `left_out` counts statements that take a stance on the issue but have no named speaker who could be followed.
    """

    issue: Issue
    by: By
    parties: tuple[str, ...]
    dates: tuple[str, ...]
    positions: tuple[Position, ...]
    changes: tuple[Change, ...]
    left_out: int

    def at(self, party: str, date: str) -> tuple[Position, ...]:
        """The positions of a party on a date, the surest first."""
        return tuple(one for one in self.positions if one.party == party and one.date == date)

    def between(self, since: str | None, until: str | None) -> "PositionTable":
        """Only what was held in these days (ISO dates of any precision); a change counts with what it brings.

        Without either the table itself; what has no date is in no span of days. Raises ConfigError for what is no date.
        """
        if since is None and until is None:
            return self
        first = _bound("since", since)[0] if since else ""
        last = _bound("until", until)[1] if until else "~"
        kept = tuple(one for one in self.positions if one.last and one.last >= first and (one.first or one.last) <= last)
        dates = {one.date for one in kept}
        parties = {one.party for one in kept}
        return replace(
            self,
            parties=tuple(party for party in self.parties if party in parties),
            dates=tuple(date for date in self.dates if date in dates),
            positions=kept,
            changes=tuple(change for change in self.changes if change.after in kept),
        )

    def change_at(self, position: Position) -> Change | None:
        """The change that a position brings."""
        return next((change for change in self.changes if change.after == position), None)


@dataclass(frozen=True, slots=True)
class _When:
    date: str | None
    first: str | None
    last: str | None
    dated: Dated


@dataclass(frozen=True, slots=True)
class _Stand:
    """One statement's position."""

    statement: Statement
    outlet: str | None
    party: Party
    when: _When
    taken: Taken
    bears: Bears
    through: tuple[str, ...]
    confidence: float


def _bound(name: str, value: str) -> tuple[str, str]:
    covered = days(value)
    if covered is None:
        raise ConfigError(f"{name} is {value!r}: give an ISO date such as 2024, 2024-12, 2016-W38 or 2024-12-05")
    return covered


def positions(
    rows: Iterable[Said],
    issue: Issue,
    found: Collection[str],
    *,
    by: By = "actor",
    names: Mapping[str, str] = _NOTHING,
    others: Iterable[Speaker] = (),
) -> PositionTable:
    """The positions on an issue among statements, in whatever order these come.

    `rows` hold the statements concerned and those that answer them; `others` are who else speaks in their articles, since an office
    or a full name may be told there alone. `found` are the ids of the statements that have the issue's words; `names` gives
    countries their names. Statements that repeat another of their article (captions, titles) are passed over.
    """
    rows = sorted(rows, key=lambda row: (row.statement.id, row.published or "", row.outlet or ""))
    statements = {row.statement.id: row.statement for row in rows}
    parties = Parties((*(row.statement.speaker for row in rows), *others), names)
    matter = Matter(issue, statements, found)
    stands: list[_Stand] = []
    nameless: set[str] = set()
    for row in rows:
        if row.statement.repeats is not None:
            continue
        found_in = ((one, _stance(row.statement, one, matter, parties)) for one in matter.bears(row.statement))
        bears, stance = next((pair for pair in found_in if pair[1] is not None), (None, None))
        if bears is None or stance is None:
            continue
        party = parties.party(row.statement.speaker, by)
        if party is None:
            nameless.add(row.statement.id)
            continue
        stands.append(_stand(row, party, stance, bears))
    return _tabled(issue, by, _carried_again(stands), len(nameless))


def _stance(statement: Statement, bears: Bears, matter: Matter, parties: Parties) -> Taken | None:
    own = parties.own(statement.speaker)
    mine = taken(statement, bears.passage, bears.matter, own)
    if mine is None or bears.how != "answer":
        return mine
    answered = matter.answered(statement)
    if answered is None:
        return mine
    stands = (taken(answered, one.passage, one.matter, parties.own(answered.speaker)) for one in matter.bears(answered))
    theirs = next((one for one in stands if one is not None), None)
    if theirs is None or theirs.bearing != "against" or theirs.stance not in ("refuses", "denies"):
        return mine
    turned: Bearing = {"for": "against", "against": "for"}.get(mine.bearing, mine.bearing)  # type: ignore[assignment]  # both are bearings
    return replace(mine, bearing=turned)


def _stand(row: Said, party: Party, stance: Taken, bears: Bears) -> _Stand:
    statement = row.statement
    relays = statement.chain[:-1]
    through = tuple(link.name for link in relays if link.type not in ("media", "document"))
    sure = statement.confidence * statement.speaker.confidence * stance.confidence * bears.score
    return _Stand(statement, row.outlet, party, _when(row), stance, bears, through, round(sure, 3))


def _when(row: Said) -> _When:
    said_on = row.statement.said_on
    covered = days(said_on.value) if said_on is not None else None
    if said_on is not None and covered is not None:
        return _When(said_on.value[:10], *covered, "said" if said_on.from_ == "text" else "published")
    covered = days(row.published) if row.published else None
    if row.published is None or covered is None:
        return _When(None, None, None, "undated")
    before = re.match(r"(?i)\W*had\b", " ".join(span.text for span in row.statement.cue))
    return _When(row.published[:10], *covered, "before" if before else "published")


def _carried_again(stands: Sequence[_Stand]) -> list[_Stand]:
    """Stands with their dates, where a later article only carries again what the party had said: then the earlier date."""
    settled: list[_Stand] = []
    of_party: dict[str, list[tuple[frozenset[str], _Stand]]] = {}
    for stand in sorted(stands, key=_order):
        words = stems(content_of(stand.statement))
        earlier = of_party.setdefault(stand.party.key, [])
        if stand.when.dated != "said":
            first = next((one for theirs, one in earlier[: -_LOOKED_BACK - 1 : -1] if _same(words, theirs)), None)
            if first is not None:
                stand = replace(stand, when=first.when)  # noqa: PLW2901  # the stand itself, dated anew
        earlier.append((words, stand))
        settled.append(stand)
    return settled


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    fewer = min(len(one), len(other))
    return fewer >= _FEWEST_WORDS and len(one & other) >= _SAME_WORDS * fewer


def _order(stand: _Stand) -> tuple[str, ...]:
    when = stand.when
    return (when.first or "~", when.last or "~", (when.dated != "said" and "1") or "0", stand.statement.id, stand.outlet or "")


def _tabled(issue: Issue, by: By, stands: Sequence[_Stand], left_out: int) -> PositionTable:
    names: dict[str, str] = {}
    for stand in stands:
        names[stand.party.key] = min(names.get(stand.party.key, stand.party.name), stand.party.name)
    shown = _distinct(names)
    groups: dict[tuple[str, _When, Stance, Bearing], list[_Stand]] = {}
    conditional = {_group(stand) for stand in stands if stand.taken.bearing == "conditional"}
    for stand in stands:
        group = _group(stand)
        # Of two reports of one day the one that gives the conditions is the fuller.
        fuller = stand.taken.bearing == "for" and group in conditional
        bearing: Bearing = "conditional" if fuller else stand.taken.bearing
        groups.setdefault((shown[stand.party.key], stand.when, stand.taken.stance, bearing), []).append(stand)
    found = sorted((_position(party, bearing, group) for (party, _, _, bearing), group in groups.items()), key=_place)
    dates = sorted({(one.first or "~", one.last or "~", one.date) for one in found if one.date is not None})
    parties = tuple(sorted(set(shown.values()), key=lambda name: (name.casefold(), name)))
    changes = [change for party in parties for change in _changes([one for one in found if one.party == party])]
    return PositionTable(issue, by, parties, tuple(date for *_, date in dates), tuple(found), tuple(changes), left_out)


def _distinct(names: Mapping[str, str]) -> dict[str, str]:
    """The name that each party is shown by: its own, with its sort behind it where two would look alike."""
    alike: dict[str, list[str]] = {}
    for key, name in names.items():
        alike.setdefault(name, []).append(key)
    return {key: name if len(alike[name]) == 1 else f"{name} ({key.partition(':')[0]})" for key, name in names.items()}


def _group(stand: _Stand) -> tuple[str, _When, Stance]:
    return (stand.party.key, stand.when, stand.taken.stance)


def _position(party: str, bearing: Bearing, group: Sequence[_Stand]) -> Position:
    ordered = sorted(group, key=lambda stand: (stand.taken.bearing != bearing, -stand.confidence, stand.statement.id))
    best = ordered[0]
    direct = any(not stand.through for stand in ordered)
    return Position(
        party=party, stance=best.taken.stance, bearing=bearing,
        date=best.when.date, first=best.when.first, last=best.when.last, dated=best.when.dated,
        words=_each(stand.taken.words for stand in ordered),
        matter=_each(word for stand in ordered for word in stand.bears.words),
        passage=best.bears.shown,
        statements=_each(stand.statement.id for stand in ordered),
        speakers=_each(stand.statement.speaker.name or "" for stand in ordered),
        outlets=_each(sorted({stand.outlet for stand in ordered if stand.outlet})),
        through=() if direct else _each(name for stand in ordered for name in stand.through),
        confidence=max(stand.confidence for stand in ordered),
    )  # fmt: skip


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _place(position: Position) -> tuple[str, str, str, float, str, str]:
    return (
        position.party.casefold(),
        position.first or "~",
        position.last or "~",
        -position.confidence,
        position.stance,
        position.bearing + position.dated,
    )


def _changes(found: Sequence[Position]) -> list[Change]:
    """The changes of one party, whose positions come in the order of their dates."""
    by_date: dict[tuple[str, str], list[Position]] = {}
    for position in found:
        sure = not position.unsure and not position.through
        if sure and position.first and position.last and position.dated in ("said", "published"):
            by_date.setdefault((position.first, position.last), []).append(position)
    changes: list[Change] = []
    held: list[Position] = []
    for _, day in sorted(by_date.items()):
        # What the text dates outranks what only stands in an article of that day.
        now = [one for one in day if one.dated == "said"] or day
        if not held:
            held = now
        elif (held[0].last or "") < (now[0].first or "~"):
            if {one.bearing for one in held}.isdisjoint(one.bearing for one in now):
                changes.append(Change(now[0].party, _leading(held), _leading(now)))
            held = now
    return changes


def _leading(day: Sequence[Position]) -> Position:
    """Of what a party takes on one day what answers the matter, before what it asks for besides; then the surest."""
    return min(day, key=lambda one: (one.stance not in _ANSWERS, -one.confidence, one.stance))
