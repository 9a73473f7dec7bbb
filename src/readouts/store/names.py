"""The parties and ids that a user names: by id, code, full name or surname."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, or_, select

from readouts.errors import InputError, StoreError
from readouts.lexicon import tables
from readouts.store import schema as t
from readouts.store.words import indexed

MOST_NAMED = 8  # candidates that a message lists


@dataclass(frozen=True, slots=True)
class Named:
    """A party that the user named."""

    id: str
    name: str
    kind: str
    country: str | None

    @property
    def ids(self) -> Select[Any]:
        """A query for the ids that count for it: of a state also its bodies and people."""
        if self.kind == "state" and self.country:
            return select(t.party.c.id).where(or_(t.party.c.id == self.id, t.party.c.country == self.country))
        return select(t.party.c.id).where(t.party.c.id == self.id)


def party(connection: Connection, name: str) -> Named:
    """The one party of that id, ISO code, name or part of a name.

    A full name goes before a part of one, a state before a person, a person before a body. Raises InputError when
    several have the name, StoreError when none has.
    """
    p = t.party.c
    if ":" in name and (own := _rows(connection, p.id == name)):
        return own[0]
    folded = " ".join(indexed(name))
    if state := state_named(name):
        found = _rows(connection, p.id == f"state:{state}")
        if found:
            return found[0]
    by_id = p.id.in_((name, f"state:{name.upper()}"))
    for where in (by_id, p.folded == folded, or_(*(p.folded.like(form) for form in _within(folded)))):
        found = _rows(connection, where) if folded else []
        if len(found) == 1:
            return found[0]
        if found:
            shown = "; ".join(f"{one.name} ({one.id})" for one in found[:MOST_NAMED])
            more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
            raise InputError(f"{name!r} is the name of several parties: {shown}{more}", "Give a full name or an id")
    raise StoreError(f"no party in the database has the name {name!r}", "readouts search finds words of the texts")


def _within(folded: str) -> tuple[str, ...]:
    """Patterns of names that hold these whole words; the words are letters and digits only, so nothing is to escape."""
    return f"{folded} %", f"% {folded}", f"% {folded} %"


def _rows(connection: Connection, where: ColumnElement[bool]) -> list[Named]:
    """The parties of the kind that people mean first by a name: a state, else persons, else bodies, else groups."""
    p = t.party.c
    found = connection.execute(select(p.id, p.name, p.kind, p.country).where(where)).all()
    kind = next((kind for kind in ("state", "person", "body", "group") if any(r.kind == kind for r in found)), None)
    return [Named(row.id, row.name, row.kind, row.country) for row in found if row.kind == kind]


def state_named(name: str) -> str | None:
    """The code of the state that has this name or code in the lexicon; None: there is none."""
    folded = " ".join(indexed(name))
    for row in tables.rows("states"):
        names = (row["id"], row["name"], *row["names"].split("|"))
        if folded and folded in {" ".join(indexed(one)) for one in names}:
            return row["id"]
    return None


def row_of(connection: Connection, id: str) -> tuple[str, int | str]:
    """The table and key of the document, contact, claim, attribution or party of that id, or of its beginning.

    Raises StoreError when there is none, InputError when several begin so.
    """
    holders = (t.document, t.contact, t.claim, t.attribution)
    for table in holders:
        if key := connection.execute(select(table.c.key).where(table.c.id == id)).scalar():
            return table.name, key
    found: list[tuple[str, int | str, str]] = []
    if len(id) >= 4:
        found = [(table.name, row.key, row.id) for table in holders for row in _beginning(connection, table, id)]
    if len(found) == 1:
        return found[0][0], found[0][1]
    if found:
        raise InputError(
            f"several ids begin with {id}: {', '.join(one for *_, one in found[:MOST_NAMED])}", "Give more of it"
        )
    try:
        return "party", party(connection, id).id
    except StoreError as error:
        remedy = "readouts contacts, positions and search show ids"
        raise StoreError(f"nothing in the database has the id {id!r}", remedy) from error


def _beginning(connection: Connection, table: Any, id: str) -> Sequence[Any]:
    # A range, not LIKE: it can use the index, and signs of the id are no wildcards.
    within = (table.c.id >= id, table.c.id < id + "\U0010ffff")
    return connection.execute(select(table.c.key, table.c.id).where(*within).limit(MOST_NAMED + 1)).all()
