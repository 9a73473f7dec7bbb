"""Events of plain sentences: acts with their parties, days, places and reporters read off the parse."""

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from readouts.code.acts import acts
from readouts.code.operators import Act
from readouts.code.outcomes import Coding
from readouts.code.who import Actor, Who, span
from readouts.records import Attribution, DateMention, Event, When, digest
from readouts.text import Span, hull

if TYPE_CHECKING:
    from spacy.tokens import Token

_PLACE_WORDS = frozenset("in at near".split())
# Types whose recipient may be looked for in the rest of the clause where grammar names none.
_OPEN = frozenset(
    "ASSAULT COERCE SANCTION AID THREATEN RETREAT CONCEDE MOBILIZE PROTEST AGREE REJECT REQUEST ACCUSE "
    "COOPERATE".split()
)
_ASIDE = frozenset(("advcl", "relcl", "parataxis"))


def events(
    who: Who, dates: Sequence[DateMention], said: Sequence[Attribution], issuer: str | None
) -> Iterator[tuple[Event, Span]]:
    """The events that the document's sentences tell of, in text order, each with the words that name it."""
    for sentence in who.doc.sents:
        for act in acts(sentence, narrow=issuer is not None):
            event = _event(who, act, dates, said, issuer)
            if event is not None:
                yield event, hull(span(t) for t in (act.at, *act.spans))


def _event(
    who: Who, act: Act, dates: Sequence[DateMention], said: Sequence[Attribution], issuer: str | None
) -> Event | None:
    """The record of an act; None where too little is known of its two sides."""
    actors, recipients = _sides(who, act)
    if not _enough(act, actors, recipients):
        return None
    coding = _by_states(act.coding, actors)
    return Event(
        id=digest(who.document.id, coding.cameo, act.at.idx, *(a.party for a in (*actors, *recipients))),
        **coding._asdict(),
        actors=tuple(a.party for a in actors),
        recipients=tuple(r.party for r in recipients),
        actor_sectors=tuple(a.sector for a in actors),
        recipient_sectors=tuple(r.sector for r in recipients),
        when=_when(act, dates),
        place=_place(who, act),
        spans=_spans(who, act),
        reported_by=_reporter(who, act, said) or issuer,
        polarity=act.polarity,
        tense=act.tense,
        status=act.status,
    )


