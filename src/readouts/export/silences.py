"""Silences over a set of statements as sentences. "Not in these texts" is all that they say."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from readouts.export import wording
from readouts.records import SilenceOver


def terminal(found: Sequence[SilenceOver], names: Mapping[str, str]) -> str:
    """A paragraph for each issuer, issue and period; `names` has the names of parties by id."""
    if not found:
        return "No statement of a known issuer among the inputs.\n"
    return "\n\n".join("\n    ".join(_lines(one, names)) for one in found) + "\n"


def _lines(one: SilenceOver, names: Mapping[str, str]) -> Iterator[str]:
    yield f"{names.get(one.party, one.party)}, {wording.issue(one.issue)}{_period(one)}"
    yield sentence(one)
    yield coverage(one)
    for silence in one.asserted:
        by = names.get(silence.asserted_by or "", silence.asserted_by) or "the outlet"
        where = ", ".join(dict.fromkeys(e.document for e in silence.evidence))
        yield f"{by} says that it was left out ({where})"


def _period(one: SilenceOver) -> str:
    if one.start and one.end:
        return f", {wording.day(one.start)} to {wording.day(one.end - timedelta(days=1))}"
    return f", since {wording.day(one.start)}" if one.start else f", before {wording.day(one.end)}" if one.end else ""


def sentence(one: SilenceOver) -> str:
    """What can be said, on what ground."""
    if one.mentions:
        since = (
            f"; none in the {one.silent_in} since {wording.day(one.silent_since)}"
            if one.silent_since and one.silent_in
            else ""
        )
        return f"Mentioned in {len(one.mentions)} of {wording.counted(one.documents, 'statement')}{since}."
    if one.basis == "checked":
        since = f" The last mention before: {wording.day(one.silent_since)}." if one.silent_since else ""
        texts = "the one full text" if one.full == 1 else f"any of {one.full:,} full texts"
        return f"Checked: no words of it in {texts}.{since}"
    if one.basis == "asserted":
        return "Asserted: no full text is loaded, but somebody says that it was left out."
    return "Unseen: no full text is loaded, so nothing can be said."


def coverage(one: SilenceOver) -> str:
    """What was looked through."""
    days = f", {wording.day(one.first)}" if one.first else ""
    if one.first and one.last and one.first < one.last:
        days += f" to {wording.day(one.last)}"
    undated = f", {one.undated} undated" if one.undated else ""
    return (
        f"Loaded: {wording.counted(one.documents, 'statement')} ({one.full} in full), "
        f"{wording.counted(one.words, 'word')}{days}{undated}."
    )
