"""`crawl` and `load`: what they keep is what `read` keeps, each page once, whatever is stopped, killed, full, slow or damaged."""

import contextlib
import fcntl
import gzip
import importlib.util
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import hostile_pages
import pyarrow.parquet as pq
import pytest
from crawled import BUNDLE, archive, held, page, record

from whoseword.crawl import Crawl, Limits, crawl, load
from whoseword.crawl._parts import Folder
from whoseword.errors import ConfigError, InputError, StoreError
from whoseword.export import json_line
from whoseword.pipeline import Pipeline, read_all
from whoseword.read import ReadOptions
from whoseword.settings import Settings
from whoseword.store import Added, Store

pytestmark = pytest.mark.skipif(not BUNDLE.exists(), reason=f"no bundle at {BUNDLE}: train one, see training/")
SETTINGS = Settings(bundle=BUNDLE, threads=1, events=False)
SLICE = 4_000  # so that small archives are read in slices, too


def run(sources, out, **asked):
    """A crawl to its end, in this process: what became of its shards."""
    asked = {"settings": SETTINGS, "workers": 2, "slice_bytes": SLICE, **asked}
    _, events = crawl([str(one) for one in sources], out, Crawl(**asked))
    return [one for one in events if one is not None]


def loaded(out, ledger):
    with Store.open(ledger) as store:
        return list(load(out, store))


def everything(ledger):
    """All that a ledger shows of what was read into it."""
    with Store.open(ledger, create=False) as store:
        readings = [json_line(store.reading(row.id)) for row in store.articles(versions=True)]
        return readings, list(store.rejected()), store.counts()


