"""What a place tells of a contact beside who took part: kind, medium, status, day, place, initiator, hosts and more."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from readouts.find.periods import period
from readouts.find.scene import Scene
from readouts.find.told import PLACING, Told, clause_of, light, noun_of_contact
from readouts.records import Contact, ContactKind, DateMention, Medium, Status, When

if TYPE_CHECKING:
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token

_INWARD = frozenset("receive take get".split())  # "received a call from": the other side asked for it
_PLANNED = frozenset(
    "will shall due plan agree intend expect schedule look hope invite propose arrange prepare".split()
)
_HYPOTHETICAL = frozenset("might could may would if whether should can".split())
_REFUSED = frozenset("refuse decline cancel postpone deny scrap".split())
_SET = frozenset("plan schedule expect arrange set announce prepare due".split())  # "a meeting is planned for May"
_APART = frozenset("after since before following than like from until".split())  # before another contact's noun
# Nouns whose "of" leads to their own day: "the evening of 5 March"; the day of "the launch of 5 March" is the launch's.
_TIMES = frozenset(
    "day date evening morning afternoon night eve week weekend month year course middle end start beginning".split()
)
_AHEAD = frozenset("next upcoming planned future possible forthcoming proposed".split())
_STATEMENTS = frozenset(
    "statement readout release report briefing comment remark announcement article interview".split()
)
_CALL_SIGNS = ("phone", "telephone", "video", "call", "conference", "virtual")
_IN_PERSON = frozenset("in-person sidelines margins".split())
_GOING = frozenset("visit travel fly come go journey arrive".split())
_ALONE = frozenset("private one-on-one face-to-face tete-a-tete restricted extended".split())
_GATHERINGS = frozenset("summit conference assembly forum dinner reception luncheon ceremony funeral g7 g20".split())
_WHOLE = re.compile(r"P(\d+)([DWMY])")  # TIMEX3 value of a number of days, weeks, months or years
_UNITS = {"D": timedelta(1), "W": timedelta(7), "M": timedelta(30), "Y": timedelta(365)}
_DAY = timedelta(1)
_MOST_SPARE = timedelta(45)  # "a year after" is seldom further off
_LESS = ("less than", "under", "nearly", "almost", "not quite", "just under", "barely")
_MORE = ("more than", "over", "just over", "a little over")
_ABOUT = ("about", "some", "around", "roughly", "a few")
_VIDEO = frozenset("video videoconference vtc virtual virtually videolink video-conference videoconferencing".split())
_PHONE = frozenset("phone telephone phoned telephoned".split())
_MEDIATE = frozenset("mediate broker facilitate".split())


def medium(told: Told) -> Medium | None:
    """ "phone" or "video" where the words near the contact say so, "in-person" where they stress it; None: not said."""
    near = {t.lower_ for t in told.at.sent if abs(t.i - told.at.i) < 9 and not _of_another(t, told.at)}
    if near & _VIDEO:
        return "video"
    if near & _PHONE or told.at.lemma_.lower() in ("phone", "telephone"):
        return "phone"
    return "in-person" if "in-person" in near or {"in", "person"} <= near else None


def _of_another(word: "Token", at: "Token") -> bool:
    """Whether the word tells of another contact: "after their video summit, X welcomed Y"."""
    return word.head != at and word != at and any(noun_of_contact(t) for t in (word, word.head) if t != at)


def kind(told: Told) -> ContactKind:
    """The word's kind, corrected by what the clause says: "spoke in person", "met by video", "spoke at the summit"."""
    sentence = told.at.sent
    doc = told.at.doc
    near = [t.lower_ for t in doc[max(sentence.start, told.at.i - 3) : min(sentence.end, told.at.i + 9)]]
    words = " ".join(near)
    if told.kind == "meeting":
        by_call = ("by phone", "phone call", "video call", "by video", "via video")
        return "call" if any(sign in words for sign in by_call) else "meeting"
    if told.kind == "talks" and any(sign in near for sign in ("phone", "telephone", "telephones")):
        return "call"
    if told.kind != "call" or told.at.lemma_ not in ("speak", "talk", "conversation"):
        return told.kind
    if any(sign in near for sign in _CALL_SIGNS):
        return "call"
    aims = told.at.dep_ in ("xcomp", "advcl") and any(c.lower_ == "to" and c.dep_ == "aux" for c in told.at.children)
    if aims and told.at.head.lemma_.lower() in _GOING:
        return "meeting"  # "visited Lund to speak with X"
    if told.at.lemma_ == "conversation" and any(c.lower_ in _ALONE for c in told.at.children):
        return "talks"
    together = {t.lower_ for t in sentence} & _IN_PERSON or "in person" in words or _at_gathering(told)
    return "meeting" if together else "talks" if _somewhere(told) else "call"


