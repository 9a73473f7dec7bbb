"""The places of a formula in other words: one word swapped, added or dropped, another order, other names."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from readouts.compare.corpus import Corpus
from readouts.compare.suffixes import Numbers
from readouts.records import Change, Variant
from readouts.text import key

# With fewer content words nothing may be missing: "support for peace" without "support" is no variant.
_ONE_MAY_LACK = 4
_ANY_ORDER = 3
_SLACK = 4  # one function word more for so many words of the formula
_AND = frozenset(("and", "or"))
# With one of these it is another claim: "poses no threat" is no wording of "the threat posed".
_NOT = frozenset("no not never nor neither without cannot isn't don't doesn't didn't won't".split())
_ONE_IN = 6  # of so many content words one may be missing, and one be new


@dataclass(frozen=True, slots=True)
class Place:
    """Where a formula stands in the line of words."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Postings:
    """The places of each unit, and of each state's name."""

    units: Sequence[Numbers]
    parties: Sequence[Numbers]


def postings(line: Corpus) -> Postings:
    """Where each unit and each state's name stand."""
    return Postings(_places(line.line, len(line.units)), _places(line.party, len(line.parties)))


def _places(numbers: Numbers, size: int) -> list[Numbers]:
    order = np.argsort(numbers, kind="stable").astype(np.int32)
    bounds = np.searchsorted(numbers[order], np.arange(size + 1))
    return [order[a:b] for a, b in pairwise(bounds.tolist())]


