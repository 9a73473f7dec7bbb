"""The one place that joins the stages: documents to readings, readings to a comparison."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from readouts import __version__
from readouts.code.events import coded
from readouts.compare.align import alignments
from readouts.compare.features import features
from readouts.compare.formulas import formulas, own_formulas
from readouts.compare.headline import headlines
from readouts.compare.relations import initiative
from readouts.compare.silences import silences as silences_between
from readouts.compare.statements import LEAST_COVERAGE, statement, statements
from readouts.compare.wording import stems, tellings
from readouts.errors import ContactsDiffer, ReadoutsError
from readouts.find.attributions import attributions, handed_out
from readouts.find.claims import claims
from readouts.find.contacts import contacts, of_writer
from readouts.find.dates import dates
from readouts.find.likenesses import likenesses
from readouts.find.parties import parties
from readouts.find.silences import silences
from readouts.find.states import states
from readouts.ingest.documents import Failed
from readouts.lexicon import Lexicon, tables
from readouts.lexicon import load as load_lexicon
from readouts.link import across
from readouts.link.accounts import accounts, main_contact, outlet, sides
from readouts.link.claims import assigned
from readouts.link.contacts import (
    Told,
    may_be_about,
    merged,
    name_the_same,
    named_in,
    put_out_by_both,
    same,
    same_but_for_people,
)
from readouts.link.issuer import issuer, unknown_office
from readouts.link.nesting import settled
from readouts.link.voice import voiced
from readouts.models import attribution, embedding, parser
from readouts.models.attribution import Tagger
from readouts.models.embedding import Encoder
from readouts.records import (
    Account,
    Comparison,
    Contact,
    ContactMention,
    DateMention,
    Document,
    MadeBy,
    Mention,
    Party,
    Problem,
    Reading,
    Silence,
    Statement,
)

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True)
class Tools:
    """What the stages work with; each part is loaded when first asked for."""

    model: str = parser.DEFAULT
    rules_only: bool = False  # attributions by the rules alone, without the trained model
    own: Path | None = None  # the folder of the user's own lexicon rows

    @cached_property
    def nlp(self) -> "Language":
        """The spaCy pipeline. Raises ModelError when it is not installed."""
        return parser.load(self.model)

    @cached_property
    def tagger(self) -> Tagger | None:
        """The model that tags attributions; None when the rules work alone: asked for, or parts of it are missing.

        Raises ModelError when the weights are not those of this version.
        """
        return None if self.rules_only or attribution.missing() else attribution.load()

    @cached_property
    def encoder(self) -> Encoder | None:
        """The model that tells how near claims are in meaning; None as for `tagger`. Raises ModelError as it does."""
        return None if self.rules_only or embedding.missing() else embedding.load()

    @property
    def lexicon(self) -> Lexicon:
        """The tables of the lexicon. Those that the stages ask for by name are put in force as a whole with it.

        Raises LexiconError when the user's own rows are wrong.
        """
        tables.use(self._lexicon.own)
        return self._lexicon

    @cached_property
    def _lexicon(self) -> Lexicon:
        return load_lexicon(self.own)

    @property
    def made_by(self) -> MadeBy:
        """Versions of all that shapes a reading."""
        meta = self.nlp.meta
        parse = f"{meta['lang']}_{meta['name']} {meta['version']} (spaCy {_spacy()})"
        models = (parse, attribution.name() if self.tagger else "attributions by rules")
        return MadeBy(version=__version__, models=models, lexicon=self.lexicon.digest)


@cache
def _spacy() -> str:
    """Its version, which Python reads from the package's files each time it is asked."""
    return version("spacy")


def readings(
    documents: Iterable[Document], tools: Tools, beside: Sequence[Document] = ()
) -> Iterator[Reading | Failed]:
    """The reading of each document, in order; `beside` as for `read`.

    A fault of ours in one document must not end a batch, so here, and only here, every exception is caught: it becomes
    a Failed that names the document.
    """
    for document in documents:
        try:
            yield read(document, tools, beside)
        except Exception as error:
            name = document.origin or document.id
            detail = f"{name} could not be read: {type(error).__name__}: {error}"
            yield Failed(origin=name, error=ReadoutsError(detail, "Please report it, with the text if you may"))


