"""What comparing costs as a ledger grows: CPU and pairs of every comparer, article by article, through the ledger itself.

usage: python benchmarks/comparing.py READINGS.jsonl [SIZE …]

READINGS.jsonl has one reading a line, as `whoseword export` writes it; the first SIZE of them (150, 600 and 1200, unless asked otherwise) are
put into an empty ledger, and each comparer catches up in turn. Milliseconds are CPU of this process for one article: items, marks,
pairs and writing. Reading the record back is counted apart and with no comparer. One process, one thread.
"""

import itertools
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from results import sha256, write

from whoseword.across import COMPARERS
from whoseword.matching import Comparer, Item, Link
from whoseword.records import Reading, from_json
from whoseword.store import Store

SIZES = (150, 600, 1200)


@dataclass(slots=True)
class Counting:
    """A comparer that counts its items and pairs."""

    inner: Comparer
    counts: dict[str, int] = field(default_factory=lambda: {"items": 0, "pairs": 0, "links": 0})

    @property
    def kind(self) -> str:
        return self.inner.kind

    @property
    def version(self) -> str:
        return self.inner.version

    def items(self, reading: Reading) -> Sequence[Item]:
        found = self.inner.items(reading)
        self.counts["items"] += len(found)
        return found

    def compare(self, first: Item, second: Item) -> Link | None:
        link = self.inner.compare(first, second)
        self.counts["pairs"] += 1
        self.counts["links"] += link is not None
        return link


@dataclass(frozen=True, slots=True)
class Nothing:
    """A comparer of nothing: what it costs to go through the ledger."""

    kind: str = "nothing"
    version: str = "1"

    def items(self, _reading: Reading) -> Sequence[Item]:
        return []

    def compare(self, _first: Item, _second: Item) -> Link | None:
        return None


def readings(path: Path, most: int) -> Iterator[Reading]:
    with path.open(encoding="utf8") as lines:
        for line in itertools.islice(lines, most):
            yield from_json(Reading, json.loads(line))


def measure(path: Path, size: int) -> tuple[int, dict[str, dict[str, float]]]:
    """How many articles there were, and for each comparer ms per article, pairs per item and links per item."""
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "ledger.db") as store:
        for _ in store.add_many(readings(path, size)):
            pass
        articles, through = _timed(store, Nothing())
        found["going through"] = {"ms": round(through, 1)}
        for comparer in map(Counting, COMPARERS):
            _, spent = _timed(store, comparer)
            items, pairs, links = (comparer.counts[name] for name in ("items", "pairs", "links"))
            each = {"items": items / articles, "pairs an item": pairs / max(1, items), "links an item": links / max(1, items)}
            found[comparer.kind] = {"ms": round(spent - through, 1), **{name: round(value, 2) for name, value in each.items()}}
    found["all"] = {"ms": round(sum(one["ms"] for one in found.values()), 1)}
    return articles, found


def _timed(store: Store, comparer: Comparer) -> tuple[int, float]:
    begun = time.process_time()
    articles = sum(1 for _ in store.compare(comparer))
    return articles, 1000 * (time.process_time() - begun) / max(1, articles)


def main(arguments: Sequence[str]) -> None:
    if not arguments:
        sys.exit(f"{__doc__}\nno readings were given")
    path, sizes = Path(arguments[0]), [int(size) for size in arguments[1:]] or list(SIZES)
    figures: dict[str, Any] = {}
    for size in sizes:
        articles, found = measure(path, size)
        figures[f"{articles} articles"] = found
        print(json.dumps(found), file=sys.stderr, flush=True)
    write("comparing", "python benchmarks/comparing.py READINGS.jsonl", figures, {"readings": sha256(path)})


if __name__ == "__main__":
    main(sys.argv[1:])
