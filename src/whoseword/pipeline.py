"""The only place where the stages meet: an article goes in, its reading comes out.

Promises: a reading's spans are its text, its ids are the same each time the same text is read by the same
model and rules, and an article that makes a stage fail costs itself only (`Pipeline.run`). Which statements are kept
is one rule: what stands in furniture is never a statement; every other statement is kept, in a title or a
caption too, since what only a headline claims is worth knowing. One that says again what the body says carries
`repeats`, and whoever counts statements passes those over. An attribution without content says nothing and is
no statement. This module decides nothing else, keeps nothing and prints nothing.
"""

import itertools
import os
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from whoseword.actors import ActorTable, read_own
from whoseword.corrections import Learned, own_actors
from whoseword.errors import InputError
from whoseword.events import Clues, RootReader, find_events
from whoseword.link import Evidence, Linked, link
from whoseword.parties import addressees, chains, occasions
from whoseword.read import MANY_SUFFIXES, ReadOptions, list_sources, read
from whoseword.records import (
    Article,
    Attribution,
    Block,
    Event,
    Party,
    Reading,
    Rejected,
    SaidOn,
    Span,
    Statement,
    Tagged,
    TimeExpression,
    check_spans,
    digest,
)
from whoseword.relate import relate
from whoseword.settings import Settings
from whoseword.speech import act_of, kind_of, verbatim, voiced, without_marks
from whoseword.tag import Roots, Tagger
from whoseword.when import find_dates, record, said_on

# The version of everything but the model that decides what a reading says. It changes with any of them.
RULES = "5"
# Kinds of block that no statement shares with the body's paragraphs.
_APART = frozenset({"title", "heading", "byline", "caption"})
# Code points. More would take minutes and gigabytes; the longest article of PolNeAR train has 33,672.
LONGEST_TEXT = 1_000_000


@dataclass(frozen=True, slots=True)
class Around:
    """What the stages find for each of an article's attributions, in their order."""

    linked: Linked
    said_on: Sequence[SaidOn | None]
    addressees: Sequence[Party | None]
    occasions: Sequence[Span | None]
    chains: Sequence[Sequence[Party]]


class Pipeline:
    """A loaded tagger and actor table, and what is done with them. Use `Pipeline.load`.

    Without `roots`, which say what the events are, readings have no events: where the settings want none, or the bundle
    has no network of events.
    """

    def __init__(self, tagger: Tagger, table: ActorTable, *, roots: RootReader | None = None, batch: int = 16) -> None:
        self.tagger = tagger
        self.table = table
        self.roots = roots
        self.batch = batch

    @classmethod
    def load(cls, settings: Settings, learned: Sequence[Learned] = ()) -> "Pipeline":
        """Load what the settings name; ModelError where a bundle or a table does not serve, ConfigError for a faulty file of actors.

        `learned` are actors as corrections name them; those of the user's file come before them.
        """
        threads = settings.threads or _cores()
        table = ActorTable.load()
        own = read_own(settings.actors, table.names) if settings.actors is not None else ()
        if own or learned:
            table = table.with_own((*own_actors(learned, table.names), *own))
        tagger = Tagger.load(settings.bundle, threads=threads)
        roots = Roots(tagger.bundle, threads=threads) if settings.events and tagger.bundle.reads_events else None
        return cls(tagger, table, roots=roots, batch=settings.batch)

    @property
    def rules(self) -> str:
        """The version of the rules, as readings keep it, and that of the user's own actors where there are any."""
        return _rules(self.table)

    @property
    def model(self) -> str:
        """The version of the bundle, as readings keep it."""
        return self.tagger.version

    def read(self, article: Article) -> Reading:
        """The reading of one article; whatever a stage raises comes through."""
        (tagged,) = self.tagger.tag([article])
        return assemble(article, tagged, self.table, self.model, roots=self.roots)

    def run(self, found: Iterable[Article | Rejected]) -> Iterator[Reading | Rejected]:
        """A reading for each article, in order, and each rejection as it came; batches are bounded.

        An article that makes a stage fail comes out as Rejected with the reason "crash" and the traceback.
        """
        waiting = iter(found)
        while batch := list(itertools.islice(waiting, self.batch)):
            fitting = [_fitting(one) for one in batch]
            tagged = iter(self._tag([one for one in fitting if isinstance(one, Article)]))
            for one in fitting:
                yield self._finish(one, next(tagged)) if isinstance(one, Article) else one

    def _tag(self, articles: Sequence[Article]) -> list[Tagged | Rejected]:
        """Tag a batch at once; where that fails, each article by itself, so that only the bad one is lost."""
        try:
            return list(self.tagger.tag(articles))
        except Exception as error:  # noqa: BLE001  # the worker's edge: it becomes a Rejected
            if len(articles) == 1:
                return [_crashed(articles[0], error)]
        return [one for article in articles for one in self._tag([article])]

    def _finish(self, article: Article, tagged: Tagged | Rejected) -> Reading | Rejected:
        if isinstance(tagged, Rejected):
            return tagged
        try:
            return assemble(article, tagged, self.table, self.model, roots=self.roots)
        except Exception as error:  # noqa: BLE001  # the worker's edge: it becomes a Rejected
            return _crashed(article, error)


