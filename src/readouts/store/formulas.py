"""Standing formulas as they were found last: rows of `formula`, and of which statements they were found."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select

from readouts.records import Document, StandingFormula, Use
from readouts.store import adding
from readouts.store import schema as t
from readouts.store.frozen import made, plain
from readouts.text import key


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Which statements of an issuer were looked through for formulas."""

    statements: int
    sign: str  # another one when they are others
    lexicon: str  # digest of its rows
    made: str  # the instant, UTC


def publishers(connection: Connection) -> Sequence[Any]:
    """How much each publisher has said: documents, their words, the sum of their keys; those of the oldest first."""
    d = t.document.c
    chosen = select(
        d.publisher, func.count().label("documents"), func.sum(d.words).label("words"), func.sum(d.key).label("keys")
    )
    oldest = (func.min(d.published).nulls_last(), func.min(d.key))
    return connection.execute(chosen.where(d.superseded_by.is_(None)).group_by(d.publisher).order_by(*oldest)).all()


def copied(connection: Connection) -> Sequence[Any]:
    """The documents that have copies, group by group, the earliest first: key, group, publisher, words."""
    d, k = t.document.c, t.document_copy.c
    chosen = select(k.document, k.first, d.publisher, d.words).join(t.document, d.key == k.document)
    return connection.execute(chosen.order_by(k.first, d.published.nulls_last(), k.document)).all()


def documents(
    connection: Connection, publishers: Collection[str | None], without: Collection[int]
) -> Iterator[Document]:
    """The publishers' documents, oldest first, undated ones last; but for those."""
    d = t.document
    named = d.c.publisher.in_([one for one in publishers if one is not None])
    own = or_(named, d.c.publisher.is_(None)) if None in publishers else named
    chosen = select(d).where(d.c.superseded_by.is_(None), own).order_by(d.c.published.nulls_last(), d.c.key)
    return (adding.document_of(row) for row in connection.execute(chosen) if row.key not in without)


def search(connection: Connection, issuer: str | None, least: int) -> Search | None:
    """What was looked through last for this issuer; None: nothing yet."""
    s = t.formula_search.c
    chosen = select(s.statements, s.sign, s.lexicon, s.made).where(s.issuer == (issuer or ""), s.least == least)
    row = connection.execute(chosen).first()
    return Search(**row._mapping) if row else None


def write(
    connection: Connection, issuer: str | None, least: int, search: Search, found: Iterable[StandingFormula]
) -> None:
    """Puts the formulas in the place of those that were found before."""
    own = {"issuer": issuer or "", "least": least}
    for table in (t.formula, t.formula_search):
        connection.execute(delete(table).where(table.c.issuer == own["issuer"], table.c.least == least))
    connection.execute(
        insert(t.formula_search),
        {**own, "statements": search.statements, "sign": search.sign, "lexicon": search.lexicon, "made": search.made},
    )
    rows = [{**own, "place": place, **_row(formula)} for place, formula in enumerate(found)]
    if rows:
        connection.execute(insert(t.formula), rows)


def _row(formula: StandingFormula) -> Mapping[str, Any]:
    wordings = "\n".join(key(variant.text) for variant in formula.variants)
    body = plain(replace(formula, uses=()))
    return {"nature": formula.nature, "wordings": wordings, "body": body, "uses": plain(formula.uses)}


def read(
    connection: Connection, issuer: str | None, least: int, natures: Collection[str], having: str | None
) -> Iterator[StandingFormula]:
    """The formulas of those natures, with those words if any are given, in their order."""
    f = t.formula.c
    chosen = select(f.body, f.uses).where(f.issuer == (issuer or ""), f.least == least, f.nature.in_(natures))
    if having is not None:
        chosen = chosen.where(f.wordings.contains(key(having), autoescape=True))
    for row in connection.execute(chosen.order_by(f.place)):
        yield replace(made(row.body, StandingFormula), uses=made(row.uses, tuple[Use, ...]))
