"""Linking: which source a cue has, and which cue a content belongs to.

Two pointer heads over decoded spans (biaffine attention, Dozat and Manning 2017): each cue points at its source or
at none, each content at its cue or at none. The score of two spans is the product of their vectors plus a bias for
the distance between them in pieces and in paragraphs.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from whoseword.tag.decode import PieceSpan
from whoseword.tag.pieces import Pieces

GAPS = 20  # buckets of signed distance in pieces
STEPS = 9  # buckets of signed distance in paragraphs
# Counted in PolNeAR train, 2026-11-23: 99.9 % of sources share their cue's paragraph, and 99 % of contents do. Of the 257
# others, 248 stand in paragraphs without a cue of their own, most of them 1 to 4 paragraphs after the cue or 1 before it.
CUE_BEFORE, CUE_AFTER = 4, 1
_HALF_GAPS = GAPS // 2
_HALF_STEPS = STEPS // 2
_NEVER = -1e4
_QUOTED = (1, 2, 4)  # quotation states: the opening mark, inside, inside unclosed
_LEAST = 1e-4
EVIDENCE = ("content", "cue", "source", "source link", "content link")

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PieceAttribution:
    """Spans of pieces that belong together.

    `evidence` is EVIDENCE in order: log posteriors of the weakest content, the cue and the source, and log
    probabilities of the link to the source and of the weakest link from a content.
    """

    source: tuple[PieceSpan, ...]
    cue: tuple[PieceSpan, ...]
    content: tuple[PieceSpan, ...]
    evidence: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """One pointer head: biases by bucket of gap and of step, the score of none, and the scale of the product."""

    gaps: Floats
    steps: Floats
    none: float
    scale: float

    @classmethod
    def of(cls, head: Mapping[str, Any]) -> "Pointer":
        """A head as the bundle keeps it."""
        return cls(np.array(head["gaps"]), np.array(head["steps"]), float(head["none"]), float(head["scale"]))

    def choose(self, queries: "Spans", keys: "Spans", allowed: Bools, bound: Bools) -> tuple[Ints, Floats]:
        """For each query the index of its key, or -1 for none, and the probability of that choice.

        `allowed` (queries, keys) says which keys may be chosen at all, `bound` (queries) which queries must have one of them.
        """
        n, m = len(queries.spans), len(keys.spans)
        if not n:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        scores = np.full((n, m + 1), self.none)
        scores[:, :m] = np.where(allowed, queries.vectors @ keys.vectors.T * self.scale, _NEVER)
        for i, j in zip(*allowed.nonzero(), strict=True):
            q, k = queries.spans[i], keys.spans[j]
            gap = gap_bucket((q.first, q.last), (k.first, k.last))
            scores[i, j] += self.gaps[gap] + self.steps[step_bucket(int(queries.opens[i]), int(keys.opens[j]))]
        scores[bound & allowed.any(axis=1), m] = _NEVER
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        best = chances.argmax(axis=1)
        return np.where(best == m, -1, best), chances.max(axis=1)


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans with one vector each (the mean of its ends) and the paragraphs in which they open and close."""

    spans: Sequence[PieceSpan]
    vectors: Floats
    opens: Ints
    closes: Ints

    @classmethod
    def of(cls, spans: Sequence[PieceSpan], vectors: Floats, paragraphs: Ints) -> "Spans":
        """The spans of an article whose pieces have `vectors` (n, size) and lie in `paragraphs` (n)."""
        first, last = ([s.first for s in spans], [s.last for s in spans])
        ends = np.array([first, last], dtype=np.int64)
        return cls(spans, vectors[ends].mean(axis=0), *paragraphs[ends])

    def after(self, others: "Spans") -> Ints:
        """Of each pair by how many paragraphs own spans come after others (below 0: before them; 0: they share one)."""
        late = self.opens[:, None] - others.closes[None]
        early = others.opens[None] - self.closes[:, None]
        after: Ints = np.maximum(late, 0) - np.maximum(early, 0)
        return after


