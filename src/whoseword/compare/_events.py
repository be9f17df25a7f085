"""Events that several articles report: the same root, the same two parties, at the same time.

Two reports are of one event where their roots agree, their parties do (by state and sector, or by name), and their days do: the
same, the next, or a longer stretch in which the other lies. Reports with the same words for all of it are one form. What has no date
is grouped with nothing.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from whoseword.matching import Item, Link
from whoseword.records import Event, EventActor, Reading, digest, to_json

# Days by which two reports of one event may differ: a morning's paper dates by the day after.
_APART: Final = 1
_LONGEST: Final = 31  # days; a stretch that is longer says no more than when to look
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
_WEEK: Final = 7
# How sure it is that two reports that agree so are of one event. Set by hand on the samples and on reports of our own (2026-11-30):
# nobody has read enough pairs of reports to fit them.
_SAME_DAY: Final = 0.9
_NEAR_DAY: Final = 0.75
_WITHIN: Final = 0.6
_BY_STATE: Final = 0.8  # of the grade, where a party agrees by state and sector and not by name
_PLANNED: Final = ("planned", "denied")


class EventComparer:
    """Groups the reports of one event."""

    kind = "event"
    version = "2"

    def items(self, reading: Reading) -> Sequence[Item]:
        """One item for each event of a reading; its facts are the event itself."""
        return [_item(event, number) for number, event in enumerate(reading.events)]

    def compare(self, first: Item, second: Item) -> Link | None:
        """A link "same" where root, parties and days agree; what is planned or denied is never what happened."""
        one, other = first.value, second.value
        if one["root"] != other["root"] or (one["open"] != other["open"]):
            return None
        parties = [_agreement(one[side], other[side]) for side in ("source", "target")]
        when = _when(one, other)
        if when is None or None in parties:
            return None
        how, grade, joins = when
        for agreed in parties:
            grade *= _BY_STATE if agreed == "state" else 1.0
        smaller, larger = sorted((first.form, second.form))
        evidence = {"parties": parties, "days": [one["days"], other["days"]]}
        return Link(smaller, larger, "same", round(grade, 4), how, evidence, joins)


def dyad(first: str, second: str) -> str:
    """By what the reports are asked for that have these two parties, whichever acts; each by a party's name, or a country's code or name.

    >>> dyad("Sudria", "norland") == dyad("Norland ", "sudria")
    True
    """
    return digest(*sorted(one.strip().casefold() for one in (first, second)))


def days_of(value: str) -> tuple[int, int] | None:
    """The first and last day that an event's date covers, as days since 1970; None where it names no day, week or month.

    >>> days_of("1970-01")
    (0, 30)
    """
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            day = dt.date.fromisoformat(value).toordinal() - _EPOCH
            return day, day
        if re.fullmatch(r"\d{4}-W\d\d", value):
            monday = dt.date.fromisocalendar(int(value[:4]), int(value[6:]), 1).toordinal() - _EPOCH
            return monday, monday + _WEEK - 1
        if re.fullmatch(r"\d{4}-\d\d", value):
            first = dt.date.fromisoformat(f"{value}-01")
            after = (first + dt.timedelta(days=31)).replace(day=1)
            return first.toordinal() - _EPOCH, after.toordinal() - _EPOCH - 1
    except (ValueError, OverflowError):  # no such day, or beyond the calendar
        return None
    return None


def _item(event: Event, number: int) -> Item:
    days = days_of(event.date.value) if event.date else None
    value = {
        "root": event.root,
        "open": event.status in _PLANNED,
        "source": _party(event.source),
        "target": _party(event.target),
        "days": list(days) if days else None,
        "dated": event.date is not None and event.date.from_ == "text",
    }
    form = digest(*(repr(value[key]) for key in sorted(value)), *(() if days else (event.id,)))
    day = event.date.value if event.date and days and days[0] == days[1] else None
    facts = {"event": to_json(event)}
    return Item(form, frozenset(_marks(value)), value, event.reported_by, number, facts, day, frozenset(_dyads(event)))


def _dyads(event: Event) -> Iterator[str]:
    source, target = ((one.name, one.country, one.state) for one in (event.source, event.target))
    return (dyad(one, other) for one in source for other in target if one and other)


def _party(actor: EventActor) -> dict[str, Any]:
    state = actor.country or actor.state
    return {"name": actor.name.casefold(), "state": state, "sector": actor.sector}


def _keys(party: Mapping[str, Any]) -> list[str]:
    keys = [str(party["name"])]
    if party["state"]:
        keys.append(f"{party['state']} {party['sector']}")
    return keys


def _marks(value: Mapping[str, Any]) -> Iterator[int]:
    """Of each way to name both parties and each week that the days touch, or are next to."""
    if value["days"] is None:
        return
    first, last = value["days"]
    if last - first > _LONGEST:
        return
    weeks = range((first - _APART) // _WEEK, (last + _APART) // _WEEK + 1)
    for source in _keys(value["source"]):
        for target in _keys(value["target"]):
            for week in weeks:
                text = f"{value['root']}\x1f{source}\x1f{target}\x1f{week}"
                yield int.from_bytes(
                    hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True
                )


def _agreement(one: Mapping[str, Any], other: Mapping[str, Any]) -> str | None:
    """By what two names of a party agree, if at all: a name, or the same sector of the same state."""
    if one["name"] == other["name"] and (one["state"] == other["state"] or None in (one["state"], other["state"])):
        return "name"
    if one["state"] and one["state"] == other["state"] and one["sector"] == other["sector"] != "UNK":
        return "state"
    return None


def _when(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, float, bool] | None:
    """How two stretches of days agree, and whether reports so dated are one group.

    Neighbouring days are one group only where the later is that of a publication, which may be the day after: else what happens
    every day would all be one event.
    """
    days, others = one["days"], other["days"]
    if days is None or others is None:
        return None
    if days[0] != days[1] or others[0] != others[1]:
        return ("within", _WITHIN, True) if days[0] <= others[1] and others[0] <= days[1] else None
    apart = abs(days[0] - others[0])
    if apart == 0:
        return "same-day", _SAME_DAY, True
    if apart > _APART:
        return None
    earlier, later = sorted((one, other), key=lambda value: value["days"][0])
    return "next-day", _NEAR_DAY, earlier["dated"] and not later["dated"]