def read_all(sources: Iterable[str], options: ReadOptions) -> Iterator[Article | Rejected]:
    """Every article of every source, in order; a source that is not there comes out as Rejected in its place."""
    for source in sources:
        try:
            yield from read(source, options)
        except InputError as error:
            yield Rejected(source, "unreadable", str(error))


def count_sources(sources: Iterable[str]) -> int | None:
    """How many sources `read_all` will give something for, or None where some may give many; none is opened."""
    count = 0
    for source in sources:
        try:
            for path in list_sources(source):
                if path.lower().endswith((*MANY_SUFFIXES, ".xml")):
                    return None
                count += 1
        except InputError:
            count += 1
    return count


def assemble(article: Article, tagged: Tagged, table: ActorTable, model: str, *, roots: RootReader | None = None) -> Reading:
    """The reading of an article from what the tagger saw in it: every rule-based stage, in order.

    Only for its events a model is asked once more, `roots`; without it there are none. Raises InputError where a stage gave a span that is not its text.
    """
    kept = [a for a in tagged.attributions if a.content and not _in_furniture(a, article.blocks)]
    whole = [_on_one_side(article.text, a, article.blocks) for a in kept]
    bare = [replace(a, content=without_marks(article.text, a.content, a.cue)) for a in whole]
    seen = Tagged(_without_doubles(bare), tagged.names)
    dates = find_dates(article.text, article.published)
    around = look_around(article, seen, dates, table)
    statements = [_statement(article, seen.attributions[i], around, i) for i in range(len(seen.attributions))]
    signed = [replace(s, model=model, rules=_rules(table)) for s in statements]
    related, disputes = relate(article.text, article.blocks, signed)
    events: tuple[Event, ...] = ()
    if roots is not None:
        dated = tuple(date for date in (record(article.text, found) for found in dates) if date is not None)
        known = table.with_states(around.linked.states)
        events = find_events(Clues(article, related, around.linked.actors, seen.names, dated, known), roots)
    reading = Reading(
        article=article,
        statements=tuple(related),
        actors=tuple(around.linked.actors),
        dates=dates,
        events=events,
        disputes=tuple(disputes),
        model=model,
        rules=_rules(table),
    )
    check_spans(reading)
    return reading


def _rules(table: ActorTable) -> str:
    return RULES if table.version is None else f"{RULES}+actors.{table.version}"


def look_around(article: Article, seen: Tagged, dates: Sequence[TimeExpression], table: ActorTable) -> Around:
    """Who speaks, when, to whom, on what occasion and through whom, for each attribution, in order.

    Attributions are in the order of the text: what is carried over from one to the next depends on it.
    """
    text, attributions = article.text, seen.attributions
    evidence = Evidence(text, attributions, article.blocks, seen.names, article.published, article.byline)
    linked = link(evidence, table)
    return Around(
        linked=linked,
        said_on=said_on(article, attributions, dates, linked.speakers),
        addressees=addressees(text, attributions, linked.speakers, linked.actors),
        occasions=occasions(text, attributions, linked.speakers),
        chains=chains(text, attributions, linked.speakers, article.outlet),
    )


