"""Fit what a bundle keeps beside its network, on the dev splits, whose purpose is tuning.

usage: python training/calibrate.py BUNDLE_DIR

1. `begin`, what is added to the score of the beginning of a span of each track: of outer attributions by relation F1 and
   exact F1 on PolNeAR dev, of nested ones by their F1 on the international articles. A network that was trained for
   the likeliest labels finds too many contents and too few cues for the best F1.
2. `confidence`, the probability that an attribution's content and source are right: logistic regression (Platt 1999) of
   five log probabilities; for nested attributions the same weights with another bias, since only some hundred are at hand.
   The expected calibration error is printed for a fit on one half of the articles, measured on the other.
"""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from corpora import NESTED, ROLES, SHARED, TRACKS, read_rows

from whoseword.records import Attribution
from whoseword.stages import _article as article_of
from whoseword.tag import Tagger, open_bundle
from whoseword.tag.bundle import HEADS, MANIFEST
from whoseword.tag.encoder import Encoder
from whoseword.tag.links import EVIDENCE

sys.path.append(str(SHARED / "eval"))
import score_attribution
import score_record

FEWEST = 200  # attributions, for six numbers
STEPS = (-0.5, -0.25, 0.25, 0.5, 0.75)
LEAST_GAIN = 0.2  # of the figure that is fitted


class Cached:
    """An encoder that remembers what it has cut and scored."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder, self.cuts, self.scores = encoder, {}, {}

    def cut(self, text, paragraphs):
        if text not in self.cuts:
            self.cuts[text] = self.encoder.cut(text, paragraphs)
        return self.cuts[text]

    def score(self, pieces):
        key = pieces.starts.tobytes() + pieces.ids.tobytes()
        if key not in self.scores:
            self.scores[key] = self.encoder.score(pieces)
        return self.scores[key]


def tagger_with(folder: Path, encoder: Cached, **heads) -> Tagger:
    """A tagger whose bundle's heads are changed in these places."""
    bundle = open_bundle(folder)
    return Tagger(type(bundle)(bundle.folder, bundle.manifest, {**bundle.heads, **heads}), encoder)


def spans(attribution: Attribution) -> dict:
    return {role: [[s.start, s.end] for s in getattr(attribution, role)] for role in ROLES}


class Dev:
    """PolNeAR dev, or the international articles, and what a tagger finds in them."""

    def __init__(self, name: str) -> None:
        self.rows = read_rows(SHARED / name)
        self.articles = list({row["id"]: article_of(row) for row in self.rows}.items())

    def found(self, tagger: Tagger, depth: int) -> dict[str, list[Attribution]]:
        """Article id -> its attributions of that depth."""
        tagged = tagger.tag([article for _, article in self.articles])
        return {
            name: [a for a in one.attributions if a.depth == depth]
            for (name, _), one in zip(self.articles, tagged, strict=True)
        }


def score_outer(dev: Dev, tagger: Tagger) -> float:
    """Relation F1 and exact F1 of sources, cues and contents of PolNeAR, added up."""
    found = {name: [spans(a) for a in each] for name, each in dev.found(tagger, 0).items()}
    exact = score_attribution.score_spans(dev.rows, found)["em"]
    relation = score_attribution.score_relations(dev.rows, found)["relation"]["f1"]
    return relation + sum(exact[role]["f1"] for role in ROLES)


def matched(row: dict, found: Sequence[Attribution]) -> set[int]:
    """Which of the nested attributions found are nested ones of the gold, as the scorer of records pairs them."""
    wanted = [s for s in row["statements"] if s.get("inside")]
    given = [{role: [{"start": s.start, "end": s.end} for s in getattr(a, role)] for role in ROLES} for a in found]
    return set(score_record.pair(wanted, given).values())


def score_nested(dev: Dev, tagger: Tagger) -> float:
    """F1 of the nested statements of the international articles."""
    found = dev.found(tagger, 1)
    right = sum(len(matched(row, found[row["id"]])) for row in dev.rows)
    wanted = sum(bool(s.get("inside")) for row in dev.rows for s in row["statements"])
    return 200 * right / max(1, wanted + sum(map(len, found.values())))


def fit_begin(folder: Path, encoder: Cached, dev: Dev, tracks: Sequence[str], score, begin: list[float]) -> list[float]:
    """The best step, one for all of these tracks: more numbers would fit noise."""
    best = score(dev, tagger_with(folder, encoder, begin=begin))
    figures = {0.0: best}
    for step in STEPS:
        tried = [step if t in tracks else b for t, b in zip(TRACKS, begin, strict=True)]
        figures[step] = score(dev, tagger_with(folder, encoder, begin=tried))
        if figures[step] > best + LEAST_GAIN:
            best, begin = figures[step], tried
    print(tracks, {step: round(figure, 2) for step, figure in sorted(figures.items())})
    return begin


