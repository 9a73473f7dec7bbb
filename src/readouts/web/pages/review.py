"""The pages of review: the way in, one record at a time, the queue as a list, the history, the agreement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from markupsafe import Markup
from sqlalchemy import Connection, func, select

from readouts.errors import StoreError
from readouts.export.marks import Mark, marked, paragraphs
from readouts.lexicon import tables
from readouts.records import (
    Alignment,
    Attribution,
    Claim,
    Contact,
    ContactKind,
    DateMention,
    Decision,
    Event,
    Linking,
    Polarity,
    Reading,
    Relation,
    Status,
    TimexType,
)
from readouts.review import agreement as figures
from readouts.review import deciding, sessions
from readouts.review.sessions import Progress, Queued, Session
from readouts.review.shown import Fact, Item, item, items, standing_decision
from readouts.store import schema as t
from readouts.store.reviewed import spans
from readouts.text import Span, hull, words

AROUND = 1  # paragraphs of text before and after the one with the evidence
MOST_LINKED = 40  # contacts that a link may be moved to, in the select box
BROKEN = " … "
DOUBTS = {
    "party-open": "nobody known is found for the source",
    "holder-open": "nobody known is found who does it",
    "no-issue": "no issue of the lexicon fits its words",
    "hedged": "it is told with a hedge",
    "undated": "its day is open",
    "few-participants": "fewer than two take part",
    "not-held": "it is said to be planned, denied or in doubt",
    "unplaced": "it cannot be placed on the calendar",
    "no-actor": "nobody known is found who does it",
    "linked-by-likeness": "it is linked by likeness, not by people, kind and day",
    "conflict": "the two sides are said to conflict",
    "low-score": "the two sides may speak of different matters",
    "asked-for": "you asked for this comparison",
    "sample": "drawn at random",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A session as the way in lists it."""

    session: Session
    queued: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The way in: sessions to go on with, and a new one."""

    rows: tuple[Listed, ...]  # the newest first
    layers: tuple[str, ...]
    chosen: tuple[str, ...]  # layers that are ticked at first
    coders: tuple[str, ...]  # who has worked here, in the order of their names


def start(connection: Connection) -> Start:
    """All sessions with the length of their queues."""
    found = sessions.sessions(connection)
    q = t.review_queue.c
    lengths = {row.session: row.n for row in connection.execute(
        select(q.session, func.count().label("n")).group_by(q.session))}  # fmt: skip
    return Start(
        rows=tuple(Listed(session=one, queued=lengths.get(one.key, 0)) for one in found),
        layers=sessions.ALL_LAYERS,
        chosen=sessions.DEFAULT_LAYERS,
        coders=tuple(sorted({one.coder for one in found})),
    )


# -- one record ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text about the evidence, with the marks in it."""

    document: str
    title: str | None
    publisher: str | None
    published: str | None
    paragraphs: tuple[Markup, ...]
    cut: tuple[bool, bool]  # there is more before, after
    evidence: Span | None  # from the first to the last mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A line of a select box."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the form that mends."""

    name: str
    label: str
    value: tuple[str, ...]  # as it stands; several where the field is given several times
    choices: tuple[Choice, ...] = ()  # none: it is written in
    hint: str = ""
    where: str = ""  # of words of the text: where they stand, "START-END,START-END"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that the engine says of the record."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """A way to move an edge of the words by one word."""

    label: str
    key: str
    span: str  # what the words would be


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One record of a queue, with what the coder needs to decide."""

    session: Session
    place: int
    total: int
    progress: tuple[Progress, ...]
    previous: int | None
    next: int | None
    next_open: int | None  # the next one that is not decided
    queued: Queued
    words: str
    facts: tuple[Fact, ...]
    doubts: tuple[str, ...]  # sentences
    passages: tuple[Passage, ...]
    own: Decision | None  # the coder's decision in force; of an adjudicator the last anybody made
    decisions: tuple[Decision, ...]  # that the coder may see, in the order made
    fields: tuple[Field, ...]
    nudges: tuple[Nudge, ...]
    missed: tuple[Field, ...]  # of the form that adds a claim or attribution
    span: str  # the words proposed, "START-END"; "": none

    @property
    def rows(self) -> tuple[Said, ...]:
        """What the engine says, as a list."""
        return tuple(Said(name, value) for name, value in self.facts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A queue without a record at that place: it is empty."""

    session: Session
    progress: tuple[Progress, ...]

    @property
    def rows(self) -> tuple[Said, ...]:
        """Nothing."""
        return ()


