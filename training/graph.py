"""The student as an ONNX graph, written out node by node, with the weights of its linear layers in int8.

Activations are quantised per call, by their range over all pieces of a window. What that costs, and what is done about it, was
measured on PolNeAR dev and on 8 articles of train (2026-11-23; README.md has the figures):

- The opening piece ([CLS]) is where attention goes for want of anything better. Its activations in the feed-forward parts are
  three to five times those of any other piece, always the same, and set the range for all. It is therefore taken apart there
  and quantised by its own range: half the error, for one row more.
- Scores of attention, the two heads and normalisation stay in float.
- `LayerNormalization` after `Add` is nine times as fast as onnxruntime's fused `SkipLayerNormalization`.
- Windows are run one at a time, without padding, so that the graph has no mask.
"""

from pathlib import Path

import numpy as np
import onnx
from model import LABELS, LINK_SIZE, MINILM, Network
from onnx import TensorProto, helper, numpy_helper

OPSET, IR_VERSION = 18, 9
FUSED = "com.microsoft"  # the operators that onnxruntime adds to the standard ones
_LARGEST = 127
SHARED = ("words", "words.scale")  # what `share_words` reads out of another file
_LAST = 2**62


class _Graph:
    """Nodes and weights as they are added; every method gives the name of what it adds."""

    def __init__(self, *, quantised: bool) -> None:
        self.quantised = quantised
        self.nodes: list[onnx.NodeProto] = []
        self.weights: dict[str, onnx.TensorProto] = {}

    def keep(self, name: str, values: np.ndarray) -> str:
        self.weights[name] = numpy_helper.from_array(np.array(values, order="C"), name)
        return name

    def node(self, kind: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        return self.nodes_of(kind, inputs, 1, domain=domain, **attributes)[0]

    def nodes_of(
        self, kind: str, inputs: tuple[str, ...], outputs: int, *, domain: str = "", **attributes: object
    ) -> list[str]:
        name = f"{kind} {len(self.nodes)}"
        names = [f"{name} {number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, names, name=name, domain=domain, **attributes))
        return names

    def linear(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """`weight` is out, in, as torch keeps it."""
        if not self.quantised:
            return self.in_float(x, name, weight, bias)
        whole, scales = quantise_rows(weight)
        zero = np.zeros(len(scales), dtype=np.int8)
        given = (("weight", whole.T), ("scale", scales), ("zero", zero), ("bias", bias))
        return self.node("DynamicQuantizeMatMul", x, *(self.keep(f"{name}.{k}", v) for k, v in given), domain=FUSED)

    def in_float(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        product = self.node("MatMul", x, self.keep(f"{name}.weight", weight.T))
        return self.node("Add", product, self.keep(f"{name}.bias", bias))

    def norm(self, x: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        kept = self.keep(f"{name}.weight", weight), self.keep(f"{name}.bias", bias)
        return self.node("LayerNormalization", x, *kept, axis=-1, epsilon=MINILM.norm_floor)

    def words(self, table: np.ndarray) -> str:
        if not self.quantised:
            return self.node("Gather", self.keep("words", table), "ids")
        whole, scales = quantise_rows(table)
        found = self.node("Cast", self.node("Gather", self.keep("words", whole), "ids"), to=TensorProto.FLOAT)
        return self.node("Mul", found, self.node("Gather", self.keep("words.scale", scales[:, None]), "ids"))


def quantise_rows(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 and the scale of each row, by its largest weight."""
    scales = np.maximum(np.abs(weight).max(axis=1), 1e-12).astype(np.float32) / np.float32(_LARGEST)
    return np.clip(np.round(weight / scales[:, None]), -_LARGEST, _LARGEST).astype(np.int8), scales


def write_graph(network: Network, *, quantised: bool) -> onnx.ModelProto:
    """Of a network of the student's shape. Inputs ids (b, t) and marks (b, t, 3); outputs as the network gives them.

    b is one at run time: with more, windows would share one range of activations.
    """
    graph = _Graph(quantised=quantised)
    weights = _weights(network)
    x = _trunk(graph, weights)
    shapes = {"emissions": (weights["emit.weight"].shape[0] // LABELS, LABELS), "links": (4, LINK_SIZE)}
    for name, part in (("emissions", "emit"), ("links", "link")):
        flat = graph.in_float(x, part, weights[f"{part}.weight"], weights[f"{part}.bias"])
        shape = graph.keep(f"{name}.shape", np.array([0, 0, *shapes[name]]))
        graph.nodes.append(helper.make_node("Reshape", [flat, shape], [name]))
    return _model(graph, shapes)


def write_roots(network: Network, head: tuple[np.ndarray, np.ndarray], *, length: int, quantised: bool) -> onnx.ModelProto:
    """Of the network of events, for one pair at a time: ids (1, t), marks (1, t, 1), pools (p, t); output `roots` (1, labels).

    Each row of `pools` averages the states of some pieces; the means, joined, are read by `head`, a weight (labels, p times width)
    and a bias. `length` is the most pieces there will be.
    """
    graph = _Graph(quantised=quantised)
    weights = _weights(network)
    weights["positions.weight"] = weights["positions.weight"][:length]
    states = graph.node("Squeeze", _trunk(graph, weights), "from 0")
    means = graph.node("Reshape", graph.node("MatMul", "pools", states), graph.keep("joined", np.array([1, head[0].shape[1]])))
    product = graph.node("MatMul", means, graph.keep("head.weight", head[0].T))
    graph.nodes.append(helper.make_node("Add", [product, graph.keep("head.bias", head[1])], ["roots"]))
    given = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "pieces"]),
        helper.make_tensor_value_info("marks", TensorProto.INT64, [1, "pieces", 1]),
        helper.make_tensor_value_info("pools", TensorProto.FLOAT, ["pools", "pieces"]),
    ]
    return _whole(graph, given, [helper.make_tensor_value_info("roots", TensorProto.FLOAT, [1, len(head[1])])])


def share_words(model: onnx.ModelProto, other: Path) -> None:
    """Let a model read its word table out of the file of another that has the very same one, which must lie beside it.

    Raises ValueError where it is not the same: the table was trained, or quantised otherwise.
    """
    whole = other.read_bytes()
    for weight in model.graph.initializer:
        if weight.name in SHARED:
            at = whole.find(weight.raw_data)
            if at < 0:
                raise ValueError(f"{other} has no {weight.name!r} like this one")
            size = len(weight.raw_data)
            weight.ClearField("raw_data")
            weight.data_location = TensorProto.EXTERNAL
            for key, value in (("location", other.name), ("offset", at), ("length", size)):
                weight.external_data.add(key=key, value=str(value))


def _layers(weights: dict[str, np.ndarray]) -> int:
    """How many layers these are the weights of."""
    return len({name.split(".")[1] for name in weights if name.startswith("layers.")})


def _weights(network: Network) -> dict[str, np.ndarray]:
    return {name: value.detach().float().numpy() for name, value in network.state_dict().items()}


def _trunk(graph: _Graph, weights: dict[str, np.ndarray]) -> str:
    """Everything up to the states of the last layer."""
    for name, value in (("from 0", 0), ("from 1", 1), ("to the end", _LAST)):
        graph.keep(name, np.array([value]))
    x = _embed(graph, weights)
    for number in range(_layers(weights)):
        x = _layer(graph, x, f"layers.{number}.", weights)
    return x


def _embed(graph: _Graph, weights: dict[str, np.ndarray]) -> str:
    places = graph.keep("places", weights["positions.weight"] + weights["kind"])
    size = graph.node("Shape", "ids", start=1, end=2)
    x = graph.node("Add", graph.words(weights["words.weight"]), graph.node("Slice", places, "from 0", size, "from 0"))
    for number in range(sum(name.startswith("marks.") for name in weights)):
        mark = graph.node("Gather", "marks", graph.keep(f"mark {number}", np.array(number)), axis=2)
        x = graph.node("Add", x, graph.node("Gather", graph.keep(f"marks.{number}", weights[f"marks.{number}.weight"]), mark))
    return graph.norm(x, "norm", weights["norm.weight"], weights["norm.bias"])


def _layer(graph: _Graph, x: str, base: str, weights: dict[str, np.ndarray]) -> str:
    def part(name: str) -> tuple[str, np.ndarray, np.ndarray]:
        return base + name, weights[f"{base}{name}.weight"], weights[f"{base}{name}.bias"]

    def feed_forward(x: str) -> str:
        inner = graph.node("Gelu", graph.linear(x, *part("up")), domain=FUSED)
        return graph.linear(inner, *part("down"))

    split = graph.nodes_of("Split", (graph.linear(x, *part("qkv")),), 3, axis=2, num_outputs=3)
    attended = graph.node("MultiHeadAttention", *split, domain=FUSED, num_heads=MINILM.heads)
    x = graph.norm(graph.node("Add", x, graph.linear(attended, *part("out"))), *part("attention_norm"))
    opening = graph.node("Slice", x, "from 0", "from 1", "from 1")
    others = graph.node("Slice", x, "from 1", "to the end", "from 1")
    fed = graph.node("Concat", feed_forward(opening), feed_forward(others), axis=1)
    return graph.norm(graph.node("Add", x, fed), *part("norm"))


def _model(graph: _Graph, shapes: dict[str, tuple[int, int]]) -> onnx.ModelProto:
    given = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, ["windows", "pieces"]),
        helper.make_tensor_value_info("marks", TensorProto.INT64, ["windows", "pieces", 3]),
    ]
    found = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["windows", "pieces", *shape]) for name, shape in shapes.items()
    ]
    return _whole(graph, given, found)


def _whole(graph: _Graph, given: list[onnx.ValueInfoProto], found: list[onnx.ValueInfoProto]) -> onnx.ModelProto:
    whole = helper.make_graph(graph.nodes, "whoseword", given, found, list(graph.weights.values()))
    versions = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    model = helper.make_model(whole, opset_imports=versions)
    model.ir_version = IR_VERSION
    return model
