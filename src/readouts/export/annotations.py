"""Readings as W3C Web Annotations (JSON-LD): what was found, anchored to the text it was found in.

Each target carries two selectors. TextPositionSelector counts code points of the document's text; TextQuoteSelector has
the words with what stands around them, so that the place is found again in a page whose text is a little different.
"""

from collections.abc import Iterator
from typing import Any

from readouts.export import wording
from readouts.records import Document, Event, Party, Reading
from readouts.text import Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # code points of prefix and suffix
_URN = "urn:readouts"


def annotations(reading: Reading) -> Iterator[dict[str, Any]]:
    """The annotations of a reading: contacts, claims, attributions, events, in the order of these words."""
    known = {party.id: party for party in reading.parties}
    document = reading.document
    for contact in reading.contacts:
        tags = (
            f"contact:{contact.kind}",
            f"status:{contact.status}",
            *(f"participant:{p}" for p in contact.participants),
        )
        text = f"{wording.contact_kind(contact)}: {_names(contact.participants, known)}"
        yield _annotation(document, "contact", contact.id, contact.spans, tags, text)
    for claim in reading.claims:
        tags = (
            f"act:{claim.act}",
            *(f"issue:{i}" for i in claim.issues),
            *((f"holder:{claim.holder}",) if claim.holder else ()),
        )
        text = f"{_names((claim.holder,) if claim.holder else claim.joint, known) or 'somebody'}: {claim.act}"
        yield _annotation(document, "claim", claim.id, claim.spans, tags, text)
    for one in reading.attributions:
        tags = (f"mode:{one.mode}", *((f"source:{one.party}",) if one.party else ()))
        text = f"said by {_names((one.party,), known) if one.party else 'somebody the text does not resolve'}"
        yield _annotation(document, "attribution", one.id, one.content, tags, text)
    for event in reading.events:
        yield _annotation(document, "event", event.id, event.spans, _event_tags(event), _event_text(event, known))


def source(document: Document) -> str:
    """The address of the document, or a name for one that has none."""
    return document.url or f"{_URN}:document:{document.id}"


def _event_tags(event: Event) -> tuple[str, ...]:
    return (f"plover:{event.plover}", f"cameo:{event.cameo}", f"status:{event.status}",
            *(f"actor:{a}" for a in event.actors), *(f"recipient:{r}" for r in event.recipients))  # fmt: skip


def _event_text(event: Event, known: dict[str, Party]) -> str:
    to = f" → {_names(event.recipients, known)}" if event.recipients else ""
    return f"{event.plover} {event.cameo}: {_names(event.actors, known) or 'not said'}{to} ({event.status})"


def _names(parties: tuple[str, ...], known: dict[str, Party]) -> str:
    return wording.listed([known[p].name if p in known else p for p in parties]) if parties else ""


def _annotation(
    document: Document, kind: str, id: str, spans: tuple[Span, ...], tags: tuple[str, ...], text: str
) -> dict[str, Any]:
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in (kind, *tags)]
    bodies.append(
        {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": text}
    )
    targets = [_target(document, span) for span in spans]
    return {
        "id": f"{_URN}:{kind}:{document.id}:{id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": bodies,
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _target(document: Document, span: Span) -> dict[str, Any]:
    text = document.text
    return {
        "type": "SpecificResource",
        "source": source(document),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": span.of(text),
                "prefix": text[max(0, span.start - _AROUND) : span.start],
                "suffix": text[span.end : span.end + _AROUND],
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }
