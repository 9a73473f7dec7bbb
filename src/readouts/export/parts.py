"""Readings as the parts of a batch: the flat tables in Parquet, and one more with each reading whole."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from readouts.batch.folder import Rows
from readouts.batch.inputs import Task
from readouts.batch.work import Done
from readouts.export import json as records
from readouts.export.arrow import schema
from readouts.export.flat import TABLES, Column, Row, Table
from readouts.ingest.documents import Failed, of_piece
from readouts.pipeline import Tools, readings
from readouts.records import Reading

_GROUP = 100  # documents whose rows are held before they are written: a reading is 60 kB as JSON


def _whole(reading: Reading) -> Iterator[Row]:
    document = reading.document
    yield {"document": document.id, "title": document.title, "publisher": document.publisher,
           "published": document.published, "url": document.url, "raw": document.raw,
           "reading": json.dumps(records.reading(reading), ensure_ascii=False)}  # fmt: skip


READINGS = Table(
    name="readings",
    about="one document, whole",
    columns=(
        Column("document", "text", "id of the document"),
        Column("title", "text", "its title"),
        Column("publisher", "text", "who put it out"),
        Column("published", "date", "the day it was published, in the publisher's time zone"),
        Column("url", "text", "its address"),
        Column("raw", "text", "SHA-256 of the bytes that it was read from: a file, a line, a record of an archive"),
        Column("reading", "text", "the reading as JSON, as `read --format jsonl` prints it"),
    ),
    rows=_whole,
)
PARTS: Mapping[str, Table] = {**TABLES, READINGS.name: READINGS}


@dataclass(frozen=True)
class Reader:
    """The work of a batch: a document to its rows in each table."""

    tools: Tools

    def ready(self) -> Mapping[str, Any]:
        """Loads the models; versions of all that shapes a reading. Raises ReadoutsError."""
        return records.record(self.tools.made_by)

    def __call__(self, task: Task) -> Done | Failed:
        """Reads one document."""
        loaded = of_piece(task.piece, task.options)
        result = loaded if isinstance(loaded, Failed) else next(readings([loaded.document], self.tools))
        if isinstance(result, Failed):
            return result
        return Done(document=result.document.id, rows={name: list(table.rows(result)) for name, table in PARTS.items()})

    def __reduce__(self) -> tuple[Any, ...]:
        # What is loaded already stays here: each worker loads its own.
        return Reader, (replace(self.tools),)


class ParquetTables:
    """The tables of a batch, and how a part of them is written."""

    def __init__(self) -> None:
        """Raises ReadoutsError without pyarrow."""
        schema(READINGS)

    @cached_property
    def described(self) -> Sequence[Mapping[str, Any]]:
        """Each table with its columns."""
        return [
            {
                "table": name,
                "row": table.about,
                "columns": [{"name": c.name, "type": c.type, "meaning": c.meaning} for c in table.columns],
            }
            for name, table in PARTS.items()
        ]

    def writer(self, paths: Mapping[str, Path]) -> "PartWriter":
        """Begins a part: a file for each table."""
        return PartWriter(paths)


class PartWriter:
    """Writes the files of one part, a row group for each hundred documents."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        import pyarrow.parquet as pq

        self._schemas = {name: schema(PARTS[name]) for name in paths}
        self._files: dict[str, Any] = {}
        try:
            for name, path in paths.items():
                self._files[name] = pq.ParquetWriter(path, self._schemas[name], compression="zstd")
        except OSError:
            self.drop()
            raise
        self._held: dict[str, list[Row]] = {name: [] for name in paths}
        self._documents = 0
        self._counts: Counter[str] = Counter(dict.fromkeys(paths, 0))

    def add(self, rows: Rows) -> None:
        """Adds what one document gives."""
        for name, own in rows.items():
            self._held[name] += own
            self._counts[name] += len(own)
        self._documents += 1
        if self._documents % _GROUP == 0:
            self._write()

    def close(self) -> Mapping[str, int]:
        """Ends the files; rows by table."""
        self._write()
        for file in self._files.values():
            file.close()
        return dict(self._counts)

    def drop(self) -> None:
        """Lets go of the files as they are."""
        for file in self._files.values():
            with suppress(OSError):  # the disk that had no room for the rows has none for their end
                file.close()
            file.is_open = False

    def _write(self) -> None:
        import pyarrow as pa

        for name, own in self._held.items():
            if own:
                self._files[name].write_table(pa.Table.from_pylist(own, schema=self._schemas[name]))
            self._held[name] = []
