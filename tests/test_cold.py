"""What a cold start costs: only what a command needs is imported, and spaCy comes up as it does by itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# None of these is needed to compare two plain texts, and each takes 5 to 200 ms to import.
NOT_NEEDED = ("alembic charset_normalizer cssselect defusedxml fastapi feedparser httpx jinja2 lxml protego pypdfium2 requests "
              "spacy.cli sqlalchemy trafilatura typer warcio").split()  # fmt: skip
ONE = (
    "President Arlen Voss of Marovia spoke with Prime Minister Ida Kester of Telmark. He urged her to open the border."
)
OTHER = "Prime Minister Ida Kester of Telmark spoke with President Arlen Voss of Marovia. She called for talks on the border."
SEEN = """
import sys
from readouts.cli import main
try:
    main(["compare", *sys.argv[1:]])
finally:
    print("\\n" + " ".join(sys.modules))
"""
LOADED = """
import json, sys
from readouts.models import parser
ours = parser.load()
import spacy
plain = spacy.load(parser.DEFAULT)
tokens = [[(t.text, t.idx, t.tag_, t.lemma_, t.dep_, t.head.i, t.ent_type_) for t in nlp(sys.argv[1])] for nlp in (ours, plain)]
import spacy.cli
print(json.dumps([
    ours.tokenizer.to_bytes() == plain.tokenizer.to_bytes(),
    tokens[0] == tokens[1],
    spacy.info(silent=True)["spacy_version"] == spacy.__version__,
    callable(spacy.cli.download),
]))
"""


def run(code, *arguments):
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()[-1]


@pytest.fixture
def texts(tmp_path):
    for name, text in (("one", ONE), ("other", OTHER)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    return [str(tmp_path / "one.txt"), str(tmp_path / "other.txt")]


def test_a_comparison_of_plain_texts_imports_only_what_it_needs(texts):
    loaded = set(run(SEEN, *texts).split())
    assert "spacy" in loaded and "onnxruntime" in loaded  # it did compare
    assert loaded & set(NOT_NEEDED) == set()


def test_the_parser_is_spacys_own_however_it_is_loaded():
    """The tokenizer is not filled twice, and spaCy's command line stays out: neither may change what is read."""
    assert (
        json.loads(run(LOADED, f"{ONE} It’s the U.S.-Telmark talks; don't go to http://example.org/a-b, they said."))
        == [True] * 4
    )


def test_a_cold_comparison_stays_near_the_bare_parse():
    """In CPU seconds, since tests run beside each other. The bare work is to import spaCy, load its pipeline and parse."""
    from speed import cold

    most = -json.loads((ROOT / "bench" / "floors.json").read_text("utf-8"))["speed"]["cpu_ratio"]
    assert cold(runs=3)["cpu_ratio"] <= most
