"""Statements that a person added since the reading missed them: kept as corrections, shown among those that were read.

An added statement has an id of its own, its corrections are those of any other, and every reading of the same text shows it. Where a
newer reading finds it by itself (`home`), it is shown once: as the reading has it, with what the person said of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from whoseword.corrections._fields import FIELDS, refused
from whoseword.corrections._history import in_effect
from whoseword.corrections._places import home, place_of, places_of
from whoseword.errors import InputError
from whoseword.records import BY_A_PERSON, Correction, Party, Reading, Speaker, Statement, digest

ADDED = "added"

# What of a statement is given when it is added, in the order in which it is set: fields that are corrected otherwise. `beside` are ids.
PARTS: tuple[str, ...] = ("content", "cue", "source", "act", "kind", "speaker", "addressee", "said_on")
_SPANS = ("content", "cue", "source")


def added(reading: Reading, given: Mapping[str, Any]) -> tuple[Statement, dict[str, Any]]:
    """The statement that a person adds to a reading, which has what was added before, and the plain JSON to keep of it.

    `given` are some of PARTS, with at least the content; InputError where one is against its rule, or the very words are a statement
    of the reading already.
    """
    if unknown := sorted(set(given) - set(PARTS)):
        raise InputError(f"a statement that is added has no {unknown[0]!r}: give some of {', '.join(PARTS)}")
    value = {name: given[name] for name in PARTS if name in given and (given[name] is not None or name not in _SPANS)}
    value |= {"content": given.get("content")}
    with refused("the statement that is added", "its fields", given):
        statement = _made(reading, value)
    for name in _SPANS:
        value[name] = [[span.start, span.end] for span in getattr(statement, name)]
    statement = _made(reading, value)
    return statement, value | {"beside": _beside(reading, statement)}


def additions(corrections: Iterable[Correction]) -> list[Correction]:
    """Those corrections that add a statement, whether they count or not."""
    return [one for one in corrections if one.field == ADDED and one.undoes is None]


def with_added(reading: Reading, corrections: Iterable[Correction]) -> Reading:
    """The reading with what people added to it and did not take back, each where its words stand.

    One that the reading finds by itself is not added again; nor is one that this version cannot show.
    """
    fresh: dict[str, Statement] = {}
    for one in in_effect(corrections):
        if one.field == ADDED and found_by(reading, one) is None:
            try:
                fresh[one.target_id] = replace(_made(reading, one.value), id=one.target_id)
            except (ValueError, TypeError, KeyError):
                continue
    if not fresh:
        return reading
    # Stable: at one place what was read comes first.
    return replace(reading, statements=tuple(sorted((*reading.statements, *fresh.values()), key=_start)))


def found_by(reading: Reading, one: Correction) -> Statement | None:
    """The statement by which a reading has by itself what was added; None where it does without.

    Those that stood beside it when it was added are others, whatever they share with it.
    """
    beside = set(one.value.get("beside", ()))
    others = tuple(s for s in reading.statements if s.id not in beside and s.id != one.target_id)
    return home(replace(reading, statements=others), one.target_id, places_of([one]))


def set_added(statement: Statement, value: Mapping[str, Any], reading: Reading) -> Statement:
    """The statement with what a person said of it when it was added."""
    for name in PARTS:
        if name in value:
            statement = FIELDS[name](statement, value[name], reading)
    return statement


def _made(reading: Reading, value: Mapping[str, Any]) -> Statement:
    identity = digest(ADDED, reading.article.id, *(value.get(name) for name in _SPANS))
    nobody = Speaker(None, "unresolved", how="corrected", confidence=1.0)
    whole = set_added(
        Statement(identity, "indirect", "assert", True, (), (), (), (), nobody, model=BY_A_PERSON), value, reading
    )
    outlet, speaker = reading.article.outlet, whole.speaker
    parties = [Party(outlet, "media")] if outlet else []
    if speaker.name is not None and speaker.name != outlet:
        parties.append(Party(speaker.name, speaker.type))
    return replace(whole, chain=tuple(parties))


def _beside(reading: Reading, statement: Statement) -> list[str]:
    """The statements of a reading that `home` would take for the one that is added, though a person says that it is another."""
    found: list[str] = []
    left = tuple(one for one in reading.statements)
    if any(one.id == statement.id or _words(one) == _words(statement) for one in left):
        raise InputError("these very words are a statement of the article already: correct that one")
    place = [place_of(reading.article.id, statement)]
    while (other := home(replace(reading, statements=left), statement.id, place)) is not None:
        found.append(other.id)
        left = tuple(one for one in left if one.id != other.id)
    return sorted(found)


def _words(statement: Statement) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in statement.content]


def _start(statement: Statement) -> int:
    spans = statement.content or statement.cue or statement.source
    return min((span.start for span in spans), default=0)
