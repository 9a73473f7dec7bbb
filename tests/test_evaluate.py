"""The scores of `readouts evaluate`: figures worked out by hand, the same as an independent scorer's, bad gold refused."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from made import KESTER, VOSS, contact, day, full, reading, span

from readouts.cli import main
from readouts.errors import InputError, ReadoutsError
from readouts.evaluate import attributions, contacts, dates, events
from readouts.evaluate.gold import document, rows
from readouts.evaluate.tasks import evaluated, lines, scored_as
from readouts.export import json as plain
from readouts.ingest.documents import Failed
from readouts.pipeline import readings
from readouts.records import Attribution, DateMention, Event

ROOT = Path(__file__).parent.parent
DATA = Path(os.environ.get("READOUTS_DATA", ROOT.parent / "shared" / "data"))
SCORER = Path(os.environ.get("READOUTS_SCORER", ROOT.parent / "shared" / "bench" / "score.py"))
GOLD = {
    "attributions": "attributions/polnear_dev.jsonl",
    "contacts": "contacts/wh_contacts_dev.jsonl",
    "dates": "dates/aquaint.jsonl",
    "events": "events/gsr.jsonl",
}


def marked(text, *words):
    return [[s.start, s.end] for s in (span(text, one) for one in words)]


# --- attributions -------------------------------------------------------------------------------------------------

SAID = "Kester said the border would stay open. Voss denied that the talks had failed."


def said(id, source, cue, content, **fields):
    where = {"source": source, "cue": cue, "content": content}
    own = {role: (span(SAID, words),) if words else () for role, words in where.items()}
    return Attribution(id=id, party=None, mode="indirect", **own, **fields)


FIRST = said("1", "Kester", "said", "the border would stay open")
SECOND = said("2", "Voss", "denied", "that the talks had failed")


def gold_of(*said):
    return {
        "id": "d1",
        "text": SAID,
        "attributions": [
            {role: plain.record(one)[role] for role in ("source", "cue", "content")} for one in said
        ],
    }  # fmt: skip


def scored(gold, *found):
    return attributions.scores([gold], {"d1": reading(SAID, attributions=found)})


def test_attributions_found_exactly():
    told = scored(gold_of(FIRST, SECOND), FIRST, SECOND)
    assert told["whole"] == {"p": 1.0, "r": 1.0, "f1": 1.0, "n_gold": 2, "n_predicted": 2}
    assert {told["exact"][role]["f1"] for role in ("source", "cue", "content")} == {1.0}


def test_an_attribution_that_is_half_right():
    """Content without its first word: 4 of 5 words are shared, so it is whole, but not exact."""
    told = scored(gold_of(FIRST, SECOND), replace(FIRST, content=(span(SAID, "border would stay open"),)))
    assert told["whole"]["r"] == 0.5 and told["whole"]["p"] == 1.0
    assert told["exact"]["content"]["n_predicted"] == 1 and told["exact"]["content"]["f1"] == 0
    assert told["words"]["content"]["p"] == 1.0 and told["words"]["content"]["r"] == round(4 / 10, 4)


def test_another_source_is_wrong_and_so_is_none():
    for source in ((span(SAID, "Voss"),), ()):
        assert scored(gold_of(FIRST), replace(FIRST, source=source))["whole"]["f1"] == 0
    nobody = replace(FIRST, source=())
    assert scored(gold_of(nobody), nobody)["whole"]["f1"] == 1


def test_a_gold_attribution_is_met_once():
    told = scored(gold_of(FIRST), FIRST, replace(FIRST, id="3", cue=(span(SAID, "denied"),)))
    assert told["whole"] == {"p": 0.5, "r": 1.0, "f1": 0.6667, "n_gold": 1, "n_predicted": 2}


def test_inner_ones_and_the_own_voice():
    inner = replace(SECOND, within="1")
    own = Attribution(id="0", source=(), cue=(), content=(span(SAID, SAID),), party=None, mode="indirect")
    told = scored(gold_of(FIRST), own, replace(FIRST, within="0"), inner)
    assert told["whole"]["n_predicted"] == 2 and told["outermost"]["n_predicted"] == 1 == told["outermost"]["f1"]


def test_a_document_without_a_reading_has_nothing():
    assert attributions.scores([gold_of(FIRST)], {})["whole"]["f1"] == 0


# --- contacts, dates, events --------------------------------------------------------------------------------------


def test_contacts():
    met = reading("They spoke.", "d1", contacts=[contact("c", parties=(VOSS, KESTER), when=day(date(2026, 4, 3)))])
    row = {"id": "d1", "text": "They spoke.", "gold": {"kind": "call", "us": "", "countries": ["XMA", "XTE"]}}
    assert contacts.scores([row], {"d1": met}) == {
        "n": 1, "kind": 1.0, "contact": 1.0, "principal": 1.0, "dated": 1.0, "first_wrong": [],
    }  # fmt: skip
    other = {**row, "gold": {"kind": "call", "us": "Voss", "countries": ["XTE"]}}
    told = contacts.scores([other, {**other, "id": "d2"}], {"d1": met})
    assert (told["kind"], told["contact"], told["first_wrong"]) == (0.5, 0.0, ["d1", "d2"])
    wrong_kind = {**row, "gold": {**row["gold"], "kind": "visit"}}
    assert contacts.scores([wrong_kind], {"d1": met})["contact"] == 0


def test_dates():
    own = "On Monday, 3 June 2031, and in July."
    found = [
        DateMention(span=span(own, w), type="DATE", value=v, when=None)
        for w, v in (("Monday", "2031-06-02"), ("July", "2031-07"))
    ]
    want = [("3 June 2031", "2031-06-03"), ("in July", "2031-07")]
    row = {"id": "d1", "text": own, "dates": [{"span": marked(own, w)[0], "type": "DATE", "value": v} for w, v in want]}
    told = dates.scores([row], {"d1": reading(own, dates=found)})
    assert [told[name]["f1"] for name in ("strict", "relaxed", "value")] == [0, 0.5, 0.5]
    dateline = replace(found[1], when=day(date(2031, 7, 1), basis="dateline"))
    assert dates.scores([row], {"d1": reading(own, dates=[dateline])})["relaxed"]["n_predicted"] == 0


def event(plover, actors, recipients=()):
    told = {"mode": None, "cameo": "", "when": None, "spans": (), "reported_by": None, "status": "happened"}
    return Event(plover=plover, actors=actors, recipients=recipients, **told)


def test_events():
    found = reading("Text.", events=[event("CONSULT", (VOSS.id, KESTER.id)), event("DEMAND", (VOSS.id,), (KESTER.id,))])
    row = {"id": "d1", "text": "Text.", "gold": [["XMA", "XTE", "DEMAND"], ["XTE", "XMA", "THREATEN"]]}
    told = events.scores([row], {"d1": found})
    assert told["dyad_and_type"] == {"p": 0.3333, "r": 0.5, "f1": 0.4, "n_gold": 2, "n_predicted": 3}
    assert told["dyad"]["f1"] == 1 and told["type"]["f1"] == 0.5


def test_types_alone():
    found = {"a": reading("Text.", events=[event("RETREAT", ())]), "b": reading("Text.")}
    gold = [{"id": "a", "text": "T", "gold": "YIELD"}, {"id": "b", "text": "T", "gold": "AID"}]
    assert events.scores(gold, found) == {"n": 2, "accuracy": 0.5, "macro_f1": 0.5, "silent": 1}
    with pytest.raises(InputError, match="triples"):
        events.scores([gold[0], {"id": "c", "text": "T", "gold": []}], found)


# --- the same as an independent scorer ----------------------------------------------------------------------------


@pytest.mark.skipif(not (DATA.exists() and SCORER.exists()), reason=f"no gold data at {DATA} or no scorer at {SCORER}")
@pytest.mark.parametrize("task", GOLD)
def test_the_scores_are_those_of_an_independent_scorer(task, tmp_path, tools):
    """On the first documents of a public collection."""
    gold = rows("\n".join((DATA / GOLD[task]).read_text("utf-8").splitlines()[:12]), "gold", lambda _: None)
    found = list(readings([document(row) for row in gold], tools))
    ours = scored_as(task, gold, found).scores
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in gold), "utf-8")
    own = [plain.reading(one) for one in found]
    for one in own:  # the scorer knows nothing of the own voice
        one["attributions"] = [a for a in one["attributions"] if a["source"] or a["cue"]]
    (tmp_path / "read.jsonl").write_text("".join(json.dumps(one) + "\n" for one in own), "utf-8")
    command = [sys.executable, SCORER, task, tmp_path / "gold.jsonl", tmp_path / "read.jsonl"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    del theirs["task"]
    ours.pop("outermost", None)
    assert ours == theirs


# --- gold that is none --------------------------------------------------------------------------------------------

ROW = {"id": "a", "text": "Kester said no."}


@pytest.mark.parametrize(
    ("task", "lines", "says"),
    [
        ("dates", ["{"], "line 1 is no JSON"),
        ("dates", ["[]"], "line 1 is no object"),
        ("dates", [], "holds no gold rows"),
        ("dates", [{"text": "x"}], "line 1 has no id"),
        ("dates", [{"id": "a", "text": " "}], "line 1 has no text"),
        ("dates", [ROW], "line 1 has no 'dates'"),
        ("dates", [{**ROW, "dates": []}, {**ROW, "dates": []}], "line 2 has the id 'a' a second time"),
        (
            "dates",
            [{**ROW, "dates": [{"span": [0, 99], "value": "P1D"}]}],
            "line 1 has the span [0, 99], which is not in",
        ),
        ("dates", [{**ROW, "published": "Monday", "dates": []}], "line 1 has the day 'Monday'"),
        ("attributions", [{**ROW, "attributions": [{"source": [[0, 6]], "cue": [[7, 11]]}]}], "has no 'content'"),
        ("attributions", [{**ROW, "attributions": [{"source": [5], "cue": [], "content": []}]}], "has the span 5"),
        ("contacts", [{**ROW, "gold": {"kind": "call", "us": "X"}}], "has no 'countries'"),
        ("events", [{**ROW, "gold": [["USA", "RUS"]]}], "is no [source, target, type]"),
        (
            "comparison",
            [{"id": "p", "left": {"text": "A."}, "right": {"text": ""}, "contact": "same", "rows": []}],
            "no text on the right",
        ),
        (
            "comparison",
            [{"id": "p", "left": {"text": "A."}, "right": {"text": "B."}, "contact": "same", "rows": []}],
            "these need some",
        ),
        (
            "comparison",
            [
                {
                    "id": "p",
                    "left": {"text": "A."},
                    "right": {"text": "B."},
                    "contact": "same",
                    "rows": [{"left": ["C"], "right": [], "relation": "only-left"}],
                }
            ],
            "'C' does not stand in the text",
        ),
    ],
)
def test_gold_of_another_form_is_refused_with_its_line(task, lines, says, tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), "utf-8")
    ended = CliRunner().invoke(main, ["evaluate", task, str(path)])
    assert ended.exit_code == 1 and says in ended.stderr and "Traceback" not in ended.output
    assert "docs/reviewing.md" in ended.stderr


def test_files_that_are_not_there_or_not_text(tmp_path):
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    for name, says in (("none.jsonl", "there is no file"), ("bytes", "cannot be read")):
        ended = CliRunner().invoke(main, ["evaluate", "dates", str(tmp_path / name)])
        assert ended.exit_code == 1 and says in ended.stderr


# --- the command --------------------------------------------------------------------------------------------------


def test_the_command_on_gold_of_its_own_reading(tmp_path, tools):
    """What the engine found, as gold, is found again: every figure is 1."""
    text = "President Arlen Voss of Marovia said on 3 June 2031 that the border with Telmark would stay open."
    row = {
        "id": "a",
        "text": text,
        "dates": [{"span": marked(text, "3 June 2031")[0], "type": "DATE", "value": "2031-06-03"}],
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row), "utf-8")
    ended = CliRunner().invoke(main, ["evaluate", "dates", str(path), "--format", "json", "--rules-only"])
    told = json.loads(ended.stdout)
    assert told["task"] == "dates" and told["rows"] == 1 and told["strict"]["f1"] == told["value"]["f1"] == 1.0
    shown = CliRunner().invoke(main, ["evaluate", "dates", str(path), "--rules-only"]).stdout
    assert "dates: 1 documents" in shown and "strict" in shown and "F1 1.000" in shown


def test_a_comparison_is_scored(tools):
    left = "President Arlen Voss of Marovia spoke by phone today with Prime Minister Ida Kester of Telmark. They discussed trade. President Voss raised fishing rights."
    right = "Prime Minister Ida Kester of Telmark spoke by phone today with President Arlen Voss of Marovia. They discussed trade."
    pair = {
        "id": "p", "contact": "same", "left": {"text": left, "publisher": "Office of the President of Marovia", "published": "2031-06-03"},
        "right": {"text": right, "publisher": "Government of Telmark", "published": "2031-06-03"},
        "rows": [{"left": ["discussed trade"], "right": ["discussed trade"], "relation": "both", "why": None},
                 {"left": ["raised fishing rights"], "right": [], "relation": "only-left", "why": None}],
    }  # fmt: skip
    found = evaluated("comparison", json.dumps(pair), "gold", tools)
    assert found.scores["aligned"]["f1"] == 1 and found.scores["alone"]["share"] == 1 and found.rows == 1
    told = "\n".join(lines(found))
    assert "comparison: 1 pairs" in told and "aligned" in told


def test_a_failure_is_told_and_counts():
    row = {"id": "full", "text": full().document.text, "attributions": []}
    failed = Failed(origin="full", error=ReadoutsError("no luck"))
    assert scored_as("attributions", [row], [failed]).failed == ("no luck",)
