"""Claims: statements that say the same, and statements that contradict or answer each other, across articles and within one.

A statement is compared clause by clause, as propositions (`whoseword.propositions`). Two clauses are held against each other where
their articles speak of the same names at about the same time, or where the clauses alone share enough. What one article itself links
(`about`, its disputes) is taken over and never found out again: a denial without words of its own, such as `denied it`, denies here
what it denies there. Nobody contests himself, and a question takes no side.
"""

import functools
import hashlib
import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from whoseword.actors import ActorTable
from whoseword.matching import Item, Link
from whoseword.propositions import (
    Nearness,
    Proposition,
    Quantity,
    Reader,
    broad,
    common,
    name_key,
    names_of,
    propositions,
    stand,
    tokens,
)
from whoseword.records import Reading, Statement, digest

# How many names an article is known by, how many of these and of a clause's words become marks; all chosen by what the words are, so
# that the choice is the same whatever else is in the ledger. Thirteen settings were tried on the seen sample disputes (tests/golden/disputes), this one
# taken, 2026-11-30: their recall is no estimate for other texts.
_TOPICS, _MARKED_TOPICS, _MARKED_WORDS, _PAIRED, _SHORT = 8, 3, 3, 5, 4
# So many names of two articles in common, or all of the fewer, make them speak of the same matter.
_SHARED_TOPICS: Final = 2
# Up to so many days apart, articles that share so many names and things are of one event.
_LONG: Final = 10**6
_LEAST: Final = ((10, _SHARED_TOPICS), (60, 3), (_LONG, 4))
# Clauses meet where their articles are of one year; those of its last months also meet the next one's. Days.
_YEAR, _MONTHS, _TEN = 365, 90, 10
_WHEN_UNDATED: Final = "undated"
# A link that joins two claims into one group is at least so sure. What says the same makes long chains, and must be surer.
_JOINS: Final = {"against": 0.65, "same": 0.85}
# What an article itself links: where one statement names or answers the other, and where both only stand in one dispute.
_ANSWERED, _BOTH_SIDES = 0.9, 0.75
_UNNAMED: Final = 0.9  # of the grade, where it is not known who speaks on one side
_LISTS: Final = ("concepts", "plus", "minus", "weak", "names", "subject")
_DENYING: Final = frozenset({"deny", "reject", "refuse"})


@functools.cache
def _table() -> ActorTable:
    return ActorTable.load()


@functools.lru_cache(maxsize=65536)
def known_state(word: str) -> str | None:
    """The code of a state by its name, adjective, capital or seat of government; None for any other word."""
    state = _table().state(word)
    return state.iso3 if state is not None else None


@dataclass(frozen=True, slots=True)
class ClaimComparer:
    """Compares statements as claims; its links are `same`, `against` and `answers`.

    `state` gives the code of a state by any of its words, so that `Moscow`, `Russian` and `Russia` are one name.
    """

    state: Callable[[str], str | None] = known_state
    kind: str = "claim"
    version: str = "2"

    def items(self, reading: Reading) -> Sequence[Item]:
        """Every clause of every statement that is no repetition, in the order of the text."""
        return list(_Article(reading, self.state).items())

    def compare(self, first: Item, second: Item) -> Link | None:
        """What the article itself says of two clauses; else how their propositions stand to each other."""
        if second.form < first.form:
            first, second = second, first
        one, other = first.value, second.value
        linked = _linked(one, other) or _linked(other, one)
        if linked is not None:
            relation, grade = linked
            return Link(first.form, second.form, relation, grade, "article", {"by": "the article"}, joins=relation == "against")
        if one["claim"] is None or other["claim"] is None:
            return None
        mine, theirs = _revived(one["claim"]), _revived(other["claim"])
        found = stand(mine, theirs, near=_nearness(one, other))
        if found is None or (found.relation == "against" and _same_voice(one["voice"], other["voice"])):
            return None
        grade = found.grade if one["voice"] and other["voice"] else found.grade * _UNNAMED
        evidence = {"shared": list(found.shared), "opposed": list(found.opposed)}
        return Link(
            first.form, second.form, found.relation, round(grade, 3), found.how, evidence, joins=grade >= _JOINS[found.relation]
        )


