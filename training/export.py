"""Turn the mean of checkpoints into a bundle: ONNX, int8, heads, tokenizer, manifest with checksums.

usage: python training/export.py OUT_DIR CHECKPOINT [CHECKPOINT ...] --version N

Weights of linear layers and of the word table are quantised to int8 (dynamic: activations are quantised per call).
"""

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from corpora import TRACKS
from model import LABELS, LINK_SCALE, LINK_SIZE, Network
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from train import encoder_folder

from whoseword.tag.bundle import FORMAT, HEADS, MANIFEST, NETWORK, TOKENIZER
from whoseword.tag.links import EVIDENCE

ORIGIN = {
    "encoder": "all-MiniLM-L6-v2 (Apache-2.0), fine-tuned",
    "licence": "Apache-2.0",
    "trained_on": "PolNeAR 1.0.0 train (source, cue, content); names by spaCy's en_core_web_sm (MIT) on the same texts",
}


def mean_weights(checkpoints: list[Path]) -> dict[str, torch.Tensor]:
    """The mean of the weights (Wortsman et al. 2022, model soups): the runs must share the first weights of their heads."""
    states = [torch.load(path, map_location="cpu", weights_only=True)["network"] for path in checkpoints]
    return {name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]}


def export_network(network: Network, path: Path) -> None:
    size = 64
    example = (torch.zeros(2, size, dtype=torch.long), torch.zeros(2, size, 3, dtype=torch.long), torch.ones(2, size))
    batch, pieces = torch.export.Dim("batch", min=1, max=64), torch.export.Dim("pieces", min=3, max=512)
    torch.onnx.export(
        network, example, str(path), input_names=["ids", "marks", "mask"], output_names=["emissions", "links"],
        dynamic_shapes=({0: batch, 1: pieces}, {0: batch, 1: pieces}, {0: batch, 1: pieces}), dynamo=True, opset_version=18,
    )  # fmt: skip


def head_nodes(path: Path) -> list[str]:
    """The last products, of the emissions and of the link vectors: small, and the only ones that a score feels at once."""
    graph = onnx.load(path).graph
    sizes = {weight.name: list(weight.dims) for weight in graph.initializer}
    last = {len(TRACKS) * LABELS, 4 * LINK_SIZE}
    return [n.name for n in graph.node if n.op_type == "MatMul" and any(sizes.get(i, [0])[-1] in last for i in n.input)]


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
    confidence = {"weights": [1.0] * len(EVIDENCE), "bias": 1.0}  # training/calibrate.py fits them
    return {"transitions": network.allowed().tolist(), **pointers, "confidence": confidence}


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
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        whole, ready = Path(folder) / "whole.onnx", Path(folder) / "ready.onnx"
        export_network(network, whole)
        merged = onnx.load(whole)
        onnx.save(merged, whole, save_as_external_data=False)
        quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
        if args.float:
            shutil.copyfile(ready, args.out / NETWORK)
        else:
            quantize_dynamic(
                str(ready),
                str(args.out / NETWORK),
                op_types_to_quantize=["MatMul", "Gather"],
                nodes_to_exclude=head_nodes(ready),
                per_channel=True,
                weight_type=QuantType.QInt8,
            )
    shutil.copyfile(encoder_folder() / "tokenizer.json", args.out / TOKENIZER)
    (args.out / HEADS).write_text(json.dumps(heads_of(network)), encoding="utf8")
    files = {name: hashlib.sha256((args.out / name).read_bytes()).hexdigest() for name in (NETWORK, TOKENIZER, HEADS)}
    manifest = {"format": FORMAT, "name": "minilm-attribution", "version": args.version, **ORIGIN, "files": files}
    (args.out / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf8")
    print({name: (args.out / name).stat().st_size for name in files})


if __name__ == "__main__":
    main()
