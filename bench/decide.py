"""Decides the records of a coder's queue one after another, as one does at the page, and tells of each when it is made.

    python bench/decide.py DB CODER

Prints one line for each decision once it is kept: its key, kind, record and verdict as JSON. What is decided follows
from the place in the queue alone, so a run that was killed is taken up where it ended, and comes to the same as one
that was not. After each four decisions the second of them is taken back.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta

from readouts.errors import ReadoutsError
from readouts.records import Decision
from readouts.review import deciding, sessions
from readouts.review.mending import Mend
from readouts.review.sessions import Queued, Session
from readouts.store.database import Store, opened

TOGETHER = 4  # decisions, of which one is then taken back
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def decisions(store: Store, coder: str) -> Iterator[Decision]:
    """Makes the decisions that the coder's latest session still lacks; each is given once it is kept."""
    with store.reads() as connection:
        session = sessions.latest(connection, coder)
        if session is None:
            raise SystemExit(f"{coder} has no session: readouts review start --coder {coder}")
        queued = sessions.queue(connection, session)
        made = [one.key for one in reversed(deciding.history(connection, coder=coder))]
    while (step := len(made)) < steps(len(queued)):
        group, place = divmod(step, TOGETHER + 1)
        now = BEGAN + timedelta(minutes=step)
        if place == TOGETHER:
            one = deciding.taken_back(store, session, made[step - TOGETHER + 1], now)
        else:
            one = _decided(store, session, queued, group * TOGETHER + place, now)
        made.append(one.key)
        yield one


def steps(queued: int) -> int:
    """How many decisions a queue so long leads to."""
    return queued + queued // TOGETHER


def _decided(store: Store, session: Session, queued: Sequence[Queued], place: int, now: datetime) -> Decision:
    """One decision: records of each kind are accepted, mended and rejected in turn; accepted what allows no other."""
    one = queued[place]
    turn = sum(before.kind == one.kind for before in queued[:place]) % 3
    try:
        if turn == 1:
            return deciding.rejected(store, session, [one.record], now, kind=one.kind)[0]
        if turn == 2 and one.kind in ("claim", "contact"):
            mend = Mend(act="reject", issues=("trade",)) if one.kind == "claim" else Mend(kind="meeting")
            return deciding.mended_to(store, session, one.record, mend, now, kind=one.kind)
    except ReadoutsError:  # such as a link that is no longer to be parted
        pass
    return deciding.accepted(store, session, [one.record], now, kind=one.kind)[0]


def run(db: str, coder: str) -> None:
    """Prints each decision once it is made."""
    with closing(opened(db)) as store:
        for one in decisions(store, coder):
            print(json.dumps([one.key, one.kind, one.record, one.verdict]), flush=True)


if __name__ == "__main__":
    run(*sys.argv[1:])
