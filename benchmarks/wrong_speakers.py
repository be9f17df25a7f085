"""How often a named speaker is the wrong one: by how the speaker was found, by form of the source, and by band of confidence.

usage: python benchmarks/wrong_speakers.py

On the speakers dev split, where attributions are given, and on the international articles, where they are found first.
Right, wrong and abstained are as `score_speakers.py` has them, but that a surname alone counts as right, as in
`score_record.py`. The calibration error is over the speakers named: their confidence against the share that is right.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from breakdown import bands_of, stage
from results import SHARED, scorer, sha256, write

SPEAKERS, WORLD = "corpora/speakers/dev.jsonl", "corpora/world/dev.jsonl"
SURE = (0.5, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class Judged:
    """One attribution: how its speaker was found, the form of its source, the confidence, and what came of it."""

    how: str
    form: str
    confidence: float
    named: bool
    right: bool


def judge_speakers(score: ModuleType) -> Iterator[Judged]:
    found = stage("speakers", "score_speakers", SPEAKERS)
    for row in score.read(str(SHARED / SPEAKERS)):
        for given, gold, speaker in zip(row["attributions"], row["gold"], found[row["id"]]["speakers"], strict=True):
            named = bool(speaker["name"])
            right = any(score.same(name, kind, speaker, True) for name in gold["speaker"] if name for kind in gold["type"])
            right = right or (None in gold["speaker"] and not named)
            yield Judged(speaker["how"], score.form(row, given), speaker["confidence"], named, right)


def judge_world(score: ModuleType, forms: ModuleType) -> Iterator[Judged]:
    found = stage("record", "score_record", WORLD)
    for row in score.read(str(SHARED / WORLD)):
        given = [s for s in found[row["id"]]["statements"] if not s.get("repeats")]
        for i, j in score.pair(row["statements"], given).items():
            gold, speaker = row["statements"][i], given[j]["speaker"]
            yield Judged(
                speaker["how"],
                forms.form(row, gold),
                speaker["confidence"],
                bool(speaker["name"]),
                score.right_speaker(gold, given[j]),
            )


def table(judged: list[Judged]) -> list[str]:
    """Lines of figures, all of the same form."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        groups["all"].append(one)
        groups[f"found by {one.how}"].append(one)
        groups[f"source is {one.form}"].append(one)
        if one.named:
            floor = min(int(one.confidence * 10), 9) / 10
            groups[f"confidence {floor:.1f} to {floor + 0.1:.1f}"].append(one)
    return [line(name, groups[name]) for name in sorted(groups)]


def line(name: str, group: list[Judged]) -> str:
    n = Counter("right" if one.right else "wrong" if one.named else "abstained" for one in group)
    wrong, right, left = (f"{100 * n[key] / len(group):.1f}" for key in ("wrong", "right", "abstained"))
    return f"{name}: {len(group)}, wrong {wrong} in 100, right {right}, abstained {left}"


def trust(judged: list[Judged]) -> list[str]:
    """The expected calibration error of the speakers named, and what `--sure` buys."""
    named = [(one.confidence, one.right) for one in judged if one.named]
    error = sum(n * abs(mean - share) for n, mean, share in bands_of(named)) / len(named)
    lines = [f"expected calibration error {error:.3f} over {len(named)}"]
    for least in SURE:
        kept = [right for confidence, right in named if confidence >= least]
        wrong = 100 * (len(kept) - sum(kept)) / max(1, len(kept))
        lines.append(f"--sure {least}: {wrong:.1f} in 100 wrong, {100 * len(kept) / len(named):.0f} in 100 kept")
    return lines


def main() -> None:
    if not SHARED.is_dir():
        sys.exit("the shared corpora are not beside the project (../shared): nothing is measured here")
    speakers, records = scorer("score_speakers"), scorer("score_record")
    given, found = list(judge_speakers(speakers)), list(judge_world(records, speakers))
    figures = {
        name: [f"{name}:", *(f"  {one}" for one in (*table(judged), *trust(judged)))]
        for name, judged in (("speakers dev, attributions given", given), ("international news, statements found", found))
    }
    digests = {name: sha256(SHARED / name) for name in (SPEAKERS, WORLD)}
    write("wrong_speakers", "python benchmarks/wrong_speakers.py", figures, digests)


if __name__ == "__main__":
    main()
