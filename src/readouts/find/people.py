"""Who a person is: introduced in the document, a dated row of the lexicon, or somebody new to it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from readouts.find.cast import HIGH, VOICES, Cast, Person
from readouts.find.institutions import portfolio_words
from readouts.find.roles import PEERS, RolePhrase
from readouts.find.sightings import Sighting, in_dateline
from readouts.lexicon import Holder, Lexicon, Role, State, unaccented
from readouts.lexicon import slug as slugged
from readouts.lexicon.tables import rows
from readouts.records import Party, digest
from readouts.text import key

IN_OFFICE = "in office at the date"  # why a person of the lexicon is taken for the one named
LEADERS = frozenset("head_of_state head_of_government".split())
# Classes of which a state has one at a time, so that the role alone names its holder.
SINGLE = frozenset(
    "head_of_state head_of_government foreign_minister defence_minister national_security_adviser vice_president "
    "spokesperson "
    "finance_minister interior_minister trade_minister economy_minister energy_minister justice_minister speaker "
    "head_of_body "
    "chief_of_defence deputy_head_of_government crown_prince chief_of_staff first_lady high_representative "
    "deputy_national_security_adviser intelligence_chief un_representative".split()
)
# Classes whose words fit several offices: the last word must be the person's own.
_WIDE = frozenset("secretary minister head_of_body chair official".split())
# Classes of whom an office's own text need not say the country: those of its own state.
_DOMESTIC = frozenset("regional_leader lawmaker".split())
# Classes that in an office's own text may be its own head: "the Secretary" of a Department of State.
_HIGH_AT_HOME = frozenset("secretary minister national_security_adviser deputy_foreign_minister crown_prince".split())
# Classes of offices in roles.tsv, and the class of whoever heads them.
_HEADED = {
    "presidency": "head_of_state",
    "premiership": "head_of_government",
    "foreign_ministry": "foreign_minister",
    "defence_ministry": "defence_minister",
}
_MOST_DESCRIPTION = 24  # tokens behind a name in which a description may name the person's state


def introduce(cast: Cast, s: Sighting) -> None:
    """Take up a person whom a sighting names in full or with a title."""
    assert s.name
    words = cast.doc[slice(*s.name)].text
    if introduced(cast, words, s):
        return
    person = from_lexicon(cast, words, s) or _by_first_words(cast, words, s) or _new(cast, words, s)
    if person:
        _told_by(person, s)
        cast.called[key(without_suffix(words))] = person.party.id
        join(cast, person)


def _told_by(person: Person, s: Sighting) -> None:
    """Note the styles and further offices by which a sighting introduces the person."""
    person.styles |= s.styles
    offices = ((role.cls, role.words) for role in s.further)
    person.further = tuple(dict.fromkeys((*person.further, *offices)))


def join(cast: Cast, person: Person) -> None:
    """Add the person to the document's people, unless already there."""
    cast.keep(person.party)
    if cast.person(person.party.id) is None:
        cast.people.append(person)


def introduced(cast: Cast, words: str, s: Sighting | None) -> Person | None:
    """The person of this document whose name these words are or end in; None when there is none.

    The sighting's role and country decide between persons who share a surname.
    """
    role, country = (s.role, s.country) if s else (None, None)
    fits = _called(cast, key(without_suffix(words)), given=bool(s and s.by_given), titled=role is not None)
    country = country or (_state_of(cast, role) if role else None)
    if country:
        fits = [p for p in fits if p.party.country in (None, country)] or fits
    for p in fits:
        p.gender = p.gender or (s.gender if s else None)
        if s and len(fits) == 1:
            _told_by(p, s)
        if role and not role.past and (p.cls is None or p.party.role is None):
            p.cls, p.party = role.cls, replace(p.party, role=role.words, country=p.party.country or country)
            cast.found[p.party.id] = p.party
    return max(fits, key=lambda p: bool(role and p.cls == role.cls), default=None)


