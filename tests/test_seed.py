"""The case it all started from: one news article that quotes two readouts, and all that a careful reader learns.

The article is third-party news, so it is not in this repository: its tests run where `shared/seed/article.txt` lies
beside the checkout, or where READOUTS_SEED names it, and skip elsewhere. The same questions are asked of a copy with
every name and country replaced, so that nothing in the code can know the article.
"""

import os
from datetime import date
from pathlib import Path

import pytest

from readouts.export import json as records
from readouts.pipeline import Tools, compared
from readouts.records import Document

SEED = Path(os.environ.get("READOUTS_SEED", Path(__file__).parent.parent.parent / "shared" / "seed" / "article.txt"))
pytestmark = pytest.mark.skipif(not SEED.exists(), reason=f"the seed article is not at {SEED}")

# Fictitious people; the states are real because a reader must know their capitals and adjectives.
SWAPPED = {
    "Secretary of State Antony Blinken": "Foreign Secretary Edmund Harrowgate",
    "Secretary of State": "Foreign Secretary",
    "The Secretary": "The Foreign Secretary",
    "State Department": "Foreign Office",
    "Matthew Miller": "Robert Tindall",
    "Miller": "Tindall",
    "Blinken": "Harrowgate",
    "President Ilham Aliyev": "President Davit Orbelani",
    "Aliyev": "Orbelani",
    "Nikol Pashinyan": "Ion Cernescu",
    "Pashinyan": "Cernescu",
    "Azerbaijani": "Georgian",
    "Azerbaijan": "Georgia",
    "Baku": "Tbilisi",
    "Armenian": "Moldovan",
    "Armenia": "Moldova",
    "Yerevan": "Chisinau",
    "United States": "United Kingdom",
    "American": "British",
    "U.S.-": "U.K.-",
    "U.S.": "U.K.",
}
ORIGINAL = {"us": "USA", "az": "AZE", "am": "ARM", "minister": "Blinken", "president": "Aliyev", "premier": "Pashinyan"}
REPLACED = {
    "us": "GBR",
    "az": "GEO",
    "am": "MDA",
    "minister": "Harrowgate",
    "president": "Orbelani",
    "premier": "Cernescu",
}


def swapped(text):
    for old, new in SWAPPED.items():
        text = text.replace(old, new)
    return text


class Case:
    """A comparison of the article as JSON, with look-ups that read like the questions."""

    def __init__(self, text, names, tools, published=date(2024, 9, 17)):
        title = text.split("\n", 1)[0]
        from readouts.text import Span

        document = Document(
            id="seed", text=text, title=title, headline=Span(0, len(title)), published=published, language="en"
        )
        self.text, self.names = text, names
        self.json = records.comparison(compared([document], tools, anyway=False))
        self.reading = self.json["readings"][0]
        self.party = {p["id"]: p for p in self.reading["parties"]}

    def said(self, claim):
        return " … ".join(self.text[s:e] for s, e in claim["spans"])

    def contact_with(self, name):
        people = [{self.party[p]["name"].split()[-1] for p in c["participants"]} for c in self.reading["contacts"]]
        found = [
            c
            for c, who in zip(self.reading["contacts"], people, strict=True)
            if self.names[name] in who and self.names["minister"] in who
        ]
        assert len(found) == 1, (name, people)
        return found[0]

    def side(self, state):
        """ "left" or "right": where the account of that state stands."""
        sides = {self.json[s]["party"]: s for s in ("left", "right")}
        assert f"state:{self.names[state]}" in sides, sides
        return sides[f"state:{self.names[state]}"]

    def issues_only(self, state):
        relation = f"only-{self.side(state)}"
        return {i for a in self.json["alignments"] if a["relation"] == relation for i in a["issues"]}

    def claims(self, state=None, issue=None):
        account = f"state:{self.names[state]}" if state else None
        return [
            c
            for c in self.reading["claims"]
            if (state is None or c["account"] == account) and (issue is None or issue in c["issues"])
        ]

    def holder(self, claim):
        return self.party[claim["holder"]]["name"].split()[-1] if claim["holder"] else None


