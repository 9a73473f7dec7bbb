"""What visitors hand in, read one at a time and at a bounded pace."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic

from readouts.pipeline import Tools
from readouts.web.guard import Pace
from readouts.web.settings import Settings


class Reader:
    """The tools of the engine, lent to one request at a time: the parser is no friend of threads."""

    def __init__(self, tools: Tools, settings: Settings) -> None:
        self._tools, self._lock = tools, Lock()
        self._pace = Pace(settings.most_readings, monotonic)

    @contextmanager
    def lent(self, visitor: str) -> Iterator[Tools]:
        """The tools, when it is this visitor's turn. Raises 429 when they asked for too much."""
        self._pace.take(visitor)
        with self._lock:
            yield self._tools
