"""Coder sessions: who looks at what, in which order. The engine's doubts come first, a random sample after.

A queue is made of what the engine said and never of what others decided: every coder is blind to every other. Only an
adjudicator sees all decisions.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select

from readouts.errors import InputError, StoreError
from readouts.records import (
    Alignment,
    CoderRole,
    ContactLink,
    Decision,
    Layer,
    Linking,
    Reading,
    Reviewed,
    ReviewKind,
)
from readouts.store import adding, decisions, items, links, names
from readouts.store import schema as t
from readouts.store.database import Store
from readouts.store.frozen import record_of, text_of
from readouts.store.reviewed import FIELDS, LISTS, in_force, record_id

DEFAULT_LAYERS: tuple[Layer, ...] = ("attribution", "span", "party", "act", "issue", "contact", "link")
ALL_LAYERS: tuple[Layer, ...] = (*DEFAULT_LAYERS, "date", "event", "relation")
MOST_SIGNS_OF_CODER = 80
# Links that need no second look: same people, kind and day.
_SURE_LINK = "same participants, kind and day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a session is to look at."""

    layers: tuple[Layer, ...] = DEFAULT_LAYERS
    issuer: str | None = None  # a party as the user names it: only documents in its own voice
    document: str | None = None  # id
    doubts: int = 200  # the most doubtful records
    sample: int = 100  # records drawn from the others
    seed: int = 1  # of the draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One coder at work on a queue."""

    key: int
    coder: str
    role: CoderRole
    started: str  # the instant, UTC
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A record in a queue."""

    place: int  # from 1
    kind: ReviewKind
    record: str  # id
    layers: tuple[Layer, ...]  # what is to be judged of it
    document: str  # Document.id
    other: str | None  # of a relation: the right side's
    why: tuple[str, ...]  # the doubts; "sample"
    decided: Decision | None  # the session's coder's own; None: not yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A record that a decision may be made of."""

    kind: ReviewKind
    record: str  # id
    document: str  # Document.id
    other: str | None
    said: Reviewed | None  # the engine's record; None: a coder has added it
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a session has come with one layer, or with its whole queue."""

    layer: str  # "all": the queue
    queued: int
    decided: int


# -- sessions ------------------------------------------------------------------------------------------------------


def start(
    store: Store,
    coder: str,
    now: datetime,
    *,
    role: CoderRole = "coder",
    wanted: Wanted | None = None,
    same_as: int | None = None,
    also: Sequence[tuple[Alignment, str, str]] = (),
) -> Session:
    """Opens a session and fills its queue: with what is wanted, or the same items as another session has.

    `also` are relations to be looked at first, each with its left and right document (`relations.of`, `.queued`). With
    none of the three the queue is empty. Raises InputError for a name that is none, StoreError for a session that is
    not there.
    """
    name = " ".join(coder.split())
    if not name.isprintable() or not 0 < len(name) <= MOST_SIGNS_OF_CODER:
        raise InputError(f"{coder!r} is no name of a coder", f"Give 1 to {MOST_SIGNS_OF_CODER} signs")
    with store.writes() as connection:
        for key in items.unfiled(connection):
            items.file(connection, key, adding.engine(connection, key))
        values = {"coder": name, "role": role, "started": adding.instant(now), "seed": wanted.seed if wanted else 0}
        made = connection.execute(insert(t.review_session).values(values).returning(t.review_session.c.key))
        session = Session(key=made.scalar_one(), **values)  # type: ignore[arg-type]
        rows = [_relation_row(connection, *one) for one in also]
        rows += _copied(connection, same_as) if same_as is not None else []
        rows += _rows(connection, wanted) if wanted else []
        if rows:
            placed = [{**row, "session": session.key, "place": place} for place, row in enumerate(rows, 1)]
            connection.execute(insert(t.review_queue), placed)
    return session


def sessions(connection: Connection, *where: ColumnElement[bool]) -> tuple[Session, ...]:
    """All sessions, the newest first."""
    s = t.review_session.c
    rows = connection.execute(select(t.review_session).where(*where).order_by(s.key.desc()))
    return tuple(
        Session(key=row.key, coder=row.coder, role=row.role, started=row.started, seed=row.seed) for row in rows
    )


def session(connection: Connection, key: int) -> Session:
    """The session of that key. Raises StoreError when there is none."""
    found = sessions(connection, t.review_session.c.key == key)
    if not found:
        raise StoreError(f"there is no review session {key}", "Open one with: readouts review start --coder NAME")
    return found[0]


def latest(connection: Connection, coder: str) -> Session | None:
    """The coder's newest session; None: there is none yet."""
    return next(iter(sessions(connection, t.review_session.c.coder == " ".join(coder.split()))), None)


