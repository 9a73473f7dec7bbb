"""One document into the database, in one transaction: the text, what was read in it, the words for search.

A document is never edited. One that comes again, changed, supersedes the old one: the same page or id with another
text, or another day or publisher told of the same text.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, and_, insert, or_, select, text, update

from readouts.errors import InputError, StoreError
from readouts.records import Alignment, Decision, Document, Reading, ReviewKind, digest
from readouts.store import decisions, items, raw, reviewed, rows
from readouts.store import schema as t
from readouts.store.database import Store
from readouts.store.frozen import packed, unpacked
from readouts.store.words import indexed, passages, stems, tsvector
from readouts.text import Span
from readouts.text import words as words_of

State = Literal["added", "known", "superseded"]
MOST_SIGNS_OF_ID = 500
# What makes a document the same as another, its id aside.
_SAME = ("url", "publisher", "title", "published", "language")
_TOLD = ("issuer", "published_basis", "publisher_basis")  # what the input or its page tells beside


# Statements that every document needs; SQLAlchemy works out each object once.
_INTO_DOCUMENT = insert(t.document).returning(t.document.c.key)
_INTO_PASSAGE = insert(t.passage).returning(t.passage.c.key, sort_by_parameter_order=True)
_INTO_WORDS = text("INSERT INTO passage_words (rowid, words, stems) VALUES (:key, :words, :stems)")
_SET_WORDS = text(
    "UPDATE passage SET words = CAST(:words AS tsvector), stems = CAST(:stems AS tsvector) WHERE key = :key"
)
_INTO_READING = insert(t.reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a document stands to those in the database."""

    state: State  # "superseded": it takes the place of an older one
    document: Document  # under the id that it has, or will have, in the database
    old: str | None = None  # id of the one that it supersedes


def standing(store: Store, document: Document) -> Standing:
    """Whether the document is known, new, or a new form of one that is there; nothing is written.

    Raises InputError when it cannot be kept.
    """
    _check(document)
    with store.reads() as connection:
        return _standing(connection, document)


def add(
    store: Store,
    reading: Reading,
    bytes_: bytes | None,
    now: datetime,
    link: Callable[..., None] | None = None,
    *,
    came_as: str | None = None,
) -> Standing:
    """Keeps the reading with its document and the bytes that it was made from; of a known one nothing.

    `came_as` is the id under which the document came, where `standing` has given it another: by it an older form of
    the same document is known. None: under its own.

    `link` is called in the same transaction: with the connection, the key of the document, the reading as it is kept,
    and the key of the document that it supersedes or None.

    `now` is the instant of adding. Another program may have added it since `standing` was asked; the answer says so.
    """
    _check(reading.document)
    if bytes_ is not None and store.raw is not None:
        raw.keep(store.raw, bytes_)  # before the row that names it: bytes without a row do no harm
    with store.writes() as connection:
        found = _standing(connection, replace(reading.document, id=came_as or reading.document.id))
        if found.state == "known":
            return found
        if bytes_ is not None and store.raw is None:
            raw.keep_in_table(connection, bytes_)
        key = _document(connection, found, now)
        placed = _passages(connection, key, found.document)
        kept = replace(reading, document=found.document)
        rows.write(connection, key, kept, placed)
        _reading(connection, key, reading, now)
        items.file(connection, key, kept)
        if link is not None:
            link(connection, key, kept, _key_of(connection, found.old))
        return found


def _key_of(connection: Connection, id: str | None) -> int | None:
    return connection.execute(select(t.document.c.key).where(t.document.c.id == id)).scalar() if id else None


def stored(connection: Connection, key: int) -> Reading:
    """The reading of that document as it stands: the engine's, and over it what people have decided.

    Raises StoreError when there is none, or it is damaged: `document` is there all the same.
    """
    return _standing_of(connection, engine(connection, key), decisions.of_document(connection, key))


def engine(connection: Connection, key: int) -> Reading:
    """The reading of that document as the engine made it. Raises as `stored` does."""
    own = document(connection, key)
    body = connection.execute(select(t.reading.c.body).where(t.reading.c.document == key)).scalar()
    if body is None:
        raise StoreError(f"document {own.id} has no reading", "Run: readouts reread --all")
    return unpacked(body, own)


def _standing_of(connection: Connection, reading: Reading, decided: Sequence[Decision]) -> Reading:
    """The reading under the decisions, with the parties that they name."""
    if not decided:
        return reading
    own = [one for one in decided if one.document == reading.document.id]
    told = reviewed.standing(reading, own)
    known = {party.id for party in told.parties}
    named = {id for one in reviewed.settled(own).values() if one for id in reviewed.parties_of(one)}
    met = {party.id: party for party in decisions.parties(connection, named - known)}
    return replace(told, parties=(*told.parties, *(met.get(id) or rows.unnamed(id) for id in sorted(named - known))))


