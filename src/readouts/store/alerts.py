"""Saved questions, and the documents that answer them: a new statement, an issue raised first, a formula gone.

An alert is a function of the database and the question alone: nothing is stored, so that the same alert has the same id
whenever it is asked for. Its instant is that at which its document was added.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, func, select

from readouts.errors import InputError
from readouts.records import Evidence, digest
from readouts.store import names
from readouts.store import schema as t
from readouts.store.questions import Asked, cell_filters, has_words, told_claims
from readouts.store.words import found_in, terms

Kind = Literal["statement", "first", "gone"]
# A formula flickers: absent once, back the next time. Only what stood in this many statements of the issuer, and then
# in none of as many, counts as gone.
LEAST = 3
_NEEDED = {"statement": ("party", "issue"), "first": ("issue",), "gone": ("party", "formula")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What to be told of."""

    name: str
    kind: Kind
    party: str | None = None  # whose statement; of "gone" the issuer
    issue: str | None = None
    act: str | None = None
    formula: str | None = None  # of "gone": the words, side by side


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One answer to a saved question."""

    id: str
    question: str  # Question.name
    text: str  # what happened, in a sentence
    words: str  # of the source
    evidence: Evidence
    url: str | None  # of the document
    claim: str | None  # Claim.id; None: a formula is gone
    added: str  # instant, UTC
    document_key: int  # in the order of adding


def questions(toml: str, origin: str) -> tuple[Question, ...]:
    """The saved questions of a TOML file, `[[question]]` each. Raises InputError with what is wrong, and where."""
    try:
        rows = tomllib.loads(toml).get("question", [])
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{origin} is not TOML: {error}", "docs/corpus.md shows its form") from error
    if not isinstance(rows, list) or not rows:
        raise InputError(f"{origin} has no [[question]]", "docs/corpus.md shows its form")
    found = tuple(question(row, f"{origin}, question {place}") for place, row in enumerate(rows, 1))
    if len({one.name for one in found}) < len(found):
        raise InputError(f"{origin} has two questions of one name", "Give each its own")
    return found


def question(row: Any, where: str) -> Question:
    """The question of a TOML table or a form. Raises InputError with what is wrong; `where` names the row in it."""
    known = [field.name for field in fields(Question)]
    if not isinstance(row, dict):
        raise InputError(f"{where} is no table", "docs/corpus.md shows its form")
    if wrong := [name for name, value in row.items() if name not in known or not isinstance(value, str)]:
        raise InputError(f"{where}: {wrong[0]} is not known, or no text", f"Known are {', '.join(known)}")
    kind = str(row.get("kind"))
    if kind not in _NEEDED:
        raise InputError(f"{where} is of kind {kind!r}", f"Known are {', '.join(_NEEDED)}")
    if missing := [name for name in ("name", *_NEEDED[kind]) if not row.get(name)]:
        raise InputError(f"{where} has no {missing[0]}", f"A question of kind {kind} needs it")
    return Question(**row)


def alerts(connection: Connection, question: Question, *, after: int = 0, most: int | None = None) -> tuple[Alert, ...]:
    """The answers in documents with a higher key than `after`, the newest first, `most` at most."""
    found = {"statement": _statements, "first": _first, "gone": _gone}[question.kind](connection, question, after, most)
    return tuple(sorted(found, key=lambda alert: -alert.document_key))[:most]


def newest(connection: Connection) -> int:
    """The highest key of a document; 0 when there is none."""
    return connection.execute(select(func.max(t.document.c.key))).scalar() or 0


# -- claims --------------------------------------------------------------------------------------------------------


def _filters(connection: Connection, question: Question) -> Iterator[ColumnElement[bool]]:
    asked = Asked(parties=(question.party,) if question.party else (), issue=question.issue, act=question.act)
    return cell_filters(connection, asked)


def _statements(connection: Connection, question: Question, after: int, most: int | None) -> Iterator[Alert]:
    q = t.position_claim.c
    chosen = (
        select(q.claim)
        .where(*_filters(connection, question), q.document > after)
        .distinct()
        .order_by(q.claim.desc())
        .limit(most)
    )
    yield from _of_claims(connection, question, connection.execute(chosen).scalars().all(), "")


def _first(connection: Connection, question: Question, after: int, most: int | None) -> Iterator[Alert]:
    """The strongest claim of the first document, in the order of adding, that has one."""
    q = t.position_claim.c
    own = list(_filters(connection, question))
    first = connection.execute(select(func.min(q.document)).where(*own)).scalar()
    if first is None or first <= after:
        return
    chosen = select(q.claim).where(*own, q.document == first).order_by(q.strength.desc(), q.claim).limit(1)
    yield from _of_claims(connection, question, connection.execute(chosen).scalars().all(), "for the first time: ")


def _of_claims(connection: Connection, question: Question, keys: Sequence[int], before: str) -> Iterator[Alert]:
    told = told_claims(connection, keys)
    c, d = t.claim.c, t.document.c
    chosen = select(c.key, d.added, d.url, d.key.label("of")).join(t.document, d.key == c.document)
    for row in connection.execute(chosen.where(c.key.in_(keys))):
        one = told[row.key]
        who = one.holder.name if one.holder else question.party or (one.account.name if one.account else "together")
        yield Alert(
            id=digest("alert", question.name, one.id),
            question=question.name,
            text=f"{before}{who}: {one.act} on {question.issue}",
            words=one.words,
            evidence=one.evidence,
            url=row.url,
            claim=one.id,
            added=row.added,
            document_key=row.of,
        )


# -- formulas ------------------------------------------------------------------------------------------------------


def _gone(connection: Connection, question: Question, after: int, _: int | None) -> Iterator[Alert]:
    """An alert for each time that the formula stood in LEAST statements of the issuer in a row of their days, and then
    in none of the LEAST that followed its last; the document is the last of these.
    """
    assert question.party and question.formula
    rows = _statements_of(connection, question)
    wanted = terms(f'"{question.formula}"')
    having = _having(connection, question.formula)
    had, missed, last = 0, 0, None
    for row in rows:
        if row.key in having:
            had, missed, last = had + 1, 0, row
            continue
        missed += 1
        if had >= LEAST and missed == LEAST and last is not None and row.key > after:
            text = connection.execute(select(t.document.c.text).where(t.document.c.key == last.key)).scalar_one()
            where = found_in(text, wanted)[0]
            yield _formula_alert(question, row, last, Evidence(document=last.id, span=where), where.of(text))


def _statements_of(connection: Connection, question: Question) -> Sequence[Any]:
    """The issuer's statements by day; with an issue only those that have a claim on it."""
    d, r, q = t.document.c, t.reading.c, t.position_claim.c
    issuer = names.party(connection, question.party or "").ids
    chosen = (
        select(d.key, d.id, d.published, d.added, d.url)
        .join(t.reading, r.document == d.key)
        .where(r.issuer.in_(issuer), d.superseded_by.is_(None), d.published.is_not(None))
        .order_by(d.published, d.key)
    )
    if question.issue:
        chosen = chosen.where(d.key.in_(select(q.document).where(q.issue == question.issue)))
    return connection.execute(chosen).all()


def _having(connection: Connection, formula: str) -> set[int]:
    """Keys of the documents that have the formula."""
    found = select(t.passage.c.document).where(has_words(connection, terms(f'"{formula}"')), t.passage.c.latest)
    return set(connection.execute(found).scalars())


def _formula_alert(question: Question, row: Any, last: Any, where: Evidence, words: str) -> Alert:
    absent = f"not in the last {LEAST} statements, the newest of {row.published}"
    return Alert(
        id=digest("alert", question.name, row.id, last.id),
        question=question.name,
        text=f"{question.party}: {absent}; it stood last in that of {last.published}",
        words=words,
        evidence=where,
        url=row.url,
        claim=None,
        added=row.added,
        document_key=row.key,
    )
