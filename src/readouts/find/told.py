"""A place that tells of a contact: the verb or noun, and who stands around it.

Participants are read along the line: who stands before the verb, and who stands behind "with", "to" or "between" up to
the first word that is no name, comma or "and". Whoever comes later in the sentence is talked about and takes no part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from readouts.find.scene import Scene
from readouts.lexicon.tables import many, rows
from readouts.records import ContactKind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

LIGHT = frozenset(
    "hold have make receive take conduct place give pay send get join attend participate begin start continue initiate "
    "complete conclude finish occur host convene grant exchange chair undertake lead".split()
)
# Verbs of which "for" tells what one went for: "was in Paris for talks with X".
_WENT = frozenset("be travel fly go come arrive visit stay sit gather".split())
_AS_NOUN = ("dobj", "pobj", "nsubj", "nsubjpass")  # "his first bilateral with X"
_ROUNDS = frozenset("session round series day hour".split())  # "held a session of talks"
_SENDING = frozenset("address convey deliver transmit dispatch forward".split())
_WRITINGS = frozenset("message letter cable telegram".split())
_WISHES = frozenset("congratulation condolence sympathy greeting thanks solidarity support felicitation".split())
PLACING = LIGHT | {"place"}  # in a clause behind the noun too: "the call that X placed to Y"
_CONTROL = frozenset("invite ask urge want allow encourage request persuade task instruct send".split())
_ATTENDING = frozenset("joining taking participating attending participants attendees present".split())
# Verbs whose object is spoken to: "in a call, X assured Y of support".
ADDRESSING = frozenset(
    "tell inform assure reassure promise urge ask warn thank congratulate brief update press remind invite".split()
)
DASHES = ("-", "–", "—")
MOST_COUPLED = 4  # words between two names and the noun of their contact: "the X-Y video summit"
MOST_BETWEEN = 10  # adverbs and days between the verb and "with": "spoke by phone earlier today with"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One place that tells of a contact."""

    at: "Token"
    kind: ContactKind  # as the word alone says
    first: tuple[Mention, ...]  # those before the verb or in the possessive
    second: tuple[Mention, ...]
    named: bool  # a noun with its participants around it, not a verb that tells that it happened
    new: bool = False  # tells of a contact only where none has been told of before
    apart: bool = False  # "conversations with both A and B": one contact each


@cache
def contact_words() -> dict[tuple[str, str], tuple[ContactKind, tuple[str, ...]]]:
    """Contact words by (lemma, part of speech): kind, and the prepositions that lead to the other side."""
    return {(r["word"], r["pos"]): (r["kind"], many(r["pattern"])) for r in rows("contact_words")}  # type: ignore[misc]


def noun_of_contact(token: "Token") -> tuple[ContactKind, tuple[str, ...]] | None:
    """Kind and prepositions of a noun that may name a contact, "call" or "phone call"; None: it names none."""
    if token.pos_ not in ("NOUN", "PROPN") and not (token.pos_ == "ADJ" and token.dep_ in _AS_NOUN):
        return None
    lemma = token.lemma_.lower()
    if token.tag_ == "NNPS":  # capitals hide the plural: "the Political Consultations"
        lemma = lemma.removesuffix("s")
    before = token.nbor(-1).lower_ if token.i else ""
    return contact_words().get((f"{before} {lemma}", "noun")) or contact_words().get((lemma, "noun"))


def light(noun: "Token") -> "Token | None":
    """The verb that makes the noun an event told: "held a call", "a call took place"; None when none does."""
    head = noun.head
    if noun.dep_ == "dobj" and head.lemma_.lower() in _SENDING and noun.lemma_.lower() in _WRITINGS:
        return head
    if noun.dep_ in ("dobj", "dep", "nsubj", "nsubjpass", "oprd") and head.lemma_.lower() in LIGHT:
        return head
    if noun.dep_ == "pobj" and head.head.lemma_.lower() in LIGHT and head.lower_ in ("in", "on", "for"):
        return head.head
    if noun.dep_ == "pobj" and head.lower_ == "for":
        up = head.head.head if head.head.pos_ in ("ADV", "ADP") else head.head  # "sat down for talks"
        return up if up.lemma_.lower() in _WENT else None
    if noun.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_.lower() in _ROUNDS:
        return light(head.head)
    return None


def clause_of(noun: "Token") -> "Token | None":
    """The verb of the clause that describes the noun: "a call in which X congratulated Y", "the call they held"."""
    return next((c for c in noun.children if c.dep_ == "relcl" and c.pos_ == "VERB"), None)


def subjects(scene: Scene, verb: "Token") -> tuple[Mention, ...]:
    """Who stands before the verb as its subject, or that of the verb it depends on."""
    above = verb.head
    if verb.dep_ in ("xcomp", "ccomp") and above.lemma_.lower() in _CONTROL:  # "invited X to visit": X visits
        behind = [c for c in above.children if c.dep_ in ("dobj", "nsubj") and c.i > above.i]
        own = [c for c in verb.children if c.dep_ == "nsubj"]
        return tuple(dict.fromkeys(scene.at[c.i] for c in (*behind, *own) if c.i in scene.at))
    seen = verb
    for _ in range(4):
        before = [c for c in seen.children if c.dep_ in ("nsubj", "nsubjpass")]
        if before:
            if inside := [m for s in before for m in scene.around(_meant(s))]:
                return _by_name(scene, inside, before[0], verb) or tuple(dict.fromkeys(inside))
            break
        if (
            seen.dep_ == "acl"
            and seen.tag_ in ("VBN", "VBD")
            and (whom := scene.at.get(seen.head.i))
            and scene.is_person(whom)
        ):
            return tuple(scene.around(seen.head))
        up = ("conj", "xcomp", "acomp", "advcl", "pcomp", "prep", "acl", "ccomp")
        attribute = seen.dep_ == "attr" and seen != verb  # "became the first leader to be received"
        purpose = seen.dep_ == "relcl" and any(c.dep_ == "aux" and c.lower_ == "to" for c in seen.children)
        if seen.head == seen or not (seen.dep_ in up or attribute or purpose):
            break
        seen = seen.head
    # The parser loses long subjects with titles; the last person before the verb in its sentence is the next best.
    if verb.dep_ != "ROOT":
        return ()
    named = (scene.at[i] for i in range(verb.sent.start, verb.i) if i in scene.at)
    return tuple(dict.fromkeys(m for m in named if scene.is_person(m)))


