"""The mean of the weights of two runs of learn.py that began from one another, as a run of its own.

  python mean.py ONE OTHER RUN

Such a mean keeps much of what each run is good at (Wortsman et al. 2022, "Model soups"): here of PolNeAR's news, and of
statements in an office's own voice.
"""

import shutil
import sys
from pathlib import Path

import torch


def main() -> None:
    one, other, run = map(Path, sys.argv[1:])
    run.mkdir(parents=True, exist_ok=True)
    first, second = (torch.load(folder / "model.pt") for folder in (one, other))
    made = {name: (first[name] + value) / 2 if value.is_floating_point() else value for name, value in second.items()}
    torch.save(made, run / "model.pt")
    shutil.copy(other / "settings.json", run / "settings.json")


if __name__ == "__main__":
    main()