def windows(line: Corpus, index: Postings, exact: Numbers, length: int, name: int | None) -> list[Place]:
    """All places of a formula in order: those where it stands unit for unit, and those with nearly its content words.

    Of three content words or more every order counts; of four or more one may lack, if the others keep their order.
    `name` is the state that must be named there.
    """
    found = [Place(int(place), length) for place in exact]
    core = _core(line, int(exact[0]), length, name)
    if len(core) >= _ANY_ORDER:
        taken = {place + i for place in map(int, exact) for i in range(length)}
        odd = max(1, len(core) // _ONE_IN)
        lack = odd if _solid(line, int(exact[0]), length) + (name is not None) >= _ONE_MAY_LACK else 0
        joined, denied = (_has(line, int(exact[0]), length, words) for words in (_AND, _NOT))
        number = {unit: i for i, unit in enumerate(core)}
        wanted = _Wanted(number, length, lack, odd, None if name is None else number[-2 - name], joined, denied)
        found += _near(line, index, wanted, taken, _edge(line, int(exact[0]), length))
    return sorted(found, key=lambda place: place.start)


def _core(line: Corpus, start: int, length: int, name: int | None) -> list[int]:
    """The formula's content units in order, each once; a state's name that must stand there is a negative number
    below -1, which closes a stretch."""
    told = []
    for at in range(start, start + length):
        if line.content[at]:
            told.append(int(line.line[at]))
        elif name is not None and line.party[at] == name:
            told.append(-2 - name)
    return list(dict.fromkeys(told))


def _solid(line: Corpus, start: int, length: int) -> int:
    """Content words in small letters. Of "security guarantees for the Russian Federation" none of the two may be
    missing, or any words on the Russian Federation would do.
    """
    return sum(line.content[at] and line.text(at, 1)[0].islower() for at in range(start, start + length))


def _edge(line: Corpus, start: int, length: int) -> list[int]:
    """The units before the formula's first content word, the nearest first."""
    before = []
    for at in range(start, start + length):
        if line.content[at]:
            break
        before.append(int(line.line[at]))
    return before[::-1]


def _near(line: Corpus, index: Postings, wanted: "_Wanted", taken: set[int], edge: Sequence[int]) -> Iterator[Place]:
    """Windows with nearly all of the core that touch no place taken; the shortest around each rare word."""
    # A window lacks at most so many of the core, so it has one of its rarest that many and one.
    where = sorted((_of(index, unit) for unit in wanted.number), key=len)[: wanted.lack + 1]
    for at in sorted({int(place) for places in where for place in places}):
        if at not in taken:
            window = _window(line, wanted, at)
            if window and not any(i in taken for i in range(*window)) and _is_as_denied(line, wanted, *window):
                start = _widened(line, window[0], edge)
                taken.update(range(start, window[1]))
                yield Place(start, window[1] - start)


def _is_as_denied(line: Corpus, wanted: "_Wanted", start: int, end: int) -> bool:
    """Whether a negation stands in the window just as in the formula: in both or in neither."""
    return _has(line, start, end - start, _NOT) == wanted.denied


def _of(index: Postings, unit: int) -> Numbers:
    return index.parties[-2 - unit] if unit < 0 else index.units[unit]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a window must have."""

    number: Mapping[int, int]  # of each unit of the core: its place in the formula
    length: int  # words of the formula
    lack: int  # how many of the core may be missing
    new: int  # how many other content words may stand between
    name: int | None  # the place in the formula of the state's name that must stand there
    joined: bool  # whether it has an "and" or "or" itself
    denied: bool  # whether it has a negation

    @property
    def reach(self) -> int:
        return self.length + max(1, self.length // _SLACK) + self.new

    def fits(self, order: Sequence[int], words: int, new: int, parted: bool) -> bool:
        """Whether core words in that order, in a window of so many words, are the formula in other words. `parted`:
        a comma or an "and" stands there that the formula has not.
        """
        if len(order) < len(self.number) - self.lack or new > self.new:
            return False
        if self.name is not None and self.name not in order:
            return False
        if order == sorted(order):
            return True
        return len(order) == len(self.number) and words <= self.length + 1 and not parted


def _window(line: Corpus, wanted: _Wanted, at: int) -> tuple[int, int] | None:
    """The run of places around `at`, in its stretch, with most words of the core, the shortest of several; None when
    there is none within reach.
    """
    low, high = max(0, at - wanted.reach + 1), min(len(line.line), at + wanted.reach)
    keys = np.where(line.party[low:high] >= 0, -2 - line.party[low:high], line.line[low:high])
    numbers = [wanted.number.get(k, -1) for k in keys.tolist()]
    inside = (line.stretch[low:high] == line.stretch[at]).tolist()
    content = line.content[low:high].tolist()
    best: tuple[int, int, int] | None = None  # words of the core, less the length, and the start
    for start in (i for i in range(at - low + 1) if inside[i] and numbers[i] >= 0):
        order: list[int] = []
        new = 0
        for i in range(start, min(start + wanted.reach, high - low)):
            if not inside[i] or new > wanted.new:
                break
            if numbers[i] >= 0 and numbers[i] not in order:
                order.append(numbers[i])
                size = i + 1 - start
                better = best is None or (len(order), -size) > best[:2]
                if i >= at - low and better and wanted.fits(order, size, new, _parted(line, wanted, low + start, size)):
                    best = (len(order), -size, low + start)
            elif content[i]:
                new += 1
    return (best[2], best[2] - best[1]) if best else None


def _parted(line: Corpus, wanted: _Wanted, start: int, length: int) -> bool:
    return "," in line.text(start, length) or (not wanted.joined and _has(line, start, length, _AND))


def _has(line: Corpus, start: int, length: int, words: frozenset[str]) -> bool:
    return any(line.units[number].form in words for number in line.line[start : start + length].tolist())


def _widened(line: Corpus, start: int, edge: Sequence[int]) -> int:
    """The start moved back over the words that stand before the formula's first content word too."""
    for unit in edge:
        if start == 0 or line.line[start - 1] != unit:
            break
        start -= 1
    return start


def variants(
    line: Corpus, exact: Numbers, length: int, places: Sequence[Place]
) -> tuple[tuple[Variant, ...], list[int]]:
    """The wordings, the commonest first, and the number of each place's wording.

    Wordings that differ in signs, capitals or in what fills a slot of names are one.
    """
    keys = [_wording(line, place) for place in places]
    standard = Counter(
        k for k, place in zip(keys, places, strict=True) if place.length == length and _is_exact(exact, place)
    )
    main = standard.most_common(1)[0][0]
    documents: dict[str, dict[int, int]] = {}
    for i, (k, place) in enumerate(zip(keys, places, strict=True)):
        documents.setdefault(k, {}).setdefault(int(line.document[place.start]), i)
    ordered = sorted(documents, key=lambda k: (k != main, -len(documents[k]), k))
    number = {k: i for i, k in enumerate(ordered)}
    first = places[keys.index(main)]
    found = tuple(_variant(line, documents[k], places, first) for k in ordered)
    return found, [number[k] for k in keys]


def _is_exact(exact: Numbers, place: Place) -> bool:
    at = int(np.searchsorted(exact, place.start))
    return at < len(exact) and int(exact[at]) == place.start


def _wording(line: Corpus, place: Place) -> str:
    """What stands there in plain form, slots for names and figures."""
    return " ".join(
        line.units[unit].form if line.units[unit].slot else key(line.text(at, 1))
        for at, unit in enumerate(line.line[place.start : place.start + place.length].tolist(), place.start)
    )


def _variant(line: Corpus, documents: Mapping[int, int], places: Sequence[Place], main: Place) -> Variant:
    place = places[next(iter(documents.values()))]
    days = [d for i in documents if (d := line.documents[i].published)]
    return Variant(
        text=line.text(place.start, place.length),
        change=_change(line, main, place),
        documents=len(documents),
        first=min(days, default=None),
        last=max(days, default=None),
    )


def _change(line: Corpus, main: Place, place: Place) -> Change:
    """What a wording changes against the commonest."""
    one, other = (line.line[p.start : p.start + p.length].tolist() for p in (main, place))
    if one == other:
        return "same" if _wording(line, main) == _wording(line, place) else "inflection"
    told, said = ([u for u in units if line.units[u].content] for units in (one, other))
    if sorted(told) == sorted(said):
        return "order" if told != said else "names" if _same_small(line, one, other) else "small-words"
    gone, new = Counter(told) - Counter(said), Counter(said) - Counter(told)
    return "swapped" if gone and new else "dropped" if gone else "added"


def _same_small(line: Corpus, one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two wordings differ in slots alone."""
    return [u for u in one if not line.units[u].slot] == [u for u in other if not line.units[u].slot]
