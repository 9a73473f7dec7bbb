"""How near a comparison comes to the rows that an analyst would write; what is scored: docs/labelling.md.

`aligned`: p over Readouts' rows with claims on both sides, r over those of gold; `alone`: gold's one-sided points;
`conflict`; `relation`: both or framing, in the rows that are right; `overlap`, the baseline: the share of gold's
aligned points whose most similar point of the other side, by shared words, is a counterpart; `refused`: of different
contacts, as should be, and of one contact, where every row is lost. Read `aligned` with `alone`: one row of all claims
would leave nothing out of either side, and no point alone.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from readouts.errors import ContactsDiffer, ReadoutsError
from readouts.evaluate.gold import day
from readouts.ingest.letterhead import headline
from readouts.pipeline import Tools, compared
from readouts.records import Comparison, Document
from readouts.text import Span, key, words

SIDES = ("left", "right")
ALIGNED = ("both", "framing", "conflict")
FILLED = {**dict.fromkeys(ALIGNED, SIDES), "only-left": ("left",), "only-right": ("right",)}
# Words by which no two points are alike, for the baseline.
FUNCTION_WORDS = frozenset(
    "a an and as at be been by for from had has have he her his in including is it its of on or she that the their them"
    " they this to was were which who will with would".split()
)
Record = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a comparison, gold or found."""

    relation: str
    left: frozenset[int]  # where the words of the left side begin in the left text; empty: nothing on that side
    right: frozenset[int]

    @property
    def aligned(self) -> bool:
        """Whether both sides have words."""
        return bool(self.left and self.right)


# The rows that are found in a pair. Raises ContactsDiffer when the two texts are held to tell of different contacts.
Engine = Callable[[Record], Sequence[Row]]


def check(pair: Record) -> None:
    """Raises ValueError, KeyError or TypeError when the pair is not of the form of docs/labelling.md."""
    for side in SIDES:
        if not isinstance(pair[side]["text"], str) or not pair[side]["text"].strip():
            raise ValueError(f"has no text on the {side}")
        day(pair[side].get("published"))
    for row in pair["rows"]:
        for side in SIDES:
            if not isinstance(row[side], list):
                raise ValueError(f"has {row[side]!r} for the words of a side, which is no list")
        row.setdefault("why", None)
    try:
        rows(pair)
    except ValueError as error:
        raise ValueError(f"is not as its texts are: {error}") from error


def rows(pair: Record) -> list[Row]:
    """The gold rows of a pair. Raises ValueError, with pair and row, when a label does not fit the texts."""
    if (pair["contact"] == "same") != bool(pair["rows"]):
        raise ValueError(f"{pair['id']}: rows are for two accounts of the same contact, and these need some")
    return [_row(pair, row, f"{pair['id']}, row {number}") for number, row in enumerate(pair["rows"], 1)]


def _row(pair: Record, row: Record, where: str) -> Row:
    filled = tuple(side for side in SIDES if row[side])
    if filled != FILLED.get(row["relation"]):
        raise ValueError(f"{where}: {row['relation']!r} does not go with words on {' and '.join(filled) or 'no side'}")
    if row["relation"] in ("framing", "conflict") and not row["why"]:
        raise ValueError(f"{where}: why is it {row['relation']}?")
    left, right = (_starts(pair[side]["text"], row[side], f"{where}, {side}") for side in SIDES)
    return Row(relation=row["relation"], left=left, right=right)


def _starts(text: str, quotes: Sequence[str], where: str) -> frozenset[int]:
    spans = [_place(text, quote, where) for quote in quotes]
    if any(after.start < before.end for before, after in pairwise(spans)):
        raise ValueError(f"{where}: the stretches overlap or are out of order: {list(quotes)}")
    return frozenset(word.start for span in spans for word in words(text, span))


def _place(text: str, quote: str, where: str) -> Span:
    """Where the quoted words stand as whole words; "trade#2": the second place."""
    wanted, _, number = quote.partition("#")
    places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", text)] if wanted.strip() else []
    at = int(number or 1) - 1
    if not 0 <= at < len(places):
        raise ValueError(f"{where}: {quote!r} does not stand in the text as whole words (places: {len(places)})")
    return Span(*places[at])


def engine(tools: Tools, *, anyway: bool = False) -> Engine:
    """Readouts itself; with `anyway` it refuses no pair of one contact."""

    def found_in(pair: Record) -> list[Row]:
        insist = anyway and pair["contact"] == "same"
        return found(compared([document(pair, side) for side in SIDES], tools, anyway=insist))

    return found_in


