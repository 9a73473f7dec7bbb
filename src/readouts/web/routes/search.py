"""Search."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import Connection

from readouts.web.pages import search as data
from readouts.web.render import shown
from readouts.web.routes.asked import Act, Issue, Kind, Party

router = APIRouter(tags=["search"])


@shown(router, "/search", template="search.html.j2", rows=lambda page: page.hits)
def search(connection: Connection, q: Annotated[str, Query(max_length=300, description="Words in any script")] = "",
           party: Party = "", issue: Issue = "", act: Act = "", kind: Kind = "",
           year: Annotated[str, Query(max_length=4, pattern=r"^(\d{4})?$")] = "",
           publisher: Annotated[str, Query(max_length=300)] = "", order: data.Order = "newest",
           page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> data.SearchPage:  # fmt: skip
    """Passages that have all the words; "in quotes" side by side, begin* for beginnings, -word leaves out."""
    sought = data.Sought(q=q, party=party, issue=issue, act=act, kind=kind, year=year, publisher=publisher,
                         order=order, page=page)  # fmt: skip
    return data.search(connection, sought)
