"""Speed, memory and size: articles of 750 words a second on one process, peak memory, start-up, the bundle.

usage: python benchmarks/speed.py

The articles are the sample articles, cut or joined to 750 words. Start-up times are the median of seven runs. Absolute
figures depend on the machine and its neighbours: compare only figures of one run.
"""

import itertools
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from results import ROOT, write

from whoseword.read import ReadOptions, read, read_text
from whoseword.records import Article
from whoseword.settings import Settings

WHOSEWORD = Path(sys.executable).with_name("whoseword")
WORDS = 750
ARTICLES = 64


def sample_articles() -> list[Article]:
    """ARTICLES articles of WORDS words each, paragraphs kept, from the samples over and over."""
    paragraphs = [
        found.text[b.start : b.end]
        for found in read(str(ROOT / "samples"))
        if isinstance(found, Article)
        for b in found.blocks
        if b.kind in {"paragraph", "quote"}
    ]
    turning = itertools.cycle(paragraphs)
    articles = []
    for number in range(ARTICLES):
        kept: list[str] = []
        while sum(len(p.split()) for p in kept) < WORDS:
            kept.append(next(turning))
        made = read_text("\n\n".join(kept), source=f"bench-{number}.txt", options=ReadOptions(published="2026-05-01"))
        assert isinstance(made, Article)
        articles.append(made)
    return articles


def median_seconds(*command: object) -> float:
    times = []
    for _ in range(7):
        began = time.perf_counter()
        subprocess.run([str(part) for part in command], check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return round(statistics.median(times), 3)


def main() -> None:
    from whoseword.pipeline import Pipeline

    pipeline = Pipeline.load(Settings(threads=1))
    articles = sample_articles()
    list(pipeline.run(articles[:4]))
    began = time.perf_counter()
    statements = sum(len(reading.statements) for reading in pipeline.run(articles))
    seconds = time.perf_counter() - began
    bundle = ROOT / "src/whoseword/tag/bundle"
    sample = next((ROOT / "samples").glob("*.txt"))
    figures = {
        "articles of 750 words a second, one process of one thread": round(ARTICLES / seconds, 2),
        "statements an article": round(statements / ARTICLES, 1),
        "peak memory, MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "bundle, MB": round(sum(f.stat().st_size for f in bundle.iterdir()) / 1e6, 1),
        "whoseword --help, s": median_seconds(WHOSEWORD, "--help"),
        "whoseword read of one article, s": median_seconds(WHOSEWORD, "read", "--format", "json", sample),
    }
    write("speed", "python benchmarks/speed.py", figures)


if __name__ == "__main__":
    main()
