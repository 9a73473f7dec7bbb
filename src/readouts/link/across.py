"""Which mentions of contacts, in whatever documents, tell of one contact, and why.

The links are a function of the set of mentions, not of the order in which documents came:

1. Mentions dated to the day are put together when sides, kind and day agree.
2. Two groups are joined when one names a part of the other's people on the same day, or when they are a day apart, as
   two capitals may be by their clocks; never when one document tells of both, nor when one issuer's own readouts do.
   Unnamed groups ("state leaders") do for step 1 only.
3. Mentions with vaguer dates ("last month"), or none, go to the one group that fits; of several to the one that is
   told of in like words, else to the latest before the document. Those that fit none keep to themselves.

What a person has put together or set apart (`by_hand`) stands, and the rest goes by it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from readouts.link.contacts import alike_in_kind, same_people
from readouts.link.days import DAY, Days, Mark, days, marks, sides
from readouts.records import ContactLink, ContactMention, Party, Reading
from readouts.text import Span

ITSELF = "its own mention"
BY_HAND = "put together by hand"
APART = "set apart by hand"
# Shared content words that let a mention without any date be taken for a contact of the weeks before.
_LEAST_SHARED = 2
_NEAR = 200  # code points about the words of a contact that count as telling of it where no claim does

ByHand = Mapping[str, str]  # mention id: id of the mention that stands for its contact, as a person has decided
Near = Callable[[frozenset[Mark]], Iterable[ContactMention]]


def contact_mentions(
    reading: Reading, main: str | None, stems: Callable[[str], frozenset[str]]
) -> tuple[ContactMention, ...]:
    """The reading's contacts as mentions, in its order; `main` is the id of the contact that the document is about."""
    document = reading.document
    known = {party.id: party for party in reading.parties}
    found = []
    for contact in reading.contacts:
        named = dict.fromkeys((*contact.participants, *contact.mediators, *contact.hosts))
        parties = tuple(known[id] for id in named if id in known)
        names = frozenset().union(*(stems(party.name) for party in parties))
        found.append(
            ContactMention(
                contact=contact,
                document=document.id,
                published=document.published,
                issuer=reading.issuer,
                parties=parties,
                main=contact.id == main,
                words=frozenset().union(*(stems(s.of(document.text)) for s in _telling(reading, contact.id))) - names,
            )
        )
    return tuple(found)


def _telling(reading: Reading, contact: str) -> list[Span]:
    """The stretches of text that tell of the contact: the words about it, and its claims."""
    text = reading.document.text
    claims = [claim.sentence for claim in reading.claims if claim.contact == contact]
    own = [span for c in reading.contacts if c.id == contact for span in c.spans]
    return [*claims, *(Span(max(0, s.start), min(len(text), s.end + _NEAR)) for s in own if not claims)]


# -- groups ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Group:
    """Mentions that tell of one contact."""

    root: str | None = None  # as a person has decided; None: the engine's own group
    members: list[ContactMention] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    exact: set[Days] = field(default_factory=set)
    # One mention for each way in which it is told: who, kind, status. What fits these fits all.
    ways: dict[tuple[object, ...], ContactMention] = field(default_factory=dict)
    owners: set[str] = field(default_factory=set)  # issuers whose own readouts are about it
    documents: set[str] = field(default_factory=set)

    def take(self, mention: ContactMention, reason: str) -> None:
        contact, room = mention.contact, days(mention)
        self.members.append(mention)
        self.reasons[mention.id] = reason
        self.exact |= {room} if room and room.basis == "day" else set()
        self.ways.setdefault((contact.participants, contact.kind, contact.medium, contact.status), mention)
        self.owners |= {mention.issuer} if mention.main and mention.issuer else set()
        self.documents.add(mention.document)

    def days(self) -> set[Days]:
        """Those that its mentions tell to the day; where none does, all that they tell."""
        return self.exact or {room for room in map(days, self.members) if room}

    def shared(self, words: frozenset[str]) -> int:
        """How many of the words stand in one of its mentions, the one that has most."""
        return max(len(words & m.words) for m in self.members)


