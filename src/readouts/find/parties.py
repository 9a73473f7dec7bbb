"""Who is spoken of: persons with their roles, states, bodies, groups; names, roles alone, capitals and pronouns.

Order of evidence for a person: introduction in the document, a dated row of the lexicon, a row that cannot say whether
the person was still in office (said so in `why`), else unresolved with the words kept. Mentions do not overlap: a title
belongs to the name behind it ("President Ilham Aliyev of Azerbaijan" is one mention of the person), and "X's office" is
one mention of the office.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from readouts.find.cast import Cast, Person
from readouts.find.groups import group, pair, settle
from readouts.find.people import (
    IN_OFFICE,
    LEADERS,
    adopt,
    adopt_others,
    from_lexicon,
    give_country,
    heads,
    holder,
    home_of,
    introduce,
    introduced,
    join,
    leads_state,
    plays,
    title_words,
    without_country,
)
from readouts.find.pronouns import own_subject, pronoun
from readouts.find.roles import INSTITUTIONS, RolePhrase, owner
from readouts.find.sightings import OFFICE_WORDS, Sighting, in_dateline, sightings
from readouts.find.styles import shares, titles_with
from readouts.find.told import DASHES, noun_of_contact
from readouts.lexicon import Body, Lexicon, Metonym, State
from readouts.lexicon import slug as slugged
from readouts.records import Document, Mention, Party, Problem
from readouts.text import key

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PARTNER_WORDS = frozenset("with to by between".split())  # behind a verb or noun of contact
# Offices whose holders are called by the surname alone, where nobody else in such an office has it.
_HIGH = LEADERS | frozenset("vice_president foreign_minister national_security_adviser".split())
_OWN_WORDS = frozenset("republic state nation federation union kingdom country government".split())
_PLACE_WORDS = frozenset("in at to near via toward towards outside inside around into against".split())


def parties(
    document: Document, doc: "Doc", lexicon: Lexicon, elsewhere: Mapping[str, str] | None = None
) -> tuple[tuple[Party, ...], tuple[Mention, ...], tuple[Problem, ...]]:
    """The document's parties in the order first named, every mention of them, and a problem for each leader's role
    that could not be resolved to a person. A mention whose party is None keeps why.

    `elsewhere` has State.id by Party.id for persons whose state other texts on the same contact tell; a text that no
    state puts out leaves it unsaid as often as not.
    """
    found, known = sightings(doc, lexicon)
    cast = Cast(document, doc, lexicon, known)
    # Full names first: who is called by a bare surname may be named in full only in a list further down.
    for sighting in sorted(found, key=lambda s: s.name is not None and s.name[1] - s.name[0] == 1):
        if sighting.kind in ("person", "office of person") and not cast.in_headline(sighting):
            introduce(cast, sighting)
    adopt(cast)
    adopt_others(cast)
    mentions: list[Mention] = []
    # Pronouns last: one may refer to a subject behind it.
    for sighting in sorted(found, key=lambda s: s.kind == "pronoun"):
        mention = pronoun(cast, sighting) if sighting.kind == "pronoun" else _mention(cast, sighting)
        if mention is not None:
            mentions.append(mention)
            if mention.party:
                cast.saw(sighting, mention.party)
    mentions.sort(key=lambda m: m.span)
    mentions = _told_apart(cast, mentions)
    settle(cast)
    for person in cast.people:  # last: whom a text calls "the Telmark leader" shows whose it takes the others for
        country = (elsewhere or {}).get(person.party.id)
        if cast.home is None and person.party.country is None and country:
            give_country(cast, person, country)
    together = cast.joined_subjects()
    used = {m.party for m in mentions} | {p for party in cast.found.values() for p in party.members} | together
    return tuple(p for p in cast.found.values() if p.id in used), tuple(mentions), tuple(cast.problems)


def _told_apart(cast: Cast, mentions: list[Mention]) -> list[Mention]:
    """The mentions, with the one person of whom the text tells neither office nor state as the holder of the one office
    whose holder is not known, where others are of another state: "Marovia's foreign minister told her Norwegian
    counterpart ... Ida Kester spoke with Norway's Asta Lind".
    """
    offices = {(cls, country) for cls, country, _ in cast.unresolved}
    alone = [p for p in cast.people if p.party.country is None and p.cls is None and p.why == "introduced here"]
    if len(offices) != 1 or len(alone) != 1:
        return mentions
    ((cls, country),) = offices
    countries = {p.party.country for p in cast.people} - {None}
    if not countries or country in countries:
        return mentions
    alone[0].cls = cls
    give_country(cast, alone[0], country)
    office = cast.found.get(f"body:office-of-{alone[0].party.id.removeprefix('person:')}")
    if office is not None:
        cast.found[office.id] = replace(office, country=country)
    roles = {mention for *_, mention in cast.unresolved}
    return [
        replace(m, party=alone[0].party.id, why="the one of whom no office is told") if m in roles else m
        for m in mentions
    ]


def _mention(cast: Cast, s: Sighting) -> Mention | None:
    """The mention of a sighting; None where it refers to nobody."""
    if s.kind.startswith("office of "):
        return _office(cast, s, _mention(cast, replace(s, kind=s.kind.removeprefix("office of "))))
    if s.kind in ("person", "maybe"):
        return _person(cast, s)
    if s.kind == "institution":
        return _new_institution(cast, s)
    if s.kind in ("pair", "two states"):
        return pair(cast, s)
    return _role(cast, s, s.role) if s.role else _place(cast, s)


def _person(cast: Cast, s: Sighting) -> Mention | None:
    assert s.name
    words = cast.doc[slice(*s.name)].text
    person = introduced(cast, words, s)
    if person is None and s.end - s.start > 1 and cast.in_headline(s):
        s = replace(s, end=s.start + 1, name=(s.start, s.start + 1), kind="maybe")
        words = cast.doc[s.start].text
        person = introduced(cast, words, s)
    if person:
        return cast.mention(s, person.party.id, person.why if " " in words else f"surname; {person.why}")
    lone = s.kind == "maybe" and (s.end - s.start == 1 or cast.lexicon.surnamed(key(words)))
    return _bare_surname(cast, s, words) if lone else None


def _bare_surname(cast: Cast, s: Sighting, words: str) -> Mention | None:
    """A surname without introduction: the one office holder at the date of a state that the text names, else the one
    who leads a state at the date ("Voss phoned Tarn").
    """
    token = cast.doc[s.start : s.end].root
    given = [p for p in cast.people if " " in p.party.name and key(p.party.name).split()[0] == key(words)]
    if len(given) == 1 and token.tag_ == "NNP":  # "Abiy said": in many languages the first name is the one that counts
        return cast.mention(s, given[0].party.id, f"first name; {given[0].why}")
    rows = [r for r in cast.lexicon.surnamed(key(words)) if cast.on and r.held(cast.on)]
    states = {p.country for p in cast.found.values()} | {(cast.home or "").removeprefix("state:")}
    near = [r for r in rows if r.country in states and token.ent_type_ == "PERSON"]
    acting = rows if _acts(token) or _meets(token) else []
    leading = [r for r in acting if leads_state(r)]
    high = [r for r in acting if r.office in _HIGH]
    ways = (
        (near, "surname of an office holder of a state named here"),
        (leading, "surname of a leader"),
        (high, "surname of nobody else in high office"),
    )
    for some, why in ways:
        if len({r.party for r in some}) == 1 and (person := from_lexicon(cast, some[0].person, s)):
            join(cast, person)
            return cast.mention(s, person.party.id, why)
    return None


def _acts(name: "Token") -> bool:
    """Whether a lone name does something, has something done to it, or is somebody's partner in it: names of places and
    firms stand behind other words. The recogniser takes such a surname for anything, so it is not asked.
    """
    first = name
    while first.dep_ == "conj" and first.head.pos_ in ("PROPN", "PRON"):
        first = first.head
    led = first.dep_ == "pobj" and first.head.lower_ in _PARTNER_WORDS
    return name.tag_ in ("NNP", "NN") and (led or first.dep_ in ("nsubj", "nsubjpass", "dobj"))


def _meets(name: "Token") -> bool:
    """Whether a lone name is one of a pair before a contact's noun ("the X-Y summit"), or owns one ("X's visit")."""
    noun = name
    while noun.dep_ in ("compound", "nmod", "amod", "poss", "conj") and noun.head != noun and noun.pos_ == "PROPN":
        noun = noun.head
    near = name.doc[max(0, name.i - 1) : name.i + 2]
    paired = any(t.text in DASHES for t in near)
    return noun_of_contact(noun) is not None and (paired or name.dep_ == "poss")


