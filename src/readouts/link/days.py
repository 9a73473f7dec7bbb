"""The days on which a mention lets its contact have been, and the marks under which mentions that may be one are filed.

Every mention is filed under the pairs of sides that took part and the months of its days, so that a new document is
held against the few mentions that share a mark, however many contacts are known.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Literal

from readouts.lexicon import unaccented
from readouts.records import ContactMention, Party

DAY = timedelta(1)
_WEEK = 7 * DAY
# Readouts come out within days of their contact: what a document is about, but does not date, was just before.
_JUST_BEFORE = 3 * DAY
# What a document recalls without a date was, as a rule, in the weeks before: "spoke again after their last call".
_RECALLED = 31 * DAY
# An announcement without a day is of something near.
_ANNOUNCED = 31 * DAY
# A date that leaves more room than a season says too little to tell one contact of the same people from the next.
_MOST_ROOM = 100 * DAY
# Of a gathering the pairs of the first few stand for all: every mention of it names some of them.
_MOST_SIDES = 8

Basis = Literal["day", "stretch", "just before", "recalled", "announced"]
Mark = tuple[str, str, int]  # two sides, months since year 0


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days in which the contact was."""

    first: date
    after: date  # the day after the last
    basis: Basis  # stated to the day; stated less exactly; or taken from the day of publication

    def meets(self, other: "Days", slack: timedelta = timedelta(0)) -> bool:
        """Whether some day belongs to both, or the two are no further apart than the slack."""
        return self.first < other.after + slack and other.first < self.after + slack


def days(mention: ContactMention) -> Days | None:
    """When the mention's contact can have been; None: nothing says so, or what does leaves more than a season open."""
    when, published = mention.contact.when, mention.published
    if when and when.start and when.end:
        long = when.end - when.start
        # A week begins on Sunday for some and on Monday for others.
        slack = DAY if long == _WEEK else timedelta(0)
        basis: Basis = "day" if long <= DAY else "stretch"
        return Days(when.start - slack, when.end + slack, basis) if long < _MOST_ROOM else None
    if published is None:
        return None
    if mention.contact.status == "planned":
        return Days(published, published + _ANNOUNCED, "announced")
    if mention.main:
        return Days(published - _JUST_BEFORE, published + DAY, "just before")
    return Days(published - _RECALLED, published + DAY, "recalled")


def side(party: Party) -> str:
    """What a party counts as when sides are paired: its country, else itself."""
    return party.country or party.id


def sides(mention: ContactMention) -> tuple[str, ...]:
    """The sides that took part, each once, in order; people by their last name where all are of one country."""
    taking = [p for p in mention.parties if p.id in mention.contact.participants]
    found = sorted({side(p) for p in taking})
    if len(found) == 1 and len(taking) > 1:
        found = sorted({unaccented(p.name).split()[-1] if p.kind == "person" else side(p) for p in taking})
    return tuple(found)


def marks(mention: ContactMention) -> Iterator[Mark]:
    """What the mention is filed under, in order: two that may be one contact share a mark. None without a day."""
    room = days(mention)
    if room is None:
        return
    known = sides(mention)[:_MOST_SIDES]
    for one, other in combinations(known, 2) if len(known) > 1 else [(known[0], "")] if known else []:
        for month in range(_month(room.first - DAY), _month(room.after) + 1):
            yield one, other, month


def _month(day: date) -> int:
    return day.year * 12 + day.month
