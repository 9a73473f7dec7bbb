"""Whose version each claim is, and which contact it tells of.

Account: in a readout the issuer's. In news the chain of attributions decides, from the outside in: a spokesperson,
office, capital or readout gives its state; a principal's own act, told by the outlet, comes from the account of the
principal's state unless an attribution says otherwise; unnamed officials give their state where it is known. What
the outlet says in its own voice has no account.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from readouts.link.issuer import Issuer
from readouts.link.nesting import chain
from readouts.records import Attribution, Claim, Contact, Document, Mention, Party
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_TOGETHER = frozenset(
    "they leader president side party interlocutor minister counterpart both two secretary official delegation"
    " pair premier".split()
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the document, by id."""

    text: str
    parties: Mapping[str, Party]
    said: Mapping[str, Attribution]
    mentions: Sequence[Mention]
    contacts: Sequence[Contact]
    issuer: Issuer
    voices: Mapping[str, str]  # by Attribution.id: the party that speaks there
    behalf: Mapping[str, str]  # of spokespersons whose country is not said: the state whose acts they tell of
    sentences: Sequence[int]  # where each sentence starts
    aside: frozenset[Span]  # places where a contact is told of within a claim's content, or only referred to
    earlier: frozenset[str]  # contacts of an own text that it only looks back on


def assigned(
    claims: Sequence[Claim],
    document: Document,
    doc: "Doc",
    mentions: Sequence[Mention],
    parties: Sequence[Party],
    attributions: Sequence[Attribution],
    contacts: Sequence[Contact],
    issuer: Issuer,
) -> tuple[Claim, ...]:
    """The claims with account, contact, and the members of "the leaders" filled in."""
    # What an outlet tells in its own words opens the report: "both presented the call between them in other lights".
    said = [m for m in claims if issuer.voice == "readout" or m.attribution or m.holder or m.joint]
    inside = frozenset(
        told
        for c in contacts
        for told in c.spans
        if any(s.start < told.start and s.covers(told) for m in said for s in m.spans)
    )
    if issuer.voice == "readout":
        inside |= frozenset(s for c in contacts for s in c.spans if not _is_brought_up(s, doc))
    known = _Known(
        document.text,
        {p.id: p for p in parties},
        {a.id: a for a in attributions},
        mentions,
        contacts,
        issuer,
        {},
        {},
        [s.start_char for s in doc.sents],
        inside,
        _looked_back_on(contacts, doc) if issuer.voice == "readout" else frozenset(),
    )
    known = replace(known, voices=_voices(claims, known))
    known = replace(known, behalf=_behalf(claims, known))
    found: list[Claim] = []
    for claim in claims:
        claim = replace(claim, account=None if claim.headline else _account(claim, known, found))
        claim = replace(claim, contact=_contact(claim, known))
        found.append(_held(claim, doc, known))
    return tuple(found)


def _looked_back_on(contacts: Sequence[Contact], doc: "Doc") -> frozenset[str]:
    """Those of the same people as the contact told first, and before it by date or tense: "they had met in May"."""
    told = sorted((c for c in contacts if c.status == "happened" and c.spans), key=lambda c: min(c.spans))
    if not told:
        return frozenset()
    first, people = told[0], set(told[0].participants)
    again = [c for c in told[1:] if set(c.participants) <= people or people <= set(c.participants)]
    return frozenset(c.id for c in again if _is_before(c, first) or _in_past_perfect(c, doc))


def _is_before(contact: Contact, other: Contact) -> bool:
    end = contact.when.end if contact.when else None
    start = other.when.start if other.when else None
    return end is not None and start is not None and end <= start


def _in_past_perfect(contact: Contact, doc: "Doc") -> bool:
    spans = [doc.char_span(s.start, s.end, alignment_mode="expand") for s in contact.spans]
    heads = [span.root for span in spans if span is not None]
    return bool(heads) and all(any(c.lower_ == "had" and c.dep_ == "aux" for c in head.children) for head in heads)


