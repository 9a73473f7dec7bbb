"""What a place tells of a contact beside who took part: kind, medium, status, day, place, initiator, hosts and more."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from readouts.find.scene import Scene
from readouts.find.told import Told, light
from readouts.records import Contact, ContactKind, DateMention, Medium, Status, When

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

_INWARD = frozenset("receive take get".split())  # "received a call from": the other side asked for it
_PLANNED = frozenset(
    "will shall due plan agree intend expect schedule look hope invite propose arrange prepare".split()
)
_HYPOTHETICAL = frozenset("might could may would if whether should can".split())
_REFUSED = frozenset("refuse decline cancel postpone deny".split())
_AHEAD = frozenset("next upcoming planned future possible forthcoming proposed".split())
_STATEMENTS = frozenset(
    "statement readout release report briefing comment remark announcement article interview".split()
)
_CALL_SIGNS = ("phone", "telephone", "video", "call", "conference", "virtual")
_IN_PERSON = frozenset("in-person sidelines margins".split())
_GATHERINGS = frozenset("summit conference assembly forum dinner reception luncheon ceremony funeral g7 g20".split())
_VIDEO = frozenset("video videoconference vtc virtual virtually videolink video-conference videoconferencing".split())
_PHONE = frozenset("phone telephone phoned telephoned".split())
_MEDIATE = frozenset("mediate broker facilitate".split())


def medium(told: Told) -> Medium | None:
    """ "phone" or "video" where the words near the contact say so, "in-person" where they stress it; None: not said."""
    near = {t.lower_ for t in told.at.sent if abs(t.i - told.at.i) < 9}
    if near & _VIDEO:
        return "video"
    if near & _PHONE or told.at.lemma_.lower() in ("phone", "telephone"):
        return "phone"
    return "in-person" if "in-person" in near or {"in", "person"} <= near else None


def kind(told: Told) -> ContactKind:
    """The word's kind, corrected by what the clause says: "spoke in person", "met by video", "spoke at the summit"."""
    sentence = told.at.sent
    doc = told.at.doc
    near = [t.lower_ for t in doc[max(sentence.start, told.at.i - 3) : min(sentence.end, told.at.i + 9)]]
    words = " ".join(near)
    if told.kind == "meeting":
        by_call = ("by phone", "phone call", "video call", "by video", "via video")
        return "call" if any(sign in words for sign in by_call) else "meeting"
    if told.kind != "call" or told.at.lemma_ not in ("speak", "talk", "conversation"):
        return told.kind
    if any(sign in near for sign in _CALL_SIGNS):
        return "call"
    together = {t.lower_ for t in sentence} & _IN_PERSON or "in person" in words or _at_gathering(told)
    return "meeting" if together else "call"


def _at_gathering(told: Told) -> bool:
    """Whether they spoke "at the G7", where both were: before the sentence turns to what they spoke about."""
    doc = told.at.doc
    for token in doc[told.at.i : told.at.sent.end]:
        if token.lower_ in ("about", "discuss", "regarding", "on", "congratulate"):
            return False
        if token.lower_ == "at" and token.i + 1 < len(doc):
            behind = doc[token.i + 1 : token.i + 6]
            return any(t.lower_ in _GATHERINGS for t in behind)
    return False


# -- whether it happened -----------------------------------------------------------------------------------------------


def status(at: "Token") -> Status:
    """Whether the contact happened, is planned, denied or only thought of, by the verb that tells of it."""
    verb: Token | None = at
    if at.pos_ in ("NOUN", "PROPN"):
        verb = light(at)
    if verb is None:
        return "planned" if any(c.lower_ in _AHEAD for c in at.children) else "happened"
    chain, seen = [verb], verb
    while seen.dep_ in ("xcomp", "ccomp", "acomp", "conj", "pcomp") and seen.head != seen and len(chain) < 3:
        seen = seen.head
        if seen.dep_ == "prep" and seen.lower_ == "to":  # "looks forward to welcoming X"
            seen = seen.head
        chain.append(seen)
    own = {c.lower_ for c in verb.children if c.dep_ in ("aux", "neg", "mark", "advmod")}
    above = {t.lemma_.lower() for t in chain[1:]}
    if own & {"not", "n't", "never"} or above & _REFUSED:
        return "denied"
    if own & {"will", "shall", "'ll"} or (above & _PLANNED and ("to" in own or verb.tag_ in ("VB", "VBG"))):
        return "planned"
    return "hypothetical" if own & _HYPOTHETICAL else "happened"


