"""Parties and issues."""

from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy import Connection

from readouts.web.pages import issues as issue_data
from readouts.web.pages import party as party_data
from readouts.web.render import shown

router = APIRouter(tags=["parties and issues"])


@shown(router, "/p/{id}", template="party.html.j2", rows=lambda page: page.cells)
def party(
    connection: Connection, id: Annotated[str, Path(max_length=200, description="A party's id, code or name")]
) -> party_data.PartyPage:
    """One party: offices, contacts, positions, statements."""
    return party_data.party(connection, id)


@shown(router, "/i/{id}", template="issue.html.j2", rows=lambda page: [course.cell for course in page.courses])
def issue(
    connection: Connection, id: Annotated[str, Path(max_length=80, description="An issue's id")]
) -> issue_data.IssuePage:
    """One issue: the positions of parties over time, who raised it first, its phrases and texts."""
    return issue_data.issue(connection, id)


@shown(router, "/issues", template="issues.html.j2", rows=lambda page: page.rows)
def issues(connection: Connection) -> issue_data.IssuesPage:
    """All issues in their layers, with counts."""
    return issue_data.issues(connection)