def _somewhere(told: Told) -> bool:
    """Whether the place where they talked stands before the other side, "talked in Solby with": hardly by phone."""
    for token in told.at.doc[told.at.i + 1 : told.at.sent.end]:
        if token.lower_ in ("with", "to", "about", ",") or token.pos_ == "VERB":
            return False
        if token.lower_ == "in" and any(c.pos_ == "PROPN" and c.ent_type_ != "DATE" for c in token.children):
            return True
    return False


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
    if at.pos_ not in ("VERB", "AUX"):
        if (found := _arranged(at)) is not None:
            return found
        verb = light(at)
    if verb is None:
        return "planned" if any(c.lower_ in _AHEAD for c in at.children) else "happened"
    chain, seen = [verb], verb
    while (seen.dep_ in _BELOW or _aims(seen)) and seen.head != seen and len(chain) < 3:
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
    if "to" in own and verb.head.lemma_ == "be" and verb.dep_ in ("xcomp", "ccomp") and verb.head.tag_ != "VBN":
        return "planned"  # "he is to meet Y"
    return "hypothetical" if own & _HYPOTHETICAL else "happened"


_BELOW = frozenset("xcomp ccomp acomp conj pcomp".split())


def _aims(verb: "Token") -> bool:
    """Whether it tells what for: "will travel to Lima to see Y"."""
    return verb.dep_ == "advcl" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _arranged(noun: "Token") -> Status | None:
    """ "A meeting is planned", "announced talks", "the visit was cancelled"; None: its verb says neither."""
    verb = noun.head
    if noun.dep_ not in ("nsubj", "nsubjpass", "dobj") or verb.pos_ not in ("VERB", "AUX", "ADJ"):
        return None
    lemmas = {verb.lemma_.lower(), *(c.lemma_.lower() for c in verb.children if c.dep_ == "acomp")}
    off = verb.lemma_ in ("call", "put") and any(c.lower_ in ("off", "back") for c in verb.children)
    if lemmas & _REFUSED or off:
        return "denied"
    return "planned" if lemmas & _SET else None


def _sets(told: Told) -> "Token | None":
    """The verb that makes the noun an event told, or arranges it."""
    if told.at.pos_ in ("VERB", "AUX"):
        return told.at
    clause = clause_of(told.at)
    carried = clause if clause is not None and clause.lemma_.lower() in PLACING else None
    return light(told.at) or carried or (told.at.head if _arranged(told.at) else None)


# -- when and where ----------------------------------------------------------------------------------------------------


def when(
    scene: Scene, told: Told, state: Status, dates: Sequence[DateMention], before: Sequence[Contact]
) -> When | None:
    """The days of the date beside the word; None when the text says none. A date that belongs to a statement, or to a
    verb between, is not the contact's. `before` are the contacts already told of.
    """
    after = _after_other(told.at, before) or _counted(told.at, dates, before)
    if after is not None:
        return after
    published = scene.document.published
    found = []
    for mention in dates:
        if mention.when is None or mention.when.basis == "dateline" or not _belongs(scene, mention, told):
            continue
        start = mention.when.start
        if state != "happened" or not published or start is None or start <= published + timedelta(1):
            found.append(mention)
    taken = [c.when for c in before if any(told.at.sent.start_char <= s.start < told.at.idx for s in c.spans)]
    told_of = _closest(scene, [m for m in found if m.when not in taken] or found, told)
    return told_of or (_just(told.at, published) if state == "happened" else None)


