"""Comparisons that were made, each under one id however often it is made again."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select

from readouts.errors import StoreError
from readouts.records import Comparison, Reading, digest
from readouts.store import adding
from readouts.store import schema as t
from readouts.store.frozen import packed_comparison, unpacked_comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A comparison as it was made, and what has changed since."""

    id: str
    comparison: Comparison
    made: str  # the instant, UTC: "2024-09-17T08:00:00Z"
    anyway: bool  # made although the texts seem to tell of different contacts
    read_again: bool  # a reading that it was made from has changed
    newest: tuple[str, ...]  # its documents, each as its newest version, in its order

    @property
    def superseded(self) -> bool:
        """Whether a document has a newer version."""
        return self.newest != tuple(reading.document.id for reading in self.comparison.readings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A comparison in a list."""

    id: str
    title: str
    made: str  # the instant, UTC
    documents: tuple[str, ...]


def id_of(documents: Sequence[str]) -> str:
    """The id of the comparison of these documents, in this order."""
    return digest("comparison", *documents)


def stored(connection: Connection, documents: Sequence[str]) -> tuple[tuple[Reading, ...], str]:
    """The readings of the documents and what they are known again by. Raises StoreError where one is not there."""
    keys = [_key(connection, id) for id in documents]
    return tuple(adding.stored(connection, key) for key in keys), _fingerprint(connection, keys)


def keep(
    connection: Connection, comparison: Comparison, fingerprint: str, title: str, now: datetime, *, anyway: bool
) -> str:
    """Keeps the comparison, in the place of an older one of the same documents; its id."""
    documents = [reading.document.id for reading in comparison.readings]
    keys = [_key(connection, id) for id in documents]
    made, id = comparison.made_by, id_of(documents)
    connection.execute(delete(t.comparison).where(t.comparison.c.id == id))
    values = {
        "id": id,
        "first": keys[0],
        "second": keys[1] if len(keys) > 1 else None,
        "title": title,
        "anyway": anyway,
        "version": made.version,
        "models": json.dumps(made.models),
        "lexicon": made.lexicon,
        "readings": fingerprint,
        "made": adding.instant(now),
        "body": packed_comparison(comparison),
    }
    connection.execute(insert(t.comparison).values(values))
    return id


def kept(connection: Connection, id: str) -> Kept:
    """The comparison of that id. Raises StoreError when there is none."""
    row = connection.execute(select(t.comparison).where(t.comparison.c.id == id)).one_or_none()
    if row is None:
        raise StoreError(f"there is no comparison {id!r}", "Compare two texts on the first page")
    keys = [key for key in (row.first, row.second) if key is not None]
    documents = [adding.document(connection, key) for key in keys]
    return Kept(
        id=row.id,
        comparison=unpacked_comparison(row.body, documents),
        made=row.made,
        anyway=row.anyway,
        read_again=_fingerprint(connection, keys) != row.readings,
        newest=tuple(_newest(connection, key) for key in keys),
    )


def there(connection: Connection, pairs: Sequence[Sequence[str]]) -> str | None:
    """The id of the first of these comparisons, each given by its documents, that was made; None: none was."""
    ids = [id_of(documents) for documents in pairs]
    found = set(connection.execute(select(t.comparison.c.id).where(t.comparison.c.id.in_(ids))).scalars())
    return next((id for id in ids if id in found), None)


def comparisons(connection: Connection, most: int, document: int | None = None) -> tuple[Listed, ...]:
    """The comparisons, the last made first; of one document, by its key, those that it stands in."""
    c = t.comparison.c
    one, other = t.document.alias("one").c, t.document.alias("other").c
    chosen = (
        select(c.id, c.title, c.made, one.id.label("one"), other.id.label("other"))
        .join(one.id.table, one.key == c.first)
        .outerjoin(other.id.table, other.key == c.second)
        .order_by(c.key.desc())
        .limit(most)
    )
    if document is not None:
        chosen = chosen.where(or_(c.first == document, c.second == document))
    return tuple(
        Listed(id=row.id, title=row.title, made=row.made, documents=tuple(filter(None, (row.one, row.other))))
        for row in connection.execute(chosen)
    )


def _key(connection: Connection, id: str) -> int:
    key = connection.execute(select(t.document.c.key).where(t.document.c.id == id)).scalar()
    if key is None:
        raise StoreError(f"there is no document {id!r}", "Add it first")
    return int(key)


def _newest(connection: Connection, key: int) -> str:
    """The id of the document's newest version."""
    d = t.document.c
    while (after := connection.execute(select(d.superseded_by).where(d.key == key)).scalar()) is not None:
        key = after
    return str(connection.execute(select(d.id).where(d.key == key)).scalar_one())


def _fingerprint(connection: Connection, keys: Sequence[int]) -> str:
    """The SHA-256 of the readings as they stand now, hexadecimal."""
    r, read = t.reading.c, hashlib.sha256()
    for key in keys:
        read.update(connection.execute(select(r.body).where(r.document == key)).scalar() or b"")
    return read.hexdigest()
