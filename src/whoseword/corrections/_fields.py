"""What of a statement can be corrected, by which value, and what follows from it.

Each field has one function that takes a statement and gives it with the value; it raises ValueError with the rule in words
where the value is none. `checked` asks the same functions before a correction is kept, so that what is kept can be shown.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal, cast, get_args

from whoseword.errors import InputError
from whoseword.records import (
    Act,
    ActorType,
    Attribution,
    Party,
    Reading,
    SaidOn,
    Span,
    Speaker,
    Statement,
    StatementKind,
    to_json,
)
from whoseword.speech import kind_of, verbatim, voiced
from whoseword.when import precision

Verdict = Literal["confirmed", "rejected"]
LINKS: tuple[str, ...] = ("about", "inside", "repeats")

_LONGEST_NAME = 200  # code points
_LONGEST_REASON = 2000
_MOST_SPANS = 50


def checked(reading: Reading, statement_id: str, field: str, value: Any) -> Any:
    """The plain JSON to keep for a correction of one field of a statement of a reading.

    Text is stripped, and a link is kept with the place of what it leads to, so that it can be found again. Raises InputError
    where the statement is not there, the field is none, or the value is against its rule; the message gives the rule.
    """
    statement = next((one for one in reading.statements if one.id == statement_id), None)
    if statement is None:
        raise InputError(f"article {reading.article.id} has no statement {statement_id}: show the article to see its ids")
    if field not in FIELDS:
        raise InputError(f"a statement has no field {field!r} to correct: it is one of {', '.join(FIELDS)}")
    with refused(f"statement {statement_id}", field, value):
        return (
            _link(reading, statement, field, value)
            if field in LINKS
            else _kept(field, value, FIELDS[field](statement, value, reading))
        )


@contextmanager
def refused(what: str, field: str, value: Any) -> Iterator[None]:
    """Tell in words, as an InputError, that a value is against its field's rule."""
    try:
        yield
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(f"{what}: {field} is given as {repr(value)[:80]}, but {error}: give another value") from error


def signed(by: str, why: str | None) -> tuple[str, str | None]:
    """Who corrects, and why, as they are kept: on one line, without controls; InputError where there is no name or too much."""
    name, reason = (" ".join(text.split()) if text else "" for text in (by, why))
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise InputError(f"a correction is somebody's: give a name of 1 to {_LONGEST_NAME} characters, not {by[:40]!r}")
    if len(reason) > _LONGEST_REASON or not reason.isprintable():
        raise InputError(
            f"the reason of a correction has at most {_LONGEST_REASON} characters, and no controls: say it shorter"
        )
    return name, reason or None


def leads_back(links: Mapping[str, str | None], start: str, to: str | None) -> bool:
    """Whether following links from `to` comes to `start`."""
    seen: set[str] = set()
    while to is not None and to not in seen:
        if to == start:
            return True
        seen.add(to)
        to = links.get(to)
    return False


def _kept(field: str, value: Any, whole: Statement) -> Any:
    if field in ("content", "cue", "source"):
        return [[span.start, span.end] for span in getattr(whole, field)]
    if field in ("verdict", "voiced", "act", "kind"):
        return value
    if field == "speaker":
        kept = to_json(whole.speaker)
        return {key: kept[key] for key in ("name", "type", "country", "role", "actor")}
    if field == "said_on" and whole.said_on is not None:
        on = whole.said_on
        span = [on.span.start, on.span.end] if on.span else None
        return {"value": on.value, "modifier": on.modifier, "span": span}
    if field == "chain":
        return [_party_json(party) for party in whole.chain]
    party = getattr(whole, field)
    return _party_json(party) if isinstance(party, Party) else [party.start, party.end] if isinstance(party, Span) else None


def _party_json(party: Party) -> dict[str, Any]:
    return {"name": party.name, "type": party.type}


def _link(reading: Reading, statement: Statement, field: str, value: Any) -> Any:
    if value is None:
        return None
    other = next((one for one in reading.statements if one.id == (value["id"] if isinstance(value, dict) else value)), None)
    if other is None:
        raise ValueError("it must be the id of a statement of the same article, or nothing")
    if leads_back({one.id: getattr(one, field) for one in reading.statements}, statement.id, other.id):
        raise ValueError("it must not lead back to the statement itself")
    offsets = {name: [[span.start, span.end] for span in getattr(other, name)] for name in ("content", "cue")}
    return {"id": other.id, **offsets}


def _speaker(statement: Statement, value: Any, reading: Reading) -> Statement:
    given = _Given(value, ("name", "type", "country", "role", "actor"))
    name, kind = given.text("name"), given.choice("type", ActorType)
    if name is None and kind != "unresolved":
        raise ValueError("a speaker without a name has the type unresolved")
    if name is not None and kind == "unresolved":
        raise ValueError("a speaker with a name has another type than unresolved")
    known = [actor for actor in reading.actors if actor.name == name and actor.type == kind]
    actor = known[0] if len(known) == 1 else None
    country = given.text("country") or (actor.country if actor else None)
    role = given.text("role") or (actor.role if actor else None)
    speaker = Speaker(name, kind, country, role, given.text("actor") or (actor.id if actor else None), "corrected", 1.0)
    chain = statement.chain
    if chain and chain[-1].name == statement.speaker.name:
        chain = (*chain[:-1], Party(name, kind)) if name is not None else chain[:-1]
    return replace(statement, speaker=speaker, chain=chain)


def _content(statement: Statement, value: Any, reading: Reading) -> Statement:
    spans = _spans(reading, value)
    if not spans:
        raise ValueError("a statement says something: give at least one span, or reject the statement")
    return _worded(replace(statement, content=spans), reading)


