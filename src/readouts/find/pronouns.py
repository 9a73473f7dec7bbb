"""Whom a pronoun means: the subject before it that fits by kind, gender and number; see Hobbs (1978) for why subjects
come first and Lappin and Leass (1994) for why the sentence at hand does.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readouts.find.cast import Cast, Seen, led
from readouts.find.layouts import is_transcript
from readouts.find.people import SINGLE, heads, holder
from readouts.find.sightings import OWN_PRONOUNS, PEOPLE_PRONOUNS, PLURAL_PRONOUNS, SELF_PRONOUNS, Sighting
from readouts.records import Mention
from readouts.text import normalised

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECT = ("nsubj", "nsubjpass")
# People whom no mention names and whom a plural pronoun behind them means.
_TO_ONES_FACE = frozenset(
    "thank congratulate praise commend applaud laud criticize criticise blame condemn salute recognize "
    "commemorate".split()
)
_THANKS = frozenset("appreciation gratitude thanks congratulation condolence".split())
_PEOPLE = frozenset(
    "people citizen family civilian community force troop child woman soldier ally partner company".split()
)


def pronoun(cast: Cast, s: Sighting) -> Mention | None:
    """The mention of a pronoun; None where it refers to nobody who has come up."""
    token = cast.doc[s.start]
    word = token.lower_
    if word in OWN_PRONOUNS:
        return _own(cast, s)
    if word in SELF_PRONOUNS:
        return _self(cast, s)
    fits = _fits(cast, token)
    if fits is None:
        return None
    if word in PLURAL_PRONOUNS:
        if joined := _joined_subject(cast, token):
            return cast.mention(s, cast.group("people", joined), "pronoun: those joined before it")
        if _nearer(token, fits, _PEOPLE):
            return None
    if word in PLURAL_PRONOUNS and not fits and word in ("they", "their") and len(cast.principals()) >= 2:
        return cast.mention(s, cast.group("leaders", cast.principals()), "pronoun: those who take part")
    if word in ("his", "her", "their", "its") and (ahead := _ahead(cast, token)):
        return cast.mention(s, ahead, "pronoun: subject behind it")
    if not fits:
        return None
    if word in ("his", "her", "their", "its") and (thanked := _thanked(cast, token, fits)):
        return cast.mention(s, thanked, "pronoun: who is thanked or blamed for it")
    if word in PEOPLE_PRONOUNS and (bound := _owner_beside(cast, token, fits)):
        return cast.mention(s, bound, "pronoun: owner of what it is joined to")
    here = [f for f in fits if f.at >= token.sent.start]
    if word == "its" and (_nearer(token, here, frozenset()) or _of_a_thing(cast, token)):
        return None
    if word == "its" and here:
        return cast.mention(s, here[-1].party, "pronoun: nearest before")
    subjects = [f for f in fits if cast.is_subject(f)]
    near = [f for f in subjects if f.at >= token.sent.start]
    chosen = (near or (_of_main_clause(cast, subjects) if token.dep_ in _SUBJECT else subjects) or fits)[-1]
    if word == "they" and (host := _host(cast, token, chosen.party)):
        both = cast.group("leaders", (host, *(cast.found[chosen.party].members or (chosen.party,))))
        return cast.mention(s, both, "pronoun: those who took part")
    return cast.mention(s, chosen.party, "pronoun: subject before" if subjects else "pronoun: last named")


def _of_main_clause(cast: Cast, subjects: Sequence[Seen]) -> Sequence[Seen]:
    """Of the subjects in the last sentence that has any those of its main clause, where it has such: a subject goes on
    with what was one before, "X hoped that Y would act now that Z leads. He also spoke of" (Grosz, Joshi and Weinstein
    1995 rank the subject first).
    """
    if not subjects:
        return subjects
    last = cast.doc[subjects[-1].at].sent
    main = [s for s in subjects if last.start <= s.at < last.end and _leads(cast.doc[s.at])]
    return main or subjects


def _leads(word: "Token") -> bool:
    """Whether the word is the subject of its sentence's main verb, or of one joined to it."""
    verb = word.head
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    return bool(word.dep_ in _SUBJECT and verb.dep_ == "ROOT")


# What people do with one another.
_TOGETHER = frozenset("discuss exchange agree talk review speak concur consult explore".split())


