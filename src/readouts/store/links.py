"""Which contact each document's mention of one is linked to: rows of `contact_links`, and what linking asks for.

The mentions are filed under marks (pairs of sides and months), so that a new document is held against few others
however many there are. What decides where a mention belongs comes from outside (`corpus.py`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, insert, or_, select, update

from readouts.errors import LinkError
from readouts.records import Contact, ContactLink, ContactMention, Party, When
from readouts.store import schema as t

ITSELF = "its own mention"
Mark = tuple[str, str, int]
_MOST_TOGETHER = 200  # values in one statement
_T = TypeVar("_T")


def file(connection: Connection, document: int, filed: Iterable[tuple[ContactMention, Iterable[Mark]]]) -> None:
    """Puts the mentions of a document under their marks, in the place of what stood there of it."""
    keys = {row.id: row.key for row in connection.execute(_OF_DOCUMENT, {"own": document})}
    unfile(connection, document)
    mentions, marks = [], []
    for mention, own in filed:
        key = keys[mention.id]
        mentions.append({"contact": key, "main": mention.main, "words": " ".join(sorted(mention.words))})
        marks += [
            {"contact": key, "side": one, "other_side": other, "month": month}
            for one, other, month in dict.fromkeys(own)
        ]
    for table, rows in ((t.contact_mention, mentions), (t.contact_mark, marks)):
        if rows:
            connection.execute(insert(table), rows)


def unfile(connection: Connection, document: int) -> None:
    """Takes the document's mentions from under their marks, and lets those that the engine linked stand alone."""
    own = select(t.contact.c.key).where(t.contact.c.document == document)
    for table in (t.contact_mention, t.contact_mark):
        connection.execute(delete(table).where(table.c.contact.in_(own)))
    k = t.contact_links.c
    alone = {"linked_to": k.contact, "reason": ITSELF}
    engine = k.made_by == "engine"
    connection.execute(
        update(t.contact_links).where(engine, or_(k.contact.in_(own), k.linked_to.in_(own))).values(alone)
    )


def leave(connection: Connection, keys: Sequence[int]) -> None:
    """Lets the mentions that are linked to these, which are about to go, be linked to the oldest of themselves."""
    k = t.contact_links.c
    found = select(k.contact, k.linked_to).where(k.linked_to.in_(keys), k.contact.not_in(keys)).order_by(k.contact)
    roots: dict[int, int] = {}
    for row in connection.execute(found).all():
        root = roots.setdefault(row.linked_to, row.contact)
        connection.execute(update(t.contact_links).where(k.contact == row.contact).values(linked_to=root))


def of_document(connection: Connection, document: int) -> list[ContactMention]:
    """The document's mentions, as they are filed."""
    return list(_mentions(connection, t.contact.c.document == document))


def named(connection: Connection, ids: Iterable[str]) -> list[ContactMention]:
    """The filed mentions of these ids."""
    return list(_mentions(connection, t.contact.c.id.in_(list(ids))))


def near(connection: Connection, marks: Iterable[Mark]) -> list[ContactMention]:
    """The mentions filed under the marks, each once."""
    m = t.contact_mark.c
    keys: set[int] = set()
    for some in _few(sorted(marks)):
        under = or_(*(and_(m.side == one, m.other_side == other, m.month == month) for one, other, month in some))
        keys.update(connection.execute(select(m.contact).where(under)).scalars())
    found: dict[str, ContactMention] = {}
    for some_keys in _few(sorted(keys)):
        found |= {mention.id: mention for mention in _mentions(connection, t.contact.c.key.in_(some_keys))}
    return list(found.values())


def by_hand(connection: Connection) -> dict[str, str]:
    """What people have decided: id of each mention to that of the one that stands for its contact."""
    root = t.contact.alias("root")
    k = t.contact_links.c
    found = (
        select(t.contact.c.id, root.c.id.label("root"))
        .join(t.contact_links, k.contact == t.contact.c.key)
        .join(root, root.c.key == k.linked_to)
        .where(k.made_by == "hand")
    )
    return {row.id: row.root for row in connection.execute(found)}


