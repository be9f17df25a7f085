"""`watches`: what is watched and what of it is new, in every format of the command."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner
from watched_ledger import INSPECTORS, LET_IN, add, april, may

from whoseword import watching
from whoseword.cli import app
from whoseword.store import Store


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    with Store.open(tmp_path / "ledger.db") as store:
        store.put_issue(INSPECTORS)
        add(store, april())
        watching.start(store, "issue", "inspectors", by="Eva")
        watching.start(store, "search", "q=oil", by="Eva", name="=oil \x1b[31m")
        add(store, may())


def run(*arguments) -> str:
    done = CliRunner().invoke(app, ["watches", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_table_names_each_with_its_news_and_no_control_takes_effect(ledger):
    shown = run()
    assert "turned: refuses → accepts: Mara Stelik" in shown
    assert "\x1b" not in shown


def test_json_has_the_whole_news(ledger):
    issue, search = json.loads(run("--format", "json"))
    assert (issue["count"], issue["lines"][0]["row"]["statement"]["id"], search["count"]) == (1, LET_IN.id, 0)
    assert json.loads(run("--format", "json", "--limit", "0"))[0]["lines"] == []
    assert len(run("--format", "jsonl").splitlines()) == 2


def test_csv_has_a_row_for_each_new_statement_and_runs_no_formula(ledger):
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv"))))
    assert [(one["new"], one["statement"]) for one in rows] == [("1", LET_IN.id), ("0", "")]
    assert rows[1]["name"].startswith("'=oil")


def test_nothing_watched_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Store.open(tmp_path / "ledger.db").close()
    done = CliRunner().invoke(app, ["watches"])
    assert done.stdout == ""
    assert "nothing is watched" in done.stderr
