"""Quotation marks: where each quotation of a text begins and ends, in the signs that real pages use.

Straight marks have no direction, closing marks get lost, a quotation over several paragraphs opens anew in each: a
quotation is therefore never carried over a paragraph's end unless the next one begins with an opening mark.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from readouts.text import Span

_OPEN = "“„«"
_CLOSE = "”»"
_LINE = re.compile(r"[^\n]+")
_MARKS = re.compile(r"[“”„«»\"]|''|``")
# A single mark opens after a space or bracket and before a word; it closes after a word or stop and before neither.
_SINGLE = re.compile(r"(?:(?<=^)|(?<=[\s(\[“\"—–-]))[‘'](?=\w)")
_SINGLE_END = re.compile(r"(?<=[\w.,!?…])[’'](?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words in quotation marks, the marks included."""

    parts: tuple[Span, ...]  # one for each paragraph that it runs through
    depth: int = 0  # 1: it stands inside another quotation
    closed: bool = True  # False: the closing mark is missing, and it ends with its paragraph

    @property
    def start(self) -> int:
        """Offset of the opening mark."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Offset after the closing mark."""
        return self.parts[-1].end


def quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of the text in order, those in single marks too.

    >>> [part.of('He said: "Yes," and left.') for q in quotations('He said: "Yes," and left.') for part in q.parts]
    ['"Yes,"']
    """
    doubles = _joined(text, [q for line in _LINE.finditer(text) for q in _doubles(text, line.start(), line.end())])
    singles = [q for line in _LINE.finditer(text) for q in _singles(text, line.start(), line.end(), doubles)]
    return tuple(sorted([*doubles, *singles], key=lambda q: (q.start, -q.end)))


def _doubles(text: str, start: int, end: int) -> Iterator[Quotation]:
    """Quotations in double marks within one paragraph; the last may be unclosed."""
    opened: int | None = None
    for mark in _MARKS.finditer(text, start, end):
        if opened is None:
            if _opens(text, mark, start, end):
                opened = mark.start()
        else:
            yield Quotation(parts=(Span(opened, mark.end()),))
            opened = None
    if opened is not None and (stop := len(text[:end].rstrip())) > opened + 1:
        yield Quotation(parts=(Span(opened, stop),), closed=False)


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Whether the mark can open a quotation: a closing one cannot, a straight one must touch the word after it."""
    if mark.group() in _CLOSE:
        return False
    after = text[mark.end() : mark.end() + 1]
    return mark.group() in _OPEN or (bool(after.strip()) and mark.end() < end) or mark.start() == start


def _joined(text: str, found: list[Quotation]) -> list[Quotation]:
    """The same, an unclosed quotation joined to one that opens the next paragraph."""
    joined: list[Quotation] = []
    for quotation in found:
        last = joined[-1] if joined else None
        between = text[last.end : quotation.start] if last else "x"
        if last and not last.closed and "\n" in between and not between.strip():
            joined[-1] = replace(last, parts=(*last.parts, *quotation.parts), closed=quotation.closed)
        else:
            joined.append(quotation)
    return joined


def _singles(text: str, start: int, end: int, doubles: list[Quotation]) -> Iterator[Quotation]:
    """Quotations in single marks within one paragraph; apostrophes and plural possessives are passed over."""
    at = start
    while opening := _SINGLE.search(text, at, end):
        at = opening.end()
        outer = next((p for q in doubles for p in q.parts if p.start <= opening.start() < p.end), None)
        limit = min(end, outer.end) if outer else end
        closing = _closing(text, opening.end(), limit)
        if closing and not any(p.start < closing <= p.end and p != outer for q in doubles for p in q.parts):
            yield Quotation(parts=(Span(opening.start(), closing),), depth=1 if outer else 0)
            at = closing


def _closing(text: str, start: int, end: int) -> int | None:
    """Where the single quotation that opened before `start` ends: a possessive "s'" only if no later mark serves."""
    following = _SINGLE.search(text, start, end)
    ends = [m.end() for m in _SINGLE_END.finditer(text, start, following.start() if following else end)]
    sure = [e for e in ends if text[e - 2] != "s" or not text[e : e + 2].strip().isalpha()]
    return next(iter(sure or ends), None)
