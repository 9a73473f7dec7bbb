"""Whether two documents tell of the same contact, and what both together know of it.

The same two people call each other again and again in the same words, so names and kind are not enough: the days must
agree too, give or take one, for two capitals lie in different time zones (FIELD: match the contact before comparing).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher

from readouts.lexicon import unaccented
from readouts.records import Contact, Party, When

Parties = Mapping[str, Party]

# Readouts come out within days of their contact; texts put out further apart than this tell of different ones unless
# their own dates say otherwise.
_MOST_DAYS_APART = 4
_DAY = timedelta(1)
# Kinds that one side may use for what the other calls by another name.
_ALIKE = frozenset({"meeting", "talks", "visit"}), frozenset({"call", "talks"}), frozenset({"letter", "message"})
# Two spellings of one surname are alike so far (ratio of matching letters): Zelensky and Zelenskyy, Kester and Kesters.
_SPELLING = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a text tells of the contact that it is about, as far as it does."""

    contact: Contact | None  # its main one; None: it tells of none
    parties: Parties  # whom it names
    issuer: str | None  # id of the party for which it speaks
    published: date | None

    @property
    def day(self) -> date | None:
        """That of the contact, else of the text."""
        when = self.contact.when if self.contact else None
        return when.start if when and when.start else self.published

    @property
    def participants(self) -> tuple[str, ...]:
        """Ids of those who took part; () where it tells of no contact."""
        return self.contact.participants if self.contact else ()

    @property
    def met(self) -> list[Party]:
        """Those who took part, as parties."""
        return [self.parties[p] for p in self.participants if p in self.parties]

    @property
    def own(self) -> str:
        """The state for which it speaks, else the other party; "": not known."""
        return (self.issuer or "").removeprefix("state:")


def same(
    one: Contact,
    other: Contact,
    parties_of_one: Parties,
    parties_of_other: Parties,
    published: tuple[date | None, date | None] = (None, None),
) -> tuple[bool, str]:
    """Whether the two are one contact, and why or why not, in words.

    `published` are the days on which the two texts came out; they stand in where a text does not date its contact.
    """
    if not alike_in_kind(one, other):
        return False, f"one tells of a {one.kind}, the other of a {other.kind}"
    if one.status != other.status:
        return False, f"one {_status(one)}, the other {_status(other)}"
    if not same_people(one, other, parties_of_one, parties_of_other):
        return False, f"{_who(one, parties_of_one)} in one, {_who(other, parties_of_other)} in the other"
    return _same_days(one.when, other.when, published)


def same_but_for_people(one: Contact, other: Contact, published: tuple[date | None, date | None]) -> bool:
    """Whether kind, status and days allow the two to be one contact, whoever took part."""
    alike = alike_in_kind(one, other) and one.status == other.status
    return alike and _same_days(one.when, other.when, published)[0]


def alike_in_kind(one: Contact, other: Contact) -> bool:
    """Whether the two kinds may be words for one: a visit and a meeting, and a meeting by video and a call."""
    kinds = {one.kind, other.kind}
    if len(kinds) == 1 or any(kinds <= alike for alike in _ALIKE):
        return True
    media = {one.medium, other.medium}
    return kinds == {"call", "meeting"} and "video" in media and media <= {"video", None}


def same_people(one: Contact, other: Contact, of_one: Parties, of_other: Parties) -> bool:
    """Whether everybody whom the shorter list names may be somebody of the other list, two at least where it has two.

    A side that one text leaves out does not tell against the rest; nor do more people of sides that were found
    already, whom one text names and the other not, nor a group whose members are not told.
    """
    lists = sorted(((one.participants, of_one), (other.participants, of_other)), key=lambda known: len(known[0]))
    (few, of_few), (many, of_many) = lists
    left = [p for p in many if p in of_many]
    met, unmet = set[str](), list[str]()
    for party in (p for p in few if p in of_few):
        fit = next((p for p in left if _may_be_one(of_few[party], of_many[p])), None)
        if fit is None:
            unmet.append(party)
            continue
        met.add(_seat(party, of_few))
        # Several of one state's people may stand for it: a state answers to each of them.
        if of_many[fit].kind == "person" or of_few[party].kind != "person":
            left.remove(fit)
    beside = [p for p in unmet if not _unnamed(of_few[p])]
    if len(met) > 1:
        return all(_seat(p, of_few) in met for p in beside)
    return bool(few) and not beside and (bool(met) or not unmet)


def _unnamed(party: Party) -> bool:
    """A group that may be anybody: "the leaders", but not "the leaders of Marovia"."""
    return party.kind == "group" and not party.members and party.country is None


def named_in(one: Told, other: Told) -> bool:
    """Whether the other text, which tells of no contact, names two sides of the one's contact or speaks for them, and
    came out within days of it as far as is known.
    """
    return len(one.participants) > 1 and _sides_in(one, other) > 1 and _close(one, other, _MOST_DAYS_APART * _DAY)


def may_be_about(one: Told, other: Told) -> bool:
    """Whether two texts, of which one or both tell of no contact, may be about one all the same: they came out, or tell
    of a day, within days of each other as far as is known, and each names two sides of those whom the other names or
    speaks for; or both sides of the one's contact put them out within a day.

    The sides of a text that tells of a contact are those who took part. A weak test: who relies on it says so.
    """
    if not _close(one, other, _MOST_DAYS_APART * _DAY):
        return False
    return (_sides_in(one, other) > 1 and _sides_in(other, one) > 1) or _of_both(one, other) or _of_both(other, one)


