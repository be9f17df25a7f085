"""Fit the chance that a speaker's name is right (`BIAS` and `WEIGHTS` in `src/whoseword/link/_trust.py`), and say how well it holds.

usage: python training/trust.py [MORE.jsonl]

Logistic regression over the signs of each named answer, as `whoseword.link._trust` itself counts them, on the speakers train
split and, where given, on further readings in its form: articles on which no rule was tuned keep the chances from being too
high. Right is what the speakers scorer does not count as wrong. Prints the expected calibration error over tenths, by
cross-validation over articles, on the dev split, and on the international articles (gold attributions, nested ones too);
then, for each form of source, how many names were given, how sure, and how many were right; then bias and weights
as they stand in the source. Needs numpy and whoseword itself, no more; a minute of one core. Every step is deterministic.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import corpora
import numpy as np

from whoseword.link import Evidence, answers_of
from whoseword.link._scene import Answer
from whoseword.link._trust import signs
from whoseword.pipeline import Pipeline
from whoseword.read import ReadOptions, read_text
from whoseword.records import Article, Attribution, Span
from whoseword.settings import Settings

sys.path.insert(0, str(corpora.SHARED / "eval"))
import score_speakers

ROLES = ("source", "cue", "content")
FOLDS, STEPS = 5, 40
RIDGE = 1.0  # not tuned
BANDS = 10


@dataclass(frozen=True)
class Named:
    """One answer with a name: its article, how it was found, its signs, and whether it is right."""

    article: str
    how: str
    signs: dict[str, float]
    right: bool


def main(more: Sequence[str]) -> None:
    pipeline = Pipeline.load(Settings())
    folder = corpora.SHARED / "corpora"
    train = [named for path in (folder / "speakers/train.jsonl.gz", *map(Path, more)) for named in read(pipeline, path)]
    dev, world = (list(read(pipeline, folder / name)) for name in ("speakers/dev.jsonl", "world/dev.jsonl"))
    fold = {article: number % FOLDS for number, article in enumerate(sorted({n.article for n in train}))}
    held_out = []
    for number in range(FOLDS):
        weights = fit([n for n in train if fold[n.article] != number])
        held_out += [(n, chance(weights, n)) for n in train if fold[n.article] == number]
    weights = fit(train)
    report(f"train, {FOLDS} folds by article", held_out)
    report("dev", [(n, chance(weights, n)) for n in dev])
    report("world dev", [(n, chance(weights, n)) for n in world])
    print(f"BIAS = {weights.pop('')}")
    print("\n".join(f'    "{name}": {weight},' for name, weight in sorted(weights.items())))


def read(pipeline: Pipeline, path: Path) -> Iterable[Named]:
    for row in corpora.read_rows(path):
        article = read_text(row["text"], source=row["id"], options=ReadOptions(published=row["published"]))
        if not isinstance(article, Article) or article.text != row["text"]:
            continue  # not read as it stands: its offsets would not hold
        given = row.get("attributions") or row["statements"]
        gold = row.get("gold") or [{"speaker": [one["speaker"]], "type": [one["type"]]} for one in given]
        told = [Attribution(*(tuple(Span.cut(article.text, *pair) for pair in one[role]) for role in ROLES)) for one in given]
        (tagged,) = pipeline.tagger.tag([article])
        evidence = Evidence(article.text, tuple(told), article.blocks, tagged.names, article.published, article.byline)
        for answer, wanted in zip(answers_of(evidence, pipeline.table), gold, strict=True):
            if answer.name is not None:
                yield Named(row["id"], answer.how, signs(answer), is_right(answer, wanted))


def is_right(answer: Answer, wanted: dict[str, list[str | None]]) -> bool:
    guess = {"name": answer.name, "type": answer.type}
    return any(
        score_speakers.same(name, kind, guess, lenient=True) for name in wanted["speaker"] if name for kind in wanted["type"]
    )


def fit(train: Sequence[Named]) -> dict[str, float]:
    """Sign -> weight by Newton's method, rounded as printed; the bias is that of no sign."""
    names = sorted({sign for one in train for sign in one.signs})
    table = np.array([[1.0, *(one.signs.get(name, 0.0) for name in names)] for one in train])
    right = np.array([float(one.right) for one in train])
    ridge = np.array([0.0, *(RIDGE for _ in names)])
    at = np.zeros(len(ridge))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-table @ at))
        bend = (table * (likely * (1 - likely))[:, None]).T @ table + np.diag(ridge)
        at = at - np.linalg.solve(bend, table.T @ (likely - right) + ridge * at)
    return dict(zip(["", *names], (round(float(number), 2) for number in at), strict=True))


def chance(weights: dict[str, float], one: Named) -> float:
    odds = weights[""] + sum(weights.get(sign, 0.0) * value for sign, value in one.signs.items())
    return float(1 / (1 + np.exp(-odds)))


def report(title: str, judged: Sequence[tuple[Named, float]]) -> None:
    """Expected calibration error over tenths (Naeini, Cooper and Hauskrecht 2015), and a line for each form of source."""
    bands, forms = defaultdict(list), defaultdict(list)
    for one, likely in judged:
        bands[min(int(likely * BANDS), BANDS - 1)].append((likely, one.right))
        forms[one.how].append((likely, one.right))
    error = sum(abs(sum(p for p, _ in band) - sum(r for _, r in band)) for band in bands.values()) / len(judged)
    print(f"{title}: expected calibration error {error:.3f} over {len(judged)}")
    for how, pairs in sorted(forms.items()):
        sure, right = (100 * sum(values) / len(pairs) for values in zip(*pairs, strict=True))
        print(f"  {how:10} {len(pairs):5}  sure {sure:5.1f}  right {right:5.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
