"""What the shared encoder reads beside the parser and the attribution model that are shipped.

  python measure.py agree MODEL SILVER/dev.jsonl      agreement with spaCy's parse, by collection
  python measure.py whole MODEL GOLD.jsonl SCORE.PY   attributions of the model alone
  python measure.py speed MODEL DATA [TEXTS]          CPU seconds for 10,000 words of each part, in turns
  python measure.py sizes DATA MODEL...               the same of several models alone
  python measure.py bench MODEL WHAT SCRIPT ...       a script of bench/ with the model in the engine (`swapped`)
  python measure.py engine MODEL WHAT GOLD.jsonl SCORE.PY   attributions of the whole engine with the model in it

MODEL is a folder of written.py. Words are counted as in bench/speed.py.
"""

import json
import runpy
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from reading import Reader

from readouts import pipeline
from readouts.models import attribution, parser
from readouts.records import Document

BENCH = Path(__file__).parent.parent.parent / "bench"
sys.path.insert(0, str(BENCH))


def rows(path: str) -> list[dict]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines() if line.strip()]


def agree(model: str, silver: str) -> None:
    """Shares of tokens that are as in spaCy's parse, and F1 of sentence starts and entities."""
    reader = Reader(Path(model), parser.load())
    counts: dict[str, Counter[str]] = {}
    for row in rows(silver):
        kinds = {"kremlin": "Kremlin", "president_ua": "Ukraine"}
        name = kinds.get(row["id"].rpartition("-")[0]) or ("PolNeAR" if "_201" in row["id"] else "White House")
        doc = reader.read(row["text"])[1]
        seen = counts.setdefault(name, Counter())
        at = [t.i for t in doc if not t.is_space]
        assert [t.idx for t in doc] == row["start"]
        for i in at:
            t = doc[i]
            seen["tokens"] += 1
            seen["tag"] += t.tag_ == row["tag"][i]
            seen["uas"] += t.head.i == row["head"][i]
            seen["las"] += t.head.i == row["head"][i] and t.dep_ == row["dep"][i]
            if row["dep"][i] != "punct":
                seen["words"] += 1
                seen["uas of words"] += t.head.i == row["head"][i]
                seen["las of words"] += t.head.i == row["head"][i] and t.dep_ == row["dep"][i]
        wanted = set(np.flatnonzero(row["sent"]))
        given = {t.i for t in doc if t.is_sent_start}
        seen.update(sent_wanted=len(wanted), sent_given=len(given), sent=len(wanted & given))
        wanted, given = entities(row["ent"]), {(e.start, e.end, e.label_) for e in doc.ents}
        seen.update(ent_wanted=len(wanted), ent_given=len(given), ent=len(wanted & given))
    counts["all"] = sum(counts.values(), Counter())
    for name, seen in counts.items():
        shares = {k: round(seen[k] / seen["tokens"], 3) for k in ("tag", "uas", "las")}
        shares |= {k: round(seen[k] / seen["words"], 3) for k in ("uas of words", "las of words")}
        shares |= {k: round(2 * seen[k] / (seen[f"{k}_wanted"] + seen[f"{k}_given"]), 3) for k in ("sent", "ent")}
        print(json.dumps({"texts": name, "tokens": seen["tokens"], **shares}))


def entities(biluo: list[str]) -> set[tuple[int, int, str]]:
    """First and behind the last token, and the kind, of each entity."""
    found, start = set(), 0
    for i, one in enumerate(biluo):
        if one[0] in "BU":
            start = i
        if one[0] in "LU":
            found.add((start, i + 1, one[2:]))
    return found


def whole(model: str, gold: str, scorer: str) -> None:
    """The scorer's figures for the attributions of the model alone, outermost ones."""
    reader, told = Reader(Path(model), parser.load()), rows(gold)
    shown = lambda spans: [[s.start, s.end] for s in spans]  # noqa: E731
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as out:
        for row in told:
            found = [
                {"source": shown(a.source), "cue": shown(a.cue), "content": shown(a.content)}
                for a in reader.read(row["text"])[0]
            ]
            print(json.dumps({"document": {"id": row["id"]}, "attributions": found}), file=out)
        out.flush()
        said = subprocess.run(
            [sys.executable, scorer, "attributions", gold, out.name], capture_output=True, check=True, text=True
        )
    s = json.loads(said.stdout)
    print(
        json.dumps(
            {"whole": s["whole"]["f1"], **{k: {r: v["f1"] for r, v in s[k].items()} for k in ("words", "exact")}}
        )
    )