def _called(cast: Cast, plain: str, *, given: bool, titled: bool) -> list[Person]:
    """The people who may be called so: by the same words, their name, surname, or an initial and surname; with `given`
    by the first name before others, and behind a title by the last word of the name ("President Mohamud").
    """
    if given and " " not in plain and (fits := [p for p in cast.people if key(p.party.name).split()[0] == plain]):
        return fits
    named = cast.called.get(plain)
    fits = [p for p in cast.people if named == p.party.id or plain == key(p.party.name) or plain in p.surnames]
    if not fits and titled and " " not in plain:
        fits = [p for p in cast.people if key(p.party.name).split()[-1] == plain]
    if fits or " " not in plain:
        return fits
    first, last = plain.split()[0].rstrip("."), plain.split()[-1]
    return [p for p in cast.people if last in p.surnames and _alike(first, key(p.party.name).split()[0].rstrip("."))]


def _by_first_words(cast: Cast, words: str, s: Sighting) -> Person | None:
    """The one person whose name begins with those words and who may be called by the sighting's title: "President Sohn"
    of "Sohn Min-ho", where the family name comes first, "Samdech Thipadei" of a longer name.
    """
    plain = key(without_suffix(words))
    if not (s.role or s.styles):
        return None
    fits = [p for p in cast.people if key(p.party.name).startswith(f"{plain} ")]
    fits = [p for p in fits if not s.country or p.party.country in (None, s.country)]
    titled = [p for p in fits if p.cls and p.cls != "counterpart"]  # a counterpart may have any title
    if len(fits) != 1 or (s.role and titled and not plays(fits[0], s.role)):
        return None
    return fits[0]


def _alike(one: str, other: str) -> bool:
    """Whether two first names may be one person's: an initial, or the same two letters ("Joseph", "Joe")."""
    size = min(len(one), len(other), 2)
    return one[:size] == other[:size]


def from_lexicon(cast: Cast, words: str, s: Sighting) -> Person | None:
    """The office holder of that name who fits the sighting's role and country best; None when none does."""
    plain, role = key(without_suffix(words)), s.role
    country = s.country or (role.country if role else None)
    found = _rows(cast, plain, s, country)
    if not found:
        return None
    best = max(found, key=lambda r: _fit(cast, r, role))
    held = best.held(cast.on) if cast.on else None
    if " " not in plain and held is False:
        return None  # a bare surname of somebody out of office is somebody else
    body = cast.lexicon.bodies.get(best.country)
    state = best.country if best.country in cast.lexicon.states else None
    party = Party(
        id=best.party,
        name=best.person,
        kind="person",
        country=_seat(cast, s, state) or state or (body.country if body else None),
        role=_role_words(role) or best.title or (role.words if role else None),
        office=_office(cast, role) or (body.name if body else None),
    )
    why = IN_OFFICE if held else "lexicon; in office at the date is not certain"
    gender = s.gender or _genders().get(best.person) or _given_gender(best.person)
    cls = _class(role) if role else best.office
    person = Person(party, cls, _surnames(best), gender, why)
    person.further = _further(cast, best, cls)
    return person


def _seat(cast: Cast, s: Sighting, state: str | None) -> str | None:
    """The state that the sighting names. A title that one state alone has says nothing of a person of another one."""
    role = s.role
    if role and not s.country and state not in (None, role.country):
        row = cast.lexicon.roles.get(key(role.words))
        if row and row.country == role.country:
            return None
    country = s.country or (role.country if role else None)
    return country if country in cast.lexicon.states else None


def _further(cast: Cast, row: Holder, cls: str | None) -> tuple[tuple[str, str], ...]:
    """Class and title of the other offices that the row's person holds at the date: "King and Prime Minister"."""
    rows_ = (e.row for e in cast.lexicon.named(key(row.person)))
    same = (r for r in rows_ if isinstance(r, Holder) and r.party == row.party and r.office != cls)
    return tuple(dict.fromkeys((r.office, r.title) for r in same if cast.on and r.held(cast.on)))


@cache
def _genders() -> dict[str, str]:
    """Persons whose pronouns are known: "m" or "f"."""
    return {row["person"]: row["gender"] for row in rows("genders")}


@cache
def _given_names() -> dict[str, str]:
    """First names that people of one gender alone bear: "m" or "f"."""
    return {key(row["name"]): row["gender"] for row in rows("given_names")}


def _given_gender(name: str) -> str | None:
    """The gender that a person's first name tells, a double name by its first part; None: it does not."""
    first = key(name).split()[0] if " " in name else ""
    return _given_names().get(first) or _given_names().get(unaccented(first)) or _given_names().get(first.split("-")[0])


