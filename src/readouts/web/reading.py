"""What visitors hand in, read one at a time and at a bounded pace."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from threading import Lock, Semaphore
from time import monotonic

from fastapi import HTTPException

from readouts.errors import ReadoutsError
from readouts.ingest.documents import Loaded, Options, loaded
from readouts.pipeline import Tools, compared
from readouts.web.guard import Pace
from readouts.web.settings import Settings

MOST_WAITING = 8  # requests for the tools at a time: each holds one of the server's 40 threads


class Reader:
    """The tools of the engine, lent to one request at a time: the parser is no friend of threads."""

    def __init__(self, tools: Tools, settings: Settings) -> None:
        self._tools, self._lock, self._places = tools, Lock(), Semaphore(MOST_WAITING)
        self._pace = Pace(settings.most_readings, monotonic)
        self._fetches = Pace(2 * settings.most_readings, monotonic)  # two addresses a comparison

    @contextmanager
    def lent(self, visitor: str) -> Iterator[Tools]:
        """The tools, when it is this visitor's turn. Raises 429 when they asked for too much, 503 when many wait."""
        self._pace.take(visitor)
        if not self._places.acquire(blocking=False):
            raise HTTPException(503, "Many are having texts read just now; try again in a minute.")
        try:
            with self._lock:
                yield self._tools
        finally:
            self._places.release()

    def warm(self) -> None:
        """Loads all parts of the engine, which takes seconds, so that the first visitor need not wait for it.

        A part that is missing is told when somebody asks for a reading.
        """
        with self._lock, suppress(ReadoutsError):
            compared([each.document for each in examples()], self._tools)

    def fetches(self, visitor: str) -> None:
        """Counts an address that is fetched for the visitor. Raises 429 when they asked for too many."""
        self._fetches.take(visitor)


def examples() -> tuple[Loaded, ...]:
    """The two bundled texts on one call."""
    raw = files("readouts").joinpath("examples/call.jsonl").read_bytes()
    return tuple(each for each in loaded(["-"], Options(), lambda: raw) if isinstance(each, Loaded))
