"""Nouns that tell of a contact: "held a call with Y", "the X-Y summit", "in a call, X told Y", "that of X with Y"."""

from typing import TYPE_CHECKING

from readouts.find.scene import Scene
from readouts.find.told import (
    ADDRESSING,
    DASHES,
    MOST_COUPLED,
    PLACING,
    Told,
    behind,
    clause_of,
    light,
    noun_of_contact,
    subjects,
)
from readouts.records import ContactKind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

Pair = tuple[tuple[Mention, ...], tuple[Mention, ...]]

_DURING = frozenset("during in over at after following before".split())
_WISHES = frozenset("greeting congratulation condolence".split())
_SPEAKING = frozenset("congratulate tell inform assure urge thank warn promise brief ask invite".split())


def by_noun(scene: Scene, noun: "Token") -> Told | None:
    """The contact that the noun tells of; None: it tells of none."""
    known = noun_of_contact(noun) or _stood_for(noun)
    if known is None or noun.i in scene.at or (noun.lemma_.lower() == "talk" and not _several(noun, known[0])):
        return None
    kind, patterns = known
    if noun.lemma_.lower() in _WISHES and not (noun.dep_ == "dobj" and noun.head.lemma_.lower() == "send"):
        return None  # "conveyed greetings" is said, not sent
    if kind == "call" and noun.dep_ == "dobj" and noun.head.lemma_ == "pay":  # "paid a call on X": was with X
        kind, patterns = "meeting", ("on",)
    if setting := _setting(scene, noun, kind):
        return setting
    if both := _coupled(scene, noun) or _carried(scene, noun):
        return Told(at=noun, kind=kind, first=both[0], second=both[1], named=light(noun) is None)
    if states := _leaders_own(scene, noun):
        return Told(at=noun, kind=kind, first=states[:1], second=states[1:], named=False, new=True)
    second, owners, verb = behind(scene, noun, patterns), _owners(scene, noun), light(noun)
    if not owners and "with" in patterns and (both := _of_with(scene, noun)):
        owners, second = both
    first = owners or (subjects(scene, verb) if verb is not None else ())
    if verb is not None and not second and owners:
        return None
    if not second and (both := _of_speakers(scene, noun, kind)):
        return Told(at=noun, kind=kind, first=both[0], second=both[1], named=False, new=True)
    if second and not owners and not first:
        first = _in_which(scene, noun) or _between_commas(scene, noun) or _called_so(scene, noun)
    own = noun.dep_ in ("dobj", "dep") or (noun.dep_ == "pobj" and noun.head.lower_ in ("for", "of"))
    if second is None and verb is not None and own and len(scene.principals(first)) >= 2:
        second = ()  # "X and Y had a telephone conversation", "X and Y sat down for talks"
    if second is None and not first and any(c.lower_ in ("a", "an") for c in noun.children):
        first = _between_commas(scene, noun)  # "X and Y, at a meeting in Lima, discussed"
        second = () if len(scene.principals(first)) > 1 else None
        return Told(at=noun, kind=kind, first=first, second=(), named=False) if second is not None else None
    if second and not first and _is_all(noun) and all(map(scene.is_person, second)):
        return Told(at=noun, kind=kind, first=(), second=second, named=False)
    if second is None and not owners and (pair := _between_states(scene, noun, verb)):
        first, second = pair[:1], pair[1:]
    if second is None and not owners and (pair := _after_rounds(scene, noun)):
        first, second = pair, ()
        return Told(at=noun, kind=kind, first=first, second=second, named=False)
    if second is None or not (first or len(second) >= 2 or any(map(scene.is_group, second))):
        return None
    if len(second) > 1 and any(map(scene.is_group, owners)):
        return None  # "their respective calls with A and B": who spoke with whom is not said
    apart = noun.tag_ in ("NNS", "NNPS") and len(second) > 1 and bool(owners)
    return Told(at=noun, kind=kind, first=first, second=second, named=verb is None, apart=apart)


_SITTINGS = frozenset("session meeting commission committee forum dialogue council consultations round talks".split())
_SAT = frozenset("chair cochair co-chair lead head conduct preside attend take hold participate".split())