def document(pair: Record, side: str) -> Document:
    """The text of that side, its headline told from the body as in a file that is read."""
    return Document(
        id=side,
        text=pair[side]["text"],
        headline=headline(pair[side]["text"]),
        publisher=pair[side].get("publisher"),
        published=day(pair[side].get("published")),
        language="en",
    )


def found(comparison: Comparison) -> list[Row]:
    """The rows of a comparison of the documents "left" and "right"."""
    texts = {reading.document.id: reading.document.text for reading in comparison.readings}
    told = {claim.id: (r.document.id, claim.spans) for r in comparison.readings for claim in r.claims}
    rows = [(row.relation, (*row.left, *row.right)) for row in comparison.alignments]
    said = {
        side: own_words(
            {claim: told[claim][1] for _, claims in rows for claim in claims if told[claim][0] == side}, texts[side]
        )
        for side in SIDES
    }
    return [
        Row(relation=relation, **{side: _joined(said[side], claims) for side in SIDES}) for relation, claims in rows
    ]


def _joined(said: dict[str, frozenset[int]], claims: Iterable[str]) -> frozenset[int]:
    return frozenset().union(*(said.get(claim, frozenset()) for claim in claims))


def own_words(claims: dict[str, tuple[Span, ...]], text: str) -> dict[str, frozenset[int]]:
    """The words of each claim without those that it shares with another, such as the verb before a list.

    Else "discussed energy" would match "discussed trade" by its verb. A claim with no others keeps the shared ones.
    """
    starts = {claim: {w.start for span in spans for w in words(text, span)} for claim, spans in claims.items()}
    uses = Counter(start for found in starts.values() for start in found)
    return {claim: frozenset(s for s in found if uses[s] == 1) or frozenset(found) for claim, found in starts.items()}


def close(ours: frozenset[int], theirs: frozenset[int]) -> bool:
    """Whether the two share at least half the words of the shorter."""
    return bool(ours and theirs) and 2 * len(ours & theirs) >= min(len(ours), len(theirs))


def matches(one: Row, other: Row) -> bool:
    """Whether two rows with words on both sides are close on each."""
    return close(one.left, other.left) and close(one.right, other.right)


def _shared(one: Row, other: Row) -> float:
    """How alike two rows are: 0..2, the overlap of the words of each side."""
    sides = ((one.left, other.left), (one.right, other.right))
    return sum(len(a & b) / len(a | b) for a, b in sides if a | b)


def judged(pair: Record, engine: Engine) -> tuple[Record, list[Record]]:
    """The counts of one pair, and its errors with the words of both sides."""
    labels = rows(pair)
    counts = Counter(overlap(pair, labels))
    refused, failed = False, None
    told: Sequence[Row] = ()
    try:
        told = engine(pair)
    except ContactsDiffer:
        refused = True
    except ReadoutsError as error:
        failed = str(error)
    errors: list[Record] = []
    if pair["contact"] == "same":
        for verdict, row, gives in verdicts(labels, told):
            counts[verdict] += 1
            if gives:
                errors.append({"error": gives, **_words(pair, row), "relation": row.relation})
    wrong = refused != (pair["contact"] == "different")
    if wrong or failed:
        errors.insert(0, {"error": failed or ("refused" if refused else "not refused")})
    about = {"pair": pair["id"], "contact": pair["contact"], "traits": pair.get("traits", [])}
    return {**about, "refused": refused, "failed": failed, "counts": counts}, [{**about, **e} for e in errors]


def verdicts(labels: Sequence[Row], told: Sequence[Row]) -> Iterator[tuple[str, Row, str | None]]:
    """What each row counts as, and the name of the error where it is one."""
    pairs, ours = [row for row in labels if row.aligned], [row for row in told if row.aligned]
    for row in ours:
        near = [label for label in pairs if matches(row, label)]
        yield ("aligned.right", row, None) if near else ("aligned.wrong", row, "not aligned in gold")
        best = max(near, key=lambda label: _shared(row, label), default=None)
        if best and best.relation != "conflict":
            same = best.relation == row.relation
            yield f"{best.relation} as {row.relation}", row, None if same else f"{best.relation} in gold"
        if row.relation == "conflict":
            right = any(label.relation == "conflict" for label in near)
            yield ("conflict.right", row, None) if right else ("conflict.wrong", row, "no conflict in gold")
    for label in pairs:
        near = [row for row in ours if matches(row, label)]
        yield ("aligned.met", label, None) if near else ("aligned.missed", label, "missed")
        if label.relation == "conflict":
            met = any(row.relation == "conflict" for row in near)
            yield ("conflict.met", label, None) if met else ("conflict.missed", label, "conflict missed")
    for label in labels:
        if not label.aligned:
            yield _alone(label, told)