def _rows(cast: Cast, plain: str, s: Sighting, country: str | None) -> list[Holder]:
    """The lexicon's rows under that name which the sighting does not rule out."""
    role = s.role
    found = [e.row for e in cast.lexicon.named(plain) if isinstance(e.row, Holder)]
    found = found or _of_shorter_name(cast, plain, country)
    found = found or [r for r in cast.lexicon.surnamed(plain) if role or s.gender]
    found = [r for r in found if _genders().get(r.person, s.gender) in (s.gender, None) or not s.gender]
    if country:
        own = [r for r in found if r.country == country or r.country not in cast.lexicon.states]
        found = own or ([] if " " not in plain else found)
    if role and " " not in plain:
        loose = role.cls in ("secretary", "leader", "minister", "head_of_body")
        found = [r for r in found if r.office == role.cls or loose]
    return found


def _of_shorter_name(cast: Cast, plain: str, country: str | None) -> list[Holder]:
    """The rows of that state under the name without its last fathers' names: "tamim bin hamad" of "tamim bin hamad bin
    khalifa al thani".
    """
    parts = re.split(r" (?=(?:bin|ibn|bint|al)\b)", plain)
    for count in range(len(parts) - 1, 0, -1):
        shorter = " ".join(parts[:count])
        entries = cast.lexicon.named(shorter) if " " in shorter else ()
        if found := [e.row for e in entries if isinstance(e.row, Holder) and e.row.country == country]:
            return found
    return []


def _fit(cast: Cast, row: Holder, role: RolePhrase | None) -> tuple[bool, bool, int, bool, bool, str]:
    """How well the row fits: of those in office the one who leads a state goes before the others of that name."""
    held = row.held(cast.on) if cast.on else None
    titled = bool(role and title_words(role.words) & title_words(row.title))
    own, leads = cast.home == f"state:{row.country}", leads_state(row)
    return bool(role and row.office == role.cls), titled, 2 if held else held is None, own, leads, str(row.start or "")


def leads_state(row: Holder) -> bool:
    """Whether the row's office is the one that leads its state."""
    return _leading_offices().get(row.country) == row.office


def _surnames(row: Holder) -> frozenset[str]:
    if key(row.surname) != key(row.person).split()[-1]:
        return frozenset({key(row.surname)})
    return frozenset({key(row.surname), *(key(n).split()[-1] for n in row.names if " " in n)} - {""})


def _class(role: RolePhrase) -> str | None:
    """The class by which others may call the person: none by an office held once."""
    return None if role.past else role.cls


def _role_words(role: RolePhrase | None) -> str | None:
    """The role's own words; None for a plural."""
    return role.words if role and not role.plural else None


def _office(cast: Cast, role: RolePhrase | None) -> str | None:
    return cast.lexicon.bodies[role.body].name if role and role.body else None


def _new(cast: Cast, words: str, s: Sighting) -> Person | None:
    """Somebody whom the lexicon does not know. A single word needs a title before it."""
    name, role = without_suffix(words), s.role
    if " " not in name and not (role or s.gender or s.styles):
        return None
    if " " not in name and role and role.words.split()[-1].lower() in portfolio_words():
        return None  # "Director of Public Engagement": one capital more may be part of the office
    country = s.country or (_state_of(cast, role) if role else None) or _peer_of(cast, s)
    if role and role.body and country is None:
        country = cast.lexicon.bodies[role.body].country
    if country is None and role and role.cls in _DOMESTIC:
        country = (cast.issuer or "").removeprefix("state:") or None
        country = country if country in cast.lexicon.states else None
    voice, office = (None, None) if role or country else _voice_of(cast, s)
    party = Party(
        id=f"person:{slugged(name) or digest(name)}",
        name=name,
        kind="person",
        country=country or office or _described(cast, s),
        role=_role_words(role) or voice,
        office=_office(cast, role),
    )
    parts = key(name).split()
    capitals = [word for word in name.split() if word.isupper() and len(word) > 2]
    surnames = frozenset({parts[-1], *([" ".join(parts[1:])] if len(parts) > 2 else [])})
    if capitals and not name.isupper():
        surnames = frozenset({key(" ".join(capitals))})  # "ISHIMURA Takeo"
    # Texts give styles to the leading persons, whom they may then call by a role that they did not tell.
    cls = _class(role) if role else "head_of_state" if s.styles else None
    return Person(party, cls, surnames, s.gender or _given_gender(name), "introduced here")


