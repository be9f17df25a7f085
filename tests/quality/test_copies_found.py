"""Wire copies are found at each rate of shared text: floors on a few of the articles that benchmarks/copies.py makes."""

import functools
import importlib
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
sys.path.append(str(ROOT / "benchmarks"))
copies = importlib.import_module("copies")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (SHARED / "corpora").is_dir(), reason="the corpora are not beside the project, in ../shared/corpora"
    ),
]

COUNT = 800


@functools.cache
def measured() -> Mapping[str, str]:
    return copies.Run(copies.pool(), COUNT, copies.SEED + " tune", workers=1).scored()


@pytest.mark.parametrize(("rate", "floor"), [("100%", 99), ("90%", 99), ("80%", 99), ("60%", 95), ("40%", 80)])
def test_pairs_are_found(rate: str, floor: float) -> None:
    """At 60 % two points below what issue 5 asks of 100,000 articles: some seventy pairs have that much noise."""
    assert float(measured()[f"pairs, {rate} shared"].split("F1 ")[1].split()[0]) >= floor


def test_nothing_else_is_a_copy() -> None:
    assert int(measured()["wrong pairs of articles that are copies of nothing"]) <= 1
