"""Train the network of acts on four fifths of the articles read by hand, measure it on the others, and put it into a bundle.

usage: python training/act_network.py OUT_DIR [BUNDLE]     OUT_DIR/acts.pt and how it does, alone and with the clues; acts.onnx into the bundle

First a network of six layers learns from the labels, then a small one from both.

The acts are those that `acts.py` is fitted on. Each statement is read by itself: the pieces of its source, its cue and its content. About
40 minutes on one core.
"""

import argparse
import copy
import hashlib
import json
import math
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import acts
import corpora
import numpy as np
import onnx
import torch
from events import BATCH, batches, optimiser_for, tokenizer
from graph import share_words, write_roots
from model import MINILM, Network
from torch import nn
from torch.nn import functional as F
from train import pretrained

from whoseword.records import Attribution, Span
from whoseword.speech import worded
from whoseword.speech.acts import HEARD, UNSURE
from whoseword.tag.act_network import ACTS_READ, LENGTH, ROLES, mark_words, pools
from whoseword.tag.bundle import ACTS, MANIFEST, NETWORK
from whoseword.tag.roots import Marked

# Settings are those of events.py but for these, chosen on one fifth of the articles, 2026-12-01 (README.md).
EPOCHS, STUDENT_EPOCHS = 5, 8
WARM_UP = 0.1
AVERAGE = 0.995
SMOOTHING = 0.05
DROPOUT = 0.1  # before the head
OURS = 1.5  # the weight of a statement of the speakers train split: its custom is that of the corpora
HELD_OUT = 0  # the fold that is measured on
POOLS = 4
LAYERS = 2  # of MiniLM's six: so it takes 3.6 MB of the bundle, and a third of the time; it learns from one that has all six
TEACHER = 0.7  # the share of the loss that goes to what the teacher says


@dataclass(frozen=True)
class Example:
    """A statement as the network sees it, the acts accepted for it, and the clues that `acts.py` sees."""

    read: acts.Example
    marked: Marked
    weight: float

    @property
    def wanted(self) -> list[int]:
        return [ACTS_READ.index(act) for act in self.read.acts if act]


class ActScores(nn.Module):
    """An encoder whose marks say which part a piece belongs to, and a head over the means of its states."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.encoder = Network(replace(MINILM, layers=layers), marks=(ROLES,))
        self.drop = nn.Dropout(DROPOUT)
        self.head = nn.Linear(POOLS * MINILM.width, len(ACTS_READ))
        nn.init.normal_(self.encoder.marks[0].weight, std=0.01)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: torch.Tensor, roles: torch.Tensor, mask: torch.Tensor, means: torch.Tensor) -> torch.Tensor:
        """ids, roles and mask b, t; means b, POOLS, t -> scores b, acts."""
        states = self.encoder.states(ids, roles[..., None], mask)
        return self.head(self.drop((means.to(states.dtype) @ states).flatten(1)))


def examples(rows: Iterable[dict], *, ours: bool) -> list[Example]:
    cut, rows = tokenizer(), list(rows)
    given = [(row, spans) for row in rows for spans in row["attributions"]]
    found = []
    for (row, spans), read in zip(given, acts.examples(rows), strict=True):
        told = Attribution(*(tuple(Span.cut(row["text"], *pair) for pair in spans[role]) for role in acts.ROLES))
        found.append(Example(read, mark_words(cut, worded(row["text"], told)), OURS if ours else 1.0))
    return found


def readings() -> list[Example]:
    """Those of the speakers train split, and those of `annotations/`."""
    rows = corpora.speaker_rows()
    split = len(corpora.read_rows(corpora.SHARED / "corpora/speakers/train.jsonl.gz"))
    world = map(acts.as_speakers, corpora.international_rows())
    return [*examples(rows[:split], ours=True), *examples(rows[split:], ours=False), *examples(world, ours=False)]


def collate(batch: list[Example]) -> list[torch.Tensor]:
    size = max(len(e.marked.ids) for e in batch)
    ids, roles = np.zeros((len(batch), size), dtype=np.int64), np.zeros((len(batch), size), dtype=np.int64)
    mask, means = np.zeros((len(batch), size), dtype=np.float32), np.zeros((len(batch), POOLS, size), dtype=np.float32)
    for number, e in enumerate(batch):
        n = len(e.marked.ids)
        ids[number, :n], roles[number, :n], mask[number, :n] = e.marked.ids, e.marked.roles, 1
        means[number, :, :n] = pools(e.marked.roles)
    return [torch.from_numpy(array) for array in (ids, roles, mask, means)]


def loss_of(scores: torch.Tensor, batch: list[Example], taught: torch.Tensor | None) -> torch.Tensor:
    """Against the acts by hand and, where there is a teacher, against its chances (Hinton, Vinyals and Dean 2015)."""
    wanted = torch.tensor([e.wanted[0] for e in batch])
    loss = F.cross_entropy(scores.float(), wanted, reduction="none", label_smoothing=SMOOTHING)
    if taught is not None:
        loss = (1 - TEACHER) * loss + TEACHER * F.cross_entropy(scores.float(), taught, reduction="none")
    weights = torch.tensor([e.weight for e in batch])
    return (loss * weights).sum() / weights.sum()


def train(given: list[Example], layers: int, epochs: int, teacher: ActScores | None = None) -> ActScores:
    """The running mean of the weights of a network fine-tuned on examples."""
    torch.manual_seed(1)
    chance = random.Random(1)
    network = ActScores(layers)
    said = chances_of(teacher, given) if teacher is not None else None
    taught = {id(e): row for e, row in zip(given, np.exp(said), strict=True)} if said is not None else {}
    network.encoder.load(pretrained("minilm"))
    optimiser = optimiser_for(network)
    rates = [group["lr"] for group in optimiser.param_groups]
    trained = [p for p in network.parameters() if p.requires_grad]
    average = copy.deepcopy(network)
    steps, done, began = epochs * math.ceil(len(given) / BATCH), 0, time.monotonic()
    network.train()
    for _ in range(epochs):
        for batch in batches(given, chance):
            scale = min((done + 1) / (WARM_UP * steps), (steps - done) / ((1 - WARM_UP) * steps))
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * scale
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(*collate(batch))
            rows = [taught[id(e)] for e in batch] if taught else None
            loss = loss_of(scores, batch, torch.tensor(np.stack(rows)) if rows else None)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            done += 1
            keep = min(AVERAGE, done / (done + 10))
            with torch.no_grad():
                for kept, now in zip(average.parameters(), network.parameters(), strict=True):
                    if now.requires_grad:
                        kept.lerp_(now, 1 - keep)
        print(f"{done} of {steps} steps, {time.monotonic() - began:.0f} s", flush=True)
    return average.eval()


@torch.no_grad()
def chances_of(network: ActScores, given: list[Example]) -> np.ndarray:
    """The logarithm of each act's chance, a row an example."""
    found = [torch.log_softmax(network(*collate([e])).float(), -1)[0].numpy() for e in given]
    return np.stack(found)