def _just(verb: "Token", published: date | None) -> When | None:
    """The day on which the text came out, of "I have just spoken with X"; None where nothing says so."""
    now = any(c.lower_ == "just" and c.dep_ == "advmod" for c in verb.children)
    today = period("day", published) if now and published and verb.pos_ == "VERB" else None
    return today.when("relative") if today else None


def ahead(scene: Scene, told: Told, dates: Sequence[DateMention], before: Sequence[Contact]) -> When | None:
    """The days to come of a contact told of in the present tense: "on Friday X meets Y"; None where it has none."""
    verb = _sets(told)
    while verb is not None and _aims(verb):  # "flies to Lima to see Y"
        verb = verb.head
    if verb is None or verb.tag_ not in ("VBZ", "VBP") or scene.document.published is None:
        return None
    found = when(scene, told, "planned", dates, before)
    return found if found and found.start and found.start > scene.document.published else None


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
    if _leads(scene, told, span.end) and not _taken(span.root, span, told):
        return True
    if not sentence.start_char <= mention.span.start < sentence.end_char:
        return False
    if told.named and _close_behind(scene, told, span.start):
        return True
    verb = _sets(told)
    if span.root.dep_ == "nsubj" and told.at.dep_ == "dobj" and told.at.head == span.root.head:
        return True  # "Sunday brought another meeting"
    seen = span.root
    for _ in range(8):
        if seen in (told.at, verb) or _copula(seen, told.at):
            return True
        if verb is not None and _within_what_is_said(span, verb, seen):
            return True
        if seen.lemma_.lower() in _STATEMENTS or seen.head == seen or _taken(seen, span, told):
            return False
        if seen.pos_ == "VERB" and seen != span.root:
            return verb is not None and not told.named and seen in verb.conjuncts
        seen = seen.head
    return False


def _within_what_is_said(span: "SpacySpan", verb: "Token", saying: "Token") -> bool:
    """Whether the date stands before who says it: "X spoke with Y on Monday, both governments said"."""
    speaker = next((c for c in saying.lefts if c.dep_ == "nsubj"), None)
    told = verb.head == saying and verb.dep_ == "ccomp"
    return told and speaker is not None and verb.i < span.start < speaker.left_edge.i


def _taken(seen: "Token", span: "SpacySpan", told: Told) -> bool:
    """Whether the date is that of a thing or another contact which stands between: "ahead of Tuesday's funeral", "over
    the launch of 3 October", "after their summit in January".
    """
    if seen == span.root and seen.dep_ == "poss":
        return seen.head.lemma_.lower() not in _TIMES and seen.head != told.at
    near = span.doc[span.start - 2] if span.start > 1 else None
    if near is not None and near != told.at and noun_of_contact(near) and near.head.lower_ in _APART:
        return True  # wherever the parser hangs "in January"
    if seen.pos_ != "NOUN":
        return False
    of = span.root.head.lower_ == "of" and span.root.head.head == seen
    apart = noun_of_contact(seen) is not None and seen.head.lower_ in _APART
    return apart or (of and seen.lemma_.lower() not in _TIMES)


def _since(span: "SpacySpan") -> bool:
    """Whether it only says since when, or the how many-th: "the first call since the summer", "the third this year"."""
    before = span.doc[max(0, span.start - 2) : span.start]
    return any(t.lower_ == "since" for t in before) or any(t.ent_type_ == "ORDINAL" for t in before[-1:])


def _copula(seen: "Token", at: "Token") -> bool:
    """Whether the date stands in what is said of the contact: "their last call was on 5 March", "it was on 5 March that
    X called Y".
    """
    if seen.lemma_.lower() != "be":
        return False
    if at.pos_ != "VERB":
        return bool(at.head == seen and at.dep_ == "nsubj")
    it = any(c.lower_ == "it" and c.dep_ in ("nsubj", "expl") for c in seen.children)
    who = at.dep_ == "relcl" and at.head.dep_ == "attr" and at.head.head == seen  # "it was X who called Y"
    return bool(it) and (who or (at.head == seen and any(c.lower_ == "that" for c in at.children)))


