"""`disputes`: the two sides of what is contested across the articles of a real ledger, filtered and in every format."""

import csv
import io
import json

import pytest
from store_readings import reading, statement
from typer.testing import CliRunner

from whoseword.across import catch_up
from whoseword.cli import app
from whoseword.store import Store

OPEN = "Ann Low said the bridge at Lun is open to lorries. Rain fell on the bridge at Lun."
CLOSED = "Bo Ray said the bridge at Lun is closed to lorries. He spoke at the bridge at Lun."
GATE = "=Dee Voss said the mill of Orm had leaked oil. The mill of Orm is old."
NO_GATE = "Cy Pell said the mill of Orm had not leaked oil. The mill of Orm is new."


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    given = [
        (OPEN, "the bridge at Lun is open to lorries", "Ann Low", "2031-04-02", "Daily"),
        (CLOSED, "the bridge at Lun is closed to lorries", "Bo Ray", "2031-04-05", "Herald"),
        (GATE, "the mill of Orm had leaked oil", "=Dee Voss", "2032-01-10", "Daily"),
        (NO_GATE, "the mill of Orm had not leaked oil", "Cy Pell", "2032-01-12", "Herald"),
    ]
    with Store.open(tmp_path / "ledger.db") as store:
        for number, (text, content, name, day, outlet) in enumerate(given):
            store.add(reading(text, statement(text, content, name), source=f"{number}.txt", published=day, outlet=outlet))
        list(catch_up(store))
    return tmp_path / "ledger.db"


def run(*arguments, code=0):
    done = CliRunner().invoke(app, ["disputes", *arguments])
    assert done.exit_code == code, done.output
    return done.stdout


def found(*arguments):
    return json.loads(run("--format", "json", *arguments))


def speakers(dispute):
    return [side["speakers"] for side in dispute["sides"]]


def test_each_dispute_has_its_sides_days_grade_and_grounds(ledger):
    """The last heard of comes first."""
    mill, bridge = found()
    assert speakers(mill) == [["=Dee Voss"], ["Cy Pell"]]
    assert {name for side in speakers(bridge) for name in side} == {"Ann Low", "Bo Ray"}
    assert (bridge["first"], bridge["latest"]) == ("2031-04-02", "2031-04-05")
    assert (mill["grounds"][0]["how"], bridge["grounds"][0]["how"]) == ("denial", "opposite")
    assert 0.5 < mill["grade"] < 1
    assert mill["about"] == "the mill of Orm had leaked oil"


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        (["lorries"], "bridge"),
        (["leaked oil"], "mill"),
        (["--speaker", "Low"], "bridge"),
        (["--speaker", "Cy Pell"], "mill"),
        (["--since", "2032"], "mill"),
        (["--until", "2031-04"], "bridge"),
        (["--limit", "1"], "mill"),
    ],
)
def test_filters(ledger, arguments, about):
    (one,) = found(*arguments)
    assert about in one["about"]


def test_nothing_fitting_is_an_empty_list(ledger):
    assert found("lorries", "--speaker", "Pell") == []
    assert found("--grade", "1") == []


def test_table_names_sides_and_how(ledger):
    out = run()
    assert "Ann Low" in out
    assert "denial" in out
    assert "2031-04-02" in out


def test_one_dispute_with_all_that_was_said_and_why(ledger):
    id_ = found("lorries")[0]["id"]
    out = " ".join(run("--id", id_[:8]).split())
    assert "2031-04-02 Ann Low (assert), Daily: the bridge at Lun is open to lorries" in out
    assert "they differ in open" in out


def test_lines_hold_one_dispute_each(ledger):
    assert len([json.loads(line) for line in run("--format", "jsonl").splitlines()]) == 2


def test_csv_has_a_row_for_each_statement_and_no_formula(ledger):
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv"))))
    assert len(rows) == 4
    assert {row["side"] for row in rows} == {"for", "against"}
    assert "'=Dee Voss" in {row["speaker"] for row in rows}


def test_a_faulty_day_or_an_unknown_id_is_refused(ledger):
    for arguments in (["--since", "yesterday"], ["--id", "zzzz"]):
        assert CliRunner().invoke(app, ["disputes", *arguments]).exit_code != 0


def test_an_article_that_is_taken_out_takes_its_side_with_it(ledger):
    with Store.open(ledger) as store:
        store.add(reading("Nothing is said here.", source="1.txt", published="2031-04-05"))
        list(catch_up(store))
    assert [one["about"] for one in found()] == ["the mill of Orm had leaked oil"]
