"""Fit the scorecard that dates what no rule dates (`SCORECARD` in `src/whoseword/when/_weigh.py`), and say how well it does.

usage: python training/said_on.py

Logistic regression over the circumstances of each date around a statement that rules leave undated, as `Weighing`
itself counts them, on the speakers train split. Prints precision and recall of the whole said_on stage (rules, scorecard,
and what goes on from there) by cross-validation over articles, for several thresholds; the same on the dev split;
then bias and weights as they stand in the source. Speakers are those that the link stage gives with the installed bundle.
Needs numpy and whoseword itself, no more; a minute or two of one core. Every step is deterministic.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import corpora
import numpy as np

from whoseword.link import Evidence, link
from whoseword.pipeline import Pipeline
from whoseword.read import ReadOptions, read_text
from whoseword.records import Article, Attribution, Span
from whoseword.settings import Settings
from whoseword.when import find_dates
from whoseword.when._said_on import by_rule, complete, record
from whoseword.when._weigh import Scorecard, Weighing

FOLDS, STEPS = 5, 30
RIDGE = 3.0  # not tuned: a weight pulled to none as strongly as three undecided dates would
SEEN = 8  # dates; a circumstance that holds for fewer gets no weight
THRESHOLDS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 99.0)  # log odds; the last is the rules alone
ROLES = ("source", "cue", "content")


@dataclass(frozen=True)
class Example:
    """An article that rules have been over, the values accepted for each statement, and the dates still to be weighed."""

    article: str
    weighing: Weighing
    accepted: list[list[str | None]]
    dates: list[tuple[frozenset[str], bool]]


def main() -> None:
    pipeline = Pipeline.load(Settings())
    train, dev = (
        list(examples(pipeline, corpora.SHARED / "corpora/speakers" / name)) for name in ("train.jsonl.gz", "dev.jsonl")
    )
    fold = {article: number % FOLDS for number, article in enumerate(sorted(e.article for e in train))}
    held_out = [
        (fit([e for e in train if fold[e.article] != n]), [e for e in train if fold[e.article] == n]) for n in range(FOLDS)
    ]
    report(f"train, {FOLDS} folds by article", held_out)
    bias, weights = fit(train)
    report("dev", [((bias, weights), dev)])
    print(f"{bias},")
    for name, weight in sorted(weights.items(), key=lambda pair: -pair[1]):
        print(f'        "{name}": {weight},')


def examples(pipeline: Pipeline, path: Path) -> Iterator[Example]:
    for row in corpora.read_rows(path):
        article = read_text(row["text"], source=row["id"], options=ReadOptions(published=row["published"]))
        if not isinstance(article, Article) or article.text != row["text"]:
            raise SystemExit(f"{row['id']} in {path} is not read as it stands: its offsets would not hold")
        given = [
            Attribution(*(tuple(Span.cut(article.text, *pair) for pair in one[role]) for role in ROLES))
            for one in row["attributions"]
        ]
        # In the order of the text, as the pipeline has them: what is carried over depends on it.
        order = sorted(range(len(given)), key=lambda i: min(span.start for role in ROLES for span in getattr(given[i], role)))
        attributions = tuple(given[i] for i in order)
        (tagged,) = pipeline.tagger.tag([article])
        linked = link(
            Evidence(article.text, attributions, article.blocks, tagged.names, article.published, article.byline),
            pipeline.table,
        )
        weighing = by_rule(article, attributions, find_dates(article.text, article.published), linked.speakers)
        accepted = [row["gold"][i]["said_on"] for i in order]
        yield Example(row["id"], weighing, accepted, list(undated(weighing, accepted)))


def undated(weighing: Weighing, accepted: list[list[str | None]]) -> Iterator[tuple[frozenset[str], bool]]:
    """The circumstances of each date around each statement that rules left undated, and whether it is the right one."""
    for frame, given, values in zip(weighing.thread.placed, weighing.thread.evidence, accepted, strict=True):
        if given is None:
            for found in weighing.candidates(frame):
                said = record(weighing.thread.text, found)
                yield frozenset(weighing.circumstances(frame, found)), said is not None and said.value in values


def fit(train: list[Example]) -> tuple[float, dict[str, float]]:
    """Bias and weights by Newton's method, rounded as they are printed."""
    dates = [one for e in train for one in e.dates]
    names = sorted({name for held, _ in dates for name in held})
    names = [name for name in names if sum(name in held for held, _ in dates) >= SEEN]
    table = np.array([[1.0, *(float(name in held) for name in names)] for held, _ in dates])
    right = np.array([float(holds) for _, holds in dates])
    ridge = np.array([0.0, *(RIDGE for _ in names)])
    at = np.zeros(len(ridge))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-table @ at))
        bend = (table * (likely * (1 - likely))[:, None]).T @ table + np.diag(ridge)
        at = at - np.linalg.solve(bend, table.T @ (likely - right) + ridge * at)
    bias, *weights = (round(float(number), 2) for number in at)
    return bias, dict(zip(names, weights, strict=True))


def report(title: str, held_out: list[tuple[tuple[float, dict[str, float]], list[Example]]]) -> None:
    """Precision and recall of the whole stage for each threshold, each article by weights that were fitted without it."""
    for enough in THRESHOLDS:
        right = given = wanted = 0
        for (bias, weights), rows in held_out:
            for one in rows:
                counts = count(one, Scorecard(bias, weights, enough))
                right, given, wanted = right + counts[0], given + counts[1], wanted + counts[2]
        figures = (
            f"P {100 * right / given:5.1f}  R {100 * right / wanted:5.1f}  ({right} of {given} given, {wanted} in the gold)"
        )
        print(f"{title}: enough {enough:5.2f}  {figures}")


def count(one: Example, card: Scorecard) -> tuple[int, int, int]:
    """Right, given, wanted, as the speakers scorer counts them: where none is accepted, giving none is no case."""
    right = given = wanted = 0
    for evidence, accepted in zip(complete(one.weighing, card), one.accepted, strict=True):
        said = None if evidence is None else record(one.weighing.thread.text, evidence.found)
        if said is None and None in accepted:
            continue
        given += said is not None
        wanted += None not in accepted or any(accepted)
        right += said is not None and said.value in accepted
    return right, given, wanted


if __name__ == "__main__":
    main()
