"""The matrix of parties and issues."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy import Connection

from readouts.web.pages import matrix as data
from readouts.web.render import shown
from readouts.web.routes.asked import Day, day

router = APIRouter(tags=["matrix"])
_Page = Annotated[int, Query(ge=1, le=10_000)]
_Names = Annotated[str, Query(max_length=400, description="Several, parted by commas")]


@shown(router, "/matrix", template="matrix.html.j2", rows=lambda page: page.cells)
def matrix(connection: Connection, parties: _Names = "", issues: _Names = "",
           layer: Annotated[str, Query(max_length=20, description="peace, bilateral, process or other")] = "",
           since: Day = "", until: Day = "", down: _Page = 1, across: _Page = 1) -> data.MatrixPage:  # fmt: skip
    """The latest act of each party on each issue, and what it was before."""
    wanted = data.Wanted(parties=_several(parties), issues=_several(issues), layer=layer, since=day(since),
                         until=day(until), down=down, across=across)  # fmt: skip
    return data.matrix(connection, wanted)


@shown(router, "/matrix/{party}/{issue}", template="cell.html.j2", rows=lambda page: page.steps)
def cell(connection: Connection, party: Annotated[str, Path(max_length=200)],
         issue: Annotated[str, Path(max_length=80)], until: Day = "") -> data.CellPage:  # fmt: skip
    """The history of one party on one issue, each step with its evidence."""
    return data.cell(connection, party, issue, day(until))


def _several(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())
