"""Standing formulas of one issuer: runs of words that its statements repeat, with their variants and their history."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from readouts.compare.corpus import Corpus, Unit, corpus
from readouts.compare.history import Matters, history, matters, named
from readouts.compare.nature import nature
from readouts.compare.suffixes import Numbers, Repeat, repeats
from readouts.compare.variants import Place, Postings, postings, variants, windows
from readouts.lexicon import Lexicon
from readouts.records import Document, Evidence, Reading, StandingFormula, Use, digest
from readouts.text import key

# Fewer words are terms ("climate change"), not wording.
WORDS = 3
CONTENT = 2
LEAST = 3  # documents: what stands in two may be one statement taken over from the other
# So large a share of the documents of a run must have it at places of its own, outside the formulas before it; and so
# large a share of its content words must be new there.
_OWN_PLACES = 0.2
_OWN_WORDS = 0.3
# One name in so large a share of the places makes it a formula about that state; the others are another formula.
_ONE_NAME = 0.5
# What no wording begins or ends with. A repeat "the importance of the" is the same formula as "importance of".
_NO_START = frozenset("a an the and or but of that which who whom whose also both he she it they".split())
_NO_END = frozenset(
    "a an the and or but of to in on at by for from with as into that which who whom whose his her their its our "
    "your my this these those including between about against through is are was were be been has have had not also "
    "both it he she they we i you such all".split()
)


@dataclass(frozen=True, slots=True)
class _Run:
    """A repeated run without loose words at its edges, and all places where it stands."""

    length: int
    places: Numbers
    name: int | None = None  # the number of the state in `Corpus.parties` that its one name must have


def by_issuer(texts: Iterable[Document | Reading], lexicon: Lexicon) -> dict[str | None, list[Document]]:
    """The documents by whose text they are: a party id where the issuer or publisher is known, else the publisher's
    name. A reading that has no issuer is news, nobody's statement, and is left out.
    """
    found: dict[str | None, list[Document]] = {}
    for text in texts:
        if isinstance(text, Reading):
            if text.issuer is not None:
                found.setdefault(text.issuer, []).append(text.document)
            continue
        party = lexicon.party_of_publisher(text.publisher) if text.publisher else None
        found.setdefault(party or text.publisher, []).append(text)
    return found


def standing_formulas(
    documents: Sequence[Document], lexicon: Lexicon, *, issuer: str | None = None, least: int = LEAST
) -> tuple[StandingFormula, ...]:
    """The formulas of one issuer's statements, those that say most in most documents first.

    A formula stands in at least `least` documents. A run that always stands inside a longer one is left out, and so is
    one that adds a single word to another. The same text twice counts once. Time and memory grow with the words.
    """
    line = corpus(_once(documents), lexicon, issuer)
    index = postings(line)
    on = matters(line, index.parties, lexicon)
    return tuple(_formula(line, run, places, issuer, on) for run, places in _chosen(line, index, least))


def _once(documents: Sequence[Document]) -> list[Document]:
    """The documents by day, undated ones last, without those whose text stands in an earlier one."""
    ordered = sorted(documents, key=lambda d: (d.published is None, d.published or date.min))
    return list({digest(key(d.text)): d for d in reversed(ordered)}.values())[::-1]


# -- which runs are formulas ---------------------------------------------------------------------------------------


def _chosen(line: Corpus, index: Postings, least: int) -> Iterator[tuple[_Run, list[Place]]]:
    """Runs and all their places, variants included; the one that says most in most documents first.

    Each must say something that the ones before it do not say at the same places: two content words at least, in as
    many documents as a formula needs.
    """
    covered = np.zeros(len(line.line), bool)
    for run in _by_gain(line, _runs(line, least)):
        for part in _by_name(line, run):
            places = _fresh(line, part, covered)
            own, all_ = (len(np.unique(line.document[p])) for p in (places, part.places))
            if own < max(least, _OWN_PLACES * all_):
                continue
            found = windows(line, index, part.places, part.length, part.name)
            for place in found:
                covered[place.start : place.start + place.length] = True
            yield part, found


def _runs(line: Corpus, least: int) -> list[_Run]:
    """The repeats that say something, loose words cut off; of two that are then the same, the one with more places."""
    edges = (np.array([u.form in no for u in line.units], bool) for no in (_NO_START, _NO_END))
    first, last = edges
    found: dict[bytes, _Run] = {}
    for repeat in repeats(line.stretches, line.owners, words=WORDS, least=least):
        run = _trimmed(line, repeat, first, last)
        if run is not None and _says(_units(line, run)):
            name = line.line[run.places[0] : run.places[0] + run.length].tobytes()
            if name not in found or len(found[name].places) < len(run.places):
                found[name] = run
    return list(found.values())


def _units(line: Corpus, run: _Run) -> list[Unit]:
    return [line.units[number] for number in line.line[run.places[0] : run.places[0] + run.length].tolist()]


def _says(units: Sequence[Unit]) -> bool:
    """Two content words; or one beside the name of a state; or words of a contact beside a name: "Voss spoke with"."""
    content = len({unit.form for unit in units if unit.content})
    states = any(unit.form in ("[state]", "[nationality]") for unit in units)
    if content >= CONTENT or (content and states and len(units) > WORDS):
        return True
    return len(units) > WORDS and any(u.contact for u in units) and any(u.slot for u in units)


def _trimmed(line: Corpus, repeat: Repeat, first: NDArray[np.bool_], last: NDArray[np.bool_]) -> _Run | None:
    units = line.line[repeat.places[0] : repeat.places[0] + repeat.length]
    inside = np.flatnonzero(~first[units])
    if not len(inside):
        return None
    start, kept = int(inside[0]), np.flatnonzero(~last[units])
    end = int(kept[-1]) + 1 if len(kept) else 0
    return _Run(end - start, repeat.places + start) if end - start >= WORDS else None


def _by_gain(line: Corpus, runs: Iterable[_Run]) -> list[_Run]:
    """Those first that say most in most documents: content words times documents beyond the first."""
    values = np.array([1.0 if u.content else 0.3 if u.plain else 0.5 for u in line.units])

    def gain(run: _Run) -> float:
        said = float(values[line.line[run.places[0] : run.places[0] + run.length]].sum())
        return said * (len(np.unique(line.document[run.places])) - 1)

    return sorted(runs, key=lambda run: (-gain(run), int(run.places[0])))


def _by_name(line: Corpus, run: _Run) -> Iterator[_Run]:
    """The run where it names the one state that half of its places name, then the run elsewhere."""
    at = [i for i in range(run.length) if line.party[run.places[0] + i] >= 0]
    if len(at) != 1:
        yield run
        return
    party = line.party[run.places + at[0]]
    numbers, counts = np.unique(party, return_counts=True)
    most = int(numbers[np.argmax(counts)])
    if counts.max() < _ONE_NAME * len(party):
        yield run
        return
    yield _Run(run.length, run.places[party == most], most)
    if len(numbers) > 1:
        yield _Run(run.length, run.places[party != most])


def _fresh(line: Corpus, run: _Run, covered: NDArray[np.bool_]) -> Numbers:
    """The places at which the run says something that no formula before it does: content words, or whose it is where
    it is about one state. "Ukraine's sovereignty" has another history than "sovereignty".
    """
    if not len(run.places):
        return run.places
    reach = run.places[:, None] + np.arange(run.length, dtype=np.int32)
    content = sum(unit.content for unit in _units(line, run))
    if not content:
        fresh = ~covered[reach].any(1)
    else:
        new = (line.content[reach] & ~covered[reach]).sum(1)
        fresh = new >= max(min(CONTENT, content), _OWN_WORDS * content)
        if run.name is not None:
            fresh |= ((line.party[reach] == run.name) & ~covered[reach]).any(1)
    return run.places[np.flatnonzero(fresh)]


# -- what is told of each ------------------------------------------------------------------------------------------


def _formula(line: Corpus, run: _Run, places: Sequence[Place], issuer: str | None, on: Matters) -> StandingFormula:
    wordings, which = variants(line, run.places, run.length, places)
    uses = tuple(_use(line, place, variant) for place, variant in zip(places, which, strict=True))
    documents = sorted({int(line.document[place.start]) for place in places})
    about = named(line, places)
    told = history(line, documents, about, wordings[0].text, on)
    skeleton = _skeleton(line, run)
    kind, reasons, issues, acts = nature(line, places, run.length, wordings[0].text)
    days = [d for i in documents if (d := line.documents[i].published)]
    return StandingFormula(
        id=digest("formula", issuer, skeleton),
        issuer=issuer,
        text=wordings[0].text,
        skeleton=skeleton,
        nature=kind,
        reasons=reasons,
        issues=issues,
        acts=acts,
        documents=len(documents),
        loaded=told.loaded,
        first=min(days, default=None),
        last=max(days, default=None),
        uses=uses,
        variants=wordings,
        about=about,
        matter=told.matter,
        on_matter=told.on_matter,
        standing=told.standing,
        gaps=told.gaps,
        absent_since=told.absent_since,
        absent_in=told.absent_in,
    )


def _use(line: Corpus, place: Place, variant: int) -> Use:
    document = line.documents[int(line.document[place.start])]
    evidence = Evidence(document=document.id, span=line.span(place.start, place.length))
    return Use(evidence=evidence, published=document.published, variant=variant)


def _skeleton(line: Corpus, run: _Run) -> str:
    """The commonest words of the run, names and figures as slots."""
    return " ".join(_slot_or_word(line, run, i) for i in range(run.length))


def _slot_or_word(line: Corpus, run: _Run, i: int) -> str:
    unit = line.units[int(line.line[run.places[0] + i])]
    if unit.slot and run.name is None:
        return unit.form
    words = Counter(key(line.text(int(place), 1)) for place in run.places[:200] + i)
    return words.most_common(1)[0][0]
