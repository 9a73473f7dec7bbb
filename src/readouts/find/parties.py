"""Who is spoken of: persons with their roles, states, bodies, groups; names, roles alone, capitals and pronouns.

Order of evidence for a person: introduction in the document, a dated row of the lexicon, a row that cannot say whether
the person was still in office (said so in `why`), else unresolved with the words kept. Mentions do not overlap: a title
belongs to the name behind it ("President Ilham Aliyev of Azerbaijan" is one mention of the person), and "X's office" is
one mention of the office.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from readouts.find.names import Name, known_names, person_name
from readouts.find.roles import INSTITUTIONS, RolePhrase, owner, role_phrase
from readouts.lexicon import Body, Holder, Lexicon, Metonym, State
from readouts.lexicon import slug as slugged
from readouts.records import Document, Mention, Party, Problem, digest
from readouts.text import Span, key

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_HONORIFICS = frozenset(
    "mr mrs ms miss dr sir dame lord lady prof professor sheikh sheikha mister madam h.e h.r.h h.m".split()
)
_MALE = frozenset("mr mister sir lord king prince sheikh chairman his".split())
_FEMALE = frozenset("mrs ms miss madam dame lady queen princess sheikha chairwoman first-lady her".split())
_PLACE_WORDS = frozenset("in at to near via toward towards outside inside around into".split())
_OFFICE_WORDS = frozenset("office administration press-service secretariat cabinet".split())
_LEADERS = frozenset("head_of_state head_of_government".split())
_PEOPLE_PRONOUNS = frozenset("he she him her his hers himself herself".split())
_THING_PRONOUNS = frozenset("it its itself".split())
_PLURAL_PRONOUNS = frozenset("they them their theirs themselves".split())
_OWN_PRONOUNS = frozenset("we us our ours ourselves".split())
# A group of unnamed people may be described by a clause of at most this many tokens: "officials working on ...".
_MOST_GROUP_TOKENS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sighting:
    """Tokens that may refer to a party, before it is known to whom."""

    start: int
    end: int
    kind: str  # person, maybe, role, place, office, group, pronoun
    name: tuple[int, int] | None = None
    role: RolePhrase | None = None
    known: Name | None = None
    country: str | None = None  # "of Azerbaijan" behind a name
    gender: str | None = None


@dataclass(slots=True)
class _Person:
    """A person of this document, as known so far."""

    party: Party
    cls: str | None
    surnames: frozenset[str]
    gender: str | None
    why: str


def parties(
    document: Document, doc: "Doc", lexicon: Lexicon
) -> tuple[tuple[Party, ...], tuple[Mention, ...], tuple[Problem, ...]]:
    """The document's parties in the order first named, every mention of them, and a problem for each role or name of
    a person that could not be resolved.
    """
    return _Resolution(document, doc, lexicon).result()


def _sightings(doc: "Doc", known: dict[int, Name]) -> Iterator[_Sighting]:
    """Everything that may refer to a party, left to right, none overlapping."""
    at = 0
    while at < len(doc):
        found = None if doc[at].is_space or doc[at].is_punct else _sighting(doc, at, known)
        if found:
            yield found
        at = found.end if found else at + 1


def _sighting(doc: "Doc", at: int, known: dict[int, Name]) -> _Sighting | None:
    role = role_phrase(doc, at, known)
    if role and (found := _titled(doc, role, known)):
        return found
    if found := _honoured(doc, at, known):
        return found
    name = known.get(at)
    if name and name.of("person"):
        return _appositive(doc, at, person_name(doc, at, known), known)
    if role and not (name and owner(name) and role.start == at and not _role_follows(role)):
        return _Sighting(start=role.start, end=role.end, kind="role", role=role)
    if name and (name.of("state") or name.of("demonym") or name.of("body") or name.of("metonym") or name.of("capital")):
        return _run_of_person(doc, at, known) or _Sighting(start=at, end=name.end, kind="place", known=name)
    if doc[at].lower_ in _PEOPLE_PRONOUNS | _THING_PRONOUNS | _PLURAL_PRONOUNS | _OWN_PRONOUNS and doc[at].text != "US":
        return _Sighting(start=at, end=at + 1, kind="pronoun")
    return _run_of_person(doc, at, known) or _lone_name(doc, at, known)


def _role_follows(role: RolePhrase) -> bool:
    return bool(role.words)


def _titled(doc: "Doc", role: RolePhrase, known: dict[int, Name]) -> _Sighting | None:
    """Role and name: "Azerbaijani President Ilham Aliyev", "the Prime Minister, Ida Kester,"."""
    inner = role_phrase(doc, role.end, known) if role.cls in INSTITUTIONS and role.end < len(doc) else None
    if role.plural or (role.cls in INSTITUTIONS and (inner is None or inner.cls in INSTITUTIONS or inner.determiner)):
        return None
    last = role
    while (
        last.end < len(doc) and (more := role_phrase(doc, last.end, known)) and not more.determiner and not more.plural
    ):
        if more.cls in INSTITUTIONS:
            break
        last = replace(more, country=more.country or last.country, body=more.body or last.body)
    at = last.end
    if at + 1 < len(doc) and doc[at].text == "," and role.determiner == "the":
        end = person_name(doc, at + 1, known)
        closed = end < len(doc) and doc[end].text in (",", ".") and doc[at + 1].ent_type_ == "PERSON"
        at = at + 1 if closed else at
    while at < len(doc) and doc[at].lower_.rstrip(".") in _HONORIFICS:
        at += 1
    end = person_name(doc, at, known)
    if end == at:
        return None
    gender = _gender(key(last.words).split()[-1])
    return _with_country(
        doc, _Sighting(start=role.start, end=end, kind="person", name=(at, end), role=last, gender=gender), known
    )


def _honoured(doc: "Doc", at: int, known: dict[int, Name]) -> _Sighting | None:
    title = doc[at].lower_.rstrip(".")
    if title not in _HONORIFICS or not doc[at].text[0].isupper():
        return None
    first = at + 1
    while first < len(doc) and (doc[first].lower_.rstrip(".") in _HONORIFICS or doc[first].text == "."):
        first += 1
    end = person_name(doc, first, known) if first < len(doc) else first
    if end <= first:
        return None
    return replace(_appositive(doc, first, end, known), start=at, gender=_gender(title))


def _appositive(doc: "Doc", start: int, end: int, known: dict[int, Name]) -> _Sighting:
    """A name, with the role that stands behind it between commas: "Miller, the State Department spokesperson,"."""
    plain = _with_country(doc, _Sighting(start=start, end=end, kind="person", name=(start, end)), known)
    if end + 1 < len(doc) and doc[end].text == "," and (role := role_phrase(doc, end + 1, known)) and not role.plural:
        closed = role.end >= len(doc) or doc[role.end].text in (",", ".", ";", ")", '"') or doc[role.end].is_space
        if (
            closed
            and role.cls not in INSTITUTIONS
            and not (role.end < len(doc) and person_name(doc, role.end, known) > role.end)
        ):
            return replace(plain, end=role.end, role=role)
    return plain


def _with_country(doc: "Doc", sighting: _Sighting, known: dict[int, Name]) -> _Sighting:
    """The sighting with "of [the] STATE" taken in."""
    at = sighting.end
    if at + 1 < len(doc) and doc[at].lower_ == "of":
        at += 2 if doc[at + 1].lower_ == "the" else 1
        name = known.get(at)
        if name and (state := name.of("state")) and isinstance(state.row, State):
            return replace(sighting, end=name.end, country=state.row.id)
        if name and name.of("body"):
            return replace(sighting, end=name.end)
    return sighting


def _run_of_person(doc: "Doc", at: int, known: dict[int, Name]) -> _Sighting | None:
    """An unknown name of two words or more that the parser's own recogniser takes for a person."""
    if doc[at].ent_type_ != "PERSON" or doc[at].ent_iob_ != "B":
        return None
    end = person_name(doc, at, {k: v for k, v in known.items() if k != at})
    same = all(token.ent_type_ == "PERSON" for token in doc[at:end])
    return _appositive(doc, at, end, known) if end - at >= 2 and same else None


