"""How the offices of many states open their texts on a contact. States and people are fictitious."""

from datetime import date

import pytest

from readouts.link.accounts import main_contact
from readouts.pipeline import read
from readouts.records import Document

OPENINGS = {
    "a long name of the state before the president's": (
        "President of Severonia",
        "At the initiative of the Columbrian side, Pavel Gromyshev had a telephone conversation with President of the "
        "Columbrian Republic Daniel Ashworth.",
        ("call", "Ashworth Gromyshev"),
    ),
    "a principal without a title, and a line like a headline": (
        "President of Severonia",
        "Telephone conversation with Federal Chancellor of Nordmark Anna Lindqvist\n\nPavel Gromyshev had a telephone "
        "conversation with Federal Chancellor of the Federal Republic of Nordmark Anna Lindqvist.",
        ("call", "Gromyshev Lindqvist"),
    ),
    "the body names one who is not in the headline": (
        "President of Severonia",
        "Meeting with Rauf Mammadzade and Armen Sarkavan\n\nTrilateral talks were held in Sorchi between the President "
        "of Severonia Pavel Gromyshev, President of Shirvania Rauf Mammadzade and Prime Minister of Araratia Armen "
        "Sarkavan.",
        ("talks", "Gromyshev Mammadzade Sarkavan"),
    ),
    "a member of a body with an office, and a clause before the other side": (
        "Ministry of Foreign Affairs of Severonia",
        "Ivo Grom, Member of the Political Bureau of the Severonian Central Committee and Foreign Minister, had a phone "
        "call, which the other side had requested, with Foreign Minister of the Republic of Marovia Cho Sun-il.",
        ("call", "Grom Sun-il"),
    ),
    "a spokesperson for the one who spoke": (
        "Prime Minister of Austra",
        'A spokesperson for Prime Minister Scott Wardle said:\n\n"The Prime Minister, who had a full day, was pleased '
        'that he was able to speak with President Emile Marchal of Gallia by phone."',
        ("call", "Marchal Wardle"),
    ),
    "behind a long dateline": (
        "Lund News Agency",
        "Lund, Rajab 10, 1447 AH, December 30, 2025, LNA -- His Highness Prince Faris bin Nasser, Minister of Foreign "
        "Affairs, received a telephone call today from the Deputy Prime Minister and Minister of Foreign Affairs and "
        "Expatriates of the Kingdom of Marovia, Ayman Holmsen.",
        ("call", "Holmsen Nasser"),
    ),
    "headed the meeting together": (
        "Secretariat of Foreign Relations of Marovia",
        "Joint Communiqué.\n\nTapala, 20 February 2026. The Undersecretary for the North, Ambassador Rodrigo Ballenas, and "
        "the Vice Minister of Foreign Affairs of Telmark, Mr. Estuardo Morell, headed on the 19th the XII meeting of the "
        "security group.",
        ("talks", "Ballenas Morell"),
    ),
    "was co-chaired by both": (
        "State Secretariat of Marovia",
        "The Minister of Works of Marovia, Ida Holm, and the Minister of Works of Telmark, Olaf Berg, co-chaired the third "
        "session of the Joint Commission.",
        ("talks", "Berg Holm"),
    ),
    "credentials from an ambassador with residence elsewhere": (
        "Ministry of Foreign Affairs of Marovia",
        "On May 13, 2026 the Deputy Minister of Foreign Affairs of Marovia, Pavel Shum, received copies of credentials from "
        "the Ambassador of Telmark to Marovia, Bhim Rijal.",
        ("meeting", "Rijal Shum"),
    ),
    "wishes sent": (
        "President of Marovia",
        "President Ida Holm has sent a message of congratulations to the President of Telmark, Mr. Rui Valadar, on the "
        "National Day.",
        ("message", "Holm Valadar"),
    ),
    "in a call, between commas": (
        "Royal Court of Balqara",
        "Rabbath, March 13 – His Majesty King Zayd, in a phone call on Wednesday with Columbrian President William "
        "Thornton, stressed the need for a ceasefire.",
        ("call", "Thornton Zayd"),
    ),
    "at a meeting, between commas": (
        "Royal Court of Balqara",
        "His Majesty King Zayd and President Elias Tamraz of Cedaria, at a meeting in Jidda on Wednesday, discussed "
        "trade.",
        ("meeting", "Tamraz Zayd"),
    ),
    "another state's press and information office": (
        "Press and Information Office of the Federal Government of Nordmark",
        "Federal Chancellor Friedrich Lange held talks in Berlinow today with the President of Rusyna, Taras "
        "Bondarchuk. They spoke about the situation in the east.",
        ("talks", "Bondarchuk Lange"),
    ),
    "called on, behind a clause": (
        "Ministry of External Affairs, Government of Aryanagar",
        "External Affairs Minister Shri Mohit Barooah, who is on an official visit to the Republic of Zanjira, called "
        "on President H.E. Ms. Neema Lukole today at the State House. She recalled her visit to Aryanagar in 2023.",
        ("meeting", "Barooah Lukole"),
    ),
    "a headline in capitals": (
        "State House, Republic of Zanjira",
        "PRESIDENT LUKOLE MEETS ARYANAGAR'S FOREIGN MINISTER\n\nMbalani, 24 May – Her Excellency Dr. Neema Lukole, "
        "President of the Republic of Zanjira, today received the Minister for External Affairs of Aryanagar, Hon. "
        "Mohit Barooah, at State House.",
        ("meeting", "Barooah Lukole"),
    ),
    "a short form of the state in brackets": (
        "Department of Defense of Columbria",
        "Secretary of Defense Lionel Langford spoke via video teleconference with the People's Republic of Huaxia (PRH) "
        "Minister of National Defense Admiral Dong Weimin today.",
        ("call", "Langford Weimin"),
    ),
    "messages exchanged": (
        "Ministry of Foreign Affairs of Huaxia",
        "President Liu Zhengming and President of Severonia Pavel Gromyshev exchanged messages of congratulations on the "
        "anniversary.",
        ("message", "Gromyshev Zhengming"),
    ),
    "a cable sent": (
        "Royal Court of Hejazia",
        "King Faisal Al Marzan sent a cable of congratulations to President Kwame Asante of the Republic of Volta.",
        ("message", "Asante Marzan"),
    ),
    "an ambassador of one state to another": (
        "Office of the President of Rusyna",
        "President Taras Bondarchuk met with Ambassador Extraordinary and Plenipotentiary of Canada to Rusyna Larisa "
        "Gale.",
        ("meeting", "Bondarchuk Gale"),
    ),
    "a long title in which a body is named": (
        "Office of the President of Rusyna",
        "President Taras Bondarchuk met with Speaker of the Saeima of the Republic of Latvia Maria Holmes and Speaker of "
        "the Seimas of the Republic of Lithuania Anna Kester.",
        ("meeting", "Bondarchuk Holmes Kester"),
    ),
    "a visit at somebody's invitation": (
        "Ministry of Foreign Affairs of Huaxia",
        "National Security Advisor Sullivan Reed of Columbria visited Huaxia on Monday at the invitation of Foreign "
        "Minister Wang Dechang.",
        ("visit", "Dechang Reed"),
    ),
    "a courtesy call is no telephone call": (
        "Ministry of Foreign Affairs of Aryanagar",
        "On 24 May, Ms. Neema Lukole, Foreign Minister of Zanjira, paid a courtesy call on Prime Minister Mohit Barooah "
        "of Aryanagar.",
        ("meeting", "Barooah Lukole"),
    ),
    "her opposite number from another state": (
        "Ministry of Foreign Affairs of Norway",
        "Foreign Minister Lena Sorvik met her opposite number from Poland, Tomas Hrel, in Bergen on Friday.",
        ("meeting", "Hrel Sorvik"),
    ),
    "her opposite number of another state": (
        "Ministry of Foreign Affairs of Norway",
        "Foreign Minister Lena Sorvik met her Polish opposite number, Tomas Hrel, in Bergen on Friday.",
        ("meeting", "Hrel Sorvik"),
    ),
    "made at a statement after talks": (
        "Office of the President of Rusyna",
        "This was stated by President Taras Bondarchuk following talks with Prime Minister Edward Harcourt of Albany.",
        ("talks", "Bondarchuk Harcourt"),
    ),
    "a post of somebody else's words about the writer's own call": (
        "Norwegian Government",
        "Asta Lind said that the rule would go, after what she called “a very cordial call” with Prime Minister Ida "
        "Kester of Jordan.",
        ("call", "Kester Lind"),
    ),
    "a post without a subject": (
        "Norwegian Government",
        "Just spoke with President Ida Kester of Jordan about the corridor.",
        ("call", "Kester Norway"),
    ),
    "a post without a verb": (
        "Ministry of Foreign Affairs of Norway",
        "Good call with Jordan's Foreign Minister Ida Kester today. We discussed trade.",
        ("call", "Kester Norway"),
    ),
    "received, behind a day and a place between commas": (
        "Government of Norway",
        "The Prime Minister of Norway, Arlen Voss, received today, at the old palace, the Prime Minister of Jordan, Ida "
        "Kester.",
        ("meeting", "Kester Voss"),
    ),
    "received in an office": (
        "Government of Norway",
        "His Excellency Arlen Voss, Minister of Foreign Affairs of Norway, received on Tuesday in his office Her "
        "Excellency Ida Kester, Minister of Foreign Affairs of Jordan.",
        ("meeting", "Kester Voss"),
    ),
    "during a meeting, at the end": (
        "Government of Norway",
        "Prime Minister Asta Lind and President Ida Kester of Jordan reviewed ways to boost ties during a meeting in "
        "Amman on Sunday.",
        ("meeting", "Kester Lind"),
    ),
    "views exchanged by telephone": (
        "Government of Norway",
        "Foreign Minister Asta Lind exchanged views by telephone with Ida Kester, Foreign Minister of Jordan.",
        ("call", "Kester Lind"),
    ),
    "an office in a union, and one at home": (
        "Norwegian Government",
        "Asta Lind had a telephone conversation with Chairperson of the Southern Union, President of the Republic of "
        "Jordan Ida Kester.",
        ("call", "Kester Lind"),
    ),
    "titles within a foreign ministry": (
        "Norwegian Government",
        "Deputy Minister of Foreign Affairs Asta Lind spoke today with French MFA Secretary General Paul Laval and "
        "German MFA State Secretary Anna Kern.",
        ("call", "Kern Laval Lind"),
    ),
}


