"""Text with marks, drawn here and not in the browser: spans count code points, JavaScript counts UTF-16."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from readouts.export.wording import shown
from readouts.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span to be marked. Marks may nest and overlap: the text is cut where any of them begins or ends."""

    span: Span
    classes: str  # of the HTML element
    number: int | None = None  # of the claim: where it begins an anchor `text-N`, where it ends a link to `claim-N`
    title: str | None = None  # shown on hovering
    anchor: str | None = None  # id of an element where it begins, for links


def marked(text: str, window: Span, marks: Iterable[Mark]) -> Markup:
    """The characters of the window as HTML, each stretch under the classes of all marks that cover it.

    >>> marked("a <b> c", Span(0, 7), [Mark(span=Span(0, 5), classes="x"), Mark(span=Span(2, 7), classes="y")])
    Markup('<mark class="x">a </mark><mark class="x y">&lt;b&gt;</mark><mark class="y"> c</mark>')
    """
    inside = [mark for mark in marks if mark.span.overlaps(window)]
    cuts = {window.start, window.end} | {c for m in inside for c in (m.span.start, m.span.end)}
    edges = sorted(cut for cut in cuts if window.start <= cut <= window.end)
    parts = (
        _stretch(text, Span(a, b), [m for m in inside if m.span.start < b and a < m.span.end], window)
        for a, b in pairwise(edges)
    )
    return Markup("").join(parts)


def _stretch(text: str, stretch: Span, marks: Sequence[Mark], window: Span) -> Markup:
    """Characters that lie wholly inside or outside each mark."""
    words = escape(shown(stretch.of(text)))
    if marks:
        classes = escape(" ".join(dict.fromkeys(mark.classes for mark in marks)))
        titles = "; ".join(dict.fromkeys(mark.title for mark in marks if mark.title))
        title = Markup(' title="{}"').format(titles) if titles else ""
        words = Markup('<mark class="{}"{}>{}</mark>').format(classes, title, words)
    numbered = [mark for mark in marks if mark.number]
    begun = [_anchor(id) for mark in marks if _begins(mark, stretch) for id in _ids(mark)]
    ended = [_reference(m) for m in numbered if m.span.end == stretch.end]
    return Markup("").join((*begun, words, *ended))


def _ids(mark: Mark) -> tuple[str, ...]:
    """What links may lead to at its beginning."""
    of_claim = f"text-{mark.number}" if mark.number else None
    return tuple(id for id in (of_claim, mark.anchor) if id)


def _anchor(id: str) -> Markup:
    return Markup('<span class="at" id="{}"></span>').format(id)


def _begins(mark: Mark, stretch: Span) -> bool:
    return mark.span.start == stretch.start


def _reference(mark: Mark) -> Markup:
    return Markup('<a class="ref" href="#claim-{0}" aria-label="claim {0}">{0}</a>').format(mark.number)


def paragraphs(text: str) -> list[Span]:
    """The lines that hold more than space."""
    found: list[Span] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            found.append(Span(start, start + len(line)))
        start += len(line) + 1
    return found