def _office(cast: Cast, s: Sighting, whose: Mention | None) -> Mention | None:
    """ "Aliyev's office" as a body."""
    person = cast.found.get(whose.party) if whose and whose.party else None
    if person is None:
        return None
    first, last = key(cast.doc[s.start].text), key(cast.doc[s.end - 1].text)
    word = first if first in OFFICE_WORDS else last
    name = f"{word.capitalize()} of {person.name}"
    body = Party(id=f"body:{word}-of-{slugged(person.name)}", name=name, kind="body", country=person.country)
    return cast.mention(s, cast.keep(body), f"office of {person.name}")


# -- roles alone -------------------------------------------------------------------------------------------------------


def _role(cast: Cast, s: Sighting, role: RolePhrase) -> Mention | None:
    if role.cls in INSTITUTIONS:
        return _institution(cast, s, role)
    if role.plural:
        return group(cast, s, role)
    bare = role.determiner == "" and not cast.doc[s.start].text[0].isupper() and not role.country
    head = cast.doc[s.start : s.end].root
    speaks = role.cls == "spokesperson" or (role.cls in _UNNAMED and head.dep_ == "nsubj" and role.determiner != "")
    if speaks and role.determiner in ("a", "an", "") and (role.body or role.country):
        return _spoken_for(cast, s, role)
    said_of = head.dep_ == "attr" and not role.country  # "became the first leader to go there": said of the subject
    if bare or said_of or role.determiner in ("a", "an", "some"):
        return None
    return _holder(cast, s, role)


