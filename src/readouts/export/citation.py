"""A citation for any evidence: who published what when, where to find it, and the words cited."""

import re

from readouts.export import wording
from readouts.lexicon import slug
from readouts.records import Document
from readouts.text import Span

_MOST_SIGNS = 300  # of a quotation in a citation
# Signs that mean something to TeX.
_TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_{}"}}  # fmt: skip


def plain(document: Document, span: Span | None = None) -> str:
    """One line: publisher, “title”, day, address, and the words with their place in the text.

    What is not known is left out; a document without title and address is cited by its id.

    >>> from datetime import date
    >>> text = "The President spoke today with Prime Minister Ida Kester of Telmark."
    >>> made = Document(id="x1", text=text, publisher="Marovian Presidency", published=date(2031, 6, 3))
    >>> plain(made, Span(14, 25))
    'Marovian Presidency, 3 June 2031: “spoke today” (characters 14–25).'
    """
    parts = [
        document.publisher,
        f"“{wording.inline(document.title)}”" if document.title else None,
        wording.day(document.published) if document.published else None,
        document.url,
    ]
    known = ", ".join(part for part in parts if part) or f"document {document.id}"
    return f"{known}: {_quote(document, span)}." if span else f"{known}."


def bibtex(document: Document, span: Span | None = None) -> str:
    """A BibTeX entry of type misc; the words cited stand in `note`."""
    fields = {
        "author": f"{{{_tex(document.publisher)}}}" if document.publisher else None,
        "title": f"{{{_tex(document.title)}}}" if document.title else None,
        "year": str(document.published.year) if document.published else None,
        "month": document.published.strftime("%b").lower() if document.published else None,
        "day": str(document.published.day) if document.published else None,
        "url": document.url.replace("{", "%7B").replace("}", "%7D") if document.url else None,
        "note": _tex(_quote(document, span)) if span else None,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value and name != "month"]
    if fields["month"]:
        lines.insert(len(lines) - bool(span) - bool(document.url) - 1, f"  month = {fields['month']},")
    return "\n".join((f"@misc{{{_key(document, span)},", *lines, "}"))


def _quote(document: Document, span: Span | None) -> str:
    if span is None:
        return ""
    if span.end > len(document.text):
        raise ValueError(f"[{span.start}, {span.end}) runs over the end of a text of {len(document.text)} characters")
    words = wording.inline(span.of(document.text))
    shown = words if len(words) <= _MOST_SIGNS else words[:_MOST_SIGNS].rsplit(" ", 1)[0] + " …"
    return f"“{shown}” (characters {span.start}–{span.end})"


def _key(document: Document, span: Span | None) -> str:
    year = str(document.published.year) if document.published else "nd"
    who = slug(document.publisher or document.id).split("-")[0] or "document"
    tail = re.sub(r"[^A-Za-z0-9]+", "", document.id)[-8:]
    return f"{who}{year}-{tail}" + (f"-{span.start}" if span else "")


def _tex(words: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in wording.inline(words))