def _statement(article: Article, attribution: Attribution, around: Around, index: int) -> Statement:
    text, act = article.text, act_of(article.text, attribution)
    return Statement(
        id=_statement_id(article.id, attribution),
        kind=kind_of(text, attribution.content, attribution.cue),
        act=act,
        voiced=voiced(text, attribution, act),
        content=attribution.content,
        verbatim=verbatim(text, attribution.content, attribution.cue),
        cue=attribution.cue,
        source=attribution.source,
        speaker=around.linked.speakers[index],
        addressee=around.addressees[index],
        occasion=around.occasions[index],
        said_on=around.said_on[index],
        chain=tuple(around.chains[index]),
        confidence=attribution.confidence,
    )


def _statement_id(article_id: str, attribution: Attribution) -> str:
    offsets = [(span.start, span.end) for span in attribution.content]
    cues = [(span.start, span.end) for span in attribution.cue]
    return digest(article_id, "content", *offsets, "cue", *cues)


def _without_doubles(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Of attributions with the same content and cue, and so the same id, the surest; ties go to the first."""
    best: dict[tuple[tuple[Span, ...], tuple[Span, ...]], Attribution] = {}
    for attribution in attributions:
        key = (attribution.content, attribution.cue)
        if key not in best or attribution.confidence > best[key].confidence:
            best[key] = attribution
    return tuple(best.values())


def _on_one_side(text: str, attribution: Attribution, blocks: Sequence[Block]) -> Attribution:
    """The attribution without what reaches out of a title, heading, byline or caption into the body, or from the body into one.

    Its cue says on which side of the border it stands; where there is none, its content's end does.
    """
    place = (attribution.cue or attribution.content[-1:])[-1].end - 1
    borders = [edge for b in blocks if b.kind in _APART for edge in (b.start, b.end)]
    low = max((edge for edge in borders if edge <= place), default=0)
    high = min((edge for edge in borders if edge > place), default=len(text))
    content = _cut(text, attribution.content, low, high)
    if not content:
        return attribution
    return replace(attribution, content=content, source=_cut(text, attribution.source, low, high))


def _cut(text: str, spans: Sequence[Span], low: int, high: int) -> tuple[Span, ...]:
    """The parts of spans from `low` up to `high`, without white space at their ends; empty ones left out."""
    if all(low <= span.start and span.end <= high for span in spans):
        return tuple(spans)
    found = []
    for span in spans:
        start, end = max(low, span.start), min(high, span.end)
        inside = text[start:end] if start < end else ""
        start += len(inside) - len(inside.lstrip())
        if inside.strip():
            found.append(Span.cut(text, start, start + len(inside.strip())))
    return tuple(found)


def _in_furniture(attribution: Attribution, blocks: Sequence[Block]) -> bool:
    """Whether any part of it stands in the page's furniture."""
    furniture = [block for block in blocks if block.kind == "furniture"]
    spans = (*attribution.content, *attribution.cue)
    return any(block.start < span.end and span.start < block.end for block in furniture for span in spans)


def _fitting(found: Article | Rejected) -> Article | Rejected:
    """What was found, unless its text is too long to be an article."""
    if isinstance(found, Rejected) or len(found.text) <= LONGEST_TEXT:
        return found
    detail = f"the text has {len(found.text):,} characters; an article may have {LONGEST_TEXT:,}: split it"
    return Rejected(found.source, "too-large", detail)


def _crashed(article: Article, error: Exception) -> Rejected:
    return Rejected(article.source, "crash", "".join(traceback.format_exception(error)))


def _cores() -> int:
    """How many cores this process may use; systems that do not say so give all that they have."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
