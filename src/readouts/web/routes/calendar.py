"""The timeline."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection

from readouts.web.pages import timeline as data
from readouts.web.render import shown
from readouts.web.routes.asked import Kind, Party, today

router = APIRouter(tags=["timeline"])


@shown(router, "/timeline", template="timeline.html.j2", rows=lambda page: page.rows)
def timeline(connection: Connection, today: Annotated[date, Depends(today)], party: Party = "", other: Party = "",
             kind: Kind = "",
             at: Annotated[str, Query(max_length=8, description="2024, 2024-Q3, 2024-09, or all")] = "",
             by: Annotated[data.By, Query(description="One lane for each pair, or for each party")] = "pair",
             ) -> data.TimelinePage:  # fmt: skip
    """Contacts and announced days on a calendar, as vague as they are written."""
    return data.timeline(connection, today, party=party, other=other, kind=kind, at=at, by=by)
