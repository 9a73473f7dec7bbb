"""Role phrases: "Azerbaijani President", "the Foreign Minister of the Republic of Armenia", "State Department spokesperson"."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readouts.find.names import Name
from readouts.lexicon import Body, Metonym, Role, State

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DETERMINERS = frozenset("the a an his her their its our both two three all some".split())
# Words that may stand before the role itself and do not change whose role it is.
_MODIFIERS = frozenset(
    "former then acting outgoing incoming interim new newly elected democratic first senior deputy visiting current top "
    "unnamed anonymous other high-ranking".split()
)
# Classes of people sent to another state, which "to" names.
_SENT = frozenset("ambassador envoy un_representative".split())
# Classes whose words name an institution, not a person.
INSTITUTIONS = frozenset(
    "government presidency premiership foreign_ministry defence_ministry press_service embassy authorities delegation side".split()
)


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


def role_phrase(doc: "Doc", start: int, known: dict[int, Name]) -> RolePhrase | None:
    """The role phrase that begins at that token; None when none does."""
    at, determiner = start, ""
    whole = known.get(at)
    if doc[at].lower_ in _DETERMINERS and not (whole and whole.of("role")):  # "His Majesty" is a role as a whole
        determiner, at = doc[at].lower_, at + 1
    if at < len(doc) and doc[at].lower_ == "two" and determiner in ("the", ""):
        determiner, at = "the", at + 1
    country, body, at = _owners(doc, at, known)
    name = known.get(at)
    role = name.of("role") if name else None
    if name is None or role is None or not isinstance(role.row, Role):
        return None
    words_start, end = at, name.end
    end = _with_field(doc, end)
    after, owner_country, owner_body = _of_owner(doc, end, known)
    if role.row.cls in _SENT and after > end and doc[end].lower_ == "to":
        owner_country = owner_body = None  # an ambassador to a state is another state's
    return RolePhrase(
        start=start,
        end=after,
        cls=role.row.cls,
        words=doc[words_start:end].text,
        plural=role.row.plural,
        country=owner_country or country or role.row.country,
        body=owner_body or body,
        determiner=determiner,
    )


def _owners(doc: "Doc", at: int, known: dict[int, Name]) -> tuple[str | None, str | None, int]:
    """The state and body named before the role ("U.S.", "Azerbaijani", "State Department", "Armenia's")."""
    country = body = None
    while at < len(doc):
        name = known.get(at)
        if doc[at].lower_ in _MODIFIERS and not (name and name.of("role")):
            at += 1
        elif name and not (name.of("role") and not _owns_role(doc, name, known)) and (place := owner(name)):
            country, body = (place[0] or country), (place[1] or body)
            at = name.end
            at += at < len(doc) and doc[at].lower_ in ("'s", "'", "’s", "’")
        else:
            break
    return country, body, at


def _owns_role(doc: "Doc", name: Name, known: dict[int, Name]) -> bool:
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


def _with_field(doc: "Doc", end: int) -> int:
    """The end with "for Foreign Affairs" or "of Finance" taken in: capitals behind "for", "of" and "and"."""
    at = end
    while (
        at + 1 < len(doc) and doc[at].lower_ in ("for", "of", "and", "on", "the", ",") and doc[at + 1].text[0].isupper()
    ):
        if doc[at].lower_ not in ("for",) and at == end:
            return end
        at += 1
        while (
            at < len(doc)
            and doc[at].text[0].isupper()
            and doc[at].pos_ in ("PROPN", "NOUN", "ADJ")
            and doc[at].ent_type_ != "PERSON"
        ):
            end = at = at + 1
    return end


def _of_owner(doc: "Doc", end: int, known: dict[int, Name]) -> tuple[int, str | None, str | None]:
    """The end with "of [the] STATE or BODY" taken in, and what it names; offices inside offices are followed."""
    at = end
    if at < len(doc) and doc[at].lower_ in ("of", "to", "at"):
        at += 1
        if at < len(doc) and doc[at].lower_ == "the":
            at += 1
        name = known.get(at)
        if name and not name.of("role") and not name.of("demonym") and (place := owner(name)):
            return name.end, *place
        if name and name.of("role") and doc[end].lower_ == "of":
            inner = role_phrase(doc, at, known)
            if inner and (inner.country or inner.body):
                return inner.end, inner.country, inner.body
    return end, None, None
