"""Train the network of events on PLV train: by folds, to measure the recipe, or on all rows, to ship it.

usage: python training/events.py folds OUT_DIR       the network of each fold, in int8, and predicted.jsonl: each row by the one that has not seen it
       python training/events.py ship OUT_DIR BUNDLE  events.onnx by the same recipe on all rows, into the bundle, whose manifest then vouches for it

Folds are seeded and grouped by sentence: rows of one text are in one fold. Beside PLV train, the sentences of
`phrases.py`, which are our own. No text of the codebooks is used. About a minute and a half a fold on one core.
"""

import argparse
import copy
import hashlib
import json
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from corpora import SHARED
from graph import share_words, write_roots
from model import MINILM, Network
from phrases import sentences
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional as F
from train import encoder_folder, pretrained

from whoseword.records import Pair, Span
from whoseword.tag.bundle import DEFAULT_BUNDLE, EVENTS, HEADS, MANIFEST, NETWORK, TOKENIZER
from whoseword.tag.roots import LENGTH, ROLES, ROOTS, Marked, Roots, mark

FOLDS, FOLD_SEED = 5, 5
POOLS = 4
QUADS = (
    ("AGREE", "CONSULT", "SUPPORT"),
    ("COOPERATE", "AID", "YIELD"),
    ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)  # fmt: skip

# Chosen by folds on PLV train, 2026-11-30 (README.md has what was tried).
EPOCHS = 6
BATCH = 16
RATE = 2e-4  # of the last layer
LAYER_DECAY = 0.9
HEAD_FACTOR = 5
WARM_UP = 0.1
AVERAGE = 0.99
SMOOTHING = 0.1  # of the target, 0.6 of it within the quad class
COARSE_WEIGHT = 0.5  # of the losses over quad classes and over conflict and cooperation
PHRASE_WEIGHT = 0.5  # of a sentence of our own


@dataclass(frozen=True)
class Example:
    marked: Marked
    root: int
    weight: float = 1.0


class RootNetwork(nn.Module):
    """An encoder whose marks say which party a piece belongs to, and a head over the means of its states."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Network(MINILM, marks=(ROLES,))
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(POOLS * MINILM.width, len(ROOTS))
        nn.init.normal_(self.encoder.marks[0].weight, std=0.01)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: torch.Tensor, roles: torch.Tensor, mask: torch.Tensor, pools: torch.Tensor) -> torch.Tensor:
        """ids, roles and mask b, t; pools b, POOLS, t -> scores b, roots."""
        states = self.encoder.states(ids, roles[..., None], mask)
        return self.head(self.drop((pools.to(states.dtype) @ states).flatten(1)))


def plv() -> list[dict]:
    with (SHARED / "corpora/events/plv_train.jsonl").open(encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def pair_of(text: str, source: list, target: list) -> Pair:
    spans = [tuple(Span.cut(text, start, end) for start, end in side) for side in (source, target)]
    return Pair(text, *spans)


def folds_of(rows: list[dict]) -> np.ndarray:
    """The fold of each row."""
    texts = sorted({row["text"] for row in rows})
    random.Random(FOLD_SEED).shuffle(texts)
    place = {text: number % FOLDS for number, text in enumerate(texts)}
    return np.array([place[row["text"]] for row in rows])


def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def examples(rows: list[dict]) -> list[Example]:
    cut = tokenizer()
    return [Example(mark(cut, pair_of(r["text"], r["source"], r["target"])), ROOTS.index(r["root"])) for r in rows]


def phrase_examples() -> list[Example]:
    cut = tokenizer()
    return [
        Example(mark(cut, Pair(s.text, s.source, s.target)), ROOTS.index(s.root), PHRASE_WEIGHT)
        for s in sentences(random.Random(9))
    ]


def collate(batch: list[Example]) -> list[torch.Tensor]:
    size = max(len(e.marked.ids) for e in batch)
    ids, roles = np.zeros((len(batch), size), dtype=np.int64), np.zeros((len(batch), size), dtype=np.int64)
    mask, pools = np.zeros((len(batch), size), dtype=np.float32), np.zeros((len(batch), POOLS, size), dtype=np.float32)
    for number, e in enumerate(batch):
        n = len(e.marked.ids)
        ids[number, :n], roles[number, :n], mask[number, :n] = e.marked.ids, e.marked.roles, 1
        pools[number, :, :n] = e.marked.pools()
    return [torch.from_numpy(array) for array in (ids, roles, mask, pools)]


def classes() -> tuple[torch.Tensor, torch.Tensor]:
    """Which quad class, and whether conflict, each root is: roots by 4, roots by 2."""
    quad = torch.tensor([[float(root in roots) for roots in QUADS] for root in ROOTS])
    return quad, quad @ torch.tensor([[1.0, 0], [1, 0], [0, 1], [0, 1]])


def loss_of(scores: torch.Tensor, batch: list[Example]) -> torch.Tensor:
    """Cross entropy over roots, smoothed mostly within the quad class, and over the coarser classes that the roots add up to."""
    quads, sides = classes()
    said = torch.log_softmax(scores.float(), dim=-1)
    wanted = F.one_hot(torch.tensor([e.root for e in batch]), len(ROOTS)).float()
    near = (wanted @ quads / quads.sum(0)) @ quads.T
    smoothed = wanted * (1 - SMOOTHING) + SMOOTHING * (0.6 * near + 0.4 / len(ROOTS))
    loss = -(smoothed * said).sum(-1)
    for coarse in (quads, sides):
        loss = loss - COARSE_WEIGHT * ((wanted @ coarse) * torch.log((said.exp() @ coarse).clamp(min=1e-6))).sum(-1)
    weights = torch.tensor([e.weight for e in batch])
    return (loss * weights).sum() / weights.sum()


def optimiser_for(network: nn.Module) -> torch.optim.Optimizer:
    """Word vectors stay as they are: the table is that of the other network. Parts that have no say here do, too."""
    groups, layers = [], len(network.encoder.layers)
    for name, parameter in network.named_parameters():
        part = name.removeprefix("encoder.")
        if part.startswith(("words.", "emit.", "link.", "transitions", "gap_", "step_", "null_")):
            parameter.requires_grad_(False)
            continue
        rate = RATE * LAYER_DECAY**layers
        if part.startswith("layers."):
            rate = RATE * LAYER_DECAY ** (layers - 1 - int(part.split(".")[1]))
        elif part.startswith(("head", "marks.")):
            rate = RATE * HEAD_FACTOR
        groups.append({"params": [parameter], "lr": rate, "weight_decay": 0.01 if parameter.ndim > 1 else 0.0})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)


def batches(given: list[Example], chance: random.Random) -> list[list[Example]]:
    """All examples once, those of about one length together."""
    order = sorted(given, key=lambda e: len(e.marked.ids) + 12 * chance.random())
    cut = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    chance.shuffle(cut)
    return cut


def train(given: list[Example], seed: int) -> RootNetwork:
    """The running mean of the weights of a network fine-tuned on examples."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = RootNetwork()
    network.encoder.load(pretrained("minilm"))
    optimiser = optimiser_for(network)
    rates = [group["lr"] for group in optimiser.param_groups]
    trained = [p for p in network.parameters() if p.requires_grad]
    average = copy.deepcopy(network)
    steps, done, began = EPOCHS * math.ceil(len(given) / BATCH), 0, time.monotonic()
    network.train()
    for _ in range(EPOCHS):
        for batch in batches(given, chance):
            scale = min((done + 1) / (WARM_UP * steps), (steps - done) / ((1 - WARM_UP) * steps))
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * scale
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(*collate(batch))
            loss = loss_of(scores, batch)
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
    print(f"{len(given)} examples, {done} steps, {time.monotonic() - began:.0f} s", flush=True)
    return average.eval()