def review(connection: Connection, key: int, at: int, span: str = "") -> Review | Done:
    """The record at that place of the queue; 0: the first that is not decided. Raises StoreError for another place."""
    session = sessions.session(connection, key)
    queued = sessions.queue(connection, session)
    told = sessions.progress(queued)
    if not queued:
        return Done(session=session, progress=told)
    one = _at(queued, at)
    found = item(connection, session, one)
    proposed = _proposed(found, span)
    own = standing_decision(found)
    stands: Any = own.stands if own and own.stands else found.said
    after = [other.place for other in (*queued[one.place :], *queued[: one.place]) if other.decided is None]
    return Review(
        session=session,
        place=one.place,
        total=len(queued),
        progress=told,
        previous=one.place - 1 if one.place > 1 else None,
        next=one.place + 1 if one.place < len(queued) else None,
        next_open=next((place for place in after if place != one.place), None),
        queued=one,
        words=found.words,
        facts=found.facts,
        doubts=tuple(_doubts(found)),
        passages=tuple(_passages(found, proposed)),
        own=own,
        decisions=found.decisions,
        fields=tuple(_fields(connection, found, stands, proposed)),
        missed=tuple(_missed(found.reading)),
        nudges=tuple(_nudges(found, proposed or _words_of(stands))),
        span=span if proposed else "",
    )


def _at(queued: Sequence[Queued], at: int) -> Queued:
    if at == 0:
        return next((one for one in queued if one.decided is None), queued[0])
    if not 0 < at <= len(queued):
        raise StoreError(f"the queue has no place {at}", f"It has {len(queued)}")
    return queued[at - 1]


def _proposed(found: Item, span: str) -> tuple[Span, ...]:
    """The words that the address proposes; () where it proposes none."""
    spans = tuple(deciding.span_of(one) for one in span.split(",")) if span else ()
    length = len(found.reading.document.text)
    if any(one.end > length for one in spans):
        raise StoreError(f"{span} is not within the text", f"It has {length} signs")
    return spans


def _doubts(found: Item) -> Iterator[str]:
    details = {problem.reason: problem.detail for problem in found.reading.problems}
    return (DOUBTS.get(why) or details.get(why) or why.replace("-", " ") for why in found.queued.why)


def _words_of(said: Any) -> tuple[Span, ...]:
    """The words that may be adjusted: of an attribution its content."""
    match said:
        case Claim():
            return said.spans
        case Attribution():
            return said.content
        case DateMention():
            return (said.span,)
    return ()


# -- the text ------------------------------------------------------------------------------------------------------


def _passages(found: Item, proposed: Sequence[Span]) -> Iterator[Passage]:
    yield _passage(found.reading, tuple(_marks(found, proposed)))
    if found.other is not None:
        yield _passage(found.other, tuple(_other_marks(found)))


def _marks(found: Item, proposed: Sequence[Span]) -> Iterator[Mark]:
    said: Any = found.said
    if proposed:
        yield from (Mark(span=span, classes="words", title="the words as you would have them") for span in proposed)
        yield from (Mark(span=span, classes="engine", title="the engine's words") for span in found.marks)
    elif isinstance(said, Attribution):
        for part, name in ((said.source, "source"), (said.cue, "cue"), (said.content, "content")):
            yield from (Mark(span=span, classes=f"words {name}", title=name) for span in part)
    else:
        yield from (Mark(span=span, classes="words") for span in found.marks)
    if isinstance(said, Claim):
        yield Mark(span=said.sentence, classes="sentence", title="its sentence")


def _other_marks(found: Item) -> Iterator[Mark]:
    assert found.other is not None
    if isinstance(found.said, Alignment):
        own = set(found.said.right)
        yield from (Mark(span=s, classes="words") for c in found.other.claims if c.id in own for s in c.spans)
    if isinstance(found.said, Linking):
        root = next((link.linked_to for link in found.said.links if link.mention == found.queued.record), None)
        told = (contact for contact in found.other.contacts if contact.id == root)
        yield from (Mark(span=span, classes="words") for contact in told for span in contact.spans)


def _passage(reading: Reading, marks: tuple[Mark, ...]) -> Passage:
    """The paragraphs with the marks, and those about them; without marks the beginning."""
    document = reading.document
    parts = paragraphs(document.text)
    has = [place for place, part in enumerate(parts) if any(mark.span.overlaps(part) for mark in marks)]
    first, last = (
        (max(min(has) - AROUND, 0), min(max(has) + AROUND, len(parts) - 1)) if has else (0, min(2, len(parts) - 1))
    )
    shown = [marked(document.text, part, marks) for part in parts[first : last + 1]]
    return Passage(
        document=document.id,
        title=document.title,
        publisher=document.publisher,
        published=document.published.isoformat() if document.published else None,
        paragraphs=tuple(shown),
        cut=(first > 0, last < len(parts) - 1),
        evidence=hull(mark.span for mark in marks) if marks else None,
    )


