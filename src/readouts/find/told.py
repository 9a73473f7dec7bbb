"""Places that tell of a contact: the verb or noun, and who stands around it.

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

_LIGHT = frozenset(
    "hold have make receive take conduct place give pay send get join attend participate begin start continue initiate "
    "complete occur host convene grant".split()
)
_CONTROL = frozenset("invite ask urge want allow encourage request persuade task instruct send".split())
_ATTENDING = frozenset("joining taking participating attending participants attendees present".split())
# Verbs whose object is spoken to: "in a call, X assured Y of support".
_ADDRESSING = frozenset(
    "tell inform assure reassure promise urge ask warn thank congratulate brief update press remind invite".split()
)
_DURING = frozenset("during in over at after following before".split())
_MOST_BETWEEN = 10  # adverbs and days between the verb and "with": "spoke by phone earlier today with"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One place that tells of a contact."""

    at: "Token"
    kind: ContactKind  # as the word alone says
    first: tuple[Mention, ...]  # those before the verb or in the possessive
    second: tuple[Mention, ...]
    named: bool  # a noun with its participants around it, not a verb that tells that it happened
    apart: bool = False  # "conversations with both A and B": one contact each


@cache
def contact_words() -> dict[tuple[str, str], tuple[ContactKind, tuple[str, ...]]]:
    """Contact words by (lemma, part of speech): kind, and the prepositions that lead to the other side."""
    return {(r["word"], r["pos"]): (r["kind"], many(r["pattern"])) for r in rows("contact_words")}  # type: ignore[misc]


def light(noun: "Token") -> "Token | None":
    """The verb that makes the noun an event told: "held a call", "a call took place"; None when none does."""
    head = noun.head
    if noun.dep_ in ("dobj", "nsubj", "nsubjpass", "oprd") and head.lemma_.lower() in _LIGHT:
        return head
    if noun.dep_ == "pobj" and head.head.lemma_.lower() in _LIGHT and head.lower_ in ("in", "on", "for"):
        return head.head
    return None


def told(scene: Scene) -> Iterator[Told]:
    """Every place that tells of a contact, in text order, those of the headline left out."""
    headline = scene.document.headline
    for token in scene.doc:
        if headline and token.idx < headline.end:
            continue
        found = None
        if token.pos_ in ("VERB", "AUX"):
            found = _verb(scene, token)
        elif token.pos_ in ("NOUN", "PROPN"):
            found = _noun(scene, token)
        if found:
            yield found


# -- verbs -------------------------------------------------------------------------------------------------------------


def _verb(scene: Scene, verb: "Token") -> Told | None:
    known = contact_words().get((verb.lemma_.lower(), "verb"))
    if known is None or _describes(verb):
        return None
    kind, patterns = known
    if "object" in patterns and (doers := _passive(scene, verb)):
        return Told(at=verb, kind=kind, first=doers, second=_subjects(scene, verb), named=False)
    subjects, objects = _subjects(scene, verb), _objects(scene, verb, patterns)
    if objects is None or (not subjects and not objects):
        return None
    if not objects and len(scene.principals(subjects)) < 2:
        return None  # "the President spoke": to whom is not said
    if kind == "visit" and not (subjects and any(map(scene.is_state, objects))):
        return None
    return Told(at=verb, kind=kind, first=subjects, second=objects, named=False)


def _describes(verb: "Token") -> bool:
    """Whether a participle describes a noun ("the call held on Monday"). With a subject of its own it is a past tense
    that the parser mistook: "X called by phone with Y".
    """
    own = any(c.dep_ in ("aux", "auxpass") or (c.dep_ == "nsubj" and verb.dep_ == "ROOT") for c in verb.children)
    return verb.tag_ == "VBN" and not own


def _objects(scene: Scene, verb: "Token", patterns: Sequence[str]) -> tuple[Mention, ...] | None:
    """Who stands behind the verb's preposition or as its object; None when the verb goes on in another way."""
    for pattern in patterns:
        *words, last = pattern.split(" ")
        if pattern == "object":
            if found := _direct(scene, verb):
                return found
        elif words == ["object"]:  # "welcomed X to": a reception, not a view
            behind = scene.listed(verb.i + 1)
            at = behind[1] if behind else len(scene.doc)
            at += at < len(scene.doc) and scene.doc[at].text == ","
            if behind and at < len(scene.doc) and scene.doc[at].lower_ == last:
                return behind[0]
        elif (not words or _next_is(verb, words[0])) and (found := _led_by(scene, verb, last)):
            return found
    if "with" in patterns:  # "X and Y spoke today"
        following = scene.doc[verb.i + 1] if verb.i + 1 < len(scene.doc) else None
        return None if following is not None and _goes_on(following) else ()
    return None


def _passive(scene: Scene, verb: "Token") -> tuple[Mention, ...]:
    """Who did it, where a person had it done to them: "X was received by Y"."""
    if not any(c.dep_ == "auxpass" for c in verb.children) or not any(map(scene.is_person, _subjects(scene, verb))):
        return ()
    return tuple(m for m in _led_by(scene, verb, "by") if scene.is_person(m))


