"""Exports as files: readings in, one file out, whole or not at all, with a manifest beside it.

Each writer takes an iterable of readings and goes through it once, so that any number fits. The manifest,
`FILE.manifest.json`, tells the counts, what was left out, each column's meaning and the file's SHA-256.
"""

import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any, Literal

from readouts.errors import ReadoutsError
from readouts.export import annotations as web
from readouts.export import arrow
from readouts.export import json as records
from readouts.export.flat import CAMEO, PLOVER, TABLES, Cell, Row, Table, is_cameo, is_dated
from readouts.records import Reading

Format = Literal["jsonl", "csv", "parquet", "plover", "cameo", "annotations"]
FORMATS: tuple[Format, ...] = ("jsonl", "csv", "parquet", "plover", "cameo", "annotations")
# A cell that begins with one of these is a formula to a spreadsheet (OWASP: CSV injection).
# Signs before it that are not seen do not keep every spreadsheet from taking it.
_FORMULA = re.compile(
    r"[ \ufeff\u200b]*[\t\r\n]|"
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@＝＋－＠]"
)
_BATCH = 5_000  # rows of a parquet row group


@dataclass(slots=True)
class Told:
    """What goes into the manifest, gathered while writing. The one mutable record, as it counts."""

    counts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    made_by: set[tuple[str, tuple[str, ...], str]] = field(default_factory=set)

    def saw(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """The readings, counted on the way."""
        for reading in readings:
            self.counts["documents"] += 1
            made = reading.made_by
            self.made_by.add((made.version, made.models, made.lexicon))
            yield reading


def export(form: Format, readings: Iterable[Reading], path: Path, *, table: str = "claims") -> dict[str, Any]:
    """Writes the file and its manifest, and returns the manifest.

    `table` is a name of `flat.TABLES`, for csv and parquet. Raises ReadoutsError when the file cannot be written or
    parquet is asked for without pyarrow.
    """
    told = Told()
    seen = told.saw(readings)
    with _replaced(path) as unfinished:
        match form:
            case "jsonl":
                _write_lines((records.reading(r) for r in seen), unfinished, told)
            case "csv":
                _write_csv(TABLES[table], seen, unfinished, told)
            case "parquet":
                _write_parquet(TABLES[table], seen, unfinished, told)
            case "plover" | "cameo":
                _write_tsv(PLOVER if form == "plover" else CAMEO, _counting_events(form, seen, told), unfinished, told)
            case "annotations":
                _write_annotations(seen, unfinished, told)
    return _write_manifest(form, path, told, _table_of(form, table))


def manifest_path(path: Path) -> Path:
    """Where the manifest of an export lies."""
    return path.with_name(path.name + ".manifest.json")


def _table_of(form: Format, table: str) -> Table | None:
    return {"csv": TABLES.get(table), "parquet": TABLES.get(table), "plover": PLOVER, "cameo": CAMEO}.get(form)


@contextmanager
def _replaced(path: Path) -> Iterator[Path]:
    """A path beside the file to write to; it takes the file's place when all went well."""
    unfinished = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield unfinished
        unfinished.replace(path)
    except OSError as error:
        raise ReadoutsError(
            f"{path} cannot be written: {error.strerror or error}", "Choose another place with -o"
        ) from error
    finally:
        if unfinished.exists():
            unfinished.unlink()


# -- text --------------------------------------------------------------------------------------------------------------


def _write_lines(values: Iterable[dict[str, Any]], path: Path, told: Told) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for value in values:
            out.write(json.dumps(value, ensure_ascii=False) + "\n")
            told.counts["readings"] += 1


def _write_csv(table: Table, readings: Iterable[Reading], path: Path, told: Told) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        _write_rows(table, readings, writer.writerow, told)


def _write_tsv(table: Table, readings: Iterable[Reading], path: Path, told: Told) -> None:
    """Tab-separated without any quoting: tabs and line ends in cells are spaces."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        _write_rows(
            table, readings, lambda cells: out.write("\t".join(" ".join(c.split()) for c in cells) + "\n"), told
        )


def _write_rows(
    table: Table, readings: Iterable[Reading], write: Callable[[Sequence[str]], object], told: Told
) -> None:
    names = [column.name for column in table.columns]
    write(names)
    for reading in readings:
        for row in table.rows(reading):
            write([safe(row[name]) for name in names])
            told.counts["rows"] += 1


def safe(cell: Cell) -> str:
    """The cell as text that no spreadsheet takes for a formula: such a text gets an apostrophe before it.

    >>> safe("=1+1"), safe(-5.0), safe(None)
    ("'=1+1", '-5.0', '')
    """
    match cell:
        case None:
            return ""
        case str():
            return f"'{cell}" if _FORMULA.match(cell) else cell
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _counting_events(form: str, readings: Iterable[Reading], told: Told) -> Iterator[Reading]:
    """The readings, with a count of the events that the table will leave out, and why."""
    for reading in readings:
        told.counts["events"] += len(reading.events)
        for event in reading.events:
            if not is_dated(event):
                told.left_out["no day is known"] += 1
            elif form == "cameo" and event.status not in ("happened", "planned"):
                told.left_out["denied or hypothetical"] += 1
            elif form == "cameo" and not is_cameo(event):
                told.left_out["one side is not known"] += 1
        coded = {s for e in reading.events for s in e.spans}
        told.left_out["claims that no event overlaps"] += sum(
            not any(a.overlaps(b) for a in claim.spans for b in coded) for claim in reading.claims
        )
        yield reading


# -- parquet -----------------------------------------------------------------------------------------------------------


def _write_parquet(table: Table, readings: Iterable[Reading], path: Path, told: Told) -> None:
    schema = arrow.schema(table)
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in _batches(row for reading in readings for row in table.rows(reading)):
            writer.write_table(pa.Table.from_pylist([dict(row) for row in batch], schema=schema))
            told.counts["rows"] += len(batch)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


# -- annotations -------------------------------------------------------------------------------------------------------


def _write_annotations(readings: Iterable[Reading], path: Path, told: Told) -> None:
    """An AnnotationPage, its items written as they come."""
    head = json.dumps({"@context": web.CONTEXT, "id": "urn:readouts:annotations", "type": "AnnotationPage"}, indent=1)
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(head.removesuffix("\n}") + ',\n "items": [')
        _write_items((item for reading in readings for item in web.annotations(reading)), out, told)
        out.write("\n ]\n}\n")


def _write_items(items: Iterator[dict[str, Any]], out: IO[str], told: Told) -> None:
    for number, item in enumerate(items):
        out.write(("," if number else "") + "\n  " + json.dumps(item, ensure_ascii=False))
        told.counts["annotations"] += 1


# -- manifest ----------------------------------------------------------------------------------------------------------


def _write_manifest(form: Format, path: Path, told: Told, table: Table | None) -> dict[str, Any]:
    raw = path.stat().st_size
    manifest: dict[str, Any] = {
        "file": path.name,
        "format": form,
        "sha256": _sha256(path),
        "bytes": raw,
        "counts": dict(told.counts),
        "left_out": dict(told.left_out),
        "made_by": [{"version": v, "models": list(m), "lexicon": x} for v, m, x in sorted(told.made_by)],
    }
    if table is not None:
        manifest |= {
            "table": table.name,
            "row": table.about,
            "columns": [{"name": c.name, "type": c.type, "meaning": c.meaning} for c in table.columns],
        }
    with _replaced(manifest_path(path)) as unfinished:
        unfinished.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return manifest


def _sha256(path: Path) -> str:
    total = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            total.update(part)
    return total.hexdigest()