def _nudges(found: Item, where: Sequence[Span]) -> Iterator[Nudge]:
    """Each edge of the words one word further out or in, as far as there is one."""
    if not where:
        return
    every = list(words(found.reading.document.text))
    first, last = where[0], where[-1]
    starts = {
        ("start one word earlier", "["): [word.start for word in every if word.end <= first.start][-1:],
        ("start one word later", "{"): [word.start for word in every if first.start < word.start < first.end][:1],
    }
    ends = {
        ("end one word earlier", "}"): [word.end for word in every if last.start < word.end < last.end][-1:],
        ("end one word later", "]"): [word.end for word in every if word.start >= last.end][:1],
    }
    for (label, key), places in starts.items():
        for start in places:
            yield Nudge(label=label, key=key, span=_written((Span(start, first.end), *where[1:])))
    for (label, key), places in ends.items():
        for end in places:
            yield Nudge(label=label, key=key, span=_written((*where[:-1], Span(last.start, end))))


def _written(spans: Sequence[Span]) -> str:
    return ",".join(f"{span.start}-{span.end}" for span in spans)


# -- the form that mends -------------------------------------------------------------------------------------------


def _fields(connection: Connection, found: Item, said: Any, proposed: Sequence[Span]) -> Iterator[Field]:
    """The fields of the record's kind, filled with what stands."""
    text = found.reading.document.text
    layers = set(found.queued.layers)

    def quote(name: str, label: str, where: Sequence[Span], hint: str = "") -> Field:
        quoted = BROKEN.join(span.of(text) for span in where)
        return Field(name=name, label=label, value=(quoted,), hint=hint, where=_written(where))

    broken = "As they stand in the text; … parts broken stretches."
    match said:
        case Claim():
            if "span" in layers:
                yield quote("words", "Words", proposed or said.spans, broken)
            if "party" in layers:
                held = said.holder or ("+" if said.joint else "")
                yield Field(name="party", label="Who does it", value=(held,),
                            choices=tuple(_parties(found.reading, joint=said.joint)))  # fmt: skip
                yield Field(name="account", label="Whose version", value=(said.account or "",),
                            choices=tuple(_parties(found.reading)))  # fmt: skip
            if "act" in layers:
                yield Field(name="act", label="Act", value=(said.act,), choices=_rows("acts", "act"))
                yield Field(name="polarity", label="Polarity", value=(said.polarity,), choices=_of(get_args(Polarity)))
            if "issue" in layers:
                blank = Choice(value="", label="none")
                values = (*said.issues, *[""] * max(1, 2 - len(said.issues)))
                yield Field(name="issues", label="Issue", value=values, choices=(blank, *_rows("issues", "id")))
        case Attribution():
            if "attribution" in layers:
                yield quote("words", "Content", proposed or said.content, broken)
                yield quote("source", "Source", said.source, "Empty where nobody is named.")
                yield quote("cue", "Cue", said.cue)
            if "party" in layers:
                yield Field(name="party", label="Whose words", value=(said.party or "",),
                            choices=tuple(_parties(found.reading)))  # fmt: skip
        case Contact():
            yield Field(name="kind", label="Kind", value=(said.kind,), choices=_of(get_args(ContactKind)))
            blank = Choice(value="", label="nobody")
            values = (*said.participants, "", "")
            yield Field(name="participants", label="Participant", value=values,
                        choices=(blank, *list(_parties(found.reading))[1:]))  # fmt: skip
            yield _day_field(said.when)
            yield Field(name="status", label="Status", value=(said.status,), choices=_of(get_args(Status)))
        case DateMention():
            yield quote("words", "Words", proposed or (said.span,))
            yield Field(name="type", label="Type", value=(said.type,), choices=_of(get_args(TimexType)))
            yield Field(name="value", label="TIMEX3 value", value=(said.value,))
        case Event():
            types = tuple(dict.fromkeys(row["type"] for row in tables.rows("plover")))
            yield Field(name="plover", label="Type", value=(said.plover,), choices=_of(types))
            blank = Choice(value="", label="nobody")
            choices = (blank, *list(_parties(found.reading))[1:])
            yield Field(name="actors", label="Actor", value=(*said.actors, ""), choices=choices)
            yield Field(name="recipients", label="Recipient", value=(*said.recipients, ""), choices=choices)
            yield Field(name="status", label="Status", value=(said.status,), choices=_of(get_args(Status)))
        case Alignment():
            yield from _relation_fields(found, said)
        case Linking():
            choices = tuple(_contacts(connection, found))
            root = _root(said, found.queued.record)
            yield Field(name="linked_to", label="The contact that it tells of", value=(root,), choices=choices)