_DURING = ("in", "during", "at", "over", "by")
_CHIEF = ("nsubj", "nsubjpass", "dobj", "attr")


def _is_brought_up(told: Span, doc: "Doc") -> bool:
    """Whether an own text turns to the contact there, "she then met the Premier", "in a second call, she ..."; not
    where it is what something else is about: "on the talks in Vienna", "after their meeting".
    """
    span = doc.char_span(told.start, told.end, alignment_mode="expand")
    if span is None:
        return True
    head = span.root
    if head.pos_ in ("VERB", "AUX"):
        return head.dep_ in ("ROOT", "conj", "advcl", "parataxis")
    if head.dep_ == "pobj" and head.head.dep_ == "prep":
        return head.head.lower_ in _DURING and head.head.head.pos_ in ("VERB", "AUX")
    return head.dep_ in _CHIEF or head.dep_ == "ROOT"


# ---- account


def _account(claim: Claim, known: _Known, earlier: Sequence[Claim]) -> str | None:
    told = _chain(claim, known)
    if known.issuer.voice == "readout":
        asked = any(_ASKED.fullmatch(s.of(known.text)) for a in told for s in a.source)
        return None if asked else known.issuer.party
    for attribution in told:
        party = _source(attribution, known)
        if party and (account := _version(party, known)):
            return account
        if len(told) > 1 and attribution.source:
            return None  # somebody whose side is not known tells of the others' acts
    beside = [c for c in earlier if c.account and c.sentence == claim.sentence and c.holder == claim.holder]
    if beside and claim.holder:
        return beside[-1].account  # "Tarn, it added, thanked him and invited him": the second verb is told by the same
    doers = claim.doers
    versions = {v for p in doers if (v := _version(p, known))}
    if len(versions) == 1:
        return versions.pop()
    group = any(known.parties[p].kind == "group" for p in doers if p in known.parties)
    return _same_paragraph(claim, earlier) if len(versions) > 1 or group else None


def _behalf(claims: Sequence[Claim], known: _Known) -> dict[str, str]:
    """For each source of unknown country the one state whose people alone act in what it says: a spokesperson tells
    of the acts of the own side.
    """
    acting: dict[str, list[str]] = {}
    for claim in claims:
        held = _version(claim.holder, known) if claim.holder else None
        for attribution in _chain(claim, known)[:1]:
            outer = known.parties.get(attribution.party or "")
            if held and outer and outer.kind == "person" and outer.id != claim.holder and not outer.country:
                acting.setdefault(outer.id, []).append(held)
    return {party: states[0] for party, states in acting.items() if len(set(states)) == 1}


def _chain(claim: Claim, known: _Known) -> list[Attribution]:
    """The attributions that the claim stands in, outermost first."""
    inward = chain(claim.attribution, known.said)
    if len(inward) == 1 and len(claim.joint) > 1 and inward[0].party in claim.joint:
        return []
    return inward[::-1]


def _source(attribution: Attribution, known: _Known) -> str | None:
    """The party that speaks in the attribution."""
    return known.voices.get(attribution.id)


# Who asks in a briefing: what is said there is nobody's account.
_ASKED = re.compile(r"(?:the |a )?(?:question|q|journalists?|reporters?|correspondents?)\W*", re.I)
_OFFICE = (
    r"(?:(?:(?:foreign|defen[cs]e|state) )?(?:ministry|office|department)|presidency|premiership|chancellery|"
    r"(?:royal )?(?:palace|court)|(?:amiri )?diwan|"
    r"(?:government|presidential|cabinet|press|(?:president|prime minister|premier|chancellor|king|emir|amir)['’]s)"
    r" (?:press )?(?:office|service)|spokes(?:man|woman|person)|"
    r"(?:ministry|government|presidential|state department) (?:official|spokes(?:man|woman|person)))"
)
_WRITTEN = (
    r"(?:separate |brief |short |written )?"
    r"(?:readout|statement|release|account|handout|text|communiqu[eé]|summary|report)"
)
# What refers back to the maker of a readout or to the office that spoke just before.
_WRITING = re.compile(rf"(?:(?:the|this|its|his|her|that) )?(?:same )?(?:{_WRITTEN}|{_OFFICE})|it", re.I)
# An office whose state the text does not say, and what such an office writes: who is told of there is its own.
_STATELESS = re.compile(
    rf"(?:(?:the|a|an) )?(?:{_WRITTEN} (?:from|of|by|issued by) (?:the )?)?{_OFFICE}(?: {_WRITTEN})?|an? {_WRITTEN}",
    re.I,
)
_NAMED_WRITING = re.compile(
    r"\b(?:readout|statement|release|account|handout|office|spokes\w+|ministry|presidency|press service|"
    r"directorate|chancellery|department|bureau|cabinet|court|embassy)\b",
    re.I,
)


