"""A document: its text under layers of marks, what was found in it, its versions and neighbours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from markupsafe import Markup
from sqlalchemy import Connection, and_, select

from readouts.compare.difference import difference
from readouts.errors import InputError, StoreError
from readouts.export import citation, html, view, wording
from readouts.export import difference as changes
from readouts.export.marks import Mark
from readouts.export.view import Fact, ReadingView
from readouts.records import Document, Reading
from readouts.store import adding, comparisons
from readouts.store import schema as t
from readouts.store.comparisons import Listed
from readouts.store.pairs import Pair, pairs
from readouts.text import Span, trimmed

LAYERS = ("parties", "dates", "attributions", "claims")
_MOST_COMPARISONS = 10
_MOST_DIFFERENCE = 200_000  # characters of both versions together; more takes the page over a second


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One form of the document."""

    document: str
    added: str  # an instant, UTC
    published: date | None
    words: int
    own: bool  # it is the one on the page


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A document of the same publisher."""

    document: str
    title: str
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A contact that the text tells of."""

    id: str  # that its mentions are linked to
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A claim as a line of a table."""

    claim: str
    account: str | None  # Party.id
    holder: str
    act: str
    words: str
    issues: str
    notes: str
    contact: str | None
    span_start: int
    span_end: int


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The page of a document."""

    reading: Reading
    view: ReadingView
    layers: tuple[str, ...]  # of LAYERS, those switched on
    span: Span | None  # what the address points at
    paragraphs: tuple[Markup, ...]
    contacts: tuple[Met, ...]
    pairs: tuple[Pair, ...]  # of this text and another party's on the same contact
    comparisons: tuple[Listed, ...]
    versions: tuple[Version, ...]  # the oldest first; one: it was never changed
    before: Neighbour | None
    after: Neighbour | None
    added: str  # an instant, UTC

    @property
    def document(self) -> Document:
        return self.reading.document

    @cached_property
    def evidence(self) -> Any:
        """A function that gives the sentence of a quotation with its words marked."""
        return html.evidence((self.reading,))

    @property
    def citation(self) -> str:
        return citation.plain(self.document, self.span)

    @property
    def bibtex(self) -> str:
        return citation.bibtex(self.document, self.span)

    @property
    def replaced_by(self) -> str | None:
        """The newest version's id; None: this is it."""
        return None if self.versions[-1].own else self.versions[-1].document

    @property
    def previous(self) -> Version | None:
        """The version before this one."""
        place = next(i for i, one in enumerate(self.versions) if one.own)
        return self.versions[place - 1] if place else None

    @property
    def lines(self) -> tuple[Line, ...]:
        said = {one.id: one for account in self.view.accounts for one in account.claims}
        return tuple(
            Line(
                claim=c.id, account=c.account, holder=said[c.id].holder, act=c.act, words=said[c.id].quote.words,
                issues="; ".join(c.issues), notes="; ".join(said[c.id].notes), contact=c.contact,
                span_start=min(s.start for s in c.spans), span_end=max(s.end for s in c.spans),
            )
            for c in self.reading.claims
        )  # fmt: skip


def shown(connection: Connection, id: str, span: str, layers: Sequence[str]) -> Shown:
    """The page. `span` is "start-end" or "". Raises StoreError where there is no such document, InputError for a span
    that is none of its text.
    """
    key = _key(connection, id)
    reading = adding.stored(connection, key)
    told = view.reading(reading)
    at = _span(span, reading.document)
    row = connection.execute(select(t.document.c.added, t.document.c.publisher, t.document.c.published)
                             .where(t.document.c.key == key)).one()  # fmt: skip
    marks = html.layers(reading, told)
    if at:
        marks.append(Mark(span=at, classes="pointed", anchor="span"))
    return Shown(
        reading=reading,
        view=told,
        layers=tuple(layer for layer in LAYERS if layer in layers),
        span=at,
        paragraphs=html.printed(told.source, marks, without=reading.document.headline if not at else None).paragraphs,
        contacts=_contacts(connection, reading, told),
        pairs=_pairs(connection, key, reading.document.id),
        comparisons=comparisons.comparisons(connection, _MOST_COMPARISONS, key),
        versions=tuple(_versions(connection, key)),
        before=_neighbour(connection, key, row, -1),
        after=_neighbour(connection, key, row, +1),
        added=row.added,
    )


def text(connection: Connection, id: str) -> Document:
    """The document of that id. Raises StoreError where there is none."""
    return adding.document(connection, _key(connection, id))


def _key(connection: Connection, id: str) -> int:
    key = connection.execute(select(t.document.c.key).where(t.document.c.id == id)).scalar()
    if key is None:
        raise StoreError(f"there is no document {id!r}", "Find it by its words on the search page")
    return int(key)