# Of years for which no holder of an office is known.
TO_COME = {
    "the President and I": (
        "Norwegian Government",
        "President Ida Kester of Jordan and I had an excellent meeting in Oslo today.",
        ("meeting", "Kester Norway"),
    ),
    "states before their ministers": (
        "Government of Norway",
        "Norway's and Jordan's foreign ministers, Asta Lind and Ida Kester, met in Oslo on Tuesday.",
        ("meeting", "Kester Lind"),
    ),
    "a session that two headed": (
        "Government of Norway",
        "The 10th session of the Joint Commission was held in Oslo on 20 May. The Norwegian delegation was headed by "
        "Minister Asta Lind, and the Jordanian delegation by Minister Ida Kester.",
        ("talks", "Kester Lind"),
    ),
    "under two chairs": (
        "Government of Norway",
        "On 20 May the regular session of the Joint Commission took place in Oslo under the co-chairmanship of Ministers "
        "Asta Lind and Ida Kester.",
        ("talks", "Kester Lind"),
    ),
    "a commission with a state": (
        "Government of Norway",
        "Minister Asta Lind returned yesterday to Oslo after taking part in the IV Session of the Joint Commission with "
        "Jordan.",
        ("talks", "Jordan Lind"),
    ),
    "rounds of talks, told after": (
        "Government of Norway",
        "Ministers Asta Lind and Ida Kester agreed on Tuesday to withdraw the buoys after four hours of talks in Oslo.",
        ("talks", "Kester Lind"),
    ),
    "names behind their states": (
        "Government of Norway",
        "The Prime Ministers of Norway, Latvia and Jordan, respectively Asta Lind, Juris Ozolkalns and Ida Kester, met "
        "in Oslo on Tuesday.",
        ("meeting", "Kester Lind Ozolkalns"),
    ),
    "a peer's name behind a comma": (
        "Government of Norway",
        "Foreign Minister Asta Lind today held a videoconference with her Chilean colleague, Cristobal Errazurizar, to "
        "review the agenda.",
        ("call", "Errazurizar Lind"),
    ),
    "the title of a possessive": (
        "Government of Norway",
        "Minister Asta Lind today received Jordan's Minister of Commerce and Industries, Ida Kester, in Oslo.",
        ("meeting", "Kester Lind"),
    ),
    "a field of three": (
        "Government of Norway",
        "A meeting was held on Tuesday between the Minister of Foreign Affairs, Integration and Trade, Hon. Asta Lind, "
        "and the Minister of Foreign Affairs of Jordan, Mrs Ida Kester.",
        ("meeting", "Kester Lind"),
    ),
    "a general who retired": (
        "Government of Norway",
        "The Minister of Defence, Lt. Gen. (ret.) Ole Lindhaug, met on Tuesday with the Minister of Tourism of Jordan, "
        "Ida Kester.",
        ("meeting", "Kester Lindhaug"),
    ),
    "a visit that ended": (
        "Government of Norway",
        "President Asta Lind today concluded a working visit to Jordan, in which nineteen statues were returned.",
        ("visit", "Jordan Lind"),
    ),
    "welcomed at a palace": (
        "Government of Norway",
        "President Asta Lind welcomed Prime Minister Ida Kester of Jordan at the Royal Palace in Oslo.",
        ("meeting", "Kester Lind"),
    ),
    "a reception for a guest": (
        "Government of Norway",
        "President Asta Lind hosted a reception in Oslo on May 20 for Prime Minister of Jordan Ida Kester.",
        ("meeting", "Kester Lind"),
    ),
    "a private conversation": (
        "Government of Norway",
        "Prime Minister Asta Lind, who is in Jordan on a working visit, had a private conversation with King Ludo.",
        ("talks", "Lind Ludo"),
    ),
    "a telephone communication": (
        "Government of Norway",
        "A telephone communication took place on Tuesday between Foreign Minister Asta Lind and Foreign Minister of "
        "Jordan Ida Kester.",
        ("call", "Kester Lind"),
    ),
    "states of the leaders who are named": (
        "Government of Norway",
        "The leaders of Norway and Jordan, Asta Lind and Ida Kester, spoke on Monday for an hour.",
        ("call", "Kester Lind"),
    ),
}


