"""Who held an office on a day: right or nobody, against facts that did not fill the table."""

import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
sys.path.append(str(ROOT / "benchmarks"))
office_holders = importlib.import_module("office_holders")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "facts").is_dir(), reason="the facts are not beside the project, in ../shared/facts"),
]


def test_nobody_is_named_who_did_not_hold_the_office() -> None:
    """Of 200 drawn, none is wrong but on the day of a change, and most are answered."""
    drawn = office_holders.measure(office_holders.ASKED, develop=False)
    assert drawn["disagree"] == 0, drawn["disagreements"]
    assert drawn["right"] >= 120


def test_every_disagreement_of_a_larger_draw_was_looked_up() -> None:
    drawn = office_holders.measure(office_holders.FURTHER, develop=False, skip=office_holders.ASKED)
    assert not [line for line in drawn["disagreements"] if line.endswith("not judged")]
    assert drawn["disagree"] <= 0.01 * drawn["asked"]
