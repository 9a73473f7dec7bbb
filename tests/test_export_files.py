"""Exports read back by other people's tools; annotations find their place again; citations; no formulas."""

import csv
import hashlib
import json
import re
from dataclasses import replace
from importlib.resources import files as resources
from pathlib import Path

import pytest
import sample
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from readouts.cli import main
from readouts.errors import ReadoutsError
from readouts.export import annotations, citation, dictionary
from readouts.export.files import FORMATS, export, manifest_path, safe
from readouts.export.flat import CAMEO, PLOVER, TABLES
from readouts.records import Event
from readouts.text import Span, located

READINGS = (sample.left_reading, sample.right_reading)
DOCS = Path(__file__).parent.parent / "docs" / "exports.md"


def event(**fields) -> Event:
    given = {
        "id": "e1", "plover": "REQUEST", "mode": "yield", "cameo": "0253", "actors": (sample.VOSS,),
        "recipients": (sample.KESTER,), "actor_sectors": ("GOV",), "recipient_sectors": ("GOV",), "when": sample.TODAY,
        "spans": (Span(0, 7),), "reported_by": None, "status": "happened",
    }  # fmt: skip
    return Event(**given | fields)


def with_events(*events):
    return (replace(sample.left_reading, events=events),)


def tsv(path):
    header, *lines = path.read_text("utf-8").splitlines()
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


@pytest.mark.parametrize("form", FORMATS)
def test_a_manifest_lies_beside_each_export(tmp_path, form):
    path = tmp_path / f"out.{form}"
    told = export(form, iter(READINGS), path)
    assert json.loads(manifest_path(path).read_text("utf-8")) == told
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told["bytes"] == path.stat().st_size
    assert told["counts"]["documents"] == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"out.{form}", f"out.{form}.manifest.json"]


def test_the_same_readings_give_the_same_bytes(tmp_path):
    sums = {export("csv", READINGS, tmp_path / name)["sha256"] for name in ("a.csv", "b.csv")}
    assert len(sums) == 1


@pytest.mark.parametrize("table", TABLES)
def test_csv_is_read_back_whole(tmp_path, table):
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    path = tmp_path / "out.csv"
    told = export("csv", READINGS, path, table=table)
    wanted = [row for reading in READINGS for row in TABLES[table].rows(reading)]
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["id"] for row in found] == [row["id"] for row in wanted]
    assert [row["quote"] for row in found] == [safe(row["quote"]) for row in wanted]
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    assert frame.to_dict("records") == found
    count = duckdb.sql(f"select count(*), count(distinct id) from read_csv('{path}', all_varchar=true)").fetchall()
    assert count == [(told["counts"]["rows"], len({row["id"] for row in wanted}))]


@pytest.mark.parametrize("table", TABLES)
def test_parquet_is_read_back_whole(tmp_path, table):
    pq, duckdb = pytest.importorskip("pyarrow.parquet"), pytest.importorskip("duckdb")
    pandas = pytest.importorskip("pandas")
    path = tmp_path / "out.parquet"
    export("parquet", READINGS, path, table=table)
    wanted = [dict(row) for reading in READINGS for row in TABLES[table].rows(reading)]
    read = pq.read_table(path)
    assert read.to_pylist() == wanted
    assert [read.schema.field(c.name).metadata[b"description"].decode() for c in TABLES[table].columns] == [
        c.meaning for c in TABLES[table].columns
    ]
    assert duckdb.sql(f"select id from '{path}'").fetchall() == [(row["id"],) for row in wanted]
    assert list(pandas.read_parquet(path)["id"]) == [row["id"] for row in wanted]


def test_jsonl_is_what_read_prints(tmp_path):
    from readouts.export import json as records

    export("jsonl", READINGS, tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        json.loads(json.dumps(records.reading(reading))) for reading in READINGS
    ]


# -- event data --------------------------------------------------------------------------------------------------------


def test_plover_has_a_row_an_event_and_leaves_the_undated_out(tmp_path):
    path = tmp_path / "out.plover"
    told = export("plover", with_events(event(), event(id="e2", when=None), event(id="e3", status="denied")), path)
    found = tsv(path)
    assert [(row["id"], row["auxiliary"]) for row in found] == [("e1", ""), ("e3", "negation")]
    assert found[0]["actor_names"] == "Arlen Voss" and found[0]["score"] == "-1.0"
    assert told["left_out"]["no day is known"] == 1


