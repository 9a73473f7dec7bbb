"""Formulas: the history of a phrase, and the wording that an issuer repeats."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal, get_args

from sqlalchemy import Connection, func, select

from readouts.compare.difference import LIKE, difference
from readouts.compare.sentences import sentences
from readouts.compare.standing import standing_formulas
from readouts.compare.wording import likeness, stems
from readouts.errors import StoreError
from readouts.keeping import formulas as remembered
from readouts.lexicon import Lexicon
from readouts.records import Document, Edit, Evidence, Nature, StandingFormula
from readouts.store import adding, names
from readouts.store import schema as t
from readouts.store.questions import Side, has_words
from readouts.store.words import Term, found_in, terms
from readouts.text import Span, key
from readouts.web.pages.kept import Kept
from readouts.web.pages.who import sides

MOST_USES, MOST_CHANGES, MOST_FORMULAS, MOST_WORDINGS = 100, 15, 40, 12
_LOOKED_AT = 12  # uses before, of which one may be in a sentence like it
_TRIED = 40  # newest uses that are held against those before them
_kept = Kept()


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Somebody whose statements are loaded."""

    party: Side
    statements: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseUse:
    """One place where a phrase stands."""

    issuer: Side | None  # None: news, or not known
    publisher: str | None
    day: date | None  # of publication
    wording: str  # as it stands there
    sentence: str
    place: Span  # of the phrase in `sentence`
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """Statements of an issuer between two uses that lack the phrase."""

    after: date  # day of the last use before
    until: date | None  # day of the next; None: it has not come back
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedBy:
    """One issuer's uses of a phrase."""

    issuer: Side | None
    documents: int  # that have it
    statements: int  # dated ones of the issuer that are loaded; 0 of news
    first: date | None
    last: date | None
    days: tuple[date, ...]
    lapses: tuple[Lapse, ...]  # by day


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words that two sentences share, or that stand in one alone."""

    kind: Literal["kept", "gone", "new"]
    words: str
    spaced: bool  # space stands before them


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From one use of an issuer to its next."""

    before: PhraseUse
    after: PhraseUse
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A form in which the phrase stands."""

    text: str
    uses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """The history of a phrase."""

    text: str
    since: date | None  # first and last day of use
    until: date | None
    used_by: tuple[UsedBy, ...]  # most documents first
    wordings: tuple[Wording, ...]  # commonest first
    changes: tuple[Change, ...]  # newest first
    uses: tuple[PhraseUse, ...]  # newest first
    more: bool  # uses there are


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulasPage:
    """The history of a phrase, or the formulas of an issuer, or whose there are."""

    q: str
    issuer: Side | None
    nature: Nature | None
    issuers: tuple[Issuer, ...]
    phrase: Phrase | None  # None: none is asked for
    standing: tuple[StandingFormula, ...]  # of the issuer, those that say most in most documents first
    count: int  # how many there are
    since: date | None  # of the issuer's statements: first and last day
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaPage:
    """One standing formula of an issuer."""

    issuer: Side
    formula: StandingFormula
    uses: tuple[PhraseUse, ...]  # newest first
    changes: tuple[Change, ...]  # newest first
    names: tuple[Side, ...]  # of the states in `formula.about`


def formulas(connection: Connection, lexicon: Lexicon, *, q: str = "", issuer: str = "", nature: Nature | None = None,
             least: int = 3) -> FormulasPage:  # fmt: skip
    """With words the history of that phrase, of one issuer or of all; without, the formulas of the issuer.

    Raises InputError when the phrase has no word, StoreError for an issuer that no document names.
    """
    own = names.party(connection, issuer) if issuer else None
    side = Side(own.id, own.name) if own else None
    all_ = standing(connection, own.id, lexicon, least) if own and not q.strip() else ()
    wanted = [formula for formula in all_ if nature is None or formula.nature == nature]
    known = issuers(connection)
    line = next((one for one in known if own and one.party.id == own.id), None)
    return FormulasPage(
        q=q.strip(),
        issuer=side,
        nature=nature,
        issuers=known,
        phrase=_phrase(connection, q, own.id if own else None) if q.strip() else None,
        standing=tuple(wanted[:MOST_FORMULAS]),
        count=len(wanted),
        since=line.first if line else None,
        until=line.last if line else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaLine:
    """A standing formula as a row of a table."""

    id: str
    text: str
    skeleton: str
    nature: Nature
    documents: int
    loaded: int
    first: date | None
    last: date | None
    standing: str
    absent_since: date | None
    absent_in: int
    issues: tuple[str, ...]


def line(formula: StandingFormula) -> FormulaLine:
    """The formula without its uses and variants."""
    return FormulaLine(**{field.name: getattr(formula, field.name) for field in fields(FormulaLine)})


def formula(connection: Connection, lexicon: Lexicon, issuer: str, id: str) -> FormulaPage:
    """One formula with the words round each use. Raises StoreError when the issuer has none of that id."""
    own = names.party(connection, issuer)
    found = next((one for one in standing(connection, own.id, lexicon) if one.id == id), None)
    if found is None:
        raise StoreError(f"{own.name} has no formula {id!r}", f"See those it has at /formulas?issuer={own.id}")
    side = Side(own.id, own.name)
    places = [(use.evidence.document, use.evidence.span) for use in found.uses]
    uses = sorted(_in_documents(connection, places), key=_by_day)
    who = sides(connection, (named.party for named in found.about))
    return FormulaPage(
        issuer=side,
        formula=found,
        uses=tuple(reversed(uses)),
        changes=tuple(_changes(uses)),
        names=tuple(who[named.party] for named in found.about if named.party in who),
    )


def issuers(connection: Connection) -> tuple[Issuer, ...]:
    """Whose statements are loaded, those of most first."""
    r, d = t.reading.c, t.document.c
    counted = (
        select(
            r.issuer, func.count().label("statements"), func.min(d.published).label("first"),
            func.max(d.published).label("last"),
        )
        .join(t.document, r.document == d.key)
        .where(r.issuer.is_not(None), d.superseded_by.is_(None))
        .group_by(r.issuer)
        .order_by(func.count().desc(), r.issuer)
    )  # fmt: skip
    rows = connection.execute(counted).all()
    who = sides(connection, (row.issuer for row in rows))
    return tuple(
        Issuer(party=who[row.issuer], statements=row.statements, first=row.first, last=row.last) for row in rows
    )


# -- standing formulas ---------------------------------------------------------------------------------------------


def standing(connection: Connection, issuer: str, lexicon: Lexicon, least: int = 3) -> tuple[StandingFormula, ...]:
    """The formulas of the issuer: as they are remembered where no statement came in since, else looked for anew, which
    takes seconds for the first who asks and is kept.
    """
    question = ("standing", issuer, least, lexicon.digest)
    return _kept.get(connection, question, lambda: _standing(connection, issuer, lexicon, least))


def _standing(connection: Connection, issuer: str, lexicon: Lexicon, least: int) -> tuple[StandingFormula, ...]:
    known = remembered.issuers(connection, lexicon).get(issuer)
    if known and remembered.behind(connection, known, lexicon, least) is None:
        return tuple(remembered.found(connection, known, get_args(Nature), None, least))
    return standing_formulas(statements_of(connection, issuer), lexicon, issuer=issuer, least=least)


def statements_of(connection: Connection, issuer: str) -> list[Document]:
    """The texts in the issuer's own voice, oldest first."""
    d, r = t.document.c, t.reading.c
    own = (
        select(t.document)
        .join(t.reading, r.document == d.key)
        .where(r.issuer == issuer, d.superseded_by.is_(None))
        .order_by(d.published.nulls_last(), d.key)
    )
    return [adding.document_of(row) for row in connection.execute(own)]