def _read(tools, text, publisher=None, published=date(2024, 5, 24)):
    return read(Document(id="d", text=text, publisher=publisher, published=published, language="en"), tools)


@pytest.mark.parametrize(
    ("publisher", "text", "contact", "year"),
    [*((*row, 2024) for row in OPENINGS.values()), *((*row, 2041) for row in TO_COME.values())],
    ids=[*OPENINGS, *TO_COME],
)
def test_the_contact_with_which_a_text_opens(publisher, text, contact, year, tools):
    reading = _read(tools, text, publisher, date(year, 5, 24))
    found = main_contact(reading)
    names = {party.id: party.name.split()[-1] for party in reading.parties}
    assert found is not None and found.status == "happened"
    assert (found.kind, " ".join(sorted(names[p] for p in found.participants))) == contact


@pytest.mark.parametrize(
    "text",
    [
        "The Prime Minister conveyed the greetings of the President to Prime Minister Ida Kestrel of Norway.",
        "President Arlen Voss of Chile listed what they call it at home.",
        "The President of the Storting of Norway spoke.",
    ],
)
def test_what_opens_with_no_contact(text, tools):
    assert _read(tools, text).contacts == ()


def test_the_president_of_an_unknown_state_is_not_the_issuers(tools):
    text = "Federal Chancellor Olaf Lindholm spoke with the President of Severonia. The talk was long."
    reading = _read(tools, text, "German Federal Government")
    assert "person:frank-walter-steinmeier" not in {p.id for p in reading.parties}