def by_sitting(scene: Scene, token: "Token") -> Told | None:
    """The talks that a sitting of a named body was: "took part in the IV Session of the Commission with Marovia", "the
    10th Commission between A and B was held", and "it was co-chaired by X and Y".
    """
    if token.pos_ == "VERB" and token.lemma_.lower() in ("chair", "cochair", "co-chair"):
        return _co_chaired(scene, token)
    if token.pos_ == "VERB" and token.lemma_.lower() in ("head", "lead", "open", "preside"):
        return _headed(scene, token) or _together(scene, token)
    if token.lemma_.lower() in ("chairmanship", "chairship", "presidency") and (chairs := _under_chairs(scene, token)):
        return chairs
    mention = scene.at.get(token.i)
    if mention is None or scene.reach(mention)[0] != token.i or scene.is_person(mention):
        return None
    start, end = scene.reach(mention)
    if not {t.lower_ for t in scene.doc[start:end]} & _SITTINGS or end + 1 >= len(scene.doc):
        return None
    led, last = scene.doc[end].lower_, scene.doc[end - 1]
    verb = next((t for t in last.ancestors if t.pos_ == "VERB"), None)
    if led not in ("with", "between") or verb is None or verb.lemma_.lower() not in _SAT:
        return None
    found = scene.listed(end + 1)
    first = subjects(scene, verb) if led == "with" else ()
    first = tuple(m for m in first if scene.is_person(m))
    if found is None or len(scene.principals((*first, *found[0]))) < 2:
        return None
    return Told(at=last, kind="talks", first=first, second=found[0], named=False)


def _co_chaired(scene: Scene, verb: "Token") -> Told | None:
    """ "It was co-chaired by X, Minister of A, and Y, Minister of B"; "X will co-chair the session with Y"."""
    if not any(c.dep_ == "auxpass" for c in verb.children):
        return _together(scene, verb)
    by = next((c for c in verb.children if c.lower_ == "by"), None)
    if by is None:
        return None
    there = (scene.at[i] for i in range(by.i + 1, verb.sent.end) if i in scene.at)
    return _led_by_two(scene, verb, tuple(dict.fromkeys(m for m in there if scene.is_person(m)))[:2])


def _together(scene: Scene, verb: "Token") -> Told | None:
    """ "X and Y headed the XII meeting of the Commission", "X will co-chair, with his colleague, Y, the session"."""
    sat = any(t.lower_ in _SITTINGS for t in scene.doc[verb.i + 1 : verb.sent.end])
    people = [m for m in subjects(scene, verb) if scene.is_person(m)]
    if not sat or not people:
        return None
    if len(scene.principals(people)) < 2:
        with_ = (t for t in scene.doc[verb.i + 1 : verb.sent.end] if t.lower_ == "with")
        found = next((told[0] for t in with_ if (told := scene.listed(t.i + 1))), ())
        people = [*people, *(m for m in found if scene.is_person(m))]
    return _led_by_two(scene, verb, tuple(people))


def _between_states(scene: Scene, noun: "Token", verb: "Token | None") -> tuple[Mention, ...]:
    """The two states of "a meeting of the working groups of A and B was held"; () where there are not two."""
    if verb is None or noun.dep_ not in ("nsubj", "nsubjpass"):
        return ()
    inside = range(noun.left_edge.i, noun.right_edge.i + 1)
    states = dict.fromkeys(scene.at[i] for i in inside if i in scene.at and scene.is_state(scene.at[i]))
    found = tuple(states)
    return found if len(found) == 2 and len(scene.principals(found)) == 2 else ()


def _after_rounds(scene: Scene, noun: "Token") -> tuple[Mention, ...]:
    """Who did something "after four hours of talks"; () where fewer than two did it together."""
    up = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    if up.dep_ != "pobj" or up.head.lower_ not in ("after", "following") or noun.lemma_.lower() != "talk":
        return ()
    verb = up.head.head
    while verb.dep_ == "xcomp":
        verb = verb.head
    together = subjects(scene, verb) if verb.pos_ == "VERB" else ()
    return together if len(scene.principals(together)) == 2 else ()


def _headed(scene: Scene, verb: "Token") -> Told | None:
    """ "The delegation of A was headed by X, and that of B by Y"."""
    subject = next((c for c in verb.lefts if c.dep_ == "nsubjpass"), None)
    if subject is None or subject.lemma_.lower() not in ("delegation", "side", "team"):
        return None
    led = (i for i in range(verb.i + 1, verb.sent.end) if scene.doc[i].lower_ == "by")
    named = (found[0][0] for i in led if (found := scene.listed(i + 1)) and scene.is_person(found[0][0]))
    return _led_by_two(scene, verb, tuple(named))


