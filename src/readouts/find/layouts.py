"""Attributions that the layout of a page makes: a headline's colon, the turns of a briefing, what a colon announces.

A newspaper's running text has few of these, so the trained model does not know them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from readouts.find.drafts import Draft, cue_of, cues
from readouts.find.phrases import runs, span
from readouts.find.sources import source_of
from readouts.records import Document
from readouts.text import Span, trimmed, union

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def headlines(document: Document, doc: "Doc") -> Iterator[Draft]:
    """`Marovia: the treaty stands` as a text's first line: who, a colon, what."""
    end = document.text.find("\n")
    line = doc.char_span(0, end if end > 0 else len(document.text), alignment_mode="contract")
    colon = next((t for t in line if t.text == ":"), None) if line is not None and len(line) < 40 else None
    if line is None or colon is None or not 1 <= colon.i <= 6 or line[0].pos_ not in ("PROPN", "NOUN", "ADJ", "DET"):
        return
    source, content = span(doc, 0, colon.i), span(doc, colon.i + 1, line.end)
    if source and content and not any(t.pos_ in ("VERB", "AUX") for t in doc[: colon.i]):
        yield Draft(
            anchor=colon,
            frame="headline",
            part="phrase",
            source=(source,),
            cue=(Span(colon.idx, colon.idx + 1),),
            content=(content,),
            head=doc[colon.i - 1],
        )


_TURN = re.compile(
    r"^[ \t]*((?:[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,4}|Q|A|Question|Answer|[A-Z][a-z'’-]{2,}|"
    r"(?:[A-Z][\w.'’-]+ (?:(?:of|the|for|and) ){0,2}){1,7}[A-Z][\w.'’-]+)):[ \t]+(?=\S)",
    re.MULTILINE,
)
_FEWEST_TURNS = 3  # a colon after a name opens a list as well; a transcript has many


def turns(document: Document, doc: "Doc") -> Iterator[Draft]:
    """The turns of an interview or briefing, "MR. MILLER: ...": who, a colon, all up to the next turn."""
    text = document.text
    found = _labelled(text)
    if not found:
        return
    ends = [following.start() for following in found[1:]]
    one_paragraph = not any("\n" in text[turn.end() : end].strip() for turn, end in zip(found, ends, strict=False))
    after = text.find("\n", found[-1].end()) if one_paragraph else -1  # what follows an embedded transcript is no turn
    for turn, end in zip(found, [*ends, after if after >= 0 else len(text)], strict=True):
        content, label = trimmed(text, turn.end(), end), doc.char_span(*turn.span(1), alignment_mode="expand")
        colon = doc.char_span(turn.end(1), turn.end(1) + 1, alignment_mode="expand")
        if content and label is not None and colon is not None:
            yield Draft(
                anchor=colon[0],
                frame="turn",
                part="phrase",
                source=(Span(*turn.span(1)),),
                cue=(Span(turn.end(1), turn.end(1) + 1),),
                content=(content,),
                head=label.root,
            )


@lru_cache(maxsize=4)
def is_transcript(text: str) -> bool:
    """Whether the text is made of the turns of several speakers."""
    return bool(_labelled(text))


def _labelled(text: str) -> list[re.Match[str]]:
    """The labels of the turns; [] where the text is no transcript."""
    found = list(_TURN.finditer(text))
    labels = [turn[1] for turn in found]
    return [] if len(found) < _FEWEST_TURNS or len(set(labels)) == len(labels) else found


# What a colon at a line's end announces: a list, or a quotation set off from the text.

_ITEM = re.compile(r"[ \t]*(?:[-•*–·▪]|\d{1,2}[.)]|\(?[a-z]\))[ \t]+(?=\S)")
_SET_OFF = re.compile(r"(?:>[> ]*|[ ]{4,}|\t+)(?=\S)")
_POINTS = frozenset("point demand proposal request promise commitment announcement statement remark condition".split())
_ITEM_EDGE = " \t\r\n\xa0,;"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines that a line ending in a colon announces, their marks left out."""

    announced_by: Span
    parts: tuple[Span, ...]


def blocks(text: str) -> Iterator[Block]:
    """The lists and set-off quotations of the text that follow a colon."""
    lines = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text) if m.group().strip()]
    at = 0
    while at < len(lines) - 1:
        above, at = lines[at], at + 1
        if not above.of(text).rstrip().endswith(":"):
            continue
        mark = next((kind for kind in (_ITEM, _SET_OFF) if kind.match(text, lines[at].start, lines[at].end)), None)
        parts: list[Span] = []
        while mark and at < len(lines) and (m := mark.match(text, lines[at].start, lines[at].end)):
            part = trimmed(text, m.end(), lines[at].end, _ITEM_EDGE)
            parts += [part] if part else []
            at += 1
        if parts:
            yield Block(announced_by=above, parts=tuple(parts))


def announced(doc: "Doc", full: Sequence[Draft]) -> list[Draft]:
    """The drafts with what a colon after them announces, and those of lines that announce without one."""
    made = list(full)
    for block in blocks(doc.text):
        said = _announcer(block, made) if made else None
        if said is not None:
            draft = made[said]
            kept = [s for s in draft.content if s.end <= block.announced_by.end]
            made[said] = replace(draft, content=union([*kept, *block.parts]))
        elif new := _announcing(doc, block):
            made.append(new)
    return made


def _announcer(block: Block, full: Sequence[Draft]) -> int | None:
    """Index of the outermost attribution in the announcing line whose content runs on into the block, or is it."""
    end = block.announced_by.end
    near = [
        at
        for at, draft in enumerate(full)
        if draft.cue
        and block.announced_by.covers(draft.cue[0])
        and any(end - 3 <= s.end <= end or any(s.overlaps(p) for p in block.parts) for s in draft.content)
    ]
    return min(near, key=lambda at: full[at].cue[0].start, default=None)


def _announcing(doc: "Doc", block: Block) -> Draft | None:
    """An attribution of the block to the subject of the last verb before it: "wrote:", "made three points:"."""
    line = doc.char_span(block.announced_by.start, block.announced_by.end, alignment_mode="contract")
    verb = next((t for t in reversed(line or []) if t.pos_ == "VERB"), None)
    if verb is None:
        return None
    lemma = verb.lemma_.lower()
    known = {(lemma, "verb", "quote"), (lemma, "verb", "clause")} <= cues()
    points = next((c for c in verb.rights if c.dep_ in ("dobj", "attr") and c.lemma_.lower() in _POINTS), None)
    if not (known or points):
        return None
    source, head = source_of(verb)
    more: list[Token] = list(points.subtree) if points is not None else []
    cue = union([*cue_of(doc, verb, block.parts), *runs(doc, [[verb, *more]])])
    return Draft(
        anchor=verb,
        frame="announced",
        part="phrase",
        source=runs(doc, source),
        cue=cue,
        content=block.parts,
        head=head,
    )
