"""Who is meant by names, roles, capitals, offices and pronouns. People are fictitious; states are real.

A case: a text, and what its mentions are: words -> the party's name, or None where nobody is meant.
"""

from datetime import date
from itertools import pairwise

import pytest

from readouts.find.parties import parties


@pytest.fixture(scope="module")
def resolved(parse, lexicon):
    def resolved(text, **fields):
        document, doc = parse(text, **{"published": date(2023, 3, 3), **fields})
        found, mentions, problems = parties(document, doc, lexicon)
        names = {p.id: p for p in found}
        return [(m.span.of(text), names.get(m.party)) for m in mentions], found, problems

    return resolved


CASES = {
    "title and country around the name": (
        "Prime Minister Ida Kestrel of Norway spoke with Chilean President Arlen Voss.",
        {"Prime Minister Ida Kestrel of Norway": "Ida Kestrel", "Chilean President Arlen Voss": "Arlen Voss"},
    ),
    "country inside the title": (
        "President of the Republic of Moldova Ion Cernescu received the guests.",
        {"President of the Republic of Moldova Ion Cernescu": "Ion Cernescu"},
    ),
    "role behind the name": (
        "Robert Tindall, the State Department spokesperson, spoke. Tindall added more.",
        {"Robert Tindall, the State Department spokesperson": "Robert Tindall", "Tindall": "Robert Tindall"},
    ),
    "office before the role": (
        "Foreign Office spokesperson Robert Tindall issued a statement.",
        {"Foreign Office spokesperson Robert Tindall": "Robert Tindall"},
    ),
    "a name behind the role that somebody speaks for": (
        "A spokesperson for Prime Minister Ida Kestrel of Norway, who heads the talks, said so. The Prime Minister left.",
        {"Prime Minister Ida Kestrel of Norway": "Ida Kestrel", "The Prime Minister": "Ida Kestrel"},
    ),
    "surname and role after first mention": (
        "President Arlen Voss of Chile met Prime Minister Ida Kestrel of Norway. Voss thanked the Prime Minister.",
        {"Voss": "Arlen Voss", "the Prime Minister": "Ida Kestrel"},
    ),
    "leader of a country": (
        "President Arlen Voss of Chile called on Monday. The Chilean leader thanked her.",
        {"The Chilean leader": "Arlen Voss"},
    ),
    "a leader introduced without a country": (
        "Prime Minister Ion Cernescu phoned Voss. The Moldovan leader was brief.",
        {"The Moldovan leader": "Ion Cernescu"},
    ),
    "an office": (
        "President Arlen Voss spoke. A readout from Voss's office said so.",
        {"Voss's office": "Office of Arlen Voss"},
    ),
    "an office before its holder": (
        "The office of President Arlen Voss of Chile said so.",
        {"office of President Arlen Voss of Chile": "Office of Arlen Voss"},
    ),
    "a capital that acts and one that is a place": (
        "Chisinau has insisted on it. The leaders met in Chisinau.",
        {"Chisinau": ("Moldova", None)},
    ),
    "a seat of power": ("The Kremlin rejected the offer.", {"Kremlin": "Russia"}),
    "a side": ("The Moldovan side thanked its partners.", {"The Moldovan side": "Moldova"}),
    "US in capitals only": ("He told us that the US will act.", {"US": "United States"}),
    "people without a name": (
        "Officials working on the draft said so.",
        {"Officials working on the draft": "Officials working on the draft"},
    ),
    "a majesty": (
        "Prime Minister Ida Kestrel met with His Majesty King Ludo II of Jordan today.",
        {"His Majesty King Ludo II of Jordan": "Ludo II"},
    ),
    "a pronoun for the subject before": (
        "Prime Minister Ida Kestrel of Norway called. She thanked Chile for its aid.",
        {"She": "Ida Kestrel", "its": "Chile"},
    ),
    "a pronoun for the subject behind": (
        "In her talk with Voss, Prime Minister Ida Kestrel thanked him.",
        {"her": "Ida Kestrel"},
    ),
    "a name behind a portfolio": (
        "She met Coordinating Minister for Maritime Affairs and Investment Tarmo Vellik of Indonesia.",
        {"Coordinating Minister for Maritime Affairs and Investment Tarmo Vellik of Indonesia": "Tarmo Vellik"},
    ),
    "a name behind an institution of a state": (
        "He met today with the Secretary of the Mongolian National Security Council Bolor Ganzorig.",
        {"the Secretary of the Mongolian National Security Council Bolor Ganzorig": "Bolor Ganzorig"},
    ),
    "an adviser to the head of another state": (
        "Kestrel met today with Tomas Rehak, National Security Advisor to the Prime Minister of the Czech Republic.",
        {"Tomas Rehak, National Security Advisor to the Prime Minister of the Czech Republic": "Tomas Rehak"},
    ),
    "several names behind one plural role": (
        "She met today with Presidents Arlen Voss of Chile and Ludo Marn of Peru.",
        {"Presidents Arlen Voss of Chile": "Arlen Voss", "Ludo Marn of Peru": "Ludo Marn"},
    ),
    "an honorific and a comma": (
        "Prime Minister Ida Kestrel of Norway spoke with His Highness, Crown Prince Ludo Marn of Bahrain.",
        {"His Highness, Crown Prince Ludo Marn of Bahrain": "Ludo Marn"},
    ),
    "an initial and a nickname": (
        'President A. Voss of Chile met Minister of Defense Robert "Rob" Tindall of Ireland. Tindall thanked Voss.',
        {"Tindall": "Robert \"Rob\" Tindall", "Voss": "A. Voss"},
    ),
    "an institution told by its own words": (
        "The Domestic Policy Council of Norway and the Nordic Fisheries Board agreed with Norway.",
        {"Nordic Fisheries Board": "Nordic Fisheries Board"},
    ),
    "an acronym that the text defines": (
        "Chile joined the Space for Climate Observatory (SCO) today. The SCO welcomed Chile.",
        {"SCO": ("Space for Climate Observatory", "Space for Climate Observatory")},
    ),
    "a region that holds a state's name": (
        "They discussed the South China Sea and Latin America with Chile.", {"China": (), "America": (), "Chile": "Chile"},
    ),
    "a city that is a place": ("They met at the White House in Lima.", {"White House": None, "Lima": None}),
    "a capital in apposition": ("Chisinau, a city of wine, is lovely.", {"Chisinau": None}),
    "an object pronoun is not its own subject": (
        "President Arlen Voss of Chile spoke today with President Ludo Marn of Peru to congratulate him.",
        {"him": "Ludo Marn"},
    ),
    "what one is thanked for is one's own": (
        "President Arlen Voss of Chile thanked President Ludo Marn of Peru for his leadership. He praised Marn.",
        {"his": "Ludo Marn", "He": "Arlen Voss"},
    ),
    "an owner beside": (
        "President Arlen Voss of Chile applauded President Ludo Marn's focus on reforms and his efforts at home.",
        {"his": "Ludo Marn"},
    ),
    "the people of a state are no leaders": (
        "President Arlen Voss of Chile and President Ludo Marn of Peru met. They thanked the people for opening their homes.",
        {"their": ()},
    ),
    "a former holder is not the holder": (
        "Prime Minister Ida Kestrel of Norway mourned former Prime Minister Olav Berg of Norway. The Prime Minister wept.",
        {"The Prime Minister": "Ida Kestrel"},
    ),
    "business leaders are not the leaders": (
        "President Arlen Voss of Chile met Prime Minister Ida Kestrel of Norway. They thanked business leaders.",
        {"business leaders": "business leaders"},
    ),
    "a style alone is who was introduced with it": (
        "His Highness Sheikh Saif Marn, Emir of Bahrain, received a call from His Excellency Arlen Voss, President of Chile. "
        "His Highness stressed peace. His Excellency thanked him.",
        {"His Highness": "Saif Marn", "His Excellency": "Arlen Voss", "him": "Saif Marn"},
    ),
    "a style in short before an office": (
        "HH the Emir Sheikh Saif Marn met HE President of Chile Arlen Voss. HE the President thanked HH the Emir.",
        {"HE the President": "Arlen Voss", "HH the Emir": "Saif Marn"},
    ),
    "of several with one style the gender decides": (
        "His Excellency Arlen Voss met Her Excellency Ida Kestrel. His Excellency spoke. Her Excellency answered.",
        {"His Excellency": "Arlen Voss", "Her Excellency": "Ida Kestrel"},
    ),
    "a style behind the office": (
        "President His Highness Sheikh Saif Marn of Bahrain met President Arlen Voss of Chile. His Highness left.",
        {"President His Highness Sheikh Saif Marn of Bahrain": "Saif Marn", "His Highness": "Saif Marn"},
    ),
    "a shorter form of a style": (
        "His Royal Highness Prince Saif Marn met H.E. Arlen Voss of Chile. His Highness left. HE spoke. HRH returned.",
        {"His Highness": "Saif Marn", "HE": "Arlen Voss", "HRH": "Saif Marn"},
    ),
    "a style that nobody was introduced with": (
        "Minister Ida Kestrel of Norway called. Her Majesty was not there.",
        {"Her Majesty": None},
    ),
    "he in capitals where nobody has a style": (
        "President Arlen Voss of Chile spoke. he left; HE SAID SO.", {"he": "Arlen Voss"},
    ),
    "two offices behind a name": (
        "Saif Marn, Crown Prince and Prime Minister of Bahrain, spoke with Arlen Voss. The Prime Minister thanked Voss. "
        "The Crown Prince left.",
        {
            "Saif Marn, Crown Prince and Prime Minister of Bahrain": "Saif Marn",
            "The Prime Minister": "Saif Marn",
            "The Crown Prince": "Saif Marn",
        },
    ),
    "a prince by the first name": (
        "Foreign Minister Prince Saif bin Omar Al Marwan of Bahrain met Arlen Voss. Prince Saif thanked Voss.",
        {"Prince Saif": "Saif bin Omar Al Marwan"},
    ),
    "a first name alone": (
        "Foreign Minister of Thailand Maris Sangiam met President Arlen Voss of Chile. Maris thanked Voss.",
        {"Maris": "Maris Sangiam"},
    ),
    "a secretary of state in an office": (
        "Arlen Voss met Secretary of State in the Chancellery of the President of Poland, Head of the Bureau of Policy Jan Kubes.",
        {
            "Secretary of State in the Chancellery of the President of Poland, Head of the Bureau of Policy Jan Kubes": "Jan Kubes"
        },
    ),
    "a secretary of state for a field": (
        "The Secretary of State for Defence, Robert Tindall, met Arlen Voss.",
        {"The Secretary of State for Defence, Robert Tindall": "Robert Tindall"},
    ),
    "a secretary of state of another state": (
        "Voss met the Secretary of State of Portugal.", {"the Secretary of State of Portugal": None},
    ),
    "a minister of state at a ministry": (
        "Minister of State at the Foreign Office Ida Kestrel met President Arlen Voss of Chile.",
        {"Minister of State at the Foreign Office Ida Kestrel": "Ida Kestrel"},
    ),
    "a deputy is not the minister": (
        "Deputy Minister of Defence Tarmo Vellik met Minister of Defence Olav Berg of Norway. The Defence Minister spoke.",
        {"The Defence Minister": "Olav Berg"},
    ),
    "a spokesman for an office": (
        "The Spokesman for the Presidency, Ambassador Bo Lind, spoke.",
        {"The Spokesman for the Presidency, Ambassador Bo Lind": "Bo Lind"},
    ),
    "the abbreviation of an office": (
        "PM Ida Kestrel of Norway met Arlen Voss at 4 PM today. PM Kestrel thanked him.",
        {"PM Ida Kestrel of Norway": "Ida Kestrel", "PM Kestrel": "Ida Kestrel", "PM": ()},
    ),
    "her of two persons whom nobody knows": (
        "President Arlen Voss of Chile met Prime Minister Ida Kestrel of Norway. She thanked him. He praised her team.",
        {"She": "Ida Kestrel", "him": "Arlen Voss", "He": "Arlen Voss", "her": "Ida Kestrel"},
    ),
    "the day and agency of a dateline": (
        "Lima, Apr. 02 (PNA): His Excellency Ludo Marn met Prime Minister Ida Kestrel of Norway.", {"Lima": None},
    ),
    "a field of two parts": (
        "Minister of Foreign Affairs and Expatriates Saif Marn of Jordan met Ida Kestrel.",
        {"Minister of Foreign Affairs and Expatriates Saif Marn of Jordan": "Saif Marn"},
    ),
    "a longer line of fathers than the lexicon has": (
        "The Amir of Qatar Sheikh Tamim bin Hamad bin Khalifa Al Thani left.",
        {"The Amir of Qatar Sheikh Tamim bin Hamad bin Khalifa Al Thani": "Tamim bin Hamad Al Thani"},
    ),
    "the title of one state in the text of another": (
        "His Holiness Pope Francis met Cardinal Pietro Parolin, Secretary of State.",
        {"Cardinal Pietro Parolin, Secretary of State": "Pietro Parolin"},
    ),
    "a majesty is a king where the text gave nobody the style": (
        "President Arlen Voss of Chile met King Felipe VI of Spain. Voss thanked His Majesty.", {"His Majesty": "Felipe VI"},
    ),
    "an office of the subject is not its object": (
        "Saif Marn, Crown Prince and Prime Minister of Bahrain, met Prime Minister Ida Kestrel of Norway. "
        "The Crown Prince thanked the Prime Minister.",
        {"the Prime Minister": "Ida Kestrel"},
    ),
    "three offices and a place": (
        "Saif Marn, Vice President, Prime Minister and Ruler of Dubai, left.",
        {"Saif Marn, Vice President, Prime Minister and Ruler of Dubai": "Saif Marn"},
    ),
    "two offices with a stroke": (
        "High Representative/Vice-President Bo Lind met Ida Kestrel. VP Lind left.",
        {"High Representative/Vice-President Bo Lind": "Bo Lind", "VP Lind": "Bo Lind"},
    ),
    "an abbreviation alone": (
        "Prime Minister Ida Kestrel of Norway met President Arlen Voss of Chile. PM thanked him.",
        {"PM": "Ida Kestrel", "him": "Arlen Voss"},
    ),
    "a spokesperson of a government": (
        "Bo Lind, Spokesperson for the Federal Government, spoke.",
        {"Bo Lind, Spokesperson for the Federal Government": "Bo Lind"},
    ),
    "the seat of a government in a dateline": (
        "PUTRAJAYA, Nov 1 (Bernama) -- Prime Minister Ida Kestrel left.", {"PUTRAJAYA": None},
    ),
    "his own Administration": (
        "President Arlen Voss of Chile said his Administration would act.", {"his": "Arlen Voss", "Administration": "Chile"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_mentions(resolved, case):
    text, wanted = CASES[case]
    mentions, _, _ = resolved(text)
    for words, name in wanted.items():
        got = [party.name if party else None for said, party in mentions if said == words]
        expected = list(name) if isinstance(name, tuple) else [name] * max(1, len(got))
        assert got == expected, mentions


def test_mentions_do_not_overlap_and_stand_in_order(resolved, parse, lexicon):
    text = " ".join(text for text, _ in CASES.values())
    document, doc = parse(text)
    _, mentions, _ = parties(document, doc, lexicon)
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions))


def test_the_two_who_take_part_are_the_leaders(resolved):
    text = "President Arlen Voss of Chile met Prime Minister Ida Kestrel of Norway. The two leaders discussed trade."
    mentions, found, _ = resolved(text)
    group = next(party for said, party in mentions if said == "The two leaders")
    assert {p.name for p in found if p.id in group.members} == {"Arlen Voss", "Ida Kestrel"}


def test_between_two_states_the_sides_are_the_states(resolved):
    text = "She welcomed peace between Georgia and Moldova and progress between the parties."
    mentions, _, _ = resolved(text)
    assert dict(mentions)["the parties"].members == ("state:GEO", "state:MDA")


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("the leaders of France, Germany and Italy", {"Emmanuel Macron", "Olaf Scholz", "Giorgia Meloni"}),
        ("the French and German foreign ministers", {"Catherine Colonna", "Annalena Baerbock"}),
        ("the foreign ministers of Armenia and Azerbaijan", {"Ararat Mirzoyan", "Jeyhun Bayramov"}),
    ],
)
def test_the_holders_of_several_states(resolved, words, people):
    mentions, found, _ = resolved(f"She met with {words} today.")
    group = dict(mentions)[words]
    assert {p.name for p in found if p.id in group.members} == people


