"""Decisions: accept, mend, reject, add, and taking one back. Each is kept for good; what stands follows at once."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from readouts import corpus
from readouts.errors import InputError, StoreError
from readouts.keeping import copies
from readouts.link import by_hand
from readouts.records import (
    Alignment,
    Attribution,
    Claim,
    Decision,
    Document,
    Layer,
    Linking,
    Reviewed,
    ReviewKind,
    Verdict,
    digest,
)
from readouts.review.mending import Mend, mended
from readouts.review.sessions import Session, Target, target
from readouts.store import adding, decisions, links
from readouts.store import schema as t
from readouts.store.database import Store
from readouts.store.reviewed import FIELDS, LISTS, in_force, settled, standing
from readouts.text import Span

MOST_SIGNS_OF_NOTE = 2000


def accepted(
    store: Store,
    session: Session,
    ids: Sequence[str],
    now: datetime,
    *,
    kind: ReviewKind | None = None,
    layers: Sequence[Layer] = (),
    note: str = "",
) -> tuple[Decision, ...]:
    """The records stand as the engine has them. All in one transaction: a wrong id among them decides nothing."""
    with store.writes() as connection:
        found = [target(connection, id, kind) for id in ids]
        return _decided(connection, session, now, [(one, "accept", one.said) for one in found], layers, note)


def rejected(
    store: Store,
    session: Session,
    ids: Sequence[str],
    now: datetime,
    *,
    kind: ReviewKind | None = None,
    note: str = "",
) -> tuple[Decision, ...]:
    """There are no such records; a link is parted, a row of two sides becomes one of each."""
    with store.writes() as connection:
        found = [target(connection, id, kind) for id in ids]
        stands = [_parted(connection, one) if one.kind == "link" else None for one in found]
        triples = [(one, "reject", left) for one, left in zip(found, stands, strict=True)]
        return _decided(connection, session, now, triples, (), note)


def mended_to(
    store: Store,
    session: Session,
    id: str,
    mend: Mend,
    now: datetime,
    *,
    kind: ReviewKind | None = None,
    layers: Sequence[Layer] = (),
    note: str = "",
) -> Decision:
    """The record stands with the changes. A mend that changes nothing counts as accepted. Raises as `mended` does."""
    with store.writes() as connection:
        one = target(connection, id, kind)
        text = _document(connection, one.document).text
        base = _base(connection, session, one)
        stands = mended(connection, base, mend, one.kind, text)
        if isinstance(one.said, Linking) and mend.linked_to:
            kept = any(link.mention == one.record and link.linked_to == mend.linked_to for link in one.said.links)
            stands = one.said if kept else _moved(connection, one, mend.linked_to)
        if one.kind == "relation" and mend.counterpart:
            _check_claim(connection, one, mend.counterpart)
        verdict: Verdict = "mend" if stands != one.said else "accept"
        looked_at = tuple(layers) or tuple(FIELDS[one.kind])
        changed = [layer for layer in FIELDS[one.kind] if _differ(base, stands, one.kind, layer)]
        return _decided(connection, session, now, [(one, verdict, stands)], (*looked_at, *changed), note)[0]


def added(
    store: Store, session: Session, document: str, record: Claim | Attribution, now: datetime, *, note: str = ""
) -> Decision:
    """A claim or attribution that the engine has missed; its id is made here. Raises InputError when its words are not
    in the text.
    """
    kind: ReviewKind = "claim" if isinstance(record, Claim) else "attribution"
    with store.writes() as connection:
        own = _document(connection, document)
        where = record.spans if isinstance(record, Claim) else (*record.source, *record.cue, *record.content)
        if not where or any(span.end > len(own.text) or not span.of(own.text).strip() for span in where):
            raise InputError("the words that are marked do not stand in the text", "Give start and end within it")
        id = digest("added", own.id, session.coder, kind, *(f"{s.start}-{s.end}" for s in where), adding.instant(now))
        made = Target(kind=kind, record=id, document=own.id, other=None, said=None, layers=tuple(FIELDS[kind]))
        return _decided(connection, session, now, [(made, "add", replace(record, id=id))], (), note)[0]


def taken_back(store: Store, session: Session, key: int, now: datetime) -> Decision:
    """Undoes a decision by a new one. A coder may take back their own, an adjudicator anybody's.

    Raises StoreError when there is none, InputError when it is another's, or taken back already.
    """
    with store.writes() as connection:
        one = decision(connection, key)
        every = decisions.on(connection, [one.record])
        if one.coder != session.coder and session.role != "adjudicator":
            raise InputError(f"decision {key} is {one.coder}'s", "Only an adjudicator takes back what others decided")
        if one.verdict == "undo" or any(other.takes_back == key for other in every):
            raise InputError(f"decision {key} is taken back already", "Decide anew to put it in force again")
        made = decisions.keep(
            connection, session.key, adding.instant(now), (one.document, one.other), (one.kind, one.record), "undo",
            layers=one.layers, said=one.said, takes_back=key,
        )  # fmt: skip
        if one.kind == "link":
            _put_links(connection, one.record, before=one.said)
        _apply(connection, [(one.document, one.kind)], {made})
        return decision(connection, made)


def decision(connection: Connection, key: int) -> Decision:
    """The decision of that key. Raises StoreError when there is none."""
    found = decisions.found(connection, t.decision.c.key == key)
    if not found:
        raise StoreError(f"there is no decision {key}", "readouts review history shows them")
    return found[0]


def history(connection: Connection, *, coder: str | None = None, document: str | None = None) -> tuple[Decision, ...]:
    """All decisions, of one coder or on one document, the newest first."""
    where = [t.review_session.c.coder == coder] if coder else []
    if document:
        where.append(t.decision.c.document.in_(select(t.document.c.key).where(t.document.c.id == document)))
    return decisions.found(connection, *where)[::-1]


# -- one decision --------------------------------------------------------------------------------------------------


def _decided(
    connection: Connection,
    session: Session,
    now: datetime,
    triples: Iterable[tuple[Target, Verdict | str, Reviewed | None]],
    layers: Sequence[Layer],
    note: str,
) -> tuple[Decision, ...]:
    """Keeps the decisions, then brings the rows of their documents up to what stands."""
    if len(note) > MOST_SIGNS_OF_NOTE or "\0" in note:
        raise InputError(
            f"the note has {len(note)} signs or a zero sign", f"Give at most {MOST_SIGNS_OF_NOTE}, no zero"
        )
    made, touched = [], []
    for one, verdict, stands in triples:
        whole = verdict in ("reject", "add") or not layers
        looked_at = tuple(FIELDS[one.kind]) if whole else tuple(x for x in FIELDS[one.kind] if x in layers)
        if not looked_at:
            raise InputError(f"a {one.kind} has no layer {layers[0]}", f"It has: {', '.join(FIELDS[one.kind])}")
        key = decisions.keep(
            connection, session.key, adding.instant(now), (one.document, one.other), (one.kind, one.record),
            verdict, layers=looked_at, said=one.said, stands=stands, note=note,  # type: ignore[arg-type]
        )  # fmt: skip
        if one.kind == "link":
            _put_links(connection, one.record, before=one.said)
        made.append(key)
        touched.append((one.document, one.kind))
    _apply(connection, touched, set(made))
    return tuple(decision(connection, key) for key in made)


def _apply(connection: Connection, touched: Iterable[tuple[str, ReviewKind]], new: Collection[int]) -> None:
    """Makes the rows of the documents anew after the `new` decisions; contacts that they change are linked anew."""
    kinds: dict[str, set[ReviewKind]] = {}
    for document, kind in touched:
        if kind in LISTS:
            kinds.setdefault(document, set()).add(kind)
    d = t.document.c
    for document, own in kinds.items():
        row = connection.execute(select(d.key, d.superseded_by).where(d.id == document)).one()
        with ExitStack() as stack:
            if "contact" in own and row.superseded_by is None and _contacts_change(connection, row.key, new):
                stack.enter_context(corpus.relinking(connection, row.key))
            adding.rewrite(connection, row.key)
            copies.claims_again(connection, row.key)


def _contacts_change(connection: Connection, key: int, new: Collection[int]) -> bool:
    """Whether the document's contacts stand otherwise with the new decisions than without."""
    engine, every = adding.engine(connection, key), decisions.of_document(connection, key)
    before = [one for one in every if one.key not in new]
    return standing(engine, before).contacts != standing(engine, every).contacts


