"""Crawls whose workers and drivers are killed at random moments, over archives with all that can be wrong: every page is counted.

usage: python benchmarks/crawl_faults.py [KILLS]
       python benchmarks/crawl_faults.py ray [KILLS]    only Ray's own worker processes are killed, of one crawl on two cores

Sound archives, one that breaks off, one with bytes changed in its middle, and one with a page that keeps the parser busy for minutes, a gzip
bomb and a PDF bomb. After KILLS kills (50 by default; workers and drivers by turns, from a fixed seed) and one run to the end, the directory must be byte for byte that of
a crawl that nobody disturbed, and the ledger must have each page once, or a rejection with its reason. A crawl that is through before
all kills are done is counted so, and another begins. Then the same on a disk that is too small, which is given room.
"""

import gzip
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from results import ROOT, write

sys.path.append(str(ROOT / "tests" / "contract"))
import hostile_pages
from crawled import archive, held, page, record

SEED = 11
EACH = 100  # pages in one sound archive
SOUND = 6
COMMAND = [sys.executable, "-c", "from whoseword.cli import main; main()"]
LIMITS = ("--page-seconds", "8", "--page-memory", "900")


def make_sources(folder: Path) -> tuple[set[int], dict[str, str]]:
    """The numbers of the pages that are whole, and what each of the others must be rejected for, by the end of its source."""
    folder.mkdir()
    for number in range(SOUND):
        (folder / f"sound{number}.warc.gz").write_bytes(archive(number * EACH, (number + 1) * EACH))
    first = SOUND * EACH
    broken = archive(first, first + 20)
    (folder / "truncated.warc.gz").write_bytes(broken[:-100])
    records = [record(number, page(number)) for number in range(first + 20, first + 40)]
    hurt = bytearray(records[10])
    hurt[len(hurt) // 2] ^= 0xFF
    (folder / "corrupt.warc.gz").write_bytes(b"".join([*records[:10], bytes(hurt), *records[11:]]))
    bad = [
        record("hang", hostile_pages.slow_pdf(), media_type="application/pdf"),
        record("gzip-bomb", gzip.compress(bytes(100_000_000)), coded=True),
        record("pdf-bomb", hostile_pages.pdf_bomb(), media_type="application/pdf"),
        record("gone", b"", status=404),
    ]
    mixed = [one for pair in zip((record(n, page(n)) for n in range(first + 40, first + 44)), bad, strict=True) for one in pair]
    (folder / "hostile.warc.gz").write_bytes(b"".join(mixed))
    whole = set(range(first + 44)) - {first + 19, first + 30}
    reasons = {"truncated.warc.gz": "unreadable", "corrupt.warc.gz": "unreadable", "hang": "too-slow", "gzip-bomb": "too-large"}
    return whole, {**reasons, "pdf-bomb": "too-large", "gone": "http"}


def crawl(sources: Path, out: Path, runner: str = "local") -> "subprocess.Popen[bytes]":
    flags = ["--out", str(out), "--workers", "2", "--runner", runner, *LIMITS]
    return subprocess.Popen([*COMMAND, "crawl", str(sources), *flags], stderr=subprocess.DEVNULL)


def files_of(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def readers_of(pid: int) -> list[int]:
    try:
        return [int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()]
    except OSError:
        return []


def ray_workers_of(pid: int) -> list[int]:
    """Ray's processes that are at work on a shard, of the crawl with that pid."""
    below, found = readers_of(pid), []
    while below:
        one = below.pop()
        below += readers_of(one)
        try:
            found += [one] if Path(f"/proc/{one}/cmdline").read_bytes().startswith(b"ray::_run") else []
        except OSError:
            continue
    return found


def main_ray(kills: int) -> None:
    chance, done = random.Random(SEED), 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        os.environ |= {"HOME": folder, "WHOSEWORD_EVENTS": "false"}
        expected = make_sources(place / "sources")
        assert crawl(place / "sources", place / "undisturbed").wait() == 0
        undisturbed = files_of(place / "undisturbed")
        running = crawl(place / "sources", place / "out", "ray")
        while running.poll() is None:
            time.sleep(chance.uniform(0.0, 3.0))
            victims = ray_workers_of(running.pid)
            if victims and done < kills:
                os.kill(chance.choice(victims), signal.SIGKILL)
                done += 1
        assert running.returncode == 0
        counts = check(place / "out", undisturbed, expected, place / "ledger.db")
    figures = {
        "kills of Ray's workers during one crawl": done,
        "of the pages that are whole, in the ledger, once each": counts["articles"],
        "pages and places that are not, rejected with the reason expected": counts["rejected"],
        "files that differ from those of the local runner": 0,
    }
    write("crawl_faults_ray", f"python benchmarks/crawl_faults.py ray {kills}", figures)


def kill_at_random(running: "subprocess.Popen[bytes]", chance: random.Random, *, driver: bool) -> bool:
    """Kill the driver or one of its workers; whether there was one."""
    victims = [running.pid] if driver else readers_of(running.pid)
    if running.poll() is not None or not victims:
        return False
    try:
        os.kill(chance.choice(victims), signal.SIGKILL)
    except ProcessLookupError:
        return False
    if driver:
        running.wait()
    return True


def check(out: Path, undisturbed: dict[str, bytes], expected: tuple[set[int], dict[str, str]], ledger: Path) -> Counter[str]:
    """What is wrong after a crawl that was disturbed: nothing, or it stops here."""
    whole, reasons = expected
    found = files_of(out)
    other = sorted(name for name in {*found, *undisturbed} if found.get(name) != undisturbed.get(name))
    assert not other, f"the directory is another than that of a crawl that nobody disturbed: {other}"
    for _ in range(2):  # a second time it must add nothing
        subprocess.run([*COMMAND, "load", str(out), str(ledger)], check=True, capture_output=True)
    articles, rejected = held(ledger)
    numbers = [int(one.rpartition("/")[2]) for one in articles]
    assert sorted(numbers) == sorted(whole), "a page is lost or there twice"
    assert {source.rpartition("/")[2]: reason for source, reason in rejected} == reasons
    return Counter(articles=len(articles), rejected=len(rejected))


def small_disk(folder: Path, sources: Path, undisturbed: dict[str, bytes]) -> str:
    folder.mkdir()
    size = sum(map(len, undisturbed.values())) // 2 >> 10
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", folder], check=False).returncode:
        return "not tried: no right to mount a small disk"
    try:
        done = subprocess.run(
            [*COMMAND, "crawl", str(sources), "--out", str(folder / "out"), *LIMITS],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 5, done.stderr
        assert "the disk is full" in done.stderr
        complete = len(list((folder / "out/done").iterdir()))
        subprocess.run(["mount", "-o", "remount,size=200m", folder], check=True)
        assert crawl(sources, folder / "out").wait() == 0
        assert files_of(folder / "out") == undisturbed
        return (
            f"told with {complete} of {len(undisturbed) // 4} shards complete; with room, the same command made the same bytes"
        )
    finally:
        subprocess.run(["umount", folder], check=True)


def main(kills: int) -> None:
    chance = random.Random(SEED)
    done: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        os.environ |= {"HOME": folder, "WHOSEWORD_EVENTS": "false"}
        expected = make_sources(place / "sources")
        assert crawl(place / "sources", place / "undisturbed").wait() == 0
        undisturbed = files_of(place / "undisturbed")
        crawls, running = 0, None
        while done["workers"] + done["drivers"] < kills:
            out = place / f"out{crawls}"
            if running is None or running.poll() is not None:
                if running is not None and running.returncode == 0:
                    check(out, undisturbed, expected, place / f"ledger{crawls}.db")
                    crawls += 1
                running = crawl(place / "sources", place / f"out{crawls}")
                done["starts"] += 1
            time.sleep(chance.uniform(0.0, 6.0))
            driver = (done["workers"] + done["drivers"]) % 2 == 1
            done["drivers" if driver else "workers"] += kill_at_random(running, chance, driver=driver)
        if running.poll() is None:
            running.wait()
        assert crawl(place / "sources", place / f"out{crawls}").wait() == 0
        counts = check(place / f"out{crawls}", undisturbed, expected, place / f"ledger{crawls}.db")
        disk = small_disk(place / "disk", place / "sources", undisturbed)
    figures = {
        "kills of workers": done["workers"],
        "kills of drivers": done["drivers"],
        "crawls started": done["starts"] + 1,
        "crawls that came to their end, each checked": crawls + 1,
        "pages that are whole": len(expected[0]),
        "of them in the ledger, once each": counts["articles"],
        "pages and places that are not": len(expected[1]),
        "of them rejected, each with the reason expected": counts["rejected"],
        "directories that differ from that of a crawl that nobody disturbed": 0,
        "a full disk": disk,
    }
    write("crawl_faults", f"python benchmarks/crawl_faults.py {kills}", figures)


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == ["ray"]:
        main_ray(int(given[1]) if len(given) > 1 else 10)
    else:
        main(int(given[0]) if given else 50)
