"""Exports a run of learn.py as shared.onnx or, without the heads of the parse, attribution.onnx, in 8 bits.

  python written.py RUN OUT [--float]

The graph is that of training/attributions/export.py with the token heads behind it. Inputs beside ids and features are
the first piece of each token and whether the token begins within it; OUT/shared.json has the names of the labels and
the matrix that labels of arcs are read with.
"""

import argparse
import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from decode import tables_of
from encoder import ARC, FAR, LABEL, Shared, kept_in
from export import Graph, _layer, written
from model import WIDTH, base
from onnx import TensorProto, helper
from tokenizers import Tokenizer

from readouts.models.attribution import TAGS
from readouts.models.shipped import plain


def whole(model: Shared, *, integers: bool = True) -> onnx.ModelProto:
    """The graph of one window: ids, features [1, t], first, inside [1, n] to all that the heads say."""
    graph = Graph(integers=integers)
    table = model.encoder.embeddings
    words = graph.embedding("ids", table.word_embeddings, "words")
    signs = graph.embedding("features", model.features, "signs")
    places = (table.position_embeddings.weight + table.token_type_embeddings.weight[0]).detach().numpy()
    length = graph.node("Shape", ["ids"], "length", start=1, end=2)
    ends = [graph.weight("zero", np.array([0])), length, graph.weight("axis", np.array([0]))]
    place = graph.node("Slice", [graph.weight("places", places), *ends], "place")
    x = graph.norm(
        graph.node("Add", [graph.node("Add", [words, signs], "read"), place], "placed"), table.LayerNorm, "start"
    )
    weights = model.mixture.softmax(0).detach().numpy()
    mixed = graph.node("Mul", [x, graph.weight("share", weights[:1])], "mixed")
    for at, layer in enumerate(model.encoder.encoder.layer):
        x = _layer(graph, layer, x, f"layer{at}")
        part = graph.node("Mul", [x, graph.weight(f"share{at}", weights[at + 1 : at + 2])], f"part{at}")
        mixed = graph.node("Add", [mixed, part], f"mixed{at}")
    graph.linear(x, model.tags, "tags", integers=False)
    flat = graph.linear(x, model.pointers, "flat")
    graph.node("Reshape", [flat, graph.weight("shape", np.array([0, 0, 8, WIDTH]))], "pointers")

    begun = graph.node("Gather", [mixed, "first"], "begun", axis=1)
    within = graph.node(
        "Gather", [graph.weight("within.table", model.inside.weight.detach().numpy()), "inside"], "within"
    )
    token = graph.node("Add", [begun, within], "token")
    down = graph.node("Gelu", [graph.linear(token, model.down, "down.product")], "down", "com.microsoft")
    wide = graph.node("Gelu", [graph.linear(token, model.wide, "wide.product")], "wide", "com.microsoft")
    for name in ("tag", "ent", "sent"):
        graph.linear(wide, getattr(model, name), name, integers=False)
    return _finished(graph, model, down)


