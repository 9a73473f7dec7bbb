"""The words of a claim as the comparison sees them: stems with weights, numbers, days, who acts.

Stemming is for matching only and moves no offsets: every stem set is made from a span and thrown away.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

from readouts.lexicon.tables import many, rows
from readouts.records import Account, Claim, Document, Party, Reading, When
from readouts.text import Span, key, normalised, stem, words

# Weight of a stem that the table of common words lacks: it stands in fewer than one readout in fifty.
_RAREST = log(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A claim with the document that it stands in, and its words made ready for matching."""

    claim: Claim
    document: Document
    words: str  # its words as they stand
    said: str  # its words in key form, without the names of states and of the principals
    stems: frozenset[str]  # of its content words
    scope: frozenset[str]  # words that widen, narrow or time what is said: "all", "immediate", "temporary"
    days: tuple[When, ...]  # dates in its words that have a place on the calendar, mere limits left out
    beside: frozenset[str | None]  # those of them, in EDTF, on which nothing that it tells of is
    limits: tuple[tuple[str, When], ...]  # those that only begin or end something: ("from", July 2031)
    lengths: tuple[float, ...]  # how long what it tells of lasts, in days
    proposers: frozenset[str]  # seats of those whose proposal it tells of, as their own act or in passing
    figures: frozenset[tuple[float, str]]  # all numbers of its account with what they count, the words made one
    thirds: frozenset[str]  # parties that its words name, the principals' sides left out
    seats: frozenset[str]  # who acts, each as its country where it has one; empty: the text does not say
    place: float  # 0..1: where it stands in its account, by order

    @property
    def all_days(self) -> tuple[When, ...]:
        """Those that limit something as well: "from the beginning of May, after a test on 28 April"."""
        return (*self.days, *(when for _, when in self.limits))


def orders(left: Telling, right: Telling) -> tuple[tuple[Telling, Telling, str], tuple[Telling, Telling, str]]:
    """Both orders of the two, each with the side on which its second one stands."""
    return (left, right, "right"), (right, left, "left")


def tellings(account: Account, readings: Sequence[Reading]) -> tuple[Telling, ...]:
    """The account's claims in the order told, with their words."""
    where = {claim.id: (reading, claim) for reading in readings for claim in reading.claims}
    parties = {party.id: party for reading in readings for party in reading.parties}
    found = [where[id] for id in account.claims if id in where]
    own = _principals(account, readings, parties)
    held_on = frozenset(c.when.edtf for r in readings for c in r.contacts if c.id == account.contact and c.when)
    figures = frozenset((n.value, concept(n.thing)) for _, claim in found for n in claim.numbers)
    return tuple(
        _telling(claim, reading, parties, own, held_on, figures, i / len(found))
        for i, (reading, claim) in enumerate(found)
    )


def seat(party: str, parties: Mapping[str, Party]) -> str:
    """The country that the party belongs to, as a state's id; its own id when it belongs to none."""
    known = parties.get(party)
    return f"state:{known.country}" if known and known.country else party


def _principals(account: Account, readings: Sequence[Reading], parties: Mapping[str, Party]) -> frozenset[str]:
    """The seats of those who took part: their names stand in every claim and tell claims apart no better than "the"."""
    contacts = (c for reading in readings for c in reading.contacts if c.id == account.contact)
    return frozenset(seat(p, parties) for c in contacts for p in c.participants) | {seat(account.party, parties)}


def _telling(
    claim: Claim,
    reading: Reading,
    parties: Mapping[str, Party],
    principals: frozenset[str],
    held_on: frozenset[str | None],
    figures: frozenset[tuple[float, str]],
    place: float,
) -> Telling:
    text = reading.document.text
    names = [m.span for m in reading.mentions if m.party and _everywhere(m.party, parties, principals)]
    said = key(" ".join(_without(text, span, names) for span in claim.spans))
    dates = [d for d in reading.dates if any(span.covers(d.span) for span in claim.spans)]
    return Telling(
        claim=claim,
        document=reading.document,
        words=" ".join(span.of(text) for span in claim.spans),
        said=said,
        stems=stems(said),
        scope=frozenset(said.split()) & _scope_words(),
        days=(days := tuple(d.when for d in dates if d.when and d.when.start and not _limit(text, d.span))),
        beside=frozenset(when.edtf for when in days if _beside(when, claim, reading.document, held_on)),
        limits=tuple((limit, d.when) for d in dates if d.when and d.when.start and (limit := _limit(text, d.span))),
        lengths=tuple(length for d in dates if d.type == "DURATION" and (length := _days_in(d.value))),
        proposers=_proposers(claim, reading, parties),
        figures=figures,
        thirds=frozenset(p for p in claim.about if seat(p, parties) not in principals),
        seats=_seats(claim, parties),
        place=place,
    )


