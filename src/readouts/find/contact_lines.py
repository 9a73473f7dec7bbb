"""The contact with which a text opens where its parse does not show it: a first sentence that names two sides and has
a word of contact between or around them. Long titles, lists of offices and names of all languages break parses, but no
lines.

Asked only where nothing else in the text tells of a contact that happened: a line says less than a clause.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readouts.find.scene import Scene
from readouts.find.sightings import in_dateline
from readouts.find.told import Told, contact_words, noun_of_contact
from readouts.records import ContactKind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

# Verbs that tell of a contact whatever stands around them; "welcomed" and "saw" may tell of a view.
_PLAINLY = frozenset("meet speak talk receive phone telephone confer converse".split())
# Those of two who act together, which contact_words.tsv lacks.
_TOGETHER = frozenset("discuss contact preside chair".split())
# Words before a name that join its bearer to the contact; behind others he is talked about.
_JOINING = frozenset("with and by to from between his her their".split())
_AMONG = frozenset("hon. mr mrs ms dr h.e. excellency the colleague counterpart peer".split())
_FIRST = 3  # sentences, headings among them, with which a text may open
_NOT_DONE = frozenset("not never no declined refused cancelled".split())


def by_line(scene: Scene) -> Iterator[Told]:
    """The place in the first sentence of the body that tells of a contact by its words in order."""
    told = (s for s in scene.doc.sents if s.end_char > scene.body and s.text.strip())
    lines = [s for s in told if not in_dateline(scene.doc, s.start)][:_FIRST]
    first = next((s for s in lines if _names_somebody(scene, s)), None)
    if first is None or _NOT_DONE & {t.lower_ for t in first}:
        return
    for token in first:
        kind = _kind(token) if token.i not in scene.at else None
        if kind and (pair := _pair(scene, first, token)):
            yield Told(at=token, kind=kind, first=pair[:1], second=pair[1:], named=False)
            return


def _names_somebody(scene: Scene, sentence: "Sentence") -> bool:
    """Whether it names a person, as a heading such as "Joint communiqué" does not."""
    return any(i in scene.at and scene.is_person(scene.at[i]) for i in range(sentence.start, sentence.end))


def _kind(token: "Token") -> ContactKind | None:
    """The kind of contact that the word names."""
    if known := noun_of_contact(token):
        return known[0] if known[0] in ("call", "meeting", "talks") else None
    lemma = token.lemma_.lower()
    if token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
        known = contact_words().get((lemma, "verb")) if lemma in _PLAINLY else None
        return known[0] if known else "talks" if lemma in _TOGETHER else None
    return None


def _pair(scene: Scene, sentence: "Sentence", at: "Token") -> tuple[Mention, ...]:
    """The person named first, before the word, and the first one of another side whom the line joins to him."""
    named = [scene.at[i] for i in range(sentence.start, sentence.end) if i in scene.at]
    people = list(dict.fromkeys(m for m in named if scene.is_person(m) and not _is_pronoun(scene, m)))
    first = next((m for m in people if scene.reach(m)[0] < at.i), None)
    if first is None:
        return ()
    second = next((m for m in people if _joined(scene, m, at) and _others(scene, first, m)), None)
    return (first, second) if second is not None else ()


def _is_pronoun(scene: Scene, mention: Mention) -> bool:
    start, end = scene.reach(mention)
    return end - start == 1 and scene.doc[start].pos_ == "PRON"


def _others(scene: Scene, one: Mention, other: Mention) -> bool:
    """Whether the two are of two sides, as far as their states are known."""
    if one.party == other.party:
        return False
    states = [party.country if (party := scene.party(m)) else None for m in (one, other)]
    return None in states or states[0] != states[1]


def _joined(scene: Scene, mention: Mention, word: "Token") -> bool:
    """Whether the word before the name, titles aside, joins its bearer to what the line tells: before the word of
    contact only "and" does, "X told Y that the talks had failed".
    """
    start = scene.reach(mention)[0]
    at = start - 1
    while at >= 0 and (scene.doc[at].lower_ in _AMONG or at in scene.at or scene.doc[at].text == ","):
        at -= 1
    before = scene.doc[at] if at >= 0 else None
    if before is None:
        return False
    if start < word.i:
        return bool(before.lower_ == "and")
    return bool(before.lower_ in _JOINING or before.pos_ == "VERB") or scene.doc[start - 1].text == ","
