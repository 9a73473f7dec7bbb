"""Where inputs, pipeline and database meet: documents into a corpus, their contacts linked, old readings brought up to
date.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from typing import Any, Literal

from sqlalchemy import Connection, or_, select

from readouts.errors import InputError, StoreError
from readouts.ingest.documents import Failed, Loaded
from readouts.keeping import copies, statements
from readouts.lexicon import Lexicon
from readouts.link import across, by_hand
from readouts.link.days import marks
from readouts.pipeline import Tools, comparison, contact_mentions, readings
from readouts.records import Comparison, ContactLink, ContactMention, Document, MadeBy, Reading
from readouts.store import adding, comparisons, failures, links
from readouts.store import schema as t
from readouts.store.database import Store

Read = Callable[[Document], Reading | Failed]
State = Literal["added", "known", "superseded", "failed"]
_LINE = re.compile(r" (?:line|record) \d+$")  # of a file of many documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one input."""

    state: State
    origin: str  # what the user named
    document: str | None = None  # its id in the database; None: it failed
    old: str | None = None  # id of the one that it supersedes
    failure: Failed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a new reading of a document has that the old one had not, and the reverse."""

    document: str
    kind: str  # "contacts", "claims", "attributions", ...
    new: tuple[str, ...]  # ids; of what has none, the words
    gone: tuple[str, ...]


def reader(tools: Tools, beside: Sequence[Document] = ()) -> Read:
    """Reads one document with these tools; a fault of ours becomes a Failed. `beside` are texts on the same contact."""
    return lambda document: next(readings([document], tools, beside))


def added(
    inputs: Iterable[Loaded | Failed],
    store: Store,
    read: Read,
    clock: Callable[[], datetime],
    lexicon: Lexicon | None = None,
) -> Iterator[Outcome]:
    """Each input into the database, one transaction each, in order; a known document is not read again.

    With the lexicon its statements are looked through for words of issues too; else the first question about silences
    makes up for it.

    What fails is noted in the database, and the note goes when the same input is read after all.
    """
    with store.reads() as connection:
        failed_before = failures.origins(connection)
    for each in inputs:
        if isinstance(each, Failed):
            outcome = Outcome(state="failed", origin=each.origin, failure=each)
        else:
            outcome = _added(each, store, read, clock, lexicon)
        _remember(outcome, store, failed_before, clock)
        yield outcome


def _remember(outcome: Outcome, store: Store, failed_before: frozenset[str], clock: Callable[[], datetime]) -> None:
    """Notes a failure; clears that of an input, or of the file whose line it is, that was read after all."""
    if outcome.failure:
        error = outcome.failure.error
        with store.writes() as connection:
            failures.note(connection, outcome.origin, str(error.args[0]), error.remedy, clock())
        return
    if mended := failed_before & {outcome.origin, _LINE.sub("", outcome.origin)}:
        with store.writes() as connection:
            failures.clear(connection, mended)


def mended(store: Store, origins: Iterable[str]) -> None:
    """Clears the failures of inputs that led to documents under other names: feeds, folders, archives."""
    with store.reads() as connection:
        known = failures.origins(connection) & frozenset(origins)
    if known:
        with store.writes() as connection:
            failures.clear(connection, known)


def compared(
    store: Store,
    documents: Sequence[str],
    tools: Tools,
    clock: Callable[[], datetime],
    title: Callable[[Comparison], str],
    *,
    anyway: bool = False,
) -> str:
    """Compares one or two documents of the database by their readings and keeps the comparison; its id.

    `title` puts it into words for lists. Raises as `pipeline.comparison` does, StoreError for a document not there.
    """
    with store.reads() as connection:
        read, fingerprint = comparisons.stored(connection, documents)
    made = comparison(read, tools, anyway=anyway)
    with store.writes() as connection:
        return comparisons.keep(connection, made, fingerprint, title(made), clock(), anyway=anyway)


def _added(loaded: Loaded, store: Store, read: Read, clock: Callable[[], datetime], lexicon: Lexicon | None) -> Outcome:
    origin = loaded.document.origin or loaded.document.id
    try:
        found = adding.standing(store, loaded.document)
    except InputError as error:
        return Outcome(state="failed", origin=origin, failure=Failed(origin=origin, error=error))
    if found.state == "known":
        return Outcome(state="known", origin=origin, document=found.document.id)
    reading = read(found.document)
    if isinstance(reading, Failed):
        return Outcome(state="failed", origin=origin, failure=reading)
    file = partial(_file, lexicon)
    found = adding.add(store, reading, loaded.raw, clock(), file, came_as=loaded.document.id)
    return Outcome(state=found.state, origin=origin, document=found.document.id, old=found.old)


def completed(store: Store, lexicon: Lexicon) -> int:
    """Files what stands beside documents that an older version added; how many documents there were."""
    return max(copies.complete(store), statements.complete(store, lexicon))


def _file(lexicon: Lexicon | None, connection: Connection, key: int, reading: Reading, superseded: int | None) -> None:
    """What stands beside a new document: links of its contacts, its copies, its statements."""
    link(connection, key, reading, superseded)
    copies.file(connection, key, reading.document, superseded)
    if lexicon:
        statements.file(connection, key, reading, lexicon, superseded)


def reread(
    store: Store,
    read: Read,
    made_by: MadeBy,
    clock: Callable[[], datetime],
    *,
    all_: bool = False,
    lexicon: Lexicon | None = None,
) -> Iterator[Change | Failed]:
    """Reads again each document whose reading others made, or every one; what changed in it, kind by kind.

    A document without change gives nothing. Superseded documents are left as they are. Reviewed rows stay.
    """
    for key in outdated(store, made_by, all_=all_):
        with store.reads() as connection:
            document, old = adding.document(connection, key), _old(connection, key)
        new = read(document)
        if isinstance(new, Failed):
            yield new
            continue
        with store.writes() as connection, relinking(connection, key):
            kept = adding.reread(connection, key, old, new, clock())
            copies.claims_again(connection, key)
            if lexicon:
                statements.file(connection, key, kept, lexicon)
        yield from changes(old, kept)


def _old(connection: Connection, key: int) -> Reading | None:
    """The reading to be replaced; None: it is lost or damaged, which rereading mends."""
    try:
        return adding.engine(connection, key)
    except StoreError:
        return None


def outdated(store: Store, made_by: MadeBy, *, all_: bool = False) -> Sequence[int]:
    """Keys of the documents to be read again, in the order of adding."""
    r, d = t.reading.c, t.document.c
    own = or_(r.version != made_by.version, r.models != json.dumps(made_by.models), r.lexicon != made_by.lexicon)
    wanted = select(d.key).outerjoin(t.reading, r.document == d.key).where(d.superseded_by.is_(None)).order_by(d.key)
    with store.reads() as connection:
        found = connection.execute(wanted if all_ else wanted.where(or_(r.document.is_(None), own)))
        return [row.key for row in found]


def changes(old: Reading | None, new: Reading) -> Iterator[Change]:
    """What differs, kind by kind, in the order of the record's fields; nothing when the two say the same."""
    for field in fields(Reading):
        before, after = getattr(old, field.name, ()), getattr(new, field.name)
        if not isinstance(after, tuple) or before == after:
            continue
        gone, added_ = [one for one in before if one not in after], [one for one in after if one not in before]
        if gone or added_:
            told = [tuple(_name(one, new.document.text) for one in some) for some in (added_, gone)]
            yield Change(document=new.document.id, kind=field.name, new=told[0], gone=told[1])