def speed(model: str, data: str, texts: str = "30", runs: str = "5") -> None:
    """CPU seconds for 10,000 words, medians in turns, of the parts of both ways of reading."""
    from speed import COLLECTIONS, documents

    tools = pipeline.Tools()
    reader, shipped = Reader(Path(model), tools.nlp), (parser.parsed, attribution.said)

    def shared(each: Document) -> object:
        parser.parsed, attribution.said = reader.parsed, reader.said
        try:
            return pipeline.read(each, tools)
        finally:
            parser.parsed, attribution.said = shipped

    work: dict[str, Callable[[Document], object]] = {
        "bare parse": lambda each: tools.nlp(each.text),
        "attribution model": lambda each: attribution.said(tools.tagger, each.text),
        "shared encoder": lambda each: reader.read(each.text),
        "full reading": lambda each: pipeline.read(each, tools),
        "full reading, shared": shared,
    }
    for name in COLLECTIONS:
        found = documents(Path(data) / name, int(texts))
        median = _medians(work, found, sum(len(each.text.split()) for each in found), int(runs))
        ratios = {k: round(median["bare parse"] / median[k], 2) for k in ("full reading", "full reading, shared")}
        print(json.dumps({"file": name, "seconds for 10,000 words": median, "of bare": ratios}))


def _medians(
    work: dict[str, Callable[[Document], object]], found: list[Document], words: int, runs: int
) -> dict[str, float]:
    """CPU seconds for 10,000 words of each work, one run more than counted, in turns."""
    times: dict[str, list[float]] = {name: [] for name in work}
    for run in range(runs + 1):
        for name, one in work.items():
            started = time.process_time()
            for each in found:
                one(each)
            times[name] += [time.process_time() - started] if run else []
    return {k: round(statistics.median(v) / words * 10_000, 2) for k, v in times.items()}


def sizes(data: str, *models: str) -> None:
    """CPU seconds for 10,000 words of readouts, of several models alone and of the bare parse."""
    from speed import COLLECTIONS, documents

    tools, found = pipeline.Tools(), documents(Path(data) / COLLECTIONS[0], 30)
    work: dict[str, Callable[[Document], object]] = {"bare parse": lambda each: tools.nlp(each.text)}
    work["shipped"] = lambda each: attribution.said(tools.tagger, each.text)
    for model in models:
        work[model] = _alone(Path(model), tools)
    median = _medians(work, found, sum(len(each.text.split()) for each in found), 3)
    print(json.dumps({"seconds for 10,000 words": median}))


def _alone(model: Path, tools: pipeline.Tools) -> Callable[[Document], object]:
    """Reading by the model of that folder, of either kind."""
    if (model / "shared.onnx").is_file():
        reader = Reader(model, tools.nlp)
        return lambda each: reader.read(each.text)
    tagger = attribution.load(model)
    return lambda each: attribution.said(tagger, each.text)


def swapped(model: str, what: str) -> None:
    """Puts the model in the engine: `parse` for the parser, `both` for the attribution model too, `tagger` for an
    attribution.onnx in place of the shipped one, `none` to leave all as it is.
    """
    folder, load = Path(model), attribution.load
    if what == "tagger":
        attribution.load = lambda: load(folder)
    elif what != "none":
        reader = Reader(folder, parser.load())
        parser.parsed = reader.parsed
        if what == "both":
            attribution.said = reader.said


def bench(model: str, what: str, script: str, *arguments: str) -> None:
    """Runs the script with the model in the engine."""
    swapped(model, what)
    sys.argv = [script, *arguments]
    runpy.run_path(str(BENCH / script), run_name="__main__")


def engine(model: str, what: str, gold: str, scorer: str) -> None:
    """Attributions of the whole engine with the model in it, as bench/quality.py scores them."""
    from quality import _outermost, _scored

    from readouts import cli

    swapped(model, what)
    asked = subprocess.run([sys.executable, scorer, "documents", "attributions", gold], check=True, capture_output=True)
    with tempfile.TemporaryDirectory() as folder:
        documents, found = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        documents.write_bytes(asked.stdout)
        sys.argv = ["readouts", "read", str(documents), "--format", "jsonl", "--anyway", "-o", str(found)]
        try:
            cli.main()
        except SystemExit as end:
            assert not end.code, end.code
        said = _scored("attributions", Path(gold), Path(scorer), found)
        outer = _scored("attributions", Path(gold), Path(scorer), _outermost(found))
    words = {role: one["f1"] for role, one in said["words"].items()}
    print(json.dumps({"whole": said["whole"]["f1"], "outermost": outer["whole"]["f1"], "words": words}))


if __name__ == "__main__":
    began = time.process_time()
    {"agree": agree, "whole": whole, "speed": speed, "bench": bench, "engine": engine, "sizes": sizes}[sys.argv[1]](
        *sys.argv[2:]
    )
    print(f"{time.process_time() - began:.0f} CPU seconds", file=sys.stderr)
