"""Hedges: words that soften or withdraw commitment, the quoted speaker's own or the reporter's."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from readouts.find.quotes import Quotation
from readouts.lexicon import tables
from readouts.records import Hedge
from readouts.text import Span, folded

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


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
    forms = ([folded(t.text) for t in tokens], [t.lemma_.lower() for t in tokens])
    firsts = _firsts()
    for at in range(len(tokens)):
        if forms[0][at] not in firsts and forms[1][at] not in firsts:
            continue
        for size in range(min(_longest(), len(tokens) - at), 0, -1):
            if by := _by(tokens[at], [tuple(words[at : at + size]) for words in forms], place):
                last = tokens[at + size - 1]
                where = Span(tokens[at].idx, last.idx + len(last))
                quoted = place == "content" and any(p.covers(where) for q in quotes for p in q.parts)
                yield Hedge(span=where, by="reporter" if by == "reporter" and not quoted else "source")
                break


@cache
def _firsts() -> frozenset[str]:
    """The first words of all hedges."""
    return frozenset(words[0] for _, words in _words())


def _by(first: "Token", forms: Sequence[tuple[str, ...]], place: str) -> str | None:
    """Whose caution these words, as written or as lemmas, are in that place; None for no hedge. "May" the month and
    "hopes" the noun are none.
    """
    if len(forms[0]) == 1 and first.pos_ in ("NOUN", "PROPN"):
        return None
    words = _words()
    return next((by for form in forms if (by := words.get((place, form)))), None)
