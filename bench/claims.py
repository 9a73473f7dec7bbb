"""How near the claims of a text come to those that an analyst would list, on the texts of bench/claims/*.jsonl.

usage: python bench/claims.py --half dev|final|check [--pairs] [--list]

Prints one JSON line: `cut`: a claim is right when its words and those of one labelled claim are the same but for one in
five (Jaccard .8; words that stand in several claims, as the verb before a list, count for none, unless a claim has no
others); `act`, `holder`, `issues`: the share of the claims cut right that have the labelled act, exactly the labelled
holders (by surname; none where the text gives none), and at least the labelled issues. The texts are our own wording
about invented states, labelled before any output on them was seen (docs/labelling.md). `--list` prints what is wrong;
of final nothing, since nobody should tune on it.

`--pairs` takes the points of the comparisons (bench/comparison/*.jsonl) instead, far more and more varied, but without
act and holder: `cut` alone, over the claims that stand in an account.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import comparison

from readouts.evaluate import comparison as scorer
from readouts.pipeline import Tools, read
from readouts.records import Claim, Document, Reading
from readouts.text import Span, words

GOLD = Path(__file__).with_suffix("")
SAME = 0.8  # Jaccard of the words of two claims from which they count as one
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A claim as it is compared: labelled or found."""

    starts: frozenset[int]  # where its words begin in the text
    act: str
    holder: frozenset[str]  # surnames, or the last words of names
    issues: frozenset[str]


def gold(half: str, folder: Path = GOLD) -> list[Record]:
    """The labelled texts of one half. Raises ValueError when there are none."""
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    found = [text for text in map(json.loads, lines) if text["half"] == half]
    if not found:
        raise ValueError(f"no texts of {half} in {folder}/*.jsonl")
    return found


def labelled(text: Record) -> list[Cut]:
    """The labelled claims of a text. Raises ValueError when words do not stand in it."""
    return [_labelled(text, claim) for claim in text["claims"]]


def _labelled(text: Record, claim: Record) -> Cut:
    starts: set[int] = set()
    for stretch in claim["words"]:
        at = text["text"].find(stretch)
        if at < 0:
            raise ValueError(f"{text['id']}: {stretch!r} does not stand in the text")
        starts |= _starts(text["text"], [Span(at, at + len(stretch))])
    holder, issues = frozenset(claim["holder"]), frozenset(claim["issues"])
    return Cut(starts=frozenset(starts), act=claim["act"], holder=holder, issues=issues)


def found(reading: Reading) -> list[Cut]:
    """The claims of a reading."""
    names = {party.id: party.name.split()[-1] for party in reading.parties}
    return [_found(claim, reading.document.text, names) for claim in reading.claims]


def _found(claim: Claim, text: str, names: Mapping[str, str]) -> Cut:
    surnames = frozenset(names.get(party, party) for party in claim.doers)
    return Cut(starts=_starts(text, claim.spans), act=claim.act, holder=surnames, issues=frozenset(claim.issues))


def _starts(text: str, spans: Sequence[Span]) -> frozenset[int]:
    return frozenset(word.start for span in spans for word in words(text, span))


def _own(cuts: Sequence[Cut], shared: frozenset[int]) -> list[Cut]:
    """The claims without the words that several of them share."""
    return [replace(cut, starts=(cut.starts - shared) or cut.starts) for cut in cuts]


def _shared(*sides: Sequence[Cut]) -> frozenset[int]:
    """The words that stand in several claims of one side."""
    times = [Counter(start for cut in cuts for start in cut.starts) for cuts in sides]
    return frozenset(start for side in times for start, number in side.items() if number > 1)


def pairs(wanted: Sequence[Cut], given: Sequence[Cut]) -> Iterator[tuple[Cut, Cut]]:
    """Each labelled claim with the found one of the same words, where there is one."""
    for cut in wanted:
        best = max(given, key=lambda other: _likeness(cut, other), default=None)
        if best is not None and _likeness(cut, best) >= SAME:
            yield cut, best


def _likeness(a: Cut, b: Cut) -> float:
    return len(a.starts & b.starts) / max(1, len(a.starts | b.starts))


