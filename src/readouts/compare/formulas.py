"""Wording that two accounts share to the letter: standing phrases, and sentences taken over from one another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from readouts.compare.wording import plain_words, whole_words
from readouts.records import Account, Evidence, Formula, Reading
from readouts.text import Span, hull, key, union

# Shorter runs are shared by chance; a run of names and function words is no wording at all.
_WORDS = 4
_CONTENT = 2
# Between two words of one run there may be a space, a comma or a quotation mark, not the end of a sentence.
_ENDS = frozenset(".!?;:\n")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of an account as it is matched, and where it stands."""

    form: str  # plain signs, lower case
    span: Span
    document: str
    content: bool  # neither a function word, nor a word that only tells of the contact, nor part of a name
    run: int  # number of the stretch without a sentence end in it


def formulas(left: Account, right: Account, readings: Sequence[Reading]) -> tuple[Formula, ...]:
    """The longest word sequences that both accounts have, in the left's order, each once.

    At least four words, two of them content words. Of an account of excerpts only the sentences of its claims count.
    Linear in the words of both but for repeated runs.
    """
    one, other = _words(left, readings), _words(right, readings)
    texts = {reading.document.id: reading.document.text for reading in readings}
    runs = _longest(list(_runs(one, other)))
    return tuple(_formula(one[i : i + n], other[j : j + n], texts) for i, j, n in runs if _says(one[i : i + n]))


def own_formulas(accounts: Sequence[Account], readings: Sequence[Reading]) -> tuple[Formula, ...]:
    """What the statements of one party about different contacts share: the wording it uses to whomever it speaks."""
    return tuple(
        formula
        for i, one in enumerate(accounts)
        for other in accounts[i + 1 :]
        if one.party == other.party and one.contact != other.contact
        for formula in formulas(one, other, readings)
        if not formula.left.span.overlaps(formula.right.span) or formula.left.document != formula.right.document
    )


def _words(account: Account, readings: Sequence[Reading]) -> list[_Word]:
    found: list[_Word] = []
    for reading in readings:
        if reading.document.id in account.documents:
            names = [m.span for m in reading.mentions]
            for part in _parts(account, reading):
                found += _stretch(reading.document.text, part, reading.document.id, names, len(found))
    return found


def _parts(account: Account, reading: Reading) -> tuple[Span, ...]:
    """Where the account stands in the document: all of it below the headline, or the words of its claims."""
    document = reading.document
    if account.coverage == "full":
        start = document.headline.end if document.headline else 0
        return (Span(start, len(document.text)),) if start < len(document.text) else ()
    told = (c for c in reading.claims if c.id in account.claims)
    return union(hull([*claim.spans]) for claim in told)


def _stretch(text: str, part: Span, document: str, names: Sequence[Span], run: int) -> Iterable[_Word]:
    """The words of one part; `run` is a number not yet used."""
    named = {at for name in names for at in range(name.start, name.end)}
    last = part.start
    for span in whole_words(text, part):
        if last != part.start and _ENDS & set(text[last : span.start]):
            run += 1
        last = span.end
        form = key(span.of(text))
        yield _Word(form, span, document, form not in plain_words() and span.start not in named, run)


def _runs(one: Sequence[_Word], other: Sequence[_Word]) -> Iterable[tuple[int, int, int]]:
    """Every maximal common run as (place in one, place in the other, number of words)."""
    places: dict[tuple[str, ...], list[int]] = {}
    for j in range(len(other) - _WORDS + 1):
        places.setdefault(_gram(other, j), []).append(j)
    for i in range(len(one) - _WORDS + 1):
        for j in places.get(_gram(one, i), ()):
            if not _goes_on(one, other, i - 1, j - 1):
                n = 1
                while _goes_on(one, other, i + n - 1, j + n - 1):
                    n += 1
                if n >= _WORDS:
                    yield i, j, n


def _gram(told: Sequence[_Word], at: int) -> tuple[str, ...]:
    return tuple(word.form for word in told[at : at + _WORDS])


def _goes_on(one: Sequence[_Word], other: Sequence[_Word], i: int, j: int) -> bool:
    """Whether words i and i + 1 of the one follow each other in a sentence and equal j and j + 1 of the other."""
    if i < 0 or j < 0 or i + 1 >= len(one) or j + 1 >= len(other):
        return False
    same = one[i].form == other[j].form and one[i + 1].form == other[j + 1].form
    return same and one[i].run == one[i + 1].run and other[j].run == other[j + 1].run


def _longest(runs: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The runs that lie in no longer one on either side, in the left's order; each place of the left once."""
    kept: list[tuple[int, int, int]] = []
    for i, j, n in sorted(runs, key=lambda run: -run[2]):
        if not any((a <= i and i + n <= a + m) or (b <= j and j + n <= b + m) for a, b, m in kept):
            kept.append((i, j, n))
    return sorted(kept)


def _says(run: Sequence[_Word]) -> bool:
    return len({word.form for word in run if word.content}) >= _CONTENT


def _formula(one: Sequence[_Word], other: Sequence[_Word], texts: Mapping[str, str]) -> Formula:
    left, right = (_evidence(side) for side in (one, other))
    return Formula(text=left.span.of(texts[left.document]), left=left, right=right)


def _evidence(run: Sequence[_Word]) -> Evidence:
    return Evidence(document=run[0].document, span=Span(run[0].span.start, run[-1].span.end))