# -- when and where ----------------------------------------------------------------------------------------------------


def when(
    scene: Scene, told: Told, state: Status, dates: Sequence[DateMention], before: Sequence[Contact]
) -> When | None:
    """The days of the date beside the word; None when the text says none. A date that belongs to a statement, or to a
    verb between, is not the contact's. `before` are the contacts already told of.
    """
    after = _after_other(told.at, before)
    if after is not None:
        return after
    published = scene.document.published
    found = []
    for mention in dates:
        if mention.when is None or not _belongs(scene, mention, told):
            continue
        start = mention.when.start
        if state != "happened" or not published or start is None or start <= published + timedelta(1):
            found.append(mention)
    return _closest(scene, found, told)


def _closest(scene: Scene, found: Sequence[DateMention], told: Told) -> When | None:
    """The first date, or one inside it that the verb itself has: "earlier this month X spoke with Y on 5 March"."""
    if not found:
        return None
    first = found[0].when
    for mention in found[1:]:
        span = scene.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
        own = span is not None and told.at in (span.root.head, span.root.head.head)
        if own and _inside(mention.when, first):
            return mention.when
    return first


def _inside(one: When | None, other: When | None) -> bool:
    if one is None or other is None or one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return other.start <= one.start and one.end <= other.end and one.end - one.start < other.end - other.start


def _belongs(scene: Scene, mention: DateMention, told: Told) -> bool:
    sentence = told.at.sent
    span = scene.doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")
    if span is None or mention.type not in ("DATE", "TIME") or _since(span):
        return False
    if _leads(scene, told, span.end):
        return True
    if not sentence.start_char <= mention.span.start < sentence.end_char:
        return False
    if told.named and _close_behind(scene, told, span.start):
        return True
    verb = light(told.at) if told.at.pos_ in ("NOUN", "PROPN") else told.at
    seen = span.root
    for _ in range(8):
        if seen in (told.at, verb) or _copula(seen, told.at):
            return True
        if seen.lemma_.lower() in _STATEMENTS or seen.head == seen:
            return False
        if seen.pos_ == "VERB" and seen != span.root:
            return verb is not None and not told.named and seen in verb.conjuncts
        seen = seen.head
    return False


def _since(span: "SpacySpan") -> bool:
    """Whether it only says since when: "the first call since the summer"."""
    before = span.doc[max(0, span.start - 2) : span.start]
    return any(t.lower_ == "since" for t in before)


def _copula(seen: "Token", at: "Token") -> bool:
    """Whether the date stands in what is said of the contact: "their last call was on 5 March", "it was on 5 March that
    X called Y".
    """
    if seen.lemma_.lower() != "be":
        return False
    if at.pos_ != "VERB":
        return bool(at.head == seen and at.dep_ == "nsubj")
    it = any(c.lower_ == "it" and c.dep_ in ("nsubj", "expl") for c in seen.children)
    return bool(it and at.head == seen) and any(c.lower_ == "that" for c in at.children)


def _leads(scene: Scene, told: Told, end: int) -> bool:
    """Whether a date stands just before the clause: "in May X spoke with Y", "in May, when X spoke with Y"; the parser
    may hang it on the clause before, or end a sentence before the "Mr." of X.
    """
    verb = light(told.at) if told.at.pos_ in ("NOUN", "PROPN") else told.at
    if verb is None or not told.first:
        return False
    start = min(scene.reach(m)[0] for m in told.first)
    between = [t.lower_ for t in scene.doc[end:start]]
    return end <= start < verb.i and set(between) <= {",", "when", "the", "("}


def _close_behind(scene: Scene, told: Told, at: int) -> bool:
    """Whether a date stands just behind those met, no verb between: "his talks with X via video on 7 December"."""
    last = max((scene.reach(m)[1] for m in told.second), default=told.at.i)
    between = scene.doc[last:at]
    return last <= at < last + 8 and not any(t.pos_ in ("VERB", "AUX") or t.text in ",;" for t in between)


