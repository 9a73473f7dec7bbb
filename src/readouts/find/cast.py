"""The cast of one document while it is read: who has come up so far, and where."""

from bisect import bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readouts.find.names import Name
from readouts.find.sightings import Sighting
from readouts.lexicon import Body, Lexicon
from readouts.records import Document, Mention, Party, Problem, digest
from readouts.text import Span, key

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Classes of people who tell what others did, and are not one of "the leaders".
VOICES = frozenset("spokesperson source press_service".split())
# Classes of people who take part in contacts in their own right, so that they count though their country is not known.
HIGH = frozenset(
    "head_of_state head_of_government foreign_minister defence_minister vice_president head_of_body".split()
)


@dataclass(slots=True)
class Person:
    """A person of this document, as known so far."""

    party: Party
    cls: str | None  # class of the role, as in roles.tsv
    surnames: frozenset[str]
    gender: str | None  # "m", "f"; None: not known
    why: str
    styles: frozenset[str] = frozenset()  # kinds of the styles by which the text introduces the person: "highness"
    further: tuple[tuple[str, str], ...] = ()  # class and words of offices held beside the first


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """One place where a party was mentioned: index of the head token, and its id."""

    at: int
    party: str


def led(token: "Token") -> bool:
    """Whether the parser took one that "with" leads for the subject of an infinitive: "spoke with X to express"."""
    verb = token.head
    return verb.dep_ == "pcomp" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


