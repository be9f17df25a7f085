"""The tagger: one pass of the encoder over an article, from blocks of text to attributions and names.

An article is cut into word pieces, read in overlapping windows and decoded as a whole. Furniture is not read.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np

from whoseword.records import Article, Attribution, Name, NameType, Span, Tagged
from whoseword.tag.agents import with_agent
from whoseword.tag.bundle import DEFAULT_BUNDLE, Bundle, open_bundle
from whoseword.tag.decode import PieceSpan, decode
from whoseword.tag.encoder import TRACKS, Encoder
from whoseword.tag.layout import read_layout
from whoseword.tag.links import PieceAttribution, Pointer, link_spans
from whoseword.tag.paragraphs import cut_paragraphs
from whoseword.tag.pieces import Pieces

ARTICLES_AT_ONCE = 16
# Below this an attribution is more likely wrong than not: leaving them out costs no F1 of relations on PolNeAR dev and
# raises their precision by a point (2026-11-23; benchmarks/accuracy.py attribution watches it).
LEAST_CONFIDENCE = 0.2


class Tagger:
    """Finds attributions and names. `Tagger.load()` takes the bundle that comes with the package."""

    def __init__(self, bundle: Bundle, encoder: Encoder) -> None:
        self.bundle = bundle
        self._encoder = encoder
        self._transitions = np.array(bundle.heads["transitions"])
        self._calibration = (np.array(bundle.heads["confidence"]["weights"]), float(bundle.heads["confidence"]["bias"]))
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
        for article, pieces, (tracks, linked) in zip(articles, cut, self._decode(cut), strict=True):
            agreed = (with_agent(a, article.text, pieces, tracks) for a in linked)
            found = [self._attribution(article.text, pieces, a) for a in agreed]
            likely = [a for a in found if a.confidence >= LEAST_CONFIDENCE]
            told = _replace(likely, read_layout(article.text, article.blocks))
            yield Tagged(tuple(told), _names(article.text, pieces, tracks))

    def _cut(self, article: Article) -> Pieces:
        spans, places = cut_paragraphs(article.text, article.blocks)
        pieces = self._encoder.cut(article.text, spans)
        return replace(pieces, paragraphs=np.array(places, dtype=np.int64)[pieces.paragraphs])

    def _attribution(self, text: str, pieces: Pieces, linked: PieceAttribution) -> Attribution:
        return Attribution(
            source=_spans(text, pieces, linked.source),
            cue=_spans(text, pieces, linked.cue),
            content=_spans(text, pieces, linked.content),
            confidence=self._confidence(linked.evidence),
        )

    def _decode(self, cut: Sequence[Pieces]) -> Iterator[tuple[list[list[PieceSpan]], list[PieceAttribution]]]:
        """For each article its spans by track, and the attributions that they make."""
        scores = [self._encoder.score(pieces) for pieces in cut]
        decoded = decode([s.emissions for s in scores], self._transitions)
        for pieces, scored, tracks in zip(cut, scores, decoded, strict=True):
            yield tracks, link_spans(tracks, scored.links, pieces, self._pointers)

    def _confidence(self, evidence: Sequence[float]) -> float:
        """The probability that content and source are right: a logistic regression on the evidence (Platt scaling)."""
        weights, bias = self._calibration
        return round(float(1.0 / (1.0 + np.exp(-(weights @ np.array(evidence) + bias)))), 4)


def _replace(found: Sequence[Attribution], surer: Sequence[Attribution]) -> list[Attribution]:
    """Both in the order of the text, without those found whose content runs into a surer one's."""
    taken = [span for a in surer for span in a.content]
    kept = [a for a in found if not any(s.start < t.end and t.start < s.end for s in a.content for t in taken)]
    return sorted((*kept, *surer), key=lambda a: min(a.content + a.cue + a.source))


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
