"""Words that may refer to a party, before it is known to whom: names with their titles, roles alone, places, pronouns.

Sightings do not overlap: a title belongs to the name behind it ("President Ilham Aliyev of Azerbaijan" is one), and so
does the role between commas behind a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from readouts.find.institutions import acronyms, institution, portfolio_words
from readouts.find.names import Name, known_names, person_name
from readouts.find.roles import INSTITUTIONS, PEERS, RolePhrase, owner, role_phrase
from readouts.find.styles import Style, style_at
from readouts.find.told import DASHES, LIGHT, MOST_COUPLED, contact_words, noun_of_contact
from readouts.lexicon import Lexicon, State
from readouts.text import datelines, key

if TYPE_CHECKING:
    from spacy.tokens import Doc

_HONORIFICS = frozenset(
    "mr mrs ms miss dr sir dame lord lady prof professor sheikh sheikha mister madam madame honorable honourable"
    " hon comrade cardinal archbishop shri smt dato datuk tun seri sri prince princess shaikh shaikha sayyid seyyed"
    " ayatollah hujjat rt maj gen lt brig col capt adm cmdr amb general admiral"
    " colonel marshal ratu eng dra ing lieutenant major brigadier lieutenant-general major-general"
    " msgr monsignor sk".split()
)
# Honorifics before which a person may be called by the first name: "Sheikh Tamim", "Prince Faisal", "King Felipe".
_BEFORE_GIVEN = frozenset(
    "sheikh sheikha shaikh shaikha prince princess king queen sayyid seyyed sultan emir amir".split()
)
_MALE = frozenset("mr mister sir lord king prince sheikh chairman his".split())
_FEMALE = frozenset("mrs ms miss madam madame dame lady queen princess sheikha chairwoman first-lady her".split())
OFFICE_WORDS = frozenset("office administration press-service secretariat cabinet".split())
PEOPLE_PRONOUNS = frozenset("he she him her his hers himself herself".split())
THING_PRONOUNS = frozenset("it its itself".split())
PLURAL_PRONOUNS = frozenset("they them their theirs themselves".split())
OWN_PRONOUNS = frozenset("we us our ours ourselves".split())
SELF_PRONOUNS = frozenset("i me my mine myself".split())
_PRONOUNS = PEOPLE_PRONOUNS | THING_PRONOUNS | PLURAL_PRONOUNS | OWN_PRONOUNS | SELF_PRONOUNS
_POSSESSIVE = frozenset("his her their its our".split())
_ENDS = frozenset([",", ".", ";", ")", '"'])
_FORMS = frozenset("republic federation kingdom confederation sultanate empire principality union emirate".split())
_MOST_PLACE = 4  # words of a place's name
_MOST_OFFICES = 4  # of one person behind a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Tokens that may refer to a party."""

    start: int
    end: int
    kind: str  # person, maybe, role, place, institution, pair ("the two"), pronoun; "office of person" and the like
    name: tuple[int, int] | None = None
    role: RolePhrase | None = None
    known: Name | None = None
    country: str | None = None  # "of Azerbaijan" behind a name
    gender: str | None = None
    styles: frozenset[str] = frozenset()  # kinds of the styles in it: "highness"
    by_given: bool = False  # a title before which people may be called by the first name: "Sheikh Tamim"
    further: tuple[RolePhrase, ...] = ()  # offices behind the first: "Crown Prince and Prime Minister"


def sightings(doc: "Doc", lexicon: Lexicon) -> tuple[tuple[Sighting, ...], dict[int, Name]]:
    """Everything that may refer to a party, left to right, none overlapping, and the known names by token index."""
    known = known_names(doc, lexicon)
    return tuple(_office_of(doc, s, known) for s in _all(doc, known)), known


