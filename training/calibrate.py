"""Fit a bundle's confidence: the probability that an attribution's content and source are right.

usage: python training/calibrate.py BUNDLE_DIR

Logistic regression (Platt 1999) of five log probabilities on PolNeAR dev, whose purpose is tuning; an attribution is right
where a gold one of any version has the same source words and content characters that overlap by half. Six numbers are
fitted to some 2,000 attributions; the expected calibration error is printed for a fit on one half, measured on the other.
"""

import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from corpora import SHARED, paragraphs, read_rows

from whoseword.tag import Tagger
from whoseword.tag.bundle import HEADS, MANIFEST
from whoseword.tag.links import EVIDENCE

FEWEST = 200  # attributions, for six numbers


def characters(spans) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def covered(pieces, spans) -> set[int]:
    return {i for s in spans for i in range(int(pieces.starts[s.first]), int(pieces.ends[s.last]))}


def judged(tagger: Tagger) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Evidence, right or not, and the number of the article, for every attribution on dev."""
    gold, texts = defaultdict(list), {}
    for row in read_rows(SHARED / "corpora/polnear/dev.jsonl.gz"):
        texts[row["id"]] = row["text"]
        gold[row["id"]].extend((characters(a["source"]), characters(a["content"])) for a in row["attributions"])
    rows, right, place = [], [], []
    for number, (key, text) in enumerate(texts.items()):
        pieces = tagger._encoder.cut(text, paragraphs(text))
        for found in next(tagger._decode([pieces]))[1]:
            source, content = covered(pieces, found.source), covered(pieces, found.content)
            rows.append(found.evidence)
            place.append(number)
            right.append(any(
                len(content & c) >= 0.5 * len(content | c) and (bool(source & s) or not (source or s)) for s, c in gold[key]
            ))  # fmt: skip
    return np.array(rows), np.array(right, dtype=float), np.array(place)


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


def main(folder: Path) -> None:
    x, y, place = judged(Tagger.load(folder))
    if len(y) < FEWEST:
        print(f"only {len(y)} attributions found on dev, {FEWEST} are needed: confidence is left as it was")
        return
    chance = lambda w, x: 1 / (1 + np.exp(-(x @ w[:-1] + w[-1])))  # noqa: E731
    even = place % 2 == 0
    print(
        "calibration error",
        calibration_error(chance(fit(x[even], y[even]), x[~even]), y[~even]),
        "of",
        len(y),
        "right",
        y.mean(),
    )
    w = fit(x, y)
    print(dict(zip((*EVIDENCE, "bias"), w.round(3).tolist(), strict=True)))
    heads = json.loads((folder / HEADS).read_text(encoding="utf8"))
    heads["confidence"] = {"weights": w[:-1].tolist(), "bias": float(w[-1])}
    (folder / HEADS).write_text(json.dumps(heads), encoding="utf8")
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
    manifest["files"][HEADS] = hashlib.sha256((folder / HEADS).read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
