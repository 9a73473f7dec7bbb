"""Verbs that tell of a contact: "X spoke with Y", "X was received by Y", "X congratulated Y by phone"."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readouts.find.scene import Scene
from readouts.find.told import MOST_BETWEEN, Told, contact_words, noun_of_contact, on_a_day, subjects
from readouts.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_BY_PHONE = frozenset("phone line telephone video videolink videoconference hotline".split())
_NO_WAY = frozenset("describe praise criticize criticise mention see mean call".split())
_DISCUSSING = frozenset("discuss review".split())
_VIEWS = frozenset("view opinion idea thought".split())
_RECIPROCAL = ("each other", "one another")


def by_verb(scene: Scene, verb: "Token") -> Told | None:
    """The contact that the verb tells of; None: it tells of none."""
    if _describes(verb):
        return None
    return (
        _credentials(scene, verb)
        or _known(scene, verb)
        or _over_the_phone(scene, verb)
        or _discussed(scene, verb)
        or _was_with(scene, verb)
    )


def _known(scene: Scene, verb: "Token") -> Told | None:
    """Told of by a verb of contact."""
    known = contact_words().get((verb.lemma_.lower(), "verb"))
    if known is None:
        return None
    kind, patterns = known
    if doers := _passive(scene, verb, patterns):
        return Told(at=verb, kind=kind, first=doers, second=subjects(scene, verb), named=False)
    if verb.lemma_.lower() == "call" and _next_is(verb, "at"):
        return None  # "called at the White House": a visit
    if verb.lemma_.lower() == "call" and _next_is(verb, "on"):
        return _called_on(scene, verb)
    doers, objects = subjects(scene, verb), _objects(scene, verb, patterns)
    if objects is None or (not doers and not objects):
        return None
    if not objects and len(scene.principals(doers)) < 2:
        return None  # "the President spoke": to whom is not said
    if kind == "call" and verb.nbor(1 if verb.i + 1 < len(verb.doc) else 0).lower_ == "it":
        return None  # "as they call it"
    if kind == "visit" and not (doers and any(map(scene.is_state, objects))):
        return None
    if kind == "visit" and (hosts := _inviting(scene, verb)):
        objects = hosts
    return Told(at=verb, kind=kind, first=doers, second=objects, named=False)


_LETTERS = frozenset("credentials credence".split())


def _credentials(scene: Scene, verb: "Token") -> Told | None:
    """ "X received copies of the credentials from the Ambassador of A, Y": was with Y, and with each who is named."""
    if verb.lemma_.lower() not in ("receive", "accept"):
        return None
    at = next((t.i for t in scene.doc[verb.i + 1 : verb.i + 8] if t.lower_ in _LETTERS), None)
    if at is None:
        return None
    there = (scene.at[i] for i in range(at + 1, verb.sent.end) if i in scene.at)
    envoys = tuple(dict.fromkeys(m for m in there if scene.is_person(m)))
    doers = tuple(m for m in subjects(scene, verb) if scene.is_person(m))
    if not doers or not envoys:
        return None
    return Told(at=verb, kind="meeting", first=doers, second=envoys, named=False, apart=len(envoys) > 1)


def _inviting(scene: Scene, verb: "Token") -> tuple[Mention, ...]:
    """The persons at whose invitation one visits."""
    for token in scene.doc[verb.i + 1 : verb.sent.end - 2]:
        if token.lower_ == "invitation" and token.nbor().lower_ == "of" and (found := scene.listed(token.i + 2)):
            return tuple(m for m in found[0] if scene.is_person(m))
    return ()


def _called_on(scene: Scene, verb: "Token") -> Told | None:
    """ "X called on Y on Monday": was with Y; not "called on Y to act"."""
    behind = scene.doc[verb.i + 1 : verb.sent.end]
    if any(t.lower_ == "to" and t.head.pos_ == "VERB" for t in behind):
        return None
    doers, other = subjects(scene, verb), _led_by(scene, verb, "on")
    people = all(any(map(scene.is_person, some)) for some in (doers, other))
    return Told(at=verb, kind="meeting", first=doers, second=other, named=False) if people else None


def _over_the_phone(scene: Scene, verb: "Token") -> Told | None:
    """Told of by whatever verb two do together, or one to the other, by phone: "X congratulated Y by phone", "they were
    on the telephone".
    """
    near = [*verb.children, *(c for p in verb.children if p.dep_ == "prep" for o in p.children for c in o.children)]
    near += [c for o in verb.rights if o.dep_ == "dobj" and o.lemma_.lower() in _VIEWS for c in o.rights]
    if verb.lemma_.lower() in _NO_WAY or not any(map(_by_phone, near)):
        return None
    doers = subjects(scene, verb)
    other = _direct(scene, verb) or _led_by(scene, verb, "with") or _led_by(scene, verb, "to")
    if passive := any(c.dep_ == "auxpass" for c in verb.children):
        other = _led_by(scene, verb, "by")
    both = [m for m in (*doers, *other) if scene.is_person(m)]
    if len(scene.principals(both)) < 2:
        return None
    first, second = (other, doers) if passive else (doers, other)
    return Told(at=verb, kind="call", first=first, second=second, named=False)


def _discussed(scene: Scene, verb: "Token") -> Told | None:
    """Told of by what two discussed on a certain day: "X and Y discussed Haiti in May", "X discussed Haiti with Y"."""
    things = [c for c in verb.children if c.dep_ == "dobj"]
    views = verb.lemma_ == "exchange" and any(c.lemma_.lower() in _VIEWS for c in things)
    dated = any(map(on_a_day, verb.children)) or any(_on_that_day(c) for thing in things for c in thing.rights)
    if (verb.lemma_.lower() not in _DISCUSSING and not views) or not dated:
        return None
    doers = tuple(m for m in subjects(scene, verb) if scene.is_person(m))
    preps = (c for t in (verb, *things) for c in t.children if c.lower_ == "with")
    other = tuple(m for c in preps for m in _behind_with(scene, c))
    if not doers or len(scene.principals((*doers, *other))) < 2:
        return None
    return Told(at=verb, kind="talks", first=doers, second=other, named=False)


def _on_that_day(phrase: "Token") -> bool:
    """Whether a day that hangs on what was discussed is that of the talk, "discussed Haiti in May"; in "discussed the
    attacks over the weekend on ships" it is not.
    """
    end = phrase.right_edge.i + 1
    ends = end >= len(phrase.doc) or phrase.doc[end].is_punct or phrase.doc[end].lower_ in ("with", "and", "during")
    return on_a_day(phrase) and (phrase.head.pos_ == "PROPN" or ends)


def _was_with(scene: Scene, verb: "Token") -> Told | None:
    """ "X was with Y in London on Tuesday"."""
    if verb.lemma_ != "be" or not any(map(on_a_day, verb.children)):
        return None
    doers = tuple(m for m in subjects(scene, verb) if scene.is_person(m))
    other = tuple(m for c in verb.children if c.lower_ == "with" for m in _behind_with(scene, c))
    if not doers or not other or len(scene.principals((*doers, *other))) < 2:
        return None
    return Told(at=verb, kind="meeting", first=doers, second=other, named=False)


def _behind_with(scene: Scene, prep: "Token") -> tuple[Mention, ...]:
    found = scene.listed(prep.i + 1)
    return tuple(m for m in found[0] if scene.is_person(m)) if found else ()


def _by_phone(prep: "Token") -> bool:
    """Whether the phrase says that it was by phone; "in a phone call" is told of by its noun."""
    if prep.dep_ not in ("prep", "agent") or prep.lower_ not in ("by", "over", "on", "via"):
        return False
    return any(c.lemma_.lower() in _BY_PHONE and not noun_of_contact(c) for c in prep.children)


def _describes(verb: "Token") -> bool:
    """Whether a participle describes a noun ("the call held on Monday"). With a subject of its own, or where the
    sentence has no other verb, it is a past tense that the parser mistook: "X called by phone with Y".
    """
    own = any(c.dep_ in ("aux", "auxpass") or (c.dep_ == "nsubj" and verb.dep_ == "ROOT") for c in verb.children)
    others = [t for t in verb.sent if t.pos_ in ("VERB", "AUX") and t != verb]
    only = verb.dep_ == "acl" and not others
    # "X, who is on a visit, called on Y": the root is a noun, and what comes before is a clause between commas.
    after = verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and verb.i > 0 and verb.nbor(-1).text == ","
    between = after and all(t.i < verb.i for t in others) and any(t.dep_ == "relcl" for t in others)
    opens = verb.dep_ == "ROOT" and verb.i == verb.sent.start  # "Met with X today"
    return verb.tag_ == "VBN" and not own and not only and not between and not opens


def _objects(scene: Scene, verb: "Token", patterns: Sequence[str]) -> tuple[Mention, ...] | None:
    """Who stands behind the verb's preposition or as its object; None when the verb goes on in another way."""
    has_object = "object" in patterns and any(c.dep_ == "dobj" and c.i in scene.at for c in verb.children)
    if has_object and (found := _direct(scene, verb)):  # "met X, with the minister at his side"
        return found
    for pattern in patterns:
        *words, last = pattern.split(" ")
        if pattern in ("object", "person"):
            if _reciprocal(verb):
                return ()
            found = _direct(scene, verb) if pattern == "object" or _sees(verb) else ()
            if found and (pattern == "object" or all(map(scene.is_person, found))):
                return found
        elif words == ["object"]:  # "welcomed X to": a reception, not a view
            behind = scene.listed(verb.i + 1) or _past_place(scene, verb)
            at = behind[1] if behind else len(scene.doc)
            at += at < len(scene.doc) and scene.doc[at].text == ","
            there = any(on_a_day(c) or c.lower_ == "where" for c in verb.children)
            person = behind is not None and all(map(scene.is_person, behind[0]))
            led = at < len(scene.doc) and scene.doc[at].lower_ in (last, *(("at", "in") if person else ()))
            if behind and ((there and person) or led):
                return behind[0]
        elif (not words or _next_is(verb, words[0])) and (found := _led_by(scene, verb, last)):
            return found
    if "with" in patterns:  # "X and Y spoke today"
        following = scene.doc[verb.i + 1] if verb.i + 1 < len(scene.doc) else None
        return None if following is not None and _goes_on(following) else ()
    return None


