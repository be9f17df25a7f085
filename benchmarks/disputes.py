"""Disputes across articles on the sample scenes, found by the whole pipeline: precision and recall on each half.

usage: python benchmarks/disputes.py [seen unseen fresh]

The half `seen` was written beside the rules, `unseen` by someone who had not seen them, and was not read before they were done. Both
make the figures. `fresh` was written like `unseen`, for development, and is measured only where it is named.
A scene (tests/golden/disputes/HALF/*.json) has articles and pairs of quotations, each a dispute, an agreement, a question or
unrelated. A pair is found where a link sets clauses that overlap the two quotations against each other, and both stand on
opposite sides of one dispute. All scenes of a half are compared as one ledger. Precision counts the near-misses that are found.
"""

import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from results import ROOT, sha256, write

from whoseword.compare import ClaimComparer, Contest, Item, Link, contests, links_of
from whoseword.pipeline import Pipeline
from whoseword.read import ReadOptions, read_text
from whoseword.records import Article, Reading
from whoseword.settings import Settings

SCENES = ROOT / "tests" / "golden" / "disputes"
HALVES = ("seen", "unseen")


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in memory, as the ledger would give it back."""

    item: Item
    article: Article

    @property
    def form(self) -> str:
        return self.item.form

    @property
    def statement(self) -> str | None:
        return self.item.statement

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.item.facts

    @property
    def day(self) -> str | None:
        return self.item.day or self.article.published

    @property
    def article_id(self) -> str:
        return self.article.id

    @property
    def outlet(self) -> str | None:
        return self.article.outlet


@dataclass(frozen=True, slots=True)
class Judged:
    """A link of which nobody has said anything."""

    link: Link
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """Readings by the article's id in the scene, and its pairs."""

    name: str
    readings: Mapping[str, Reading]
    pairs: Sequence[Mapping[str, Any]]


def scenes(half: str, pipeline: Pipeline) -> list[Scene]:
    return [_scene(path, pipeline) for path in sorted((SCENES / half).glob("*.json"))]


def _scene(path: Path, pipeline: Pipeline) -> Scene:
    given = json.loads(path.read_text(encoding="utf8"))
    readings = {}
    for row in given["articles"]:
        options = ReadOptions(published=row["published"], outlet=row["outlet"])
        article = read_text(row["text"], source=f"{path.stem}/{row['id']}", options=options)
        assert isinstance(article, Article), article
        readings[row["id"]] = pipeline.read(article)
    return Scene(path.stem, readings, given["pairs"])


def compared(readings: Iterable[Reading]) -> tuple[list[Placed], list[Link], list[Contest]]:
    """All items of some readings, every link among them, and the disputes."""
    comparer = ClaimComparer()
    placed = [Placed(item, reading.article) for reading in readings for item in comparer.items(reading)]
    links = list(links_of(comparer, [one.item for one in placed]))
    return placed, links, contests(placed, [Judged(link) for link in links])


def measure(half: str, pipeline: Pipeline) -> tuple[Counter[str], list[str]]:
    """Counts of pairs, found and not, by what they are, and a line for each that is wrong."""
    every = scenes(half, pipeline)
    placed, links, found = compared(reading for scene in every for reading in scene.readings.values())
    against = {frozenset((link.first, link.second)) for link in links if link.relation == "against"}
    sides = [[{said.form for said in side.said} for side in one.sides] for one in found]
    counts: Counter[str] = Counter()
    wrong = []
    for scene in every:
        for pair in scene.pairs:
            one, other = (_forms(placed, scene.readings[pair[end]["article"]], pair[end]["quote"]) for end in ("a", "b"))
            linked = any(frozenset(two) in against for two in itertools.product(one, other))
            opposite = any((a & one and b & other) or (a & other and b & one) for a, b in sides)
            disputed = pair["relation"] == "dispute"
            counts[f"{pair['relation']}"] += 1
            counts[f"{pair['relation']} found"] += linked and opposite
            counts["unread"] += disputed and not (one and other)
            if (linked and opposite) != disputed:
                wrong.append(f"{scene.name}: {pair['relation']}: {pair['a']['quote']} | {pair['b']['quote']}")
    return counts, wrong


def _forms(placed: Sequence[Placed], reading: Reading, quote: str) -> set[str]:
    """The forms of the statements whose content overlaps a quotation."""
    start = reading.article.text.index(quote)
    end = start + len(quote)
    over = {s.id for s in reading.statements if any(c.start < end and start < c.end for c in s.content)}
    return {one.form for one in placed if one.article_id == reading.article.id and one.statement in over}


def rates(counts: Counter[str]) -> tuple[float, float]:
    """Precision and recall, in per cent."""
    near = sum(counts[f"{relation} found"] for relation in ("agreement", "unrelated", "question"))
    right = counts["dispute found"]
    return 100 * right / max(1, right + near), 100 * right / max(1, counts["dispute"])


def lines(half: str, counts: Counter[str]) -> list[str]:
    precision, recall = rates(counts)
    near = [f"{name} {counts[f'{name} found']} of {counts[name]}" for name in ("agreement", "unrelated", "question")]
    return [
        f"{half}: precision {precision:.1f} recall {recall:.1f} of {counts['dispute']} disputes",
        f"{half}: taken for disputes: {', '.join(near)}; {counts['unread']} disputes have a side that is no statement found",
    ]


def main(asked: list[str]) -> None:
    pipeline = Pipeline.load(Settings(threads=1))
    figures, corpora = [], {}
    total: Counter[str] = Counter()
    for half in asked or HALVES:
        counts, wrong = measure(half, pipeline)
        total += counts
        figures += lines(half, counts)
        corpora |= {f"tests/golden/disputes/{half}/{p.name}": sha256(p) for p in sorted((SCENES / half).glob("*.json"))}
        print(*wrong, sep="\n")
    if len(asked or HALVES) > 1:
        figures += lines("both", total)
    if not asked:
        write("disputes", "python benchmarks/disputes.py", {"scorer": figures}, corpora)
    else:
        print(*figures, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