_Named = tuple[tuple[Party, ...], tuple[Mention, ...], tuple[Problem, ...]]  # as `parties` gives them


def read(document: Document, tools: Tools, beside: Sequence[Document] = ()) -> Reading:
    """All that is found in one document; `beside` are texts on the same contact, which may introduce states for it."""
    return _read(document, parser.parsed(tools.nlp, document), tools, beside)


def _read(
    document: Document,
    doc: "Doc",
    tools: Tools,
    beside: Sequence[Document] = (),
    seen: _Named | None = None,
) -> Reading:
    """The reading; `seen` has what `parties` gives, where it is known."""
    lexicon = _with_states((document, *beside), tools)
    found_parties, mentions, unresolved = seen or parties(document, doc, lexicon)
    found_dates = dates(document, doc)
    heard = attribution.said(tools.tagger, document.text) if tools.tagger else None
    found_said = attributions(document, doc, mentions, found_parties, lexicon, heard)
    met, doubts = contacts(document, doc, mentions, found_parties, found_dates)
    voice = issuer(document, doc, found_parties, mentions, found_said, met, lexicon)
    if voice.party and voice.party.startswith("body:") and all(p.id != voice.party for p in found_parties):
        found_parties = (*found_parties, *_publisher(voice.party, document))
    is_own = voice.voice == "readout"
    met = of_writer(document, doc, met, voice.party if is_own else None)
    found_said = handed_out(found_said, doc) if is_own else found_said
    told = claims(document, doc, mentions, found_parties, found_dates, found_said, own_voice=is_own)
    told = assigned(told, document, doc, mentions, found_parties, found_said, met, voice)
    found_said, told = voiced(*settled(found_said, told, found_parties), document, voice)
    own = voice.party if is_own else None
    told_of = coded(document, doc, mentions, found_parties, found_dates, found_said, met, told, own, lexicon)
    named = {p.id: p for p in (*found_parties, *told_of.parties)}
    named |= {p.id: p for p in _states_of((own, *(claim.account for claim in told)), lexicon) if p.id not in named}
    return Reading(
        document=document,
        issuer=own,
        parties=tuple(named.values()),
        mentions=mentions,
        dates=found_dates,
        attributions=found_said,
        contacts=met,
        claims=told,
        events=told_of.events,
        silences=silences(document, doc, mentions, found_parties, lexicon),
        likenesses=likenesses(document, doc, mentions, found_parties, found_dates, met),
        problems=(*_about_input(document, found_dates), *unresolved, *doubts, *told_of.problems),
        made_by=tools.made_by,
    )


def _states_of(ids: Iterable[str | None], lexicon: Lexicon) -> Iterator[Party]:
    """The states among those, which a text may speak for without naming them: "his office said"."""
    for id in dict.fromkeys(ids):
        kind, _, code = (id or "").partition(":")
        if kind == "state" and code in lexicon.states:
            row = lexicon.states[code]
            yield Party(id=row.party, name=row.name, kind="state", country=code)


def _publisher(id: str, document: Document) -> Iterator[Party]:
    """The publisher as a party, where it is an office that nothing else is known of."""
    office = unknown_office(document.publisher) if document.publisher else None
    if office and office.id == id:
        yield office


def _about_input(document: Document, found: Sequence[DateMention]) -> Iterator[Problem]:
    """What the reader must know about the input before trusting the output."""
    if document.published is None and any(mention.when is None and mention.type == "DATE" for mention in found):
        open_days = [m.span.of(document.text) for m in found if m.when is None and m.type == "DATE"]
        shown = ", ".join(dict.fromkeys(open_days[:4]))
        detail = f"the publication date is not known, so these stay open: {shown}; give it with --published"
        yield Problem(stage="dates", reason="no-publication-date", detail=detail)
    if document.coverage is not None and document.coverage < LEAST_COVERAGE:
        detail = f"only {document.coverage:.0%} of the page's words were kept: do not take what is missing for silence"
        yield Problem(stage="ingest", reason="low-coverage", detail=detail)
    if document.language is None:
        yield Problem(stage="ingest", reason="language-unknown", detail="the text does not look English")