def document(connection: Connection, key: int) -> Document:
    """The document of that key."""
    return document_of(connection.execute(select(t.document).where(t.document.c.key == key)).one())


def document_of(row: Row[Any]) -> Document:
    """The record of a row of `document`."""
    same = ("id", "text", "title", "publisher", "published", "language", "url", "origin", "coverage", "raw", *_TOLD)
    headline = None if row.headline_start is None else Span(row.headline_start, row.headline_end)
    return Document(headline=headline, **{name: getattr(row, name) for name in same})


def reread(connection: Connection, key: int, old: Reading | None, new: Reading, now: datetime) -> Reading:
    """Puts a new reading of the engine in the place of its old one; gives it as it is kept.

    The old one's records that people have decided stay in it, in the place of new versions of them, and so do contacts
    linked by hand. None: the old one is lost; what was decided then comes from the decisions alone.
    """
    kept = reviewed.carried_over(old, new, _marked(connection, key, old)) if old else new
    connection.execute(t.reading.delete().where(t.reading.c.document == key))
    _reading(connection, key, kept, now)
    items.file(connection, key, kept)
    rewrite(connection, key)
    return kept


def rewrite(connection: Connection, key: int) -> Reading:
    """Makes the rows of the document's reading anew, as it stands; gives it."""
    decided = decisions.of_document(connection, key)
    told = _standing_of(connection, engine(connection, key), decided)
    placed = connection.execute(
        select(t.passage.c.key, t.passage.c.span_start, t.passage.c.span_end).where(t.passage.c.document == key)
    ).all()
    of_superseded = connection.execute(select(t.document.c.superseded_by).where(t.document.c.key == key)).scalar()
    before = rows.Before(rows.clear(connection, key), frozenset(id for _, id in reviewed.settled(decided)))
    rows.write(connection, key, told, [(row.key, Span(row.span_start, row.span_end)) for row in placed], before)
    if of_superseded is not None:
        connection.execute(t.position_claim.delete().where(t.position_claim.c.document == key))
    return told


def _marked(connection: Connection, key: int, old: Reading) -> Mapping[ReviewKind, set[str]]:
    """Ids of the records that stay as they were: those decided, those that a claim so decided or compared points to,
    contacts linked by hand.
    """
    marked: dict[ReviewKind, set[str]] = {kind: set() for kind in reviewed.LISTS}
    for one in reviewed.in_force(decisions.of_document(connection, key)):
        if isinstance(one.said, Alignment):
            marked["claim"].update((*one.said.left, *one.said.right))
        elif one.kind in marked:
            marked[one.kind].add(one.record)
    marked["contact"] |= rows.linked_by_hand(connection, key)
    for claim in old.claims:
        if claim.id in marked["claim"]:
            marked["contact"].update(filter(None, [claim.contact]))
            marked["attribution"].update(filter(None, [claim.attribution]))
    return marked