@pytest.fixture(scope="module")
def tools():
    return Tools()


@pytest.fixture(scope="module", params=["original", "swapped"])
def case(request, tools):
    text = SEED.read_text("utf-8").strip()
    return Case(text, ORIGINAL, tools) if request.param == "original" else Case(swapped(text), REPLACED, tools)


def test_1_two_calls_and_their_days(case):
    monday, earlier = case.contact_with("president"), case.contact_with("premier")
    assert monday["kind"] == earlier["kind"] == "call"
    assert (monday["when"]["start"], monday["when"]["end"]) == ("2024-09-16", "2024-09-17")
    # Friday is the day of the statement. The call was on that day or before it: no more is known.
    assert earlier["when"] is None or earlier["when"]["start"] is None
    assert len(monday["participants"]) == len(earlier["participants"]) == 2
    assert case.json["contact"]["id"] == monday["id"]
    happened = [c for c in case.reading["contacts"] if c["status"] == "happened" and c["kind"] == "call"]
    assert len(happened) == 2


def test_1_without_a_publication_date_the_days_stay_open(tools):
    case = Case(SEED.read_text("utf-8").strip(), ORIGINAL, tools, published=None)
    monday = case.contact_with("president")
    assert monday["when"] is None or monday["when"]["start"] is None
    assert any(p["reason"] == "no-publication-date" for p in case.json["problems"])


def test_2_two_accounts_of_the_call_and_one_of_the_other(case):
    assert {case.side("us"), case.side("az")} == {"left", "right"}
    assert case.json["left"]["coverage"] == case.json["right"]["coverage"] == "excerpts"
    other = case.contact_with("premier")["id"]
    accounts = {(a["party"], a["contact"]) for a in case.json["others"]}
    assert (f"state:{case.names['us']}", other) in accounts
    assert any(a["party"] == f"state:{case.names['am']}" for a in case.json["others"])


def test_3_attributions_nest_and_keep_whose_hedge_it_is(case):
    found = case.reading["attributions"]
    by_id = {a["id"]: a for a in found}
    assert len(found) >= 12
    broken = [a for a in found if a["mode"] != "indirect" and len(a["content"]) >= 2]
    assert broken, "a quotation broken by its speaker or told in two pieces"
    depths = []
    for a in found:
        depth, up = 1, a["within"]
        while up:
            depth, up = depth + 1, by_id[up]["within"]
        depths.append(depth)
    assert max(depths) >= 2
    hedges = {case.text[slice(*h["span"])].lower(): h["by"] for a in found for h in a["hedges"]}
    assert hedges.get("supposedly") == "reporter" and hedges.get("reportedly") == "reporter"
    officials = [a for a in found if any(case.text[s:e].startswith("Officials") for s, e in a["source"])]
    assert officials and all(case.party[a["party"]]["kind"] == "group" for a in officials if a["party"])


def test_4_the_american_side(case):
    acts = {(c["act"], i) for c in case.claims("us") for i in c["issues"]}
    assert ("reaffirm", "peace_treaty") in acts
    assert ("welcome", "border_delimitation") in acts
    assert any((a in ("emphasize", "highlight") and i.startswith("cop")) or i == "climate" for a, i in acts), acts
    assert ("emphasize", "bilateral_relations") in acts
    assert any(i == "human_rights" for _, i in acts)
    assert all(
        case.holder(c) in (case.names["minister"], None, case.names["president"])
        for c in case.claims("us", "peace_treaty")
    )


