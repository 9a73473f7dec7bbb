"""When a formula stands and when it is missing, counted over the statements on its matter.

A phrase may be missing once and return, so nothing here is called dropped: it is absent since a day, in so many
statements, and only when that is longer than it ever was before does its standing change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from readouts.compare.corpus import Corpus
from readouts.compare.suffixes import Numbers
from readouts.compare.topics import topics
from readouts.compare.variants import Place
from readouts.lexicon import Lexicon
from readouts.lexicon.tables import rows
from readouts.records import Gap, Named, Standing

# A state named in so large a share of a formula's sentences is what the formula is about.
_ABOUT = 0.5
_MOST_NAMED = 5
# Fewer absences in a row are no change, whatever came before.
_FEW_ABSENCES = 3


@dataclass(frozen=True, slots=True)
class History:
    """What `StandingFormula` tells under the same names."""

    loaded: int
    matter: str
    on_matter: int
    standing: Standing
    gaps: tuple[Gap, ...]
    absent_since: date | None
    absent_in: int


@dataclass(frozen=True)
class Matters:
    """Which documents of a corpus are on which matter."""

    naming: Mapping[str, frozenset[int]]  # by Party.id of a state
    speaking: Mapping[str, frozenset[int]]  # by issue: those with words of it
    names: Mapping[str, str]  # of the states and of the issues


def matters(line: Corpus, places: Sequence[Numbers], lexicon: Lexicon) -> Matters:
    """The documents by the states that they name (`places` has those of each state's name) and by issue."""
    speaking: dict[str, set[int]] = {}
    for i, document in enumerate(line.documents):
        for issue in {issue for _, issue in topics(document.text)}:
            speaking.setdefault(issue, set()).add(i)
    names = {row["id"]: row["label"] for row in rows("issues")}
    return Matters(
        naming={p: frozenset(line.document[at].tolist()) for p, at in zip(line.parties, places, strict=True)},
        speaking={issue: frozenset(found) for issue, found in speaking.items()},
        names=names | {state.party: state.name for state in lexicon.states.values()},
    )


def named(line: Corpus, places: Sequence[Place]) -> tuple[Named, ...]:
    """The states named in the sentences of these places, by the number of documents."""
    documents: dict[int, set[int]] = {}
    for place in places:
        low = int(np.searchsorted(line.sentence, line.sentence[place.start], "left"))
        high = int(np.searchsorted(line.sentence, line.sentence[place.start], "right"))
        for party in set(line.party[low:high].tolist()) - {-1}:
            documents.setdefault(party, set()).add(int(line.document[place.start]))
    most = sorted(documents, key=lambda p: (-len(documents[p]), line.parties[p]))[:_MOST_NAMED]
    return tuple(_named(line, party, documents[party]) for party in most)


def _named(line: Corpus, party: int, documents: set[int]) -> Named:
    days = [d for i in documents if (d := line.documents[i].published)]
    return Named(
        party=line.parties[party],
        documents=len(documents),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def history(line: Corpus, documents: Sequence[int], about: Sequence[Named], text: str, on: Matters) -> History:
    """The history of a formula that stands in these documents.

    On the matter are the statements that name the state that most of its sentences name; else those with words of its
    issues; else all.
    """
    matter, on_matter = _matter(len(line.documents), documents, about, text, on)
    own = set(documents)
    days = [(day, i in own) for i in on_matter if (day := line.documents[i].published)]
    gaps = _gaps(days)
    last = max((n for n, (_, has) in enumerate(days) if has), default=-1)
    missing = [day for day, _ in days[last + 1 :]]
    return History(
        loaded=len(line.documents),
        matter=matter,
        on_matter=len(days),
        standing=_standing(days, gaps, len(missing)),
        gaps=gaps,
        absent_since=missing[0] if missing and last >= 0 else None,
        absent_in=len(missing) if last >= 0 else 0,
    )


def _matter(
    loaded: int, documents: Sequence[int], about: Sequence[Named], text: str, on: Matters
) -> tuple[str, list[int]]:
    """What makes a statement one on the matter, and the numbers of those that are; the formula's own always are."""
    own = frozenset(documents)
    if about and about[0].documents >= _ABOUT * len(documents):
        party = about[0].party
        return f"statements that name {on.names.get(party, party)}", sorted(own | on.naming[party])
    issues = [issue for issue in dict.fromkeys(issue for _, issue in topics(text)) if issue in on.speaking]
    if issues:
        found = own.union(*(on.speaking[issue] for issue in issues))
        return f"statements with words of: {'; '.join(on.names[i] for i in issues)}", sorted(found)
    return "all statements", list(range(loaded))


def _gaps(days: Sequence[tuple[date, bool]]) -> tuple[Gap, ...]:
    """The stretches without the formula between two statements with it."""
    gaps, before, missing = [], None, 0
    for day, has in days:
        if has and before is not None and missing:
            gaps.append(Gap(after=before, until=day, documents=missing))
        before, missing = (day, 0) if has else (before, missing + 1)
    return tuple(gaps)


def _standing(days: Sequence[tuple[date, bool]], gaps: Sequence[Gap], missing: int) -> Standing:
    if not any(has for _, has in days):
        return "undated"
    longest = max((gap.documents for gap in gaps), default=0)
    if missing >= _FEW_ABSENCES and missing > longest:
        return "absent"
    return "flickering" if gaps or missing else "steady"