def clue_chances(fitted: tuple[list[str], np.ndarray], given: list[Example]) -> np.ndarray:
    names, weights = fitted
    scores = acts.tabulate([e.read for e in given], {name: i for i, name in enumerate(names)}).times(weights)
    scores -= scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


def report(network: ActScores, fitted: tuple[list[str], np.ndarray], tested: dict[str, list[Example]]) -> None:
    """The network alone, the clues alone, and both as the run time adds them."""
    for name, rows in tested.items():
        alone, clues = chances_of(network, rows), clue_chances(fitted, rows)
        asked = np.exp(clues.max(axis=1)) < UNSURE
        both = clues + HEARD * asked[:, None] * alone
        right = [np.mean([i in e.wanted for i, e in zip(s.argmax(axis=1), rows, strict=True)]) for s in (alone, clues, both)]
        print(f"{name}: {len(rows)}, network {100 * right[0]:.1f}, clues {100 * right[1]:.1f}, both {100 * right[2]:.1f}")


def write_into(network: ActScores, bundle: Path) -> None:
    """acts.onnx in int8, in a bundle whose other network's word table it reads, and into its manifest."""
    head = network.head.weight.detach().numpy(), network.head.bias.detach().numpy()
    model = write_roots(network.encoder, head, length=LENGTH, quantised=True)
    share_words(model, bundle / NETWORK)
    onnx.save(model, bundle / ACTS)
    manifest = json.loads((bundle / MANIFEST).read_text(encoding="utf8"))
    manifest["acts"] = {
        "encoder": "all-MiniLM-L6-v2 (Apache-2.0), fine-tuned",
        "trained_on": "acts of statements read by hand in PolNeAR train and TempEval-3 news (speakers train split; training/annotations)",
    }
    manifest["files"][ACTS] = hashlib.sha256((bundle / ACTS).read_bytes()).hexdigest()
    (bundle / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("bundle", type=Path, nargs="?")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    given = readings()
    fold = {name: number % acts.FOLDS for number, name in enumerate(sorted({e.read.article for e in given}))}
    kept = [e for e in given if fold[e.read.article] != HELD_OUT]
    held = [e for e in given if fold[e.read.article] == HELD_OUT]
    teacher = train(kept, MINILM.layers, EPOCHS)
    torch.save(teacher.state_dict(), args.out / "teacher.pt")
    network = train(kept, LAYERS, STUDENT_EPOCHS, teacher)
    torch.save(network.state_dict(), args.out / "acts.pt")
    folder = corpora.SHARED / "corpora"
    report(network, acts.fit([e.read for e in kept]), {
        "speakers train, held out": [e for e in held if e.weight == OURS],
        "annotations, held out": [e for e in held if e.weight != OURS],
        "speakers dev": examples(corpora.read_rows(folder / "speakers/dev.jsonl"), ours=True),
        "world dev": examples(map(acts.as_speakers, corpora.read_rows(folder / "world/dev.jsonl")), ours=True),
    })  # fmt: skip
    if args.bundle:
        write_into(network, args.bundle)


if __name__ == "__main__":
    main()
