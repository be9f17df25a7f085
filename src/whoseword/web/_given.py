"""What the form of a statement holds, and what it says: the fields as a record has them, and the corrections that follow."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, get_args

from whoseword.errors import InputError
from whoseword.export import joined
from whoseword.records import Act, ActorType, Reading, Statement, StatementKind
from whoseword.web import _words
from whoseword.web._spans import spans_given

FIELDS: Final = (
    "speaker",
    "type",
    "role",
    "country",
    "act",
    "kind",
    "said_on",
    "addressee",
    "addressee_type",
    "about",
    "inside",
)
_VERDICTS: Final = {"confirm": "confirmed", "reject": "rejected"}
_UNRESOLVED: Final = "unresolved"
_NEAREST: Final = 300  # statements that one can be tied to in the form: those whose numbers are nearest
_LABEL: Final = 70  # code points


def given_by(statement: Statement) -> dict[str, str]:
    """The form's fields as the record has them."""
    speaker, to = statement.speaker, statement.addressee
    return {
        "speaker": speaker.name or "",
        "type": speaker.type if speaker.name else "person",
        "role": speaker.role or "",
        "country": speaker.country or "",
        "act": statement.act,
        "kind": statement.kind,
        "said_on": statement.said_on.value if statement.said_on else "",
        "addressee": to.name if to else "",
        "addressee_type": to.type if to else "person",
        "about": statement.about or "",
        "inside": statement.inside or "",
    }


def said(text: str, statement: Statement, form: Mapping[str, str]) -> dict[str, Any]:
    """The corrections that a form makes: what differs from the record, and a verdict; InputError where that is nothing.

    `text` is the article's. A field that is not in the form stays as it is.
    """
    now = given_by(statement)
    given = now | {name: form[name] for name in FIELDS if name in form}
    changed = {name for name in FIELDS if given[name] != now[name]}
    found: dict[str, Any] = {**spans_given(text, statement, form)}
    found |= {name: given[name] for name in ("act", "kind") if name in changed}
    found |= {name: given[name] or None for name in ("said_on", "about", "inside") if name in changed}
    if changed & {"speaker", "role", "country"} or ("type" in changed and given["speaker"]):
        found["speaker"] = speaker_of(given)
    if "addressee" in changed or ("addressee_type" in changed and given["addressee"]):
        found["addressee"] = addressee_of(given)
    if form.get("verdict") in _VERDICTS:
        found["verdict"] = _VERDICTS[form["verdict"]]
    if not found:
        raise InputError("nothing is changed: change a field, or confirm or reject the statement")
    return found


def added_by(text: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The statement that a form adds, as `whoseword.corrections.added` takes it; fields left out say nothing."""
    found: dict[str, Any] = {**spans_given(text, None, form)}
    if "content" not in found:
        raise InputError("choose the words of the statement first")
    found["act"] = form.get("act") or "assert"
    if form.get("kind"):
        found["kind"] = form["kind"]
    if form.get("speaker"):
        found["speaker"] = speaker_of(form)
    if form.get("addressee"):
        found["addressee"] = addressee_of(form)
    if form.get("said_on"):
        found["said_on"] = form["said_on"]
    return found


def speaker_of(given: Mapping[str, str]) -> dict[str, str | None]:
    """The speaker of a form; nobody where there is no name."""
    if not given["speaker"]:
        return {"name": None, "type": _UNRESOLVED}
    role, country = given.get("role") or None, given.get("country") or None
    return {"name": given["speaker"], "type": given.get("type", ""), "role": role, "country": country}


def addressee_of(given: Mapping[str, str]) -> dict[str, str] | None:
    """The addressee of a form; None where there is no name."""
    return {"name": given["addressee"], "type": given.get("addressee_type", "")} if given["addressee"] else None


def choices(reading: Reading, statement: Statement | None) -> dict[str, Any]:
    """What the fields of the form can be chosen from."""
    names = dict.fromkeys(one.name for one in reading.actors)
    parties = dict.fromkeys(s.speaker.name for s in reading.statements if s.speaker.name)
    return {
        "names": list(names | parties),
        "types": [one for one in get_args(ActorType) if one != _UNRESOLVED],
        "acts": get_args(Act),
        "kinds": get_args(StatementKind),
        "others": _others(reading.statements, statement),
    }


def _others(statements: Sequence[Statement], this: Statement | None) -> list[tuple[str, str]]:
    """The ids of the other statements of the article and what they are, in the order of the text."""
    at = next((n for n, one in enumerate(statements) if this is not None and one.id == this.id), 0)
    tied = {this.about, this.inside} if this is not None else set()
    numbered = [(abs(n - at), n, one) for n, one in enumerate(statements) if this is None or one.id != this.id]
    near = sorted(numbered, key=lambda pair: (pair[2].id not in tied, *pair[:2]))[:_NEAREST]
    found = {one.id: _label(n + 1, one) for _, n, one in sorted(near, key=lambda pair: pair[1])}
    gone = {one: f"statement {one[:10]}" for one in tied if one is not None and one not in found}  # or to save would untie it
    return [*found.items(), *gone.items()]


def _label(number: int, one: Statement) -> str:
    return f"{number} · {one.speaker.name or 'unresolved'}: {_words.shortened(joined(one.content) or '', _LABEL)}"
