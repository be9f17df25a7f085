"""`events` and `relations`: through the real command line on a real ledger; events that several articles report are one."""

import csv
import io
import json

import pytest
from test_ledger_commands import run, stopped

from whoseword.across import catch_up
from whoseword.records import Article, Block, Event, EventActor, Reading, SaidOn, Span, digest
from whoseword.store import Store

ATTACK = "Norlandic troops attacked Sudria on Monday."
AID = "Sudria sent =food to Norland."


def at(text, words):
    return Span.cut(text, text.index(words), text.index(words) + len(words))


def reading(text, source, root, *, outlet, published, date, sides, status="asserted"):
    named = [EventActor(name, None, state, sector, at(text, words)) for words, name, state, sector in sides]
    event = Event(digest(text, outlet), root, *named, status, Span.cut(text, 0, len(text)), date, confidence=0.9)
    article = Article(
        digest(text, outlet), source, text, digest(text), (Block("paragraph", 0, len(text)),), outlet=outlet, published=published,
        title="=cmd",
    )  # fmt: skip
    return Reading(article, events=(event,), model="m 1", rules="1")


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    """Two reports of an attack, one of aid a fortnight later."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    troops = [("Norlandic troops", "Norlandic troops", "Norland", "MIL"), ("Sudria", "Sudria", "Sudria", "GOV")]
    helped = [("Sudria", "Sudria", "Sudria", "GOV"), ("Norland", "Norland", "Norland", "GOV")]
    told, own = SaidOn("2026-04-20", "day", None, "text"), SaidOn("2026-04-21", "day", "ON_OR_BEFORE", "publication")
    with Store.open("ledger.db") as store:
        store.add(reading(ATTACK, "a.txt", "ASSAULT", outlet="Daily", published="2026-04-20", date=told, sides=troops))
        later = ATTACK.replace(" on Monday", "")
        store.add(reading(later, "b.txt", "ASSAULT", outlet="Herald", published="2026-04-21", date=own, sides=troops))
        given = SaidOn("2026-05-05", "day", None, "text")
        store.add(reading(AID, "c.txt", "AID", outlet="Daily", published="2026-05-06", date=given, sides=helped))
        list(catch_up(store))
    return tmp_path / "ledger.db"


def rows_of(*arguments, delimiter=","):
    out, _ = run(*arguments)
    return list(csv.DictReader(io.StringIO(out), delimiter=delimiter))


def test_an_event_that_two_articles_report_is_one_line(ledger):
    rows = rows_of("events", "--format", "csv")
    assert [(row["root"], row["source"], row["target"], row["articles"]) for row in rows] == [
        ("AID", "Sudria", "Norland", "1"),
        ("ASSAULT", "Norlandic troops", "Sudria", "2"),
    ]


def test_json_has_every_report_with_its_evidence(ledger):
    (event,) = json.loads(run("events", "--root", "assault", "--format", "json")[0])
    assert (event["quad"], event["articles"], len(event["reports"])) == (4, 2, 2)
    assert {report["event"]["evidence"]["text"] for report in event["reports"]} == {ATTACK, ATTACK.replace(" on Monday", "")}
    (line,) = run("events", "--root", "assault", "--format", "jsonl")[0].splitlines()
    assert json.loads(line) == event


@pytest.mark.parametrize(
    ("asked", "roots"),
    [
        (("--source", "Norland"), ["ASSAULT"]),
        (("--target", "norland"), ["AID"]),
        (("--dyad", "Sudria", "Norland"), ["AID", "ASSAULT"]),
        (("--quad", "2"), ["AID"]),
        (("--since", "2026-05"), ["AID"]),
        (("--until", "2026-04"), ["ASSAULT"]),
        (("--status", "planned"), []),
        (("--limit", "1"), ["AID"]),
    ],
)
def test_each_filter_keeps_what_it_asks_for(ledger, asked, roots):
    assert [row["root"] for row in rows_of("events", *asked, "--format", "csv")] == roots


def test_the_table_has_both_and_says_where_there_is_nothing(ledger):
    out, _ = run("events")
    assert "ASSAULT" in out
    assert "Norlandic troops (Norland, MIL)" in out
    assert run("events", "--source", "Helmark") == ("", "nothing found\n")


def test_polecats_columns_are_separated_by_tabs_and_run_no_formula(ledger):
    row = rows_of("events", "--format", "polecat", "--root", "AID", delimiter="\t")[0]
    assert (row["Event Date"], row["Event Type"], row["Quad Code"]) == ("2026-05-05", "AID", "MATERIAL COOPERATION")
    assert (row["Actor Name"], row["Recipient Name"], row["Primary Recipient Sector"]) == ("Sudria", "Norland", "GOV")
    assert row["Headline"] == "'=cmd"


def test_a_root_that_there_is_not_is_refused(ledger, capsys):
    code, said = stopped(capsys, "events", "--root", "WAR")
    assert code == 2
    assert "ACCUSE" in said


def test_relations_are_a_line_a_week_with_gaps_and_evidence(ledger):
    rows = rows_of("relations", "Norland", "Sudria", "--format", "csv")
    assert [(row["week"], row["events"], row["mean"]) for row in rows] == [
        ("2026-W17", "1", "-9.5"),
        ("2026-W18", "0", ""),
        ("2026-W19", "1", "7.0"),
    ]
    series = json.loads(run("relations", "Norland", "Sudria", "--format", "json")[0])
    assert series["weeks"][0]["quads"] == {"1": 0, "2": 0, "3": 0, "4": 1}
    assert len(series["weeks"][2]["evidence"]) == 1
    assert "2026-W17" in run("relations", "Sudria", "Norland")[0]


def test_a_reading_comes_back_with_its_events(ledger):
    with Store.open("ledger.db") as store:
        found = [event.root for row in store.articles() for event in store.reading(row.id).events]
    assert sorted(found) == ["AID", "ASSAULT", "ASSAULT"]


def test_relations_are_drawn_and_written_to_a_file(ledger, tmp_path):
    out, _ = run("relations", "Norland", "Sudria", "--format", "svg")
    assert out.startswith("<svg")
    assert run("relations", "Norland", "Sudria", "--format", "svg", "--output", "plot.svg") == ("", "")
    assert (tmp_path / "plot.svg").read_text(encoding="utf8") == out
    assert run("relations", "Norland", "Sudria", "--format", "png", "--output", "plot.png") == ("", "")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")
