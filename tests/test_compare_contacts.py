"""Whether two texts are accounts of one contact: what is told of it, and how, varies; so does the layout.

The texts are ours; states and people are invented but for one pair of neutral wording.
"""

from datetime import date

import pytest

from readouts.errors import ContactsDiffer
from readouts.pipeline import Tools, compared
from readouts.records import Document

PAIRS = []


def pair(name, left, right, publisher, other, day, next_day, same=True, marks=()):
    PAIRS.append(pytest.param((left, publisher, day), (right, other, next_day), same, id=name, marks=marks))


pair(
    "letterhead, passive, no names on one side",
    """FOR IMMEDIATE RELEASE
Office of the Press Secretary

READOUT OF PRESIDENT ARLEN VOSS'S CALL WITH PRIME MINISTER IDA KESTER OF TELMARK

President Arlen Voss spoke today with Prime Minister Ida Kester of Telmark about the coming harvest season. He urged Telmark to reopen the Osk crossing, and the leaders discussed rail fares. They agreed to speak again in a month.""",
    """The Prime Minister's Office reports:

At the request of the Marovian side a telephone conversation was held on 4 March. The parties touched upon the reopening of the Osk crossing, on which the Prime Minister repeated that customs checks have to come first. Prices of rail tickets were considered as well.""",
    "The President of Marovia",
    "Office of the Prime Minister of Telmark",
    date(2031, 3, 4),
    date(2031, 3, 4),
)
pair(
    "call against video conference",
    "President Arlen Voss held a secure video call with Prime Minister Ida Kester today. The President welcomed the start of grain deliveries. The two leaders discussed the drought.",
    "Prime Minister Ida Kester held talks by videoconference with the President of Marovia, Arlen Voss. The Prime Minister said that the grain deliveries would go on until June. The dry summer was also on the agenda.",
    None,
    None,
    date(2031, 5, 2),
    date(2031, 5, 2),
)
pair(
    "one attendee more",
    "National Security Advisor Pell Orin met today with Foreign Minister Jana Torvik of Telmark and Defense Minister Lars Holm of Telmark in Carrow. They discussed the new radar and the training of pilots.",
    "Foreign Minister Jana Torvik met on Tuesday in Carrow with Marovia's National Security Advisor Pell Orin. The sides discussed the radar station, and the Minister asked for more places for Telmark's pilots in Marovian flight schools.",
    None,
    None,
    date(2031, 6, 10),
    date(2031, 6, 11),
)
pair(
    "surname only and family name first",
    "Secretary of State Nora Hale spoke by phone with Lethian Foreign Minister Wen Taro. The Secretary raised the case of the two detained hikers and underscored the need for open sea lanes.",
    "On October 8, Foreign Minister TARO Wen received a telephone call from Secretary of State Hale of the Republic of Marovia. Minister Taro stated that the two hikers are treated according to law. Both sides exchanged views on navigation.",
    None,
    None,
    date(2031, 10, 7),
    date(2031, 10, 8),
)
pair(
    "visit against meeting",
    "Today in the capital President Arlen Voss hosted King Osmund II of Brenia for a working lunch. The President thanked the King for sheltering refugees. They reviewed plans for a gas terminal.",
    "His Majesty King Osmund II paid a working visit to Marovia, where he met with President Arlen Voss. His Majesty affirmed that Brenia keeps its doors open to refugees. Talks also covered the gas terminal.",
    None,
    None,
    date(2031, 2, 1),
    date(2031, 2, 2),
)
pair(
    "on the margins of a summit",
    "On the margins of the Lakes Summit in Corvin, Prime Minister Ida Kester spoke with President Arlen Voss. The Prime Minister called for a ban on dredging. The President promised to look into it.",
    "President Arlen Voss had a brief pull-aside with the Prime Minister of Telmark, Ida Kester, at the Lakes Summit. He told her that Marovia would study the proposal to end dredging.",
    None,
    None,
    date(2031, 9, 3),
    date(2031, 9, 3),
)
pair(
    "no verb of contact, table-like",
    """Date: 12 April 2031
Format: telephone call
Participants: President Arlen Voss; Prime Minister Ida Kester

- The President reaffirmed support for the river commission.
- The Prime Minister announced a visit to Marovia in June.""",
    """Voss and Kester talk rivers

Prime Minister Ida Kester and President Arlen Voss talked on the phone on Saturday. Kester said she would come to Marovia in June and welcomed that Voss stands behind the commission on the rivers.""",
    None,
    None,
    date(2031, 4, 12),
    date(2031, 4, 13),
)
pair(
    "message and letter",
    "President Arlen Voss sent a message of condolence to Prime Minister Ida Kester over the ferry accident and offered divers.",
    "Prime Minister Ida Kester received a letter of condolence from President Arlen Voss of Marovia, in which he offered the help of divers after the sinking of the ferry.",
    None,
    None,
    date(2031, 7, 7),
    date(2031, 7, 8),
)
pair(
    "delegations, role only",
    "A delegation led by Deputy Foreign Minister Sven Aro held consultations with a Marovian delegation headed by Under Secretary Mila Dorn. The Telmark side asked for shorter waiting times for visas.",
    "Under Secretary Mila Dorn hosted Telmark's Deputy Foreign Minister Sven Aro for the annual political dialogue. She noted that waiting times for visas would fall by the summer.",
    None,
    None,
    date(2031, 11, 20),
    date(2031, 11, 21),
)
pair(
    "briefing transcript",
    """MR. FINN: Good afternoon. A couple of things at the top. The President spoke this morning with Prime Minister Kester. They talked about the strike at the ports, and he asked her to keep the northern berths open.

Q: Did they discuss the ferry?

MR. FINN: I have nothing on that.""",
    "Prime Minister Ida Kester had a phone call with Marovian President Arlen Voss. The Prime Minister explained that the northern berths will work during the strike.",
    "White House of Marovia",
    None,
    date(2031, 1, 15),
    date(2031, 1, 15),
)
pair(
    "days apart across time zones",
    "The Prime Minister of Japan held a telephone talk with the President of Chile, Gabriel Boric, on the morning of 3 March. They discussed trade in copper and lithium and cooperation on earthquakes.",
    "President Gabriel Boric spoke by telephone with the Prime Minister of Japan, Fumio Kishida, on the evening of 2 March. They discussed minerals and how to prepare for earthquakes.",
    None,
    None,
    date(2023, 3, 3),
    date(2023, 3, 2),
)
pair(
    "trilateral told by each",
    "President Arlen Voss met Prime Minister Ida Kester and Chancellor Rolf Dahn in Corvin. The three leaders called for a new census of fish stocks and agreed to share patrol boats.",
    "Chancellor Rolf Dahn took part in a trilateral meeting with the leaders of Marovia and Telmark in Corvin. The Chancellor proposed counting the fish anew. It was agreed that patrol boats will be used jointly.",
    None,
    None,
    date(2031, 8, 8),
    date(2031, 8, 8),
)
pair(
    "nobody but roles",
    "A telephone conversation took place between Arlen Voss and Ida Kester. Issues of transit across the plain were discussed. A mutual wish to cut tariffs was expressed.",
    "The President called the Prime Minister of Telmark this afternoon. He told the Prime Minister that Marovia is ready to lower tariffs if transit across the plain is made free.",
    "Office of the Prime Minister of Telmark",
    "The President of Marovia",
    date(2031, 3, 9),
    date(2031, 3, 9),
)
pair(
    "nothing but calling on somebody",
    "Ambassador Petra Lund called on the Minister of Trade of Marovia, Otto Brink, on Monday to discuss the duties on cheese.",
    "Minister Otto Brink received the Ambassador of Telmark, Petra Lund. The Minister said that duties on cheese would be reviewed in autumn.",
    None,
    None,
    date(2031, 5, 5),
    date(2031, 5, 6),
)
pair(
    "different day same pair",
    "President Arlen Voss spoke with Prime Minister Ida Kester on 4 March 2031 about grain.",
    "President Arlen Voss spoke with Prime Minister Ida Kester on 25 March 2031 about grain.",
    None,
    None,
    date(2031, 3, 4),
    date(2031, 3, 25),
    same=False,
)
pair(
    "different partner",
    "President Arlen Voss spoke today with Prime Minister Ida Kester of Telmark about grain and the drought.",
    "President Arlen Voss spoke today with Chancellor Rolf Dahn of Brenia about grain and the drought.",
    None,
    None,
    date(2031, 3, 4),
    date(2031, 3, 4),
    same=False,
)
pair(
    "planned and held",
    "President Arlen Voss will meet Prime Minister Ida Kester next week in Corvin to discuss grain.",
    "President Arlen Voss met Prime Minister Ida Kester in Corvin today and discussed grain.",
    None,
    None,
    date(2031, 3, 4),
    date(2031, 3, 12),
    same=False,
)
pair(
    "call, then meeting a day later",
    "President Arlen Voss spoke by phone with Prime Minister Ida Kester on Tuesday. They discussed grain and the programme of her visit.",
    "President Arlen Voss received Prime Minister Ida Kester at the palace in Corvin on Wednesday. They signed an agreement on grain.",
    None,
    None,
    date(2031, 3, 4),
    date(2031, 3, 5),
    same=False,
)


