"""Reading the lexicon's tables: tab-separated rows with a header, the last column naming each row's source.

A user's own rows (`Own`) add to ours; one with the same key replaces ours (`KEYS`).
"""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from readouts.errors import LexiconError
from readouts.text import key

# The columns that tell the rows of a table apart. Two rows are one when these have the same `text.key`.
KEYS: Mapping[str, tuple[str, ...]] = {
    "act_families": ("act",),
    "acts": ("act",),
    "bodies": ("id",),
    "common_words": ("stem",),
    "contact_words": ("word", "pos"),
    "cues": ("lemma", "part", "frame"),
    "dated_names": ("word",),
    "equivalents": ("words",),
    "genders": ("person",),
    "given_names": ("name",),
    "hedges": ("words", "place"),
    "holders": ("country", "office", "person", "start"),
    "issues": ("id",),
    "leading_offices": ("country",),
    "metonyms": ("surface",),
    "plain_words": ("word",),
    "near_words": ("concept",),
    "no_parties": ("name",),
    "opposites": ("one", "other"),
    "portfolio_words": ("word",),
    "roles": ("role",),
    "same_deeds": ("deed",),
    "scope_words": ("word", "kind"),
    "stance_words": ("words", "kind"),
    "state_agencies": ("body",),
    "states": ("id",),
    "styles": ("words",),
    "tone": ("word",),
    "agents": ("sector",),
    "cameo": ("code",),
    "claim_words": ("words", "kind"),
    "event_nouns": ("group",),
    "event_words": ("sense",),
    "places": ("place",),
    "plover": ("type", "mode"),
}


@dataclass(frozen=True, kw_only=True)
class Own:
    """A user's own rows, checked (`own.own_rows`). Two are equal when their rows are."""

    tables: Mapping[str, Mapping[tuple[str, ...], dict[str, str]]] = field(compare=False)  # by table and row key
    digest: str  # of all their cells; "" when there is no row


NONE = Own(tables={}, digest="")
# The own rows that `rows` gives to callers who name none: the finders and the comparison ask for their word tables
# where they need them and keep what they make of them. A process reads with one folder, so this seldom changes.
_in_force = NONE
_KEEPERS = tuple(f"readouts.{room}." for room in ("find", "link", "compare", "code", "store", "export"))


def use(own: Own) -> None:
    """Put these own rows in force for the whole process; NONE for ours alone. Not for several threads at a time.

    What the rooms above have kept of the tables (`functools.cache`) is forgotten when the rows are others than before.
    """
    global _in_force
    if own == _in_force:
        return
    _in_force = own
    keepers = [m for name, m in sys.modules.items() if name.startswith(_KEEPERS)]
    for value in [value for module in keepers for value in vars(module).values()]:
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def rows(name: str, own: Own | None = None) -> Iterator[dict[str, str]]:
    """The rows of a table in file order, a mapping of column to text each; empty cells are "".

    Own rows replace ours of the same key in place, others follow; None means those in force (`use`). Raises
    LexiconError, with file and line, for a row of ours with a wrong number of cells or without a source.
    """
    more = dict((_in_force if own is None else own).tables.get(name, {}))
    for row in _ours(name):
        yield more.pop(row_key(name, row), row) if more else row
    yield from more.values()


def words_of(name: str, kind: str) -> frozenset[str]:
    """The words of the rows of that kind, of a table with the columns `words` and `kind`, own rows in force."""
    return frozenset(row["words"] for row in rows(name) if row["kind"] == kind)


def row_key(name: str, row: Mapping[str, str]) -> tuple[str, ...]:
    """What tells the row apart from all others of its table."""
    return tuple(key(row[column]) for column in KEYS[name])


def columns(name: str) -> tuple[str, ...]:
    """The columns of a table, in order."""
    return tuple(_lines(name)[0].split("\t"))


def _ours(name: str) -> Iterator[dict[str, str]]:
    lines = _lines(name)
    header = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(header) or not cells[-1]:
            raise LexiconError(f"{name}.tsv line {number} needs {len(header)} cells and a source, has {len(cells)}")
        yield dict(zip(header, cells, strict=True))


def _lines(name: str) -> list[str]:
    return files("readouts.lexicon").joinpath(f"{name}.tsv").read_text("utf-8").splitlines()


def many(cell: str) -> tuple[str, ...]:
    """The values of a cell that lists several, split at "|"."""
    return tuple(part for part in cell.split("|") if part)


def digest(own: Own = NONE) -> str:
    """12 hexadecimal digits that change when any row of any table does, ours or the user's own."""
    total = hashlib.sha256()
    for table in sorted(files("readouts.lexicon").iterdir(), key=lambda t: t.name):
        if table.name.endswith(".tsv"):
            total.update(table.name.encode() + b"\0" + table.read_bytes())
    total.update(own.digest.encode())
    return total.hexdigest()[:12]