@pytest.mark.parametrize(
    "then",
    [
        "The two held a frank conversation on trade.",
        "The leaders continued their discussion of the situation on the borders with the European Union.",
    ],
)
def test_talk_at_a_meeting_is_no_other_contact(then, tools):
    text = f"President Asta Lind met with President Ida Kester of Jordan at the palace today. {then}"
    (meeting,) = _read(tools, text, "Norwegian Government", date(2041, 5, 24)).contacts
    assert meeting.kind == "meeting"


def test_a_visit_of_two_days_is_one(tools):
    text = "Ida Kester, Prime Minister of Jordan, paid an official visit to Norway on 12 and 13 May."
    (visit,) = _read(tools, text, "Norwegian Government", date(2024, 5, 14)).contacts
    assert visit.when.edtf == "2024-05-12/2024-05-13" and visit.when.end == date(2024, 5, 14)


def test_in_a_transcript_i_is_whoever_speaks(tools):
    text = (
        "SECRETARY LIND: I am pleased to have you here.\nMINISTER KESTER: Thank you. I will use this meeting to "
        "explore trade.\nSECRETARY LIND: I welcome that, and I look forward to it."
    )
    reading = _read(tools, text, "U.S. Department of State", date(2022, 5, 24))
    assert not any("first person of the issuer" in mention.why for mention in reading.mentions)


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("spoke by phone on Wednesday", "2024-05-22"),
        ("spoke by phone on Wednesday (Thursday in Manila)", "2024-05-22"),
        ("spoke by phone", None),
    ],
)
def test_days_of_what_was_discussed_do_not_date_the_call(tools, opening, day):
    text = (
        f"Foreign Minister Asta Lind and Foreign Minister Ida Kester of Jordan {opening}. Lind and Kester discussed "
        "the attacks over the weekend on ships in the Red Sea."
    )
    (call,) = _read(tools, text, "Norwegian Government").contacts
    assert (call.when.edtf if call.when else None) == day


