"""Reading of a web archive: pages a second and peak memory, against trafilatura alone on the same pages in the same run.

usage: python benchmarks/reading.py

The archive is made for the run: pages of some 700 words from the sample articles' paragraphs, in the markup of a news site,
each different. Each measurement is a process of its own of one thread, in seconds of the processor, so that neighbours count little. Absolute figures depend on the machine and its neighbours: compare
only figures of one run.
"""

import gzip
import itertools
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from results import ROOT, write

PAGES = 5_000
FEWER = 500  # for the growth of memory
WORDS = 700
ALONE = 300  # pages given to trafilatura alone

_MEASURED = """
import json, resource, sys, time
{setup}
began = time.process_time()
count = {run}
seconds = time.process_time() - began
print(json.dumps([count, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
_OURS = (
    "from whoseword.read import read\nfrom whoseword.records import Article",
    "sum(isinstance(found, Article) for found in read(sys.argv[1]))",
)
_RECORDS = "ArchiveIterator(open(sys.argv[1], 'rb'), record_types=WarcRecordType.response)"


def theirs(*, metadata: bool) -> tuple[str, str]:
    """trafilatura alone on the pages of an archive, with the title, date and so on that it finds, or without."""
    extracted = f"bare_extraction(record.reader.read().decode(), with_metadata={metadata}, include_comments=False)"
    setup = "from fastwarc.warc import ArchiveIterator, WarcRecordType\nfrom trafilatura import bare_extraction"
    return setup, f"sum({extracted} is not None for record in {_RECORDS})"


def page_of(number: int, paragraphs: list[str]) -> bytes:
    """One page of a news site, different from all others."""
    turning = itertools.islice(itertools.cycle(paragraphs), number % len(paragraphs), None)
    body: list[str] = []
    while sum(len(text.split()) for text in body) < WORDS:
        body.append(f"{next(turning)} ({number}.{len(body)})")
    links = "".join(f"<li><a href='/{i}'>Section {i}</a></li>" for i in range(40))
    head = {
        "@type": "NewsArticle",
        "headline": f"Talks, day {number}",
        "datePublished": "2026-05-01T10:00:00Z",
        "author": {"name": "Ann Lee"},
    }
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Talks, day {number} | Courier</title>"
        f"<script type='application/ld+json'>{json.dumps(head)}</script><style>{'p {margin: 0}' * 200}</style></head><body><nav><ul>{links}</ul></nav>"
        f"<main><article><h1>Talks, day {number}</h1>{''.join(f'<p>{text}</p>' for text in body)}</article>"
        f"<aside class=related><ul>{links}</ul></aside></main><footer>© 2026 Courier</footer><script>{'var a = 1;' * 500}</script></body></html>"
    ).encode()


def make_archive(path: Path, pages: int, paragraphs: list[str]) -> None:
    with path.open("wb") as archive:
        for number in range(pages):
            body = page_of(number, paragraphs)
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            head = (
                f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/{number}\r\nWARC-Date: 2026-05-02T00:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:{number:08}-0000-0000-0000-000000000000>\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(http)}\r\n\r\n"
            ).encode()
            archive.write(gzip.compress(head + http + b"\r\n\r\n", 1))


def measure(how: tuple[str, str], archive: Path) -> tuple[int, float, float]:
    """(articles, seconds, MB at the peak) of one process."""
    code = _MEASURED.format(setup=how[0], run=how[1])
    made = subprocess.run([sys.executable, "-c", code, str(archive)], capture_output=True, text=True, check=True)
    count, seconds, peak = json.loads(made.stdout.splitlines()[-1])
    return count, seconds, peak


def main() -> None:
    from whoseword.read import read
    from whoseword.records import Article

    found = [one for one in read(str(ROOT / "samples")) if isinstance(one, Article)]
    paragraphs = [one.text[b.start : b.end] for one in found for b in one.blocks if b.kind == "paragraph"]
    with tempfile.TemporaryDirectory() as folder:
        measured = {}
        for pages in (PAGES, FEWER, ALONE):
            archive = Path(folder) / f"{pages}.warc.gz"
            make_archive(archive, pages, paragraphs)
            measured[pages] = measure(_OURS, archive)
        alone = measure(theirs(metadata=False), Path(folder) / f"{ALONE}.warc.gz")
        with_metadata = measure(theirs(metadata=True), Path(folder) / f"{ALONE}.warc.gz")
    ours = measured[ALONE]
    figures = {
        "pages of 700 words in the web archive": PAGES,
        "articles read": measured[PAGES][0],
        "pages a second of the processor, one process of one thread": round(PAGES / measured[PAGES][1], 1),
        f"peak memory over {FEWER} pages, MB": round(measured[FEWER][2]),
        f"peak memory over {PAGES} pages, MB": round(measured[PAGES][2]),
        f"whoseword, pages a second over {ALONE} pages": round(ALONE / ours[1], 1),
        f"trafilatura alone, without title and date, pages a second over {ALONE} pages": round(ALONE / alone[1], 1),
        f"trafilatura alone, with title and date, pages a second over {ALONE} pages": round(ALONE / with_metadata[1], 1),
        "speed as a share of trafilatura's without title and date": round(alone[1] / ours[1], 2),
        "speed as a share of trafilatura's with title and date": round(with_metadata[1] / ours[1], 2),
    }
    write("reading", "python benchmarks/reading.py", figures)


if __name__ == "__main__":
    main()
