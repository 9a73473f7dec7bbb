"""What a news report tells of a contact, whosever version it is: all of it stands beside an office's own text.

A report tells of the contact what it lays in somebody's mouth, an office's, a writing's or a principal's, and what it
has the principals do. Its background is told by nobody, or tells what a state does or has done at other times.
"""

import functools
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass

from readouts.lexicon.tables import words_of
from readouts.link.nesting import chain
from readouts.records import Attribution, Claim, Contact, Party, Reading

_LED = re.compile(r",|\s(?:of|from|in|at|for|with|who|that|which|familiar|close|present|on|to|issued|published|by)\s")
_PERFECT = re.compile(r"\W*(?:\w+ )?(?:has|have|'ve)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Report:
    """What is known of the report, by id."""

    text: str
    parties: Mapping[str, Party]
    said: Mapping[str, Attribution]
    people: Set[str]  # persons who took part in the contact; empty: not known
    sides: Set[str]  # states and bodies for which they did; empty: not known of all
    before: Mapping[int, bool]  # dates of the text, by where they begin: whether they lie before the contact


def reported(reading: Reading, contacts: Set[str]) -> tuple[Claim, ...]:
    """The report's claims about the contact, which it tells of under these ids; without ids about the one contact that
    a text on the same matter tells of. Neither its headline nor its background is among them.
    """
    told = [c for c in reading.contacts if c.id in contacts]
    people = {p for c in told for p in c.participants if p.startswith("person:")}
    report = _Report(
        reading.document.text,
        {p.id: p for p in reading.parties},
        {a.id: a for a in reading.attributions},
        people,
        _sides(reading, told),
        _before(reading, told),
    )
    of_others = {c.id for c in reading.contacts} - contacts
    return tuple(
        c for c in reading.claims if not c.headline and c.contact not in of_others and _is_of_contact(c, report)
    )


def _sides(reading: Reading, told: list[Contact]) -> Set[str]:
    """Those who took part with their states; empty where the state of one is not known."""
    parties = {p.id: p for p in reading.parties}
    present = {p: parties[p].country for c in told for p in c.participants if p in parties}
    return {*present, *(f"state:{country}" for country in present.values())} if all(present.values()) else set()


def _before(reading: Reading, told: list[Contact]) -> dict[int, bool]:
    """For each date of the text that has a place on the calendar whether it lies before the contact, or before the day
    on which the report came out where the contact has none.
    """
    days = (c.when.start for c in told if c.when and c.when.start)
    day = next(days, reading.document.published)
    ends = ((d.span.start, d.when.end) for d in reading.dates if d.when and d.when.end)
    return {} if day is None else {start: (day - end).days >= _DAYS_BEFORE for start, end in ends}


_DAYS_BEFORE = 1  # a report speaks of the day before as well as of its own


def _is_of_contact(claim: Claim, report: _Report) -> bool:
    told_by = chain(claim.attribution, report.said)[::-1]
    if claim.account and report.sides and claim.account not in report.sides:
        return False
    if told_by and not _speaks(told_by[0], report):
        return False
    if any(_tells(a, claim, report) for a in told_by):
        return True
    start = claim.spans[0].start
    within = any(s.start <= start < s.end for a in told_by for s in a.content)
    if not within and _PERFECT.match(report.text, start):
        return False
    doers = claim.doers
    if any(report.before.get(d.start) for d in claim.dates) and claim.act == "act":
        return False
    if any(_is_person(p, report) for p in doers):
        return any(_may_take_part(p, report) for p in _open(doers, report))
    # "It was noted" names nobody for what was said; "is expected" is nothing that was said there.
    noted = bool(told_by) and (bool(told_by[0].source) or told_by[0].tense == "past")
    told = noted or (claim.contact is not None and not doers)
    return told and claim.act != "act" and (not doers or claim.tense != "present")


def _may_take_part(party: str, report: _Report) -> bool:
    """Whether the one took part or is, as far as is known, of a side that did."""
    found = report.parties.get(party)
    state = f"state:{found.country}" if found and found.country else None
    return party in report.people or state is None or not report.sides or state in report.sides


def _open(doers: tuple[str, ...], report: _Report) -> set[str]:
    """The doers, groups with their members."""
    return {p for d in doers for p in (report.parties[d].members if d in report.parties else ()) or (d,)}


def _is_person(party: str, report: _Report) -> bool:
    found = report.parties.get(party)
    return found is not None and found.kind in ("person", "group")


def _speaks(attribution: Attribution, report: _Report) -> bool:
    """Whether the source is a party, or may speak for one; not "two diplomats", "analysts"."""
    return attribution.party is not None or not any(_is_outside(s.of(report.text)) for s in attribution.source)


def _is_outside(source: str) -> bool:
    """Whether the source's head word names somebody outside the contact, or several who are not its two."""
    words = _LED.split(source, maxsplit=1)[0].split()
    head = words[-1] if words else ""
    several = head.islower() and head.endswith("s") and not head.endswith("ss")
    return head.lower().removesuffix("s") in _nouns("outsider") or (several and head not in _nouns("together"))


@functools.cache
def _nouns(kind: str) -> frozenset[str]:
    """Head nouns of sources: `outsider`, outside the contact ("two diplomats", "analysts"; other sources of no party
    are names and titles that were not resolved, offices and writings: "the Amir", "a note"); `together`, plurals that
    speak for the two who met ("both accounts", "the two ministers").
    """
    return words_of("claim_words", kind)


def _tells(attribution: Attribution, claim: Claim, report: _Report) -> bool:
    """Whether the attribution is no act of the claim's own doer, but lays it in somebody's mouth, "the ministry
    said".
    """
    inside = any(span.covers(cue) for cue in attribution.cue for span in claim.spans)
    found = report.parties.get(attribution.party or "")
    return not inside and (found is None or found.kind == "body")
