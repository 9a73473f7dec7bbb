"""Copies of one text: rows of `copy_band`, `copy_pair` and `document_copy`, and what finding copies asks for.

Which documents are copies is decided outside (`keeping/copies.py`); here is where it stands.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select

from readouts.records import Document
from readouts.store import adding
from readouts.store import schema as t

MOST_TOGETHER = 200  # values in one statement


def others(connection: Connection, documents: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    """Of each document that has copies the ids of these, the earliest first."""
    k, own, d = t.document_copy.c, t.document_copy.alias(), t.document.c
    found = (
        select(own.c.document.label("own"), k.document, d.id)
        .join(t.document_copy, k.first == own.c.first)
        .join(t.document, d.key == k.document)
        .where(k.document != own.c.document)
        .order_by(own.c.document, d.published.nulls_last(), k.document)
    )
    groups: dict[int, list[str]] = {}
    for some in _few(sorted(set(documents))):
        for row in connection.execute(found.where(own.c.document.in_(some))):
            groups.setdefault(row.own, []).append(row.id)
    return {key: tuple(ids) for key, ids in groups.items()}


def groups(connection: Connection) -> Mapping[int, int]:
    """Every document that has copies: its key to that of the earliest of its group."""
    return {row.document: row.first for row in connection.execute(select(t.document_copy))}


def unsigned(connection: Connection) -> Sequence[int]:
    """The documents without a signature, in the order of adding: they came in before copies were looked for."""
    d, s = t.document.c, t.document_signature.c
    chosen = select(d.key).outerjoin(t.document_signature, s.document == d.key).order_by(d.key)
    return connection.execute(chosen.where(d.superseded_by.is_(None), s.document.is_(None))).scalars().all()


# -- signatures and bands ------------------------------------------------------------------------------------------


def sign(connection: Connection, document: int, signature: Sequence[int]) -> None:
    """Keeps the signature of a new document."""
    body = np.asarray(signature, "<u4").tobytes()
    connection.execute(insert(t.document_signature), {"document": document, "body": body})


def signatures(connection: Connection, documents: Iterable[int]) -> list[Any]:
    """Of those documents that have a signature, in the order of adding: key, signature, words, publisher, published."""
    s, d = t.document_signature.c, t.document.c
    chosen = (
        select(s.document, s.body, d.words, d.publisher, d.published)
        .join(t.document, d.key == s.document)
        .order_by(s.document)
    )
    lots = _few(sorted(documents))
    return [row for some in lots for row in connection.execute(chosen.where(s.document.in_(some)))]


def file(connection: Connection, document: int, bands: Iterable[int], most: int) -> set[int]:
    """Puts a new document under its bands; the documents that stood there and are to be compared with it.

    Of a band with more than `most` documents only the first and the last are kept: texts so common are much the same.
    """
    b = t.copy_band.c
    wanted, there = list(dict.fromkeys(bands)), dict[int, list[Any]]()
    for some in _few(wanted):
        for row in connection.execute(select(t.copy_band).where(b.band.in_(some)).order_by(b.band, b.place)):
            there.setdefault(row.band, []).append(row)
    full = [band for band, rows in there.items() if rows[-1].place >= most - 1]
    for some in _few(full):
        connection.execute(delete(t.copy_band).where(b.band.in_(some), b.place > 0))
    last = {band: rows[-1].place for band, rows in there.items()}
    at = [{"band": band, "place": min(last.get(band, -1) + 1, most), "document": document} for band in wanted]
    connection.execute(insert(t.copy_band), at)
    return {row.document for band, rows in there.items() for row in ((rows[0], rows[-1]) if band in full else rows)}


def unfile(connection: Connection, document: int) -> set[int]:
    """Takes a superseded document from among the copies; the documents that it was compared with and is a copy of."""
    k = t.copy_pair.c
    near = {other for pair in pairs(connection, [document]) if pair[2] is not None for other in pair[:2]} - {document}
    connection.execute(delete(t.copy_pair).where(or_(k.document == document, k.other == document)))
    for table in (t.copy_band, t.document_signature, t.document_copy):
        connection.execute(delete(table).where(table.c.document == document))
    return near


# -- pairs and groups ----------------------------------------------------------------------------------------------

Pair = tuple[int, int, float | None, bool]  # older, newer, nearness where they are copies, whether they go together


def note(connection: Connection, found: Iterable[Pair]) -> None:
    """Keeps what comparing the pairs has shown."""
    rows = [{"document": a, "other": b, "nearness": near, "together": fit} for a, b, near, fit in found]
    if rows:
        connection.execute(insert(t.copy_pair), rows)


def pairs(connection: Connection, documents: Iterable[int]) -> list[Pair]:
    """The pairs that any of the documents is in."""
    k, found = t.copy_pair.c, dict[tuple[int, int], Pair]()
    for some in _few(sorted(documents)):
        own = or_(k.document.in_(some), k.other.in_(some))
        for row in connection.execute(select(t.copy_pair).where(own)):
            found[row.document, row.other] = (row.document, row.other, row.nearness, row.together)
    return list(found.values())


def documents(connection: Connection, keys: Iterable[int]) -> Mapping[int, Document]:
    """The documents of those keys."""
    chosen = (
        row
        for some in _few(sorted(keys))
        for row in connection.execute(select(t.document).where(t.document.c.key.in_(some)))
    )
    return {row.key: adding.document_of(row) for row in chosen}


def days(connection: Connection, keys: Iterable[int]) -> Mapping[int, date | None]:
    """The days of publication of those documents."""
    d = t.document.c
    chosen = select(d.key, d.published)
    rows = (row for some in _few(sorted(keys)) for row in connection.execute(chosen.where(d.key.in_(some))))
    return {row.key: row.published for row in rows}


def group(connection: Connection, document: int) -> list[int]:
    """The documents of the group that this one is in, the earliest first; [] when it has no copies."""
    k, own = t.document_copy.c, t.document_copy.alias()
    first = select(own.c.first).where(own.c.document == document).scalar_subquery()
    in_order = (t.document.c.published.nulls_last(), k.document)
    chosen = select(k.document).join(t.document, t.document.c.key == k.document).where(k.first == first)
    return list(connection.execute(chosen.order_by(*in_order)).scalars())


def regroup(connection: Connection, members: Iterable[int], groups: Iterable[Sequence[int]]) -> None:
    """Puts these groups, the earliest document of each first, in the place of those that the members were in."""
    for some in _few(sorted(members)):
        connection.execute(delete(t.document_copy).where(t.document_copy.c.document.in_(some)))
    rows = [{"document": key, "first": group[0]} for group in groups for key in group]
    if rows:
        connection.execute(insert(t.document_copy), rows)


def note_claims(connection: Connection, members: Iterable[int], repeated: Iterable[int]) -> None:
    """Of the claims of these documents those that repeat one of an earlier copy: they are counted no more."""
    for some in _few(sorted(members)):
        own = select(t.claim.c.key).where(t.claim.c.document.in_(some))
        connection.execute(delete(t.claim_copy).where(t.claim_copy.c.claim.in_(own)))
    rows = [{"claim": key} for key in repeated]
    if rows:
        connection.execute(insert(t.claim_copy), rows)


def claims(connection: Connection, document: int) -> Sequence[Any]:
    """The claims of the document: key, act, polarity, holder, sentence."""
    c = t.claim.c
    chosen = select(c.key, c.act, c.polarity, c.holder, c.sentence_start, c.sentence_end)
    return connection.execute(chosen.where(c.document == document).order_by(c.key)).all()


def counts(claim: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a claim is counted: it repeats none of an earlier copy."""
    return claim.not_in(select(t.claim_copy.c.claim))


def _few(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    return (keys[at : at + MOST_TOGETHER] for at in range(0, len(keys), MOST_TOGETHER))
