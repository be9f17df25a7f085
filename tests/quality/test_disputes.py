"""Floors of disputes across articles on the sample scenes: five points below the figures of 2026-11-30 (benchmarks/disputes.py)."""

import functools
import importlib
import sys
from collections import Counter
from pathlib import Path

import pytest

from whoseword.pipeline import Pipeline
from whoseword.settings import Settings

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
disputes = importlib.import_module("disputes")

FLOORS = {"seen": (95.0, 77.0)}


@functools.cache
def counts(half: str) -> Counter[str]:
    return disputes.measure(half, Pipeline.load(Settings(threads=1)))[0]


@pytest.mark.parametrize(("half", "precision", "recall"), [(half, *least) for half, least in FLOORS.items()])
def test_disputes_keep_their_floors(half: str, precision: float, recall: float) -> None:
    measured = disputes.rates(counts(half))
    assert measured[0] >= precision
    assert measured[1] >= recall


@pytest.mark.parametrize("half", disputes.HALVES)
def test_a_question_takes_no_side(half: str) -> None:
    assert counts(half)["question"] >= 4
    assert counts(half)["question found"] <= 1
