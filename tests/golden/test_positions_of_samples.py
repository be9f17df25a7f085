"""What the sample articles' parties hold, read by the real pipeline into a ledger, against a reading by hand.

`docs/samples.md` tells the story: Tarvonia refuses observers, looks again, accepts with conditions; both ministers deny an
annex; one asks for an apology and the other refuses it. What is listed must be found, and no change but these may be marked.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from whoseword.cli import app

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("positions") / "samples.db")
    done = CliRunner().invoke(app, ["read", "--ledger", path, "--threads", "1", str(SAMPLES)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return path


@cache
def rows(ledger: str, words: str, by: str) -> list[dict[str, Any]]:
    command = ["positions", words, "--by", by, "--format", "json", "--ledger", ledger]
    done = CliRunner().invoke(app, command, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


OBSERVERS = "observer* OR inspector*"
HELD = [
    (OBSERVERS, "country", "Tarvonia", "2026-04-17", "refuses", "against"),
    (OBSERVERS, "country", "Tarvonia", "2026-04-25", "weighs", "open"),
    (OBSERVERS, "country", "Tarvonia", "2026-04-28", "accepts", "conditional"),
    (OBSERVERS, "country", "Oressia", "2026-04-17", "demands", "for"),
    (OBSERVERS, "country", "Oressia", "2026-04-28", "offers", "for"),
    (OBSERVERS, "country", "Signe Aldersund", "2026-04-22", "demands", "for"),
    (OBSERVERS, "actor", "Mara Stelik", "2026-04-17", "refuses", "against"),
    (OBSERVERS, "actor", "Pavo Renn", "2026-04-25", "weighs", "open"),
    (OBSERVERS, "actor", "Ilan Dorvek", "2026-04-28", "accepts", "conditional"),
    ("annex OR page", "actor", "Rui Castane", "2026-04-19", "denies", "against"),
    ("annex OR page", "actor", "Rui Castane", "2026-04-25", "denies", "against"),
    ("annex OR page", "actor", "Pavo Renn", "2026-05-01", "denies", "against"),
    ("annex OR page", "actor", "Marcos Tellado", "2026-04-19", "supports", "for"),
    ("annex OR page", "actor", "Bento Salavar", "2026-04-19", "refuses", "against"),
    ("apology OR apologise", "actor", "Rui Castane", "2026-04-22", "demands", "for"),
    ("apology OR apologise", "actor", "Mara Stelik", "2026-04-22", "refuses", "against"),
    ("treaty OR draft", "actor", "Tessa Arlando", "2026-04-02", "refuses", "against"),
    ("treaty OR draft", "actor", "Marcos Tellado", "2026-04-14", "accepts", "for"),
    ("treaty OR draft", "actor", "Mara Stelik", "2026-05-01", "accepts", "for"),
    ("treaty OR draft", "actor", "Dana Kolvec", "2026-05-04", "supports", "for"),
    ('barge* OR "lower river"', "actor", "Dana Kolvec", "2026-04-19", "demands", "for"),
    ('barge* OR "lower river"', "actor", "Pavo Renn", "2026-04-25", "demands", "for"),
    ("420", "actor", "Bento Salavar", "2026-04-19", "demands", "for"),
    ("420", "actor", "Rui Castane", "2026-04-14", "demands", "for"),
]


@pytest.mark.parametrize("wanted", HELD, ids=" ".join)
def test_what_a_careful_reader_finds_is_held(ledger: str, wanted: tuple[str, ...]) -> None:
    words, by, *position = wanted
    held = [[row[key] for key in ("party", "date", "stance", "bearing")] for row in rows(ledger, words, by)]
    assert position in held


@pytest.mark.parametrize(
    ("words", "by", "changes"),
    [
        (OBSERVERS, "country", ["Tarvonia 2026-04-25: refuses → weighs", "Tarvonia 2026-04-28: weighs → accepts (if)"]),
        ("annex OR page", "actor", []),
        ("apology OR apologise", "actor", []),
        ("treaty OR draft", "actor", []),
        ('barge* OR "lower river"', "actor", []),
    ],
)
def test_a_change_is_marked_where_there_is_one_and_nowhere_else(ledger: str, words: str, by: str, changes: list[str]) -> None:
    found = [f"{row['party']} {row['date']}: {row['change']['what']}" for row in rows(ledger, words, by) if row["change"]]
    assert found == changes


def test_the_ledger_proposes_what_the_story_is_about(ledger: str) -> None:
    done = CliRunner().invoke(app, ["issues", "propose", "--format", "json", "--ledger", ledger], catch_exceptions=False)
    names = {proposal["issue"]["name"] for proposal in json.loads(done.stdout)}
    assert {"annex", "treaty", "observers"} <= names
