"""The inbox: what came in, what failed and why, what was compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, func, select

from readouts.store import comparisons, failures
from readouts.store import schema as t
from readouts.store.comparisons import Listed
from readouts.store.failures import Failure
from readouts.store.pairs import Pair, pairs
from readouts.store.questions import Side

MOST_FAILURES, MOST_COMPARISONS = 10, 6  # that the page shows
MOST_PUBLISHERS = 40  # that the forms offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much the database holds."""

    documents: int  # that nothing supersedes
    contacts: int  # each once, however many texts tell of it
    comparisons: int
    failures: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A document that came in, with the contact that it is about."""

    key: int  # its place in the order of adding
    document: str
    title: str  # its first words where it has none
    publisher: str | None
    published: date | None
    added: str  # an instant, UTC
    words: int
    replaces: bool  # an older version of it is there
    replaced: bool  # a newer one is
    contact: str | None  # id that its mentions are linked to; None: it is about none
    kind: str | None
    participants: tuple[Side, ...]
    day: str | None  # EDTF; None: open
    pair: Pair | None  # it and a text of another party on the contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    counts: Counts
    rows: tuple[Came, ...]  # the newest first
    older: int | None  # what to ask for to see those added before; None: these are the first
    before: int | None  # the newest that the page shows was added before this one; None: it is the newest of all
    failures: tuple[Failure, ...]
    comparisons: tuple[Listed, ...]
    publishers: tuple[str, ...]  # those with most documents, for the forms to offer


def inbox(connection: Connection, before: int | None, most: int) -> Inbox:
    """The inbox; `before` is the key of a document, and those added before it are shown."""
    d = t.document.c
    chosen = select(d.key, d.id, d.title, d.publisher, d.published, d.added, d.words, d.supersedes, d.superseded_by,
                    func.substr(d.text, 1, 120).label("start"))  # fmt: skip
    if before is not None:
        chosen = chosen.where(d.key < before)
    rows = connection.execute(chosen.order_by(d.key.desc()).limit(most + 1)).all()
    shown = rows[:most]
    return Inbox(
        counts=_counts(connection),
        rows=_came(connection, shown),
        older=shown[-1].key if len(rows) > most else None,
        before=before,
        failures=failures.failures(connection, MOST_FAILURES),
        comparisons=comparisons.comparisons(connection, MOST_COMPARISONS),
        publishers=_publishers(connection),
    )


def _publishers(connection: Connection) -> tuple[str, ...]:
    publisher = t.document.c.publisher
    chosen = select(publisher).where(publisher.is_not(None)).group_by(publisher)
    return tuple(connection.execute(chosen.order_by(func.count().desc(), publisher).limit(MOST_PUBLISHERS)).scalars())


def _counts(connection: Connection) -> Counts:
    k, d = t.contact_links.c, t.document.c
    latest = select(func.count()).select_from(t.document).where(d.superseded_by.is_(None))
    met = (
        select(func.count(k.linked_to.distinct()))
        .join(t.contact, t.contact.c.key == k.contact)
        .join(t.document, and_(d.key == t.contact.c.document, d.superseded_by.is_(None)))
    )
    return Counts(
        documents=connection.execute(latest).scalar_one(),
        contacts=connection.execute(met).scalar_one(),
        comparisons=connection.execute(select(func.count()).select_from(t.comparison)).scalar_one(),
        failures=failures.count(connection),
    )


@dataclass(frozen=True, slots=True)
class _About:
    """The contact that a document is about."""

    contact: str
    kind: str
    day: str | None
    participants: tuple[Side, ...]


def _came(connection: Connection, rows: Sequence[Any]) -> tuple[Came, ...]:
    about = _about(connection, [row.key for row in rows])
    found = pairs(connection, sorted({one.contact for one in about.values()}))
    return tuple(_one(row, about.get(row.key), found) for row in rows)


def _one(row: Any, about: _About | None, found: Mapping[str, tuple[Pair, ...]]) -> Came:
    own = found.get(about.contact, ()) if about else ()
    return Came(
        key=row.key,
        document=row.id,
        title=row.title or " ".join(row.start.split())[:90],
        publisher=row.publisher,
        published=row.published,
        added=row.added,
        words=row.words,
        replaces=row.supersedes is not None,
        replaced=row.superseded_by is not None,
        contact=about.contact if about else None,
        kind=about.kind if about else None,
        participants=about.participants if about else (),
        day=about.day if about else None,
        pair=next((pair for pair in own if row.id in (pair.left.document, pair.right.document)), None),
    )


def _about(connection: Connection, documents: Sequence[int]) -> Mapping[int, _About]:
    """Of each document, by its key, the contact that it is about, as its own text tells it."""
    c, k, x, p = t.contact.c, t.contact_links.c, t.contact_party.c, t.party.c
    root = t.contact.alias("root").c
    told = (
        select(c.key, c.document, c.kind, c.edtf, root.id.label("contact"))
        .join(t.contact_mention, and_(t.contact_mention.c.contact == c.key, t.contact_mention.c.main))
        .join(t.contact_links, k.contact == c.key)
        .join(root.key.table, root.key == k.linked_to)
        .where(c.document.in_(documents))
    )
    rows = connection.execute(told).all()
    who = (
        select(x.contact, p.id, p.name)
        .join(t.party, p.id == x.party)
        .where(x.part == "participant", x.contact.in_([row.key for row in rows]))
        .order_by(x.contact, x.place)
    )
    sides: dict[int, list[Side]] = {}
    for row in connection.execute(who):
        sides.setdefault(row.contact, []).append(Side(row.id, row.name))
    return {
        row.document: _About(row.contact, row.kind, row.edtf, tuple(sides.get(row.key, ())))
        for row in rows
    }  # fmt: skip
