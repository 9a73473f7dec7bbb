"""Documents and readings for the tests of the store: fictitious states and persons, readable at a glance.

Larger numbers come from the same generator as the benchmark's.
"""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from readouts.records import (
    Attribution,
    Claim,
    Contact,
    DateMention,
    Document,
    Evidence,
    Hedge,
    MadeBy,
    Mention,
    Party,
    Problem,
    Reading,
    Silence,
    When,
    digest,
)
from readouts.store import adding
from readouts.text import Span

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

NOW = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)
MADE_BY = MadeBy(version="1.0", models=("parser 1", "tagger 2"), lexicon="abc")
VOSS = Party(id="person:arlen-voss", name="Arlen Voss", kind="person", country="XMA", role="President")
KESTER = Party(id="person:ida-kester", name="Ida Kester", kind="person", country="XTE", role="Prime Minister")
DELLAN = Party(id="person:oro-dellan", name="Oro Dellan", kind="person", country="XTE", role="Senator")
MAROVIA = Party(id="state:XMA", name="Marovia", kind="state", country="XMA")
TELMARK = Party(id="state:XTE", name="Telmark", kind="state", country="XTE")
OFFICIALS = Party(id="group:officials", name="officials", kind="group", country="XTE", role="officials")
EVERYBODY = (VOSS, KESTER, DELLAN, MAROVIA, TELMARK, OFFICIALS)


def span(text, words):
    start = text.index(words)
    return Span(start, start + len(words))


def day(when, basis="relative"):
    return When(start=when, end=when + timedelta(1), edtf=when.isoformat(), basis=basis)


def document(text, id="d1", **fields):
    return Document(**{"id": id, "text": text, "publisher": "Office of the President of Marovia", **fields})


def reading(text, id="d1", *, contacts=(), claims=(), parties=EVERYBODY, issuer=MAROVIA.id, **fields):
    """A reading of the text. `claims` are (words, act, issues, holder) and further fields of a claim."""
    own = document(text, id, **{k: v for k, v in fields.items() if k in Document.__dataclass_fields__})
    rest = {k: v for k, v in fields.items() if k in Reading.__dataclass_fields__}
    told = tuple(claim(own, *c[:4], **(c[4] if len(c) > 4 else {})) for c in claims)
    empty = dict.fromkeys(("mentions", "dates", "attributions", "events", "silences", "likenesses", "problems"), ())
    return Reading(
        **{"document": own, "parties": parties, "contacts": tuple(contacts), "claims": told, "issuer": issuer,
           "made_by": MADE_BY, **empty, **rest}
    )  # fmt: skip


def claim(own, words, act, issues, holder, **fields):
    where = span(own.text, words)
    known = {"id": digest("claim", own.id, act, where), "spans": (where,), "sentence": where, "act": act}
    known |= {"issues": tuple(issues), "holder": holder.id if holder else None, "account": MAROVIA.id}
    return Claim(**(known | fields))


def contact(id, kind="call", when=None, parties=(VOSS, KESTER), **fields):
    return Contact(id=id, kind=kind, participants=tuple(p.id for p in parties), when=when, **fields)


def add(store, *readings):
    return [adding.add(store, one, None, NOW) for one in readings]


CALL = (
    "President Arlen Voss spoke by phone today with Prime Minister Ida Kester of Telmark. "
    "He urged Telmark to reopen the pass. The two leaders reportedly welcomed the draft treaty.\n\n"
    "The Prime Minister said that her “constitution” would not change. No mention was made of prisoners."
)


def full(id="full"):
    """A reading that has something in every kind of record."""
    said = span(CALL, "The Prime Minister said that her “constitution” would not change.")
    call = contact("c1", when=day(date(2026, 4, 3)), spans=(span(CALL, "Arlen Voss spoke by phone today"),),
                   initiator=VOSS.id, mediators=(OFFICIALS.id,), hosts=(VOSS.id,), medium="phone", place="Velgrad")  # fmt: skip
    attribution = Attribution(
        id="a1", source=(span(CALL, "The Prime Minister"),), cue=(span(CALL, "said"),),
        content=(span(CALL, "her “constitution” would not change"),), party=KESTER.id, mode="mixed", tense="past",
        hedges=(Hedge(span=span(CALL, "reportedly"), by="reporter"),),
    )  # fmt: skip
    no_prisoners = span(CALL, "No mention was made of prisoners")
    return reading(
        CALL,
        id,
        title="Call with the Prime Minister of Telmark",
        published=date(2026, 4, 3),
        url=f"https://marovia.example/{id}",
        language="en",
        origin="calls.jsonl line 1",
        coverage=0.93,
        raw=None,
        contacts=(call,),
        attributions=(attribution,),
        claims=(
            ("He urged Telmark to reopen the pass.", "urge", ["trade"], VOSS, {"contact": "c1", "addressee": TELMARK.id}),
            (
                "The two leaders reportedly welcomed the draft treaty.", "welcome", ["peace_treaty", "trade"], None,
                {"contact": "c1", "joint": (VOSS.id, KESTER.id), "hedges": (Hedge(span=span(CALL, "reportedly"), by="reporter"),)},
            ),
            (said.of(CALL), "state", ["constitution"], KESTER, {"attribution": "a1", "about": (TELMARK.id,), "polarity": "negative"}),
        ),
        mentions=(Mention(span=span(CALL, "Arlen Voss"), party=VOSS.id, why="full name"), Mention(span=span(CALL, "He"), party=None, why="pronoun")),
        dates=(DateMention(span=span(CALL, "today"), type="DATE", value="2026-04-03", when=day(date(2026, 4, 3))),
               DateMention(span=span(CALL, "The two"), type="DURATION", value="P2D", when=None)),
        silences=(Silence(party=MAROVIA.id, issue="prisoners", basis="asserted", evidence=(Evidence(document=id, span=no_prisoners),)),),
        problems=(Problem(stage="dates", reason="made-up", detail="of the tests", span=span(CALL, "today")), Problem(stage="link", reason="made-up", detail="no place")),
    )  # fmt: skip


def call_texts():
    """Rows of a JSONL file: two sides' readouts of one call, and one of a call a month before. Our own wording of
    contacts that took place, with courtesies and grain for content.
    """
    return [
        {
            "id": "call-1",
            "title": "Readout of President Biden’s Call with President Zelenskyy of Ukraine",
            "publisher": "The White House",
            "published": "2022-06-15",
            "url": "https://one.example/1",
            "text": "President Biden spoke by phone today with President Zelenskyy of Ukraine. The leaders discussed energy "
            "and grain shipments through the Black Sea. President Biden reaffirmed support for Ukraine’s sovereignty. "
            "He welcomed the work of both teams.",
        },
        {
            "id": "call-1-other",
            "title": "Telephone conversation with the President of the United States",
            "publisher": "Office of the President of Ukraine",
            "published": "2022-06-15",
            "url": "https://other.example/1",
            "text": "President of Ukraine Volodymyr Zelenskyy spoke by phone today with President of the United States "
            "Joe Biden. The President of Ukraine thanked the United States for its support. The parties discussed the "
            "export of grain and energy.",
        },
        {
            "id": "call-0",
            "title": "Readout of President Biden’s Call with President Zelenskyy of Ukraine",
            "publisher": "The White House",
            "published": "2022-05-16",
            "url": "https://one.example/0",
            "text": "President Biden spoke by phone today with President Zelenskyy of Ukraine. President Biden and "
            "President Zelenskyy discussed energy. President Biden urged all sides to protect civilians.",
        },
    ]