def _all(doc: "Doc", known: dict[int, Name]) -> Iterator[Sighting]:
    at, listed, person = 0, None, None
    short = acronyms(doc)
    full = dict(short.values())
    while at < len(doc):
        found = None
        if at in short:
            found = Sighting(start=at, end=at + 1, kind="institution", name=short[at])
        elif at in full and not (at in known and known[at].end == full[at]):
            found = Sighting(start=at, end=full[at], kind="institution", known=known.get(at))
        elif _coupled(doc, at, known):
            found = Sighting(start=at, end=at + 1, kind="maybe", name=(at, at + 1))
        elif not (doc[at].is_space or doc[at].is_punct):
            found = (_next_listed(doc, at, listed, known) if listed else None) or _sighting(doc, at, known)
            if person and (found is None or found.kind == "maybe"):
                found = _joined(doc, at, person, known) or found
        if found:
            person = found.name if found.kind == "person" else None
            if found.role and found.role.determiner in _POSSESSIVE and found.role.start == found.start:
                yield Sighting(start=at, end=at + 1, kind="pronoun")
                found = replace(found, start=at + 1)
            yield found
            if found.kind == "role" and found.role and (each := _each_of(doc, found.role, known)):
                yield from each
                found = each[-1]
            listed = found.role if found.role and found.role.plural and found.kind == "person" else None
        elif listed and doc[at].lower_ not in (",", "and"):
            listed = None
        at = found.end if found else at + 1


def _coupled(doc: "Doc", at: int, known: dict[int, Name]) -> bool:
    """Whether the word there is one of two names before the noun of their contact: "the X-Y video summit"."""
    dash = next((i for i in (at + 1, at - 1) if 0 < i < len(doc) - 1 and doc[i].text in DASHES), None)
    if dash is None or not all(
        doc[i].text.isalpha() and doc[i].is_title and i not in known for i in (dash - 1, dash + 1)
    ):
        return False
    noun = next((t for t in doc[dash + 2 : dash + 2 + MOST_COUPLED] if noun_of_contact(t)), None)
    return noun is not None and all(t.pos_ in ("NOUN", "ADJ", "NUM", "PUNCT", "PROPN") for t in doc[dash + 2 : noun.i])


def _sighting(doc: "Doc", at: int, known: dict[int, Name]) -> Sighting | None:
    if office := _office_before(doc, at, known):
        return office
    if style := style_at(doc, at):
        return _styled(doc, at, style, known)
    role = role_phrase(doc, at, known)
    whole = institution(doc, at, known)
    if role and whole > role.end:  # "National Governors Association"
        role = None
    if role and (found := _titled(doc, role, known)):
        return found
    if found := _honoured(doc, at, known):
        return found
    name = known.get(at)
    if name and name.of("person"):
        return _appositive(doc, at, person_name(doc, at, known), known)
    if role and (role.words or not (name and owner(name) and role.start == at)):
        return Sighting(start=role.start, end=role.end, kind="role", role=role)
    if whole > (name.end if name else at):
        return Sighting(start=at, end=whole, kind="institution", known=name)
    if name and any(name.of(kind) for kind in ("state", "demonym", "body", "metonym", "capital")):
        run = _run_of_person(doc, at, known)
        return run if run and run.end > name.end else Sighting(start=at, end=name.end, kind="place", known=name)
    if found := _pair(doc, at):
        return found
    if doc[at].lower_ in _PRONOUNS and doc[at].text != "US":
        return Sighting(start=at, end=at + 1, kind="pronoun")
    return _run_of_person(doc, at, known) or _lone_name(doc, at, known)


def _styled(doc: "Doc", at: int, style: Style, known: dict[int, Name]) -> Sighting | None:
    """A style with the office or name behind it: "HH the Amir", "His Royal Highness, Crown Prince X"; or alone."""
    own = frozenset(style.kinds)
    for start in (style.end, style.end + 1):
        if start >= len(doc) or (start > style.end and doc[style.end].text != ","):
            break
        inner = style_at(doc, start)
        found = _styled(doc, start, inner, known) if inner else _behind_style(doc, start, known)
        if found and (start == style.end or found.kind == "person"):
            gender = found.gender or style.gender
            return replace(found, start=at, styles=found.styles | own, gender=gender)
    if doc[at].text == "HE" and any(t.lower_ == "he" for t in doc[max(0, at - 1) : at + 2] if t.i != at):
        return None
    role = RolePhrase(
        start=at, end=style.end, cls="head_of_state", words=doc[at : style.end].text, plural=False, country=None,
        body=None, determiner="", style=True,
    )  # fmt: skip
    return Sighting(start=at, end=style.end, kind="role", role=role, gender=style.gender, styles=own)


