"""Which act a word does: "urged" is urge, "expressed his deep concern" is express-concern, "his demands" is demand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from readouts.find.phrases import timed
from readouts.lexicon.tables import many, rows
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs that repeat or utter what their object names: "repeated his demands" is a demand, "issued a warning" a warning.
_CARRIERS = frozenset(
    "repeat renew reiterate restate make issue voice air level press maintain utter deliver direct convey raise express"
    " continue confirm reaffirm".split()
)
_PARTS = frozenset("prt prep dobj pobj acomp attr oprd nsubjpass advmod xcomp ccomp conj dative npadvmod".split())
_BE = ("be", "feel", "remain")
_CENTRES = frozenset("centre center heart focus".split())  # "at its centre was the border"
_TOPICS = frozenset("topic issue agenda subject theme matter question discussion talk".split())


@dataclass(frozen=True, slots=True)
class Deed:
    """A word that does an act, with the other words that make it that act."""

    act: str  # a row of acts.tsv
    word: "Token"  # the verb, or the noun of "his demands"
    parts: tuple["Token", ...]  # "concern" in "expressed concern", "on" in "call on"

    @property
    def verb(self) -> "Token":
        """The verb of the deed: the one that carries an act noun."""
        return self.parts[0] if self.word.pos_ in ("NOUN", "PROPN") and self.parts else self.word

    @property
    def last(self) -> int:
        """Token index of the last of its words that stand near the verb."""
        near = [t.i for t in self.parts if self.word.i < t.i <= self.word.i + 8]
        return int(max(near, default=self.word.i))


@cache
def _verbs() -> Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """The act and further words of each pattern, by its first word, those with most words first."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for row in rows("acts"):
        for pattern in many(row["verbs"]):
            first, *rest = pattern.split()
            found.setdefault(first, []).append((row["act"], tuple(rest)))
    return {first: tuple(sorted(all_, key=lambda p: -len(p[1]))) for first, all_ in found.items()}


@cache
def _nouns() -> Mapping[str, str]:
    """The act that each noun names."""
    return {noun: row["act"] for row in rows("acts") for noun in many(row["nouns"])}


def is_act_verb(word: str) -> bool:
    """Whether the word, in its dictionary form, is a verb that does an act by itself."""
    return any(not rest for _, rest in _verbs().get(word, ()))


def _of_other_sense(verb: "Token") -> bool:
    """Whether the verb does not discuss its object: "addressed the Assembly of Marovia", "consider it as a duty"."""
    if verb.lemma_.lower() == "consider":
        return any(c.dep_ == "oprd" or (c.dep_ == "prep" and c.lower_ == "as") for c in verb.rights) or any(
            t.lower_ == "as" and t.dep_ == "prep" for c in verb.rights if c.dep_ == "dobj" for t in c.subtree
        )
    if verb.lemma_.lower() == "take":  # "the commission took up its work"
        return any(c.dep_ == "poss" for o in verb.rights if o.dep_ == "dobj" for c in o.lefts)
    if verb.lemma_.lower() != "address":
        return False
    heard = next((c for c in verb.rights if c.dep_ == "dobj"), None)
    return heard is not None and (heard.pos_ in ("PROPN", "PRON") or heard.ent_type_ in ("PERSON", "ORG"))


_SHOWING = frozenset("indicate confirm suggest show prove demonstrate reflect mean".split())
_WRITTEN = frozenset("statement readout report release communique document letter message side ministry office".split())
# Ends of nouns for those who act, "minister", "official", "president", and of some more: to be on the safe side.
_PERSONAL = ("er", "or", "ist", "man", "person", "party", "cial", "ent")
_CRIMES = frozenset(
    "crime atrocity violation abuse genocide massacre aggression murder attack offence offense act mistake"
    " error".split()
)