def _voices(claims: Sequence[Claim], known: _Known) -> dict[str, str]:
    """Who speaks in each attribution: its party; of a readout or statement the party whose name stands in the source's
    words, of a bare "the readout" or "it" the maker of the one before; of an office whose state is not said ("the
    foreign ministry said") the one whose act it tells of first.
    """
    found: dict[str, str] = {}
    last: str | None = None  # who spoke last through an office or a writing
    for attribution in known.said.values():
        words = [s.of(known.text).strip(" ,") for s in attribution.source]
        if known.issuer.voice == "news" and _of_two(attribution, words, known):
            continue
        it = known.issuer.voice == "news" and [w.lower() for w in words] == ["it"]
        party = (last if it else None) or attribution.party or _named_in(attribution, known)
        back = bool(words) and all(_WRITING.fullmatch(w) for w in words)
        if party is None and back and last:
            party = last
        if party is None and known.issuer.voice == "news" and words and all(_STATELESS.fullmatch(w) for w in words):
            party = _told_of(attribution, claims, known)
        if party:
            found[attribution.id] = party
            office = party in known.parties and known.parties[party].kind in ("state", "body") and bool(words)
            last = party if back or office or any(_NAMED_WRITING.search(w) for w in words) else last
    return found


def _of_two(attribution: Attribution, words: Sequence[str], known: _Known) -> bool:
    """Whether an office and another say it together, "the royal court and Lind's office said": neither's alone."""
    party = known.parties.get(attribution.party or "")
    return party is not None and party.kind in ("state", "body") and any(_AND_OFFICE.search(word) for word in words)


_AND_OFFICE = re.compile(rf"\b{_OFFICE} and | and (?:the |[A-Z][\w’']+['’]s )?{_OFFICE}\b", re.I)


def _named_in(attribution: Attribution, known: _Known) -> str | None:
    inside = [m.party for m in known.mentions if m.party and any(s.covers(m.span) for s in attribution.source)]
    return inside[-1] if inside else None


def _told_of(attribution: Attribution, claims: Sequence[Claim], known: _Known) -> str | None:
    """The first one who acts in what the attribution tells, where a state is known for that one."""
    told = (c for c in claims if any(a.id == attribution.id for a in _chain(c, known)))
    doers = (p for c in told for p in (c.joint or (c.holder,)) if p)
    first = next((m for p in doers for m in (known.parties[p].members if p in known.parties else ()) or (p,)), None)
    return first if first and _version(first, known) else None


def _version(party: str, known: _Known) -> str | None:
    """The party whose version this one's words are: its state; a body of no state is its own; an outlet has none."""
    found = known.parties.get(party)
    if found is None or party in known.behalf:
        return known.behalf.get(party)
    if found.kind == "state":
        return found.id
    if found.country and not _outlet(found):
        return f"state:{found.country}"
    return found.id if found.kind == "body" and not _outlet(found) else None


def _outlet(party: Party) -> bool:
    return (party.role or "") == "outlet"


def _same_paragraph(claim: Claim, earlier: Sequence[Claim]) -> str | None:
    """The account of the claim told just before, when it stands in the sentence before this one."""
    last = earlier[-1] if earlier else None
    return last.account if last and claim.sentence.start - last.sentence.end < 3 else None


