"""Exports a trained run as attribution.onnx (int8) and tokenizer.json, for `readouts.models.attribution`.

  python export.py RUN_FOLDER OUT_FOLDER [--float]

The graph is written node by node, in the forms that onnxruntime runs fastest: products of 8-bit integers that take the
bias along (activations are measured as they come, "dynamic"), attention as one node, sums and norms apart (its fused
SkipLayerNormalization takes six times as long). There is no mask, so a window must be run alone. The encoder's matrices
and embeddings become integers; the tag head stays float. The small tables of linking go along as metadata of the file.
Prints size and SHA-256 of both files.
"""

import argparse
import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from decode import loaded, tables_of
from model import HEAD, WIDTH, AttributionModel, base
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

from readouts.models.attribution import TAGS
from readouts.models.shipped import plain

# Of 127: a product of two and a sum fit 16 bits then, which processors without 8-bit dot products add up in.
LARGEST = 64


class Graph:
    """Nodes and weights as they are added; every method returns the name of what it computes."""

    def __init__(self, *, integers: bool) -> None:
        self.integers = integers
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], name: str, domain: str = "", **settings: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **settings))
        return name

    def linear(self, x: str, module: torch.nn.Linear, name: str, *, integers: bool = True) -> str:
        matrix, bias = module.weight.detach().numpy().T, module.bias.detach().numpy()
        if not (integers and self.integers):
            product = self.node("MatMul", [x, self.weight(f"{name}.matrix", matrix)], f"{name}.product")
            return self.node("Add", [product, self.weight(f"{name}.bias", bias)], name)
        scale = np.maximum(np.abs(matrix).max(0) / LARGEST, 1e-12).astype(np.float32)  # one for each column
        values = {"matrix": np.round(matrix / scale).astype(np.int8), "scale": scale}
        values |= {"zero": np.zeros(len(scale), dtype=np.int8), "bias": bias}
        inputs = [self.weight(f"{name}.{part}", value) for part, value in values.items()]
        return self.node("DynamicQuantizeMatMul", [x, *inputs], name, "com.microsoft")

    def embedding(self, ids: str, table: torch.nn.Embedding, name: str) -> str:
        values = table.weight.detach().numpy()
        if not self.integers:
            return self.node("Gather", [self.weight(f"{name}.table", values), ids], name)
        low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
        scale = np.float32((high - low) / 255)
        zero = np.uint8(round(-low / scale))
        small = np.clip(np.round(values / scale) + zero, 0, 255).astype(np.uint8)
        rows = self.node("Gather", [self.weight(f"{name}.table", small), ids], f"{name}.rows")
        parts = [self.weight(f"{name}.scale", scale), self.weight(f"{name}.zero", zero)]
        return self.node("DequantizeLinear", [rows, *parts], name)

    def norm(self, x: str, module: torch.nn.LayerNorm, name: str) -> str:
        parts = {"gamma": module.weight.detach().numpy(), "beta": module.bias.detach().numpy()}
        inputs = [self.weight(f"{name}.{part}", value) for part, value in parts.items()]
        return self.node("LayerNormalization", [x, *inputs], name, axis=-1, epsilon=module.eps)