class _Groups:
    """All groups, with their mentions filed under their marks. They change while links are made, and nowhere else."""

    def __init__(self) -> None:
        self._of: dict[str, _Group] = {}
        self._filed: dict[Mark, list[str]] = defaultdict(list)

    def __iter__(self) -> Iterator[_Group]:
        return iter({id(group): group for group in self._of.values()}.values())

    def beside(self, mentions: Iterable[ContactMention]) -> list[_Group]:
        """The groups that share a mark with the mentions, each once, in the order of filing."""
        ids = (known for mention in mentions for mark in marks(mention) for known in self._filed[mark])
        return list({id(group): group for group in (self._of[known] for known in dict.fromkeys(ids))}.values())

    def add(self, mention: ContactMention, group: _Group, reason: str) -> None:
        group.take(mention, reason)
        self._of[mention.id] = group
        for mark in marks(mention):
            self._filed[mark].append(mention.id)

    def group_of(self, mention: ContactMention) -> _Group:
        return self._of[mention.id]

    def join(self, kept: _Group, gone: _Group, reason: str) -> None:
        for mention in gone.members:
            kept.take(mention, reason)
            self._of[mention.id] = kept


# -- the four passes ---------------------------------------------------------------------------------------------------


def links(mentions: Iterable[ContactMention], by_hand: ByHand | None = None) -> tuple[ContactLink, ...]:
    """One link for each mention, in order of their ids. The order of the mentions does not matter."""
    ranked = sorted({m.id: m for m in mentions}.values(), key=_rank)
    decided = {root: root for root in (by_hand or {}).values()} | dict(by_hand or {})
    groups = _Groups()
    _keep_decided([m for m in ranked if m.id in decided], decided, groups)
    free = [m for m in ranked if m.id not in decided]
    for mention in free:
        if _exact(mention):
            _put_by_day(mention, groups)
    _join_groups(groups)
    for mention in free:
        if not _exact(mention):
            _put_vague(mention, groups)
    return tuple(sorted((link for group in groups for link in _links(group)), key=lambda link: link.mention))


def relinked(changed: Iterable[ContactMention], near: Near, by_hand: ByHand | None = None) -> tuple[ContactLink, ...]:
    """The links that new, reread or deleted mentions may have changed, as `links` would give them among all.

    `near` gives the known mentions filed under marks, new ones too and deleted ones no more. Those beside the changed
    ones are linked again, with those beside them in view.
    """
    asked = _marks(changed)
    beside = list(near(asked))
    again = {mention.id for mention in beside}
    in_view = {m.id: m for m in (*beside, *near(_marks(beside) - asked))}
    return tuple(link for link in links(in_view.values(), by_hand) if link.mention in again)


def _marks(mentions: Iterable[ContactMention]) -> frozenset[Mark]:
    return frozenset(mark for mention in mentions for mark in marks(mention))


def _exact(mention: ContactMention) -> bool:
    room = days(mention)
    return room is not None and room.basis == "day"


def _rank(mention: ContactMention) -> tuple[int, date, bool, date, str, str]:
    """The exact before the vague, the early before the late, what happened before what was announced."""
    room, published = days(mention), mention.published or date.max
    width, first = ((room.after - room.first).days, room.first) if room else (date.max.toordinal(), date.max)
    return width, first, mention.contact.status != "happened", published, mention.document, mention.id


def _keep_decided(mentions: Iterable[ContactMention], decided: ByHand, groups: _Groups) -> None:
    """One group for each contact that a person has had a hand in."""
    roots: dict[str, _Group] = {}
    for mention in mentions:
        root = decided[mention.id]
        groups.add(mention, roots.setdefault(root, _Group(root)), by_hand_reason(decided, root))


def by_hand_reason(decided: ByHand, root: str) -> str:
    """What the link of a mention decided to be of that contact gives as its reason."""
    return BY_HAND if any(other == root != id for id, other in decided.items()) else APART


def _put_by_day(mention: ContactMention, groups: _Groups) -> None:
    """Put it to the mentions of the same day, sides and kind; of several groups to the one told of in like words."""
    fits = [
        group
        for group in groups.beside([mention])
        if days(mention) in group.exact and _equal_sides(mention, group) and _fits(mention, group)
    ]
    best = max(fits, key=lambda group: group.shared(mention.words), default=None)
    groups.add(mention, best or _Group(), "same participants, kind and day")


def _join_groups(groups: _Groups) -> None:
    """Join two groups of one day where one names a part of the other's people, and two of the same people a day apart.

    The surest come first: the same day, then the likest words; a group that has grown may fit another no more.
    """
    pairs = {}
    for one in groups:
        for other in groups.beside(one.members[:1]):
            if one is not other and _joinable(one, other):
                first, second = sorted((one, other), key=lambda group: _rank(group.members[0]))
                pairs[first.members[0].id, second.members[0].id] = (first, second)
    for first, second in sorted(pairs.values(), key=_surest):
        groups_now = [groups.group_of(group.members[0]) for group in (first, second)]
        kept, gone = sorted(groups_now, key=lambda group: group.root is None)
        if kept is not gone and (reason := _joinable(kept, gone)):
            groups.join(kept, gone, reason)