def _host(cast: Cast, token: "Token", group: str) -> str | None:
    """The person who is named together with the group, "X and her counterparts condemned ... They expressed", or who
    met it, where the pronoun's verb tells what people do together, "X spoke with leaders of the region. They
    discussed ..."; None where it means the group alone.
    """
    talk = token.dep_ == "nsubj" and token.head.lemma_.lower() in _TOGETHER
    for seen in reversed([s for s in cast.trail if s.party == group and s.at < token.sent.start]):
        named = cast.doc[seen.at]
        host = None
        if named.dep_ == "conj" and named.head.dep_ in _SUBJECT:
            host = cast.party_at.get(named.head.i)
        elif talk and named.dep_ == "pobj" and named.head.lower_ == "with":
            host = own_subject(cast, named)
        if host and cast.found[host].kind == "person":
            return host
    return None


def _self(cast: Cast, s: Sighting) -> Mention | None:
    """ "I" in a leader's own statement: who holds the leading office of the issuer's state, or the office that put it
    out, as far as it is known, else the state. Within quotation marks, in transcripts and in texts that name the leader
    otherwise it is left to the attributions.
    """
    kind, _, country = (cast.issuer or "").partition(":")
    if kind != "state" or country not in cast.lexicon.states or is_transcript(cast.document.text):
        return None
    if normalised(cast.document.text[: cast.doc[s.start].idx]).count('"') % 2:
        return None
    office = heads(cast) or "leader"
    person = holder(cast, office if office in SINGLE else "leader", country, s)
    if person is None:
        return cast.mention(s, cast.state(country), "first person of the issuer, whose state stands for the leader")
    if any(seen.party == person.party.id for seen in cast.trail if seen.at < s.start):
        return None
    return cast.mention(s, person.party.id, "first person of the issuer's leader")


def _own(cast: Cast, s: Sighting) -> Mention | None:
    """ "We" and "our" in the issuer's own text."""
    kind, _, country = (cast.issuer or "").partition(":")
    if kind != "state" or country not in cast.lexicon.states:
        return None
    return cast.mention(s, cast.state(country), "first person of the issuer")


def _fits(cast: Cast, token: "Token") -> Sequence[Seen] | None:
    """What was mentioned lately and may be meant; None where the pronoun is empty."""
    word, near = token.lower_, cast.near(token)
    if word in PEOPLE_PRONOUNS:
        gender = "f" if word in ("she", "her", "hers", "herself") else "m"
        known = {p.party.id: p for p in cast.people}
        fits = [
            n
            for n in near
            if cast.found[n.party].kind == "person"
            and (n.party not in known or known[n.party].gender in (None, gender))
        ]
        if gender == "f":  # few of those whose gender is not known are women
            fits = [n for n in fits if n.party in known and known[n.party].gender == "f"] or fits
        if token.dep_ in ("dobj", "pobj", "dative", "iobj"):
            own = own_subject(cast, token)
            fits = [n for n in fits if n.party != own]  # "X met Y to congratulate him": him is not X
        if not fits and len(only := [p for p in cast.people if p.gender == gender]) == 1:  # nobody else can be meant
            fits = [n for n in cast.trail if n.at < token.i and n.party == only[0].party.id]
        # A spokesperson tells what others did; "he" is seldom the spokesperson when another person may be meant.
        voices = {p.party.id for p in cast.people if p.cls == "spokesperson"}
        return [n for n in fits if n.party not in voices] or fits
    if word in PLURAL_PRONOUNS:
        return [n for n in near if cast.found[n.party].kind == "group"]
    if word == "it" and (token.dep_ in ("nsubjpass", "expl") or _empty(token)):
        return None
    return [n for n in near if cast.found[n.party].kind in ("state", "body")]


def _nearer(token: "Token", fits: Sequence[Seen], lemmas: frozenset[str]) -> bool:
    """Whether something that is no party stands between the last candidate and the pronoun, and is meant by it: people
    of one of those lemmas, or a region or organisation that owns or acts.
    """
    last = max((f.at for f in fits), default=token.sent.start)
    for between in token.doc[max(last + 1, token.sent.start) : token.i]:
        if between.lemma_.lower() in lemmas or (lemmas and between.tag_ == "NNPS" and between.ent_type_ == "NORP"):
            return True
        acts = between.dep_ in ("poss", *_SUBJECT) and between.ent_type_ in ("GPE", "LOC", "ORG")
        if not lemmas and acts:
            return True
    return False


def _of_a_thing(cast: Cast, token: "Token") -> bool:
    """Whether "its" belongs to a thing: "the war and its implications"."""
    joined = token.head.dep_ == "conj" and token.head.head.pos_ == "NOUN"
    return joined and all(seen.at != token.head.head.i for seen in cast.trail)


