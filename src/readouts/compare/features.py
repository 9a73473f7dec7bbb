"""What analysts look at in an account as a whole: length, who comes first, who called, tone, order of issues."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from readouts.compare.silences import issues
from readouts.compare.wording import seat, whole_words
from readouts.lexicon.tables import rows
from readouts.records import Account, Claim, Contact, Evidence, Features, Party, Reading
from readouts.text import Span, folded, union

# How far an adjective of tone may stand from the noun that it describes: "candid, in-depth and constructive talks",
# "the talks were held in a warm and friendly atmosphere".
_AHEAD = 5
_BEHIND = 9


def features(account: Account, readings: Sequence[Reading]) -> Features:
    """The account's features; `first_named` is the principal whom its text names first."""
    carriers = [reading for reading in readings if reading.document.id in account.documents]
    contact = next((c for reading in readings for c in reading.contacts if c.id == account.contact), None)
    return Features(
        words=account.words,
        first_named=_first_named(account, carriers, contact),
        initiator=_initiator(account, carriers, readings, contact),
        tone=tuple(tone for reading in carriers for tone in _tone(account, reading)),
        issues=issues(account, readings),
        remarks=tuple(remark for reading in carriers for remark in _remarks(account, reading)),
    )


_COUNT = r"(?:first|second|third|fourth|fifth|sixth|seventh|another|\d+(?:st|nd|rd|th))"
_AMOUNT = r"(?:an?|half an|one|two|three|four|\d+)(?: and a half)?"
_CONTACT = r"(?:call|conversation|meeting|talk|contact|summit|visit)s?"
_REMARK = re.compile(
    rf"\b(?:(?:just|a little|well) )?(?:over|under|about|around|nearly|almost|more than|less than) {_AMOUNT}[ -]"
    rf"(?:hour|minute)s?(?: and (?:a half|\d+ minutes))?\b|"
    rf"\b(?:lasted|lasting|for) {_AMOUNT}[ -](?:hour|minute)s?(?: and (?:a half|\d+ minutes))?\b|"
    rf"\b{_AMOUNT}[ -](?:hour|minute)(?:[ -]long)? (?:[\w-]+ )?{_CONTACT}\b|"
    rf"\b{_COUNT} (?:in|since|this|of) (?:[\w'’-]+ ){{0,4}}?(?:period|year|month|week|days|\d{{4}})\b|"
    rf"\b{_COUNT} (?:[\w-]+ ){{0,3}}?{_CONTACT}\b(?: since [^.,;]+)?",
    re.I,
)


def _remarks(account: Account, reading: Reading) -> Iterator[Evidence]:
    """How long the contact was and the how-manieth, in the sentences that tell of it."""
    text = reading.document.text
    told = [c.spans for c in reading.contacts if c.id == account.contact] or [c.spans for c in reading.contacts[:1]]
    parts = _parts(account, reading)
    for span in union(_sentence(text, s) for spans in told for s in spans):
        for found in _REMARK.finditer(text, span.start, span.end):
            place = Span(*found.span())
            if any(part.covers(place) for part in parts):
                yield Evidence(document=reading.document.id, span=place)


def _sentence(text: str, span: Span) -> Span:
    """The sentence around it, as stops and line ends show it."""
    stop = text.rfind(". ", 0, span.start)
    start = max(stop + 2 if stop >= 0 else 0, text.rfind("\n", 0, span.start) + 1)
    ends = [at for at in (text.find(". ", span.end), text.find("\n", span.end)) if at >= 0]
    return Span(min(start, span.start), max(span.end, min(ends, default=len(text))))


def _parts(account: Account, reading: Reading) -> tuple[Span, ...]:
    """Where the account stands in the document: below the headline, or the sentences of its claims."""
    document = reading.document
    start = document.headline.end if document.headline else 0
    if account.coverage == "full":
        return (Span(start, len(document.text)),) if start < len(document.text) else ()
    return union(claim.sentence for claim in _own(account, reading))


def _own(account: Account, reading: Reading) -> tuple[Claim, ...]:
    told = set(account.claims)
    return tuple(claim for claim in reading.claims if claim.id in told)


def _first_named(account: Account, carriers: Sequence[Reading], contact: Contact | None) -> str | None:
    parties = {party.id: party for reading in carriers for party in reading.parties}
    principals = _by_seat(contact, parties)
    for reading in carriers:
        parts = _parts(account, reading)
        for mention in sorted(reading.mentions, key=lambda m: m.span.start):
            if mention.party and any(part.covers(mention.span) for part in parts):
                known = contact and mention.party in contact.participants
                if known or (parties[mention.party].kind != "state" and seat(mention.party, parties) in principals):
                    return mention.party
    return None


def _by_seat(contact: Contact | None, parties: Mapping[str, Party]) -> frozenset[str]:
    """The states of participants that stand in the contact as states, so that any person of theirs counts."""
    return (
        frozenset(p for p in contact.participants if p in parties and parties[p].kind == "state")
        if contact
        else frozenset()
    )


def _initiator(
    account: Account, carriers: Sequence[Reading], readings: Sequence[Reading], contact: Contact | None
) -> str | None:
    """Who asked for the contact as this account has it; an article's word for it is not the quoted party's."""
    if account.coverage != "full":
        return None
    own = [c for reading in carriers for c in reading.contacts if c.initiator]
    if contact is not None and any(contact in reading.contacts for reading in carriers):
        return contact.initiator
    alike = [c for c in own if contact is None or set(c.participants) & set(contact.participants)]
    return alike[0].initiator if alike else None


def _tone(account: Account, reading: Reading) -> list[Evidence]:
    """Adjectives that describe the contact, not what it was about: "productive talks", not "productive economy"."""
    text = reading.document.text
    kinds = _kinds()
    found: list[Evidence] = []
    for part in _parts(account, reading):
        spans = whole_words(text, part)
        forms = [folded(span.of(text)) for span in spans]
        for at, form in enumerate(forms):
            if "adverb" in kinds.get(form, ()) or (
                "adjective" in kinds.get(form, ()) and _describes(text, spans, forms, at)
            ):
                found.append(Evidence(document=reading.document.id, span=spans[at]))
    return found


def _describes(text: str, spans: Sequence[Span], forms: Sequence[str], at: int) -> bool:
    """Whether a noun of the contact follows over further adjectives, or stands before with a form of "be"."""
    kinds = _kinds()
    for ahead in range(at + 1, min(at + 1 + _AHEAD, len(forms))):
        if "noun" in kinds.get(forms[ahead], ()) and not _ended(text, spans, at, ahead):
            return True
        if "adjective" not in kinds.get(forms[ahead], ()) and forms[ahead] not in _LINKS:
            break
    behind = range(at - 1, max(-1, at - 1 - _BEHIND), -1)
    verbs = [i for i in behind if forms[i] in ("was", "were", "been", "is", "as") and not _ended(text, spans, i, at)]
    return bool(verbs) and any("noun" in kinds.get(forms[i], ()) and not _ended(text, spans, i, at) for i in behind)


_LINKS = frozenset("and but very quite truly highly extremely yet more most rather telephone phone".split())


def _ended(text: str, spans: Sequence[Span], one: int, other: int) -> bool:
    """Whether a sentence ends between the two words."""
    return any(sign in text[spans[one].end : spans[other].start] for sign in (". ", "!", "?", "\n", ";"))


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows("tone"):
        found.setdefault(row["word"], set()).add(row["kind"])
    return {word: frozenset(kinds) for word, kinds in found.items()}