def _span(written: str, document: Document) -> Span | None:
    """The characters that the address points at, without space at the ends."""
    if not written:
        return None
    start, _, end = written.partition("-")
    if not (start.isascii() and end.isascii() and start.isdigit() and end.isdigit() and len(written) < 24):
        raise InputError(f"{written!r} is no span", "Write it as START-END, in characters of the text: span=14-25")
    found = trimmed(document.text, int(start), min(int(end), len(document.text)))
    if found is None:
        raise InputError(f"the text has {len(document.text):,} characters, and none at {written}", "Leave out the span")
    return found


def _contacts(connection: Connection, reading: Reading, told: ReadingView) -> tuple[Met, ...]:
    k, c, root = t.contact_links.c, t.contact.c, t.contact.alias("root").c
    links = (
        select(c.id, root.id.label("root"))
        .join(t.contact_links, k.contact == c.key)
        .join(root.key.table, root.key == k.linked_to)
        .where(c.id.in_([contact.id for contact in reading.contacts]))
    )
    roots = {row.id: row.root for row in connection.execute(links)}
    return tuple(
        Met(id=roots.get(contact.id, contact.id), facts=facts)
        for contact, facts in zip(reading.contacts, told.contacts, strict=True)
    )


def _pairs(connection: Connection, key: int, id: str) -> tuple[Pair, ...]:
    """The pairs that the document stands in, of the contact that it is about."""
    k, c, root = t.contact_links.c, t.contact.c, t.contact.alias("root").c
    main = (
        select(root.id)
        .join(k.contact.table, k.linked_to == root.key)
        .join(t.contact, c.key == k.contact)
        .join(t.contact_mention, and_(t.contact_mention.c.contact == c.key, t.contact_mention.c.main))
        .where(c.document == key)
    )
    about = list(connection.execute(main).scalars())
    found = (pair for own in pairs(connection, about).values() for pair in own)
    return tuple(pair for pair in found if id in (pair.left.document, pair.right.document))


def _versions(connection: Connection, key: int) -> Iterator[Version]:
    """All forms of the document, the oldest first."""
    d = t.document.c
    columns = (d.key, d.id, d.added, d.published, d.words, d.supersedes, d.superseded_by)

    def row(one: int) -> Any:
        return connection.execute(select(*columns).where(d.key == one)).one()

    found = [row(key)]
    while (older := found[0].supersedes) is not None:
        found.insert(0, row(older))
    while (newer := found[-1].superseded_by) is not None:
        found.append(row(newer))
    for one in found:
        yield Version(document=one.id, added=one.added, published=one.published, words=one.words, own=one.key == key)


def _neighbour(connection: Connection, key: int, own: Any, step: int) -> Neighbour | None:
    """The publisher's document before (-1) or after (+1) this one, by day, then in the order of adding."""
    if own.publisher is None or own.published is None:
        return None
    d = t.document.c
    chosen = select(d.id, d.title, d.published).where(d.publisher == own.publisher, d.superseded_by.is_(None))
    same_day = d.published == own.published
    if step > 0:
        parts = [chosen.where(same_day, d.key > key), chosen.where(d.published > own.published)]
        parts = [part.order_by(d.published, d.key) for part in parts]
    else:
        parts = [chosen.where(same_day, d.key < key), chosen.where(d.published < own.published)]
        parts = [part.order_by(d.published.desc(), d.key.desc()) for part in parts]
    for part in parts:
        if row := connection.execute(part.limit(1)).first():
            return Neighbour(document=row.id, title=row.title or row.id, published=row.published)
    return None


# -- versions ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What changed from one version to another."""

    old: Document
    new: Document
    summary: str
    body: Markup
    lines: tuple["Edited", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A run of words that is not the same in both versions."""

    kind: str  # "added", "dropped", "replaced"
    old: str | None
    new: str | None
    moved: bool  # its sentence stands elsewhere


def changed(connection: Connection, id: str, old: str) -> Changed:
    """The word difference of two versions of a document; `old` "" is the one before. Raises StoreError, InputError."""
    key = _key(connection, id)
    before = connection.execute(select(t.document.c.supersedes).where(t.document.c.key == key)).scalar()
    other = _key(connection, old) if old else before
    if other is None:
        raise StoreError(f"document {id!r} has no older version", "Open the document itself")
    left, right = adding.document(connection, other), adding.document(connection, key)
    if len(left.text) + len(right.text) > _MOST_DIFFERENCE:
        raise InputError("the versions are too long to be compared on a page", "Use the command: readouts difference")
    found = difference(left, right)
    return Changed(
        old=left,
        new=right,
        summary=changes.summary(found),
        body=Markup(changes.html(found, left, right)),
        lines=tuple(
            Edited(
                kind=edit.kind,
                old=wording.inline(edit.left.of(left.text)) if edit.left else None,
                new=wording.inline(edit.right.of(right.text)) if edit.right else None,
                moved=sentence.moved,
            )
            for sentence in found.sentences
            for edit in sentence.edits
            if edit.kind != "kept"
        ),
    )
