"""Wire copies: articles, and passages of articles, that repeat one another.

Promises: whether two articles are copies depends on their two texts alone; a title, a byline, a caption or an outlet's line of credits makes no
copy and hides none. Passages are compared as well, so that an article that takes over three paragraphs of a longer one is found. What
each copy added, cut, changed or moved is worked out from both texts when someone looks (`changes`), and kept nowhere.
Not here: who copied whom (groups say who was first, and no more), and reports of one event in different words.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from whoseword.compare._sketch import Hashes, bands, hashed, plain_words, runs_of, sampled, shared_shares
from whoseword.compare._wording import wording
from whoseword.compare.differences import Change, Run, differences
from whoseword.matching import Item, Link
from whoseword.records import Article, Reading, Span, digest

_BODY: Final = frozenset({"paragraph", "quote", "list"})
_SHINGLE: Final = 3  # words
_LEAST_ARTICLE: Final = 40  # words; what is shorter is a notice, and found as a passage
_LEAST_PASSAGE: Final = 20
_MOST_PASSAGE: Final = 90
# One sentence in so many ends a passage, by its own words: so passages are the same wherever a text is taken to, whatever stands around.
_ENDS: Final = 2
# The last two paragraphs, where no longer than so many words each, are often what an outlet puts under all it prints: they make no
# copies. Where fewer than so many others are left, they stay.
_STANDING: Final = 80
_STANDING_PARAGRAPHS: Final = 2
_OTHERS: Final = 3
_SAMPLE: Final = 256
# Articles of Jaccard similarity 0.25 (40 % of equal length shared) meet with probability 0.87, of 0.43 (60 %) with 0.998; articles that
# share a hundredth of their shingles with 0.003. Passages of 0.6 meet with 0.73, and a part taken over is mostly several of them.
_ARTICLE_BANDS: Final = 32
_PASSAGE_BANDS: Final = 3
_ROWS: Final = 2
# Shares of shingles; one changed word costs three of them. Set on one half of what benchmarks/copies.py makes (2026-11-30).
_COPY: Final = 0.9  # of both
_NEAR: Final = 0.4  # of the one that shares more
_NEAR_BOTH: Final = 0.25  # and of the other
_TAKEN: Final = 0.22  # of the one that shares more
_TAKEN_SHINGLES: Final = 12  # of those sampled: fewer are chance
_PASSAGE_NEAR: Final = 0.45


@dataclass(frozen=True, slots=True)
class CopyComparer:
    """Compares articles by the words of their bodies; kind `copy`.

    The form is a digest of the words in lower case, so that exact copies need no comparison whatever their outlets did to title,
    quotation marks, line breaks and the line of credits at the end.
    """

    kind: str = "copy"
    version: str = "1"

    def items(self, reading: Reading) -> Sequence[Item]:
        """The article, where its body has 40 words or more."""
        words = [word for span in without_standing(body(reading.article)) for word in plain_words(span.text)]
        if len(words) < _LEAST_ARTICLE:
            return []
        runs = runs_of(hashed(words), _SHINGLE)
        (marks,) = bands(runs, [(0, len(runs))], count=_ARTICLE_BANDS, rows=_ROWS)
        return [Item(digest(" ".join(words)), marks, sampled(runs, _SAMPLE), facts={"words": len(words)})]

    def compare(self, first: Item, second: Item) -> Link | None:
        """What two articles are to each other: copy, near-copy or takes-over; None where they share too little."""
        one, other, shared, shares = _held(first, second)
        least, most = sorted(shares)
        if least >= _COPY:
            relation = "copy"
        elif most >= _NEAR and least >= _NEAR_BOTH:
            relation = "near-copy"
        elif most >= _TAKEN and shared >= _TAKEN_SHINGLES:
            relation = "takes-over"
        else:
            return None
        return _link(one, other, relation, shares)


@dataclass(frozen=True, slots=True)
class PassageComparer:
    """Compares passages of articles, runs of sentences of 20 to 90 words; kind `passage`.

    A passage ends where one of its sentences says so by its own words, so the same sentences are the same passage in whatever
    article, and an exact one needs no comparison, be it an outlet's standing text under all its articles.
    """

    kind: str = "passage"
    version: str = "1"

    def items(self, reading: Reading) -> Sequence[Item]:
        """The passages of the body, numbered from 1 in the order of the text."""
        places, words = _words_at(body(reading.article))
        hashes = hashed(words)
        bounds = list(_passages(hashes, [(first, last) for _, _, first, last in places]))
        runs = runs_of(hashes, _SHINGLE)
        parts = [(first, last - _SHINGLE + 1) for first, last in bounds]
        starts = {first: start for start, _, first, _ in places}
        ends = {last: end for _, end, _, last in places}
        return [
            Item(
                digest(" ".join(words[first:last])), marks, sampled(runs[part[0] : part[1]], _SAMPLE), number=number,
                facts={"words": last - first, "span": [starts[first], ends[last]]},
            )
            for number, ((first, last), part, marks) in enumerate(
                zip(bounds, parts, bands(runs, parts, count=_PASSAGE_BANDS, rows=_ROWS), strict=True), 1
            )
        ]  # fmt: skip

    def compare(self, first: Item, second: Item) -> Link | None:
        """What two passages are to each other: copy or near-copy; None where they share too little."""
        one, other, _, shares = _held(first, second)
        least, most = sorted(shares)
        relation = "copy" if least >= _COPY else "near-copy" if most >= _PASSAGE_NEAR else None
        return _link(one, other, relation, shares) if relation else None


def body(article: Article) -> list[Span]:
    """The paragraphs that make up what an article says, in order: no title, byline, caption, heading, table or furniture."""
    blocks = [(b.start, b.end) for b in article.blocks if b.kind in _BODY]
    return [Span.cut(article.text, *bounds) for bounds in blocks or [(0, len(article.text))]]


def without_standing(paragraphs: Sequence[Span]) -> Sequence[Span]:
    """The paragraphs without one or two short last ones, where others stand before: an outlet's credits and invitations."""
    kept = list(paragraphs)
    for _ in range(_STANDING_PARAGRAPHS):
        if len(kept) > _OTHERS and len(plain_words(kept[-1].text)) <= _STANDING:
            kept.pop()
    return kept


