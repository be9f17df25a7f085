"""Wire copies: articles, and passages of articles, that repeat one another.

Promises: whether two articles are copies depends on their two texts alone; a title, a byline, a caption or an outlet's line of credits makes no
copy and hides none. Passages are compared as well, so that an article that takes over three paragraphs of a longer one is found.
What each copy added, cut, changed or moved is in `whoseword.compare.copied`, worked out from both texts when someone looks.
Not here: who copied whom (groups say who was first, and no more), and reports of one event in different words.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from whoseword.compare._sketch import Hashes, bands, hashed, plain_words, runs_of, sampled, shared_shares
from whoseword.matching import Item, Link
from whoseword.records import Article, Reading, Span, digest

_BODY: Final = frozenset({"paragraph", "quote", "list"})
_SHINGLE: Final = 3  # words
_LEAST_ARTICLE: Final = 40  # words; what is shorter is a notice, and found as a passage
_LEAST_PASSAGE: Final = 20
_MOST_PASSAGE: Final = 90
# A passage ends with its paragraph, and within one where a sentence says so by its own words, one in so many: so passages are mostly
# the same wherever a text is taken to, whatever stands around, and however its paragraphs are joined there.
_ENDS: Final = 2
# The last two paragraphs, where no longer than so many words each, are often what an outlet puts under all it prints: they make no
# copies, unless they are more than this share of the article.
_STANDING: Final = 80
_STANDING_PARAGRAPHS: Final = 2
_STANDING_SHARE: Final = 0.25
_SAMPLE: Final = 256
# Articles of Jaccard similarity 0.25 (40 % of equal length shared) meet with probability 0.87, of 0.43 (60 %) with 0.998; articles that
# share a hundredth of their shingles with 0.003. Passages of 0.6 meet with 0.73, and a part taken over is mostly several of them.
_ARTICLE_BANDS: Final = 32
_PASSAGE_BANDS: Final = 3
_ROWS: Final = 2
# Shares of shingles; one changed word costs three of them. Set on one half of what benchmarks/copies.py makes (2026-11-30).
COPY_SHARE: Final = 0.9  # of both
_NEAR: Final = 0.4  # of the one that shares more
_NEAR_BOTH: Final = 0.3  # and of the other
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
        paragraphs = [plain_words(span.text) for span in body(reading.article)]
        words = [word for paragraph in without_standing(paragraphs) for word in paragraph]
        if len(words) < _LEAST_ARTICLE:
            return []
        runs = runs_of(hashed(words), _SHINGLE)
        (marks,) = bands(runs, [(0, len(runs))], count=_ARTICLE_BANDS, rows=_ROWS)
        return [Item(digest(" ".join(words)), marks, sampled(runs, _SAMPLE), facts={"words": len(words)})]

    def compare(self, first: Item, second: Item) -> Link | None:
        """What two articles are to each other: copy, near-copy or takes-over; None where they share too little."""
        one, other, shared, shares = _held(first, second)
        least, most = sorted(shares)
        if least >= COPY_SHARE:
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

    An exact one needs no comparison, be it an outlet's standing text under all its articles.
    """

    kind: str = "passage"
    version: str = "1"

    def items(self, reading: Reading) -> Sequence[Item]:
        """The passages of the body, numbered from 1 in the order of the text."""
        sentences, words = _sentences(body(reading.article))
        hashes = hashed(words)
        passages = list(_passages(hashes, sentences))
        runs = runs_of(hashes, _SHINGLE)
        parts = [(first.first, last.last - _SHINGLE + 1) for first, last in passages]
        marked = zip(passages, parts, bands(runs, parts, count=_PASSAGE_BANDS, rows=_ROWS), strict=True)
        return [
            Item(
                digest(" ".join(words[first.first : last.last])), marks, sampled(runs[start:end], _SAMPLE), number=number,
                facts={"words": last.last - first.first, "span": [first.start, last.end]},
            )
            for number, ((first, last), (start, end), marks) in enumerate(marked, 1)
        ]  # fmt: skip

    def compare(self, first: Item, second: Item) -> Link | None:
        """What two passages are to each other: copy or near-copy; None where they share too little."""
        one, other, _, shares = _held(first, second)
        least, most = sorted(shares)
        relation = "copy" if least >= COPY_SHARE else "near-copy" if most >= _PASSAGE_NEAR else None
        return _link(one, other, relation, shares) if relation else None


def body(article: Article) -> list[Span]:
    """The paragraphs that make up what an article says, in order: no title, byline, caption, heading, table or furniture."""
    blocks = [(b.start, b.end) for b in article.blocks if b.kind in _BODY]
    return [Span.cut(article.text, *bounds) for bounds in blocks or [(0, len(article.text))]]


def without_standing(paragraphs: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """The paragraphs, each its words, without one or two short last ones: an outlet's credits and invitations."""
    most = _STANDING_SHARE * sum(map(len, paragraphs))
    kept = list(paragraphs)
    for _ in range(_STANDING_PARAGRAPHS):
        if kept and len(kept[-1]) <= min(_STANDING, most):
            most -= len(kept.pop())
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


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with words: where it stands in the text, which of the words are its own, whether it closes its paragraph."""

    start: int
    end: int
    first: int
    last: int
    closes: bool


def _sentences(paragraphs: Sequence[Span]) -> tuple[list[_Sentence], list[str]]:
    """The sentences that have words, and all the words."""
    found, words = [], list[str]()
    for paragraph in paragraphs:
        for sentence in _sentence().finditer(paragraph.text):
            own = plain_words(sentence.group())
            if own:
                start, end = paragraph.start + sentence.start(), paragraph.start + sentence.end()
                found.append(_Sentence(start, end, len(words), len(words) + len(own), end == paragraph.end))
                words += own
    return found, words


def _passages(hashes: Hashes, sentences: Sequence[_Sentence]) -> Iterator[tuple[_Sentence, _Sentence]]:
    """The first and the last sentence of each passage; a rest that is too short is left out."""
    begin: _Sentence | None = None
    for one in sentences:
        begin = one if begin is None else begin
        size = one.last - begin.first
        ends = one.closes or int(hashes[one.first : one.last].sum()) % _ENDS == 0
        if size >= _MOST_PASSAGE or (size >= _LEAST_PASSAGE and ends):
            yield begin, one
            begin = None
    if begin is not None and sentences[-1].last - begin.first >= _LEAST_PASSAGE:
        yield begin, sentences[-1]


@functools.cache
def _sentence() -> re.Pattern[str]:
    return re.compile(r"\S.*?(?:[.!?…][\"”’»)\]]*(?=\s)|$)", re.DOTALL)
