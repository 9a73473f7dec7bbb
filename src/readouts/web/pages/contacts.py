"""The list of contacts."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from readouts.store.questions import Asked, ContactFound
from readouts.store.questions import contacts as found


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Who met whom, newest first."""

    asked: Asked
    rows: tuple[ContactFound, ...]
    more: bool  # there are more than the page shows


def contacts(connection: Connection, asked: Asked, most: int) -> Contacts:
    """The contacts that answer, `most` at most. Raises InputError for a party that no document names."""
    rows = found(connection, replace(asked, limit=most + 1))
    return Contacts(asked=asked, rows=rows[:most], more=len(rows) > most)