def _leads(scene: Scene, told: Told, end: int) -> bool:
    """Whether a date stands just before the clause: "in May X spoke with Y", "in May, when X spoke with Y"; the parser
    may hang it on the clause before, or end a sentence before the "Mr." of X.
    """
    verb = told.at if told.at.pos_ in ("VERB", "AUX") else light(told.at)
    if verb is None or not told.first:
        return False
    start = min(scene.reach(m)[0] for m in told.first)
    between = [t.lower_ for t in scene.doc[end:start]]
    return end <= start < verb.i and set(between) <= {",", "when", "the", "("}


def _close_behind(scene: Scene, told: Told, at: int) -> bool:
    """Whether a date stands just behind those met, no verb between: "his talks with X via video on 7 December"."""
    last = max((end for m in told.second if (end := scene.reach(m)[1]) > told.at.i), default=told.at.i)
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


def _counted(at: "Token", dates: Sequence[DateMention], before: Sequence[Contact]) -> When | None:
    """ "Met on Monday, a week after they had spoken": counted from the contact told of in the same sentence."""
    way = next((c for c in at.children if c.dep_ == "mark" and c.lower_ in ("after", "before")), None)
    way = at.head if at.pos_ == "NOUN" else way
    told = [c for c in before if any(at.sent.start_char <= s.start < at.idx for s in c.spans)]
    return counted(way, dates, told[-1]) if way is not None and told else None


def counted(way: "Token", dates: Sequence[DateMention], other: Contact) -> When | None:
    """The days in "two weeks after", "less than three months before", counted from the other contact's day; None
    without a number of days, weeks or months before that word, or where that day is not known.
    """
    day = other.when.start if other.when else None
    if day is None or other.when is None or other.when.end != day + _DAY or way.lower_ not in ("after", "before"):
        return None
    near = [d for d in dates if d.type == "DURATION" and d.span.end <= way.idx]
    many = _WHOLE.fullmatch(near[-1].value) if near else None
    if many is None or way.doc.text[near[-1].span.end : way.idx].strip():
        return None
    least, most = _room(near[-1].span.of(way.doc.text).lower(), int(many[1]), _UNITS[many[2]], exact=many[2] in "DW")
    first, last = (day - most, day - least) if way.lower_ == "after" else (day + least, day + most)
    edtf = first.isoformat() if first == last else f"{first}/{last}"
    return When(start=first, end=last + _DAY, edtf=edtf, basis="relative")


def _room(words: str, number: int, unit: timedelta, *, exact: bool) -> tuple[timedelta, timedelta]:
    """The least and the most days that the number of units may be."""
    if words.startswith(_LESS):
        return (number - 1) * unit, number * unit
    if words.startswith(_MORE):
        return number * unit, (number + 1) * unit
    spare = timedelta(0) if exact and not words.startswith(_ABOUT) else min(unit / 2, _MOST_SPARE)
    spare = timedelta(spare.days)
    return number * unit - spare, number * unit + spare


def place(told: Told) -> str | None:
    """Where a meeting or visit was: the place behind "in" or "at" that depends on it, or before its noun ("the Rome
    meeting"); None when not said.
    """
    if told.kind not in ("meeting", "talks", "visit"):
        return None
    verb = light(told.at) if told.at.pos_ != "VERB" else told.at
    before = [c for c in told.at.children if c.dep_ == "compound" and c.ent_type_ == "GPE"]
    if told.at.pos_ == "NOUN" and before:
        return str(told.at.doc[before[0].left_edge.i : before[-1].i + 1].text)
    ways = ("in", "at", "to") if told.kind == "visit" else ("in", "at")
    for token in told.at.sent:
        if token.dep_ != "pobj" or token.head.lower_ not in ways or token.head.head not in (told.at, verb):
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
    if found := wished(scene, told.at, first, second):
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


def wished(scene: Scene, at: "Token", first: Sequence[str], second: Sequence[str]) -> str | None:
    """At whose initiative or request the contact was, as its sentence says: of those who took part, or of another."""
    wishes = (token for token in at.sent if token.lemma_.lower() in ("initiative", "request"))
    return next((found for token in wishes if (found := _asked(scene, token, first, second))), None)


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