def _surest(pair: tuple[_Group, _Group]) -> tuple[bool, int, object, object]:
    one, other = pair
    shared = max(one.shared(mention.words) for mention in other.members)
    return not one.exact & other.exact, -shared, _rank(one.members[0]), _rank(other.members[0])


def _joinable(one: _Group, other: _Group) -> str | None:
    """Why the two groups may be one contact; None: they may not."""
    if (one.root and other.root) or one.documents & other.documents or one.owners & other.owners:
        return None
    ways = [(a, b) for a in one.ways.values() for b in other.ways.values()]
    if not all(_both_named(a) and _both_named(b) and _compatible(a, b) for a, b in ways):
        return None
    if one.exact & other.exact:
        return "some of the same participants, same kind and day"
    firsts = sorted(room.first for room in one.exact | other.exact)
    if firsts[-1] - firsts[0] > DAY or not _equal_sides(one.members[0], other):
        return None
    return "same participants and kind, a day apart: each capital has its own clock"


def _put_vague(mention: ContactMention, groups: _Groups) -> None:
    """Put it to the group that its words fit best; to a group of its own where none fits."""
    room = days(mention)
    fits = [group for group in groups.beside([mention]) if room and _possible(mention, room, group)]
    best = max(fits, key=lambda group: _likeliness(mention, group), default=None)
    groups.add(mention, best or _Group(), _choice(mention, fits))


def _possible(mention: ContactMention, room: Days, group: _Group) -> bool:
    if not any(room.meets(known) for known in group.days()) or not _fits(mention, group):
        return False
    if not _both_named(mention) or not any(_both_named(known) for known in group.ways.values()):
        return False
    if room.basis in ("recalled", "announced"):
        return group.shared(mention.words) >= _LEAST_SHARED or _same_place(mention, group)
    return True


def _same_place(mention: ContactMention, group: _Group) -> bool:
    place = mention.contact.place
    return place is not None and any(m.contact.place == place for m in group.members)


def _likeliness(mention: ContactMention, group: _Group) -> tuple[bool, bool, int, date]:
    """Of several groups the one with all of the same sides, at the same place, in the likest words, the latest."""
    last = max(room.first for room in group.days())
    place = _same_place(mention, group)
    return _equal_sides(mention, group), place, group.shared(mention.words), last


def _choice(mention: ContactMention, fits: Sequence[_Group]) -> str:
    """Why a mention without a day went where it did."""
    kind, when = mention.contact.kind, mention.contact.when
    stretch = when.edtf if when and when.edtf else "the time before"
    if len(fits) == 1:
        return f"the only {kind} of these participants in {stretch}"
    return f"of {len(fits)} {kind}s of these participants in {stretch} the one in the likest words, or the latest"


# -- whether two can be one --------------------------------------------------------------------------------------------


def _fits(mention: ContactMention, group: _Group) -> bool:
    """Whether it can be told of the same contact as every mention of the group; one will do where a person made it."""
    enough = any if group.root else all
    return mention.document not in group.documents and enough(_compatible(mention, m) for m in group.ways.values())


def _compatible(one: ContactMention, other: ContactMention) -> bool:
    statuses = {one.contact.status, other.contact.status}
    return (
        (len(statuses) == 1 or statuses == {"happened", "planned"})
        and alike_in_kind(one.contact, other.contact)
        and same_people(one.contact, other.contact, _known(one), _known(other))
    )


def _both_named(mention: ContactMention) -> bool:
    """Whether two who took part are known; of unnamed "leaders" one meeting says too little to tell another."""
    named = [p for p in mention.parties if p.id in mention.contact.participants and (p.kind != "group" or p.members)]
    return len(named) > 1


def _known(mention: ContactMention) -> Mapping[str, Party]:
    return {party.id: party for party in mention.parties}


def _equal_sides(mention: ContactMention, group: _Group) -> bool:
    return any(sides(mention) == sides(known) for known in group.ways.values())


def _links(group: _Group) -> Iterator[ContactLink]:
    """The links of the group's mentions to the one that stands for it: as decided, else the most exact and earliest."""
    root = group.root or min(group.members, key=_rank).id
    for mention in group.members:
        reason = group.reasons[mention.id]
        by_hand = reason in (BY_HAND, APART)
        told = ITSELF if mention.id == root and not by_hand else reason
        yield ContactLink(mention=mention.id, linked_to=root, reason=told, made_by="hand" if by_hand else "engine")
