"""Claims gathered into accounts: one party's version of one contact."""

from collections.abc import Iterable, Mapping, Sequence

from readouts.link.issuer import unknown_office
from readouts.link.reported import reported
from readouts.records import Account, Claim, Contact, Party, Reading
from readouts.text import union, words

_Key = tuple[str, str | None, str | None]
# Characters of the body within which an own text names the contact that it is about.
_OPENING = 300


def accounts(
    readings: Sequence[Reading], own: Mapping[str, str], same: Mapping[str, str] | None = None
) -> tuple[Account, ...]:
    """Every party's account of every contact, in the order told.

    `own` says of which documents the whole text is one party's own readout: Document.id to Party.id; each gives one
    full account, kept apart from what others quote of that party. What articles quote of one party about one contact
    makes one account of excerpts. `same` maps a Contact.id to the id of the same contact in an earlier document.
    A claim in the outlet's own words belongs to no account, but where one report stands beside one office's own text:
    then all that the report tells of the contact makes one account, whosever version it is. It is that of the one party
    whose version the report names, unless that is the office itself; else that of the outlet.
    """
    same = same or {}
    gathered: dict[_Key, list[tuple[Reading, Claim]]] = {}
    report, beside, told_key = _report_beside(readings, same)
    for reading in readings:
        issuer = own.get(reading.document.id)
        main = main_contact(reading)
        if issuer:
            gathered.setdefault((issuer, _one(main, same), reading.document.id), [])
        told = beside if reading is report else frozenset[str]()
        for claim in reading.claims:
            if told_key and claim.id in told:
                gathered.setdefault(told_key, []).append((reading, claim))
            elif claim.account and not claim.headline:
                key = _key(claim, reading, issuer, main, same)
                gathered.setdefault(key, []).append((reading, claim))
    names = {outlet(r).id: outlet(r).name for r in readings}
    names |= {party.id: party.name for reading in readings for party in reading.parties}
    documents = {reading.document.id: reading for reading in readings}
    return tuple(_account(key, told, names, documents) for key, told in gathered.items())


def outlet(reading: Reading) -> Party:
    """Whoever put the text out, as a party of its own."""
    document = reading.document
    return unknown_office(document.publisher or document.origin or document.id)


def _report_beside(
    readings: Sequence[Reading], same: Mapping[str, str]
) -> tuple[Reading | None, frozenset[str], _Key | None]:
    """The report that stands beside one office's own text, the claims that tell of the contact, and whose account they
    make; nothing without such a pair.
    """
    reports = [r for r in readings if r.issuer is None]
    offices = [r for r in readings if r.issuer is not None]
    if len(reports) != 1 or len(offices) != 1:
        return None, frozenset(), None
    (report,), (office,) = reports, offices
    shared = _one(main_contact(office), same)
    contacts = {c.id for c in report.contacts if shared and _one(c, same) == shared}
    main = main_contact(report)
    contact = shared if contacts else _one(main, same)
    told = reported(report, contacts or ({main.id} if main else set()))
    versions = {c.account for c in told if c.account}
    teller = versions.pop() if len(versions) == 1 else None
    party = teller if teller and teller != office.issuer else outlet(report).id
    return report, frozenset(c.id for c in told), (party, contact, None)


def sides(
    accounts: Sequence[Account], readings: Sequence[Reading]
) -> tuple[Account, Account, tuple[Account, ...]] | None:
    """The two accounts to lay side by side, and the rest; None when there are no two of one contact.

    Of two documents: the left is the first document's, the right the second's. Of one: the contact that has two
    accounts with most to compare, those of its participants' states before others; left is the one told first.
    """
    if len(readings) >= 2:
        pair = _across(accounts, readings[0].document.id, readings[1].document.id)
    else:
        pair = _within(accounts, readings)
    if pair is None:
        return None
    return (*pair, tuple(account for account in accounts if account not in pair))


def main_contact(reading: Reading) -> Contact | None:
    """The contact that the document is about: one that happened before others, in an office's own text the one with
    which it opens, most told of, first told.
    """
    told = [claim.contact for claim in reading.claims]
    first = _first(reading) if reading.issuer else -1
    body = reading.document.headline.end if reading.document.headline else 0
    opens = first if first - body < _OPENING else -1
    ranked = sorted(
        reading.contacts,
        key=lambda c: (c.status != "happened", _start(c) != opens, -told.count(c.id), _start(c)),
    )
    return ranked[0] if ranked else None


def _first(reading: Reading) -> int:
    """Where the contact stands with which the text opens: before "during his visit to Telmark" the talks in it, where
    that sentence tells with whom they were.
    """
    told = sorted(reading.contacts, key=_start)
    states = {p.id for p in reading.parties if p.kind == "state"}
    if len(told) < 2 or told[0].kind != "visit" or not states & set(told[0].participants):
        return _start(told[0]) if told else 0
    between = reading.document.text[_start(told[0]) : _start(told[1])]
    inside = "\n" not in between and ". " not in between and told[1].status == told[0].status
    people = len([p for p in told[1].participants if p not in states]) > 1
    return _start(told[1]) if inside and people else _start(told[0])