def told(document: Document, tools: Tools) -> tuple[tuple[Statement, ...], tuple[Silence, ...]] | Failed:
    """The statements that a document holds, and the silences that it asserts. Text that a government or organisation
    put out itself is one statement and need not be parsed; other text is read, and may fail as in `readings`.
    """
    if party := _official(document, tools.lexicon):
        return (statement(document, party),), ()
    result = next(readings([document], tools))
    return result if isinstance(result, Failed) else (tuple(statements(result)), result.silences)


def statements_in(reading: Reading, lexicon: Lexicon) -> tuple[bool, tuple[Statement, ...]]:
    """The statements of `told` for a document that has been read, and whether it is a government's or organisation's
    own text.
    """
    party = _official(reading.document, lexicon)
    return party is not None, (statement(reading.document, party),) if party else tuple(statements(reading))


def _official(document: Document, lexicon: Lexicon) -> str | None:
    """The party of the government or organisation that put the text out; None: an outlet, or not known."""
    party = lexicon.party_of_publisher(document.publisher) if document.publisher else None
    body = lexicon.bodies.get(party.removeprefix("body:")) if party else None
    return None if body and body.kind == "outlet" else party


def compared(documents: Sequence[Document], tools: Tools, *, anyway: bool = False) -> Comparison:
    """Two accounts of one contact side by side: from two documents, or from one that quotes both sides.

    Raises ContactsDiffer when the two tell of different contacts, unless `anyway`; ReadoutsError when one document
    does not hold two accounts.
    """
    parsed = [(d, parser.parsed(tools.nlp, d)) for d in documents]
    named = _named(parsed, tools)
    made = [_read(d, doc, tools, documents, own) for (d, doc), own in zip(parsed, named, strict=True)]
    return comparison(made, tools, anyway=anyway)


def _named(parsed: Sequence[tuple[Document, "Doc"]], tools: Tools) -> list[_Named]:
    """What `parties` gives for each of the texts of one contact, with the states of persons that one text leaves unsaid
    and another tells. Those of whom the texts tell two stay without.
    """
    lexicon = _with_states([d for d, _ in parsed], tools)
    found = [parties(document, doc, lexicon) for document, doc in parsed]
    told = {(p.id, p.country) for own, *_ in found for p in own if p.kind == "person" and p.country}
    count = Counter(id for id, _ in told)
    states_of = {id: country for id, country in told if count[id] == 1}
    lacking = [any(p.kind == "person" and not p.country and p.id in states_of for p in own) for own, *_ in found]
    return [
        parties(document, doc, lexicon, states_of) if lacks else own
        for (document, doc), own, lacks in zip(parsed, found, lacking, strict=True)
    ]


def _with_states(documents: Iterable[Document], tools: Tools) -> Lexicon:
    """The lexicon with the states that those texts introduce."""
    return tools.lexicon.with_states(states(dict.fromkeys(documents), tools.lexicon))


def comparison(read: Sequence[Reading], tools: Tools, *, anyway: bool = False) -> Comparison:
    """The comparison of one or two readings; raises as `compared` does."""
    made_by = tools.made_by
    if tools.encoder:
        made_by = replace(made_by, models=(*made_by.models, embedding.name()))
    matches, doubt = _matches(read)
    if doubt and doubt.reason != "contact-unsure" and not anyway:
        raise ContactsDiffer(
            f"the two inputs are accounts of different contacts: {doubt.detail}", "Add --anyway to compare all the same"
        )
    # Of a page that lost words the account counts as excerpts: what is not there may stand in what was lost.
    gathered = accounts(read, _own(read), matches)
    chosen = sides(gathered, read)
    guessed: tuple[Problem, ...] = ()
    if chosen is None and len(read) == 2:
        read, guessed = _as_accounts(read)
        gathered = accounts(read, _own(read), matches)
        chosen = sides(gathered, read)
    if chosen is None:
        raise ReadoutsError(*_no_two_sides(read, gathered))
    left, right, others = chosen
    read = [_with_outlet(reading, (left.party, right.party)) for reading in read]
    contact = None if doubt else _contact(left, right, read, matches)
    known = {party.id: party for reading in read for party in reading.parties}
    rows = alignments(tellings(left, read), tellings(right, read), known, tools.encoder)
    questions = (doubt, initiative(_told_by(left, read), _told_by(right, read), known))
    return Comparison(
        contact=contact,
        left=left,
        right=right,
        others=others,
        readings=tuple(read),
        alignments=rows,
        silences=silences_between(left, right, read, rows),
        formulas=(*formulas(left, right, read), *own_formulas(gathered, read)),
        features=(features(left, read), features(right, read)),
        headlines=headlines(read),
        problems=(*(q for q in questions if q), *guessed, *(p for reading in read for p in reading.problems)),
        made_by=made_by,
    )