def files_of(out):
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def fill(folder):
    """Sources of all kinds: 24 articles, and what is none."""
    folder.mkdir()
    damaged = archive(8, 10)
    (folder / "a.warc.gz").write_bytes(archive(0, 8) + damaged[:-40] + archive(10, 12) + record("gone", b"", status=404))
    (folder / "b.warc").write_bytes(b"".join(record(number, page(number), packed=False) for number in range(12, 16)))
    for number in range(16, 24):
        (folder / f"page{number}.html").write_bytes(page(number))
    (folder / "again.html").write_bytes(page(16))  # the same text in another place
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (folder / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    (folder / "later.warc.gz").write_bytes(record(3, page(300)) + record("gone", page(301)))  # other texts of known addresses
    return folder


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A folder of sources, and the directory of a crawl over it."""
    base = tmp_path_factory.mktemp("crawled")
    summaries = run([fill(base / "sources")], base / "out")
    assert all(one.problem is None for one in summaries)
    return base / "sources", base / "out"


def test_what_is_crawled_and_loaded_is_what_is_read(crawled, tmp_path):
    sources, out = crawled
    with Store.open(tmp_path / "read.db") as store:
        list(store.add_many(Pipeline.load(SETTINGS).run(read_all([str(sources)], ReadOptions()))))
    loaded(out, tmp_path / "loaded.db")
    assert everything(tmp_path / "loaded.db") == everything(tmp_path / "read.db")
    readings, rejected, counts = everything(tmp_path / "loaded.db")
    assert counts.articles >= 22
    assert counts.versions == 1
    assert {one.reason for one in rejected} == {"unreadable", "not-text", "http"}
    assert len(readings) == counts.articles + counts.versions


def test_a_large_archive_is_several_shards(crawled):
    names = [json.loads(line)["pieces"][0] for line in (crawled[1] / "shards.jsonl").read_text().splitlines()]
    assert len([one for one in names if one[0].endswith("a.warc.gz")]) >= 2


def test_the_statements_are_rows_with_the_columns_of_an_export(crawled):
    rows = [row for path in sorted((crawled[1] / "statements").iterdir()) for row in pq.read_table(path).to_pylist()]
    assert {"Anna Lowell", "Piet Brandt"} <= {row["speaker"] for row in rows}
    assert {"statement", "article", "content", "act", "model", "rules"} <= set(rows[0])


@pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="needs the extra ray")
def test_ray_gives_the_same_bytes_and_keeps_to_itself(crawled, tmp_path):
    sources, out = crawled
    asked = Crawl(settings=SETTINGS, workers=2, slice_bytes=SLICE, runner="ray")
    _, events = crawl([str(sources)], tmp_path / "out", asked)
    assert next(events).problem is None
    import ray  # not before: Ray looks at the environment when it is imported
    from ray._common.usage import usage_lib

    assert ray.util.get_node_ip_address() == "127.0.0.1", "Ray would listen to the network"
    assert not usage_lib.usage_stats_enabled(), "Ray would report its use"
    list(events)
    assert not ray.is_initialized()
    assert files_of(tmp_path / "out") == files_of(out)


def test_a_second_run_does_only_what_is_missing(crawled, tmp_path):
    sources, _ = crawled
    out = tmp_path / "out"
    run([sources / "a.warc.gz", sources / "page17.html"], out)
    before = files_of(out)
    times = {path: path.stat().st_mtime_ns for path in (out / "articles").iterdir()}
    gone = min((out / "done").iterdir())
    gone.unlink()
    again = run([sources / "a.warc.gz", sources / "page17.html"], out)
    assert [one.known for one in again].count(False) == 1
    assert files_of(out) == before
    changed = [path.stem.split("-")[0] for path, when in times.items() if path.stat().st_mtime_ns != when]
    assert changed == [gone.stem]


def test_a_file_that_changed_is_read_again_and_one_that_only_looks_newer_is_not(tmp_path):
    (tmp_path / "a.html").write_bytes(page(1))
    run([tmp_path / "a.html"], tmp_path / "out")
    before = list((tmp_path / "out/articles").iterdir())
    written = before[0].stat().st_mtime_ns
    os.utime(tmp_path / "a.html", (1, 1))
    run([tmp_path / "a.html"], tmp_path / "out")
    assert before[0].stat().st_mtime_ns == written
    (tmp_path / "a.html").write_bytes(page(2))
    run([tmp_path / "a.html"], tmp_path / "out")
    assert not before[0].exists()
    loaded(tmp_path / "out", tmp_path / "ledger.db")
    with Store.open(tmp_path / "ledger.db") as store:
        assert [row.title for row in store.articles()] == ["Ferry 2 will stay"]


def test_pages_that_hang_or_unpack_without_end_cost_themselves_only(tmp_path):
    pages = {
        1: record(1, page(1)),
        2: record(2, hostile_pages.slow_pdf(), media_type="application/pdf"),
        3: record(3, page(3)),
        4: record(4, gzip.compress(bytes(50_000_000)), coded=True),
        5: record(5, hostile_pages.pdf_bomb(), media_type="application/pdf"),
        6: record(6, page(6)),
    }
    (tmp_path / "a.warc.gz").write_bytes(b"".join(pages.values()))
    run([tmp_path / "a.warc.gz"], tmp_path / "out", slice_bytes=1 << 30, limits=Limits(seconds=5.0, memory_bytes=900 << 20))
    loaded(tmp_path / "out", tmp_path / "ledger.db")
    articles, rejected = held(tmp_path / "ledger.db")
    assert [one.rpartition("/")[2] for one in articles] == ["1", "3", "6"]
    reasons = {source.rpartition("/")[2]: reason for source, reason in rejected}
    assert set(reasons) == {"2", "4", "5"}
    assert reasons["2"] == "too-slow"
    assert reasons["4"] == "too-large"
    assert reasons["5"] in ("too-large", "too-slow")


def test_what_was_over_a_limit_is_read_again_where_the_limit_is_raised(tmp_path):
    (tmp_path / "a.pdf").write_bytes(hostile_pages.slow_pdf())
    for seconds, known in ((0.5, False), (0.4, True), (1.0, False)):
        (one,) = run([tmp_path / "a.pdf"], tmp_path / "out", limits=Limits(seconds=seconds))
        assert (one.known, one.rejects) == (known, 1)


def test_load_again_adds_nothing_and_damage_costs_its_shard_only(crawled, tmp_path):
    sources, _ = crawled
    out = tmp_path / "out"
    run([sources / "b.warc", sources / "page18.html", sources / "page19.html"], out)
    first = loaded(out, tmp_path / "ledger.db")
    assert all(isinstance(one, Added) and one.outcome == "new" for one in first)
    assert {one.outcome for one in loaded(out, tmp_path / "ledger.db")} == {"unchanged"}
    part = max((out / "articles").iterdir(), key=lambda path: path.stat().st_size)
    part.write_bytes(part.read_bytes()[:-100] + bytes(100))
    gone = min((out / "done").iterdir())
    again = loaded(out, tmp_path / "other.db")
    missing = [one for one in again if not isinstance(one, Added)]
    assert [("damaged" in one.why) for one in missing] == [True]
    assert (
        len(again) - 1
        == len(first) - json.loads((out / "done" / f"{part.stem.split('-')[0]}.json").read_text())["counts"]["articles"]
    )
    gone.unlink()
    assert any("not complete" in one.why for one in loaded(out, tmp_path / "third.db") if not isinstance(one, Added))


def test_a_full_disk_is_told_loses_nothing_and_the_crawl_goes_on_where_there_is_room(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"needs the right to mount a small disk: {mounted.stderr.decode().strip()}")
    try:
        (tmp_path / "a.warc.gz").write_bytes(archive(0, 40))
        with pytest.raises(StoreError, match="the disk is full; the shards that are complete are kept: make room"):
            run([tmp_path / "a.warc.gz"], disk / "out")
        assert not list((disk / "out").rglob("*.partial"))
        some = loaded(disk / "out", tmp_path / "some.db")
        assert 0 < sum(isinstance(one, Added) for one in some) < 40
        subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
        assert any(one.known for one in run([tmp_path / "a.warc.gz"], disk / "out"))
        loaded(disk / "out", tmp_path / "some.db")
        assert [one.rpartition("/")[2] for one in held(tmp_path / "some.db")[0]] == sorted(map(str, range(40)))
    finally:
        subprocess.run(["umount", disk], check=True)


def command(*arguments):
    return [sys.executable, "-c", "from whoseword.cli import main; main()", *map(str, arguments)]


def children_of(pid):
    found = []
    for task in Path("/proc").glob(f"{pid}/task/*/children"):
        with contextlib.suppress(OSError):
            found += map(int, task.read_text().split())
    return found


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty working directory that is also home, so that no setting of this machine counts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("WHOSEWORD_BUNDLE", str(BUNDLE))
    monkeypatch.setenv("WHOSEWORD_EVENTS", "false")
    return tmp_path


def test_workers_and_the_driver_may_be_killed_at_any_moment(place):
    """Five kills; then one run to the end: each page is in the ledger once, as if nothing had happened."""
    chance = random.Random(5)
    for number in range(0, 80, 20):
        (place / f"a{number}.warc.gz").write_bytes(archive(number, number + 20))
    crawling, kills = None, 0
    while kills < 5:
        if crawling is None or crawling.poll() is not None:
            for done in (place / "out").glob("done/*.json"):
                done.unlink()  # there must be something left to kill
            crawling = subprocess.Popen(command("crawl", ".", "--out", "out", "--workers", "2"), stderr=subprocess.DEVNULL)
            await_any(place, "out/articles/.*.partial")
        time.sleep(chance.uniform(0.0, 0.7))
        readers = children_of(crawling.pid)
        driver = kills % 2 == 1
        victim = crawling.pid if driver else chance.choice(readers or [None])
        if victim is not None and crawling.poll() is None:
            os.kill(victim, signal.SIGKILL)
            kills += 1
            if driver:
                crawling.wait()
                assert await_gone(readers), "a reader outlives its driver"
    crawling.kill()
    crawling.wait()
    done = subprocess.run(command("crawl", ".", "--out", "out"), capture_output=True, text=True, check=True)
    assert "80 articles" in done.stderr
    assert " 0 rejected" in done.stderr
    loaded(place / "out", place / "ledger.db")
    assert sorted(int(one.rpartition("/")[2]) for one in held(place / "ledger.db")[0]) == list(range(80))
    assert not list((place / "out").rglob("*.partial"))


def await_any(place, pattern):
    deadline = time.monotonic() + 60
    while not list(place.glob(pattern)) and time.monotonic() < deadline:
        time.sleep(0.02)


def await_gone(pids):
    deadline = time.monotonic() + 10
    while (left := [pid for pid in pids if Path(f"/proc/{pid}").exists()]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not left


def test_ctrl_c_leaves_whole_parts_only_and_says_how_to_go_on(place):
    (place / "a.warc.gz").write_bytes(archive(0, 200))
    (place / "b.html").write_bytes(page(500))
    crawling = subprocess.Popen(
        command("crawl", "b.html", "a.warc.gz", "--out", "out", "--workers", "1"), stderr=subprocess.PIPE, text=True
    )
    await_any(place, "out/articles/.*.partial")
    crawling.send_signal(signal.SIGINT)
    _, said = crawling.communicate(timeout=30)
    assert crawling.returncode == 130
    assert "the same command goes on from there" in said
    assert "Traceback" not in said
    assert not list((place / "out").rglob("*.partial"))
    done = len(list(place.glob("out/done/*.json")))
    assert {len(list(place.glob(f"out/{kind}/*.parquet"))) for kind in ("articles", "statements", "rejects")} == {done}


def test_load_tells_what_it_added_and_what_comes_next(place):
    (place / "a.html").write_bytes(page(7))
    done = subprocess.run(command("crawl", "a.html", "--out", "out"), capture_output=True, text=True, check=True)
    assert done.stderr.startswith("1 articles, ")
    assert done.stdout == ""
    done = subprocess.run(command("load", "out", "news.db"), capture_output=True, text=True, check=True)
    assert "loaded 1 articles" in done.stderr
    assert "whoseword compare --ledger news.db" in done.stderr
    done = subprocess.run(command("load", "out", "--ledger", "news.db"), capture_output=True, text=True, check=True)
    assert "loaded 0 articles" in done.stderr
    assert "1 already there" in done.stderr


def test_what_cannot_be_crawled_at_all_is_said_before_anything_is_made(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigError, match="is no file: crawl reads files and folders"):
        run(["https://gull.example/1"], tmp_path / "out")
    with pytest.raises(InputError, match="no such file"):
        run([tmp_path / "absent"], tmp_path / "out")
    with pytest.raises(InputError, match="no file to read"):
        run([tmp_path / "empty"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(InputError, match="no directory of a crawl"):
        loaded(tmp_path / "empty", tmp_path / "ledger.db")


def test_a_folder_with_other_things_or_another_crawl_at_work_is_left_alone(tmp_path):
    (tmp_path / "a.html").write_bytes(page(1))
    with pytest.raises(ConfigError, match="holds other things"):
        run([tmp_path / "a.html"], tmp_path)
    folder = Folder.made(tmp_path / "out")
    with folder.held(), pytest.raises(ConfigError, match="another crawl writes"):
        run([tmp_path / "a.html"], tmp_path / "out")
    assert fcntl.LOCK_EX
    assert files_of(tmp_path / "out").keys() == {"crawl.json"}