def _start(contact: Contact) -> int:
    return min((span.start for span in contact.spans), default=0)


def _one(contact: Contact | None, same: Mapping[str, str]) -> str | None:
    return same.get(contact.id, contact.id) if contact else None


def _key(claim: Claim, reading: Reading, issuer: str | None, main: Contact | None, same: Mapping[str, str]) -> _Key:
    """Which account the claim belongs to: party, contact, and the document when it is that party's own readout.

    What an issuer says without naming a contact belongs to the one that its text is about, and so does what it says of
    another with the same other side: "the President received the envoy ...; the Minister met her later".
    """
    assert claim.account
    contact = claim.contact
    if (
        main
        and claim.account in (issuer, reading.issuer)
        and (contact is None or _has_same_other(contact, main, reading))
    ):
        contact = main.id
    document = reading.document.id if claim.account == issuer else None
    return claim.account, same.get(contact, contact) if contact else None, document


def _has_same_other(contact: str, main: Contact, reading: Reading) -> bool:
    """Whether somebody of the other side in the main contact, or another of the same state, took part in that one."""
    people = next((c.participants for c in reading.contacts if c.id == contact), ())
    own = {reading.issuer}
    return bool(_seats_of(main.participants, reading) & _seats_of(people, reading) - own)


def _seats_of(people: Iterable[str], reading: Reading) -> set[str | None]:
    """The states of those people; of whom no state is known, the person."""
    known = {party.id: party.country for party in reading.parties}
    return {f"state:{known[p]}" if known.get(p) else p for p in people}


def _account(
    key: _Key, told: Sequence[tuple[Reading, Claim]], names: Mapping[str, str], documents: Mapping[str, Reading]
) -> Account:
    party, contact, own = key
    carriers = (own,) if own else tuple(dict.fromkeys(reading.document.id for reading, _ in told))
    length = _words_of(documents[own]) if own else sum(_words_quoted(told, documents[id]) for id in carriers)
    return Account(
        party=party,
        name=names.get(party, party),
        documents=carriers,
        coverage="full" if own else "excerpts",
        contact=contact,
        claims=tuple(claim.id for _, claim in told),
        words=length,
    )


def _words_of(reading: Reading) -> int:
    return sum(1 for _ in words(reading.document.text))


def _words_quoted(told: Iterable[tuple[Reading, Claim]], reading: Reading) -> int:
    """Words in the spans of those claims that stand in this document, each counted once."""
    spans = union(s for r, claim in told if r.document.id == reading.document.id for s in claim.spans)
    return sum(1 for span in spans for _ in words(reading.document.text, span))


def _across(accounts: Sequence[Account], first: str, second: str) -> tuple[Account, Account] | None:
    """The fullest pair with one account in each document, of one contact if there is such a pair."""
    lefts = [a for a in accounts if first in a.documents]
    rights = [a for a in accounts if second in a.documents]
    pairs = [(one, other) for one in lefts for other in rights if one is not other]
    return max(pairs, key=_worth, default=None)


def _worth(pair: tuple[Account, Account]) -> tuple[bool, bool, int, int]:
    """How good the pair is to compare: one contact, two parties, own texts, and claims on both sides."""
    one, other = pair
    return (
        one.contact is not None and one.contact == other.contact,
        one.party != other.party,
        (one.coverage == "full") + (other.coverage == "full"),
        min(len(one.claims), len(other.claims)),
    )


def _within(accounts: Sequence[Account], readings: Sequence[Reading]) -> tuple[Account, Account] | None:
    """The pair of accounts of one contact with most to compare, left the one told first."""
    taking_part = _seats(readings)
    pairs = [
        (one, other)
        for i, one in enumerate(accounts)
        for other in accounts[i + 1 :]
        if one.contact is not None and one.contact == other.contact and one.party != other.party
    ]

    def worth(pair: tuple[Account, Account]) -> tuple[int, int, int]:
        parts = taking_part.get(pair[0].contact or "", frozenset())
        counts = [len(account.claims) for account in pair]
        return sum(account.party in parts for account in pair), min(counts), sum(counts)

    return max(pairs, key=worth, default=None)


def _seats(readings: Sequence[Reading]) -> Mapping[str, frozenset[str]]:
    """Of each contact, the participants and the states they belong to."""
    parties: dict[str, Party] = {party.id: party for reading in readings for party in reading.parties}
    return {
        contact.id: frozenset(contact.participants)
        | {f"state:{known.country}" for p in contact.participants if (known := parties.get(p)) and known.country}
        for reading in readings
        for contact in reading.contacts
    }
