"""Many writers and readers at one ledger in PostgreSQL at once: that nothing is lost, nothing fails, and how long each waits.

usage: python benchmarks/writers.py [--seconds N] [--writers N] [--readers N] [--url URL] [--print]

Without URL it starts a server of its own from this machine's binaries, with the server's own settings but for its folder, so that every
commit is on the disk. Clients are threads of five processes, each with an open ledger of its own, as so many machines would have. A writer
adds an article with three statements, adds it again in other words, corrects a statement, takes the correction back, puts an address into
the inbox, takes one of whatever waits there and settles it, and compares what is new; then it rests for up to a second. A reader searches,
opens an article, counts, and looks at what came last; then it rests as long. In the end all that the writers were told was kept is looked
for in the ledger. `--print` writes no results file.
"""

import argparse
import itertools
import multiprocessing
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from results import ROOT, write

from whoseword.across import catch_up
from whoseword.records import Rejected
from whoseword.store import Arriving, Query, Store

sys.path.append(str(ROOT / "tests" / "contract"))

_PROCESSES = 5
_WORDS = [
    f"{first}{middle}{last}"
    for first in "bdfklmprst"
    for middle in ("a", "elo", "imi", "oru", "u")
    for last in ("n", "rk", "st", "ven", "do")
]
_COMPARED = 5  # articles that a writer compares at a time: the next goes on


