"""Floors under the accuracy on the corpora beside the project; measured 2026-11-23, less a margin for changes that are no loss."""

import gzip
import json
from pathlib import Path

import pytest

from whoseword import stages
from whoseword.settings import Settings
from whoseword.when import find_dates

SHARED = Path(__file__).parents[2].parent / "shared" / "corpora"


def lines(*names):
    path = SHARED.joinpath(*names)
    if not path.exists():
        pytest.skip(f"the corpus {'/'.join(names)} is not beside the project: nothing to measure on")
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf8")
    return [json.loads(row) for row in text.split("\n") if row]


def f1(right, given, wanted):
    return 200 * right / (given + wanted)


def overlap(found, gold):
    return min(found.end, gold["end"]) - max(found.start, gold["start"])


@pytest.mark.shared
def test_dates_of_news_stay_above_their_floor():
    """TempEval-3 measures: strict spans 89.0 and values 80.8 when this was written."""
    given = wanted = strict = value = 0
    for row in lines("time", "news.jsonl"):
        left = list(find_dates(row["text"], row["published"]))
        given, wanted = given + len(left), wanted + len(row["dates"])
        for gold in row["dates"]:
            near = [found for found in left if overlap(found, gold) > 0]
            if not near:
                continue
            best = max(near, key=lambda found: ((found.start, found.end) == (gold["start"], gold["end"]), overlap(found, gold)))
            left.remove(best)
            strict += (best.start, best.end) == (gold["start"], gold["end"])
            value += best.value == gold["value"]
    assert f1(strict, given, wanted) >= 87.5
    assert f1(value, given, wanted) >= 79.5


def dated(rows):
    """How many dates are right, given and wanted over articles whose gold is a list of accepted values for each attribution."""
    run = stages.load("speakers", Settings(threads=1))
    right = given = wanted = 0
    for row in rows:
        found = run({key: row[key] for key in ("id", "published", "text", "attributions")})
        assert isinstance(found, dict)
        for value, gold in zip(found["said_on"], row["gold"], strict=True):
            accepted = gold["said_on"]
            if value is None and None in accepted:
                continue
            given += value is not None
            wanted += None not in accepted or (value is not None and any(accepted))
            right += value is not None and value in accepted
    return right, given, wanted


@pytest.mark.shared
@pytest.mark.parametrize(("name", "precision", "recall"), [("dev.jsonl", 88, 68)])
def test_dates_of_statements_stay_above_their_floor(name, precision, recall):
    """90.0 and 70.9 when this was written, 2026-11-27, with the speakers that linking finds."""
    right, given, wanted = dated(lines("speakers", name))
    assert 100 * right / given >= precision
    assert 100 * right / wanted >= recall
