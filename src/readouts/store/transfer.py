"""All rows of one database into another, of either kind, with their keys.

It knows no table by name but the one of raw bytes, which on SQLite are files: what the schema has is copied.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Integer, Table, func, insert, select, text, update

from readouts.store import adding
from readouts.store import schema as t
from readouts.store.schema import metadata
from readouts.text import Span

_ROWS = 1000  # that are held at a time
TABLES: tuple[Table, ...] = tuple(table for table in metadata.sorted_tables if table is not t.raw_bytes)


def transfer(source: Connection, target: Connection) -> Mapping[str, int]:
    """Copies every row, raw bytes aside, into tables that are empty, and fills the index for search; rows by table."""
    counts = {table.name: _copy(source, target, table) for table in TABLES}
    _index(target)
    if target.dialect.name == "postgresql":
        for table in TABLES:
            _count_on(target, table)
        target.execute(text("ANALYZE"))
    return counts


def _copy(source: Connection, target: Connection, table: Table) -> int:
    """The number of rows. What refers to a later row of its own table is told when that is there."""
    ahead = [c for c in table.c if any(key.column.table is table for key in c.foreign_keys)]
    later: list[tuple[Any, Any, Any]] = []
    count = 0
    own = table.primary_key.columns.values()[0]

    def rows() -> Iterator[Sequence[Any]]:
        nonlocal count
        chosen = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_ROWS)
        for row in source.execute(chosen):
            count += 1
            told = list(row)
            for column in ahead:
                place = list(table.c).index(column)
                key = row._mapping[own]
                if told[place] is not None and told[place] > key:
                    later.append((column, key, told[place]))
                    told[place] = None
            yield told

    (_into_postgresql if target.dialect.name == "postgresql" else _into_sqlite)(target, table, rows())
    for column, key, value in later:
        target.execute(update(table).where(own == key).values({column: value}))
    return count


def _into_sqlite(target: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    names = [column.name for column in table.c]
    left = iter(rows)
    while some := [dict(zip(names, row, strict=True)) for row in islice(left, _ROWS)]:
        target.execute(insert(table), some)


def _into_postgresql(target: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    quoted = target.dialect.identifier_preparer.quote
    columns = ", ".join(quoted(column.name) for column in table.c)
    driver: Any = target.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {quoted(table.name)} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _count_on(target: Connection, table: Table) -> None:
    """New keys go on behind the copied ones; SQLite sees to that itself."""
    key = table.autoincrement_column
    if key is None or not isinstance(key.type, Integer):
        return
    newest = target.execute(select(func.max(key))).scalar()
    if newest is not None:
        name = func.pg_get_serial_sequence(table.name, key.name)
        target.execute(select(func.setval(name, newest)))


def _index(target: Connection) -> None:
    """The words of every passage, document by document."""
    p, d = t.passage.c, t.document.c
    for key in target.execute(select(d.key).order_by(d.key)).scalars().all():
        words = target.execute(select(d.text).where(d.key == key)).scalar_one()
        rows = target.execute(select(p.key, p.span_start, p.span_end).where(p.document == key).order_by(p.key))
        if placed := [(row.key, Span(row.span_start, row.span_end)) for row in rows]:
            adding.index(target, words, placed)
