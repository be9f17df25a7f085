"""Wire copies among 100,000 articles: how many are found at each rate of shared text, and what time and memory it takes.

usage: python benchmarks/copies.py [tune | scale COUNT]

The corpora have 1,300 news texts, and 100,000 different articles are needed. So each article is written by a seeded generator in the
words of the corpora: it takes sentences of one text and the next (its topic) and replaces REPLACED of the words of each by others of the same sort
(names by names, figures by figures, the rest by how common they are), drawn anew for each article. Two articles of one topic then
share a few runs of words, as two reports of one event do, and no sentence. Outlets put one or two
standing paragraphs of up to 60 words each under their articles. A third of the articles are copied by one to five other outlets. A copy at rate r keeps r of the original's words: some
sentences are cut, new ones of the topic put in their place or nothing, words replaced (`reworded`), paragraphs moved, the
headline changed. The rate is what share of the copy's body stands word for word in the original.

A pair is an original and its copy; a link of any relation between articles of different originals is wrong.
"""

import gzip
import json
import random
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from results import ROOT, SHARED, sha256, write

from whoseword.compare import Item, components, links_of
from whoseword.compare.copies import CopyComparer, PassageComparer
from whoseword.records import Article, Block, Reading, digest

CORPORA = ("corpora/polnear/train.jsonl.gz", "corpora/time/news.jsonl", "corpora/coref/gum.jsonl.gz", "corpora/world/dev.jsonl")
SEED = "whoseword copies 1"
RATES = (1.0, 0.9, 0.8, 0.6, 0.4)
REPLACED = 0.5
COPIED = 1 / 3
OUTLETS = 60
STANDING = 0.6  # of the articles have their outlet's standing paragraphs
SIZES = (10_000, 30_000, 100_000)
COPY_OF = ("cut", "replaced", "reworded", "mixed")


@dataclass(frozen=True, slots=True)
class Written:
    """One made article: its group, the rate at which it shares the original's words (None: it is the original), and how."""

    reading: Reading
    group: int
    rate: float | None
    how: str


@dataclass(frozen=True, slots=True)
class Pool:
    """The corpora as sentences of each text, and words of each sort to draw from."""

    texts: Sequence[Sequence[Sequence[str]]]
    words: Mapping[str, Sequence[str]]


def pool() -> Pool:
    texts = []
    for name in CORPORA:
        path = SHARED / name
        with gzip.open(path, "rt", encoding="utf8") if name.endswith(".gz") else path.open(encoding="utf8") as lines:
            for row in map(json.loads, lines):
                sentences = [s.split() for s in re.split(r"(?<=[.!?])\s+|\n+", row["text"])]
                sentences = [s for s in sentences if 6 <= len(s) <= 60]
                if len(sentences) >= 12:
                    texts.append(sentences)
    sorts: dict[str, list[str]] = defaultdict(list)
    counts = Counter(word for sentences in texts for sentence in sentences for word in sentence)
    for word, count in counts.items():
        sorts[sort_of(word, counts)] += [word] * min(count, 200)
    return Pool(texts, sorts)


def sort_of(word: str, counts: Mapping[str, int]) -> str:
    if word[0].isdigit():
        return "figure"
    if counts[word] > 2000:
        return word  # the commonest words stay: and, the, of
    return "name" if word[0].isupper() else "common" if counts[word] > 200 else "rare"