def _with_outlet(reading: Reading, tellers: Sequence[str]) -> Reading:
    """The reading, its outlet among the parties where an account is the outlet's."""
    teller = outlet(reading)
    named = teller.id not in tellers or any(p.id == teller.id for p in reading.parties)
    return reading if named else replace(reading, parties=(*reading.parties, teller))


def _own(read: Sequence[Reading]) -> Mapping[str, str]:
    """The documents that are one party's own text, with that party. Of a page that lost words the account counts as
    excerpts: what is not there may stand in what was lost.
    """
    return {r.document.id: r.issuer for r in read if r.issuer and (r.document.coverage or 1) >= LEAST_COVERAGE}


def _as_accounts(read: Sequence[Reading]) -> tuple[Sequence[Reading], tuple[Problem, ...]]:
    """Two texts that were given as two accounts, where it does not show whose they are: each is taken to be told by the
    principal whom it names first, the second by another than the first. A problem says so.
    """
    parties = {p.id: p for reading in read for p in reading.parties}
    made, problems = list[Reading](), list[Problem]()
    taken: set[str | None] = {reading.issuer for reading in read}
    for reading in read:
        if reading.issuer is None:
            met = main_contact(reading)
            seats = [_seat_of(p, parties) for p in met.participants] if met else []
            unnamed = unknown_office(reading.document.publisher or reading.document.origin or reading.document.id)
            teller = next((seat for seat in seats if seat not in taken), unnamed.id)
            known = reading.parties if teller in parties else (*reading.parties, unnamed)
            claims_ = tuple(c if c.account else replace(c, account=teller) for c in reading.claims)
            reading = replace(reading, issuer=teller, parties=known, claims=claims_)
            name = parties[teller].name if teller in parties else unnamed.name
            detail = f"it does not show whose text {reading.document.origin or reading.document.id} is; it is taken for"
            remedy = "give its publisher if that is wrong"
            problem = Problem(stage="link", reason="issuer-guessed", detail=f"{detail} that of {name}; {remedy}")
            problems.append(problem)
        taken.add(reading.issuer)
        made.append(reading)
    return made, tuple(problems)


_WRITTEN = ("letter", "message")
_OPENING = 400  # characters in which a text tells of the contact that it is about


def _seat_of(party: str, parties: Mapping[str, Party]) -> str:
    """The state of the party, where it is a party itself; else the party."""
    known = parties.get(party)
    state = f"state:{known.country}" if known and known.country else party
    return state if state in parties else party


def _matches(read: Sequence[Reading]) -> tuple[Mapping[str, str], Problem | None]:
    """Contact ids of the second reading to those of the same contacts in the first, and the doubt when the main
    contacts do not match.
    """
    if len(read) < 2:
        return {}, None
    first, second = read[0], read[1]
    known = [{party.id: party for party in reading.parties} for reading in (first, second)]
    days = (first.document.published, second.document.published)
    matches = {
        b.id: a.id for b in second.contacts for a in reversed(first.contacts) if same(a, b, known[0], known[1], days)[0]
    }
    a, b = main_contact(first), main_contact(second)
    if a and b and a.status != b.status:  # what is planned at the end of a text is not what it is about
        a, b = (None if _is_aside(c, r) else c for c, r in ((a, first), (b, second)))
    if a and b and (a.kind in _WRITTEN) != (b.kind in _WRITTEN):  # a letter is handed over where people meet
        a, b = (None if c.kind in _WRITTEN else c for c in (a, b))
    one, other = _told_of(first, a), _told_of(second, b)
    if a is None or b is None:
        return matches, _one_silent(one, other, read)
    is_same, why = same(*_as_said(a, b), known[0], known[1], days)
    if is_same:  # where b may be one of several, it is what the first text is about
        return {**matches, b.id: a.id}, None
    alike = name_the_same(one, other) or put_out_by_both(one, other)
    if None not in days and same_but_for_people(a, b, days) and alike:
        # Who took part is read wrongly more often than two contacts of one kind, day and people are told apart so.
        why += "; the texts are of the same sides and came out together, so they are compared as they stand"
        return matches, Problem(stage="link", reason="contact-unsure", detail=why)
    return matches, Problem(stage="link", reason="different-contacts", detail=why)