def _by_name(scene: Scene, subject: Sequence[Mention], word: "Token", verb: "Token") -> tuple[Mention, ...]:
    """Those whom a subject without names is followed by: "the heads of the delegations of A and B, X and Y, met"."""
    if any(not scene.is_group(m) or len(scene.principals([m])) > 1 for m in subject):
        return ()
    named = [scene.at[i] for i in range(word.i + 1, verb.i) if i in scene.at and scene.is_person(scene.at[i])]
    people = tuple(dict.fromkeys(named))
    last = scene.reach(people[-1])[1] if len(people) > 1 else None
    return people if last is not None and scene.doc[last].text == "," else ()


def _meant(subject: "Token") -> "Token":
    """The subject, for "who" the person whom its clause describes: "X, who phoned him"."""
    return subject.head.head if subject.tag_ in ("WP", "WDT") and subject.head.dep_ == "relcl" else subject


def behind(scene: Scene, at: "Token", patterns: Sequence[str]) -> tuple[Mention, ...] | None:
    """Who stands behind the word's preposition, which may follow the day or place: "call today with"."""
    aside = clause_of(at)  # "a call, which the other side had asked for, with"
    inside = range(aside.left_edge.i, aside.right_edge.i + 1) if aside is not None and not _carries(aside) else range(0)
    for i in range(at.i + 1, min(len(scene.doc), at.i + 2 + MOST_BETWEEN + len(inside))):
        token = scene.doc[i]
        if i in inside:
            continue
        if token.lower_ in patterns and not _of_a_thing(token, at) and (found := scene.listed(i + 1)):
            return found[0]
        passed = token.lemma_.lower() in LIGHT or token.dep_ in ("aux", "auxpass")  # "a call took place between"
        if (token.pos_ in ("VERB", "AUX") and not passed) or token.text in (".", ";"):
            break
    return None


def _carries(verb: "Token") -> bool:
    """Whether the clause itself tells who was there: "the call that X held with Y"."""
    return verb.lemma_.lower() in PLACING


def _of_a_thing(prep: "Token", at: "Token") -> bool:
    """Whether it hangs on what the contact is about: "their discussion of the situation on the border with Marovia"."""
    noun = prep.head
    if noun.lemma_.lower() in _WISHES:  # "a message of congratulations to the President"
        return False
    inside = at.i < noun.i < prep.i and noun.pos_ == "NOUN" and noun.dep_ == "pobj" and noun.ent_type_ == ""
    return inside and any(t.lower_ == "of" and t.head == at for t in noun.ancestors)


def on_a_day(phrase: "Token") -> bool:
    """Whether the phrase tells when: "on Friday", "last week"."""
    if phrase.dep_ == "npadvmod":
        return bool(phrase.ent_type_ == "DATE")
    return phrase.dep_ == "prep" and any(c.dep_ == "pobj" and c.ent_type_ == "DATE" for c in phrase.children)


_LEADING = frozenset("lead head chair co-chair cochair".split())
_SIDES = frozenset("delegation side team".split())


def leading(scene: Scene) -> Iterator[tuple["Token", tuple[Mention, ...]]]:
    """Those who led the sides: "X and Y led their respective delegations", "The delegations were headed by X and Y"."""
    for verb in scene.doc:
        if verb.lemma_.lower() not in _LEADING or verb.pos_ != "VERB":
            continue
        passive = any(c.dep_ == "auxpass" for c in verb.children)
        sides = [c for c in verb.children if c.dep_ == ("nsubjpass" if passive else "dobj")]
        if not any(c.lemma_.lower() in _SIDES and c.tag_ == "NNS" for c in sides):
            continue
        span = range(verb.i + 1, verb.sent.end) if passive else range(verb.sent.start, verb.i)
        people = dict.fromkeys(scene.at[i] for i in span if i in scene.at and scene.is_person(scene.at[i]))
        if len(people) > 1:
            yield verb, tuple(people)


def attending(scene: Scene) -> Iterator[tuple["Token", tuple[Mention, ...]]]:
    """Lists of those who were there: "Joining X on the call were A and B", "The meeting was attended by A, B and C"."""
    for sentence in scene.doc.sents:
        first = next((t for t in sentence if not t.is_space), None)
        if first is None or not any((t.lemma_.lower(), "noun") in contact_words() for t in sentence[:16]):
            continue
        opens = first.lower_ in _ATTENDING or {"also", "took", "take"} & {first.lower_}
        for token in sentence:
            led = opens and token.lower_ in ("were", "was", "included", "include", "are", "by")
            led = led or (token.lower_ == "by" and token.i > 0 and token.nbor(-1).lower_ in ("attended", "joined"))
            if led and token.i + 1 < len(scene.doc) and (found := scene.listed(token.i + 1)):
                yield first, found[0]
                break
