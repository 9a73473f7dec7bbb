"""All events of a document: of its contacts, its sentences and its claims, each told of once.

Lossy by design: PLOVER has no type for statements, and neither codebook for letters. What is lost is counted in a
problem, never dropped in silence.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from readouts.code import contacts as of_contacts
from readouts.code import sentences as of_sentences
from readouts.code.outcomes import Coding
from readouts.code.who import Who
from readouts.lexicon import Lexicon
from readouts.lexicon.tables import rows
from readouts.records import (
    Attribution,
    Claim,
    Contact,
    DateMention,
    Document,
    Event,
    Mention,
    Party,
    Problem,
    digest,
)
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Acts of claims to CAMEO codes; an act whose row in acts.tsv has no PLOVER type has no event.
_CAMEO = {"welcome": "051", "praise": "051", "thank": "051", "congratulate": "051", "condole": "051", "support": "051",
          "agree": "030", "commit": "030", "request": "020", "urge": "020", "demand": "100", "insist": "100",
          "express-concern": "111", "criticize": "111", "accuse": "112", "condemn": "111", "reject": "120",
          "deny": "120", "warn": "130", "threaten": "130", "apologize": "055"}  # fmt: skip
# To bring a matter up is no request, and to discuss one is the contact itself.
_NO_EVENT = frozenset(("discuss", "raise"))
# Types whose act is directed at the other side of the contact where the text names no addressee.
_ADDRESSED = frozenset(("REQUEST", "THREATEN", "REJECT"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """The events of a document in text order, with the parties that only they name or know the country of, and what
    was lost.
    """

    events: tuple[Event, ...]
    parties: tuple[Party, ...]
    problems: tuple[Problem, ...]


def coded(
    document: Document,
    doc: "Doc",
    mentions: Sequence[Mention],
    parties: Sequence[Party],
    dates: Sequence[DateMention],
    said: Sequence[Attribution],
    contacts: Sequence[Contact],
    claims: Sequence[Claim],
    issuer: str | None,
    lexicon: Lexicon,
) -> Coded:
    """The events of a document. `issuer`: the party in whose own voice it speaks; it reports what nobody else does."""
    who = Who(document, doc, mentions, parties, lexicon)
    if issuer and issuer.removeprefix("state:") in lexicon.states:
        who.state(issuer.removeprefix("state:"))  # known by the document, not always named in the text
    met = list(of_contacts.events(contacts, who.parties, issuer))
    read = list(of_sentences.events(who, dates, said, issuer))
    cores = {event.id: core for event, core in read}
    told = [_in_contact(event, claims, contacts, who) for event, _ in read]
    found = [e for e in told if not any(_retells(e, event, contact, who) for contact, event in met)]
    found += [event for _, event in met if not any(_overrides(e, cores[e.id], event) for e in found)]
    found += _of_claims(claims, contacts, found, who, issuer)
    found = list({e.id: e for e in found}.values())
    found.sort(key=lambda e: (e.status in ("denied", "hypothetical"), e.spans[0]))
    used = {p for e in found for p in (*e.actors, *e.recipients, e.reported_by)}
    added = tuple(party for party in who.new.values() if party.id in used)
    return Coded(events=tuple(found), parties=added, problems=(*_undated(found), *_lost(claims, contacts)))


def _retells(event: Event, known: Event, contact: Contact, who: Who) -> bool:
    """Whether a sentence's event is the contact's: it stands in the contact's words, or is a CONSULT of the same."""
    if event.plover != "CONSULT":
        return False
    if any(a.overlaps(b) for a in event.spans for b in contact.spans):
        return True
    seats = [{_country(who, p) for p in (*e.actors, *e.recipients)} for e in (event, known)]
    return known.plover == "CONSULT" and seats[0] <= seats[1]


# What is promised, refused, asked or threatened of a meeting, and talks called off.
_OF_MEETINGS = frozenset("036 125 126 106 026 134 164 165".split())


def _overrides(event: Event, core: Span, met: Event) -> bool:
    """Whether a sentence's event says more of a contact: refused, promised, called off, all in the contact's words."""
    if met.status != "happened":
        return any(a.overlaps(b) for a in event.spans for b in met.spans)
    return event.cameo in _OF_MEETINGS and any(s.covers(core) for s in met.spans)


def _country(who: Who, party: str) -> str:
    known = who.parties.get(party) or who.new.get(party)
    return (known.country if known else None) or party


