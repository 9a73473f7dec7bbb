"""A headline's claim and what it stands on in the body: "complains" is the outlet's word, "demands" the account's."""

from collections.abc import Sequence

from readouts.compare.kinds import Parties
from readouts.compare.wording import likeness, seat, stems
from readouts.records import Claim, Headline, Reading


def headlines(readings: Sequence[Reading]) -> tuple[Headline, ...]:
    """Each headline claim with the body's claims that it stands on, best first told order, and which acts they use."""
    parties = {party.id: party for reading in readings for party in reading.parties}
    return tuple(
        _headline(claim, reading, parties) for reading in readings for claim in reading.claims if claim.headline
    )


def _headline(claim: Claim, reading: Reading, parties: Parties) -> Headline:
    body = tuple(c for c in reading.claims if not c.headline and _under(c, claim, reading, parties))
    return Headline(claim=claim.id, body=tuple(c.id for c in body), why=_why(claim, body))


def _under(body: Claim, head: Claim, reading: Reading, parties: Parties) -> bool:
    """Whether the body's claim is by the headline's holder, and on its issue or in its words."""
    if not _same_holder(body, head, parties):
        return False
    if set(body.issues) & set(head.issues):
        return True
    text = reading.document.text
    said = (stems(" ".join(span.of(text) for span in claim.spans)) for claim in (body, head))
    return likeness(*said) >= 0.3


def _same_holder(body: Claim, head: Claim, parties: Parties) -> bool:
    one, other = ({seat(p, parties) for p in (claim.joint or (claim.holder,)) if p} for claim in (body, head))
    return not one or not other or bool(one & other)


def _why(head: Claim, body: Sequence[Claim]) -> str:
    if not body:
        return "Nothing found in the body that the headline stands on."
    own, acts = _plain(head.act), tuple(dict.fromkeys(_plain(claim.act) for claim in body))
    if acts == (own,):
        return f"The body uses the headline's act: {own}."
    return f"The headline's act is the outlet's: {own}. The body's: {', '.join(acts)}."


def _plain(act: str) -> str:
    return act.replace("-", " ")
