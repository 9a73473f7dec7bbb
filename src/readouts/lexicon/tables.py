"""Reading the lexicon's tables: tab-separated rows with a header, the last column naming each row's source."""

import hashlib
from collections.abc import Iterator
from importlib.resources import files

from readouts.errors import LexiconError


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of `lexicon/NAME.tsv` in file order, a mapping of column to text each; empty cells are "".

    Raises LexiconError, with file and line, for a row with a wrong number of cells or without a source.
    """
    lines = files("readouts.lexicon").joinpath(f"{name}.tsv").read_text("utf-8").splitlines()
    header = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(header) or not cells[-1]:
            raise LexiconError(f"{name}.tsv line {number} needs {len(header)} cells and a source, has {len(cells)}")
        yield dict(zip(header, cells, strict=True))


def many(cell: str) -> tuple[str, ...]:
    """The values of a cell that lists several, split at "|"."""
    return tuple(part for part in cell.split("|") if part)


def digest() -> str:
    """12 hexadecimal digits that change when any row of any table does."""
    total = hashlib.sha256()
    for table in sorted(files("readouts.lexicon").iterdir(), key=lambda t: t.name):
        if table.name.endswith(".tsv"):
            total.update(table.name.encode() + b"\0" + table.read_bytes())
    return total.hexdigest()[:12]