pair(
    "group call, one side names all",
    "Prime Minister Ida Kester took part in a video conference with President Arlen Voss, Chancellor Rolf Dahn, King Osmund II and the head of the Lakes Council, Mira Sund. The Prime Minister underlined that fish stocks are falling.",
    "President Arlen Voss convened a secure video call with leaders of the Lakes states. The leaders discussed fish stocks and the President thanked his counterparts.",
    None,
    None,
    date(2031, 3, 1),
    date(2031, 3, 1),
)
pair(
    "foreign ministry to ministry, telephone talks",
    "The Minister for Foreign Affairs of Telmark, Jana Torvik, had a telephone talk with Marovia's Foreign Minister, Otto Brink. The Ministers exchanged views on the tunnel.",
    "On 5 July, Foreign Minister Brink and his Telmark counterpart had a phone conversation on the initiative of the latter. They discussed building the tunnel.",
    "Ministry of Foreign Affairs of Telmark",
    "Ministry of Foreign Affairs of Marovia",
    date(2031, 7, 5),
    date(2031, 7, 5),
)
pair(
    "audience",
    "His Majesty King Osmund II granted an audience to the visiting Prime Minister of Telmark, Ida Kester. His Majesty praised the hospital ship.",
    "Prime Minister Kester was received by King Osmund II in Brenholm. She thanked Brenia for the crew of the hospital ship.",
    None,
    None,
    date(2031, 7, 5),
    date(2031, 7, 6),
)
pair(
    "unpublished dates",
    "President Voss and Prime Minister Kester talked by telephone. They agreed to lower fees on the canal.",
    "At Marovia's request, Prime Minister Ida Kester spoke by telephone with President Arlen Voss. The fees of the canal were discussed.",
    "The White House of Marovia",
    "Office of the Prime Minister of Telmark",
    None,
    None,
)
pair(
    "news article vs readout",
    'CORVIN - Prime Minister Ida Kester\'s office said on Friday that she had told President Arlen Voss in a call that the canal fees were too high. "The Prime Minister was frank," a spokesman said. Kester also asked for pilots, the office said.',
    "President Arlen Voss spoke today with Prime Minister Ida Kester of Telmark. The President explained the fees of the canal and offered to train pilots.",
    "Corvin Courier",
    "The President of Marovia",
    date(2031, 8, 9),
    date(2031, 8, 8),
)
pair(
    "envoy and deputies",
    "Special Envoy Tam Reiss met in Brenholm with Deputy Prime Minister Olga Penn to discuss the ceasefire in the hills.",
    "Deputy Prime Minister Olga Penn held a working meeting with the Marovian President's envoy Tam Reiss. It was noted that the ceasefire in the hills holds.",
    None,
    None,
    date(2031, 8, 11),
    date(2031, 8, 11),
)
pair(
    "second meeting in two texts, state as actor",
    "Marovia and Telmark held a round of consultations in Corvin. Marovia's delegation proposed a joint patrol of the lake.",
    "The delegations of Telmark and Marovia met in Corvin on 3 May for consultations. Telmark said that it would study the idea of joint patrols.",
    "Foreign Ministry of Marovia",
    "Foreign Ministry of Telmark",
    date(2031, 5, 3),
    date(2031, 5, 4),
)
pair(
    "role + name order, transliteration",
    "Today President Volodar Kesterenko talked on the phone with the President of Marovia. The head of state informed Arlen Voss about the flood.",
    "President Arlen Voss spoke with President Volodymyr Kesterenko of Ruvia. He expressed sympathy after the flood.",
    None,
    None,
    date(2031, 5, 3),
    date(2031, 5, 3),
)
pair(
    "dinner",
    "The Chancellor had dinner with the President of Marovia at the Chancellery. Chancellor Rolf Dahn and President Voss spoke about the gas terminal.",
    "President Arlen Voss dined with Chancellor Rolf Dahn on the second day of his visit to Brenia. The two talked about the gas terminal.",
    None,
    None,
    date(2031, 5, 3),
    date(2031, 5, 4),
)
pair(
    "statement to the press",
    "Good evening. I have just spoken to President Voss. I told him that our fishermen must be released at once. I also thanked him for the rescue.",
    "Arlen Voss received a call from Prime Minister Ida Kester, who asked about the fishermen. He said a court will decide.",
    "Prime Minister's Office of Telmark",
    "Presidential Office of Marovia",
    date(2031, 5, 3),
    date(2031, 5, 3),
)
pair(
    "call and planned visit mention",
    "President Arlen Voss called Prime Minister Ida Kester to prepare his visit to Telmark next week. He raised the tariffs on cheese.",
    "Prime Minister Ida Kester and President Arlen Voss will meet next week. In a telephone call today they prepared the visit, and the tariffs on cheese came up.",
    None,
    None,
    date(2031, 5, 3),
    date(2031, 5, 3),
)
pair(
    "secretary with two",
    "Secretary Nora Hale and Secretary Bram Oster met jointly with Lethian Foreign Minister Wen Taro and Defense Minister Kai Ono. They discussed the islands.",
    "A meeting of the foreign and defence ministers of Lethia and Marovia took place. Ministers Taro and Ono stated that the islands are covered.",
    None,
    None,
    date(2031, 5, 3),
    date(2031, 5, 3),
)
pair(
    "weeks apart same template",
    "President Arlen Voss spoke by telephone with Prime Minister Ida Kester. They discussed the canal.",
    "President Arlen Voss spoke by telephone with Prime Minister Ida Kester. They discussed the canal and cheese.",
    None,
    None,
    date(2031, 5, 3),
    date(2031, 6, 3),
    same=False,
)
pair(
    "other minister",
    "Secretary Nora Hale spoke with Lethian Foreign Minister Wen Taro about the islands.",
    "Lethian Defense Minister Kai Ono spoke with Secretary of Defense Bram Oster about the islands.",
    None,
    None,
    date(2031, 5, 3),
    date(2031, 5, 3),
    same=False,
)


