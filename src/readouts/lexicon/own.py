"""A user's own lexicon: a folder of tables of the same form as ours, whose rows add to ours or replace them.

All that is wrong is found at once and told by file, line and column, with the remedy. `own_rows` is for reading with
the folder and refuses it whole; `examined` is for the doctor, which lists everything.
"""

import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from readouts.errors import LexiconError
from readouts.lexicon.columns import CELLS, Known, wrongs
from readouts.lexicon.tables import KEYS, NONE, Own, columns, row_key, rows

_OTHER_TABLES = (".csv", ".tab", ".txt", ".xls", ".xlsx", ".ods")  # endings under which a table may have been meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in a user's folder."""

    where: str  # "own/holders.tsv line 3, column country"; the file or folder alone where there is no line
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of a user's folder."""

    name: str  # "holders"
    path: Path
    rows: tuple[tuple[int, dict[str, str]], ...]  # those with a cell for each column, with their line numbers
    faults: tuple[Fault, ...]  # of the file and of lines that are no rows; `examined` adds those of cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A user's folder, with all that is wrong in it."""

    folder: Path
    own: Own  # only to be read with when there is no fault
    counts: Mapping[str, tuple[int, int]]  # by file name: rows that add, rows that replace one of ours
    faults: tuple[Fault, ...]


def own_rows(folder: Path) -> Own:
    """The rows of a user's folder. Raises LexiconError for the first thing wrong, counting the others."""
    found = examined(folder)
    if not found.faults:
        return found.own
    first, *others = found.faults
    more = f" (and {len(others)} more; readouts doctor --lexicon {folder} lists them)" if others else ""
    raise LexiconError(str(first), first.remedy + more)


def examined(folder: Path) -> Examined:
    """The folder's tables, how many rows add and how many replace ours, and everything wrong, in file order."""
    problem = _no_folder(folder)
    tables = [] if problem else [_table(path) for path in sorted(folder.glob("*.tsv")) if path.stem in CELLS]
    own = _own(tables)
    known = Known(own)
    faults = [fault for table in tables for fault in (*table.faults, *_row_faults(table, known))]
    return Examined(
        folder=folder,
        own=own,
        counts={table.path.name: _counts(table.name, own) for table in tables},
        faults=((problem,) if problem else (*_odd_files(folder), *faults)),
    )


def _no_folder(folder: Path) -> Fault | None:
    form = "Give a folder of tables such as holders.tsv; docs/lexicon.md tells their form"
    if not folder.exists():
        return Fault(where=str(folder), what="does not exist", remedy=f"Check the path. {form}")
    if not folder.is_dir():
        return Fault(where=str(folder), what="is no folder", remedy=form)
    try:
        some = any(path.suffix == ".tsv" for path in folder.iterdir())
    except OSError as error:
        return Fault(where=str(folder), what=f"cannot be read: {error.strerror}", remedy="Check its permissions")
    if not some:
        return Fault(where=str(folder), what="has no table (no .tsv file)", remedy=form)
    return None


def _odd_files(folder: Path) -> Iterator[Fault]:
    """Files that look like tables and are none of ours; notes and hidden files are left alone."""
    for path in sorted(folder.iterdir()):
        name, ending = path.stem.lower(), path.suffix.lower()
        if path.name.startswith(".") or (path.suffix == ".tsv" and path.stem in CELLS):
            continue
        if ending == ".tsv":
            near = difflib.get_close_matches(name, CELLS, 1)
            remedy = f"Rename it to {near[0]}.tsv" if near else f"The tables are {', '.join(CELLS)}"
            yield Fault(where=str(path), what="is no table of the lexicon", remedy=remedy)
        elif ending in _OTHER_TABLES and name in CELLS:
            remedy = f"Save it as tab-separated UTF-8 text named {name}.tsv"
            yield Fault(where=str(path), what="is not in the form of a table", remedy=remedy)


def _table(path: Path) -> Table:
    """The table's rows; a file that cannot be read or has other columns gives none, and one fault."""

    def broken(what: str, remedy: str, line: str = "") -> Table:
        return Table(
            name=path.stem, path=path, rows=(), faults=(Fault(where=f"{path}{line}", what=what, remedy=remedy),)
        )

    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        return broken("is not UTF-8", "Save it as UTF-8 text")
    except OSError as error:
        return broken(f"cannot be read: {error.strerror}", "Check the file and its permissions")
    header, *lines = text.split("\n")
    if wrong := _wrong_columns(path.stem, header.rstrip("\r").split("\t")):
        remedy = f"Begin the file with these columns, separated by tabs: {' '.join(columns(path.stem))}"
        return broken(wrong, remedy, " line 1")
    found = list(_rows(path, lines))
    return Table(
        name=path.stem,
        path=path,
        rows=tuple(one for one in found if not isinstance(one, Fault)),
        faults=tuple(one for one in found if isinstance(one, Fault)),
    )


def _wrong_columns(name: str, header: Sequence[str]) -> str | None:
    """How the header differs from our table's; None when it does not."""
    wanted = columns(name)
    if tuple(header) == wanted:
        return None
    unknown = [column for column in header if column not in wanted]
    missing = [column for column in wanted if column not in header]
    if len(header) == 1:
        return f"{header[0][:60]!r} is not the row of column names"
    told = [f"unknown {', '.join(map(repr, unknown))}"] if unknown else []
    told += [f"missing {', '.join(map(repr, missing))}"] if missing else []
    return f"wrong columns: {'; '.join(told) or 'another order, or one twice'}"


def _rows(path: Path, lines: Sequence[str]) -> Iterator[tuple[int, dict[str, str]] | Fault]:
    """Each line's row with its number, or what keeps it from being one; empty lines are skipped."""
    header, seen = columns(path.stem), dict[tuple[str, ...], int]()
    for number, line in enumerate(lines, 2):
        if not line.strip():
            continue
        cells = [re.sub(r"(?:(?<!\s)\s+)?\|\s*", "|", cell.strip()) for cell in line.rstrip("\r").split("\t")]
        if len(cells) != len(header):
            what = f"has {len(cells)} cells, needs {len(header)}"
            remedy = "Separate the cells by tabs, and keep the tabs of empty cells"
            yield Fault(where=f"{path} line {number}", what=what, remedy=remedy)
            continue
        row = dict(zip(header, cells, strict=True))
        if (first := seen.setdefault(row_key(path.stem, row), number)) != number:
            what = f"has the same {' and '.join(KEYS[path.stem])} as line {first}"
            yield Fault(where=f"{path} line {number}", what=what, remedy="Keep one of the two")
            continue
        yield number, row


def _row_faults(table: Table, known: Known) -> Iterator[Fault]:
    for number, row in table.rows:
        for wrong in wrongs(table.name, row, known):
            where = f"{table.path} line {number}, column {wrong.column}"
            yield Fault(where=where, what=wrong.what, remedy=wrong.remedy)


def _own(tables: Sequence[Table]) -> Own:
    total = hashlib.sha256()
    for table in tables:
        for _, row in table.rows:
            total.update("\t".join((table.name, *row.values(), "\n")).encode())
    some = any(table.rows for table in tables)
    found = {table.name: {row_key(table.name, row): row for _, row in table.rows} for table in tables}
    return Own(tables=found, digest=total.hexdigest() if some else "")


def _counts(name: str, own: Own) -> tuple[int, int]:
    """How many rows add, and how many replace one of ours."""
    added = sum(1 for _ in rows(name, own)) - sum(1 for _ in rows(name, NONE))
    return added, len(own.tables[name]) - added