def _reciprocal(verb: "Token") -> bool:
    """ "The two saw each other"."""
    return verb.doc[verb.i + 1 : verb.i + 3].text.lower() in _RECIPROCAL


def _sees(verb: "Token") -> bool:
    """Whether the one who is seen is met: not "saw X leave", "sees X as a rival"."""
    return not any(
        c.dep_ in ("ccomp", "xcomp", "acl", "oprd") or (c.dep_ == "prep" and c.lower_ == "as") for c in verb.children
    )


def _passive(scene: Scene, verb: "Token", patterns: Sequence[str]) -> tuple[Mention, ...]:
    """Who did it, where a person had it done to them: "X was received by Y", "X was welcomed to London by Y"."""
    if not any(p.split()[0] == "object" for p in patterns):
        return ()
    if not any(c.dep_ == "auxpass" for c in verb.children) or not any(map(scene.is_person, subjects(scene, verb))):
        return ()
    if "object" not in patterns and not any(c.lower_ in ("to", "at", "in") for c in verb.children):
        return ()  # "was welcomed by Y" may be a view
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
    """The person behind phrases of place or day that part verb and object: "received at State House the Premier",
    "received today, at the Palace, the Premier".
    """
    doc, at = scene.doc, verb.i + 1
    if at >= len(doc) or doc[at].lower_ not in ("at", "in", "on", "today", "yesterday", "this", ","):
        return None
    for here in range(at + 1, min(len(doc), at + MOST_BETWEEN + 5)):
        if doc[here].pos_ == "VERB" or doc[here].text in (".", ";"):
            return None
        named = scene.at.get(here)
        if named is None or scene.reach(named)[0] != here or doc[here - 1].pos_ == "ADP":
            continue
        if scene.reach(named)[1] == here + 1 and doc[here].pos_ == "PRON":
            continue  # "in his office"
        if scene.is_person(named) or named.party is None:
            found = scene.listed(here)
            end = found[1] if found else here
            acts = end < len(doc) and doc[end].pos_ in ("VERB", "AUX")  # "received at home, X said"
            return found if found and all(map(scene.is_person, found[0])) and not acts else None
    return None


def _led_by(scene: Scene, verb: "Token", word: str) -> tuple[Mention, ...]:
    """Those behind the preposition, which adverbs and days may part from the verb."""
    for at in range(verb.i + 1, min(len(scene.doc), verb.i + 2 + MOST_BETWEEN)):
        token = scene.doc[at]
        if token.lower_ == word and (found := scene.listed(at + 1)):
            return found[0]
        if token.pos_ == "VERB" or token.text in (".", ";", ":"):
            break
    return ()
