"""Role phrases: "Azerbaijani President", "the Foreign Minister of Armenia", "State Department spokesperson"."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from readouts.find.institutions import institution, portfolio_words
from readouts.find.names import Name, person_name
from readouts.lexicon import Body, Metonym, Role, State

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DETERMINERS = frozenset("the a an his her their its our both two three all some these those".split())
# Words that may stand before the role itself and do not change whose role it is.
_MODIFIERS = frozenset(
    "former then late acting outgoing incoming interim new newly elected appointed democratic first senior visiting"
    " current top chief principal unnamed anonymous other high-ranking respective fellow presumptive".split()
)
# Words before a role that make it a lower one, and the class of the lower one where it has one of its own.
_LESSER = frozenset("deputy vice assistant associate".split())
_LEADS = _DETERMINERS | _MODIFIERS | _LESSER  # small words that a role may begin with
_DEPUTIES = {
    "head_of_government": "deputy_head_of_government",
    "head_of_state": "vice_president",
    "foreign_minister": "deputy_foreign_minister",
    "national_security_adviser": "deputy_national_security_adviser",
    "spokesperson": "spokesperson",
    "adviser": "adviser",
}
# Roles that are a leading office in one state and a lower one elsewhere, or within another office.
_MINISTERS_OF_STATE = ("secretary of state", "state secretary", "minister of state")
# Nouns of the offices in which such a role is held: "in the Chancellery of the President of Poland".
_OFFICES = frozenset(
    "office chancellery ministry cabinet presidency secretariat administration department court".split()
)
_PAST = frozenset("former then outgoing late".split())
# Classes of people sent to another state, which "to" names.
# Whoever holds one of these is "at the White House" as a guest: the words behind say where, not whose.
_OF_STATES = frozenset(
    "head_of_state head_of_government vice_president foreign_minister defence_minister leader crown_prince".split()
)
_SENT = frozenset("ambassador envoy un_representative".split())
# Classes whose words name an institution, not a person.
INSTITUTIONS = frozenset(
    "government presidency premiership foreign_ministry defence_ministry press_service embassy authorities "
    "delegation side".split()
)
PEERS = ("counterpart", "colleague", "peer", "homologue", "number")  # "her opposite number"
_MOST_OWNERS = 40  # states listed behind "the leaders of": more is no list of owners


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePhrase:
    """A role as the text words it, with whose it is as far as it says."""

    start: int  # first token, a determiner included
    end: int
    cls: str  # Role.cls
    words: str  # the role's own words: "Secretary of State"
    plural: bool
    country: str | None  # State.id
    body: str | None  # Body.id
    determiner: str  # "the", "his", ... in lower case, or ""
    past: bool = False  # "former", "then": of somebody who held it once
    owners: tuple[str, ...] = ()  # State ids of a plural role of several: "the leaders of A, B and C"
    style: bool = False  # a style alone, "His Highness": no office
    inside: bool = False  # held in an office that the words name: "in the Chancellery of the President of A"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owned:
    """Whose a role is, and the token after the words that say so."""

    end: int
    country: str | None = None
    body: str | None = None
    owners: tuple[str, ...] = ()


def role_phrase(doc: "Doc", start: int, known: dict[int, Name]) -> RolePhrase | None:
    """The role phrase that begins at that token; None when none does."""
    at, determiner = start, ""
    whole = known.get(at)
    if whole is None and doc[at].lower_ not in _LEADS and not doc[at].text[0].isupper():
        return None  # most words: no name, and none that may stand before one
    if doc[at].pos_ == "VERB" and doc[at].text.islower():
        return None  # "who heads the talks"
    if doc[at].lower_ in _DETERMINERS and not (whole and whole.of("role")):  # "His Majesty" is a role as a whole
        determiner, at = doc[at].lower_, at + 1
    if at < len(doc) and doc[at].lower_ == "two" and determiner in ("the", ""):
        determiner, at = "the", at + 1
    before = _list_before(doc, at, known) or _before(doc, at, known)
    name = known.get(before.end)
    role = name.of("role") if name else None
    if name is None or role is None or not isinstance(role.row, Role):
        return None
    speaks_for = role.row.cls == "spokesperson" and name.end < len(doc) and doc[name.end].lower_ == "for"
    end = name.end if speaks_for else _with_field(doc, name.end, known, sent=role.row.cls in _SENT)
    inside = _inside(doc, end, known) if role.row.role.endswith(_MINISTERS_OF_STATE) else None
    if role.row.cls in _SENT and doc[end : end + 3].text.lower() == "extraordinary and plenipotentiary":
        end += 3
    after = inside or _after(doc, end, known, role.row)
    if after.end > end and after.end < len(doc) and doc[after.end].lower_ == "for":
        after = replace(after, end=_with_field(doc, after.end, known))  # "of the Union for Foreign Affairs"
    several = before.owners or after.owners
    named = after.country or before.country
    cls, lower = _class(doc, role.row, named, doc[name.end : end].text, inside=inside is not None)
    lesser = next((i for i in range(at, before.end) if doc[i].lower_ in _LESSER), None)
    return RolePhrase(
        start=start,
        end=after.end,
        cls=cls if lesser is None else _DEPUTIES.get(cls, "official"),
        words=doc[before.end if lesser is None else lesser : end].text,
        plural=role.row.plural,
        country=None if several else named or (None if lower else role.row.country),
        body=after.body or before.body,
        inside=inside is not None,
        determiner=determiner,
        past=any(t.lower_ in _PAST for t in doc[start : before.end]),
        owners=several if role.row.plural else (),
    )


def _class(doc: "Doc", role: Role, country: str | None, field: str, *, inside: bool) -> tuple[str, bool]:
    """The class of a role, and whether it is a lower office than the one that its words alone name: a "Secretary of
    State" is the foreign minister of one state alone, and neither "for Defence" nor "in the Chancellery".
    """
    if role.role not in _MINISTERS_OF_STATE:
        return role.cls, False
    if inside:
        return "official", True
    if (field and "foreign" not in field.lower()) or (role.country and country not in (None, role.country)):
        return ("minister" if role.cls == "minister" else "secretary"), True
    return role.cls, False


def _inside(doc: "Doc", end: int, known: dict[int, Name]) -> _Owned | None:
    """The office in which a role is held: "in the Chancellery of the President of Poland"; None when none is named."""
    if end + 2 >= len(doc) or doc[end].lower_ not in ("in", "at", "within"):
        return None
    at = end + 1 + (doc[end + 1].lower_ in ("the", "his", "her", "its"))
    if role := role_phrase(doc, at, known):
        return _Owned(end=role.end, country=role.country) if role.cls in INSTITUTIONS else None
    first = at
    while at < len(doc) and doc[at].text[0].isupper() and doc[at].lower_ not in _OFFICES:
        at += 1
    if at >= len(doc) or doc[at].lower_ not in _OFFICES:
        return None
    country = next((place[0] for i in range(first, at) if i in known and (place := owner(known[i]))), None)
    following = at + 1
    if following + 1 < len(doc) and doc[following].lower_ in ("of", "for"):
        tail = following + 1 + (doc[following + 1].lower_ == "the")
        if found := _place_after(doc, tail, known) or _role_after(doc, tail, known):
            return _Owned(end=found.end, country=found.country or country, body=found.body)
        following = max(following, _run_of_field(doc, tail, known))
        following = _seated(doc, following, known) if following > tail else at + 1
    return _Owned(end=following, country=country)


def _before(doc: "Doc", at: int, known: dict[int, Name]) -> _Owned:
    """The state and body named before the role ("U.S.", "Azerbaijani", "State Department", "Armenia's")."""
    country = body = None
    while at < len(doc):
        name = known.get(at)
        placed = name is not None and name.end > at + 1 and owner(name) is not None  # "New Zealand", no new minister
        if not placed and _modifies(doc, at, known):
            at += 1
        elif name and not (name.of("role") and not _owns_role(name, known)) and (place := owner(name)):
            country, body = (place[0] or country), (place[1] or body)
            at = name.end
            at += at < len(doc) and doc[at].lower_ in ("'s", "'", "’s", "’")
        else:
            break
    return _Owned(end=at, country=country, body=body)


def _modifies(doc: "Doc", at: int, known: dict[int, Name]) -> bool:
    """Whether the word only qualifies the role behind it; "deputy" is a role itself unless one follows."""
    name = known.get(at)
    if name and name.of("role"):
        following = known.get(at + 1)
        return doc[at].lower_ in _LESSER and name.end == at + 1 and bool(following and following.of("role"))
    if doc[at].lower_ in _MODIFIERS or (doc[at].lower_ in _LESSER and at + 1 in known and known[at + 1].of("role")):
        return True
    # "National Climate Advisor": portfolio words before the role, none of them a name of its own.
    ahead = at
    while ahead < len(doc) and ahead not in known and _portfolio(doc, ahead):
        ahead += 1
    return ahead > at and ahead in known and known[ahead].of("role") is not None


def _portfolio(doc: "Doc", at: int) -> bool:
    return doc[at].text[0].isupper() and doc[at].lower_ in portfolio_words()


def _list_before(doc: "Doc", at: int, known: dict[int, Name]) -> _Owned | None:
    """ "French, German and Italian", "Norway's and Jordan's" before a plural role; None where fewer than two stand."""
    owners: list[str] = []
    while at < len(doc) and len(owners) < _MOST_OWNERS:
        name = known.get(at)
        place = owner(name) if name and not name.of("role") else None
        if place is None or place[0] is None or name is None:
            break
        owners.append(place[0])
        at = name.end
        at += at < len(doc) and doc[at].tag_ == "POS"
        following = _past_comma(doc, at)
        if following == at:
            break
        at = following
    while at < len(doc) and _modifies(doc, at, known):
        at += 1
    role = known[at].of("role") if at in known else None
    fits = len(set(owners)) > 1 and role is not None and isinstance(role.row, Role) and role.row.plural
    return _Owned(end=at, owners=tuple(dict.fromkeys(owners))) if fits else None


def _past_comma(doc: "Doc", at: int) -> int:
    """The token after ",", "and", ", and" or "as well as"; `at` itself when none stands there."""
    start = at
    while at < len(doc) and at - start < 4 and doc[at].lower_ in (",", "and", "&", "as", "well"):
        at += 1
    return at


def _owns_role(name: Name, known: dict[int, Name]) -> bool:
    """Whether a name that is both a body's and a role's stands before a role: "Foreign Office spokesperson"."""
    following = known.get(name.end)
    return name.of("body") is not None and following is not None and following.of("role") is not None


def owner(name: Name) -> tuple[str | None, str | None] | None:
    """The state and body that a name stands for; None for a person or role."""
    for kind in ("state", "demonym", "body", "metonym"):
        entry = name.of(kind)
        if entry is None:
            continue
        if isinstance(entry.row, State):
            return entry.row.id, None
        if isinstance(entry.row, Body):
            return entry.row.country, entry.row.id
        if isinstance(entry.row, Metonym):
            kind_, _, what = entry.row.party.partition(":")
            return (what, None) if kind_ == "state" else (None, what)
    return None


def _with_field(doc: "Doc", end: int, known: dict[int, Name], *, sent: bool = False) -> int:
    """The end with "for Foreign Affairs" or "of Trade and Industry" taken in; of an envoy also "for Afghanistan"."""
    if end + 1 < len(doc) and doc[end].lower_ in ("and", "&") and _portfolio(doc, end - 1) and _portfolio(doc, end + 1):
        field = _run_of_field(doc, end + 1, known)  # "Minister of Foreign Affairs" and Expatriates
        return field if end + 1 not in known or not known[end + 1].of("role") else end
    if listed := _listed_field(doc, end, known):
        return listed
    if end + 1 < len(doc) and end not in known and _portfolio(doc, end - 1) and _portfolio(doc, end):
        return _run_of_field(doc, end, known)  # "Minister for Defence" Industry
    if end + 1 >= len(doc) or doc[end].lower_ not in ("for", "of", "on"):
        return end
    at = end + 1 + (doc[end + 1].lower_ == "the")
    name = known.get(at)
    if doc[end].lower_ == "of" and name and owner(name):
        return end  # "of the Central African Republic" is a state, not a field
    if sent and doc[end].lower_ == "for" and name and name.of("state"):
        at = name.end
    field = _run_of_field(doc, at, known)
    return field if field > at or at > end + 2 or (name and at == name.end) else end


def _listed_field(doc: "Doc", end: int, known: dict[int, Name]) -> int:
    """The end of a field that goes on behind a comma up to "and": "Minister of Foreign Affairs, Integration and Trade";
    0 where none does.
    """
    if end + 1 >= len(doc) or doc[end].text != "," or not (_portfolio(doc, end - 1) and _portfolio(doc, end + 1)):
        return 0
    last = _run_of_field(doc, end + 1, known)
    closed = last < len(doc) and (doc[last].text in (",", ".") or doc[last].lower_ in ("of", "for"))
    return last if closed and any(t.lower_ == "and" for t in doc[end:last]) else 0


def _run_of_field(doc: "Doc", at: int, known: dict[int, Name]) -> int:
    """The end of a run of capitalised portfolio words, commas and "and" between them, up to the name of a state."""
    end = at
    while at < len(doc) and not _state(known, at):
        token = doc[at]
        if _portfolio(doc, at):
            end = at = at + 1
        elif end == at and at < len(doc) and token.lower_ in (",", "and", "&", "of", "the", "-"):
            at += 1
            while at < len(doc) and doc[at].lower_ in ("and", "the", "&"):
                at += 1
            if at >= len(doc) or not _portfolio(doc, at) or _state(known, at):
                break
            end = at
        else:
            break
    return end


def _after(doc: "Doc", end: int, known: dict[int, Name], role: Role) -> _Owned:
    """Whose the role is by the words behind it: "of [the] STATE or BODY", offices inside offices followed."""
    if end + 1 >= len(doc):
        return _Owned(end=end)
    word = doc[end].lower_
    if word == "from" and role.plural:
        return _listed_after(doc, end, known) or _Owned(end=end)
    if word == "for" and role.cls != "spokesperson":
        return _Owned(end=end)
    if word not in ("of", "to", "at", "for") or (word in ("at", "to") and role.cls in _OF_STATES):
        return _Owned(end=end)
    if role.plural and (several := _listed_after(doc, end, known)):
        return several
    at = end + 1 + (doc[end + 1].lower_ == "the")
    found = _place_after(doc, at, known) or _role_after(doc, at, known)
    if found is None or (word == "to" and found.end - at == 0):
        return _Owned(end=end)
    if role.cls in _SENT and word == "to":  # an ambassador to a state is another state's
        return _Owned(end=found.end)
    if role.cls in _SENT and found.end + 1 < len(doc) and doc[found.end].lower_ == "to":  # "of Canada to Telmark"
        where = found.end + 1 + (doc[found.end + 1].lower_ == "the")
        there = _place_after(doc, where, known)
        return replace(found, end=there.end) if there else found
    return found


def _place_after(doc: "Doc", at: int, known: dict[int, Name]) -> _Owned | None:
    """A state, body or seat; or an institution that a demonym opens: "the Mongolian National Security Council"."""
    name = known.get(at)
    whole = institution(doc, at, known)
    place = owner(name) if name and not name.of("role") else None
    if whole > (name.end if name and place else at) and not (name and name.of("role")):
        return _Owned(end=_seated(doc, whole, known), country=place[0] if place else None)
    if name is None or place is None:
        return None
    if name.of("demonym") and not name.of("state"):
        end = _institution_end(doc, name.end, known)
        return _Owned(end=end, country=place[0]) if end > name.end else None
    return _Owned(end=_seated(doc, name.end, known) if place[1] else name.end, country=place[0], body=place[1])


def _seated(doc: "Doc", end: int, known: dict[int, Name]) -> int:
    """The end with "in STATE" taken in, where a mission or office is ("the NATO Mission in Ukraine Ida Kestrel"), or
    "of STATE" ("the Bundestag of the Federal Republic of Germany Max Falk").
    """
    at = end + 1 + (end + 1 < len(doc) and doc[end + 1].lower_ == "the")
    if at < len(doc) and doc[end].lower_ in ("in", "to", "of") and (name := known.get(at)) and name.of("state"):
        capital = name.end < len(doc) and doc[name.end].text[0].isupper()
        return name.end if capital else end
    return end


def _institution_end(doc: "Doc", at: int, known: dict[int, Name]) -> int:
    """The end of an institution's name in capitals behind a demonym; `at` itself when none stands there."""
    name = known.get(at)
    if name and name.of("body"):
        return name.end
    end = _run_of_field(doc, at, known)
    return end if doc[end - 1].lower_ in ("council", "office", "department", "board", "committee", "commission") else at


