"""Inputs that could not be read, each once, until the same input is read after all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from readouts.store import schema as t
from readouts.store.adding import instant

_MOST_SIGNS = 2000  # of a name or reason that is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What failed, why, and what to do about it."""

    origin: str  # as the user, feed or form named it: an address, a path
    reason: str
    remedy: str  # "": none is known
    failed: str  # the last time, an instant in UTC: "2024-09-17T08:00:00Z"


def note(connection: Connection, origin: str, reason: str, remedy: str, now: datetime) -> None:
    """Keeps the failure in the place of an older one of the same input."""
    values = [part.replace("\0", "\ufffd")[:_MOST_SIGNS] for part in (origin, reason, remedy)]
    clear(connection, values[:1])
    row = dict(zip(("origin", "reason", "remedy"), values, strict=True))
    connection.execute(insert(t.failure).values(**row, failed=instant(now)))


def clear(connection: Connection, origins: Iterable[str]) -> None:
    """Takes out what failed under these names: it was read after all, or nobody wants it."""
    for origin in origins:
        connection.execute(delete(t.failure).where(t.failure.c.origin == origin[:_MOST_SIGNS]))


def origins(connection: Connection) -> frozenset[str]:
    """The names of all that failed."""
    return frozenset(connection.execute(select(t.failure.c.origin)).scalars())


def failures(connection: Connection, most: int) -> tuple[Failure, ...]:
    """The failures, the last ones first."""
    chosen = select(t.failure).order_by(t.failure.c.key.desc()).limit(most)
    return tuple(
        Failure(origin=row.origin, reason=row.reason, remedy=row.remedy, failed=row.failed)
        for row in connection.execute(chosen)
    )


def count(connection: Connection) -> int:
    """How many inputs failed and were not read since."""
    return connection.execute(select(func.count()).select_from(t.failure)).scalar_one()
