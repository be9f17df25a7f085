"""What people follow, and what of it is new: statements of a search or a speaker, positions on an issue, sides of a dispute.

New is what came into the ledger after somebody last looked, whenever it was said; the ledger's own order tells, not the clock. A statement
that is read again is not new unless it has another speaker now. Nothing is found out here and nothing is shown: the ledger has the
watches (`Store.watches`), and every list is bounded and says so. The statements are those that a reader sees, so none less sure than `Least`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, urlencode

from whoseword import issues
from whoseword.compare import Contest, contests
from whoseword.errors import InputError, NotFoundError
from whoseword.export import named_surely
from whoseword.store import Held, Latest, Query, StatementRow, Store, Watch, WatchKind

# What the address of a search calls it, and what the ledger does, in the order in which a watch has it.
FIELDS: Final[Mapping[str, str]] = {
    "q": "words", "in_article": "article_words", "speaker": "speaker", "who": "who", "to": "addressee", "type": "type",
    "act": "act", "kind": "kind", "outlet": "outlet", "since": "since", "until": "until", "order": "order",
}  # fmt: skip

_CLAIM: Final = "claim"
_WINDOW: Final = 2500  # statements of one watch that are looked at, the last that came
_LONGEST_NAME: Final = 120  # code points
_LISTED: Final = 400  # positions or clauses of one watch, the last
_ACTOR: Final = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Least:
    """The least confidence of a statement that is seen, and the least with which a speaker is named."""

    confidence: float = 0.0
    sure: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A statement under a watch; `note` is what it is there, as a position (`turned: refuses → accepts`) or a side (`against`)."""

    row: StatementRow
    new: bool
    note: str | None = None
    turned: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What is under a watch: `count` statements are new, at least so many where `more` says so; `lines` are some, the last that came first.

    `there` is false where what was watched is no more: an issue taken out, a dispute that ended. `mark` is what `looked` takes, so that what comes
    in between stays new.
    """

    watch: Watch
    count: int
    more: bool
    lines: tuple[Line, ...]
    there: bool
    mark: int


def asked_of(what: str) -> dict[str, str]:
    """What the query of a search's address asks for, by the names of the address."""
    given = dict(parse_qsl(what))
    return {name: given[name] for name in FIELDS if given.get(name)}


def what_of(asked: Mapping[str, str]) -> str:
    """The query of a search in the one form that watches have: its order does not matter, nor empty fields, nor odd spaces."""
    given = {name: " ".join(asked.get(name, "").split()) for name in FIELDS if name != "order"}
    return urlencode({name: value for name, value in given.items() if value})


def query_of(watch: Watch, least: Least) -> Query:
    """The question to the ledger that a watch on a search or a speaker asks."""
    if watch.kind == "speaker":
        query = Query(actor=watch.what) if _ACTOR.fullmatch(watch.what) else Query(who=watch.what)
    else:
        query = Query(**{FIELDS[name]: value for name, value in asked_of(watch.what).items()})  # type: ignore[arg-type]  # the store checks them
    return replace(query, repeats=False, confidence=least.confidence, sure=least.sure)


def start(store: Store, kind: WatchKind, what: str, *, by: str, name: str | None = None) -> Watch:
    """Follow something from now on: only what comes later is new. What is followed already stays as it is.

    `what` is that of `store.Watch`; a dispute may be named by any claim in it, an issue in any case. Raises NotFoundError where there is no such
    issue or dispute, ConfigError or InputError for what can be no watch.
    """
    called, seen = name, store.reached()
    known: tuple[str, ...] = ()
    if kind == "search":
        what = what_of(asked_of(what))
        if not what:
            raise InputError("the search asks for nothing: give it words, a speaker or anything else to watch")
        called = called or " · ".join(asked_of(what).values())
        store.latest(query_of(_unkept(kind, what), Least(0, 0)), window=1)  # so that it cannot be kept where it cannot be asked
    elif kind == "issue":
        what = issues.named(store, what).name
        issues.renew(store)
        seen = store.positions.reached(what)
    elif kind == "dispute":
        contest = contest_of(store, what)
        if contest is None:
            raise NotFoundError(f"nothing is contested under {what!r}: list the disputes to see their ids")
        if watched := on_dispute(store, contest):
            return watched
        what, known, called = contest.id, _statements_of(contest), called or contest.about
    called = " ".join((called or what).split())
    return store.watches.add(kind, what, name=called[:_LONGEST_NAME], by=by, seen=seen, known=known)


def looked(store: Store, watch_id: str, mark: int | None = None) -> Watch:
    """Keep that somebody looked at a watch: at what there was when its news had this mark, by default at all that there is."""
    watch = store.watches.get(watch_id)
    reached = store.positions.reached(watch.what) if watch.kind == "issue" else store.reached()
    contest = contest_of(store, watch.what) if watch.kind == "dispute" else None
    known = _statements_of(contest) if contest else watch.known
    return store.watches.looked(watch.id, seen=reached if mark is None else max(0, min(mark, reached)), known=known)


def news(store: Store, watch: Watch, least: Least, *, limit: int = 5, offset: int = 0, window: int = _WINDOW) -> News:
    """What is new under a watch: some of it, and how much."""
    if watch.kind in _LISTS:
        listed, there, mark = _LISTS[watch.kind](store, watch, least)
        new = [line for line in listed if line.new]
        return News(watch, len(new), len(listed) >= _LISTED, tuple(new[offset : offset + limit]), there, mark)
    asked = replace(query_of(watch, least), limit=limit, offset=offset)
    return _told(watch, store.latest(asked, after=watch.seen, window=window), least, offset)