class _Article:
    """One reading, and what its statements need of it to become items."""

    def __init__(self, reading: Reading, state: Callable[[str], str | None]) -> None:
        self.reading = reading
        self.names = names_of(reading.article.text)
        self.topics = _topics(reading.article.text, self.names)
        self.reader = Reader(self.names, state=state)
        self.statements = {s.id: s for s in _saying(reading)}
        self.links = dict(_article_links(reading))
        self.linked = frozenset(one for pair in self.links for one in pair)

    def items(self) -> Iterator[Item]:
        for statement in self.statements.values():
            claims = self.claims(statement)
            for number, claim in enumerate(claims or [None] * (statement.id in self.linked)):
                yield self.item(statement, claim, number)

    def claims(self, statement: Statement) -> list[Proposition]:
        """The propositions of a statement; of a bare denial, those of what it denies, denied."""
        found = self.own_claims(statement)
        if any(set(p.concepts) - set(p.weak) for p in found):
            return found
        target = self.statements.get(statement.about or "")
        if target is None or statement.act not in _DENYING | {"confirm"}:
            return found
        turned = statement.act in _DENYING
        return [replace(p, affirms=p.affirms != turned, reach=(), span=_whole(statement)) for p in self.own_claims(target)]

    def own_claims(self, statement: Statement) -> list[Proposition]:
        own = tuple(sorted(names_of(f"- {statement.speaker.name or ''} - {' '.join(s.text for s in statement.source)}")))
        reader = replace(self.reader, own=own, year=_year(self.reading, statement))
        return list(propositions(statement, reader))

    def item(self, statement: Statement, claim: Proposition | None, number: int) -> Item:
        own = _own(statement)
        links = {two: says for (one, two), says in self.links.items() if one == statement.id}
        value: dict[str, Any] = {
            "claim": _written(claim) if claim is not None else None,
            "voice": list(_voice(statement)),
            "topics": " ".join(self.topics),
            "day": _ordinal(self.reading.article.published),
            "own": own if statement.id in self.linked else None,
            "links": {_own(self.statements[two]): list(says) for two, says in sorted(links.items())},
        }
        day = _day(statement)
        start, end = claim.span if claim is not None else _whole(statement)
        facts = {
            "span": [start, end],
            "words": self.reading.article.text[start:end].strip(" ,;:"),
            "speaker": statement.speaker.name,
            "act": statement.act,
            "affirms": claim.affirms if claim is not None else statement.act not in _DENYING,
        }
        form = digest(*(f"{key}={value[key]!r}" for key in sorted(value)))
        marks = _marks(value, claim, self.topics)
        return Item(form, marks, value, statement.id, number, facts, day)


def _saying(reading: Reading) -> Iterator[Statement]:
    """The statements that are compared: those with words of their own that only repeat no other."""
    return (s for s in reading.statements if s.repeats is None and s.content)


def _article_links(reading: Reading) -> Iterator[tuple[tuple[str, str], tuple[str, float]]]:
    """What the article links: each pair of statements on the two sides of a dispute, and each answer."""
    known = {s.id for s in _saying(reading)}
    about = {s.id: s.about for s in reading.statements if s.about in known and s.id in known}
    for statement, other in about.items():
        yield (statement, other or ""), ("answers", _ANSWERED)
    for dispute in reading.disputes:
        for one in dispute.against:
            for other in dispute.for_:
                if one in known and other in known:
                    direct = about.get(one) == other or about.get(other) == one
                    yield (one, other), ("against", _ANSWERED if direct else _BOTH_SIDES)


def _linked(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, float] | None:
    said = one["links"].get(other["own"]) if other["own"] is not None else None
    return (str(said[0]), float(said[1])) if said is not None else None


def _own(statement: Statement) -> str:
    """A name for what a statement says that copies of the article have as well."""
    words = re.findall(r"\w+", " ".join(span.text for span in (*statement.cue, *statement.content)).casefold())
    return digest("said", *words, *_voice(statement))


def _voice(statement: Statement) -> tuple[str, ...]:
    return tuple(
        sorted({name_key(w) for w in re.findall(r"\w+", statement.speaker.name or "") if w.casefold() not in ("the", "of")})
    )


