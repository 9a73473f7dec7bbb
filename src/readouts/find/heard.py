"""The trained model's attributions joined with those of the rules.

The model knows the outermost ones (PolNeAR marks no others); the rules know what stands inside them, and the ways of
speaking that a newspaper does not have: a government's own readout, a headline's colon, "per".
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from readouts.find.drafts import Draft
from readouts.models.attribution import Said
from readouts.text import Span, lines_break, trimmed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def joined(doc: "Doc", heard: Sequence[Said], rules: Sequence[Draft], *, own_voice: bool) -> list[Draft]:
    """The model's attributions as drafts, then the rules' that stand inside the content of one of them, and those that
    touch none where the text is an office's own (`own_voice`) or they stand in a headline or with "according to".

    The turns of a briefing are the rules' alone: the model finds what is said in them.
    """
    text = doc.text  # once: spaCy puts it together anew each time
    starts = list(lines_break(text))
    turns, rules = [r for r in rules if r.frame == "turn"], [r for r in rules if r.frame != "turn"]
    heard = [k for said in heard if (k := _in_turn(said, turns)) and not _is_silence(k, rules)]
    kept = [_before_sibling(text, _in_sentence(doc, k), rules) for said in heard if (k := _at_home(text, starts, said))]
    strayed = [s for said in heard for s in said.content if not any(s in k.content for k in kept)]
    outer, taken = list[Draft](), set[int]()
    for said in kept:
        same = [i for i, rule in enumerate(rules) if _touch(rule.cue, said.cue) and not _holds(said, rule)]
        best = max(same, key=lambda i: _shared(rules[i].content, said.content), default=None)
        taken.update(same)
        outer.append(_draft(doc, said, rules[best] if best is not None else None))
    rest = [rule for i, rule in enumerate(rules) if i not in taken]
    inner = [rule for rule in rest if any(_holds(said, rule) for said in kept)]
    apart = [rule for rule in rest if not any(_meet(said, rule) for said in kept)]
    said_in_turns = [span for turn in turns for span in turn.content]
    apart = [r for r in apart if own_voice or _unheard(r) or _touch(r.content, [*strayed, *said_in_turns])]
    return [*outer, *inner, *apart, *turns]


def _is_silence(said: Said, rules: Sequence[Draft]) -> bool:
    """Whether the model takes what is silent for a cue: "in its statements on the call no mention was made of X"."""
    mentions = [rule for rule in rules if rule.frame == "mention"]
    return any(_touch(said.cue, m.source) or (not said.source and _touch(m.cue, said.content)) for m in mentions)


def _in_turn(said: Said, turns: Sequence[Draft]) -> Said | None:
    """The attribution without what stands outside the turn that holds its cue; None for the turn itself."""
    if not said.cue or any(_touch(said.cue, turn.cue) for turn in turns):
        return None if turns else said
    home = next((turn.content for turn in turns if _touch(said.cue, turn.content)), None)
    spans = tuple(s for s in said.content if home is None or _touch([s], home))
    return replace(said, content=spans) if spans else None


def _at_home(text: str, starts: Sequence[int], said: Said) -> Said | None:
    """The attribution without contents of other paragraphs, but for a quotation that opens the next one; None if none
    is left.

    The model must give each content a cue, and takes a far one where the near one stands inside the quotation:
    `The minister "reaffirmed the ..."`.
    """
    if not said.cue:
        return said
    home = bisect_right(starts, said.cue[0].start)
    away = [bisect_right(starts, s.start) - home for s in said.content]
    opens = [text[s.start] in "\"'" for s in said.content]
    spans = [s for s, far, quoted in zip(said.content, away, opens, strict=True) if far == 0 or (far == 1 and quoted)]
    return replace(said, content=tuple(spans)) if spans else None


def _in_sentence(doc: "Doc", said: Said) -> Said:
    """The attribution without what an earlier sentence says outside quotation marks, where the cue has a content of its
    own behind it: in "A is ready to talk. X said that B waits" only the second is said by X.
    """
    behind = [s for s in said.content if said.cue and s.start >= said.cue[0].end]
    cue = doc.char_span(said.cue[0].start, said.cue[0].end, alignment_mode="expand") if behind else None
    if cue is None or behind[0].start >= cue.sent.end_char:
        return said
    spans = [s for s in said.content if s.end > cue.sent.start_char or doc.text[s.start] in "\"'"]
    return replace(said, content=tuple(spans)) if len(spans) < len(said.content) else said


def _before_sibling(text: str, said: Said, rules: Sequence[Draft]) -> Said:
    """The attribution up to where its source says something more: "X said that ... and warned that ..."."""
    for rule in rules:
        if len(rule.cue) != 1 or not rule.source or not said.source or rule.part != "verb":
            continue
        again = _touch(rule.source, said.source) and not _touch(rule.cue, said.cue)
        content = next((s for s in said.content if s.covers(rule.cue[0])), None) if again else None
        if content is None or content.start >= rule.cue[0].start:
            continue
        lead = text[content.start : rule.cue[0].start].rstrip()
        rest = trimmed(text, content.start, content.start + len(lead.removesuffix(" and")), " ,\n")
        if not lead.endswith(" and") or rest is None:
            continue
        spans = tuple(rest if s == content else s for s in said.content if s.start <= content.start)
        return replace(said, content=spans)
    return said


def _draft(doc: "Doc", said: Said, rule: Draft | None) -> Draft:
    """The model's attribution with what the rule knows of its words."""
    # The model names nobody for a cue ("was told by X", "seems to think") more often than a text does.
    source = rule.source if rule is not None and rule.part != "noun" and not said.source else said.source
    head = rule.head if rule is not None and _touch(rule.source, source) else None
    return Draft(
        anchor=rule.anchor if rule else _root(doc, (*said.cue, *said.content)[0]),
        frame=rule.frame if rule else "",
        part="model",
        source=source,
        cue=said.cue,
        content=said.content,
        head=head if head is not None else _root(doc, source[0]) if source else None,
    )


def _unheard(rule: Draft) -> bool:
    """Whether the rule finds what the model passes over: phrases, and what is said by nobody named ("it was noted")."""
    return rule.part == "phrase" or (rule.frame == "clause" and not rule.source)


def _root(doc: "Doc", span: Span) -> "Token":
    """The chief word of some characters."""
    tokens = doc.char_span(span.start, span.end, alignment_mode="expand")
    return tokens.root


def _holds(said: Said, rule: Draft) -> bool:
    """Whether the rule's cue and source stand in the content."""
    return all(any(c.covers(s) for c in said.content) for s in (*rule.cue, *rule.source))


def _meet(said: Said, rule: Draft) -> bool:
    return _touch((*said.cue, *said.content), (*rule.cue, *rule.content))


def _touch(some: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(a.overlaps(b) for a in some for b in others)


def _shared(some: Iterable[Span], others: Sequence[Span]) -> int:
    """Characters that the two have in common."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in some for b in others)
