"""The documents and readings that a question is about."""

from collections.abc import Iterator

from sqlalchemy import (
    Connection,
    select,
)

from readouts.records import Document, Reading
from readouts.store import adding, names
from readouts.store import schema as t
from readouts.store.questions.asked import LATEST, Asked, between


def documents(connection: Connection, asked: Asked) -> Iterator[Document]:
    """The documents, oldest first, undated ones last; of a party those that it issued."""
    d = t.document
    chosen = select(d).where(LATEST, *between(d.c.published, asked)).order_by(d.c.published.nulls_last(), d.c.key)
    for name in asked.parties:
        issued = select(t.reading.c.document).where(t.reading.c.issuer.in_(names.party(connection, name).ids))
        chosen = chosen.where(d.c.key.in_(issued))
    for row in connection.execute(chosen.limit(asked.limit)):
        yield adding.document_of(row)


def readings(connection: Connection, asked: Asked) -> Iterator[Reading]:
    """The readings of the same documents, in the same order."""
    for document in documents(connection, asked):
        yield reading(connection, document.id)


def reading(connection: Connection, id: str) -> Reading:
    """The reading of the document of that id, superseded or not. Raises StoreError when there is none."""
    table, key = names.row_of(connection, id)
    if table != "document":
        key = connection.execute(
            select(t.metadata.tables[table].c.document).where(t.metadata.tables[table].c.key == key)
        ).scalar_one()
    return adding.stored(connection, int(key))


def in_use(connection: Connection, what: str, value: str) -> bool:
    """Whether any claim has that "issue" or "act"."""
    column = t.claim_issue.c.issue if what == "issue" else t.claim.c.act
    return connection.execute(select(column).where(column == value).limit(1)).first() is not None