def _missed(reading: Reading) -> Iterator[Field]:
    """The fields of a record that the engine has missed."""
    acts = (Choice(value="", label="none: it is an attribution"), *_rows("acts", "act"))
    yield Field(name="words", label="Its words", value=("",), hint="As they stand in the text.")
    yield Field(name="party", label="Who", value=("",), choices=tuple(_parties(reading)))
    yield Field(name="act", label="Act", value=("state",), choices=acts)
    issues = (Choice(value="", label="none"), *_rows("issues", "id"))
    yield Field(name="issues", label="Issue", value=("",), choices=issues)
    yield Field(name="source", label="Source", value=("",), hint="Of an attribution, as it stands in the text.")
    yield Field(name="cue", label="Cue", value=("",), hint="Of an attribution.")


def _day_field(when: Any) -> Field:
    day = when.start.isoformat() if when and when.start else ""
    return Field(name="day", label="Day", value=(day,), hint="YYYY-MM-DD; empty where it is not known.")


def _relation_fields(found: Item, said: Alignment) -> Iterator[Field]:
    both = [one for one in get_args(Relation) if not one.startswith("only-")]
    if said.left and said.right:
        yield Field(name="relation", label="Relation", value=(said.relation,), choices=_of(both))
        return
    other = found.other if said.left else found.reading
    claims = other.claims if other else ()
    text = other.document.text if other else ""
    listed = [Choice(value=c.id, label=_short(BROKEN.join(s.of(text) for s in c.spans))) for c in claims]
    yield Field(name="relation", label="Relation", value=(said.relation,), choices=_of([said.relation, *both]))
    yield Field(name="counterpart", label="Counterpart on the other side", value=("",),
                choices=(Choice(value="", label="none"), *listed))  # fmt: skip


def _short(words: str, most: int = 90) -> str:
    told = " ".join(words.split())
    return told if len(told) <= most else told[: most - 1] + "…"


def _of(values: Sequence[str]) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, label=value) for value in values)


def _rows(table: str, column: str) -> tuple[Choice, ...]:
    return tuple(Choice(value=row[column], label=row[column].replace("_", " ")) for row in tables.rows(table))


def _parties(reading: Reading, joint: Sequence[str] = ()) -> Iterator[Choice]:
    """Nobody known, those who do it together, the parties of the text, all states."""
    names = {party.id: party.name for party in reading.parties}
    yield Choice(value="", label="not known")
    if joint:
        yield Choice(value="+", label=" and ".join(names.get(id, id) for id in joint) + ", together")
    for party in sorted(reading.parties, key=lambda party: party.name):
        yield Choice(value=party.id, label=f"{party.name} ({party.kind})", group="In this text")
    for row in sorted(tables.rows("states"), key=lambda row: row["name"]):
        if f"state:{row['id']}" not in names:
            yield Choice(value=f"state:{row['id']}", label=row["name"], group="States")


def _root(said: Linking, mention: str) -> str:
    return next((link.linked_to for link in said.links if link.mention == mention), mention)


def _contacts(connection: Connection, found: Item) -> Iterator[Choice]:
    """The contacts that share a participant with the mention, those near in time first."""
    said: Any = found.said
    own = next((contact for contact in found.reading.contacts if contact.id == found.queued.record), None)
    c, x, k, d = t.contact.c, t.contact_party.c, t.contact_links.c, t.document.c
    sharing = select(x.contact).where(x.party.in_(own.participants if own else ()))
    chosen = (
        select(c.id, c.kind, c.day_start, d.publisher, d.published)
        .join(t.document, d.key == c.document)
        .join(t.contact_links, k.contact == c.key)
        .where(k.linked_to == c.key, d.superseded_by.is_(None), c.key.in_(sharing))
    )
    rows = connection.execute(chosen).all()
    day = own.when.start if own and own.when else found.reading.document.published
    near = sorted(
        rows,
        key=lambda r: abs(((r.day_start or r.published) - day).days) if day and (r.day_start or r.published) else 9999,
    )
    ids = {row.id for row in near[:MOST_LINKED]}
    root = _root(said, found.queued.record)
    if root not in ids:
        yield Choice(value=root, label=f"{root} (as the engine has it)")
    for row in near[:MOST_LINKED]:
        told = " (as the engine has it)" if row.id == root else ""
        yield Choice(
            value=row.id, label=f"{row.kind}, {row.day_start or 'day open'}, {row.publisher or 'no publisher'}{told}"
        )


