"""`list`, `search`, `show`, `export`, `config show`, `doctor`: through the real command line on a real ledger."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from whoseword import markup
from whoseword.actors import read_own
from whoseword.cli import app, main
from whoseword.records import Article, Block, Dispute, Party, Reading, Rejected, SaidOn, Span, Speaker, Statement, digest
from whoseword.store import Store

TEXT = "Ferry to stay\n\nMayor Ann Low told the Herald on Monday: “The ferry stays.” [red]Bo[/red] Ray denied \x1b[31mit\x1b[0m \u202eall.\n"


def at(words):
    start = TEXT.index(words)
    return Span.cut(TEXT, start, start + len(words))


def statement(content, cue, source, **fields):
    spans = {"content": (at(content),), "cue": (at(cue),), "source": (at(source),), "verbatim": ()}
    return Statement(id=digest("ferry", at(content).start), voiced=True, model="m 1", rules="1", **spans, **fields)


STAYS = statement(
    "The ferry stays.", "told", "Mayor Ann Low", kind="direct", act="announce",
    speaker=Speaker("Ann Low", "person", None, "Mayor", "ann", "name", 0.97), addressee=Party("the Herald", "media", at("the Herald")),
    said_on=SaidOn("2025-01-20", "day", None, "text", at("Monday")), chain=(Party("Daily", "media"), Party("Herald", "media")),
    confidence=0.9,
)  # fmt: skip
DENIED = statement(
    "\x1b[31mit\x1b[0m \u202eall", "denied", "[red]Bo[/red] Ray", kind="indirect", act="deny", about=STAYS.id,
    speaker=Speaker("[red]Bo[/red] Ray", "person", how="name", confidence=0.8), confidence=0.6,
)  # fmt: skip
ARTICLE = Article(
    "f" * 16, "ferry.txt", TEXT, "0" * 64, (Block("title", 0, 13), Block("paragraph", 15, len(TEXT) - 1)),
    outlet="Daily", title="Ferry to stay", published="2025-01-21",
)  # fmt: skip
READING = Reading(ARTICLE, (STAYS, DENIED), disputes=(Dispute("it", (STAYS.id,), (DENIED.id,)),), model="m 1", rules="1")
PLAIN = Article("e" * 16, "=calc.txt", "Nothing was said.", "1" * 64, title="=cmd|calc")


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    """A ledger with two articles and one that could not be read, in the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    with Store.open("ledger.db") as store:
        store.add(READING)
        store.add(Reading(PLAIN, model="m 1", rules="1"))
        store.add_rejected(Rejected("bad.pdf", "not-text", "it is a PDF"))
    return tmp_path / "ledger.db"


def run(*arguments, code=0):
    """One command line in this process: (standard output, standard error)."""
    done = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def stopped(capsys, *arguments):
    """One command line that must stop: (exit code, standard error)."""
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    return caught.value.code, capsys.readouterr().err


def test_list_shows_articles_with_their_ids(ledger):
    out, _ = run("list")
    assert "ffffffffff" in out
    assert "Ferry to stay" in out
    assert out.index("=cmd|calc") < out.index("Ferry to stay")


def test_list_as_json_is_one_array_and_as_jsonl_a_line_each(ledger):
    whole = json.loads(run("list", "--format", "json")[0])
    lines = [json.loads(line) for line in run("list", "--format", "jsonl")[0].splitlines()]
    assert whole == lines
    assert {row["source"] for row in whole} == {"ferry.txt", "=calc.txt"}


def test_list_finds_words_and_outlets(ledger):
    assert "ffffffffff" in run("list", "--words", "ferry", "--outlet", "daily")[0]
    assert "ffffffffff" not in run("list", "--words", "harbour")[0]


