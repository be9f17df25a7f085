"""Floors of attribution on the dev splits, with the bundle that ships; each leaves some noise below the figure in docs/figures.md."""

import functools
import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from whoseword import stages
from whoseword.settings import Settings

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (SHARED / "corpora").is_dir(), reason="the corpora are not beside the project, in ../shared/corpora"
    ),
]


def scorer(name: str) -> ModuleType:
    folder = str(SHARED / "eval")
    if folder not in sys.path:
        sys.path.append(folder)
    return importlib.import_module(name)


@functools.cache
def polnear() -> Mapping[str, float]:
    """The figures of `score_attribution.py` on PolNeAR dev."""
    score, run = scorer("score_attribution"), stages.load("attribute", Settings(threads=1))
    gold = score.read(str(SHARED / "corpora/polnear/dev.jsonl.gz"))
    found: dict[str, list[dict[str, Any]]] = {}
    for row in {row["id"]: row for row in gold}.values():
        given = run({"id": row["id"], "text": row["text"]})
        assert isinstance(given, dict)
        found[row["id"]] = [a for a in given["attributions"] if not a["depth"]]
    exact, relations = score.score_spans(gold, found)["em"], score.score_relations(gold, found)
    return {
        **{role: exact[role]["f1"] for role in ("source", "cue", "content")},
        **{name: relations[name]["f1"] for name in ("relation", "triple")},
        "direct": relations["recall:direct"]["r"],
        "right source": 100 - relations["wrong source"]["per_100_matched"],
    }


@functools.cache
def world() -> Mapping[str, float]:
    """Found F1 and recall of nested statements as `score_record.py` has them on the international articles."""
    score, run = scorer("score_record"), stages.load("record", Settings(threads=1))
    gold = score.read(str(SHARED / "corpora/world/dev.jsonl"))
    n = score.score(gold, {row["id"]: run({key: row[key] for key in ("id", "published", "text")}) for row in gold}, 0)
    return {
        "found": 200 * n["found"] / (n["given"] + n["gold"]),
        "nested": 100 * n["found nested"] / n["gold nested"],
        "right speakers": 100 - 100 * n["wrong speakers"] / n["found"],
    }


@pytest.mark.parametrize(
    ("name", "floor"),
    [("source", 83), ("cue", 76), ("content", 72.5), ("relation", 76), ("triple", 61), ("direct", 92), ("right source", 96.5)],
)
def test_attribution_on_polnear_dev(name: str, floor: float) -> None:
    assert polnear()[name] >= floor


@pytest.mark.parametrize(("name", "floor"), [("found", 78), ("nested", 45), ("right speakers", 90)])
def test_records_of_international_news(name: str, floor: float) -> None:
    assert world()[name] >= floor