def latest(store: Store, watch: Watch, least: Least, *, limit: int = 50, offset: int = 0, window: int = _WINDOW) -> News:
    """As `news`, but the lines are of all that is under the watch, the new ones first, the last that came first."""
    if watch.kind in _LISTS:
        listed, there, mark = _LISTS[watch.kind](store, watch, least)
        count = sum(line.new for line in listed)
        return News(watch, count, len(listed) >= _LISTED, tuple(listed[offset : offset + limit]), there, mark)
    asked = replace(query_of(watch, least), limit=limit, offset=offset)
    return _told(watch, store.latest(asked, after=watch.seen, window=window, older=True), least, offset)


def turns(store: Store, least: Least, *, limit: int) -> list[tuple[Held, StatementRow]]:
    """The positions that parties changed last, on any issue of the ledger, each with the statement that shows it.

    One of which a statement is not seen any more, or a speaker is not named surely enough, is left out.
    """
    held = store.positions.turns(limit=2 * limit)
    rows = _seen(store, held, least)
    return [(one, rows[one.statement]) for one in held if _is_seen(one, rows)][:limit]


def held_by(store: Store, party: str, least: Least) -> list[Held]:
    """What a party of exactly this name holds on the issues of the ledger, by issue, the last first."""
    held = store.positions.of_party(party)[:_LISTED]
    rows = _seen(store, held, least)
    return [one for one in held if _is_seen(one, rows)]


def contest_of(store: Store, claim: str) -> Contest | None:
    """The dispute that a claim of exactly this id is in; None where it is in none, or there is no such claim."""
    try:
        group = store.group(_CLAIM, claim)
    except NotFoundError:
        return None
    found = contests(group.items, group.links)
    return next((one for one in found if any(s.form == claim for side in one.sides for s in side.said)), None)


def on_dispute(store: Store, contest: Contest) -> Watch | None:
    """The watch on a dispute, by whichever of its claims; None where it is not watched."""
    return store.watches.on("dispute", {s.form for side in contest.sides for s in side.said})


def _issue_lines(store: Store, watch: Watch, least: Least) -> tuple[list[Line], bool, int]:
    held = store.positions.of(watch.what)
    mark = max((one.key or 0 for one in held), default=watch.seen)
    some = held[:_LISTED]
    rows = _seen(store, some, least)
    lines = [
        Line(
            rows[one.statement],
            (one.key or 0) > watch.seen,
            f"turned: {one.turned}" if one.turned else one.told,
            turned=one.turned is not None,
        )
        for one in some
        if _is_seen(one, rows)
    ]
    there = any(one.name == watch.what for one in store.issues())
    return lines if there else [], there, mark


def _dispute_lines(store: Store, watch: Watch, least: Least) -> tuple[list[Line], bool, int]:
    contest, mark = contest_of(store, watch.what), store.reached()
    if contest is None:
        return [], False, mark
    known = set(watch.known)
    said = [(name, s) for name, side in zip(("for", "against"), contest.sides, strict=True) for s in side.said]
    before: dict[str, set[str]] = {}
    for side, one in said:
        if one.statement in known and one.speaker is not None:
            before.setdefault(one.speaker, set()).add(side)
    last = sorted(said, key=lambda pair: (pair[1].statement not in known, pair[1].day or ""), reverse=True)[:_LISTED]
    sides = {one.statement: (side, one.speaker) for side, one in reversed(last)}
    rows = {row.statement.id: row for row in store.statements_by_id(list(sides))}
    lines = []
    for identity in dict.fromkeys(one.statement for _, one in last):
        if identity not in rows or rows[identity].statement.confidence < least.confidence:
            continue
        row, (side, speaker) = _surely(rows[identity], least), sides[identity]
        new, were = identity not in known, before.get(speaker or "", set())
        turned = new and bool(were) and side not in were and row.statement.speaker.name is not None
        lines.append(Line(row, new, f"{side}, was {next(iter(were))}" if turned else side, turned))
    return lines, True, mark


_LISTS: Final[Mapping[WatchKind, Callable[[Store, Watch, Least], tuple[list[Line], bool, int]]]] = {
    "issue": _issue_lines,
    "dispute": _dispute_lines,
}


def _told(watch: Watch, found: Latest, least: Least, offset: int) -> News:
    """The news of a search or a speaker; its mark is what the ledger had reached when it was asked, so that what comes meanwhile stays new."""
    lines = tuple(Line(_surely(row, least), new=at < found.count) for at, row in enumerate(found.rows, offset))
    return News(watch, found.count, found.cut, lines, there=True, mark=found.reached)


def _seen(store: Store, held: Iterable[Held], least: Least) -> dict[str, StatementRow]:
    """The statements of positions that are seen, and whose speakers are named surely enough, by their ids."""
    ids = [identity for one in held for identity in (one.statement, one.before) if identity]
    rows = {row.statement.id: _surely(row, least) for row in store.statements_by_id(ids)}
    return {
        identity: row
        for identity, row in rows.items()
        if row.statement.confidence >= least.confidence and row.statement.speaker.name is not None
    }


def _is_seen(one: Held, rows: Mapping[str, StatementRow]) -> bool:
    return one.statement in rows and (one.before is None or one.before in rows)


def _surely(row: StatementRow, least: Least) -> StatementRow:
    return replace(row, statement=named_surely(row.statement, least.sure))


def _statements_of(contest: Contest) -> tuple[str, ...]:
    return tuple(sorted({s.statement for side in contest.sides for s in side.said}))


def _unkept(kind: WatchKind, what: str) -> Watch:
    """A watch that is not in the ledger."""
    return Watch("", "", kind, what, "", "", 0, "", 0)
