"""Standing formulas of an issuer. The people and their words are invented."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from told import reading

from readouts.compare.standing import by_issuer, standing_formulas
from readouts.records import Document
from readouts.text import key

FIRST = date(2031, 1, 6)
OPENING = "President Arlen Voss spoke today with Prime Minister {} of {}."
CLOSING = "They agreed to stay in close touch."


def statements(*bodies):
    """A statement a week, each with its opening and closing."""
    guests = [("Ilse Tarn", "Norway"), ("Otto Lind", "Denmark"), ("Ada Rehn", "Sweden"), ("Marc Olin", "Iceland")]
    return [
        Document(
            id=f"s{i}",
            text=f"{OPENING.format(*guests[i % 4])} {body} {CLOSING}",
            published=FIRST + timedelta(weeks=i),
            publisher="Office of the President of Finland",
        )
        for i, body in enumerate(bodies)
    ]


FILLERS = (
    "The harbour of Turku opened.",
    "Both praised the choir festival.",
    "A lighthouse was lit.",
    "Students exchanged letters.",
    "Ferries sail again.",
    "Rain spoiled the parade.",
    "An orchestra played.",
    "Bakers won medals.",
    "The zoo has a new bear.",
    "Skiers crossed the ridge.",
)


def found(documents, lexicon, **options):
    return standing_formulas(documents, lexicon, issuer="state:FIN", **options)


def having(formulas, *words):
    return [f for f in formulas if all(word in key(f.text) for word in words)]


@pytest.fixture(scope="module")
def integrity(lexicon):
    """The phrase stands, is missing twice where Ukraine is named, returns in another order, is missing once more."""
    told = [
        "He reaffirmed his support for Ukraine's sovereignty and territorial integrity.",
        "He voiced support for Ukraine's sovereignty and territorial integrity.",
        "He repeated that he stands for Ukraine's sovereignty and territorial integrity.",
        "They spoke of grain from Ukraine.",
        "They spoke of refugees from Ukraine.",
        "He told the press of his respect for the territorial integrity and sovereignty of Ukraine.",
        "Nothing more was said.",
        "They spoke of bridges in Ukraine.",
    ]
    documents = statements(*(f"{a} {b}" for a, b in zip(told, FILLERS, strict=False)))
    (formula,) = having(found(documents, lexicon), "territorial integrity")
    return formula, {d.id: d for d in documents}


def test_a_phrase_stands_with_its_days(integrity):
    formula, _ = integrity
    assert formula.nature == "substance" and formula.issues == ("territorial_integrity",)
    assert formula.documents == 4 and formula.loaded == 8
    assert (formula.first, formula.last) == (FIRST, FIRST + timedelta(weeks=5))


def test_missing_and_back_is_flickering(integrity):
    formula, _ = integrity
    (gap,) = formula.gaps
    assert (gap.after, gap.until, gap.documents) == (FIRST + timedelta(weeks=2), FIRST + timedelta(weeks=5), 2)
    assert formula.standing == "flickering" and formula.matter == "statements that name Ukraine"
    # The seventh statement does not name Ukraine, so it counts for nothing.
    assert (formula.absent_in, formula.absent_since, formula.on_matter) == (1, FIRST + timedelta(weeks=7), 7)


def test_another_order_is_a_variant(integrity):
    formula, _ = integrity
    assert {v.change for v in formula.variants} >= {"same", "order"}
    assert next(v for v in formula.variants if v.change == "order").documents == 1


def test_every_use_is_what_its_variant_says(integrity):
    formula, documents = integrity
    for use in formula.uses:
        text = use.evidence.span.of(documents[use.evidence.document].text)
        assert key(text) == key(formula.variants[use.variant].text)
        assert use.published == documents[use.evidence.document].published


def test_a_phrase_long_missing_is_absent_since_a_day(lexicon):
    told = ["They want a durable and dignified peace in Ukraine."] * 4 + ["They spoke of Ukraine."] * 5
    documents = statements(*(f"{a} {b}" for a, b in zip(told, FILLERS, strict=False)))
    (formula,) = having(found(documents, lexicon), "dignified peace")
    assert formula.standing == "absent" and formula.absent_in == 5
    assert formula.absent_since == FIRST + timedelta(weeks=4)


def test_one_absence_is_never_more_than_flickering(lexicon):
    told = ["They want a durable and dignified peace in Ukraine."] * 4 + ["They spoke of Ukraine."]
    documents = statements(*(f"{a} {b}" for a, b in zip(told, FILLERS, strict=False)))
    (formula,) = having(found(documents, lexicon), "dignified peace")
    assert formula.standing == "flickering" and formula.absent_in == 1


def test_openings_and_closings_are_boilerplate(lexicon):
    formulas = found(statements(*FILLERS), lexicon)
    (opening,) = having(formulas, "spoke today")
    assert opening.nature == "boilerplate" and "[person]" in opening.skeleton and opening.documents == 10
    (closing,) = having(formulas, "stay in close touch")
    assert closing.nature == "boilerplate" and closing.documents == 10
    assert not [f for f in formulas if f.nature == "substance"]


def test_a_run_that_always_stands_in_a_longer_one_is_left_out(lexicon):
    body = "He underscored the need for a free and open northern sea route. {}"
    formulas = having(found(statements(*(body.format(f) for f in FILLERS)), lexicon), "open northern")
    assert len(formulas) == 1 and "underscored the need for a free and open northern sea route" in formulas[0].text


def test_a_shorter_run_with_places_of_its_own_is_kept(lexicon):
    longer = "He underscored the need for a free and open northern sea route. {}"
    shorter = "A free and open northern sea route was praised. {}"
    bodies = [(longer if i % 2 else shorter).format(f) for i, f in enumerate(FILLERS)]
    formulas = having(found(statements(*bodies), lexicon), "open northern")
    assert max(f.documents for f in formulas) == 10


VARIANTS = [
    ("They condemned the unlawful military build-up near the lakes. {}", "They condemned the unlawful military build-ups near the lakes.", "inflection"),
    ("They condemned the unlawful military build-up near the lakes. {}", "They condemned the unlawful military exercise near the lakes.", "swapped"),
    ("They condemned the unlawful military build-up near the lakes. {}", "They condemned the unlawful massive military build-up near the lakes.", "added"),
    ("They condemned the unlawful military build-up near the lakes. {}", "They condemned the military build-up near the lakes.", "dropped"),
    ("They condemned the unlawful military build-up near the lakes. {}", "They condemned an unlawful military build-up by the lakes.", "small-words"),
]  # fmt: skip


@pytest.mark.parametrize(("usual", "once", "change"), VARIANTS, ids=[v[2] for v in VARIANTS])
def test_small_changes_are_variants(lexicon, usual, once, change):
    documents = statements(*(usual.format(f) for f in FILLERS[:6]), once)
    formula = having(found(documents, lexicon), "military build-up")[0]
    assert [v.change for v in formula.variants] == ["same", change] and formula.documents == 7


def test_a_sentence_with_the_same_words_far_apart_is_no_variant(lexicon):
    usual = "They condemned the unlawful military build-up near the lakes. {}"
    far = "Unlawful fishing at the lakes, said Voss, is no military matter, and a build-up of fears helps nobody."
    formula = having(found(statements(*(usual.format(f) for f in FILLERS[:6]), far), lexicon), "military build-up")[0]
    assert formula.documents == 6


def test_a_denial_is_no_variant(lexicon):
    usual = "They condemned the unlawful military build-up near the lakes. {}"
    denial = "They never condemned the unlawful military build-up near the lakes."
    inside = "They condemned no unlawful military build-up near the lakes."
    formula = having(found(statements(*(usual.format(f) for f in FILLERS[:6]), inside), lexicon), "military build-up")[
        0
    ]
    assert formula.documents == 6
    # What stands before the wording is not looked at: its own words are the same.
    formula = having(found(statements(*(usual.format(f) for f in FILLERS[:6]), denial), lexicon), "military build-up")[
        0
    ]
    assert formula.documents == 7


def test_names_are_slots(lexicon):
    lands = ["Norway", "Denmark", "Sweden", "Iceland", "Estonia", "Latvia"]
    told = [
        f"He praised the bravery of the people of {land} in hard times. {f}"
        for land, f in zip(lands, FILLERS, strict=False)
    ]
    (formula,) = having(found(statements(*told), lexicon), "bravery")
    assert "[state]" in formula.skeleton and formula.documents == 6 and len(formula.variants) == 1


def test_the_name_of_something_is_a_term(lexicon):
    told = [f"The Baltic Harbour Treaty Council met. {f}" for f in FILLERS]
    (formula,) = having(found(statements(*told), lexicon), "treaty council")
    assert formula.nature == "term"


NATURES = [
    ("Voss voiced his unwavering support for Norway. {} {}", "unwavering support", "substance"),
    ("Voss called for human rights to be respected in the camps. {} {}", "human rights", "substance"),
    ("One {} during a press conference for foreign media {}.", "press conference", "term"),
    ("Voss thanked the mayors for their warm letters. {} {}", "warm letters", "boilerplate"),
    ("Nobody {} weapons of mass destruction {}.", "mass destruction", "term"),
    ("The pilots of the old wooden ferry rested. {} {}", "wooden ferry", "unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "nature"), NATURES)
def test_nature_with_its_reason(lexicon, text, words, nature):
    """The sentence stands between two others, so that its place says nothing."""
    verbs = "sang smiled waited skied fished coughed sailed knitted napped rowed".split()
    changing = zip(FILLERS, verbs, verbs[::-1], FILLERS[::-1], strict=True)
    documents = statements(*(f"{before} {text.format(one, two)} {after}" for before, one, two, after in changing))
    (formula,) = having(found(documents, lexicon), words)
    assert formula.nature == nature and formula.reasons and all(formula.reasons)


def test_the_same_text_twice_counts_once(lexicon):
    documents = statements(*(f"They want a durable and dignified peace. {f}" for f in FILLERS[:4]))
    again = [Document(id="again", text=documents[0].text, published=FIRST + timedelta(weeks=30))]
    (formula,) = having(found([*documents, *again], lexicon), "dignified")
    assert formula.documents == 4 and formula.loaded == 4 and formula.last == FIRST + timedelta(weeks=3)


def test_undated_statements_have_uses_but_no_history(lexicon):
    documents = [
        Document(id=f"u{i}", text=f"They want a durable and dignified peace. {f}") for i, f in enumerate(FILLERS[:4])
    ]
    (formula,) = having(found(documents, lexicon), "dignified")
    assert (formula.documents, formula.first, formula.standing) == (4, None, "undated")


def test_issuers_are_kept_apart(lexicon):
    documents = statements(*FILLERS[:2])
    other = Document(id="n", text="x", publisher="Government of Norway")
    nobody = Document(id="o", text="y")
    found = by_issuer([*documents, other, nobody], lexicon)
    assert {party: len(group) for party, group in found.items()} == {"state:FIN": 2, "state:NOR": 1, None: 1}


def test_of_readings_the_issuer_counts(lexicon):
    readings = [
        reading("Voss met Tarn.", [], id="a"),
        replace(reading("Voss met Tarn.", [], id="b"), issuer="state:MRV"),
    ]
    assert {p: [d.id for d in ds] for p, ds in by_issuer(readings, lexicon).items()} == {"state:MRV": ["b"]}


def test_no_statements_have_no_formulas(lexicon):
    assert standing_formulas([], lexicon) == ()
    assert standing_formulas([Document(id="e", text="***")], lexicon) == ()


WORDS = st.sampled_from(
    "peace treaty harbour durable dignified and the of Norway Voss President Ukraine's 12 territorial , integrity; U.S.".split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=3, max_size=14).map(" ".join), min_size=3, max_size=6))
def test_every_place_is_true_to_its_form(lexicon, texts):
    documents = [Document(id=str(i), text=text) for i, text in enumerate(texts)]
    by_id = {d.id: d.text for d in documents}
    for formula in standing_formulas(documents, lexicon, least=2):
        assert formula.documents == len({u.evidence.document for u in formula.uses}) >= 2
        assert formula.variants[0].change == "same" and formula.text == formula.variants[0].text
        for use in formula.uses:
            variant = formula.variants[use.variant]
            if "[" not in formula.skeleton and variant.change not in ("names",):
                said = use.evidence.span.of(by_id[use.evidence.document])
                assert words_of(said) == words_of(variant.text)


def words_of(text):
    """Words in plain form; what fills a slot of names or figures may differ."""
    return [
        "#" if w[0].isdigit() else w.strip(",;.").removesuffix("'s")
        for w in key(text).split()
        if w.strip(",;.") not in ("", "norway", "ukraine's", "voss")
    ]