# -- lists ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A record of the queue in the list."""

    place: int
    kind: str
    record: str
    words: str
    told: str  # what the engine says, in a line
    why: str
    document: str
    verdict: str | None  # the coder's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The queue as a list."""

    session: Session
    progress: tuple[Progress, ...]
    rows: tuple[Line, ...]
    layer: str
    show: str  # "open", "decided", "all"
    layers: tuple[str, ...]  # that the queue has
    first: int  # place of the page's first row among those that answer
    more: bool
    found: int


def queue(connection: Connection, key: int, layer: str, show: str, start: int, most: int) -> Queue:
    """The records of the queue that have the layer and stand as `show` says, from the `start`-th on."""
    session = sessions.session(connection, key)
    queued = sessions.queue(connection, session)
    wanted = [
        one
        for one in queued
        if (not layer or layer in one.layers) and (show == "all" or (one.decided is None) == (show == "open"))
    ]
    page = wanted[start : start + most]
    return Queue(
        session=session,
        progress=sessions.progress(queued),
        rows=tuple(map(_line, page, items(connection, page))),
        layer=layer,
        show=show,
        layers=tuple(one.layer for one in sessions.progress(queued) if one.layer != "all"),
        first=start,
        more=len(wanted) > start + most,
        found=len(wanted),
    )


def _line(one: Queued, found: Item | None) -> Line:
    said = "; ".join(f"{name}: {value}" for name, value in found.facts[:4]) if found else "not in the reading any more"
    return Line(
        place=one.place, kind=one.kind, record=one.record, words=_short(found.words if found else "", 160),
        told=_short(said, 200), why="; ".join(DOUBTS.get(why, why.replace("-", " ")) for why in one.why),
        document=one.document, verdict=one.decided.verdict if one.decided else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A decision in the history."""

    key: int
    at: str
    coder: str
    verdict: str
    kind: str
    record: str
    document: str
    span: Span | None  # where the record stands in it; of a relation or link none
    change: str  # what was changed, in words
    note: str
    takes_back: int | None
    taken_back: bool
    may_undo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was decided, the newest first: a coder's own decisions, for an adjudicator everybody's."""

    session: Session
    rows: tuple[Made, ...]
    more: bool


def history(connection: Connection, key: int, most: int) -> History:
    """The decisions that the session's coder may see, `most` at most."""
    session = sessions.session(connection, key)
    made = deciding.history(connection, coder=None if session.role == "adjudicator" else session.coder)
    gone = {one.takes_back for one in made if one.takes_back}
    return History(
        session=session, rows=tuple(_made(one, one.key in gone) for one in made[:most]), more=len(made) > most
    )


def _made(one: Decision, gone: bool) -> Made:
    return Made(
        key=one.key, at=one.at, coder=one.coder, verdict=one.verdict, kind=one.kind, record=one.record,
        document=one.document, span=_place(one), change="; ".join(_changes(one)), note=one.note,
        takes_back=one.takes_back, taken_back=gone, may_undo=one.verdict != "undo" and not gone,
    )  # fmt: skip


def _place(one: Decision) -> Span | None:
    record = one.stands or one.said
    if record is None or isinstance(record, Alignment | Linking):
        return None
    return next(iter(spans(record)), None)


_CHANGED = (
    "act", "polarity", "issues", "holder", "account", "party", "spans", "content", "source", "cue", "kind",
    "participants", "status", "type", "value", "span", "plover", "actors", "recipients", "relation",
)  # fmt: skip


def _changes(one: Decision) -> Iterator[str]:
    """Field by field what the coder has put in the place of what."""
    if one.verdict != "mend" or one.said is None or one.stands is None:
        return
    for name in _CHANGED:
        before, after = getattr(one.said, name, None), getattr(one.stands, name, None)
        if before != after:
            yield f"{name}: {_worded(before)} → {_worded(after)}"


def _worded(value: Any) -> str:
    if isinstance(value, Span):
        return f"{value.start}-{value.end}"
    if isinstance(value, tuple):
        return ", ".join(map(_worded, value)) or "none"
    return "not known" if value is None else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """How far coders agree."""

    rows: tuple[figures.Agreement, ...]
    coders: tuple[str, ...]  # who has decided something


def agreement(connection: Connection) -> Agreements:
    """The figures of each two coders."""
    s = t.review_session.c
    chosen = select(s.coder).join(t.decision, t.decision.c.session == s.key).distinct().order_by(s.coder)
    return Agreements(rows=figures.agreement(connection), coders=tuple(connection.execute(chosen).scalars()))
