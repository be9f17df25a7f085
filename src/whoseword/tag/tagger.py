"""The tagger: one pass of the encoder over an article, from blocks of text to attributions and names.

An article is cut into word pieces, read in overlapping windows and decoded as a whole. Furniture is not read.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np

from whoseword.nesting import enclosing
from whoseword.records import Article, Attribution, Name, NameType, Span, Tagged
from whoseword.tag.agents import what_follows, with_agent
from whoseword.tag.bundle import DEFAULT_BUNDLE, Bundle, open_bundle
from whoseword.tag.clauses import read_clauses
from whoseword.tag.decode import BEGIN, Floats, PieceSpan, decode
from whoseword.tag.encoder import TRACKS, Encoder
from whoseword.tag.gaps import EAGER_CONTENT, EAGER_SOURCE, Found, link_twice
from whoseword.tag.layout import read_layout
from whoseword.tag.links import Linker, PieceAttribution, Pointer
from whoseword.tag.nouns import read_nouns
from whoseword.tag.paragraphs import cut_paragraphs
from whoseword.tag.pieces import Pieces
from whoseword.tag.relays import read_relays

ARTICLES_AT_ONCE = 16
# The tracks that are decoded: each once, and once more, eagerly, the sources and contents of outer and of nested attributions.
_EAGER = (0, 2, 6, 8)
_DECODED = [*range(len(TRACKS)), *_EAGER]
# Outer and nested attributions: the places in _DECODED of their sources, cues, contents, eager sources and eager contents.
_LEVELS = ((0, 1, 2, 9, 10), (6, 7, 8, 11, 12))
# Below this an attribution is more likely wrong than not: leaving them out costs no F1 of relations on PolNeAR dev and
# raises their precision by a point (2026-11-23; benchmarks/accuracy.py attribution watches it). Nested ones stand under one
# that is likely, and with them a chain is lost: more are kept, and their spans begin a little more readily (NESTED_BEGIN). On the
# world dev readings that finds 65 of 119 instead of 59 and costs two points of precision (2026-11-27).
LEAST_CONFIDENCE = (0.2, 0.05)
NESTED_BEGIN = 0.5
_NESTED = slice(6, 9)


class Tagger:
    """Finds attributions and names. `Tagger.load()` takes the bundle that comes with the package."""

    def __init__(self, bundle: Bundle, encoder: Encoder) -> None:
        self.bundle = bundle
        self._encoder = encoder
        self._transitions = np.array(bundle.heads["transitions"])
        self._bias = _bias(bundle.heads["begin"])
        self._confidence_weights, self._confidence_bias = (np.array(bundle.heads["confidence"][k]) for k in ("weights", "bias"))
        self._pointers = (Pointer.of(bundle.heads["source"]), Pointer.of(bundle.heads["content"]))

    @classmethod
    def load(cls, bundle: Path | None = None, *, threads: int = 1) -> "Tagger":
        """Open a bundle after its checksums hold; raises ModelError where it does not serve."""
        opened = open_bundle(bundle or DEFAULT_BUNDLE)
        return cls(opened, Encoder(opened, threads=threads))

    @property
    def version(self) -> str:
        """What a record keeps as its model."""
        return self.bundle.version

    def tag(self, articles: Iterable[Article]) -> Iterator[Tagged]:
        """One `Tagged` an article, in order; articles are taken in bounded batches."""
        waiting = iter(articles)
        while batch := list(itertools.islice(waiting, ARTICLES_AT_ONCE)):
            yield from self._tag_batch(batch)

    def _tag_batch(self, articles: Sequence[Article]) -> Iterator[Tagged]:
        cut = [self._cut(article) for article in articles]
        for article, pieces, (tracks, *levels) in zip(articles, cut, self._decode(cut), strict=True):
            outer, nested = (
                self._likely(
                    article.text,
                    pieces,
                    [what_follows(with_agent(a, article.text, pieces, tracks), article.text, pieces) for a in linked],
                    depth,
                )
                for depth, linked in enumerate(levels)
            )
            told = _replace(outer, read_layout(article.text, article.blocks))
            within = read_relays(article.text, [*told, *_within(nested, told)])
            within = [*within, *read_nouns(article.text, within)]
            yield Tagged(_in_order([*within, *read_clauses(article.text, within)]), _names(article.text, pieces, tracks))

    def _likely(self, text: str, pieces: Pieces, linked: Sequence[PieceAttribution], depth: int) -> list[Attribution]:
        found = [self._attribution(text, pieces, a, depth) for a in linked]
        return [a for a in found if a.content and a.confidence >= LEAST_CONFIDENCE[depth]]

    def _cut(self, article: Article) -> Pieces:
        spans, places = cut_paragraphs(article.text, article.blocks)
        pieces = self._encoder.cut(article.text, spans)
        return replace(pieces, paragraphs=np.array(places, dtype=np.int64)[pieces.paragraphs])

    def _attribution(self, text: str, pieces: Pieces, linked: PieceAttribution, depth: int) -> Attribution:
        return Attribution(
            source=_spans(text, pieces, linked.source),
            cue=_spans(text, pieces, linked.cue),
            content=_spans(text, pieces, linked.content),
            depth=depth,
            confidence=self._confidence(linked.evidence, depth),
        )

    def _decode(
        self, cut: Sequence[Pieces]
    ) -> Iterator[tuple[list[list[PieceSpan]], list[PieceAttribution], list[PieceAttribution]]]:
        """For each article its spans by track, and the attributions that they make: outer ones and nested ones."""
        scores = [self._encoder.score(pieces) for pieces in cut]
        decoded = decode([s.emissions[:, _DECODED] + self._bias for s in scores], self._transitions[_DECODED])
        for pieces, scored, tracks in zip(cut, scores, decoded, strict=True):
            linker = Linker(scored.links, pieces, self._pointers)
            outer, nested = (link_twice(Found(*(tracks[k] for k in level)), linker) for level in _LEVELS)
            yield tracks, outer, nested

    def _confidence(self, evidence: Sequence[float], depth: int) -> float:
        """The probability that content and source are right: a logistic regression on the evidence (Platt scaling)."""
        score = self._confidence_weights @ np.array(evidence) + self._confidence_bias[depth]
        return round(float(1.0 / (1.0 + np.exp(-score))), 4)


def _bias(begin: Sequence[float]) -> Floats:
    """What is added to the scores of the tracks that are decoded: 1, tracks, 3. `begin` is what each track's B gets."""
    bias = np.zeros((1, len(_DECODED), 3))
    bias[0, : len(TRACKS), BEGIN] = begin
    bias[0, _NESTED, BEGIN] += NESTED_BEGIN
    bias[0, len(TRACKS) :, BEGIN] = [EAGER_SOURCE, EAGER_CONTENT, EAGER_SOURCE, EAGER_CONTENT]
    return bias


