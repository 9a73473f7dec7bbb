"""Contacts: the list."""

from fastapi import APIRouter
from sqlalchemy import Connection

from readouts.web.pages import contacts as data
from readouts.web.render import shown
from readouts.web.routes.asked import MOST_ROWS, Day, Kind, Party, asked

router = APIRouter(tags=["contacts"])


@shown(router, "/contacts", template="contacts.html.j2", rows=lambda page: page.rows)
def contacts(connection: Connection, party: Party = "", other: Party = "", kind: Kind = "", since: Day = "",
             until: Day = "") -> data.Contacts:  # fmt: skip
    """Who met whom: calls, meetings, visits, letters, the newest first."""
    return data.contacts(connection, asked(party, other, kind=kind, since=since, until=until), MOST_ROWS)
