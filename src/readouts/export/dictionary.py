"""The data dictionary of the exports, as docs/exports.md carries it: written from the tables themselves."""

from collections.abc import Iterator

from readouts.export.flat import CAMEO, PLOVER, TABLES, Table

TITLES = {**{name: f"csv and parquet, `--table {name}`" for name in TABLES}, "plover": "plover", "cameo": "cameo"}


def markdown() -> str:
    """Every table with each of its columns."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    for table in (*TABLES.values(), PLOVER, CAMEO):
        yield from _table(table)


def _table(table: Table) -> Iterator[str]:
    yield f"### {TITLES[table.name]}"
    yield ""
    yield f"A row: {table.about}."
    yield ""
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for column in table.columns:
        meaning = column.meaning.replace("|", "\\|")
        yield f"| `{column.name}` | {column.type} | {meaning} |"
    yield ""
