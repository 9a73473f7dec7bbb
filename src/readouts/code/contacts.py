"""Contacts to event records: PLOVER type CONSULT (manual 0.8) and CAMEO root 04."""

from collections.abc import Iterator, Mapping, Sequence

from readouts.code.outcomes import Coding, said
from readouts.records import Contact, Event, Party, digest

# Kind of contact to PLOVER mode and CAMEO code. A letter or message is no consultation in either codebook.
_CODES: dict[str, Coding] = {
    "call": Coding("CONSULT", "phone", "diplomatic", "041"),
    "visit": Coding("CONSULT", "visit", "diplomatic", "042"),
    "meeting": Coding("CONSULT", None, "diplomatic", "040"),
    "talks": Coding("CONSULT", None, "diplomatic", "046"),
}


def events(
    contacts: Sequence[Contact], parties: Mapping[str, Party], reported_by: str | None
) -> Iterator[tuple[Contact, Event]]:
    """An event for each contact between two or more: of a visit the hosts are recipients, else all are actors.

    A planned contact is an agreement to meet (AGREE, 036), as the manual says of all future cooperation; one that did
    not take place is a denied CONSULT. Of one that might take place there is no event.
    """
    for contact in contacts:
        coding = _CODES.get(contact.kind)
        if coding is None or len(contact.participants) < 2 or contact.status == "hypothetical":
            continue
        planned, denied = contact.status == "planned", contact.status == "denied"
        if planned:
            coding = said("agree", coding)
        actors, recipients = _directed(contact, parties)
        yield (
            contact,
            Event(
                id=digest(contact.id, coding.plover),
                **coding._asdict(),
                actors=actors,
                recipients=recipients,
                actor_sectors=("GOV",) * len(actors),
                recipient_sectors=("GOV",) * len(recipients),
                when=contact.when if contact.when and contact.when.start else None,
                place=contact.place,
                spans=contact.spans,
                reported_by=reported_by,
                polarity="negative" if denied else "positive",
                tense="future" if planned else "past",
                status=contact.status,
            ),
        )


def _directed(contact: Contact, parties: Mapping[str, Party]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Visitors and hosts of a visit; of any other contact all who take part, and nobody."""
    if contact.kind != "visit":
        return contact.participants, ()
    hosts = set(contact.hosts) or {p for p in contact.participants if p in parties and parties[p].kind == "state"}
    visitors = tuple(p for p in contact.participants if p not in hosts)
    if not visitors or len(visitors) == len(contact.participants):
        return contact.participants[:1], contact.participants[1:]
    return visitors, tuple(p for p in contact.participants if p in hosts)