def test_4_the_azerbaijani_side(case):
    claims = case.claims("az")
    assert any("new realities" in case.said(c) for c in claims)
    assert any("initiator" in case.said(c) for c in claims)
    constitution = case.claims("az", "constitution")
    assert {"demand", "threaten"} <= {c["act"] for c in constitution}
    assert {c["act"] for c in case.claims("az", "minsk_group")} == {"insist"}
    told = [*constitution, *case.claims("az", "minsk_group")]
    assert all(case.holder(c) == case.names["president"] for c in told)
    assert all(any(h["by"] == "reporter" for h in c["hedges"]) for c in told)


def test_4_the_third_party_and_the_officials(case):
    assert any("domestic" in case.said(c) and c["act"] == "insist" for c in case.claims("am", "constitution"))
    referendum = [c for c in case.reading["claims"] if "referendum" in case.said(c)]
    assert referendum and all(case.party[c["holder"]]["kind"] == "group" and c["tense"] == "future" for c in referendum)
    assert not any(c["account"] in (f"state:{case.names['us']}", f"state:{case.names['az']}") for c in referendum)


def test_5_what_only_one_side_says(case):
    american, azerbaijani = case.issues_only("us"), case.issues_only("az")
    assert {"human_rights", "border_delimitation", "bilateral_relations"} <= american
    assert any(i.startswith("cop") or i == "climate" for i in american)
    assert {"constitution", "minsk_group"} <= azerbaijani
    assert not {"constitution", "minsk_group"} & american and not {"human_rights", "border_delimitation"} & azerbaijani
    relations = {a["relation"] for a in case.json["alignments"]}
    assert "conflict" not in relations
    peace = [a for a in case.json["alignments"] if "peace_treaty" in a["issues"] and a["left"] and a["right"]]
    assert peace and {a["relation"] for a in peace} == {"framing"}


def test_6_the_silence_is_asserted_by_the_reporter(case):
    asserted = [s for s in case.json["silences"] if s["basis"] == "asserted"]
    assert [(s["party"], s["issue"], s["asserted_by"]) for s in asserted] == [
        (f"state:{case.names['us']}", "constitution", None)
    ]
    assert "no mention was made" in case.text[slice(*asserted[0]["evidence"][0]["span"])]
    assert not [s for s in case.json["silences"] if s["basis"] == "checked"], "only excerpts are loaded"


def test_7_one_statement_is_like_the_other(case):
    likeness = case.reading["likenesses"]
    assert len(likeness) == 1 and "similar statement" in case.text[slice(*likeness[0]["span"])]
    assert likeness[0]["party"] == f"state:{case.names['us']}" and likeness[0]["when"]["start"] == "2024-09-13"
    assert set(likeness[0]["contacts"]) == {case.contact_with("president")["id"], case.contact_with("premier")["id"]}


def test_8_the_calendar(case):
    ahead = {case.text[slice(*d["span"])]: d for d in case.reading["dates"] if d["end"] and d["end"] > "2024-09-18"}
    assert set(ahead) == {"later this year", "early 2027"}
    assert ahead["early 2027"]["start"] == "2027-01-01" and ahead["early 2027"]["end"] < "2027-07-02"
    assert ahead["later this year"]["end"] == "2025-01-01"


def test_9_the_headline_is_the_outlets_own(case):
    headline = [c for c in case.reading["claims"] if c.get("headline")]
    assert len(headline) == 1 and headline[0]["account"] is None and case.holder(headline[0]) == case.names["president"]
    note = case.json["headlines"][0]
    body = [c for c in case.reading["claims"] if c["id"] in note["body"]]
    assert "demand" in {c["act"] for c in body}


def test_nothing_is_invented(case):
    for c in case.reading["claims"]:
        assert all(case.text[s:e].strip() for s, e in c["spans"])
    states = {p["country"] for p in case.party.values() if p["country"]}
    assert states == {case.names[k] for k in ("us", "az", "am")}
    people = {p["name"].split()[-1] for p in case.party.values() if p["kind"] == "person"}
    assert people == {
        case.names["minister"],
        case.names["president"],
        case.names["premier"],
        *({"Miller"} if case.names is ORIGINAL else {"Tindall"}),
    }
