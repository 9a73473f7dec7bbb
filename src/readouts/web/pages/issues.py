"""Issues: the list in its layers, and one of them with the positions of the parties over time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, select

from readouts.errors import StoreError
from readouts.export.wording import issue as label_of
from readouts.lexicon.tables import many, rows
from readouts.records import Evidence
from readouts.store import schema as t
from readouts.store.questions import Side, has_words, told_claims
from readouts.store.words import Term, indexed
from readouts.web.pages.cells import Cell, cells
from readouts.web.pages.party import Statement
from readouts.web.pages.who import sides

LAYERS = {
    "peace": ("Peace and security", "conflicts, borders, forces, and the formats that deal with them"),
    "bilateral": ("Between the two sides", "their relations, trade and investment, defence and other cooperation"),
    "process": ("The wider agenda", "matters of the world and of home, courtesies, and the next contact"),
    "other": ("Beyond the lexicon", "issues that claims carry and the lexicon does not list"),
}
MOST_PARTIES, MOST_DOCUMENTS, MOST_PHRASES = 24, 12, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLine:
    """An issue, as a line of the list."""

    id: str
    label: str
    layer: str
    description: str
    claims: int
    parties: int
    documents: int
    last: date | None  # None: no claim on it is dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The issues of one layer, those of most claims first."""

    name: str
    heading: str
    about: str
    issues: tuple[IssueLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuesPage:
    """All issues."""

    layers: tuple[Layer, ...]
    rows: tuple[IssueLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stem:
    """The strongest act of one party on one day."""

    day: date
    act: str
    strength: int  # of the act, 1 up to 5
    polarity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A party's positions on the issue over time."""

    cell: Cell
    stems: tuple[Stem, ...]  # by day


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The first claim on the issue that is dated."""

    party: Side
    day: date
    act: str
    words: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words by which the issue is known."""

    text: str
    passages: int  # that have them


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePage:
    """One issue."""

    line: IssueLine
    first: First | None  # None: no claim on it is dated
    since: date | None  # of the stems: first and last day
    until: date | None
    courses: tuple[Course, ...]  # those of most claims first
    more: bool  # parties there are
    phrases: tuple[Phrase, ...]  # those in most passages first
    issuers: tuple[Side, ...]  # whose statements have claims on it
    documents: tuple[Statement, ...]  # newest first


# -- the list ------------------------------------------------------------------------------------------------------


def issues(connection: Connection) -> IssuesPage:
    """All issues in their layers, those that no text has included: that is worth knowing too."""
    lines = sorted(_lines(connection), key=lambda line: (-line.claims, line.label))
    layers = tuple(
        Layer(name=name, heading=heading, about=about, issues=own)
        for name, (heading, about) in LAYERS.items()
        if (own := tuple(line for line in lines if line.layer == name))
    )
    return IssuesPage(layers=layers, rows=tuple(line for layer in layers for line in layer.issues))


def _lines(connection: Connection) -> Iterator[IssueLine]:
    q = t.position_claim.c
    counted = select(
        q.issue, func.count(q.claim.distinct()).label("claims"), func.count(q.party.distinct()).label("parties"),
        func.count(q.document.distinct()).label("documents"), func.max(q.day).label("last"),
    ).group_by(q.issue)  # fmt: skip
    found = {row.issue: row for row in connection.execute(counted)}
    known = _known()
    for id in dict.fromkeys((*known, *found)):
        yield _line(id, known.get(id, {}), found.get(id))


def _known() -> Mapping[str, Mapping[str, str]]:
    return {row["id"]: row for row in rows("issues")}


def _line(id: str, row: Mapping[str, str], found: Any | None) -> IssueLine:
    layer = row.get("layer", "other")
    return IssueLine(
        id=id,
        label=label_of(id),
        layer=layer if layer in LAYERS else "other",
        description=row.get("description", ""),
        claims=found.claims if found else 0,
        parties=found.parties if found else 0,
        documents=found.documents if found else 0,
        last=found.last if found else None,
    )


# -- one issue -----------------------------------------------------------------------------------------------------


def issue(connection: Connection, id: str) -> IssuePage:
    """The issue of that id. Raises StoreError when neither the lexicon nor a claim has it."""
    line = next((line for line in _lines(connection) if line.id == id), None)
    if line is None:
        raise StoreError(f"there is no issue {id!r}", "See the ids at /issues")
    stand = cells(connection, t.position_claim.c.issue == id)
    shown = stand[:MOST_PARTIES]
    stems = _stems(connection, id, [cell.party.id for cell in shown])
    days = [stem.day for own in stems.values() for stem in own]
    return IssuePage(
        line=line,
        first=_first(connection, id),
        since=min(days, default=None),
        until=max(days, default=None),
        courses=tuple(Course(cell=cell, stems=tuple(stems.get(cell.party.id, ()))) for cell in shown),
        more=len(stand) > len(shown),
        phrases=_phrases(connection, id),
        issuers=_issuers(connection, id),
        documents=_documents(connection, id),
    )


def _stems(connection: Connection, issue: str, parties: Sequence[str]) -> Mapping[str, list[Stem]]:
    q = t.position_claim.c
    chosen = (
        select(q.party, q.day, q.act, q.strength, q.polarity)
        .where(q.issue == issue, q.party.in_(parties), q.day.is_not(None))
        .order_by(q.party, q.day, q.strength.desc(), q.claim.desc())
    )
    found: dict[str, list[Stem]] = {}
    for (party, day), own in groupby(connection.execute(chosen), key=lambda row: (row.party, row.day)):
        row = next(own)
        stem = Stem(day=day, act=row.act, strength=row.strength, polarity=row.polarity)
        found.setdefault(party, []).append(stem)
    return found


def _first(connection: Connection, issue: str) -> First | None:
    q = t.position_claim.c
    chosen = (
        select(q.party, q.day, q.claim)
        .where(q.issue == issue, q.day.is_not(None))
        .order_by(q.day, q.strength.desc(), q.claim)
        .limit(1)
    )
    row = connection.execute(chosen).first()
    if row is None:
        return None
    told = told_claims(connection, [row.claim])[row.claim]
    who = sides(connection, [row.party])[row.party]
    return First(party=who, day=row.day, act=told.act, words=told.words, evidence=told.evidence)


def _phrases(connection: Connection, issue: str) -> tuple[Phrase, ...]:
    """The triggers of the issue that stand in texts; their last words count with any ending."""
    triggers = many(_known().get(issue, {}).get("triggers", ""))
    plain = [trigger for trigger in triggers if trigger.replace(" ", "").isalpha()]
    counted = [Phrase(text=one, passages=_passages(connection, one)) for one in plain]
    return tuple(sorted((one for one in counted if one.passages), key=lambda one: -one.passages)[:MOST_PHRASES])


def _passages(connection: Connection, phrase: str) -> int:
    wanted = [Term(tuple(indexed(phrase)), prefix=True)]
    own = select(func.count()).select_from(t.passage).where(has_words(connection, wanted), t.passage.c.latest)
    return connection.execute(own).scalar_one()


def _issuers(connection: Connection, issue: str) -> tuple[Side, ...]:
    q, r = t.position_claim.c, t.reading.c
    counted = (
        select(r.issuer, func.count(q.document.distinct()))
        .join(t.reading, r.document == q.document)
        .where(q.issue == issue, r.issuer.is_not(None))
        .group_by(r.issuer)
        .order_by(func.count(q.document.distinct()).desc(), r.issuer)
        .limit(MOST_PARTIES)
    )
    ids = [row.issuer for row in connection.execute(counted)]
    who = sides(connection, ids)
    return tuple(who[id] for id in ids)


def _documents(connection: Connection, issue: str) -> tuple[Statement, ...]:
    q, d = t.position_claim.c, t.document.c
    chosen = (
        select(d.id, d.title, d.publisher, d.published)
        .where(d.key.in_(select(q.document).where(q.issue == issue)))
        .order_by(d.published.desc().nulls_last(), d.key.desc())
        .limit(MOST_DOCUMENTS)
    )
    return tuple(
        Statement(document=row.id, title=row.title, publisher=row.publisher, published=row.published)
        for row in connection.execute(chosen)
    )