def _behind_style(doc: "Doc", at: int, known: dict[int, Name]) -> Sighting | None:
    """The person, or the office of one, that begins right behind a style."""
    role = role_phrase(doc, at, known)
    if role and not (role.plural or role.cls in INSTITUTIONS or role.determiner not in ("", "the")):
        return _titled(doc, role, known) or Sighting(start=role.start, end=role.end, kind="role", role=role)
    if found := _honoured(doc, at, known):
        return found
    end = person_name(doc, at, known)
    return replace(_appositive(doc, at, end, known), kind="person") if end > at else None


# -- names with a title ------------------------------------------------------------------------------------------------


def _titled(doc: "Doc", role: RolePhrase, known: dict[int, Name]) -> Sighting | None:
    """Role and name: "Azerbaijani President Ilham Aliyev", "the Prime Minister, Ida Kester,"."""
    inner = role_phrase(doc, role.end, known) if role.cls in INSTITUTIONS and role.end < len(doc) else None
    if role.cls in INSTITUTIONS and (inner is None or inner.cls in INSTITUTIONS or inner.determiner):
        return None
    last = _last_role(doc, role, known)
    at = last.end if role.plural else _past_unknown(doc, last.end, known)
    styled = style_at(doc, at) or (style_at(doc, at + 1) if at < len(doc) and doc[at].text == "," else None)
    owned = role.country is not None and any(t.tag_ == "POS" for t in doc[role.start : role.end])
    definite = role.determiner == "the" or last.inside or last is not role or owned
    if at + 1 < len(doc) and doc[at].text == "," and definite and not role.plural:
        first = _past_honorifics(doc, at + 1)
        more = role_phrase(doc, first, known) if first < len(doc) else None
        titled = role_phrase(doc, at + 1, known) or (at + 1 in known and known[at + 1].of("person"))
        if owned and role.determiner != "the" and titled:
            return None  # "Telmark's monarch, King X": he is the king
        if more and not (more.determiner or more.plural or more.cls in INSTITUTIONS):
            first = more.end  # "the Foreign Minister, Ambassador X,"
            first += first + 1 < len(doc) and doc[first].text == ","  # "the President, Head of State, X"
        end = person_name(doc, first, known) if first < len(doc) else at
        named = doc[at + 1].ent_type_ == "PERSON" or end - at > 2
        closed = end < len(doc) and doc[end].text in (",", ".") and named
        at = first if closed else at
    at = _past_honorifics(doc, at)
    end = person_name(doc, at, known) if at < len(doc) else at
    if end == at or (role.plural and not _many_names(doc, at, end, known)):
        return None
    gender = _gender(key(last.words).split()[-1])
    start = role.start + (role.determiner in ("both", "all"))
    gender = gender or (styled.gender if styled else None)
    sighting = Sighting(
        start=start, end=end, kind="person", name=(at, end), role=last, gender=gender,
        styles=styled.kinds if styled and styled.end <= at else frozenset(), by_given=_before_given(doc, at),
        further=(role,) if last.words != role.words else (),
    )  # fmt: skip
    return _with_country(doc, sighting, known)


