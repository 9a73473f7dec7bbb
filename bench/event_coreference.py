"""What linking transfers to: events across documents on ECB+ and NewsWCL50, by head, sentence and document.

usage: python bench/event_coreference.py DATA/linking [--tune]

Gold mentions, one partition of the whole corpus (no topics or documents given), singletons counted. Prints one JSON
object for each system on ECB+ dev, ECB+ test and NewsWCL50:

lemma      mentions with the same stem of their syntactic head are one event: the baseline.
readouts   as contacts are linked: blocked by the head's stem, then joined, the likest first, where the mean likeness
           of two groups is high enough. Likeness of two mentions: cosine of their documents' content words (weighted by
           rarity), cosine of their sentences as `readouts.models.embedding` has them, share of content words that the
           sentences have in common.

Weights and threshold were chosen on ECB+ dev (`--tune` prints the best of the grid), nothing on test or NewsWCL50. In
these texts events are seldom dated to the day and rarely between two named principals, so what makes contacts easy is
missing: this is a measure of the machinery, not something that Readouts offers.
"""

import argparse
import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from pathlib import Path

import coreference
import numpy as np

from readouts.compare.wording import stems
from readouts.models import embedding, parser
from readouts.text import stem

# Shares of document, sentence and common words in the likeness, and how like two groups must be: chosen on ECB+ dev.
WEIGHTS, LEAST = (0.375, 0.25, 0.375), 0.22
Likeness = np.ndarray
Bag = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Event:
    """A gold mention of an event."""

    id: str
    chain: str
    document: str
    head: str  # stem of its syntactic head
    sentence: str


def events(mentions: Sequence[dict[str, object]], sentences: Mapping[tuple[str, int], list[str]]) -> list[Event]:
    """The mentions with the stems of their heads."""
    from spacy.tokens import Doc

    nlp = parser.load()
    needed = sorted({(str(m["doc_id"]), int(str(m["sent_id"]))) for m in mentions})
    docs = (Doc(nlp.vocab, words=sentences[key]) for key in needed)
    parsed = dict(zip(needed, nlp.pipe(docs), strict=True))
    found = []
    for i, m in enumerate(mentions):
        key = (str(m["doc_id"]), int(str(m["sent_id"])))
        numbers = m["tokens_number"]
        assert isinstance(numbers, list)
        doc = parsed[key]
        tokens = [doc[int(n)] for n in numbers if int(n) < len(doc)]
        inside = set(tokens)
        head = next((t for t in tokens if t.head not in inside or t.head == t), tokens[-1])
        words = " ".join(sentences[key])
        found.append(Event(f"{key[0]}:{i}", str(m["coref_chain"]), key[0], stem(head.lemma_.lower()), words))
    return found


def ecb(folder: Path, part: str) -> tuple[list[Event], Mapping[str, str]]:
    """The event mentions of one part of ECB+, and the text of each document."""
    sentences = defaultdict(list)
    for line in (folder / f"ECB_{part}_corpus.txt").read_text("utf-8").splitlines():
        if line.strip():
            document, sentence, _, word, *_ = line.split("\t")
            sentences[document, int(sentence)].append(word)
    mentions = json.loads((folder / f"ECB_{part}_Event_gold_mentions.json").read_text("utf-8"))
    return events(mentions, sentences), _texts(sentences)


def newswcl(folder: Path) -> tuple[list[Event], Mapping[str, str]]:
    """The event mentions of NewsWCL50, and the text of each document."""
    sentences = defaultdict(list)
    for line in (folder / "NewsWCL50.conll").read_text("utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) > 3 and not line.startswith("#"):
            sentences[parts[0].rsplit("/", 1)[-1], int(parts[1])].append(parts[3])
    mentions = json.loads((folder / "event_mentions.json").read_text("utf-8"))
    return events(mentions, sentences), _texts(sentences)


def _texts(sentences: Mapping[tuple[str, int], list[str]]) -> Mapping[str, str]:
    found = defaultdict(list)
    for (document, _), words in sorted(sentences.items()):
        found[document].extend(words)
    return {document: " ".join(words) for document, words in found.items()}


# -- likeness ----------------------------------------------------------------------------------------------------------


def likenesses(found: Sequence[Event], texts: Mapping[str, str]) -> tuple[Likeness, Likeness, Likeness]:
    """Of each pair of mentions: of their documents, of their sentences, of the words of their sentences. 0..1."""
    documents = sorted({e.document for e in found})
    stemmed = {d: stems(texts[d]) for d in documents}
    in_documents = Counter(s for own in stemmed.values() for s in own)
    rare = {s: log(len(documents) / n) for s, n in in_documents.items()}
    bags = {d: {s: rare[s] for s in own} for d, own in stemmed.items()}
    of_documents = np.array([[_cosine(bags[a], bags[b]) for b in documents] for a in documents])
    at = [documents.index(e.document) for e in found]
    encoder = embedding.load()
    vectors = embedding.vectors(encoder, [e.sentence for e in found])
    own = [{s: rare.get(s, 0.0) for s in stems(e.sentence)} for e in found]
    words = np.zeros((len(found), len(found)))
    for a, b in _same_head(found):
        words[a, b] = words[b, a] = _cosine(own[a], own[b])
    return of_documents[np.ix_(at, at)], np.clip(vectors @ vectors.T, 0, 1), words


def _cosine(one: Bag, other: Bag) -> float:
    shared = sum(one[s] ** 2 for s in one.keys() & other.keys())
    return shared / (sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values())) or 1.0)


