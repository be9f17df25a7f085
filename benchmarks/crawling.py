"""Crawls end to end, from web archives to Parquet: pages a second of the processor against trafilatura alone, growth, and memory.

usage: python benchmarks/crawling.py              throughput, growth with pages and workers, what it takes to keep and to load
       python benchmarks/crawling.py memory N     memory over N short pages

The archives are those of benchmarks/reading.py: pages of some 700 words, each different. Seconds are those of the processor, over all
processes of a run, so that neighbours count little; the seconds of the clock stand beside them and depend on the neighbours.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from reading import make_archive, measure, theirs
from results import ROOT, write

COMMAND = [sys.executable, "-c", "from whoseword.cli import main; main()"]
PAGES = (60, 120, 240)
SHORT = (
    "Mayor Anna Lowell said on Monday that ferry number {n} would keep running all winter, whatever it cost the harbour.",
    "“We will not cut a single crossing of line {n},” Lowell told reporters at the quay on Monday morning.",
    "Union leader Piet Brandt denied that any deal had been reached. He warned that crews would strike in {n} days.",
)
EVERY_S = 5.0


def timed(*arguments: object) -> tuple[float, float]:
    """(seconds of the processor, seconds of the clock) of one command and all its processes."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*COMMAND, *map(str, arguments)], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.perf_counter() - began


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def throughput() -> None:
    from whoseword.read import read
    from whoseword.records import Article

    found = [one for one in read(str(ROOT / "samples")) if isinstance(one, Article)]
    paragraphs = [one.text[b.start : b.end] for one in found for b in one.blocks if b.kind == "paragraph"]
    figures: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        os.environ["HOME"] = folder
        make_archive(place / "0.warc.gz", 1, paragraphs)
        start_s, _ = timed("crawl", place / "0.warc.gz", "--out", place / "out-0", "--workers", 1)
        figures["seconds of the processor to start one worker and read one page"] = round(start_s, 1)
        for pages in PAGES:
            for half in (0, 1):
                make_archive(place / f"{pages}-{half}.warc.gz", pages // 2, paragraphs)
            for workers in (1, 2):
                out = place / f"out-{pages}-{workers}"
                archives = [place / f"{pages}-{half}.warc.gz" for half in (0, 1)]
                processor_s, clock_s = timed("crawl", *archives, "--out", out, "--workers", workers)
                figures[f"{pages} pages, {workers} workers, seconds of the processor"] = round(processor_s, 1)
                figures[f"{pages} pages, {workers} workers, seconds of the clock"] = round(clock_s, 1)
        most, least = PAGES[-1], PAGES[0]
        each_s = (figures[f"{most} pages, 1 workers, seconds of the processor"] - figures[f"{least} pages, 1 workers, seconds of the processor"]) / (most - least)  # type: ignore[operator]  # fmt: skip
        figures["pages a second of the processor, without the start"] = round(1 / each_s, 2)
        counted, alone_s, _ = measure(theirs(metadata=False), place / f"{most}-0.warc.gz")
        figures["trafilatura alone, pages a second of the processor"] = round(counted / alone_s, 1)
        figures["speed as a share of trafilatura's alone"] = round(alone_s / counted / each_s, 4)
        out = place / f"out-{most}-2"
        figures["bytes of the archives a page"] = round(sum(path.stat().st_size for path in place.glob(f"{most}-*.gz")) / most)
        for kind in ("articles", "statements", "rejects"):
            figures[f"bytes of Parquet a page, {kind}"] = round(size_of(out / kind) / most)
        timed("crawl", ROOT / "samples", "--out", place / "samples")
        kept = sum(path.stat().st_size for path in (place / "samples").rglob("*.parquet"))
        figures["bytes of Parquet an article of the samples, all three kinds"] = round(kept / len(found))
        load_s, _ = timed("load", out, place / "ledger.db")
        figures["articles loaded a second of the processor"] = round(most / load_s, 1)
        figures["bytes of the ledger a page"] = round((place / "ledger.db").stat().st_size / most)
        again_s, _ = timed("crawl", *(place / f"{most}-{half}.warc.gz" for half in (0, 1)), "--out", out)
        figures["seconds of the processor of a second run that finds all complete"] = round(again_s, 1)
    write("crawling", "python benchmarks/crawling.py", figures)


def short_archive(path: Path, first: int, last: int) -> None:
    from gzip import compress

    with path.open("wb") as archive:
        for n in range(first, last):
            body = "".join(f"<p>{line.format(n=n)}</p>" for line in SHORT)
            page = f"<!doctype html><html><head><title>Ferry {n}</title></head><body><article><h1>Ferry {n}</h1>{body}</article></body></html>"
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
            head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://gull.example/{n}\r\nWARC-Date: 2026-05-02T00:00:00Z\r\n"
            head += f"WARC-Record-ID: <urn:uuid:{n}>\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
            archive.write(compress(head.encode() + http + b"\r\n\r\n", 1))


def memory_mb(pid: int) -> float:
    """Of one process, what belongs to it alone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon:", "VmSwap:"))) / 1024


def readers_of(pid: int) -> list[int]:
    try:
        return [int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()]
    except OSError:
        return []


def done_pages(out: Path) -> int:
    return sum(
        sum(json.loads(path.read_text())["counts"][kind] for kind in ("articles", "rejects"))
        for path in out.glob("done/*.json")
    )


def memory(pages: int) -> None:
    """Ends early on SIGTERM, with what was measured until then."""
    stop: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: stop.append(number))
    each = 500
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for first in range(0, pages, each):
            short_archive(place / f"{first:06}.warc.gz", first, min(pages, first + each))
        out = place / "out"
        running = subprocess.Popen(
            [*COMMAND, "crawl", str(place), "--out", str(out), "--workers", "1"], stderr=subprocess.DEVNULL
        )
        rows: list[tuple[int, float, float]] = []
        while running.poll() is None and not stop:
            time.sleep(EVERY_S)
            reader = max((memory_mb(pid) for pid in readers_of(running.pid)), default=0.0)
            rows.append((done_pages(out), memory_mb(running.pid), reader))
        running.kill()
        running.wait()
        done = done_pages(out)
        peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    figures = {
        "short pages (60 words) read": done,
        "the driver's peak resident memory, with what it shares, MB": round(peak_mb),
    }
    for quarter in range(4):
        some = [row for row in rows if quarter * done <= 4 * row[0] < (quarter + 1) * done and row[2]]
        if some:
            figures[f"quarter {quarter + 1}: the driver's own memory at most, MB"] = round(max(row[1] for row in some))
            figures[f"quarter {quarter + 1}: the reader's own memory at most, MB"] = round(max(row[2] for row in some))
    write("crawl_memory", f"python benchmarks/crawling.py memory {pages}", figures)


if __name__ == "__main__":
    memory(int(sys.argv[2])) if sys.argv[1:2] == ["memory"] else throughput()
