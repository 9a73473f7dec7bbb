"""Which attributions inside others are kept: those that carry what somebody's account says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from readouts.records import Attribution, Claim


def settled(said: Sequence[Attribution], claims: Sequence[Claim]) -> tuple[tuple[Attribution, ...], tuple[Claim, ...]]:
    """The attributions without the inner ones that no claim needs, and the claims, each in the innermost one kept.

    News is full of "he said he thinks they know": an inner attribution is kept where a claim with an account stands in
    it, and with it all that it stands in, so that the chain from outlet to speaker is whole.
    """
    known = {a.id: a for a in said}
    needed = {outer for c in claims if c.account and c.attribution for outer in _chain(c.attribution, known)}
    kept = {a.id for a in said if a.within is None or a.id in needed}
    here = {a.id: next((up for up in _chain(a.id, known) if up in kept), None) for a in said}
    outer = {a.id: here.get(a.within) if a.within else None for a in said}
    return (
        tuple(replace(a, within=outer[a.id]) for a in said if a.id in kept),
        tuple(replace(c, attribution=here[c.attribution]) if c.attribution in here else c for c in claims),
    )


def _chain(id: str, known: Mapping[str, Attribution]) -> list[str]:
    """The attribution and all that it stands in, from the inside out."""
    found: list[str] = []
    at: str | None = id
    while at is not None and at in known and at not in found:
        found.append(at)
        at = known[at].within
    return found
