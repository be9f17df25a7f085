"""A ledger as large as one likes, made from real readings by a seeded script: what the desk is measured on.

usage: python benchmarks/big_ledger.py LEDGER [--articles 100000] [--from READINGS.jsonl] [--seed 1]

Every article of the shared corpora (PolNeAR train and dev, international news, time) is read once by the pipeline; then each new
article takes one of these readings and changes it: a quarter of its words of four letters and more become other words
of the same length (so that every span still fits, and what is said differs), its speakers are drawn from a pool of
names that few use often and many seldom (Zipf), its outlet and its day (over ten years) are drawn too. Its events keep
their parties and happen on its day. One in twenty keeps its words: a wire copy. The ledger is not compared across articles: `whoseword compare` does that.
The texts are others' and the ledger is a measure, not to be passed on.
"""

import argparse
import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from results import SHARED

from whoseword.export import json_line
from whoseword.read import ReadOptions, read_text
from whoseword.records import Article, Block, Event, EventActor, Reading, SaidOn, Span, Speaker, Statement, digest, from_json
from whoseword.settings import Settings
from whoseword.store import Store

CORPORA = ("polnear/train.jsonl.gz", "polnear/dev.jsonl.gz", "world/dev.jsonl", "time/news.jsonl")
FIRST_DAY, DAYS = date(2016, 1, 1), 3650
SWAPPED, COPIES = 0.25, 0.05
OUTLETS = [f"The {place} {paper}" for place in ("Northern", "Harbour", "Capital", "Valley", "Coast", "Border", "Lake", "Union")
           for paper in ("Courier", "Gazette", "Herald", "Journal", "Observer", "Post", "Standard", "Times", "Wire")]  # fmt: skip
SYLLABLES = [
    "an",
    "ar",
    "bel",
    "cor",
    "da",
    "del",
    "en",
    "fa",
    "gor",
    "hal",
    "in",
    "jo",
    "kal",
    "lin",
    "mar",
    "nor",
    "ol",
    "pra",
    "ro",
    "sen",
    "tar",
    "ul",
    "va",
    "wen",
    "zor",
]
WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True)
class Pool:
    """What new articles draw from: words by length and case, and speakers, the often heard first."""

    words: dict[tuple[int, bool], list[str]]
    speakers: list[str]
    weights: list[float]


def base_readings(path: Path | None) -> list[Reading]:
    """The readings of every shared text; kept in a file where one is named, so that they are made once."""
    if path is not None and path.exists():
        return [from_json(Reading, json.loads(line)) for line in path.read_text("utf8").splitlines()]
    from whoseword.pipeline import Pipeline

    texts = {json.loads(line)["text"]: None for name in CORPORA for line in _lines(SHARED / "corpora" / name)}
    found = (read_text(text, source=f"{n}.txt", options=ReadOptions(published="2020-01-01")) for n, text in enumerate(texts))
    made = Pipeline.load(Settings(threads=1)).run(one for one in found if isinstance(one, Article))
    kept = [one for one in made if isinstance(one, Reading) and one.statements]
    if path is not None:
        path.write_bytes(b"".join(map(json_line, kept)))
    return kept


def _lines(path: Path) -> list[str]:
    raw = path.read_bytes()
    return (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf8").splitlines()


def pool_of(bases: list[Reading], rng: random.Random) -> Pool:
    words: dict[tuple[int, bool], set[str]] = defaultdict(set)
    for base in bases:
        for word in WORD.findall(base.article.text):
            words[len(word), word[0].isupper()].add(word)
    names = {f"{_syllables(rng)} {_syllables(rng)}" for _ in range(40_000)}
    speakers = sorted(names)
    rng.shuffle(speakers)
    return Pool({key: sorted(some) for key, some in words.items()}, speakers, [1 / (n + 3) for n in range(len(speakers))])


def _syllables(rng: random.Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 3)))).capitalize()


def changed(base: Reading, pool: Pool, rng: random.Random, number: int) -> Reading:
    """A new reading of the same shape: other words, speakers, outlet and day."""
    text = (
        base.article.text if rng.random() < COPIES else WORD.sub(lambda word: _swapped(word[0], pool, rng), base.article.text)
    )
    text += f"\n\nReport {number}."
    day = (FIRST_DAY + timedelta(days=rng.randrange(DAYS))).isoformat()
    id_ = digest("big", number)
    names = dict(zip({s.speaker.name for s in base.statements}, rng.choices(pool.speakers, pool.weights, k=99), strict=False))
    article = replace(
        base.article, id=id_, source=f"{number}.txt", text=text, text_sha256=digest(text), outlet=rng.choice(OUTLETS),
        published=day, title=text[: text.find("\n")][:90], url=f"https://example.test/{number}",
        blocks=(*base.article.blocks, Block("paragraph", len(base.article.text) + 2, len(text))),
    )  # fmt: skip
    ids = {s.id: digest(id_, s.id) for s in base.statements}
    said = tuple(_moved(s, text, names, ids) for s in base.statements)
    events = tuple(_happened(event, text, day, ids) for event in base.events)
    return replace(base, article=article, statements=said, actors=(), dates=(), events=events, disputes=())


def _happened(event: Event, text: str, day: str, ids: dict[str, str]) -> Event:
    def cut(span: Span | None) -> Span | None:
        return Span.cut(text, span.start, span.end) if span else None

    def side(actor: EventActor) -> EventActor:
        return replace(actor, span=cut(actor.span))

    evidence = Span.cut(text, event.evidence.start, event.evidence.end)
    return replace(
        event, id=digest(text, event.id), source=side(event.source), target=side(event.target), evidence=evidence,
        date=SaidOn(day, "day", None, "publication"), place=cut(event.place), reported_by=ids.get(event.reported_by or ""),
    )  # fmt: skip


def _swapped(word: str, pool: Pool, rng: random.Random) -> str:
    return rng.choice(pool.words[len(word), word[0].isupper()]) if rng.random() < SWAPPED else word


def _moved(statement: Statement, text: str, names: dict[str | None, str], ids: dict[str, str]) -> Statement:
    def cut(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(Span.cut(text, span.start, span.end) for span in spans)

    speaker: Speaker = statement.speaker
    named = replace(speaker, name=names[speaker.name]) if speaker.name else speaker
    return replace(
        statement, id=ids[statement.id], content=cut(statement.content), verbatim=cut(statement.verbatim),
        cue=cut(statement.cue), source=cut(statement.source), speaker=named, addressee=None, occasion=None, said_on=None,
        chain=(), repeats=ids.get(statement.repeats or ""), about=ids.get(statement.about or ""),
        inside=ids.get(statement.inside or ""),
    )  # fmt: skip


def readings(bases: list[Reading], articles: int, seed: int) -> Iterator[Reading]:
    """So many new readings; the same for the same seed and readings."""
    rng = random.Random(seed)
    pool = pool_of(bases, rng)
    for number in range(articles):
        yield changed(rng.choice(bases), pool, rng, number)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--from", dest="base", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    statements = 0
    with Store.open(asked.ledger) as store:
        for count, added in enumerate(
            store.add_many(readings(base_readings(asked.base), asked.articles, asked.seed), batch=500), 1
        ):
            if added.outcome == "rejected":
                raise SystemExit(f"{added.source} was rejected: {next(iter(store.rejected()))}")
            statements += added.statements
            if count % 1000 == 0:
                print(f"{count} articles, {statements} statements", flush=True)
        print(store.counts())


if __name__ == "__main__":
    main()
