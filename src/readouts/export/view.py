"""What a comparison or a reading tells people, sorted and put into words: the same for terminal, Markdown and page."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from readouts.export import wording
from readouts.records import (
    Account,
    Alignment,
    Claim,
    Comparison,
    Contact,
    DateMention,
    Document,
    Evidence,
    Ground,
    KnownFrom,
    Likeness,
    Party,
    Problem,
    Reading,
    Relation,
    Silence,
)
from readouts.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a document, to be shown with the sentence around them."""

    document: str  # Document.id
    spans: tuple[Span, ...]
    sentence: Span
    words: str  # on one line, breaks as an ellipsis


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim, ready to be shown: who does what, in which words, how surely, through whom."""

    id: str
    holder: str
    act: str
    quote: Quote
    notes: tuple[str, ...]  # hedges, negation, future, addressee
    through: tuple[str, ...]  # who passes it on, outermost first
    number: int  # its place among the claims of all texts, from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One alignment."""

    relation: Relation
    left: tuple[Said, ...]
    right: tuple[Said, ...]
    issues: tuple[str, ...]
    score: float
    why: str
    missing: str | None  # of a one-sided row: where it is not, or why that cannot be said


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The alignments of one relation."""

    relation: Relation
    heading: str
    rows: tuple[Row, ...]
    note: str | None  # what must stand beside the count: the lengths


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document as its readers name it."""

    id: str
    title: str
    publisher: str | None
    published: str  # a day, or that none is given
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two accounts."""

    name: str
    coverage: str
    words: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label and what stands at it: for the contact one value, for two accounts the left and the right."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence of ours with the words that bear it out."""

    text: str
    quotes: tuple[Quote, ...] = ()
    label: str = ""  # a word that sorts it: the ground of a silence, the stage of a problem


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAccount:
    """A further account in the same texts."""

    heading: str
    claims: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    title: str
    contact: tuple[Fact, ...]  # empty: the texts tell of different contacts
    left: Side
    right: Side
    features: tuple[Fact, ...]
    rows: tuple[Row, ...]  # one for each alignment, in its order
    groups: tuple[Group, ...]
    silences: tuple[Note, ...]
    formulas: tuple[Note, ...]
    headlines: tuple[Note, ...]
    others: tuple[OtherAccount, ...]
    ahead: tuple[Note, ...]
    likenesses: tuple[Note, ...]
    problems: tuple[Note, ...]
    sources: tuple[Source, ...]
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingView:
    source: Source
    facts: tuple[Fact, ...]
    contacts: tuple[tuple[Fact, ...], ...]
    accounts: tuple[OtherAccount, ...]
    attributions: tuple[Note, ...]
    parties: tuple[Fact, ...]
    dates: tuple[Note, ...]
    silences: tuple[Note, ...]
    likenesses: tuple[Note, ...]
    events: tuple[Note, ...]
    ahead: tuple[Note, ...]
    problems: tuple[Note, ...]
    made_by: str


_ORDER: tuple[Relation, ...] = ("both", "framing", "conflict", "only-left", "only-right")
_GROUNDS: tuple[Ground, ...] = ("checked", "asserted", "unseen")


def comparison(comparison: Comparison) -> ComparisonView:
    """The comparison as it is shown to people."""
    known = _Known(comparison.readings)
    left, right = comparison.left, comparison.right
    return ComparisonView(
        title=_title(comparison, known),
        contact=contact_facts(comparison.contact, known) if comparison.contact else (),
        left=_side(left, known),
        right=_side(right, known),
        features=tuple(_features(comparison, known)),
        rows=(rows := tuple(_row(alignment, comparison, known) for alignment in comparison.alignments)),
        groups=tuple(_groups(comparison, rows)),
        silences=tuple(_silences(comparison.silences, (left, right), known)),
        formulas=tuple(_formulas(comparison, known)),
        headlines=tuple(_headlines(comparison, known)),
        others=tuple(_account(account, known) for account in comparison.others),
        ahead=tuple(_ahead(comparison.readings, known)),
        likenesses=tuple(_likenesses(comparison.readings, known)),
        problems=tuple(_problems(comparison, known)),
        sources=tuple(known.sources.values()),
        made_by=_made_by(comparison),
    )


