"""Events of sentences and contacts: types, directions, polarity, tense, status, who reports, and what is lost."""

import pytest

from readouts.pipeline import Tools, _read


@pytest.fixture(scope="module")
def tools(nlp):
    tools = Tools(rules_only=True)
    tools.__dict__["nlp"] = nlp
    return tools


@pytest.fixture(scope="module")
def read(tools, parse):
    def read(text: str, **fields):
        document, doc = parse(text, language="en", **fields)
        return _read(document, doc, tools)

    return read


@pytest.fixture(scope="module")
def told(read):
    """The events of a text in short: "TYPE CAMEO ACTORS > RECIPIENTS status", countries or names where none is known."""

    def told(text: str, **fields) -> list[str]:
        reading = read(text, **fields)
        known = {p.id: p for p in reading.parties}

        def side(ids):
            return "+".join(known[i].country or known[i].name for i in ids)

        return [
            " ".join(f"{e.plover} {e.cameo} {side(e.actors)} > {side(e.recipients)} {e.status}".split())
            for e in reading.events
        ]

    return told


DIRECTIONS = [
    ("Armenian gunmen attacked Georgian soldiers.", ["ASSAULT 180 ARM > GEO happened"]),
    ("Georgian soldiers were attacked by Armenian gunmen.", ["ASSAULT 180 ARM > GEO happened"]),
    ("Armenia accused Azerbaijan of shelling a village.", ["ACCUSE 1123 ARM > AZE happened"]),
    ("Azerbaijan was accused by Armenia of shelling a village.", ["ACCUSE 1123 ARM > AZE happened"]),
    ("Japan condemned China's use of force against Filipino fishermen.", ["ACCUSE 111 JPN > CHN happened"]),
    ("Kenya expelled the Sudanese ambassador.", ["SANCTION 166 KEN > SDN happened"]),
    ("Washington recalled its ambassador to Moscow.", ["SANCTION 161 USA > RUS happened"]),
    ("Germany sent tanks to Ukraine.", ["AID 072 DEU > UKR happened"]),
    ("Syria released two American hostages.", ["RETREAT 0841 SYR > USA happened"]),
    ("Iran rejected a German proposal to resume talks.", ["REJECT 120 IRN > DEU happened"]),
    ("Serbia's president called on Kosovo to withdraw its police.", ["REQUEST 0256 SRB > XKX happened"]),
    ("Poland, Lithuania and Latvia closed their borders with Belarus.", ["COERCE 191 POL+LTU+LVA > BLR happened"]),
    ("Russian and Chinese warships began joint exercises.", ["COOPERATE 062 RUS+CHN > happened"]),
    ("Egypt mediated between Israel and Hamas.", ["CONSULT 045 EGY > ISR+PSE happened"]),
]


@pytest.mark.parametrize(("text", "events"), DIRECTIONS, ids=[t for t, _ in DIRECTIONS])
def test_who_acts_and_who_is_acted_on(told, text, events):
    assert told(text) == events


POLARITY = [
    ("The President of Georgia refused to meet the Armenian foreign minister.", ["REJECT 125 GEO > ARM happened"]),
    ("Germany will not send tanks to Ukraine.", ["REJECT 1222 DEU > UKR happened"]),
    ("The United States did not attack Iran.", ["ASSAULT 180 USA > IRN denied"]),
    ("Iran denied that it had attacked Saudi Arabia.", ["ASSAULT 180 IRN > SAU denied"]),
    ("If Russia attacks Poland, the United States will respond.", []),
    ("France will meet Germany next week.", ["AGREE 036 FRA > DEU planned"]),
    ("Cuba said it would free 50 American prisoners.", ["AGREE 0353 CUB > USA planned"]),
    ("Germany promised to send tanks to Ukraine.", ["AGREE 0332 DEU > UKR happened"]),
    ("Turkey may impose sanctions on Greece.", ["THREATEN 1312 TUR > GRC hypothetical"]),
    ("Russia threatened to cut off gas supplies to Ukraine.", ["THREATEN 1311 RUS > UKR happened"]),
    ("Lebanon's prime minister said that Israel must withdraw.", ["REQUEST 1056 LBN > ISR happened"]),
]


@pytest.mark.parametrize(("text", "events"), POLARITY, ids=[t for t, _ in POLARITY])
def test_what_is_refused_planned_denied_or_supposed_is_not_done(told, text, events):
    assert told(text) == events


def test_who_reports_is_not_who_acts(read):
    (event,) = read("Ukraine said Russia attacked a power plant.").events
    assert (event.actors, event.reported_by) == (("state:RUS",), "state:UKR")


def test_a_call_has_no_recipient_and_no_third_party(told):
    assert told("President Macron spoke by phone with President Zelenskyy about Iran.") == [
        "CONSULT 041 FRA+UKR > happened"
    ]


def test_a_letter_is_no_event(told):
    assert told("China sent a letter to Japan.") == []


def test_fictitious_states_keep_their_words(told):
    assert told("The Marovian army shelled a village.") == ["ASSAULT 194 Marovian army > happened"]