def _sides(who: Who, act: Act) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Who acts and who is acted on; of what two do together all are actors."""
    actors = next((found for head in act.by if (found := who.named(head) or who.owners(head, 2))), ())
    if not actors and act.reporter is not None and any(head.pos_ == "PRON" for head in act.by):
        actors = who.named(act.reporter)  # "Syria says it is willing to ..."
    recipients = _recipients(who, act, actors)
    if not actors and not act.by:
        actors = _authority(who, act, recipients)
    lone = len({a.country for a in actors}) < 2
    if act.mutual and act.coding.plover != "CONSULT" and lone and not recipients:  # where they met took no part
        recipients = _elsewhere(who, act, actors)
    if any(a.country is None for a in (*actors, *recipients)):
        actors, recipients = _at_home(who, act, actors), _at_home(who, act, recipients)
    if act.mutual and act.coding.plover != "AGREE":
        return (*actors, *(r for r in recipients if r not in actors)), ()
    return actors, recipients


def _by_states(coding: Coding, actors: Sequence[Actor]) -> Coding:
    """ "Telmark protested": a government does not demonstrate, it complains."""
    if coding.plover == "PROTEST" and coding.mode == "demo" and actors and all(a.sector == "GOV" for a in actors):
        return Coding("ACCUSE", "allege", "diplomatic", "114")
    return coding


# Acts of speech: without a known speaker there is no event.
_SPOKEN = frozenset("AGREE SUPPORT REQUEST ACCUSE REJECT THREATEN".split())
# Acts of two sides: the other side must at least be spoken of.
_TWO_SIDED = frozenset("CONSULT COOPERATE".split())


def _enough(act: Act, actors: Sequence[Actor], recipients: Sequence[Actor]) -> bool:
    """Whether enough is known of the two sides for an event: somebody; in acts of speech the speaker unless the verb is
    passive ("was accused"); in acts of two sides the other side, in words at least.
    """
    sides = len({a.party for a in (*actors, *recipients)})
    if not sides or (act.both and sides < 2) or (act.must and sides < 2 and _spoken_of(act)):
        return False
    if act.people and recipients and all(r.party.startswith("state:") for r in recipients):
        return False
    if act.coding.plover in _SPOKEN and not actors and act.by:
        return False
    if act.coding.plover in _TWO_SIDED and sides < 2:
        return _spoken_of(act)
    return True


def _spoken_of(act: Act) -> bool:
    """Whether the text has words where the recipient should stand."""
    return any(True for root, slots in act.roots for slot in slots for _ in _filling(root, slot))


# -- recipients --------------------------------------------------------------------------------------------------------


def _recipients(who: Who, act: Act, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    own = {a.party for a in actors}
    home = {a.country for a in actors if a.country}
    weak: tuple[Actor, ...] = ()
    for root, slots in act.roots:
        for slot in slots:
            for phrase in _filling(root, slot):
                found = who.named(phrase) or who.owners(phrase)
                if slot in ("in", "at") and not found:
                    found = _placed(who, phrase)
                found = tuple(f for f in found if f.party not in own)
                if any(f.country and f.country not in home for f in found):
                    return found
                weak = weak or found
    if act.coding.plover in _OPEN and not (act.mutual or act.both):
        return _elsewhere(who, act, actors) or weak
    return weak


def _filling(root: "Token", slot: str) -> Iterator["Token"]:
    """The heads of the noun phrases in a slot of a verb or noun: its object, or behind a preposition."""
    if slot == "self":
        yield root
    elif slot == "obj":
        yield from (c for c in root.children if c.dep_ in ("dative", "dobj", "nsubjpass", "oprd") and c.pos_ != "ADP")
        yield from (
            g for c in root.children if c.dep_ == "dative" and c.pos_ == "ADP" for g in c.children if g.dep_ == "pobj"
        )
    elif slot == "poss":
        yield from (c for c in root.children if c.dep_ in ("poss", "amod", "compound", "nmod") and c.text[0].isupper())
    else:
        homes = [root, *(c for c in root.children if c.dep_ in ("dobj", "nsubjpass", "xcomp", "prt", "acomp", "attr"))]
        homes += [c for home in homes[1:] for c in home.children if c.dep_ == "dobj" and home.dep_ == "xcomp"]
        for home in homes:
            yield from (
                g for c in home.children if c.dep_ in ("prep", "agent", "dative") and c.lower_ == slot
                for g in _objects(c)
            )  # fmt: skip


def _objects(preposition: "Token") -> Iterator["Token"]:
    if not any(True for _ in preposition.children):  # the parser lost its object: the noun phrase that follows
        behind = (t for t in preposition.sent if t.pos_ in ("NOUN", "PROPN") and t.left_edge.i == preposition.i + 1)
        yield from list(behind)[-1:]
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield child
        elif child.dep_ in ("prep", "pcomp"):
            yield from (g for g in child.children if g.dep_ in ("pobj", "dobj"))


def _placed(who: Who, phrase: "Token") -> tuple[Actor, ...]:
    """The state whose capital or land is named as a place."""
    code = who.country(phrase)
    return (Actor(who.state(code).id, None, code),) if code else ()


def _elsewhere(who: Who, act: Act, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The first other country behind the act in its own clause, outside asides and who reports it."""
    home = {a.country for a in actors if a.country}
    clause = act.spans[0] if act.spans else act.at
    for token in act.at.sent:
        if token.i <= min(act.at.i, clause.i) or token.pos_ in ("DET", "PUNCT"):
            continue
        if _aside(token, act.at) or (
            act.reporter is not None and (token == act.reporter or act.reporter.is_ancestor(token))
        ):
            continue
        code = who.country(token)
        if code and code not in home:
            return tuple(a for a in who.named(token) if a.country) or (Actor(who.state(code).id, None, code),)
    return ()


