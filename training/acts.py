"""Fit the weights behind acts (`src/whoseword/speech/acts.json`) on the acts read by hand, and say how well they do.

usage: python training/acts.py OUT.json

Multinomial logistic regression over the clues of `whoseword.speech.clues`. A clue `x@act` has beside its own weights one
that all clues `x@…` share, for their own act: so a cue that names an act seen once or never in training is still trusted
as much as cues that name the others. Prints the accuracy by cross-validation over articles, and on the dev split.
Needs numpy and whoseword itself, no more; a minute of one core. Every step is deterministic.
"""

import base64
import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import corpora
import numpy as np

from whoseword.records import Act, Attribution, Span, digest
from whoseword.speech.clues import clues

# Chosen by cross-validation on the speakers train split, 2026-11-23: 3, 6 and 10 differ by 0.3 points.
RIDGE, SHARED_RIDGE, SEEN = 6.0, 0.1, 2
FOLDS, STEPS, MEMORY = 5, 60, 6
ACTS = list(Act.__args__)
ROLES = ("source", "cue", "content")


@dataclass(frozen=True)
class Example:
    """One attribution: its article, its clues, the acts accepted for it."""

    article: str
    clues: tuple[str, ...]
    acts: list[str]


@dataclass(frozen=True)
class Table:
    """Examples as a sparse matrix of ones: `columns` row after row, each row starting at `starts`."""

    columns: np.ndarray
    starts: np.ndarray

    def times(self, weights):
        return np.add.reduceat(weights[self.columns], self.starts, axis=0)

    def transposed_times(self, rows, height):
        lengths = np.diff(np.append(self.starts, len(self.columns)))
        order = np.argsort(self.columns, kind="stable")
        spread = np.repeat(np.arange(len(self.starts)), lengths)[order]
        held, first = np.unique(self.columns[order], return_index=True)
        out = np.zeros((height, rows.shape[1]))
        out[held] = np.add.reduceat(rows[spread], first, axis=0)
        return out


def main(out: str) -> None:
    train = examples(corpora.speaker_rows()) + examples(map(as_speakers, corpora.international_rows()))
    dev = examples(corpora.read_rows(corpora.SHARED / "corpora/speakers/dev.jsonl"))
    articles = sorted({e.article for e in train})
    fold = {article: number % FOLDS for number, article in enumerate(articles)}
    right = 0
    for number in range(FOLDS):
        names, weights = fit([e for e in train if fold[e.article] != number])
        right += count_right(names, weights, [e for e in train if fold[e.article] == number])
    names, weights = fit(train)
    packed = pack(names, weights)
    Path(out).write_text(json.dumps(packed, ensure_ascii=False, indent=0) + "\n", encoding="utf8")
    print(f"train, {FOLDS} folds by article: {100 * right / len(train):.1f} of {len(train)}")
    print(f"dev: {100 * count_right(names, weights, dev) / len(dev):.1f} of {len(dev)}; {len(names)} clues")


def as_speakers(row: dict) -> dict:
    """A whole reading in the form of the speakers split."""
    return {**row, "attributions": row["statements"], "gold": [{"act": [s["act"]]} for s in row["statements"]]}


def examples(rows: Iterable[dict]) -> list[Example]:
    found = []
    for row in rows:
        for given, gold in zip(row["attributions"], row["gold"], strict=True):
            spans = [tuple(Span.cut(row["text"], *pair) for pair in given[role]) for role in ROLES]
            found.append(Example(row["id"], clues(row["text"], Attribution(*spans)), gold["act"]))
    return found


def fit(train: list[Example]) -> tuple[list[str], np.ndarray]:
    """The clues kept, in order, and their weights (clue by act)."""
    counts = Counter(clue for e in train for clue in e.clues)
    kinds = sorted({clue.split("@")[0] for clue in counts if "@" in clue})
    pointing = [f"{kind}@{act}" for kind in kinds for act in ACTS]
    names = sorted({clue for clue, n in counts.items() if n >= SEEN and "@" not in clue} | set(pointing))
    place = {name: i for i, name in enumerate(names)}
    table = tabulate(train, place)
    wanted = np.zeros((len(train), len(ACTS)))
    wanted[range(len(train)), [ACTS.index(e.acts[0]) for e in train]] = 1
    rows, columns = np.array([place[p] for p in pointing]), np.tile(np.arange(len(ACTS)), len(kinds))
    size = len(names) * len(ACTS)

    def effective(flat):
        weights = flat[:size].reshape(len(names), len(ACTS)).copy()
        weights[rows, columns] += np.repeat(flat[size:], len(ACTS))
        return weights

    def loss(flat):
        scores = table.times(effective(flat))
        scores -= scores.max(axis=1, keepdims=True)
        sums = np.exp(scores).sum(axis=1, keepdims=True)
        slope = table.transposed_times(np.exp(scores) / sums - wanted, len(names))
        shared = slope[rows, columns].reshape(len(kinds), len(ACTS)).sum(axis=1)
        ridge = np.concatenate([np.full(size, RIDGE), np.full(len(kinds), SHARED_RIDGE)])
        value = -(wanted * (scores - np.log(sums))).sum() + 0.5 * (ridge * flat**2).sum()
        return value, np.concatenate([slope.ravel(), shared]) + ridge * flat

    return names, effective(minimise(loss, np.zeros(size + len(kinds))))


def minimise(loss, at):
    """L-BFGS (Nocedal 1980) with halving steps."""
    value, slope = loss(at)
    pairs = []
    for _ in range(STEPS):
        step = direction(slope, pairs)
        length = 1.0 if pairs else 1.0 / max(1.0, np.abs(slope).sum())
        while True:
            new_value, new_slope = loss(at + length * step)
            if new_value <= value + 1e-4 * length * (step @ slope) or length < 1e-9:
                break
            length /= 2
        pairs = [*pairs, (length * step, new_slope - slope)][-MEMORY:]
        at, value, slope = at + length * step, new_value, new_slope
    return at


def direction(slope, pairs):
    step, along = -slope, []
    for moved, turned in reversed(pairs):
        share = (moved @ step) / (moved @ turned)
        step = step - share * turned
        along.append(share)
    if pairs:
        moved, turned = pairs[-1]
        step = step * (moved @ turned) / (turned @ turned)
    for (moved, turned), share in zip(pairs, reversed(along), strict=True):
        step = step + (share - (turned @ step) / (moved @ turned)) * moved
    return step


def tabulate(rows: list[Example], place: dict[str, int]) -> Table:
    columns = [[place[clue] for clue in e.clues if clue in place] for e in rows]
    starts = np.cumsum([0, *(len(c) for c in columns[:-1])])
    return Table(np.array([c for row in columns for c in row]), starts)


def count_right(names: list[str], weights: np.ndarray, rows: list[Example]) -> int:
    best = tabulate(rows, {name: i for i, name in enumerate(names)}).times(weights).argmax(axis=1)
    return sum(ACTS[b] in e.acts for b, e in zip(best, rows, strict=True))


def pack(names: list[str], weights: np.ndarray) -> dict:
    """Whole numbers of -127 to 127 in the order of clues and, within each, of acts; times `scale` they are the weights."""
    scale = float(np.abs(weights).max() / 127)
    numbers = base64.b85encode(np.round(weights / scale).astype(np.int8).tobytes()).decode("ascii")
    return {
        "made_by": "training/acts.py", "from": "PolNeAR train articles, acts read by hand (speakers train split)",
        "acts": ACTS, "clues": names, "scale": round(scale, 6), "weights": numbers, "checksum": digest(*ACTS, *names, numbers),
    }  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
