"""Scores on gold data do not fall below bench/floors.json. Most of the data may not be redistributed: what needs them
skips where they are absent.

A floor below zero is a ceiling: -0.03 lets a share of errors rise to .03. Set READOUTS_DATA to the folder of the
collections and READOUTS_SCORER to the scorer, or keep both under `shared/` beside the checkout.
"""

import json
import os
import subprocess
import sys
from functools import reduce
from pathlib import Path

import pytest

from readouts.evaluate.comparison import engine, scores

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("READOUTS_DATA", ROOT.parent / "shared" / "data"))
SCORER = Path(os.environ.get("READOUTS_SCORER", ROOT.parent / "shared" / "bench" / "score.py"))
FLOORS = json.loads((ROOT / "bench" / "floors.json").read_text("utf-8"))
PARTIES, STATEMENTS, NESTING = FLOORS.pop("parties"), FLOORS.pop("statements"), FLOORS.pop("nesting")
EVENTS_BY_PART, LINKING = FLOORS.pop("events_by_part"), FLOORS.pop("linking")
COMPARISON, CLAIMS = FLOORS.pop("comparison"), FLOORS.pop("claims")
CONFLICTS, OPENINGS = FLOORS.pop("conflicts"), FLOORS.pop("openings")
FLOORS.pop("linking_reports")  # needs no data: test_linking_bench.py
FLOORS.pop("speed")  # test_cold.py
needs_gold = pytest.mark.skipif(
    not (DATA.exists() and SCORER.exists()), reason=f"no gold data at {DATA} or no scorer at {SCORER}"
)


@needs_gold
@pytest.mark.parametrize(("task", "gold"), [(task, gold) for task, files in FLOORS.items() for gold in files])
def test_scores_hold(task, gold):
    import quality

    path = next(p for p in quality.GOLD[task] if p.endswith(gold))
    _hold(quality.scores(task, DATA / path, SCORER), FLOORS[task][gold])


@needs_gold
@pytest.mark.parametrize("half", PARTIES)
def test_parties_hold(half):
    readouts = DATA / "contacts" / "wh_readouts.jsonl"
    command = [sys.executable, ROOT / "bench" / "parties.py", readouts, "--half", half]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    _hold(json.loads(done.stdout)["all"], PARTIES[half])


@needs_gold
def test_attributions_of_statements_hold():
    command = [sys.executable, ROOT / "bench" / "attributions.py", DATA]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    _hold(json.loads(done.stdout), STATEMENTS)


def test_layers_of_attributions_hold():
    """The texts are our own, so this runs everywhere; in a process apart, since it reads with a lexicon of its own."""
    command = [sys.executable, ROOT / "bench" / "nesting.py"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    for measured in map(json.loads, done.stdout.splitlines()):
        _hold(measured, NESTING[measured["half"]])


@pytest.mark.parametrize("half", COMPARISON)
def test_comparisons_hold(half, tools):
    """The texts are our own, so this runs everywhere. No account of another contact may be taken for this one's."""
    from comparison import gold

    measured = scores(gold(half), engine(tools))
    _hold(measured, COMPARISON[half])
    assert measured["refused"]["different"]["refused"] == measured["refused"]["different"]["n"]
    assert measured["conflict"]["found"] == measured["conflict"]["right"]  # no false one


@pytest.mark.parametrize("half", CLAIMS)
def test_claims_hold(half, tools):
    import claims

    _hold(claims.scores(claims.gold(half), tools, []), CLAIMS[half])


@needs_gold
@pytest.mark.parametrize("part", EVENTS_BY_PART)
def test_events_hold_on_the_part_kept_aside(part):
    command = [sys.executable, ROOT / "bench" / "events.py", DATA, SCORER, "--part", part]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured = {row["gold"]: row for row in map(json.loads, done.stdout.splitlines())}
    for gold, floors in EVENTS_BY_PART[part].items():
        _hold(measured[gold], floors)


@needs_gold
@pytest.mark.parametrize("half", LINKING)
def test_linking_holds(half):
    command = [sys.executable, ROOT / "bench" / "linking.py", "--data", DATA, "--half", half]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    _hold(json.loads(done.stdout), LINKING[half])


@pytest.mark.parametrize("name", CONFLICTS)
def test_planted_conflicts_hold(name):
    """The texts are our own, as are those of the openings."""
    command = [sys.executable, ROOT / "bench" / "conflicts.py", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    _hold(json.loads(done.stdout), CONFLICTS[name])


def test_openings_hold():
    command = [sys.executable, ROOT / "bench" / "openings.py"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    for measured in map(json.loads, done.stdout.splitlines()):
        _hold(measured, OPENINGS[measured["set"]])


def _hold(measured, floors):
    for measure, floor in floors.items():
        value = reduce(lambda found, name: found[name], measure.split("."), measured)
        assert value >= floor if floor > 0 else value <= -floor, f"{measure}: {value} against the floor {floor}"