def _role_after(doc: "Doc", at: int, known: dict[int, Name]) -> _Owned | None:
    """ "of the Prime Minister of Norway", "of the President for Economic Affairs"."""
    inner = role_phrase(doc, at, known)
    if inner is None or inner.plural or not doc[inner.end - 1].text[0].isupper():
        return None
    definite = doc[at - 1].lower_ == "the"
    if not (definite or inner.cls in INSTITUTIONS) and person_name(doc, inner.end, known) > inner.end:
        return None  # "a spokesperson for Prime Minister X": the name is the minister's
    return _Owned(end=_with_field(doc, inner.end, known), country=inner.country, body=inner.body)


def _listed_after(doc: "Doc", at: int, known: dict[int, Name]) -> _Owned | None:
    """ "of A, B, and C", "from Allies A and B"; None when fewer than two states stand there."""
    at += 1 + (doc[at + 1].lower_ == "the")
    skipped = 0
    while at < len(doc) and skipped < 3 and not _state(known, at) and doc[at].pos_ in ("PROPN", "NOUN", "ADJ"):
        at, skipped = at + 1, skipped + 1
    owners, end = list[str](), at
    while at < len(doc) and len(owners) < _MOST_OWNERS and (state := _state(known, at)):
        owners.append(state)
        end = known[at].end
        at = _past_comma(doc, end)
        at += at > end and at < len(doc) and doc[at].lower_ == "of"  # "the Presidents of A and of B"
        at += at < len(doc) and doc[at].lower_ == "the"
        if at == end:
            break
    several = tuple(dict.fromkeys(owners))
    return _Owned(end=end, owners=several) if len(several) > 1 else None


def _state(known: dict[int, Name], at: int) -> str | None:
    """The State.id of a state's own name that begins there."""
    entry = known[at].of("state") if at in known else None
    return entry.row.id if entry and isinstance(entry.row, State) else None
