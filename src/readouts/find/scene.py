"""Where the parties stand in a parsed text: the mention at a token, and the lists that mentions form along the line."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from readouts.find.roles import PEERS
from readouts.records import Document, Mention, Party
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LISTING = frozenset(", and & as well both also with , — - the".split())
_COLLECTIVE = frozenset("group number delegation series range panel".split())
_POSSESSIVE = frozenset("his her their its our my your".split())
_LEADER = 8  # tokens behind "led by" in which the leader is named
_LONGEST_TITLE = 10  # tokens
_IN_TITLES = frozenset("of the for and to".split())
_LONGEST_LINE = 200  # characters of a headline
_LONGEST_RUN = 24  # tokens of a title in which bodies and states are named
_IN_RUNS = frozenset("of the for and to on in at with".split())
_OFFICES = frozenset(
    "ambassador minister secretary director chair chairman chairperson chairwoman commissioner adviser advisor"
    " president vice-president deputy head representative envoy speaker ceo chief member commander governor"
    " coordinator general attorney prince counsellor counselor undersecretary"
    " under-secretary premier mayor lady wife".split()
)
_COUPLES = frozenset("leaders presidents ministers premiers".split())  # "their leaders, A and B"
_MOST_SKIPPED = 3  # words that may stand before the first name of a list: "with the visiting Danish X"


class Scene:
    """The document's parties by id, and its mentions by token."""

    def __init__(self, document: Document, doc: "Doc", mentions: Iterable[Mention], parties: Iterable[Party]) -> None:
        self.document, self.doc = document, doc
        self.parties = {party.id: party for party in parties}
        self.at: dict[int, Mention] = {}  # token index -> the mention that covers it
        self._reach: dict[Mention, tuple[int, int]] = {}  # tokens of each mention, half-open
        for mention in mentions:
            span = doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
            if span is not None:
                self._reach[mention] = (span.start, span.end)
                self.at.update(dict.fromkeys(range(span.start, span.end), mention))

    @cached_property
    def body(self) -> int:
        """The character with which the body begins: behind the headline, or a first line without a stop."""
        text = self.document.text
        if self.document.headline:
            return self.document.headline.end
        line, _, rest = text.partition("\n")
        title = rest.strip() and len(line) < _LONGEST_LINE and line.strip() and line.rstrip()[-1] not in ".:;!?\"'”’,"
        return len(line) if title else 0

    def reach(self, mention: Mention) -> tuple[int, int]:
        """First token of the mention, and the one after its last."""
        return self._reach[mention]

    def sentence(self, span: Span) -> int:
        """The first token of the sentence in which the span begins."""
        found = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        return int(found[0].sent.start) if found is not None else -1

    def party(self, mention: Mention) -> Party | None:
        return self.parties.get(mention.party) if mention.party else None

    def is_person(self, mention: Mention) -> bool:
        """Whether a person or a group of known members."""
        party = self.party(mention)
        return party is not None and (party.kind == "person" or bool(party.members))

    def is_state(self, mention: Mention) -> bool:
        party = self.party(mention)
        return party is not None and party.kind == "state"

    def is_group(self, mention: Mention) -> bool:
        """Whether a group of known members."""
        party = self.party(mention)
        return party is not None and bool(party.members)

    def owns(self, mention: Mention) -> bool:
        """Whether the mention owns what follows and does not take part itself: "X's adviser", "his counterpart"."""
        _, end = self.reach(mention)
        return end < len(self.doc) and self.doc[end].tag_ == "POS"

    def principals(self, mentions: Sequence[Mention]) -> list[str]:
        """Party ids, groups opened; a state beside its own person is that person's."""
        ids: list[str] = []
        for mention in mentions:
            party = self.party(mention)
            if party is not None:
                ids += party.members or (party.id,)
        known = {i: self.parties[i] for i in dict.fromkeys(ids) if i in self.parties}
        persons = {p.country for p in known.values() if p.kind == "person"}
        return [i for i, p in known.items() if p.kind == "person" or p.country not in persons]

    # -- lists ---------------------------------------------------------------------------------------------------------

    def listed(self, at: int) -> tuple[tuple[Mention, ...], int] | None:
        """The mentions that follow each other from there, with the token after them; None when none stands there. A
        person behind a long title is the one meant, not the bodies and states that the title names.
        """
        found = self._listed(at)
        if found and any(map(self.is_person, found[0])):
            return found
        return self._past_title(at) or found

    def _past_title(self, at: int) -> tuple[tuple[Mention, ...], int] | None:
        """The person behind "the Ambassador of Canada to Telmark Ida Holm" or "Commissioner for Children's Rights Ida
        Holm", with those listed behind: a run of capitals and the words that join them, a name right behind a capital.
        """
        first = at
        while at < min(len(self.doc), first + _LONGEST_RUN):
            token, mention = self.doc[at], self.at.get(at)
            named = mention is not None and self.is_person(mention) and self.reach(mention)[0] == at
            if named and at > first and mention and self._close_title(at, first):
                end = self.reach(mention)[1]
                more = self._further(end)
                return ((mention, *more[0]), more[1]) if more else ((mention,), end)
            if token.text == "," and (other := self._second_office(at, first)):
                return (other,), self.reach(other)[1]
            small = token.lower_ in _IN_RUNS or token.tag_ == "POS" or (at - first < 2 and token.pos_ in ("DET", "ADV"))
            if not (token.text[0].isupper() or small or token.text in "-()") or token.pos_ in ("VERB", "AUX"):
                return None
            at += 1
        return None

    def _second_office(self, comma: int, first: int) -> Mention | None:
        """Who is named right behind the comma with another office: "Chairperson of the Union, President X"."""
        named = self.at.get(comma + 1)
        titled = any(t.lemma_.lower() in _OFFICES for t in self.doc[first:comma])
        fits = named is not None and self.is_person(named) and self.reach(named)[0] == comma + 1
        return named if fits and titled else None

    def _close_title(self, at: int, first: int) -> bool:
        """Whether the name at `at` stands right behind the last capital of a title, which has a word of office."""
        before = self.doc[at - 1]
        return (before.text[0].isupper() or before.text in ")-") and any(
            t.lemma_.lower() in _OFFICES for t in self.doc[first:at]
        )

    def _further(self, at: int) -> tuple[tuple[Mention, ...], int] | None:
        """Those listed behind the first, after "and", or after a comma where "and" comes later."""
        while at < len(self.doc) and self.doc[at].text == "," and self.doc[at + 1 : at + 2].text == "and":
            at += 1
        if at + 1 >= len(self.doc) or self.doc[at].lower_ not in (",", "and"):
            return None
        more = self.listed(at + 1)
        if more is None or not all(map(self.is_person, more[0])):
            return None
        return more if self.doc[at].lower_ == "and" or len(more[0]) > 1 else None

    def _listed(self, at: int) -> tuple[tuple[Mention, ...], int] | None:
        """The mentions that follow each other from there, with the token after them; None when none stands there.

        Between them only commas and "and"; before the first also words that describe it ("with the visiting X").
        A comma alone ends the list ("with A, B said"); states beside persons are left out ("with X, in A").
        """
        found, joined, skipped = list[Mention](), False, 0
        first_end = at
        while at < len(self.doc):
            token, mention = self.doc[at], self.at.get(at)
            if not found and skipped and token.lower_ == "the" and self.doc[at - 1].lower_ in (",", "and"):
                break  # "on hosting the summit, and the leaders": another phrase
            if mention is not None and mention.party is not None:
                step = self._step_over(mention, found, skipped)
                if step is None:
                    break
                if not step:
                    at, skipped = self.reach(mention)[1], skipped + 1
                    at += at < len(self.doc) and self.doc[at].tag_ == "POS"
                    continue
                if mention not in found:
                    found.append(mention)
                at, skipped = at + 1, 0
                first_end = at if len(found) == 1 else first_end
            elif mention is not None and not found and (name := self._named_after(mention)):
                at = name  # "Chairperson of the African Union, President of Senegal X": one person, two offices
            elif found and token.text == "(" and at + 3 in self.at and self.doc[at + 2].text == ")":
                at += 3
            elif (token.lower_ in _LISTING and not self._likens(at)) or token.is_space:
                joined |= bool(found) and token.lower_ in ("and", "&", "as")
                at += 1
            elif len(found) == 1 and not self.is_person(found[0]) and (leader := self._leader(at)):
                return (leader,), self.reach(leader)[1]  # "a delegation of the Commission led by its President, X"
            elif not found and token.lower_ in _COLLECTIVE and (leader := self._led(at)):
                return (leader,), self.reach(leader)[1]
            elif not found and skipped and token.text == "," and self._names_peer(at):
                at += 1
            elif not found and skipped and self._from_where(at):
                at, skipped = at + 1, 1
            elif not found and skipped < _MOST_SKIPPED and self._describes(token):
                at, skipped = at + 1, skipped + 1
            else:
                break
        if len(found) == 1 and not self.is_person(found[0]) and (holder := self._behind_title(at)):
            return (holder,), self.reach(holder)[1]
        if titled := self._titled(found):
            return (titled,), self.reach(titled)[1]
        if len(found) > 1 and not joined:
            second = self._is_peer(found[0], found[1]) or self._is_office_of(found[0], found[1])
            found, at = (found[1:2], at) if second else (found[:1], first_end)
        while found and at > 0 and self.doc[at - 1].lower_ in _LISTING and at - 1 not in self.at:
            at -= 1
        people = [m for m in found if self.is_person(m)]
        kept = tuple(people or found)
        return (kept, at) if kept else None

    def _behind_title(self, at: int) -> Mention | None:
        """The person whose title begins there: "Saudi *Vice Minister of Defense X*"; None where it is another word."""
        first = at
        while at < min(len(self.doc), first + _LONGEST_TITLE):
            if at in self.at:
                return self.at[at] if at > first and self.is_person(self.at[at]) else None
            if not self.doc[at].is_title and (at == first or self.doc[at].lower_ not in _IN_TITLES):
                return None
            at += 1
        return None

    def _likens(self, at: int) -> bool:
        """Whether "as" there is not that of "as well as"."""
        near = {self.doc[i].lower_ for i in (at - 1, at + 1) if 0 <= i < len(self.doc)}
        return self.doc[at].lower_ == "as" and "well" not in near

    def _titled(self, found: Sequence[Mention]) -> Mention | None:
        """The person behind a long title in which bodies are named: "Party Politburo Member and Director of the Office
        X"; None where the first is no body with a name right behind it.
        """
        for one, other in pairwise(found):
            between = self.doc[self.reach(one)[1] : self.reach(other)[0]]
            short = [t.text for t in between][::2] == ["(", ")"]  # "of Korea (ROK) President X"
            if self.is_person(one) or (between and not short):
                return None
            if self.is_person(other):
                return other
        return None

    def _step_over(self, mention: Mention, found: Sequence[Mention], skipped: int) -> bool | None:
        """True: the mention is one of the list. False: it owns the one to come. None: the list ends before it."""
        start, end = self.reach(mention)
        pronoun = end - start == 1 and self.doc[start].lower_ in _POSSESSIVE and self.doc[start].tag_ == "PRP$"
        if pronoun:  # "meet its obligations" is no list; "with his counterpart X" and "his counterparts, A and B" are
            peers = end in self.at or self._is_peers(end)
            person = end in self.at and self.is_person(self.at[end]) and self.reach(self.at[end])[0] == end
            if found and person and self.doc[start - 1].lower_ == "and":
                return False  # "between X and his Marovian colleague Y"
            return False if not found and peers and skipped < _MOST_SKIPPED else None
        if self.owns(mention):  # "the President's adviser X": X is met
            return False if not found and skipped < _MOST_SKIPPED else None
        return True

    def _is_peers(self, at: int) -> bool:
        """Whether the noun that begins there is one of peers, "counterparts", "opposite number", or "their leaders"."""
        at += at < len(self.doc) and self.doc[at].lower_ in ("opposite", "foreign", "prime")
        return at < len(self.doc) and (self.doc[at].lemma_.lower() in PEERS or self.doc[at].lower_ in _COUPLES)

    def _named_after(self, role: Mention) -> int | None:
        """The token at which a person is named right behind a role that resolves to nobody, or behind that role and a
        name that is no party ("the President of Telmark, X"); None where none is.
        """
        at = self.reach(role)[1]
        if at < len(self.doc) and self.doc[at].lower_ == "of":
            ahead = range(at + 1, min(len(self.doc), at + 2 + _MOST_SKIPPED))
            at = next((i for i in ahead if i in self.at or not self.doc[i].text[0].isupper()), at)
        while at < len(self.doc) and self.doc[at].lower_ in (",", "and"):
            at += 1
        following = self.at.get(at)
        return at if following is not None and following.party and self.is_person(following) else None

    def _is_peer(self, one: Mention, other: Mention) -> bool:
        """Whether the second names the peer whom the first describes: "her Telmark counterpart, Minister X", "her
        counterpart from Telmark, X".
        """
        state, person = self.party(one), self.party(other)
        start, end = self.reach(one)
        described = self.doc[end - 1].lemma_.lower() in PEERS or (start > 0 and self._from_where(start - 1))
        return bool(described and state and person and person.kind == "person" and state.kind == "state")

    def _is_office_of(self, one: Mention, other: Mention) -> bool:
        """Whether the first only tells what the second heads: "Chairperson of the Union, President X"."""
        body, person = self.party(one), self.party(other)
        at = self.reach(one)[0] - 1
        at -= at > 0 and self.doc[at].lower_ == "the"
        named = body is not None and body.kind == "body" and person is not None and person.kind == "person"
        return named and at > 0 and self.doc[at].lower_ == "of" and self.doc[at - 1].text[0].isupper()

    def _names_peer(self, comma: int) -> bool:
        """Whether the name of a peer follows that comma: "her counterpart, X", "his colleague from Telmark, X"."""
        at = comma - 1
        while at > comma - 2 - _MOST_SKIPPED and at > 0 and self.doc[at].text[0].isupper():
            at -= 1
        before = self.doc[comma - 1]
        return before.lemma_.lower() in PEERS or before.lower_ in _COUPLES or self._from_where(at)

    def _from_where(self, at: int) -> bool:
        """Whether that token leads from a peer to where the peer is from."""
        return at > 0 and self.doc[at].lower_ in ("from", "of") and self.doc[at - 1].lemma_.lower() in PEERS

    def _led(self, at: int) -> Mention | None:
        """Who leads the delegation that begins there, where its body is no party: "a delegation of X led by Y"."""
        ahead = range(at + 1, min(len(self.doc), at + 2 + _LEADER))
        return next((leader for i in ahead if (leader := self._leader(i))), None)

    def _leader(self, at: int) -> Mention | None:
        """The person behind "led by" or "headed by" there, the name behind "its President," before the role."""
        if self.doc[at].lower_ not in ("led", "headed") or at + 1 >= len(self.doc) or self.doc[at + 1].lower_ != "by":
            return None
        near = (self.at[i] for i in range(at + 2, min(len(self.doc), at + 2 + _LEADER)) if i in self.at)
        people = [m for m in dict.fromkeys(near) if self.is_person(m) and self.reach(m)[0] > at]
        named = [m for m in people if self.doc[self.reach(m)[0] - 1].text == ","]
        return next(iter((*named, *people)), None)

    def _describes(self, token: "Token") -> bool:
        if token.lower_ == "of":
            before = self.doc[token.i - 1] if token.i else token
            return before.lower_ in _COLLECTIVE or (before.text[0].isupper() and before.pos_ in ("NOUN", "PROPN"))
        return token.pos_ in ("ADJ", "DET", "PROPN", "NOUN", "NUM") or (token.is_title and token.pos_ != "VERB")

    def around(self, subject: "Token") -> list[Mention]:
        """The mentions of a subject and of those joined to it on either side."""
        group = [subject, *(t for t in subject.conjuncts if t.i < subject.i + 30)]
        for one in group:  # "its adviser, X, and the diplomat, Y, met": the parser joins names and roles as it likes
            beside = [c for c in one.children if c.dep_ in ("appos", "conj") and c.i < subject.i + 30]
            group += [
                c for c in beside if c not in group and (c.dep_ == "conj" or one.i not in self.at or one == subject)
            ]
        found = list(dict.fromkeys(self.at[t.i] for t in sorted(group, key=lambda t: t.i) if t.i in self.at))
        if not any(m.party for m in found):  # "LUND, 4 June - Minister X received", "His Highness the Amir X"
            found = [self.at[t.i] for t in subject.subtree if t.i in self.at and self.is_person(self.at[t.i])][:1]
        return [*self._before(found[0]), *found, *self._behind(found[-1])] if found else []

    def ending(self, mention: Mention) -> list[Mention]:
        """The mention and those listed before it."""
        return [*self._before(mention), mention]

    def _before(self, mention: Mention) -> list[Mention]:
        """Those listed before a mention with commas and "and": the parser often joins only the last. A headline does
        with a comma alone: "X, Y sit down for talks".
        """
        at, found = self.reach(mention)[0] - 1, list[Mention]()
        joined = at > 1 and self.doc[at].text == "," and self.doc[at].sent.start == self._first_of(at - 1)
        while at >= 0:
            if at in self.at:
                if not joined:
                    break
                if self.at[at] not in found:
                    found.insert(0, self.at[at])
            elif self.doc[at].lower_ in _LISTING:
                joined |= self.doc[at].lower_ in ("and", "&")
            else:
                break
            at -= 1
        return [m for m in found if self.is_person(m)]

    def _first_of(self, at: int) -> int:
        """The first token of the mention there; -1 where none stands."""
        return self.reach(self.at[at])[0] if at in self.at else -1

    def _behind(self, mention: Mention) -> list[Mention]:
        """Those joined behind a mention with commas and "and", up to a verb: "A, Jr., B and C spoke"."""
        at, found, joined = self.reach(mention)[1], list[Mention](), False
        while at < len(self.doc):
            if at in self.at:
                if self.owns(self.at[at]):
                    break
                if self.at[at] not in found:
                    found.append(self.at[at])
            elif self.doc[at].lower_ in _LISTING:
                joined |= self.doc[at].lower_ in ("and", "&")
            else:
                break
            at += 1
        ended = at < len(self.doc) and self.doc[at].pos_ in ("VERB", "AUX", "ADV", "NOUN")
        return [m for m in found if self.is_person(m)] if ended and joined else []
