"""A comparison or readings as one page that stands alone: no script, nothing fetched, evidence under every claim."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from readouts import records
from readouts.export import view, wording
from readouts.export.marks import Mark, marked, paragraphs
from readouts.export.view import Quote, Source
from readouts.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A source with its text as HTML, a paragraph each."""

    source: Source
    paragraphs: tuple[Markup, ...]


def comparison(comparison: records.Comparison, *, note: str | None = None) -> str:
    """The page of a comparison. `note` stands at its top: what its readers must know about the texts."""
    shown = view.comparison(comparison)
    by_document = {r.document.id: _compared_marks(r, comparison, shown) for r in comparison.readings}
    return _page(
        "comparison.html.j2",
        comparison.readings,
        shown=shown,
        note=note,
        texts=[printed(s, by_document[s.id], without=s.document.headline) for s in shown.sources],
    )


def reading(reading: records.Reading) -> str:
    """The page of one reading."""
    return readings([reading])


def readings(readings: Iterable[records.Reading]) -> str:
    """The page of several readings, one below the other."""
    found = list(readings)
    views = view.readings(found)
    shown = [(one, printed(one.source, layers(r, one))) for one, r in zip(views, found, strict=True)]
    return _page("readings.html.j2", found, shown=shown)


def _page(template: str, readings: Sequence[records.Reading], **values: Any) -> str:
    helpers = {"evidence": evidence(readings), "first_time": _first_time()}
    return _environment().get_template(template).render(**helpers, **values)


def _first_time() -> Callable[[int], bool]:
    """A function that says whether it sees a number for the first time: a claim shown twice has one anchor."""
    seen: set[int] = set()
    return lambda number: number not in seen and not seen.add(number)  # type: ignore[func-returns-value]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Everything is escaped but the marked text that `marks` makes."""
    environment = Environment(
        loader=PackageLoader("readouts.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(sign=wording.SIGN, verdict=wording.VERDICT, counted=wording.counted)
    environment.filters.update(quoted=wording.quoted)
    return environment


def evidence(readings: Sequence[records.Reading]) -> Callable[[Quote], Markup]:
    """A function that gives the sentence of a quotation with its words marked."""
    documents = {r.document.id: r.document.text for r in readings}
    hedges = {r.document.id: [h.span for c in r.claims for h in c.hedges] for r in readings}

    def evidence(quote: Quote) -> Markup:
        words = [Mark(span=span, classes="words") for span in quote.spans]
        soft = [Mark(span=s, classes="hedge", title="hedge") for s in dict.fromkeys(hedges[quote.document])]
        around = (quote.sentence, *quote.spans)
        window = Span(min(s.start for s in around), max(s.end for s in around))
        return marked(documents[quote.document], window, [*words, *soft])

    return evidence


def printed(source: Source, marks: Sequence[Mark], without: Span | None = None) -> Printed:
    """The text with its marks. `without` is the headline where the source's title is set above the text."""
    text = source.document.text
    lines = [line for line in paragraphs(text) if not (without and without.covers(line))]
    return Printed(source=source, paragraphs=tuple(marked(text, line, marks) for line in lines))


def _compared_marks(reading: records.Reading, comparison: records.Comparison, shown: view.ComparisonView) -> list[Mark]:
    """A mark for every claim, in the manner of its relation; for silences that the text asserts."""
    relation = {id: a.relation for a in comparison.alignments for id in (*a.left, *a.right)}
    linked = {s.id: s.number for g in shown.groups for row in g.rows for s in (*row.left, *row.right)}
    linked |= {s.id: s.number for account in shown.others for s in account.claims}
    marks = [
        Mark(
            span=span,
            classes=f"claim {relation.get(claim.id, 'other')}"
            + (f" c{linked[claim.id]}" if claim.id in linked else ""),
            number=linked.get(claim.id) if span == _longest(claim) else None,
            title=wording.VERDICT.get(relation[claim.id]) if claim.id in relation else "other account",
        )
        for claim in reading.claims
        for span in claim.spans
        if not claim.headline
    ]
    evidence = [e for s in comparison.silences for e in s.evidence if e.document == reading.document.id]
    return marks + [Mark(span=e.span, classes="silence", title="silence asserted") for e in evidence]


def _longest(claim: records.Claim) -> Span:
    """The part of the claim that carries its number: claims often share a short one, the verb."""
    return max(claim.spans, key=lambda span: span.end - span.start)


def layers(reading: records.Reading, shown: view.ReadingView) -> list[Mark]:
    """Parties, dates, attributions and claims, to be shown and hidden apart."""
    numbers = {said.id: said.number for account in shown.accounts for said in account.claims}
    names = {party.id: party.name for party in reading.parties}
    depths = _depths(reading)
    parties = [
        Mark(span=m.span, classes="party", title=names.get(m.party or "", "party not resolved"))
        for m in reading.mentions
    ]
    dates = [Mark(span=d.span, classes="date", title=wording.days(d.when)) for d in reading.dates]
    said = [
        Mark(
            span=span, classes=f"{part} depth-{min(depths[a.id], _DEEPEST)}", title=told if part == "content" else None
        )
        for a in reading.attributions
        if not a.own_voice  # all of the text
        for told in [wording.words(reading.document.text, (*a.source, *a.cue)) or None]
        for part, spans in (("source", a.source), ("cue", a.cue), ("content", a.content))
        for span in spans
    ]
    claims = [
        Mark(span=span, classes=f"claim c{numbers[c.id]}", number=numbers[c.id] if span == _longest(c) else None)
        for c in reading.claims
        for span in c.spans
    ]
    return [*parties, *dates, *said, *claims]


_DEEPEST = 3  # attributions within attributions that have a look of their own


def _depths(reading: records.Reading) -> Mapping[str, int]:
    """How deep each attribution lies in others, from 1; the voice of the whole text does not count."""
    within = {a.id: a.within for a in reading.attributions if not a.own_voice}

    def depth(id: str) -> int:
        steps, outer = 1, within[id]
        while outer in within and steps < len(within):
            steps, outer = steps + 1, within[outer]
        return steps

    return {id: depth(id) for id in within}
