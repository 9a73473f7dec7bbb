"""The questions that people saved in the database itself; those of a file stay in the file."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from readouts.errors import InputError
from readouts.store import schema as t
from readouts.store.alerts import Question

MOST = 200  # questions


def saved(connection: Connection) -> tuple[Question, ...]:
    """All of them, in the order of adding."""
    q = t.saved_question.c
    return tuple(
        Question(name=row.name, kind=row.kind, party=row.party, issue=row.issue, act=row.act, formula=row.formula)
        for row in connection.execute(select(t.saved_question).order_by(q.key))
    )


def save(connection: Connection, questions: Iterable[Question], now: datetime) -> None:
    """Adds them. Raises InputError when one of that name is there, or there are too many."""
    known = {one.name for one in saved(connection)}
    added = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for one in questions:
        if one.name in known:
            raise InputError(f"there is a question {one.name!r} already", "Give this one another name, or remove that")
        if len(known) >= MOST:
            raise InputError(f"there are {MOST} questions already", "Remove some that are not needed any more")
        known.add(one.name)
        row = {"name": one.name, "kind": one.kind, "party": one.party, "issue": one.issue, "act": one.act}
        connection.execute(insert(t.saved_question), {**row, "formula": one.formula, "added": added})


def forget(connection: Connection, name: str) -> None:
    """Removes the question of that name, if there is one."""
    connection.execute(delete(t.saved_question).where(t.saved_question.c.name == name))