# ---- contact


def _contact(claim: Claim, known: _Known) -> str | None:
    """The contact named in the claim's sentence, else the one last told of; in a readout else the first of all.

    None where the account is of a party without a part in it.
    """
    happened = [c for c in known.contacts if c.status == "happened" and c.id not in known.earlier]
    doers = {p for p in (claim.joint or (claim.holder,)) if p and p.startswith("person:")}
    # Those who act in the claim took part, where some contact has them all.
    happened = [c for c in happened if doers <= set(c.participants)] or happened
    here = [c for c in happened if any(_opens(s, claim) for s in c.spans)]
    contact = _nearest(claim, here) if here else _in_focus(claim, happened, known)
    if contact is None or (
        known.issuer.voice == "news" and claim.account and not _takes_part(claim.account, contact, known)
    ):
        return None
    return None if claim.account is None and known.issuer.voice == "news" and not here else contact.id


def _opens(told: Span, claim: Claim) -> bool:
    """Whether the contact is told of in the claim's sentence, outside the claim's content."""
    return claim.sentence.covers(told) and not any(s.start < told.start and told.end <= s.end for s in claim.spans)


def _nearest(claim: Claim, here: Sequence[Contact]) -> Contact:
    """Of several contacts in the sentence, the one told first before the claim: the main clause's."""
    return min(here, key=lambda c: min(s.start for s in c.spans if claim.sentence.covers(s)))


def _in_focus(claim: Claim, happened: Sequence[Contact], known: _Known) -> Contact | None:
    """The contact last told of before the claim's sentence; of several in one sentence the one told first there."""
    own = [c for c in happened if known.issuer.voice == "news" or _own(c, known)] or list(happened)
    told = [(s.start, c) for c in own for s in c.spans if s.end <= claim.sentence.start and s not in known.aside]
    if not told:  # a report may open with what was said, and tell of the contact afterwards
        return own[0] if own and (known.issuer.voice == "readout" or len(known.contacts) == 1) else None
    opening = known.sentences[bisect_right(known.sentences, max(start for start, _ in told)) - 1]
    return min((t for t in told if t[0] >= opening), key=lambda t: t[0])[1]


def _own(contact: Contact, known: _Known) -> bool:
    """Whether somebody of the issuer's own state took part in it."""
    return known.issuer.party is not None and _takes_part(known.issuer.party, contact, known)


def _takes_part(account: str, contact: Contact, known: _Known) -> bool:
    """Whether the party of the account, or somebody of its state, took part in the contact, as far as the text tells
    whose people those are.
    """
    seats = {account}
    if all(p in known.parties and known.parties[p].country is None for p in contact.participants):
        return True
    for participant in contact.participants:
        party = known.parties.get(participant)
        if participant == account or (party and party.country and f"state:{party.country}" in seats):
            return True
    return False


# ---- holders whom only the contact tells


def _held(claim: Claim, doc: "Doc", known: _Known) -> Claim:
    """The claim with the doers that its own words leave open and its contact tells."""
    contact = next((c for c in known.contacts if c.id == claim.contact), None)
    verb = _chief(claim, doc)
    if contact is None or verb is None or len(contact.participants) < 2:
        return claim
    head = _subject(verb)
    if claim.joint:
        some = set(claim.joint) < set(contact.participants)
        all_ = some and head is not None and head.lower_ in ("they", "sides", "leaders") and _is_bare(head)
        return replace(claim, joint=_both(contact, known)) if all_ else claim
    if _is_together(claim, verb, head, contact, known):
        return replace(claim, holder=None, joint=_both(contact, known))
    own = _own_people(contact, known)
    quoted = any(s.of(known.text) != "I" for a in _chain(claim, known) for s in a.source)
    if head is not None and head.lower_ == "i" and len(own) == 1 and not quoted:
        return replace(claim, holder=own[0])
    return claim