class Writer:
    """Writes articles in the words of a pool, by one seed."""

    def __init__(self, source: Pool, seed: str) -> None:
        self.pool = source
        self.chance = random.Random(seed)
        counts = Counter(word for sentences in source.texts for sentence in sentences for word in sentence)
        self.sorts = {word: sort_of(word, counts) for word in counts}
        self.standing = [
            [self.sentence(self.chance.randrange(len(source.texts)), 0.9) for _ in range(self.chance.choice((1, 1, 1, 2)))]
            for _ in range(OUTLETS)
        ]

    def other(self, word: str) -> str:
        words = self.pool.words[self.sorts.get(word, "rare")]
        return words[int(self.chance.random() * len(words))]

    def sentence(self, topic: int, replaced: float = REPLACED) -> str:
        return self.with_others(self.chance.choice(self.pool.texts[topic]), replaced)

    def with_others(self, words: Sequence[str], replaced: float = REPLACED) -> str:
        return " ".join(self.other(word) if self.chance.random() < replaced else word for word in words)

    def reworded(self, sentence: str, share: float) -> str:
        """Stretches of three to eight words put in other words, until about `share` of the words are."""
        words = sentence.split()
        made: list[str] = []
        while len(made) < len(words):
            size = self.chance.randint(3, 8)
            some = words[len(made) : len(made) + size]
            made += [self.other(word) for word in some] if self.chance.random() < share else some
        return " ".join(made)

    def original(self, topic: int) -> list[str]:
        own = [*self.pool.texts[topic], *self.pool.texts[(topic + 1) % len(self.pool.texts)]]
        some = self.chance.sample(own, min(len(own), self.chance.randint(10, 36)))
        return [self.with_others(words) for words in some]

    def copy(self, topic: int, sentences: Sequence[str], rate: float) -> tuple[list[str], str]:
        """The sentences of a copy that keeps about `rate` of the words, and how it was made."""
        how = "same" if rate == 1 else self.chance.choice(COPY_OF)
        if how == "same":
            return list(sentences), how
        if how == "reworded":
            return [self.reworded(s, 1 - rate) for s in sentences], how
        reworded = (1 - rate) / 3 if how == "mixed" else 0
        kept_share = rate / (1 - reworded)
        kept = set(self.chance.sample(range(len(sentences)), max(1, round(kept_share * len(sentences)))))
        made: list[str] = []
        for number, one in enumerate(sentences):
            if number in kept:
                made.append(self.reworded(one, reworded) if reworded else one)
            elif how != "cut":
                made.append(self.sentence(topic))
        if self.chance.random() < 0.3:
            place = self.chance.randrange(len(made))
            made = made[place:] + made[:place]
        return made, how

    def article(self, number: int, sentences: Sequence[str], topic: int) -> Reading:
        outlet = self.chance.randrange(OUTLETS)
        paragraphs, rest = [], list(sentences)
        while rest:
            size = self.chance.randint(1, 3)
            paragraphs.append(" ".join(rest[:size]))
            rest = rest[size:]
        if self.chance.random() < STANDING:
            paragraphs += self.standing[outlet]
        parts = [self.sentence(topic), *paragraphs]
        text = "\n\n".join(parts)
        blocks, place = [], 0
        for index, part in enumerate(parts):
            blocks.append(Block("title" if not index else "paragraph", place, place + len(part)))
            place += len(part) + 2
        return Reading(
            Article(
                digest(number), f"{number}.txt", text, digest(text), tuple(blocks), outlet=f"Outlet {outlet}", title=parts[0]
            )
        )


def articles(source: Pool, count: int, seed: str) -> Iterator[Written]:
    """`count` articles, originals each followed by their copies."""
    writer = Writer(source, seed)
    made = group = 0
    while made < count:
        topic = writer.chance.randrange(len(source.texts))
        sentences = writer.original(topic)
        yield Written(writer.article(made, sentences, topic), group, None, "original")
        made += 1
        copies = writer.chance.choice((1, 1, 2, 2, 3, 5)) if writer.chance.random() < COPIED else 0
        for _ in range(min(copies, count - made)):
            rate = writer.chance.choice(RATES)
            changed, how = writer.copy(topic, sentences, rate)
            yield Written(writer.article(made, changed, topic), group, rate, how)
            made += 1
        group += 1


def _items(readings: Sequence[Reading]) -> list[tuple[str, list[Item], list[Item]]]:
    copies, passages = CopyComparer(), PassageComparer()
    return [(r.article.id, list(copies.items(r)), list(passages.items(r))) for r in readings]


def batched(written: Iterable[Written], size: int = 500) -> Iterator[list[Written]]:
    batch: list[Written] = []
    for one in written:
        batch.append(one)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


Truth = dict[str, tuple[int, float | None, str]]
Found = dict[str, list[str]]  # the articles of each form


