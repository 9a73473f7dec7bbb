"""One time expression where it stands, and what it may lean on: the day of publication, the dates told before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from readouts.find import tenses
from readouts.find.periods import Period, part, period
from readouts.records import Basis, DateMention, Tense, TimexType, When
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MEMORY = 12  # mentions back to which "the following day" or "that quarter" may refer


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A mention, and the named period it stands for, which later ones may lean on."""

    mention: DateMention
    period: Period | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One match where it stands: its named groups, the text around it, and what was found before it."""

    match: re.Match[str]
    text: str
    doc: "Doc"
    on: date | None  # the day that relative expressions start from; None: not known
    basis: Basis  # of expressions that are placed from `on`
    told: Sequence[Found]  # the mentions before, in text order

    def __getitem__(self, group: str) -> str:
        """The words of a named group in lower case, single spaces; "" when it took no part or there is none."""
        words = self.match[group] if group in self.match.re.groupindex else None
        return " ".join(words.lower().split()) if words else ""

    @property
    def mod(self) -> str:
        """ "early", "late", "mid", "beginning", "end" ... or ""."""
        return self["mod"] or self["mod2"]

    def tense(self) -> Tense | None:
        """The tense of the verb over it; what is counted "since" then lies behind."""
        return "past" if self.follows("since") else tenses.tense(self.doc, self.match.start(), self.match.end())

    def over(self) -> bool:
        """Whether the verb over it tells of what was over already: "had met in August", "last met in August"."""
        return tenses.over(self.doc, self.match.start(), self.match.end())

    def ahead(self, characters: int) -> str:
        """The text after the match, lower case."""
        return self.text[self.match.end() : self.match.end() + characters].lower()

    def behind(self, characters: int) -> str:
        """The text before the match, lower case."""
        return self.text[max(0, self.match.start() - characters) : self.match.start()].lower()

    def follows(self, *words: str) -> bool:
        """Whether one of those words, or words joined by one space, stands right before it."""
        tail = " " + " ".join(self.behind(30).split())
        return (
            self.match.start() > 0
            and self.text[self.match.start() - 1].isspace()
            and tail.endswith(tuple(" " + w for w in words))
        )

    def as_(
        self, kind: TimexType, value: str, whole: Period | None = None, when: When | None = None, *, lead: int = 0
    ) -> Found:
        """A mention of the match, less so many characters at its beginning."""
        span = Span(self.match.start() + lead, self.match.end())
        return Found(mention=DateMention(span=span, type=kind, value=value, when=when), period=whole)

    def named(self, whole: Period, basis: Basis | None = None) -> Found:
        """A mention of a period, or of the part of it that the match names."""
        return self.as_("DATE", whole.value, whole, part(whole, self.mod, basis or self.basis))

    def whole(self, unit: str, day: date, basis: Basis | None = None, *, steps: int = 0) -> Found | None:
        """A mention of the period of that unit so many steps from the one that holds the day; None off the calendar."""
        found = period(unit, day, steps)
        return self.named(found, basis) if found else None

    def anchor(self, *units: str) -> Period | None:
        """The last period told before, of one of those units if any are given."""
        recent = reversed(self.told[-_MEMORY:])
        return next((f.period for f in recent if f.period and (not units or f.period.unit in units)), None)

    def which_year(self, which: str) -> int | None:
        """The year that "this", "last", "next", "that" or "the following" year is; None when nothing tells."""
        if which in ("this", "last", "next"):
            return self.on.year + {"this": 0, "last": -1, "next": 1}[which] if self.on else None
        anchor = self.anchor()
        return anchor.start.year + {"the following": 1, "the previous": -1}.get(which, 0) if anchor else None
