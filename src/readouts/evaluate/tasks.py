"""The way through: a gold file, read by the engine, scored."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readouts.evaluate import attributions, comparison, contacts, dates, events
from readouts.evaluate.gold import Row, document, rows
from readouts.ingest.documents import Failed
from readouts.pipeline import Tools, readings
from readouts.records import Reading

TASKS = ("attributions", "contacts", "dates", "events", "comparison")
_MODULES: Mapping[str, Any] = {"attributions": attributions, "contacts": contacts, "dates": dates, "events": events}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The figures of one task on one gold file."""

    task: str
    rows: int  # documents, or pairs
    failed: tuple[str, ...]  # what could not be read, in words; it counts as nothing found
    scores: dict[str, Any]


def evaluated(
    task: str, text: str, origin: str, tools: Tools, shown: Callable[[Iterable[Any]], Iterable[Any]] = iter
) -> Evaluation:
    """The scores of the engine on the gold of that text. `shown` may show progress over what is read.

    Raises InputError that names file and line when a row is not of the task's form.
    """
    if task == "comparison":
        pairs = rows(text, origin, comparison.check, several=True)
        scored = comparison.scores(list(pairs), comparison.engine(tools), shown=shown)
        failed = tuple(f"{p['pair']}: {p['failed']}" for p in scored.pop("pairs") if p["failed"])
        errors = scored.pop("errors")
        return Evaluation(task=task, rows=len(pairs), failed=failed, scores={**scored, "errors": len(errors)})
    module = _MODULES[task]
    gold = rows(text, origin, module.check)
    found = list(shown(readings([document(row) for row in gold], tools)))
    return scored_as(task, gold, found)


def scored_as(task: str, gold: Sequence[Row], found: Sequence[Reading | Failed]) -> Evaluation:
    """The scores of readings that are there already; they and the gold rows belong together by id."""
    read = {one.document.id: one for one in found if isinstance(one, Reading)}
    failed = tuple(str(one.error) for one in found if isinstance(one, Failed))
    return Evaluation(task=task, rows=len(gold), failed=failed, scores=_MODULES[task].scores(gold, read))


def lines(evaluation: Evaluation) -> Iterator[str]:
    """The figures for people, a line each: name, then precision, recall and F1, or the one figure."""
    yield f"{evaluation.task}: {evaluation.rows:,} {'pairs' if evaluation.task == 'comparison' else 'documents'}"
    yield from _told(evaluation.scores, "")


def _told(scores: Mapping[str, Any], before: str) -> Iterator[str]:
    for name, value in scores.items():
        label = f"{before}{name}"
        if isinstance(value, dict) and "f1" in value:
            shares = "  ".join(f"{one.upper()} {_share(value[one])}" for one in ("p", "r", "f1"))
            yield f"  {label:<22} {shares}{_counts(value)}"
        elif isinstance(value, dict) and "share" in value:
            yield f"  {label:<22} {_share(value['share'])} ({value['right']} of {value['n']})"
        elif isinstance(value, dict):
            yield from _told(value, f"{label} ")
        elif isinstance(value, list):
            yield from [f"  {label.replace('_', ' ')}: {', '.join(map(str, value))}"] if value else []
        else:
            yield f"  {label:<22} {_share(value) if isinstance(value, float) else value}"


def _share(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def _counts(value: Mapping[str, Any]) -> str:
    gold, found = (value.get(a, value.get(b)) for a, b in (("n_gold", "gold"), ("n_predicted", "found")))
    return f"  (gold {gold:,}, found {found:,})"
