"""Texts of different parties on one contact: what can be laid side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Connection, and_, select

from readouts.store import schema as t
from readouts.store.comparisons import id_of

MOST_TEXTS = 12  # of one contact that are paired, those added first


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text on a contact."""

    document: str  # Document.id
    title: str | None
    publisher: str | None
    issuer: str  # Party.id in whose voice it speaks


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts on one contact, each in another party's voice; the one added first is the left one."""

    left: Text
    right: Text
    made: str | None  # id of the comparison; None: nobody has compared them yet


def pairs(connection: Connection, contacts: Sequence[str]) -> Mapping[str, tuple[Pair, ...]]:
    """Of each contact, by the id that its mentions are linked to, the pairs of its texts that are about it.

    Only documents that nothing supersedes. Contacts with texts of one party alone are left out.
    """
    texts = _texts(connection, contacts)
    found = {
        contact: [(one, other) for one, other in combinations(own[:MOST_TEXTS], 2) if one.issuer != other.issuer]
        for contact, own in texts.items()
    }
    made = _made(connection, [_id(pair) for some in found.values() for pair in some])
    return {
        contact: tuple(
            Pair(left=one, right=other, made=made.get(_id((one, other)))) for one, other in some
        )
        for contact, some in found.items()
        if some
    }  # fmt: skip


def _id(pair: tuple[Text, Text]) -> str:
    return id_of([text.document for text in pair])


def _texts(connection: Connection, contacts: Sequence[str]) -> Mapping[str, list[Text]]:
    """The texts that are about each contact, in the order of adding."""
    c, k, d, m, r = t.contact.c, t.contact_links.c, t.document.c, t.contact_mention.c, t.reading.c
    root = t.contact.alias("root").c
    chosen = (
        select(root.id.label("contact"), d.id, d.title, d.publisher, r.issuer)
        .join(k.contact.table, k.linked_to == root.key)
        .join(t.contact, c.key == k.contact)
        .join(t.contact_mention, and_(m.contact == c.key, m.main))
        .join(t.document, and_(d.key == c.document, d.superseded_by.is_(None)))
        .join(t.reading, and_(r.document == d.key, r.issuer.is_not(None)))
        .where(root.id.in_(contacts))
        .order_by(d.key)
    )
    found: dict[str, list[Text]] = {}
    for row in connection.execute(chosen):
        text = Text(document=row.id, title=row.title, publisher=row.publisher, issuer=row.issuer)
        found.setdefault(row.contact, []).append(text)
    return found


def _made(connection: Connection, ids: Sequence[str]) -> Mapping[str, str]:
    """Those of the comparisons that are there."""
    found = connection.execute(select(t.comparison.c.id).where(t.comparison.c.id.in_(ids))).scalars()
    return {id: id for id in found}
