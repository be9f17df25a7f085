"""The pages that articles were read from: whether what is kept still gives the text, and where on the page a passage stands.

Nothing is kept here and no page is shown: the ledger keeps the bytes, and they are only ever read again as they were read.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from whoseword.errors import InputError, NotFoundError
from whoseword.read import Origin, ReadOptions, locate, reread
from whoseword.records import Article, Original, Rejected, Span, Statement, check_spans
from whoseword.store import Store


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the page: a text node, by XPath over the page as lxml parses it, and an offset into its string."""

    node: str
    offset: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A span and where it begins and ends on the page; None where it begins or ends in white space that the page has not."""

    span: Span
    start: Point | None
    end: Point | None


@dataclass(frozen=True, slots=True)
class PlacedStatement:
    """Where the content, the cue and the source of a statement stand on the page of its article."""

    statement: str
    content: tuple[Placed, ...]
    cue: tuple[Placed, ...]
    source: tuple[Placed, ...]


def faults(store: Store, article_id: str) -> list[str]:
    """What is no longer so between the kept bytes of an article and its text, a line each; empty where all holds.

    The bytes have their checksum, reading them again gives the very text and blocks, and every span of the reading is its text.
    NotFoundError where no bytes are kept.
    """
    original = store.originals.get(article_id)
    reading = store.reading(article_id, raw=True)
    again = reread(original)
    if isinstance(again, Rejected):
        return [f"the kept bytes give no article now: {again.reason}, {again.detail}"]
    found = []
    if again.text != reading.article.text:
        found.append(f"the text differs from character {_first_difference(again.text, reading.article.text)} on")
    if again.blocks != reading.article.blocks:
        found.append("the kinds of blocks differ")
    try:
        check_spans(reading)
    except InputError as error:
        found.append(str(error))
    return found


def nodes(store: Store, article_id: str) -> tuple[Origin, ...]:
    """Where each character of an article's text stands on its kept page; none where none is kept, it is no page, or it is read otherwise now."""
    try:
        original = store.originals.get(article_id)
    except NotFoundError:
        return ()
    return nodes_of(store.reading(article_id, raw=True).article, original)


def nodes_of(article: Article, original: Original) -> tuple[Origin, ...]:
    """The same of an article and its bytes."""
    options = ReadOptions(format="html", url=original.url, size_bytes=max(1, len(original.raw)))
    try:
        return locate(article, original.raw, options, source=original.address, charset=original.charset)
    except InputError:
        return ()


def placed(statements: Sequence[Statement], origins: Sequence[Origin]) -> list[PlacedStatement]:
    """Where statements stand on the page."""
    return [
        PlacedStatement(
            one.id, *(tuple(place(span, origins) for span in spans) for spans in (one.content, one.cue, one.source))
        )
        for one in statements
    ]


def place(span: Span, origins: Sequence[Origin]) -> Placed:
    """Where a span begins and ends on the page."""
    start = next((Point(o.node, o.offset + span.start - o.start) for o in origins if o.start <= span.start < o.end), None)
    end = next((Point(o.node, o.offset + span.end - o.start) for o in origins if o.start < span.end <= o.end), None)
    return Placed(span, start, end)


def page_place(store: Store) -> Callable[[str, Span], tuple[tuple[str, int], tuple[str, int]] | None]:
    """Where spans stand on the kept pages of a ledger; each page is read again once, while its spans are asked for one after the other."""
    origins_of = functools.lru_cache(8)(functools.partial(nodes, store))

    def find(article_id: str, span: Span) -> tuple[tuple[str, int], tuple[str, int]] | None:
        found = place(span, origins_of(article_id))
        if found.start is None or found.end is None:
            return None
        return (found.start.node, found.start.offset), (found.end.node, found.end.offset)

    return find


def _first_difference(one: str, other: str) -> int:
    return next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))
