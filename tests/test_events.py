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
            return "+".join(country(known[i]) or known[i].name for i in ids)

        def country(party):
            """Its country, unless the text has brought that in itself."""
            return None if "QMA" <= (party.country or "") <= "QZZ" else party.country

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


PEOPLE = [
    ("Two British tourists were abducted by armed men in Yemen.", ["ASSAULT 181 YEM > GBR happened"]),
    ("Demonstrators in Baghdad burned American flags.", ["PROTEST 141 IRQ > USA happened"]),
    ("Police in Kampala fired tear gas at opposition supporters.", ["COERCE 175 UGA > UGA happened"]),
    ("Armenian and Georgian diplomats resumed talks.", ["CONSULT 046 ARM+GEO > happened"]),
    ("Moscow was hit by Ukrainian drones.", ["ASSAULT 180 UKR > RUS happened"]),
    ("Ten Georgian soldiers died in an attack by Armenian rebels.", ["ASSAULT 180 ARM > GEO happened"]),
    ("The storm killed 12 people in Honduras.", []),
    ("Two people were killed when a bus crashed in Peru.", []),
    ("Portuguese farmers blocked a road.", ["PROTEST 144 PRT > happened"]),
    ("Vietnam protested China's deployment of an oil rig.", ["ACCUSE 114 VNM > CHN happened"]),
    ("Argentina beat Brazil in the final.", []),
    ("Shares rose after the attack.", []),
]


@pytest.mark.parametrize(("text", "events"), PEOPLE, ids=[t for t, _ in PEOPLE])
def test_people_without_a_name_and_what_nobody_did(told, text, events):
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
    ("Guyana said Venezuela has to withdraw its troops.", ["REQUEST 1056 GUY > VEN happened"]),
    ("Venezuela has to withdraw its troops.", []),
    ("The United States urged Israel not to attack Iran.", ["REQUEST 0256 USA > ISR happened"]),
    ("Russia promised not to invade Ukraine.", ["AGREE 0356 RUS > UKR happened"]),
    ("Israel warned Lebanon that it would attack Hezbollah.", ["THREATEN 1383 ISR > LBN happened"]),
    ("Should Russia invade Ukraine, Germany will impose sanctions.", ["THREATEN 1312 DEU > RUS planned"]),
    ("The meeting between the presidents of China and Japan did not take place.", ["CONSULT 040 CHN+JPN > denied"]),
    ("Serbia has never recognised Kosovo.", ["SUPPORT 054 SRB > XKX denied"]),
    ("No Israeli soldiers were killed.", ["ASSAULT 1823 > ISR denied"]),
    ("Spain and Morocco failed to agree on fishing rights.", ["REJECT 120 ESP+MAR > happened"]),
    ("Iran said it would not attack Israel.", []),
    ("Canada halted arms exports to Turkey.", ["SANCTION 162 CAN > TUR happened"]),
    ("Iceland lifted its ban on Japanese ships.", ["CONCEDE 081 ISL > JPN happened"]),
]


@pytest.mark.parametrize(("text", "events"), POLARITY, ids=[t for t, _ in POLARITY])
def test_what_is_refused_planned_denied_or_supposed_is_not_done(told, text, events):
    assert told(text) == events


def test_who_reports_is_not_who_acts(read):
    (event,) = read("Ukraine said Russia attacked a power plant.").events
    assert (event.actors, event.reported_by) == (("state:RUS",), "state:UKR")


REPORTS = [
    ("Russia, according to Ukraine, attacked a power plant.", "state:RUS", "state:UKR"),
    ("A power plant was attacked by Russia, Ukraine said.", "state:RUS", "state:UKR"),
    ("Ukraine said that Russia had attacked a power plant.", "state:RUS", "state:UKR"),
    ("Russia attacked a power plant.", "state:RUS", None),
]


@pytest.mark.parametrize(("text", "actor", "reporter"), REPORTS, ids=[t for t, *_ in REPORTS])
def test_attribution_in_any_order(read, text, actor, reporter):
    (event,) = read(text).events
    assert (event.plover, event.actors, event.reported_by) == ("ASSAULT", (actor,), reporter)


def test_who_accuses_whom_of_attacking_a_third(told):
    assert told("Ukraine accused Russia of attacking Poland.") == ["ACCUSE 1123 UKR > RUS happened"]
    assert told("Marovia said that Ukraine condemned Russia's attack on Poland.") == ["ACCUSE 112 UKR > RUS happened"]


def test_where_a_meeting_was_took_no_part(told):
    assert told("The presidents of Chile and Peru met in Berlin to discuss sanctions against Russia.") == [
        "CONSULT 040 CHL+PER > happened"
    ]


@pytest.mark.parametrize("verb", ["will meet", "is to meet", "intends to meet", "has agreed to meet"])
def test_a_meeting_to_come_is_an_agreement(told, verb):
    assert told(f"President Arlen Voss of Marovia {verb} Prime Minister Ida Kester of Telmark on Monday.") == [
        f"AGREE 036 Arlen Voss > Ida Kester {'happened' if 'agreed' in verb else 'planned'}"
    ]