@dataclass(frozen=True, slots=True)
class Linker:
    """Links the spans of one article.

    `vectors` is n, 4, size: for each of its pieces what a cue asks of sources, what a source answers, what a content
    asks of cues, what a cue answers. `pointers` are the heads to the source and to the cue.
    """

    vectors: Floats
    pieces: Pieces
    pointers: tuple[Pointer, Pointer]

    def link(
        self, sources: Sequence[PieceSpan], cues: Sequence[PieceSpan], contents: Sequence[PieceSpan]
    ) -> list[PieceAttribution]:
        """Attributions in the order of their cues; a content that points at no cue is left out, and a cue without content."""
        source_of, source_chance = self.sources_of(cues, sources)
        cue_of, cue_chance = self._cues_of(contents, cues)
        out = []
        for number, cue in enumerate(cues):
            own = [i for i in range(len(contents)) if cue_of[i] == number]
            if not own:
                continue
            source = () if source_of[number] < 0 else (sources[source_of[number]],)
            weakest = min(contents[i].confidence for i in own), min(cue_chance[i] for i in own)
            surest = source[0].confidence if source else 1.0
            chances = np.array([weakest[0], cue.confidence, surest, source_chance[number], weakest[1]])
            evidence = tuple(np.log(np.maximum(chances, _LEAST)).tolist())
            out.append(PieceAttribution(source, (cue,), tuple(contents[i] for i in own), evidence))
        return out

    def sources_of(self, cues: Sequence[PieceSpan], sources: Sequence[PieceSpan]) -> tuple[Ints, Floats]:
        """For each cue the index of its source, or -1 for none, and the probability of that: a source of its paragraph."""
        asking, answering = self._spans(cues, 0), self._spans(sources, 1)
        return self.pointers[0].choose(asking, answering, asking.after(answering) == 0, np.zeros(len(cues), dtype=np.bool_))

    def _cues_of(self, contents: Sequence[PieceSpan], cues: Sequence[PieceSpan]) -> tuple[Ints, Floats]:
        """For each content the index of its cue, or -1; a quoted one has a cue of its paragraph, if there is any."""
        said, answering = self._spans(contents, 2), self._spans(cues, 3)
        quoted = np.array([self.pieces.marks[s.first, 0] in _QUOTED for s in contents], dtype=np.bool_)
        after = said.after(answering)
        return self.pointers[1].choose(said, answering, _within_reach(after), quoted & (after == 0).any(axis=1))

    def _spans(self, spans: Sequence[PieceSpan], vector: int) -> Spans:
        return Spans.of(spans, self.vectors[:, vector], self.pieces.paragraphs)


def _within_reach(after: Ints) -> Bools:
    """Which cues a content may have: those of its own paragraphs, and only where there are none, those near by."""
    own = after == 0
    near = (after >= -CUE_AFTER) & (after <= CUE_BEFORE)
    return np.where(own.any(axis=1, keepdims=True), own, near)


def gap_bucket(query: tuple[int, int], key: tuple[int, int]) -> int:
    """The bucket (0 up to GAPS) of the distance from a query span to a key span, both (first, last) piece, inclusive.

    The lower half is for keys before the query, the upper for keys after it; a bucket doubles in width at each step.
    """
    after = key[0] >= query[0]
    gap = key[0] - query[1] if after else query[0] - key[1]
    width = min(_HALF_GAPS - 1, int(math.log2(max(gap, 0) + 1)))
    return _HALF_GAPS + width if after else _HALF_GAPS - 1 - width


def step_bucket(query: int, key: int) -> int:
    """The bucket (0 up to STEPS) of the distance from the query's paragraph to the key's."""
    return _HALF_STEPS + max(-_HALF_STEPS, min(_HALF_STEPS, key - query))