def _state_of(cast: Cast, role: RolePhrase) -> str | None:
    """The state that the role names. A title that one state alone has ("Secretary of State") says nothing where the
    text brings in states of its own.
    """
    row = cast.lexicon.roles.get(key(role.words))
    if row is None or row.country is None or row.country != role.country:
        return role.country
    home = home_of(cast)
    elsewhere = home and home != role.country and not _is_named(cast, role.country)
    return None if cast.lexicon.introduced or elsewhere else role.country


def _is_named(cast: Cast, country: str) -> bool:
    """Whether the text names the state, its people or its capital."""
    entries = (name.of(kind) for name in cast.known.values() for kind in ("state", "demonym", "capital", "metonym"))
    return any(e and getattr(e.row, "id", None) == country for e in entries)


def _peer_of(cast: Cast, s: Sighting) -> str | None:
    """The state in "her Telmark counterpart, Minister X", "her counterpart from Telmark, Ida X"."""
    at = s.start - 2
    if at < 1 or cast.doc[s.start - 1].text != ",":
        return None
    if cast.doc[at].lemma_.lower() in PEERS:
        name = cast.known.get(at - 1 - (cast.doc[at - 1].lower_ == "opposite"))
    else:
        name = next(
            (n for n in (cast.known.get(i) for i in range(max(2, at - 3), at + 1)) if n and n.end == at + 1), None
        )
        first = at if name is None else name.start
        if cast.doc[first - 1].lower_ not in ("from", "of") or cast.doc[first - 2].lemma_.lower() not in PEERS:
            return None
    found = name and (name.of("demonym") or name.of("state") or name.of("capital"))
    return found.row.id if found and isinstance(found.row, State) else None


_VOICE = re.compile(r"spokes(?:person|man|woman)")
_MOST_OF_VOICES = 10  # tokens of "spokesperson for the Norwegian Ministry of Foreign Affairs"


def _voice_of(cast: Cast, s: Sighting) -> tuple[str | None, str | None]:
    """Word and state of the one for whom the name behind it speaks: "a spokesperson for the Norwegian foreign ministry,
    Ida X"; (None, None) where it is none's.
    """
    doc, comma = cast.doc, s.start - 1
    if comma < 2 or doc[comma].text != ",":
        return None, None
    first = next(
        (i for i in range(comma - 1, max(-1, comma - _MOST_OF_VOICES), -1) if _VOICE.fullmatch(doc[i].lower_)), None
    )
    if first is None or doc[first + 1].lower_ not in ("for", "of", "at"):
        return None, None
    names = (name for i in range(first + 2, comma) if (name := cast.known.get(i)))
    states = (e.row.id for name in names if (e := name.of("demonym") or name.of("state")) and isinstance(e.row, State))
    return doc[first].text, next(states, None)


def adopt(cast: Cast) -> None:
    """Give the issuer's own leader, named without a state in its text, the issuer's state; in the text of a state's
    news agency that state's.

    It is the first person of a high office without a state, where nobody of such an office is of that state already and
    either somebody is of another ("President Voss met President Tarn of Skelland" in a text of Voss's office) or the
    office that puts the text out is that person's own ("Foreign Minister Holm" in a text of a foreign ministry).
    """
    country = home_of(cast)
    high = [p for p in cast.people if p.cls in HIGH or p.cls in _HIGH_AT_HOME]
    if not country or any(p.party.country == country for p in high):
        return
    own = next((p for p in high if p.party.country is None and p.why == "introduced here"), None)
    others = [p for p in cast.people if p is not own]
    abroad = any(p.party.country for p in others) or any(p.party.office for p in high if p is not own)
    alone = own is not None and own.cls in LEADERS and not any(p.cls in LEADERS for p in others)
    if own and (abroad or alone or own.cls == heads(cast)):
        give_country(cast, own, country)


def home_of(cast: Cast) -> str:
    """The State.id of the issuer, or of the state whose news agency puts the text out; "" where it is neither."""
    of = (party.removeprefix("state:") for party in (cast.issuer, cast.home) if party)
    return next((one for one in of if one in cast.lexicon.states), "")


