"""Standing formulas as text for people: what is said, in how many statements, from when to when, in what variants."""

from collections.abc import Iterator, Mapping, Sequence

from readouts.export import wording
from readouts.records import Nature, StandingFormula
from readouts.text import Span

MOST_VARIANTS = 4
MOST_NAMED = 3
NATURE: dict[Nature, str] = {
    "substance": "Says something of a matter",
    "boilerplate": "Opens, closes or greets",
    "term": "Names and terms",
    "unclear": "Neither shown",
}


def terminal(found: Sequence[StandingFormula], names: Mapping[str, str]) -> str:
    """The formulas as plain lines, by nature; `names` has the names of parties by id."""
    if not found:
        return "No wording that stands in so many statements.\n"
    lines: list[str] = []
    for nature, heading in NATURE.items():
        those = [formula for formula in found if formula.nature == nature]
        if those:
            lines += ["", f"{heading.upper()}: {len(those)}"]
        for formula in those:
            lines += ["", *_formula(formula, names)]
    return "\n".join(lines).lstrip("\n") + "\n"


def _formula(formula: StandingFormula, names: Mapping[str, str]) -> Iterator[str]:
    yield _said(formula.text)
    if "[" in formula.skeleton:
        yield f"    with slots: {formula.skeleton}"
    yield f"    in {formula.documents} of {formula.loaded} statements{_dates(formula)}; {history(formula)}"
    about = [f"{names.get(n.party, n.party)} {n.documents}" for n in formula.about[:MOST_NAMED]]
    if about:
        yield f"    states named beside it: {', '.join(about)}"
    for variant in formula.variants[1 : MOST_VARIANTS + 1]:
        yield f"    also {_said(variant.text)} ({variant.change}, {variant.documents})"
    if len(formula.variants) > MOST_VARIANTS + 1:
        yield f"    and {len(formula.variants) - MOST_VARIANTS - 1} more wordings"
    yield f"    {'; '.join(formula.reasons)}"


def _said(text: str) -> str:
    """The wording in quotation marks, without one that it has only the half of."""
    return wording.quoted(wording.words(text, (Span(0, len(text)),)))


def _dates(formula: StandingFormula) -> str:
    if formula.first is None or formula.last is None:
        return ""
    return f", first {wording.day(formula.first)}, last {wording.day(formula.last)}"


def history(formula: StandingFormula) -> str:
    """Whether it stands, as a sentence; never "dropped"."""
    of = f"of {wording.counted(formula.on_matter, 'statement')} on the matter ({formula.matter})"
    if formula.standing == "undated":
        return "no statement with it is dated"
    if formula.absent_since is None:
        gaps = f"missing and back {wording.counted(len(formula.gaps), 'time')}" if formula.gaps else "never missing"
        return f"{formula.standing}: in the latest {of}, {gaps}"
    longest = max((gap.documents for gap in formula.gaps), default=0)
    before = f", before that missing for {longest} at most" if longest else ""
    since = wording.day(formula.absent_since)
    return f"{formula.standing}: not in the {formula.absent_in} latest {of}, since {since}{before}"