# -- a phrase ------------------------------------------------------------------------------------------------------


def _phrase(connection: Connection, q: str, issuer: str | None) -> Phrase:
    wanted = [_side_by_side(q)]
    found = list(_uses(connection, wanted, issuer))
    uses = sorted(found[:MOST_USES], key=_by_day)
    days = [use.day for use in uses if use.day]
    wordings = Counter(key(use.wording) for use in uses)
    return Phrase(
        text=" ".join(q.split()),
        since=min(days, default=None),
        until=max(days, default=None),
        used_by=tuple(_used_by(connection, uses)),
        wordings=tuple(Wording(text=text, uses=count) for text, count in wordings.most_common(MOST_WORDINGS)),
        changes=tuple(_changes(uses)),
        uses=tuple(reversed(uses)),
        more=len(found) > MOST_USES,
    )


def _side_by_side(q: str) -> Term:
    """The words as one phrase; with * at the end the last is the beginning of a word."""
    words = tuple(word for term in terms(q.replace('"', " ").replace("-", " ")) for word in term.words)
    return Term(words, prefix=q.rstrip(' "”').endswith("*"))


def _by_day(use: PhraseUse) -> tuple[Any, ...]:
    return use.day is not None, use.day or date.min, use.evidence.document, use.evidence.span


def _uses(connection: Connection, wanted: list[Term], issuer: str | None) -> Iterator[PhraseUse]:
    """All places, those in the newest documents first, some more than `MOST_USES` at most."""
    p, d, r = t.passage.c, t.document.c, t.reading.c
    words = func.substr(d.text, p.span_start + 1, p.span_end - p.span_start).label("words")
    chosen = (
        select(d.id, d.publisher, d.published, r.issuer, p.span_start, words)
        .join(t.document, d.key == p.document)
        .outerjoin(t.reading, r.document == d.key)
        .where(has_words(connection, wanted), p.latest)
        .order_by(p.published.desc().nulls_last(), p.key)
        .limit(MOST_USES + 1)
    )
    if issuer:
        chosen = chosen.where(r.issuer == issuer)
    rows = connection.execute(chosen).all()
    who = sides(connection, (row.issuer for row in rows))
    for row in rows:
        own = sentences(row.words)
        for span in found_in(row.words, wanted):
            yield _use(row, row.words, row.span_start, span, own, who.get(row.issuer))