def _under_chairs(scene: Scene, noun: "Token") -> Told | None:
    """ "Under the co-chairmanship of X and Y", "the joint presidency of X and Y"."""
    if noun.i + 1 >= len(scene.doc) or noun.nbor().lower_ != "of" or not (found := scene.listed(noun.i + 2)):
        return None
    return _led_by_two(scene, noun, tuple(m for m in found[0] if scene.is_person(m)))


def _led_by_two(scene: Scene, at: "Token", people: tuple[Mention, ...]) -> Told | None:
    """The talks that those people led; None where they are not two."""
    if len(people) != 2 or len(scene.principals(people)) != 2:
        return None
    return Told(at=at, kind="talks", first=people[:1], second=people[1:], named=False)


def _stood_for(token: "Token") -> tuple[ContactKind, tuple[str, ...]] | None:
    """Kind and prepositions of the noun before in the sentence that "one" or "that" stands for, where "with", "of",
    "from" or the like follows.
    """
    if token.lower_ not in ("one", "that") or token.pos_ not in ("NUM", "PRON", "NOUN", "DET"):
        return None
    if token.i + 1 >= len(token.doc) or token.nbor().lower_ not in ("with", "of", "between", "from", "to"):
        return None
    near = [known for t in token.doc[token.sent.start : token.i] if (known := noun_of_contact(t))]
    return near[-1] if near else None


def _several(noun: "Token", kind: ContactKind) -> bool:
    """Whether "talks", or "a phone talk", not a talk that somebody gave."""
    return noun.tag_ == "NNS" or kind == "call"


def _coupled(scene: Scene, noun: "Token") -> Pair | None:
    """ "The X-Y video summit"."""
    for at in range(noun.i - 1, max(1, noun.i - 2 - MOST_COUPLED), -1):
        token = scene.doc[at]
        one, other = scene.at.get(at - 2), scene.at.get(at)
        if one and other and scene.doc[at - 1].text in DASHES:
            people = one != other and scene.is_person(one) and scene.is_person(other)
            return ((one,), (other,)) if people else None
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "VERB") and token.text not in DASHES:
            return None
    return None


def _carried(scene: Scene, noun: "Token") -> Pair | None:
    """ "The call that X placed to Y", "a call in which X congratulated Y"."""
    clause = clause_of(noun)
    if clause is None:
        return None
    first = tuple(m for m in subjects(scene, clause) if scene.is_person(m))
    second: tuple[Mention, ...] | None = None
    if clause.lemma_.lower() in PLACING:
        second = behind(scene, clause, ("to", "with", "from"))
    elif clause.lemma_.lower() in _SPEAKING and any(t.lower_ in ("which", "where") for t in clause.subtree):
        told = scene.listed(clause.i + 1)
        second = told[0] if told else None
    if clause.lemma_.lower() in PLACING and not second and len(scene.principals(first)) > 1:
        return first, ()  # "the conversation they held in January"
    people = tuple(m for m in second or () if scene.is_person(m))
    return (first, people) if first and people and len(scene.principals((*first, *people))) > 1 else None


def _setting(scene: Scene, noun: "Token", kind: ContactKind) -> Told | None:
    """ "During a telephone conversation, X and Y discussed", "in a call, X told Y": those who act together in it, or
    one to the other, took part in it.
    """
    if noun.dep_ != "pobj" or noun.head.lower_ not in ("during", "in", "over", "at") or noun.head.dep_ != "prep":
        return None
    if noun.head.lower_ == "at" and (noun.head.i == 0 or scene.doc[noun.head.i - 1].text != ","):
        return None  # "at a meeting of the Council X and Y said": of others
    verb = noun.head.head
    if verb.dep_ == "dobj" and verb.head.pos_ == "VERB":  # "discussed developments in a call"
        verb = verb.head
    if noun.i > verb.i and verb.dep_ in ("relcl", "acl", "xcomp"):  # "reviewed ways to boost ties during a meeting"
        acting = (t for t in verb.ancestors if t.pos_ == "VERB" and len(scene.principals(subjects(scene, t))) > 1)
        verb = next(acting, verb)
    # "During the conversation" tells of one only where a text opens with it.
    articles = ("a", "an", "the") if noun.sent.start <= _opening(scene) else ("a", "an")
    if both := _spoken_to(scene, noun):
        return Told(at=noun, kind=kind, first=both[0], second=both[1], named=False)
    if noun.i > verb.i:
        articles = ("a", "an")  # "shared opinions in a telephone conversation"
    if not any(c.lower_ in articles for c in noun.children if c.dep_ == "det"):
        return None
    together = subjects(scene, verb)
    one = len(scene.principals(together)) == 1 and noun.i < verb.i
    found = behind(scene, noun, ("with",)) if one else None
    other = (found or _goal(scene, verb)) if one else ()
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
    at = noun
    while at.dep_ == "pobj" and at.head.dep_ in ("prep", "mark") and at.head.lower_ in _DURING:
        at = at.head.head
        if at.pos_ == "VERB":
            passive = any(c.dep_ == "auxpass" for c in at.children)  # "was stated by X following talks with Y"
            doers = behind(scene, at, ("by",)) or () if passive else subjects(scene, at)
            return tuple(m for m in doers if scene.is_person(m))
        if noun_of_contact(at) is None:  # "said at a meeting with the press following talks with Y"
            break
    return ()


