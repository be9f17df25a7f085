"""Readings for the tests of the ledger: small ones to order, and any at all (hypothesis)."""

import hashlib
from pathlib import Path

from hypothesis import strategies as st

from whoseword.records import (
    Act,
    Actor,
    Article,
    Block,
    Dispute,
    Event,
    EventActor,
    Party,
    Reading,
    SaidOn,
    Span,
    Speaker,
    Statement,
    TimeExpression,
    digest,
)
from whoseword.store import Store


def statement(text: str, content: str, name: str | None = "Vladimir Putin", *, act: Act = "assert", **more) -> Statement:
    """The statement whose content is the first place of `content` in `text`."""
    start = text.index(content)
    span = Span.cut(text, start, start + len(content))
    speaker = Speaker(name, "person" if name else "unresolved", how="name" if name else "unresolved", confidence=0.9)
    fields = {"kind": "indirect", "voiced": True, "verbatim": (), "cue": (), "source": (), "speaker": speaker} | more
    return Statement(id=digest(text, start, span.end), act=act, content=(span,), **fields)


def reading(text: str, *statements: Statement, model: str = "model-1", **article) -> Reading:
    """A reading of `text`, found at article.txt unless told otherwise."""
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    fields = {"id": digest(text), "source": "article.txt", "title": "A title"} | article
    return Reading(Article(text=text, text_sha256=sha, **fields), tuple(statements), model=model, rules="rules-1")


def numbered(number: int, size: int = 40) -> Reading:
    """A reading that is another for each number, with 1 to 5 statements."""
    text = f"Article {number}. " + " ".join(f"Word{number}x{position} was said." for position in range(size))
    said = [statement(text, f"Word{number}x{position} was said") for position in range(number % 5 + 1)]
    return reading(text, *said, source=f"article-{number}.txt")


def add_numbers(path: Path, numbers: range, told: Path) -> None:
    """Add numbered readings to the ledger at `path`; each is told of in a file once it is in."""
    with Store.open(path) as store, told.open("w") as file:
        for number in numbers:
            store.add(numbered(number))
            file.write(f"{number}\n")
            file.flush()


def add_many_numbers(path: Path, numbers: range, told: Path) -> None:
    """The same through `add_many`."""
    with Store.open(path) as store, told.open("w") as file:
        for added in store.add_many(map(numbered, numbers), batch=7):
            file.write(added.source.removeprefix("article-").removesuffix(".txt") + "\n")
            file.flush()


_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_WORDS = st.text(_CHARACTERS | st.sampled_from(list(" .“”é👩‍🚀שלום\u202e\u0301")), max_size=30)
_MAYBE = st.none() | _WORDS
_SHARE = st.floats(0, 1)
_TYPES = st.sampled_from(["person", "state", "organisation", "media", "group", "anonymous", "document", "unresolved"])


@st.composite
def _spans(draw, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    return Span.cut(text, start, draw(st.integers(start + 1, len(text))))


@st.composite
def _statements(draw, text: str, number: int) -> Statement:
    several = st.lists(_spans(text), max_size=3).map(tuple)
    party = st.builds(Party, _WORDS, _TYPES, st.none() | _spans(text))
    dates = st.sampled_from(
        ["2024", "2024-12", "2016-W38", "2025-01-20", "2025-01-20T10:00", "XXXX-12", "PAST_REF", "0000", ""]
    )
    said_on = st.builds(
        SaidOn, dates, st.just("day"), _MAYBE, st.sampled_from(["text", "publication"]), st.none() | _spans(text)
    )
    speaker = st.builds(Speaker, _MAYBE, _TYPES, _MAYBE, _MAYBE, _MAYBE, st.sampled_from(["name", "carried"]), _SHARE)
    return Statement(
        id=digest(text, number),
        kind=draw(st.sampled_from(["direct", "indirect", "mixed"])),
        act=draw(st.sampled_from(["assert", "deny", "welcome"])),
        voiced=draw(st.booleans()),
        content=draw(several),
        verbatim=draw(several),
        cue=draw(several),
        source=draw(several),
        speaker=draw(speaker),
        addressee=draw(st.none() | party),
        occasion=draw(st.none() | _spans(text)),
        said_on=draw(st.none() | said_on),
        chain=draw(st.lists(party, max_size=3).map(tuple)),
        about=draw(st.none() | st.just(digest(text, 0))),
        confidence=draw(_SHARE),
        model=draw(_WORDS),
    )


@st.composite
def _events(draw, text: str) -> Event:
    actor = st.builds(EventActor, _WORDS, _MAYBE, _MAYBE, st.sampled_from(["GOV", "UNK"]), st.none() | _spans(text))
    return Event(
        id=draw(_WORDS),
        root=draw(st.sampled_from(["ACCUSE", "AID"])),
        source=draw(actor),
        target=draw(actor),
        status=draw(st.sampled_from(["asserted", "planned"])),
        evidence=draw(_spans(text)),
        place=draw(st.none() | _spans(text)),
        reported_by=draw(_MAYBE),
        confidence=draw(_SHARE),
    )


@st.composite
def readings(draw) -> Reading:
    """Any reading whose spans are its text: emoji, right-to-left, combining marks, no NUL, no lone surrogate."""
    text = draw(_WORDS.filter(bool))
    count = draw(st.integers(0, 4))
    statements = tuple(draw(_statements(text, number)) for number in range(count))
    day = draw(_spans(text))
    fields = {name: draw(_MAYBE) for name in ("url", "outlet", "title", "byline", "published", "modified", "language")}
    article = Article(
        id=digest(text),
        source=draw(_WORDS),
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        blocks=(Block("paragraph", 0, len(text)),),
        origins=draw(st.dictionaries(_WORDS, _WORDS, max_size=2)),
        **fields,
    )
    return Reading(
        article,
        statements,
        actors=(Actor("a", draw(_WORDS), draw(_TYPES), mentions=(draw(_spans(text)),)),),
        dates=(TimeExpression(day.start, day.end, day.text, "DATE", "2024", draw(_MAYBE)),),
        events=tuple(draw(st.lists(_events(text), max_size=2))),
        disputes=(Dispute(draw(_WORDS), tuple(s.id for s in statements), ()),),
        model=draw(_WORDS),
        rules=draw(_WORDS),
    )