@pytest.mark.parametrize(
    "flags",
    [
        ["stays"], ["--phrase", "the ferry"], ["ferry", "--phrase", "ferry stays"], ["--speaker", "low"], ["--to", "herald"],
        ["--act", "announce"], ["--kind", "direct"], ["--in-article", "mayor", "--act", "announce"], ["--speaker", "ann low", "--type", "person"],
        ["--until", "2025-01-20"], ["--since", "2025-01", "--until", "2025-01-20"], ["--outlet", "Daily", "-n", "1", "--order", "text"],
        ["--article", "ffff", "--kind", "direct"], ["--confidence", "0.9"], ["--type", "person", "--sure", "0.9"], ["--sure", "0.97", "--speaker", "low"],
    ],
)  # fmt: skip
def test_each_filter_of_search_finds_the_one_statement(ledger, flags):
    (found,) = json.loads(run("search", "--format", "json", *flags)[0])
    assert found["statement"]["id"] == STAYS.id
    assert found["article_id"] == ARTICLE.id


@pytest.mark.parametrize("command", [["list", "--words", "zebra"], ["search", "zebra"], ["search", '"']])
def test_a_table_without_a_row_says_that_nothing_was_found(ledger, command):
    assert run(*command) == ("", "nothing found\n")


@pytest.mark.parametrize(
    "flags", [["harbour"], ["--phrase", "ferry the"], ["--speaker", "putin"], ["--since", "2026"], ["--type", "state"]]
)
def test_a_filter_that_nothing_meets_gives_an_empty_array(ledger, flags):
    assert json.loads(run("search", "--format", "json", *flags)[0]) == []


def test_search_prints_a_table_with_speaker_and_words(ledger):
    out, _ = run("search", "--act", "announce")
    assert all(part in out for part in ("Ann Low", "announce", "the Herald", "2025-01-20", "The ferry stays.", STAYS.id[:10]))


