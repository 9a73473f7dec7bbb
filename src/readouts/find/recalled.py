"""Contacts that a text recalls beside the one it tells of: "after their call of 18 March", "spoke on 5 March and again
on 11 March". Who took part stands with the contact told of before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from readouts.find import circumstances
from readouts.find.scene import Scene
from readouts.find.told import Told, contact_words
from readouts.records import Contact, DateMention, When, digest
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# What may stand between the dates of several contacts told of in one breath.
_AND_AGAIN = frozenset(", and again on then in at once more".split())
_OF_THEIRS = frozenset("their this last previous first second third latest most recent earlier".split())
_A = frozenset("a an another one".split())
_SINCE = frozenset("after since following before".split())
_WHOLE = re.compile(r"P(\d+)([DW])")  # TIMEX3 value of a number of days or weeks
_DAY = timedelta(1)


def recalled(scene: Scene, token: "Token", dates: Sequence[DateMention], before: Sequence[Contact]) -> Contact | None:
    """The contact that a noun with a date of its own recalls, between those who took part in the last one told of.

    None: the noun has no date, or one that the contact told of may have been on.
    """
    known = contact_words().get((token.lemma_.lower(), "noun")) if token.tag_ in ("NN", "NNP") else None
    marks = {c.lower_ for c in token.children if c.dep_ in ("det", "poss", "amod", "nummod")}
    told = [c for c in before if min(c.spans).start < token.idx and c.status == "happened" and len(c.participants) > 1]
    if token.i + 1 < len(token.doc) and token.nbor().lower_ in ("for", "to"):
        return None  # "a call for calm"
    if known is None or not told or not marks & (_OF_THEIRS | _A) or any(t.i in scene.at for t in _behind(token)):
        return None
    last = max(told, key=lambda c: max(s.start for s in c.spans if s.start < token.idx))
    if not marks & _OF_THEIRS and not (token.head.lower_ in _SINCE and max(last.spans).start >= token.sent.start_char):
        return None  # "a call" is theirs only in the sentence that tells of them: "spoke with X, after a call in March"
    kind = known[0]
    place = Told(at=token, kind=kind, first=(), second=(), named=True)
    when = circumstances.when(scene, place, "happened", dates, ()) or _counted(token, dates, last)
    if when is None or _ahead(scene, when) or any(c.kind == kind and _may_meet(c.when, when) for c in told):
        return None
    span = Span(token.left_edge.idx, token.idx + len(token))
    return Contact(
        id=digest(scene.document.id, kind, *sorted(last.participants), span.start, "happened"),
        kind=kind,
        medium=circumstances.medium(place) if kind in ("call", "meeting") else None,
        participants=last.participants,
        when=when,
        place=circumstances.place(place),
        status="happened",
        spans=(span,),
    )


def _counted(noun: "Token", dates: Sequence[DateMention], other: Contact) -> When | None:
    """The day in "spoke on Saturday, two days after a call": counted from the other contact's."""
    way = noun.head
    day = other.when.start if other.when and other.when.basis else None
    if day is None or other.when is None or other.when.end != day + _DAY or way.lower_ not in ("after", "before"):
        return None
    near = [d for d in dates if d.type == "DURATION" and d.span.end <= way.idx]
    counted = _WHOLE.fullmatch(near[-1].value) if near else None
    if counted is None or way.doc.text[near[-1].span.end : way.idx].strip():
        return None
    steps = timedelta(int(counted[1]) * (7 if counted[2] == "W" else 1))
    on = day - steps if way.lower_ == "after" else day + steps
    return When(start=on, end=on + _DAY, edtf=on.isoformat(), basis="relative")


def _behind(noun: "Token") -> Iterator["Token"]:
    """The words behind the noun's "with": "a call with X" names the other side itself."""
    for child in noun.children:
        if child.lower_ in ("with", "between", "to", "from"):
            yield from child.subtree


def _ahead(scene: Scene, when: When) -> bool:
    published = scene.document.published
    return bool(published and when.start and when.start > published)


def _may_meet(one: When | None, other: When) -> bool:
    """Whether both may be of the same days; so may one that is not dated."""
    if one is None or one.start is None or one.end is None or other.start is None or other.end is None:
        return True
    return one.start < other.end and other.start < one.end


def again(scene: Scene, contact: Contact, dates: Sequence[DateMention]) -> Iterator[Contact]:
    """The contacts on the further days that one verb tells of: "spoke on 12 May, on 15 May and on 17 May"."""
    here = [d for d in dates if d.type in ("DATE", "TIME") and d.span.start >= contact.spans[0].start]
    first = next((i for i, d in enumerate(here) if d.when is not None and d.when == contact.when), None)
    if first is None:
        return
    for one, other in zip(here[first:], here[first + 1 :], strict=False):
        between = scene.doc.char_span(one.span.end, other.span.start, alignment_mode="expand")
        words = [t for t in between or () if one.span.end <= t.idx < other.span.start and not t.is_space]
        joins = {t.lower_ for t in words}
        if other.when is None or not joins & {",", "and"} or not joins <= _AND_AGAIN or other.when.end is None:
            return
        if _may_meet(contact.when, other.when):  # "on Monday, 5 March": one day told twice
            return
        start = next((t.idx for t in words if t.lower_ not in (",", "and")), other.span.start)
        span = Span(start, other.span.end)
        id = digest(scene.document.id, contact.kind, *sorted(contact.participants), span.start, contact.status)
        yield replace(contact, id=id, when=other.when, spans=(span,))