def reading(reading: Reading) -> ReadingView:
    """The reading as it is shown to people."""
    return readings((reading,))[0]


def readings(readings: Sequence[Reading]) -> tuple[ReadingView, ...]:
    """Several readings, their claims numbered through."""
    before = 0
    views: list[ReadingView] = []
    for one in readings:
        views.append(_reading(one, _Known((one,), before)))
        before += len(one.claims)
    return tuple(views)


def _reading(reading: Reading, known: "_Known") -> ReadingView:
    source = known.sources[reading.document.id]
    return ReadingView(
        source=source,
        facts=tuple(_document_facts(reading, source, known)),
        contacts=tuple(contact_facts(contact, known) for contact in reading.contacts),
        accounts=tuple(_accounts_told(reading, known)),
        attributions=tuple(_attributions(reading, known)),
        parties=tuple(
            Fact(label=party.name, values=(_described(party, known) or party.kind,)) for party in reading.parties
        ),
        dates=tuple(_dates(reading, known)),
        silences=tuple(_silences(reading.silences, (), known)),
        likenesses=tuple(_likenesses((reading,), known)),
        events=tuple(_events(reading, known)),
        ahead=tuple(_ahead((reading,), known)),
        problems=tuple(_problem(problem, reading.document, known) for problem in reading.problems),
        made_by=_made_by(reading),
    )


# -- looking up ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Known:
    """The records of all readings by their ids."""

    readings: Sequence[Reading]
    numbered_before: int = 0  # claims that have numbers already

    @cached_property
    def parties(self) -> dict[str, Party]:
        return {party.id: party for reading in reversed(self.readings) for party in reading.parties}

    @cached_property
    def claims(self) -> dict[str, Said]:
        pairs = [(claim, reading) for reading in self.readings for claim in reading.claims]
        return {
            c.id: _said(c, reading, number, self) for number, (c, reading) in enumerate(pairs, self.numbered_before + 1)
        }

    @cached_property
    def contacts(self) -> dict[str, Contact]:
        return {contact.id: contact for reading in reversed(self.readings) for contact in reading.contacts}

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {reading.document.id: _source(reading.document) for reading in self.readings}

    def seat(self, party: str) -> str:
        """The state that the party belongs to; itself when it belongs to none."""
        country = self.parties[party].country if party in self.parties else None
        return f"state:{country}" if country else party

    def reading_of(self, document: str) -> Reading:
        return next(reading for reading in self.readings if reading.document.id == document)

    def name(self, party: str | None, unknown: str = "not said") -> str:
        """The party's name; of one that no reading holds, what its id says."""
        if party is None:
            return unknown
        if party in self.parties:
            return wording.inline(self.parties[party].name)
        kind, _, slug = party.partition(":")
        return slug if kind == "state" else slug.replace("-", " ").title()

    def quote(self, document: str, *spans: Span, sentence: Span | None = None) -> Quote:
        """The words, in the given sentence or else in the sentence of a claim around them, or in their line."""
        reading = self.reading_of(document)
        text = reading.document.text
        around = sentence or next((c.sentence for c in reading.claims if c.sentence.covers(spans[0])), None)
        return Quote(
            document=document,
            spans=spans,
            sentence=around or _line(text, spans[0]),
            words=wording.words(text, spans),
        )