class Cast:
    """Parties of the document by id, its people, and the trail of mentions in text order."""

    def __init__(self, document: Document, doc: "Doc", lexicon: Lexicon, known: dict[int, Name]) -> None:
        self.document, self.doc, self.lexicon, self.known = document, doc, lexicon, known
        self.on = document.published
        self.issuer = lexicon.party_of_publisher(document.publisher) if document.publisher else None
        # Whose leader "the President" is before others: the issuer, or the state whose news agency carries the text.
        agency = lexicon.state_of_agency(document.publisher) if document.publisher else None
        self.home = f"state:{agency}" if agency else self.issuer
        self.people: list[Person] = []
        self.called: dict[str, str] = {}  # the words by which a person was introduced: party id
        self.found: dict[str, Party] = {}
        self.trail: list[Seen] = []
        self.problems: list[Problem] = []
        self.unresolved: list[tuple[str, str, Mention]] = []  # class and state of roles of whom the holder is not known
        self.party_at: dict[int, str] = {}  # token index -> id of the party mentioned there
        self._subjects: set[int] = set()  # head tokens of the mentions that are subjects
        self._starts = [sentence.start for sentence in doc.sents]

    def mention(self, s: Sighting, party: str | None, why: str) -> Mention:
        """The sighting's characters, said to be that party for that reason."""
        last = self.doc[s.end - 1]
        return Mention(span=Span(self.doc[s.start].idx, last.idx + len(last)), party=party, why=why)

    def saw(self, s: Sighting, party: str) -> None:
        """Note that the party was mentioned there."""
        head = self.doc[s.start : s.end].root.i
        insort(self.trail, Seen(head, party))
        self.party_at.update(dict.fromkeys(range(s.start, s.end), party))
        # "President X, Jr., spoke": the parser may hang the subject on another word of the name than its head.
        if any(t.dep_ in ("nsubj", "nsubjpass") and not led(t) for t in self.doc[s.start : s.end]):
            self._subjects.add(head)

    def is_subject(self, seen: Seen) -> bool:
        """Whether the mention is the subject of a clause."""
        return seen.at in self._subjects

    def near(self, token: "Token", sentences: int = 3) -> list[Seen]:
        """What was mentioned before the token in its sentence and those just before."""
        place = bisect_right(self._starts, token.i)
        start = self._starts[max(0, place - sentences)]
        return [seen for seen in self.trail if start <= seen.at < token.i]

    def in_headline(self, s: Sighting) -> bool:
        """Whether it stands in the headline, where every word is capitalised and none introduces a person."""
        headline = self.document.headline
        return bool(headline and self.doc[s.start].idx < headline.end)

    def person(self, party: str) -> Person | None:
        return next((p for p in self.people if p.party.id == party), None)

    def keep(self, party: Party) -> str:
        """The party's id, now one of the document's."""
        self.found.setdefault(party.id, party)
        return party.id

    def state(self, country: str) -> str:
        """The id of that state as a party."""
        row = self.lexicon.states[country]
        return self.keep(Party(id=row.party, name=row.name, kind="state", country=country))

    def body(self, row: Body) -> str:
        """The id of that body as a party."""
        return self.keep(Party(id=row.party, name=row.name, kind="body", country=row.country))

    def group(self, words: str, members: Sequence[str]) -> str:
        """The id of the group of those parties."""
        name = f"the {key(words).removeprefix('both ').removeprefix('the ')}"
        return self.keep(Party(id=f"group:{digest(*sorted(members))}", name=name, kind="group", members=tuple(members)))

    def principals(self) -> tuple[str, ...]:
        """Those whom the text is about: the first two persons of different countries whom the body names, and those
        listed with the second; without persons the states. Spokespersons and reporters aside.
        """
        chosen = self._principals([s for s in self.trail if not self._aside(s)])
        if len(chosen) < 2:
            chosen = self._principals(self.trail)
        if len(chosen) < 2:  # two of one state: "the President spoke with Governor X"
            people = [s for s in self.trail if (p := self.person(s.party)) and p.cls and p.cls not in VOICES]
            pair = dict.fromkeys(s.party for s in people if not self._aside(s))
            if len(pair) == 2:
                return tuple(pair)
        if not chosen:
            states = dict.fromkeys(s.party for s in self.trail if self.found[s.party].kind == "state")
            return tuple(states)[:2]
        return tuple(seen.party for seen in chosen.values())

    def _principals(self, trail: Sequence[Seen]) -> dict[str, Seen]:
        chosen: dict[str, Seen] = {}
        for seen in trail:
            country = self._seat(seen)
            if country is None or country in chosen:
                continue
            if len(chosen) >= 2 and not self._listed(list(chosen.values())[-1], seen):
                break
            chosen[country] = seen
        return chosen

    def _aside(self, seen: Seen) -> bool:
        """Whether the mention stands in a phrase before the subject ("Following A's call with B, ...") or owns."""
        token = self.doc[seen.at]
        if token.dep_ == "poss":
            return True
        subject = next((c for c in token.sent.root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        return subject is not None and seen.at < subject.left_edge.i

    def joined_subjects(self) -> set[str]:
        """Ids of the groups of persons who are one subject together: "the President and the King thanked"."""
        groups: set[str] = set()
        for seen in self.trail:
            head = self.doc[seen.at]
            if not self.is_subject(seen) or self.found[seen.party].kind != "person":
                continue
            both = (self.party_at.get(t.i) for t in (head, *head.conjuncts))
            people = tuple(dict.fromkeys(p for p in both if p and self.found[p].kind == "person"))
            if len(people) > 1:
                names = [self.found[p].name for p in people]
                name = f"{', '.join(names[:-1])} and {names[-1]}"
                group = Party(id=f"group:{digest(*sorted(people))}", name=name, kind="group", members=people)
                groups.add(self.keep(group))
        return groups

    def _seat(self, seen: Seen) -> str | None:
        """The country of a person who may be a principal, or the person where it is not known."""
        party, person = self.found[seen.party], self.person(seen.party)
        if party.kind != "person" or (person and person.cls in VOICES):
            return None
        return party.country or (party.id if person and (person.cls in HIGH or person.styles) else None)

    def _listed(self, one: Seen, other: Seen) -> bool:
        """Whether only commas, "and", titles and names stand between the two."""
        between = self.doc[one.at + 1 : other.at]
        return len(between) < 16 and all(
            t.lower_ in (",", "and", "with", "of", "the", "for") or t.text[0].isupper() or t.is_space for t in between
        )