def _aside(token: "Token", at: "Token") -> bool:
    """Whether the word stands in a subordinate clause that the act does not stand in."""
    for above in (token, *token.ancestors):
        if above == at:
            return False
        if above.dep_ in _ASIDE and not above.is_ancestor(at) and not any(c.tag_ == "TO" for c in above.children):
            return True
    return not (
        at.is_ancestor(token) or any(a.is_ancestor(token) for a in at.ancestors if a.dep_ in ("xcomp", "ccomp", "ROOT"))
    )


# Acts of authorities: done by those of the land where they are done. Investigations, court cases, coercion, expulsion.
_OF_AUTHORITIES = ("09", "115", "116", "17", "166")


def _authority(who: Who, act: Act, recipients: Sequence[Actor]) -> tuple[Actor, ...]:
    """The state in which, or from which, somebody "was arrested" or "was expelled" where the text names no agent."""
    code = _land(who, act, ("in", "from")) if act.coding.cameo.startswith(_OF_AUTHORITIES) else None
    if code is None or any(r.country == code for r in recipients):
        return ()
    return (Actor(who.state(code).id, "GOV", code),)


def _land(who: Who, act: Act, words: Collection[str]) -> str | None:
    """The first land or place that stands behind one of the words, outside who reports the act."""
    reporter = set(act.reporter.subtree) if act.reporter is not None else set()
    places = (t for t in act.at.sent if t.dep_ == "pobj" and t.head.lower_ in words and t not in reporter)
    return next((code for t in places if (code := who.country(t))), None)


def _at_home(who: Who, act: Act, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The actors, people without a name taken for those of the land where it happened: "armed men in Telmark"."""
    land = _land(who, act, _PLACE_WORDS)
    return tuple(who.of_land(a, land) if land and a.country is None and a.sector else a for a in actors)


# -- circumstances -----------------------------------------------------------------------------------------------------


def _spans(who: Who, act: Act) -> tuple[Span, ...]:
    """From the word that names the event over its actor and what it governs: the characters to be shown."""
    near = [act.at, *act.spans, *act.by[:1]]
    near += [c for c in act.at.children if c.dep_ in ("dobj", "prt", "nsubjpass")]
    words = [span(t) for t in near if t.sent == act.at.sent]
    whole = [m.span for t in act.by[:1] if (m := who.at.get(t.i)) is not None]  # the actor in full
    return (hull((*words, *whole)),)


def _when(act: Act, dates: Sequence[DateMention]) -> When | None:
    """The day in the sentence that stands nearest to the act; None where none is named or none can be placed."""
    start, end = act.at.sent.start_char, act.at.sent.end_char
    inside = [
        d for d in dates if start <= d.span.start < end and d.type in ("DATE", "TIME") and d.when and d.when.start
    ]
    near = min(inside, key=lambda d: abs(d.span.start - act.at.idx), default=None)
    return near.when if near else None


def _place(who: Who, act: Act) -> str | None:
    """Where it happened, in the text's words: a place behind "in", "at" or "near"."""
    carried = [] if act.coding.plover == "CONSULT" else [c for c in act.at.children if c.dep_ == "dobj"]
    for root in (act.at, *act.spans, *carried):
        for preposition in (c for c in root.children if c.dep_ == "prep" and c.lower_ in _PLACE_WORDS):
            for place in (g for g in preposition.children if g.dep_ == "pobj"):
                if place.ent_type_ in ("GPE", "LOC", "FAC") or who.country(place):
                    whole = next(
                        (e for e in place.sent.ents if e.start <= place.i < e.end), who.doc[place.i : place.i + 1]
                    )
                    return who.document.text[whole.start_char : whole.end_char].removeprefix("the ")
    return None


def _reporter(who: Who, act: Act, said: Sequence[Attribution]) -> str | None:
    """Who is said to report it: the source of the innermost attribution that it stands in, else the grammar's."""
    at = span(act.at)
    around = [a for a in said if a.party and any(c.covers(at) for c in a.content)]
    inner = min(around, key=lambda a: sum(c.end - c.start for c in a.content), default=None)
    if inner is not None:
        return inner.party
    if act.reporter is not None and (named := who.named(act.reporter)):
        return named[0].party
    return None