def _line(text: str, span: Span) -> Span:
    """The line around the span, cut to some 200 characters either side."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - 200)
    end = text.find("\n", span.end)
    return Span(start, min(len(text) if end < 0 else end, span.end + 200))


def _source(document: Document) -> Source:
    first_line = next((line for line in document.text.splitlines() if line.strip()), document.id)
    return Source(
        id=document.id,
        title=wording.inline(document.title or first_line[:90]),
        publisher=wording.inline(document.publisher) if document.publisher else None,
        published=wording.day(document.published) if document.published else "no publication date given",
        document=document,
    )


# -- claims --------------------------------------------------------------------------------------------------------


def _said(claim: Claim, reading: Reading, number: int, known: _Known) -> Said:
    text = reading.document.text
    return Said(
        id=claim.id,
        holder=_holder(claim, known),
        act=wording.act(claim),
        quote=known.quote(reading.document.id, *claim.spans, sentence=claim.sentence),
        notes=tuple(_notes(claim, text, known)),
        through=tuple(_through(claim, reading)),
        number=number,
    )


def _holder(claim: Claim, known: _Known) -> str:
    if len(claim.joint) > 1:
        return wording.listed([known.name(party) for party in claim.joint])
    return known.name(claim.holder, "somebody unnamed")


def _notes(claim: Claim, text: str, known: _Known) -> Iterator[str]:
    """What softens or turns the claim."""
    if claim.headline:
        yield "in the headline"
    if claim.addressee:
        yield f"to {known.name(claim.addressee)}"
    if claim.polarity == "negative":
        yield "with a negation"
    if claim.tense == "future":
        yield "of the future"
    for by, hedges in groupby(sorted(claim.hedges, key=lambda h: (h.by, h.span)), key=lambda h: h.by):
        softened = wording.listed([wording.quoted(wording.inline(h.span.of(text))) for h in hedges])
        yield f"hedged by the {by}: {softened}"


def _through(claim: Claim, reading: Reading) -> Iterator[str]:
    """The attributions that the claim stands in, outermost first: source and cue in the text's words and order.

    The holder's own ("Voss reaffirmed") is left out: holder and act are shown already.
    """
    by_id = {a.id: a for a in reading.attributions}
    chain: list[str] = []
    inner = claim.attribution
    while inner in by_id:
        found = by_id.pop(inner)
        own_act = (found.party and found.party == claim.holder) or (claim.joint and any(map(_within(claim), found.cue)))
        if not own_act:
            chain.append(wording.words(reading.document.text, (*found.source, *found.cue)))
        inner = found.within
    return reversed([said for said in chain if said])


def _within(claim: Claim) -> Callable[[Span], bool]:
    """Whether a span lies in the claim's own words."""
    return lambda span: any(own.covers(span) for own in claim.spans)


# -- the two accounts ----------------------------------------------------------------------------------------------


def _title(comparison: Comparison, known: _Known) -> str:
    names = wording.listed([comparison.left.name, comparison.right.name])
    contact = comparison.contact
    if contact is None:
        return f"{names}: two texts"
    people = wording.listed([known.name(party) for party in contact.participants])
    return f"{names} on the {contact.kind} of {people}" if people else f"{names} on one {contact.kind}"


def _side(account: Account, known: _Known) -> Side:
    return Side(
        name=wording.inline(account.name),
        coverage=wording.COVERAGE[account.coverage],
        words=account.words,
        sources=tuple(known.sources[document] for document in account.documents if document in known.sources),
    )


def contact_facts(contact: Contact, known: "_Known") -> tuple[Fact, ...]:
    """Kind, who, when or why that is open, where, who asked for it, whether it happened."""
    who = [_person(party, known) for party in contact.participants]
    pairs = (
        ("Contact", wording.contact_kind(contact)),
        ("Who", "; ".join(who) or "not said"),
        ("Mediators", wording.listed([known.name(m) for m in contact.mediators])),
        ("Hosts", wording.listed([known.name(h) for h in contact.hosts])),
        ("When", _when(contact, known)),
        ("Where", wording.inline(contact.place) if contact.place else "not said"),
        ("Initiator", known.name(contact.initiator)),
        ("Status", contact.status),
    )
    return tuple(Fact(label=label, values=(value,)) for label, value in pairs if value)


def _person(id: str, known: _Known) -> str:
    party = known.parties.get(id)
    described = _described(party, known) if party and party.kind == "person" else ""
    return known.name(id) + (f" ({described})" if described else "")


