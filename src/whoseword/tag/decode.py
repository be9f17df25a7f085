"""Decoding: from the encoder's scores to the spans of each track, with their probabilities.

Each track (such as the sources, or the contents of nested attributions) is a linear-chain CRF over O, B and I (Lafferty,
McCallum and Pereira 2001), decoded over the whole article, so that a content runs on across windows and paragraphs.
A span's confidence is its exact posterior: the probability that precisely these pieces are one span.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class PieceSpan:
    """Pieces `first` up to and including `last`, and the probability that they are one span."""

    first: int
    last: int
    confidence: float


def decode(emissions: Sequence[Floats], transitions: Floats) -> list[list[list[PieceSpan]]]:
    """The best spans, by article and track.

    `emissions` has n, k, 3 scores an article (n pieces, k tracks), `transitions` k, 3, 3 (from, to).
    """
    if not emissions:
        return []
    padded = _pad(emissions)
    labels = _viterbi(padded, transitions)
    posterior = _Posterior(padded, transitions)
    return [
        [
            [PieceSpan(first, last, posterior.of(first, last, (a, k))) for first, last in _runs(labels[: len(scores), a, k])]
            for k in range(transitions.shape[0])
        ]
        for a, scores in enumerate(emissions)
    ]


def _pad(emissions: Sequence[Floats]) -> Floats:
    """Steps first: n, articles, k, 3. Past an article's end, and for one step at least, O for certain, as in training."""
    steps = 1 + max(len(e) for e in emissions)
    padded = np.zeros((steps, len(emissions), *emissions[0].shape[1:]))
    padded[..., BEGIN:] = _NEVER
    for a, e in enumerate(emissions):
        padded[: len(e), a] = e
    padded[0, ..., INSIDE] = _NEVER
    return padded


def _viterbi(emissions: Floats, transitions: Floats) -> Ints:
    back = np.zeros(emissions.shape, dtype=np.int8)
    score = emissions[0]
    for t in range(1, len(emissions)):
        paths = score[..., :, None] + transitions
        back[t] = paths.argmax(axis=-2)
        score = paths.max(axis=-2) + emissions[t]
    labels = np.zeros(emissions.shape[:-1], dtype=np.int64)
    labels[-1] = score.argmax(axis=-1)
    for t in range(len(emissions) - 1, 0, -1):
        labels[t - 1] = np.take_along_axis(back[t], labels[t][..., None], axis=-1)[..., 0]
    return labels


def _runs(labels: Ints) -> Iterator[tuple[int, int]]:
    """First and last index of each run of one B and the I after it."""
    ends = np.flatnonzero((labels != OUTSIDE) & (np.append(labels[1:], OUTSIDE) != INSIDE))
    yield from zip(np.flatnonzero(labels == BEGIN).tolist(), ends.tolist(), strict=True)


class _Posterior:
    """Forward and backward messages over all articles and tracks, each step scaled to sum to one.

    A message backward takes in the weight of its own step, so that it is the forward one of the reversed article under
    transposed transitions: both are made by one loop.
    """

    def __init__(self, emissions: Floats, transitions: Floats) -> None:
        weights = np.exp(emissions - emissions.max(axis=-1, keepdims=True))
        self._moves = np.exp(transitions)
        moves = np.stack([self._moves, self._moves.transpose(0, 2, 1)])[:, None]
        both = np.stack([weights, weights[::-1]], axis=1)
        message = both[0] / both[0].sum(axis=-1, keepdims=True)
        both[0] = message
        for t in range(1, len(both)):
            message = (message[..., :, None] * moves).sum(axis=-2) * both[t]
            message /= message.sum(axis=-1, keepdims=True)
            both[t] = message
        self._forward, self._backward = both[:, 0], both[::-1, 1]

    def of(self, first: int, last: int, place: tuple[int, int]) -> float:
        """P(B at first) times P(I | before) for each further piece, times P(not I) after the last."""
        a, k = place
        before = self._forward[first - 1, a, k] @ self._moves[k] if first else 1.0
        start = before * self._backward[first, a, k]
        previous = np.full(last - first + 1, INSIDE)
        previous[0] = BEGIN
        steps = self._moves[k][previous] * self._backward[first + 1 : last + 2, a, k]
        inside = steps[:, INSIDE] / steps.sum(axis=-1)
        inside[-1] = 1.0 - inside[-1]
        return min(1.0, max(0.0, float(start[BEGIN] / start.sum() * inside.prod())))
