"""`read`, `stage` and the Python interface on the bundle that ships: real files, a real ledger, real signals."""

import contextlib
import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import whoseword
from whoseword import stages
from whoseword.errors import StoreError
from whoseword.records import Reading, check_spans, from_json
from whoseword.store import Store
from whoseword.tag import DEFAULT_BUNDLE

# The bundle that ships, or the one that the environment names: so can a new one be tried.
BUNDLE = Path(os.environ.get("WHOSEWORD_BUNDLE", DEFAULT_BUNDLE)).absolute()
pytestmark = pytest.mark.skipif(not BUNDLE.exists(), reason=f"no bundle at {BUNDLE}: train one, see training/")

ARTICLE = """Harbour mayor says ferry will stay

WESTHAVEN, March 4, 2025 - Mayor Anna Lowell said on Monday that the ferry would keep running all winter.

“We will not cut a single crossing,” Lowell told reporters.

Union leader Piet Brandt denied that any deal had been reached. He warned that crews would strike in {number} days.
"""


def write(folder, number):
    path = folder / f"article{number}.txt"
    path.write_text(ARTICLE.format(number=number), encoding="utf-8")
    return path


SETTINGS = whoseword.Settings(bundle=BUNDLE)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty working directory that is also home, so that no setting of this machine counts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("WHOSEWORD_BUNDLE", str(BUNDLE))
    return tmp_path


def command(*arguments):
    return [sys.executable, "-c", "from whoseword.cli import main; main()", *map(str, arguments)]


def run(*arguments, given=None, code=0):
    """One real process of the command line: (standard output, standard error)."""
    done = subprocess.run(
        command(*arguments), input=given, capture_output=True, text=True, check=False, timeout=300, encoding="utf-8"
    )
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr


def test_read_keeps_statements_that_search_finds(place):
    write(place, 1)
    _, said = run("read", "article1.txt", "--threads", "1")
    assert "read 1 articles" in said
    with Store.open("ledger.db", read_only=True) as store:
        rows = list(store.statements())
        assert store.counts().articles == 1
    assert {"Anna Lowell", "Piet Brandt"} <= {row.statement.speaker.name for row in rows}
    found = json.loads(run("search", "crossing", "--format", "json")[0])
    assert found[0]["statement"]["speaker"]["name"] == "Anna Lowell"


def test_reading_again_reads_nothing_and_changes_nothing(place):
    write(place, 1)
    run("read", "article1.txt")
    before = run("export")[0]
    _, said = run("read", "article1.txt")
    assert "1 already there" in said
    assert run("export")[0] == before


def test_a_source_named_twice_counts_once(place):
    write(place, 1)
    _, said = run("read", "article1.txt", "article1.txt")
    with Store.open("ledger.db", read_only=True) as store:
        assert f"read 1 articles, {store.counts().statements} statements" in said


def test_json_is_the_record_of_the_design_and_keeps_nothing(place):
    write(place, 1)
    out, _ = run("read", "--format", "json", "article1.txt")
    record = json.loads(out)
    assert record["schema"] == "whoseword/1"
    assert set(record) >= {"article", "statements", "actors", "dates", "events", "disputes"}
    check_spans(from_json(Reading, record))
    assert out == run("read", "--format", "json", "article1.txt")[0]
    assert not (place / "ledger.db").exists()


def test_json_of_several_articles_is_refused(place):
    write(place, 1)
    write(place, 2)
    out, said = run("read", "--format", "json", "article1.txt", "article2.txt", code=2)
    assert out == ""
    assert "use --format jsonl" in said


def test_jsonl_csv_and_table_print_every_article(place):
    write(place, 1)
    write(place, 2)
    lines = run("read", "--format", "jsonl", ".")[0].splitlines()
    assert len({json.loads(line)["article"]["id"] for line in lines}) == 2
    statements = sum(len(json.loads(line)["statements"]) for line in lines)
    assert len(list(csv.reader(io.StringIO(run("read", "--format", "csv", ".")[0])))) == statements + 1
    assert run("read", "--format", "table", ".")[0].count("Piet Brandt") >= 2


