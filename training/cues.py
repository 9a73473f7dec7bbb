"""Makes src/readouts/lexicon/cues.tsv: which word attributes in which frame.

    python training/cues.py POLNEAR_TRAIN.jsonl [MORE.jsonl ...]

A word and frame are kept when their drafts were right often enough in the PolNeAR training part (Newell, Margolin,
Ruths, LREC 2018): content words' intersection over union at least one half, and a shared word of the source. Words and
counts are taken, never texts. Diplomacy's own words are listed below and stay unless the counts speak against them;
deeds that news of home politics reports as stances ("attack", "veto") are left out.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from readouts.find.attributions import completed
from readouts.find.quotes import quotations
from readouts.models import parser
from readouts.records import Document
from readouts.text import Span, words

Key = tuple[str, str, str]  # lemma, part of speech, frame
TABLE = Path(__file__).parent.parent / "src/readouts/lexicon/cues.tsv"
FLOOR = 0.28  # share of right drafts, about half the F1 aimed at: below it a row costs more than it brings
WEIGHT = 4  # drafts that the frame's own share counts for in a word's share

OWN = Path(__file__).with_name("cues_own.tsv")  # part, frames, lemmas; part "deed": never kept unless listed


def main(paths: list[str]) -> None:
    """Counts over the files' articles, then the table."""
    right, seen = counted(
        json.loads(line) for path in paths for line in Path(path).read_text("utf-8").split("\n") if line
    )
    own, deeds = listed()
    rows = sorted(kept(right, seen, own, deeds), key=lambda k: (k[1], k[0], k[2]))
    with TABLE.open("w", encoding="utf-8") as table:
        table.write("lemma\tpart\tframe\ttaken\tseen\tsource\n")
        for key in rows:
            counts = [str(right[key]), str(seen[key])] if seen[key] else ["", ""]
            source = ["own: general knowledge"] * (key in own) + ["PolNeAR train cue lemma counts"] * bool(seen[key])
            table.write("\t".join([*key, *counts, "; ".join(source)]) + "\n")


def listed() -> tuple[set[Key], set[str]]:
    """Our own rows, and the lemmas of deeds."""
    own: set[Key] = set()
    deeds: set[str] = set()
    for line in OWN.read_text(encoding="utf-8").splitlines():
        part, frames, lemmas = line.split("\t")
        if part == "deed":
            deeds.update(lemmas.split())
        own.update((lemma, part, frame) for lemma in lemmas.split() for frame in frames.split("|") if part != "deed")
    return own, deeds


def counted(articles: Iterator[dict]) -> tuple[Counter[Key], Counter[Key]]:
    """How many drafts of each key were right, and how many there were outside the contents of others."""
    nlp = parser.load()
    right: Counter[Key] = Counter()
    seen: Counter[Key] = Counter()
    for article in articles:
        document = Document(id=article["id"], text=article["text"])
        gold = [[_words(document.text, a[role]) for role in ("content", "source")] for a in article["attributions"]]
        inside = {i for a in article["attributions"] for start, end in a["content"] for i in range(start, end)}
        for draft in completed(document, parser.parsed(nlp, document), quotations(document.text)):
            if draft.anchor.idx not in inside:
                have = [
                    _words(document.text, [(s.start, s.end) for s in part]) for part in (draft.content, draft.source)
                ]
                seen[draft.key] += 1
                right[draft.key] += any(_same(have, want) for want in gold)
    return right, seen


def _words(text: str, spans: list) -> set[int]:
    return {word.start for start, end in spans for word in words(text, Span(start, end))}


def _same(have: list[set[int]], want: list[set[int]]) -> bool:
    overlap = len(have[0] & want[0]) / (len(have[0] | want[0]) or 1)
    return overlap >= 0.5 and bool(have[1] & want[1] or not have[1] | want[1])


def kept(right: Counter[Key], seen: Counter[Key], own: set[Key], deeds: set[str]) -> set[Key]:
    """The keys that pay."""
    rows: set[Key] = set()
    of_frame: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for key in seen:
        of_frame[key[1:]][0] += right[key]
        of_frame[key[1:]][1] += seen[key]
    for key in {*seen, *own}:
        prior = of_frame[key[1:]][0] / (of_frame[key[1:]][1] or 1)
        prior = max(prior, 0.4) if key in own else prior
        share = (right[key] + WEIGHT * prior) / (seen[key] + WEIGHT)
        learned = right[key] > 1 and key[1] != "phrase" and key[0] not in deeds and key[0].isalpha()
        if share >= FLOOR and (key in own or learned):
            rows.add(key)
    return rows


if __name__ == "__main__":
    main(sys.argv[1:])