def _use(row: Any, text: str, start: int, span: Span, own: Sequence[Span], issuer: Side | None) -> PhraseUse:
    """`text` begins at `start` of the document; `span` and `own`, its sentences, are of `text`."""
    around = next((s for s in own if s.covers(span)), Span(0, len(text)))
    sentence = around.of(text)
    return PhraseUse(
        issuer=issuer,
        publisher=row.publisher,
        day=row.published,
        wording=" ".join(span.of(text).split()),
        sentence=sentence,
        place=Span(span.start - around.start, span.end - around.start),
        evidence=Evidence(document=row.id, span=Span(span.start + start, span.end + start)),
    )


def _in_documents(connection: Connection, places: Sequence[tuple[str, Span]]) -> Iterator[PhraseUse]:
    d, r = t.document.c, t.reading.c
    chosen = select(d.id, d.publisher, d.published, d.text, r.issuer).outerjoin(t.reading, r.document == d.key)
    wanted = list(dict.fromkeys(document for document, _ in places))
    rows = {row.id: row for row in connection.execute(chosen.where(d.id.in_(wanted)))}
    who = sides(connection, (row.issuer for row in rows.values()))
    for document, span in places:
        row = rows[document]
        start = row.text.rfind("\n", 0, span.start) + 1
        end = row.text.find("\n", span.end)
        text = row.text[start : len(row.text) if end < 0 else end]
        inside = Span(span.start - start, span.end - start)
        yield _use(row, text, start, inside, sentences(text), who.get(row.issuer))


def _used_by(connection: Connection, uses: Sequence[PhraseUse]) -> Iterator[UsedBy]:
    by_issuer: dict[Side | None, list[PhraseUse]] = {}
    for use in uses:
        by_issuer.setdefault(use.issuer, []).append(use)
    for issuer, own in sorted(by_issuer.items(), key=lambda item: -len({use.evidence.document for use in item[1]})):
        days = sorted({use.day for use in own if use.day})
        loaded = _days(connection, issuer.id) if issuer else []
        yield UsedBy(
            issuer=issuer,
            documents=len({use.evidence.document for use in own}),
            statements=len(loaded),
            first=min(days, default=None),
            last=max(days, default=None),
            days=tuple(days),
            lapses=tuple(_lapses(days, loaded)),
        )


def _days(connection: Connection, issuer: str) -> list[date]:
    """The days of the issuer's statements, one for each."""
    d, r = t.document.c, t.reading.c
    own = select(d.published).join(t.reading, r.document == d.key)
    dated = own.where(r.issuer == issuer, d.published.is_not(None), d.superseded_by.is_(None))
    return list(connection.execute(dated.order_by(d.published)).scalars())


def _lapses(days: Sequence[date], loaded: Sequence[date]) -> Iterator[Lapse]:
    """Statements on days without a use between two uses, and after the last."""
    for after, until in pairwise((*days, None)):
        if after is None:
            return
        lacking = sum(after < day and (until is None or day < until) for day in loaded)
        if lacking:
            yield Lapse(after=after, until=until, statements=lacking)


# -- words that change ---------------------------------------------------------------------------------------------


def _changes(uses: Sequence[PhraseUse]) -> Iterator[Change]:
    """The newest uses, each from the use before that has most of its sentence; those in new sentences are left out."""
    own = [use for use in uses if use.issuer and use.day]
    shown = 0
    for place in range(len(own) - 1, max(len(own) - _TRIED, 0), -1):
        before = _alike(own[place], [use for use in own[:place] if use.issuer == own[place].issuer][-_LOOKED_AT:])
        if before:
            pieces = tuple(_pieces(before.sentence, own[place].sentence))
            yield Change(before=before, after=own[place], pieces=pieces)
            shown += 1
        if shown == MOST_CHANGES:
            return


def _alike(use: PhraseUse, earlier: Sequence[PhraseUse]) -> PhraseUse | None:
    """The last of the earlier uses in a sentence like it; None: there is none, or it is the same to the letter."""
    own = _stems(use.sentence)
    near = next((one for one in reversed(earlier) if likeness(own, _stems(one.sentence)) >= LIKE), None)
    return near if near and key(near.sentence) != key(use.sentence) else None


@lru_cache(maxsize=4000)
def _stems(sentence: str) -> frozenset[str]:
    return stems(key(sentence))


def _pieces(before: str, after: str) -> Iterator[Piece]:
    left, right = Document(id="before", text=before), Document(id="after", text=after)
    found = difference(left, right)
    for edit in (edit for sentence in found.sentences for edit in sentence.edits):
        yield from _of_edit(edit, before, after)


def _of_edit(edit: Edit, before: str, after: str) -> Iterator[Piece]:
    sides = ((edit.left, before, "gone"), (edit.right, after, "kept" if edit.kind == "kept" else "new"))
    for span, text, kind in sides:
        if span and (kind != "gone" or edit.kind != "kept"):
            spaced = span.start > 0 and text[span.start - 1].isspace()
            yield Piece(kind=kind, words=span.of(text), spaced=spaced)  # type: ignore[arg-type]
