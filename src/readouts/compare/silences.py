"""Issues that one account has and the other has not, and on what ground we may say so."""

from collections.abc import Mapping, Sequence

from readouts.compare.align import LOOSE
from readouts.compare.topics import spoken
from readouts.compare.wording import seat
from readouts.records import Account, Alignment, Party, Reading, Silence


def silences(
    left: Account, right: Account, readings: Sequence[Reading], aligned: Sequence[Alignment] = ()
) -> tuple[Silence, ...]:
    """What either account leaves out of what the other has, then what somebody says a party left out.

    "Not in this text" is all that is said. Full text loaded: checked, when no words of the issue stand anywhere in it,
    also where no claim was found. Excerpts: unseen, for the rest of the text may have it. A silence that a text asserts
    keeps its evidence and takes the place of an unseen one. Issues that neither account has are passed over unless
    asserted, and so is one of which both speak in a row of the comparison (`aligned`), in whatever words; and one told
    in a claim that may have a counterpart, though none was sure enough for a row: of it neither can be said.
    """
    answered = {issue for row in aligned if row.left and row.right for issue in row.issues}
    near = {issue for row in aligned if row.score <= 1 - LOOSE for issue in row.issues}
    parties = {party.id: party for reading in readings for party in reading.parties}
    found = {
        (silence.party, silence.issue): silence
        for silent, speaking in ((left, right), (right, left))
        for silence in _absent(silent, speaking, readings)
        if silence.issue not in (answered | near if silence.basis == "checked" else answered)
    }
    for asserted in (silence for reading in readings for silence in reading.silences):
        found = _with(found, asserted, parties)
    return tuple(found.values())


def issues(account: Account, readings: Sequence[Reading]) -> tuple[str, ...]:
    """The account's issues in the order first told."""
    claims = {claim.id: claim for reading in readings for claim in reading.claims}
    return tuple(dict.fromkeys(i for id in account.claims if id in claims for i in claims[id].issues))


def _absent(silent: Account, speaking: Account, readings: Sequence[Reading]) -> list[Silence]:
    told = set(issues(silent, readings))
    missing = [issue for issue in issues(speaking, readings) if issue not in told]
    if silent.coverage == "excerpts":
        return [Silence(party=silent.party, issue=issue, basis="unseen") for issue in missing]
    texts = [r.document.text for r in readings if r.document.id in silent.documents]
    return [
        Silence(party=silent.party, issue=issue, basis="checked")
        for issue in missing
        if not any(spoken(text, issue) for text in texts)
    ]


def _with(
    found: Mapping[tuple[str, str], Silence], asserted: Silence, parties: Mapping[str, Party]
) -> dict[tuple[str, str], Silence]:
    """The silences with an asserted one: it replaces an unseen one of that party, and stands beside a checked one."""
    at = (seat(asserted.party, parties), asserted.issue)
    here = found.get(at)
    if here and here.basis == "checked":
        return {**found, (f"{asserted.party} asserted", asserted.issue): asserted}
    if here and here.basis == "asserted":
        evidence = tuple(dict.fromkeys((*here.evidence, *asserted.evidence)))
        asserted = Silence(
            party=here.party, issue=here.issue, basis="asserted", asserted_by=here.asserted_by, evidence=evidence
        )
    return {**found, at: asserted}