def scores(texts: Sequence[Record], tools: Tools, errors: list[Record]) -> Record:
    """What is scored over the texts; a record of each fault is added to `errors`."""
    right: Counter[str] = Counter()
    for text in texts:
        same, missed = _cut(text, labelled(text), found(read(_document(text), tools)), right)
        for a, b in same:
            judged = {"act": a.act == b.act, "holder": a.holder == b.holder, "issues": a.issues <= b.issues}
            right.update(name for name, holds in judged.items() if holds)
            errors += [_error(text, name, a, b) for name, holds in judged.items() if not holds]
        errors += missed
    shares = {name: round(right[name] / max(1, right["cut"]), 3) for name in ("act", "holder", "issues")}
    return {"texts": len(texts), "cut": _retrieved(right), **shares}


def cuts_of_pairs(half: str, tools: Tools, errors: list[Record]) -> Record:
    """The cut of the points in the pairs of one contact."""
    right: Counter[str] = Counter()
    texts = [(pair, side) for pair in comparison.gold(half) if pair["contact"] == "same" for side in scorer.SIDES]
    for pair, side in texts:
        reading = read(scorer.document(pair, side), tools)
        told = [claim for claim in reading.claims if claim.account and not claim.headline]
        points = dict.fromkeys(getattr(row, side) for row in scorer.rows(pair) if getattr(row, side))
        wanted = [Cut(starts=p, act="", holder=frozenset(), issues=frozenset()) for p in points]
        given = [_found(claim, reading.document.text, {}) for claim in told]
        errors += _cut({"id": f"{pair['id']} {side}", "text": pair[side]["text"]}, wanted, given, right)[1]
    return {"texts": len(texts), "cut": _retrieved(right)}


def _cut(
    text: Record, wanted: Sequence[Cut], given: Sequence[Cut], right: Counter[str]
) -> tuple[list[tuple[Cut, Cut]], list[Record]]:
    """The claims that are cut alike, and a record of each that is not; how many there are is added to `right`."""
    shared = _shared(wanted, given)
    wanted, given = _own(wanted, shared), _own(given, shared)
    same = list(pairs(wanted, given))
    right.update(wanted=len(wanted), given=len(given), cut=len(same))
    missed = [_error(text, "not found", a, None) for a in wanted if a not in [pair[0] for pair in same]]
    return same, missed + [_error(text, "not labelled", None, b) for b in given if b not in [p[1] for p in same]]


def _retrieved(right: Counter[str]) -> Record:
    p, r = right["cut"] / max(1, right["given"]), right["cut"] / max(1, right["wanted"])
    f1 = 2 * p * r / max(p + r, 1e-9)
    return {"p": round(p, 3), "r": round(r, 3), "f1": round(f1, 3), "gold": right["wanted"]}


def _error(text: Record, fault: str, wanted: Cut | None, given: Cut | None) -> Record:
    told = [_told(text["text"], cut) for cut in (wanted, given)]
    return {"text": text["id"], "fault": fault, "labelled": told[0], "found": told[1]}


def _told(text: str, cut: Cut | None) -> str | None:
    if cut is None:
        return None
    own = " ".join(word.of(text) for word in words(text) if word.start in cut.starts)
    return f"{cut.act} [{', '.join(sorted(cut.holder))}] {sorted(cut.issues)} {own}"


def _document(text: Record) -> Document:
    published = date.fromisoformat(text["published"])
    return Document(id=text["id"], text=text["text"], publisher=text["publisher"], published=published, language="en")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("dev", "final", "check"), required=True)
    parser.add_argument("--pairs", action="store_true", help="the cut of the points in bench/comparison")
    parser.add_argument("--list", action="store_true", help="print each fault; of dev only")
    asked = parser.parse_args()
    if asked.list and asked.half != "dev":
        parser.error("--list is for dev: the faults of the others are not looked at")
    errors: list[Record] = []
    scored = cuts_of_pairs(asked.half, Tools(), errors) if asked.pairs else scores(gold(asked.half), Tools(), errors)
    for error in errors if asked.list else ():
        print(json.dumps(error, ensure_ascii=False))
    print(json.dumps({"half": asked.half, **scored}))


if __name__ == "__main__":
    main()
