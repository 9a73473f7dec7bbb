"""What the corpus answers: each question over a handful of documents with the answer in sight, on both databases."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from made import DELLAN, KESTER, MAROVIA, OFFICIALS, TELMARK, VOSS, add, contact, day, full, reading, span
from sqlalchemy import select, update

from readouts.errors import InputError, StoreError
from readouts.records import DateMention, Mention, Party, When
from readouts.store import questions as ask
from readouts.store import schema as t
from readouts.store.database import opened
from readouts.store.questions import Asked, Side
from readouts.store.shown import shown
from readouts.store.words import MOST_SIGNS, found_in, indexed, passages, terms

ORLA = Party(id="person:tam-orla", name="Tam Orla", kind="person", country="XOL", role="President")
OLMIA = Party(id="state:XOL", name="Olmia", kind="state", country="XOL")


def asked(store, question, *words, **narrowed):
    with store.reads() as connection:
        return question(connection, *words, Asked(**narrowed))


def call(id, when, parties=(VOSS, KESTER), kind="call", text="They spoke by phone.", **fields):
    met = contact(f"c-{id}", kind, day(when) if when else None, parties, spans=(span(text, text),), **fields)
    return reading(text, id, contacts=(met,), parties=(*parties, MAROVIA, TELMARK), published=when, title=id)


# --- contacts ---------------------------------------------------------------------------------------------------


@pytest.fixture
def calls(store):
    add(
        store,
        call("a", date(2026, 1, 5)),
        call("b", date(2026, 3, 1), kind="meeting", place="Velgrad", initiator=KESTER.id),
        call("c", date(2026, 2, 1), parties=(VOSS, ORLA)),
        call("d", date(2026, 3, 11), status="planned"),
        call("e", None),
    )
    return store


def test_contacts_newest_first_undated_last(calls):
    found = asked(calls, ask.contacts)
    assert [met.id for met in found] == ["c-d", "c-b", "c-c", "c-a", "c-e"]
    assert found[1].place == "Velgrad" and found[1].initiator == Side(KESTER.id, KESTER.name)
    assert found[1].participants == (Side(VOSS.id, VOSS.name), Side(KESTER.id, KESTER.name))
    assert found[0].status == "planned" and found[4].when is None and all(met.gap is None for met in found)


@pytest.mark.parametrize(
    ("narrowed", "ids"),
    [
        ({"parties": ("Telmark",)}, "dbae"),
        ({"parties": ("XTE", "Arlen Voss")}, "dbae"),
        ({"parties": ("orla",)}, "c"),
        ({"parties": ("person:tam-orla", "Telmark")}, ""),
        ({"kind": "meeting"}, "b"),
        ({"since": date(2026, 2, 1), "until": date(2026, 3, 1)}, "bc"),
        ({"limit": 2}, "db"),
        ({"parties": ("Marovia", "Telmark"), "limit": 2}, "db"),
    ],
)
def test_contacts_narrowed(calls, narrowed, ids):
    assert [met.id for met in asked(calls, ask.contacts, **narrowed)] == [f"c-{id}" for id in ids]


def test_gaps_between_two_parties(calls):
    found = asked(calls, ask.contacts, parties=("Marovia", "Telmark"))
    assert [(met.id, met.gap) for met in found] == [("c-d", 10), ("c-b", 55), ("c-a", None), ("c-e", None)]


def test_a_gap_in_which_an_undated_contact_may_lie_is_a_most(store):
    undated = call("x", date(2026, 2, 14))
    undated = replace(undated, contacts=(replace(undated.contacts[0], when=None),))
    add(store, *(call(id, date(2026, month, 1)) for month, id in enumerate("abc", 1)), undated)
    found = asked(store, ask.contacts, parties=("Arlen Voss", "Ida Kester"))
    assert [(met.id, met.gap, met.gap_is_most) for met in found] == [
        ("c-c", 28, True), ("c-b", 31, False), ("c-a", None, False), ("c-x", None, False),
    ]  # fmt: skip


def test_linked_tellings_are_one_contact(calls):
    add(calls, call("f", date(2026, 1, 5), text="She took a call."))
    c, k = t.contact.c, t.contact_links
    with calls.writes() as connection:
        keys = {row.id: row.key for row in connection.execute(select(c.id, c.key))}
        link = update(k).where(k.c.contact == keys["c-f"])
        connection.execute(link.values(linked_to=keys["c-a"], reason="same day and people", made_by="engine"))
    found = [met for met in asked(calls, ask.contacts) if met.id in ("c-a", "c-f")]
    assert [(met.id, met.documents) for met in found] == [("c-a", ("a", "f"))]


def test_a_superseded_document_is_in_no_answer(store):
    add(store, full(), full("other"))
    changed = full().document.text.replace("spoke by phone today", "spoke by phone today with")
    add(store, reading(changed, "new", url=full().document.url))
    assert [met.documents for met in asked(store, ask.contacts)] == [("other",)]
    assert {hit.document for hit in asked(store, ask.search, "pass")} == {"other", "new"}
    assert {cell.evidence.document for cell in asked(store, ask.positions)} == {"other"}
    assert {one.evidence.document for one in asked(store, ask.timeline)} == {"other"}
    assert [d.id for d in asked_list(store, ask.documents)] == ["other", "new"]


def asked_list(store, question, **narrowed):
    with store.reads() as connection:
        return list(question(connection, Asked(**narrowed)))


# --- timeline ---------------------------------------------------------------------------------------------------


def test_timeline_has_contacts_and_later_days_as_vague_as_written(store):
    text = "They spoke on 3 April 2026. A referendum may be held in early 2027. They last met in 2025."
    vague = When(start=date(2027, 1, 1), end=date(2027, 5, 1), edtf="2027-01/2027-04", basis="stated")
    gone = When(start=date(2025, 1, 1), end=date(2026, 1, 1), edtf="2025", basis="stated")
    dates = [
        ("3 April 2026", day(date(2026, 4, 3))),
        ("early 2027", vague),
        ("2025", gone),
    ]
    met = contact("c1", when=day(date(2026, 4, 3)), spans=(span(text, "They spoke on 3 April 2026"),))
    add(
        store,
        reading(
            text,
            published=date(2026, 4, 4),
            contacts=(met,),
            dates=tuple(DateMention(span=span(text, w), type="DATE", value="X", when=when) for w, when in dates),
            mentions=(Mention(span=span(text, "They"), party=VOSS.id, why="pronoun"),),
        ),
    )
    later, then = asked(store, ask.timeline)
    assert (later.what, later.status, later.when) == ("date", "announced", vague)
    assert later.words == "A referendum may be held in early 2027."
    assert (then.what, then.status, then.words) == ("call", "past", "They spoke on 3 April 2026")
    assert asked(store, ask.timeline, parties=("Arlen Voss",)) == (later, then)
    assert asked(store, ask.timeline, parties=("Ida Kester",)) == (then,)
    assert asked(store, ask.timeline, kind="call") == (then,)
    assert asked(store, ask.timeline, since=date(2026, 6, 1)) == (later,)


# --- positions --------------------------------------------------------------------------------------------------

PASS = "Marovia welcomed the talks on the pass."
URGED = "President Voss urged the reopening of the pass."
TALKED = "The two discussed the pass."


@pytest.fixture
def said(store):
    one = call("met", date(2026, 1, 20))
    add(
        store,
        reading(PASS, "a", claims=((PASS, "welcome", ["trade"], MAROVIA),), published=date(2026, 1, 1)),
        reading(URGED, "b", claims=((URGED, "urge", ["trade"], VOSS),), published=date(2026, 2, 1)),
        reading(
            TALKED,
            "c",
            contacts=(contact("c9", when=day(date(2026, 1, 20))),),
            claims=((TALKED, "discuss", ["trade", "energy"], None, {"joint": (VOSS.id, KESTER.id), "contact": "c9"}),),
            published=date(2026, 3, 1),
        ),
        reading("A senator objected.", "d", claims=(("A senator objected.", "reject", ["trade"], DELLAN),)),
        reading("Officials doubted it.", "e", claims=(("Officials doubted it.", "deny", ["trade"], OFFICIALS),)),
    )
    assert one
    return store


def test_positions_show_the_last_act_and_count(said):
    cells = {(cell.party.name, cell.issue): cell for cell in asked(said, ask.positions)}
    assert set(cells) == {
        ("Marovia", "trade"), ("Marovia", "energy"), ("Telmark", "trade"), ("Telmark", "energy"), ("Oro Dellan", "trade"),
    }  # fmt: skip
    own = cells["Marovia", "trade"]
    assert (own.act, own.day, own.first, own.count) == ("urge", date(2026, 2, 1), date(2026, 1, 1), 3)
    assert own.words == URGED and own.evidence.document == "b"
    assert cells["Telmark", "trade"].day == date(2026, 1, 20)  # of the contact, not of publication
    assert cells["Oro Dellan", "trade"].day is None  # a senator does not speak for the state; nothing dates it


def test_positions_of_a_person_are_what_it_did_alone_or_with_others(said):
    cells = asked(said, ask.positions, parties=("Arlen Voss",))
    told = [(cell.party.name, cell.issue, cell.act, cell.count) for cell in cells]
    assert told == [("Marovia", "trade", "urge", 2), ("Marovia", "energy", "discuss", 1)]


def test_history_shows_changes_of_act(said):
    steps = asked(said, ask.history, parties=("Marovia",), issue="trade")
    assert [(s.day, s.act, s.before, s.day_basis) for s in steps] == [
        (date(2026, 1, 1), "welcome", None, "published"),
        (date(2026, 1, 20), "discuss", "welcome", "contact"),
        (date(2026, 2, 1), "urge", "discuss", "published"),
    ]
    assert steps[1].holder is None and steps[2].holder == Side(VOSS.id, VOSS.name) and steps[2].account.id == MAROVIA.id
    assert asked(said, ask.history, parties=("Marovia",), issue="trade", limit=1) == steps[-1:]


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [({"issue": "energy"}, 2), ({"act": "urge"}, 1), ({"until": date(2026, 1, 10)}, 1), ({"limit": 1}, 1)],
)
def test_positions_narrowed(said, narrowed, count):
    assert len(asked(said, ask.positions, **narrowed)) == count


# --- search -----------------------------------------------------------------------------------------------------

SCRIPTS = {
    "latin": "Türkiye’s Foreign Minister met his naïve colleague in São Tomé.",
    "cyrillic": "Президент України обговорив конституцію та прикордонні питання; ещё раз.",
    "armenian": "Նախագահը խոսեց Հայաստանի Սահմանադրության մասին։ Ինչո՞ւ և երբ։",
    "chinese": "两国领导人讨论了宪法和边界问题。",
    "japanese": "両首脳は憲法について協議した。",
    "korean": "양국 정상은 헌법을 논의했다.",
    "georgian": "პრეზიდენტმა კონსტიტუცია განიხილა.",
    "arabic": "ناقش الرئيسان الدستور والحدود.",
}


@pytest.fixture
def scripts(store):
    add(store, *(reading(text, id, language=None) for id, text in SCRIPTS.items()))
    return store


@pytest.mark.parametrize(
    ("query", "found", "words"),
    [
        ("turkiye", "latin", "Türkiye"),
        ("TÜRKİYE", "latin", "Türkiye"),
        ('"sao tome"', "latin", "São Tomé"),
        ("конституцію", "cyrillic", "конституцію"),
        ("УКРАЇНИ президент", "cyrillic", "Президент"),
        ("еще", "cyrillic", "ещё"),
        ("прикордонн*", "cyrillic", "прикордонні"),
        ("Սահմանադրության", "armenian", "Սահմանադրության"),
        ("հայաստանի", "armenian", "Հայաստանի"),
        ("ինչու", "armenian", "Ինչո՞ւ"),
        ("եւ", "armenian", "և"),
        ("宪法", "chinese", "宪法"),
        ("边界问题", "chinese", "边界问题"),
        ("領導人 OR 憲法", None, None),
        ("憲法", "japanese", "憲法"),
        ("헌법*", "korean", "헌법을"),
        ("კონსტიტუცია", "georgian", "კონსტიტუცია"),
        ("الدستور", "arabic", "الدستور"),
        ("法宪", None, None),
        ("tome sao colleague", "latin", "colleague"),
        ('"tome sao"', None, None),
    ],
)
def test_search_finds_words_of_every_script(scripts, query, found, words):
    hits = asked(scripts, ask.search, query)
    assert [hit.document for hit in hits] == ([found] if found else [])
    if found:
        assert hits[0].evidence.span.of(SCRIPTS[found]) == words and hits[0].evidence.span in hits[0].marks


FORMS = {
    "en": "The President urged Telmark to reopen the pass; constitutions were compared.",
    "ru": "Президенты обсудили конституции двух стран.",
    "hy": "Նախագահը խոսեց սահմանադրությունների մասին։",
}


@pytest.mark.parametrize(
    ("query", "found", "words"),
    [
        ("urge", "en", "urged"),
        ("URGING constitution", "en", "urged"),
        ('"urged telmark"', "en", "urged Telmark"),
        ('"urge telmark"', None, None),
        ('"urge"', None, None),
        ("telmark -urges", None, None),
        ("конституция", "ru", "конституции"),
        ("страна", "ru", "стран"),
        ("սահմանադրություններ", "hy", "սահմանադրությունների"),
    ],
)
def test_search_finds_forms_of_words_and_phrases_to_the_letter(store, query, found, words):
    add(store, *(reading(text, id, language=None) for id, text in FORMS.items()))
    hits = asked(store, ask.search, query)
    assert [hit.document for hit in hits] == ([found] if found else [])
    assert not found or hits[0].evidence.span.of(FORMS[found]) == words


def test_search_by_relevance(store):
    days = {"once": date(2026, 3, 1), "often": date(2026, 1, 1)}
    texts = {
        "once": f"The treaty was named. {'Other matters took the day. ' * 9}",
        "often": "Treaty by treaty, treaties.",
    }
    add(store, *(reading(texts[id], id, published=when) for id, when in days.items()))
    assert [hit.document for hit in asked(store, ask.search, "treaty")] == ["once", "often"]
    with store.reads() as connection:
        found = ask.search(connection, "treaty", Asked(limit=1), by="relevance")
    assert [hit.document for hit in found] == ["often"]


def test_search_is_counted(store):
    add(store, full(), reading("The treaty.", "other", publisher=None, published=None))
    counts = asked(store, ask.search_counts, "the")
    assert (counts.passages, counts.are_all) == (3, True)
    told = {(one.kind, one.value): one.passages for one in counts.by}
    assert told["publisher", "Office of the President of Marovia"] == 2 and told["year", "2026"] == 2
    assert told["party", MAROVIA.id] == 1 and told["party", TELMARK.id] == 2 and told["issue", "trade"] == 1
    assert told["act", "urge"] == told["act", "state"] == 1
    assert {one.name for one in counts.by if one.kind == "party"} == {"Marovia", "Telmark"}
    narrowed = asked(store, ask.search_counts, "the", issue="constitution", limit=0)
    assert narrowed.passages == 1 and {one.value for one in narrowed.by if one.kind == "act"} == {"state"}
    assert asked(store, ask.search_counts, "nowhere").by == ()


def test_search_leaves_passages_out(store):
    add(store, full())
    assert len(asked(store, ask.search, "the")) == 2
    (hit,) = asked(store, ask.search, "the -prisoners")
    assert hit.passage.startswith("President Arlen Voss") and hit.marks


@pytest.mark.parametrize(
    ("narrowed", "hits"),
    [
        ({}, 2),
        ({"parties": ("Arlen Voss",)}, 1),
        ({"parties": ("Telmark",)}, 2),  # by Kester, alone and with Voss
        ({"issue": "constitution"}, 1),
        ({"issue": "trade", "act": "urge"}, 1),
        ({"issue": "constitution", "act": "urge"}, 0),
        ({"kind": "call"}, 2),
        ({"kind": "visit"}, 0),
        ({"since": date(2026, 4, 3), "until": date(2026, 4, 3)}, 2),
        ({"since": date(2026, 4, 4)}, 0),
        ({"limit": 1}, 1),
    ],
)
def test_search_narrowed(store, narrowed, hits):
    add(store, full())
    assert len(asked(store, ask.search, "the", **narrowed)) == hits


def test_search_gives_the_newest_first(store):
    days = {"a": date(2026, 1, 1), "b": None, "c": date(2026, 3, 1)}
    add(store, *(reading(f"The treaty {id}.", id, published=when) for id, when in days.items()))
    assert [hit.document for hit in asked(store, ask.search, "treaty")] == ["c", "a", "b"]


@pytest.mark.parametrize("query", ["", "-the", "…", '* - ""'])
def test_a_query_without_words_is_refused(store, query):
    with pytest.raises(InputError, match="no word"):
        asked(store, ask.search, query)


@pytest.mark.parametrize("query", ['"', "a'b", 'x" OR 1', "(a", "a:b", "NOT", "a & !b", "near(a b)", "\\", "%", "{}"])
def test_signs_of_the_databases_own_query_languages_do_no_harm(store, query):
    add(store, full())
    try:
        asked(store, ask.search, query)
    except InputError as error:
        assert "no word" in str(error)


# --- names and ids ----------------------------------------------------------------------------------------------


def test_names_that_fit_several_parties_are_refused_with_the_choice(store):
    twin = Party(id="person:bela-voss", name="Bela Voss", kind="person", country="XTE")
    add(store, reading("Voss met Voss.", parties=(VOSS, twin, MAROVIA)))
    with pytest.raises(InputError, match=r"Arlen Voss \(person:arlen-voss\); Bela Voss"):
        asked(store, ask.contacts, parties=("Voss",))
    with pytest.raises(StoreError, match="no party"):
        asked(store, ask.contacts, parties=("Nobody",))


@pytest.mark.parametrize(
    ("id", "kind", "fact"),
    [
        ("full", "document", ("title", "Call with the Prime Minister of Telmark")),
        ("c1", "contact", ("initiator", "Arlen Voss (person:arlen-voss)")),
        ("a1", "attribution", ("cue", "said")),
        ("kester", "party", ("name", "Ida Kester")),
        ("person:arlen-voss", "party", ("office", "President, 2026-04-03 to 2026-04-03")),
    ],
)
def test_show(store, id, kind, fact):
    add(store, full())
    with store.reads() as connection:
        found = shown(connection, id)
    assert found.kind == kind and fact in found.facts


def test_show_by_the_beginning_of_an_id(store):
    add(store, full())
    whole = full().claims[0].id
    with store.reads() as connection:
        assert shown(connection, whole[:6]).id == whole
        with pytest.raises(StoreError, match="nothing in the database"):
            shown(connection, "nothing-there")


# --- words ------------------------------------------------------------------------------------------------------


def test_passages_hold_every_word_once_and_are_not_too_long():
    text = "\n\n".join(("One two. " * 400, "Three", "四" * 4000, "x" * 5000, "Last one."))
    spans = passages(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert max(s.end - s.start for s in spans) <= MOST_SIGNS
    assert [w for s in spans for w in indexed(s.of(text)) if w != "x" * len(w)] == [
        w for w in indexed(text) if w[0] != "x"
    ]


def test_marks_stand_on_the_words():
    text = "The Minsk Group met; the group in Minsk did not."
    assert [s.of(text) for s in found_in(text, terms('"minsk group"'))] == ["Minsk Group"]
    assert [s.of(text) for s in found_in(text, terms("gro* -met"))] == ["Group", "group"]


# --- both databases ---------------------------------------------------------------------------------------------


def test_both_databases_give_the_same_answers(tmp_path, postgres):
    from corpus import questions, readings
    from server import fresh

    address = next(made := fresh(postgres))
    stores = [opened(target, create=True) for target in (str(tmp_path / "corpus.db"), address)]
    for store in stores:
        add(store, full(), *readings(80))
    # What weighs most each database reckons in its own way.
    one, other = (
        {name: question() for name, question in questions(store).items() if not name.endswith("by relevance")}
        for store in stores
    )
    assert [name for name in one if not one[name]] == []
    assert one == other
    for store in stores:
        store.close()
    next(made, None)
