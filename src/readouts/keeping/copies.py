"""Copies of one text among the documents of the database, found as each document comes in.

The groups are those that `ingest.copies.copies` makes of all documents at once: joining goes along pairs of copies
alone, so a new document changes only the groups that it has such a path to. (Of a run of words that more than
`ingest.copies.MANY` documents share, superseded ones among them, both look at the first and the last only.)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from sqlalchemy import Connection

from readouts.ingest import copies as finder
from readouts.records import Document
from readouts.store import adding, copies
from readouts.store.database import Store
from readouts.store.words import indexed
from readouts.text import words


def file(connection: Connection, key: int, document: Document, superseded: int | None) -> None:
    """Finds the copies of a new document; `superseded` is the key of the one whose place it takes."""
    loose = copies.unfile(connection, superseded) if superseded is not None else set()
    signature = finder.signature(document.text)
    copies.sign(connection, key, signature)
    there = copies.file(connection, key, finder.bands(signature), finder.MANY)
    near = dict(_near(connection, there, signature, _outline(document)))
    found = [
        (other, key, near[other], True)
        for other, known in copies.documents(connection, near).items()
        if finder.is_copy(known, document)
    ]
    copies.note(connection, found)
    if found or loose:
        _regroup(connection, {*loose, *(other for other, *_ in found), *([key] if found else [])})


def complete(store: Store) -> int:
    """Finds the copies among documents that came in before they were looked for; how many documents there were."""
    with store.reads() as connection:
        unsigned = copies.unsigned(connection)
    for key in unsigned:
        with store.writes() as connection:
            file(connection, key, adding.document(connection, key), None)
    return len(unsigned)


def _outline(document: Document) -> finder.Outline:
    return finder.Outline(sum(1 for _ in words(document.text)), document.publisher, document.published)


def _near(
    connection: Connection, there: Iterable[int], signature: Sequence[int], own: finder.Outline
) -> Iterator[tuple[int, float]]:
    """Those of the documents that may be copies of one of that signature and outline, with their nearness."""
    rows = copies.signatures(connection, there)
    known = np.frombuffer(b"".join(row.body for row in rows), "<u4").reshape(len(rows), finder.NUMBERS)
    shared = (known == np.asarray(signature, "<u4")).mean(axis=1)
    for row, near in zip(rows, shared.tolist(), strict=True):
        if finder.may_be_copies(near, own, finder.Outline(row.words, row.publisher, row.published)):
            yield row.document, near


def claims_again(connection: Connection, key: int) -> None:
    """Looks anew which claims of the document's copies repeat one another: its claims are others now."""
    group = copies.group(connection, key)
    if group:
        _note_claims(connection, group, [group])


def _regroup(connection: Connection, changed: Iterable[int]) -> None:
    """Makes the groups anew of all documents to which a path of copies leads from the changed ones."""
    members, pairs = _reached(connection, changed)
    known = {(a, b): together for a, b, _, together in pairs}
    documents = _Documents(connection)
    new: dict[tuple[int, int], bool] = {}

    def together(a: int, b: int) -> bool:
        pair = (min(a, b), max(a, b))
        if pair not in known:
            known[pair] = new[pair] = finder.go_together(documents[a].text, documents[b].text)
        return known[pair]

    near = sorted((-near, a, b) for a, b, near, _ in pairs if near is not None)
    groups = [sorted(group) for group in finder.grouped(((a, b) for _, a, b in near), lambda a, b: True, together)]
    copies.note(connection, ((a, b, None, fit) for (a, b), fit in new.items()))
    days = copies.days(connection, members)
    ordered = [finder.in_order({key: days[key] for key in group}) for group in groups]
    copies.regroup(connection, members, ordered)
    _note_claims(connection, members, ordered)


def _reached(connection: Connection, start: Iterable[int]) -> tuple[set[int], list[copies.Pair]]:
    """The documents to which copies lead, and all pairs among them that were compared."""
    members, fresh = set(start), set(start)
    pairs: dict[tuple[int, int], copies.Pair] = {}
    while fresh:
        found = copies.pairs(connection, fresh)
        pairs |= {(a, b): (a, b, near, fit) for a, b, near, fit in found}
        fresh = {one for a, b, near, _ in found if near is not None for one in (a, b)} - members
        members |= fresh
    return members, list(pairs.values())


class _Documents(dict[int, Document]):
    """Documents by key, each read when it is first asked for."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._read = partial(copies.documents, connection)

    def __missing__(self, key: int) -> Document:
        self.update(self._read([key]))
        return self[key]


def _note_claims(connection: Connection, members: Iterable[int], groups: Iterable[Iterable[int]]) -> None:
    copies.note_claims(connection, members, [key for group in groups for key in _repeated(connection, group)])


def _repeated(connection: Connection, group: Iterable[int]) -> Iterator[int]:
    """The claims of a group's documents that a document before them in it has in the same words."""
    seen: set[object] = set()
    documents: Mapping[int, Document] = _Documents(connection)
    for key in group:
        own = {row.key: _said(row, documents[key].text) for row in copies.claims(connection, key)}
        yield from (claim for claim, said in own.items() if said in seen)
        seen.update(own.values())


def _said(row: Any, text: str) -> object:
    """What makes two claims the same: the words of the sentence, and who does what in them."""
    return tuple(indexed(text[row.sentence_start : row.sentence_end])), row.act, row.polarity, row.holder