def _leaders_own(scene: Scene, noun: "Token") -> tuple[Mention, ...]:
    """The two states named together before "their leaders' first call"; () where it is another's call."""
    of = next((c for c in noun.lefts if c.dep_ == "poss" and c.lower_ in ("leaders", "presidents", "ministers")), None)
    if of is None or not any(c.lower_ == "their" for c in of.lefts):
        return ()
    states = [scene.at[i] for i in range(noun.sent.start, of.i) if i in scene.at and scene.is_state(scene.at[i])]
    both = tuple(dict.fromkeys(states))
    return both if len(both) == 2 else ()


def _is_all(noun: "Token") -> bool:
    """Whether its sentence has no verb: "Good call with X today", of whoever writes."""
    return noun.dep_ == "ROOT" and not any(t.pos_ in ("VERB", "AUX") for t in noun.sent)


def _called_so(scene: Scene, noun: "Token") -> tuple[Mention, ...]:
    """Who calls it something: "after what she called 'a cordial call' with Y"."""
    verb = noun.head
    led = verb.dep_ == "pcomp" and verb.head.lower_ in _DURING and any(c.lower_ == "what" for c in verb.lefts)
    if not led or noun.dep_ not in ("oprd", "dobj", "attr") or verb.lemma_.lower() not in ("call", "describe", "term"):
        return ()
    return tuple(m for m in subjects(scene, verb) if scene.is_person(m)) or subjects(scene, noun.sent.root)


def _between_commas(scene: Scene, noun: "Token") -> tuple[Mention, ...]:
    """The persons before the comma in "X, in a phone call on Friday with Y, said", wherever the parser hangs it."""
    at = noun.i
    while at > max(0, noun.i - MOST_COUPLED) and scene.doc[at].lower_ not in _DURING:
        at -= 1
    if scene.doc[at].lower_ not in _DURING or at < 2 or scene.doc[at - 1].text != "," or at - 2 not in scene.at:
        return ()
    return tuple(m for m in scene.ending(scene.at[at - 2]) if scene.is_person(m))


def _spoken_to(scene: Scene, noun: "Token") -> Pair | None:
    """Who "told", "urged" or "thanked" whom "in a phone call", "in their call", or was told by whom; None for other
    clauses.
    """
    verb = noun.head.head
    if verb.dep_ == "dobj":  # "not to close the strait in a phone call"
        verb = verb.head
    if verb.dep_ == "xcomp" and (whom := _told_to(scene, verb.head)):
        callers = tuple(m for m in subjects(scene, verb.head) if scene.is_person(m))
        return (callers, whom) if callers and not set(callers) & set(whom) else None
    article = any(c.lower_ in ("a", "an", "their") for c in noun.children if c.dep_ in ("det", "poss"))
    if verb.pos_ != "VERB" or not article:
        return None
    doers = subjects(scene, verb)
    if any(c.dep_ == "auxpass" for c in verb.children) and verb.lemma_.lower() in ADDRESSING:
        by, doers = doers, tuple(m for m in behind(scene, verb, ("by",)) or () if scene.is_person(m))
        return (doers, by) if doers and any(map(scene.is_person, by)) else None
    goals = (c for c in verb.children if c.dep_ in ("dobj", "dative"))
    goal = next((c for c in goals if c.i < noun.i or verb.lemma_.lower() in ADDRESSING), None)
    preps = (c for t in (verb, goal) if t is not None for c in t.children)
    to = (c for c in preps if c.lower_ == "to" and c.dep_ in ("prep", "dative") and c.i < noun.i)
    if goal is not None and (goal.i not in scene.at or not scene.is_person(scene.at[goal.i]) or goal.tag_ == "PRP"):
        goal = next((c for t in to for c in t.children if c.dep_ == "pobj"), goal)  # "offered condolences to Y"
    if goal is None or goal.i not in scene.at:
        return None
    other = scene.at[goal.i]
    both = scene.is_person(other) and any(map(scene.is_person, doers)) and other not in doers
    return (doers, (other,)) if both else None