def _alone(label: Row, told: Sequence[Row]) -> tuple[str, Row, str | None]:
    touching = [row for row in told if close(row.left, label.left) or close(row.right, label.right)]
    if not touching:
        return "alone.absent", label, "one-sided in gold, in no row"
    together = any(row.aligned for row in touching)
    return ("alone.wrong", label, "one-sided in gold, aligned") if together else ("alone.right", label, None)


def overlap(pair: Record, labels: Sequence[Row]) -> Iterator[str]:
    """For each gold point with a counterpart: whether the most similar point of the other side is one."""
    points = {side: list(dict.fromkeys(getattr(row, side) for row in labels if getattr(row, side))) for side in SIDES}
    bags = {side: {point: _bag(pair[side]["text"], point) for point in points[side]} for side in SIDES}
    for side, other in (SIDES, SIDES[::-1]):
        for point in points[side]:
            wanted = {getattr(row, other) for row in labels if row.aligned and getattr(row, side) == point}
            if wanted:
                best = max(points[other], key=lambda p: _jaccard(bags[side][point], bags[other][p]))
                hit = best in wanted and bags[side][point] & bags[other][best]
                yield "overlap.right" if hit else "overlap.wrong"


def _bag(text: str, point: frozenset[int]) -> frozenset[str]:
    return frozenset(key(word.of(text)) for word in words(text) if word.start in point) - FUNCTION_WORDS


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _words(pair: Record, row: Row) -> Record:
    return {side: _said(pair[side]["text"], getattr(row, side)) for side in SIDES}


def _said(text: str, starts: frozenset[int]) -> str:
    """The words that begin there, with an ellipsis where others stand between."""
    said, broken = list[str](), False
    for word in words(text):
        if word.start in starts:
            said += ["…"] * (broken and bool(said)) + [word.of(text)]
        broken = word.start not in starts
    return " ".join(said)


def figures(counts: Counter[str]) -> Record:
    """The measures of one pair or of a half, with their counts; a share of nothing is None."""
    relations = {name: n for name, n in sorted(counts.items()) if " as " in name}
    right = counts["both as both"] + counts["framing as framing"]
    return {
        "aligned": _retrieved(counts, "aligned"),
        "alone": {**_share(counts["alone.right"], _sum(counts, "alone")), "absent": counts["alone.absent"]},
        "conflict": _retrieved(counts, "conflict"),
        "relation": {**_share(right, sum(relations.values())), **relations},
        "overlap": _share(counts["overlap.right"], _sum(counts, "overlap")),
    }


def _sum(counts: Counter[str], measure: str) -> int:
    return sum(n for name, n in counts.items() if name.startswith(f"{measure}."))


def _share(right: int, n: int) -> Record:
    return {"share": round(right / n, 3) if n else None, "right": right, "n": n}


def _retrieved(counts: Counter[str], measure: str) -> Record:
    """Precision over what was found, recall over gold, their harmonic mean."""
    right, wrong, met, missed = (counts[f"{measure}.{name}"] for name in ("right", "wrong", "met", "missed"))
    p = right / (right + wrong) if right + wrong else None
    r = met / (met + missed) if met + missed else None
    f1 = 2 * p * r / (p + r) if p and r else (None if r is None else 0.0)
    shares = {name: value if value is None else round(value, 3) for name, value in (("p", p), ("r", r), ("f1", f1))}
    return {**shares, "right": right, "found": right + wrong, "met": met, "gold": met + missed}


def scores(
    pairs: Sequence[Record], engine: Engine, *, shown: Callable[[Iterable[Any]], Iterable[Any]] = iter
) -> Record:
    """The measures over the pairs together; `pairs` has those of each, `errors` one record for each error. `shown` may
    show progress over the pairs.
    """
    each = [judged(pair, engine) for pair in shown(pairs)]
    total = sum((counted["counts"] for counted, _ in each), Counter[str]())
    refused = {
        contact: {
            "refused": sum(c["refused"] for c, _ in each if c["contact"] == contact),
            "n": sum(c["contact"] == contact for c, _ in each),
        }
        for contact in ("same", "different")
    }
    lines = [{**{k: v for k, v in c.items() if k != "counts"}, **figures(c["counts"])} for c, _ in each]
    failed = sum(c["failed"] is not None for c, _ in each)
    return {
        **figures(total),
        "refused": refused,
        "failed": failed,
        "pairs": lines,
        "errors": [error for _, errors in each for error in errors],
    }