def test_cameo_has_a_row_a_dyad_each_way_where_both_act(tmp_path):
    path = tmp_path / "out.cameo"
    together = event(id="e2", plover="CONSULT", cameo="041", actors=(sample.VOSS, sample.KESTER), recipients=(),
                     actor_sectors=("GOV", "GOV"), recipient_sectors=())  # fmt: skip
    told = export(
        "cameo",
        with_events(
            event(), together, event(id="e3", status="denied"), event(id="e4", recipients=(), recipient_sectors=())
        ),
        path,
    )
    found = [(row["id"], row["source_name"], row["target_name"], row["code"], row["root"]) for row in tsv(path)]
    assert found == [
        ("e1", "Arlen Voss", "Ida Kester", "0253", "02"),
        ("e2", "Arlen Voss", "Ida Kester", "041", "04"),
        ("e2", "Ida Kester", "Arlen Voss", "041", "04"),
    ]
    assert told["left_out"]["denied or hypothetical"] == 1 and told["left_out"]["one side is not known"] == 1


def test_no_cell_of_a_tab_separated_file_breaks_its_row(tmp_path):
    path = tmp_path / "out.plover"
    export("plover", with_events(event(place="a\tb\nc")), path)
    assert tsv(path)[0]["place"] == "a b c"


# -- formulas ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_a_formula_is_made_text(cell):
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Voss", "1 July", "a=b", "“=1”"])
def test_other_text_is_left_alone(cell):
    assert safe(cell) == cell


def test_a_number_stays_one():
    assert safe(-5.0) == "-5.0"


@given(st.text())
def test_no_text_starts_a_formula(text):
    assert not re.match(r"[\s\ufeff\u200b]*[=+\-@]", safe(text))