def test_a_leader_alone_is_who_leads_the_state(resolved):
    mentions, _, _ = resolved("The Armenian leader and the Azerbaijani leader agreed.")
    assert [party.name for _, party in mentions] == ["Nikol Pashinyan", "Ilham Aliyev"]


def test_a_counterpart_holds_the_same_office(resolved):
    mentions, _, _ = resolved("Secretary of State Antony Blinken called his Armenian counterpart.")
    assert dict(mentions)["Armenian counterpart"].name == "Ararat Mirzoyan"


def test_two_countries_are_those_of_the_principals(resolved):
    text = "President Arlen Voss of Chile met Prime Minister Ida Kestrel of Norway. Ties between the two countries are old."
    mentions, _, _ = resolved(text)
    assert dict(mentions)["the two countries"].members == ("state:CHL", "state:NOR")


def test_those_in_a_phrase_before_the_subject_are_no_principals(resolved):
    text = (
        "Following President Joe Biden's talk with President Ludo Marn of Peru, Minister Ida Kestrel of Norway met today "
        "with President Arlen Voss of Chile. They agreed to meet again."
    )
    mentions, found, _ = resolved(text)
    assert {p.name for p in found if p.id in dict(mentions)["They"].members} == {"Ida Kestrel", "Arlen Voss"}