def _held(first: Item, second: Item) -> tuple[Item, Item, int, tuple[float, float]]:
    """Two items in the order of their forms, and what they share."""
    one, other = sorted((first, second), key=lambda item: item.form)
    shared, *shares = shared_shares(one.value, other.value)
    return one, other, shared, (shares[0], shares[1])


def _link(one: Item, other: Item, relation: str, shares: tuple[float, float]) -> Link:
    evidence = {"of_first": round(shares[0], 3), "of_second": round(shares[1], 3)}
    grade = round(min(0.99, 0.7 + 0.5 * max(shares)), 3)
    return Link(one.form, other.form, relation, grade, "shingles", evidence, relation != "takes-over")


def _words_at(paragraphs: Sequence[Span]) -> tuple[list[tuple[int, int, int, int]], list[str]]:
    """Of each sentence with words where it starts and ends in the text and among the words; and all the words."""
    places, words = [], list[str]()
    for paragraph in paragraphs:
        for sentence in _sentence().finditer(paragraph.text):
            own = plain_words(sentence.group())
            if own:
                start, end = paragraph.start + sentence.start(), paragraph.start + sentence.end()
                places.append((start, end, len(words), len(words) + len(own)))
                words += own
    return places, words


def _passages(hashes: Hashes, sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where each passage begins and ends among the words; a rest that is too short is left out."""
    start: int | None = None
    for first, last in sentences:
        start = first if start is None else start
        size = last - start
        if size >= _MOST_PASSAGE or (size >= _LEAST_PASSAGE and int(hashes[first:last].sum()) % _ENDS == 0):
            yield start, last
            start = None
    if start is not None and sentences[-1][1] - start >= _LEAST_PASSAGE:
        yield start, sentences[-1][1]


@functools.cache
def _sentence() -> re.Pattern[str]:
    return re.compile(r"\S.*?(?:[.!?…][\"”’»)\]]*(?=\s)|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a second text did to a first: every run of both (`whoseword.compare.differences`), and how many words they share."""

    runs: tuple[Run, ...]
    shared: int
    first_words: int
    second_words: int

    def of(self, change: Change) -> list[Run]:
        """The runs of one kind: equal, cut, added, changed or moved."""
        return [run for run in self.runs if run.change == change]


def changes(first: str, second: str) -> Changes:
    """What `second` cut, added, changed and moved, of two whole articles; fewer than three words in a row are no agreement."""
    runs = differences(first, second, least=3)
    kept = sum(
        len(wording(first[run.first[0] : run.first[1]])) for run in runs if run.first and run.change in {"equal", "moved"}
    )
    return Changes(runs, kept, len(wording(first)), len(wording(second)))