def _described(party: Party, known: _Known) -> str:
    """What it is: role, office, and of whom; of a state its code."""
    state = f"state:{party.country}"
    of = party.country if party.id == state else known.name(state) if party.country else None
    return wording.inline(", ".join(filter(None, (party.role, party.office, of))))


def _when(contact: Contact, known: _Known) -> str:
    """The days, or why they are open with the words that the text has."""
    if contact.when and (contact.when.start or contact.when.end):
        return f"{wording.days(contact.when)} ({wording.BASIS[contact.when.basis]})"
    if contact.when and contact.when.edtf:
        return f"open: {contact.when.edtf}"
    reading = next((r for r in known.readings if contact.id in {c.id for c in r.contacts}), None)
    said = _undated(contact, reading) if reading else ""
    if reading and said:
        unknown = "" if reading.document.published else ", and no publication date is given"
        return f"open: the text says {wording.quoted(said)}{unknown}"
    return "open: the text does not say"


def _undated(contact: Contact, reading: Reading) -> str:
    """The time expression without days that stands nearest to the contact's first words, in the same line."""
    if not contact.spans:
        return ""
    first, text = contact.spans[0], reading.document.text
    near = [
        d
        for d in reading.dates
        if d.when is None and d.type in ("DATE", "TIME") and _line(text, first).overlaps(d.span)
    ]
    nearest = min(near, key=lambda d: abs(d.span.start - first.start), default=None)
    return wording.inline(nearest.span.of(text)) if nearest else ""


def _features(comparison: Comparison, known: _Known) -> Iterator[Fact]:
    """What analysts look at in the accounts as wholes, left and right side by side."""
    accounts = (comparison.left, comparison.right)
    both = comparison.features
    yield Fact(label="Coverage", values=tuple(wording.COVERAGE[a.coverage] for a in accounts))
    yield Fact(label="Length", values=tuple(wording.counted(a.words, "word") for a in accounts))
    yield Fact(label="Claims found", values=tuple(str(len(a.claims)) for a in accounts))
    yield Fact(label="First named", values=tuple(known.name(f.first_named) for f in both))
    yield Fact(label="Initiator", values=tuple(known.name(f.initiator) for f in both))
    if any(f.remarks for f in both):
        yield Fact(label="Said of the contact", values=tuple(_words(f.remarks, known) or "nothing" for f in both))
    yield Fact(label="Tone", values=tuple(_tone(f.tone, known) for f in both))
    yield Fact(label="Order of topics", values=tuple(_topics(f.issues) for f in both))


def _tone(tone: Iterable[Evidence], known: _Known) -> str:
    return _words(tone, known) or "no such adjective"


def _words(evidence: Iterable[Evidence], known: _Known) -> str:
    found = (e.span.of(known.reading_of(e.document).document.text) for e in evidence)
    return ", ".join(wording.quoted(wording.inline(words)) for words in found)


def _topics(issues: Sequence[str]) -> str:
    return " › ".join(wording.issue(issue) for issue in issues) or "none recognised"


# -- alignments ----------------------------------------------------------------------------------------------------


def _groups(comparison: Comparison, rows: Sequence[Row]) -> Iterator[Group]:
    for relation in _ORDER:
        own = tuple(row for row in rows if row.relation == relation)
        if own:
            left, right = (wording.possessive(a.name) for a in (comparison.left, comparison.right))
            heading = wording.RELATION[relation].format(left=left, right=right)
            yield Group(relation=relation, heading=heading, rows=own, note=_group_note(relation, comparison))


def _row(alignment: Alignment, comparison: Comparison, known: _Known) -> Row:
    return Row(
        relation=alignment.relation,
        left=tuple(known.claims[id] for id in alignment.left if id in known.claims),
        right=tuple(known.claims[id] for id in alignment.right if id in known.claims),
        issues=tuple(wording.issue(issue) for issue in alignment.issues),
        score=alignment.score,
        why=wording.inline(alignment.why),
        missing=_missing(alignment, comparison, known),
    )


def _silent_side(relation: Relation, comparison: Comparison) -> Account | None:
    return {"only-left": comparison.right, "only-right": comparison.left}.get(relation)


