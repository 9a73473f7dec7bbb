"""What came in, day by day."""

from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from readouts.store import schema as t
from readouts.web.pages.party import Statement

MOST_DAYS, MOST_NAMED = 60, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """All that was added on one day, UTC."""

    day: str  # YYYY-MM-DD
    documents: int
    superseding: int  # of them new forms of older ones
    words: int
    problems: int  # that their readings left in doubt
    undated: int  # documents whose day of publication is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A run and the last documents of it."""

    run: Run
    newest: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsPage:
    """The days on which documents were added, newest first."""

    days: tuple[Day, ...]
    documents: int  # in the database, superseded ones included


def runs(connection: Connection) -> RunsPage:
    """The last days."""
    d, q = t.document.c, t.problem.c
    day = func.substr(d.added, 1, 10)
    counted = (
        select(
            day.label("day"),
            func.count().label("documents"),
            func.count(d.supersedes).label("superseding"),
            func.sum(d.words).label("words"),
            func.sum(case((d.published.is_(None), 1), else_=0)).label("undated"),
        )
        .group_by(day)
        .order_by(day.desc())
        .limit(MOST_DAYS)
    )
    doubts = select(day.label("day"), func.count().label("problems")).join(t.problem, q.document == d.key).group_by(day)
    problems = {row.day: row.problems for row in connection.execute(doubts)}
    rows = connection.execute(counted).all()
    found = [
        Run(
            day=row.day,
            documents=row.documents,
            superseding=row.superseding,
            words=row.words,
            problems=problems.get(row.day, 0),
            undated=row.undated,
        )
        for row in rows
    ]
    return RunsPage(
        days=tuple(Day(run=run, newest=_newest(connection, run.day)) for run in found),
        documents=connection.execute(select(func.count()).select_from(t.document)).scalar_one(),
    )


def _newest(connection: Connection, day: str) -> tuple[Statement, ...]:
    d = t.document.c
    chosen = (
        select(d.id, d.title, d.publisher, d.published)
        .where(d.added >= day, d.added < day + "\U0010ffff")
        .order_by(d.key.desc())
        .limit(MOST_NAMED)
    )
    return tuple(
        Statement(document=row.id, title=row.title, publisher=row.publisher, published=row.published)
        for row in connection.execute(chosen)
    )
