"""Who acts and who is acted on: noun phrases to parties with their sectors, unnamed agents included.

"Telmarkian gunmen" are no state, and the finders name them only where a role word does; here they become a group of
that country. A noun phrase that names nobody ("the storm") gives no party.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from readouts.code.words import lemma
from readouts.lexicon import Entry, Lexicon, State
from readouts.lexicon.tables import many, rows
from readouts.records import Document, Mention, Party, digest
from readouts.text import Span, key

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# "Hundreds of protesters", "a group of diplomats": the people are behind "of".
_AMOUNTS = frozenset(
    "hundred thousand dozen million group number member part patch score ten majority series team column crowd half "
    "couple handful wave pair most some all one".split()
)
_MOST_WORDS = 10  # in the name of a group
_MOST_DEPTH = 4  # of noun phrases within noun phrases, when countries are looked for
# What the recogniser takes for other things than people and bodies.
_NO_ACTORS = frozenset("DATE TIME MONEY PERCENT CARDINAL ORDINAL QUANTITY GPE LOC FAC EVENT WORK_OF_ART LAW".split())
# Territories whose people and authorities CAMEO and PLOVER code as one actor.
_CODED_AS = {"XAJ": "PSE", "XAK": "PSE", "XAL": "IRQ"}


class Actor(NamedTuple):
    """One party of an event."""

    party: str  # Party.id
    sector: str | None  # of agents.tsv; None: not known
    country: str | None  # ISO 3166-1 alpha-3


@cache
def _sectors() -> Mapping[str, str]:
    return {word: row["sector"] for row in rows("agents") for word in many(row["words"])}


@cache
def _places() -> Mapping[str, str]:
    return {row["place"]: row["country"] for row in rows("places")}


_BODY_SECTORS = {"ministry": "GOV", "office": "GOV", "military": "MIL", "group": "REB", "outlet": "MED",
                 "organisation": "IGO", "format": "IGO"}  # fmt: skip


class Who:
    """The parties of one document by token, and those that the coder adds."""

    def __init__(
        self, document: Document, doc: "Doc", mentions: Iterable[Mention], parties: Iterable[Party], lexicon: Lexicon
    ) -> None:
        self.doc, self.lexicon, self.document = doc, lexicon, document
        self.parties = {party.id: party for party in parties}
        self.new: dict[str, Party] = {}  # groups and states that only the coder has needed
        self.at: dict[int, Mention] = {}
        for mention in mentions:
            span = doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
            if span is not None:
                self.at.update(dict.fromkeys(range(span.start, span.end), mention))

    # -- who a phrase means --------------------------------------------------------------------------------------------

    def named(self, head: "Token | None") -> tuple[Actor, ...]:
        """The parties that a noun phrase means, by its head word, with those joined to it; () where it names nobody."""
        if head is None:
            return ()
        if head.tag_ in ("WDT", "WP") and head.head.dep_ == "relcl":
            head = head.head.head
        heads = [head, *(t for t in head.conjuncts if t.i > head.i)]
        return _once(actor for one in heads for actor in self._one(one))

    def owners(self, head: "Token", depth: int = _MOST_DEPTH) -> tuple[Actor, ...]:
        """The parties inside a noun phrase that is no party itself: "the *Telmarkian* proposal", "calls by *Marovia*".

        The nearest relation that names any: whose it is, what describes it, then prepositions in text order.
        """
        for relations in (("poss",), ("amod", "compound", "nmod"), ("prep", "agent"), ("acl", "relcl", "appos")):
            found: list[Actor] = []
            for child in (c for c in head.children if c.dep_ in relations):
                if child.dep_ in ("prep", "agent"):
                    inner = [g for g in child.children if g.dep_ in ("pobj", "pcomp")]
                elif child.dep_ in ("acl", "relcl"):
                    inner = [g for c in child.children for g in (c, *c.children) if g.dep_ in ("dobj", "pobj", "nsubj")]
                else:
                    inner = [child]
                for one in inner:
                    found += self.named(one) or (self.owners(one, depth - 1) if depth else ())
                if found and child.dep_ in ("prep", "acl", "relcl"):
                    break
            if found:
                return _once(found)
        return ()

    def _one(self, head: "Token") -> Iterator[Actor]:
        mention = self.at.get(head.i)
        if mention is not None and mention.party is not None:
            party = self.parties[mention.party]
            countries = self._countries(head) if not party.country and not party.members else []
            if party.kind == "group" and countries:
                yield from self._groups(head, countries)
            elif party.kind == "person" and len(countries) == 1 and party.office is None:  # who heads a body is of none
                # "Telmarkian junior minister Rolf Anders": the finder knows no such office, the phrase tells the state
                self.new[party.id] = self.parties[party.id] = replace(party, country=countries[0])
                yield self._known(self.parties[party.id], head)
            else:
                yield from (self._known(self.parties[one], head) for one in party.members or (party.id,))
            return
        land = self.country(head) if head.ent_type_ == "GPE" or head.dep_ in ("nsubj", "nsubjpass") else None
        if mention is None and land:
            yield Actor(self.state(land).id, None, land)
            return
        behind = self._behind_of(head)
        if behind is not None:
            yield from self.named(behind)
            return
        if mention is not None or head.pos_ in ("NOUN", "PROPN", "ADJ"):
            yield from self._unnamed(head, mention)

    def _known(self, party: Party, head: "Token") -> Actor:
        if party.country in _CODED_AS and party.kind == "state":
            party = self.state(_CODED_AS[party.country])
        return Actor(party.id, self._sector(party, head), party.country)

    def _behind_of(self, head: "Token") -> "Token | None":
        """The noun behind "of" after a word of amount, where that is a party or an agent."""
        if lemma(head) not in _AMOUNTS and head.pos_ != "NUM":
            return None
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                inner = next((g for g in child.children if g.dep_ == "pobj"), None)
                if inner is not None and (inner.i in self.at or self._agent(inner) or self._behind_of(inner)):
                    return inner
        return None

    def _unnamed(self, head: "Token", mention: Mention | None) -> Iterator[Actor]:
        """Agents without a name, one group a country where several are named: "Marovian and Telmarkian warships"."""
        sector = self._agent(head)
        if head.pos_ == "ADJ" and sector is None:
            return
        person = head.ent_type_ == "PERSON" or mention is not None
        if sector is None and not person and (head.pos_ != "PROPN" or self._is_place(head)):
            return
        countries = self._countries(head)
        yield from self._groups(head, countries or [None])

    def _is_place(self, head: "Token") -> bool:
        """Whether a proper name names no actor: a day, a sum, a place where something is. A land that acts is one."""
        first = head
        while first.dep_ == "conj":
            first = first.head
        acts = first.dep_ in ("nsubj", "nsubjpass", "poss") or (first.dep_ == "pobj" and first.head.dep_ == "agent")
        return head.ent_type_ in _NO_ACTORS and not (acts and head.ent_type_ in ("GPE", "LOC"))

    def _groups(self, head: "Token", countries: Sequence[str | None]) -> Iterator[Actor]:
        words = self._words(head)
        for country in countries:
            single = len(countries) == 1
            name = words if single else f"{words} ({country})"
            role = lemma(head) if head.pos_ == "NOUN" else None
            group = Party(
                id=f"group:{digest(key(words), country)}", name=name, kind="group", country=country, role=role
            )
            self.new.setdefault(group.id, group)
            yield Actor(group.id, self._agent(head), country)

    def _words(self, head: "Token") -> str:
        """The phrase up to its head, without article; with its "of" phrase where that is short."""
        first = min((c.left_edge.i for c in head.lefts if c.dep_ not in ("det", "punct", "cc")), default=head.i)
        first = max(first, head.i - _MOST_WORDS + 1, head.sent.start)
        while first < head.i and (self.doc[first].dep_ == "det" or self.doc[first].is_punct):
            first += 1
        return " ".join(self.document.text[self.doc[first].idx : head.idx + len(head)].split())

    def of_land(self, actor: Actor, country: str) -> Actor:
        """An unnamed group as one of that country; any other actor as it is."""
        group = self.new.get(actor.party)
        if group is None or group.kind != "group":
            return actor
        moved = replace(group, id=f"group:{digest(key(group.name), country)}", country=country)
        self.new.setdefault(moved.id, moved)
        return Actor(moved.id, actor.sector, country)

    # -- countries and sectors -----------------------------------------------------------------------------------------

    def state(self, code: str) -> Party:
        """The party of a state, known or new."""
        row = self.lexicon.states[code]
        party = self.parties.get(row.party) or Party(id=row.party, name=row.name, kind="state", country=code)
        if party.id not in self.parties:
            self.new.setdefault(party.id, party)
        return party

    def country(self, token: "Token") -> str | None:
        """The country that a word names by itself: a state, its adjective, its capital."""
        if not token.text[0].isupper():
            return None
        mention = self.at.get(token.i)
        party = self.parties.get(mention.party) if mention and mention.party else None
        if party is not None and party.country:
            return _CODED_AS.get(party.country, party.country)
        two = f"{token.text} {token.nbor(1).text}" if token.i + 1 < len(self.doc) else ""
        back = f"{token.nbor(-1).text} {token.text}" if token.i else ""
        for words in (two, back, token.text):
            entry = _place(self.lexicon.named(key(words))) if words else None
            if entry and isinstance(entry.row, State):
                return _CODED_AS.get(entry.row.id, entry.row.id)
            if (code := _places().get(words)) is not None:
                return code
        return None

    def _countries(self, head: "Token") -> list[str]:
        """The countries that a phrase belongs to: described so, owned, or "of", "in", "from" them."""
        titled = [c for c in head.children if c.dep_ == "appos"]  # "Rolf Anders, the Telmarkian minister"
        own = [c for h in (head, *titled) for c in h.children if c.dep_ in ("amod", "compound", "nmod", "poss")]
        describing = [
            t for c in own for t in (c, *c.conjuncts, *(g for g in c.children if g.dep_ in ("amod", "compound")))
        ]
        found = [code for t in describing if (code := self.country(t))]
        found += [code for c in own if c.lower_ == "led" for t in c.children if (code := self.country(t))]
        if mention := self.at.get(head.i):
            tokens = (t for t in head.sent if self.at.get(t.i) is mention)
            found += [code for t in tokens if (code := self.country(t))]
        if not found:
            behind = (g for c in head.children if c.dep_ == "prep" and c.lower_ in ("of", "in", "from", "at", "for")
                      for g in c.children if g.dep_ == "pobj")  # fmt: skip
            found = [code for g in behind for t in (g, *g.conjuncts) if (code := self.country(t) or self._within(t))]
        return list(dict.fromkeys(found))

    def _within(self, token: "Token") -> str | None:
        return next(
            (code for c in token.children if c.dep_ in ("amod", "compound", "poss") and (code := self.country(c))), None
        )

    def _agent(self, head: "Token") -> str | None:
        """The sector that a common noun tells by itself or with the noun before it; None: it names no agent."""
        table, word = _sectors(), lemma(head)
        for child in head.children:
            if child.dep_ in ("compound", "amod"):
                for pair in (f"{child.lower_} {word}", f"{child.lower_} {head.lower_}"):
                    if pair in table:
                        return table[pair]
        described = next(
            (table[lemma(c)] for c in head.children if c.dep_ in ("compound", "amod") and lemma(c) in table), None
        )
        own = table.get(word) or table.get(head.lower_)
        # "Rebel leaders", "police chief": what describes them is their side.
        return described if own in ("GOV", "MIL", "UAF", None) and described and own is not None else own

    def _sector(self, party: Party, head: "Token") -> str | None:
        if party.kind == "state":
            row = self.lexicon.states.get(party.country or "")
            people = head.tag_ in ("NNS", "NNPS") and row is not None and head.text in row.demonyms
            return "CVL" if people else "GOV"  # "Telmarkians protested"
        if party.kind == "body":
            body = self.lexicon.bodies.get(party.id.removeprefix("body:"))
            return _BODY_SECTORS.get(body.kind) if body else self._agent(head)
        words = key(party.role or party.name).split()
        table = _sectors()
        return next((table[w] for w in (" ".join(words[-2:]), *reversed(words)) if w in table), None)


def _place(entries: Sequence[Entry]) -> Entry | None:
    return next((e for e in entries if e.kind in ("state", "demonym", "capital")), None)


def _once(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    return tuple({actor.party: actor for actor in actors}.values())


def span(token: "Token") -> Span:
    """The characters of a word."""
    return Span(token.idx, token.idx + len(token))