@pytest.mark.parametrize(
    "text", ["He met the President of", "Kestrel met Prime Minister von", "The Secretary for", "(UN"]
)
def test_a_text_may_end_anywhere(resolved, text):
    resolved(text)


@pytest.mark.parametrize(("day", "who"), [(date(2019, 6, 1), "Donald Trump"), (date(2022, 6, 1), "Joe Biden")])
def test_a_role_alone_is_its_holder_at_the_date(resolved, day, who):
    mentions, _, _ = resolved("The President thanked the governors.", published=day, publisher="The White House")
    assert mentions[0][1].name == who


def test_without_a_date_nobody_is_guessed(resolved):
    mentions, _, problems = resolved("The Prime Minister of Norway agreed.", published=None)
    assert mentions[0][1].id == "state:NOR" and problems[0].reason == "party-unresolved"


def test_a_headline_introduces_nobody(resolved):
    from readouts.text import Span

    text = "Voss Complains to Kestrel\nPresident Arlen Voss of Chile called Prime Minister Ida Kestrel of Norway."
    mentions, found, _ = resolved(text, headline=Span(0, 25))
    assert [p.name for _, p in mentions][:2] == ["Arlen Voss", "Ida Kestrel"]
    assert {p.name for p in found if p.kind == "person"} == {"Arlen Voss", "Ida Kestrel"}


