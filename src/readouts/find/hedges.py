"""Hedges: words that soften or withdraw commitment, the quoted speaker's own or the reporter's."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from readouts.find.quotes import Quotation
from readouts.lexicon import tables
from readouts.records import Hedge
from readouts.text import Span, folded

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Span as Tokens


@cache
def _words() -> dict[tuple[str, tuple[str, ...]], str]:
    """Whose caution each hedge is, by where it stands ("cue", "content") and its words or lemmas."""
    found: dict[tuple[str, tuple[str, ...]], str] = {}
    for row in tables.rows("hedges"):
        for place in ("cue", "content") if row["place"] == "any" else (row["place"],):
            found[place, tuple(row["words"].split())] = row["by"]
    return found


@cache
def _longest() -> int:
    """Most words of any hedge."""
    return max((len(words) for _, words in _words()), default=0)


def hedged(doc: "Doc", cue: Sequence[Span], content: Sequence[Span], quotes: Sequence[Quotation]) -> tuple[Hedge, ...]:
    """The hedges in the cue and content. A reporter's word inside quotation marks is the speaker's own."""
    found = [
        h for place, spans in (("cue", cue), ("content", content)) for s in spans for h in _in(doc, s, place, quotes)
    ]
    return tuple(sorted(set(found), key=lambda h: (h.span, h.by)))


def _in(doc: "Doc", span: Span, place: str, quotes: Sequence[Quotation]) -> Iterator[Hedge]:
    tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
    for at in range(len(tokens)):
        for size in range(_longest(), 0, -1):
            part = tokens[at : at + size]
            by = _by(part, place) if len(part) == size else None
            if by:
                where = Span(part.start_char, part.end_char)
                quoted = place == "content" and any(p.covers(where) for q in quotes for p in q.parts)
                yield Hedge(span=where, by="reporter" if by == "reporter" and not quoted else "source")
                break


def _by(part: "Tokens", place: str) -> str | None:
    """Whose caution these words are in that place; None for no hedge. "May" the month and "hopes" the noun are none."""
    if len(part) == 1 and part[0].pos_ in ("NOUN", "PROPN"):
        return None
    words = _words()
    return words.get((place, tuple(folded(t.text) for t in part))) or words.get(
        (place, tuple(t.lemma_.lower() for t in part))
    )
