"""How fast the desk answers: eight people at once on a large ledger, while articles are read into it.

usage: python benchmarks/desk.py LEDGER [--seconds 60] [--think 0.5] [--port 8765] [--follow]

LEDGER is one that benchmarks/big_ledger.py made, `whoseword compare` compared, for a while at least, and `--follow` gave watches and
issues (once, before). The desk runs as `whoseword desk` does;
beside it `whoseword read` reads articles of the shared corpora into the same ledger. Each of eight clients asks for one page
after another, drawn by a seed, and thinks half a second in between. What is measured is the time from asking to the last byte,
on loopback: the server's own time and the wait for a turn.
"""

import argparse
import itertools
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
from big_ledger import CORPORA, _lines
from results import SHARED, write

from whoseword import issues, watching
from whoseword.records import Issue
from whoseword.store import Query, Store

WHOSEWORD = Path(sys.executable).with_name("whoseword")
CLIENTS = 8


def pages(ledger: Path, rng: random.Random) -> dict[str, list[str]]:
    """Pages of each kind to ask for, from what the ledger holds."""
    with Store.open(ledger, read_only=True) as store:
        articles = [row.id for row in itertools.islice(store.articles(limit=4000), 0, None, 20)]
        rows = [row for one in articles[:60] for row in store.statements(Query(article=one, limit=3))]
        groups = {kind: [g.id for g in store.groups(kind, limit=40)] for kind in ("claim", "variant", "copy", "event")}
        disputes = [g.id for g in store.groups("claim", relation="against", limit=40)]
        watches = store.watches.every()
        told = store.facts("event", ("$.event.source.state", "$.event.target.state"), latest=2000)
    speakers = sorted({row.statement.speaker.name for row in rows if row.statement.speaker.name})
    words = sorted(
        {w for row in rows for span in row.statement.content for w in span.text.split() if w.isalpha() and len(w) > 5}
    )
    rng.shuffle(words)
    searches = [{"q": w} for w in words[:40]] + [{"q": f"{a} {b}"} for a, b in itertools.pairwise(words[:40])]
    searches += [{"q": w, "speaker": s.split()[-1]} for w, s in zip(words, speakers, strict=False)]
    searches += [{"q": f"{a} OR {b}", "act": "deny"} for a, b in itertools.pairwise(words[40:80])]
    between = Counter(tuple(sorted(states)) for _, _, *states in told if all(states))
    pairs = [pair for pair, _ in between.most_common() if pair[0] != pair[1]][:40]
    return {
        "today": ["/"],
        "watching": ["/watching", *(f"/watching/{one.id}" for one in watches)],
        "inbox": ["/inbox"],
        "articles": ["/articles", "/articles?page=3"],
        "article": [f"/articles/{one}" for one in articles],
        "statement": [f"/statements/{row.statement.id}" for row in rows],
        "speakers": ["/speakers"],
        "speaker": [f"/speakers/{quote(name)}" for name in speakers],
        "search": [f"/search?{urlencode(asked)}" for asked in searches],
        "disputes": ["/disputes"] if disputes else [],
        "dispute": [f"/disputes/{one}" for one in disputes],
        "quotation": [f"/quotations/{one}" for one in groups["variant"]],
        "issue": [
            f"/issues?{urlencode({'words': asked})}" for asked in (*words[80:110], *("government", "police", "vote OR tax"))
        ],
        "relations": ["/relations"],
        "relation": [f"/relations/{quote(first, safe='')}/{quote(second, safe='')}" for first, second in pairs],
    }


def follow(ledger: Path) -> None:
    """Let somebody watch six searches and four speakers, and keep three issues."""
    with Store.open(ledger) as store:
        for words in ("election", "police", "tax", "border", "peace", "vaccine"):
            watching.start(store, "search", f"q={words}", by="Eva")
        rows = itertools.islice(store.statements(Query(order="newest", limit=200)), 0, None, 20)
        for name in sorted({row.statement.speaker.name for row in rows if row.statement.speaker.name})[:4]:
            watching.start(store, "speaker", name, by="Eva")
        for name, words in (("taxes", "tax OR taxes"), ("border", "border*"), ("elections", "election*")):
            store.put_issue(Issue(name, words, ()))
        issues.renew(store)