def _past_unknown(doc: "Doc", at: int, known: dict[int, Name]) -> int:
    """The token behind "of the Columbrian Republic" or "of Severonia", of a place that nothing is known of, where a
    person's name or a comma follows; else `at`.
    """
    first = at + 1 + (at + 1 < len(doc) and doc[at + 1].lower_ == "the")
    if first in known and known[first].of("demonym") and not known[first].of("state"):
        first = known[first].end  # "of the Telmark Diet Ida Holm"
    if first + 1 >= len(doc) or doc[at].lower_ != "of" or first in known or not doc[first].is_title:
        return at
    if doc[first].lower_ in portfolio_words() or institution(doc, first, known) > first:
        return at
    ahead = range(first, min(len(doc), first + _MOST_PLACE))
    form = next((i for i in ahead if doc[i].lower_ in _FORMS), None)
    if form is not None and all(doc[i].text[0].isupper() for i in range(first, form)):
        end = form + 1
        if end + 1 < len(doc) and doc[end].lower_ == "of" and doc[end + 1].is_title:
            end += 2
        return end if doc[end].text == "," or _names(doc, end, known) else at
    last = person_name(doc, first, known)
    if last < len(doc) and doc[last].text == "," and last - first <= 2:
        return last
    named = next((i for i in range(first + 1, last) if doc[i].ent_type_ == "PERSON" and doc[i].ent_iob_ == "B"), None)
    at_name = named if named is not None else first + 1
    return at_name if last - at_name >= 2 and _names(doc, at_name, known) else at


def _names(doc: "Doc", at: int, known: dict[int, Name]) -> bool:
    """Whether a name of two words or more begins there, honorifics before it or not."""
    first = _past_honorifics(doc, at)
    return first < len(doc) and person_name(doc, first, known) - first >= 2


def _before_given(doc: "Doc", at: int) -> bool:
    """Whether a title stands before the name there with which people are called by the first name."""
    return at > 0 and doc[at - 1].lower_ in _BEFORE_GIVEN


def _last_role(doc: "Doc", role: RolePhrase, known: dict[int, Name]) -> RolePhrase:
    """The role nearest to the name where several stand before it, with the state that any of them names."""
    last = role
    while last.end < len(doc):
        at = last.end
        joined = doc[at].lower_ == "and" or doc[at].text == "/"
        at += joined
        more = role_phrase(doc, at, known) if at < len(doc) else None
        if more is None or more.determiner or more.plural or more.cls in INSTITUTIONS:
            break
        closed = _named_between_commas(doc, more.end, known)
        if role.determiner and joined and not closed:
            break  # "the President and Prime Minister X": two people
        named = closed or person_name(doc, more.end, known) > more.end
        if joined and not named and not _leads_on(doc, more, known):
            break  # "the President and Prime Minister agreed": two people
        last = replace(more, country=more.country or last.country, body=more.body or last.body)
    return last


def _named_between_commas(doc: "Doc", at: int, known: dict[int, Name]) -> bool:
    """Whether a name of two words or more stands there between commas: "Premier and Minister for Ports, Ida Holm,"."""
    if at + 1 >= len(doc) or doc[at].text != ",":
        return False
    end = person_name(doc, at + 1, known)
    return end - at > 2 and end < len(doc) and doc[end].text in (",", ".")


def _leads_on(doc: "Doc", role: RolePhrase, known: dict[int, Name]) -> bool:
    """Whether another role follows at once, which may stand before a name."""
    return role.end < len(doc) and role_phrase(doc, role.end, known) is not None


def _many_names(doc: "Doc", at: int, end: int, known: dict[int, Name]) -> bool:
    """Whether a second name follows the one behind a plural role: "Presidents A and B"."""
    after = _with_country(doc, Sighting(start=at, end=end, kind="person"), known).end
    while after < len(doc) and doc[after].lower_ in (",", "and"):
        after += 1
    return after > end and person_name(doc, after, known) > after


def _next_listed(doc: "Doc", at: int, role: RolePhrase, known: dict[int, Name]) -> Sighting | None:
    """A name further on in the list behind a plural role, which gives it the role."""
    before = doc[at - 1].lower_ if at else ""
    end = person_name(doc, at, known) if before in (",", "and") else at
    if end == at or role_phrase(doc, at, known):
        return None
    return _with_country(doc, Sighting(start=at, end=end, kind="person", name=(at, end), role=role), known)