def name_the_same(one: Told, other: Told) -> bool:
    """Whether the texts name two or more persons of different sides in common."""
    people = [[p for p in told.parties.values() if p.kind == "person"] for told in (one, other)]
    shared = [p for p in people[0] if any(_may_be_one(p, q) for q in people[1])]
    return len({_seat(p.id, one.parties) for p in shared}) > 1


def put_out_by_both(one: Told, other: Told) -> bool:
    """Whether the two sides of a contact put out the two texts within a day, and nobody of another side took part."""
    sides, met = {one.own, other.own}, [*one.met, *other.met]
    foreign = any(p.kind == "group" or (p.country is not None and p.country not in sides) for p in met)
    return (_of_both(one, other) or _of_both(other, one)) and not foreign


def _close(one: Told, other: Told, most: timedelta) -> bool:
    """Whether the days are at most so far apart, as far as both are known."""
    return one.day is None or other.day is None or abs(one.day - other.day) <= most


def _sides_in(one: Told, other: Told) -> int:
    """How many sides of the one text the other names or speaks for."""
    several = len(one.participants) > 1
    kinds = ("person", "state", "body") if several else ("person", "state")
    principals = [p for p in (one.met if several else one.parties.values()) if p.kind in kinds]
    there = [p for p in other.parties.values() if p.kind in kinds]
    shared = [p for p in principals if p.country == other.own or any(_may_be_one(p, q) for q in there)]
    return len({p.country or p.id for p in shared})


def _of_both(one: Told, other: Told) -> bool:
    """Whether the two sides of the one's contact put out the two texts, within a day; one of whom no country is known
    may be anybody's.
    """
    if one.contact is None or one.day is None or other.day is None or not _close(one, other, _DAY):
        return False
    if one.issuer is None or other.issuer is None or one.issuer == other.issuer:
        return False
    sides = {one.own, other.own}
    found = sides & {(p.country or p.id).removeprefix("state:") for p in one.met}
    return bool(found) and len(sides - found) <= sum(p.country is None for p in one.met)


def merged(one: Contact, other: Contact, parties: Parties) -> Contact:
    """The first contact with what only the second knows: its day, place, initiator, mediators, people for states.

    The spans are the first's, since a span belongs to one document.
    """
    return replace(
        one,
        participants=_fullest(one, other, parties),
        mediators=one.mediators or other.mediators,
        hosts=one.hosts or other.hosts,
        medium=one.medium or other.medium,
        when=one.when if one.when and one.when.start else other.when or one.when,
        place=one.place or other.place,
        initiator=one.initiator or other.initiator,
    )


def _seat(party: str, parties: Parties) -> str:
    """The country where there is one, else the party itself."""
    known = parties.get(party)
    return known.country if known and known.country else party


def _may_be_one(one: Party, other: Party) -> bool:
    """Whether the two may be one party: the same, of one name, or a state and somebody of it."""
    if one.id == other.id:
        return True
    countries = {one.country, other.country} - {None}
    if len(countries) > 1:
        return False
    if one.kind == other.kind == "person":
        return any(_one_name(a, b) for a in _names(one) for b in _names(other))
    return {one.kind, other.kind} == {"state", "person"} and one.country == other.country is not None


def _names(person: Party) -> frozenset[str]:
    """What the person may be called by alone: the first or last of the names, in plain letters, titles in capitals too.

    Some texts put the surname first ("KISHIDA Fumio", "Lu Jianhe").
    """
    parts = [p for p in unaccented(person.name).replace(".", " ").split() if len(p) > 2]
    return frozenset(parts[:1] + parts[-1:])


def _one_name(one: str, other: str) -> bool:
    """Whether the two may be spellings of one name; short names must be the same."""
    if one == other or min(len(one), len(other)) < 6:
        return one == other
    return one[0] == other[0] and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SPELLING


def _same_days(one: When | None, other: When | None, published: tuple[date | None, date | None]) -> tuple[bool, str]:
    a, b = _days(one), _days(other)
    if a and b:
        if max(a[0], b[0]) > min(a[1], b[1]):  # a gap of more than the one day that time zones make
            return False, f"one was on {a[0]}, the other on {b[0]}"
        return True, "same participants, kind and day"
    first, second = a[0] if a else published[0], b[0] if b else published[1]
    if first and second and abs(first - second) > _MOST_DAYS_APART * _DAY:
        return False, f"the same people, but {first} and {second} are {abs(first - second).days} days apart"
    return True, "same participants and kind; the day is not stated in both"


def _days(when: When | None) -> tuple[date, date] | None:
    return (when.start, when.end) if when and when.start and when.end else None


def _status(contact: Contact) -> str:
    return {"happened": "happened", "planned": "is planned", "denied": "did not happen"}.get(
        contact.status, "may happen"
    )


def _who(contact: Contact, parties: Parties) -> str:
    names = [parties[p].name if p in parties else p for p in contact.participants]
    return " and ".join(names) if len(names) <= 2 else ", ".join(names)


def _fullest(one: Contact, other: Contact, parties: Parties) -> tuple[str, ...]:
    """The first's participants, states replaced by persons whom the second names for them, then the second's."""
    people = {_seat(p, parties): p for p in other.participants if p in parties and parties[p].kind == "person"}
    kept = tuple(
        people.get(_seat(p, parties), p) if p in parties and parties[p].kind != "person" else p
        for p in one.participants
    )
    seats = {_seat(p, parties) for p in kept}
    return (*kept, *(p for p in other.participants if _seat(p, parties) not in seats))