def _name(record: Any, text: str) -> str:
    """The record's id; of one that has none its words, else its reason or party."""
    if id := getattr(record, "id", None):
        return str(id)
    span = getattr(record, "span", None) or next(iter(getattr(record, "spans", ())), None)
    return span.of(text) if span else str(getattr(record, "reason", None) or getattr(record, "party", None))


# -- links of contacts -------------------------------------------------------------------------------------------------


def link(connection: Connection, key: int, reading: Reading, superseded: int | None) -> None:
    """Links the contacts of a new document, and again those that it may change."""
    before = links.of_document(connection, superseded) if superseded is not None else []
    if superseded is not None:
        links.unfile(connection, superseded)
    _relink(connection, key, reading, before)


@contextmanager
def relinking(connection: Connection, key: int) -> Iterator[None]:
    """While the rows of a document's contacts are made anew: its links are let go before, and made anew after."""
    before = links.of_document(connection, key)
    links.unfile(connection, key)
    yield
    _relink(connection, key, adding.stored(connection, key), before)


def _relink(connection: Connection, key: int, reading: Reading, before: Sequence[ContactMention]) -> None:
    """Files the reading's contacts and links anew what they, and those that stood there before, may change."""
    told = contact_mentions(reading)
    links.file(connection, key, [(mention, marks(mention)) for mention in told])
    near = partial(links.near, connection)
    links.write(connection, across.relinked((*told, *before), near, links.by_hand(connection)))


def linked_again(store: Store) -> int:
    """Files and links all contacts of the database anew, decisions by hand kept; how many there are."""
    told: list[ContactMention] = []
    with store.writes() as connection:
        current = select(t.document.c.key).where(t.document.c.superseded_by.is_(None)).order_by(t.document.c.key)
        for key in connection.execute(current).scalars().all():
            own = contact_mentions(adding.stored(connection, key))
            links.file(connection, key, [(mention, marks(mention)) for mention in own])
            told += own
        links.write(connection, across.links(told, links.by_hand(connection)))
    return len(told)


def merged(store: Store, one: str, other: str) -> tuple[ContactLink, ...]:
    """Puts the contacts of two mentions together, as decided by hand; the links of both. Raises LinkError."""
    with store.writes() as connection:
        decided = by_hand.together(links.linked(connection, one, other), one, other)
        return _decided(connection, decided)


def split(store: Store, one: str) -> tuple[ContactLink, ...]:
    """Sets a mention apart from its contact, as decided by hand; the links of both. Raises LinkError."""
    with store.writes() as connection:
        return _decided(connection, by_hand.apart(links.linked(connection, one), one))


def _decided(connection: Connection, decided: across.ByHand) -> tuple[ContactLink, ...]:
    """Writes the decision, then links anew what stands beside the mentions that it is about."""
    made = [
        ContactLink(mention=id, linked_to=root, reason=across.by_hand_reason(decided, root), made_by="hand")
        for id, root in decided.items()
    ]
    return put(connection, made)


def put(connection: Connection, made: Sequence[ContactLink]) -> tuple[ContactLink, ...]:
    """Writes these links, then links anew what stands beside their mentions; the links of their contacts."""
    links.write(connection, made)
    ids = [one.mention for one in made]
    near = partial(links.near, connection)
    links.write(connection, across.relinked(links.named(connection, ids), near, links.by_hand(connection)))
    return links.linked(connection, *ids)