def linked(connection: Connection, *ids: str) -> tuple[ContactLink, ...]:
    """The links of all mentions of the contacts that these mentions are linked to, those of current documents.

    Raises LinkError when there is no mention of that id.
    """
    k, c, root = t.contact_links.c, t.contact.c, t.contact.alias("root")
    known = select(c.id, k.linked_to).join(t.contact_links, k.contact == c.key).where(c.id.in_(ids))
    there = {row.id: row.linked_to for row in connection.execute(known)}
    if missing := [id for id in ids if id not in there]:
        remedy = "See the ids with: readouts contacts --format json"
        raise LinkError(f"no contact has the id {', '.join(missing)}", remedy)
    found = (
        select(c.id, root.c.id.label("root"), k.reason, k.made_by)
        .join(t.contact_links, k.contact == c.key)
        .join(root, root.c.key == k.linked_to)
        .join(t.document, and_(t.document.c.key == c.document, t.document.c.superseded_by.is_(None)))
        .where(k.linked_to.in_(there.values()))
        .order_by(c.key)
    )
    return tuple(
        ContactLink(mention=row.id, linked_to=row.root, reason=row.reason, made_by=row.made_by)
        for row in connection.execute(found)
    )


def write(connection: Connection, links: Iterable[ContactLink]) -> None:
    """Puts the links in the place of those that the mentions had."""
    links = list(links)
    wanted = {id for link in links for id in (link.mention, link.linked_to)}
    keys: dict[str, int] = {}
    for some in _few(sorted(wanted)):
        found = select(t.contact.c.id, t.contact.c.key).where(t.contact.c.id.in_(some))
        keys |= {row.id: row.key for row in connection.execute(found)}
    rows = [
        {"own": keys[one.mention], "to": keys[one.linked_to], "why": one.reason, "by": one.made_by} for one in links
    ]
    if rows:
        connection.execute(_SET, rows)


_OF_DOCUMENT = select(t.contact.c.id, t.contact.c.key).where(t.contact.c.document == bindparam("own"))
_SET = (
    update(t.contact_links)
    .where(t.contact_links.c.contact == bindparam("own"))
    .values(linked_to=bindparam("to"), reason=bindparam("why"), made_by=bindparam("by"))
)


def _mentions(connection: Connection, chosen: ColumnElement[bool]) -> Iterator[ContactMention]:
    """The filed mentions that are chosen, in the order of adding."""
    c, d, r = t.contact.c, t.document.c, t.reading.c
    found = (
        select(
            t.contact, t.contact_mention.c.main, t.contact_mention.c.words, d.id.label("told_in"), d.published, r.issuer
        )
        .join(t.contact_mention, t.contact_mention.c.contact == c.key)
        .join(t.document, d.key == c.document)
        .outerjoin(t.reading, r.document == d.key)
        .where(chosen)
        .order_by(c.key)
    )
    rows = connection.execute(found).all()
    people = _parties(connection, [row.key for row in rows])
    for row in rows:
        parts = people.get(row.key, ())
        yield ContactMention(
            contact=_contact(row, parts),
            document=row.told_in,
            published=row.published,
            issuer=row.issuer,
            parties=tuple({party.id: party for _, party in parts}.values()),
            main=row.main,
            words=frozenset(row.words.split()),
        )


def _contact(row: Any, parts: Sequence[tuple[str, Party]]) -> Contact:
    when = When(start=row.day_start, end=row.day_end, edtf=row.edtf, basis=row.basis) if row.basis else None
    return Contact(
        id=row.id,
        kind=row.kind,
        medium=row.medium,
        participants=tuple(party.id for part, party in parts if part == "participant"),
        when=when,
        place=row.place,
        initiator=row.initiator,
        status=row.status,
    )


def _parties(connection: Connection, contacts: Sequence[int]) -> Mapping[int, list[tuple[str, Party]]]:
    """Part and party of those in each contact, as its own document lets us know them."""
    x, p, own = t.contact_party.c, t.party.c, t.document_party.c
    found: dict[int, list[tuple[str, Party]]] = {}
    told = (
        select(x.contact, x.part, p.id, own.name.label("own"), p.name, p.kind, p.country)
        .join(t.party, p.id == x.party)
        .join(t.contact, t.contact.c.key == x.contact)
        .outerjoin(t.document_party, and_(own.document == t.contact.c.document, own.party == p.id))
        .order_by(x.contact, x.part, x.place)
    )
    for some in _few(contacts):
        for row in connection.execute(told.where(x.contact.in_(some))):
            party = Party(id=row.id, name=row.own or row.name, kind=row.kind, country=row.country)
            found.setdefault(row.contact, []).append((row.part, party))
    return found


def _few(all_: Sequence[_T]) -> Iterator[Sequence[_T]]:
    return (all_[start : start + _MOST_TOGETHER] for start in range(0, len(all_), _MOST_TOGETHER))
