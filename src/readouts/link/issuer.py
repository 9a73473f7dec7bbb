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
_SIGNS_OF_NEWS = 2


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
        party = lexicon.party_of_publisher(document.publisher)
        if party and not _is_outlet(party, lexicon):
            return Issuer(party, "readout", f"published by {document.publisher}")
        if party or not is_office(document.publisher):
            return Issuer(party, "news", f"published by {document.publisher}, which is no government")
    found = _by_signs(document, mentions, attributions, known)
    if document.publisher and (found.party is None or names_somebody(document.publisher)):
        return Issuer(unknown_office(document.publisher).id, "readout", "published by an office unknown to the lexicon")
    return found


def unknown_office(publisher: str) -> Party:
    """An office that the lexicon lacks, as a party of its own."""
    return Party(id=f"body:{slug(publisher)}", name=publisher, kind="body")


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
    if first and _SPOKEN.search(text[:500]):
        why = "opens with its own principal" + (', speaks of "our"' if _OUR.search(text) else "")
        return Issuer(f"state:{first.country}", "readout", why)
    return Issuer(None, "news", "nothing shows whose own text it is")


def _reporting(attributions: Sequence[Attribution], known: Mapping[str, Party]) -> int:
    """How many attributions have a spokesperson, an office or an outlet as their source."""
    said = (a for a in attributions if a.content and a.mode != "indirect")
    sources = [known[a.party] for a in said if a.party and a.party in known]
    return sum(p.kind == "body" or "spokes" in (p.role or "").lower() for p in sources)


def _first(document: Document, mentions: Sequence[Mention], known: Mapping[str, Party]) -> Party | None:
    """The first principal that the body names, spokespersons aside; None where the country is not known: the next one
    is the other side.
    """
    start = document.headline.end if document.headline else 0
    people = (known[m.party] for m in mentions if m.party and m.party in known and m.span.start >= start)
    first = next((p for p in people if p.kind == "person" and "spokes" not in (p.role or "").lower()), None)
    return first if first and first.country else None
