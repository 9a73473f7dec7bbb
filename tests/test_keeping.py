"""What is kept beside each document is what would be found in all texts at once, on both databases."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from made import KESTER, MADE_BY, MAROVIA, NOW, TELMARK, VOSS, contact, day, reading, span
from sqlalchemy import func, select
from sqlalchemy import text as sql

from readouts import corpus
from readouts.compare.silence_over import silences_over
from readouts.compare.standing import by_issuer, standing_formulas
from readouts.compare.statements import statements as statements_of
from readouts.ingest.copies import MANY, copies
from readouts.ingest.documents import Loaded
from readouts.keeping import formulas, statements
from readouts.pipeline import statements_in
from readouts.records import Document, Evidence, Silence
from readouts.store import copies as kept_copies
from readouts.store import questions as ask
from readouts.store import schema as t
from readouts.store import views
from readouts.store.checks import checked
from readouts.store.database import opened
from readouts.store.questions import Asked
from readouts.store.shown import shown

OFFICE, WIRE, PAPER = "Office of the President of Chile", "Northern Wire", "Port Varne Courier"
NAMES = ("Ida Kester", "Tomas Arrieta", "Pavo Lind", "Oro Dellan")
MATTERS = ("the border crossings", "energy prices", "the detained fishermen", "the spring summit", "mine clearance")


def put(store, readings, lexicon=None):
    """Adds the readings as they are, each in a transaction; what became of them."""
    known = {one.document.id: one for one in readings}

    def read(document):
        return replace(known[document.id.partition("~")[0]], document=document)

    inputs = [Loaded(document=one.document, raw=one.document.text.encode()) for one in readings]
    return [one.state for one in corpus.added(inputs, store, read, lambda: NOW, lexicon)]


def text(name, matters, lead=""):
    told = " ".join(
        f"The two leaders discussed {matter} at some length and agreed on further talks." for matter in matters
    )
    return (
        f"{lead}President Arlen Voss of Marovia spoke by phone on March 3 with Prime Minister {name} of Telmark. "
        f"{told} The President underscored the importance of free navigation and reaffirmed his support for peace."
    )


def texts(number, seed):
    """That many statements: some new, some copies of one before, trimmed, with another lead, or of another contact."""
    chance = random.Random(seed)
    made = []
    for count in range(number):
        publisher = chance.choice((OFFICE, WIRE, PAPER))
        if made and chance.random() < 0.6:
            own = chance.choice(made).text
            change = chance.choice(("same", "trim", "lead", "name"))
            own = own.rpartition(". ")[0] + "." if change == "trim" and own.count(". ") > 2 else own
            own = "According to a note of the day, this was said. " + own if change == "lead" else own
            own = own.replace("Ida Kester", chance.choice(NAMES)) if change == "name" else own
        else:
            own = text(chance.choice(NAMES), chance.sample(MATTERS, 3))
        published = chance.choice((None, date(2031, 3, 3) + timedelta(chance.randrange(12))))
        made.append(
            Document(
                id=f"d{count}", text=own, publisher=publisher, published=published, url=f"https://a.example/{count}"
            )
        )
    return made


def groups(store):
    """The groups of copies in the database, as ids."""
    d, k = t.document.c, t.document_copy.c
    with store.reads() as connection:
        found = connection.execute(select(d.id, k.first).join(t.document, d.key == k.document)).all()
    return {frozenset(row.id for row in found if row.first == first) for first in {row.first for row in found}}


# --- copies -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_copies_one_by_one_are_those_of_all_at_once(store, seed):
    made = texts(24, seed)
    put(
        store,
        [reading(one.text, one.id, publisher=one.publisher, published=one.published, url=one.url) for one in made],
    )
    assert groups(store) == {frozenset(one.id for one in group) for group in copies(made)} != set()


def test_a_superseded_document_is_no_copy_any_more(store):
    one, other, third = (
        reading(text(NAMES[0], MATTERS), id, publisher=who, published=date(2031, 3, 4), url=f"https://{id}.example")
        for id, who in (("a", OFFICE), ("b", WIRE), ("c", PAPER))
    )
    put(store, [one, other, third])
    assert groups(store) == {frozenset("abc")}
    changed = reading("Nothing of the kind was said. " * 9, "b2", publisher=WIRE, url="https://b.example")
    assert put(store, [changed]) == ["superseded"]
    assert groups(store) == {frozenset("ac")}
    back = reading(
        text(NAMES[0], MATTERS) + " ", "b3", publisher=WIRE, published=date(2031, 3, 4), url="https://b.example"
    )
    put(store, [back])
    assert groups(store) == {frozenset(("a", "b3", "c"))}


def test_of_very_common_words_few_pairs_are_looked_at(store):
    same = "The Embassy will be closed on the day of the national holiday and will open again on the day after it as usual."
    made = [
        reading(f"{same} Notice {n}.", f"n{n}", publisher=f"Embassy {n}", url=f"https://n.example/{n}")
        for n in range(MANY + 6)
    ]
    put(store, made)
    with store.reads() as connection:
        band = t.copy_band.c
        sizes = select(func.count()).select_from(t.copy_band).group_by(band.band)
        most = max(connection.execute(sizes).scalars())
        last = connection.execute(select(func.max(band.place))).scalar_one()
    assert most <= MANY and last == MANY
    assert groups(store) == {frozenset(one.id for one in group) for group in copies([one.document for one in made])}


SAID = "He urged Telmark to reopen the pass."


def told_twice(store):
    own = text(NAMES[0], MATTERS[:3]) + f"\n\n{SAID}"
    later = "It was a long day at the pass. " + own + "\n\nTelmark rejected it."
    for id, words, who, when in (("a", own, OFFICE, 4), ("b", later, WIRE, 5)):
        call = contact(f"c-{id}", when=day(date(2031, 3, 3)), spans=(span(words, "spoke by phone"),))
        claims = [(SAID, "urge", ["trade"], VOSS)] + [("Telmark rejected it.", "reject", ["trade"], KESTER)] * (
            id == "b"
        )
        put(store, [reading(words, id, publisher=who, published=date(2031, 3, when), contacts=(call,), claims=claims,
                            parties=(VOSS, KESTER, MAROVIA, TELMARK))])  # fmt: skip


def test_what_copies_repeat_counts_once(store):
    told_twice(store)
    with store.reads() as connection:
        cells = {(cell.party.id, cell.act): cell for cell in ask.positions(connection, Asked())}
        assert {key: cell.count for key, cell in cells.items()} == {
            (MAROVIA.id, "urge"): 1, (TELMARK.id, "reject"): 1,
        }  # fmt: skip
        assert cells[MAROVIA.id, "urge"].evidence.document == "a"
        assert [step.evidence.document for step in ask.history(connection, Asked(issue="trade"))] == ["a", "b"]


def test_copies_are_told_of(store):
    told_twice(store)
    with store.reads() as connection:
        (met,) = ask.contacts(connection, Asked())
        assert met.documents == ("a", "b") and met.copies == ("b",)
        (hit,) = ask.search(connection, "urged", Asked())
        assert (hit.document, hit.also_in) == ("b", ("a",))
        assert ("also in", "b") in shown(connection, "a").facts
        assert kept_copies.others(connection, [1]) == {1: ("b",)}


NEW = "looked_through statement_issue statement formula_search formula document_signature copy_band copy_pair"


def as_of_older_version(store):
    """Takes out of the database what this version keeps beside documents."""
    with store.writes() as connection:
        views.drop(connection)
        later = ("decision", "review_item", "review_queue", "review_session", "saved_question", "comparison", "failure")
        connection.execute(sql("DROP INDEX ix_document_publisher_published"))
        for name in (*NEW.split(), "document_copy", "claim_copy", *later):
            connection.execute(sql(f"DROP TABLE {name}"))
        connection.execute(sql("DROP INDEX ix_document_publisher_superseded_by_published_words"))
        connection.execute(sql("UPDATE alembic_version SET version_num = '0003'"))
        if store.is_sqlite:
            connection.execute(sql("DROP TABLE passage_words"))
            connection.execute(
                sql("CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', tokenize='ascii')")
            )
        else:
            connection.execute(sql("ALTER TABLE passage DROP COLUMN stems"))
            connection.execute(sql("DROP FUNCTION refuse_change_of_decision() CASCADE"))


def test_a_database_of_an_older_version_is_brought_up_to_date(store, target, lexicon):
    told_twice(store)
    as_of_older_version(store)
    store.close()
    newer = opened(str(target))
    assert corpus.completed(newer, lexicon) == 2 and corpus.completed(newer, lexicon) == 0
    with newer.reads() as connection:
        assert [hit.also_in for hit in ask.search(connection, "urging", Asked())] == [("a",)]
        rows = connection.execute(sql("SELECT document, copy_of FROM copies")).all()
        assert [tuple(row) for row in rows] == [("b", "a")]
        assert [cell.count for cell in ask.positions(connection, Asked(parties=("Marovia",)))] == [1]
    assert [one.faults for one in checked(newer) if one.faults] == []
    newer.close()


def test_the_doctor_finds_copies_of_nothing(store):
    told_twice(store)
    assert {one.what: one.count for one in checked(store)}["copies"] == 2
    with store.writes() as connection:
        connection.execute(sql("DELETE FROM document_copy WHERE document = first"))
    assert [one.what for one in checked(store) if one.faults] == ["copies"]


def test_a_claim_read_anew_is_still_counted_once(store):
    told_twice(store)
    again = MADE_BY.__class__(version="2.0", models=("parser 2",), lexicon="abc")
    with store.reads() as connection:
        old = {id: ask.reading(connection, id) for id in "ab"}

    def read(document):
        claims = tuple(replace(claim, id=f"{claim.id}-2") for claim in old[document.id].claims)
        return replace(old[document.id], claims=claims, made_by=again)

    assert list(corpus.reread(store, read, again, lambda: NOW))
    with store.reads() as connection:
        assert [cell.count for cell in ask.positions(connection, Asked(parties=("Marovia",)))] == [1]


# --- silences ---------------------------------------------------------------------------------------------------

SILENCE = "Nothing was said of prisoners in the Chilean statement."
SPOKEN = (
    "The President spoke of trade and of human rights. They agreed on visas.",
    "The two discussed human rights. Prisoners were exchanged.",
    "They met again. Trade was the matter.",
    "A word on nuclear weapons and on climate change was said.",
)


def statements_and_news(lexicon):
    """Texts of a government by day, one without, and news with an account and an asserted silence in it."""
    days = (date(2030, 12, 1), date(2031, 1, 5), date(2031, 1, 5), None)
    own = [
        reading(words, f"own{n}", publisher=OFFICE, published=when, issuer="state:CHL")
        for n, (words, when) in enumerate(zip(SPOKEN, days, strict=True))
    ]
    words = f"Chile urged Telmark to free prisoners. {SILENCE}"
    said = Silence(
        party="state:CHL",
        issue="prisoners",
        basis="asserted",
        evidence=(Evidence(document="news", span=span(words, SILENCE)),),
    )
    news = reading(
        words, "news", publisher=PAPER, published=date(2031, 2, 1), issuer=None, silences=(said,),
        claims=[("Chile urged Telmark to free prisoners.", "urge", ["prisoners"], None, {"account": "state:CHL"})],
    )  # fmt: skip
    return [*own, news]


@pytest.mark.parametrize("period", ["whole", "year", "month"])
@pytest.mark.parametrize(("since", "until"), [(None, None), (date(2031, 1, 1), None), (None, date(2031, 1, 5))])
def test_silences_of_the_database_are_those_of_its_texts(store, lexicon, period, since, until):
    told = statements_and_news(lexicon)
    put(store, told, lexicon)
    issues = ("human_rights", "prisoners", "climate")
    spans = {"since": since, "until": until, "period": period}
    texts = [one for reading in told for one in statements_in(reading, lexicon)[1]]
    order = sorted(texts, key=lambda one: one.document.published or date.max)
    asserted = [(silence, one.document.published) for one in told for silence in one.silences]
    with store.reads() as connection:
        parties = statements.parties(connection)
        found = statements.silences(connection, parties, issues, **spans)
    assert found == silences_over(order, issues, asserted=asserted, **spans)
    assert any(one.asserted for one in found) == (until is None) and any(one.basis is None for one in found)


def test_statements_of_a_superseded_text_are_out_and_late_ones_are_looked_through(store, lexicon):
    told = [
        replace(one, document=replace(one.document, url=f"https://{one.document.id}.example"))
        for one in statements_and_news(lexicon)
    ]
    put(store, told)  # without the lexicon: before there was such a file
    assert statements.complete(store, lexicon) == len(told) and statements.complete(store, lexicon) == 0
    changed = reading("They spoke of the weather.", "own9", publisher=OFFICE, url="https://own0.example", issuer="state:CHL",
                      published=date(2030, 12, 1))  # fmt: skip
    assert put(store, [changed], lexicon) == ["superseded"]
    with store.reads() as connection:
        (one,) = statements.silences(connection, ["state:CHL"], ["human_rights"])
        assert one.documents == 5 and [where.document for where in one.mentions] == ["own1"]
        assert not statements.is_of_other_lexicon(connection, lexicon)
        assert next(iter(statements_of(told[-1]))).party == "state:CHL"


# --- formulas ---------------------------------------------------------------------------------------------------


NATURES = ("substance", "boilerplate", "term", "unclear")


def formulas_of(store, lexicon):
    """Those of all issuers, brought up to date."""
    with store.reads() as connection:
        known = formulas.issuers(connection, lexicon)
        due = [one for one in known.values() if formulas.behind(connection, one, lexicon)]
    for one in due:
        formulas.renew(store, one, lexicon, NOW)
    with store.reads() as connection:
        return {party: tuple(formulas.found(connection, one, NATURES, None)) for party, one in known.items()}, len(due)


def formulas_of_texts(documents, lexicon):
    """Those found in all texts at once; of an issuer's copies the earliest stands for all."""
    ordered = sorted(documents, key=lambda one: one.published or date.max)
    groups = by_issuer(ordered, lexicon)
    later = {
        one.id
        for own in groups.values()
        for group in copies(documents)
        for one in [one for one in group if one in own][1:]
    }
    return {
        party: standing_formulas([one for one in own if one.id not in later], lexicon, issuer=party)
        for party, own in groups.items()
    }


