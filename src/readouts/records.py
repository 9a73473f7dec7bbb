"""Every noun of the system. Frozen, keyword-only, tuples inside; a newcomer reads this file first.

Spans are offsets into the text of the document that the record was read from. `None` means unknown, never a guess.
Ids are hashes of what and where (`digest`), or for parties and issues readable words, so two runs can be diffed.
The way a record appears in JSON is in `readouts.export.json` and `schema/*.json`.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

from readouts.text import Span

PartyKind = Literal["person", "state", "body", "group"]
ContactKind = Literal["call", "meeting", "visit", "letter", "message", "talks"]
Medium = Literal["phone", "video", "in-person"]
Status = Literal["happened", "planned", "denied", "hypothetical"]
Mode = Literal["direct", "indirect", "mixed"]
Basis = Literal["stated", "relative", "dateline"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Polarity = Literal["positive", "negative"]
Tense = Literal["past", "present", "future"]
Relation = Literal["both", "framing", "conflict", "only-left", "only-right"]
Commitment = Literal["agreed", "will", "hopes"]
Modality = Literal["necessary", "possible", "conditional"]
Coverage = Literal["full", "excerpts"]
Ground = Literal["checked", "asserted", "unseen"]
# Where a document's day or publisher is known from: the user; the row of a .jsonl file; the feed that led to it; of a
# page its JSON-LD, meta tags, time elements, title, address, or other signs in it; the text's dateline or letterhead.
KnownFrom = Literal[
    "user", "row", "feed", "selector", "json-ld", "meta", "time", "title", "dateline", "letterhead", "address", "page"
]
Nature = Literal["substance", "boilerplate", "term", "unclear"]
Standing = Literal["steady", "flickering", "absent", "undated"]
Change = Literal["same", "inflection", "names", "small-words", "order", "swapped", "added", "dropped"]
EditKind = Literal["kept", "added", "dropped", "replaced"]
ReviewKind = Literal["attribution", "claim", "contact", "date", "event", "relation", "link"]
# What a coder judges of a record: the claim's words, its parties, act and issues; the rest is a record as a whole.
Layer = Literal["attribution", "span", "party", "act", "issue", "contact", "date", "event", "relation", "link"]
Verdict = Literal["accept", "mend", "reject", "add", "undo"]
CoderRole = Literal["coder", "adjudicator"]


def digest(*parts: object) -> str:
    """A short stable id made of the parts' text: 12 hexadecimal digits."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text as it came in, fixed from then on. A changed page is another document."""

    id: str  # given by the input, or a digest of publisher, address and text
    text: str  # what all spans refer to
    title: str | None = None
    headline: Span | None = None  # where the title stands in `text`; None when the text does not contain it
    publisher: str | None = None  # who put it out: an outlet, a government office
    published: date | None = None  # the day in the publisher's own time zone; None when the input does not say
    language: str | None = None  # ISO 639-1
    url: str | None = None
    origin: str | None = None  # what the user named: a path, an address, "-"
    coverage: float | None = None  # share (0..1) of the page's visible words that the text kept; None: not a page
    raw: str | None = None  # SHA-256 of the bytes it was made from, hexadecimal
    issuer: str | None = None  # Party.id in whose own voice it speaks, as the user says; None: to be found out
    published_basis: KnownFrom | None = None  # where `published` is known from; None with it
    publisher_basis: KnownFrom | None = None  # where `publisher` is known from; None with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Characters of one document that bear something out."""

    document: str  # Document.id
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A stretch of days, as precise as the text is."""

    start: date | None  # first day
    end: date | None  # day after the last
    edtf: str | None  # the same in Extended Date/Time Format (ISO 8601-2), qualifiers kept
    basis: Basis  # stated in full; relative to the publication date or another event; the document's dateline


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A time expression, by the TIMEX3 guidelines (TimeML)."""

    span: Span
    type: TimexType
    value: str  # TIMEX3 value: "2024-09-16", "XXXX-WXX-1" for a Monday nobody can place, "P3D", "FUTURE_REF"
    when: When | None  # None: a duration or set, or it cannot be placed on the calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody who can act or speak: a person, a state (its government), a body, a group of people."""

    id: str  # "state:AZE", "body:osce-minsk-group", "person:Q57291" or "person:ilham-aliyev", "group:..."
    name: str  # full name in its commonest English form, or the document's own words for an unnamed one
    kind: PartyKind
    country: str | None = None  # ISO 3166-1 alpha-3 (XKX for Kosovo) of the state it belongs to
    role: str | None = None  # "President", "Secretary of State", "spokesperson": as held at the document's date
    office: str | None = None  # the institution it belongs to: "State Department", "Office of the President"
    members: tuple[str, ...] = ()  # of a group: the parties in it, where the text lets us know them


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that name a party or refer to it."""

    span: Span
    party: str | None  # Party.id; None: not resolved
    why: str  # the evidence in a few words: "full name", "introduced here", "metonym", "pronoun: subject before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """Words that withdraw or soften commitment to what is said."""

    span: Span
    by: Literal["source", "reporter"]  # whose caution it is: the quoted speaker's, or the one who reports the speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Somebody is said to have said, written, thought or wanted something (PARC and PolNeAR guidelines)."""

    id: str
    source: tuple[Span, ...]  # who; empty when the text names nobody
    cue: tuple[Span, ...]  # the words that attribute: "said", "according to"; empty in a readout's own voice
    content: tuple[Span, ...]  # what; several spans when the quotation is broken
    party: str | None  # Party.id of the source
    mode: Mode  # content in quotation marks wholly (direct), not at all (indirect), in part (mixed)
    hedges: tuple[Hedge, ...] = ()
    within: str | None = None  # id of the attribution whose content this one stands in
    polarity: Polarity = "positive"  # of the saying: negative when it was not done ("refused to say")
    tense: Tense | None = None  # of the saying: "will announce"; None: no verb tells it

    @property
    def own_voice(self) -> bool:
        """Whether it is that of a whole readout to its issuer, which no words of the text express."""
        return not self.source and not self.cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A call, meeting, visit, letter, message or round of talks between principals."""

    id: str
    kind: ContactKind
    participants: tuple[str, ...]  # Party ids: principals, persons where named; never a party merely talked about
    mediators: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()  # who held it; may be participants too
    medium: Medium | None = None  # how they spoke, where the text says so
    when: When | None = None
    place: str | None = None
    initiator: str | None = None  # Party.id; None: not said
    status: Status = "happened"
    spans: tuple[Span, ...] = ()  # every place of this document that tells of it


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMention:
    """What one document tells of one contact, with what linking it to other documents takes."""

    contact: Contact
    document: str  # Document.id
    published: date | None  # the day in the publisher's own time zone; None when the input does not say
    issuer: str | None  # Party.id in whose own voice the document speaks; None: news, or not known
    parties: tuple[Party, ...]  # those of the contact, as the document lets us know them
    main: bool = False  # the contact that the document is about
    words: frozenset[str] = frozenset()  # stems of the content words that tell of it, names of its parties aside

    @property
    def id(self) -> str:
        """That of the contact as this document tells it."""
        return self.contact.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLink:
    """Which contact a document tells of: all mentions with one `linked_to` tell of the same one."""

    mention: str  # ContactMention.id
    linked_to: str  # id of the mention that stands for the contact; its own where it stands for itself
    reason: str  # for people, in a few words
    made_by: Literal["engine", "hand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that a text gives of something, dates aside."""

    span: Span
    value: float  # "1.5 million" is 1500000.0, "forty" 40.0
    thing: str  # stem of what is counted, "money" for sums, "percent"; "" where nothing follows


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One act on one matter, as one account tells it."""

    id: str
    spans: tuple[Span, ...]  # the words of the claim; more than one when a quotation is broken or a list is split
    sentence: Span  # the sentence it stands in, to be shown as evidence
    act: str  # a row of lexicon/acts.tsv: "reaffirm", "demand", ...
    account: str | None = None  # Party.id of the state or body whose version this is; None: the outlet's own words
    holder: str | None = None  # Party.id of who does the act; None: not said ("it was emphasised")
    joint: tuple[str, ...] = ()  # Party ids when several do it together ("the sides agreed"); empty: holder alone
    contact: str | None = None  # Contact.id when the claim tells what passed in a contact
    attribution: str | None = None  # Attribution.id that it stands in
    issues: tuple[str, ...] = ()  # rows of lexicon/issues.tsv
    about: tuple[str, ...] = ()  # Party ids that the content names or refers to
    addressee: str | None = None  # Party.id of the one the act is directed at ("urged Azerbaijan to ...")
    polarity: Polarity = "positive"  # negative: the act or its content is negated
    tense: Tense = "past"  # of the content where it has a finite verb, else of the act
    hedges: tuple[Hedge, ...] = ()
    commitment: Commitment | None = (
        None  # what it binds the doer to: agreed with the other, will do, hopes for; None: no
    )
    modality: Modality | None = None  # of the content: must or should, may or can, only if; None: plain
    numbers: tuple[Figure, ...] = ()
    dates: tuple[Span, ...] = ()  # of the date mentions among its words
    boilerplate: bool = False  # courtesies and stock closing lines, which readouts carry whatever the matter
    headline: bool = False  # it stands in the headline: the outlet's framing

    @property
    def doers(self) -> tuple[str, ...]:
        """Party ids of those who do the act, together or alone; () where it is not said."""
        return self.joint or ((self.holder,) if self.holder else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """An issue that a party's account does not mention, and on what ground we say so."""

    party: str  # Party.id of the one who is silent
    issue: str
    basis: Ground  # checked: its full text is loaded; asserted: somebody says so; unseen: only excerpts are loaded
    asserted_by: str | None = None  # Party.id; None with basis "asserted": the outlet itself
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The text says that one statement is like another ("issued a similar statement on Friday")."""

    party: str | None  # Party.id of the issuer
    span: Span
    contacts: tuple[str, ...]  # Contact ids that the statements tell of, the described one first
    when: When | None  # when the statement described was issued: not when the contact was


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What the text or the input leaves in doubt; shown, never dropped."""

    stage: str  # "ingest", "dates", "parties", "attributions", "contacts", "claims", "link", "compare"
    reason: str  # a short constant: "no-publication-date", "party-unresolved", "low-coverage"
    detail: str  # a sentence for people
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBy:
    """What made a reading or comparison."""

    version: str
    models: tuple[str, ...]  # "en_core_web_sm 3.8.0"
    lexicon: str  # digest of all lexicon rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event record, PLOVER 0.8 type and CAMEO code; lossy by design."""

    plover: str  # one of the 16 types: "CONSULT", "REJECT"
    mode: str | None  # as the manual lists for the type; None: it has none, or the text does not say
    cameo: str  # "041"; a code of roots 01 and 02 only beside a PLOVER type that takes it
    actors: tuple[str, ...]  # Party ids; empty: not said ("25 were killed")
    recipients: tuple[str, ...]  # Party ids; empty: none named, or all who take part are actors
    when: When | None  # None: the text does not settle the day; `code` keeps such events out of dated exports
    spans: tuple[Span, ...]
    reported_by: str | None  # Party.id of who tells of it; None: the outlet's own words
    status: Status  # denied: said not to have happened; hypothetical: "may", "could"; planned: announced
    id: str = ""
    context: str | None = None  # of PLOVER: "military", "economic"
    place: str | None = None  # in the text's words
    polarity: Polarity = "positive"
    tense: Tense = "past"
    actor_sectors: tuple[str | None, ...] = ()  # of agents.tsv, one an actor: "GOV", "MIL"; None: not known
    recipient_sectors: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was found in one document, in text order."""

    document: Document
    parties: tuple[Party, ...]
    mentions: tuple[Mention, ...]
    dates: tuple[DateMention, ...]
    attributions: tuple[Attribution, ...]
    contacts: tuple[Contact, ...]
    claims: tuple[Claim, ...]
    events: tuple[Event, ...]
    silences: tuple[Silence, ...]  # those asserted in the text
    likenesses: tuple[Likeness, ...]
    problems: tuple[Problem, ...]
    made_by: MadeBy
    issuer: str | None = None  # Party.id in whose own voice the whole document speaks; None: news, or not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One party's version of one contact: its claims, gathered from the documents that carry them."""

    party: str  # Party.id: the state or body whose version this is; of a report that carries several, the outlet
    name: str
    documents: tuple[str, ...]  # Document ids
    coverage: Coverage  # full: the issuer's own text is loaded; excerpts: quoted or reported by another
    contact: str | None  # Contact.id in the first document; None: no contact named
    claims: tuple[str, ...]  # Claim ids, in the order told
    words: int  # words of text that the account has: a short text omits more by construction


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Claims of two accounts laid side by side, and how they stand to each other."""

    left: tuple[str, ...]  # Claim ids; empty with only-right
    right: tuple[str, ...]
    relation: Relation
    issues: tuple[str, ...]
    score: float  # 0..1: how sure we are that the two sides speak of the same matter; of one side: of no counterpart
    why: str  # a sentence for people


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """Wording that two statements share to the letter, in signs of the same form."""

    text: str  # as it stands on the left
    left: Evidence
    right: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What analysts look at in an account as a whole."""

    words: int
    first_named: str | None  # Party.id
    initiator: str | None  # Party.id that this account says called or asked for the contact
    tone: tuple[Evidence, ...]  # adjectives about the contact: "candid", "constructive"
    issues: tuple[str, ...]  # in the order first told
    remarks: tuple[Evidence, ...] = ()  # how long the contact was, which in a row: "over an hour", "third this year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A claim of a headline, and what it stands on in the body."""

    claim: str  # Claim.id, in the outlet's words
    body: tuple[str, ...]  # Claim ids of the same document, in the order told; empty: nothing found
    why: str  # a sentence for people: which acts the body has where the headline has its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two accounts of one contact, side by side."""

    contact: Contact | None  # None: the inputs tell of different contacts
    left: Account
    right: Account
    others: tuple[Account, ...]  # further accounts in the same texts: of other parties, of other contacts
    readings: tuple[Reading, ...]
    alignments: tuple[Alignment, ...]  # in the left account's order; one-sided claims of the right where they fall
    silences: tuple[Silence, ...]
    formulas: tuple[Formula, ...]  # between the two accounts, and between statements of one issuer
    features: tuple[Features, Features]  # left, right
    problems: tuple[Problem, ...]
    made_by: MadeBy
    headlines: tuple[Headline, ...] = ()  # of the articles among the texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One wording of a standing formula."""

    text: str  # as it stands where it is used first
    change: Change  # against the commonest wording: other endings, other names, other order, a word swapped ...
    documents: int  # in how many it stands
    first: date | None  # day of publication of the first of them; None: none is dated
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One place where a standing formula stands."""

    evidence: Evidence
    published: date | None
    variant: int  # place of its wording in `StandingFormula.variants`


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Statements on the matter between two uses of a formula that lack it."""

    after: date  # day of the last use before
    until: date  # day of the next use
    documents: int  # how many statements on the matter lack it in between, at least one


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A state that the sentences of a formula name."""

    party: str  # Party.id
    documents: int  # in how many of the formula's documents
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingFormula:
    """Wording that one issuer repeats over its statements, and its history in those that are loaded."""

    id: str
    issuer: str | None  # Party.id, else the publisher's name; None: no publisher known
    text: str  # the commonest wording, as it stands in the first document that has it
    skeleton: str  # the same with "[state]", "[person]" where the names change, "[number]", "[date]"
    nature: Nature  # says something of a matter; opening, closing, courtesy; a name or term
    reasons: tuple[str, ...]  # sentences for people: why it is of that nature
    issues: tuple[str, ...]  # rows of lexicon/issues.tsv whose words it has
    acts: tuple[str, ...]  # rows of lexicon/acts.tsv whose words it has
    documents: int  # in how many it stands, in whatever wording; the same text twice counts once
    loaded: int  # how many statements of the issuer were looked through
    first: date | None  # of the first and the last document that has it; None: none is dated
    last: date | None
    uses: tuple[Use, ...]  # by day, undated ones last
    variants: tuple[Variant, ...]  # the commonest first
    about: tuple[Named, ...]  # states named in its sentences, the one named most first; the issuer's own left out
    matter: str  # what makes a statement one on the matter: "statements that name Ukraine"
    on_matter: int  # how many statements on the matter there are, dated ones
    standing: (
        Standing  # never missing; missing and back, or not missing for long yet; missing longer than ever; no days
    )
    gaps: tuple[Gap, ...]  # by day
    absent_since: date | None  # day of the first statement on the matter that lacks it after its last use; None: none
    absent_in: int  # how many statements on the matter lack it since


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Words of two statements that agree, or what takes the place of what."""

    kind: EditKind
    left: Span | None  # None: added
    right: Span | None  # None: dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceEdits:
    """A sentence of one statement beside its counterpart in the other."""

    left: Span | None  # None: the sentence is only in the right statement
    right: Span | None  # None: only in the left
    moved: bool  # the counterpart stands at another place in the order of sentences
    edits: tuple[Edit, ...]  # every word and stop of both, in the right's order


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed in the wording from one statement to another. Every word of both stands in exactly one edit."""

    left: str  # Document.id
    right: str
    sentences: tuple[SentenceEdits, ...]  # in the right's order, dropped ones where they stood
    kept: int  # words of the right that stand in the left too, moved sentences included
    added: int  # words of the right that are new, replacements included
    dropped: int  # words of the left that are gone, replaced ones included


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceOver:
    """Whether an issuer's statements of a period mention an issue, and on what ground we may say that they do not."""

    party: str  # Party.id of the issuer, else the publisher's name
    issue: str  # row of lexicon/issues.tsv
    start: date | None  # first day of the period; None: from the first statement on
    end: date | None  # day after the last; None: to the last statement
    basis: Ground | None  # None: the issue is mentioned
    documents: int  # statements of the period that are loaded
    full: int  # how many of them in full
    words: int  # of text loaded
    first: date | None  # day of the first and the last statement loaded of the period; None: none is dated
    last: date | None
    undated: int  # statements without a day; they count only where the period is open at both ends
    mentions: tuple[Evidence, ...]  # the first words of the issue in each statement that has them, by day
    silent_since: date | None  # day of the last mention; None: never mentioned before, or only in undated statements
    silent_in: int  # statements since that mention, or all where there is none
    asserted: tuple[Silence, ...] = ()  # somebody says that the party left it out


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An issuer's words in one document: what a silence over many documents is looked for in."""

    party: str  # Party.id of the issuer, else the publisher's name
    document: Document
    coverage: (
        Coverage  # full: the issuer's own text; excerpts: quoted or reported by another, or a page that lost words
    )
    parts: tuple[Span, ...]  # where its words stand: all below the headline, or the sentences of its claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Linking:
    """The links of the mentions that belong, or are decided to belong, to one contact."""

    links: tuple[ContactLink, ...]


Reviewed = Attribution | Claim | Contact | DateMention | Event | Alignment | Linking


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one person decided of one record, kept for good."""

    key: int  # in the order made
    session: int
    coder: str
    role: CoderRole
    at: str  # the instant, UTC: "2024-09-17T08:00:00Z"
    document: str  # Document.id; of a relation the left side's
    other: str | None  # of a relation the right side's; else None
    kind: ReviewKind
    record: str  # id of the record; of a link that of the mention
    layers: tuple[Layer, ...]  # what was looked at
    verdict: Verdict
    said: Reviewed | None  # the engine's record; None: the engine found none there
    stands: Reviewed | None  # as the coder leaves it; None: it goes, or the decision takes another one back
    note: str
    takes_back: int | None  # Decision.key that this one undoes
