"""Who the pages speak of: parties by id, and the states behind persons and bodies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, func, select

from readouts.store import schema as t
from readouts.store.questions import Side

_MOST_TOGETHER = 500  # values that one statement takes


def few(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The keys in lots that a statement takes."""
    return (keys[at : at + _MOST_TOGETHER] for at in range(0, len(keys), _MOST_TOGETHER))


def sides(connection: Connection, ids: Iterable[str | None]) -> Mapping[str, Side]:
    """The parties by id."""
    p = t.party.c
    wanted = sorted({id for id in ids if id})
    rows = (r for some in few(wanted) for r in connection.execute(select(p.id, p.name).where(p.id.in_(some))))
    return {row.id: Side(row.id, row.name) for row in rows}


def with_state(party: FromClause) -> tuple[FromClause, ColumnElement[str], ColumnElement[str]]:
    """A table of parties joined to the state that each belongs to: the join, the state's id and its name.

    A party without a state, or of one that no text names, stands for itself.
    """
    state = t.party.alias()
    joined = party.outerjoin(state, state.c.id == "state:" + party.c.country)
    return joined, func.coalesce(state.c.id, party.c.id), func.coalesce(state.c.name, party.c.name)


def states_in(connection: Connection, contacts: Sequence[int]) -> Mapping[int, tuple[Side, ...]]:
    """Of each contact, by key, the states whose people took part, in the order in which they are named."""
    x, own = t.contact_party.c, t.party.alias()
    joined, id_, name = with_state(own)
    found = (
        select(x.contact, id_.label("id"), name.label("name"))
        .select_from(joined.join(t.contact_party, x.party == own.c.id))
        .where(x.part == "participant")
        .order_by(x.contact, x.place)
    )
    seen: dict[int, dict[str, Side]] = {}
    for some in few(contacts):
        for row in connection.execute(found.where(x.contact.in_(some))):
            seen.setdefault(row.contact, {})[row.id] = Side(row.id, row.name)
    return {contact: tuple(those.values()) for contact, those in seen.items()}