def _same_voice(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the shorter of two names is part of the other: `Dorn`, `Lena Dorn`."""
    short, long = sorted((set(one), set(other)), key=len)
    return bool(short) and short <= long


def _topics(text: str, named: frozenset[str]) -> tuple[str, ...]:
    """What an article is about: the names and the telling words that it has most often; ties by the words themselves.

    Names are written with a star, to tell them from words.
    """
    sentences = re.split(r"[.!?:;”\"]+\s+|\n+", text)
    words = [
        t for one in sentences for t in tokens(one, named, lambda _: None) if t.name or not (t.weak or broad(t.term or ""))
    ]
    names = Counter(f"*{t.name}" for t in words if t.name)
    others = Counter(t.term for t in words if t.term)
    most = (sorted(c, key=lambda one: (-c[one], _rank(one)))[:_TOPICS] for c in (names, others))
    return tuple(sorted(itertools.chain(*most)))


def _nearness(one: Mapping[str, Any], other: Mapping[str, Any]) -> Nearness:
    """How far two articles speak of one matter: the longer they lie apart, the more names and things must they share."""
    shared = _apart(one["topics"]) & _apart(other["topics"])
    named = sum(topic[0] == "*" for topic in shared)
    if len(shared) < _SHARED_TOPICS + (not named):
        return "far"
    apart = abs(one["day"] - other["day"]) if None not in (one["day"], other["day"]) else _LONG
    needed = next(least for days, least in _LEAST if apart <= days)
    return "close" if len(shared) >= needed else "near"


def _day(statement: Statement) -> str | None:
    """The day of a statement where its text gives one to the day."""
    said = statement.said_on
    return said.value if said is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", said.value) else None


def _year(reading: Reading, statement: Statement) -> int | None:
    dated = (statement.said_on.value if statement.said_on else None) or reading.article.published or ""
    return int(dated[:4]) if re.match(r"\d{4}", dated) else None


def _whole(statement: Statement) -> tuple[int, int]:
    return statement.content[0].start, statement.content[-1].end


def _ordinal(published: str | None) -> int | None:
    """The day of an article, as a number; None where its date is none to the day."""
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def _years(day: int | None) -> tuple[str, ...]:
    """The year that an article is of, and the next one for those of its last months."""
    if day is None:
        return (_WHEN_UNDATED,)
    return tuple(str(year) for year in sorted({day // _YEAR, (day + _MONTHS) // _YEAR}))


def _marks(value: Mapping[str, Any], claim: Proposition | None, topics: Sequence[str]) -> frozenset[int]:
    """Where a clause is looked for: two of its own words, a word with two of what its article is about, and its article's links."""
    marks = {_mark("own", own) for own in (value["own"], *value["links"]) if own is not None}
    if claim is None:
        return frozenset(marks)
    telling = sorted({*claim.concepts, *claim.context} - set(claim.weak))
    rare = [word for word in telling if not common(word)] or [word for word in telling if not broad(word)] or telling
    paired = sorted({*telling, *claim.names, *claim.own} - {"~"}, key=lambda w: (w not in rare, _rank(w)))[:_PAIRED]
    pairs = {tuple(sorted((a, b))) for a in paired if a in rare for b in paired if a != b}
    marks |= {_mark("words", year, *pair) for pair in pairs for year in _years(value["day"])}
    tens = _tens(value["day"])
    named = itertools.product(tens, [w for w in telling if not broad(w)][:_MARKED_WORDS], _chosen(claim.names + claim.own))
    marks |= {_mark("named", *parts) for parts in named}
    if _alone(claim, telling):
        single = sorted((w for w in telling if not broad(w)), key=lambda w: (common(w), _rank(w)))[:_MARKED_WORDS]
        names, words = (_chosen(t for t in topics if (t[0] == "*") == starred) for starred in (True, False))
        marks |= {_mark("about", *parts) for parts in itertools.product(tens, single, [*names, *words])}
    return frozenset(marks)


def _chosen(words: Iterable[str]) -> list[str]:
    """A few of some words, those that not every story has first."""
    return sorted(set(words) - {"~"}, key=lambda word: (common(word), _rank(word)))[:_MARKED_TOPICS]


def _alone(claim: Proposition, telling: Sequence[str]) -> bool:
    """Whether a single word shared with another clause can say anything: the clause is short, or has a figure, a cause or a first."""
    return len(telling) <= _SHORT or bool(claim.quantities or claim.cause) or bool({"first", "begin"} & set(claim.concepts))


def _tens(day: int | None) -> tuple[str, ...]:
    """Stretches of ten days, two of each article: those of any two at most ten days apart are found."""
    if day is None:
        return (_WHEN_UNDATED,)
    return (str(day // _TEN), str(day // _TEN + 1))


@functools.lru_cache(maxsize=65536)
def _rank(word: str) -> int:
    return _mark("rank", word)


def _mark(*parts: str) -> int:
    raw = hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(raw, "big", signed=True)


def _written(claim: Proposition) -> str:
    """A proposition as one line of JSON, without its place and whatever is as it mostly is."""
    parts = {f.name: getattr(claim, f.name) for f in fields(claim) if f.name != "span"}
    parts["quantities"] = [[q.value, q.unit, q.bound] for q in claim.quantities]
    return json.dumps({name: part for name, part in parts.items() if part not in ((), [], None)}, separators=(",", ":"))


@functools.lru_cache(maxsize=16384)
def _revived(written: str) -> Proposition:
    """The proposition of a line of JSON."""
    parts: dict[str, Any] = {
        name: tuple(part) if isinstance(part, list) else part for name, part in json.loads(written).items()
    }
    figures = tuple(Quantity(value, tuple(unit), bound) for value, unit, bound in parts.pop("quantities", ()))
    parts = {**dict.fromkeys(_LISTS, ()), **parts, "quantities": figures}
    return Proposition(**parts)


@functools.lru_cache(maxsize=16384)
def _apart(words: str) -> frozenset[str]:
    return frozenset(words.split())
