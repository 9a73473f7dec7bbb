"""What narrows a question, and what its answers share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from readouts.store import schema as t

LATEST = t.document.c.superseded_by.is_(None)


@dataclass(frozen=True, slots=True)
class Side:
    """A party in an answer."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What narrows a question; None and () leave it open."""

    parties: tuple[str, ...] = ()  # as the user names them
    kind: str | None = None
    issue: str | None = None
    act: str | None = None
    since: date | None = None
    until: date | None = None  # the last day that counts
    limit: int | None = None


def between(day: ColumnElement[Any], asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.since:
        yield day >= asked.since
    if asked.until:
        yield day <= asked.until


def grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, tuple[Any, ...]]:
    groups: dict[int, list[Any]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


def party_names(connection: Connection, ids: Iterable[str]) -> Mapping[str, str]:
    p = t.party.c
    found = select(p.id, p.name)
    rows = (row for some in few(list(ids)) for row in connection.execute(found.where(p.id.in_(some))))
    return {row.id: row.name for row in rows}


def few(keys: Sequence[Any], most: int = 500) -> Iterator[Sequence[Any]]:
    """The keys in lots that a statement takes."""
    return (keys[at : at + most] for at in range(0, len(keys), most))