# Words that a contact's noun hangs on where a text speaks of the contact as of something known.
_ON = frozenset("on of about after following during in".split())
_PLAIN = frozenset("the their this phone telephone video telephonic hour-long long same brief".split())


def _of_speakers(scene: Scene, noun: "Token", kind: ContactKind) -> Pair | None:
    """Who had the call or the talks that the text has not told of before: those who act together or one on the other
    in the sentence, "X and Y agreed to trade, an office said after their talks", or, where the noun alone is what is
    spoken of, in one just before: "X told Y to wait. The call lasted an hour", "a statement on their conversation".
    """
    marks = {c.lower_ for c in noun.children if c.dep_ in ("det", "poss", "amod", "compound")}
    if kind not in ("call", "meeting", "talks") or not marks & {"the", "their", "this"} or marks - _PLAIN:
        return None
    led = noun.dep_ == "pobj" and noun.head.lower_ in _ON
    if "their" in marks and led and (both := _pair(scene, noun.sent.start, noun.i)):
        return both
    if not (led or noun.dep_ in ("nsubj", "nsubjpass")) or any(c.dep_ == "prep" for c in noun.children):
        return None
    before = scene.doc[noun.sent.start - 1] if noun.sent.start else None
    while before is not None and before.is_space:
        before = before.nbor(-1) if before.i else None
    return _pair(scene, before.sent.start, before.i) if before is not None else None


def _pair(scene: Scene, start: int, end: int) -> Pair | None:
    """The two who act together, or one on the other, in the words from there on."""
    for verb in (t for t in scene.doc[start:end] if t.pos_ == "VERB"):
        doers = tuple(m for m in subjects(scene, verb) if scene.is_person(m))
        other = _told_to(scene, verb) if doers else ()
        if len(scene.principals((*doers, *other))) == 2:
            return doers, other
    return None


def _told_to(scene: Scene, verb: "Token") -> tuple[Mention, ...]:
    """The persons to whom the verb is directed: "told Y", "called on Y", "appealed to Y"."""
    at = verb.i + 1
    if verb.lemma_.lower() not in ADDRESSING:
        led = {"call": "on", "appeal": "to"}.get(verb.lemma_.lower())
        if led is None or at >= len(scene.doc) or scene.doc[at].lower_ != led:
            return ()
        at += 1
    found = scene.listed(at)
    return tuple(m for m in found[0] if scene.is_person(m)) if found else ()


def _opening(scene: Scene) -> int:
    """The token with which the body begins."""
    return next((t.i for t in scene.doc if not t.is_space and t.idx >= scene.body), 0)


def _of_with(scene: Scene, noun: "Token") -> Pair | None:
    """ "The meeting of X with Y", "the meeting of X and Y"."""
    first = scene.listed(noun.i + 2) if noun.i + 2 < len(scene.doc) and scene.doc[noun.i + 1].lower_ == "of" else None
    if first is None or first[1] >= len(scene.doc):
        return None
    if len(first[0]) > 1 and all(map(scene.is_person, first[0])):
        return first[0][:1], first[0][1:]
    if scene.doc[first[1]].lower_ != "with":
        return None
    second = scene.listed(first[1] + 1)
    return (first[0], second[0]) if second else None


def _owners(scene: Scene, noun: "Token") -> tuple[Mention, ...]:
    """ "Blinken's call", "his conversation"."""
    owners = [c for c in noun.children if c.dep_ == "poss"] or [
        c for left in noun.children if left.dep_ in ("compound", "amod") for c in left.children if c.dep_ == "poss"
    ]
    return tuple(dict.fromkeys(scene.at[o.i] for o in owners if o.i in scene.at))