def _of_a_thing(verb: "Token") -> bool:
    """Whether things show something, which says nobody's words: "the growth of trade confirms the high potential"."""
    if verb.lemma_.lower() not in _SHOWING:
        return False
    agents = [g for c in verb.rights if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
    doer = next((c for c in verb.lefts if c.dep_ == "nsubj"), None) if not agents else agents[0]
    if doer is None or doer.pos_ != "NOUN" or doer.ent_type_:
        return False
    word = doer.lemma_.lower()
    return word not in _WRITTEN and not word.endswith(_PERSONAL)


def _is_a_crime(verb: "Token") -> bool:
    """Whether what is committed is a crime, which promises nothing."""
    if verb.lemma_.lower() != "commit":
        return False
    things = [c for c in verb.children if c.dep_ in ("dobj", "nsubj", "nsubjpass")]
    things += [verb.head] if verb.dep_ in ("acl", "relcl") or verb.head.pos_ == "NOUN" else []
    return any(t.lemma_.lower() in _CRIMES for t in things)


def _is_of_one_view(verb: "Token", parts: Sequence["Token"]) -> bool:
    """Whether two hold the same: "shared the view that the pact must stand"."""
    return verb.lemma_ == "share" and any(
        c.tag_ != "VBN" for p in parts for c in p.rights if c.dep_ in ("acl", "ccomp")
    )


def _is_none(part: "Token") -> bool:
    """Whether the noun of the act is denied: "no mention was made of the border" does none."""
    return part.dep_ == "nsubjpass" and any(c.lower_ == "no" for c in part.lefts)


@cache
def issue_of(act: str) -> tuple[str, ...]:
    """The issue that an act is about by itself: a congratulation whatever its occasion; () for most."""
    return tuple(row["issue"] for row in rows("acts") if row["act"] == act and row["issue"])


def act_of(noun: "Token") -> str | None:
    """The act that the noun names: "demand" for "demands"; None for other words."""
    return _nouns().get(noun.lemma_.lower()) if noun.pos_ in ("NOUN", "PROPN") and not _is_contact(noun) else None


def _is_contact(noun: "Token") -> bool:
    """Whether a call is one that is made or paid, and asks for nothing: "a phone call to her", "a call from him"."""
    if noun.lemma_.lower() != "call":
        return False
    if any(c.dep_ in ("compound", "amod") and c.lower_ in _OF_CALLS for c in noun.lefts):
        return True
    led = [c for c in noun.rights if c.dep_ == "prep"]
    tied = [*noun.rights, *noun.head.rights]
    asks = any(c.lower_ == "for" or (c.tag_ == "VB" and c.dep_ in ("acl", "relcl", "xcomp", "advcl")) for c in tied)
    to = any(c.lower_ == "to" and any(t.pos_ == "PROPN" for t in c.children) for c in led)
    return not asks and (to or any(c.lower_ in ("with", "from", "between") for c in led))


_OF_CALLS = frozenset("phone telephone video courtesy".split())


def deed(verb: "Token") -> Deed | None:
    """The act that the verb does together with its particle, preposition or object; None when it does none we know."""
    passive = any(c.dep_ == "auxpass" for c in verb.lefts)  # "was devoted to": the parser takes some for adjectives
    if (
        not (verb.pos_ in ("VERB", "AUX") or (verb.pos_ == "ADJ" and passive))
        or _in_address(verb)
        or (verb.tag_ == "VBN" and verb.head.pos_ == "NOUN" and verb.i < verb.head.i)
    ):
        return None
    patterns = _verbs().get(verb.lemma_.lower(), ())
    if not patterns and verb.tag_.startswith("V") and verb.lower_ in _verbs():
        patterns = _verbs()[verb.lower_]
    if any(c.dep_ in ("aux", "auxpass") and c.lemma_ in _BE for c in verb.children) and verb.tag_ in ("VBN", "JJ"):
        patterns = (*((act, ()) for act, rest in _verbs()["be"] if rest == (verb.lower_,)), *patterns)
    if _of_a_thing(verb) or _is_a_crime(verb) or only_wishes_to(verb):
        return None
    near = list(_near(verb))
    for act, rest in patterns:
        parts = _found(rest, verb, near)
        if parts is not None and not any(_is_none(part) for part in parts):
            if act == "discuss" and _of_other_sense(verb):
                act = "state"
            return Deed("agree" if act == "discuss" and _is_of_one_view(verb, parts) else act, verb, parts)
    if about := _is_about(verb):
        return Deed("discuss", verb, (about,))
    return Deed("discuss", verb, ()) if _lists_topics(verb) else None


def only_wishes_to(verb: "Token") -> bool:
    """Whether the act is what is wished: "the Ministry wishes to state that ..."; not "wished to promote trade"."""
    wished = (c.lemma_.lower() for c in verb.rights if c.dep_ == "xcomp")
    return verb.lemma_.lower() == "wish" and any(map(is_act_verb, wished))


def _is_about(verb: "Token") -> "Token | None":
    """The preposition that leads to what a contact was about: "the call dealt with grain", "the focus was on grain";
    None for other verbs.
    """
    subject = next((c.lemma_.lower() for c in verb.lefts if c.dep_ in _DONE), "")
    leading = next((words for lemmas, nouns, words in _ABOUTS if verb.lemma_ in lemmas and subject in nouns), ())
    return next((c for c in verb.rights if c.dep_ == "prep" and c.lower_ in leading), None)


_OF_TALK = frozenset("call conversation meeting talk discussion exchange consultation negotiation".split())
# Verbs, their subjects, and the preposition behind them.
_ABOUTS = (
    (("deal", "range"), _OF_TALK, ("with", "over")),
    (("devote", "dedicate"), _OF_TALK, ("to",)),
    (("be",), frozenset("focus emphasis attention spotlight".split()), ("on",)),
)


def _lists_topics(verb: "Token") -> bool:
    """Whether the verb lists what was talked about: "topics included trade", "also on the agenda were visas", "the main
    topic of the talks was trade".
    """
    if verb.lemma_ == "include":
        return any(c.dep_ == "nsubj" and c.lemma_.lower() in _TOPICS for c in verb.lefts)
    if verb.lemma_ != "be" or not any(c.dep_ in ("nsubj", "attr") for c in verb.rights):
        return False
    if _main_topic(verb) is not None:
        return True
    fronted = [(c.lower_, t.lemma_.lower()) for c in verb.lefts for t in c.rights if c.dep_ == "prep"]
    return any(noun in (_CENTRES if led == "at" else _TOPICS) for led, noun in fronted if led in ("on", "among", "at"))


def _main_topic(verb: "Token") -> "Token | None":
    """The subject of "the main topic of the talks was trade"; None for other verbs."""
    if verb.lemma_ != "be":
        return None
    named = (c for c in verb.lefts if c.dep_ == "nsubj" and c.lemma_.lower() in ("topic", "subject", "theme", "focus"))
    return next((c for c in named if any(t.lemma_.lower() in _OF_TALK for of in c.rights for t in of.children)), None)


def capitalised(word: "Token") -> Deed | None:
    """The act of a word that a headline's capitals may have hidden from the parser: "Voss Scolds Tarn"."""
    low = word.lower_
    forms = [low, low.removesuffix("s"), low.removesuffix("es"), low.removesuffix("ies") + "y"]
    if not word.text[:1].isupper() or not low.isalpha():
        return None
    act = next((a for form in forms for a, rest in _verbs().get(form, ()) if not rest and len(form) > 2), None)
    return Deed(act, word, ()) if act else None


def _in_address(word: "Token") -> bool:
    """Whether the word is a piece of a web address or of a compound: "supporting-tenants"."""
    before = word.nbor(-1) if word.i else None
    after = word.nbor(1) if word.i + 1 < len(word.doc) else None
    touched = before is not None and not before.whitespace_ and before.text[-1:] in ("/", "-", ".")
    return touched or (after is not None and not word.whitespace_ and after.text[:1] in ("/", "-"))


def carried(verb: "Token") -> tuple[Deed, ...]:
    """The acts that the verb's object names when the verb itself only repeats or utters them, or its subject when the
    verb only says that it was done: "an exchange of views on the market took place".
    """
    if _took_place(verb):
        return tuple(Deed(act, c, (verb,)) for c in verb.lefts if c.dep_ in _DONE and (act := act_of(c)))
    if verb.lemma_ == "be" and any(c.dep_ == "expl" for c in verb.lefts):  # "there was an exchange of views"
        there = (c for c in verb.rights if c.dep_ == "attr" and not any(g.lower_ == "no" for g in c.lefts))
        return tuple(Deed(act, c, (verb,)) for c in there if (act := act_of(c)) in ("discuss", "agree"))
    if verb.lemma_.lower() not in _CARRIERS:
        return ()
    objects = [c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i]
    if not objects or act_of(objects[0]) is None:
        return ()
    reach = [t for t in verb.sent if t.i >= objects[0].i and act_of(t)]
    named = [t for t in reach if t == objects[0] or _alongside(t, verb)]
    return tuple(Deed(act, noun, (verb,)) for noun in named if (act := act_of(noun)))


_DONE = ("nsubj", "nsubjpass")


def _took_place(verb: "Token") -> bool:
    if verb.lemma_ == "take":
        return any(c.lower_ == "place" for c in verb.rights)
    return verb.lemma_ == "occur" or (verb.lower_ == "held" and any(c.dep_ == "auxpass" for c in verb.lefts))


def _alongside(noun: "Token", verb: "Token") -> bool:
    """Whether the noun is a further object: joined to the first, or "and his insistence", however it is parsed."""
    before = noun.nbor(-1) if noun.i else noun
    if before.tag_ == "PRP$" and before.i and before.nbor(-1).lower_ in ("and", ",", "or"):
        return True
    return noun.dep_ == "conj" and noun.head.dep_ in ("dobj", "conj") and act_of(noun.head) is not None


def _near(verb: "Token") -> Iterator["Token"]:
    """The words that may complete the verb: its own complements and theirs, two steps down."""
    for child in verb.children:
        if child.dep_ in _PARTS and child.dep_ != "conj":
            yield child
            yield from (
                g for g in child.children if g.dep_ in ("pobj", "conj", "acomp", "attr", "amod") and g.i > verb.i
            )
            if child.dep_ == "dobj":  # "had a long discussion on the border"
                yield from (g for g in child.rights if g.dep_ == "prep" and not timed(g))
            yield from _behind_whom(child)
        if child.dep_ in ("ccomp", "xcomp", "advcl"):  # "called for Marovia to return"
            yield from (g for g in child.lefts if g.dep_ == "mark" and g.lower_ == "for" and g.i > verb.i)


_ABOUT = frozenset("about regarding concerning".split())


def _behind_whom(child: "Token") -> Iterator["Token"]:
    """The "about" that the parser hangs on the one spoken with: "spoke with X about trade"."""
    preps = [child, *(g for g in child.rights if g.dep_ == "prep")]
    people = (p for prep in preps if prep.lower_ in ("with", "to") for p in prep.children if p.dep_ == "pobj")
    yield from (t for p in people for t in p.subtree if t.i > p.i and _hung_on_name(t))


def _hung_on_name(token: "Token") -> bool:
    return token.lower_ in _ABOUT and token.head.pos_ == "PROPN"


def _found(words: Iterable[str], verb: "Token", near: Sequence["Token"]) -> tuple["Token", ...] | None:
    """For each word the first of the tokens that is that word; None unless all are there."""
    parts: list[Token] = []
    for word in words:
        token = next(
            (t for t in near if word in (t.lemma_.lower(), t.lower_) and _hangs(t, verb, parts) and not _is_day(t)),
            None,
        )
        if token is None:
            return None
        parts.append(token)
    return tuple(parts)


def _is_day(token: "Token") -> bool:
    """Whether the preposition leads to a day: "had a discussion on Monday"."""
    return token.dep_ == "prep" and timed(token)


def _hangs(token: "Token", verb: "Token", parts: Sequence["Token"]) -> bool:
    """Whether the word completes the verb itself, not something within its complement."""
    if token.dep_ == "pobj":
        return token.head in parts
    of_clause = token.dep_ == "mark" and token.head.head == verb
    return of_clause or _hung_on_name(token) or token.head == verb or token.head in parts or token.head.dep_ == "dobj"


def group(deed: Deed) -> Span:
    """The words of the act: verb with auxiliaries and negation before it, particle or object noun after it."""
    verb = deed.verb
    named = _main_topic(verb) if deed.act == "discuss" else None
    start = named.left_edge if named is not None else verb
    if verb.dep_ == "xcomp" and only_wishes_to(verb.head):
        start = verb.head
    while (
        start.i > verb.sent.start
        and start.nbor(-1).dep_ in ("aux", "auxpass", "neg", "advmod")
        and (start.nbor(-1).head in (verb, start))
    ):
        start = start.nbor(-1)
    last = verb.doc[max(deed.last, deed.word.i)] if verb == deed.word else verb
    if any(map(_hung_on_name, deed.parts)):
        last = verb  # "spoke with X about": not with whom
    return Span(start.idx, last.idx + len(last))