def write_network(network: RootNetwork, folder: Path) -> Path:
    """events.onnx in int8 in a folder that has the bundle's other network, whose word table it reads."""
    head = network.head.weight.detach().numpy(), network.head.bias.detach().numpy()
    model = write_roots(network.encoder, head, length=LENGTH, quantised=True)
    share_words(model, folder / NETWORK)
    onnx.save(model, folder / EVENTS)
    return folder / EVENTS


def vouch(folder: Path) -> None:
    """Put the network of events into the manifest."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
    manifest["events"] = {
        "encoder": "all-MiniLM-L6-v2 (Apache-2.0), fine-tuned",
        "trained_on": "PLV train (arXiv 2308.07876): PLOVER roots of marked pairs; sentences of our own (training/phrases.py)",
    }
    manifest["files"][EVENTS] = hashlib.sha256((folder / EVENTS).read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf8")


def bundle_for(out: Path) -> Path:
    """A folder with the committed bundle's files by link, to write a network of events into."""
    out.mkdir(parents=True, exist_ok=True)
    for name in (NETWORK, TOKENIZER, HEADS):
        (out / name).unlink(missing_ok=True)
        (out / name).hardlink_to(DEFAULT_BUNDLE / name)
    (out / MANIFEST).write_bytes((DEFAULT_BUNDLE / MANIFEST).read_bytes())
    return out


def by_folds(out: Path, only: list[int] | None = None) -> None:
    rows, own = plv(), phrase_examples()
    given, fold = examples(rows), folds_of(rows)
    with (out / "predicted.jsonl").open("w", encoding="utf8") as sink:
        for number in only or range(FOLDS):
            network = train([*(e for e, f in zip(given, fold, strict=True) if f != number), *own], 10 + number)
            folder = bundle_for(out / f"fold-{number}")
            write_network(network, folder)
            vouch(folder)
            tested = [row for row, f in zip(rows, fold, strict=True) if f == number]
            said = Roots.load(folder).read([pair_of(r["text"], r["source"], r["target"]) for r in tested])
            for row, chances in zip(tested, said, strict=True):
                best = max(chances, key=chances.__getitem__)
                line = {"id": row["id"], "root": best, "fold": number, "chances": {k: round(v, 4) for k, v in chances.items()}}
                sink.write(json.dumps(line) + "\n")
            sink.flush()


def ship(out: Path, bundle: Path) -> None:
    network = train([*examples(plv()), *phrase_examples()], 10)
    torch.save(network.state_dict(), out / "events.pt")
    write_network(network, bundle)
    vouch(bundle)
    print({EVENTS: (bundle / EVENTS).stat().st_size})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("folds", "ship"))
    parser.add_argument("out", type=Path)
    parser.add_argument("bundle", type=Path, nargs="?", default=DEFAULT_BUNDLE)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    if args.what == "folds":
        by_folds(args.out)
    else:
        ship(args.out, args.bundle)


if __name__ == "__main__":
    main()