def test_search_on_a_narrow_terminal_still_shows_who_said_what(ledger, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    out = " ".join(run("search", "--act", "announce")[0].split())
    assert out == f"{STAYS.id[:10]} Ann Low (person): announce to the Herald, 2025-01-20: The ferry stays."


def test_search_as_csv_has_a_row_for_each_statement(ledger):
    rows = list(csv.DictReader(io.StringIO(run("search", "--format", "csv", "--order", "text")[0])))
    assert [row["statement"] for row in rows] == [STAYS.id, DENIED.id]


def test_an_impossible_value_is_refused_with_its_rule(ledger, capsys):
    code, said = stopped(capsys, "search", "--act", "shout")
    assert code == 2
    assert said.startswith("error: act is 'shout': it is one of assert,")
    assert len(said.splitlines()) == 1


def test_show_an_article_marks_and_numbers_its_statements(ledger):
    out, _ = run("show", "ffff", "--colour", "always")
    assert "The ferry stays." in out
    assert "[1]" in out
    assert "\x1b[1;33mThe ferry stays." in out
    assert "Ann Low (person): announce to the Herald, 2025-01-20" in out


def test_show_a_statement_gives_the_evidence_of_each_field(ledger):
    out, _ = run("show", STAYS.id[:12])
    for part in (
        "Ann Low, person, Mayor; found by name, confidence 0.97", "“told” [", "2025-01-20 (day), from “Monday” [", "the Herald (media)",
        "Daily (media) <- Herald (media)", "m 1; rules 1", "Mayor Ann Low told the Herald on Monday",
    ):  # fmt: skip
        assert part in out


def test_show_a_denial_shows_what_it_denies(ledger):
    out, _ = run("show", DENIED.id)
    assert f"{STAYS.id[:10]}  Ann Low (person): announce" in out


def test_show_as_json_is_the_whole_record(ledger):
    assert json.loads(run("show", "ffff", "--format", "json")[0])["statements"][0]["id"] == STAYS.id
    assert json.loads(run("show", STAYS.id, "--format", "json")[0])["statement"]["id"] == STAYS.id


def test_an_id_that_is_not_there_is_said_so(ledger, capsys):
    code, said = stopped(capsys, "show", "0123")
    assert code == 5
    assert "no article whose id begins with '0123'" in said


@pytest.mark.parametrize(
    "command", [["search"], ["list"], ["show", "ffff"], ["show", DENIED.id], ["search", "--speaker", "bo"]]
)
def test_an_articles_controls_and_markup_take_no_effect_on_the_terminal(ledger, command):
    out, _ = run(*command)
    assert "\x1b" not in out
    assert "\u202e" not in out
    if command[0] != "list":
        assert "[red]Bo[/red]" in out
        assert "<1B>[31mit" in out or "The ferry" not in out


def test_text_on_the_terminal_is_the_articles_text_but_for_controls(ledger):
    out, _ = run("show", "ffff")
    line = markup.visible(TEXT.splitlines()[2])
    assert line.split("“")[0] in out


def test_export_jsonl_gives_back_every_reading(ledger):
    lines = [json.loads(line) for line in run("export")[0].splitlines()]
    assert {line["article"]["id"] for line in lines} == {ARTICLE.id, PLAIN.id}


def test_the_surest_alone_are_exported_where_asked_and_point_at_nothing_that_is_not(ledger, monkeypatch):
    (sure,) = csv.DictReader(io.StringIO(run("export", "--format", "csv", "--confidence", "0.9")[0]))
    assert sure["statement"] == STAYS.id
    monkeypatch.setenv("WHOSEWORD_CONFIDENCE", "0.9")
    whole = [json.loads(line) for line in run("export")[0].splitlines()]
    assert [[s["id"] for s in reading["statements"]] for reading in whole if reading["statements"]] == [[STAYS.id]]
    assert not any(reading["disputes"] for reading in whole)


def test_a_speaker_is_named_only_where_sure_enough(ledger, monkeypatch):
    """In search, show and export alike; the statement stays, and the ledger keeps the name."""
    found = json.loads(run("search", "--format", "json", "--order", "text", "--sure", "0.9")[0])
    assert [row["statement"]["speaker"]["name"] for row in found] == ["Ann Low", None]
    assert [row["speaker"] for row in csv.DictReader(io.StringIO(run("search", "--format", "csv", "--sure", "1")[0]))] == [
        "",
        "",
    ]
    monkeypatch.setenv("WHOSEWORD_SURE", "0.9")
    assert "Ray" not in run("show", DENIED.id)[0].split("speaker")[1].split("\n")[0]
    assert json.loads(run("show", DENIED.id, "--format", "json")[0])["statement"]["speaker"] == {
        "name": None, "type": "unresolved", "country": None, "role": None, "actor": None, "how": "unresolved", "confidence": 0.0,
    }  # fmt: skip
    shown = json.loads(run("show", "ffff", "--format", "json")[0])
    assert [s["speaker"]["name"] for s in shown["statements"]] == ["Ann Low", None]
    whole = [json.loads(line) for line in run("export")[0].splitlines()]
    assert [s["speaker"]["name"] for reading in whole for s in reading["statements"]] == ["Ann Low", None]
    rows = csv.DictReader(io.StringIO(run("export", "--format", "csv")[0]))
    assert [row["speaker_type"] for row in rows] == ["person", "unresolved"]
    monkeypatch.delenv("WHOSEWORD_SURE")
    assert "Ray" in run("show", DENIED.id)[0]


def test_a_speaker_who_is_not_sure_enough_is_found_as_unresolved_and_by_no_name(ledger):
    assert run("search", "--speaker", "ray", "--sure", "0.9") == ("", "nothing found\n")
    assert json.loads(run("search", "--speaker", "ray", "--format", "json")[0])
    (found,) = json.loads(run("search", "--type", "unresolved", "--sure", "0.9", "--format", "json")[0])
    assert found["statement"]["id"] == DENIED.id


def test_export_csv_runs_no_formula(ledger):
    with Store.open("ledger.db") as store:
        store.add(Reading(Article("d" * 16, "@x", TEXT, "2" * 64, title="=cmd|calc"), (STAYS,), model="m", rules="1"))
    rows = list(csv.DictReader(io.StringIO(run("export", "--format", "csv")[0])))
    assert rows[-1]["title"] == "'=cmd|calc"
    assert rows[-1]["source_file"] == "'@x"


def test_export_to_a_file_says_how_much(ledger, tmp_path):
    out, err = run("export", "--format", "csv", "-o", "out.csv")
    assert out == ""
    assert "wrote 2 statements to out.csv" in err
    printed = CliRunner().invoke(app, ["export", "--format", "csv"]).stdout_bytes
    assert (tmp_path / "out.csv").read_bytes() == printed


def test_export_onto_a_folder_says_so_and_leaves_nothing(ledger, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    code, err = stopped(capsys, "export", "-o", "out")
    assert (code, "out is a folder" in err) == (2, True)
    assert not list(tmp_path.glob(".out*"))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_output_that_is_not_utf8_shows_what_it_cannot_hold_as_a_code(ledger, encoding):
    """As on a Windows pipe, or with LC_ALL=C."""
    command = [sys.executable, "-c", "from whoseword.cli import main; main()", "show", ARTICLE.id]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, check=False, timeout=60, env=environment)
    assert done.returncode == 0, done.stderr
    assert b"\\u201cThe ferry stays." in done.stdout


@pytest.mark.parametrize("form", ["table", "jsonl", "csv"])
def test_who_reads_no_more_of_the_output_causes_no_error(ledger, form):
    """As `whoseword search | head` does."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-c", "from whoseword.cli import main; main()", "search", "--format", form]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_export_parquet_to_a_file(ledger, tmp_path):
    import pyarrow.parquet as pq

    run("export", "--format", "parquet", "--output", "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").column("statement").to_pylist() == [STAYS.id, DENIED.id]


def test_export_into_a_folder_that_is_not_there_leaves_nothing(ledger, capsys):
    code, said = stopped(capsys, "export", "-o", "no/out.jsonl")
    assert code == 2
    assert "cannot be written" in said


@pytest.mark.parametrize("command", [["list"], ["search"], ["show", "f"], ["export"]])
def test_a_ledger_that_is_not_there_is_not_made(tmp_path, monkeypatch, capsys, command):
    monkeypatch.chdir(tmp_path)
    code, said = stopped(capsys, *command)
    assert code == 5
    assert said.startswith("error: ")
    assert list(tmp_path.iterdir()) == []


def test_config_show_names_each_value_and_its_origin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "whoseword.toml").write_text("threads = 3", encoding="utf-8")
    monkeypatch.delenv("WHOSEWORD_BUNDLE", raising=False)
    monkeypatch.setenv("WHOSEWORD_COLOUR", "never")
    out, _ = run("config", "show", "--ledger", "x.db")
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in out.splitlines()}
    assert lines["ledger"] == "x.db flag --ledger"
    assert lines["threads"] == f"3 {tmp_path / 'whoseword.toml'}"
    assert lines["colour"] == "never environment variable WHOSEWORD_COLOUR"
    assert lines["bundle"] == "(the one that ships) default"


def test_a_bad_setting_stops_every_command_with_code_2(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "whoseword.toml").write_text("thread = 3", encoding="utf-8")
    code, said = stopped(capsys, "list")
    assert code == 2
    assert "did you mean threads?" in said


def test_debug_shows_the_traceback(tmp_path, monkeypatch):
    from whoseword.errors import StoreError

    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError):
        main(["--debug", "list"])


def test_doctor_says_what_is_bad_and_exits_with_its_code(ledger, tmp_path):
    (tmp_path / "empty").mkdir()
    out, _ = run("doctor", "--bundle", "empty", code=4)
    assert "bad bundle: " in out
    assert "ok  ledger: ledger.db: 2 articles, 2 statements, 1 not read, all sound" in out
    assert "onnxruntime" in out


def test_doctor_checks_the_file_of_ones_own_actors(ledger, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    (tmp_path / "own.toml").write_text('[[actor]]\nname = "Ana Sol"\ntype = "person"\n', "utf-8")
    monkeypatch.setenv("WHOSEWORD_ACTORS", "own.toml")
    assert "ok  actors: own.toml: 1 of your own" in run("doctor", "--bundle", "empty", code=4)[0]
    (tmp_path / "own.toml").write_text('[[actor]]\nname = "Ana Sol"\n', "utf-8")
    assert "bad actors: own.toml: actor 1 (Ana Sol): type is None" in run("doctor", "--bundle", "empty", code=4)[0]


def test_doctor_finds_a_damaged_ledger(ledger, tmp_path):
    (tmp_path / "empty").mkdir()
    content = bytearray(ledger.read_bytes())
    content[100:4096] = b"\0" * 3996
    ledger.write_bytes(content)
    out, _ = run("doctor", "--bundle", "empty", code=4)
    assert "bad ledger: " in out


def process(*arguments, **kwargs):
    """A real process of the command line."""
    command = [sys.executable, "-c", "from whoseword.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, **kwargs)


def test_errors_are_one_line_and_an_exit_code_in_a_real_process(tmp_path):
    done = process("list", cwd=tmp_path)
    assert done.returncode == 5
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert process("search", "--frobnicate").returncode == 2


def test_a_reader_that_goes_away_is_no_error(ledger):
    with Store.open("ledger.db") as store:
        store.add(Reading(Article("d" * 16, "long.txt", TEXT + "x" * 500_000, "2" * 64), model="m", rules="1"))
    command = [sys.executable, "-c", "from whoseword.cli import main; main()", "export"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ledger.parent) as running:
        running.stdout.read(1)
        running.stdout.close()
        assert running.stderr.read() == b""
        running.wait(timeout=60)


def test_help_and_version_load_nothing_heavy():
    code = (
        "import sys\n"
        "from whoseword.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'sqlalchemy', 'onnxruntime', 'trafilatura', 'pyarrow', 'numpy', 'lxml', 'httpx', 'tokenizers'}\n"
        "print('heavy:', sorted(heavy & set(sys.modules)))\n"
    )
    for flag in ("--help", "--version"):
        done = subprocess.run([sys.executable, "-c", code, flag], capture_output=True, text=True, check=True, timeout=60)
        assert done.stdout.endswith("heavy: []\n")
        assert "whoseword" in done.stdout


_BEGINNINGS = {
    "jsonl": "{", "csv": "statement,", "bibtex": "@misc{statement-", "ris": "TY  - NEWS", "csl": "[", "jsonld": '{"@context"', "atom": "<?xml",
    "sheet": "<!DOCTYPE html>",
}  # fmt: skip


@pytest.mark.parametrize("name", _BEGINNINGS)
def test_what_is_found_and_the_whole_ledger_can_be_written_in_each_format(ledger, name):
    found, _ = run("search", "--speaker", "Low", "--format", name)
    assert found.startswith(_BEGINNINGS[name])
    assert "The ferry stays." in found
    run("export", "--format", name, "--output", "whole")
    whole = (ledger.parent / "whole").read_text("utf-8")
    assert whole.startswith(_BEGINNINGS[name])
    assert "The ferry stays." in whole


def test_a_sheet_says_what_was_asked_for(ledger):
    out, _ = run("search", "ferry", "--speaker", "Low", "--format", "sheet")
    assert "<title>Statements: words ferry, speaker Low</title>" in out


# Corrections


def test_a_speaker_is_corrected_shown_found_listed_and_undone(ledger):
    out, _ = run("correct", STAYS.id, "--speaker", "Eva Sol", "--role", "Mayor", "--why", "the caption", "--by", "Bo")
    correction = out.split()[0]
    out, _ = run("search", "--speaker", "sol", "--format", "jsonl")
    found = json.loads(out)
    assert found["statement"]["speaker"]["how"] == "corrected"
    assert found["statement"]["corrections"][0]["why"] == "the caption"
    assert "corrected" in run("show", STAYS.id)[0]
    assert "(corrected)" in run("show", ARTICLE.id)[0]
    assert "Eva Sol" in run("corrections")[0]
    (row,) = csv.DictReader(io.StringIO(run("corrections", "--statement", STAYS.id, "--format", "csv")[0]))
    assert (row["made_by"], row["field"], row["value"], row["counts"]) == ("Bo", "speaker", "Eva Sol", "true")
    run("undo", correction, "--by", "Bo")
    assert "nothing found" in run("search", "--speaker", "sol")[1]
    listed = json.loads(run("corrections", "--format", "json")[0])
    assert [one["undoes"] is None for one in listed] == [True, False]


def test_a_rejected_statement_is_gone_from_the_article_and_shown_as_rejected(ledger):
    run("correct", DENIED.id, "--reject", "--by", "Bo")
    assert "rejected: " in run("show", ARTICLE.id)[0]
    assert "corrected  rejected by Bo on" in " ".join(run("show", DENIED.id)[0].split()).replace("corrected ", "corrected  ")
    out, _ = run("export", "--format", "jsonl")
    whole = [json.loads(line) for line in out.splitlines()][-1]
    assert [one["id"] for one in whole["statements"]] == [STAYS.id]
    assert [one["id"] for one in whole["rejected"]] == [DENIED.id]


def test_several_fields_are_said_at_once(ledger):
    run(
        "correct",
        DENIED.id,
        "--act",
        "warn",
        "--said-on",
        "2025-01",
        "--about",
        "none",
        "--content",
        "1:5",
        "--confirm",
        "--by",
        "Bo",
    )
    shown = json.loads(run("show", DENIED.id, "--format", "json")[0])["statement"]
    assert (shown["act"], shown["about"], shown["content"][0]["start"]) == ("warn", None, 1)
    assert shown["said_on"]["from"] == "correction"
    assert {one["field"] for one in shown["corrections"]} == {"act", "about", "content", "said_on", "verdict"}


@pytest.mark.parametrize(
    ("flags", "code", "message"),
    [
        ([], 2, "nothing is said of the statement"),
        (["--reject", "--confirm"], 2, "exclude each other"),
        (["--content", "a:b"], 2, "give offsets such as"),
        (["--act", "shout"], 3, "one of assert"),
        (["--speaker", "Eva", "--type", "cat"], 3, "type must be one of"),
        (["--said-on", "soon"], 3, "must be an ISO date"),
    ],
)
def test_what_cannot_be_said_of_a_statement_is_told(ledger, capsys, flags, code, message):
    assert stopped(capsys, "correct", STAYS.id, "--by", "Bo", *flags) == (code, ANY_WITH(message))
    assert run("corrections")[1].strip() == "nothing was corrected"


class ANY_WITH:  # noqa: N801  # reads as a value
    """Equal to any text that has these words."""

    def __init__(self, words):
        self.words = words

    def __eq__(self, other):
        return self.words in other

    def __hash__(self):
        return hash(self.words)


def test_corrections_become_a_file_of_actors_that_read_takes(ledger, tmp_path):
    run("correct", DENIED.id, "--speaker", "Bo Rayson", "--country", "USA", "--by", "Eva")
    run("correct", STAYS.id, "--speaker", "Ann Lowe", "--by", "Eva")
    out, _ = run("corrections", "--as-actors")
    (tmp_path / "actors.toml").write_text(out, "utf-8")
    names = {actor.name: actor for actor in read_own(tmp_path / "actors.toml", {"USA"})}
    assert names["Ann Lowe"].aliases == ()
    assert names["Bo Rayson"].country == "USA"