def _is_together(claim: Claim, verb: "Token", head: "Token | None", contact: Contact, known: _Known) -> bool:
    """Whether those of the contact act together: "the leaders", "they"; "we discussed"; what "was discussed"; "met
    with her to discuss".
    """
    shared = claim.act in _SHARED
    ours = head is not None and head.lower_ == "we" and not any(c.lower_ == "with" for c in verb.children)
    if shared and ours and claim.holder in (*contact.participants, known.issuer.party):
        return True
    if shared and claim.holder in contact.participants:
        return _is_purpose(claim, verb, contact)
    held = known.parties.get(claim.holder) if claim.holder else None
    if held is not None and held.kind != "group":
        return False
    if head is None:  # "the border was discussed", "while discussing the border, it was noted"
        nobody = verb.tag_ == "VBG" or any(c.dep_ in ("nsubjpass", "expl") for c in verb.children)
        return shared and not claim.holder and nobody
    if shared and not claim.holder and (head.lemma_.lower() in _TALKS or verb.lemma_ == "be"):
        return True
    plural = head.tag_ in ("NNS", "NNPS", "CD") or head.lower_ in ("they", "both")
    if claim.addressee in contact.participants:
        return False  # "they thanked him"
    return head.lemma_.lower() in _TOGETHER and plural and _is_bare(head)


# What two do with each other, whoever tells it.
_SHARED = ("discuss", "agree")
_TALKS = frozenset(
    "discussion conversation talk meeting call exchange negotiation dialogue consultation focus emphasis"
    " attention topic subject theme agenda".split()
)
_PLAIN = frozenset("the two both three all these those respective".split())


def _both(contact: Contact, known: _Known) -> tuple[str, ...]:
    """The persons who took part, where there are two and more: not "the ambassadors" who were there; else all."""
    kinds = {p: party.kind for p in contact.participants if (party := known.parties.get(p))}
    persons = tuple(p for p in contact.participants if kinds.get(p) == "person")
    return persons if len(persons) > 1 else contact.participants


def _is_bare(head: "Token") -> bool:
    """Whether nothing tells the group from those of the contact: "the leaders", not "the faith leaders", "leaders from
    the north".
    """
    before = [c for c in head.lefts if not c.is_punct]
    behind = [c for c in head.rights if c.dep_ == "prep" and c.i == head.i + 1]
    return all(c.lower_ in _PLAIN for c in before) and all(c.lower_ == "of" for c in behind)


def _is_purpose(claim: Claim, verb: "Token", contact: Contact) -> bool:
    """Whether the act is what the two met for: "spoke with her to discuss"."""
    led = verb.tag_ == "VB" and verb.i > verb.sent.start and verb.nbor(-1).lower_ == "to"
    return led and any(claim.sentence.covers(told) and told.end <= verb.idx for told in contact.spans)


def _own_people(contact: Contact, known: _Known) -> tuple[str, ...]:
    """Those of the issuer's own state who took part; where there are none, those whose state is not told."""
    states = {p: party.country for p in contact.participants if (party := known.parties.get(p))}
    own = tuple(p for p, country in states.items() if country and f"state:{country}" == known.issuer.party)
    return own or tuple(p for p, country in states.items() if not country)


def _chief(claim: Claim, doc: "Doc") -> "Token | None":
    """The first verb of the claim; of what the two did together also one behind its first words, "an exchange"."""
    shared = len(claim.spans) > 1 and claim.act in _SHARED
    told = (doc.char_span(s.start, s.end, alignment_mode="expand") for s in claim.spans[: None if shared else 1])
    verb = next((t for words in told for t in words or () if t.pos_ in ("VERB", "AUX")), None)
    return verb.head if verb is not None and verb.dep_ in ("aux", "auxpass") else verb


def _subject(verb: "Token") -> "Token | None":
    """The subject's head word of the verb, its own or a shared one; None in a passive."""
    seen = verb
    for _ in range(6):
        own = next((c for c in seen.children if c.dep_ == "nsubj"), None)
        if own is not None:
            return own
        if seen.head == seen or any(c.dep_ == "nsubjpass" for c in seen.children):
            return None
        seen = seen.head
    return None
