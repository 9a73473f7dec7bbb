"""Contacts to event records: PLOVER type CONSULT (manual 0.8) and CAMEO root 04."""

from collections.abc import Sequence

from readouts.records import Contact, Event, Problem

# Kind of contact to PLOVER mode and CAMEO code. A letter or message is no consultation in either codebook.
_CODES: dict[str, tuple[str | None, str]] = {
    "call": ("phone", "041"),
    "visit": ("visit", "042"),
    "meeting": (None, "040"),
    "talks": (None, "046"),
}


def events(contacts: Sequence[Contact], reported_by: str | None) -> tuple[tuple[Event, ...], tuple[Problem, ...]]:
    """An event for each contact that happened, all participants as actors, and a problem for each one withheld.

    Both codebooks want a day, so a contact without a date gives no event; nor does one that names only one side.
    Planned, denied and hypothetical contacts are left to the claims that tell of them.
    """
    found: list[Event] = []
    withheld: list[Problem] = []
    for contact in contacts:
        if contact.kind not in _CODES or contact.status != "happened" or len(contact.participants) < 2:
            continue
        if contact.when is None or contact.when.start is None:
            detail = f"no event record for this {contact.kind}: its date is not known"
            span = contact.spans[0] if contact.spans else None
            withheld.append(Problem(stage="code", reason="event-undated", detail=detail, span=span))
            continue
        mode, cameo = _CODES[contact.kind]
        found.append(
            Event(
                plover="CONSULT",
                mode=mode,
                cameo=cameo,
                actors=contact.participants,
                recipients=(),
                when=contact.when,
                spans=contact.spans,
                reported_by=reported_by,
                status=contact.status,
            )
        )
    return tuple(found), tuple(withheld)