def _as_said(a: Contact, b: Contact) -> tuple[Contact, Contact]:
    """The two, a call of which no text says how it was made as talks where the other is a meeting: "spoke with"."""
    if {a.kind, b.kind} != {"call", "meeting"}:
        return a, b
    vague = [replace(c, kind="talks") if c.kind == "call" and c.medium is None else c for c in (a, b)]
    return vague[0], vague[1]


def _is_aside(contact: Contact, reading: Reading) -> bool:
    """Whether a contact to come is told of well behind the text's opening."""
    body = reading.document.headline.end if reading.document.headline else 0
    return contact.status != "happened" and min(s.start for s in contact.spans) > body + _OPENING


def _one_silent(one: Told, other: Told, read: Sequence[Reading]) -> Problem | None:
    """The doubt when one text tells of no contact, or neither does; None when it names those who took part."""
    if named_in(one, other) or named_in(other, one):
        return None
    silent = [r.document.origin or r.document.id for r in read[:2] if not r.contacts]
    detail = f"no contact was found in {' and '.join(silent)}"
    if not may_be_about(one, other):
        return Problem(stage="link", reason="no-contact", detail=detail)
    detail += "; the texts are of the same sides and came out together, so they are compared as they stand"
    return Problem(stage="link", reason="contact-unsure", detail=detail)


def _told_of(reading: Reading, contact: Contact | None) -> Told:
    document = reading.document
    return Told(contact=contact, parties=_known(reading), issuer=reading.issuer, published=document.published)


def _known(reading: Reading) -> Mapping[str, Party]:
    """The reading's parties; a principal of unknown country whom an issuer's text names first is the issuer's."""
    parties = {party.id: party for party in reading.parties}
    met = main_contact(reading)
    first = parties.get(met.participants[0]) if met and len(met.participants) > 1 else None
    country = (reading.issuer or "").removeprefix("state:") if (reading.issuer or "").startswith("state:") else None
    if first is None or country is None or first.kind != "person" or first.country:
        return parties
    if any(parties[p].country == country for p in met.participants if p in parties):  # type: ignore[union-attr]
        return parties
    return {**parties, first.id: replace(first, country=country)}


def contact_mentions(reading: Reading) -> tuple[ContactMention, ...]:
    """The reading's contacts as linking across documents takes them, in its order."""
    main = main_contact(reading)
    return across.contact_mentions(reading, main.id if main else None, stems)


def _told_by(side: Account, read: Sequence[Reading]) -> Contact | None:
    """The contact as the side's own documents tell of it."""
    told = [reading for reading in read if reading.document.id in side.documents]
    return next((c for reading in told for c in reading.contacts if c.id == side.contact), None) or (
        main_contact(told[0]) if told else None
    )


def _contact(left: Account, right: Account, read: Sequence[Reading], matches: Mapping[str, str]) -> Contact | None:
    """The contact of both accounts, with what either document knows of it."""
    if left.contact is None or left.contact != right.contact:
        return None
    told = [(r, c) for r in read for c in r.contacts if matches.get(c.id, c.id) == left.contact]
    if not told:
        return None
    (_, contact), *more = told
    known: dict[str, Party] = {party.id: party for reading in read for party in reading.parties}
    for _, other in more:
        contact = merged(contact, other, known)
    return contact


def _no_two_sides(read: Sequence[Reading], gathered: Sequence[Account]) -> tuple[str, str]:
    """Why there is nothing to compare, and the remedy."""
    names = [reading.document.origin or reading.document.id for reading in read]
    found = ", ".join(dict.fromkeys(account.name for account in gathered)) or "none"
    problem = f"{' and '.join(names)} does not hold two accounts of one contact (accounts found: {found})"
    return problem, "Give the other side's text as a second input"
