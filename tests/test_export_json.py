"""JSON of readings and comparisons: the contract's keys in its order, and a schema that notices what is wrong."""

import copy
import json as stdlib

import pytest
import sample
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from readouts.export import json

SCHEMAS = {name: json.schema(name) for name in ("reading", "comparison")}
REGISTRY = Registry().with_resources([(s["$id"], Resource.from_contents(s)) for s in SCHEMAS.values()])


def faults(name, value):
    validator = Draft202012Validator(
        SCHEMAS[name], registry=REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [error.json_path for error in validator.iter_errors(value)]


READINGS = (sample.left_reading, sample.right_reading)
COMPARISONS = (sample.comparison, sample.bare, sample.article)


@pytest.mark.parametrize("schema", SCHEMAS.values())
def test_the_schemas_are_schemas(schema):
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("reading", READINGS)
def test_readings_fit(reading):
    assert faults("reading", json.reading(reading)) == []


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_comparisons_fit(comparison):
    value = json.comparison(comparison)
    assert faults("comparison", value) == []
    assert stdlib.loads(stdlib.dumps(value)) == value


CONTRACT = {
    "document": "id title text publisher published language url",
    "parties": "id name kind country role office",
    "mentions": "span party why",
    "dates": "span value type start end edtf basis",
    "attributions": "id source cue content party mode hedges within",
    "contacts": "id kind participants mediators when place initiator status spans",
    "claims": "id spans account holder contact attribution act issues about polarity tense hedges",
    "events": "plover mode cameo actors recipients when spans reported_by status",
    "problems": "stage reason span detail",
    "made_by": "version models lexicon",
}


def first_of(value):
    return value[0] if isinstance(value, list) else value


def test_keys_stand_in_the_order_of_the_contract():
    values = [json.reading(reading) for reading in READINGS]
    assert list(values[0])[: len(CONTRACT)] == list(CONTRACT)
    for name, keys in CONTRACT.items():
        value = first_of(next(v[name] for v in values if v[name]))
        assert list(value)[: len(keys.split())] == keys.split(), name


def test_the_comparison_stands_in_the_order_of_the_contract():
    value = json.comparison(sample.comparison)
    keys = "contact left right readings alignments silences formulas problems made_by".split()
    assert list(value)[: len(keys)] == keys
    assert list(value["left"])[:4] == ["party", "name", "documents", "coverage"]
    assert list(first_of(value["alignments"])) == ["left", "right", "relation", "issues", "score", "why"]
    assert list(first_of(value["silences"])) == ["party", "issue", "basis", "asserted_by", "evidence"]
    assert list(first_of(value["formulas"]))[:3] == ["text", "left", "right"]
    assert value["formulas"][0]["right_document"] == "ister-courier"


def test_values_are_plain_and_unknown_is_null():
    value = json.reading(sample.right_reading)
    assert value["document"]["published"] == "2031-06-04" and value["document"]["url"] is None
    assert "origin" not in value["document"]
    letter = value["contacts"][1]
    assert (letter["when"], letter["place"], letter["initiator"]) == (None, None, None)
    spring = value["dates"][2]
    assert (spring["value"], spring["start"], spring["end"], spring["basis"]) == ("XXXX-SP", None, None, None)
    start, end = value["claims"][4]["spans"][0]
    assert sample.RIGHT[start:end].startswith("insists that the lock")


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("parties", 0, "kind"), "country"),
        (("parties", 0, "id"), "Marovia"),
        (("parties", 0, "country"), "Marovia"),
        (("dates", 0, "start"), "yesterday"),
        (("dates", 0, "start"), "2031-13-41"),
        (("claims", 0, "spans"), []),
        (("claims", 0, "spans"), [[0, 1, 2]]),
        (("claims", 0, "polarity"), "neutral"),
        (("claims", 0, "account"), 3),
        (("claims", 0, "issues"), ["Human rights"]),
        (("attributions", 0, "mode"), "none"),
        (("contacts", 0, "kind"), "phone"),
        (("contacts", 0, "status"), None),
        (("contacts", 0, "when"), "2031-06-03"),
        (("mentions", 0, "span"), [-1, 4]),
        (("mentions", 0, "span"), [1.5, 4]),
        (("made_by",), None),
    ],
)
def test_the_schema_notices(path, wrong):
    value = copy.deepcopy(json.reading(sample.right_reading))
    place = value
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = wrong
    assert faults("reading", value)


@pytest.mark.parametrize("key", CONTRACT)
def test_no_key_of_the_contract_may_be_missing(key):
    value = json.reading(sample.right_reading)
    del value[key]
    assert faults("reading", value) == ["$"]


@pytest.mark.parametrize("change", [{"relation": "only-right"}, {"left": []}, {"score": 2}, {"relation": "unlike"}])
def test_an_alignment_that_contradicts_itself_is_noticed(change):
    value = json.comparison(sample.comparison)
    value["alignments"][1] |= change
    assert faults("comparison", value)