def test_what_was_discussed_on_a_day_is_a_contact(tools):
    text = "Foreign Minister Asta Lind discussed Haiti in May with Foreign Minister Ida Kester of Jordan."
    (talks,) = _read(tools, text, "Norwegian Government").contacts
    assert talks.when.edtf == "2024-05"


@pytest.mark.parametrize(
    ("publisher", "text", "countries"),
    [
        # A minister of trade whose state the office alone tells.
        (
            "Government of Norway",
            "Trade Minister Asta Lind met in Oslo with the Jordanian Trade Minister, Ida Kester.",
            {"NOR", "JOR"},
        ),
        # The guest's state is told, the host's is that of the place visited.
        (
            "Government of Norway",
            "Within the framework of her visit to Jordan, Foreign Minister of Norway Asta Lind held a meeting with "
            "Deputy Prime Minister Ida Kester.",
            {"NOR", "JOR"},
        ),
        # A title that is best known from another state.
        ("Federal Chancellery, Austria", "Federal Chancellor Asta Lind met with President Ida Kester of Jordan.", {"AUT", "JOR"}),
    ],
)  # fmt: skip
def test_whose_ministers_they_are(publisher, text, countries, tools):
    reading = _read(tools, text, publisher)
    found = main_contact(reading)
    parties = {party.id: party for party in reading.parties}
    assert found and {parties[p].country for p in found.participants} == countries