def test_roles_and_countries_are_kept(resolved):
    _, found, _ = resolved("State Department spokesperson Robert Tindall and President Arlen Voss of Chile spoke.")
    people = {p.name: (p.role, p.country, p.office) for p in found if p.kind == "person"}
    assert people == {
        "Robert Tindall": ("spokesperson", "USA", "State Department"),
        "Arlen Voss": ("President", "CHL", None),
    }


@pytest.mark.parametrize(
    "text", ["They signed the Georgia Tech agreement.", "The treaty of May was long.", "he said no."]
)
def test_no_person_is_made_of_other_capitals(resolved, text):
    _, found, _ = resolved(text)
    assert not [p for p in found if p.kind == "person"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Biden and Macron talked by phone on Sunday.", ["Joe Biden", "Emmanuel Macron"]),
        ("The White House said that Biden had thanked Macron.", ["Joe Biden", "Emmanuel Macron"]),
        ("Scholz phoned Macron on Tuesday.", ["Olaf Scholz", "Emmanuel Macron"]),
    ],
)
def test_the_bare_surname_of_a_leader_in_office_needs_no_introduction(resolved, text, people):
    mentions, _, _ = resolved(text)
    assert [p.name for _, p in mentions if p and p.kind == "person"] == people


@pytest.mark.parametrize(
    "text",
    [
        "The Macron Gallery opened in Lima.",  # a word beside another name
        "They met in Macron on Sunday.",  # a place
        "Obama thanked the guests on Sunday.",  # out of office at the date
        "Robert Scholz sang. Scholz thanked the guests.",  # introduced here, and no leader
    ],
)
def test_other_words_that_are_a_leaders_surname_are_not_the_leader(resolved, text):
    _, found, _ = resolved(text)
    assert not {p.name for p in found} & {"Emmanuel Macron", "Barack Obama", "Olaf Scholz"}