_LIMITING = {
    **dict.fromkeys("after beyond".split(), "after"),
    "before": "before",
    **dict.fromkeys("since from".split(), "from"),
    **dict.fromkeys("until till".split(), "until"),
}
_LEADING = 20  # characters before a date in which such a word may stand
# What lasts "to 31 December" ends then; what is put off "to November" is done then.
_LASTS = re.compile(r"\b(?:extend|prolong|renew|valid|in force|remain|stay|last|run)")
_FAR_BEFORE = 60  # characters before a date in which these may stand


def _limit(text: str, date: Span) -> str | None:
    """The word by which the date only limits another, one for each sense; None where it says when.

    "After the summer" is no day that another could contradict; "from July" and "from September" cannot both hold.
    """
    before = key(text[max(0, date.start - _FAR_BEFORE) : date.start])
    leading = before[-_LEADING:].split()[-2:]
    if leading[-1:] == ["to"] and _LASTS.search(before):
        return "until"
    if leading == ["as", "of"] or leading[-1:] in (["starting"], ["beginning"]):
        return "from"
    return next((_LIMITING[word] for word in leading if word in _LIMITING), None)


def _beside(when: When, claim: Claim, document: Document, held_on: frozenset[str | None]) -> bool:
    """Whether nothing that the claim tells of is on that day: "discussed trade on Monday" tells when they spoke, and
    what is to come had no day before it was told ("the crossing, reopened in November, will take lorries").
    """
    if when.edtf in held_on:
        return claim.act not in _DONE_THERE
    gone = when.end and document.published and when.end <= document.published
    return bool(gone) and claim.tense == "future"


# What is done at a contact has its day: "signed today".
_DONE_THERE = frozenset(("agree", "act", "announce"))


_LENGTH = re.compile(r"P(\d+)([DWMY])")
_UNITS = {"D": 1.0, "W": 7.0, "M": 30.5, "Y": 365.0}


def _days_in(value: str) -> float | None:
    """The days in a TIMEX3 duration; None for one of hours, or of no number ("PXM")."""
    found = _LENGTH.fullmatch(value)
    return float(found[1]) * _UNITS[found[2]] if found else None


_PROPOSAL = r"(?:suggestion|proposal|initiative|idea|offer)\b"
_PROPOSED_BY = re.compile(
    rf"\b{_PROPOSAL}(?: that was| which was)?(?: (?:put forward|made|advanced|tabled|submitted))? (?:of|by|from)"
    r" (?:the )?(?:[\w’' -]{1,30} of (?:the )?)?$"
)
_HIS_PROPOSAL = re.compile(
    rf"(?:['’]s?)?(?: side)?(?:['’]s)?(?: (?:own )?(?:\w+ )?{_PROPOSAL}"
    r"| (?:had |has )?(?:proposed|suggested|offered|tabled|put forward)\b)"
)
_FRONTED = re.compile(r"\W*(?:At|On|Upon) [^.;:]{3,90},\s*")  # "At the suggestion of X, it was agreed"
_BEFORE_NAME = 70  # characters before a name in which its proposal may stand


def _seats(claim: Claim, parties: Mapping[str, Party]) -> frozenset[str]:
    """The seats of those who do the act."""
    return frozenset(seat(p, parties) for p in claim.doers)


def _proposers(claim: Claim, reading: Reading, parties: Mapping[str, Party]) -> frozenset[str]:
    """Whose proposal the claim tells of: of who proposes, or "at the suggestion of X", "X's offer"."""
    if claim.act == "propose":
        return _seats(claim, parties)
    text = reading.document.text
    lead = _FRONTED.fullmatch(text, claim.sentence.start, max(claim.sentence.start, claim.spans[0].start))
    return frozenset(
        seat(m.party, parties)
        for span in (*claim.spans, *((Span(*lead.span()),) if lead else ()))
        for m in reading.mentions
        if m.party
        and span.covers(m.span)
        and (
            _PROPOSED_BY.search(text[max(span.start, m.span.start - _BEFORE_NAME) : m.span.start])
            or _HIS_PROPOSAL.match(text[m.span.end : span.end])
        )
    )


