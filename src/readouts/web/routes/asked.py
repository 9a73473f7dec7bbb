"""Parameters that many pages share."""

from datetime import date
from typing import Annotated

from fastapi import Query

from readouts.errors import InputError
from readouts.store.questions import Asked

MOST_ROWS = 100  # of a list on one page

Party = Annotated[str, Query(max_length=200, description="A state, person or body, by name, ISO code or id")]
Kind = Annotated[str, Query(max_length=20, description="call, meeting, visit, letter, message or talks")]
Issue = Annotated[str, Query(max_length=80, description="An issue of the lexicon, such as constitution")]
Act = Annotated[str, Query(max_length=40, description="An act of the lexicon, such as urge")]
Day = Annotated[str, Query(max_length=10, description="A calendar day, YYYY-MM-DD")]


def asked(*parties: str, kind: str = "", issue: str = "", act: str = "", since: str = "", until: str = "") -> Asked:
    """The question; what a form leaves empty is open. Raises InputError for a day that is none."""
    return Asked(
        parties=tuple(filter(None, parties)),
        kind=kind or None,
        issue=issue or None,
        act=act or None,
        since=day(since),
        until=day(until),
        limit=None,
    )


def day(written: str) -> date | None:
    """The day; None for "". Raises InputError."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise InputError(f"{written!r} is no date", "Write it as YYYY-MM-DD, for example 2024-09-17") from error