@pytest.mark.parametrize(
    ("day", "title", "who"),
    [
        (date(2022, 3, 6), "Mr.", "Joe Biden"),
        (date(2022, 3, 6), "President", "Joe Biden"),
        (date(2022, 3, 6), "First Lady", "Jill Biden"),
    ],
)
def test_of_several_of_one_surname_the_title_and_the_leading_office_decide(resolved, day, title, who):
    mentions, _, _ = resolved(f"{title} Biden thanked the guests.", published=day)
    assert mentions[0][1].name == who


def test_leaders_whom_the_text_brings_in_are_not_those_who_take_part(resolved):
    text = (
        "President Arlen Voss of Chile briefed leaders on his call with Prime Minister Ida Kestrel of Norway. "
        "The leaders thanked him."
    )
    mentions, _, _ = resolved(text)
    groups = [p for words, p in mentions if words.lower().endswith("leaders")]
    assert groups[0] == groups[1] and groups[0].members == ()


def test_a_leader_at_a_seat_of_power_is_a_guest_there(resolved):
    text = (
        "President Joe Biden spoke with Prime Minister Ida Kestrel of Norway. He will receive the Prime Minister at the "
        "White House. A spokesperson at the State Department said so."
    )
    mentions, found, _ = resolved(text)
    assert dict(mentions)["the Prime Minister"].name == "Ida Kestrel"
    assert any(p.name == "State Department" for p in found)