def test_formulas_of_the_database_are_those_of_its_texts(store, lexicon):
    made = texts(20, 5)
    put(
        store,
        [reading(one.text, one.id, publisher=one.publisher, published=one.published, url=one.url) for one in made],
    )
    found, renewed = formulas_of(store, lexicon)
    assert found == formulas_of_texts(made, lexicon) and renewed == 3 and any(found.values())
    assert formulas_of(store, lexicon) == (found, 0)
    gone = next(one for one in made if one.publisher == WIRE)
    put(store, [reading("Nothing was said.", "new", publisher=WIRE, url=gone.url, published=gone.published)])
    left = [one for one in made if one is not gone]
    again, renewed = formulas_of(store, lexicon)
    new = Document(id="new", text="Nothing was said.", publisher=WIRE, published=gone.published)
    assert again == formulas_of_texts([*left, new], lexicon) and renewed >= 1


def test_formulas_with_words_and_of_a_nature(store, lexicon):
    made = texts(20, 5)
    put(
        store,
        [reading(one.text, one.id, publisher=one.publisher, published=one.published, url=one.url) for one in made],
    )
    formulas_of(store, lexicon)
    with store.reads() as connection:
        wire = formulas.issuers(connection, lexicon)[WIRE]
        every = list(formulas.found(connection, wire, NATURES, None))
        words = every[0].text.upper()
        assert list(formulas.found(connection, wire, NATURES, words)) == every[:1]
        assert list(formulas.found(connection, wire, (every[0].nature,), None)) == [
            one for one in every if one.nature == every[0].nature
        ]
        assert not list(formulas.found(connection, wire, NATURES, "100%"))


