"""Scores on gold data do not fall below bench/floors.json. The data may not be redistributed: without them this skips.

Set READOUTS_DATA to the folder of the collections and READOUTS_SCORER to the scorer, or keep both under `shared/`
beside the checkout.
"""

import json
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("READOUTS_DATA", ROOT.parent / "shared" / "data"))
SCORER = Path(os.environ.get("READOUTS_SCORER", ROOT.parent / "shared" / "bench" / "score.py"))
FLOORS = json.loads((ROOT / "bench" / "floors.json").read_text("utf-8"))


@pytest.mark.skipif(not (DATA.exists() and SCORER.exists()), reason=f"no gold data at {DATA} or no scorer at {SCORER}")
@pytest.mark.parametrize(("task", "gold"), [(task, gold) for task, files in FLOORS.items() for gold in files])
def test_scores_hold(task, gold):
    sys.path.insert(0, str(ROOT / "bench"))
    from quality import GOLD, scores

    path = next(p for p in GOLD[task] if p.endswith(gold))
    measured = scores(task, DATA / path, SCORER)
    for measure, floor in FLOORS[task][gold].items():
        assert measured[measure] >= floor, f"{task} {measure}: {measured[measure]} fell below {floor}"
