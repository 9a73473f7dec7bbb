"""The matrix of parties and issues, and the history of one of its cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from readouts.errors import InputError, StoreError
from readouts.export.wording import issue as label_of
from readouts.lexicon.tables import rows as lexicon_rows
from readouts.store import names
from readouts.store import schema as t
from readouts.store.questions import Asked, Side, Step, history, in_use
from readouts.web.pages.cells import Cell, cells
from readouts.web.pages.issues import LAYERS
from readouts.web.pages.who import sides

SIZE = 20  # rows, and columns, of one page
MOST_STEPS = 100
_DENSITIES = (2, 5, 12, 30)  # claims from which a cell is one shade darker


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """An issue at the head of a column."""

    issue: str
    label: str
    layer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A party with its cells, one a column; None: no evidence."""

    party: Side
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What narrows the matrix; empty leaves it open."""

    parties: tuple[str, ...] = ()  # as the user names them
    issues: tuple[str, ...] = ()
    layer: str = ""
    since: date | None = None
    until: date | None = None  # the last day that counts
    down: int = 1  # which page of rows, and of columns
    across: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPage:
    """One page of the matrix, the most attested parties and issues first."""

    wanted: Wanted
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    all_parties: int  # how many have a cell
    all_issues: int
    size: int
    cells: tuple[Cell, ...]  # all cells of the page


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPage:
    """The history of one cell."""

    party: Side
    issue: str
    label: str
    steps: tuple[Step, ...]  # oldest first
    earlier: date | None  # last day of the steps that are left out; None: none are


def density(count: int) -> int:
    """How dark a cell of so many claims is, 1 up to 5."""
    return 1 + sum(count >= least for least in _DENSITIES)


def matrix(connection: Connection, wanted: Wanted) -> MatrixPage:
    """The matrix. Raises StoreError for a party or issue that is not known, InputError for a layer that is none."""
    where = list(_filters(connection, wanted))
    q = t.position_claim.c
    parties, all_parties = _most(connection, q.party, where, wanted.down)
    issues, all_issues = _most(connection, q.issue, where, wanted.across)
    found = cells(connection, q.party.in_(parties), q.issue.in_(issues), *where)
    by_place = {(cell.party.id, cell.issue): cell for cell in found}
    who = sides(connection, parties)
    layers = {row["id"]: row["layer"] for row in lexicon_rows("issues")}
    return MatrixPage(
        wanted=wanted,
        columns=tuple(Column(issue=id, label=label_of(id), layer=layers.get(id, "other")) for id in issues),
        rows=tuple(Row(party=who[id], cells=tuple(by_place.get((id, issue)) for issue in issues)) for id in parties),
        all_parties=all_parties,
        all_issues=all_issues,
        size=SIZE,
        cells=found,
    )


def _filters(connection: Connection, wanted: Wanted) -> list[ColumnElement[bool]]:
    q = t.position_claim.c
    found: list[ColumnElement[bool]] = []
    if wanted.parties:
        found.append(q.party.in_([_cell_owner(connection, name) for name in wanted.parties]))
    if wanted.issues:
        found.append(q.issue.in_([known_issue(connection, id) for id in wanted.issues]))
    if wanted.layer:
        found.append(_in_layer(wanted.layer))
    if wanted.since:
        found.append(q.day >= wanted.since)
    if wanted.until:
        found.append(q.day <= wanted.until)
    return found


def _cell_owner(connection: Connection, name: str) -> str:
    """The party in whose row the claims of the named one stand: of a person its state, where it has one."""
    own = names.party(connection, name)
    q = t.position_claim.c
    if own.country and not connection.execute(select(q.party).where(q.party == own.id).limit(1)).first():
        return f"state:{own.country}"
    return own.id


def known_issue(connection: Connection, id: str) -> str:
    """The id. Raises StoreError when neither the lexicon nor a claim has it."""
    if id not in {row["id"] for row in lexicon_rows("issues")} and not in_use(connection, "issue", id):
        raise StoreError(f"there is no issue {id!r}", "See the ids at /issues")
    return id


def _in_layer(layer: str) -> ColumnElement[bool]:
    q = t.position_claim.c
    if layer not in LAYERS:
        raise InputError(f"{layer!r} is no layer of issues", f"Known are {', '.join(LAYERS)}")
    if layer == "other":
        return q.issue.not_in([row["id"] for row in lexicon_rows("issues")])
    return q.issue.in_([row["id"] for row in lexicon_rows("issues") if row["layer"] == layer])


def _most(
    connection: Connection, column: ColumnElement[Any], where: Sequence[ColumnElement[bool]], page: int
) -> tuple[list[str], int]:
    """The values of most claims, one page of them, and how many values there are."""
    q = t.position_claim.c
    counted = (
        select(column)
        .where(*where)
        .group_by(column)
        .order_by(func.count().desc(), func.min(q.claim), column)
        .limit(SIZE)
        .offset((page - 1) * SIZE)
    )
    all_ = connection.execute(select(func.count(column.distinct())).select_from(t.position_claim).where(*where))
    return list(connection.execute(counted).scalars()), all_.scalar_one()


def cell(connection: Connection, party: str, issue: str, until: date | None = None) -> CellPage:
    """The newest steps of a cell up to a day. Raises StoreError for a party or issue that is not known."""
    own = names.party(connection, party)
    asked = Asked(parties=(own.id,), issue=known_issue(connection, issue), until=until, limit=MOST_STEPS + 1)
    steps = history(connection, asked)
    shown = steps[-MOST_STEPS:]
    first = next((step.day for step in shown if step.day), None)
    cut = len(steps) > len(shown) and first is not None and first > date.min
    return CellPage(
        party=Side(own.id, own.name),
        issue=issue,
        label=label_of(issue),
        steps=shown,
        earlier=first - timedelta(days=1) if cut and first else None,
    )