def test_a_refused_call_between_fictitious_people(told):
    text = "President Arlen Voss of Marovia refused to speak by phone with Prime Minister Ida Kester of Telmark."
    assert told(text) == ["REJECT 125 Arlen Voss > Ida Kester happened"]


def test_the_country_that_only_the_phrase_tells(read):
    reading = read("Nigerian junior foreign minister Dubem Orani condemned Niger.")
    (event,) = reading.events
    (actor,) = [p for p in reading.parties if p.id == event.actors[0]]
    assert (actor.country, event.plover) == ("NGA", "ACCUSE")


def test_sectors(read):
    (event,) = read("Georgian police arrested Armenian rebels.").events
    assert (event.actor_sectors, event.recipient_sectors) == (("COP",), ("REB",))


def test_place_day_and_evidence(read):
    text = "Armenian gunmen attacked Georgian soldiers in Gyumri on 3 June 2021."
    (event,) = read(text).events
    assert event.place == "Gyumri" and event.when.edtf == "2021-06-03"
    assert event.spans[0].of(text) == "gunmen attacked Georgian soldiers"


def test_an_undated_event_says_so(read):
    reading = read("Germany sent tanks to Ukraine.")
    assert reading.events[0].when is None
    assert next(p.reason for p in reading.problems if p.stage == "code") == "event-undated"


def test_what_plover_has_no_type_for_is_counted(read):
    text = "The President reaffirmed the importance of peace and underscored the role of the border commission."
    reading = read(text, publisher="The White House")
    lost = [p for p in reading.problems if p.reason == "claims-not-coded"]
    assert len(lost) == 1 and lost[0].detail.startswith(f"{len(reading.claims)} of {len(reading.claims)}")


def test_every_party_of_an_event_is_in_the_reading(read):
    reading = read("Unknown gunmen in Basra shot at a Danish patrol, the Iraqi army said. Protesters burned flags.")
    known = {p.id for p in reading.parties}
    assert reading.events
    assert all({*e.actors, *e.recipients, *([e.reported_by] if e.reported_by else [])} <= known for e in reading.events)


def test_the_codes_of_all_senses_are_in_the_codebooks():
    from readouts.code.words import codes, senses
    from readouts.lexicon.tables import rows

    modes = {(r["type"], r["mode"]) for r in rows("plover")}
    for sense in senses():
        if sense.plover:
            assert sense.cameo in codes() and (sense.plover, sense.mode or "") in modes, sense.name


def test_what_operators_make_is_in_the_codebooks():
    from readouts.code import outcomes
    from readouts.code.words import codes, senses

    for sense in senses():
        inner = outcomes.plain(sense) if sense.plover else None
        made = [outcomes.said(o, inner) for o in ("agree", "refuse", "threaten", "demand", "urge")]
        if inner:
            made += [c for c in (outcomes.future(inner), outcomes.undone(inner), outcomes.ended(inner)) if c]
        assert all(coding.cameo in codes() for coding in made), sense.name


def test_a_call_has_no_recipient_and_no_third_party(told):
    assert told("President Macron spoke by phone with President Zelenskyy about Iran.") == [
        "CONSULT 041 FRA+UKR > happened"
    ]


def test_a_letter_is_no_event(told):
    assert told("China sent a letter to Japan.") == []


def test_fictitious_states_keep_their_words(told):
    assert told("The Marovian army shelled a village.") == ["ASSAULT 194 Marovian army > happened"]


def test_a_visit_goes_from_the_visitor_to_the_host(told):
    assert told("President Emmanuel Macron of France visited Germany on 3 June 2021.") == [
        "CONSULT 042 FRA > DEU happened"
    ]


def test_letters_are_counted(read):
    reading = read("President Arlen Voss of Marovia sent a letter to Prime Minister Ida Kester of Telmark.")
    assert not reading.events
    assert [p.detail for p in reading.problems if p.reason == "letters-not-coded"]


def test_a_call_is_told_of_once(told):
    text = (
        "Chancellor Angela Merkel spoke by phone with President Emmanuel Macron of France on 3 June 2021. "
        "The leaders discussed trade. The call was the third this year."
    )
    assert told(text, publisher="Federal Chancellery of Germany") == ["CONSULT 041 DEU+FRA > happened"]


def test_what_is_urged_in_a_call_is_urged_on_its_day_and_of_the_other_side(read):
    text = (
        "Chancellor Angela Merkel spoke by phone with President Emmanuel Macron of France on 3 June 2021. "
        "The Chancellor called for the release of the detained fishermen."
    )
    reading = read(text, publisher="Federal Chancellery of Germany")
    request = next(e for e in reading.events if e.plover == "REQUEST")
    assert request.when is not None and request.when.edtf == "2021-06-03"
    known = {p.id: p.country for p in reading.parties}
    assert [known[r] for r in request.recipients] == ["FRA"]
