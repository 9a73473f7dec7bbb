"""Whether a database still holds together: every piece of evidence against its text, readings, raw bytes, index."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from sqlalchemy import Connection, func, select, text

from readouts.errors import StoreError
from readouts.records import Document
from readouts.store import adding, raw
from readouts.store import schema as t
from readouts.store.database import Store
from readouts.text import Span

MOST_FAULTS = 20  # that are listed; the others are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was looked at, and what is wrong with it."""

    what: str
    count: int  # pieces looked at
    faults: tuple[str, ...]  # a sentence each


def checked(store: Store) -> tuple[Checked, ...]:
    """All checks, in order. Each document is read once."""
    spans: list[str] = []
    readings: list[str] = []
    bytes_: list[str] = []
    counts = {"evidence": 0, "readings": 0, "raw": 0}
    with store.reads() as connection:
        keys = connection.execute(select(t.document.c.key).order_by(t.document.c.key)).scalars().all()
        for key in keys:
            document = adding.document_of(connection.execute(select(t.document).where(t.document.c.key == key)).one())
            placed = list(_placed(connection, key))
            spans += _wrong_spans(document, placed)
            readings += _wrong_reading(connection, key, document, placed)
            bytes_ += _wrong_bytes(store, document)
            counts["evidence"] += len(placed)
            counts["readings"] += 1
            counts["raw"] += document.raw is not None
        index = _wrong_index(connection)
        texts = _changed_texts(connection)
        grouped, copies = _wrong_copies(connection)
        passages = connection.execute(select(func.count()).select_from(t.passage)).scalar_one()
    return (
        Checked(what="texts", count=len(keys), faults=tuple(texts)),
        Checked(what="evidence", count=counts["evidence"], faults=tuple(spans)),
        Checked(what="readings", count=counts["readings"], faults=tuple(readings)),
        Checked(what="raw bytes", count=counts["raw"], faults=tuple(bytes_)),
        Checked(what="search index", count=passages, faults=tuple(index)),
        Checked(what="copies", count=grouped, faults=tuple(copies)),
    )


def _placed(connection: Connection, key: int) -> Iterator[tuple[str, int, Span]]:
    """Each span of the document's rows: the table, the row's key, the span."""
    for table in (t.evidence, t.mention, t.date_mention, t.passage):
        c = table.c
        for row in connection.execute(select(c.key, c.span_start, c.span_end).where(c.document == key)):
            yield table.name, row.key, Span(row.span_start, row.span_end)
    c = t.claim.c
    for row in connection.execute(select(c.key, c.sentence_start, c.sentence_end).where(c.document == key)):
        yield t.claim.name, row.key, Span(row.sentence_start, row.sentence_end)
    s, i = t.statement.c, t.statement_issue.c
    first = select(s.key, i.span_start, i.span_end).join(t.statement, s.key == i.statement)
    for row in connection.execute(first.where(s.document == key)):
        yield t.statement_issue.name, row.key, Span(row.span_start, row.span_end)


def _wrong_spans(document: Document, placed: Iterable[tuple[str, int, Span]]) -> Iterator[str]:
    length = len(document.text)
    for table, key, span in placed:
        if span.end > length:
            yield f"{table} {key} ends at {span.end}, document {document.id} has {length} signs"
        elif not span.of(document.text).strip():
            yield f"{table} {key} stands on nothing but space in document {document.id}"


def _wrong_reading(
    connection: Connection, key: int, document: Document, placed: Iterable[tuple[str, int, Span]]
) -> Iterator[str]:
    """The whole reading must come back, within the text; and the rows' evidence must be that of its records."""
    try:
        reading = adding.stored(connection, key)
    except StoreError as error:
        yield str(error)
        return
    spans = set(_spans(reading))
    yield from (
        f"the reading of {document.id} ends at {span.end}, beyond its text"
        for span in spans
        if span.end > len(document.text)
    )
    for table, row, span in placed:
        if table == "evidence" and span not in spans:
            yield f"evidence {row} of document {document.id} is not in its reading"


def _spans(record: Any) -> Iterator[Span]:
    """Every span in a record and the records in it."""
    if isinstance(record, Span):
        yield record
    elif isinstance(record, tuple):
        for one in record:
            yield from _spans(one)
    elif is_dataclass(record) and not isinstance(record, Document):
        for field in fields(record):
            yield from _spans(getattr(record, field.name))


def _wrong_bytes(store: Store, document: Document) -> Iterator[str]:
    if document.raw is None:
        return
    body = raw.kept(store, document.raw)
    if body is None:
        yield f"the bytes of document {document.id} are gone ({document.raw[:12]})"
    elif hashlib.sha256(body).hexdigest() != document.raw:
        yield f"the bytes of document {document.id} have changed ({document.raw[:12]})"


def _changed_texts(connection: Connection) -> Iterator[str]:
    rows = connection.execute(select(t.document.c.id, t.document.c.sha256, t.document.c.text))
    return (f"the text of document {row.id} has changed" for row in rows if adding.sha256(row.text) != row.sha256)


def _wrong_index(connection: Connection) -> list[str]:
    """Every passage has its words in the index."""
    if connection.dialect.name == "sqlite":
        missing = "SELECT count(*) FROM passage WHERE key NOT IN (SELECT rowid FROM passage_words)"
    else:
        missing = "SELECT count(*) FROM passage WHERE words IS NULL OR stems IS NULL"
    gone = connection.execute(text(missing)).scalar_one()
    return [f"{gone} passages are not in the search index"] if gone else []


def _wrong_copies(connection: Connection) -> tuple[int, list[str]]:
    """How many documents are in groups of copies; and faults: those superseded, or in a group without its first."""
    k, d = t.document_copy.c, t.document.c
    rows = connection.execute(
        select(k.document, k.first, d.id, d.superseded_by).join(t.document, d.key == k.document)
    ).all()
    firsts = {row.document for row in rows if row.document == row.first}
    gone = [f"document {row.id} is superseded, and in a group of copies" for row in rows if row.superseded_by]
    return len(rows), gone + [
        f"document {row.id} is in a group of copies without its first" for row in rows if row.first not in firsts
    ]


def counts(connection: Connection) -> Mapping[str, int]:
    """Rows of the main tables."""
    tables = (t.document, t.contact, t.claim, t.attribution, t.party, t.evidence)
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables}