def _replace(found: Sequence[Attribution], surer: Sequence[Attribution]) -> list[Attribution]:
    """Both in the order of the text, without those found whose content runs into a surer one's."""
    taken = [span for a in surer for span in a.content]
    kept = [a for a in found if not any(s.start < t.end and t.start < s.end for s in a.content for t in taken)]
    return [*kept, *surer]


def _within(found: Sequence[Attribution], outer: Sequence[Attribution]) -> list[Attribution]:
    """Those found that stand inside the content of one of the outer ones."""
    holders = enclosing([*outer, *found])[len(outer) :]
    return [a for a, holder in zip(found, holders, strict=True) if holder is not None]


def _in_order(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """In the order of the text: by where the first word of each stands; an outer one before those nested in it."""
    return tuple(sorted(attributions, key=lambda a: (min(a.content + a.cue + a.source), a.depth)))


def _spans(text: str, pieces: Pieces, found: Sequence[PieceSpan]) -> tuple[Span, ...]:
    return tuple(Span.cut(text, int(pieces.starts[s.first]), int(pieces.ends[s.last])) for s in found)


def _names(text: str, pieces: Pieces, tracks: Sequence[Sequence[PieceSpan]]) -> tuple[Name, ...]:
    """Names of all types in order; where two types claim the same words, the surer one stands."""
    types: tuple[NameType, ...] = get_args(NameType)
    found = [
        Name(span, kind, round(s.confidence, 4))
        for kind in types
        for s, span in zip(tracks[TRACKS.index(kind)], _spans(text, pieces, tracks[TRACKS.index(kind)]), strict=True)
    ]
    kept: list[Name] = []
    for name in sorted(found, key=lambda n: -n.confidence):
        if all(name.span.end <= k.span.start or name.span.start >= k.span.end for k in kept):
            kept.append(name)
    return tuple(sorted(kept, key=lambda n: n.span))
