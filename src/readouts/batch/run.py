"""A batch from its inputs to its manifest."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from readouts.batch.folder import Folder, Unfinished
from readouts.batch.inputs import Inputs, Task
from readouts.batch.work import Done, Pool, results
from readouts.ingest.made import Failed

DOCUMENTS = 500  # of a part: what a kill may cost is reading these again
COUNTS = ("read", "known", "repeated", "failed")  # known: stands in a part of an earlier run; repeated: came twice


@dataclass(slots=True)
class Progress:
    """How far a run is. It changes as the run goes on; `consumed` and `total` are bytes of input."""

    counts: Counter[str] = field(default_factory=Counter)  # by COUNTS
    consumed: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run works with."""

    inputs: Inputs
    folder: Folder
    pool: Pool
    told: Mapping[str, Any]  # what the user chose, for the manifest; a folder takes only runs that chose the same
    tell: Callable[[Progress], object]  # after each document
    failed: Callable[[Failed], object]  # at each failure
    stopped: Callable[[], bool] = lambda: False  # asked before each document: whether the run is to end
    documents: int = DOCUMENTS


def batch(run: Run) -> dict[str, Any]:
    """Reads all documents that the folder does not hold yet, part by part; the manifest.

    Documents stand in the order of the inputs, whatever the workers. A run that is stopped ends with the documents in
    hand: its part stands, and the manifest says that it is not complete. Raises ReadoutsError.
    """
    run.folder.begin({**run.told, "made_by": run.pool.made_by})
    progress = Progress(total=run.inputs.total)
    held = sum(part.documents for part in run.folder.parts.values())
    with run.folder.failures() as note:
        answers = results(_new(run, progress), run.pool)
        while not _part(run, answers, progress, note):
            continue
    counts = {"documents": held + progress.counts["read"], **{name: progress.counts[name] for name in COUNTS}}
    return run.folder.manifest({"complete": not run.stopped(), "counts": counts, "inputs": _inputs(run.inputs)})


def _new(run: Run, progress: Progress) -> Iterator[Task | Failed]:
    """The tasks that the folder does not know; one that comes twice in this run comes once."""
    for task in run.inputs:
        if run.stopped():
            return
        progress.consumed = run.inputs.consumed
        state = "new" if isinstance(task, Failed) else run.folder.taken_up(task.content)
        if state == "new":
            yield task
        else:
            progress.counts[state] += 1
            run.tell(progress)


def _part(
    run: Run,
    answers: Iterator[tuple[Task | None, Done | Failed]],
    progress: Progress,
    note: Callable[[Mapping[str, str]], object],
) -> bool:
    """Fills one part; whether that was the last."""
    with run.folder.part() as part:
        for task, answer in answers:
            _put(part, task, answer, run, note)
            progress.counts["failed" if isinstance(answer, Failed) else "read"] += 1
            run.tell(progress)
            if len(part.documents) == run.documents:
                return False
        return True


def _put(
    part: Unfinished, task: Task | None, answer: Done | Failed, run: Run, note: Callable[[Mapping[str, str]], object]
) -> None:
    if isinstance(answer, Failed):
        content = {"content": task.content} if task else {}
        note({"origin": answer.origin, "error": str(answer.error), **content})
        run.failed(answer)
    else:
        assert task is not None
        part.add(task.content, answer.rows)


def _inputs(inputs: Inputs) -> list[dict[str, Any]]:
    """The files of many documents with their checksums; those of one document are in the table of readings."""
    listed: list[dict[str, Any]] = [asdict(one) for one in inputs.files]
    return listed + ([{"files_of_one_document": inputs.pages}] if inputs.pages else [])
