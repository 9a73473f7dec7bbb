"""Calls, meetings, visits, letters, messages and talks that a text tells of, with those who took part.

Participants are read along the line: who stands before the verb, and who stands behind "with", "to" or "between" up to
the first word that is no name, comma or "and". Whoever comes later in the sentence is talked about and takes no part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from readouts.lexicon import Lexicon
from readouts.lexicon.tables import many, rows
from readouts.records import Contact, ContactKind, DateMention, Document, Mention, Party, Problem, Status, When, digest
from readouts.text import Span, hull, union

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LIGHT = frozenset(
    "hold have make receive take conduct place give pay send get join attend participate begin start continue initiate complete occur".split()
)
_LISTING = frozenset(", and & as well both also with , — - the".split())
_INWARD = frozenset("receive take get".split())  # "received a call from": the other side asked for it
_PLANNED = frozenset("will shall plan agree intend expect schedule look hope invite propose arrange prepare".split())
_HYPOTHETICAL = frozenset("might could may would if whether should can".split())
_CONTROL = frozenset("invite ask urge want allow encourage request persuade task instruct send".split())
_REFUSED = frozenset("refuse decline cancel postpone deny".split())
_STATEMENTS = frozenset(
    "statement readout release report briefing comment remark announcement article interview".split()
)
_CALL_SIGNS = ("phone", "telephone", "video", "call", "conference", "virtual")
_MEETING_SIGNS = frozenset("in-person sidelines margins".split())
_MOST_WORDS_BETWEEN = 10  # adverbs and days between the verb and "with": "spoke by phone earlier today with"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """One place that tells of a contact."""

    at: "Token"
    kind: ContactKind
    first: tuple[Mention, ...]  # those before the verb or in the possessive
    second: tuple[Mention, ...]
    named: bool  # a noun with its participants around it, not a verb that tells that it happened
    apart: bool = False  # "conversations with both A and B": one contact each


def contacts(
    document: Document,
    doc: "Doc",
    mentions: Sequence[Mention],
    parties: Sequence[Party],
    dates: Sequence[DateMention],
    lexicon: Lexicon,
) -> tuple[tuple[Contact, ...], tuple[Problem, ...]]:
    """The document's contacts in the order told, each once with every place that tells of it, and a problem for each
    one that happened on a day which the text does not settle.
    """
    finder = _Finder(document, doc, mentions, parties, dates)
    found = finder.contacts()
    doubts = tuple(
        Problem(
            stage="contacts",
            reason="contact-undated",
            detail=f"the text does not settle the day of this {c.kind}",
            span=c.spans[0],
        )
        for c in found
        if c.status == "happened" and (c.when is None or c.when.start is None) and c.kind in ("call", "meeting")
    )
    return found, doubts


@cache
def _words() -> dict[tuple[str, str], tuple[ContactKind, tuple[str, ...]]]:
    """Contact words by (lemma, part of speech): kind, and the prepositions that lead to the other side."""
    return {(r["word"], r["pos"]): (r["kind"], many(r["pattern"])) for r in rows("contact_words")}  # type: ignore[misc]


class _Finder:
    def __init__(
        self,
        document: Document,
        doc: "Doc",
        mentions: Sequence[Mention],
        parties: Sequence[Party],
        dates: Sequence[DateMention],
    ) -> None:
        self.document, self.doc, self.dates = document, doc, dates
        self.parties = {party.id: party for party in parties}
        self.at: dict[int, Mention] = {}  # token index -> the mention that covers it
        for mention in mentions:
            span = doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
            for token in span or ():
                self.at[token.i] = mention
        self.found: list[Contact] = []

    def contacts(self) -> tuple[Contact, ...]:
        for told in self._told():
            for contact in self._read(told):
                self._take(contact)
        for token in self.doc:
            self._refer(token)
        return tuple(sorted(self.found, key=lambda c: (c.status != "happened" and len(self.found) > 1, min(c.spans))))

    # -- places that tell -------------------------------------------------------------------------------------------

    def _told(self) -> Iterator[_Told]:
        headline = self.document.headline
        for token in self.doc:
            if headline and token.idx < headline.end:
                continue
            found = (
                self._verb(token)
                if token.pos_ in ("VERB", "AUX")
                else self._noun(token)
                if token.pos_ in ("NOUN", "PROPN")
                else None
            )
            if found:
                yield found

    def _verb(self, verb: "Token") -> _Told | None:
        known = _words().get((verb.lemma_.lower(), "verb"))
        if known is None or (verb.tag_ == "VBN" and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)):
            return None
        kind, patterns = known
        subjects = self._subjects(verb)
        objects = self._objects(verb, patterns)
        if objects is None or (not subjects and not objects):
            return None
        if not objects and len(self._people(subjects)) < 2:
            return None  # "the President spoke": to whom is not said
        if kind == "visit" and (not subjects or not objects):
            return None
        if kind == "visit" and not any(self._party(m) and self._party(m).kind == "state" for m in objects):  # type: ignore[union-attr]
            return None
        return _Told(at=verb, kind=self._kind(verb, kind), first=subjects, second=objects, named=False)

    def _objects(self, verb: "Token", patterns: Sequence[str]) -> tuple[Mention, ...] | None:
        """Who stands behind the verb's preposition or as its object; None when the verb goes on in another way."""
        for pattern in patterns:
            *words, last = pattern.split(" ")
            if words == ["object"]:  # "welcomed X to": a reception, not a view
                behind = self._listed(verb.i + 1)
                if behind and behind[1] < len(self.doc) and self.doc[behind[1]].lower_ == last:
                    return behind[0]
                continue
            if pattern == "object":
                behind = self._listed(verb.i + 1)
                if behind:
                    return behind[0]
                continue
            if words and (verb.i + 1 >= len(self.doc) or self.doc[verb.i + 1].lower_ != words[0]):
                continue
            for at in range(verb.i + 1, min(len(self.doc), verb.i + 2 + _MOST_WORDS_BETWEEN)):
                token = self.doc[at]
                if token.lower_ == last and (found := self._listed(at + 1)):
                    return found[0]
                if token.pos_ == "VERB" or token.text in (".", ";", ":"):
                    break
        if "with" in patterns:  # "X and Y spoke today"
            following = self.doc[verb.i + 1] if verb.i + 1 < len(self.doc) else None
            return None if following is not None and following.lower_ in ("of", "out", "for", "up", "against") else ()
        return None

    def _noun(self, noun: "Token") -> _Told | None:
        word = self._compound(noun)
        known = _words().get((word, "noun")) or _words().get((noun.lemma_.lower(), "noun"))
        if known is None or noun.i in self.at or (noun.lemma_.lower() == "talk" and noun.tag_ != "NNS"):
            return None
        kind, patterns = known
        if setting := self._setting(noun, kind):
            return setting
        second = self._behind(noun, patterns)
        owners = self._owners(noun)
        light = self._light(noun)
        first = owners or (self._subjects(light) if light is not None else ())
        if light is not None and not second and owners:
            return None
        if second is None or not (first or len(second) >= 2):
            return None
        if owners and any(self._grouped(m) for m in owners) and len(second) > 1:
            return None  # "their respective calls with A and B": who spoke with whom is not said
        apart = noun.tag_ in ("NNS", "NNPS") and len(second) > 1 and bool(owners)
        return _Told(at=noun, kind=self._kind(noun, kind), first=first, second=second, named=light is None, apart=apart)

    def _setting(self, noun: "Token", kind: ContactKind) -> _Told | None:
        """ "During a telephone conversation, X and Y discussed": those who act together in it took part in it."""
        if noun.dep_ != "pobj" or noun.head.lower_ not in ("during", "in", "over") or noun.head.dep_ != "prep":
            return None
        if noun.i > noun.head.head.i or not any(c.lower_ in ("a", "an") for c in noun.children if c.dep_ == "det"):
            return None
        together = self._subjects(noun.head.head)
        if len(self._principals(together)) < 2:
            return None
        return _Told(at=noun, kind=kind, first=together, second=(), named=False)

    def _compound(self, noun: "Token") -> str:
        before = self.doc[noun.i - 1].lower_ if noun.i else ""
        return f"{before} {noun.lemma_.lower()}"

    def _behind(self, noun: "Token", patterns: Sequence[str]) -> tuple[Mention, ...] | None:
        """Who stands behind the noun's preposition, which may follow the day or place: "call today with"."""
        for at in range(noun.i + 1, min(len(self.doc), noun.i + 2 + _MOST_WORDS_BETWEEN)):
            token = self.doc[at]
            if token.lower_ in patterns and (found := self._listed(at + 1)):
                return found[0]
            passed = token.lemma_.lower() in _LIGHT or token.dep_ in ("aux", "auxpass")  # "a call took place between"
            if (token.pos_ in ("VERB", "AUX") and not passed) or token.text in (".", ";"):
                break
        return None

    def _owners(self, noun: "Token") -> tuple[Mention, ...]:
        """ "Blinken's call", "his conversation"."""
        owners = [c for c in noun.children if c.dep_ == "poss"] or [
            c for left in noun.children if left.dep_ in ("compound", "amod") for c in left.children if c.dep_ == "poss"
        ]
        return tuple(dict.fromkeys(self.at[o.i] for o in owners if o.i in self.at))

    def _light(self, noun: "Token") -> "Token | None":
        """The verb that makes the noun an event told: "held a call", "a call took place"."""
        head = noun.head
        if noun.dep_ in ("dobj", "nsubj", "nsubjpass", "oprd") and head.lemma_.lower() in _LIGHT:
            return head
        if noun.dep_ == "pobj" and head.head.lemma_.lower() in _LIGHT and head.lower_ in ("in", "on", "for"):
            return head.head
        return None

    def _subjects(self, verb: "Token") -> tuple[Mention, ...]:
        """Who stands before the verb as its subject, or that of the verb it depends on."""
        above = verb.head
        if verb.dep_ in ("xcomp", "ccomp") and above.lemma_.lower() in _CONTROL:  # "invited X to visit": X visits
            told = [
                self.at[c.i] for c in above.children if c.dep_ in ("dobj", "nsubj") and c.i > above.i and c.i in self.at
            ]
            told += [self.at[c.i] for c in verb.children if c.dep_ == "nsubj" and c.i in self.at]
            return tuple(dict.fromkeys(told))
        seen = verb
        for _ in range(4):
            subjects = [c for c in seen.children if c.dep_ in ("nsubj", "nsubjpass")]
            if subjects:
                inside = [m for s in subjects for m in self._around(s)]
                if inside:
                    return tuple(dict.fromkeys(inside))
                break
            if seen.head == seen or seen.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "prep", "acl", "ccomp"):
                break
            seen = seen.head
        # The parser loses long subjects with titles; the last person before the verb in its sentence is the next best.
        before = [self.at[i] for i in range(verb.sent.start, verb.i) if i in self.at and self._is_person(self.at[i])]
        return tuple(dict.fromkeys(before)) if before and verb.dep_ == "ROOT" else ()

    def _around(self, subject: "Token") -> list[Mention]:
        """The mentions of a subject and of those joined to it."""
        group = [subject, *(t for t in subject.conjuncts if t.i < subject.i + 30)]
        found = [self.at[t.i] for t in group if t.i in self.at]
        if not found:
            found = [self.at[t.i] for t in subject.subtree if t.i in self.at and self._is_person(self.at[t.i])][:1]
        return self._before(found[0]) + found if found else []

    def _before(self, mention: Mention) -> list[Mention]:
        """Those listed before a mention with commas and "and": the parser often joins only the last."""
        span = self.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        at, found = (span.start - 1 if span is not None else -1), list[Mention]()
        joined = False
        while at >= 0 and self.doc[at].sent == self.doc[max(at, 0)].sent:
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
        return [m for m in found if self._is_person(m)]

    def _listed(self, at: int) -> tuple[tuple[Mention, ...], int] | None:
        """The mentions that follow each other from there, with the token after them; None when none stands there.

        Between them only commas, "and", "both" and words that describe the first one ("with his counterpart X").
        """
        found: list[Mention] = []
        skipped = 0
        joined = False  # whether "and" stands between: a comma alone ends the phrase ("with A, B said")
        first_end = at
        while at < len(self.doc):
            token, mention = self.doc[at], self.at.get(at)
            if mention is not None and mention.party is not None:
                if token.tag_ == "PRP$" and len(token) == mention.span.end - mention.span.start:
                    break  # "meet its obligations"
                if self._possessive(mention) and not found and skipped < 3:
                    at, skipped = at + 1, skipped + 1  # "the President's adviser X": X is met
                    continue
                if self._possessive(mention):
                    break
                if mention not in found:
                    found.append(mention)
                at, skipped = at + 1, 0
                first_end = at if len(found) == 1 else first_end
            elif token.lower_ in _LISTING or token.is_space:
                joined |= bool(found) and token.lower_ in ("and", "&", "as")
                at += 1
            elif (
                not found
                and skipped < 3
                and (token.pos_ in ("ADJ", "DET", "PROPN", "NOUN", "NUM") or token.is_title)
                and token.pos_ != "VERB"
            ):
                at, skipped = at + 1, skipped + 1
            else:
                break
        if len(found) > 1 and not joined:
            found, at = found[:1], first_end
        while found and at > 0 and self.doc[at - 1].lower_ in _LISTING and self.doc[at - 1].i not in self.at:
            at -= 1
        kept = self._cut_states(found)
        return (kept, at) if kept else None

    def _possessive(self, mention: Mention) -> bool:
        """Whether the mention owns what follows and is not itself met: "X's adviser"."""
        span = self.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        after = span.end if span is not None else len(self.doc)
        return after < len(self.doc) and self.doc[after].tag_ == "POS"

    def _cut_states(self, found: Sequence[Mention]) -> tuple[Mention, ...]:
        """Without states that stand beside persons: "with the leaders of A and B" keeps them, "with X, in A" does not."""
        people = [m for m in found if self._is_person(m)]
        return tuple(people if people else found)

    # -- what is told -----------------------------------------------------------------------------------------------

    def _kind(self, at: "Token", kind: ContactKind) -> ContactKind:
        """The kind, corrected by what the clause says: "spoke in person", "virtual meeting", "met by video"."""
        clause = [t.lower_ for t in self.doc[at.sent.start : at.sent.end]]
        near = " ".join(t.lower_ for t in self.doc[max(at.sent.start, at.i - 3) : min(at.sent.end, at.i + 9)])
        if kind == "meeting" and any(
            sign in near for sign in ("by phone", "phone call", "video call", "by video", "via video")
        ):
            return "call"
        if (
            kind == "call"
            and at.lemma_ in ("speak", "talk", "conversation")
            and not any(sign in near for sign in _CALL_SIGNS)
        ):
            if set(clause) & _MEETING_SIGNS or "in person" in near:
                return "meeting"
            return "call"
        return kind

    def _read(self, told: _Told) -> Iterator[Contact]:
        first, second = self._principals(told.first), self._principals(told.second)
        status = self._status(told.at)
        if not first and len(second) < 2 and told.named:
            return
        if told.named and told.kind == "talks" and not any(self._is_person(m) for m in (*told.first, *told.second)):
            return  # "the peace talks between A and B" are a matter, not a contact
        for group in [[one] for one in second] if told.apart else [second]:
            participants = tuple(dict.fromkeys((*first, *group)))
            if len(participants) < 2 and (told.named or not group):
                continue
            spans = self._spans(told)
            yield Contact(
                id=digest(self.document.id, told.kind, *sorted(participants), spans[0].start, status),
                kind=told.kind,
                participants=participants,
                mediators=self._mediators(told.at),
                when=self._when(told, status),
                place=self._place(told),
                initiator=self._initiator(told, first, group),
                status=status,
                spans=spans,
            )

    def _principals(self, mentions: Sequence[Mention]) -> list[str]:
        """Party ids, groups opened; a state beside its own person is that person's."""
        ids: list[str] = []
        for mention in mentions:
            party = self._party(mention)
            if party is not None:
                ids += party.members or (party.id,)
        ids = list(dict.fromkeys(ids))
        persons = {self.parties[i].country for i in ids if i in self.parties and self.parties[i].kind == "person"}
        return [
            i
            for i in ids
            if i not in self.parties or self.parties[i].kind == "person" or self.parties[i].country not in persons
        ]

    def _status(self, at: "Token") -> Status:
        verb: Token | None = at
        if at.pos_ in ("NOUN", "PROPN"):
            verb = self._light(at)
            if verb is None:
                return (
                    "planned"
                    if any(c.lower_ in ("next", "upcoming", "planned", "future", "possible") for c in at.children)
                    else "happened"
                )
        chain, seen = [verb], verb
        while (
            seen is not None
            and seen.dep_ in ("xcomp", "ccomp", "conj", "pcomp")
            and seen.head != seen
            and len(chain) < 3
        ):
            seen = seen.head
            chain.append(seen)
        own = (
            {c.lower_ for c in verb.children if c.dep_ in ("aux", "neg", "mark", "advmod")}
            if verb is not None
            else set()
        )
        above = {t.lemma_.lower() for t in chain[1:] if t is not None}
        if own & {"not", "n't", "never"} or above & _REFUSED:
            return "denied"
        if own & {"will", "shall", "'ll"} or (
            above & _PLANNED and (own & {"to"} or (verb is not None and verb.tag_ in ("VB", "VBG")))
        ):
            return "planned"
        if own & _HYPOTHETICAL:
            return "hypothetical"
        return "happened"

    def _spans(self, told: _Told) -> tuple[Span, ...]:
        """From the first participant near the word to the last, inside its sentence."""
        start, end = told.at.sent.start_char, told.at.sent.end_char
        parts = [Span(told.at.idx, told.at.idx + len(told.at))]
        own = told.first
        parts += [m.span for m in (*own, *told.second) if start <= m.span.start and m.span.end <= end]
        return (hull(parts),)

    def _when(self, told: _Told, status: Status) -> When | None:
        """The days of the date beside the word. A date that belongs to a statement, or to a verb between, is not its."""
        after = self._after_other(told.at)
        if after is not None:
            return after
        near = [d for d in self.dates if self._belongs(d, told)]
        placed = [
            d
            for d in near
            if d.when is not None
            and (
                status != "happened"
                or not self.document.published
                or d.when.start is None
                or d.when.start <= self.document.published + timedelta(1)
            )
        ]
        return placed[0].when if placed else None

    def _belongs(self, mention: DateMention, told: _Told) -> bool:
        span = self.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        if span is None or span.root.sent != told.at.sent or mention.type not in ("DATE", "TIME"):
            return False
        verb = self._light(told.at) if told.at.pos_ in ("NOUN", "PROPN") else told.at
        seen = span.root
        for _ in range(8):
            if seen == told.at or seen == verb:
                return True
            if seen.lemma_.lower() in _STATEMENTS or seen.head == seen:
                return False
            if seen.pos_ == "VERB" and seen != span.root:
                return verb is not None and told.named is False and seen in verb.conjuncts
            seen = seen.head
        return False

    def _after_other(self, at: "Token") -> When | None:
        """ "held a call on Monday, days after reaching out to Z": the other contact was before that Monday."""
        prep = at.head if at.dep_ in ("pcomp", "advcl") else None
        marks = {c.lower_ for c in at.children if c.dep_ in ("mark", "prep")} | (
            {prep.lower_} if prep is not None else set()
        )
        if at.tag_ != "VBG" or not marks & {"after", "following"}:
            return None
        main = next(
            (
                c
                for c in self.found
                if c.when and c.when.start and min(c.spans).start >= at.sent.start_char and max(c.spans).start < at.idx
            ),
            None,
        )
        if main is None or main.when is None or main.when.start is None:
            return None
        last: date = main.when.start - timedelta(1)
        return When(start=None, end=main.when.start, edtf=f"../{last}", basis="relative")

    def _place(self, told: _Told) -> str | None:
        """Where a meeting or visit was: the place behind "in" or "at" that depends on it."""
        if told.kind not in ("meeting", "talks", "visit"):
            return None
        verb = self._light(told.at) if told.at.pos_ != "VERB" else told.at
        for token in told.at.sent:
            if token.dep_ == "pobj" and token.head.lower_ in ("in", "at") and token.ent_type_ in ("GPE", "LOC", "FAC"):
                if token.head.head in (told.at, verb):
                    ent = next((e for e in self.doc.ents if e.start <= token.i < e.end), None)
                    return str(ent.text if ent else token.text).removeprefix("the ")
        return None

    def _mediators(self, at: "Token") -> tuple[str, ...]:
        for token in at.sent:
            if (
                token.lemma_.lower() in ("mediate", "broker", "facilitate")
                and token.i + 1 < len(self.doc)
                and self.doc[token.i + 1].lower_ == "by"
            ):
                if found := self._listed(token.i + 2):
                    return tuple(self._principals(found[0]))
        return ()

    def _initiator(self, told: _Told, first: Sequence[str], second: Sequence[str]) -> str | None:
        """Who asked for it, where the text says so."""
        for token in told.at.sent:
            if token.lemma_.lower() in ("initiative", "request"):
                if found := self._asked(token, first, second):
                    return found
        lemma = told.at.lemma_.lower()
        if told.at.pos_ == "VERB" and lemma in ("call", "phone", "telephone", "ring", "reach") and first:
            return first[0]
        light = self._light(told.at) if told.at.pos_ != "VERB" else None
        if light is not None and told.kind == "call":
            behind = {t.lower_ for t in self.doc[told.at.i + 1 : told.at.i + 3]}
            if light.lemma_.lower() in _INWARD and "from" in behind and second:
                return second[0]
            if light.lemma_.lower() in ("make", "place") and "to" in behind and first:
                return first[0]
        return None

    def _asked(self, noun: "Token", first: Sequence[str], second: Sequence[str]) -> str | None:
        """ "at the initiative of the American side", "at the latter's request"."""
        near = self.doc[max(noun.sent.start, noun.i - 5) : min(noun.sent.end, noun.i + 8)]
        if not any(t.lower_ in ("at", "on", "upon") for t in near if t.i < noun.i):
            return None
        if any(t.lower_ == "latter" for t in near) and second:
            return second[-1]
        named = [self.at[t.i].party for t in near if t.i in self.at and self.at[t.i].party]
        return self._as_participant(named[0], (*first, *second)) if named and named[0] else None

    def _as_participant(self, party: str, participants: Sequence[str]) -> str:
        """The participant of that party's state, else the party itself."""
        country = self.parties[party].country if party in self.parties else None
        return next(
            (
                p
                for p in participants
                if p == party or (country and p in self.parties and self.parties[p].country == country)
            ),
            party,
        )

    # -- one contact, told several times -----------------------------------------------------------------------------

    def _take(self, contact: Contact) -> None:
        """Add the contact, or its places to the one already told of."""
        for i, known in enumerate(self.found):
            if self._same(known, contact):
                kind = known.kind if known.kind != "talks" else contact.kind
                participants = (
                    known.participants if len(known.participants) >= len(contact.participants) else contact.participants
                )
                self.found[i] = replace(
                    known,
                    kind=kind,
                    participants=participants,
                    when=known.when or contact.when,
                    place=known.place or contact.place,
                    initiator=known.initiator or contact.initiator,
                    mediators=known.mediators or contact.mediators,
                    spans=union((*known.spans, *contact.spans)),
                )
                return
        self.found.append(contact)

    def _same(self, one: Contact, other: Contact) -> bool:
        if one.status != other.status or not (one.kind == other.kind or "talks" in (one.kind, other.kind)):
            return False
        seats = [{self._seat(p) for p in c.participants} for c in (one, other)]
        if seats[0] != seats[1] and (min(map(len, seats)) > 1 or not (seats[0] <= seats[1] or seats[1] <= seats[0])):
            return False  # a side left unnamed may be filled in; another side more is another contact
        a, b = one.when, other.when
        return not (a and b and a.start and b.start and a.end and b.end and (a.end <= b.start or b.end <= a.start))

    def _seat(self, party: str) -> str:
        known = self.parties.get(party)
        return known.country if known and known.country else party

    def _refer(self, token: "Token") -> None:
        """ "the call", "the same conversation": a place more that tells of the last contact of that kind before it."""
        known = _words().get((token.lemma_.lower(), "noun")) if token.tag_ in ("NN", "NNP") else None
        if known is None or not any(
            c.lower_ in ("the", "this", "same", "their") for c in token.children if c.dep_ in ("det", "poss", "amod")
        ):
            return
        span = Span(token.idx, token.idx + len(token))
        fits = [
            i
            for i, c in enumerate(self.found)
            if c.kind == known[0] and c.status == "happened" and min(c.spans).start < span.start
        ]
        if fits and not any(s.overlaps(span) for c in self.found for s in c.spans):
            last = max(fits, key=lambda i: max(s.start for s in self.found[i].spans if s.start < span.start))
            self.found[last] = replace(self.found[last], spans=union((*self.found[last].spans, span)))

    def _party(self, mention: Mention) -> Party | None:
        return self.parties.get(mention.party) if mention.party else None

    def _is_person(self, mention: Mention) -> bool:
        party = self._party(mention)
        return party is not None and (party.kind == "person" or bool(party.members))

    def _grouped(self, mention: Mention) -> bool:
        party = self._party(mention)
        return party is not None and bool(party.members)

    def _people(self, mentions: Sequence[Mention]) -> list[str]:
        return self._principals(mentions)
