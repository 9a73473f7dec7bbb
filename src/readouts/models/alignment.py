"""The weights of the regressions by which `readouts.compare.matching` matches the claims of two accounts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readouts.errors import ModelError
from readouts.models import shipped
from readouts.models.shipped import WEIGHTS

# Of the file as it was fitted last; `training/alignment/fit.py` writes it here with the file.
SHA256 = {
    "alignment.json": "1e806b9a9662485a9be8bac61f257151b9b11796fe4af2afcde0ca22db10f902",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A fitted regression: the probability is the logistic function of `bias` plus the weighted features."""

    weights: Mapping[str, float]  # by feature; those left out count nothing
    bias: float


def load(folder: Path = WEIGHTS) -> Mapping[str, Weights]:
    """The regressions of the file in that folder, by name: "with encoder", "words alone".

    Raises ModelError when the file is missing, or is not that of this version.
    """
    ((name, read),) = shipped.checked(folder, SHA256, shipped=folder == WEIGHTS).items()
    try:
        found = json.loads(read)
        return {kind: Weights(weights=row["weights"], bias=row["bias"]) for kind, row in found.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{folder / name} holds no weights", "Make it with training/alignment/fit.py") from error
