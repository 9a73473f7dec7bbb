"""Makes a run folder (model.pt, settings.json) of an 8-bit attribution.onnx as export.py wrote it up to version C.

  python restore.py ATTRIBUTION.ONNX RUN_FOLDER

The checkpoint that the file was made of is not kept; weights come back as they were rounded, which costs .001 of F1.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from model import LAYERS, AttributionModel
from onnx import numpy_helper

from readouts.models.attribution import allowed


def restored(path: Path) -> dict[str, torch.Tensor]:
    """The state of the model that the file was made of."""
    made = onnx.load(path)
    held = {i.name: numpy_helper.to_array(i) for i in made.graph.initializer}

    def matrix(name: str) -> np.ndarray:
        whole = held[f"{name}_quantized"].astype(np.float32) - held[f"{name}_zero_point"].astype(np.float32)
        return whole * held[f"{name}_scale"]

    products = [n.input[1].removesuffix("_quantized") for n in made.graph.node if n.op_type == "MatMulInteger"]
    state = {k.removeprefix("model."): v for k, v in held.items() if k.startswith("model.") and v.dtype == np.float32}
    state = {k: v for k, v in state.items() if not k.endswith(("_scale", "_zero_point"))}
    words = "encoder.embeddings.word_embeddings.weight"
    state |= {words: matrix(f"model.{words}"), "features.weight": matrix("model.features.weight")}
    state["encoder.embeddings.token_type_embeddings.weight"] = np.tile(held["onnx::Add_730"], (2, 1))
    state |= {"tags.weight": held["onnx::MatMul_785"].T, "pointers.weight": held["onnx::MatMul_786"].T}
    for at in range(LAYERS):
        layer = f"encoder.encoder.layer.{at}"
        three, biases = (
            np.split(matrix(f"Attention_{at}_qkv_weight"), 3, 1),
            np.split(held[f"Attention_{at}_qkv_bias"], 3),
        )
        for part, weight, bias in zip(("query", "key", "value"), three, biases, strict=True):
            state[f"{layer}.attention.self.{part}.weight"] = weight.T
            state[f"{layer}.attention.self.{part}.bias"] = bias
        names = ("attention.output.dense", "intermediate.dense", "output.dense")
        for part, product in zip(names, products[3 * at : 3 * at + 3], strict=True):
            state[f"{layer}.{part}.weight"] = matrix(product).T
    tables = json.loads({p.key: p.value for p in made.metadata_props}["tables"])
    state |= {k: np.array(v, dtype=np.float32) for k, v in tables.items()}
    state["forbidden"] = allowed()
    state["transitions"] = np.where(state["forbidden"] < 0, 0, state["transitions"]).astype(np.float32)
    return {k: torch.from_numpy(np.ascontiguousarray(v)) for k, v in state.items()}


def main() -> None:
    path, run = map(Path, sys.argv[1:])
    model = AttributionModel(pretrained=False)
    missing, unexpected = model.load_state_dict(restored(path), strict=False)
    assert not unexpected and all("position_ids" in k or "token_type_ids" in k for k in missing), (missing, unexpected)
    run.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), run / "model.pt")
    (run / "settings.json").write_text(json.dumps({"crf": True, "no_features": False}) + "\n", "utf-8")


if __name__ == "__main__":
    main()