def _missing(alignment: Alignment, comparison: Comparison, known: _Known) -> str | None:
    """Of a one-sided alignment: that the other account does not have it, or who says so, or that nobody can say."""
    silent = _silent_side(alignment.relation, comparison)
    if silent is None:
        return None
    if silent.coverage == "full":
        return f"not in {wording.possessive(silent.name)} text"
    said = [
        s
        for s in comparison.silences
        if known.seat(s.party) == known.seat(silent.party) and s.issue in alignment.issues
    ]
    if asserted := [s for s in said if s.basis == "asserted"]:
        return f"{_asserter(asserted, known)} says that {wording.possessive(silent.name)} account leaves it out"
    return f"cannot say for {silent.name}: only excerpts loaded"


def _group_note(relation: Relation, comparison: Comparison) -> str | None:
    """A shorter text leaves out more: the lengths stand beside what one side alone has."""
    if _silent_side(relation, comparison) is None:
        return None
    sides = (comparison.left, comparison.right)
    lengths = [f"{a.name} {wording.counted(a.words, 'word')} ({wording.COVERAGE[a.coverage]})" for a in sides]
    return f"Lengths: {'; '.join(lengths)}. A shorter text leaves out more."


# -- silences, formulas, others ------------------------------------------------------------------------------------


def _silences(silences: Iterable[Silence], accounts: Sequence[Account], known: _Known) -> Iterator[Note]:
    """One note for each party, ground and asserter, in the order of the grounds."""
    lengths = {account.party: account for account in accounts}

    def sort(silence: Silence) -> tuple[int, str, str]:
        return _GROUNDS.index(silence.basis), silence.party, silence.asserted_by or ""

    for _, grouped in groupby(sorted(silences, key=sort), key=sort):
        found = list(grouped)
        yield _silence(found, lengths.get(found[0].party), known)


def _silence(same: Sequence[Silence], account: Account | None, known: _Known) -> Note:
    """What one party's account does not have on one ground."""
    first = same[0]
    name = account.name if account else known.name(first.party)
    issues = wording.issues(s.issue for s in same)
    evidence = [e for s in same for e in s.evidence]
    quotes = tuple(known.quote(e.document, e.span) for e in evidence)
    if first.basis == "checked":
        length = f" ({wording.counted(account.words, 'word')}, read in full)" if account else ""
        return Note(label="checked", text=f"Not in {wording.possessive(name)} text{length}: {issues}.", quotes=quotes)
    if first.basis == "unseen":
        return Note(
            label="unseen", text=f"Cannot say whether {name} has it, only excerpts are loaded: {issues}.", quotes=quotes
        )
    who, account_of = wording.sentence(_asserter(same, known)), wording.possessive(name)
    return Note(label="asserted", text=f"{who} says that {account_of} account leaves it out: {issues}.", quotes=quotes)


def _asserter(silences: Sequence[Silence], known: _Known) -> str:
    """Who says it; where nobody is named, the publisher of the text."""
    outlets = [known.sources[e.document].publisher or "the text itself" for s in silences for e in s.evidence]
    first = silences[0].asserted_by
    return known.name(first) if first else wording.listed(list(dict.fromkeys(outlets))) or "the text itself"


def _formulas(comparison: Comparison, known: _Known) -> Iterator[Note]:
    for formula in comparison.formulas:
        sides = [known.quote(side.document, side.span) for side in (formula.left, formula.right)]
        where = wording.listed([wording.quoted(known.sources[q.document].title) for q in sides])
        same = formula.left.document == formula.right.document
        yield Note(
            text=wording.quoted(wording.inline(formula.text)),
            label="twice in " + wording.quoted(known.sources[formula.left.document].title) if same else f"in {where}",
            quotes=tuple(sides),
        )


