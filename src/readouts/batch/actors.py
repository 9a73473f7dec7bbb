"""Workers that are Ray actors, on this machine or on all those of a cluster."""

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from readouts.batch.inputs import Task
from readouts.batch.work import MOST_SECONDS, Answer, Died, Work, answered
from readouts.errors import ReadoutsError

LOCAL = "local"
_MOST_DEATHS = 3  # in a row of actors that never came to work
_WAIT_FOR_ONE = 120.0  # seconds for the first actor: a node may have to load its image


@dataclass(slots=True)
class _Held:
    """An actor's answer to come."""

    actor: Any
    number: int | None  # of the task; None: it is loading its models
    since: float  # by the monotonic clock


class Reader:
    """The actor: loads the models once, then reads document after document."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def ready(self) -> "Mapping[str, Any] | ReadoutsError":
        """Versions of all that shapes a reading, or why it cannot be loaded."""
        try:
            return self._work.ready()
        except ReadoutsError as error:
            return error

    def read(self, task: Task) -> Answer:
        """What the work gives."""
        return answered(self._work, task)


class Actors:
    """Actors on a Ray cluster, one a core unless told otherwise. One that dies is replaced."""

    def __init__(
        self, work: Work, address: str, number: int | None = None, *, most_seconds: float = MOST_SECONDS
    ) -> None:
        """`address` is that of a cluster, or LOCAL for one of this machine. Raises ReadoutsError without Ray."""
        try:
            import ray
        except ImportError as error:
            raise ReadoutsError("--ray needs Ray", "Run: pip install 'readouts[ray]'") from error
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is to be told to anybody
        self._ray, self._work, self._most_seconds = ray, work, most_seconds
        _connect(ray, address, number)
        cores = int(ray.cluster_resources().get("CPU", 1))
        self._kind: Any = ray.remote(num_cpus=1, max_restarts=0)(Reader)
        self._made_by: Mapping[str, Any] | None = None
        self._deaths = 0
        self._idle: list[Any] = []
        self._held: dict[Any, _Held] = {}  # by the reference to the answer
        for _ in range(number or cores):
            self._start()

    @property
    def made_by(self) -> Mapping[str, Any]:
        """What the actors work with; waits for the first one to be ready. Raises ReadoutsError."""
        begun = time.monotonic()
        while self._made_by is None:
            self.answers(_WAIT_FOR_ONE)
            if self._made_by is None and time.monotonic() - begun > _WAIT_FOR_ONE:
                remedy = "Look at the cluster with: ray status"
                raise ReadoutsError(f"the cluster gives no worker within {_WAIT_FOR_ONE:.0f} s", remedy)
        return self._made_by

    @property
    def idle(self) -> int:
        """How many could take a document now."""
        return len(self._idle)

    def give(self, number: int, task: Task) -> None:
        """Hands a document to one that is idle."""
        actor = self._idle.pop()
        self._held[actor.read.remote(task)] = _Held(actor, number, time.monotonic())

    def answers(self, patience: float | None = None) -> list[tuple[int, Answer]]:
        """Waits until something has come of a document, or an actor has become idle, at most `patience` seconds.

        Raises ReadoutsError when none comes to work.
        """
        begun = [held.since for held in self._held.values() if held.number is not None]
        left = max(0.0, min(begun) + self._most_seconds - time.monotonic()) if begun else patience
        heard, _ = self._ray.wait(list(self._held), num_returns=1, timeout=left)
        found = [self._heard(reference) for reference in heard]
        found += [self._cut_off(reference) for reference in list(self._held) if self._is_over(reference)]
        return [answer for answer in found if answer is not None]

    def _is_over(self, reference: Any) -> bool:
        held = self._held[reference]
        return held.number is not None and time.monotonic() - held.since > self._most_seconds

    def _heard(self, reference: Any) -> tuple[int, Answer] | None:
        held = self._held.pop(reference)
        try:
            told = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            return self._dead(held, f"its worker ended ({type(error).__name__})")
        self._idle.append(held.actor)
        if held.number is not None:
            return held.number, told
        if isinstance(told, ReadoutsError):
            raise told
        if self._made_by is not None and told != self._made_by:
            message = f"the machines of the cluster differ: {dict(told)} and {dict(self._made_by)}"
            raise ReadoutsError(message, "Install the same version of readouts on all")
        self._made_by, self._deaths = told, 0
        return None

    def _cut_off(self, reference: Any) -> tuple[int, Answer] | None:
        held = self._held.pop(reference)
        self._ray.kill(held.actor)
        return self._dead(held, f"it took over {self._most_seconds:.0f} s")

    def _dead(self, held: _Held, why: str) -> tuple[int, Answer] | None:
        """Another actor in the place of a dead one, and what became of the document in its hands."""
        if held.number is None:
            self._deaths += 1
        if self._deaths >= _MOST_DEATHS:
            remedy = "Look whether readouts is installed on all machines, and whether memory ran out"
            raise ReadoutsError(f"the workers end before they are ready: {why}", remedy)
        self._start()
        return (held.number, Died(reason=why)) if held.number is not None else None

    def _start(self) -> None:
        actor = self._kind.remote(self._work)
        self._held[actor.ready.remote()] = _Held(actor, None, time.monotonic())

    def close(self) -> None:
        """Ends the actors, and a cluster of this machine."""
        self._ray.shutdown()


def _connect(ray: Any, address: str, number: int | None) -> None:
    """Joins the cluster, or makes one of this machine."""
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    if address == LOCAL:
        options |= {"num_cpus": number, "include_dashboard": False}
    try:
        ray.init(address=address, **options)
    except Exception as error:  # Ray has no narrower one for a cluster that does not come up
        ray.shutdown()
        reason = " ".join(str(error).split())[:200]
        remedy = "Give its address, such as ray://HOST:10001 or HOST:6379, or: --ray local; without Ray: --workers"
        raise ReadoutsError(f"no Ray cluster answers at {address}: {reason}", remedy) from error