def test_leaders_of_something_are_others_than_the_leaders(resolved):
    text = (
        "President Arlen Voss of Chile met Prime Minister Ida Kestrel of Norway. They thanked leaders of the ports. "
        "The leaders agreed to meet again."
    )
    mentions, found, _ = resolved(text)
    members = {p.id: p.name for p in found}
    assert [members[m] for m in dict(mentions)["The leaders"].members] == ["Arlen Voss", "Ida Kestrel"]


def test_a_president_who_leads_the_government_alone(resolved):
    mentions, _, _ = resolved("The President left.", publisher="Presidency of the Islamic Republic of Iran")
    assert [party.name for _, party in mentions] == ["Ebrahim Raisi"]


@pytest.mark.parametrize(
    "text",
    [
        "The Prime Minister spoke to Prime Minister Ida Kestrel of Norway. The Prime Minister thanked her.",
        "Prime Minister Ida Kestrel of Norway and the Prime Minister met today. The Prime Minister thanked her.",
    ],
)
def test_an_office_calls_its_own_head_by_the_role_alone(resolved, text):
    mentions, _, _ = resolved(text, publisher="Office of the Prime Minister of Chile")
    said = {words: party.name for words, party in mentions}
    assert said["The Prime Minister"] == "Chile" and said["Prime Minister Ida Kestrel of Norway"] == "Ida Kestrel"


def test_the_minister_in_a_ministrys_text_is_its_own(resolved):
    text = "Foreign Minister Arlen Voss of Chile phoned Foreign Minister Ida Kestrel of Norway. The Minister was brief."
    mentions, _, _ = resolved(text, publisher="Ministry of Foreign Affairs of Chile")
    assert dict(mentions)["The Minister"].name == "Arlen Voss"


def test_a_subject_goes_on_with_that_of_the_main_clause_before(resolved):
    text = (
        "Minister Arlen Voss of Chile hoped that Norway, now that Minister Olaf Berg leads the talks, would set a day. He "
        "also spoke of the lock."
    )
    assert dict(resolved(text)[0])["He"].name == "Arlen Voss"
