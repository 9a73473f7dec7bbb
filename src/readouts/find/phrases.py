"""Words of the parse as spans of the text."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

EDGE = " \t\r\n\xa0,;:.!?-–—…"


def runs(doc: "Doc", groups: Iterable[Sequence["Token"]]) -> tuple[Span, ...]:
    """Each unbroken run of tokens as one span; runs without a letter or digit are dropped."""
    spans: list[Span] = []
    for tokens in groups:
        run: list[Token] = []
        for token in [*sorted(set(tokens), key=lambda t: t.i), None]:
            if run and (token is None or token.i != run[-1].i + 1):
                words = span(doc, run[0].i, run[-1].i + 1)
                if words and any(not t.is_punct and not t.is_space for t in run):
                    spans.append(words)
                run = []
            if token is not None:
                run.append(token)
    return tuple(spans)


def span(doc: "Doc", start: int, end: int) -> Span | None:
    """The characters of tokens `start` up to `end`, without stops and spaces at the edges."""
    while start < end and not doc[start].text.strip(EDGE):
        start += 1
    while start < end and not doc[end - 1].text.strip(EDGE):
        end -= 1
    return Span(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) if start < end else None


def pieces(doc: "Doc", tokens: Sequence["Token"], without: Sequence["Token"], anchor: "Token") -> tuple[Span, ...]:
    """The words as spans, one for each unbroken run; the cue and the source break a run."""
    left_out = {t.i for t in without} | {anchor.i} | _afterthought(tokens)
    return runs(doc, [[t for t in tokens if t.i not in left_out]])


def _afterthought(tokens: Sequence["Token"]) -> set[int]:
    """The words of a closing ", which ..." clause: the reporter's addition, not what was said."""
    if len(tokens) < 2:
        return set()
    last = tokens[-1].i
    for token in tokens[1:]:
        if token.tag_ in ("WDT", "WP", "WP$") and token.lower_ != "that" and token.nbor(-1).text == ",":
            clause = next((a for a in token.ancestors if a.dep_ == "relcl"), None)
            if clause is not None and max(t.i for t in clause.subtree) >= last:
                return set(range(token.i, last + 1))
    return set()


def timed(prep: "Token") -> bool:
    """Whether the phrase tells when: "on Monday", "after the call"."""
    return prep.lower_ in ("after", "before", "during", "since", "until") or any(
        c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in prep.children
    )
