"""What a window is trained towards: for each track the chances of the labels of its pieces.

Labels by hand are certain; a teacher's are the marginals of its chains. Both come as the chances of pairs of neighbours'
labels, which is all that the loss of a linear chain needs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from corpora import TRACKS


@dataclass(frozen=True)
class Target:
    """Of n pieces: `first` k, 3 and `pairs` n - 1, k, 3, 3 (from, to); `known` are the tracks that it speaks of."""

    first: np.ndarray
    pairs: np.ndarray
    known: frozenset[str]

    @classmethod
    def of(cls, labels: np.ndarray, known: Iterable[str]) -> "Target":
        """The target of labels that are certain (n, k)."""
        chances = np.eye(3, dtype=np.float32)[labels]
        return cls(chances[0], chances[:-1, :, :, None] * chances[1:, :, None, :], frozenset(known))

    def mixed(self, other: "Target", share: float) -> "Target":
        """This target and a `share` of the other; of tracks that only one of them knows, that one alone."""
        both = [share * (t in self.known) + (t not in self.known) if t in other.known else 0.0 for t in TRACKS]
        mix = np.array(both, dtype=np.float32)
        first = self.first + mix[:, None] * (other.first - self.first)
        pairs = self.pairs + mix[:, None, None] * (other.pairs - self.pairs)
        return Target(first, pairs, self.known | other.known)

    def window(self, cut: slice) -> tuple[np.ndarray, np.ndarray]:
        """`first` and `pairs` of a window with an opening and a closing piece.

        A span that is cut at the window's edges begins with the opening piece, or ends with the last.
        """
        n = cut.stop - cut.start
        pairs = np.zeros((n + 1, len(TRACKS), 3, 3), dtype=np.float32)
        pairs[1:n] = self.pairs[cut.start : cut.stop - 1]
        opening = self._singles(cut.start)
        pairs[0, :, 0, :2], pairs[0, :, 2, 2] = opening[:, :2], opening[:, 2]
        pairs[n, :, :, 0] = self._singles(cut.stop - 1)
        return pairs[0].sum(-1), pairs

    def _singles(self, at: int) -> np.ndarray:
        return self.first if at == 0 else self.pairs[at - 1].sum(-2)


def save(path: Path, target: Target) -> None:
    """Half precision is enough for chances."""
    np.savez_compressed(path, first=target.first.astype(np.float16), pairs=target.pairs.astype(np.float16))


def load(path: Path) -> Target:
    """What `save` wrote; a teacher speaks of every track."""
    with np.load(path) as stored:
        return Target(stored["first"].astype(np.float32), stored["pairs"].astype(np.float32), frozenset(TRACKS))
