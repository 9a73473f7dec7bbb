"""What workers do, wherever they run, and what becomes of the documents that are handed to them."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from readouts.batch.folder import Rows
from readouts.batch.inputs import Task
from readouts.errors import ReadoutsError
from readouts.ingest.made import Failed

MOST_SECONDS = 900.0  # that a worker may hold one document: the longest that is taken reads in about two minutes
MOST_TRIES = 2
WINDOW = 500  # documents that may wait for an earlier one that takes long


class Work(Protocol):
    """What is done with each document. It is sent to every worker, so it can be pickled."""

    def ready(self) -> Mapping[str, Any]:
        """Loads what the work needs, once in each worker; the versions of all that. Raises ReadoutsError."""

    def __call__(self, task: Task) -> "Done | Failed":
        """Reads one document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a document gives."""

    document: str  # its id
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Died:
    """A worker that ended with a document in its hands."""

    reason: str


Answer = Done | Failed | Died


class Pool(Protocol):
    """Workers; each has at most one document."""

    @property
    def made_by(self) -> Mapping[str, Any]:
        """What the workers work with; waits for the first one to be ready. Raises ReadoutsError."""

    @property
    def idle(self) -> int:
        """How many could take a document now."""

    def give(self, number: int, task: Task) -> None:
        """Hands a document to one that is idle."""

    def answers(self) -> list[tuple[int, Answer]]:
        """Waits until something has come of a document, or a worker has become idle."""

    def close(self) -> None:
        """Ends the workers."""


def answered(work: Work, task: Task) -> Done | Failed:
    """What the work gives. A fault of ours in one document must not end its worker, so every exception is a Failed."""
    try:
        return work(task)
    except Exception as error:
        detail = f"{task.piece.origin} could not be read: {type(error).__name__}: {error}"
        return Failed(
            origin=task.piece.origin, error=ReadoutsError(detail, "Please report it, with the text if you may")
        )


def results(tasks: Iterable[Task | Failed], pool: Pool) -> Iterator[tuple[Task | None, Done | Failed]]:
    """What comes of each task, in the order of the tasks, whichever worker is quicker; of a Failed itself.

    A document whose worker died is handed out once more, to another; then it has failed.
    """
    out = _Handed(iter(tasks), pool)
    while True:
        out.hand_out()
        yield from out.in_turn()
        if out.over:
            return
        if out.must_wait:
            out.take_in()


class _Handed:
    """The tasks that are with workers, and results that wait for their turn."""

    def __init__(self, tasks: Iterator[Task | Failed], pool: Pool) -> None:
        self._tasks, self._pool = enumerate(tasks), pool
        self._again: deque[int] = deque()
        self._held: dict[int, Task] = {}  # with workers, or to be handed out again
        self._deaths: Counter[int] = Counter()  # of workers that had the task; few are ever counted
        self._waiting: dict[int, tuple[Task | None, Done | Failed]] = {}
        self._turn, self._taken, self._ended = 0, 0, False

    @property
    def over(self) -> bool:
        return self._ended and not self._held and not self._waiting

    @property
    def must_wait(self) -> bool:
        """Whether nothing can be handed out before a worker answers."""
        return not self._pool.idle or ((self._ended or self._is_full) and not self._again)

    @property
    def _is_full(self) -> bool:
        return self._taken - self._turn >= WINDOW

    def hand_out(self) -> None:
        while self._pool.idle and self._again:
            number = self._again.popleft()
            self._pool.give(number, self._held[number])
        # What fails at the door and is next in turn is told at once, however many such there are.
        while self._pool.idle and not self._ended and not self._is_full and self._turn not in self._waiting:
            self._take_up()

    def _take_up(self) -> None:
        number, task = next(self._tasks, (-1, None))
        if task is None:
            self._ended = True
            return
        self._taken = number + 1
        if isinstance(task, Failed):
            self._waiting[number] = (None, task)
        else:
            self._held[number] = task
            self._pool.give(number, task)

    def in_turn(self) -> Iterator[tuple[Task | None, Done | Failed]]:
        while self._turn in self._waiting:
            yield self._waiting.pop(self._turn)
            self._turn += 1

    def take_in(self) -> None:
        for number, answer in self._pool.answers():
            if isinstance(answer, Died):
                self._deaths[number] += 1
                if self._deaths[number] < MOST_TRIES:
                    self._again.append(number)
                    continue
                answer = _given_up(self._held[number], answer)
            self._waiting[number] = (self._held.pop(number), answer)


def _given_up(task: Task, death: Died) -> Failed:
    message = f"{task.piece.origin} could not be read: {death.reason}, {MOST_TRIES} times"
    return Failed(origin=task.piece.origin, error=ReadoutsError(message, "Look at it alone with: readouts read"))