def _lone_name(doc: "Doc", at: int, known: dict[int, Name]) -> _Sighting | None:
    """A capitalised word or run that may be the surname of somebody introduced elsewhere."""
    if not doc[at].text[0].isupper():
        return None
    end = person_name(doc, at, known)
    return replace(_appositive(doc, at, end, known), kind="maybe") if end > at else None


def _gender(word: str) -> str | None:
    return "m" if word in _MALE else "f" if word in _FEMALE else None


class _Resolution:
    """Sightings to parties, in two rounds: first who is introduced anywhere, then each sighting in text order."""

    def __init__(self, document: Document, doc: "Doc", lexicon: Lexicon) -> None:
        self.document, self.doc, self.lexicon = document, doc, lexicon
        self.on = document.published
        self.issuer = lexicon.party_of_publisher(document.publisher) if document.publisher else None
        self.known = known_names(doc, lexicon)
        self.people: list[_Person] = []
        self.called: dict[str, str] = {}  # the words by which a person was introduced: party id
        self.found: dict[str, Party] = {}
        self.mentions: list[Mention] = []
        self.problems: list[Problem] = []
        self.trail: list[tuple[Token, str]] = []  # what was mentioned so far: head token and party id

    def result(self) -> tuple[tuple[Party, ...], tuple[Mention, ...], tuple[Problem, ...]]:
        sightings = [self._office_of(s) for s in _sightings(self.doc, self.known)]
        for sighting in sightings:
            if sighting.kind == "person" and not self._in_headline(sighting):
                self._introduce(sighting)
        pronouns = [s for s in sightings if s.kind == "pronoun"]
        for sighting in sightings:
            if sighting.kind != "pronoun":
                self._add(sighting)
        for sighting in pronouns:  # last: one may refer to a subject behind it
            self._add(sighting)
        self.mentions.sort(key=lambda m: m.span)
        used = {m.party for m in self.mentions} | {p for party in self.found.values() for p in party.members}
        return (
            tuple(p for p in self.found.values() if p.id in used),
            tuple(self.mentions),
            tuple(self.problems),
        )

    def _add(self, sighting: _Sighting) -> None:
        mention = self._mention(sighting)
        if mention is None:
            return
        self.mentions.append(mention)
        if mention.party:
            self.trail.append((self.doc[sighting.start : sighting.end].root, mention.party))
            self.trail.sort(key=lambda seen: seen[0].i)

    def _in_headline(self, sighting: _Sighting) -> bool:
        """Whether it stands in the headline, where every word is capitalised and none introduces a person."""
        headline = self.document.headline
        return bool(headline and self.doc[sighting.start].idx < headline.end)

    # -- people --------------------------------------------------------------------------------------------------

    def _introduce(self, sighting: _Sighting) -> None:
        """Take up a person whom a sighting names in full or with a title."""
        assert sighting.name
        words = self.doc[slice(*sighting.name)].text
        if self._introduced(words, sighting):
            return
        person = self._from_lexicon(words, sighting) or self._new(words, sighting)
        if person:
            self.called[key(_without_suffix(words))] = person.party.id
            if all(p.party.id != person.party.id for p in self.people):
                self.people.append(person)

    def _introduced(self, words: str, sighting: _Sighting | None) -> _Person | None:
        """The person of this document whose name these words are or end in; the sighting's role and country decide
        between persons who share a surname.
        """
        plain = key(_without_suffix(words))
        named = self.called.get(plain)
        fits = [p for p in self.people if named == p.party.id or plain == key(p.party.name) or plain in p.surnames]
        if not fits:
            last = plain.split()[-1]
            fits = [
                p
                for p in self.people
                if last in p.surnames and plain.split()[0][0] == key(p.party.name)[0] and " " in plain
            ]
        role, country = (sighting.role, sighting.country) if sighting else (None, None)
        country = country or (role.country if role else None)
        if country:
            fits = [p for p in fits if p.party.country in (None, country)] or fits
        for p in fits:
            if role and (p.cls is None or p.party.role is None):
                p.cls, p.party = role.cls, replace(p.party, role=role.words, country=p.party.country or country)
                self.found[p.party.id] = p.party
        return max(fits, key=lambda p: bool(role and p.cls == role.cls), default=None)

    def _from_lexicon(self, words: str, sighting: _Sighting) -> _Person | None:
        plain = key(_without_suffix(words))
        rows = [e.row for e in self.lexicon.named(plain) if isinstance(e.row, Holder)]
        rows = rows or [r for r in self.lexicon.surnamed(plain) if sighting.role or sighting.gender]
        role = sighting.role
        country = sighting.country or (role.country if role else None)
        if country:
            rows = [r for r in rows if r.country == country or r.country not in self.lexicon.states] or (
                [] if " " not in plain else rows
            )
        if role and " " not in plain:
            rows = [
                r
                for r in rows
                if r.office == role.cls or role.cls in ("secretary", "leader", "minister", "head_of_body")
            ]
        if not rows:
            return None
        best = max(rows, key=lambda r: self._fit(r, role))
        held = best.held(self.on) if self.on else None
        if " " not in plain and self.on and best.held(self.on) is False:
            return None  # a bare surname of somebody out of office is somebody else
        why = "in office at the date" if held else "lexicon; in office at the date is not certain"
        state = best.country if best.country in self.lexicon.states else None
        own = country if country in self.lexicon.states else None
        body = self.lexicon.bodies.get(best.country)
        party = Party(
            id=best.party,
            name=best.person,
            kind="person",
            country=own or state or (body.country if body else None),
            role=role.words if role else best.title or None,
            office=self._office(role) or (body.name if body else None),
        )
        surnames = frozenset({key(best.surname), *(key(n).split()[-1] for n in best.names if " " in n)} - {""})
        if key(best.surname) != key(best.person).split()[-1]:
            surnames = frozenset({key(best.surname)})
        return self._take(_Person(party, role.cls if role else best.office, surnames, sighting.gender, why))

    def _fit(self, row: Holder, role: RolePhrase | None) -> tuple[bool, bool, int, bool, str]:
        held = row.held(self.on) if self.on else None
        issuer = self.issuer == f"state:{row.country}"
        titled = bool(role and set(key(role.words).split()) & set(key(row.title).split()))
        return (
            bool(role and row.office == role.cls),
            titled,
            2 if held else 1 if held is None else 0,
            issuer,
            str(row.start or ""),
        )

    def _new(self, words: str, sighting: _Sighting) -> _Person | None:
        """Somebody whom the lexicon does not know. A single word needs a title before it."""
        name = _without_suffix(words)
        if " " not in name and not (sighting.role or sighting.gender):
            return None
        role = sighting.role
        country = sighting.country or (role.country if role else None)
        if role and role.body and country is None:
            country = self.lexicon.bodies[role.body].country
        country = country or self._described(sighting)
        party = Party(
            id=f"person:{slugged(name) or digest(name)}",
            name=name,
            kind="person",
            country=country,
            role=role.words if role else None,
            office=self._office(role),
        )
        parts = key(name).split()
        surnames = frozenset({parts[-1], *([" ".join(parts[1:])] if len(parts) > 2 else [])})
        return self._take(_Person(party, role.cls if role else None, surnames, sighting.gender, "introduced here"))

    def _described(self, sighting: _Sighting) -> str | None:
        """The state named in a description behind the name: "Asta X, Chief Adviser to the President of Lithuania"."""
        if sighting.end >= len(self.doc) or self.doc[sighting.end].text != ",":
            return None
        for at in range(sighting.end + 1, min(len(self.doc), sighting.end + 16)):
            if (
                self.doc[at].pos_ in ("VERB", "AUX")
                or self.doc[at].text in (".", ";")
                or (self.doc[at].lower_ == "to"
                and self.doc[at].tag_ == "TO")
            ):
                return None
            name = self.known.get(at)
            entry = (name.of("state") or name.of("demonym")) if name else None
            if entry and isinstance(entry.row, State):
                return entry.row.id
        return None

    def _office(self, role: RolePhrase | None) -> str | None:
        return self.lexicon.bodies[role.body].name if role and role.body else None

    def _take(self, person: _Person) -> _Person:
        self.found.setdefault(person.party.id, person.party)
        return person

    # -- each sighting -------------------------------------------------------------------------------------------

    def _office_of(self, sighting: _Sighting) -> _Sighting:
        """ "Aliyev's office" as one sighting."""
        at = sighting.end
        if (
            sighting.kind in ("person", "maybe", "role")
            and at + 1 < len(self.doc)
            and self.doc[at].lower_ in ("'s", "'")
        ):
            role = role_phrase(self.doc, at + 1, self.known)
            if self.doc[at + 1].lower_ in _OFFICE_WORDS or (role and role.cls in ("press_service", "presidency")):
                return replace(sighting, end=role.end if role else at + 2, kind=f"office of {sighting.kind}")
        return sighting

    def _mention(self, s: _Sighting) -> Mention | None:
        """The mention of a sighting; None where it refers to nobody."""
        if s.kind.startswith("office of "):
            whose = self._mention(replace(s, end=s.end, kind=s.kind.removeprefix("office of ")))
            return self._office_mention(s, whose)
        if s.kind in ("person", "maybe"):
            return self._person_mention(s)
        if s.kind == "role":
            return self._role_mention(s)
        if s.kind == "pronoun":
            return self._pronoun_mention(s)
        return self._place_mention(s)

    def _said(self, s: _Sighting, party: str | None, why: str) -> Mention:
        last = self.doc[s.end - 1]
        return Mention(span=Span(self.doc[s.start].idx, last.idx + len(last)), party=party, why=why)

    def _person_mention(self, s: _Sighting) -> Mention | None:
        assert s.name
        words = self.doc[slice(*s.name)].text
        person = self._introduced(words, s)
        if person is None and s.end - s.start > 1 and self._in_headline(s):
            s = replace(s, end=s.start + 1, name=(s.start, s.start + 1), kind="maybe")
            words = self.doc[s.start].text
            person = self._introduced(words, s)
        if person:
            return self._said(s, person.party.id, person.why if " " in words else f"surname; {person.why}")
        if s.kind == "maybe" and s.end - s.start == 1 and self.doc[s.start].ent_type_ == "PERSON" and self.on:
            rows = [r for r in self.lexicon.surnamed(key(words)) if r.held(self.on)]
            states = {p.country for p in self.found.values()} | {(self.issuer or "").removeprefix("state:")}
            rows = [r for r in rows if r.country in states]
            if len({r.party for r in rows}) == 1:
                found = self._from_lexicon(rows[0].person, s)
                if found:
                    self.people.append(found)
                    return self._said(s, found.party.id, "surname of an office holder of a state named here")
        return None

    def _office_mention(self, s: _Sighting, whose: Mention | None) -> Mention | None:
        person = self.found.get(whose.party) if whose and whose.party else None
        if person is None:
            return None
        last = key(self.doc[s.end - 1].text)
        body = Party(
            id=f"body:{last}-of-{slugged(person.name)}",
            name=f"{last.capitalize()} of {person.name}",
            kind="body",
            country=person.country,
        )
        self.found.setdefault(body.id, body)
        return self._said(s, body.id, f"office of {person.name}")

    def _role_mention(self, s: _Sighting) -> Mention | None:
        role = s.role
        assert role
        if role.cls in INSTITUTIONS:
            return self._institution(s, role)
        if role.plural:
            return self._group(s, role)
        if role.determiner == "" and not self.doc[s.start].text[0].isupper() and not role.country:
            return None
        if role.determiner in ("a", "an", "some"):
            return None
        return self._holder(s, role)

    def _holder(self, s: _Sighting, role: RolePhrase) -> Mention | None:
        """Whom a role alone means: somebody introduced here, else the holder at the date."""
        country = role.country
        fits = [p for p in self.people if self._plays(p, role) and (not country or p.party.country == country)]
        if not fits and country and role.cls in _LEADERS | {"leader", "counterpart"}:
            fits = self._without_country(role, country)
        if len(fits) > 1 and not country and self.issuer:
            fits = [p for p in fits if f"state:{p.party.country}" == self.issuer] or fits
        if fits:
            why = "role of a person introduced here" if len(fits) == 1 else "role; first of several who have it"
            return self._said(s, fits[0].party.id, why)
        state = country or (self.issuer or "").removeprefix("state:")
        if role.cls == "counterpart" and country:
            peers = [p for p in self.people if p.party.country == country]
            return self._said(s, peers[0].party.id if peers else self._state(country), "counterpart of that country")
        rows = self.lexicon.holders_of(state, role.cls, self.on) if state and self.on else ()
        if not country:  # of the issuer's state only if that is what its holder is called
            rows = tuple(r for r in rows if set(key(r.title).split()) & (set(key(role.words).split()) - {"of", "for"}))
        if rows and rows[0].held(self.on or rows[0].start or rows[0].as_of):  # type: ignore[arg-type]
            found = self._from_lexicon(rows[0].person, replace(s, role=replace(role, country=state)))
            if found:
                if all(p.party.id != found.party.id for p in self.people):
                    self.people.append(found)
                return self._said(s, found.party.id, "holder of the office at the date")
        if role.determiner == "the" or self.doc[s.start].text[0].isupper():
            mention = self._said(
                s, None, f"unresolved: {role.cls.replace('_', ' ')}" + (f" of {country}" if country else "")
            )
            if role.cls in _LEADERS | {"leader", "foreign_minister"}:
                detail = f"“{mention.span.of(self.document.text)}” could not be resolved to a person"
                self.problems.append(
                    Problem(stage="parties", reason="party-unresolved", detail=detail, span=mention.span)
                )
            return mention
        return None

    def _without_country(self, role: RolePhrase, country: str) -> list[_Person]:
        """The one leader whom the text introduced without saying of which state; from now on that state's."""
        fits = [p for p in self.people if p.party.country is None and (self._plays(p, role) or p.cls in _LEADERS)]
        if len(fits) != 1:
            return []
        fits[0].party = self.found[fits[0].party.id] = replace(fits[0].party, country=country)
        return fits

    def _plays(self, person: _Person, role: RolePhrase) -> bool:
        """Whether the person may be called by that role."""
        if role.cls == "leader":
            return person.cls in _LEADERS
        wanted = key(role.words)
        own = key(person.party.role or "")
        if role.cls in ("secretary", "minister", "head_of_body", "chair", "vice_president", "official"):
            return wanted.split()[-1] in own.split() or person.cls == role.cls
        if person.cls != role.cls:
            return False
        # "the President" is not a King, but "the head of state" may be either.
        return wanted.startswith("head of") or not own or bool(set(wanted.split()) & set(own.split())) or " " in wanted

    def _institution(self, s: _Sighting, role: RolePhrase) -> Mention | None:
        country = role.country
        if role.plural and not country:
            return self._group(s, role) if role.cls == "side" else None
        if country is None:
            return None
        if role.cls in ("side", "government", "authorities", "delegation"):
            return self._said(
                s, self._state(country), "the state's side" if role.cls == "side" else "the state's government"
            )
        state = self.lexicon.states.get(country)
        if state is None:
            return None
        name = role.words[0].upper() + role.words[1:]
        body = Party(
            id=f"body:{country.lower()}-{slugged(role.words)}",
            name=f"{name} of {state.name}",
            kind="body",
            country=country,
        )
        self.found.setdefault(body.id, body)
        return self._said(s, body.id, "office of that state")

    def _group(self, s: _Sighting, role: RolePhrase) -> Mention | None:
        """Several together: the principals of the document where the words mean them, else people without a name."""
        both = role.determiner in ("the", "both", "two", "") and not role.country
        if both and role.cls in _LEADERS | {
            "leader",
            "counterpart",
            "side",
            "foreign_minister",
            "minister",
            "defence_minister",
            "vice_president",
        }:
            members = (self._coupled(s) if role.cls == "side" else ()) or self._principals(role)
            if len(members) >= 2:
                return self._said(s, self._members(role.words, members), "those who take part")
        if role.cls in ("side", "leader", "counterpart") and not role.country:
            return None
        if role.determiner in ("", "the", "some", "all") or role.country:
            return self._people(s, role)
        return None

    def _coupled(self, s: _Sighting) -> tuple[str, ...]:
        """Two states named together earlier in the sentence: "peace between A and B ... progress between the parties"."""
        sent = self.doc[s.start].sent
        states = [(t, p) for t, p in self.trail if sent.start <= t.i < s.start and self.found[p].kind == "state"]
        pairs = [
            (a, b)
            for (t, a), (u, b) in zip(states, states[1:], strict=False)
            if u.head == t and u.dep_ == "conj" and a != b
        ]
        return pairs[-1] if pairs else ()

    def _principals(self, role: RolePhrase | None = None) -> tuple[str, ...]:
        """The first two persons of different countries whom the body names; spokespersons and reporters aside."""
        chosen: dict[str, str] = {}
        for _, party in self.trail:
            known = self.found[party]
            person = next((p for p in self.people if p.party.id == party), None)
            if known.kind != "person" or (person and person.cls in ("spokesperson", "source", "press_service")):
                continue
            chosen.setdefault(known.country or party, party)
        if not chosen:
            states = [p for _, p in self.trail if self.found[p].kind == "state"]
            for state in states:
                chosen.setdefault(state.removeprefix("state:"), state)
        return tuple(chosen.values())[:2]

    def _members(self, words: str, members: Sequence[str]) -> str:
        group = Party(
            id=f"group:{digest(*sorted(members))}", name=f"the {key(words)}", kind="group", members=tuple(members)
        )
        self.found.setdefault(group.id, group)
        return group.id

    def _people(self, s: _Sighting, role: RolePhrase) -> Mention | None:
        """People known by what they are or do: "officials working on amending the constitution", "Armenian officials"."""
        end = s.end
        for child in self.doc[s.end - 1].children:
            if child.dep_ == "acl" and child.i == end and child.right_edge.i - s.start < _MOST_GROUP_TOKENS:
                end = child.right_edge.i + 1
        whole = replace(s, end=end)
        name = " ".join(self.doc[s.start : end].text.split())
        country = role.country or (self.lexicon.bodies[role.body].country if role.body else None)
        group = Party(
            id=f"group:{digest(key(name), country)}", name=name, kind="group", country=country, role=role.words
        )
        self.found.setdefault(group.id, group)
        return self._said(whole, group.id, "people without a name")

    def _place_mention(self, s: _Sighting) -> Mention | None:
        name = s.known
        assert name
        entry = name.of("state") or name.of("demonym")
        if entry and isinstance(entry.row, State):
            return self._said(s, self._state(entry.row.id), "name of the state" if name.of("state") else "adjective")
        if (entry := name.of("body")) and isinstance(entry.row, Body):
            body = entry.row
            party = Party(id=body.party, name=body.name, kind="body", country=body.country)
            self.found.setdefault(party.id, party)
            return self._said(s, party.id, "name of the body")
        if (entry := name.of("metonym")) and isinstance(entry.row, Metonym):
            kind, _, what = entry.row.party.partition(":")
            if kind == "state":
                return self._said(s, self._state(what), "seat of power for its government")
            if what in self.lexicon.bodies:
                body = self.lexicon.bodies[what]
                self.found.setdefault(
                    body.party, Party(id=body.party, name=body.name, kind="body", country=body.country)
                )
                return self._said(s, body.party, "seat for the body")
        if (entry := name.of("capital")) and isinstance(entry.row, State):
            root = self.doc[s.start : s.end].root
            if root.head.lower_ in _PLACE_WORDS or root.dep_ in ("compound", "nmod", "appos", "npadvmod"):
                return self._said(s, None, "place")
            if root.dep_ in ("nsubj", "nsubjpass", "poss", "conj", "dobj", "agent") or root.head.lower_ in (
                "between",
                "by",
                "with",
                "from",
            ):
                return self._said(s, self._state(entry.row.id), "capital for its government")
        return None

    def _state(self, country: str) -> str:
        state = self.lexicon.states[country]
        self.found.setdefault(state.party, Party(id=state.party, name=state.name, kind="state", country=country))
        return state.party

    # -- pronouns ------------------------------------------------------------------------------------------------

    def _pronoun_mention(self, s: _Sighting) -> Mention | None:
        word = self.doc[s.start].lower_
        if word in _OWN_PRONOUNS:
            own = self.issuer if self.issuer and self.issuer.startswith("state:") else None
            return (
                self._said(s, self._state(own[6:]), "first person of the issuer")
                if own and own[6:] in self.lexicon.states
                else None
            )
        token = self.doc[s.start]
        if word in _PEOPLE_PRONOUNS:
            gender = "f" if word in ("she", "her", "hers", "herself") else "m"
            genders = {p.party.id: p.gender for p in self.people}
            fits = [
                (t, p)
                for t, p in self._near(token)
                if self.found[p].kind == "person" and genders.get(p) in (None, gender)
            ]
            # A spokesperson tells what others did; "he" is seldom the spokesperson when another person may be meant.
            voices = {p.party.id for p in self.people if p.cls == "spokesperson"}
            fits = [(t, p) for t, p in fits if p not in voices] or fits
        elif word in _PLURAL_PRONOUNS:
            fits = [(t, p) for t, p in self._near(token) if self.found[p].kind == "group"]
            if not fits and len(members := self._principals()) == 2 and word in ("they", "their"):
                return self._said(s, self._members("leaders", members), "pronoun: those who take part")
        else:
            if (word == "it" and token.dep_ in ("nsubjpass", "expl")) or (word == "it" and _empty(token)):
                return None
            fits = [(t, p) for t, p in self._near(token) if self.found[p].kind in ("state", "body")]
        if word in ("his", "her", "their", "its") and (
            ahead := self._ahead(token, {p for _, p in self._kin(fits, word)})
        ):
            return self._said(s, ahead, "pronoun: subject behind it")
        if not fits:
            return None
        if word == "its" and (nearest := [p for t, p in fits if t.sent == token.sent]):
            return self._said(s, nearest[-1], "pronoun: nearest before")
        subjects = [(t, p) for t, p in fits if t.dep_ in ("nsubj", "nsubjpass")]
        here = [(t, p) for t, p in subjects if t.sent == token.sent]
        chosen = (here or subjects or fits)[-1]
        return self._said(s, chosen[1], "pronoun: subject before" if subjects else "pronoun: last named")

    def _kin(self, fits: list[tuple["Token", str]], word: str) -> list[tuple["Token", str]]:
        """Everything in the document that the pronoun could mean by its kind."""
        kinds = {"its": ("state", "body"), "their": ("group",)}.get(word, ("person",))
        return [(t, p) for t, p in self.trail if self.found[p].kind in kinds]

    def _ahead(self, token: "Token", kin: set[str]) -> str | None:
        """The subject of the sentence when the pronoun stands in a phrase put before it: "During his call, X said"."""
        top = token
        while top.head != top and top.head.dep_ != "ROOT":
            top = top.head
        if top.dep_ not in ("prep", "advcl") or top.head == top or token.i > top.head.i:
            return None
        subject = next((c for c in top.head.children if c.dep_ in ("nsubj", "nsubjpass") and c.i > token.i), None)
        return next((p for t, p in self.trail if t == subject and p in kin), None) if subject is not None else None

    def _near(self, token: "Token") -> list[tuple["Token", str]]:
        """What was mentioned in this sentence and the two before."""
        starts = [sent.start for sent in self.doc.sents if sent.start <= token.i][-3:]
        return [(t, p) for t, p in self.trail if starts[0] <= t.i < token.i]


def _empty(token: "Token") -> bool:
    """Whether "it" points forward: "it is important that"."""
    return any(child.dep_ in ("ccomp", "acomp", "attr") for child in token.head.children) and token.head.lemma_ == "be"


def _without_suffix(words: str) -> str:
    """The name without possessive, "Jr." and honorifics."""
    plain = " ".join(words.split())
    for tail in ("'s", "’s", ", Jr.", " Jr.", ", Jr", " Sr."):
        plain = plain.removesuffix(tail)
    return plain.strip(" ,.") if not plain.endswith(".") or len(plain.split()[-1]) > 3 else plain.strip(" ,")
