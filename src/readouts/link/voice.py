"""A text's own voice: what an office puts out is said by that office, though nothing in it says so."""

import re
from collections.abc import Sequence
from dataclasses import replace

from readouts.link.issuer import LETTERHEAD, Issuer
from readouts.records import Attribution, Claim, Document, digest
from readouts.text import Span, trimmed

_MOST_OF_A_LETTERHEAD = 8  # lines above the body, headline aside: an office, a place, a day, a time, "for release"
_LABEL, _DATED = (
    12,
    7,
)  # words at most of a line that names an office, and of one that gives a day: longer ones are text
_TAIL = re.compile(
    r"\W*(?:end|ends|30|share(?: (?:this|with|on)\b.*)?|print|related\b.*|tags?:.*|topics?:.*|read more\b.*|"
    r"more (?:information|news)\b.*|contact:.*|source:.*|back to top)?\W*",
    re.I,
)


def voiced(
    said: Sequence[Attribution], claims: Sequence[Claim], document: Document, issuer: Issuer
) -> tuple[tuple[Attribution, ...], tuple[Claim, ...]]:
    """Attributions and claims of a readout, all that its body says standing within its issuer's own attribution.

    That one has neither source nor cue, and the body as its content. News keeps what it was given.
    """
    content = body(document.text, document.headline) if issuer.party and issuer.voice == "readout" else None
    if content is None:
        return tuple(said), tuple(claims)
    own = Attribution(
        id=digest("attribution", document.id, "own voice", content),
        source=(),
        cue=(),
        content=(content,),
        party=issuer.party,
        mode="indirect",
    )
    inner = [replace(a, within=own.id) if a.within is None and _stands_in(a, content) else a for a in said]
    told = [
        replace(c, attribution=own.id) if c.attribution is None and content.covers(c.spans[0]) else c for c in claims
    ]
    above = [a for a in inner if _first(a).start < content.start]
    return (*above, own, *(a for a in inner if a not in above)), tuple(told)


def body(text: str, headline: Span | None) -> Span | None:
    """The text without headline, letterhead ("FOR IMMEDIATE RELEASE", an office, a day) and tail ("###"); None when
    nothing is left.
    """
    start = headline.end if headline else 0
    lines = [Span(m.start() + start, m.end() + start) for m in re.finditer(r"[^\n]+", text[start:])]
    lines = [line for line in lines if line.of(text).strip()]
    while lines and _TAIL.fullmatch(lines[-1].of(text)):
        lines.pop()
    above = [_heads(line.of(text)) for line in lines[:_MOST_OF_A_LETTERHEAD]]
    lines = lines[next((at for at, heads in enumerate(above) if not heads), len(above)) :]
    return trimmed(text, lines[0].start, lines[-1].end) if lines else None


def _heads(line: str) -> bool:
    """Whether a line at the top is letterhead: a label, not a sentence, that names an office, a day or a release."""
    words = line.split()
    if line.rstrip().endswith(":"):
        return bool(LETTERHEAD.search(line))
    if len(words) > _LABEL or line.rstrip(" *_").endswith((".", "!", "?", "”", '"')):
        return False
    dated = len(words) <= _DATED and re.search(r"\b\d{4}\b", line)
    return line.isupper() or bool(LETTERHEAD.search(line)) or bool(dated)


def _stands_in(attribution: Attribution, content: Span) -> bool:
    return content.covers(_first(attribution))


def _first(attribution: Attribution) -> Span:
    return min((*attribution.source, *attribution.cue, *attribution.content))
