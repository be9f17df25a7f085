"""Attribution by publisher and by kind of speech, and how far confidence can be trusted, on the shared corpora.

usage: python benchmarks/breakdown.py

Relations are scored as `score_attribution.py` scores them. The reliability diagram (docs/reliability.svg) shows, for each
tenth of confidence, how many of the attributions given were right: on PolNeAR dev, on which six numbers of the
confidence were fitted, and on the international articles, on which nothing was fitted.
"""

import json
import sys
from collections import defaultdict
from types import ModuleType
from typing import Any

from accuracy import WHOSEWORD, run
from results import ROOT, SHARED, scorer, sha256, write

BANDS = 10
POLNEAR, WORLD = "corpora/polnear/dev.jsonl.gz", "corpora/world/dev.jsonl"
DIAGRAM = ROOT / "docs" / "reliability.svg"
Judged = list[tuple[float, bool]]


def stage(name: str, score: str, corpus: str) -> dict[str, dict[str, Any]]:
    """Article id -> what a stage gave for it."""
    given = run(sys.executable, SHARED / f"eval/{score}.py", SHARED / corpus, "--input")
    rows = [json.loads(line) for line in run(WHOSEWORD, "stage", name, input=given).splitlines()]
    return {row["id"]: row for row in rows}


def by_publisher(found: dict[str, dict[str, Any]], gold: list[dict[str, Any]], score: ModuleType) -> list[str]:
    """A line for each publisher, and one for all."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in gold:
        groups[row["id"].split("_")[0]].append(row)
    lines = []
    for name, rows in [*sorted(groups.items()), ("all", gold)]:
        outer = {row["id"]: [a for a in found[row["id"]]["attributions"] if not a["depth"]] for row in rows}
        figures = score.score_relations(rows, outer)
        relation, wrong = figures["relation"], figures["wrong source"]["per_100_matched"]
        kinds = " ".join(
            f"{kind} {figures[f'recall:{kind}']['r']:.1f}"
            for kind in ("direct", "mixed", "indirect")
            if f"recall:{kind}" in figures
        )
        count = len({row["id"] for row in rows})
        lines.append(
            f"{name}: {count} articles, relation P {relation['p']:.1f} R {relation['r']:.1f} F1 {relation['f1']:.1f}, "
            f"wrong source {wrong:.1f} in 100; recall by kind: {kinds}"
        )
    return lines


def right_of_polnear(found: dict[str, dict[str, Any]], gold: list[dict[str, Any]], score: ModuleType) -> Judged:
    """Each attribution given, with its confidence: right where a gold one of any version has its source and content."""
    wanted: dict[str, list[tuple[set[int], set[int]]]] = defaultdict(list)
    for row in gold:
        wanted[row["id"]] += [(score.chars(a["source"]), score.chars(a["content"])) for a in row["attributions"]]
    judged = []
    for name, row in found.items():
        for a in row["attributions"]:
            if not a["depth"]:
                source, content = score.chars(a["source"]), score.chars(a["content"])
                right = any(
                    2 * len(content & c) >= len(content | c) and (bool(source & s) or not (source or s))
                    for s, c in wanted[name]
                )
                judged.append((a["confidence"], right))
    return judged


def right_of_world(found: dict[str, dict[str, Any]], gold: list[dict[str, Any]], score: ModuleType) -> Judged:
    """Each statement given, with its confidence: right where the scorer of records pairs it with a gold one."""
    judged = []
    for row in gold:
        given = [s for s in found[row["id"]]["statements"] if not s.get("repeats")]
        paired = set(score.pair(row["statements"], given).values())
        judged += [(s["confidence"], i in paired) for i, s in enumerate(given)]
    return judged


def bands_of(judged: Judged) -> list[tuple[int, float, float]]:
    """For each tenth of confidence: how many, their mean confidence, the share that is right."""
    bands: list[Judged] = [[] for _ in range(BANDS)]
    for confidence, right in judged:
        bands[min(int(confidence * BANDS), BANDS - 1)].append((confidence, right))
    return [(len(b), sum(c for c, _ in b) / len(b), sum(r for _, r in b) / len(b)) if b else (0, 0.0, 0.0) for b in bands]


def calibration(judged: Judged) -> list[str]:
    """The expected calibration error (Naeini et al. 2015), its bands, and what a least confidence buys."""
    bands = bands_of(judged)
    error = sum(n * abs(mean - share) for n, mean, share in bands) / len(judged)
    lines = [f"expected calibration error {error:.3f} over {len(judged)}"]
    lines += [
        f"confidence {i / BANDS:.1f} to {(i + 1) / BANDS:.1f}: {n}, mean {mean:.2f}, right {share:.2f}"
        for i, (n, mean, share) in enumerate(bands)
        if n
    ]
    for least in (0.5, 0.7, 0.8, 0.9):
        kept = [right for confidence, right in judged if confidence >= least]
        share, part = sum(kept) / max(1, len(kept)), len(kept) / len(judged)
        lines.append(f"--confidence {least}: {100 * share:.1f} in 100 right, {100 * part:.0f} in 100 kept")
    return lines


def diagram(sets: dict[str, Judged]) -> str:
    """The reliability diagram as SVG: what was claimed against what held, a series for each corpus."""
    side, edge = 320, 48
    at = lambda x, y: (edge + x * side, edge + (1 - y) * side)  # noqa: E731
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side + 2 * edge} {side + 2 * edge + 20}" role="img" '
        'font-family="sans-serif" font-size="12"><title>Reliability of confidence</title>'
        f'<rect width="100%" height="100%" fill="white"/><rect x="{edge}" y="{edge}" width="{side}" height="{side}" fill="none" stroke="#444"/>'
        f'<line x1="{edge}" y1="{edge + side}" x2="{edge + side}" y2="{edge}" stroke="#999" stroke-dasharray="4"/>'
    )
    parts = [head]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        (x, _), (_, y) = at(tick, 0), at(0, tick)
        parts.append(f'<text x="{x}" y="{edge + side + 16}" text-anchor="middle">{tick}</text>')
        parts.append(f'<text x="{edge - 6}" y="{y + 4}" text-anchor="end">{tick}</text>')
    parts.append(f'<text x="{edge + side / 2}" y="{edge + side + 34}" text-anchor="middle">confidence given</text>')
    parts.append(
        f'<text transform="translate(14 {edge + side / 2}) rotate(-90)" text-anchor="middle">share that was right</text>'
    )
    styles = (("#1f4e8c", ""), ("#b3541e", ' stroke-dasharray="6 3"'))
    for number, ((name, judged), (colour, dash)) in enumerate(zip(sets.items(), styles, strict=True)):
        points = [(*at(mean, share), n) for n, mean, share in bands_of(judged) if n]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"{dash}/>')
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + 10 * (n / len(judged)) ** 0.5:.1f}" fill="{colour}" fill-opacity="0.6">'
            f"<title>{n} attributions</title></circle>"
            for x, y, n in points
        ]
        top = 16 + 16 * number
        parts.append(
            f'<line x1="{edge}" y1="{top - 4}" x2="{edge + 24}" y2="{top - 4}" stroke="{colour}" stroke-width="2"{dash}/>'
        )
        parts.append(f'<text x="{edge + 30}" y="{top}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    if not SHARED.is_dir():
        sys.exit("the shared corpora are not beside the project (../shared): nothing is measured here")
    command = "python benchmarks/breakdown.py"
    score, corpus = scorer("score_attribution"), SHARED / POLNEAR
    gold, found = score.read(str(corpus)), stage("attribute", "score_attribution", POLNEAR)
    write("publishers", command, {"relations": by_publisher(found, gold, score)}, {POLNEAR: sha256(corpus)})
    polnear = right_of_polnear(found, gold, score)
    records = scorer("score_record")
    world = right_of_world(stage("record", "score_record", WORLD), records.read(str(SHARED / WORLD)), records)
    figures = {"PolNeAR dev": calibration(polnear), "international news": calibration(world)}
    write("calibration", command, figures, {POLNEAR: sha256(corpus), WORLD: sha256(SHARED / WORLD)})
    DIAGRAM.write_text(diagram({"PolNeAR dev (fitted here)": polnear, "international news": world}), encoding="utf8")


if __name__ == "__main__":
    main()
