"""Workers that are processes of this machine, each with models of its own and on one thread."""

import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from readouts.batch.inputs import Task
from readouts.batch.work import MOST_SECONDS, Answer, Died, Work, answered
from readouts.errors import ReadoutsError

# The libraries under the models would each take all cores.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "RAYON_NUM_THREADS")
_MOST_DEATHS = 3  # in a row of workers that never came to work
_PATIENCE = 5.0  # seconds that a worker has to end by itself


@dataclass(slots=True)
class _Worker:
    """A process, our end of the pipe to it, and what it has in hand."""

    process: BaseProcess
    pipe: Connection
    is_ready: bool = False
    number: int | None = None  # of the task in its hands
    since: float = 0.0  # when it was handed over, by the monotonic clock


class Processes:
    """So many workers. One that dies, or holds a document for too long, is replaced."""

    def __init__(self, work: Work, number: int, *, most_seconds: float = MOST_SECONDS) -> None:
        self._work, self._most_seconds = work, most_seconds
        # Not forked: the libraries below have threads, which a fork leaves half dead.
        self._context = multiprocessing.get_context("spawn")
        self._made_by: Mapping[str, Any] | None = None
        self._deaths = 0
        self._workers = [self._started() for _ in range(number)]

    @property
    def made_by(self) -> Mapping[str, Any]:
        """What the workers work with; waits for the first one to be ready. Raises ReadoutsError."""
        while self._made_by is None:
            self.answers()
        return self._made_by

    @property
    def idle(self) -> int:
        """How many could take a document now."""
        return sum(worker.is_ready and worker.number is None for worker in self._workers)

    def give(self, number: int, task: Task) -> None:
        """Hands a document to one that is idle."""
        worker = next(w for w in self._workers if w.is_ready and w.number is None)
        worker.number, worker.since = number, time.monotonic()
        with suppress(OSError):  # it died in idleness; `answers` comes upon that
            worker.pipe.send(task)

    def answers(self) -> list[tuple[int, Answer]]:
        """Waits until something has come of a document, or a worker has become idle. Raises ReadoutsError when none
        comes to work.
        """
        heard = wait([worker.pipe for worker in self._workers], self._time_left())
        found = [self._heard(worker) for worker in self._workers if worker.pipe in heard]
        found += [self._cut_off(worker) for worker in self._workers if self._is_over(worker)]
        return [answer for answer in found if answer is not None]

    def _time_left(self) -> float | None:
        """Seconds until the first of the documents in hand has been held for too long."""
        begun = [worker.since for worker in self._workers if worker.number is not None]
        return max(0.0, min(begun) + self._most_seconds - time.monotonic()) if begun else None

    def _is_over(self, worker: _Worker) -> bool:
        return worker.number is not None and time.monotonic() - worker.since > self._most_seconds

    def _heard(self, worker: _Worker) -> tuple[int, Answer] | None:
        try:
            told = pickle.loads(worker.pipe.recv_bytes())
        except (EOFError, OSError):
            return self._dead(worker, "")
        if isinstance(told, ReadoutsError):
            raise told
        if not worker.is_ready:
            worker.is_ready, self._deaths = True, 0
            self._made_by = told
            return None
        number, worker.number = worker.number, None
        assert number is not None
        return number, told

    def _cut_off(self, worker: _Worker) -> tuple[int, Answer] | None:
        worker.process.kill()
        return self._dead(worker, f"it took over {self._most_seconds:.0f} s")

    def _dead(self, worker: _Worker, why: str) -> tuple[int, Answer] | None:
        """Another worker in the place of a dead one, and what became of the document in its hands."""
        worker.process.join()
        worker.pipe.close()
        code = worker.process.exitcode or 0
        why = why or f"its worker ended ({_signal(-code) if code < 0 else f'exit code {code}'})"
        if not worker.is_ready:
            self._deaths += 1
        if self._deaths >= _MOST_DEATHS:
            remedy = "Look whether memory ran out: a worker takes about 1 GB; give fewer --workers"
            raise ReadoutsError(f"the workers end before they are ready: {why}", remedy)
        self._workers[self._workers.index(worker)] = self._started()
        return (worker.number, Died(reason=why)) if worker.number is not None else None

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        with _deaf_to_ctrl_c():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def close(self) -> None:
        """Ends the workers."""
        for worker in self._workers:
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join(0.0 if worker.number is not None else _PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes started meanwhile do not hear Ctrl-C, which goes to all of a terminal: the run decides about them."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may say what is done with signals
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


# -- in the worker ---------------------------------------------------------------------------------------------------


def _serve(pipe: Connection, work: Work) -> None:
    """Answers tasks until the pipe is closed, be it that the run ended or that it was killed."""
    for name in _ONE_THREAD:
        os.environ[name] = "1"
    with suppress(EOFError, OSError):
        try:
            told: Any = work.ready()
        except ReadoutsError as error:
            told = error
        pipe.send_bytes(pickle.dumps(told))
        while True:
            pipe.send_bytes(pickle.dumps(answered(work, pipe.recv())))
