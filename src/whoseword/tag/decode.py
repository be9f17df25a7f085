"""Decoding: from the encoder's scores to the spans of each track, with their probabilities.

Each track (source, cue, content, person, organisation, place) is a linear-chain CRF over O, B and I (Lafferty,
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
    """Forward and backward messages over all articles and tracks, each step scaled to sum to one."""

    def __init__(self, emissions: Floats, transitions: Floats) -> None:
        self._weights = np.exp(emissions - emissions.max(axis=-1, keepdims=True))
        self._moves = np.exp(transitions)
        self._forward, self._backward = np.empty_like(emissions), np.empty_like(emissions)
        message = self._weights[0] / self._weights[0].sum(axis=-1, keepdims=True)
        self._forward[0] = message
        for t in range(1, len(emissions)):
            message = (message[..., :, None] * self._moves).sum(axis=-2) * self._weights[t]
            message /= message.sum(axis=-1, keepdims=True)
            self._forward[t] = message
        message = np.full_like(message, 1 / message.shape[-1])
        self._backward[-1] = message
        for t in range(len(emissions) - 2, -1, -1):
            message = (self._moves * (self._weights[t + 1] * message)[..., None, :]).sum(axis=-1)
            message /= message.sum(axis=-1, keepdims=True)
            self._backward[t] = message

    def of(self, first: int, last: int, place: tuple[int, int]) -> float:
        """P(B at first) times P(I | before) for each further piece, times P(not I) after the last."""
        a, k = place
        start = self._forward[first, a, k] * self._backward[first, a, k]
        onward = self._weights[first + 1 : last + 2, a, k] * self._backward[first + 1 : last + 2, a, k]
        previous = np.full(len(onward), INSIDE)
        previous[0] = BEGIN
        steps = self._moves[k][previous] * onward
        inside = steps[:, INSIDE] / steps.sum(axis=-1)
        inside[-1] = 1.0 - inside[-1]
        return float(np.clip(start[BEGIN] / start.sum() * inside.prod(), 0.0, 1.0))