def _each_of(doc: "Doc", role: RolePhrase, known: dict[int, Name]) -> tuple[Sighting, ...]:
    """The persons named behind the states of a plural role, one each: "the Presidents of A and B, X and Y, met"."""
    at, found = role.end, list[Sighting]()
    if len(role.owners) < 2 or at >= len(doc) or doc[at].text != ",":
        return ()
    for country in role.owners:
        while at < len(doc) and doc[at].lower_ in (",", "and", "respectively"):
            at += 1
        first = _past_honorifics(doc, at) if at < len(doc) else at
        end = person_name(doc, first, known) if first < len(doc) else first
        if end - first < 2:
            return ()
        own = replace(role, plural=False, owners=(), country=country)
        found.append(Sighting(start=at, end=end, kind="person", name=(first, end), role=own, country=country))
        at = end
    return tuple(found) if at < len(doc) and doc[at].lower_ != "and" else ()


def _joined(doc: "Doc", at: int, person: tuple[int, int], known: dict[int, Name]) -> Sighting | None:
    """A name of two words or more right behind a person's and "and": "Ida Holm and Kamchy Osmonal"."""
    if doc[at - 1].lower_ != "and" or at - 1 != person[1]:
        return None
    end = person_name(doc, at, known)
    paired = doc[end - 1].dep_ == "conj" and person[0] <= doc[end - 1].head.i < person[1]
    if not 2 <= end - at <= _MOST_NAMES or not paired or any(t.pos_ != "PROPN" for t in doc[at:end]):
        return None
    return _appositive(doc, at, end, known)


def _honoured(doc: "Doc", at: int, known: dict[int, Name]) -> Sighting | None:
    """A name behind "Mr." or "H.E."."""
    title = doc[at].lower_.rstrip(".")
    if title not in _HONORIFICS or not doc[at].text[0].isupper():
        return None
    first = _past_honorifics(doc, at + 1)
    end = person_name(doc, first, known) if first < len(doc) else first
    if end <= first:
        return None
    given = _before_given(doc, first)
    return replace(_appositive(doc, first, end, known), kind="person", start=at, gender=_gender(title), by_given=given)


def _past_honorifics(doc: "Doc", at: int) -> int:
    """The token behind "H.E. Mr." or "His Highness Sheikh" there."""
    start = at
    while at < len(doc):
        style = style_at(doc, at)
        stop = doc[at].text in ("'", "’") or (at > start and doc[at].text == ".")
        if retired := _retired(doc, at):
            at = retired
            continue
        most = doc[at].lower_ in ("the", "most", "right", "rt") and doc[at + 1 : at + 2].text.lower() in _MOST
        if style is None and not stop and not most and doc[at].lower_.rstrip(".'’") not in _HONORIFICS:
            break
        at = style.end if style else at + 1
    return at


_MOST = frozenset("most right rt hon hon. honourable honorable reverend".split())  # "the Most Hon. X"


def _retired(doc: "Doc", at: int) -> int:
    """The token behind "(ret.)" there; 0 where none is."""
    word = doc[at + 1 : at + 2].text.lower().rstrip(".")
    if doc[at].text != "(" or not (word == "r" or word.startswith("ret")):
        return 0
    return next((t.i + 1 for t in doc[at + 2 : at + 5] if t.text == ")"), 0)


def _appositive(doc: "Doc", start: int, end: int, known: dict[int, Name]) -> Sighting:
    """A name, with the role that stands behind it between commas: "Miller, the State Department spokesperson,"."""
    plain = _with_country(doc, Sighting(start=start, end=end, kind="person", name=(start, end)), known)
    roles = _offices(doc, end + 1, known) if end + 1 < len(doc) and doc[end].text == "," else ()
    for count in range(len(roles), 0, -1):
        last = _past_place(doc, roles[count - 1].end)
        closed = last >= len(doc) or doc[last].text in _ENDS or doc[last].is_space
        if closed and not (last < len(doc) and person_name(doc, last, known) > last):
            # "Member of the Political Bureau and Foreign Minister": the office comes before what says little.
            first, *further = sorted(roles[:count], key=lambda role: role.cls == "official")
            state = next((r for r in roles[:count] if r.country), first)
            first = replace(first, country=state.country) if not first.country else first
            return replace(plain, end=last, role=first, further=tuple(further))
    return plain


