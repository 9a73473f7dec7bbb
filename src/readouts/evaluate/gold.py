"""Gold data as they lie in a file: JSONL, read and checked line by line; and the figures that all tasks share."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from readouts.errors import InputError
from readouts.records import Document

Row = dict[str, Any]
Spans = Sequence[Sequence[int]]
Check = Callable[[Row], None]
REMEDY = "docs/reviewing.md shows the form of gold data"


def rows(text: str, origin: str, check: Check, *, several: bool = False) -> list[Row]:
    """The rows of a gold file, each looked over by `check`, which raises ValueError with what is wrong.

    `several`: a row has no text of its own. Raises InputError that names file and line, or says that there are none.
    """
    found, ids = [], set()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            _must(isinstance(row, dict), "is no object")
            _must(isinstance(row.get("id"), str) and row["id"], "has no id")
            _must(row["id"] not in ids, f"has the id {row['id']!r} a second time")
            if not several:
                _must(isinstance(row.get("text"), str) and row["text"].strip(), "has no text")
                day(row.get("published"))
            check(row)
        except (ValueError, KeyError, TypeError) as error:
            told = f"has no {error}" if isinstance(error, KeyError) else str(error)
            told = "is no JSON" if isinstance(error, json.JSONDecodeError) else told
            raise InputError(f"{origin}, line {number} {told}", REMEDY) from error
        ids.add(row["id"])
        found.append(row)
    if not found:
        raise InputError(f"{origin} holds no gold rows", REMEDY)
    return found


def document(row: Row) -> Document:
    """The document of a gold row."""
    return Document(
        id=row["id"], text=row["text"], title=row.get("title"), publisher=row.get("publisher"),
        published=day(row.get("published")), language=row.get("language", "en"),
    )  # fmt: skip


def day(value: Any) -> date | None:
    """A day as gold writes it, the time of day left off. Raises ValueError when it is none."""
    try:
        return None if value is None else date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise ValueError(f"has the day {value!r}, which is none") from error


def check_span(span: Any, text: str) -> None:
    """Raises ValueError unless the span is [start, end] within the text."""
    fits = isinstance(span, list) and len(span) == 2 and all(isinstance(at, int) for at in span)
    _must(fits and 0 <= span[0] < span[1] <= len(text), f"has the span {span!r}, which is not in its text")


def _must(right: Any, says: str) -> None:
    if not right:
        raise ValueError(says)


def retrieved(right: int, found: int, gold: int) -> dict[str, float | int]:
    """Precision, recall and F1 with their counts; a share of nothing is 0."""
    p, r = (right / n if n else 0.0 for n in (found, gold))
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    shares = {name: round(value, 4) for name, value in (("p", p), ("r", r), ("f1", f1))}
    return {**shares, "n_gold": gold, "n_predicted": found}


def counted(counts: Mapping[str, int]) -> dict[str, float | int]:
    """`retrieved` of counts named right, found and gold."""
    return retrieved(counts.get("right", 0), counts.get("found", 0), counts.get("gold", 0))


def share(right: int, n: int) -> float:
    """The share, rounded; of nothing 0."""
    return round(right / n, 4) if n else 0.0


def plain(spans: Iterable[Any]) -> list[list[int]]:
    """Spans as gold writes them."""
    return [[span.start, span.end] for span in spans]


def characters(spans: Spans) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def pairs_by_score(pairs: Iterable[tuple[float, int, int]]) -> Iterator[tuple[int, int]]:
    """One-to-one pairs, the lowest score first."""
    left, right = set[int](), set[int]()
    for _, i, j in sorted(pairs):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            yield i, j