_UNNAMED = ("official", "diplomat")  # "a Norwegian official said" tells what Norway says


def _spoken_for(cast: Cast, s: Sighting, role: RolePhrase) -> Mention:
    """An unnamed spokesperson or official, "a State Department spokesperson": the institution, whose word it is."""
    if role.body:
        return cast.mention(s, cast.body(cast.lexicon.bodies[role.body]), "speaks for the body")
    assert role.country
    return cast.mention(s, cast.state(role.country), "speaks for the state")


def _holder(cast: Cast, s: Sighting, role: RolePhrase) -> Mention | None:
    """Whom a role alone means: somebody introduced here, else the holder at the date."""
    if role.style and (styled := _by_style(cast, s)):
        return cast.mention(s, styled.party.id, "style of a person introduced here")
    country = role.country
    fits = [p for p in cast.people if plays(p, role) and (not country or p.party.country == country)]
    if s.styles:
        fits = _with_style(cast, s, role, fits)
    fits = [] if not country and _loose(cast, s, role) else fits
    elsewhere = not country and not role.body and _of_another(cast, s)
    if elsewhere:
        fits = [p for p in fits if p.party.country is None or f"state:{p.party.country}" != cast.home]
    parliament = role.body is not None and role.cls in LEADERS  # "President of the Bundestag" does not lead the state
    if role.body and (parliament or not country):  # "the ISIS leader" is nobody of a state
        fits = [p for p in fits if p.party.office == cast.lexicon.bodies[role.body].name]
    named = role.cls == "counterpart" and any(p.party.country == country for p in cast.people)
    if not fits and country and role.cls in LEADERS | {"leader", "counterpart"} and not named:
        own = own_subject(cast, cast.doc[s.start : s.end].root) if role.cls == "counterpart" else None
        fits = without_country(cast, role, country, but=own)
    if len(fits) > 1:  # "the Crown Prince thanked the Prime Minister": not himself, though he is that too
        own = own_subject(cast, cast.doc[s.start : s.end].root)
        fits = [p for p in fits if p.party.id != own] or fits
    if len(fits) > 1:  # whoever held the office before is seldom called by it
        fits = [p for p in fits if p.why == IN_OFFICE] or fits
    if len(fits) > 1 and not country and cast.home:
        fits = [p for p in fits if f"state:{p.party.country}" == cast.home] or fits
    if own_head := _own_head(cast, s, role, fits):
        return own_head
    if fits:
        why = "role of a person introduced here" if len(fits) == 1 else "role; first of several who have it"
        return cast.mention(s, fits[0].party.id, why)
    if role.cls == "counterpart" and country:
        return _counterpart(cast, s, country)
    if not country and _loose(cast, s, role):
        return None
    if elsewhere:
        return _unresolved(cast, s, role)
    state = (None if parliament else country) or role.body or (cast.home or "").partition(":")[2]
    # Of the issuer's state only if that is what its holder is called.
    any_title = country or role.body or role.words.lower().startswith("head of ")
    person = holder(cast, role.cls, state, s, called=None if any_title else role.words) if state else None
    if person is None and state and role.cls in LEADERS:  # a President who leads the government alone
        (other,) = LEADERS - {role.cls}
        person = holder(cast, other, state, s, called=role.words)
    if person:
        return cast.mention(s, person.party.id, "holder of the office at the date")
    if role.determiner == "the" or cast.doc[s.start].text[0].isupper():
        return _unresolved(cast, s, role)
    return None


