"""A comparison: two columns of claims, the verdict between, and one claim's evidence opened beside them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal
from urllib.parse import urlencode

from markupsafe import Markup
from sqlalchemy import Connection

from readouts.errors import InputError
from readouts.export import citation, html, view, wording
from readouts.export.marks import Mark, marked, paragraphs
from readouts.export.view import ComparisonView, Group, Row, Said, Source
from readouts.records import Claim, Comparison, Reading, Relation
from readouts.review.relations import reviewed
from readouts.store import comparisons
from readouts.store.comparisons import Kept
from readouts.text import Span, hull

By = Literal["order", "verdict"]
_AROUND = 900  # characters of the text on either side of a claim that stand beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What narrows the comparison, and the claim that is opened; "" leaves it open."""

    by: By = "order"
    relation: str = ""
    issue: str = ""
    claim: str = ""  # Claim.id

    def address(self, **changes: str) -> str:
        """The query of the same page with these changes; "?" when nothing is asked."""
        other = replace(self, **changes)  # type: ignore[arg-type]
        pairs = {"by": "" if other.by == "order" else other.by, "relation": other.relation, "issue": other.issue,
                 "claim": other.claim}  # fmt: skip
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filter: what it asks for, and how many rows it leaves."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A claim with the text around it."""

    said: Said
    account: str  # whose version it is
    source: Source
    paragraphs: tuple[Markup, ...]  # with the claim marked
    cut_before: bool  # the text goes on before what is shown, and after
    cut_after: bool
    span: Span  # from the claim's first character to its last
    citation: str
    bibtex: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the comparison as a line of a table."""

    relation: Relation
    issues: str
    left: str  # who does what, in which words
    right: str
    score: float
    why: str
    left_document: str | None
    left_spans: str  # "start-end; start-end" of the document's text
    right_document: str | None
    right_spans: str


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The page of a comparison."""

    kept: Kept
    asked: Asked
    view: ComparisonView
    rows: tuple[Row, ...]  # those asked for, in the order of the left account
    relations: tuple[Choice, ...]
    issues: tuple[Choice, ...]
    opened: Opened | None

    @property
    def comparison(self) -> Comparison:
        return self.kept.comparison

    @cached_property
    def evidence(self) -> Any:
        """A function that gives the sentence of a quotation with its words marked."""
        return html.evidence(self.comparison.readings)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The rows by verdict: each of the comparison's groups with those of its rows that are asked for."""
        shown = set(map(id, self.rows))
        left = (replace(g, rows=tuple(row for row in g.rows if id(row) in shown)) for g in self.view.groups)
        return tuple(group for group in left if group.rows)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(map(_line, self.rows))

    @cached_property
    def late(self) -> frozenset[int]:
        """Numbers of the claims on the right that its text tells before one that stands above them here."""
        found, furthest = set(), 0
        for said in (said for row in self.rows for said in row.right):
            if said.number < furthest:
                found.add(said.number)
            furthest = max(furthest, said.number)
        return frozenset(found)

    @property
    def citation(self) -> str:
        """The comparison itself, for a footnote."""
        names = wording.listed([citation.plain(r.document).rstrip(".") for r in self.comparison.readings])
        return f"“{self.view.title}”, compared by Readouts {self.comparison.made_by.version}, {self.made}: {names}."

    @property
    def made(self) -> str:
        """The day on which it was made."""
        return self.kept.made[:10]


def kept(connection: Connection, id: str) -> Kept:
    """The comparison as it was made, with what people decided of its rows since. Raises StoreError for none."""
    found = comparisons.kept(connection, id)
    return replace(found, comparison=reviewed(connection, found.comparison))


def compared(connection: Connection, id: str, asked: Asked) -> Compared:
    """The page. Raises StoreError for a comparison that is not there, InputError for a claim that is not in it."""
    found = kept(connection, id)
    shown = view.comparison(found.comparison)
    tagged = tuple(zip(shown.rows, (a.issues for a in found.comparison.alignments), strict=True))
    of_relation = [pair for pair in tagged if not asked.relation or pair[0].relation == asked.relation]
    of_issue = [pair for pair in tagged if not asked.issue or asked.issue in pair[1]]
    return Compared(
        kept=found,
        asked=asked,
        view=shown,
        rows=tuple(row for row, issues in of_relation if not asked.issue or asked.issue in issues),
        relations=tuple(_relations(shown, of_issue, asked)),
        issues=tuple(_issues(tagged, of_relation, asked)),
        opened=_opened(found.comparison, shown, asked.claim) if asked.claim else None,
    )


