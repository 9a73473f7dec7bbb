"""Whose voice a whole document speaks in: a government's own readout, or news about it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from readouts.lexicon import slug
from readouts.lexicon.publishers import is_office, names_somebody
from readouts.records import Attribution, Contact, Document, Mention, Party

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from readouts.lexicon import Lexicon

Voice = Literal["readout", "news"]
LETTERHEAD = re.compile(
    r"attributable to|for immediate release|office of the (?:spokesperson|press secretary|president|prime minister)|"
    r"^readout of|press service of|press release|statement (?:by|from) the (?:office|press|president|spokes)|"
    r"\[provisional translation\]|ministry of foreign affairs of",
    re.I | re.M,
)
_SPOKEN = re.compile(
    r"spoke|\bmet\b|held|had a|hosted|received|convened|welcomed|travell?ed|call with|conversation", re.I
)
_OUR = re.compile(r"\b(?:our|we)\b", re.I)
_NEWS = re.compile(
    r"said in a statement|told reporters|according to|reported(?:ly)?\b|news agency|\(reuters\)|\(ap\)|"
    r"\bcorrespondent\b|a readout (?:of|from)|readout said|statement said",
    re.I,
)
_REPORTS = re.compile(
    r"[)\]]?,?\s+(?:\w+ly )?(?:reports?|reported|learn(?:ed|s)|quot(?:ed|es)|cit(?:ed|es)|said|says)\b", re.I
)
_VOICES = re.compile(r"\bspokes|\bpress (?:service|office|secretary)|\b(?:sources?|officials?|agency|experts?)\b", re.I)
# The writer's own beginning: nobody is named, at most "I" or "we", ahead of the one with whom the contact was.
_WITH = re.compile(r"\A\W*(?:\w+ ){0,8}?(?:with|to|called) (?:\w+ ){0,3}\Z", re.I)
_SIGNS_OF_NEWS = 2
_OPENING = 500  # characters of the body within which a state's own text tells of its contact


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who speaks in the document as a whole."""

    party: str | None  # Party.id of the state or body whose own words these are; the outlet's in news, where known
    voice: Voice
    why: str


def issuer(
    document: Document,
    doc: "Doc",
    parties: Sequence[Party],
    mentions: Sequence[Mention],
    attributions: Sequence[Attribution],
    contacts: Sequence[Contact],
    lexicon: "Lexicon",
) -> Issuer:
    """Whether the document is a government's or organisation's own text, or news, and whose.

    The user decides, or the publisher where it is known; else letterhead, who is named first, "our", against the signs
    of news.
    """
    known = {p.id: p for p in parties}
    if document.issuer:
        return Issuer(document.issuer, "readout", "the user names the issuer")
    if document.publisher:
        if (state := lexicon.state_of_agency(document.publisher)) and _carried(
            document, state, mentions, attributions, contacts, known
        ):
            return Issuer(f"state:{state}", "readout", f"carried by {document.publisher}, without signs of news")
        party = lexicon.party_of_publisher(document.publisher)
        if party and not _is_outlet(party, lexicon):
            return Issuer(party, "readout", f"published by {document.publisher}")
        if not is_office(document.publisher):  # "Commission of the Atlantic States" is, though it names the Atlantic
            return Issuer(party, "news", f"published by {document.publisher}, which is no government")
    found = _by_signs(document, mentions, attributions, known)
    if document.publisher and (found.party is None or names_somebody(document.publisher)):
        return Issuer(unknown_office(document.publisher).id, "readout", "published by an office unknown to the lexicon")
    return found


def unknown_office(publisher: str) -> Party:
    """An office that the lexicon lacks, as a party of its own."""
    return Party(id=f"body:{slug(publisher)}", name=publisher, kind="body")


def _carried(
    document: Document,
    state: str,
    mentions: Sequence[Mention],
    attributions: Sequence[Attribution],
    contacts: Sequence[Contact],
    known: Mapping[str, Party],
) -> bool:
    """Whether a text of a state's news agency is the state's own: it opens with a contact of a principal of that state,
    and neither reporting words nor a source other than the principals shows that the agency reports.
    """
    start = document.headline.end if document.headline else 0
    opening = [c for c in contacts if c.status == "happened" and _in_opening(c, start)]
    own = any(known[p].country == state for c in opening for p in c.participants if p in known)
    if not own or _NEWS.search(document.text) or _reporting(attributions, known, quoted=False):
        return False
    if any(_VOICES.search(source.of(document.text)) for a in attributions for source in a.source):
        return False
    return not any(_tells(document.text, m, known) for m in mentions)


def _in_opening(contact: Contact, start: int) -> bool:
    return any(span.start < start + _OPENING for span in contact.spans)


def _tells(text: str, mention: Mention, known: Mapping[str, Party]) -> bool:
    """Whether the words behind an outlet's or office's name say that it reports: "Petra reports", "QNA learned"."""
    party = known.get(mention.party or "")
    return party is not None and party.kind == "body" and bool(_REPORTS.match(text, mention.span.end))


def _is_outlet(party: str, lexicon: "Lexicon") -> bool:
    body = lexicon.bodies.get(party.removeprefix("body:"))
    return body is not None and body.kind == "outlet"


def _by_signs(
    document: Document, mentions: Sequence[Mention], attributions: Sequence[Attribution], known: Mapping[str, Party]
) -> Issuer:
    """What the words themselves give away."""
    text = document.text
    signs = len(_NEWS.findall(text)) + _reporting(attributions, known)
    first = _first(document, mentions, known)
    if LETTERHEAD.search(text[:600]) and first and signs < 2 * _SIGNS_OF_NEWS:
        return Issuer(f"state:{first.country}", "readout", "letterhead of an office")
    if signs >= _SIGNS_OF_NEWS:
        return Issuer(None, "news", f"{signs} signs of news: reporting verbs, sources other than the principals")
    if first and _SPOKEN.search(text[:500]) and not _by_writer(document, mentions, known):
        why = "opens with its own principal" + (', speaks of "our"' if _OUR.search(text) else "")
        return Issuer(f"state:{first.country}", "readout", why)
    return Issuer(None, "news", "nothing shows whose own text it is")


def _reporting(attributions: Sequence[Attribution], known: Mapping[str, Party], *, quoted: bool = True) -> int:
    """How many attributions have a spokesperson, an office or an outlet as their source; those with a quotation alone
    unless `quoted` is false.
    """
    said = (a for a in attributions if a.content and (a.mode != "indirect" or not quoted))
    sources = [known[a.party] for a in said if a.party and a.party in known]
    return sum(p.kind == "body" or "spokes" in (p.role or "").lower() for p in sources)


def _by_writer(document: Document, mentions: Sequence[Mention], known: Mapping[str, Party]) -> bool:
    """Whether the writer is one of the two and names only the other: "I spoke with President X", "good call with X"."""
    start = document.headline.end if document.headline else 0
    named = next((m.span.start for m in mentions if m.span.start >= start and m.party in known), None)
    return named is not None and bool(_WITH.search(document.text[start:named]))


def _first(document: Document, mentions: Sequence[Mention], known: Mapping[str, Party]) -> Party | None:
    """The first principal that the body names, spokespersons aside; None where the country is not known: the next one
    is the other side.
    """
    start = document.headline.end if document.headline else 0
    people = (known[m.party] for m in mentions if m.party and m.party in known and m.span.start >= start)
    first = next((p for p in people if p.kind == "person" and "spokes" not in (p.role or "").lower()), None)
    return first if first and first.country else None