def _headlines(comparison: Comparison, known: _Known) -> Iterator[Note]:
    """What each headline claims, in its publisher's words, beside what the body has."""
    for headline in comparison.headlines:
        if headline.claim in known.claims:
            said = known.claims[headline.claim]
            publisher = known.sources[said.quote.document].publisher or "the publisher"
            body = tuple(known.claims[id].quote for id in headline.body if id in known.claims)
            words = wording.quoted(said.quote.words)
            yield Note(
                label=f"in the words of {publisher}",
                text=f"{said.holder} {said.act}: {words}. {wording.inline(headline.why)}",
                quotes=body,
            )


def _account(account: Account, known: _Known) -> OtherAccount:
    contact = known.contacts.get(account.contact or "")
    of = f" of the {_contact_words(contact, known)}" if contact else ""
    coverage = f"{wording.COVERAGE[account.coverage]}, {wording.counted(account.words, 'word')}"
    claims = tuple(known.claims[id] for id in account.claims if id in known.claims)
    return OtherAccount(heading=f"{wording.possessive(account.name)} account{of} ({coverage})", claims=claims)


def _contact_words(contact: Contact, known: _Known) -> str:
    people = wording.listed([known.name(party) for party in contact.participants])
    when = wording.days(contact.when)
    return f"{contact.kind} of {people}, {'date open' if when == 'open' else when}"


def _likenesses(readings: Iterable[Reading], known: _Known) -> Iterator[Note]:
    for reading in readings:
        yield from (_likeness(likeness, reading, known) for likeness in reading.likenesses)


def _likeness(likeness: Likeness, reading: Reading, known: _Known) -> Note:
    told = [f"the {_contact_words(known.contacts[c], known)}" for c in likeness.contacts if c in known.contacts]
    issued = f", issued {wording.days(likeness.when)}" if likeness.when else ""
    on = f" on {'; like the one on '.join(told)}" if told else ""
    text = f"The text calls a statement of {known.name(likeness.party, 'somebody unnamed')} like another{issued}{on}."
    return Note(text=text, quotes=(known.quote(reading.document.id, likeness.span),))


# -- what lies ahead -----------------------------------------------------------------------------------------------


def _ahead(readings: Iterable[Reading], known: _Known) -> Iterator[Note]:
    """Future dates in order, then claims of the future that have none."""
    dated: list[tuple[date, Note]] = []
    undated: list[Note] = []
    for reading in readings:
        dates = [d for d in reading.dates if _is_ahead(d, reading)]
        for mention in dates:
            quote = known.quote(reading.document.id, mention.span)
            when = wording.days(mention.when)
            start = mention.when.start if mention.when and mention.when.start else date.max
            told = _told(quote, reading.document)
            dated.append((start, Note(label="date open" if when == "open" else when, text=told, quotes=(quote,))))
        claims = [c for c in reading.claims if c.tense == "future" and not c.headline]
        free = [c for c in claims if not any(c.sentence.covers(d.span) for d in dates)]
        undated += [_future(known.claims[c.id]) for c in free]
    yield from (note for _, note in sorted(dated, key=lambda pair: pair[0]))
    yield from undated


def _told(quote: Quote, document: Document) -> str:
    """The sentence around the words, in quotation marks; a long one cut."""
    sentence, first = quote.sentence, quote.spans[0]
    keep = Span(first.start - sentence.start, first.end - sentence.start)
    return wording.quoted(wording.cut(sentence.of(document.text), 200, keep))


def _is_ahead(mention: DateMention, reading: Reading) -> bool:
    """Whether the days begin after publication; without a publication date, after every other day of the text."""
    if mention.type not in ("DATE", "TIME"):
        return False
    if mention.when is None or mention.when.start is None:
        return mention.value == "FUTURE_REF" or any(
            c.tense == "future" and c.sentence.covers(mention.span) for c in reading.claims
        )
    if reading.document.published:
        return mention.when.start > reading.document.published
    return any(c.tense == "future" and c.sentence.covers(mention.span) for c in reading.claims)


def _future(said: Said) -> Note:
    text = f"{said.holder} {said.act}: {wording.quoted(said.quote.words)}"
    return Note(label="no date given", text=text, quotes=(said.quote,))


