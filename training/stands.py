"""A trial, not shipped: a network that holds two statements side by side: do they contradict each other, say the same, or neither?

usage: python training/stands.py OUT_DIR [--steps N]      all-MiniLM-L6-v2 fine-tuned on the matters: OUT_DIR/stands.pt, and how it does

Examples are pairs of statements of one matter (`matters/*.jsonl`, texts of our own): the sides `a` and `b` contradict each other, lines of
`a` say the same, and what stands `beside` contradicts nothing. More are made of them: a line denied, repeated, or asked about. README.md
says what came of it, and why nothing of it runs.
"""

import argparse
import copy
import functools
import gzip
import itertools
import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from corpora import SHARED
from events import tokenizer
from model import MINILM, Network
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F
from train import pretrained

CUT = tokenizer()
MATTERS, ANNOTATIONS = Path(__file__).parent / "matters", Path(__file__).parent / "annotations"
HELD = 8  # matters of each file that are kept for measuring
POOLS, CLASSES = 4, 3
AGAINST, SAME, NEITHER, NOT_AGAINST = range(4)  # the last one: the same or neither
LENGTH, VECTOR = 96, 64  # pieces of a pair; what a statement has beyond its half is cut off
SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
CLS, SEP = 101, 102

# Chosen without a search, 2026-11-30.
BATCH = 32
RATE, HEAD_FACTOR, STEPS = 2e-4, 5, 2400
LAYER_DECAY = 0.9
WARM_UP = 0.06
AVERAGE = 0.99
SMOOTHING = 0.05
VECTOR_WEIGHT, VECTOR_EVERY, VECTOR_MATTERS = 0.4, 3, 24
TEMPERATURE = 0.06
# Pairs of a matter in an epoch: contradictions, the same, not against, neither, and lines beside it among themselves.
SHARES = (11, 4, 4, 9, 2)

