"""Spans of text, and the few operations on characters that keep them true.

An offset is a code point index into `Document.text`, half-open: `text[span.start:span.end]` is what the span says.
`lower()`, `casefold()` and Unicode normalisation can change a text's length (Turkish dotted I, ligatures), so nothing
here uses them on whole texts: matching happens on a copy of the same length made by `normalised`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to, not including, `end` of one document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The characters that the span covers in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether every character of `other` lies in this span."""
        return self.start <= other.start and other.end <= self.end


# One character for one character: the variants that official pages use for the same sign.
_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‐‑‒–", "-"),
        **dict.fromkeys(
            "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
        ),
        # Invisible signs become spaces here; ingest removes them from text that it makes itself.
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", " "),
    }
)


def normalised(text: str) -> str:
    """A copy of the same length with quotes, dashes and spaces in their plain forms, for matching only.

    >>> normalised("Armenia’s “peace”")
    'Armenia\\'s "peace"'
    """
    if text.isascii():  # most words are: ten times as fast
        return text.replace("`", "'")
    return text.translate(_SAME)


def folded(text: str) -> str:
    """A copy of the same length in lower case; a letter whose lower case is longer stays as it is.

    >>> folded("İlham ALIYEV")
    'İlham aliyev'
    """
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def key(words: str) -> str:
    """The form under which names and phrases are looked up: plain signs, lower case, single spaces."""
    return _short_key(words) if len(words) <= _SHORT else " ".join(folded(normalised(words)).split())


_SHORT = 60  # characters; what is longer seldom comes again, and would fill the memory


@lru_cache(maxsize=50_000)
def _short_key(words: str) -> str:
    return " ".join(folded(normalised(words)).split())


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def hull(spans: Iterable[Span]) -> Span:
    """The shortest single span that covers them all. Raises ValueError when there is none."""
    spans = list(spans)
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def trimmed(text: str, start: int, end: int, signs: str = " \t\r\n") -> Span | None:
    """The span `[start, end)` without the given signs at either end; None when nothing is left."""
    while start < end and text[start] in signs:
        start += 1
    while end > start and text[end - 1] in signs:
        end -= 1
    return Span(start, end) if start < end else None


_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")


def words(text: str, span: Span | None = None) -> Iterator[Span]:
    """The words of the text, or of one span of it, in order; "U.S" and "Armenia's" are one word each."""
    start, end = (span.start, span.end) if span else (0, len(text))
    return (Span(m.start(), m.end()) for m in _WORD.finditer(text, start, end))


def located(text: str, quote: str, start: int = 0) -> Span | None:
    """Where the quotation stands in the text at or after `start`, signs of other form and runs of space aside.

    None when it does not stand there word for word.

    >>> located("a “durable  peace”", 'a "durable peace"')
    Span(start=0, end=18)
    """
    parts = normalised(quote).split()
    if not parts:
        return None
    found = re.compile(r"\s+".join(map(re.escape, parts))).search(normalised(text), start)
    return Span(found.start(), found.end()) if found else None


def lines_break(text: str) -> Iterator[int]:
    """Offsets at which a new paragraph, heading or list item starts, the first aside.

    In a hard-wrapped text (most lines 55 to 90 characters, none over 100) only an empty line counts; in any other text
    every line end does.
    """
    lengths = [len(line) for line in text.split("\n") if line.strip()]
    wrapped = len(lengths) > 3 and max(lengths) <= 100 and sorted(lengths)[len(lengths) // 2] >= 55
    found = re.finditer(r"\n[ \t]*+\n\s*+" if wrapped else r"\n\s*+", text)
    return (m.end() for m in found if m.end() < len(text))


_DATELINE = 120  # characters that a dateline has at most
_SMALL_IN_PLACES = frozenset("of de da do del la le al el and the in sur".split())
_NO_PLACE = frozenset("on in at from the a an this these during after before following as with to for by".split())
_DASHED = r"(?: ?\.?(?:-{1,3}|[–—])|-{2,3})"
_DATELINE_ENDS = re.compile(
    rf"(?P<agency> ?\([^()\n]{{2,30}}\)| ?/[A-Z][\w .-]{{1,20}}/)(?: ?{_DASHED}| ?[:.])?\s+"
    rf"|(?P<dash>{_DASHED}|(?<=\s)-)(?: ?[A-Z]{{2,8}}:)?\s+|(?P<sign>:|(?<=\d{{4}})\.)\s+"
)
_PART_OF_DATELINE = re.compile(r"[^\W\d_][\w.'’-]*|\d[\d./-]*(?:st|nd|rd|th)?|[,/]")


def datelines(text: str) -> Iterator[Span]:
    """The datelines with which paragraphs open, the space behind them included: "Lund, 4 June 2031 - ", "LUND, June 4
    (LNA) -- ", "Lund – ".

    A day or an agency, or capitals, before a dash is one; so is a place of one to three words with a dash behind it
    where a sentence follows.

    >>> list(datelines("Lund, 4 June (LNA) -- The King"))
    [Span(start=0, end=22)]
    """
    for start in (0, *lines_break(text)):
        if end := _dateline_end(text, start):
            yield Span(start, end)


def _dateline_end(text: str, start: int) -> int | None:
    line = text[start : start + _DATELINE].split("\n", 1)[0]
    found = _DATELINE_ENDS.search(line)
    if found is None:
        return None
    before = line[: found.start()].strip()
    parts = _PART_OF_DATELINE.findall(before)
    names = [part for part in parts if part[0].isalpha()]
    plain = re.sub(r"[\s.]", "", before) == re.sub(r"[\s.]", "", "".join(parts))
    if not names or not plain or names[0].lower() in _NO_PLACE or len(names) > 8:
        return None
    if not all(name[0].isupper() or name in _SMALL_IN_PLACES for name in names):
        return None
    dated = any(part[0].isdigit() for part in parts)
    end = start + found.end()
    if found["agency"] or found["sign"]:
        dashed = found["agency"] and found.group().rstrip()[-1] in "-–—"
        return end if dated or dashed or (found["agency"] and names[0].isupper()) else None
    leads = bool(re.match(r"[\"“«]?[A-Z]", text[end:])) and _goes_on_long(text, end)
    return end if dated or (names[0].isupper() and len(names[0]) > 2) or (len(names) <= 3 and leads) else None


def _goes_on_long(text: str, at: int) -> bool:
    """Whether a sentence stands there, no headline."""
    line = text[at:].split("\n", 1)[0]
    return len(line) >= _DATELINE // 2 and line.rstrip()[-1:] in (".", "”", '"', ":", "»")


_SUFFIXES = (
    "isations", "izations", "isation", "ization", "ations", "ements", "ation", "ition", "ement", "ships", "ional",
    "ments", "ities", "izing", "ising", "ively", "ized", "ised", "ment", "ship", "ions", "ings", "ally", "ness",
    "edly", "ize", "ise", "ity", "ive", "ion", "ing", "ied", "ies", "ian", "ed", "al", "ly", "es", "s", "e", "y",
)  # fmt: skip


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A short form that the inflected and derived forms of a word share, more or less; at least four letters stay.

    >>> {stem(w) for w in ("normalize", "normalization", "normalizing")}
    {'normal'}
    """
    for _ in range(2):
        for suffix in _SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= 4 and not word.endswith("ss"):
                word = word.removesuffix(suffix)
                break
    return word