def _copied(connection: Connection, key: int) -> list[dict[str, Any]]:
    session(connection, key)
    q = t.review_queue
    rows = connection.execute(select(q).where(q.c.session == key).order_by(q.c.place)).mappings()
    return [{k: v for k, v in row.items() if k not in ("session", "place")} for row in rows]


# -- filling a queue -----------------------------------------------------------------------------------------------


def _rows(connection: Connection, wanted: Wanted) -> list[dict[str, Any]]:
    """The rows of the queue: doubtful records, the most doubtful of the newest documents first, then the sample."""
    kinds = [kind for kind in LISTS if _layers(kind, wanted.layers)]
    found = [*_candidates(connection, kinds, wanted), *(_links(connection, wanted) if "link" in wanted.layers else ())]
    doubtful = sorted((one for one in found if one["doubts"]), key=lambda one: (-one["doubts"], -one["document"]))
    first = doubtful[: wanted.doubts]
    taken = {(one["kind"], one["record"]) for one in first}
    rest = [one for one in found if (one["kind"], one["record"]) not in taken]
    chosen = [*first, *({**one, "why": "sample"} for one in _sample(rest, wanted.sample, wanted.seed))]
    return [
        {**{k: v for k, v in one.items() if k not in ("doubts", "issuer")}, "layers": _told(one["kind"], wanted.layers)}
        for one in chosen
    ]


def _layers(kind: ReviewKind, wanted: Iterable[Layer]) -> tuple[Layer, ...]:
    return tuple(layer for layer in FIELDS[kind] if layer in set(wanted))


def _told(kind: ReviewKind, wanted: Iterable[Layer]) -> str:
    return " ".join(_layers(kind, wanted))


def _candidates(connection: Connection, kinds: Sequence[str], wanted: Wanted) -> Iterator[dict[str, Any]]:
    i = t.review_item.c
    chosen = (
        select(i.document, i.kind, i.record, i.doubts, i.why, t.reading.c.issuer)
        .select_from(t.review_item)
        .join(t.document, and_(t.document.c.key == i.document, *_filters(connection, wanted)))
        .join(t.reading, t.reading.c.document == i.document)
        .where(i.kind.in_(kinds))
        .order_by(i.key)
    )
    for row in connection.execute(chosen).mappings():
        yield {**row, "other": None, "said": None}