def _joined_subject(cast: Cast, token: "Token") -> tuple[str, ...]:
    """The persons joined as the subject of the pronoun's own clause: "A and B keep her in their thoughts"."""
    verb = token
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    subject = next((c for c in verb.children if c.dep_ in _SUBJECT and c.i < token.i), None)
    if subject is None:
        return ()
    places = {subject.i, *(c.i for c in subject.conjuncts)}
    joined = dict.fromkeys(x.party for x in cast.trail if x.at in places and cast.found[x.party].kind == "person")
    return tuple(joined) if len(joined) > 1 else ()


def _thanked(cast: Cast, token: "Token", fits: Sequence[Seen]) -> str | None:
    """ "X thanked Y for his leadership": what one is thanked, praised or blamed for is one's own."""
    verb = token.head.head if token.head.dep_ == "dobj" else None
    if verb is not None and verb.lemma_.lower() in _TO_ONES_FACE:  # "commended Y's diplomacy and praised his team"
        own = own_subject(cast, token)
        others = [f.party for f in fits if f.at >= token.sent.start and f.party != own]
        return others[-1] if others else None
    prep = next((t for t in token.ancestors if t.dep_ == "prep" and t.lower_ in ("for", "on")), None)
    if prep is not None and (told := _appreciated(cast, prep)):
        return told
    if prep is None or prep.head.lemma_.lower() not in _TO_ONES_FACE:
        return None
    whom = {c.i for c in prep.head.children if c.dep_ == "dobj"}
    found = next((f.party for f in reversed(fits) if f.at in whom), None)
    if found is None and fits and any(cast.doc[i].lower_ in ("him", "her", "them") for i in whom):
        own = own_subject(cast, cast.doc[min(whom)])
        return next((f.party for f in reversed(fits) if f.party != own), None)
    return found


def _appreciated(cast: Cast, prep: "Token") -> str | None:
    """ "Expressed appreciation to Y for his efforts"."""
    above = prep.head
    nouns = [above, *above.children, *(c for a in above.ancestors for c in a.children)]
    noun = next((n for n in nouns if n.lemma_.lower() in _THANKS and n.i < prep.i), None)
    if noun is None:
        return None
    to = next((t for t in cast.doc[noun.i : prep.i] if t.lower_ == "to" and t.i + 1 < prep.i), None)
    return (
        next((cast.party_at[i] for i in range(to.i + 1, prep.i) if i in cast.party_at), None)
        if to is not None
        else None
    )


def own_subject(cast: Cast, token: "Token") -> str | None:
    """The subject of the clause in which the pronoun is an object, that of an infinitive's main clause included.

    Principle B of binding (Chomsky 1981): an object pronoun does not mean the subject of its own clause.
    """
    if token.dep_ in _SUBJECT:
        return None
    verb = token.head
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb:
        verb = verb.head
    for _ in range(4):
        subject = next((c.i for c in verb.children if c.dep_ in _SUBJECT and not led(c)), None)
        if subject is not None:
            who = cast.doc[subject]
            return cast.party_at.get(who.head.head.i if who.tag_ == "WP" and who.head.dep_ == "relcl" else subject)
        if verb.head == verb or verb.dep_ not in ("xcomp", "advcl", "conj", "pcomp", "acl", "prep", "acomp"):
            return None
        verb = verb.head
    return None


def _owner_beside(cast: Cast, token: "Token", fits: Sequence[Seen]) -> str | None:
    """ "President X's focus on reforms and his efforts": a possessive joined to what another owns means that owner."""
    if token.dep_ != "poss":
        return None
    above = {t.i for t in token.ancestors}
    owners = [f for f in fits if f.at >= token.sent.start and cast.doc[f.at].dep_ == "poss"]
    beside = [f for f in owners if cast.doc[f.at].head.i in above]
    return beside[-1].party if beside else None


def _ahead(cast: Cast, token: "Token") -> str | None:
    """The subject of the sentence when the pronoun stands in a phrase put before it: "During his call, X said"."""
    kinds = {"its": ("state", "body"), "their": ("group",)}.get(token.lower_, ("person",))
    top = token
    while top.head != top and top.head.dep_ != "ROOT":
        top = top.head
    if top.dep_ not in ("prep", "advcl") or top.head == top or token.i > top.head.i:
        return None
    subject = next((c.i for c in top.head.children if c.dep_ in _SUBJECT and c.i > token.i), None)
    return next((x.party for x in cast.trail if x.at == subject and cast.found[x.party].kind in kinds), None)


def _empty(token: "Token") -> bool:
    """Whether "it" points forward: "it is important that"."""
    return any(c.dep_ in ("ccomp", "acomp", "attr") for c in token.head.children) and token.head.lemma_ == "be"
