"""Calls, meetings, visits, letters, messages and talks that a text tells of, each once, with those who took part."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from readouts.find import circumstances
from readouts.find.contact_lines import by_line
from readouts.find.contact_nouns import by_noun, by_sitting
from readouts.find.contact_verbs import by_verb
from readouts.find.recalled import again, likewise, recalled
from readouts.find.scene import Scene
from readouts.find.told import Told, attending, contact_words, leading, light
from readouts.find.visits import by_visit
from readouts.records import Contact, DateMention, Document, Mention, Party, Problem, digest
from readouts.text import Span, hull, union

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


_OPENING = 400  # characters of the body in which it tells what the headline told
_ABOUT = 600  # characters of the body in which a contact may be the one that the text is about
_RECENT = 7  # days before a text came out in which what it opens with took place, where it gives no day
_ANOTHER = frozenset("last previous earlier prior next coming other".split())  # "their last call": not this one


def contacts(
    document: Document,
    doc: "Doc",
    mentions: Sequence[Mention],
    parties: Sequence[Party],
    dates: Sequence[DateMention],
) -> tuple[tuple[Contact, ...], tuple[Problem, ...]]:
    """The document's contacts in the order told, each once with every place that tells of it, those that happened
    first; and a problem for each call or meeting that happened on a day which the text does not settle.
    """
    scene = Scene(document, doc, mentions, parties)
    found: list[Contact] = []
    # Some offices tell of the contact in the headline alone.
    for place in list(_told(scene)) or _told(scene, headline=True):
        if place.new and found:
            continue
        for contact in _read(scene, place, dates, found):
            if _is_its_matter(place, contact, found):
                continue
            apart = contact.when is None and (_last(place) or _before(place, found))
            another = apart or _long_ago(scene, contact, found)
            _take(scene, contact, found, another=another, vague=_vague(place))
            for other in again(scene, contact, dates):
                if not _lasts_until(contact, other, found):
                    _take(scene, other, found)
    if not any(min(c.spans).start < scene.body + _ABOUT and len(c.participants) > 1 for c in found):
        loose = any(c.kind == "talks" and c.when is None for c in found)  # "the two also exchanged views"
        for place in by_line(scene):
            for contact in _read(scene, place, dates, found):
                found = [
                    c for c in found if len(c.participants) > 1 or not set(c.participants) <= {*contact.participants}
                ]
                _take(scene, contact, found, another=not loose)
    for token in doc:
        if other_one := recalled(scene, token, dates, found) or likewise(scene, token, dates, found):
            _take(scene, other_one, found, another=True)
        else:
            _refer(scene, token, found)
    for first, people in (*attending(scene), *leading(scene)):
        _attend(scene, first, people, found)
    _absorb(scene, found)
    found.sort(key=lambda c: (c.status != "happened" and len(found) > 1, min(c.spans)))
    return tuple(found), tuple(map(_undated, filter(_lacks_day, found)))


def _told(scene: Scene, *, headline: bool = False) -> Iterator[Told]:
    """Every place that tells of a contact, in text order; of the headline, or of all else."""
    line = scene.document.headline
    for token in scene.doc:
        if bool(line and token.idx < line.end) != headline:
            continue
        if token.pos_ in ("VERB", "AUX"):
            place = by_verb(scene, token) or by_visit(scene, token) or by_sitting(scene, token)
        else:
            place = by_visit(scene, token) or by_noun(scene, token) or by_sitting(scene, token)
        if place:
            yield place


def _is_its_matter(place: Told, contact: Contact, found: Sequence[Contact]) -> bool:
    """Whether it is but what was discussed at a dated call or meeting of the same people: "spoke on Wednesday ... they
    discussed the attacks over the weekend".
    """
    met = (c for c in found if c.status == "happened" and c.when and set(c.participants) == set(contact.participants))
    return place.at.lemma_.lower() in ("discuss", "review", "exchange") and any(met)


def _lasts_until(stay: Contact, other: Contact, found: list[Contact]) -> bool:
    """Whether the other is the next day of one visit, "on 12 and 13 May", which then lasts until its end."""
    at = next((i for i, known in enumerate(found) if known.id == stay.id), None)
    if stay.kind != "visit" or at is None or not (other.when and other.when.start and other.when.end):
        return False
    when = found[at].when
    if when is None or when.start is None or when.end != other.when.start:
        return False
    last = other.when.end - timedelta(1)
    longer = replace(when, end=other.when.end, edtf=f"{when.start.isoformat()}/{last.isoformat()}")
    found[at] = replace(found[at], when=longer, spans=union((*found[at].spans, *other.spans)))
    return True


def of_writer(document: Document, doc: "Doc", found: Sequence[Contact], writer: str | None) -> tuple[Contact, ...]:
    """The contacts, with whoever writes in those of which the text names one side alone and no subject: "Spoke with
    President X"; `writer` is the party in whose voice the text speaks.
    """
    return tuple(_with_writer(document, doc, contact, writer) for contact in found)


def _with_writer(document: Document, doc: "Doc", contact: Contact, writer: str | None) -> Contact:
    first = min(contact.spans)
    words = doc.char_span(first.start, first.end, alignment_mode="expand")
    if writer is None or writer in contact.participants or len(contact.participants) != 1 or words is None:
        return contact
    sentence = words[0].sent
    subject = any(t.dep_ in ("nsubj", "nsubjpass", "expl") and t.i < words[0].i for t in sentence)
    if subject or contact.status != "happened" or sentence.root.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
        return contact
    participants = (writer, *contact.participants)
    id = digest(document.id, contact.kind, *sorted(participants), first.start, contact.status)
    return replace(contact, id=id, participants=participants)


def _last(place: Told) -> bool:
    """ "The two had last spoken a while before": not the contact that the text is about."""
    verb = light(place.at) or place.at
    adverbs = {c.lower_ for t in (place.at, verb) for c in t.children if c.dep_ == "advmod"}
    return bool(adverbs & {"last", "previously"}) or (verb.i > 0 and verb.nbor(-1).lower_ == "last")


def _before(place: Told, found: Sequence[Contact]) -> bool:
    """ "Spoke more than three months after a call in which X congratulated Y": not the one just told of."""
    noun = place.at.pos_ in ("NOUN", "PROPN")
    apart = noun and place.at.head.lower_ in ("after", "since", "before") and place.at.head.dep_ in ("prep", "mark")
    return apart and any(place.at.sent.start_char <= s.start < place.at.idx for c in found for s in c.spans)


def _long_ago(scene: Scene, contact: Contact, found: Sequence[Contact]) -> bool:
    """Whether the contact is dated well before the text came out, which has opened with one that needs no date: "they
    spoke by telephone ... what was agreed at their talks on February 4".
    """
    published = scene.document.published
    end = contact.when.end if contact.when else None
    past = published is not None and end is not None and (published - end).days > _RECENT
    opened = (c for c in found if c.status == contact.status == "happened" and c.when is None)
    return past and any(min(c.spans).start < scene.body + _OPENING for c in opened)


def _vague(place: Told) -> bool:
    """ "They spoke about", "the two held a conversation": says that they talked, not how."""
    word = place.at.lemma_.lower()
    talked = word in ("speak", "talk") if place.at.pos_ == "VERB" else word == "conversation"
    return talked and not place.second and circumstances.medium(place) is None


def _lacks_day(contact: Contact) -> bool:
    undated = contact.when is None or contact.when.start is None
    return undated and contact.status == "happened" and contact.kind in ("call", "meeting")


def _undated(contact: Contact) -> Problem:
    detail = f"the text does not settle the day of this {contact.kind}"
    return Problem(stage="contacts", reason="contact-undated", detail=detail, span=contact.spans[0])


def _read(scene: Scene, place: Told, dates: Sequence[DateMention], before: Sequence[Contact]) -> Iterator[Contact]:
    """The contact that one place tells of; several where it says that they were apart."""
    first, second = scene.principals(place.first), scene.principals(place.second)
    if place.named and not first and len(second) < 2:
        return
    if place.named and place.kind == "talks" and not any(map(scene.is_person, (*place.first, *place.second))):
        return  # "the peace talks between A and B" are a matter, not a contact
    status, kind = circumstances.status(place.at), circumstances.kind(place)
    if place.new and status != "happened":
        return
    spans = _spans(place)
    for group in [[one] for one in second] if place.apart else [second]:
        participants = _without_own(scene, tuple(dict.fromkeys((*first, *group))))
        if kind == "visit" and len(participants) < 2:
            continue
        participants = _with_partner(place, participants, before)
        if len(participants) < 2 and (place.named or not group):
            continue
        when = circumstances.when(scene, place, status, dates, before)
        if when is None and status == "happened" and (ahead := circumstances.ahead(scene, place, dates, before)):
            when, status = ahead, "planned"
        yield Contact(
            id=digest(scene.document.id, kind, *sorted(participants), spans[0].start, status),
            kind=kind,
            medium=circumstances.medium(place) if kind in ("call", "meeting") else None,
            participants=participants,
            mediators=circumstances.mediators(scene, place.at),
            hosts=circumstances.hosts(scene, place, first),
            when=when,
            place=circumstances.place(place),
            initiator=circumstances.initiator(scene, place, first, group),
            status=status,
            spans=spans,
        )


def _without_own(scene: Scene, participants: tuple[str, ...]) -> tuple[str, ...]:
    """Without the state of one who took part, "the President met with Telmarkers" of his own, and without states of
    which the persons are the leaders.
    """
    people = [scene.parties[p] for p in participants if scene.parties[p].kind == "person"]
    states = [p for p in participants if scene.parties[p].kind == "state"]
    if len(states) == len(people) > 1 and all(person.country is None for person in people):
        return tuple(p for p in participants if p not in states)  # "the leaders of A and B, X and Y"
    of = {person.country for person in people}
    return tuple(p for p in participants if scene.parties[p].kind != "state" or scene.parties[p].country not in of)


def _with_partner(place: Told, participants: tuple[str, ...], before: Sequence[Contact]) -> tuple[str, ...]:
    """ "The prince had met Mr. Y in July": of somebody who is not resolved the one with whom the text told of Y."""
    subject = next((c for c in place.at.children if c.dep_ == "nsubj"), None)
    definite = subject is not None and any(c.lower_ == "the" for c in subject.children)
    if len(participants) != 1 or place.named or not definite:
        return participants
    pairs = {c.participants for c in before if participants[0] in c.participants and len(c.participants) == 2}
    return next(iter(pairs)) if len(pairs) == 1 else participants


def _spans(place: Told) -> tuple[Span, ...]:
    """From the first participant near the word to the last, inside its sentence, without a clause that tells something
    else of a participant ("X, who had met Y in May, met Z").
    """
    start, end = place.at.sent.start_char, place.at.sent.end_char
    around = [m.span for m in (*place.first, *place.second) if start <= m.span.start and m.span.end <= end]
    whole = hull([Span(place.at.idx, place.at.idx + len(place.at)), *around])
    for clause in (t for t in place.at.sent if t.dep_ == "relcl" and whole.start < t.idx < whole.end):
        first, last = clause.left_edge, clause.right_edge
        inside = first.i <= place.at.i <= last.i or any(first.idx <= s.start <= last.idx for s in around)
        if not inside and clause.i < place.at.i and first.i:
            before = first.nbor(-1) if first.nbor(-1).text != "," else first.nbor(-2)
            behind = next((t for t in place.at.doc[last.i + 1 : place.at.i + 1] if not t.is_punct), place.at)
            return (Span(whole.start, before.idx + len(before)), Span(behind.idx, whole.end))
    return (whole,)


# -- one contact, told several times -----------------------------------------------------------------------------------


def _take(scene: Scene, contact: Contact, found: list[Contact], *, another: bool = False, vague: bool = False) -> None:
    """Add the contact, or its places to the one already told of, unless the text says that it is `another`. Where the
    kind is `vague` it is that of the one already told of.
    """
    again = next((i for i, known in enumerate(found) if known.id == contact.id), None)
    for i, known in enumerate(found) if again is None else [(again, found[again])]:
        told = replace(contact, kind=known.kind) if vague and known.kind in ("meeting", "talks") else contact
        if again is not None or (not another and _same(scene, known, told)):
            found[i] = replace(
                known,
                kind=known.kind if known.kind != "talks" else told.kind,
                medium=known.medium or contact.medium,
                participants=max(known.participants, contact.participants, key=len),
                when=known.when or contact.when,
                place=known.place or contact.place,
                initiator=known.initiator or contact.initiator,
                mediators=known.mediators or contact.mediators,
                hosts=known.hosts or contact.hosts,
                spans=union((*known.spans, *contact.spans)),
            )
            return
    found.append(contact)


def _same(scene: Scene, one: Contact, other: Contact) -> bool:
    alike = one.kind == other.kind or "talks" in (one.kind, other.kind)
    alike = alike or ({one.kind, other.kind} == {"visit", "meeting"} and _one_stay(scene, one, other))
    if one.status != other.status or not alike:
        return False
    if _others_people(scene, one, other):
        return False
    seats = [{_seat(scene, p) for p in c.participants} for c in (one, other)]
    if seats[0] != seats[1] and (min(map(len, seats)) > 1 or not (seats[0] <= seats[1] or seats[1] <= seats[0])):
        return False  # a side left unnamed may be filled in; another side more is another contact
    a, b = one.when, other.when
    return not (a and b and a.start and b.start and a.end and b.end and (a.end <= b.start or b.end <= a.start))


def _one_stay(scene: Scene, one: Contact, other: Contact) -> bool:
    """Whether a visit may be what a meeting was for: both are dated, or told of in one sentence."""
    dated = all(c.when and c.when.start for c in (one, other))
    sentences = [{scene.sentence(s) for s in c.spans} for c in (one, other)]
    return dated or bool(sentences[0] & sentences[1])


def _others_people(scene: Scene, one: Contact, other: Contact) -> bool:
    """Whether a state is there by one person in the one and by another in the other: the president met X, and so did
    the vice president.
    """
    people = [{p for p in c.participants if scene.parties[p].kind == "person"} for c in (one, other)]
    if len(one.participants) != 2 or len(other.participants) != 2 or len(people[0] & people[1]) != 1:
        return False
    a, b = next(iter(people[0] - people[1]), None), next(iter(people[1] - people[0]), None)
    return a is not None and b is not None and scene.parties[a].country == scene.parties[b].country


def _absorb(scene: Scene, found: list[Contact]) -> None:
    """A contact that only a line like a headline tells of gives its places to the one with which the body opens, where
    that may be it: "Meeting with X and Y", "President met with the speakers".
    """
    for line in [c for c in found if max(s.start for s in c.spans) < scene.body]:
        start = scene.body
        opens = (c for c in found if start <= min(c.spans).start < start + _OPENING and c.status == line.status)
        body = next((c for c in opens if c.kind == line.kind or "talks" in (c.kind, line.kind)), None)
        seats = {_seat(scene, p) for p in body.participants} if body else set()
        groups = {p for p in line.participants if scene.parties[p].kind == "group"}
        if body and {_seat(scene, p) for p in line.participants if p not in groups} <= seats:
            found.remove(line)
            found[found.index(body)] = replace(body, spans=union((*line.spans, *body.spans)))


def _seat(scene: Scene, party: str) -> str:
    known = scene.parties.get(party)
    return known.country if known and known.country else party


def _attend(scene: Scene, first: "Token", people: Sequence[Mention], found: list[Contact]) -> None:
    """Those listed as present, or as leading the sides, take part in the last call or meeting told of before, or in
    talks of which nobody is named; unnamed groups give way to them.
    """
    before = [
        i
        for i, c in enumerate(found)
        if (c.kind in ("call", "meeting") or not any(scene.parties[p].kind == "person" for p in c.participants))
        and c.status == "happened"
        and c.spans[0].start < first.idx
    ]
    if before:
        contact = found[before[0]]
        named = [p for p in contact.participants if scene.parties[p].kind != "group"]
        participants = tuple(dict.fromkeys((*named, *scene.principals(people))))
        found[before[0]] = replace(contact, participants=participants)


def _refer(scene: Scene, token: "Token", found: list[Contact]) -> None:
    """ "The call", "the same conversation": a place more that tells of the last contact of that kind before it, and, of
    one that "took place at their request", who asked for it.
    """
    known = contact_words().get((token.lemma_.lower(), "noun")) if token.tag_ in ("NN", "NNP") else None
    if known is None:
        return
    marks = {c.lower_ for c in token.children if c.dep_ in ("det", "poss", "amod")}
    if token.head.lower_ in ("after", "since"):
        return  # "a year after their meeting": another one
    if any(c.dep_ == "compound" and c.pos_ == "PROPN" for c in token.lefts):
        return  # "the Eastern Partnership summit"
    if not marks & {"the", "this", "same", "their"} or marks & _ANOTHER:
        return
    span = Span(token.idx, token.idx + len(token))
    fits = [
        i
        for i, c in enumerate(found)
        if c.kind == known[0] and c.status == "happened" and min(c.spans).start < span.start
    ]
    if fits and not any(s.overlaps(span) for c in found for s in c.spans):
        last = max(fits, key=lambda i: max(s.start for s in found[i].spans if s.start < span.start))
        told = found[last]
        held = token.dep_ in ("nsubj", "nsubjpass") and token.head.lemma_ in ("take", "hold", "make", "occur")
        asked = circumstances.wished(scene, token, told.participants, ()) if held and not told.initiator else None
        found[last] = replace(told, spans=union((*told.spans, span)), initiator=told.initiator or asked)