def written(model: AttributionModel, *, integers: bool = True) -> onnx.ModelProto:
    """The model as an ONNX graph of one window: ids and features [1, t] to tags [1, t, 7], pointers [1, t, 8, 64]."""
    graph = Graph(integers=integers)
    table = model.encoder.embeddings
    words = graph.embedding("ids", table.word_embeddings, "words")
    signs = graph.embedding("features", model.features, "signs")
    places = table.position_embeddings.weight + table.token_type_embeddings.weight[0]
    length = graph.node("Shape", ["ids"], "length", start=1, end=2)
    ends = [graph.weight("first", np.array([0])), length, graph.weight("axis", np.array([0]))]
    place = graph.node("Slice", [graph.weight("places", places.detach().numpy()), *ends], "place")
    read = graph.node("Add", [graph.node("Add", [words, signs], "read"), place], "placed")
    x = graph.norm(read, table.LayerNorm, "start")
    for at, layer in enumerate(model.encoder.encoder.layer):
        x = _layer(graph, layer, x, f"layer{at}")
    graph.linear(x, model.tags, "tags", integers=False)
    flat = graph.linear(x, model.pointers, "flat")
    graph.node("Reshape", [flat, graph.weight("shape", np.array([0, 0, 8, WIDTH]))], "pointers")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["one", "pieces"]) for name in ("ids", "features")]
    outputs = [
        helper.make_tensor_value_info("tags", TensorProto.FLOAT, ["one", "pieces", len(TAGS)]),
        helper.make_tensor_value_info("pointers", TensorProto.FLOAT, ["one", "pieces", 8, WIDTH]),
    ]
    made = helper.make_graph(graph.nodes, "attribution", inputs, outputs, graph.weights)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=9)


def _layer(graph: Graph, layer: torch.nn.Module, x: str, name: str) -> str:
    """One layer of the encoder."""
    own, out = layer.attention.self, layer.attention.output
    three = [
        graph.linear(x, part, f"{name}.{k}") for k, part in zip("qkv", (own.query, own.key, own.value), strict=True)
    ]
    heads = own.query.out_features // HEAD
    mixed = graph.node("MultiHeadAttention", three, f"{name}.mixed", "com.microsoft", num_heads=heads)
    added = graph.node("Add", [graph.linear(mixed, out.dense, f"{name}.out"), x], f"{name}.added")
    x = graph.norm(added, out.LayerNorm, f"{name}.attended")
    fast = getattr(layer.intermediate.intermediate_act_fn, "approximate", "none") == "tanh"
    inner = graph.linear(x, layer.intermediate.dense, f"{name}.inner")
    bent = graph.node("FastGelu" if fast else "Gelu", [inner], f"{name}.bent", "com.microsoft")
    added = graph.node("Add", [graph.linear(bent, layer.output.dense, f"{name}.back"), x], f"{name}.whole")
    return graph.norm(added, layer.output.LayerNorm, f"{name}.end")


def checked(model: AttributionModel) -> None:
    """Raises AssertionError when the graph with float weights does not compute what the model does."""
    session = onnxruntime.InferenceSession(
        written(model, integers=False).SerializeToString(), providers=["CPUExecutionProvider"]
    )
    ids, features = torch.randint(1000, 20000, (1, 40)), torch.randint(0, 24, (1, 40))
    with torch.inference_mode():
        wanted = model(ids, features)
    got = session.run(["tags", "pointers"], {"ids": ids.numpy(), "features": features.numpy()})
    for ours, theirs in zip(got, wanted, strict=True):
        assert np.abs(ours - theirs.numpy()).max() < 1e-2, np.abs(ours - theirs.numpy()).max()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="model.pt")
    parser.add_argument("--float", action="store_true", help="leave the weights as they are")
    given = parser.parse_args()
    model, settings = loaded(given.run, given.name)
    assert settings["crf"], "the tags are decoded with the transitions that a CRF has learned"
    checked(model)
    made = written(model, integers=not given.float)
    held = {k: getattr(tables_of(model, crf=True), k) for k in ("transitions", "null", "distance", "rank")}
    rounded = {k: [[round(float(x), 5) for x in row] for row in v] for k, v in held.items()}
    helper.set_model_props(made, {"tables": json.dumps(rounded)})
    given.out.mkdir(parents=True, exist_ok=True)
    onnx.save(made, str(given.out / "attribution.onnx"))
    plain(Tokenizer.from_file(str(base() / "tokenizer.json"))).save(str(given.out / "tokenizer.json"))
    for name in ("attribution.onnx", "tokenizer.json"):
        content = (given.out / name).read_bytes()
        print(name, len(content), sha256(content).hexdigest())


if __name__ == "__main__":
    main()
