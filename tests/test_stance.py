"""Numbers, commitment, modality and courtesies of claims, on sentences of our own about fictitious people."""

import pytest

from readouts.find.dates import dates
from readouts.find.figures import figures
from readouts.find.stance import boilerplate, modality
from readouts.text import Span, stem

NUMBERS = [
    ("They agreed to free 1,500 prisoners of war.", [(1500.0, "prisoners")]),
    ("They agreed to free forty wounded prisoners.", [(40.0, "prisoners")]),
    ("She announced $2.5 billion in aid.", [(2.5e9, "money")]),
    ("He promised 300 million euros for the bridge.", [(3e8, "money")]),
    ("Trade grew by 12 percent.", [(12.0, "percent")]),
    ("Twenty-five trucks passed the border.", [(25.0, "trucks")]),
    ("They will meet on 12 May 2031 in Lund.", []),
    ("They spoke about COP29, the F-16 and Resolution 2231.", []),
    ("One of the issues was trade.", []),
    ("Hundreds of families fled.", []),
]


@pytest.mark.parametrize(("text", "found"), NUMBERS)
def test_numbers_with_what_they_count(parse, text, found):
    document, doc = parse(text)
    told = figures(doc, [Span(0, len(text))], dates(document, doc))
    wanted = [(value, thing if thing in ("money", "percent") else stem(thing)) for value, thing in found]
    assert [(f.value, f.thing) for f in told] == wanted
    assert all(f.span.of(text).strip() for f in told)


MODALITY = [
    ("the border must stay open", "necessary"),
    ("there is a need to end the siege", "necessary"),
    ("talks may resume in spring", "possible"),
    ("the lock opens only if the mines are cleared", "conditional"),
    ("aid should come if the road is safe", "conditional"),
    ("the border is open", None),
    ("they talked in the month of May", None),
]


@pytest.mark.parametrize(("text", "found"), MODALITY)
def test_modality_of_the_content(parse, text, found):
    assert modality(list(parse(text)[1])) == found


STOCK = [
    ("thank", ("gratitude",), "thanked her for the hospitality", True),
    ("thank", ("energy",), "thanked her for the gas", False),
    ("discuss", ("regional_issues",), "discussed regional and global issues", True),
    ("discuss", ("regional_issues",), "discussed regional mine clearance", False),
    ("agree", ("next_contact",), "agreed to continue close coordination", True),
]


@pytest.mark.parametrize(("act", "issues", "text", "found"), STOCK)
def test_courtesies_and_stock_lines(parse, act, issues, text, found):
    assert boilerplate(act, issues, list(parse(text)[1])[1:]) is found