def _past_place(doc: "Doc", end: int) -> int:
    """The token behind "of Dubai", of a place that is no state, or `end`."""
    at = end + 1
    if at < len(doc) and doc[end].lower_ == "of":
        while at < len(doc) and doc[at].text[0].isupper() and doc[at].is_alpha:
            at += 1
    return at if at > end + 1 else end


def _offices(doc: "Doc", at: int, known: dict[int, Name]) -> tuple[RolePhrase, ...]:
    """The offices listed from there: "Crown Prince and Prime Minister", "Vice President, Prime Minister and Ruler"."""
    found: list[RolePhrase] = []
    while at < len(doc) and len(found) < _MOST_OFFICES:
        role = role_phrase(doc, at, known)
        if role is None or role.plural or role.cls in INSTITUTIONS or (found and role.determiner):
            break
        found.append(role)
        at = role.end
        at += at < len(doc) and doc[at].text == ","
        at += at < len(doc) and doc[at].lower_ == "and"
        if at == role.end:
            break
    return tuple(found)


def _with_country(doc: "Doc", sighting: Sighting, known: dict[int, Name]) -> Sighting:
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


# -- names without one -------------------------------------------------------------------------------------------------


def _run_of_person(doc: "Doc", at: int, known: dict[int, Name]) -> Sighting | None:
    """An unknown name of two words or more that the parser's own recogniser takes for a person, or that has a contact
    behind it.
    """
    if end := _in_contact(doc, at, known) or _as_peer(doc, at, known):
        return _appositive(doc, at, end, known)
    if doc[at].ent_type_ != "PERSON" or doc[at].ent_iob_ != "B":
        return None
    if (at > 0 and doc[at - 1].lower_ in ("in", "at", "near")) or in_dateline(doc, at):
        return None
    end = person_name(doc, at, {k: v for k, v in known.items() if k != at})
    same = all(token.ent_type_ == "PERSON" for token in doc[at:end])
    return _appositive(doc, at, end, known) if end - at >= 2 and same else None


def _as_peer(doc: "Doc", at: int, known: dict[int, Name]) -> int:
    """The end of a name between commas behind "her Chilean colleague", "his counterpart"; 0 where there is none."""
    if at < 2 or doc[at - 1].text != "," or at in known or not _ends_in_peer(doc, at - 2, known):
        return 0
    end = person_name(doc, at, known)
    closed = end < len(doc) and (doc[end].is_punct or doc[end].pos_ in ("ADP", "VERB", "AUX"))
    return end if 2 <= end - at <= _MOST_NAMES and closed else 0


def _ends_in_peer(doc: "Doc", at: int, known: dict[int, Name]) -> bool:
    """Whether a word for a peer stands there, or before a state that ends there: "my colleague from Telmark"."""
    if doc[at].lemma_.lower() in PEERS:
        return True
    start = next((i for i in range(at, max(-1, at - 4), -1) if i in known and known[i].end == at + 1), None)
    if start is None or not (known[start].of("state") or known[start].of("capital")):
        return False
    before = [t for t in doc[max(0, start - 3) : start] if t.lower_ != "the"]
    return len(before) > 1 and before[-1].lower_ in ("from", "of", "in") and before[-2].lemma_.lower() in PEERS


def _in_contact(doc: "Doc", at: int, known: dict[int, Name]) -> int:
    """The end of a name that opens a clause and is the subject of a contact, "At the initiative of the other side,
    Pavel Holm had a telephone conversation"; 0 where there is none.
    """
    if at and not (doc[at - 1].is_space or doc[at - 1].text in (",", ":", ".")):
        return 0
    if not doc[at].is_title or at in known or in_dateline(doc, at):
        return 0
    end = person_name(doc, at, known)
    if (
        not 2 <= end - at <= _MOST_NAMES
        or end >= len(doc)
        or doc[end].pos_ not in ("VERB", "AUX")
        or any(doc[i].is_upper and len(doc[i]) > 2 for i in range(at, end))
    ):
        return 0
    verb = doc[end].lemma_.lower()
    near = doc[end + 1 : end + 1 + _MOST_LIGHT]
    light = verb in LIGHT and any(noun_of_contact(t) for t in near)
    return end if doc[end].tag_ == "VBD" and (light or (verb, "verb") in contact_words()) else 0