def _after_other(at: "Token", before: Sequence[Contact]) -> When | None:
    """ "held a call on Monday, days after reaching out to Z": the other contact was before that Monday."""
    marks = {c.lower_ for c in at.children if c.dep_ in ("mark", "prep")}
    if at.dep_ in ("pcomp", "advcl"):
        marks.add(at.head.lower_)
    if at.tag_ != "VBG" or not marks & {"after", "following"}:
        return None
    start = at.sent.start_char
    dated = [
        c for c in before if c.when and c.when.start and min(c.spans).start >= start and max(c.spans).start < at.idx
    ]
    if not dated or dated[0].when is None or dated[0].when.start is None:
        return None
    first = dated[0].when.start
    last: date = first - timedelta(1)
    return When(start=None, end=first, edtf=f"../{last}", basis="relative")


def place(told: Told) -> str | None:
    """Where a meeting or visit was: the place behind "in" or "at" that depends on it; None when not said."""
    if told.kind not in ("meeting", "talks", "visit"):
        return None
    verb = light(told.at) if told.at.pos_ != "VERB" else told.at
    for token in told.at.sent:
        if token.dep_ != "pobj" or token.head.lower_ not in ("in", "at") or token.head.head not in (told.at, verb):
            continue
        if token.ent_type_ in ("GPE", "LOC", "FAC"):
            ent = next((e for e in token.sent.ents if e.start <= token.i < e.end), None)
            return str(ent.text if ent else token.text).removeprefix("the ")
    return None


# -- who brought it about ----------------------------------------------------------------------------------------------


def mediators(scene: Scene, at: "Token") -> tuple[str, ...]:
    """Who stands behind "mediated by", or mediates "between" those who meet, in the sentence."""
    return _doers(scene, at, _MEDIATE)


def hosts(scene: Scene, told: Told, first: Sequence[str]) -> tuple[str, ...]:
    """Who stands behind "hosted by", or is the subject of "hosted"."""
    if told.at.lemma_.lower() in ("host", "receive", "welcome", "convene") and told.at.pos_ == "VERB":
        return tuple(first[:1])
    verb = light(told.at) if told.at.pos_ in ("NOUN", "PROPN") else None
    if verb is not None and verb.lemma_.lower() in ("host", "convene") and told.at.dep_ == "dobj":
        return tuple(first[:1])
    return _doers(scene, told.at, frozenset(["host"]))


def _doers(scene: Scene, at: "Token", lemmas: frozenset[str]) -> tuple[str, ...]:
    for token in at.sent:
        by = token.lemma_.lower() in lemmas and token.i + 1 < len(scene.doc) and token.nbor().lower_ == "by"
        if by and (found := scene.listed(token.i + 2)):
            return tuple(scene.principals(found[0]))
    return ()


def initiator(scene: Scene, told: Told, first: Sequence[str], second: Sequence[str]) -> str | None:
    """Who asked for the contact; None where the text does not say."""
    if asked := _doers(scene, told.at, frozenset(["initiate"])):
        return _as_participant(scene, asked[0], (*first, *second))
    for token in told.at.sent:
        wish = token.lemma_.lower() in ("initiative", "request")
        if wish and (found := _asked(scene, token, first, second)):
            return found
    lemma = told.at.lemma_.lower()
    if told.at.pos_ == "VERB":
        calls = lemma in ("call", "phone", "telephone", "ring", "reach") and first
        return first[0] if calls else None
    verb = light(told.at)
    if verb is None or told.kind != "call":
        return None
    behind = {t.lower_ for t in scene.doc[told.at.i + 1 : told.at.i + 3]}
    if verb.lemma_.lower() in _INWARD and "from" in behind and second:
        return second[0]
    return first[0] if verb.lemma_.lower() in ("make", "place") and "to" in behind and first else None


def _asked(scene: Scene, noun: "Token", first: Sequence[str], second: Sequence[str]) -> str | None:
    """ "At the initiative of the American side", "at the latter's request"."""
    near = scene.doc[max(noun.sent.start, noun.i - 8) : min(noun.sent.end, noun.i + 8)]
    if not any(t.lower_ in ("at", "on", "upon") for t in near if t.i < noun.i):
        return None
    if any(t.lower_ == "latter" for t in near) and second:
        return second[-1]
    named = next((m.party for t in near if (m := scene.at.get(t.i)) and m.party), None)
    return _as_participant(scene, named, (*first, *second)) if named else None


def _as_participant(scene: Scene, party: str, participants: Sequence[str]) -> str:
    """The participant of that party's state, else the party itself."""
    if party in participants:
        return party
    country = scene.parties[party].country if party in scene.parties else None
    same = (p for p in participants if country and p in scene.parties and scene.parties[p].country == country)
    return next(same, party)