def _everywhere(party: str, parties: Mapping[str, Party], principals: frozenset[str]) -> bool:
    """Whether the name says little of the matter: a state's, or that of a principal's side. `Claim.about` has them."""
    known = parties.get(party)
    return seat(party, parties) in principals or (known is not None and known.kind == "state")


def _without(text: str, span: Span, left_out: Iterable[Span]) -> str:
    """The span's text without the given spans, spaces in their place."""
    pieces, at = [], span.start
    for gone in sorted(left_out):
        if span.start <= gone.start and gone.end <= span.end and at <= gone.start:
            pieces.append(text[at : gone.start])
            at = gone.end
    return " ".join((*pieces, text[at : span.end]))


def stems(said: str) -> frozenset[str]:
    """The stems of the content words, words that mean the same made one.

    >>> sorted(stems("the delimitation of the borders"))
    ['border', 'delimit']
    """
    plain = one_name(key(said))
    found = (plain[span.start : span.end].removesuffix("'s") for span in words(plain))
    near = _near()
    kept = (stem(word) for word in found if word not in plain_words() and not word.isdigit() and len(word) > 1)
    return frozenset(near.get(one, one) for one in kept)


def concept(one: str) -> str:
    """The concept of a stem, where `near_words.tsv` has one: "boat" and "vessel" are one thing; else the stem."""
    return _near().get(one, one)


@lru_cache(maxsize=1)
def _near() -> Mapping[str, str]:
    """The concept of each stem of `near_words.tsv`: "freed" and "release" speak of one matter."""
    return {stem(word): row["concept"] for row in rows("near_words") for word in many(row["words"]) if " " not in word}


def one_name(plain: str) -> str:
    """The text, in key form, with every expression of `equivalents.tsv` replaced by the one it is equal to."""
    pattern, equal = _equivalents()
    return pattern.sub(lambda found: equal[found.group()], plain)


@lru_cache(maxsize=1)
def _equivalents() -> tuple[re.Pattern[str], Mapping[str, str]]:
    equal = {row["words"]: row["same_as"] for row in rows("equivalents")}
    longest_first = sorted(equal, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"), equal


def whole_words(text: str, span: Span) -> list[Span]:
    """The words of the span, those joined by a hyphen as one: "in-depth", "co-chair"."""
    joined: list[Span] = []
    for word in words(text, span):
        if joined and normalised(text[joined[-1].end : word.start]) == "-":
            joined[-1] = Span(joined[-1].start, word.end)
        else:
            joined.append(word)
    return joined


@lru_cache(maxsize=1)
def plain_words() -> frozenset[str]:
    """Words that say nothing of the matter: function words, and those that only say that a contact took place."""
    return frozenset(row["word"] for row in rows("plain_words"))


@lru_cache(maxsize=1)
def _scope_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("scope_words"))


@lru_cache(maxsize=1)
def _shares() -> Mapping[str, float]:
    """The share of readouts that has each stem; of a concept, that of its commonest word."""
    found = {row["stem"]: float(row["share"]) for row in rows("common_words")}
    for one, concept in _near().items():
        if one in found:
            found[concept] = max(found.get(concept, 0.0), found[one])
    return found


def weight(stem: str) -> float:
    """How much a shared stem says, 0..1: by the share of readouts that it stands in, rare is 1."""
    share = _shares().get(stem)
    return 1.0 if share is None else -log(min(share, 0.99)) / _RAREST


def likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """How alike two sets of stems are, 0..1: weighted cosine, raised when the shorter lies within the longer.

    Sets of one or two common stems cannot be very like: each counts as if it weighed at least 1.5. On SuperPAL's dev
    part it finds the right span for .68 of the summary spans, Jaccard of plain words for .65.
    """
    shared = sum(map(weight, left & right))
    if not shared:
        return 0.0
    one, other = (max(1.5, sum(map(weight, side))) for side in (left, right))
    return min(1.0, 0.75 * shared / sqrt(one * other) + 0.25 * shared / min(one, other))


def held(part: frozenset[str], whole: frozenset[str]) -> float:
    """How much of what the first set of stems says the second says too, 0..1 by weight; 0 where it says nothing."""
    said = sum(map(weight, part))
    return sum(map(weight, part & whole)) / said if said else 0.0