# -- filters -------------------------------------------------------------------------------------------------------


_Tagged = Sequence[tuple[Row, tuple[str, ...]]]  # rows with the ids of their issues


def _relations(shown: ComparisonView, rows: _Tagged, asked: Asked) -> Iterator[Choice]:
    """All relations of the comparison, those that the chosen issue leaves empty too."""
    counts = Counter(row.relation for row, _ in rows)
    for group in shown.groups:
        relation = group.relation
        yield Choice(value=relation, label=wording.VERDICT[relation], count=counts[relation],
                     chosen=relation == asked.relation)  # fmt: skip


def _issues(all_: _Tagged, rows: _Tagged, asked: Asked) -> Iterator[Choice]:
    """The issues of all rows, those with most rows first; the counts are of the chosen relation."""
    counts = Counter(issue for _, issues in rows for issue in issues)
    overall = Counter(issue for _, issues in all_ for issue in issues)
    for issue, _ in overall.most_common():
        yield Choice(value=issue, label=wording.issue(issue), count=counts[issue], chosen=issue == asked.issue)


# -- a claim opened ------------------------------------------------------------------------------------------------


def _opened(comparison: Comparison, shown: ComparisonView, id: str) -> Opened:
    found = next(((r, c) for r in comparison.readings for c in r.claims if c.id == id), None)
    said = next((one for one in _all_said(shown) if one.id == id), None)
    if found is None or said is None:
        raise InputError(f"the comparison has no claim {id!r}", "It may have been made again since; open it anew")
    reading, claim = found
    span = hull(claim.spans)
    window = _window(reading.document.text, hull((claim.sentence, span)))
    return Opened(
        said=said,
        account=_account(comparison, claim),
        source=next(source for source in shown.sources if source.id == reading.document.id),
        paragraphs=tuple(_paragraphs(reading, claim, window)),
        cut_before=bool(reading.document.text[: window.start].strip()),
        cut_after=bool(reading.document.text[window.end :].strip()),
        span=span,
        citation=citation.plain(reading.document, span),
        bibtex=citation.bibtex(reading.document, span),
    )


def _all_said(shown: ComparisonView) -> Iterator[Said]:
    for row in shown.rows:
        yield from (*row.left, *row.right)
    for account in shown.others:
        yield from account.claims


def _account(comparison: Comparison, claim: Claim) -> str:
    accounts = (comparison.left, comparison.right, *comparison.others)
    return wording.inline(next((a.name for a in accounts if claim.id in a.claims), "another account"))


def _window(text: str, around: Span) -> Span:
    """What is shown of the text: the claim's paragraphs and their neighbours, whole words of long ones."""
    start, end = max(0, around.start - _AROUND), min(len(text), around.end + _AROUND)
    if start:
        start = min(around.start, max(text.find("\n", start, around.start), text.find(" ", start, around.start)) + 1)
    if end < len(text):
        end = max(around.end, text.rfind(" ", around.end, end))
    return Span(start, end)


def _paragraphs(reading: Reading, claim: Claim, window: Span) -> Iterator[Markup]:
    text = reading.document.text
    marks = [
        Mark(span=claim.sentence, classes="sentence"),
        *(Mark(span=span, classes="words") for span in claim.spans),
        *(Mark(span=hedge.span, classes="hedge", title=f"hedged by the {hedge.by}") for hedge in claim.hedges),
    ]
    for line in paragraphs(text):
        if line.overlaps(window):
            yield marked(text, Span(max(line.start, window.start), min(line.end, window.end)), marks)


# -- lines ---------------------------------------------------------------------------------------------------------


def _line(row: Row) -> Line:
    return Line(
        relation=row.relation,
        issues="; ".join(row.issues),
        left=_told(row.left),
        right=_told(row.right),
        score=row.score,
        why=row.missing or row.why,
        left_document=_document(row.left),
        left_spans=_spans(row.left),
        right_document=_document(row.right),
        right_spans=_spans(row.right),
    )


def _told(claims: Iterable[Said]) -> str:
    return " / ".join(f"{said.holder} {said.act}: {wording.quoted(said.quote.words)}" for said in claims)


def _document(claims: Sequence[Said]) -> str | None:
    return claims[0].quote.document if claims else None


def _spans(claims: Iterable[Said]) -> str:
    return "; ".join(f"{span.start}-{span.end}" for said in claims for span in said.quote.spans)
