"""What a teacher says of texts: the marginals of its chains over each, for `train.py --taught`.

usage: python training/teach.py OUT_DIR CHECKPOINT [CHECKPOINT ...] [--encoder mpnet]

Reads PolNeAR train and the texts without labels of attributions (`corpora.unlabelled`), in the windows that the tagger uses.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from corpora import TRACKS, paragraphs, polnear, unlabelled
from model import LABELS, Network
from targets import Target, save
from tokenizers import Tokenizer
from train import CLOSING, ENCODERS, OPENING, encoder_folder, mean_weights

from whoseword.tag.encoder import cut_windows
from whoseword.tag.pieces import Pieces, cut_pieces


def emissions_of(network: Network, pieces: Pieces) -> np.ndarray:
    """n, k, 3: each piece from the window that shows most around it."""
    parts = []
    for window in cut_windows(pieces.paragraphs):
        cut = slice(window.start, window.end)
        ids = torch.tensor([[OPENING, *pieces.ids[cut], CLOSING]])
        marks = torch.zeros(1, ids.shape[1], 3, dtype=torch.long)
        marks[0, 1:-1] = torch.from_numpy(pieces.marks[cut])
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            emissions, _ = network(ids, marks, torch.ones(ids.shape))
        parts.append(emissions[0, window.first - window.start + 1 : window.last - window.start + 1].float().numpy())
    return np.concatenate(parts).astype(np.float64)


def target_of(emissions: np.ndarray, transitions: np.ndarray) -> Target:
    """Marginals of pairs of neighbours' labels, by messages forward and backward, each scaled to sum to one."""
    weights, moves = np.exp(emissions - emissions.max(-1, keepdims=True)), np.exp(transitions)
    weights[0, :, 2] = 0  # a text does not open inside a span
    forward, backward = np.empty_like(weights), np.empty_like(weights)
    for t in range(len(weights)):
        step = weights[t] if t == 0 else np.einsum("ka,kab->kb", forward[t - 1], moves) * weights[t]
        forward[t] = step / step.sum(-1, keepdims=True)
    backward[-1] = 1 / LABELS
    for t in range(len(weights) - 2, -1, -1):
        step = np.einsum("kab,kb->ka", moves, weights[t + 1] * backward[t + 1])
        backward[t] = step / step.sum(-1, keepdims=True)
    pairs = forward[:-1, :, :, None] * moves * (weights * backward)[1:, :, None, :]
    pairs /= pairs.sum((-2, -1), keepdims=True)
    first = forward[0] * backward[0]
    return Target(first / first.sum(-1, keepdims=True), pairs, frozenset(TRACKS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--encoder", choices=ENCODERS, default="mpnet")
    parser.add_argument("--rank", type=int, default=0)
    parser.add_argument("--world", type=int, default=1, help="processes that share the texts")
    parser.add_argument("--limit", type=int, default=None, help="texts, for a trial run")
    args = parser.parse_args()
    torch.set_num_threads(1)
    network = Network(ENCODERS[args.encoder].shape)
    network.load_state_dict(mean_weights(args.checkpoints))
    network.eval()
    transitions = network.allowed().detach().numpy().astype(np.float64)
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    args.out.mkdir(parents=True, exist_ok=True)
    documents = [versions[0] for versions in polnear("train").values()] + unlabelled()
    began = time.monotonic()
    for number, document in enumerate(documents[: args.limit][args.rank :: args.world]):
        pieces = cut_pieces(tokenizer, document.text, paragraphs(document.text))
        if len(pieces) > 1:
            save(args.out / f"{document.id}.npz", target_of(emissions_of(network, pieces), transitions))
        if number % 100 == 99:
            print(f"{number + 1} texts, {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