def adopt_others(cast: Cast) -> None:
    """Give a state to the one person whose state nothing else tells: the issuer's, or its news agency's, where nobody
    of it is named beside people of other states; that of the place visited, or of the dateline, where the other side
    is named. Unlike `adopt` it asks for no high office: ministers of trade have calls too.
    """
    home = home_of(cast)
    stateless = [p for p in cast.people if p.party.country is None and p.why == "introduced here"]
    stateless = [p for p in stateless if p.cls not in VOICES and p.party.office is None]
    official = [p for p in stateless if p.cls is not None]
    countries = {p.party.country for p in cast.people} - {None}
    if home and home not in countries:
        of_office = (led := heads(cast)) and official and official[0].cls in (led, f"deputy_{led}")
        own = official[:1] or (stateless if len(stateless) == 1 else [])
        if own and (countries or of_office):
            give_country(cast, own[0], home)
    elif countries and len(stateless) == 1 and (there := _whereabouts(cast, countries)):
        give_country(cast, stateless[0], there)


def give_country(cast: Cast, person: Person, country: str) -> None:
    """Note that the person is of that state."""
    person.party = cast.found[person.party.id] = replace(person.party, country=country)


_TO_AND_IN = frozenset("to in from at".split())
_STAYS = frozenset("visit trip travel arrive go come journey fly delegation stay tour visiting".split())
_OPENING = 70  # tokens


def _whereabouts(cast: Cast, but: set[str | None]) -> str | None:
    """The one state, those aside, where the opening of the text is: which somebody visits, whose capital stands in the
    dateline, or which acts in the first sentence.
    """
    found: set[str] = set()
    for at, name in cast.known.items():
        entry = name.of("state") or name.of("capital")
        if at >= _OPENING or entry is None or not isinstance(entry.row, State) or entry.row.id in but:
            continue
        token = cast.doc[name.end - 1]
        before = cast.doc[max(0, at - 6) : at]
        visited = at > 0 and cast.doc[at - 1].lower_ in _TO_AND_IN and any(t.lemma_.lower() in _STAYS for t in before)
        dated = in_dateline(cast.doc, at)
        acts = token.dep_ == "nsubj" and token.sent.start <= cast.doc[0].sent.end
        if visited or dated or acts:
            found.add(entry.row.id)
    return next(iter(found)) if len(found) == 1 else None


def heads(cast: Cast) -> str | None:
    """The class of whoever heads the office that put the text out, as its name tells; None when it does not."""
    words = key(cast.document.publisher or "").replace(",", " ").split()
    roles = _roles_in(words, cast.lexicon)
    office = next((role.cls for role in roles if {role.cls} & {*_HEADED, *_HEADED.values()}), None)
    if office is None and "ministry" in words:  # "Ministry of Finance" is the Minister of Finance's
        led = [w.replace("ministry", "minister") for w in words]
        office = next((role.cls for role in _roles_in(led, cast.lexicon, least=2) if _is_minister(role.cls)), None)
    return _HEADED.get(office, office) if office else None


def _roles_in(words: list[str], lexicon: Lexicon, least: int = 1) -> list[Role]:
    """Those that stand in the words, of so many words at least, by where they begin, the longest first."""
    phrases = (" ".join(words[a:b]) for a in range(len(words)) for b in range(len(words), a + least - 1, -1))
    return [lexicon.roles[phrase] for phrase in phrases if phrase in lexicon.roles]


def _described(cast: Cast, s: Sighting) -> str | None:
    """The state named in a description behind the name: "Asta X, Chief Adviser to the President of Lithuania".

    Behind an "and", which may begin another person, only after "to": "X, Adviser, and Y, Adviser, to the President of".
    """
    doc = cast.doc
    if s.end >= len(doc) or doc[s.end].text != ",":
        return None
    joined = False
    for at in range(s.end + 1, min(len(doc), s.end + _MOST_DESCRIPTION)):
        token = doc[at]
        if token.pos_ in ("VERB", "AUX") or token.text in (".", ";"):
            return None
        if token.lower_ == "to":
            if token.head.pos_ == "VERB" and token.head.i > at:
                return None
            joined = False
        joined |= token.lower_ == "and"
        name = cast.known.get(at)
        entry = (name.of("state") or name.of("demonym")) if name else None
        if entry and isinstance(entry.row, State) and not joined:
            return entry.row.id
    return None


