"""Attribution holds where the same articles are printed worse: floors on some dev articles, against their clean text."""

import functools
import importlib
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
sys.path.append(str(ROOT / "benchmarks"))
noise = importlib.import_module("noise")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (SHARED / "corpora").is_dir(), reason="the corpora are not beside the project, in ../shared/corpora"
    ),
]

EACH = 2  # one article of dev in so many: fewer say a difference only within a point; benchmarks/noise.py measures all of them
MOST_LOST = 3.0  # points of relation F1
HELD = [name for name in noise.CHANGES if name not in {noise.CLEAN, "lower case"}]


@functools.cache
def measured() -> Mapping[str, float]:
    return noise.measure(noise.gold_rows()[::EACH], [noise.CLEAN, *HELD])


@pytest.mark.parametrize("name", HELD)
def test_little_is_lost_to_noise(name: str) -> None:
    """Lower case is reported in docs/figures.md and not held: names lose what marks them."""
    assert measured()[name] >= measured()[noise.CLEAN] - MOST_LOST