# -- problems and provenance ---------------------------------------------------------------------------------------


def _problems(comparison: Comparison, known: _Known) -> Iterator[Note]:
    """Those of the comparison, then those of the readings with their words."""
    read = [(problem, reading.document) for reading in comparison.readings for problem in reading.problems]
    of_readings = [problem for problem, _ in read]
    yield from (
        Note(label=p.stage, text=wording.sentence(wording.inline(p.detail)))
        for p in comparison.problems
        if p not in of_readings
    )
    yield from (_problem(problem, document, known) for problem, document in read)


def _problem(problem: Problem, document: Document, known: _Known) -> Note:
    quotes = (known.quote(document.id, problem.span),) if problem.span else ()
    return Note(label=problem.stage, text=wording.sentence(wording.inline(problem.detail)), quotes=quotes)


def _made_by(record: Comparison | Reading) -> str:
    made = record.made_by
    return f"Readouts {made.version}; models: {', '.join(made.models) or 'none'}; lexicon {made.lexicon}"


# -- one text ------------------------------------------------------------------------------------------------------


def _document_facts(reading: Reading, source: Source, known: _Known) -> Iterator[Fact]:
    of, on = reading.document.publisher_basis, reading.document.published_basis
    yield Fact(label="Publisher", values=(_known_from(source.publisher or "not given", of),))
    yield Fact(label="Published", values=(_known_from(source.published, on),))
    yield Fact(label="Issuer", values=(known.name(reading.issuer, "none: no party's own readout, or not known"),))
    if reading.document.url:
        yield Fact(label="Address", values=(wording.inline(reading.document.url),))
    if reading.document.coverage is not None:
        yield Fact(label="Kept of the page", values=(f"{reading.document.coverage:.0%} of its visible words",))


def _known_from(value: str, basis: KnownFrom | None) -> str:
    """The value and, in brackets, where it is known from."""
    return f"{value} ({wording.KNOWN_FROM[basis]})" if basis else value


def _accounts_told(reading: Reading, known: _Known) -> Iterator[OtherAccount]:
    """The claims by whose version they are, in the order in which the versions first appear."""
    for party in dict.fromkeys(claim.account for claim in reading.claims):
        claims = tuple(known.claims[claim.id] for claim in reading.claims if claim.account == party)
        own = known.sources[reading.document.id].publisher or "the text"
        heading = f"{wording.possessive(known.name(party))} account" if party else f"In the words of {own} itself"
        yield OtherAccount(heading=heading, claims=claims)


def _attributions(reading: Reading, known: _Known) -> Iterator[Note]:
    text = reading.document.text
    for found in (a for a in reading.attributions if not a.own_voice):
        source = wording.words(text, found.source) or "nobody named"
        cue = wording.words(text, found.cue)
        if found.content:
            quote = known.quote(reading.document.id, *found.content)
            yield Note(label=found.mode, text=f"{source} · {cue}" if cue else source, quotes=(quote,))


def _dates(reading: Reading, known: _Known) -> Iterator[Note]:
    for mention in reading.dates:
        placed = f"{wording.days(mention.when)} ({wording.BASIS[mention.when.basis]})" if mention.when else None
        lasting = mention.type in ("DURATION", "SET")
        text = placed or (mention.value if lasting else f"open ({mention.value})")
        yield Note(label=mention.type.lower(), text=text, quotes=(known.quote(reading.document.id, mention.span),))


def _events(reading: Reading, known: _Known) -> Iterator[Note]:
    for event in reading.events:
        actors = wording.listed([known.name(a) for a in event.actors]) or "actor not said"
        to = f" → {wording.listed([known.name(r) for r in event.recipients])}" if event.recipients else ""
        code = " / ".join(filter(None, (event.plover, event.mode)))
        when = wording.days(event.when)
        text = f"{code} (CAMEO {event.cameo}): {actors}{to}, {when}, {event.status}"
        quotes = (known.quote(reading.document.id, *event.spans),) if event.spans else ()
        yield Note(label="event", text=text, quotes=quotes)