def test_what_cannot_be_read_is_shown_with_its_reason_and_stops_nothing(place):
    write(place, 1)
    (place / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (place / "empty.txt").write_bytes(b"")
    _, said = run("read", "picture.txt", "article1.txt", "empty.txt", "absent.txt")
    assert "read 1 articles" in said
    assert "3 not read" in said
    assert all(name in said for name in ("picture.txt", "empty.txt", "absent.txt"))
    with Store.open("ledger.db", read_only=True) as store:
        assert len(list(store.rejected())) == 3


@pytest.mark.parametrize("flags", [[], ["--format", "jsonl"]])
def test_exit_code_is_3_where_nothing_could_be_read(place, flags):
    (place / "empty.txt").write_bytes(b"")
    out, said = run("read", *flags, "empty.txt", code=3)
    assert out == ""
    assert "empty.txt" in said


def test_flags_go_before_what_the_page_says(place):
    write(place, 1)
    flags = ["--outlet", "The Gull", "--published", "2024-12-24", "--url", "https://gull.example/1"]
    article = json.loads(run("read", "--format", "json", *flags, "article1.txt")[0])["article"]
    assert (article["outlet"], article["published"], article["url"]) == ("The Gull", "2024-12-24", "https://gull.example/1")


def test_an_article_comes_from_standard_input(place):
    record = json.loads(run("read", "--format", "json", "-", given=ARTICLE.format(number=3))[0])
    assert record["article"]["source"] == "-"
    assert record["statements"]


def test_ones_own_actors_are_known_and_the_reading_says_so(place):
    write(place, 1)
    own = '[[actor]]\nname = "Anna Lowell"\ntype = "person"\ncountry = "KEN"\naliases = ["Piet Brandt"]\n'
    (place / "own.toml").write_text(own, "utf-8")
    plain = json.loads(run("read", "--format", "json", "article1.txt")[0])
    record = json.loads(run("read", "--format", "json", "--actors", "own.toml", "article1.txt")[0])
    speakers = {s["speaker"]["name"]: s["speaker"] for s in record["statements"]}
    assert speakers["Anna Lowell"]["country"] == "KEN"
    assert speakers["Anna Lowell"]["actor"] == speakers["Piet Brandt"]["actor"]
    assert record["rules"].startswith(f"{plain['rules']}+actors.")


def test_names_that_corrections_taught_are_known_with_learn(place):
    """Piet Brandt is Pieter Brandt once somebody said so of one statement: the same actor as in a file with that alias."""
    write(place, 1)
    run("read", "article1.txt")
    found = [
        json.loads(line)["statement"] for line in run("search", "--speaker", "brandt", "--format", "jsonl")[0].splitlines()
    ]
    named = next(one for one in found if [span["text"] for span in one["source"]] == ["Union leader Piet Brandt"])
    run("correct", named["id"], "--speaker", "Pieter Brandt", "--by", "Eva")
    out = run("corrections", "--as-actors")[0]
    assert 'aliases = ["Piet Brandt"]' in out
    (place / "own.toml").write_text(out, "utf-8")
    learnt = json.loads(run("read", "--format", "json", "--learn", "article1.txt")[0])
    owned = json.loads(run("read", "--format", "json", "--actors", "own.toml", "article1.txt")[0])
    assert learnt == owned
    actors = {s["speaker"]["actor"] for s in learnt["statements"] if s["speaker"]["name"] == "Piet Brandt"}
    assert not actors & {one["speaker"]["actor"] for one in found}


def test_a_faulty_file_of_actors_stops_before_anything_is_read(place):
    write(place, 1)
    (place / "own.toml").write_text('[[actor]]\nname = "Anna Lowell"\ntype = "ship"\n', "utf-8")
    _, said = run("read", "--actors", "own.toml", "article1.txt", code=2)
    assert said == "error: own.toml: actor 1 (Anna Lowell): type is 'ship': give one of person, state, organisation, media\n"
    assert not (place / "ledger.db").exists()


def test_a_speaker_is_printed_only_where_sure_enough(place):
    write(place, 1)
    record = json.loads(run("read", "--format", "json", "--sure", "1", "article1.txt")[0])
    assert record["statements"]
    assert {s["speaker"]["name"] for s in record["statements"] if s["speaker"]["confidence"] < 1} <= {None}


def test_a_folder_that_is_no_bundle_stops_with_code_4(place):
    write(place, 1)
    (place / "empty").mkdir()
    _, said = run("read", "--bundle", "empty", "article1.txt", code=4)
    assert said.startswith("error: ")


def started(place, articles):
    """A process that reads many articles, once it has put the first into the ledger."""
    for number in range(articles):
        write(place, number)
    running = subprocess.Popen(command("read", ".", "--threads", "1"), stderr=subprocess.PIPE, text=True, cwd=place)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and running.poll() is None:
        with contextlib.suppress(StoreError), Store.open(place / "ledger.db", create=False, read_only=True) as store:
            if store.counts().articles:
                break
        time.sleep(0.02)
    return running


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_run_that_is_stopped_leaves_a_sound_ledger_and_goes_on(place, sent, code):
    articles = 150  # so many that the signal always comes before the end
    running = started(place, articles)
    os.kill(running.pid, sent)
    _, said = running.communicate(timeout=60)
    assert running.returncode == code
    if sent == signal.SIGINT:
        assert "the same command goes on from there" in said
        assert "Traceback" not in said
    with Store.open("ledger.db") as store:
        assert store.check() == []
        kept = store.counts().articles
    assert 0 < kept < articles
    _, said = run("read", ".")
    assert f"{kept} already there" in said
    with Store.open("ledger.db") as store:
        assert store.check() == []
        assert store.counts().articles == articles


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system has no priorities of processes")
def test_whoever_else_works_on_the_machine_goes_first(place):
    """A desk above all, which people wait for while articles are read."""
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    with subprocess.Popen(command("read", "-"), stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:
        until = time.monotonic() + 60
        while os.getpriority(os.PRIO_PROCESS, running.pid) < max(10, ours) and time.monotonic() < until:
            time.sleep(0.05)
        assert os.getpriority(os.PRIO_PROCESS, running.pid) == max(10, ours)
        running.communicate("Ann Low said the ferry stays.")
    assert running.returncode == 0


def test_a_terminal_shows_how_far_it_is_and_how_fast(place):
    for number in range(8):
        write(place, number)
    ours, theirs = pty.openpty()
    with subprocess.Popen(command("read", "."), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs) as running:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # the terminal is gone when the process is
            while part := os.read(ours, 4096):
                shown += part
        running.wait(timeout=60)
    os.close(ours)
    assert running.returncode == 0
    assert b"8/8" in shown
    assert b"/s" in shown
    assert b"read 8 articles" in shown


def lines_of(name, *rows, code=0):
    given = "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)
    out, said = run("stage", name, given=given, code=code)
    return [json.loads(line) for line in out.splitlines()], said


ROW = {"id": "x1", "text": ARTICLE.format(number=4), "published": "2025-03-04"}


def test_stage_attribute_gives_spans_of_the_text_as_given(place):
    (row,), _ = lines_of("attribute", {"id": "x1", "text": "\r\n\x00" + ROW["text"]})
    text = "\r\n\x00" + ROW["text"]
    contents = [text[start:end] for a in row["attributions"] for start, end in a["content"]]
    assert row["id"] == "x1"
    assert any("We will not cut a single crossing" in content for content in contents)
    assert {"source", "cue", "content", "depth"} <= set(row["attributions"][0])


def test_stage_speakers_answers_in_the_order_of_the_attributions(place):
    text = ROW["text"]

    def span(words):
        return [[text.index(words), text.index(words) + len(words)]]

    denied = {
        "source": span("Union leader Piet Brandt"),
        "cue": span("denied"),
        "content": span("that any deal had been reached"),
    }
    stays = {
        "source": span("Mayor Anna Lowell"),
        "cue": span("said"),
        "content": span("that the ferry would keep running all winter"),
    }
    (row,), _ = lines_of("speakers", {**ROW, "attributions": [denied, stays]})
    assert [s["name"] for s in row["speakers"]] == ["Piet Brandt", "Anna Lowell"]
    assert row["act"] == ["deny", "assert"]
    assert row["said_on"] == [None, "2025-03-03"]
    assert all(len(row[name]) == 2 for name in ("addressee", "voiced", "chain"))


def test_stage_dates_needs_no_bundle_and_gives_timex(place):
    (row,), _ = lines_of("dates", ROW)
    values = {date["text"]: date["value"] for date in row["dates"]}
    assert values["March 4, 2025"] == "2025-03-04"
    assert values["Monday"] == "2025-03-03"


def test_stage_record_gives_the_whole_record(place):
    (row,), _ = lines_of("record", ROW)
    assert row["id"] == "x1"
    assert row["article"]["text"] == ROW["text"]
    assert row["statements"]
    check_spans(from_json(Reading, row))


def test_a_bad_line_loses_no_other_line(place):
    bad = ["{", "[]", "[" * 100_000, {"id": "no text"}, {"id": "x", "text": 5}, {"id": "x", "text": "a", "published": 5}]
    rows, said = lines_of("dates", ROW, *bad, ROW, code=3)
    assert [row["id"] for row in rows] == ["x1", "x1"]
    assert [f"line {number}:" in said for number in range(1, 9)] == [False, *[True] * 6, False]
    assert "Traceback" not in said


def test_a_line_on_which_a_stage_fails_loses_no_other_line():
    """No real line makes a stage fail, so one is broken from within."""

    def run(row):
        return {"id": row["id"], "half": 1 / row["text"]}

    crash, good = (stages._guarded(run, {"id": "x", "text": number}) for number in (0, 2))
    assert (crash.source, crash.reason) == ("x", "crash")
    assert "Traceback" in crash.detail
    assert good == {"id": "x", "half": 0.5}


@pytest.mark.parametrize(
    "attributions",
    [
        None,
        {},
        [5],
        [{"content": 5}],
        [{"content": [[0]]}],
        [{"content": [[5, 3]]}],
        [{"content": [[0, 10**9]]}],
        [{"content": [[-1, 2]]}],
    ],
)
def test_attributions_of_another_shape_are_refused(place, attributions):
    rows, said = lines_of("speakers", {**ROW, "attributions": attributions}, code=3)
    assert rows == []
    assert said.startswith("error: line 1: bad-line: ")


def test_the_events_stage_gives_a_root_for_each_pair(place):
    text = "Norland invaded Sudria."
    row = {"id": 1, "text": text, "source": [[0, 7]], "target": [[16, 22]]}
    without = {"id": 2, "text": text, "source": [], "target": [[16, 22]]}
    rows, _ = lines_of("events", row, without)
    assert rows[0] == {"id": 1, "root": "ASSAULT"}
    assert rows[1].keys() == {"id", "root"}


def test_a_span_outside_of_the_text_is_refused_by_the_events_stage(place):
    rows, said = lines_of("events", {"id": 1, "text": "Norland", "source": [[0, 70]], "target": []}, code=3)
    assert rows == []
    assert said.startswith("error: line 1: bad-line: ")


def test_python_reads_one_article(place):
    reading = whoseword.read(str(write(place, 1)), settings=SETTINGS)
    assert isinstance(reading, Reading)
    assert "Anna Lowell" in {s.speaker.name for s in reading.statements}
    assert callable(whoseword.read)


def test_python_takes_a_path_of_pathlib(place):
    assert whoseword.read(write(place, 1), settings=SETTINGS).statements


def test_python_says_why_an_article_cannot_be_read(place):
    (place / "empty.txt").write_bytes(b"")
    with pytest.raises(whoseword.InputError, match=r"empty\.txt cannot be read \(empty\)"):
        whoseword.read("empty.txt", settings=SETTINGS)


def test_python_reads_one_only_where_there_is_one(place):
    write(place, 1)
    write(place, 2)
    with pytest.raises(whoseword.InputError, match="more than one article"):
        whoseword.read(".", settings=SETTINGS)
    assert len(list(whoseword.read_many([".", "absent"], settings=SETTINGS))) == 3


def test_the_public_names_are_there():
    assert sorted(whoseword.__all__) == whoseword.__all__
    assert all(hasattr(whoseword, name) for name in whoseword.__all__)


def test_pages_of_a_web_archive_and_a_list_are_read_into_the_ledger(place):
    """A WARC.gz with a damaged record and a list of addresses: what is whole is in the ledger, the rest has its reason."""
    import gzip

    def record(url, body):
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-05T06:07:08Z\r\n"
        head += f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
        return gzip.compress(head.encode() + http + b"\r\n\r\n")

    paragraphs = "".join(f"<p>{line}</p>" for line in ARTICLE.format(number=3).split("\n\n")[1:])
    pages = [
        record(f"https://news.example/{i}", f"<article><h1>Ferry {i}</h1>{paragraphs}</article>".encode()) for i in range(3)
    ]
    pages[1] = pages[1][:-40]
    (place / "crawl.warc.gz").write_bytes(b"".join(pages))
    (place / "list.txt").write_text("http://127.0.0.1:1/page\n")
    made = subprocess.run(command("read", "crawl.warc.gz"), capture_output=True, text=True, check=False)
    assert made.returncode == 0
    assert "read 2 articles" in made.stderr
    assert "1 not read" in made.stderr
    listed = subprocess.run(command("read", "--urls", "list.txt"), capture_output=True, text=True, check=False)
    assert listed.returncode == 3
    assert "private-address" in listed.stderr
    with Store.open("ledger.db", read_only=True) as store:
        assert sorted(article.title for article in store.articles()) == ["Ferry 0", "Ferry 2"]
        assert {article.url for article in store.articles()} == {"https://news.example/0", "https://news.example/2"}
