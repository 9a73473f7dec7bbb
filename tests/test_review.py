"""Review: decisions stand over what the engine said, on both databases, and nothing of them is lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from made import KESTER, MADE_BY, MAROVIA, NOW, TELMARK, VOSS, add, claim, contact, day, full, reading, span
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from readouts import corpus
from readouts.errors import InputError, StoreError
from readouts.records import Alignment, Attribution, Problem
from readouts.review import deciding, relations
from readouts.review.agreement import agreement, agreements
from readouts.review.deciding import accepted, added, history, mended_to, rejected, taken_back
from readouts.review.gold import gold
from readouts.review.mending import Mend
from readouts.review.sessions import Wanted, progress, queue, start, target
from readouts.store import adding, checks, decisions, items
from readouts.store import schema as t
from readouts.store.questions import Asked, contacts, positions, timeline
from readouts.store.questions import history as steps
from readouts.text import Span

URGE, WELCOME, STATE = full().claims


def later(minutes):
    return NOW + timedelta(minutes=minutes)


def key_of(connection, id):
    return connection.execute(select(t.document.c.key).where(t.document.c.id == id)).scalar_one()


def stored(store, id="full"):
    with store.reads() as connection:
        return adding.stored(connection, key_of(connection, id))


def engine(store, id="full"):
    with store.reads() as connection:
        return adding.engine(connection, key_of(connection, id))


def act_of(store, id=URGE.id):
    return next(one.act for one in stored(store).claims if one.id == id)


def rows(store, sql):
    with store.reads() as connection:
        return [dict(row) for row in connection.execute(text(sql)).mappings()]


def cells(store, **asked):
    with store.reads() as connection:
        return {(one.party.id, one.issue): (one.act, one.count) for one in positions(connection, Asked(**asked))}


def reread(store, new):
    return list(corpus.reread(store, lambda _: new, replace(MADE_BY, version="1.1"), lambda: later(99), all_=True))


@pytest.fixture
def ada(store):
    add(store, full())
    return start(store, "Ada", NOW)


# --- what stands --------------------------------------------------------------------------------------------------


def test_an_accepted_record_is_reviewed_and_the_same(store, ada):
    accepted(store, ada, [URGE.id], later(1))
    assert stored(store) == full()
    assert {r["claim"]: bool(r["reviewed"]) for r in rows(store, "SELECT * FROM claims")} == {
        URGE.id: True, WELCOME.id: False, STATE.id: False,
    }  # fmt: skip


def test_a_mended_act_and_issue_count_as_mended(store, ada):
    assert cells(store)[TELMARK.id, "constitution"] == ("state", 1)
    made = mended_to(store, ada, STATE.id, Mend(act="reject", issues=("peace_treaty",)), later(1), note="read again")
    assert (made.verdict, made.said.act, made.stands.act, made.note) == ("mend", "state", "reject", "read again")
    assert (made.coder, made.at, made.document) == ("Ada", "2026-05-01T12:01:00Z", "full")
    found = cells(store)
    assert (TELMARK.id, "constitution") not in found and found[TELMARK.id, "peace_treaty"] == ("reject", 2)
    (row,) = [r for r in rows(store, "SELECT * FROM claims") if r["claim"] == STATE.id]
    assert (row["act"], row["issues"]) == ("reject", "peace_treaty") and row["reviewed"]
    assert engine(store) == full()  # what the engine said is still there


def test_a_mended_party_counts_for_its_own_state(store, ada):
    mended_to(store, ada, URGE.id, Mend(party="Ida Kester"), later(1))
    with store.reads() as connection:
        (step,) = steps(connection, Asked(parties=("XTE",), issue="trade"))[:1]
    assert step.holder.id == KESTER.id
    assert {party for party, issue in cells(store) if issue == "trade"} == {MAROVIA.id, TELMARK.id}


def test_a_state_that_no_text_named_may_be_the_party(store, ada):
    mended_to(store, ada, URGE.id, Mend(party="FRA", account="France"), later(1))
    told = stored(store)
    assert (told.claims[0].holder, told.claims[0].account) == ("state:FRA", "state:FRA")
    assert next(p.name for p in told.parties if p.id == "state:FRA") == "France"
    mended_to(store, ada, URGE.id, Mend(party=""), later(2))
    assert stored(store).claims[0].holder is None


def test_a_rejected_claim_counts_nowhere(store, ada):
    rejected(store, ada, [STATE.id], later(1))
    assert (TELMARK.id, "constitution") not in cells(store)
    assert STATE.id not in {r["claim"] for r in rows(store, "SELECT * FROM claims")}
    assert [c.id for c in stored(store).claims] == [URGE.id, WELCOME.id]


def test_mended_words_stand_in_the_view_and_are_sound(store, ada):
    own = full().document.text
    mended_to(store, ada, URGE.id, Mend(spans=(span(own, "urged Telmark to reopen the pass"),)), later(1))
    (row,) = [r for r in rows(store, "SELECT * FROM claims") if r["claim"] == URGE.id]
    assert row["words"] == "urged Telmark to reopen the pass" and row["sentence"].endswith("pass.")
    assert not [fault for check in checks.checked(store) for fault in check.faults]


def test_mended_and_rejected_contacts_show_in_the_answers(store, ada):
    mended_to(store, ada, "c1", Mend(kind="meeting", day="2026-04-02", participants=("Arlen Voss", "XTE")), later(1))
    with store.reads() as connection:
        (met,) = contacts(connection, Asked(kind="meeting"))
        assert met.when.start == date(2026, 4, 2) and [p.id for p in met.participants] == [VOSS.id, TELMARK.id]
        assert contacts(connection, Asked(kind="call")) == ()
    rejected(store, ada, ["c1"], later(2))
    with store.reads() as connection:
        assert contacts(connection, Asked()) == () and timeline(connection, Asked(kind="meeting")) == ()
    told = stored(store)
    assert told.contacts == () and {c.contact for c in told.claims} == {None}


def test_a_rejected_attribution_is_nobodys(store, ada):
    rejected(store, ada, ["a1"], later(1))
    assert stored(store).attributions == () and stored(store).claims[2].attribution is None
    assert rows(store, "SELECT * FROM attributions") == []


def test_a_date_and_its_value(store, ada):
    with store.reads() as connection:
        found = [i for i in items.items(adding.engine(connection, 1)) if i.kind == "date"]
    mended_to(store, ada, found[0].record, Mend(value="2026-04-02", day="2026-04-02"), later(1))
    rejected(store, ada, [found[1].record], later(2))
    (row,) = rows(store, "SELECT * FROM dates")
    assert (row["value"], str(row["day_start"]), row["words"]) == ("2026-04-02", "2026-04-02", "today")


def test_what_the_engine_missed_is_added(store, ada):
    own = full().document
    missed = claim(own, "No mention was made of prisoners", "discuss", ["prisoners"], VOSS)
    made = added(store, ada, "full", missed, later(1))
    assert (made.verdict, made.said) == ("add", None)
    assert cells(store)[MAROVIA.id, "prisoners"] == ("discuss", 1)
    mended_to(store, ada, made.record, Mend(act="raise"), later(2))
    assert cells(store)[MAROVIA.id, "prisoners"] == ("raise", 1)
    rejected(store, ada, [made.record], later(3))
    assert stored(store) == full()
    with pytest.raises(InputError, match="do not stand in the text"):
        added(store, ada, "full", replace(missed, spans=(Span(9000, 9001),)), later(4))


# --- mending one layer after another --------------------------------------------------------------------------------


def test_a_second_mend_keeps_the_first(store, ada):
    mended_to(store, ada, URGE.id, Mend(act="demand"), later(1))
    mended_to(store, ada, URGE.id, Mend(issues=("peace_treaty",)), later(2))
    assert [(c.act, c.issues) for c in stored(store).claims[:1]] == [("demand", ("peace_treaty",))]
    back = mended_to(store, ada, URGE.id, Mend(act="urge", issues=("trade",)), later(3))
    assert back.verdict == "accept"


def test_two_coders_on_two_layers_both_count(store, ada):
    bo = start(store, "Bo", NOW)
    mended_to(store, ada, URGE.id, Mend(act="demand"), later(1), layers=("act",))
    mended_to(store, bo, URGE.id, Mend(issues=("peace_treaty",)), later(2), layers=("issue",))
    assert [(c.act, c.issues) for c in stored(store).claims[:1]] == [("demand", ("peace_treaty",))]


def test_the_latest_stands_and_an_adjudicator_before_all(store, ada):
    bo, judge = start(store, "Bo", NOW), start(store, "Cy", NOW, role="adjudicator")
    mended_to(store, ada, URGE.id, Mend(act="demand"), later(1))
    mended_to(store, bo, URGE.id, Mend(act="request"), later(2))
    assert act_of(store) == "request"
    mended_to(store, judge, URGE.id, Mend(act="insist"), later(3))
    mended_to(store, ada, URGE.id, Mend(act="raise"), later(4))
    assert act_of(store) == "insist"


@pytest.mark.parametrize(
    ("id", "mend", "says"),
    [
        (URGE.id, Mend(), "nothing is to be mended"),
        (URGE.id, Mend(act="urg"), "near|Known are urge"),
        (URGE.id, Mend(issues=("weather",)), "is no issue"),
        (URGE.id, Mend(party="Atlantis"), "no party has the name 'Atlantis'"),
        (URGE.id, Mend(spans=()), "no words are marked"),
        (URGE.id, Mend(spans=(Span(0, 9), Span(5, 12))), "overlap"),
        (URGE.id, Mend(spans=(Span(5, 99999),)), "no words of the text"),
        (URGE.id, Mend(polarity="maybe"), "is no polarity"),
        (URGE.id, Mend(kind="call"), "a claim has no kind"),
        ("c1", Mend(day="tomorrow"), "is no day"),
        ("c1", Mend(act="urge"), "a contact has no act"),
    ],
)
def test_a_mend_that_cannot_be_is_refused_and_changes_nothing(store, ada, id, mend, says):
    with pytest.raises(InputError, match=says):
        mended_to(store, ada, id, mend, later(1))
    assert stored(store) == full() and history_of(store) == ()


def history_of(store):
    with store.reads() as connection:
        return history(connection)


# --- taking back ----------------------------------------------------------------------------------------------------


def test_undo_is_a_new_row_and_brings_the_engine_back(store, ada):
    made = mended_to(store, ada, URGE.id, Mend(act="demand"), later(1))
    before = rows(store, "SELECT * FROM claims WHERE claim = '" + STATE.id + "'")
    undone = taken_back(store, ada, made.key, later(2))
    assert undone.takes_back == made.key and [d.verdict for d in history_of(store)] == ["undo", "mend"]
    assert stored(store) == full() and not any(r["reviewed"] for r in rows(store, "SELECT * FROM claims"))
    assert rows(store, "SELECT * FROM claims WHERE claim = '" + STATE.id + "'") == before
    with pytest.raises(InputError, match="taken back already"):
        taken_back(store, ada, made.key, later(3))
    with pytest.raises(InputError, match="taken back already"):
        taken_back(store, ada, undone.key, later(3))
    with pytest.raises(StoreError, match="no decision 99"):
        taken_back(store, ada, 99, later(3))


def test_undo_brings_back_what_stood_before(store, ada):
    mended_to(store, ada, URGE.id, Mend(act="demand"), later(1))
    second = rejected(store, ada, [URGE.id], later(2))[0]
    taken_back(store, ada, second.key, later(3))
    assert act_of(store) == "demand"


def test_only_an_adjudicator_takes_back_anothers(store, ada):
    made = mended_to(store, ada, URGE.id, Mend(act="demand"), later(1))
    with pytest.raises(InputError, match="is Ada's"):
        taken_back(store, start(store, "Bo", NOW), made.key, later(2))
    taken_back(store, start(store, "Cy", NOW, role="adjudicator"), made.key, later(3))
    assert act_of(store) == "urge"


def test_decisions_are_never_edited_or_deleted(store, ada):
    accepted(store, ada, [URGE.id], later(1))
    for statement in (update(t.decision).values(note="other"), t.decision.delete()):
        with pytest.raises((DBAPIError, StoreError), match="never"), store.writes() as connection:
            connection.execute(statement)


def test_a_wrong_id_in_a_list_decides_nothing(store, ada):
    with pytest.raises(StoreError, match="nothing that may be reviewed"):
        accepted(store, ada, [URGE.id, "nothing-here"], later(1))
    assert history_of(store) == ()


def test_the_keys_of_rows_stay(store, ada):
    before = rows(store, "SELECT key, id FROM claim ORDER BY key")
    mended_to(store, ada, WELCOME.id, Mend(act="praise"), later(1))
    made = rejected(store, ada, [URGE.id], later(2))[0]
    assert rows(store, "SELECT key, id FROM claim ORDER BY key") == before[1:]
    taken_back(store, ada, made.key, later(3))
    assert [r["id"] for r in rows(store, "SELECT id FROM claim")] and act_of(store) == "urge"


# --- reading again --------------------------------------------------------------------------------------------------


def test_decided_records_survive_rereading(store, ada):
    mended_to(store, ada, URGE.id, Mend(act="demand"), later(1))
    other = claim(full().document, "urged Telmark to reopen the pass", "request", ["trade"], VOSS)
    reread(store, replace(full(), claims=(other,), contacts=(), attributions=()))
    told = stored(store)
    assert [(c.id, c.act) for c in told.claims] == [(URGE.id, "demand")] and [c.id for c in told.contacts] == ["c1"]
    assert {act for act, _ in cells(store).values()} == {"demand"}
    assert not [fault for check in checks.checked(store) for fault in check.faults]


def test_a_rejected_claim_stays_away_in_whatever_words_it_comes_again(store, ada):
    rejected(store, ada, [URGE.id], later(1))
    other = claim(full().document, "urged Telmark to reopen the pass", "request", ["trade"], VOSS)
    reread(store, replace(full(), claims=(other, *full().claims[1:])))
    assert [c.id for c in stored(store).claims] == [WELCOME.id, STATE.id]
    taken_back(store, start(store, "Ada", NOW), 1, later(3))
    assert [c.id for c in stored(store).claims] == [URGE.id, WELCOME.id, STATE.id]


def test_a_neighbour_on_shared_words_is_not_taken_for_another_version(store):
    text_ = "He discussed trade and energy."
    first = (
        ("discussed trade", "discuss", ["trade"], VOSS),
        ("discussed trade and energy", "discuss", ["energy"], VOSS),
    )
    one = reading(text_, claims=first)
    add(store, one)
    ada = start(store, "Ada", NOW)
    accepted(store, ada, [one.claims[0].id], later(1))
    assert len(stored(store, "d1").claims) == 2
    again = reading(text_, claims=(first[0], ("discussed trade and energy", "raise", ["energy"], VOSS)))
    reread(store, again)
    assert [c.act for c in stored(store, "d1").claims] == ["discuss", "raise"]


def test_decisions_outlive_a_lost_reading(store, ada):
    mended_to(store, ada, URGE.id, Mend(act="demand"), later(1))
    with store.writes() as connection:
        connection.execute(text("UPDATE reading SET body = 'x'"))
    reread(store, replace(full(), claims=full().claims[1:]))
    assert [c.act for c in stored(store).claims] == ["demand", "welcome", "state"]


def test_rereading_tells_only_what_the_engine_changed(store, ada):
    mended_to(store, ada, URGE.id, Mend(act="demand"), later(1))
    assert reread(store, full()) == []


# --- queues ---------------------------------------------------------------------------------------------------------


def doubtful():
    problem = Problem(stage="parties", reason="party-unresolved", detail="who", span=span(full().document.text, "her"))
    return replace(full(), problems=(problem,))


def queued(store, session):
    with store.reads() as connection:
        return queue(connection, session)


def test_doubts_come_first_and_a_sample_after(store):
    add(store, doubtful())
    session = start(store, "Ada", NOW, wanted=Wanted(doubts=2, sample=2))
    found = queued(store, session)
    assert [one.place for one in found] == [1, 2, 3, 4]
    assert ("hedged", "party-unresolved") in {one.why for one in found[:2]}
    assert all(one.why != ("sample",) for one in found[:2]) and {one.why for one in found[2:]} == {("sample",)}


def test_a_queue_of_one_layer_issuer_or_document(store):
    add(store, full(), reading("She left.", "other", claims=[("She left.", "act", [], None)], issuer=TELMARK.id))

    def of(**wanted):
        return {
            (q.kind, q.document, q.layers) for q in queued(store, start(store, "Ada", NOW, wanted=Wanted(**wanted)))
        }

    assert of(layers=("act",)) == {("claim", "full", ("act",)), ("claim", "other", ("act",))}
    assert of(layers=("date",)) == {("date", "full", ("date",))}
    assert {document for _, document, _ in of(issuer="Telmark")} == {"other"}
    assert {document for _, document, _ in of(document="full")} == {"full"}
    with pytest.raises(StoreError, match="Atlantis"):
        of(issuer="Atlantis")


def test_the_sample_is_drawn_by_seed_and_stratum(store):
    from corpus import readings  # bench/corpus.py

    add(store, *readings(30))

    def drawn(seed):
        wanted = Wanted(doubts=0, sample=24, seed=seed)
        return [(q.kind, q.record) for q in queued(store, start(store, "Ada", NOW, wanted=wanted))]

    assert drawn(1) == drawn(1) != drawn(2)
    with store.reads() as connection:
        issuers = connection.execute(select(t.reading.c.issuer).distinct()).scalars().all()
    kinds = {kind for kind, _ in drawn(1)}
    assert len(drawn(1)) == 24 and kinds == {"claim", "contact", "attribution"} and len(issuers) > 1


def test_progress_counts_the_coders_own(store):
    add(store, full())
    ada = start(store, "Ada", NOW, wanted=Wanted())
    bo = start(store, "Bo", NOW, same_as=ada.key)
    accepted(store, ada, [URGE.id, "c1"], later(1))
    told = {one.layer: (one.decided, one.queued) for one in progress(queued(store, ada))}
    assert told["act"] == (1, 3) and told["contact"] == (1, 1) and told["all"] == (2, 5)
    assert {one.decided for one in progress(queued(store, bo))} == {0}


def test_a_second_coder_is_blind_to_the_first(store):
    """What the second is shown, in which order and with which reading, is the same whatever the first decided."""
    add(store, doubtful())
    before = queued(store, start(store, "Bo", NOW, wanted=Wanted()))
    ada = start(store, "Ada", NOW, wanted=Wanted())
    mended_to(store, ada, URGE.id, Mend(act="demand"), later(1))
    rejected(store, ada, [STATE.id, "c1"], later(2))
    assert queued(store, start(store, "Bo", NOW, wanted=Wanted())) == before
    with store.reads() as connection:
        assert target(connection, URGE.id).said == URGE and target(connection, STATE.id).said == STATE


def test_a_database_older_than_review_is_filed_at_the_first_session(store):
    add(store, full())
    with store.writes() as connection:
        connection.execute(t.review_item.delete())
    assert len(queued(store, start(store, "Ada", NOW, wanted=Wanted()))) == 5


def test_names_and_ids_that_are_none(store, ada):
    for name in ("", "   ", "x" * 81):
        with pytest.raises(InputError, match="no name of a coder"):
            start(store, name, NOW)
    with pytest.raises(StoreError, match="no review session 77"):
        start(store, "Bo", NOW, same_as=77)
    with store.reads() as connection:
        assert target(connection, URGE.id[:6]).record == URGE.id
        with pytest.raises(StoreError, match="nothing that may be reviewed"):
            target(connection, "zz")


# --- links ----------------------------------------------------------------------------------------------------------


def three_calls():
    told = "Arlen Voss spoke by phone with Ida Kester."
    where = (span(told, "spoke by phone"),)
    return [
        reading(told, f"d{place}", publisher=f"Paper {place}", contacts=[contact(f"k{place}", when=day(date(2026, 4, d)), spans=where)])
        for place, d in ((1, 3), (2, 3), (3, 20))
    ]  # fmt: skip


def linked(store):
    return {r["contact"]: r["linked_to"] for r in rows(store, "SELECT contact, linked_to FROM contacts")}


@pytest.fixture
def calls(store):
    inputs = three_calls()
    for one in inputs:
        adding.add(store, one, None, NOW, corpus.link)
    assert linked(store) == {"k1": "k1", "k2": "k1", "k3": "k3"}
    return start(store, "Ada", NOW, wanted=Wanted(layers=("link",)))


def test_a_link_is_reviewed(store, calls):
    (one,) = queued(store, calls)
    assert (one.kind, one.record) == ("link", "k2")
    made = rejected(store, calls, ["k2"], later(1), kind="link")[0]
    assert linked(store) == {"k1": "k1", "k2": "k2", "k3": "k3"}
    taken_back(store, calls, made.key, later(2))
    assert linked(store) == {"k1": "k1", "k2": "k1", "k3": "k3"}
    assert {r["made_by"] for r in rows(store, "SELECT made_by FROM contact_links")} == {"engine"}


def test_a_second_coder_is_blind_to_decided_links(store, calls):
    before = queued(store, calls)
    rejected(store, calls, ["k2"], later(1), kind="link")
    assert queued(store, start(store, "Bo", NOW, wanted=Wanted(layers=("link",)))) == before


def test_a_link_moved_to_another_contact(store, calls):
    mended_to(store, calls, "k2", Mend(linked_to="k3"), later(1), kind="link")
    found = linked(store)
    assert found["k2"] == found["k3"] != found["k1"]
    accepted(store, calls, ["k2"], later(2), kind="link")
    assert linked(store)["k2"] == "k1"


def test_rejecting_a_contact_that_others_are_linked_to_by_hand(store, calls):
    corpus.merged(store, "k1", "k3")
    rejected(store, calls, ["k1"], later(1), kind="contact")
    found = linked(store)
    assert set(found) == {"k2", "k3"} and found["k2"] == found["k3"] == "k2"
    assert not [fault for check in checks.checked(store) for fault in check.faults]


# --- relations ------------------------------------------------------------------------------------------------------


def aligned(left, right, relation="both", score=0.9):
    return Alignment(left=left, right=right, relation=relation, issues=(), score=score, why="")


ROWS = (aligned(("l1",), ("r1",)), aligned(("l2",), (), "only-left"), aligned((), ("r2", "r3"), "only-right"))


def of_rows(store, verdict, row, **mend):
    add(
        store,
        reading("Left text.", "left"),
        reading("Right text.", "right", claims=[("Right text.", "state", [], None, {"id": "r2"})]),
    )
    ada = start(store, "Ada", NOW, also=[(one, "left", "right") for one in ROWS])
    id = queued(store, ada)[row].record
    if verdict == "mend":
        mended_to(store, ada, id, Mend(**mend), later(1))
    else:
        {"accept": accepted, "reject": rejected}[verdict](store, ada, [id], later(1))
    with store.reads() as connection:
        return [(r.left, r.right, r.relation) for r in relations.standing(ROWS, decisions.found(connection))]


def test_relations_mended_parted_and_joined(store):
    rest = [(r.left, r.right, r.relation) for r in ROWS]
    assert of_rows(store, "mend", 0, relation="framing")[0] == (("l1",), ("r1",), "framing")
    assert rest[1:] == [(("l2",), (), "only-left"), ((), ("r2", "r3"), "only-right")]


def test_a_rejected_row_is_parted(store):
    assert of_rows(store, "reject", 0)[:2] == [(("l1",), (), "only-left"), ((), ("r1",), "only-right")]


def test_a_counterpart_leaves_its_own_row(store):
    found = of_rows(store, "mend", 1, counterpart="r2", relation="framing")
    assert found[1:] == [(("l2",), ("r2",), "framing"), ((), ("r3",), "only-right")]


def test_a_counterpart_must_be_of_the_other_side(store):
    with pytest.raises(InputError, match="no claim of the other side"):
        of_rows(store, "mend", 1, counterpart="l1", relation="both")


def test_a_relation_must_fit_its_sides(store):
    with pytest.raises(InputError, match="is no relation"):
        of_rows(store, "mend", 0, relation="only-left")


# --- agreement ------------------------------------------------------------------------------------------------------


def test_kappa_and_alpha_of_acts(store):
    """Ten claims, seven labelled the same; worked out by hand from the definitions.

    Ada says urge for 6, Bo for 5: expected agreement .6*.5 + .4*.5 = .5, so kappa = (.7-.5)/.5 = .4. For alpha the
    two have 11 of 20 labels urge: disagreement expected 2*11*9/(20*19), alpha = 1 - .3/(198/380).
    """
    words = [f"Point {n}." for n in range(10)]
    add(store, reading(" ".join(words), claims=[(one, "urge", [], VOSS) for one in words]))
    ada, bo = start(store, "Ada", NOW), start(store, "Bo", NOW)
    with store.reads() as connection:
        ids = [c.id for c in adding.engine(connection, 1).claims]
    for session, acts in ((ada, "uuuuuudddd"), (bo, "uuuudduddd")):
        for id, act in zip(ids, acts, strict=True):
            if act == "u":
                accepted(store, session, [id], later(1))
            else:
                mended_to(store, session, id, Mend(act="demand"), later(1))
    with store.reads() as connection:
        found = {one.layer: one for one in agreement(connection)}
    act = found["act"]
    assert (act.coders, act.n, act.same, act.labels) == (("Ada", "Bo"), 10, 7, 2)
    assert act.kappa == pytest.approx(0.4) and act.alpha == pytest.approx(1 - 0.3 / (198 / 380))
    span_ = found["span"]
    assert (span_.same, span_.kappa, span_.alpha) == (10, None, None)  # one label only: not defined


def test_agreement_counts_what_both_decided_and_not_what_was_undone(store, ada):
    bo = start(store, "Bo", NOW)
    accepted(store, ada, [URGE.id, WELCOME.id], later(1))
    made = accepted(store, bo, [URGE.id, WELCOME.id, STATE.id], later(2))
    taken_back(store, bo, made[1].key, later(3))
    with store.reads() as connection:
        found = {one.layer: one.n for one in agreement(connection, ["Ada", "Bo"])}
        assert agreement(connection, ["Ada"]) == ()
    assert found == {"span": 1, "party": 1, "act": 1, "issue": 1}


def test_a_claim_that_one_rejects_counts_for_its_words_alone(store, ada):
    bo = start(store, "Bo", NOW)
    accepted(store, ada, [URGE.id], later(1)), rejected(store, bo, [URGE.id], later(2))
    with store.reads() as connection:
        assert [(one.layer, one.same) for one in agreement(connection)] == [("span", 0)]


def test_issues_are_sets_and_partly_agree(store, ada):
    bo = start(store, "Bo", NOW)
    accepted(store, ada, [URGE.id, WELCOME.id, STATE.id], later(1))
    accepted(store, bo, [URGE.id, STATE.id], later(2))
    mended_to(store, bo, WELCOME.id, Mend(issues=("trade",)), later(3))
    with store.reads() as connection:
        one = next(one for one in agreement(connection) if one.layer == "issue")
    assert one.same == 2 and one.kappa < one.alpha < 1  # {peace_treaty, trade} against {trade} is not all wrong


def test_agreements_of_nothing():
    assert agreements(()) == ()


# --- gold -----------------------------------------------------------------------------------------------------------


def gold_of(store, task, **said):
    with store.reads() as connection:
        return list(gold(connection, task, **said))


def test_only_documents_decided_as_a_whole_are_gold(store, ada):
    assert gold_of(store, "contacts") == []
    own = full().document
    accepted(store, ada, ["c1"], later(1))
    (row,) = gold_of(store, "contacts")
    assert row == {
        "id": "full", "text": own.text, "publisher": own.publisher, "published": "2026-04-03",
        "gold": {"kind": "call", "us": "", "countries": ["XMA", "XTE"]},
    }  # fmt: skip
    assert gold_of(store, "contacts", coder="Bo") == [] != gold_of(store, "contacts", coder="Ada")


def test_gold_of_attributions_and_dates(store, ada):
    own = full().document.text
    mended_to(
        store,
        ada,
        "a1",
        Mend(source=(span(own, "Prime Minister said"),), spans=(span(own, "her “constitution”"),)),
        later(1),
    )
    (row,) = gold_of(store, "attributions")
    (one,) = row["attributions"]
    assert [own[slice(*s)] for s in one["source"] + one["content"]] == ["Prime Minister said", "her “constitution”"]
    assert gold_of(store, "dates") == []
    with store.reads() as connection:
        ids = [i.record for i in items.items(adding.engine(connection, 1)) if i.kind == "date"]
    accepted(store, ada, ids, later(2))
    assert [(d["value"], d["type"]) for d in gold_of(store, "dates")[0]["dates"]] == [
        ("2026-04-03", "DATE"), ("P2D", "DURATION")]  # fmt: skip


def test_an_added_attribution_is_gold(store, ada):
    own = full().document.text
    missed = Attribution(id="", source=(span(own, "The two leaders"),), cue=(span(own, "welcomed"),),
                         content=(span(own, "the draft treaty"),), party=None, mode="indirect")  # fmt: skip
    accepted(store, ada, ["a1"], later(1)), added(store, ada, "full", missed, later(2))
    assert len(gold_of(store, "attributions")[0]["attributions"]) == 2


def test_gold_of_a_comparison(store):
    left = reading(
        "He discussed trade. He raised visas.",
        "left",
        claims=[
            ("discussed trade", "discuss", [], VOSS, {"id": "l1"}),
            ("raised visas", "raise", [], VOSS, {"id": "l2"}),
        ],
    )
    right = reading("Trade, trade and aid.", "right", claims=[("trade", "discuss", [], VOSS, {"id": "r1"})])
    add(store, left, right)
    rows_ = (aligned(("l1",), ("r1",)), aligned(("l2",), (), "only-left"))
    ada = start(store, "Ada", NOW, also=[(one, "left", "right") for one in rows_])
    ids = [one.record for one in queued(store, ada)]
    mended_to(store, ada, ids[0], Mend(relation="framing"), later(1), note="another act")
    assert gold_of(store, "comparison") == []
    accepted(store, ada, ids[1:], later(2))
    (row,) = gold_of(store, "comparison")
    assert [(r["left"], r["right"], r["relation"]) for r in row["rows"]] == [
        (["discussed trade"], ["trade"], "framing"), (["raised visas"], [], "only-left")]  # fmt: skip
    assert row["rows"][0]["why"]


def test_spans_as_people_write_them():
    assert deciding.span_of("10-25") == Span(10, 25)
    for wrong in ("10", "25-10", "a-b", "-5"):
        with pytest.raises(InputError, match="is no span"):
            deciding.span_of(wrong)


def test_a_decision_on_a_superseded_document_touches_no_answer(store, ada):
    newer = replace(full().document, text=full().document.text + " Changed.")
    add(store, replace(full(), document=newer, claims=(), contacts=(), attributions=(), mentions=(), dates=()))
    before = cells(store), rows(store, "SELECT * FROM contacts")
    mended_to(store, ada, URGE.id, Mend(act="demand"), later(1))
    mended_to(store, ada, "c1", Mend(kind="visit"), later(2))
    assert (cells(store), rows(store, "SELECT * FROM contacts")) == before
    assert act_of(store) == "demand" and rows(store, "SELECT * FROM contact_mark") == []