def plays(person: Person, role: RolePhrase) -> bool:
    """Whether the person may be called by that role."""
    if role.cls == "leader":
        return person.cls in LEADERS or any(cls in LEADERS for cls, _ in person.further)
    if any(cls == role.cls and title_words(role.words) & title_words(words) for cls, words in person.further):
        return True
    wanted, own = key(role.words), key(person.party.role or "")
    if person.cls is None:
        return False
    if role.cls in _WIDE:
        of_kind = role.cls == "minister" and _is_minister(person.cls)
        return of_kind or person.cls == role.cls or wanted.split()[-1] in own.split()
    if " " in wanted and own.startswith(f"{wanted} of "):
        return True  # "the Deputy Secretary" is the Deputy Secretary of State
    if person.cls != role.cls:
        return False
    # "the President" is not a King, but "the head of state" may be either.
    same = bool(title_words(wanted) & title_words(own))
    return same or not own or wanted.startswith("head of") or role.cls not in LEADERS


def _is_minister(cls: str) -> bool:
    return cls.endswith("_minister") and not cls.startswith("deputy_")


def without_country(cast: Cast, role: RolePhrase, country: str, *, but: str | None = None) -> list[Person]:
    """The one leader, that party aside, whom the text introduced without saying of which state; from now on that
    state's.
    """
    fits = [p for p in cast.people if p.party.country is None and (plays(p, role) or p.cls in LEADERS)]
    fits = [p for p in fits if p.party.id != but]
    if len(fits) != 1:
        return []
    fits[0].party = cast.found[fits[0].party.id] = replace(fits[0].party, country=country)
    return fits


def holder(cast: Cast, cls: str, country: str, s: Sighting, *, called: str | None = None) -> Person | None:
    """Who holds that office of the state at the document's date, now one of its people; None when that is not known.

    "leader" is the office that leads the state. With `called`, only if those words are in the holder's title.
    """
    office = _leading_offices().get(country, "") if cls == "leader" else cls
    if cast.on is None or office not in SINGLE:
        return None
    held = [r for r in cast.lexicon.holders_of(country, office, cast.on) if r.held(cast.on)]
    if called is not None:
        held = [r for r in held if title_words(called) <= title_words(r.title)]
    if not held:
        return None
    # The words of the role alone are no title to be kept: the row has the right one.
    person = from_lexicon(cast, held[0].person, Sighting(start=s.start, end=s.end, kind="person", country=country))
    if person:
        join(cast, person)
    return person


@cache
def _leading_offices() -> dict[str, str]:
    return {row["country"]: row["office"] for row in rows("leading_offices")}


_ABBREVIATED = {
    "pm": "prime minister",
    "premier": "prime minister",
    "fm": "foreign minister",
    "dpm": "deputy prime minister",
    "vp": "vice president",
}


def title_words(title: str) -> set[str]:
    """The words of a title that tell it from others, spelled one way."""
    same = {"advisor": "adviser", "defence": "defense", "counsellor": "counselor", "amir": "emir"}
    title = _ABBREVIATED.get(key(title), title)
    return {same.get(w, w) for w in key(title).replace(",", " ").split()} - {"of", "for", "the", "and", "to"}


def of_countries(cast: Cast, role: RolePhrase, s: Sighting, cls: str) -> Sequence[str]:
    """Party ids, one for each owner of a plural role: the person introduced here, the holder at the date, the state."""
    members: list[str] = []
    one = replace(role, plural=False, cls=cls)
    for country in role.owners:
        here = next((p for p in cast.people if p.party.country == country and plays(p, one)), None)
        person = here or holder(cast, cls, country, s)
        members.append(person.party.id if person else cast.state(country))
    return members


def without_suffix(words: str) -> str:
    """The name without possessive, "Jr." and honorifics."""
    plain = " ".join(words.split())
    for tail in ("'s", "’s", ", Jr.", " Jr.", ", Jr", " Sr."):
        plain = plain.removesuffix(tail)
    return plain.strip(" ,.") if not plain.endswith(".") or len(plain.split()[-1]) > 3 else plain.strip(" ,")