def _cue(statement: Statement, value: Any, reading: Reading) -> Statement:
    return _worded(replace(statement, cue=_spans(reading, value)), reading)


def _worded(statement: Statement, reading: Reading) -> Statement:
    """The statement with what follows from where its content and cue are."""
    text, content, cue = reading.article.text, statement.content, statement.cue
    return replace(statement, kind=kind_of(text, content, cue), verbatim=verbatim(text, content, cue))


def _source(statement: Statement, value: Any, reading: Reading) -> Statement:
    return replace(statement, source=_spans(reading, value))


def _act(statement: Statement, value: Any, reading: Reading) -> Statement:
    act = cast(Act, _choice(value, get_args(Act)))
    attribution = Attribution(statement.source, statement.cue, statement.content)
    return replace(statement, act=act, voiced=voiced(reading.article.text, attribution, act))


def _kind(statement: Statement, value: Any, _reading: Reading) -> Statement:
    return replace(statement, kind=cast(StatementKind, _choice(value, get_args(StatementKind))))


def _voiced(statement: Statement, value: Any, _reading: Reading) -> Statement:
    if not isinstance(value, bool):
        raise ValueError("it must be true or false")  # noqa: TRY004  # every refusal is the same to the caller
    return replace(statement, voiced=value)


def _said_on(statement: Statement, value: Any, reading: Reading) -> Statement:
    if value is None:
        return replace(statement, said_on=None)
    given = _Given({"value": value} if isinstance(value, str) else value, ("value", "modifier", "span"))
    on = given.text("value")
    exact = precision(on) if on else None
    if on is None or exact is None:
        raise ValueError("it must be an ISO date such as 2024-03-01, 2024-W09, 2024-03 or 2024, or nothing")
    span = _span(reading, given.get("span"))
    return replace(statement, said_on=SaidOn(on, exact, given.text("modifier"), "correction", span))


def _addressee(statement: Statement, value: Any, _reading: Reading) -> Statement:
    return replace(statement, addressee=None if value is None else _party(value))


def _occasion(statement: Statement, value: Any, reading: Reading) -> Statement:
    return replace(statement, occasion=_span(reading, value))


def _chain(statement: Statement, value: Any, _reading: Reading) -> Statement:
    if not isinstance(value, list | tuple) or len(value) > _MOST_SPANS:
        raise ValueError("it must be a list of names with their types, the outermost first")
    return replace(statement, chain=tuple(_party(one) for one in value))


def _party(value: Any) -> Party:
    given = _Given(value, ("name", "type"))
    name, kind = given.text("name"), given.choice("type", ActorType)
    if name is None or kind == "unresolved":
        raise ValueError("it must have a name, and a type other than unresolved")
    return Party(name, kind)


def _linked(statement: Statement, _value: Any, _reading: Reading) -> Statement:
    return statement  # links are set where all statements are at hand: `corrected`


def _verdict(statement: Statement, value: Any, _reading: Reading) -> Statement:
    _choice(value, get_args(Verdict))
    return statement


def _spans(reading: Reading, value: Any) -> tuple[Span, ...]:
    if not isinstance(value, list | tuple) or len(value) > _MOST_SPANS:
        raise ValueError(f"it must be a list of at most {_MOST_SPANS} pairs [start, end]")
    spans = [span for span in (_span(reading, pair) for pair in value) if span is not None]
    if len(spans) != len(value) or any(a.end > b.start for a, b in itertools.pairwise(spans)):
        raise ValueError("the pairs must be in the order of the text and must not overlap")
    return tuple(spans)


def _span(reading: Reading, pair: Any) -> Span | None:
    if pair is None:
        return None
    whole = isinstance(pair, list | tuple) and len(pair) == 2 and all(type(one) is int for one in pair)
    if not whole or not 0 <= pair[0] < pair[1] <= len(reading.article.text):
        raise ValueError(f"a span must be [start, end] in code points, from 0 to {len(reading.article.text)}")
    return Span.cut(reading.article.text, pair[0], pair[1])


def _choice(value: Any, choices: Sequence[Any]) -> Any:
    if value not in choices:
        raise ValueError(f"it must be one of {', '.join(map(str, choices))}")
    return value


@dataclass(frozen=True, slots=True)
class _Given:
    """A JSON object that someone gave, read key by key."""

    value: Any
    keys: tuple[str, ...]

    def get(self, key: str) -> Any:
        if not isinstance(self.value, Mapping) or not set(self.value) <= set(self.keys):
            raise ValueError(f"it must be an object with some of {', '.join(self.keys)}")
        return self.value.get(key)

    def text(self, key: str) -> str | None:
        found = self.get(key)
        if found is None:
            return None
        words = " ".join(found.split()) if isinstance(found, str) else ""
        if not words or len(words) > _LONGEST_NAME or any(not c.isprintable() for c in words):
            raise ValueError(f"{key} must be a text of 1 to {_LONGEST_NAME} characters")
        return words

    def choice(self, key: str, choices: Any) -> Any:
        found = self.get(key)
        if found not in get_args(choices):
            raise ValueError(f"{key} must be one of {', '.join(get_args(choices))}")
        return found


# In the order in which they are applied: what follows from a field (the kind from the content) gives way to what is said of it.
FIELDS: Mapping[str, Callable[[Statement, Any, Reading], Statement]] = {
    "content": _content,
    "cue": _cue,
    "source": _source,
    "act": _act,
    "kind": _kind,
    "voiced": _voiced,
    "speaker": _speaker,
    "chain": _chain,
    "addressee": _addressee,
    "occasion": _occasion,
    "said_on": _said_on,
    "about": _linked,
    "inside": _linked,
    "repeats": _linked,
    "verdict": _verdict,
}