pair(
    "virtual summit",
    "The second virtual summit of Marovia and Telmark was co-chaired by President Arlen Voss and Prime Minister Ida Kester"
    " on Monday. The leaders welcomed the new ferry.",
    "Prime Minister Ida Kester attended the Marovia-Telmark summit by video link. The Prime Minister said the ferry shows"
    " what neighbours can do.",
    None,
    None,
    date(2031, 8, 11),
    date(2031, 8, 12),
    marks=pytest.mark.xfail(strict=True, reason="attending or chairing a summit is not found as a contact"),
)


@pytest.fixture(scope="module")
def tools():
    return Tools()


@pytest.mark.parametrize(("left", "right", "same"), PAIRS)
def test_one_contact_or_two(left, right, same, tools):
    documents = [
        Document(id=id, text=text, publisher=publisher, published=day, language="en")
        for id, (text, publisher, day) in (("left", left), ("right", right))
    ]
    if not same:
        with pytest.raises(ContactsDiffer):
            compared(documents, tools)
        return
    comparison = compared(documents, tools)
    assert comparison.left.documents == ("left",) and comparison.right.documents == ("right",)
    assert comparison.left.claims and comparison.right.claims


def test_a_guessed_issuer_is_told(tools):
    said = ("Arlen Voss spoke today with Ida Kester.", "Ida Kester spoke today with Arlen Voss.")
    texts = [f"{one} They discussed grain." for one in said]
    documents = [
        Document(id=id, text=text, published=date(2031, 3, 4), language="en", origin=f"{id}.txt")
        for id, text in zip(("left", "right"), texts, strict=True)
    ]
    comparison = compared(documents, tools)
    guesses = [p.detail for p in comparison.problems if p.reason == "issuer-guessed"]
    assert len(guesses) == 2 and "left.txt" in guesses[0] and "right.txt" in guesses[1]
    assert [comparison.left.name, comparison.right.name] == ["Arlen Voss", "Ida Kester"]