def _next_is(verb: "Token", word: str) -> bool:
    return bool(verb.i + 1 < len(verb.doc) and verb.nbor().lower_ == word)


def _goes_on(following: "Token") -> bool:
    """Whether the verb says something else with its particle: "spoke out", "spoke in favour of"."""
    behind = following.nbor().lower_ if following.i + 1 < len(following.doc) else ""
    inward = following.lower_ == "in" and behind in ("favour", "favor", "support", "defence", "defense")
    return inward or following.lower_ in ("of", "out", "for", "up", "against")


def _direct(scene: Scene, verb: "Token") -> tuple[Mention, ...]:
    """The object, which a second verb may share: "called and congratulated X"."""
    behind = scene.listed(verb.i + 1) or _past_place(scene, verb)
    if behind:
        return behind[0]
    second = next((c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB" and c.i - verb.i < 4), None)
    shared = scene.listed(second.i + 1) if second is not None else None
    return shared[0] if shared else ()


def _past_place(scene: Scene, verb: "Token") -> tuple[tuple[Mention, ...], int] | None:
    """The person behind a phrase of place or day that parts verb and object: "received at State House the Premier"."""
    doc, at = scene.doc, verb.i + 1
    if at >= len(doc) or doc[at].lower_ not in ("at", "in", "on", "today", "yesterday", "this"):
        return None
    for here in range(at + 1, min(len(doc), at + _MOST_BETWEEN)):
        if doc[here].pos_ == "VERB" or doc[here].text in (".", ";", ","):
            return None
        if here in scene.at and scene.is_person(scene.at[here]) and doc[here - 1].pos_ != "ADP":
            return scene.listed(here)
    return None


def _led_by(scene: Scene, verb: "Token", word: str) -> tuple[Mention, ...]:
    """Those behind the preposition, which adverbs and days may part from the verb."""
    for at in range(verb.i + 1, min(len(scene.doc), verb.i + 2 + _MOST_BETWEEN)):
        token = scene.doc[at]
        if token.lower_ == word and (found := scene.listed(at + 1)):
            return found[0]
        if token.pos_ == "VERB" or token.text in (".", ";", ":"):
            break
    return ()


def _subjects(scene: Scene, verb: "Token") -> tuple[Mention, ...]:
    """Who stands before the verb as its subject, or that of the verb it depends on."""
    above = verb.head
    if verb.dep_ in ("xcomp", "ccomp") and above.lemma_.lower() in _CONTROL:  # "invited X to visit": X visits
        behind = [c for c in above.children if c.dep_ in ("dobj", "nsubj") and c.i > above.i]
        own = [c for c in verb.children if c.dep_ == "nsubj"]
        return tuple(dict.fromkeys(scene.at[c.i] for c in (*behind, *own) if c.i in scene.at))
    seen = verb
    for _ in range(4):
        subjects = [c for c in seen.children if c.dep_ in ("nsubj", "nsubjpass")]
        if subjects:
            inside = [m for s in subjects for m in scene.around(s)]
            if inside:
                return tuple(dict.fromkeys(inside))
            break
        if seen.head == seen or seen.dep_ not in ("conj", "xcomp", "acomp", "advcl", "pcomp", "prep", "acl", "ccomp"):
            break
        seen = seen.head
    # The parser loses long subjects with titles; the last person before the verb in its sentence is the next best.
    if verb.dep_ != "ROOT":
        return ()
    before = (scene.at[i] for i in range(verb.sent.start, verb.i) if i in scene.at)
    return tuple(dict.fromkeys(m for m in before if scene.is_person(m)))


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


# -- nouns -------------------------------------------------------------------------------------------------------------


def _noun(scene: Scene, noun: "Token") -> Told | None:
    lemma = noun.lemma_.lower()
    before = scene.doc[noun.i - 1].lower_ if noun.i else ""
    known = contact_words().get((f"{before} {lemma}", "noun")) or contact_words().get((lemma, "noun"))
    if known is None or noun.i in scene.at or (lemma == "talk" and noun.tag_ != "NNS" and known[0] != "call"):
        return None
    kind, patterns = known
    if setting := _setting(scene, noun, kind):
        return setting
    second, owners, verb = _behind(scene, noun, patterns), _owners(scene, noun), light(noun)
    if not owners and "with" in patterns and (both := _of_with(scene, noun)):
        owners, second = both
    first = owners or (_subjects(scene, verb) if verb is not None else ())
    if verb is not None and not second and owners:
        return None
    if second and not owners and not first:
        first = _in_which(scene, noun)
    if second is None and verb is not None and noun.dep_ == "dobj" and len(scene.principals(first)) >= 2:
        second = ()  # "X and Y had a telephone conversation"
    if second is None or not (first or len(second) >= 2):
        return None
    if len(second) > 1 and any(map(scene.is_group, owners)):
        return None  # "their respective calls with A and B": who spoke with whom is not said
    apart = noun.tag_ in ("NNS", "NNPS") and len(second) > 1 and bool(owners)
    return Told(at=noun, kind=kind, first=first, second=second, named=verb is None, apart=apart)


def _setting(scene: Scene, noun: "Token", kind: ContactKind) -> Told | None:
    """ "During a telephone conversation, X and Y discussed", "in a call, X told Y": those who act together in it, or
    one to the other, took part in it.
    """
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("during", "in", "over") or noun.head.dep_ != "prep":
        return None
    verb = noun.head.head
    if verb.dep_ == "dobj" and verb.head.pos_ == "VERB":  # "discussed developments in a call"
        verb = verb.head
    # "During the conversation" tells of one only where a text opens with it.
    articles = ("a", "an", "the") if noun.sent.start <= _opening(scene) else ("a", "an")
    if other := _spoken_to(scene, noun):
        return Told(at=noun, kind=kind, first=_subjects(scene, verb), second=other, named=False)
    if noun.i > verb.i:
        articles = ("a", "an")  # "shared opinions in a telephone conversation"
    if not any(c.lower_ in articles for c in noun.children if c.dep_ == "det"):
        return None
    together = _subjects(scene, verb)
    one = len(scene.principals(together)) == 1 and noun.i < verb.i
    behind = _behind(scene, noun, ("with",)) if one else None
    other = (behind or _goal(scene, verb)) if one else ()
    if len(scene.principals((*together, *other))) < 2:
        return None
    return Told(at=noun, kind=kind, first=together, second=other, named=False)


def _goal(scene: Scene, verb: "Token") -> tuple[Mention, ...]:
    """The person to whom the verb is directed: "offered congratulations to X", "thanked X"."""
    for at in range(verb.i + 1, verb.sent.end):
        if at in scene.at and scene.is_person(scene.at[at]):
            found = scene.listed(at)
            return found[0] if found and scene.doc[at - 1].lower_ in ("to", "with", verb.lower_) else ()
    return ()


def _in_which(scene: Scene, noun: "Token") -> tuple[Mention, ...]:
    """The persons who do something in or after it: "after a meeting with Y, X said", "X said at talks with Y"."""
    led = noun.dep_ == "pobj" and noun.head.dep_ in ("prep", "mark") and noun.head.lower_ in _DURING
    if not led or noun.head.head.pos_ != "VERB":
        return ()
    return tuple(m for m in _subjects(scene, noun.head.head) if scene.is_person(m))


def _spoken_to(scene: Scene, noun: "Token") -> tuple[Mention, ...]:
    """The person whom a principal "told", "urged" or "thanked in a phone call", or "in their call told"; () for other
    clauses.
    """
    verb = noun.head.head
    addressing = verb.lemma_.lower() in _ADDRESSING
    goals = (c for c in verb.children if c.dep_ in ("dobj", "dative") and (c.i < noun.i or addressing))
    goal = next(goals, None)
    article = any(c.lower_ in ("a", "an", "their") for c in noun.children if c.dep_ in ("det", "poss"))
    if goal is None or not article or verb.pos_ != "VERB" or goal.i not in scene.at:
        return ()
    other, doers = scene.at[goal.i], _subjects(scene, verb)
    both = scene.is_person(other) and any(map(scene.is_person, doers)) and other not in doers
    return (other,) if both else ()


def _opening(scene: Scene) -> int:
    """The token with which the body begins."""
    headline = scene.document.headline
    return next((t.i for t in scene.doc if not t.is_space and not (headline and t.idx < headline.end)), 0)


def _behind(scene: Scene, noun: "Token", patterns: Sequence[str]) -> tuple[Mention, ...] | None:
    """Who stands behind the noun's preposition, which may follow the day or place: "call today with"."""
    for at in range(noun.i + 1, min(len(scene.doc), noun.i + 2 + _MOST_BETWEEN)):
        token = scene.doc[at]
        if token.lower_ in patterns and (found := scene.listed(at + 1)):
            return found[0]
        passed = token.lemma_.lower() in _LIGHT or token.dep_ in ("aux", "auxpass")  # "a call took place between"
        if (token.pos_ in ("VERB", "AUX") and not passed) or token.text in (".", ";"):
            break
    return None


def _of_with(scene: Scene, noun: "Token") -> tuple[tuple[Mention, ...], tuple[Mention, ...]] | None:
    """ "The meeting of X with Y"."""
    first = scene.listed(noun.i + 2) if noun.i + 2 < len(scene.doc) and scene.doc[noun.i + 1].lower_ == "of" else None
    if first is None or first[1] >= len(scene.doc) or scene.doc[first[1]].lower_ != "with":
        return None
    second = scene.listed(first[1] + 1)
    return (first[0], second[0]) if second else None


def _owners(scene: Scene, noun: "Token") -> tuple[Mention, ...]:
    """ "Blinken's call", "his conversation"."""
    owners = [c for c in noun.children if c.dep_ == "poss"] or [
        c for left in noun.children if left.dep_ in ("compound", "amod") for c in left.children if c.dep_ == "poss"
    ]
    return tuple(dict.fromkeys(scene.at[o.i] for o in owners if o.i in scene.at))
