"""Issues that one account has and the other has not, and on what ground we may say so."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from readouts.compare.wording import seat
from readouts.lexicon.tables import many, rows
from readouts.records import Account, Party, Reading, Silence
from readouts.text import folded, normalised


def silences(left: Account, right: Account, readings: Sequence[Reading]) -> tuple[Silence, ...]:
    """What either account leaves out of what the other has, then what somebody says a party left out.

    "Not in this text" is all that is said. Full text loaded: checked, when no words of the issue stand anywhere in it,
    also where no claim was found. Excerpts: unseen, for the rest of the text may have it. A silence that a text asserts
    keeps its evidence and takes the place of an unseen one. Issues that neither account has are passed over unless
    asserted.
    """
    parties = {party.id: party for reading in readings for party in reading.parties}
    found = {
        (silence.party, silence.issue): silence
        for silent, speaking in ((left, right), (right, left))
        for silence in _absent(silent, speaking, readings)
    }
    for asserted in (silence for reading in readings for silence in reading.silences):
        found = _with(found, asserted, parties)
    return tuple(found.values())


def issues(account: Account, readings: Sequence[Reading]) -> tuple[str, ...]:
    """The account's issues in the order first told."""
    claims = {claim.id: claim for reading in readings for claim in reading.claims}
    return tuple(dict.fromkeys(i for id in account.claims if id in claims for i in claims[id].issues))


def _absent(silent: Account, speaking: Account, readings: Sequence[Reading]) -> list[Silence]:
    spoken = set(issues(silent, readings))
    missing = [issue for issue in issues(speaking, readings) if issue not in spoken]
    if silent.coverage == "excerpts":
        return [Silence(party=silent.party, issue=issue, basis="unseen") for issue in missing]
    texts = [_flat(r.document.text) for r in readings if r.document.id in silent.documents]
    return [
        Silence(party=silent.party, issue=issue, basis="checked")
        for issue in missing
        if not (pattern := _trigger(issue)) or not any(map(pattern.search, texts))
    ]


def _flat(text: str) -> str:
    """The text as the triggers of `issues.tsv` are written: lower case, no hyphens, single spaces."""
    return " ".join(folded(normalised(text)).replace("-", " ").split())


@lru_cache(maxsize=256)
def _trigger(issue: str) -> re.Pattern[str] | None:
    """Matches any words of the issue, inflected too; None for an issue that the table lacks."""
    triggers = many(_issue_rows().get(issue, ""))
    return _any_of(triggers) if triggers else None


@lru_cache(maxsize=1)
def _issue_rows() -> Mapping[str, str]:
    return {row["id"]: row["triggers"] for row in rows("issues")}


def _any_of(triggers: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(' '.join(map(_word, trigger.split())) for trigger in triggers)})\b")


def _word(word: str) -> str:
    """One word of a trigger with its inflections; ".." stands for one to three words, a final "*" for any ending."""
    if word == "..":
        return r"\S+(?: \S+){0,2}"
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\w*"
    if word.endswith(("y", "e")):
        return re.escape(word[:-1]) + ("(?:y|ies|ied|ying)" if word[-1] == "y" else "(?:e|es|ed|ing|ion|ions)")
    return re.escape(word) + "(?:s|es|ed|ing)?"


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
