"""Answers that take seconds, kept until the documents change."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from readouts.store import schema as t

_T = TypeVar("_T")
_MOST = 64  # answers


class Kept:
    """The last answers, each for one state of one database. The same question asked twice at once is answered once."""

    def __init__(self, most: int = _MOST) -> None:
        self._most, self._lock = most, Lock()
        self._answers: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, connection: Connection, question: Hashable, make: Callable[[], _T]) -> _T:
        """The answer to the question, made where it is not known or the documents have changed since."""
        key = (question, connection.engine.url.render_as_string(), _state(connection))
        with self._lock:
            if key not in self._answers:
                self._answers[key] = make()
                while len(self._answers) > self._most:
                    self._answers.popitem(last=False)
            self._answers.move_to_end(key)
            found: _T = self._answers[key]
            return found


def _state(connection: Connection) -> tuple[Any, ...]:
    """What changes with every document that is added, superseded or read again."""
    d, r = t.document.c, t.reading.c
    newest = connection.execute(select(func.max(d.key), func.count(d.superseded_by))).one()
    return (*newest, connection.execute(select(func.max(r.made))).scalar())
