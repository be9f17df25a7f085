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
from typing import Any, Final

from whoseword.compare._sketch import bands, plain_words, sampled, shared_shingles, shingles
from whoseword.compare._wording import wording
from whoseword.compare.differences import Change, Run, differences
from whoseword.matching import Item, Link
from whoseword.records import Article, Reading, Span, digest

ARTICLE: Final = "article"
PASSAGE: Final = "passage"
_BODY: Final = frozenset({"paragraph", "quote", "list"})
_SHINGLE: Final = 4  # words
_LEAST_ARTICLE: Final = 40  # words; what is shorter is a notice, and found as a passage
_LEAST_PASSAGE: Final = 20
_MOST_PASSAGE: Final = 90
# One sentence in so many ends a passage, by its own words: so passages are the same wherever a text is taken to, whatever stands around.
_ENDS: Final = 2
_SAMPLE: Final = 256
# Articles of Jaccard similarity 0.25 (40 % of equal length shared) meet with probability 0.87, of 0.43 (60 %) with 0.998; articles that
# share a hundredth of their shingles with 0.003. Passages of 0.6 meet with 0.73, and a part taken over is mostly several of them.
_ARTICLE_BANDS: Final = 32
_PASSAGE_BANDS: Final = 3
_ROWS: Final = 2
_SALTS: Final = {ARTICLE: 1, PASSAGE: 2}
# Shares of shingles; one changed word costs four of them. Set on one half of what benchmarks/copies.py makes (2026-11-30).
_COPY: Final = 0.9  # of both
_NEAR: Final = 0.35  # of the one that shares more, where the other is no longer than _LONGER times
_NEAR_BOTH: Final = 0.2  # and of the other
_TAKEN: Final = 0.12  # of the one that shares more
_TAKEN_SHINGLES: Final = 12  # of those sampled: fewer are chance
_PASSAGE_NEAR: Final = 0.4


@dataclass(frozen=True, slots=True)
class CopyComparer:
    """Compares articles by the words of their bodies, and passages by theirs; kind `copy`.

    Number 0 is the article, the others are its passages in order: runs of sentences of 20 to 90 words. The form is a digest of the words
    in lower case, so that exact copies need no comparison whatever their outlets did to title, quotation marks and line breaks.
    """

    kind: str = "copy"
    version: str = "1"

    def items(self, reading: Reading) -> Sequence[Item]:
        """The article, where it has 40 words or more, then its passages."""
        article = reading.article
        facts = {
            "article": article.id, "outlet": article.outlet, "title": article.title, "url": article.url,
            "published": article.published,
        }  # fmt: skip
        bodies = body(article)
        words = [word for span in bodies for word in plain_words(span.text)]
        found = [_item(ARTICLE, words, 0, {**facts, "words": len(words)})] if len(words) >= _LEAST_ARTICLE else []
        for number, (start, end, passage) in enumerate(_passages(bodies), 1):
            found.append(_item(PASSAGE, passage, number, {**facts, "words": len(passage), "span": [start, end]}))
        return found

    def compare(self, first: Item, second: Item) -> Link | None:
        """What two articles, or two passages, are to each other: copy, near-copy or takes-over; None where they share too little."""
        part = first.value["part"]
        if part != second.value["part"]:
            return None
        one, other = sorted((first, second), key=lambda item: item.form)
        shared, in_one, in_other = shared_shingles(one.value, other.value)
        of_one, of_other = shared / max(1, in_one), shared / max(1, in_other)
        relation = _article_relation(of_one, of_other, shared) if part == ARTICLE else _passage_relation(of_one, of_other)
        if relation is None:
            return None
        evidence = {"part": part, "of_first": round(of_one, 3), "of_second": round(of_other, 3)}
        return Link(one.form, other.form, relation, _grade(max(of_one, of_other)), "shingles", evidence)


def body(article: Article) -> list[Span]:
    """The paragraphs that make up what an article says, in order: no title, byline, caption, heading, table or furniture."""
    blocks = [(b.start, b.end) for b in article.blocks if b.kind in _BODY]
    return [Span.cut(article.text, *bounds) for bounds in blocks or [(0, len(article.text))]]


def _item(part: str, words: Sequence[str], number: int, facts: dict[str, Any]) -> Item:
    hashes = shingles(words, _SHINGLE)
    return Item(
        form=digest(part, " ".join(words)),
        marks=bands(hashes, count=_ARTICLE_BANDS if part == ARTICLE else _PASSAGE_BANDS, rows=_ROWS, salt=_SALTS[part]),
        value={"part": part, **sampled(hashes, _SAMPLE)},
        number=number,
        facts=facts,
    )


def _passages(bodies: Sequence[Span]) -> Iterator[tuple[int, int, list[str]]]:
    """Where each passage starts and ends, and its words; one that is too short at the end of the text is left out."""
    start, words = None, list[str]()
    for span in bodies:
        for sentence in _sentence().finditer(span.text):
            own = plain_words(sentence.group())
            if not own:
                continue
            start = span.start + sentence.start() if start is None else start
            words += own
            if len(words) >= _MOST_PASSAGE or (len(words) >= _LEAST_PASSAGE and _ends(own)):
                yield start, span.start + sentence.end(), words
                start, words = None, []
            last = span.start + sentence.end()
    if start is not None and len(words) >= _LEAST_PASSAGE:
        yield start, last, words


def _ends(words: Sequence[str]) -> bool:
    return int(digest(*words), 16) % _ENDS == 0


def _article_relation(of_one: float, of_other: float, shared: float) -> str | None:
    least, most = sorted((of_one, of_other))
    if least >= _COPY:
        return "copy"
    if most >= _NEAR and least >= _NEAR_BOTH:
        return "near-copy"
    return "takes-over" if most >= _TAKEN and shared >= _TAKEN_SHINGLES else None


def _passage_relation(of_one: float, of_other: float) -> str | None:
    least, most = sorted((of_one, of_other))
    return "copy" if least >= _COPY else "near-copy" if most >= _PASSAGE_NEAR else None


def _grade(share: float) -> float:
    """How sure it is that so large a shared part is no chance."""
    return round(min(0.99, 0.7 + 0.5 * share), 3)


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
