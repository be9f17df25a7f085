"""What people said of a record, in words for a page: everything in the order in which it was said, what was undone too."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from whoseword.corrections import undone_by
from whoseword.records import Correction, Statement
from whoseword.store import Store
from whoseword.web import _words

_FIELDS: Final = {
    "said_on": "said on", "about": "answers", "inside": "stands inside", "repeats": "repeats", "chain": "on whose word",
    "source": "words of the source", "cue": "words of the cue", "content": "words of what was said", "holds": "against each other",
    "added": "added by hand",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A correction as one reads it; `counts` is false where it was undone. What undoes another says so in `says`."""

    made: Correction
    field: str
    says: str
    counts: bool


def history_of(store: Store, statement: Statement) -> list[Told]:
    """What people said of a statement, the last first."""
    ids = dict.fromkeys((statement.id, *(one.target_id for one in statement.corrections)))
    made = [one for identity in ids for one in store.corrections(target="statement", target_id=identity)]
    return told(sorted(made, key=lambda one: one.made_at) if len(ids) > 1 else made)


def told(made: Sequence[Correction]) -> list[Told]:
    """Corrections that were made in this order in words, the last first."""
    undone = undone_by(made)
    fields = {one.id: _FIELDS.get(one.field, one.field) for one in made}
    return [Told(one, fields[one.id], _says(one, made), one.id not in undone) for one in reversed(made)]


def last_counting(history: Iterable[Told]) -> Correction | None:
    """The last correction that counts and undoes nothing: what an undo takes back."""
    return next((one.made for one in history if one.counts and one.made.undoes is None), None)


def _says(one: Correction, made: Iterable[Correction]) -> str:
    if one.undoes is not None:
        old = next((other for other in made if other.id == one.undoes), None)
        if old is None:
            return "taken back"
        return f"brought back what {old.made_by} had taken back" if old.undoes else f"took back: {_value(old.field, old.value)}"
    return _value(one.field, one.value)


def _value(field: str, value: Any) -> str:
    match field, value:
        case "speaker", {"name": None}:
            return "unresolved"
        case "holds", bool():
            return "yes" if value else "no"
        case _, None:
            return "none"
        case _, {"name": str(name), "type": kind}:
            facts = [kind, *(str(value[key]) for key in ("role", "country") if value.get(key))]
            return f"{name} ({', '.join(facts)})"
        case _, str():
            return value
        case _:
            return _structured(field, value)


def _structured(field: str, value: Any) -> str:
    match field, value:
        case "said_on", {"value": str(day)}:
            return _words.day(day)
        case (("about" | "inside" | "repeats"), {"id": identity}):
            return f"statement {str(identity)[:10]}"
        case "added", dict():
            return "the statement"
        case "chain", list():
            return " ← ".join(str(party.get("name")) for party in value) or "none"
        case (("content" | "cue" | "source"), list()):
            return ", ".join(f"{start}–{end}" for start, end in value) or "none"
        case _:
            return json.dumps(value, ensure_ascii=False)