class Client:
    """One writer or reader: what it did, how long each took, what was kept, and what went wrong."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self.random = random.Random(name)
        self.store = Store.open(url, create=False)
        self.took: dict[str, list[float]] = {}
        self.kept: dict[str, list[Any]] = {
            "articles": [],
            "versions": [],
            "corrections": [],
            "undone": [],
            "arrivals": [],
            "settled": [],
        }
        self.errors: list[str] = []
        self.number = 0

    def timed(self, what: str, act: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        found = act()
        self.took.setdefault(what, []).append(time.perf_counter() - began)
        return found

    def run(self, act: Callable[["Client"], None], seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                act(self)
            except Exception as error:  # noqa: BLE001 - whatever a user would see
                self.errors.append(f"{self.name}: {type(error).__name__}: {error}")
            time.sleep(self.random.random())
        self.store.close()


def write_once(client: Client) -> None:
    from store_readings import reading, statement

    client.number += 1
    name = f"{client.name} {client.number}"
    words = " ".join(client.random.choices(_WORDS, k=60))
    said = [f"{client.random.choice(_WORDS)} {name} {part}" for part in ("first", "second", "third")]
    text = f"In {name}: {words}. " + ". ".join(said)
    one = reading(
        text, *(statement(text, part, "Ann Low") for part in said), source=f"{name}.txt", outlet="Daily", published="2026-05-01"
    )
    client.timed("add an article", lambda: client.store.add(one))
    client.kept["articles"].append(one.article.id)
    if client.number % 3 == 0:
        text = f"{text}. Later: {words}"
        newer = reading(text, *(statement(text, part, "Ann Low") for part in said), source=f"{name}.txt", outlet="Daily")
        outcome = client.timed("add a newer text", lambda: client.store.add(newer))
        client.kept["versions"].append((newer.article.id, outcome))
        one = newer
    target = one.statements[client.number % 3].id
    made = client.timed("correct", lambda: client.store.correct(target, "act", "deny", by=client.name))
    client.kept["corrections"].append(made.id)
    if client.number % 4 == 0:
        undone = client.timed("undo", lambda: client.store.undo(made.id, by=client.name))
        client.kept["undone"].append((target, undone.id))
    address = f"https://{client.name.replace(' ', '')}.example/{client.number}"
    (put,) = client.timed(
        "put into the inbox", lambda: client.store.inbox.add([Arriving(how="url", source=address)], by=client.name)
    )
    client.kept["arrivals"].append(put.id)
    taken = client.timed("take from the inbox", lambda: client.store.inbox.take(client.name))
    if taken is not None:
        rejection = Rejected(taken[0].source, "no-text", client.name)
        settled = client.timed("settle", lambda: client.store.inbox.settle(taken[0].id, client.name, rejection))
        client.kept["settled"].append((taken[0].id, settled is not None))
    if client.number % 5 == 0:
        client.timed("compare what is new", lambda: sum(1 for _ in itertools.islice(catch_up(client.store), _COMPARED)))


def read_once(client: Client) -> None:
    store, word = client.store, client.random.choice(_WORDS)
    found = client.timed("search", lambda: store.search(Query(words=word, limit=20)))
    client.timed(
        "search the texts",
        lambda: list(store.articles(words=f'"{word} {client.random.choice(_WORDS)}"', limit=20, window=1000)),
    )
    client.timed("what came last", lambda: store.latest(Query(words=word, limit=10)))
    client.timed("count", store.counts)
    if found.rows:
        row = client.random.choice(found.rows)
        whole = client.timed("open an article", lambda: store.reading(row.article_id))
        if all(one.id != row.statement.id for one in whole.statements):
            client.errors.append(f"{client.name}: statement {row.statement.id} is not in its article")
    reached = store.reached()
    if reached < client.number:
        client.errors.append(f"{client.name}: the ledger went back from {client.number} to {reached}")
    client.number = reached


def work(names: list[str], url: str, seconds: float, results: Any) -> None:
    """A process with some clients, each a thread."""
    clients = [Client(name, url) for name in names]
    acts = [write_once if one.name.startswith("w") else read_once for one in clients]
    threads = [threading.Thread(target=one.run, args=(act, seconds)) for one, act in zip(clients, acts, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put([(one.name, one.took, one.kept, one.errors) for one in clients])


def lost(store: Store, kept: dict[str, list[Any]]) -> list[str]:
    """What the writers were told was kept and is not there as it must be; everything once and nothing else."""
    wrong = []
    counts = store.counts()
    if counts.articles != len(set(kept["articles"])) or counts.versions != len(kept["versions"]):
        wrong.append(f"{counts} for {len(kept['articles'])} articles and {len(kept['versions'])} newer texts")
    there = {row.id: row for row in store.articles(versions=True)}
    wrong += [f"article {one} is not there" for one in kept["articles"] if one not in there]
    wrong += [f"text {one} was {how}" for one, how in kept["versions"] if how != "version" or not there[one].current]
    made = Counter(one.id for one in store.corrections())
    wanted = Counter([*kept["corrections"], *(one for _, one in kept["undone"])])
    wrong += [f"corrections differ: {list((wanted - made) + (made - wanted))[:5]}"] if made != wanted else []
    taken_back = {target for target, _ in kept["undone"]}
    denied = {row.statement.id for row in store.statements(Query(act="deny"))}
    wrong += [f"statement {one} shows what was taken back" for one in taken_back & denied]
    if len(denied) != len(kept["corrections"]) - len(taken_back):
        wrong.append(f"{len(denied)} statements show a correction, of {len(kept['corrections']) - len(taken_back)}")
    settled = Counter(one for one, was in kept["settled"] if was)
    wrong += [f"arrival {one} was settled {times} times" for one, times in settled.items() if times > 1]
    arrived = {one.id: one for one in store.inbox.arrivals()}
    wrong += [f"arrival {one} is not there" for one in kept["arrivals"] if one not in arrived]
    wrong += [f"arrival {one} is {arrived[one].state}" for one in settled if arrived[one].state != "rejected"]
    return [*wrong, *store.check()]


def measured(url: str, seconds: float, writers: int, readers: int) -> dict[str, Any]:
    """Run it, and look for all that was kept."""
    Store.open(url).close()
    names = [f"w{number}" for number in range(writers)] + [f"r{number}" for number in range(readers)]
    spawning = multiprocessing.get_context("spawn")
    results = spawning.Queue()
    processes = [
        spawning.Process(target=work, args=(names[part::_PROCESSES], url, seconds, results))
        for part in range(min(_PROCESSES, len(names)))
    ]
    for process in processes:
        process.start()
    told = [one for _ in processes for one in results.get(timeout=seconds + 300)]
    for process in processes:
        process.join()
    took: dict[str, list[float]] = {}
    kept: dict[str, list[Any]] = {}
    for _, times, mine, _ in told:
        for what, some in times.items():
            took.setdefault(what, []).extend(some)
        for what, some in mine.items():
            kept.setdefault(what, []).extend(some)
    with Store.open(url) as store:
        wrong = lost(store, kept)
        counts = store.counts()
    return {
        "seconds": round(seconds),
        "writers": writers,
        "readers": readers,
        "articles": counts.articles,
        "statements": counts.statements,
        "kept": {what: len(some) for what, some in kept.items()},
        "lost or wrong": wrong[:20],
        "errors": sorted(one for *_, errors in told for one in errors)[:20],
        "milliseconds": {what: spread(some) for what, some in sorted(took.items())},
    }


def spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    at = {name: ordered[min(len(ordered) - 1, int(share * len(ordered)))] for name, share in (("p50", 0.5), ("p95", 0.95))}
    return {"times": len(ordered), **{name: round(1000 * one, 1) for name, one in (*at.items(), ("most", ordered[-1]))}}


@contextmanager
def ledger(url: str | None) -> Iterator[tuple[str, str]]:
    """The URL of an empty ledger, and the server's version."""
    from postgres_server import binaries, serving

    if url is not None:
        yield url, "given"
        return
    programs = binaries()
    if programs is None:
        sys.exit("PostgreSQL's server is not installed: apt-get install postgresql, or give --url")
    with serving(programs, {"max_connections": "300", "listen_addresses": ""}) as server:
        yield server.url(server.database()), str(server.execute("SHOW server_version")[0][0])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--url")
    parser.add_argument("--print", action="store_true", dest="only_print")
    asked = parser.parse_args()
    began = datetime.now(UTC)
    with ledger(asked.url) as (url, version):
        figures = {"server": version, **measured(url, asked.seconds, asked.writers, asked.readers)}
    if asked.only_print:
        print(figures)
    else:
        write("writers", f"python benchmarks/writers.py --seconds {asked.seconds:g}", figures)
    print(f"{(datetime.now(UTC) - began).total_seconds():.0f} s in all", file=sys.stderr)
    sys.exit(1 if figures["errors"] or figures["lost or wrong"] else 0)


if __name__ == "__main__":
    main()