def _own_head(cast: Cast, s: Sighting, role: RolePhrase, fits: Sequence[Person]) -> Mention | None:
    """The head of the office that puts the text out, or of its state, where all others so called are of other states:
    "The Prime Minister spoke to Prime Minister X of Marovia" in a text of Telmark's prime minister. None where the role
    may be another's.
    """
    home = home_of(cast)
    if role.country or role.body or not home or any(p.party.country in (home, None) for p in fits) or not fits:
        return None
    named = {seen.party for seen in cast.trail}
    before = role.cls in LEADERS and not any(p.party.id in named for p in fits)
    if heads(cast) != role.cls and not before:
        return None
    person = holder(cast, role.cls, home, s, called=role.words)
    party = person.party.id if person else cast.state(home)
    return cast.mention(s, party, "head of the office or state that puts the text out")


def _with_style(cast: Cast, s: Sighting, role: RolePhrase, fits: Sequence[Person]) -> list[Person]:
    """Of those who may be called by the role the ones whom its style fits, "HE the President" nobody introduced as HRH;
    else those who have the style and such an office by another word; else those of whom no style is known.
    """
    styled = [p for p in cast.people if shares(p.styles, s.styles)]
    named = [p for p in styled if p in fits] or [p for p in styled if not role.style and p.cls == role.cls]
    return named or [p for p in fits if not p.styles] or ([] if role.style else list(fits))


def _by_style(cast: Cast, s: Sighting) -> Person | None:
    """The last person named before the style whom the text introduced with it; None when nobody was."""
    before = (cast.person(seen.party) for seen in reversed(cast.trail) if seen.at < s.start)
    fits = [p for p in before if p and shares(p.styles, s.styles) and (not s.gender or p.gender in (s.gender, None))]
    exact = next((p for p in fits if p.styles & s.styles), next(iter(fits), None))
    return exact or _by_title(cast, s)


def _by_title(cast: Cast, s: Sighting) -> Person | None:
    """The last person named before the style whose title goes with it and whom the text gave no style: a King is a
    Majesty.
    """
    titles = titles_with(s.styles)
    before = (cast.person(seen.party) for seen in reversed(cast.trail) if seen.at < s.start)
    return next((p for p in before if p and not p.styles and title_words(p.party.role or "") & titles), None)


def _loose(cast: Cast, s: Sighting, role: RolePhrase) -> bool:
    """Whether a capital role without "the" is part of something longer: "Prime Minister and Foreign Minister of X"."""
    following = cast.doc[s.end].lower_ if s.end < len(cast.doc) else ""
    return role.determiner == "" and following in ("of", "and", "at", "for", ",", "to")


def _of_another(cast: Cast, s: Sighting) -> bool:
    """Whether "of" and a name that nothing is known of follow the role: "the President of Severonia"."""
    doc, at = cast.doc, s.end + 1
    at += at < len(doc) and doc[at].lower_ == "the"
    named = at < len(doc) and doc[at].is_title and doc[at].pos_ == "PROPN" and doc[at].lower_ not in _OWN_WORDS
    return bool(named and doc[s.end].lower_ == "of" and s.role and s.role.determiner == "the")


