"""Time and memory of standing formulas as the corpus grows.

    python bench/formulas.py FILE.jsonl [TIMES ...]

Takes the documents of the file once, and as many times over as each TIMES says (2 4 8), a tenth of the words of each
further copy changed at random; a wording must stand in three documents for each copy. A process for each size, so that
the peak is its own. Prints a JSON object a line: documents, words, CPU seconds and peak MB of the whole process.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from readouts.compare.standing import LEAST, by_issuer, standing_formulas
from readouts.ingest.documents import Loaded, Options, loaded
from readouts.lexicon import load
from readouts.records import Document
from readouts.text import words

CHANGED = 0.1  # share of words changed in a copy
APART = timedelta(days=800)  # between a copy and the next


def copies(documents: list[Document], times: int) -> Iterator[Document]:
    """The documents, then the changed copies of each."""
    draw = random.Random(7)
    vocabulary = [word.of(d.text) for d in documents[:60] for word in words(d.text)]
    for number in range(times):
        for document in documents:
            text = changed(document.text, vocabulary, draw) if number else document.text
            day = document.published + number * APART if document.published else None
            yield replace(document, id=f"{document.id}-{number}", text=text, published=day, headline=None)


def changed(text: str, vocabulary: list[str], draw: random.Random) -> str:
    parts, at = [], 0
    for word in words(text):
        if draw.random() < CHANGED:
            parts += [text[at : word.start], draw.choice(vocabulary)]
            at = word.end
    return "".join([*parts, text[at:]])


def measure(path: str, times: int) -> dict[str, float]:
    lexicon = load()
    found = (each.document for each in loaded([path], Options(), bytes) if isinstance(each, Loaded))
    documents = list(copies(list(found), times))
    number = sum(1 for d in documents for _ in words(d.text))
    started = time.process_time()
    formulas = sum(
        len(standing_formulas(group, lexicon, issuer=issuer, least=LEAST * times))
        for issuer, group in by_issuer(documents, lexicon).items()
    )
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "times": times, "documents": len(documents), "words": number, "formulas": formulas,
        "seconds": round(seconds, 1), "per_million_words": round(seconds / number * 1e6, 1), "peak_mb": round(peak),
    }  # fmt: skip


if __name__ == "__main__":
    path, *sizes = sys.argv[1:]
    if len(sizes) == 1:
        print(json.dumps(measure(path, int(sizes[0]))))
    else:
        for size in sizes or ("1", "2", "4", "8"):
            subprocess.run([sys.executable, __file__, path, size], check=True)