def by_wire(made):
    return [reading(one.text, one.id, publisher=WIRE, published=one.published, url=one.url) for one in made]


def left_behind(store, lexicon, **how):
    """The statements that were looked through and those that there are, of the wire where the two are not the same."""
    with store.reads() as connection:
        wire = formulas.issuers(connection, lexicon)[WIRE]
    return [(was.statements, one.statements) for one, was in formulas.brought_up(store, [wire], lexicon, NOW, **how)]


def test_an_issuer_of_many_words_is_answered_of_what_was_looked_through(store, lexicon):
    made = [
        Document(id=f"d{n}", text=f"On {MATTERS[n % 5]} the office had {n} words to say.", url=f"https://a.example/{n}")
        for n in range(9)
    ]
    put(store, by_wire(made[:4]))
    assert left_behind(store, lexicon, few=0) == []  # the first time
    put(store, by_wire(made[4:5]))
    assert left_behind(store, lexicon, few=0) == [(4, 5)]
    formulas.renew_grown(store, lexicon, lambda: NOW, few=0)
    assert left_behind(store, lexicon, few=0) == [(4, 5)]  # not grown by half
    put(store, by_wire(made[5:7]))
    formulas.renew_grown(store, lexicon, lambda: NOW, few=0)
    assert left_behind(store, lexicon, few=0) == []
    put(store, by_wire(made[7:8]))
    assert left_behind(store, lexicon, few=0, renew_all=True) == [] == left_behind(store, lexicon, few=0)
    put(store, by_wire(made[8:]))
    formulas.renew_grown(store, lexicon, lambda: NOW)
    assert left_behind(store, lexicon) == []  # few words: when it is asked for