def _differ(base: Any, stands: Any, kind: ReviewKind, layer: Layer) -> bool:
    return any(getattr(base, name) != getattr(stands, name) for name in FIELDS[kind][layer])


def _base(connection: Connection, session: Session, one: Target) -> Any:
    """What a mend changes: the record as the coder has left it before, as anybody has for an adjudicator, else the
    engine's. Raises StoreError when it was added by another coder.
    """
    made = [
        before
        for before in decisions.on(connection, [one.record])
        if before.kind == one.kind and (before.coder == session.coder or session.role == "adjudicator")
    ]
    found = settled(made).get((one.kind, one.record)) or one.said
    if found is None:
        raise StoreError(
            f"{one.kind} {one.record} was added by another coder", "Only its coder or an adjudicator mends it"
        )
    return found


def _document(connection: Connection, id: str) -> Document:
    key = connection.execute(select(t.document.c.key).where(t.document.c.id == id)).scalar()
    if key is None:
        raise StoreError(f"nothing in the database has the id {id!r}", "readouts search shows ids of documents")
    return adding.document(connection, key)


def _check_claim(connection: Connection, one: Target, claim: str) -> None:
    """The counterpart of a one-sided row must be a claim of the other document."""
    side = one.document if isinstance(one.said, Alignment) and not one.said.left else one.other
    found = (
        select(t.claim.c.key)
        .join(t.document, t.document.c.key == t.claim.c.document)
        .where(t.claim.c.id == claim, t.document.c.id == side)
    )
    if connection.execute(found).first() is None:
        raise InputError(f"{claim} is no claim of the other side", "readouts show DOCUMENT lists its claims")