def _finished(graph: Graph, model: Shared, down: str) -> onnx.ModelProto:
    """The graph with the arcs' vectors: the product of two gives an arc, and the numbers beside it are added later."""
    cut = [
        graph.weight("from", np.array([0])),
        graph.weight("to", np.array([ARC])),
        graph.weight("last", np.array([2])),
    ]
    child = graph.node("Slice", [down, *cut], "child")
    cut = [
        graph.weight("from2", np.array([ARC])),
        graph.weight("to2", np.array([2 * ARC])),
        graph.weight("last2", np.array([2])),
    ]
    parent = graph.node("Slice", [down, *cut], "parent")
    turned = graph.node("MatMul", [child, graph.weight("arc", model.arc.detach().numpy())], "turned")
    flipped = graph.node("Transpose", [parent], "flipped", perm=[0, 2, 1])
    pair = graph.node("MatMul", [turned, flipped], "pair")
    alone = graph.node(
        "Transpose", [graph.linear(parent, model.head_alone, "alone", integers=False)], "alone.row", perm=[0, 2, 1]
    )
    graph.node("Add", [pair, alone], "arcs")
    graph.linear(child, model.root, "root", integers=False)
    held = [("tags", len(TAGS)), ("pointers", None), ("arcs", None), ("root", 1), ("down", 2 * ARC + 2 * LABEL)]
    held += [(k, len(model.labels[k])) for k in ("tag", "ent")] + [("sent", 2)]
    shapes = {
        "pointers": ["one", "pieces", 8, WIDTH],
        "arcs": ["one", "tokens", "tokens"],
        "tags": ["one", "pieces", len(TAGS)],
    }
    outputs = [
        helper.make_tensor_value_info(k, TensorProto.FLOAT, shapes.get(k, ["one", "tokens", n])) for k, n in held
    ]
    inputs = [helper.make_tensor_value_info(k, TensorProto.INT64, ["one", "pieces"]) for k in ("ids", "features")]
    inputs[2:] = [helper.make_tensor_value_info("first", TensorProto.INT64, ["tokens"])]
    inputs[3:] = [helper.make_tensor_value_info("inside", TensorProto.INT64, ["one", "tokens"])]
    made = helper.make_graph(graph.nodes, "shared", inputs, outputs, graph.weights)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=9)


def checked(model: Shared) -> None:
    """Raises AssertionError when the graph with float weights does not compute what the model does."""
    session = onnxruntime.InferenceSession(
        whole(model, integers=False).SerializeToString(), providers=["CPUExecutionProvider"]
    )
    ids, features = torch.randint(1000, 20000, (1, 40)), torch.randint(0, 24, (1, 40))
    first, inside = torch.arange(1, 31)[None], torch.randint(0, 2, (1, 30))
    with torch.inference_mode():
        layers = model.hidden(ids, features)
        said = model.tokens(layers, first, inside) | {"tags": model.tags(layers[-1])}
    fed = {"ids": ids.numpy(), "features": features.numpy(), "first": first[0].numpy(), "inside": inside.numpy()}
    for name in ("tags", "down", "tag", "ent", "sent"):
        got = session.run([name], fed)[0]
        assert np.abs(got - said[name].numpy()).max() < 1e-2, name
    arcs = session.run(["arcs"], fed)[0][0] + _far(model, 30)
    other = ~np.eye(30, dtype=bool)
    assert np.abs(arcs - said["arcs"][0].numpy())[other].max() < 1e-2, "arcs"


def _far(model: Shared, n: int) -> np.ndarray:
    apart = np.arange(n)[None] - np.arange(n)[:, None]
    return model.far.detach().numpy()[np.clip(apart, -FAR, FAR) + FAR]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--float", action="store_true")
    given = parser.parse_args()
    model = kept_in(given.run)
    name = "attribution.onnx" if model.labels is None else "shared.onnx"
    if model.labels is not None:
        checked(model)
    made = (written if model.labels is None else whole)(model, integers=not given.float)
    held = {k: getattr(tables_of(model, crf=True), k) for k in ("transitions", "null", "distance", "rank")}
    rounded = {k: [[round(float(x), 5) for x in row] for row in v] for k, v in held.items()}
    helper.set_model_props(made, {"tables": json.dumps(rounded)})
    given.out.mkdir(parents=True, exist_ok=True)
    onnx.save(made, str(given.out / name))
    if model.labels is not None:
        np.savez(given.out / "shared.npz", deps=model.deps.detach().numpy(), far=model.far.detach().numpy())
        (given.out / "shared.json").write_text(json.dumps(model.labels))
    plain(Tokenizer.from_file(str(base() / "tokenizer.json"))).save(str(given.out / "tokenizer.json"))
    content = (given.out / name).read_bytes()
    print(name, len(content), sha256(content).hexdigest())


if __name__ == "__main__":
    main()
