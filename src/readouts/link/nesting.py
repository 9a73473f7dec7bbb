"""Which attributions inside others are kept: those that carry what somebody's account says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from readouts.records import Attribution, Claim, Party


def settled(
    said: Sequence[Attribution], claims: Sequence[Claim], parties: Sequence[Party]
) -> tuple[tuple[Attribution, ...], tuple[Claim, ...]]:
    """The attributions without the inner ones that no account needs, and the claims, each in the innermost one kept.

    News is full of "he said he thinks they know": an inner attribution is kept where a claim with an account stands in
    it, where one state's source tells what another's says, or where a briefing's turn holds it; and with it all that it
    stands in, so that the chain from outlet to speaker is whole.
    """
    known = {a.id: a for a in said}
    carrying = [c.attribution for c in claims if c.account and c.attribution]
    needed = {
        outer
        for inner in (*carrying, *_of_others(said, parties), *_in_turns(said, known))
        for outer in (a.id for a in chain(inner, known))
    }
    kept = {a.id for a in said if a.within is None or a.id in needed}
    here = {a.id: next((up.id for up in chain(a.id, known) if up.id in kept), None) for a in said}
    outer = {a.id: here.get(a.within) if a.within else None for a in said}
    return (
        tuple(replace(a, within=outer[a.id]) for a in said if a.id in kept),
        tuple(replace(c, attribution=here[c.attribution]) if c.attribution in here else c for c in claims),
    )


def _of_others(said: Sequence[Attribution], parties: Sequence[Party]) -> list[str]:
    """The inner attributions whose source is of another state than the source of the one they stand in."""
    state = {p.id: p.country for p in parties if p.country}
    outer = {a.id: a.party for a in said}
    crossing = ((a, state.get(a.party or ""), state.get(outer.get(a.within or "") or "")) for a in said)
    return [a.id for a, inside, outside in crossing if inside and outside and inside != outside]


def _in_turns(said: Sequence[Attribution], known: Mapping[str, Attribution]) -> list[str]:
    """The attributions that stand in a turn, "MS. ORLO: ...", which is no saying of its own: it is all she said."""
    turns = {id for id, a in known.items() if len(a.cue) == 1 and a.cue[0].end - a.cue[0].start == 1}  # a colon
    return [a.id for a in said if a.within in turns]


def chain(id: str | None, known: Mapping[str, Attribution]) -> list[Attribution]:
    """The attribution and all that it stands in, from the inside out; none where there is no such one."""
    found: list[Attribution] = []
    at = known.get(id) if id else None
    while at is not None and at not in found:
        found.append(at)
        at = known.get(at.within) if at.within else None
    return found