# -- links ---------------------------------------------------------------------------------------------------------


def _parted(connection: Connection, one: Target) -> Linking:
    """The links once the mention stands apart. Raises LinkError when it is linked to no other."""
    now = links.linked(connection, one.record)
    return _by_hand(by_hand.apart(now, one.record))


def _moved(connection: Connection, one: Target, to: str) -> Linking:
    """The links once the mention tells of the contact of another one. Raises LinkError when it does already."""
    now = links.linked(connection, one.record, to)
    root = next(link.linked_to for link in now if link.mention == to)
    own = next(link.linked_to for link in now if link.mention == one.record)
    if root == own:
        raise InputError(f"{one.record} is linked to that contact already", "Accept the link")
    left = [link for link in now if link.linked_to == own and link.mention != one.record]
    decided = {link.mention: root for link in now if link.linked_to == root} | {one.record: root}
    if left:
        decided |= {k: v for k, v in by_hand.apart(now, one.record).items() if k != one.record}
    return _by_hand(decided)


def _by_hand(decided: Any) -> Linking:
    from readouts.link.across import by_hand_reason
    from readouts.records import ContactLink

    return Linking(
        links=tuple(
            ContactLink(mention=id, linked_to=root, reason=by_hand_reason(decided, root), made_by="hand")
            for id, root in decided.items()
        )
    )


def _put_links(connection: Connection, mention: str, before: Reviewed | None) -> None:
    """Writes the links as the decision in force has them; with none in force those from before any."""
    held = [one for one in in_force(decisions.on(connection, [mention])) if one.kind == "link"]
    wanted = held[-1].stands if held else before
    assert isinstance(wanted, Linking)
    found = [replace(link, made_by="hand") if held else link for link in wanted.links]
    there = set(connection.execute(select(t.contact.c.id).where(
        t.contact.c.id.in_([id for link in found for id in (link.mention, link.linked_to)])
    )).scalars())  # fmt: skip
    kept = [link for link in found if link.mention in there and link.linked_to in there]
    if kept:
        corpus.put(connection, kept)


def text_of(connection: Connection, id: str, kind: ReviewKind) -> str:
    """The text of the document that the record stands in; of a relation that of the left side."""
    return _document(connection, target(connection, id, kind).document).text


def span_of(text: str) -> Span:
    """A span as people write it: "10-25". Raises InputError."""
    start, _, end = text.partition("-")
    try:
        return Span(int(start), int(end))
    except ValueError as error:
        raise InputError(f"{text!r} is no span", "Write START-END, for example 10-25") from error