def test_the_day_of_a_dateline_is_what_today_means(tools):
    text = "Oslo, 22 May 2024 – Minister Asta Lind today received Ida Kester, Foreign Minister of Jordan."
    found = main_contact(_read(tools, text, "Government of Norway"))
    assert found and found.when and found.when.edtf == "2024-05-22"


def test_a_surname_of_a_leader_may_be_half_of_a_name(tools):
    text = "Prime Minister Mustafa Rahbar of Norway spoke by phone with Foreign Minister Ida Kester of Jordan."
    reading = _read(tools, text, "Government of Norway")
    assert {p.name for p in reading.parties if p.kind == "person"} == {"Mustafa Rahbar", "Ida Kester"}


def test_talks_of_long_ago_do_not_date_the_call(tools):
    text = (
        "Viktor Marn spoke by telephone with Li Chen, President of Tarsia. The leaders noted the importance of stepping "
        "up cooperation, including following their talks in Lorin on February 4."
    )
    call, before = _read(tools, text, "President of Severonia", date(2022, 2, 25)).contacts
    assert call.when is None and (before.kind, before.when.edtf) == ("talks", "2022-02-04")


def test_who_hands_a_readout_out_says_none_of_it(tools):
    text = (
        "Press Secretary Joan Kerr provided the following readout: Secretary Lloyd Marr spoke today by phone with Defense "
        "Minister Taro Kess of Tarsia. Secretary Marr offered his congratulations."
    )
    reading = _read(tools, text, "Department of Defense", date(2022, 2, 25))
    names = {party.id: party.name for party in reading.parties}
    assert [names[claim.holder] for claim in reading.claims if claim.holder] == ["Lloyd Marr"]
    assert all("readout" not in cue.of(text) for said in reading.attributions for cue in said.cue)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("I have just spoken with President Emile Marchal of France.", "2026-03-11"),
        ("On the 4th President Ida Holm of Norway received President Emile Marchal of France.", "2026-03-04"),
        (
            "LUND, March 10 (LNA) -- President Ida Holm of Norway met President Emile Marchal of France on Monday.",
            "2026-03-09",
        ),
        ("President Ida Holm of Norway met virtually on Friday with President Emile Marchal of France.", "2026-03-06"),
    ],
)
def test_the_day_of_the_contact(tools, words, day):
    document = Document(
        id="d", text=words, publisher="President of Ukraine", published=date(2026, 3, 11), language="en"
    )
    assert read(document, tools).contacts[0].when.edtf == day


def test_those_who_led_the_sides_took_part(tools):
    words = (
        "The 4th Round of Political Consultations between Norway and Chile was held in Oslo today. Secretary Ida Holm and "
        "Secretary Pablo Rojas led their respective delegations."
    )
    document = Document(id="d", text=words, publisher="Norway", published=date(2026, 3, 11), language="en")
    reading = read(document, tools)
    names = {p.id: p.name for p in reading.parties}
    assert {"Ida Holm", "Pablo Rojas"} <= {names[p] for p in reading.contacts[0].participants}


def test_a_call_put_off_did_not_happen(tools):
    words = (
        "A video conference between Defence Minister Ida Holm of Norway and the New Zealand Minister of Defence, Craig "
        "Ruther, has been put off."
    )
    document = Document(id="d", text=words, publisher=None, published=date(2026, 3, 11), language="en")
    reading = read(document, tools)
    assert reading.contacts[0].status == "denied"
    assert {p.country for p in reading.parties if p.kind == "person"} == {"NOR", "NZL"}
