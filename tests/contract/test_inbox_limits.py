"""What arrives and was made to hang, to eat memory or to end its reader costs itself only: it is marked with its reason, and the rest is read."""

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import hostile_pages
import pytest

from whoseword import arriving
from whoseword.contained import Limits
from whoseword.errors import StoreError
from whoseword.feeds import FeedFault
from whoseword.incoming import Reader, Workshop
from whoseword.read import Fetched, ReadOptions, read_text
from whoseword.records import Rejected
from whoseword.settings import Settings
from whoseword.store import Store

SETTINGS = Settings(threads=1, events=False)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


def test_a_pdf_that_hangs_the_parser_is_marked_and_the_rest_is_read(store):
    files = [arriving.of_file("slow.pdf", hostile_pages.slow_pdf()), arriving.of_text(hostile_pages.STORY, {})]
    store.inbox.add(files, by="Eva")
    with Workshop(SETTINGS, Limits(seconds=3)) as workshop:
        Reader(store, workshop, ReadOptions()).drain()
    story, slow = store.inbox.arrivals()
    assert (story.state, slow.state, slow.reason) == ("read", "rejected", "too-slow")
    assert slow.detail == "it took longer than 3 s and was stopped"
    assert store.counts().articles == 1


def test_a_pdf_that_eats_memory_is_marked_and_the_rest_is_read(store):
    files = [arriving.of_file("bomb.pdf", hostile_pages.pdf_bomb()), arriving.of_text(hostile_pages.STORY, {})]
    store.inbox.add(files, by="Eva")
    with Workshop(SETTINGS, Limits(memory_bytes=600 << 20)) as workshop:
        Reader(store, workshop, ReadOptions()).drain()
    story, bomb = store.inbox.arrivals()
    assert (story.state, bomb.state, bomb.reason) == ("read", "rejected", "too-large")
    assert bomb.detail == "it took more than 600 MiB of memory and was stopped"


def test_a_long_article_is_given_the_time_that_its_length_needs():
    with Workshop(SETTINGS, Limits(seconds=0.001)) as workshop:
        article = read_text(hostile_pages.STORY * 30, source="long.txt")
        assert not isinstance(workshop.reading(article), Rejected)


@pytest.mark.parametrize("make", [hostile_pages.looping_pdf, hostile_pages.deep_pdf])
def test_a_pdf_that_leads_in_circles_is_rejected(make):
    with Workshop(SETTINGS, Limits(seconds=30)) as workshop:
        assert isinstance(workshop.article(make(), "odd.pdf", ReadOptions()), Rejected)


def test_a_feed_that_is_too_slow_is_a_fault_of_the_feed():
    items = "".join(
        f"<item><title>{n} {'&lt;b&gt;' * 50}</title><link>https://a.example/{n}</link></item>" for n in range(3_000)
    )
    raw = f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>".encode()
    with Workshop(SETTINGS, Limits(seconds=0.05)) as workshop:
        found = workshop.feed(Fetched(raw, "https://a.example/f", "application/rss+xml", None))
    assert found == FeedFault("the feed could not be read: it took longer than 0.05 s and was stopped")


def test_two_readers_on_one_ledger_read_each_thing_once_and_lose_none(store):
    store.inbox.add([arriving.of_text(f"{hostile_pages.STORY}\nIt is dam number {n}.\n", {}) for n in range(8)], by="Eva")
    command = [
        sys.executable,
        "-c",
        "from whoseword.cli import main; main()",
        "inbox",
        "--ledger",
        str(store.path),
        "--threads",
        "1",
    ]
    readers = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [reader.communicate(timeout=120)[1] for reader in readers]
    assert [reader.returncode for reader in readers] == [0, 0], told
    assert store.inbox.counts() == {"waiting": 0, "reading": 0, "read": 8, "rejected": 0}
    assert (store.counts().articles, store.counts().readings) == (8, 8)
    assert store.check() == []


@pytest.fixture
def small_disk(tmp_path):
    """A disk of six megabytes, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"needs the right to mount a small disk: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_an_inbox_on_a_full_disk_is_told_and_goes_on_when_there_is_room(small_disk):
    """What waits is nobody's fault: it is not given up, however often a reader ends by the disk."""
    filler = small_disk / "filler"
    with Store.open(small_disk / "ledger.db") as store, Workshop(SETTINGS) as workshop:
        store.inbox.add([arriving.of_text(f"{hostile_pages.STORY}\nIt is dam number {n}.\n", {}) for n in range(4)], by="Eva")
        with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(b"x" * 4096)
        for _ in range(4):
            with pytest.raises(StoreError, match="the disk is full"):
                Reader(store, workshop, ReadOptions()).drain()
        filler.unlink()
        Reader(store, workshop, ReadOptions()).drain()
        assert store.inbox.counts() == {"waiting": 0, "reading": 0, "read": 4, "rejected": 0}
        assert store.counts().articles == 4
        assert store.check() == []


def test_a_reader_that_is_killed_takes_its_workshop_along(store):
    store.inbox.add([arriving.of_file("slow.pdf", hostile_pages.slow_pdf())], by="Eva")
    command = [
        sys.executable,
        "-c",
        "from whoseword.cli import main; main()",
        "inbox",
        "--ledger",
        str(store.path),
        "--threads",
        "1",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as reader:
        children = Path(f"/proc/{reader.pid}/task/{reader.pid}/children")
        workshop = _waits(lambda: children.read_text("ascii").split())[0]
        _waits(lambda: store.inbox.counts()["reading"])
        reader.kill()
    _waits(lambda: not _runs(workshop))


def _waits(true, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


def _runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