_MOST_NAMES = 4  # words of a name that opens a clause
_MOST_LIGHT = 5  # tokens from the verb to its noun: "had a brief telephone conversation"


def in_dateline(doc: "Doc", at: int) -> bool:
    """Whether the token stands in a dateline, where places and agencies are named and nobody acts."""
    if "datelines" not in doc.user_data:  # asked of many tokens, and a paragraph's beginning costs a search
        doc.user_data["datelines"] = tuple(datelines(doc.text))
    return any(span.start <= doc[at].idx < span.end for span in doc.user_data["datelines"])


def _lone_name(doc: "Doc", at: int, known: dict[int, Name]) -> Sighting | None:
    """A capitalised word or run that may be the surname of somebody introduced elsewhere; a person for certain when a
    role stands behind it between commas.
    """
    if not doc[at].text[0].isupper():
        return None
    end = person_name(doc, at, known)
    if end == at:
        return None
    found = _appositive(doc, at, end, known)
    return found if found.role and end - at >= 2 else replace(found, kind="maybe")


_PAIRS = frozenset("the two both countries nations".split())


def _pair(doc: "Doc", at: int) -> Sighting | None:
    """ "The two", "the pair" and "both" without a noun, or with "countries"."""
    if doc[at].lower_ not in _PAIRS:
        return None
    end = at + 2 if doc[at].lower_ == "the" and at + 1 < len(doc) and doc[at + 1].lower_ == "two" else at + 1
    word = doc[end - 1]
    if word.lower_ in ("countries", "nations") and at > 0 and doc[at - 1].lower_ in ("our", "their"):
        return Sighting(start=at, end=end, kind="two states")
    if word.lower_ in ("two", "both") and end < len(doc) and doc[end].lower_ in ("countries", "nations", "states"):
        return Sighting(start=at, end=end + 1, kind="two states")
    alone = word.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj") and word.pos_ in ("NUM", "PRON", "DET")
    if alone and word.lower_ in ("two", "both"):
        return Sighting(start=at, end=end, kind="pair")
    several = " ".join(t.lower_ for t in doc[at : at + 2])
    led = several in ("the two", "the pair", "the three", "the four")
    return Sighting(start=at, end=at + 2, kind="pair") if led and _acts(doc, at + 2) else None


def _acts(doc: "Doc", at: int) -> bool:
    """Whether a verb stands there, an adverb before it or not: of "the two last met" the parser makes a noun phrase."""
    rest = [t for t in doc[at : at + 3] if t.lower_ not in ("last", "also", "later", "again", "then", "next")]
    return bool(rest) and rest[0].pos_ in ("VERB", "AUX")


def _gender(word: str) -> str | None:
    return "m" if word in _MALE else "f" if word in _FEMALE else None


def _office_before(doc: "Doc", at: int, known: dict[int, Name]) -> Sighting | None:
    """ "Office of President Ilham Aliyev" as one sighting; an institution's own name has no person in it."""
    if doc[at].lower_ not in OFFICE_WORDS or at + 2 >= len(doc) or doc[at + 1].lower_ != "of":
        return None
    whose = _sighting(doc, at + 2, known)
    if whose is None or whose.kind != "person" or not whose.role:
        return None
    return replace(whose, start=at, kind="office of person")


def _office_of(doc: "Doc", sighting: Sighting, known: dict[int, Name]) -> Sighting:
    """ "Aliyev's office" as one sighting."""
    at = sighting.end
    if sighting.kind not in ("person", "maybe", "role") or at + 1 >= len(doc) or doc[at].lower_ not in ("'s", "'"):
        return sighting
    role = role_phrase(doc, at + 1, known)
    if doc[at + 1].lower_ in OFFICE_WORDS or (role and role.cls in ("press_service", "presidency")):
        return replace(sighting, end=role.end if role else at + 2, kind=f"office of {sighting.kind}")
    return sighting