def _counterpart(cast: Cast, s: Sighting, country: str) -> Mention:
    """ "His Armenian counterpart": who was introduced of that state, else the holder of the same office, else it."""
    peer = next((p for p in cast.people if p.party.country == country), None)
    if peer is None:
        before = (cast.person(seen.party) for seen in reversed(cast.near(cast.doc[s.start])))
        speaker = next((p for p in before if p and p.cls), None)
        peer = holder(cast, speaker.cls, country, s) if speaker and speaker.cls else None
    return cast.mention(s, peer.party.id if peer else cast.state(country), "counterpart of that country")


def _whose(cast: Cast, s: Sighting, role: RolePhrase) -> str | None:
    """The country of an institution that the text does not name: "his Administration"; in an office's own text "the
    Administration" is that of its state.
    """
    if role.words == "Administration" and role.determiner in ("the", "our", ""):
        own = (cast.issuer or "").removeprefix("state:")
        return own if own in cast.lexicon.states else None
    if role.determiner not in ("his", "her") or role.cls == "side":
        return None
    whose = pronoun(cast, Sighting(start=s.start - 1, end=s.start, kind="pronoun"))
    return cast.found[whose.party].country if whose and whose.party else None


# Offices for whose unknown holder the state stands.
_STOOD_FOR = LEADERS | frozenset("foreign_minister crown_prince vice_president deputy_head_of_government".split())


def _unresolved(cast: Cast, s: Sighting, role: RolePhrase) -> Mention:
    """Who holds the office is not known: its state stands for whoever does, where the office shows which it is."""
    # "President of the Forum" is nobody of the state.
    alone = cast.doc[s.start : s.end].text.endswith(role.words) and cast.doc[s.end : s.end + 1].text != "of"
    named = role.cls in _STOOD_FOR and (alone or role.country is not None)
    abroad = role.country is not None and role.cls.endswith("minister") and not role.plural
    state = _state_with(cast, role) if named or abroad else None
    of = f" of {role.country or state}" if role.country or state else ""
    why = f"unresolved: {role.cls.replace('_', ' ')}{of}" + ("; its state stands for the holder" if state else "")
    mention = cast.mention(s, cast.state(state) if state else None, why)
    if role.country and named:
        cast.unresolved.append((role.cls, role.country, mention))
    if role.cls in LEADERS | {"leader", "foreign_minister"}:
        detail = f"“{mention.span.of(cast.document.text)}” could not be resolved to a person"
        cast.problems.append(Problem(stage="parties", reason="party-unresolved", detail=detail, span=mention.span))
    return mention


def _state_with(cast: Cast, role: RolePhrase) -> str | None:
    """The state whose office it is: the one it names, else the issuer's where that has an office so called."""
    own = (cast.home or "").removeprefix("state:")
    if role.country or own not in cast.lexicon.states:
        return role.country if role.country in cast.lexicon.states else None
    titles = [row.title for row in cast.lexicon.holders_of(own, role.cls)]
    called = any(title_words(role.words) <= title_words(title) for title in titles)
    return own if called or (not titles and heads(cast) == role.cls) else None


def _institution(cast: Cast, s: Sighting, role: RolePhrase) -> Mention | None:
    country = role.country or _whose(cast, s, role)
    if role.plural and not country:
        return group(cast, s, role) if role.cls == "side" or role.owners else None
    state = cast.lexicon.states.get(country) if country else None
    if state is None and role.cls == "delegation" and role.body:
        return cast.mention(s, cast.body(cast.lexicon.bodies[role.body]), "the body's delegation")
    if state is None:
        return None
    if role.cls in ("side", "government", "authorities", "delegation"):
        why = "the state's side" if role.cls == "side" else "the state's government"
        return cast.mention(s, cast.state(state.id), why)
    name = f"{role.words[0].upper()}{role.words[1:]} of {state.name}"
    body = Party(id=f"body:{state.id.lower()}-{slugged(role.words)}", name=name, kind="body", country=state.id)
    return cast.mention(s, cast.keep(body), "office of that state")