def instant(now: datetime) -> str:
    """An instant as the database writes it: UTC, to the second."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# -- how it stands -------------------------------------------------------------------------------------------------


def _check(document: Document) -> None:
    where = document.origin or document.id
    if len(document.id) > MOST_SIGNS_OF_ID:
        raise InputError(f"{where}: the id has {len(document.id)} signs", f"Give one of at most {MOST_SIGNS_OF_ID}")
    if any("\0" in str(getattr(document, name)) for name in ("id", "text", "origin", *_SAME, *_TOLD)):
        raise InputError(f"{where} has a zero sign (U+0000), which no database keeps", "Take it out of the text")


def _standing(connection: Connection, document: Document) -> Standing:
    d = t.document
    columns = [c for c in d.c if c.name != "text"]
    same_text = sha256(document.text)
    alike = [d.c.id == document.id, d.c.sha256 == same_text]
    if document.url:
        alike.append(d.c.url == document.url)
    if document.title and document.publisher and document.published:
        same = ("title", "publisher", "published")
        alike.append(and_(*(d.c[name] == getattr(document, name) for name in same)))
    found = connection.execute(select(*columns).where(or_(*alike)).order_by(d.c.key)).all()
    if known := next((row for row in found if row.sha256 == same_text and _adds_nothing(document, row)), None):
        return Standing(state="known", document=replace(document, id=known.id))
    forms = [row for row in found if _is_new_form(document, row, same_text)]
    old = [row.id for row in forms if row.superseded_by is None]
    if not old:  # the forms after the first have ids of their own
        old = [_newest(connection, row) for row in forms if row.sha256 != same_text]
    taken = any(row.id == document.id for row in found)
    named = replace(document, id=_free_id(connection, document)) if taken else document
    if old:
        return Standing(state="superseded", document=named, old=old[-1])
    return Standing(state="added", document=named)


def _newest(connection: Connection, row: Row[Any]) -> str:
    """The id of the last form of a superseded document."""
    d = t.document.c
    id, after = str(row.id), row.superseded_by
    while after is not None:
        id, after = connection.execute(select(d.id, d.superseded_by).where(d.key == after)).one()
    return id


def _adds_nothing(document: Document, row: Row[Any]) -> bool:
    """Whether the row of the same text holds all that the document tells of itself."""
    told = {name: getattr(document, name) for name in _SAME}
    return all(value is None or value == getattr(row, name) for name, value in told.items())


def _is_new_form(document: Document, row: Row[Any], same_text: str) -> bool:
    """Whether the document is the row's page or statement in another form."""
    if row.sha256 == same_text:  # its day or publisher is told now, or told otherwise
        return bool(row.id == document.id or (document.url and row.url == document.url))
    if document.url and row.url:
        return bool(document.url == row.url)  # two addresses are two pages, however alike their titles
    if row.id == document.id:  # an unknown publisher may be the same one
        return row.publisher is None or document.publisher is None or bool(row.publisher == document.publisher)
    titled = (document.publisher, document.title, document.published)
    return all(titled) and titled == (row.publisher, row.title, row.published)


def _free_id(connection: Connection, document: Document) -> str:
    """An id for a document whose own is another's: the same one for the same document."""
    told = [getattr(document, name) for name in _SAME]
    return f"{document.id}~{digest(document.text, *told)[:6]}"


def sha256(words: str) -> str:
    return hashlib.sha256(words.encode("utf-8")).hexdigest()


# -- rows ----------------------------------------------------------------------------------------------------------


def _document(connection: Connection, found: Standing, now: datetime) -> int:
    """The row of the document, and the old one marked; the new key."""
    document = found.document
    old = None
    if found.old:
        old = connection.execute(select(t.document.c.key).where(t.document.c.id == found.old)).scalar_one()
    values = {name: getattr(document, name) for name in ("id", "origin", "coverage", "raw", "text", *_SAME, *_TOLD)}
    top = document.headline
    values |= {
        "headline_start": top.start if top else None,
        "headline_end": top.end if top else None,
        "sha256": sha256(document.text),
        "words": sum(1 for _ in words_of(document.text)),
        "added": instant(now),
        "supersedes": old,
    }
    key: int = connection.execute(_INTO_DOCUMENT, values).scalar_one()
    if old is not None:
        connection.execute(update(t.document).where(t.document.c.key == old).values(superseded_by=key))
        connection.execute(update(t.passage).where(t.passage.c.document == old).values(latest=False))
        connection.execute(t.position_claim.delete().where(t.position_claim.c.document == old))
    return key


def _passages(connection: Connection, key: int, document: Document) -> list[tuple[int, Span]]:
    """The document's passages and their words; keys and spans, in text order."""
    spans = passages(document.text)
    values = [
        {"document": key, "span_start": s.start, "span_end": s.end, "published": document.published} for s in spans
    ]
    placed = [(row.key, span) for row, span in zip(connection.execute(_INTO_PASSAGE, values), spans, strict=True)]
    index(connection, document.text, placed)
    return placed


def index(connection: Connection, text: str, placed: Sequence[tuple[int, Span]]) -> None:
    """Puts the words of a document's passages into the index for search; `placed` are their keys and spans."""
    is_sqlite = connection.dialect.name == "sqlite"
    joined = " ".join if is_sqlite else tsvector
    forms = [(key, indexed(span.of(text))) for key, span in placed]
    lines = [{"key": key, "words": joined(form), "stems": joined(stems(form))} for key, form in forms]
    connection.execute(_INTO_WORDS if is_sqlite else _SET_WORDS, lines)


def _reading(connection: Connection, key: int, reading: Reading, now: datetime) -> None:
    """The whole reading and what made it."""
    made = reading.made_by
    values = {
        "document": key,
        "version": made.version,
        "models": json.dumps(made.models),
        "lexicon": made.lexicon,
        "made": instant(now),
        "issuer": reading.issuer,
        "body": packed(reading),
    }
    connection.execute(_INTO_READING, values)
