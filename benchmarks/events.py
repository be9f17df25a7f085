"""The network of events on PLV train by folds: each row read, in int8, by a network of the shipped recipe that has not seen it.

usage: .training-venv/bin/python training/events.py folds OUT     about a minute and a half a fold on one free core
       python benchmarks/events.py OUT/predicted.jsonl

Scored by `score_events.py`. Needs the shared corpora beside the project.
"""

import collections
import json
import sys
from pathlib import Path
from typing import Any

from results import SHARED, scorer, sha256, write

CORPUS = "corpora/events/plv_train.jsonl"
SHOWN = 12  # confusions


def line_of(name: str, said: dict[str, str], gold: list[dict[str, Any]]) -> str:
    """Root macro-F1, quad and binary, as the scorer has them."""
    score = scorer("score_events")
    roots = [(row["root"], said[row["id"]]) for row in gold]
    quads = [(row["quad"], score.QUAD[said[row["id"]]]) for row in gold]
    sides = [(one <= 2, other <= 2) for one, other in quads]
    root, quad, binary = (score.macro(pairs) for pairs in (roots, quads, sides))
    return f"{name}: {len(gold)} rows, root {root:.1f}, quad {quad:.1f}, binary {binary:.1f}"


def recall_of(said: dict[str, str], gold: list[dict[str, Any]]) -> str:
    """Of each root, how many of its rows were found."""
    found: dict[str, collections.Counter[bool]] = collections.defaultdict(collections.Counter)
    for row in gold:
        found[row["root"]][said[row["id"]] == row["root"]] += 1
    return ", ".join(f"{root} {counts[True]} of {counts.total()}" for root, counts in sorted(found.items()))


def main(path: Path) -> None:
    if not SHARED.is_dir():
        sys.exit("the shared corpora are not beside the project (../shared): events are not measured here")
    gold = scorer("score_events").read(str(SHARED / CORPUS))
    predicted = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
    said, fold = ({row["id"]: row[key] for row in predicted} for key in ("root", "fold"))
    missing = [row["id"] for row in gold if row["id"] not in said]
    if missing:
        sys.exit(
            f"{path} has nothing for {len(missing)} rows, such as {missing[0]}: let training/events.py run through all folds"
        )
    wrong = collections.Counter((row["root"], said[row["id"]]) for row in gold if row["root"] != said[row["id"]])
    by_fold = [
        line_of(f"fold {number}", said, [row for row in gold if fold[row["id"]] == number])
        for number in sorted(set(fold.values()))
    ]
    figures = {
        "scorer": [line_of("all, each row by a network that has not seen its sentence", said, gold), *by_fold],
        "found, by root": recall_of(said, gold),
        "most frequent confusions, gold and said": ", ".join(
            f"{one} {other} {n}" for (one, other), n in wrong.most_common(SHOWN)
        ),
    }
    write("events", "python benchmarks/events.py out/events/predicted.jsonl", figures, {CORPUS: sha256(SHARED / CORPUS)})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
