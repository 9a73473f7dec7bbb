"""Exports a trained run as attribution.onnx (int8) and tokenizer.json, for `readouts.models.attribution`.

  python export.py RUN_FOLDER OUT_FOLDER [--float]

The encoder's matrices and embeddings become 8-bit integers (activations are measured as they come, "dynamic"); the
heads stay float. The small tables of linking go along as metadata of the file. Prints size and SHA-256 of both files.
"""

import argparse
import json
import tempfile
from hashlib import sha256
from pathlib import Path

import onnx
import torch
from decode import loaded, tables_of
from model import WIDTH, AttributionModel, base
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from tokenizers import Tokenizer

from readouts.models.attribution import TAGS, plain


class Exported(torch.nn.Module):
    """The model with the tags' scores as they are decoded: log-probabilities unless a CRF made them."""

    def __init__(self, model: AttributionModel, *, crf: bool) -> None:
        super().__init__()
        self.model, self.crf = model, crf

    def forward(self, ids: torch.Tensor, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        embedded = self.model.encoder.embeddings.word_embeddings(ids)
        if self.model.use_features:
            embedded = embedded + self.model.features(features)
        else:
            embedded = embedded + 0 * features[..., None].float()
        # Written out, since the masks that transformers makes do not trace.
        encoder = self.model.encoder
        positions = encoder.embeddings.position_embeddings.weight[: ids.shape[1]]
        h = embedded + positions + encoder.embeddings.token_type_embeddings.weight[0]
        h = encoder.embeddings.LayerNorm(h)
        mask = (1.0 - (ids != 0).long()[:, None, None, :].float()) * -10000.0  # the form that fusion knows
        for layer in encoder.encoder.layer:
            h = _layer(layer, h, mask, encoder.config.num_attention_heads)
        tags = self.model.tags(h)
        pointers = self.model.pointers(h).reshape(ids.shape[0], ids.shape[1], 8, -1)
        return (tags if self.crf else tags.log_softmax(-1)), pointers


def _layer(layer: torch.nn.Module, h: torch.Tensor, mask: torch.Tensor, heads: int) -> torch.Tensor:
    """One layer of the encoder."""
    b, t, d = h.shape
    own = layer.attention.self
    q, k, v = (part(h).reshape(b, t, heads, d // heads).transpose(1, 2) for part in (own.query, own.key, own.value))
    weights = (q @ k.transpose(2, 3) / (d // heads) ** 0.5 + mask).softmax(-1)
    mixed = (weights @ v).transpose(1, 2).reshape(b, t, d)
    out = layer.attention.output
    h = out.LayerNorm(out.dense(mixed) + h)
    inner = torch.nn.functional.gelu(layer.intermediate.dense(h))
    return layer.output.LayerNorm(layer.output.dense(inner) + h)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", default="model.pt")
    parser.add_argument("--float", action="store_true", help="leave the weights as they are")
    given = parser.parse_args()
    model, settings = loaded(given.run, given.name)
    exported = Exported(model, crf=settings["crf"]).eval()
    ids = torch.randint(1000, 20000, (2, 40))
    ids[1, 30:] = 0
    features = torch.randint(0, 24, ids.shape)
    with torch.inference_mode():
        same = exported(ids, features)[1][0] - model(ids, features)[1][0]
    assert same.abs().max() < 1e-3, same.abs().max()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        traced, fused = f"{folder}/traced.onnx", f"{folder}/fused.onnx"
        axes = {name: {0: "batch", 1: "pieces"} for name in ("ids", "features", "tags", "pointers")}
        torch.onnx.export(
            exported,
            (ids, features),
            traced,
            input_names=["ids", "features"],
            output_names=["tags", "pointers"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        better = optimize_model(traced, model_type="bert", num_heads=12, hidden_size=384, opt_level=1)
        better.save_model_to_file(fused)
        print("fused:", {k: v for k, v in better.get_fused_operator_statistics().items() if v})
        target = str(given.out / "attribution.onnx")
        if given.float:
            onnx.save(onnx.load(fused), target)
        else:
            quantize_dynamic(
                fused,
                target,
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
                nodes_to_exclude=heads(onnx.load(fused).graph),
                extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
            )
    made = onnx.load(target)
    held = {k: getattr(tables_of(model, crf=settings["crf"]), k) for k in ("transitions", "null", "distance", "rank")}
    rounded = {k: [[round(float(x), 5) for x in row] for row in v] for k, v in held.items()}
    onnx.helper.set_model_props(made, {"tables": json.dumps(rounded)})
    onnx.save(made, target)
    plain(Tokenizer.from_file(str(base() / "tokenizer.json"))).save(str(given.out / "tokenizer.json"))
    for name in ("attribution.onnx", "tokenizer.json"):
        content = (given.out / name).read_bytes()
        print(name, len(content), sha256(content).hexdigest())


def heads(graph: onnx.GraphProto) -> list[str]:
    """The names of the two heads' nodes, known by the width of their matrices."""
    shapes = {i.name: tuple(i.dims) for i in graph.initializer}
    widths = {(len(TAGS),), (8 * WIDTH,)}
    products = (n for n in graph.node if n.op_type == "MatMul")
    return [n.name for n in products if any(shapes.get(i, ())[1:] in widths for i in n.input)]


if __name__ == "__main__":
    main()