SAID = (
    "",
    "",
    "said",
    "said",
    "told reporters",
    "added",
    "insisted",
    "argued",
    "wrote",
    "according to",
    "claimed",
    "says",
    "stressed",
)
DENIED = (
    "denied", "rejected", "dismissed", "flatly denied", "disputed", "denied that", "rejected claims that", "called untrue that", "refuted",
    "dismissed as nonsense that", "contradicted reports that", "has always denied", "rejected the accusation that", "denies",
    "said it was not true that",
)  # fmt: skip
REPEATED = (
    "confirmed",
    "repeated",
    "insisted",
    "reiterated",
    "acknowledged that",
    "admitted that",
    "agreed that",
    "stood by the claim that",
)
LEFT_OPEN = (
    "asked whether", "could not confirm that", "declined to say whether", "was asked about reports that", "said he did not know whether",
    "hoped that", "is investigating whether", "would look into claims that", "did not comment on", "wanted to know if", "refused to discuss",
    "could not say whether",
)  # fmt: skip
_NO_NOUN = frozenset({"nothing", "everything", "anything", "something", "during", "bring", "king", "spring"})
_OWN_OR_DENIED = re.compile(r"\b(not|no|never|nobody|nothing|none|we|our|us|i|my|me)\b|n't", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """Who says it (empty where unknown), the words that report it, and what is said."""

    by: str
    cue: str
    says: str


@dataclass(frozen=True)
class Pieces:
    """The n pieces of two statements or of one, and of which statement each is (1, 2; 0 for neither, or where there is but one)."""

    ids: np.ndarray
    roles: np.ndarray

    def pools(self) -> np.ndarray:
        """Which pieces are averaged, 4 by n: the opening one, all, the first statement's, the second's."""
        rows = np.stack([np.arange(len(self.ids)) == 0, self.roles >= 0, self.roles == 1, self.roles == 2])
        return (rows / np.maximum(rows.sum(axis=1, keepdims=True), 1)).astype(np.float32)


def paired(cut: Tokenizer, one: Told, other: Told) -> Pieces:
    """Two statements, each at most half of LENGTH pieces, with who says it and by which words."""
    first, second = _cut(cut, one), _cut(cut, other)
    ids = [CLS, *first, SEP, *second, SEP]
    roles = [0, *[1] * len(first), 0, *[2] * len(second), 0]
    return Pieces(np.array(ids, dtype=np.int64), np.array(roles, dtype=np.int64))


def alone(cut: Tokenizer, one: Told) -> Pieces:
    """One statement by itself."""
    ids = np.array([CLS, *_cut(cut, one), SEP], dtype=np.int64)
    return Pieces(ids, np.zeros_like(ids))


def _cut(cut: Tokenizer, one: Told) -> list[int]:
    head = " ".join(part for part in (one.by, one.cue) if part)
    says = one.says[5:] if one.says[:5].lower() == "that " else one.says
    text = f"{head}: {says}" if head else says
    return cut.encode(text.translate(SURROGATES), add_special_tokens=False).ids[: LENGTH // 2 - 2]


@dataclass(frozen=True)
class Sides:
    """The lines of a matter for one epoch, with the made ones; `first` has how many of `a` are not made, `plain` lines that can be denied."""

    a: list[Told]
    b: list[Told]
    beside: list[Told]
    first: int
    plain: list[Told]


@dataclass(frozen=True)
class Example:
    pieces: Pieces
    relation: int


def matters(held: bool) -> list[dict]:
    """The matters to train on, or those kept for measuring."""
    found = []
    for path in sorted(MATTERS.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]
        found += lines[:HELD] if held else lines[HELD:]
    return found


def told(line: dict, cue: str) -> Told:
    return Told(line.get("by") or "", cue, line["says"].strip('"“” '))


def _nominal(says: str) -> bool:
    word = says.split(maxsplit=1)[0].lower()
    return word == "any" or (word.endswith("ing") and word not in _NO_NOUN)


def _cue(line: dict, side: str, chance: random.Random) -> str:
    """The reporting words of a line; where the writer gave none, some that fit its form."""
    if "cue" in line:
        return line["cue"] or ""
    if side != "beside" and _nominal(line["says"]):
        accusing = side == "a" and not line["says"].lower().startswith("any")
        return chance.choice(
            ("accused them of", "was accused of", "spoke of", "blamed for", "condemned") if accusing else DENIED[:5]
        )
    return chance.choice(SAID)


def sides(matter: dict, chance: random.Random) -> Sides:
    """The sides of a matter, and made lines: some denied, repeated or asked about, by those who speak on the side it would be."""
    a, b, beside = ([told(line, _cue(line, side, chance)) for line in matter[side]] for side in ("a", "b", "beside"))
    clauses = [[t for t in lines if _is_clause(t)] for lines in (a, b, beside)]
    plain = [[t for t in lines if not _OWN_OR_DENIED.search(t.says)] for lines in clauses]

    def made(speakers: list[Told], cues: Sequence[str], lines: list[Told]) -> list[Told]:
        return [Told(chance.choice(speakers).by, chance.choice(cues), chance.choice(lines).says)] if lines else []

    return Sides(
        [*a, *made(a, REPEATED, clauses[0]), *made(a, DENIED, plain[1])],
        [*b, *made(b, DENIED, plain[0])],
        [*beside, *made(beside, LEFT_OPEN, clauses[0]), *made(beside, LEFT_OPEN, clauses[1])],
        len(a),
        plain[2],
    )


def _is_clause(line: Told) -> bool:
    return not _nominal(line.says) and line.cue in SAID and len(line.says.split()) >= 4


Pair = tuple[Told, Told, int]


def pairs(matter: dict, chance: random.Random) -> list[list[Pair]]:
    """All pairs of a matter, by sort, in the order of SHARES."""
    lines = sides(matter, chance)
    denials = {id(t) for t in (*lines.a[lines.first :], *lines.b) if t.cue in DENIED}
    against = [(x, y, AGAINST) for x in lines.a for y in lines.b if not (id(x) in denials and id(y) in denials)]
    first = [t for t in lines.a if id(t) not in denials]
    same = [(x, y, SAME) for x, y in itertools.combinations(first, 2)]
    together = [*itertools.combinations(lines.b, 2), *itertools.product(lines.a[: lines.first], lines.a[lines.first :])]
    neither = [(x, y, NEITHER) for x in (*lines.a, *lines.b) for y in lines.beside]
    around = [(x, y, NOT_AGAINST) for x, y in itertools.combinations(lines.beside, 2)]
    if lines.plain and chance.random() < 0.7:  # what denies a line beside the matter is against that line alone
        line = chance.choice(lines.plain)
        against.append((line, Told("", chance.choice(DENIED), line.says), AGAINST))
    return [against, same, [(x, y, NOT_AGAINST) for x, y in together if x != y], neither, around]


def examples(given: list[dict], chance: random.Random) -> Iterator[Example]:
    """An epoch's pairs: some of each sort of each matter, and one line of it beside one of another matter."""
    for matter in given:
        chosen = [
            p for sort, n in zip(pairs(matter, chance), SHARES, strict=True) for p in chance.sample(sort, min(n, len(sort)))
        ]
        other = chance.choice(given)
        if other is not matter:
            one, two = (told(chance.choice([line for s in ("a", "b", "beside") for line in m[s]]), "") for m in (matter, other))
            chosen.append((one, two, NEITHER))
        for x, y, relation in chosen:
            first, second = _varied((x, y) if chance.random() < 0.5 else (y, x), chance)
            yield Example(paired(CUT, first, second), relation)


def _varied(two: tuple[Told, Told], chance: random.Random) -> tuple[Told, Told]:
    """The pair with a speaker unknown, or known by the last word of the name, now and then."""
    x, y = two
    draw = chance.random()
    if draw < 0.15:
        return Told("", x.cue, x.says), Told("", y.cue, y.says)
    if draw < 0.22:
        return Told("", x.cue, x.says), y
    return (Told(x.by.split()[-1], x.cue, x.says), y) if draw < 0.3 and x.by else (x, y)


class StandNetwork(nn.Module):
    """An encoder whose marks say which statement a piece is of, a head over means of its states, and a vector of one statement."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Network(MINILM, marks=(3,))
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(POOLS * MINILM.width, CLASSES)
        self.head_vec = nn.Linear(MINILM.width, VECTOR)
        nn.init.normal_(self.encoder.marks[0].weight, std=0.01)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self.encoder.load(pretrained("minilm"))

    def means(self, batch: list[Pieces]) -> torch.Tensor:
        ids, roles, mask, pools = collate(batch)
        states = self.encoder.states(ids, roles[..., None], mask)
        return pools.to(states.dtype) @ states

    def forward(self, batch: list[Pieces]) -> torch.Tensor:
        return self.head(self.drop(self.means(batch).flatten(1)))

    def vectors(self, batch: list[Pieces]) -> torch.Tensor:
        """Of length one; what is said on one matter points one way."""
        return F.normalize(self.head_vec(self.means(batch)[:, 1]).float(), dim=-1)


def collate(batch: list[Pieces]) -> list[torch.Tensor]:
    size = max(len(p.ids) for p in batch)
    ids, roles = np.zeros((len(batch), size), dtype=np.int64), np.zeros((len(batch), size), dtype=np.int64)
    mask, pools = np.zeros((len(batch), size), dtype=np.float32), np.zeros((len(batch), POOLS, size), dtype=np.float32)
    for number, p in enumerate(batch):
        n = len(p.ids)
        ids[number, :n], roles[number, :n], mask[number, :n], pools[number, :, :n] = p.ids, p.roles, 1, p.pools()
    return [torch.from_numpy(array) for array in (ids, roles, mask, pools)]


def relation_loss(scores: torch.Tensor, batch: list[Example]) -> torch.Tensor:
    """Smoothed cross entropy; of what is only known not to be against, of the two other classes together."""
    said = torch.log_softmax(scores.float(), -1)
    wanted = torch.tensor([e.relation for e in batch])
    known = (1 - SMOOTHING) * said.gather(1, wanted.clamp(max=NEITHER)[:, None])[:, 0] + SMOOTHING * said.mean(-1)
    return -torch.where(wanted == NOT_AGAINST, torch.logsumexp(said[:, 1:], -1), known).mean()


def vector_loss(network: StandNetwork, given: list[dict], chance: random.Random) -> torch.Tensor:
    """Two lines of a matter, of whichever side, are drawn together, away from those of other matters (InfoNCE)."""
    rows: list[Pieces] = []
    for matter in chance.sample(given, min(VECTOR_MATTERS, len(given))):
        lines = sides(matter, chance)
        for line in chance.sample(lines.a + lines.b, 2):
            rows.append(alone(CUT, Told("" if chance.random() < 0.3 else line.by, line.cue, line.says)))
    vectors = network.vectors(rows)
    itself = torch.eye(len(rows), dtype=torch.bool)
    said = (vectors @ vectors.T / TEMPERATURE).masked_fill(itself, -1e9).log_softmax(-1)
    twin = torch.arange(len(rows)) ^ 1
    return -said[torch.arange(len(rows)), twin].mean()


def optimiser_for(network: StandNetwork) -> torch.optim.Optimizer:
    """Word vectors stay as they are: the table is that of the other networks. Parts that have no say here do, too."""
    groups = []
    for name, parameter in network.named_parameters():
        part = name.removeprefix("encoder.")
        if part.startswith(("words.", "emit.", "link.", "transitions", "gap_", "step_", "null_")):
            parameter.requires_grad_(False)
            continue
        of_it = LAYER_DECAY**MINILM.layers
        if part.startswith("layers."):
            of_it = LAYER_DECAY ** (MINILM.layers - 1 - int(part.split(".")[1]))
        elif part.startswith(("head", "marks.")):
            of_it = HEAD_FACTOR
        groups.append({"params": [parameter], "lr": RATE * of_it, "weight_decay": 0.01 if parameter.ndim > 1 else 0.0})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def read_pairs(path: Path) -> list[Example]:
    """Pairs of statements of the corpora, by offsets, as they were read by hand."""
    texts = corpus_texts()
    found = []
    for line in path.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        one, other = (_of_corpus(row[side], texts) for side in ("one", "other"))
        found.append(Example(paired(CUT, one, other), ("against", "same", "neither").index(row["relation"])))
    return found


def _of_corpus(side: dict, texts: dict[str, str]) -> Told:
    cue, says = (
        " ".join(" ".join(texts[side["id"]][start:end].split()) for start, end in side[key]) for key in ("cue", "content")
    )
    return Told(side["by"] or "", cue, says)


@functools.cache
def corpus_texts() -> dict[str, str]:
    """The texts of PolNeAR train and of the corpus of time, by id."""
    texts = {}
    with gzip.open(SHARED / "corpora/polnear/train.jsonl.gz", "rt", encoding="utf8") as lines:
        texts |= {row["id"]: row["text"] for row in map(json.loads, lines)}
    with (SHARED / "corpora/time/news.jsonl").open(encoding="utf8") as lines:
        texts |= {row["id"]: row["text"] for row in map(json.loads, lines)}
    return texts


def batches(given: list[Example], chance: random.Random) -> Iterator[list[Example]]:
    """All examples once, those of about one length together."""
    order = sorted(given, key=lambda e: len(e.pieces.ids) + 12 * chance.random())
    cut = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    chance.shuffle(cut)
    yield from cut


def train(network: StandNetwork, given: list[dict], steps: int) -> StandNetwork:
    """The running mean of the weights."""
    torch.manual_seed(1)
    chance = random.Random(1)
    optimiser = optimiser_for(network)
    rates = [group["lr"] for group in optimiser.param_groups]
    trained = [p for p in network.parameters() if p.requires_grad]
    average = copy.deepcopy(network)
    began, mean = time.monotonic(), 0.7
    network.train()
    endless = (b for _ in itertools.count() for b in batches(list(examples(given, chance)), chance))
    for done, batch in enumerate(itertools.islice(endless, steps)):
        scale = min((done + 1) / (WARM_UP * steps), max(0.01, (steps - done) / ((1 - WARM_UP) * steps)))
        for group, full in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = full * scale
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = relation_loss(network([e.pieces for e in batch]), batch)
            mean = 0.98 * mean + 0.02 * loss.item()
            if done % VECTOR_EVERY == 0:
                loss = loss + VECTOR_WEIGHT * vector_loss(network, given, chance)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        keep = min(AVERAGE, (done + 1) / (done + 11))
        with torch.no_grad():
            for kept, now in zip(average.parameters(), network.parameters(), strict=True):
                if now.requires_grad:
                    kept.lerp_(now, 1 - keep)
        if done % 100 == 99:
            print(f"{done + 1} of {steps}, loss {mean:.3f}, {time.monotonic() - began:.0f} s", flush=True)
    return average.eval()


@torch.no_grad()
def average_precision(network: StandNetwork, given: list[Example]) -> float:
    """Of contradictions, ranked by their chance."""
    order = sorted(given, key=lambda e: len(e.pieces.ids))
    said = torch.cat(
        [
            torch.softmax(network([e.pieces for e in order[at : at + BATCH]]).float(), -1)[:, 0]
            for at in range(0, len(order), BATCH)
        ]
    )
    right = torch.tensor([float(e.relation == AGAINST) for e in order])[said.argsort(descending=True)]
    return float((right.cumsum(0) / torch.arange(1, len(right) + 1))[right > 0].mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, default=STEPS)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    network = train(StandNetwork(), matters(held=False), args.steps)
    torch.save(network.state_dict(), args.out / "stands.pt")
    tested = {"matters kept apart": list(examples(matters(held=True), random.Random(1)))}
    tested |= {path.stem: read_pairs(path) for path in sorted(ANNOTATIONS.glob("pairs-*.jsonl"))}
    for name, given in tested.items():
        share = sum(e.relation == AGAINST for e in given) / len(given)
        print(
            f"{name}: average precision {100 * average_precision(network, given):.1f}, contradictions {100 * share:.1f} of 100"
        )


if __name__ == "__main__":
    main()