def covered(pieces, found) -> set[int]:
    return {i for s in found for i in range(int(pieces.starts[s.first]), int(pieces.ends[s.last]))}


def right_outer(rows: list[dict], source: set[int], content: set[int], _cue: set[int]) -> bool:
    """Whether an attribution of any version has overlapping sources, or none, and contents that overlap by half."""
    chars = score_attribution.chars
    gold = ((chars(a["source"]), chars(a["content"])) for row in rows for a in row["attributions"])
    return any(2 * len(content & c) >= len(content | c) and (bool(source & s) or not (source or s)) for s, c in gold)


def right_nested(rows: list[dict], _source: set[int], content: set[int], cue: set[int]) -> bool:
    """Whether a nested statement has contents that overlap by half, and the same cue in part."""
    chars = score_attribution.chars
    gold = ((chars(s["cue"]), chars(s["content"])) for row in rows for s in row["statements"] if s.get("inside"))
    return any(2 * len(content & c) >= len(content | c) and bool(cue & q) for q, c in gold)


def judged(tagger: Tagger, dev: Dev, level: int, is_right) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Evidence, right or not, and the number of the article, for every attribution of a level (0 outer, 1 nested)."""
    gold = defaultdict(list)
    for row in dev.rows:
        gold[row["id"]].append(row)
    rows, right, place = [], [], []
    for number, (name, article) in enumerate(dev.articles):
        pieces = tagger._cut(article)
        _, *levels = next(tagger._decode([pieces]))
        for found in levels[level]:
            rows.append(found.evidence)
            place.append(number)
            right.append(is_right(gold[name], *(covered(pieces, part) for part in (found.source, found.content, found.cue))))
    return np.array(rows), np.array(right, dtype=float), np.array(place)


def chances(weights: np.ndarray, x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights and bias by Newton's method with a little ridge."""
    x = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(len(w))
        w -= np.linalg.solve(hessian, x.T @ (p - y) + 1e-3 * w)
    return w


def calibration_error(p: np.ndarray, y: np.ndarray, bands: int = 10) -> float:
    """Expected calibration error (Naeini et al. 2015) over bands of equal width."""
    band = np.minimum((p * bands).astype(int), bands - 1)
    return float(
        sum(abs(p[band == b].mean() - y[band == b].mean()) * (band == b).mean() for b in range(bands) if (band == b).any())
    )


def fit_confidence(tagger: Tagger, outer: Dev, nested: Dev) -> dict:
    """The numbers of the confidence: weights, the bias of outer attributions and that of nested ones."""
    x, y, place = judged(tagger, outer, 0, right_outer)
    if len(y) < FEWEST:
        print(f"only {len(y)} attributions found on dev, {FEWEST} are needed: confidence is left as it was")
        return tagger.bundle.heads["confidence"]
    even = place % 2 == 0
    error = calibration_error(chances(fit(x[even], y[even]), x[~even]), y[~even])
    w = fit(x, y)
    inner, is_right, _ = judged(tagger, nested, 1, right_nested)
    steps = np.arange(-4, 2, 0.05)
    misfit = [
        abs(chances(np.append(w[:-1], w[-1] + step), inner).sum() - is_right.sum()) if len(inner) else abs(step)
        for step in steps
    ]
    bias = float(w[-1] + steps[int(np.argmin(misfit))])
    print(f"calibration error {error:.3f} of {len(y)}, {y.mean():.2f} right; nested {len(inner)}, {is_right.mean():.2f} right")
    print(dict(zip((*EVIDENCE, "bias"), w.round(3).tolist(), strict=True)), "nested bias", round(bias, 3))
    return {"weights": w[:-1].tolist(), "bias": [float(w[-1]), bias]}


def main(folder: Path) -> None:
    polnear, world = Dev("corpora/polnear/dev.jsonl.gz"), Dev("corpora/world/dev.jsonl")
    bundle = open_bundle(folder)
    encoder = Cached(Encoder(bundle, threads=1))
    begin = fit_begin(folder, encoder, polnear, ROLES, score_outer, [0.0] * len(TRACKS))
    begin = fit_begin(folder, encoder, world, NESTED, score_nested, begin)
    confidence = fit_confidence(tagger_with(folder, encoder, begin=begin), polnear, world)
    heads = {**bundle.heads, "begin": begin, "confidence": confidence}
    (folder / HEADS).write_text(json.dumps(heads), encoding="utf8")
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
    manifest["files"][HEADS] = hashlib.sha256((folder / HEADS).read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
