"""Turn the mean of checkpoints into a bundle: ONNX, int8, heads, tokenizer, manifest with checksums.

usage: python training/export.py OUT_DIR CHECKPOINT [CHECKPOINT ...] --version N

Weights of linear layers and of the word table are quantised to int8 (dynamic: activations are quantised per call; `graph.py`).
The graph in float is compared with the network first.
"""

import argparse
import hashlib
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from corpora import TRACKS
from graph import write_graph
from model import LINK_SCALE, LINK_SIZE, VOCABULARY, Network
from train import encoder_folder, mean_weights

from whoseword.tag.bundle import FORMAT, HEADS, MANIFEST, NETWORK, TOKENIZER
from whoseword.tag.links import EVIDENCE
from whoseword.tag.pieces import MARK_SIZES

FURTHEST = 0.01  # of a score in float, between the network and its graph; scores run to about ten
ORIGIN = {
    "encoder": "all-MiniLM-L6-v2 (Apache-2.0), fine-tuned",
    "teacher": "all-mpnet-base-v2 (Apache-2.0), fine-tuned likewise; it read PolNeAR train, TempEval-3 news and parts of GUM",
    "licence": "Apache-2.0",
    "trained_on": "PolNeAR 1.0.0 train (source, cue, content), with nested statements by hand; names by spaCy's en_core_web_sm (MIT)",
}


def check(network: Network, graph: onnx.ModelProto) -> None:
    """Stop where the graph, in float, does not say what the network says."""
    chance = np.random.default_rng(1)
    ids = chance.integers(1000, VOCABULARY, (1, 200))
    marks = np.stack([chance.integers(0, size, (1, 200)) for size in MARK_SIZES], axis=-1)
    session = onnxruntime.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    found = session.run(["emissions", "links"], {"ids": ids, "marks": marks})
    with torch.no_grad():
        wanted = network(torch.tensor(ids), torch.tensor(marks), torch.ones(1, 200))
    furthest = max(float(np.abs(f - w.numpy()).max()) for f, w in zip(found, wanted, strict=True))
    if not furthest < FURTHEST:
        sys.exit(f"the graph's scores are up to {furthest:.4f} from the network's, {FURTHEST} is allowed: see graph.py")


def heads_of(network: Network) -> dict:
    scale = LINK_SCALE / LINK_SIZE**0.5
    pointers = {
        name: {
            "gaps": network.gap_bias[number].tolist(),
            "steps": network.step_bias[number].tolist(),
            "none": network.null_bias[number].item(),
            "scale": scale,
        }
        for number, name in enumerate(("source", "content"))
    }
    begin = [0.0] * len(TRACKS)
    confidence = {"weights": [1.0] * len(EVIDENCE), "bias": [1.0, 1.0]}  # training/calibrate.py fits these and `begin`
    return {"transitions": network.allowed().tolist(), "begin": begin, **pointers, "confidence": confidence}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--version", default="1")
    parser.add_argument("--float", action="store_true", help="leave the weights as they are, to see what int8 costs")
    args = parser.parse_args()
    network = Network()
    network.load_state_dict(mean_weights(args.checkpoints))
    network.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    exact = write_graph(network, quantised=False)
    check(network, exact)
    onnx.save(exact if args.float else write_graph(network, quantised=True), args.out / NETWORK)
    shutil.copyfile(encoder_folder() / "tokenizer.json", args.out / TOKENIZER)
    (args.out / HEADS).write_text(json.dumps(heads_of(network)), encoding="utf8")
    files = {name: hashlib.sha256((args.out / name).read_bytes()).hexdigest() for name in (NETWORK, TOKENIZER, HEADS)}
    manifest = {"format": FORMAT, "name": "minilm-attribution", "version": args.version, **ORIGIN, "files": files}
    (args.out / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf8")
    print({name: (args.out / name).stat().st_size for name in files})


if __name__ == "__main__":
    main()