def _in_contact(event: Event, claims: Sequence[Claim], contacts: Sequence[Contact], who: Who) -> Event:
    """The event with the day and the other side of the contact in which it was said."""
    claim = next((c for c in claims if c.contact and any(a.overlaps(b) for a in event.spans for b in c.spans)), None)
    contact = next((c for c in contacts if claim and c.id == claim.contact), None)
    if claim is None or contact is None:
        return event
    when = event.when or (contact.when if contact.when and contact.when.start else None)
    named = any(_country(who, r) != r for r in event.recipients)  # "the release of the fishermen": asked of the others
    others = () if named or event.plover not in _ADDRESSED else _other_side(contact, event.actors, who)
    if not others:
        return replace(event, when=when)
    return replace(event, when=when, recipients=others, recipient_sectors=("GOV",) * len(others))


def _other_side(contact: Contact, actors: Sequence[str], who: Who) -> tuple[str, ...]:
    home = {_country(who, a) for a in actors}
    return tuple(p for p in contact.participants if _country(who, p) not in home) if home else ()


# -- claims ------------------------------------------------------------------------------------------------------------


@cache
def _types() -> Mapping[str, str]:
    """The PLOVER type of each act that has one."""
    return {r["act"]: r["plover"] for r in rows("acts") if r["plover"] and r["act"] not in _NO_EVENT}


def _of_claims(
    claims: Sequence[Claim], contacts: Sequence[Contact], known: Sequence[Event], who: Who, issuer: str | None
) -> list[Event]:
    """Events of the claims made in a contact whose sentence gave none of their type."""
    found = []
    for claim in claims:
        plover = _types().get(claim.act)
        contact = next((c for c in contacts if c.id == claim.contact), None)
        actors = claim.doers
        if not plover or contact is None or claim.polarity == "negative" or not actors or claim.headline:
            continue
        if any(e.plover == plover and _shares(e, claim) for e in known):
            continue
        recipients: tuple[str, ...] = (claim.addressee,) if claim.addressee else ()
        if not recipients and not claim.joint and plover in _ADDRESSED:
            recipients = _other_side(contact, actors, who)
        found.append(
            _claimed(claim, contact, Coding(plover, None, "diplomatic", _cameo(claim.act)), actors, recipients, issuer)
        )
    return found


def _cameo(act: str) -> str:
    return _CAMEO[act]


def _shares(event: Event, claim: Claim) -> bool:
    return any(s.overlaps(claim.sentence) for s in event.spans)


def _claimed(
    claim: Claim,
    contact: Contact,
    coding: Coding,
    actors: tuple[str, ...],
    recipients: tuple[str, ...],
    issuer: str | None,
) -> Event:
    return Event(
        id=digest(claim.id, coding.plover),
        **coding._asdict(),
        actors=actors,
        recipients=recipients,
        actor_sectors=("GOV",) * len(actors),
        recipient_sectors=("GOV",) * len(recipients),
        when=contact.when if contact.when and contact.when.start else None,
        spans=claim.spans,
        reported_by=claim.account or issuer,
        tense=claim.tense,
        status="happened" if contact.status == "happened" else contact.status,
    )


# -- what is lost ------------------------------------------------------------------------------------------------------


def _undated(events: Sequence[Event]) -> Iterator[Problem]:
    undated = [e for e in events if e.when is None]
    if undated:
        many = f"{len(undated)} of {len(events)} events have" if len(events) > 1 else "the event has"
        detail = f"{many} no day that the text settles; the plover and cameo exports leave such events out"
        yield Problem(stage="code", reason="event-undated", detail=detail, span=undated[0].spans[0])


def _lost(claims: Sequence[Claim], contacts: Sequence[Contact]) -> Iterator[Problem]:
    """What has no place in the codebooks: statements and the like, letters and messages."""
    acts = Counter(c.act for c in claims if c.act not in _types() and c.act not in _NO_EVENT)
    letters = sum(c.kind in ("letter", "message") for c in contacts)
    if acts:
        shown = ", ".join(f"{act} {n}" for act, n in acts.most_common(4))
        detail = f"{acts.total()} of {len(claims)} claims are no events in PLOVER ({shown}): read them among the claims"
        yield Problem(stage="code", reason="claims-not-coded", detail=detail)
    if letters:
        detail = f"{letters} letters or messages are no events in PLOVER: read them among the contacts"
        yield Problem(stage="code", reason="letters-not-coded", detail=detail)
