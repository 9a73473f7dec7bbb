"""Standing formulas of the White House's readouts of 2021 to 2023. The data are not part of the project: without them
this skips. Set READOUTS_DATA to the folder of the collections, or keep it as `shared/data` beside the checkout.
"""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from readouts.compare.standing import standing_formulas
from readouts.compare.topics import topics
from readouts.ingest.documents import Loaded, Options, loaded
from readouts.text import key

DATA = Path(os.environ.get("READOUTS_DATA", Path(__file__).parent.parent.parent / "shared" / "data"))
READOUTS = DATA / "contacts" / "wh_readouts.jsonl"
pytestmark = pytest.mark.skipif(not READOUTS.exists(), reason=f"no readouts at {READOUTS}")


@pytest.fixture(scope="module")
def documents():
    """Those that name Ukraine."""
    found = (each.document for each in loaded([str(READOUTS)], Options(), bytes) if isinstance(each, Loaded))
    return {d.id: d for d in found if "Ukrain" in d.text}


@pytest.fixture(scope="module")
def formulas(documents, lexicon):
    return standing_formulas(list(documents.values()), lexicon, issuer="state:USA")


def test_the_phrase_on_territorial_integrity_is_found_with_its_days(formulas):
    """Found by its repetition: of Ukraine apart from the same words about other states, as a search by hand has it."""
    about = [f for f in formulas if f.nature == "substance" and "territorial_integrity" in f.issues]
    (own,) = [f for f in about if f.about and f.about[0].documents == f.documents and key(f.text).startswith("ukraine")]
    assert (own.first, own.last, own.documents) == (date(2021, 4, 2), date(2022, 9, 30), 24)
    assert own.standing == "flickering" and own.absent_since == date(2022, 10, 4)
    wider = next(f for f in about if f.documents > own.documents)
    assert wider.first <= own.first and wider.last > own.last


def test_every_use_has_words_of_its_issue(formulas, documents):
    """Of formulas about territorial integrity every use, in whatever wording, speaks of it."""
    for formula in (f for f in formulas if "territorial_integrity" in f.issues and f.nature == "substance"):
        for use in formula.uses:
            said = use.evidence.span.of(documents[use.evidence.document].text)
            assert "territorial_integrity" in {issue for _, issue in topics(said)}, said


def test_openings_are_boilerplate(formulas):
    opening = [f for f in formulas if re.match(r"president \[person\].* (spoke|met) today", f.skeleton)]
    assert opening and {f.nature for f in opening} == {"boilerplate"}
