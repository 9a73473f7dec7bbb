"""Numbers in a claim and what they count: "40 prisoners", "forty wounded prisoners", "$1.5 billion", "12 percent"."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from readouts.lexicon.numbers import SCALES, VALUES
from readouts.records import DateMention, Figure
from readouts.text import Span, key, stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_VALUE = re.compile(r"\d+(?:[.,]\d+)*")
_MONEY = re.compile(r"[$€£¥]|\b(?:dollar|euro|pound|yen|yuan|ruble|rouble|hryvnia|usd|eur|gbp)s?\b", re.I)
# "One of the issues", "both sides" count nothing that a reader would compare.
_IDLE = frozenset("one zero".split())


def figures(doc: "Doc", spans: Sequence[Span], dates: Sequence[DateMention]) -> tuple[Figure, ...]:
    """The numbers in those spans, in text order; those of dates and in names ("COP29", "F-16", "Article 5") aside."""
    taken = [d.span for d in dates if d.type != "DURATION"]
    found: list[Figure] = []
    for span in spans:
        part = doc.char_span(span.start, span.end, alignment_mode="expand")
        for token in part or ():
            place = Span(token.idx, token.idx + len(token))
            if found and found[-1].span.overlaps(place):
                continue
            if not any(d.overlaps(place) for d in taken) and (figure := _figure(token)):
                found.append(figure)
    return tuple(found)


def _figure(token: "Token") -> Figure | None:
    value = _value(token)
    if value is None or _in_name(token):
        return None
    last = token
    for following in _after(token):
        low = following.lower_.rstrip(".s") if following.lower_ not in ("m", "s") else following.lower_
        if low in SCALES:
            value *= SCALES[low]
        elif not (low in VALUES and token.lower_ in VALUES and VALUES[token.lower_] >= 20):
            break
        else:
            value += VALUES[low]
        last = following
    start = token.nbor(-1).idx if token.i and token.nbor(-1).text in ("$", "€", "£", "¥") else token.idx
    return Figure(span=Span(start, last.idx + len(last)), value=value, thing=_thing(token, last))


def _value(token: "Token") -> float | None:
    low = token.lower_
    if (
        low == "one"
        and token.dep_ == "nummod"
        and {"per", "every", "each"} & {t.lower_ for t in token.doc[token.i : token.i + 5]}
    ):
        return 1.0  # "one flight per month"
    if low in VALUES and low not in _IDLE and token.pos_ == "NUM":
        return VALUES[low]
    if low in ("hundreds", "thousands", "dozens", "millions", "billions"):
        return None  # no exact number
    if low in SCALES and token.i > token.sent.start and token.nbor(-1).lower_ in ("a", "one"):
        halved = token.i > token.sent.start + 1 and token.nbor(-2).lower_ == "half"
        return SCALES[low] * (0.5 if halved else 1)
    found = _VALUE.fullmatch(token.text.lstrip("$€£¥"))
    return _number(found.group()) if found else None


def _number(figures: str) -> float:
    """The value of "1,500", "1.5" and "1.000.000"; a comma is a thousands separator before three figures only."""
    plain = re.sub(r"[,.](?=\d{3}\b)", "", figures).replace(",", ".")
    whole, _, part = plain.partition(".")
    return float(f"{whole}.{part.replace('.', '') or 0}")


def _after(token: "Token") -> Iterator["Token"]:
    """The words right after it in its sentence, hyphens passed over: "20-million", "twenty-five"."""
    for following in token.doc[token.i + 1 : token.sent.end]:
        if following.text != "-":
            yield following


def _in_name(token: "Token") -> bool:
    """Whether it is part of a name: "F-16", "Article 5", "Resolution 2231"."""
    if token.i == token.sent.start:
        return False
    before = token.nbor(-1)
    if before.text == "-" and not before.whitespace_ and token.lower_ not in VALUES:
        return True
    counts = token.dep_ in ("nummod", "quantmod", "compound") and token.head.i > token.i
    return before.pos_ == "PROPN" and before.text[:1].isupper() and not token.is_alpha and not counts


def _thing(token: "Token", last: "Token") -> str:
    """What is counted: "money", "percent", or the stem of the noun that the number stands with."""
    doc, end = token.doc, token.sent.end
    around = doc[max(token.sent.start, token.i - 1) : min(end, last.i + 2)].text
    if _MONEY.search(around):
        return "money"
    after = doc[last.i + 1] if last.i + 1 < end else None
    if after is not None and after.lower_ in ("%", "percent", "per"):
        return "percent"
    head = last if last.pos_ == "NOUN" and last != token else token
    for _ in range(3):
        if head.dep_ in ("nummod", "quantmod", "compound", "amod") and head.head.i > head.i:
            head = head.head
    if head in (token, last):
        following = next((t for t in doc[last.i + 1 : end] if t.pos_ in ("NOUN", "PROPN") or t.is_punct), None)
        head = following if following is not None and not following.is_punct else None
    head = _numbered(token) if head is None or head.lemma_.lower() in _AMOUNTS else head
    return stem(key(head.lemma_)) if head is not None else ""


_AMOUNTS = frozenset("number total figure count".split())


def _numbered(token: "Token") -> "Token | None":
    """What the clause gives the number of: "the number of refugees stood at 6,000"; None where it does not say."""
    amounts = [t for t in token.sent if t.lemma_.lower() in _AMOUNTS]
    things = [g for t in amounts for c in t.rights if c.lower_ == "of" for g in c.rights if g.dep_ == "pobj"]
    return things[0] if len(things) == 1 else None
