"""Variants of real quotations are found and their changes flagged: floors on a part of what benchmarks/variants.py makes."""

import functools
import importlib
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
sys.path.append(str(ROOT / "benchmarks"))
variants = importlib.import_module("variants")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (SHARED / "corpora").is_dir(), reason="the corpora are not beside the project, in ../shared/corpora"
    ),
]

SHARE = 0.12  # of one half of the corpus: some 500 variants; benchmarks/variants.py measures all of the other half


@functools.cache
def measured() -> Mapping[str, str]:
    return variants.measure(variants.made(even=True, share=SHARE))


def f1(name: str) -> float:
    return float(measured()[f"pairs, {name}"].split("F1 ")[1].split()[0])


def rate(name: str) -> float:
    return float(measured()[name].split()[0])


@pytest.mark.parametrize(("name", "floor"), [("cut", 95), ("re-punctuated", 95), ("all", 93), ("reported", 80)])
def test_pairs_are_found(name: str, floor: float) -> None:
    """What issue 5 asks for cut, re-punctuated and all; three points below what was measured for reports, which asks nothing."""
    assert f1(name) >= floor


def test_changes_that_matter_are_flagged() -> None:
    assert rate("flagged, negation, number or name") >= 95


def test_few_others_are() -> None:
    assert rate("false flags, all") <= 2
