"""Contacts that a text recalls beside the one it tells of: "after their call of 18 March", "Monday's talks", "the Rome
meeting of March", "spoke on 5 March and again on 11 March". Who took part stands with the contact told of nearby.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from readouts.find import circumstances
from readouts.find.scene import Scene
from readouts.find.told import Told, light, noun_of_contact, subjects
from readouts.records import Contact, ContactKind, DateMention, Mention, When, digest
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# What may stand between the dates of several contacts told of in one breath.
_AND_AGAIN = frozenset(", and again on then in at once more".split())
_OF_THEIRS = frozenset("their this last previous first second third latest most recent earlier".split())
_A = frozenset("a an another one more".split())
_SINCE = frozenset("after since following before like than".split())
# Words that may stand before the noun of "the Rome talks", "the last video call"; any other makes it a gathering or a
# matter: "the climate summit", "the NATO meeting".
_PLAIN = frozenset(
    "phone telephone video virtual online bilateral face in person private long short brief last first second third "
    "earlier previous recent two three separate joint".split()
)
# What a text is about but does not date was in the days before it came out.
_JUST_BEFORE = timedelta(7)


def recalled(scene: Scene, token: "Token", dates: Sequence[DateMention], before: Sequence[Contact]) -> Contact | None:
    """The contact that a noun with a date of its own recalls, between those who took part in the one told of nearby.

    None: the noun has no date, or names others. Where the contact told of may have been on that day it is the same.
    """
    kind = _kind(token, before)
    if kind is None or (token.i + 1 < len(token.doc) and token.nbor().lower_ in ("for", "to")):
        return None  # "a call for calm"
    if any(t.i in scene.at for t in _others(token)) or any(
        s.start <= token.idx < s.end for c in before for s in c.spans
    ):
        return None
    last = _nearby(scene, token, before) or _owned(scene, token)
    if last is None or not (_theirs(scene, token) or _dated(token, dates) or _one_of_them(scene, token, last)):
        return None
    place = Told(at=token, kind=kind, first=(), second=(), named=True)
    state = circumstances.status(token)
    when = circumstances.when(scene, place, state, dates, ()) or circumstances.counted(token.head, dates, last)
    if when is None:
        return None
    if _ahead(scene, when):
        if not _dated(token, dates) and light(token) is None and state != "planned":
            return None
        state = "planned"
    fits = [c for c in before if c.status == state and _alike(c.kind, kind) and _met(c.when, when, scene)]
    if same := next((c for c in fits if set(c.participants) == set(last.participants)), None):
        return replace(same, when=same.when or when, spans=(_span(token, dates),))
    if scene.document.published is None and any(c.kind == kind and c.when is None for c in before):
        return None  # it may be the one told of
    return Contact(
        id=digest(scene.document.id, kind, *sorted(last.participants), _span(token, dates).start, state),
        kind=kind,
        medium=circumstances.medium(place) if kind in ("call", "meeting") else None,
        participants=last.participants,
        when=when,
        place=circumstances.place(place),
        status=state,
        spans=(_span(token, dates),),
    )


def _span(token: "Token", dates: Sequence[DateMention]) -> Span:
    """The noun with what stands before it and the date behind it: "their Rome meeting of 5 March"."""
    behind = [d.span for d in dates if token.idx < d.span.start <= token.right_edge.idx]
    own = [span.end for span in behind if "," not in token.doc.text[token.idx : span.start]]
    return Span(token.left_edge.idx, max(min(own, default=0), token.idx + len(token)))


def _kind(token: "Token", before: Sequence[Contact]) -> ContactKind | None:
    """What the noun tells of; "that of 13 December" and "the one of March" are of the kind told of last before."""
    if token.tag_ in ("NN", "NNP") or (token.tag_ == "NNS" and token.lemma_.lower() == "talk"):
        known = noun_of_contact(token)
        return known[0] if known else None
    stands = token.lower_ == "that" and token.tag_ == "DT" and token.dep_ == "pobj"
    stands = stands or (token.lower_ == "one" and any(c.lower_ == "the" for c in token.children))
    if not stands or not any(c.lower_ == "of" for c in token.children):
        return None
    near = [t for t in token.sent if t.i < token.i and noun_of_contact(t)]
    known = noun_of_contact(near[-1]) if near else None
    return known[0] if known else None


def _nearby(scene: Scene, token: "Token", found: Sequence[Contact]) -> Contact | None:
    """The contact told of last before; for "after their summit in May, X met Y" the one behind in the sentence."""
    told = [c for c in found if len(c.participants) > 1 and c.status in ("happened", "planned")]
    before = [c for c in told if min(c.spans).start < token.idx]
    if before:
        return max(before, key=lambda c: max(s.start for s in c.spans if s.start < token.idx))
    behind = [c for c in told if min(c.spans).start < token.sent.end_char]
    theirs = behind and _fronted(token) and _theirs(scene, token)
    return min(behind, key=lambda c: min(c.spans)) if theirs else None


def _owned(scene: Scene, token: "Token") -> Contact | None:
    """Whose contact it is, where the text tells of no other: "they know each other from their meeting in June"."""
    owner = next((scene.at[c.i] for c in token.children if c.dep_ == "poss" and c.i in scene.at), None)
    who = scene.principals([owner]) if owner is not None and scene.is_group(owner) else []
    return Contact(id="", kind="talks", participants=tuple(who)) if len(who) > 1 else None


def _fronted(token: "Token") -> bool:
    """Whether the noun stands in a phrase before the subject of its sentence."""
    own = [c for c in token.sent.root.children if c.dep_ in ("nsubj", "nsubjpass")]
    return bool(own) and token.i < own[0].left_edge.i


def _theirs(scene: Scene, token: "Token") -> bool:
    """ "Their call", "the presidents' call", "the last one"; before a noun the parser may hang the marks on that."""
    if any(c.dep_ == "poss" and c.i in scene.at and scene.is_group(scene.at[c.i]) for c in token.children):
        return True
    before = list(token.children)
    if token.dep_ == "compound":
        before += [c for c in token.head.children if token.i - 4 < c.i < token.i]
    return bool(
        {c.lower_ for c in before if c.dep_ in ("det", "poss", "amod", "nummod") and c.i < token.i} & _OF_THEIRS
    )


def _dated(token: "Token", dates: Sequence[DateMention]) -> bool:
    """ "Monday's talks", "the Rome meeting of March", "the talks in Zurich last October", "that of 13 December": a date
    tells which; not of gatherings and matters ("the NATO summit in June").
    """
    owners = [c for c in token.children if c.dep_ == "poss"]
    if any(d.span.start <= o.idx < d.span.end for o in owners for d in dates):
        return True
    if owners or token.tag_ == "DT" or token.lower_ == "one":
        return not owners
    marks = [c for c in token.children if c.dep_ in ("compound", "amod", "nmod", "nummod") and c.i < token.i]
    plain = all(m.lower_ in _PLAIN or m.ent_type_ in ("GPE", "DATE", "ORDINAL") for m in marks)
    of = [t for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children]
    own = all(any(d.span.start <= t.idx < d.span.end for d in dates) for t in of)
    return plain and own and any(c.lower_ == "the" for c in token.children if c.dep_ == "det")


def _one_of_them(scene: Scene, token: "Token", last: Contact) -> bool:
    """ "A call" is theirs in the sentence that tells of them ("spoke with X, after a call in March"), and where nobody
    else holds it.
    """
    if not {c.lower_ for c in token.children if c.dep_ in ("det", "nummod", "amod")} & _A:
        return False
    if token.head.lower_ in _SINCE and max(last.spans).start >= token.sent.start_char:
        return True
    verb = light(token)
    who = {p for m in (subjects(scene, verb) if verb is not None else ()) for p in scene.principals([m])}
    return token.dep_ in ("pobj", "conj") and verb is None and not who - set(last.participants) and _listed(token)


def _listed(token: "Token") -> bool:
    """Whether the noun is one of several contacts in a row: "with a visit in May and with one more call in July"."""
    others = [t for t in token.sent if t != token and t.dep_ == "pobj" and noun_of_contact(t)]
    return any(t.head.lower_ == token.head.lower_ for t in others)


def _alike(one: ContactKind, other: ContactKind) -> bool:
    return one == other or "talks" in (one, other) or {one, other} == {"meeting", "visit"}


def _met(one: When | None, other: When, scene: Scene) -> bool:
    """Whether both may be of the same days; what a text does not date was just before it came out."""
    published = scene.document.published
    if one is None and published and other.start and other.end:
        return other.end > published - _JUST_BEFORE
    return one is not None and _may_meet(one, other)


def _others(noun: "Token") -> Iterator["Token"]:
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


def likewise(scene: Scene, token: "Token", dates: Sequence[DateMention], found: Sequence[Contact]) -> Contact | None:
    """The contact in "X called Z on Monday, and Y did so on Tuesday": of the same kind, with Y for X."""
    so = any(c.lower_ in ("so", "likewise") or (c.dep_ == "dobj" and c.lower_ == "same") for c in token.children)
    as_before = token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "as" for c in token.children)
    if token.lemma_ != "do" or not (as_before or (token.dep_ == "conj" and so)):
        return None
    model = next((c for c in found if any(s.start <= token.head.idx < s.end for s in c.spans)), None)
    who: list[Mention] = [m for m in subjects(scene, token) if scene.is_person(m)]
    if model is not None and as_before:
        return _as_before(scene, token, model, dates)
    if model is None or len(who) != 1 or who[0].party in model.participants:
        return None
    own = scene.party(who[0])
    rest = [p for p in model.participants if own and scene.parties[p].country != own.country]
    place = Told(at=token, kind=model.kind, first=tuple(who), second=(), named=False)
    if own is None or not rest:
        return None
    span = Span(scene.doc[scene.reach(who[0])[0]].idx, token.idx + len(token))
    return replace(
        model,
        id=digest(scene.document.id, model.kind, *sorted((own.id, *rest)), span.start, model.status),
        participants=(own.id, *rest),
        when=circumstances.when(scene, place, model.status, dates, ()),
        initiator=own.id if model.initiator in model.participants and model.initiator not in rest else None,
        hosts=(),
        spans=(span,),
    )


def _as_before(scene: Scene, verb: "Token", model: Contact, dates: Sequence[DateMention]) -> Contact | None:
    """ "X met Y on Monday, as the two did in February": another of the same."""
    place = Told(at=verb, kind=model.kind, first=(), second=(), named=False)
    when = circumstances.when(scene, place, model.status, dates, ())
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if when is None or subject is None or not _plural(subject) or (model.when and _may_meet(model.when, when)):
        return None
    span = Span(subject.left_edge.idx, verb.idx + len(verb))
    id = digest(scene.document.id, model.kind, *sorted(model.participants), span.start, model.status)
    return replace(model, id=id, when=when, place=None, medium=None, initiator=None, hosts=(), spans=(span,))


def _plural(subject: "Token") -> bool:
    return subject.lower_ in ("they", "two", "both", "pair") or subject.tag_ == "NNS"


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
