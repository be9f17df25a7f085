"""The records: what whoseword reads, finds and keeps, as frozen values, and their JSON.

Every offset is a half-open range of Unicode code points into `Article.text`, and every `Span` carries its
own text, so that it can be checked (`check_spans`) wherever a record is written or read. This module knows
no file, no model and no database; every other module speaks through it.
"""

import dataclasses
import functools
import hashlib
import types
import typing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin

from whoseword import markup
from whoseword.errors import InputError

SCHEMA = "whoseword/1"
BY_A_PERSON = "a person"  # in place of the model, where no reading has a statement but a person added it

BlockKind = Literal["title", "byline", "caption", "paragraph", "heading", "quote", "list", "table", "furniture"]
StatementKind = Literal["direct", "indirect", "mixed"]
ActorType = Literal["person", "state", "organisation", "media", "group", "anonymous", "document", "unresolved"]
SourceKind = Literal["named", "official", "organisation", "media", "document", "group", "anonymous", "unresolved"]
NameType = Literal["person", "organisation", "place"]
How = Literal["name", "alias", "pronoun", "role", "metonymy", "carried", "corrected", "unresolved"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Target = Literal["statement", "link", "group", "speaker", "article", "event", "issue"]
Act = Literal[
    "assert", "confirm", "deny", "report", "announce", "promise", "propose", "demand", "request", "warn", "threaten",
    "accept", "refuse", "reject", "accuse", "criticise", "praise", "congratulate", "welcome", "thank", "apologise",
    "hope", "expect", "intend", "believe", "ask",
]  # fmt: skip
Root = Literal[
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "REQUEST",
    "SANCTION", "SUPPORT", "THREATEN", "YIELD",
]  # fmt: skip
Sector = Literal[
    "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "OPP", "REB", "CIV", "REF", "MED", "BUS", "EDU", "REL", "LAB", "IGO", "NGO",
    "UNK",
]  # fmt: skip
EventStatus = Literal["asserted", "reported", "denied", "planned"]

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of the article's text, with that text."""

    start: int
    end: int
    text: str

    @classmethod
    def cut(cls, text: str, start: int, end: int) -> "Span":
        """The span of `text` from `start` up to `end`."""
        return cls(start, end, text[start:end])


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page: where it stands in the text and what it is."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes that an article was read from, and what besides them decided how they were read.

    `address` is where they stood; `media_type` and `charset` are what was said of them there, `format` and `url` what the reader said.
    """

    raw: bytes = field(repr=False)
    address: str
    media_type: str | None = None
    charset: str | None = None
    format: str = "auto"
    url: str | None = None

    @property
    def sha256(self) -> str:
        """The checksum that they are kept by."""
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True, slots=True)
class Article:
    """One article, its text frozen: offsets of everything else point into `text`.

    `published` and `modified` are ISO 8601, of the precision that the page gives (a time with its zone where
    it has one); `captured` is when a web archive took the page or it was fetched. `original` are the bytes, where they are to be kept; it is no
    part of the record. `origins` says for each of title, outlet, byline, published,
    modified, captured, section and language where it came from: json-ld, meta, htmldate, title-tag, heading, byline, dateline,
    text, url, mail, pdf, warc, fetch, feed, argument.
    """

    id: str
    source: str
    text: str
    text_sha256: str
    blocks: tuple[Block, ...] = ()
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    published_from: str | None = None
    modified: str | None = None
    language: str | None = None
    section: str | None = None
    captured: str | None = field(default=None, compare=False)  # of two captures of one page the articles are equal
    origins: Mapping[str, str] = field(default_factory=dict)
    original: Original | None = field(default=None, compare=False, repr=False)

    OPTIONAL: ClassVar[tuple[str, ...]] = ("section", "captured")
    HELD: ClassVar[tuple[str, ...]] = ("original",)  # what JSON never has


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source that could not become an article: what, why in one word, and the detail for a person."""

    source: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the tagger links: who is named as the source, by which cue, of which content (each 0..n fragments).

    `depth` is 0 for the outermost, 1 for one inside another's content, and so on. `confidence` is a
    probability between 0 and 1.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    depth: int = 0
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in the text and what sort of thing it names."""

    span: Span
    type: NameType
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Tagged:
    """One article as the tagger sees it; both lists in the order of the text."""

    attributions: tuple[Attribution, ...]
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time phrase and its TIMEX3 type, value and modifier (ISO-TimeML, ISO 24617-1)."""

    start: int
    end: int
    text: str
    type: TimeType
    value: str
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class SaidOn:
    """When something was said: an ISO 8601 date of the precision the text gives, and the evidence for it.

    `from_` is `correction` where a person gave the date.
    """

    value: str
    precision: str
    modifier: str | None
    from_: Literal["text", "publication", "correction"]
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words these are. `how` says by what the speaker was resolved; name is None where it was not."""

    name: str | None
    type: ActorType
    country: str | None = None
    role: str | None = None
    actor: str | None = None
    how: How = "unresolved"
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Party:
    """An addressee, or one link in a chain of sources."""

    name: str
    type: ActorType
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stood when a person corrected it: the article's id, and the offsets of its content and cue.

    An article's text is frozen, so the offsets hold for every reading of it.
    """

    article: str
    content: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of a record: that `field` of the thing `target_id` is `value` (plain JSON), who, when and why.

    A correction is never changed. One with `undoes` says only that the correction with that id no longer counts; it has the
    target and field of that one, and no value. `made_at` is ISO 8601 in UTC.
    """

    id: str
    target: Target
    target_id: str
    field: str
    value: Any
    made_by: str
    made_at: str
    why: str | None = None
    undoes: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that someone said, wrote or thought, as the article reports it.

    `repeats`, `about` and `inside` are ids of statements of the same article. `chain` runs from the
    outermost source (the article's outlet) to the innermost. `corrections` are those that made it what it is here, in the order
    in which they were made; none for a statement as it was read.
    """

    id: str
    kind: StatementKind
    act: Act
    voiced: bool
    content: tuple[Span, ...]
    verbatim: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    speaker: Speaker
    addressee: Party | None = None
    occasion: Span | None = None
    said_on: SaidOn | None = None
    chain: tuple[Party, ...] = ()
    repeats: str | None = None
    about: str | None = None
    inside: str | None = None
    confidence: float = 1.0
    model: str = ""
    rules: str = ""
    corrections: tuple[Correction, ...] = ()
    # What JSON leaves out where it is empty.
    OPTIONAL: ClassVar[tuple[str, ...]] = ("corrections",)


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom names in the article stand for, with every mention that was resolved to it."""

    id: str
    name: str
    type: ActorType
    country: str | None = None
    role: str | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Worded:
    """The words of an attribution by which its act is read, and whether the content stands in quotation marks."""

    source: str
    cue: str
    content: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """One who may act and one who may be acted on, by their spans in a sentence; a side may have no span."""

    text: str
    source: tuple[Span, ...]
    target: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class EventActor:
    """One side of an event: whom it stands for, the country (ISO 3166-1 alpha-3) and sector, and the words that name it.

    `state` is that country's common name, also where it has no code. Sectors are those of event data (CAMEO's roles and types, as ICEWS and PLOVER use them); UNK is unknown.
    """

    name: str
    country: str | None = None
    state: str | None = None
    sector: Sector = "UNK"
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Something political that one actor did to another, as the article has it (PLOVER: Open Event Data Alliance 2018).

    `evidence` is the clause or sentence that says so. `status`: asserted by the outlet, reported in the statement
    `reported_by` (an id), denied, or planned. `date` is when it happened as far as the text says. `place` is named in the evidence.
    """

    id: str
    root: Root
    source: EventActor
    target: EventActor
    status: EventStatus
    evidence: Span
    date: SaidOn | None = None
    place: Span | None = None
    reported_by: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Dispute:
    """Statements for and against one matter, by id; `about` is the content that is contested."""

    about: str
    for_: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """What parties take positions on, as a person defines it: words in the ledger's query grammar, and example statements.

    An example is the id of a statement, its first digits (six at least), or a short text.
    """

    name: str
    words: str | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sourcing:
    """On whose word an article stands: how many of its statements come from each sort of source.

    `named` people speak under their names, `official` ones with an office of a state; `official` are states as well.
    `organisation` and `group` are those that speak without a person. `relayed` statements came through another
    source, outlets and the like, which `through` counts by name.
    """

    statements: int
    named: int
    official: int
    organisation: int
    media: int
    document: int
    group: int
    anonymous: int
    unresolved: int
    relayed: int
    through: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole record of one article: one run of one model and one set of rules over it.

    With a person's corrections (`whoseword.corrections`), `rejected` are the statements that they took out, and `unplaced` the
    corrections of statements that this reading does not have.
    """

    article: Article
    statements: tuple[Statement, ...] = ()
    actors: tuple[Actor, ...] = ()
    dates: tuple[TimeExpression, ...] = ()
    events: tuple[Event, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    model: str = ""
    rules: str = ""
    schema: str = SCHEMA
    rejected: tuple[Statement, ...] = ()
    unplaced: tuple[Correction, ...] = ()
    # What JSON leaves out where it is empty.
    OPTIONAL: ClassVar[tuple[str, ...]] = ("rejected", "unplaced")
    # What JSON has besides the fields: it follows from them, and is worked out again where a record is read.
    DERIVED: ClassVar[tuple[str, ...]] = ("sourcing",)

    @property
    def sourcing(self) -> Sourcing:
        """On whose word the article stands: its statements counted by their sources, those that repeat others left out."""
        fresh = [s for s in self.statements if s.repeats is None]
        counts = Counter(source_of(s.speaker) for s in fresh)
        outlet = (self.article.outlet or "").casefold()
        links = (p.name for s in fresh for p in s.chain[:-1] if p.name.casefold() != outlet)
        through = dict(sorted(Counter(links).items(), key=lambda pair: (-pair[1], pair[0])))
        relayed = sum(any(p.name.casefold() != outlet for p in s.chain[:-1]) for s in fresh)
        return Sourcing(
            statements=len(fresh), relayed=relayed, through=through, **{kind: counts[kind] for kind in get_args(SourceKind)}
        )

    def _repr_html_(self) -> str:
        """The text with its statements marked and listed, for a notebook; all of it escaped."""
        notes = [f"{s.speaker.name or 'unresolved'} ({s.speaker.type}): {s.act}" for s in self.statements]
        return markup.html(self.article.title, self.article.text, marks_of(self.statements), notes)


def source_of(speaker: Speaker) -> SourceKind:
    """Which sort of source a speaker is."""
    match speaker.type:
        case "person":
            return "official" if speaker.country and speaker.role else "named"
        case "state":
            return "official"
        case kind:
            return kind


def marks_of(statements: Iterable[Statement]) -> list[markup.Mark]:
    """The source, cue and content of statements as marks, numbered from 1 in their order."""
    return [
        markup.Mark(span.start, span.end, role, number)
        for number, statement in enumerate(statements, 1)
        for role, spans in _roles(statement)
        for span in spans
    ]


def _roles(statement: Statement) -> tuple[tuple[markup.Role, tuple[Span, ...]], ...]:
    return (("content", statement.content), ("cue", statement.cue), ("source", statement.source))


def digest(*parts: object) -> str:
    """A short stable id (16 hex digits of SHA-256) of the parts, in order."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def to_json(record: Any) -> Any:
    """Plain dicts, lists and scalars of a record, ready for `json.dumps`."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        held = getattr(record, "HELD", ())
        names = (*(f.name for f in dataclasses.fields(record) if f.name not in held), *getattr(record, "DERIVED", ()))
        optional = getattr(record, "OPTIONAL", ())
        return {n.rstrip("_"): to_json(getattr(record, n)) for n in names if n not in optional or getattr(record, n)}
    if isinstance(record, Mapping):
        return {str(key): to_json(value) for key, value in record.items()}
    if isinstance(record, tuple | list):
        return [to_json(value) for value in record]
    return record


def from_json(kind: type[Record], value: Any) -> Record:
    """The record of type `kind` that `to_json` gave as `value`; unknown keys are passed over.

    Raises InputError where a value is missing or of another shape.
    """
    try:
        return typing.cast(Record, _reviver(typing.cast("Any", kind))(value))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"this JSON is no {kind.__name__} record of schema {SCHEMA}: {error!r}: write it again with this version"
        raise InputError(message) from error


@functools.cache
def _reviver(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of type `kind` of its JSON; worked out once a type, since to look at types is slow."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = _reviver(arguments[0])
        return (lambda value: None if value is None else inner(value)) if type(None) in arguments else inner
    if origin is tuple:
        return _tuple_of(_reviver(arguments[0]))
    if origin is Literal:
        return functools.partial(_one_of, arguments)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _record_of(kind)
    return functools.partial(_scalar, kind) if kind in (str, int, float, bool) else lambda value: value


def _tuple_of(part: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def revive(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise TypeError(f"expected a list, got {value!r}")
        return tuple(map(part, value))

    return revive


def _record_of(kind: Any) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    shape = [(f.name, f.name.rstrip("_"), _reviver(hints[f.name])) for f in dataclasses.fields(kind)]
    return lambda value: kind(**{name: revive(value[key]) for name, key, revive in shape if key in value})


def _one_of(choices: tuple[Any, ...], value: Any) -> Any:
    if value not in choices:
        raise ValueError(f"{value!r} is not one of {choices}")
    return value


def _scalar(kind: type, value: Any) -> Any:
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"expected {kind.__name__}, got {value!r}")
    return value


def spans_of(record: Any) -> Iterator[Span]:
    """Every Span anywhere in a record, depth first, in the order of its fields."""
    if isinstance(record, Span):
        yield record
    elif isinstance(record, tuple | list):
        for value in record:
            yield from spans_of(value)
    else:
        kind: Any = type(record)
        for name in _may_hold_spans(kind):
            yield from spans_of(getattr(record, name))


@functools.cache
def _may_hold_spans(kind: type) -> tuple[str, ...]:
    """The fields of a record, those left out that are scalars by their type; none of anything else."""
    if not dataclasses.is_dataclass(kind):
        return ()
    hints = typing.get_type_hints(kind)
    return tuple(
        f.name for f in dataclasses.fields(kind) if not _is_plain(hints[f.name]) and f.name not in getattr(kind, "HELD", ())
    )


def _is_plain(hint: Any) -> bool:
    arguments = [one for one in get_args(hint) if one is not type(None)]
    if get_origin(hint) in (Union, types.UnionType):
        return all(map(_is_plain, arguments))
    return get_origin(hint) is Literal or hint in (str, int, float, bool)


def check_spans(reading: Reading) -> None:
    """Hold the promise that every span is its text; raises InputError that names the first which is not."""
    text = reading.article.text
    for span in (*spans_of(reading), *(Span(d.start, d.end, d.text) for d in reading.dates)):
        if not 0 <= span.start < span.end <= len(text) or text[span.start : span.end] != span.text:
            found = text[max(0, span.start) : max(0, span.end)][:60]
            message = (
                f"{reading.article.source}: span {span.start}:{span.end} says {span.text[:60]!r} "
                f"but the text there is {found!r}: read the article again"
            )
            raise InputError(message)