def cpu() -> float:
    """Seconds of processor time of this process and of those it waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


class Run:
    """One run over `count` articles: what was found, and what it took. Items are made on two cores, links on one each."""

    def __init__(self, source: Pool, count: int, seed: str, *, workers: int = 2) -> None:
        self.truth: Truth = {}
        self.carriers: tuple[Found, Found] = defaultdict(list), defaultdict(list)
        self.figures: dict[str, Any] = {}
        kept: tuple[list[Item], list[Item]] = [], []
        wall, spent = time.perf_counter(), cpu()
        writing = 0.0
        with ProcessPoolExecutor(workers) as pool_of_workers:
            begun = time.process_time()
            for many in batched(articles(source, count, seed), 8000):
                writing += time.process_time() - begun
                self._keep(many, pool_of_workers, kept)
                begun = time.process_time()
        self.figures["items, CPU s"] = round(cpu() - spent - writing, 1)
        spent = cpu()
        self.links = [list(links_of(c, some)) for c, some in zip((CopyComparer(), PassageComparer()), kept, strict=True)]
        self.groups = [
            components(list(carriers), [(k.first, k.second) for k in links if k.joins])
            for carriers, links in zip(self.carriers, self.links, strict=True)
        ]
        self.figures |= {
            "links and groups, CPU s": round(cpu() - spent, 1), "wall clock with the generator, s": round(time.perf_counter() - wall),
            "articles compared": len(kept[0]), "passages compared": len(kept[1]), "links of articles": len(self.links[0]),
            "links of passages": len(self.links[1]), "groups of articles": len(self.groups[0]),
            "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }  # fmt: skip

    def _keep(self, many: Sequence[Written], workers: ProcessPoolExecutor, kept: tuple[list[Item], list[Item]]) -> None:
        for one in many:
            self.truth[one.reading.article.id] = (one.group, one.rate, one.how)
        parts = [[one.reading for one in many[start : start + 500]] for start in range(0, len(many), 500)]
        for article, *found in (row for rows in workers.map(_items, parts) for row in rows):
            for carriers, keeping, some in zip(self.carriers, kept, found, strict=True):
                for item in some:
                    if item.form not in carriers:
                        keeping.append(item)
                    carriers[item.form].append(article)

    def scored(self) -> dict[str, Any]:
        """Precision, recall and F1 of pairs at each rate: original and copy, linked as articles."""
        originals = {group: article for article, (group, rate, _) in self.truth.items() if rate is None}
        found: set[str] = set()
        wrong: Counter[float | None] = Counter()
        carriers = self.carriers[0]
        for first, second in [*((k.first, k.second) for k in self.links[0]), *((form, form) for form in carriers)]:
            for one in carriers[first]:
                for other in carriers[second]:
                    self._judge(one, other, originals, (found, wrong))
        figures = self._rates(found, wrong)
        taken = {
            article
            for some in self._groups_of_passages()
            for article in some
            if originals[self.truth[article][0]] in some and self.truth[article][1] is not None
        }
        for rate in RATES:
            every = sum(r == rate for _, r, _ in self.truth.values())
            hit = sum(self.truth[article][1] == rate for article in taken)
            figures[f"copies with a passage in one group with the original's, {rate:.0%} shared"] = (
                f"{100 * hit / max(1, every):.1f}"
            )
        return figures

    def _groups_of_passages(self) -> Iterator[set[str]]:
        for forms in self.groups[1]:
            yield {article for form in forms for article in self.carriers[1][form]}

    def _rates(self, found: set[str], wrong: Counter[float | None]) -> dict[str, Any]:
        figures: dict[str, Any] = {}
        gold = Counter(rate for _, rate, _ in self.truth.values() if rate is not None)
        for rate in RATES:
            right = sum(self.truth[article][1] == rate for article in found)
            precision, recall = right / max(1, right + wrong[rate]), right / max(1, gold[rate])
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            figures[f"pairs, {rate:.0%} shared"] = (
                f"P {100 * precision:.2f} R {100 * recall:.2f} F1 {100 * f1:.2f} of {gold[rate]}"
            )
            ways = Counter(how for _, r, how in self.truth.values() if r == rate)
            hit = Counter(self.truth[article][2] for article in found if self.truth[article][1] == rate)
            figures[f"recall, {rate:.0%} shared, by how"] = ", ".join(
                f"{how} {100 * hit[how] / ways[how]:.1f}" for how in sorted(ways)
            )
        figures["wrong pairs of articles that are copies of nothing"] = wrong[None]
        return figures

    def _judge(self, one: str, other: str, originals: Mapping[int, str], kept: tuple[set[str], Counter[float | None]]) -> None:
        found, wrong = kept
        (group, rate, _), (their_group, their_rate, _) = self.truth[one], self.truth[other]
        if group != their_group:
            wrong[rate if rate is not None else their_rate] += 1
        elif one != other and originals[group] in (one, other):
            found.add(other if one == originals[group] else one)


def main(arguments: Sequence[str]) -> None:
    if not SHARED.is_dir():
        sys.exit("the shared corpora are not beside the project (../shared): copies are not measured here")
    source = pool()
    if arguments[:1] == ["tune"]:
        count = int(arguments[1]) if arguments[1:] else 10_000
        run = Run(source, count, SEED + " tune")
        print(json.dumps({**run.figures, **run.scored()}, indent=1))
        return
    if arguments[:1] == ["scale"]:  # in a process of its own, since peak memory never falls
        run = Run(source, int(arguments[1]), SEED)
        print(json.dumps({**run.figures, **run.scored()}))
        return
    import subprocess

    figures = {}
    for count in SIZES:
        made = subprocess.run(
            [sys.executable, __file__, "scale", str(count)], cwd=ROOT, capture_output=True, text=True, check=True
        )
        figures |= {f"{count:,} articles, {name}": value for name, value in json.loads(made.stdout).items()}
    write("copies", "python benchmarks/copies.py", figures, {name: sha256(SHARED / name) for name in CORPORA})


if __name__ == "__main__":
    main(sys.argv[1:])