def _filters(connection: Connection, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    d = t.document.c
    yield d.superseded_by.is_(None)
    if wanted.document:
        table, key = names.row_of(connection, wanted.document)
        if table != "document":
            raise InputError(f"{wanted.document} is a {table}, no document", "Give the id of a document")
        yield d.key == key
    if wanted.issuer:
        issuers = names.party(connection, wanted.issuer).ids
        yield d.key.in_(select(t.reading.c.document).where(t.reading.c.issuer.in_(issuers)))


def _links(connection: Connection, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """The mentions that the engine has linked to another one, as the links were before anybody decided of them."""
    k, c = t.contact_links.c, t.contact.c
    chosen = (
        select(c.id, c.document, k.reason, k.made_by, (k.linked_to == k.contact).label("alone"), t.reading.c.issuer)
        .select_from(t.contact)
        .join(t.contact_links, k.contact == c.key)
        .join(t.document, and_(t.document.c.key == c.document, *_filters(connection, wanted)))
        .join(t.reading, t.reading.c.document == c.document)
        .order_by(c.key)
    )
    before = _before_decisions(connection)
    for row in connection.execute(chosen).all():
        if row.id in before:
            link, said = before[row.id]
            alone, reason, made_by = link.linked_to == row.id, link.reason, link.made_by
        else:
            alone, reason, made_by = row.alone, row.reason, row.made_by
            said = Linking(links=()) if alone or made_by == "hand" else Linking(links=links.linked(connection, row.id))
        if not alone and made_by == "engine":
            doubts = 0 if reason == _SURE_LINK else 1
            yield {
                "document": row.document, "other": None, "kind": "link", "record": row.id, "said": text_of(said),
                "doubts": doubts, "why": "linked-by-likeness" if doubts else "", "issuer": row.issuer,
            }  # fmt: skip


def _before_decisions(connection: Connection) -> dict[str, tuple[ContactLink, Linking]]:
    """Of each mention whose link a decision touched the link before the first, with those of its contact."""
    found: dict[str, tuple[ContactLink, Linking]] = {}
    for one in decisions.found(connection, t.decision.c.kind == "link"):
        if isinstance(one.said, Linking):
            for link in one.said.links:
                found.setdefault(link.mention, (link, one.said))
    return found


def _sample(rows: Sequence[dict[str, Any]], size: int, seed: int) -> list[dict[str, Any]]:
    """A draw without replacement, stratified by issuer and kind: as many of each stratum, as far as it goes."""
    strata: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        strata.setdefault((row["issuer"] or "", row["kind"]), []).append(row)
    drawn = []
    for name, own in sorted(strata.items()):
        shuffled = sorted(own, key=lambda row: (row["document"], row["record"]))
        random.Random(f"{seed} {name}").shuffle(shuffled)
        drawn += [(place, name, row) for place, row in enumerate(shuffled[:size])]
    return [row for _, _, row in sorted(drawn, key=lambda one: one[:2])[:size]]


def _relation_row(connection: Connection, row: Alignment, left: str, right: str) -> dict[str, Any]:
    d = t.document.c
    keys = {one.id: one.key for one in connection.execute(select(d.id, d.key).where(d.id.in_((left, right))))}
    doubts = [*(["conflict"] if row.relation == "conflict" else []), *(["low-score"] if row.score < 0.5 else [])]
    return {
        "document": keys[left], "other": keys[right], "kind": "relation", "said": text_of(row),
        "record": record_id(left, "relation", row), "layers": "relation", "why": " ".join(doubts) or "asked-for",
    }  # fmt: skip


# -- what is in a queue --------------------------------------------------------------------------------------------


def queue(connection: Connection, session: Session) -> tuple[Queued, ...]:
    """The session's queue in its order, each record with its coder's own decision."""
    q = t.review_queue.c
    document, other = t.document.alias(), t.document.alias()
    chosen = (
        select(t.review_queue, document.c.id.label("of"), other.c.id.label("beside"))
        .join(document, document.c.key == q.document)
        .outerjoin(other, other.c.key == q.other)
        .where(q.session == session.key)
        .order_by(q.place)
    )
    own = decided_by(connection, session.coder)
    return tuple(
        Queued(
            place=row.place, kind=row.kind, record=row.record, layers=tuple(row.layers.split()), document=row.of,
            other=row.beside, why=tuple(row.why.split()), decided=own.get((row.kind, row.record)),
        )
        for row in connection.execute(chosen)
    )  # fmt: skip


def decided_by(connection: Connection, coder: str) -> dict[tuple[ReviewKind, str], Decision]:
    """The coder's own latest decision on each record, those taken back aside."""
    made = decisions.found(connection, t.review_session.c.coder == coder)
    return {(one.kind, one.record): one for one in sorted(in_force(made), key=lambda one: one.key)}


def progress(queued: Sequence[Queued]) -> tuple[Progress, ...]:
    """How much of the queue is decided, as a whole and layer by layer."""
    told = [("all", list(queued))]
    for layer in ALL_LAYERS:
        if own := [one for one in queued if layer in one.layers]:
            told.append((layer, own))
    return tuple(
        Progress(layer=layer, queued=len(own), decided=sum(one.decided is not None for one in own))
        for layer, own in told
    )


def target(connection: Connection, id: str, kind: ReviewKind | None = None) -> Target:
    """The record of that id, or of its beginning, that a decision may be made of.

    A contact's id is that of its link too, so there the kind tells. Raises StoreError when there is none, InputError
    when several begin so.
    """
    found = _targets(connection, id, kind)
    exact = [one for one in found if one[1] == id] or found
    if len(exact) > 1 and kind is None:
        exact = [one for one in exact if one[0] != "link"] or exact
    if not exact:
        raise StoreError(f"nothing that may be reviewed has the id {id!r}", "readouts review list shows the ids")
    if len(exact) > 1:
        raise InputError(f"several ids begin with {id}: {', '.join(one[1] for one in exact[:8])}", "Give more of it")
    return _target(connection, *exact[0])


def _targets(connection: Connection, id: str, kind: ReviewKind | None) -> list[tuple[ReviewKind, str]]:
    found: set[tuple[ReviewKind, str]] = set()
    for table in (t.review_item, t.review_queue, t.decision):
        c = table.c
        begins = and_(c.record >= id, c.record < id + "\U0010ffff") if len(id) >= 4 else c.record == id
        chosen = select(c.kind, c.record).where(begins).distinct()
        found.update((row.kind, row.record) for row in connection.execute(chosen))
    return sorted(one for one in found if kind in (None, one[0]))


def _target(connection: Connection, kind: ReviewKind, record: str) -> Target:
    if kind in LISTS:
        i = t.review_item.c
        key = connection.execute(select(i.document).where(i.kind == kind, i.record == record)).scalar()
        if key is not None:
            reading = adding.engine(connection, key)
            said = said_in(reading, kind, record)
            return Target(kind=kind, record=record, document=reading.document.id, other=None, said=said,
                          layers=tuple(FIELDS[kind]))  # fmt: skip
    made = decisions.found(connection, t.decision.c.kind == kind, t.decision.c.record == record)
    if made:
        first = made[0]
        return Target(kind=kind, record=record, document=first.document, other=first.other, said=first.said,
                      layers=tuple(FIELDS[kind]))  # fmt: skip
    q = t.review_queue.c
    document, other = t.document.alias(), t.document.alias()
    row = connection.execute(
        select(q.said, document.c.id.label("of"), other.c.id.label("beside"))
        .join(document, document.c.key == q.document)
        .outerjoin(other, other.c.key == q.other)
        .where(q.kind == kind, q.record == record, or_(q.said.is_not(None)))
        .limit(1)
    ).first()
    if row is None:
        raise StoreError(f"{kind} {record} is not in the reading any more", "Open a new session")
    type_: type[Any] = Alignment if kind == "relation" else Linking
    return Target(kind=kind, record=record, document=row.of, other=row.beside, said=record_of(type_, row.said),
                  layers=tuple(FIELDS[kind]))  # fmt: skip


def said_in(reading: Reading, kind: ReviewKind, record: str) -> Any:
    """The engine's record of that id. Raises StoreError when the reading has none."""
    for one in getattr(reading, LISTS[kind]):
        if record_id(reading.document.id, kind, one) == record:
            return one
    raise StoreError(f"{kind} {record} is not in the reading any more", "Open a new session")
