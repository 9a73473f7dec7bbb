"""Scores of the engine on public gold data, as in docs/quality.md.

usage: python bench/quality.py DATA SCORER [TASK...]

DATA holds contacts/wh_contacts_dev.jsonl, dates/*.jsonl, attributions/polnear_dev.jsonl and events/*.jsonl in the form
that SCORER (`score.py TASK GOLD READINGS`) takes. Neither is part of the project; without arguments it says so and
ends well, so that `make bench` runs anywhere. Prints one JSON object a task.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

GOLD = {
    "contacts": ["contacts/wh_contacts_dev.jsonl"],
    "dates": ["dates/timebank.jsonl", "dates/aquaint.jsonl"],
    "attributions": ["attributions/polnear_dev.jsonl"],
    "events": ["events/gsr.jsonl"],
    "types": ["events/cameo_family_types.jsonl"],
}


def scores(task: str, gold: Path, scorer: Path) -> dict[str, object]:
    """What the scorer says of `readouts read` on the gold file's documents."""
    readouts = Path(sys.executable).with_name("readouts")
    asked = subprocess.run([sys.executable, scorer, "documents", task, gold], check=True, capture_output=True)
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as readings:
        command = [readouts, "read", "-", "--format", "jsonl", "--anyway", "-o", readings.name]
        subprocess.run(command, input=asked.stdout, check=True)
        found = _scored(task, gold, scorer, Path(readings.name))
        if task == "attributions":  # the gold has no inner ones, so those that are found count as wrong: both ways
            found["outermost"] = _scored(task, gold, scorer, _outermost(Path(readings.name)))["whole"]
    return {"gold": gold.name, **found}


def outermost(attributions: list[dict[str, object]]) -> list[dict[str, object]]:
    """Those that stand in no other; a readout's own voice, which has neither source nor cue, is none and holds none."""
    own = {a["id"] for a in attributions if not a["source"] and not a["cue"]}
    return [a for a in attributions if a["id"] not in own and (a["within"] is None or a["within"] in own)]


def _scored(task: str, gold: Path, scorer: Path, readings: Path) -> dict[str, object]:
    said = subprocess.run([sys.executable, scorer, task, gold, readings], check=True, capture_output=True)
    return json.loads(said.stdout)


def _outermost(readings: Path) -> Path:
    """The readings without the attributions that stand inside another, a text's own voice aside, in the same file."""
    rows = [json.loads(line) for line in readings.read_text("utf-8").splitlines()]
    for row in rows:
        row["attributions"] = outermost(row["attributions"])
    readings.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return readings


def main(arguments: list[str]) -> None:
    if len(arguments) < 2:
        print(
            "quality: name the folder of gold data and the scorer: python bench/quality.py DATA SCORER", file=sys.stderr
        )
        return
    data, scorer = map(Path, arguments[:2])
    for task in arguments[2:] or GOLD:
        for gold in GOLD[task]:
            print(json.dumps(scores(task, data / gold, scorer)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
