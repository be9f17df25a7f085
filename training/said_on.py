"""Fit the weights that date statements (`src/whoseword/when/said_on.json`) on articles read by hand, and say how well they do.

usage: python training/said_on.py OUT.json [FURTHER.jsonl ...]

A linear-chain conditional random field over the clues that `whoseword.when` itself counts: the likelihood of the dates of
each article as a whole, with a ridge, climbed by L-BFGS. A statement that a date of its own sentence dates is taken as given.
Fitted on the speakers train split and on the further files, in the form of the speakers corpus or of the world corpus.
Prints precision and recall of the whole said_on stage for several thresholds: by cross-validation over articles for each
file that was fitted on, then on the dev splits of speakers and world. Speakers are those that the link stage gives
with the installed bundle. Needs numpy and whoseword itself, no more; some minutes of one core. Every step is deterministic.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import corpora
import numpy as np
from acts import minimise

from whoseword.link import Evidence, link
from whoseword.pipeline import Pipeline
from whoseword.read import ReadOptions, read_text
from whoseword.records import Article, Attribution, Span
from whoseword.settings import Settings
from whoseword.when import find_dates
from whoseword.when._chain import MOVES, Reading, Step, Weights, checksum, likeliest
from whoseword.when._said_on import record, surroundings

# Ridge and threshold by cross-validation over the articles, 2026-11-27: 1 and 3 differ by less than a point.
FOLDS, RIDGE, SEEN, ENOUGH = 5, 3.0, 8, 0.7
THRESHOLDS = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9)
ROLES = ("source", "cue", "content")
BACKWARD = [MOVES.index(move) for move in ("stays undated", "stops", "starts", "goes on", "changes")]


@dataclass(frozen=True)
class Example:
    """Statements of an article that stand on one level, in the order of the text, and the values accepted for each."""

    id: str
    text: str
    steps: list[Step]
    accepted: list[list[str | None]]

    def holds(self, at: int) -> list[bool]:
        """Which readings of a statement are right; where the right date is none of them, all may be."""
        values = [self.value(reading) for reading in self.steps[at].readings]
        right = [value in self.accepted[at] for value in values]
        return right if any(right) else [True] * len(right)

    def value(self, reading: Reading) -> str | None:
        """What would be given as the date."""
        said = None if reading.found is None else record(self.text, reading.found)
        return None if said is None else said.value


def main(out: str, *further: str) -> None:
    pipeline = Pipeline.load(Settings())
    shared = corpora.SHARED / "corpora"
    files = [shared / "speakers/train.jsonl.gz", *map(Path, further)]
    read = {path: list(examples(pipeline, path)) for path in files}
    articles = [example for path in files for example in read[path]]
    fold = {id_: number % FOLDS for number, id_ in enumerate(sorted({example.id for example in articles}))}
    held_out = [fit([e for e in articles if fold[e.id] != number]) for number in range(FOLDS)]
    for path in files:
        report(f"{path.name}, {FOLDS} folds", [(e, held_out[fold[e.id]]) for e in read[path]])
    weights = fit(articles)
    for name in ("speakers", "world"):
        report(f"{name} dev", [(e, weights) for e in examples(pipeline, shared / name / "dev.jsonl")])
    Path(out).write_text(json.dumps(pack(weights), ensure_ascii=False, indent=0) + "\n", encoding="utf8")


def examples(pipeline: Pipeline, path: Path) -> Iterator[Example]:
    for row in corpora.read_rows(path):
        article = read_text(row["text"], source=row["id"], options=ReadOptions(published=row["published"]))
        if not isinstance(article, Article) or article.text != row["text"]:
            raise SystemExit(f"{row['id']} in {path} is not read as it stands: its offsets would not hold")
        # In the order of the text, as the pipeline has them.
        pairs = sorted(given(row), key=lambda pair: min((s.start for spans in pair[0] for s in spans), default=0))
        attributions = tuple(Attribution(*spans) for spans, _ in pairs)
        (tagged,) = pipeline.tagger.tag([article])
        linked = link(
            Evidence(article.text, attributions, article.blocks, tagged.names, article.published, article.byline),
            pipeline.table,
        )
        around = surroundings(article, attributions, find_dates(article.text, article.published), linked.speakers)
        for level, steps in around.chains():
            yield Example(row["id"], article.text, steps, [pairs[frame.index][1] for frame in level])


def given(row: dict) -> list[tuple[list[tuple[Span, ...]], list[str | None]]]:
    """The spans of each attribution and the values accepted for it, of a row of either corpus."""
    if "statements" in row:
        told = [(one, [one.get("said_on")]) for one in row["statements"] if not one.get("repeats")]
    else:
        told = [(one, gold["said_on"]) for one, gold in zip(row["attributions"], row["gold"], strict=True)]
    return [
        ([tuple(Span.cut(row["text"], *pair) for pair in one.get(role) or ()) for role in ROLES], values)
        for one, values in told
    ]


class Table:
    """The chains side by side as numbers, the longest first: for each step of each its readings (none first) and its moves.

    `rows` and `columns` say which clue adds to which score. The scores are those of all readings, then five moves for each
    statement, then one that stands for what is not there; `readings` and `moves` place them, step by step, a row for each chain.
    """

    def __init__(self, chains: list[Example], place: dict[str, int]) -> None:
        chains = sorted(chains, key=lambda e: -len(e.steps))
        clues = [{*reading.clues} for e in chains for step in e.steps for reading in step.readings]
        self.move = len(clues)
        clues += [{f"{move}: {clue}" for clue in step.link} for e in chains for step in e.steps for move in MOVES]
        pairs = [(row, place[clue]) for row, held in enumerate(clues) for clue in sorted(held) if clue in place]
        self.rows, self.columns = (np.array([pair[i] for pair in pairs], int) for i in (0, 1))
        self.size, self.reading = len(clues) + 1, 0
        self.live = [sum(len(e.steps) > at for e in chains) for at in range(len(chains[0].steps))]
        width = 1 + max(len(step.readings) for e in chains for step in e.steps)
        shape = (len(self.live), len(chains), width)
        self.readings, self.moves = np.full(shape, self.size - 1), np.full((*shape[:2], len(MOVES)), self.size - 1)
        self.there, self.right = np.zeros(shape, bool), np.zeros(shape, bool)
        self.before, self.after = np.full(shape, width), np.full(shape, width)  # where the neighbour has the same date
        for row, chain in enumerate(chains):
            values: list[str | None] = []
            for at in range(len(chain.steps)):
                values = self.put(chain, at, row, values)

    def put(self, chain: Example, at: int, row: int, earlier: list[str | None]) -> list[str | None]:
        """Enter one statement; gives its values, the first of which is None whether it may be undated or not."""
        readings = chain.steps[at].readings
        here = slice(int(readings[0].value is not None), None)
        values = [*[None][: here.start], *(reading.value for reading in readings)]
        here = slice(here.start, len(values))
        self.readings[at, row, here] = range(self.reading, self.reading + len(readings))
        self.moves[at, row] = range(self.move, self.move + len(MOVES))
        self.there[at, row, here], self.right[at, row, here] = True, chain.holds(at)
        for i, value in enumerate(values):
            if value is not None and value in earlier:
                self.before[at, row, i], self.after[at - 1, row, earlier.index(value)] = earlier.index(value), i
        self.reading, self.move = self.reading + len(readings), self.move + len(MOVES)
        return values

    def expected(self, scores: np.ndarray, allowed: np.ndarray) -> tuple[float, np.ndarray]:
        """The log of the sum over all readings that are allowed, and how often each score counts in it."""
        own = [np.where(allowed[at, :n], scores[self.readings[at, :n]], -np.inf) for at, n in enumerate(self.live)]
        moves = [scores[self.moves[at, :n]] for at, n in enumerate(self.live)]
        forward = [own[0]]
        for at, n in enumerate(self.live[1:], 1):
            forward.append(own[at] + pass_on(forward[-1][:n], self.before[at, :n], moves[at]))
        whole = np.concatenate(
            [np.logaddexp.reduce(forward[at][m:], axis=1) for at, m in reversed([*enumerate([*self.live[1:], 0])])]
        )
        counts, behind = np.zeros(self.size), np.zeros_like(own[-1])
        for at in range(len(own) - 1, -1, -1):
            n = self.live[at]
            counts += tally(self.readings[at, :n], np.exp(forward[at] + behind - whole[:n, None]), self.size)
            if at:
                ahead = own[at] + behind
                shares = taken(forward[at - 1][:n], self.before[at, :n], moves[at], ahead - whole[:n, None])
                counts += tally(self.moves[at, :n], shares, self.size)
                behind = np.zeros_like(own[at - 1])
                behind[:n] = pass_on(ahead, self.after[at - 1, :n], moves[at][:, BACKWARD])
        return float(whole.sum()), counts


def tally(places: np.ndarray, amounts: np.ndarray, size: int) -> np.ndarray:
    return np.bincount(places.ravel(), amounts.ravel(), size)


def pass_on(mass: np.ndarray, same: np.ndarray, moves: np.ndarray) -> np.ndarray:
    """The log of the sum over all readings of a neighbour, for each reading; `same` is where the neighbour has its date."""
    undated, dated, alike, others = split(mass, same)
    stays, starts, stops, goes_on, changes = moves.T[:, :, None]
    sums = np.logaddexp(np.logaddexp(undated + starts, alike + goes_on), others + changes)
    sums[:, :1] = np.logaddexp(undated + stays, dated + stops)
    return sums


def taken(mass: np.ndarray, same: np.ndarray, moves: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """How often each move is taken, from the log mass of the readings before and that of those ahead."""
    undated, dated, alike, others = split(mass, same)
    stays, starts, stops, goes_on, changes = moves.T[:, :, None]
    ways = (undated + stays, undated + starts, dated + stops, alike + goes_on, others + changes)
    parts = (ahead[:, :1], ahead[:, 1:], ahead[:, :1], ahead[:, 1:], ahead[:, 1:])
    return np.stack(
        [np.exp(way[:, -part.shape[1] :] + part).sum(axis=1) for way, part in zip(ways, parts, strict=True)], axis=1
    )


def split(mass: np.ndarray, same: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The log mass of no date and of any, and for each reading that of its own date and of others."""
    dated = np.logaddexp.reduce(mass[:, 1:], axis=1)[:, None]
    alike = np.take_along_axis(np.pad(mass, ((0, 0), (0, 1)), constant_values=-np.inf), same, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        others = np.where(np.isfinite(dated), dated + np.log1p(-np.exp(np.minimum(alike - dated, 0.0))), -np.inf)
    return mass[:, :1], dated, alike, others


def fit(articles: list[Example]) -> Weights:
    """The weights, rounded as they are packed; a clue that holds for few dates or links gets none."""
    counts = Counter(clue for e in articles for step in e.steps for reading in step.readings for clue in reading.clues)
    links = Counter(clue for e in articles for step in e.steps for clue in step.link)
    names = sorted(clue for clue, n in counts.items() if n >= SEEN)
    names += [f"{move}: {clue}" for move in MOVES for clue in sorted(links) if links[clue] >= SEEN]
    place = {name: i for i, name in enumerate(names)}
    table = Table([e for e in articles if e.steps], place)

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        scores = np.bincount(table.rows, at[table.columns], table.size)
        (whole, often), (right, rightly) = (table.expected(scores, allowed) for allowed in (table.there, table.right))
        slope = np.bincount(table.columns, (often - rightly)[table.rows], len(at))
        return whole - right + 0.5 * RIDGE * at @ at, slope + RIDGE * at

    best = minimise(loss, np.zeros(len(names)))
    rounded = {name: round(float(number), 2) for name, number in zip(names, best, strict=True)}
    moves = {move: {clue: rounded[f"{move}: {clue}"] for clue in sorted(links) if links[clue] >= SEEN} for move in MOVES}
    return Weights({name: rounded[name] for name in names if name in counts}, moves, ENOUGH)


def report(title: str, rows: list[tuple[Example, Weights]]) -> None:
    """Precision and recall for each threshold as the speakers scorer counts: where none is accepted, giving none is no case."""
    judged = [
        (None if best is None else example.value(best[0]), 0.0 if best is None else best[1], example.accepted[at])
        for example, weights in rows
        for at, best in enumerate(likeliest(example.steps, weights))
    ]
    for enough in THRESHOLDS:
        said = [(value if chance >= enough else None, accepted) for value, chance, accepted in judged]
        cases = [(value, accepted) for value, accepted in said if value is not None or None not in accepted]
        right = sum(value is not None and value in accepted for value, accepted in cases)
        found = sum(value is not None for value, _ in cases)
        wanted = sum(any(accepted) for _, accepted in cases)
        figures = f"P {100 * right / max(1, found):5.1f}  R {100 * right / max(1, wanted):5.1f}"
        print(f"{title}: enough {enough:4.2f}  {figures}  ({right} of {found} given, {wanted} in the gold)", flush=True)


def pack(weights: Weights) -> dict:
    return {
        "made_by": "training/said_on.py", "from": "articles whose statements were dated by hand (speakers train split, and further ones)",
        "enough": weights.enough, "dates": weights.dates, "moves": weights.moves, "checksum": checksum(weights.dates, weights.moves),
    }  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