def ask(
    base: str,
    drawn: dict[str, list[str]],
    *,
    seed: int,
    until: float,
    think_s: float,
    times: dict[str, list[float]],
    failed: list[str],
) -> None:
    """One client; what is no page with status 200 is told in `failed`, and does not count among the times."""
    rng = random.Random(seed)
    kinds = [kind for kind, some in drawn.items() if some]
    with httpx.Client(base_url=base, timeout=60) as client:
        while time.monotonic() < until:
            kind = rng.choice(kinds)
            path = rng.choice(drawn[kind])
            began = time.perf_counter()
            answer = client.get(path)
            if answer.status_code == httpx.codes.OK:
                times[kind].append(time.perf_counter() - began)
            else:
                failed.append(f"{path}: {answer.status_code} {answer.text[:300]}")
            time.sleep(rng.uniform(0.5, 1.5) * think_s)


def importing(ledger: Path, folder: Path) -> subprocess.Popen[bytes]:
    """`whoseword read` of articles that the ledger does not have, in one process of one thread."""
    texts = [json.loads(line)["text"] for name in CORPORA for line in _lines(SHARED / "corpora" / name)]
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(f"Imported {time.time_ns()}.\n\n{text}", "utf8")
    command = [WHOSEWORD, "read", "--ledger", str(ledger), "--threads", "1", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def desk(ledger: Path, port: int) -> subprocess.Popen[bytes]:
    server = subprocess.Popen([WHOSEWORD, "desk", "--ledger", str(ledger), "--port", str(port)], stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=60)
        except httpx.ConnectError:
            time.sleep(0.2)
        else:
            return server
    raise SystemExit("the desk did not come up")


def at(share: float, some: list[float]) -> float:
    """The share-th quantile in milliseconds."""
    return round(1000 * sorted(some)[min(len(some) - 1, int(share * len(some)))], 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=0.5)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--follow", action="store_true", help="watch ten things and keep three issues, and measure nothing")
    asked = parser.parse_args()
    if asked.follow:
        follow(asked.ledger)
        return
    drawn = pages(asked.ledger, random.Random(1))
    times: dict[str, list[float]] = defaultdict(list)
    failed: list[str] = []
    server = desk(asked.ledger, asked.port)
    with tempfile.TemporaryDirectory() as folder:
        reader = importing(asked.ledger, Path(folder))
        until = time.monotonic() + asked.seconds
        base = f"http://127.0.0.1:{asked.port}"
        clients = [
            threading.Thread(
                target=ask,
                args=(base, drawn),
                kwargs={"seed": n, "until": until, "think_s": asked.think, "times": times, "failed": failed},
            )
            for n in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        busy = reader.poll() is None
        for process in (reader, server):
            process.terminate()
            process.wait()
    with Store.open(asked.ledger, read_only=True) as store:
        counts = store.counts()
    figures = {
        "articles": counts.articles,
        "statements": counts.statements,
        "the import ran until the end": busy,
        "pages asked for": sum(map(len, times.values())) + len(failed),
        "pages that failed": len(failed),
        "milliseconds, median / 95 of 100 / most": {
            kind: f"{1000 * statistics.median(some):.0f} / {at(0.95, some):.0f} / {1000 * max(some):.0f}"
            for kind, some in sorted(times.items())
        },
    }
    print(*failed[:10], sep="\n", file=sys.stderr)
    write("desk", f"python benchmarks/desk.py LEDGER --seconds {asked.seconds:g} --think {asked.think:g}", figures)


if __name__ == "__main__":
    main()