def _new_institution(cast: Cast, s: Sighting) -> Mention:
    """A body that the lexicon does not know, of the state that its name begins with."""
    words = " ".join(cast.doc[slice(*s.name) if s.name else slice(s.start, s.end)].text.split())
    entry = next(iter(cast.lexicon.named(key(words))), None)
    if entry and isinstance(entry.row, Body):
        return cast.mention(s, cast.body(entry.row), "name of the body")
    place = owner(s.known) if s.known and "-" not in words.split()[0] else None
    body = Party(id=f"body:{slugged(words)}", name=words, kind="body", country=place[0] if place else None)
    return cast.mention(s, cast.keep(body), "introduced here")


# -- places ------------------------------------------------------------------------------------------------------------


def _place(cast: Cast, s: Sighting) -> Mention | None:
    name = s.known
    assert name
    if in_dateline(cast.doc, s.start):
        return cast.mention(s, None, "place")
    entry = name.of("state") or name.of("demonym")
    if entry and isinstance(entry.row, State):
        why = "name of the state" if name.of("state") else "adjective"
        return cast.mention(s, cast.state(entry.row.id), why)
    if (entry := name.of("body")) and isinstance(entry.row, Body):
        if entry.row.kind in ("office", "ministry") and _located(cast, s, ("at", "inside", "outside", "near")):
            return cast.mention(s, None, "place")
        if entry.row.kind in ("office", "ministry") and _may_be_anothers(cast, entry.row):
            return cast.mention(s, None, "name of an office that states of this text may have as well")
        return cast.mention(s, cast.body(entry.row), "name of the body")
    if (entry := name.of("metonym")) and isinstance(entry.row, Metonym):
        if _located(cast, s, ("at", "in", "inside", "outside", "near")):
            return cast.mention(s, None, "place")
        return _seat(cast, s, entry.row)
    if (entry := name.of("capital")) and isinstance(entry.row, State):
        return _capital(cast, s, entry.row)
    return None


def _may_be_anothers(cast: Cast, body: Body) -> bool:
    """Whether "the State Department" need not be the known one: the text brings in states of its own, and does not name
    the one that the lexicon knows it of.
    """
    named = {
        e.row.id for n in cast.known.values() if (e := n.of("state") or n.of("demonym")) and isinstance(e.row, State)
    }
    return bool(cast.lexicon.introduced) and body.country is not None and body.country not in named


def _located(cast: Cast, s: Sighting, where: Sequence[str]) -> bool:
    """Whether something happens there by one of those words: "at the White House", "in the Kremlin"."""
    root = cast.doc[s.start : s.end].root
    return root.dep_ == "pobj" and root.head.lower_ in where and root.head.head.pos_ != "NOUN"


def _seat(cast: Cast, s: Sighting, row: Metonym) -> Mention | None:
    """A building or street for who sits there."""
    kind, _, what = row.party.partition(":")
    if kind == "state":
        return cast.mention(s, cast.state(what), "seat of power for its government")
    if what in cast.lexicon.bodies:
        return cast.mention(s, cast.body(cast.lexicon.bodies[what]), "seat for the body")
    return None


def _capital(cast: Cast, s: Sighting, row: State) -> Mention | None:
    """A capital: a place behind "in" and beside nouns, its government where it acts or is acted on."""
    root = cast.doc[s.start : s.end].root
    while root.dep_ == "conj" and root.head.pos_ == "PROPN":  # "against A and B": as the first of them
        root = root.head
    if any(c.dep_ == "appos" and c.lemma_.lower() in ("city", "capital", "town") for c in root.children):
        return cast.mention(s, None, "place")
    if root.head.lower_ in _PLACE_WORDS or root.dep_ in ("compound", "nmod", "appos", "npadvmod"):
        return cast.mention(s, None, "place")
    acts = root.dep_ in ("nsubj", "nsubjpass", "poss", "conj", "dobj", "agent")
    if acts or root.head.lower_ in ("between", "by", "with", "from"):
        return cast.mention(s, cast.state(row.id), "capital for its government")
    return None