def test_a_title_that_is_a_formula(tmp_path):
    reading = replace(sample.left_reading, document=replace(sample.left_document, title='=HYPERLINK("x")'))
    export("csv", (reading,), tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert {row["title"] for row in csv.DictReader(file)} == {'\'=HYPERLINK("x")'}


# -- annotations -------------------------------------------------------------------------------------------------------


def found_again(text: str, selectors) -> Span | None:
    """Where a reader that has only the quote and its surroundings finds it."""
    quote = next(s for s in selectors if s["type"] == "TextQuoteSelector")
    at = text.find(quote["prefix"] + quote["exact"] + quote["suffix"])
    return Span(at + len(quote["prefix"]), at + len(quote["prefix"]) + len(quote["exact"])) if at >= 0 else None


def test_annotations_find_their_place_again(tmp_path):
    export("annotations", READINGS, tmp_path / "out.json")
    page = json.loads((tmp_path / "out.json").read_text("utf-8"))
    texts = {annotations.source(r.document): r.document.text for r in READINGS}
    assert page["type"] == "AnnotationPage" and page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert len(page["items"]) == sum(
        len(r.contacts) + len(r.claims) + len(r.attributions) + len(r.events) for r in READINGS
    )
    for item in page["items"]:
        for target in item["target"] if isinstance(item["target"], list) else [item["target"]]:
            text = texts[target["source"]]
            place = next(s for s in target["selector"] if s["type"] == "TextPositionSelector")
            span = Span(place["start"], place["end"])
            assert found_again(text, target["selector"]) == span
            assert located(text, span.of(text), span.start) == span


def test_annotations_are_json_ld(tmp_path):
    jsonld = pytest.importorskip("pyld.jsonld")
    export("annotations", READINGS, tmp_path / "out.json")
    page = json.loads((tmp_path / "out.json").read_text("utf-8"))
    kept = json.loads(resources("readouts.export").joinpath("anno_context.json").read_text("utf-8"))

    def load(url, options):
        assert url == annotations.CONTEXT, f"{url} would be fetched"
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": kept}

    expanded = jsonld.expand(page, {"documentLoader": load})
    items = expanded[0]["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert len(items) == len(page["items"])
    oa = "http://www.w3.org/ns/oa#"
    assert all(
        item["@type"] == [f"{oa}Annotation"] and item[f"{oa}hasTarget"] and item[f"{oa}hasBody"] for item in items
    )
    kinds = {
        kind
        for item in items
        for target in item[f"{oa}hasTarget"]
        for s in target[f"{oa}hasSelector"]
        for kind in s["@type"]
    }
    assert kinds == {f"{oa}TextQuoteSelector", f"{oa}TextPositionSelector"}
    triples = jsonld.to_rdf(page, {"documentLoader": load, "format": "application/n-quads"})
    assert triples.count("<http://www.w3.org/ns/oa#hasSource>") == sum(
        len(i["target"]) if isinstance(i["target"], list) else 1 for i in page["items"]
    )


# -- citations ---------------------------------------------------------------------------------------------------------


def test_a_citation_says_what_is_known():
    document = replace(sample.left_document, title="A & B", publisher="Office of Marovia", url=None, published=None)
    assert citation.plain(document) == "Office of Marovia, “A & B”."
    assert citation.plain(replace(document, title=None, publisher=None)) == f"document {document.id}."


def test_bibtex_holds_signs_of_tex_back():
    document = replace(sample.left_document, title="Aid & 5 % {of} $_^~\\")
    entry = citation.bibtex(document, Span(0, 7))
    assert r"title = {{Aid \& 5 \% \{of\} \$\_\textasciicircum{}\textasciitilde{}\textbackslash{}}}" in entry
    assert entry.count("{") == entry.count("}") and entry.startswith("@misc{") and entry.endswith("\n}")


def test_a_span_over_the_end_is_the_callers_slip():
    with pytest.raises(ValueError, match="runs over the end"):
        citation.plain(sample.left_document, Span(0, 100_000))


# -- the dictionary and the doors --------------------------------------------------------------------------------------


def test_the_page_carries_the_dictionary_of_the_code():
    assert dictionary.markdown() in DOCS.read_text("utf-8")


@pytest.mark.parametrize("table", [*TABLES.values(), PLOVER, CAMEO], ids=lambda t: t.name)
def test_every_row_has_every_column(table):
    readings = with_events(event(), event(id="e2", plover="CONSULT", cameo="041"))
    for row in (row for reading in (*READINGS, *readings) for row in table.rows(reading)):
        assert set(row) >= {column.name for column in table.columns}


def run(*arguments):
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "call.txt"
    path.write_text(
        "Readout\n\nPresident Emmanuel Macron of France spoke on 3 June 2021 by phone with Chancellor Angela Merkel of Germany.",
        "utf-8",
    )
    return path


def test_the_command_writes_and_counts(text, tmp_path):
    result = run("export", "cameo", text, "--rules-only", "-o", tmp_path / "out" / "x.tsv")
    assert result.exit_code == 0 and "1 documents" in result.stderr and result.stdout == ""
    assert {(row["source"], row["target"], row["code"], row["date"]) for row in tsv(tmp_path / "out" / "x.tsv")} == {
        ("FRAGOV", "DEUGOV", "041", "2021-06-03"),
        ("DEUGOV", "FRAGOV", "041", "2021-06-03"),
    }


def test_a_place_that_cannot_be_written(text, tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(ReadoutsError, match="cannot be written"):
        export("csv", READINGS, tmp_path / "file" / "out.csv")


def test_a_missing_input_is_listed_and_the_others_exported(text, tmp_path):
    result = run("export", "jsonl", text, tmp_path / "none.txt", "--rules-only", "-o", tmp_path / "x.jsonl")
    assert result.exit_code == 1 and "none.txt" in result.stderr
    assert len((tmp_path / "x.jsonl").read_text("utf-8").splitlines()) == 1


def test_cite(text):
    result = run("cite", text, "--span", "9-25", "--published", "2021-06-04", "--publisher", "Élysée")
    assert result.exit_code == 0 and "Élysée" in result.stdout and "(characters 9–25)" in result.stdout
    assert run("cite", text, "--span", "9-2500").exit_code == 1
    assert run("cite", text, "--span", "9").exit_code == 2
