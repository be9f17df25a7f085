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

GAPS = 20  # buckets of signed distance in pieces
STEPS = 9  # buckets of signed distance in paragraphs
REACH = 384  # pieces: as far as one window of training went
_HALF_GAPS = GAPS // 2
_HALF_STEPS = STEPS // 2
_NEVER = -1e4
_LEAST = 1e-4
EVIDENCE = ("content", "cue", "source", "source link", "content link")

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


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

    def choose(self, queries: "_Spans", keys: "_Spans") -> tuple[Ints, Floats]:
        """For each query the index of its key, or -1 for none, and the probability of that choice."""
        n, m = len(queries.spans), len(keys.spans)
        scores = np.full((n, m + 1), self.none)
        if n and m:
            scores[:, :m] = queries.vectors @ keys.vectors.T * self.scale
            for i, q in enumerate(queries.spans):
                for j, k in enumerate(keys.spans):
                    far = abs(k.first - q.first) > REACH
                    gap, step = (
                        gap_bucket((q.first, q.last), (k.first, k.last)),
                        step_bucket(queries.paragraphs[i], keys.paragraphs[j]),
                    )
                    scores[i, j] = _NEVER if far else scores[i, j] + self.gaps[gap] + self.steps[step]
        chances = np.exp(scores - scores.max(axis=1, keepdims=True)) if n else scores
        chances /= chances.sum(axis=1, keepdims=True) if n else 1.0
        best = chances.argmax(axis=1) if n else np.zeros(0, dtype=np.int64)
        return np.where(best == m, -1, best), chances.max(axis=1) if n else np.zeros(0)


@dataclass(frozen=True, slots=True)
class _Spans:
    spans: Sequence[PieceSpan]
    vectors: Floats
    paragraphs: Sequence[int]

    @classmethod
    def of(cls, spans: Sequence[PieceSpan], vectors: Floats, paragraphs: Ints) -> "_Spans":
        middle = [(vectors[s.first] + vectors[s.last]) / 2 for s in spans]
        return cls(spans, np.array(middle).reshape(len(spans), vectors.shape[-1]), [int(paragraphs[s.first]) for s in spans])


def link_spans(
    spans: tuple[Sequence[PieceSpan], Sequence[PieceSpan], Sequence[PieceSpan]],
    vectors: Floats,
    paragraphs: Ints,
    pointers: tuple[Pointer, Pointer],
) -> list[PieceAttribution]:
    """Attributions out of (sources, cues, contents), in the order of their cues.

    `vectors` is n, 4, size: for each piece what a cue asks of sources, what a source answers, what a content asks of
    cues, what a cue answers. A content that points at no cue is left out, and so is a cue without content.
    """
    sources, cues, contents = spans
    source_of, source_chance = pointers[0].choose(
        _Spans.of(cues, vectors[:, 0], paragraphs), _Spans.of(sources, vectors[:, 1], paragraphs)
    )
    cue_of, cue_chance = pointers[1].choose(
        _Spans.of(contents, vectors[:, 2], paragraphs), _Spans.of(cues, vectors[:, 3], paragraphs)
    )
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