def _same_head(found: Sequence[Event]) -> list[tuple[int, int]]:
    blocks = defaultdict(list)
    for i, event in enumerate(found):
        blocks[event.head].append(i)
    return [pair for block in blocks.values() for pair in itertools.combinations(block, 2)]


# -- systems -----------------------------------------------------------------------------------------------------------


def by_lemma(found: Sequence[Event]) -> dict[str, str]:
    return {event.id: event.head for event in found}


def by_likeness(found: Sequence[Event], like: Likeness, least: float) -> dict[str, str]:
    """Groups of one head, the likest joined first while their mean likeness is high enough."""
    blocks = defaultdict(list)
    for i, event in enumerate(found):
        blocks[event.head].append(i)
    answer = {}
    for head, block in blocks.items():
        for n, group in enumerate(_grouped(block, lambda a, b: float(like[a, b]), least)):
            answer |= {found[i].id: f"{head} {n}" for i in group}
    return answer


def _grouped(block: Sequence[int], like: Callable[[int, int], float], least: float) -> list[list[int]]:
    groups = [[i] for i in block]
    mean = np.array([[like(a, b) if a != b else -1.0 for b in block] for a in block])
    while len(groups) > 1:
        a, b = divmod(int(mean.argmax()), len(groups))
        if mean[a, b] < least:
            break
        a, b = min(a, b), max(a, b)
        sizes = len(groups[a]), len(groups[b])
        mean[a] = mean[:, a] = (mean[a] * sizes[0] + mean[b] * sizes[1]) / sum(sizes)
        mean[a, a] = -1.0
        groups[a] += groups.pop(b)
        mean = np.delete(np.delete(mean, b, 0), b, 1)
    return groups


def main() -> None:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("data", type=Path)
    asks.add_argument("--tune", action="store_true")
    asked = asks.parse_args()
    corpora = {
        "ecb+ dev": lambda: ecb(asked.data / "ecbplus", "Dev"),
        "ecb+ test": lambda: ecb(asked.data / "ecbplus", "Test"),
        "newswcl50": lambda: newswcl(asked.data / "newswcl50"),
    }
    for name, load in corpora.items():
        if asked.tune and name != "ecb+ dev":
            continue
        found, texts = load()
        gold = {event.id: event.chain for event in found}
        parts = likenesses(found, texts)
        if asked.tune:
            print(_best(found, gold, parts))
        like = sum(w * part for w, part in zip(WEIGHTS, parts, strict=True))
        for system, ours in (("lemma", by_lemma(found)), ("readouts", by_likeness(found, np.asarray(like), LEAST))):
            print(json.dumps({"corpus": name, "system": system, **coreference.scores(gold, ours)}))


def _best(found: Sequence[Event], gold: Mapping[str, str], parts: Sequence[Likeness]) -> list[tuple[float, object]]:
    shares = [(a / 8, b / 8, 1 - (a + b) / 8) for a in range(9) for b in range(9 - a)]
    tried = []
    for share in shares:
        like = np.asarray(sum(w * part for w, part in zip(share, parts, strict=True)))
        for least in np.arange(0.1, 0.7, 0.04):
            ours = by_likeness(found, like, float(least))
            tried.append((coreference.scores(gold, ours)["conll"], (share, round(float(least), 2))))
    return sorted(tried, reverse=True)[:12]


if __name__ == "__main__":
    main()
