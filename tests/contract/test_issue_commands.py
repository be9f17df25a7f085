"""Issues in the ledger, `issues` and `positions`: through the real command line on a real ledger."""

import csv
import io
import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from whoseword.cli import app, main
from whoseword.errors import StoreError
from whoseword.records import Article, Issue, Reading, SaidOn, Span, Speaker, Statement, digest
from whoseword.store import Store

APRIL = "Tarvonia will not let inspectors in, Mara Stelik said. Rui Castane demanded inspectors at once."
MAY = "Tarvonia will let inspectors in, Mara Stelik said. Rui Castane demanded =inspectors \x1b[31mnow."


def statement(text, content, cue, source, on, *, act="assert"):
    def at(words):
        start = text.index(words)
        return (Span.cut(text, start, start + len(words)),)

    speaker = Speaker(
        source, "person", None, "Tarvonian Foreign Minister" if source == "Mara Stelik" else None, how="name", confidence=0.9
    )
    return Statement(
        digest(text, content), "indirect", act, True, at(content), (), at(cue), at(source), speaker,
        said_on=SaidOn(on, "day", None, "text"), confidence=0.9, model="m 1", rules="1",
    )  # fmt: skip


REFUSED = statement(APRIL, "Tarvonia will not let inspectors in", "said", "Mara Stelik", "2026-04-17")
DEMANDED = statement(APRIL, "inspectors at once", "demanded", "Rui Castane", "2026-04-17", act="demand")
LET_IN = statement(MAY, "Tarvonia will let inspectors in", "said", "Mara Stelik", "2026-05-01")
HOSTILE = statement(MAY, "=inspectors \x1b[31mnow", "demanded", "Rui Castane", "2026-05-01", act="demand")


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    """A ledger of two articles, in the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    with Store.open("ledger.db") as store:
        for name, text, statements in (("april", APRIL, (REFUSED, DEMANDED)), ("may", MAY, (LET_IN, HOSTILE))):
            article = Article(digest(name), name, text, digest(text), outlet="Daily", published="2026-05-02")
            store.add(Reading(article, statements, model="m 1", rules="1"))
    return tmp_path / "ledger.db"


def run(*arguments, code=0):
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return caught.value.code, capsys.readouterr().err


def test_an_issue_is_kept_replaced_by_its_name_and_removed(ledger):
    """And no statement is lost with it."""
    with Store.open("ledger.db") as store:
        before = list(store.statements())
        assert store.put_issue(Issue("Keys", "key*", ("Nobody gets the keys",))) is False
        assert store.put_issue(Issue("keys", None, (REFUSED.id,))) is True
        assert store.put_issue(Issue("annex", "annex")) is False
        assert store.issues() == (Issue("annex", "annex"), Issue("keys", None, (REFUSED.id,)))
        assert store.remove_issue("KEYS") is True
        assert store.remove_issue("KEYS") is False
        assert store.issues() == (Issue("annex", "annex"),)
        assert list(store.statements()) == before
        assert store.check() == []


def test_an_issue_of_any_characters_is_kept(ledger):
    issue = Issue("a\x00\u202e'; drop table issues; --", '"', ("\x1b", "\U0001f600"))
    with Store.open("ledger.db") as store:
        store.put_issue(issue)
        assert store.issues() == (replace(issue, name=issue.name.replace("\x00", "\ufffd")),)  # no database keeps a NUL alike


def test_a_ledger_open_for_reading_keeps_no_issue(ledger):
    with Store.open("ledger.db", read_only=True) as store, pytest.raises(StoreError, match="for reading only"):
        store.put_issue(Issue("annex", "annex"))


def test_issues_are_added_listed_and_removed(ledger):
    assert run("issues")[1].startswith("no issues yet")
    assert (
        run("issues", "add", "Inspectors", "inspector*", "--example", "No keys for anyone")[1] == "added the issue Inspectors\n"
    )
    assert run("issues", "add", "inspectors", "inspector*")[1] == "replaced the issue inspectors\n"
    assert "inspector*" in run("issues")[0]
    assert json.loads(run("issues", "--format", "json")[0]) == [{"name": "inspectors", "words": "inspector*", "examples": []}]
    assert run("issues", "remove", "INSPECTORS")[1] == "removed the issue INSPECTORS\n"
    assert json.loads(run("issues", "--format", "json")[0]) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["issues", "add", " ", "words"], "it has 1 to 120 characters"),
        (["issues", "add", "keys"], "has neither words nor examples"),
        (["issues", "remove", "keys"], "the ledger has no issue 'keys'"),
        (["positions", " "], "1 to 120 characters"),
        (["positions", "keys", "--since", "soon"], "since is 'soon'"),
        (["positions", "keys", "--example", "abcdef0"], "is no statement of this ledger"),
        (["positions", "keys", "--issues", "none.toml"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_rule(ledger, capsys, arguments, message):
    code, said = refused(capsys, *arguments)
    assert code == 2
    assert message in said
    assert len(said.splitlines()) == 1


def test_positions_by_words_show_parties_dates_and_the_change_with_both_statements(ledger):
    out, _ = run("positions", "inspector*")
    assert [line.split() for line in out.splitlines()[1:3]] == [
        ["Mara", "Stelik", "refuses", "→", "accepts"],
        ["Rui", "Castane", "demands", "demands"],
    ]
    assert "→ Mara Stelik: refuses → accepts" in out
    assert all(part in out for part in (APRIL[:35], MAY[:31], REFUSED.id[:10], LET_IN.id[:10]))


def test_positions_of_a_kept_issue_and_by_country(ledger):
    run("issues", "add", "Inspectors", "inspector*")
    rows = json.loads(run("positions", "INSPECTORS", "--by", "country", "--format", "json")[0])
    assert {row["issue"] for row in rows} == {"Inspectors"}
    assert [row["change"]["what"] for row in rows if row["change"]] == ["refuses → accepts"]
    assert [
        json.loads(line) for line in run("positions", "INSPECTORS", "--by", "country", "--format", "jsonl")[0].splitlines()
    ] == rows


def test_positions_of_an_issue_in_a_file(ledger, tmp_path):
    (tmp_path / "issues.toml").write_text(f'[[issue]]\nname = "gates"\nexamples = ["{REFUSED.id[:8]}"]\n', "utf-8")
    rows = json.loads(run("positions", "gates", "--issues", "issues.toml", "--format", "json")[0])
    assert [(row["party"], row["stance"]) for row in rows] == [("Mara Stelik", "refuses"), ("Mara Stelik", "accepts")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[issue]]\nname = 3", "name is 3"),
        ('[[issue]]\nname = "a"', "neither words nor examples"),
        ('[[issue]]\nname = "a"\nwords = "b"\ncolour = "red"', "unknown key 'colour'"),
        ('[[issue]]\nname = "a"\nwords = "b"\n[[issue]]\nname = "A"\nwords = "c"', "two issues are called 'a'"),
        ('[[issue]]\nname = "a"\nexamples = "b"', "it is a list of texts"),
        ("[[issues]]\n", "'issues'"),
        ("issue", "is not TOML"),
    ],
)
def test_a_faulty_file_of_issues_is_refused_by_its_line(ledger, tmp_path, capsys, text, message):
    (tmp_path / "issues.toml").write_text(text, "utf-8")
    code, said = refused(capsys, "positions", "a", "--issues", "issues.toml")
    assert (code, "issues.toml" in said, message in said) == (2, True, True)


def test_positions_in_a_span_of_days(ledger):
    (row,) = [
        one for one in json.loads(run("positions", "inspector*", "--since", "2026-05", "--format", "json")[0]) if one["change"]
    ]
    assert row["change"]["before"]["date"] == "2026-04-17"
    assert run("positions", "inspector*", "--until", "2025") == ("", "nothing found\n")


def test_csv_runs_no_formula_and_has_a_row_for_each_position(ledger):
    rows = list(csv.DictReader(io.StringIO(run("positions", "inspector*", "--format", "csv")[0])))
    assert [row["stance"] for row in rows] == ["refuses", "accepts", "demands", "demands"]
    assert [row["change"] for row in rows] == ["", "refuses → accepts", "", ""]
    assert rows[1]["changed_from"] == REFUSED.id
    assert rows[3]["passage"] == "'=inspectors \x1b[31mnow"


def test_svg_to_a_file_and_to_standard_output_is_the_same_plot(ledger, tmp_path):
    printed, _ = run("positions", "inspector*", "--format", "svg")
    run("positions", "inspector*", "--format", "svg", "--output", "out.svg")
    assert (tmp_path / "out.svg").read_text("utf-8") == printed
    assert "refuses → accepts" in printed
    assert "\x1b" not in printed


def test_articles_control_characters_take_no_effect_on_the_terminal(ledger):
    assert "\x1b" not in "".join(run("positions", "inspector* AND now"))


def test_a_narrow_screen_takes_longer_times_together(ledger, monkeypatch):
    monkeypatch.setenv("COLUMNS", "42")
    out, _ = run("positions", "inspector*")
    assert out.splitlines()[0].split() == ["2026"]


def test_proposed_issues_can_be_kept_as_they_are_given(ledger):
    (found,) = json.loads(run("issues", "propose", "--format", "json")[0])
    assert (found["issue"]["name"], found["contested"]) == ("inspectors", True)
    assert "inspectors" in run("issues", "propose")[0]
    assert json.loads(run("positions", found["issue"]["words"], "--format", "json")[0])


def test_relations_of_two_parties_without_events_are_an_empty_plot(ledger):
    out, _ = run("relations", "Tarvonia", "Oressia", "--format", "svg")
    assert "The ledger has no events between them." in out
