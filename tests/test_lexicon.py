"""The lexicon's tables row by row, look-up by name, holders by day, publishers."""

import re
import time
from datetime import date
from importlib.resources import files

import pytest

from readouts.lexicon import BODY_KINDS, STATE_KINDS, Holder, _built, exact, tables
from readouts.lexicon.columns import CELLS, Known, wrongs
from readouts.lexicon.tables import KEYS, NONE, many, row_key, rows
from readouts.text import key


def kinds(lexicon, name):
    """The meanings of a name: (kind, id or role)."""
    found = set()
    for entry in lexicon.named(key(name)):
        row = entry.row
        found.add((entry.kind, getattr(row, "id", None) or getattr(row, "role", None) or row.party))
    return found


# --- the tables --------------------------------------------------------------------------------------------------


LISTED = {"names", "demonyms", "capital_names", "members", "triggers", "verbs", "nouns", "pattern", "eurovoc"}


def test_every_table_has_its_key_and_checks():
    on_disk = {t.name.removesuffix(".tsv") for t in files("readouts.lexicon").iterdir() if t.name.endswith(".tsv")}
    assert on_disk == set(KEYS) == set(CELLS), "a table needs its key in tables.KEYS and its checks in columns.CELLS"


@pytest.mark.parametrize("table", CELLS)
def test_every_row_of_every_table(table):
    """Ids, codes, references, dates in order, an as_of where there is no end, a source; as a user's own rows are checked."""
    assert tuple(CELLS[table]) == tables.columns(table) and tables.columns(table)[-1] == "source"
    known, found = Known(NONE), list(rows(table, NONE))
    assert found and len({row_key(table, row) for row in found}) == len(found), "two rows have one key"
    for number, row in enumerate(found, 2):
        assert list(wrongs(table, row, known)) == [], f"{table}.tsv line {number}"
        for column, cell in row.items():
            assert cell == " ".join(cell.split()), f"{table}.tsv line {number}: stray space in {column}"
            parts = cell.split("|") if column in LISTED and cell else []
            assert all(parts) and len(set(parts)) == len(parts), f"{table}.tsv line {number}: {column} lists one twice"


# The 249 codes of ISO 3166-1 alpha-3.
ISO = frozenset(
    (
        "AFG ALA ALB DZA ASM AND AGO AIA ATA ATG ARG ARM ABW AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BMU BTN BOL BES BIH "
        "BWA BVT BRA IOT BRN BGR BFA BDI CPV KHM CMR CAN CYM CAF TCD CHL CHN CXR CCK COL COM COG COD COK CRI CIV HRV CUB CUW "
        "CYP CZE DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FLK FRO FJI FIN FRA GUF PYF ATF GAB GMB GEO DEU GHA GIB GRC "
        "GRL GRD GLP GUM GTM GGY GIN GNB GUY HTI HMD VAT HND HKG HUN ISL IND IDN IRN IRQ IRL IMN ISR ITA JAM JPN JEY JOR KAZ "
        "KEN KIR PRK KOR KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MAC MDG MWI MYS MDV MLI MLT MHL MTQ MRT MUS MYT MEX FSM "
        "MDA MCO MNG MNE MSR MAR MOZ MMR NAM NRU NPL NLD NCL NZL NIC NER NGA NIU NFK MKD MNP NOR OMN PAK PLW PSE PAN PNG PRY "
        "PER PHL PCN POL PRT PRI QAT REU ROU RUS RWA BLM SHN KNA LCA MAF SPM VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SXM SVK "
        "SVN SLB SOM ZAF SGS SSD ESP LKA SDN SUR SJM SWE CHE SYR TWN TJK TZA THA TLS TGO TKL TON TTO TUN TUR TKM TCA TUV UGA "
        "UKR ARE GBR USA UMI URY UZB VUT VEN VNM VGB VIR WLF ESH YEM ZMB ZWE"
    ).split()
)


def test_state_ids_are_those_of_iso_and_codes_that_it_leaves_to_users(lexicon):
    assert len(ISO) == 249 and set(lexicon.states) >= ISO
    assert all(re.fullmatch("X[A-Z]{2}", code) for code in set(lexicon.states) - ISO)
    assert all(lexicon.states[code].kind != "state" for code in set(lexicon.states) - ISO)


def test_every_entry_says_where_it_is_from(lexicon):
    assert all(row.source for _, _, row in lexicon._names())


def test_states_are_well_formed():
    found = list(rows("states"))
    ids = [r["id"] for r in found]
    assert len(ids) == len(set(ids)) and len(ids) > 255
    for row in found:
        assert re.fullmatch("[A-Z]{3}", row["id"]) and row["name"] and row["kind"] in STATE_KINDS, row
        assert not row["wikidata"] or re.fullmatch(r"Q\d+", row["wikidata"]), row
        assert row["name"] not in many(row["names"]), row


def test_every_state_has_a_demonym_and_a_capital():
    lacking = [r["id"] for r in rows("states") if r["kind"] == "state" and not (r["demonyms"] and r["capital_names"])]
    # City states have the name of their capital; the Holy See has no demonym.
    assert set(lacking) <= {"VAT", "SGP", "MCO", "DJI", "LUX", "SMR", "NRU", "PSE", "NIU", "COK"}, lacking


def test_bodies_are_well_formed(lexicon):
    ids = [r["id"] for r in rows("bodies")]
    assert len(ids) == len(set(ids))
    for row in rows("bodies"):
        assert re.fullmatch(r"[a-z0-9-]+", row["id"]) and row["kind"] in BODY_KINDS, row
        assert not row["country"] or row["country"] in lexicon.states, row
        assert all(m in lexicon.states or m in lexicon.bodies for m in many(row["members"])), row


def test_metonyms_stand_for_known_parties(lexicon):
    parties = {s.party for s in lexicon.states.values()} | {b.party for b in lexicon.bodies.values()}
    surfaces = [m.surface for m in lexicon.metonyms]
    assert len(surfaces) == len(set(surfaces))
    assert [m for m in lexicon.metonyms if m.party not in parties or not m.kind] == []


def test_roles_are_lower_case_and_single(lexicon):
    names = [r["role"] for r in rows("roles")]
    assert len(names) == len(set(names)) == len(lexicon.roles)
    for row in rows("roles"):
        assert row["role"] == row["role"].lower() and re.fullmatch("[a-z_]+", row["class"]), row
        assert row["plural"] in ("yes", "no") and (not row["country"] or row["country"] in lexicon.states), row


def test_holders_are_well_formed(lexicon):
    for h in lexicon.holders:
        assert h.country in lexicon.states or h.country in lexicon.bodies, h
        assert h.person and h.surname and re.fullmatch("[a-z_]+", h.office), h
        assert not h.wikidata or re.fullmatch(r"Q\d+", h.wikidata), h
        assert not (h.start and h.end) or h.start <= h.end, h
        assert h.end or h.as_of, f"an open end needs the day the source saw it: {h}"


def test_a_person_has_one_id_and_one_surname_in_a_country(lexicon):
    ids, surnames = {}, {}
    for h in lexicon.holders:
        assert ids.setdefault((h.country, h.person), h.party) == h.party, h
        assert surnames.setdefault((h.country, h.person), h.surname) == h.surname, h


def test_every_name_is_found_under_its_key(lexicon):
    for kind, name, row in lexicon._names():
        assert any(e.row is row and e.kind == kind for e in lexicon.named(key(name))), name


def test_the_digest_is_of_all_tables(lexicon):
    assert lexicon.digest == tables.digest() and re.fullmatch("[0-9a-f]{12}", lexicon.digest)


def test_loading_is_quick(lexicon):
    start = time.process_time()
    _built.__wrapped__(NONE)
    assert time.process_time() - start < 0.5  # measured: 0.045 s on two cores of 2026


# --- names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "what"),
    [
        ("Türkiye", "state", "TUR"),
        ("Turkey", "state", "TUR"),
        ("Russian Federation", "state", "RUS"),
        ("PRC", "state", "CHN"),
        ("People’s Republic of China", "state", "CHN"),  # curly apostrophe
        ("UK", "state", "GBR"),
        ("Republic of Korea", "state", "KOR"),
        ("DPRK", "state", "PRK"),
        ("U.S.", "state", "USA"),
        ("Kosovo", "state", "XKX"),
        ("Côte d’Ivoire", "state", "CIV"),
        ("Ivory Coast", "state", "CIV"),
        ("Armenians", "demonym", "ARM"),
        ("Azerbaijani", "demonym", "AZE"),
        ("Finns", "demonym", "FIN"),
        ("Kiev", "capital", "UKR"),
        ("Kyiv", "capital", "UKR"),
        ("Yerevan", "capital", "ARM"),
        ("Washington", "capital", "USA"),
        ("Pentagon", "body", "defense-department"),
        ("State Department", "body", "state-department"),
        ("Minsk Group", "body", "osce-minsk-group"),
        ("P5+1", "body", "p5-plus-1"),
        ("Reuters", "body", "reuters"),
        ("Hizballah", "body", "hezbollah"),
        ("secretary of state", "role", "secretary of state"),
        ("Foreign Ministers", "role", "foreign ministers"),
    ],
)
def test_named(lexicon, name, kind, what):
    assert (kind, what) in kinds(lexicon, name)


@pytest.mark.parametrize(
    "names",
    [
        ["Antony Blinken", "Antony J. Blinken", "A. Blinken"],
        ["Joe Biden", "Joseph R. Biden, Jr.", "Joseph R. Biden", "Joseph Biden"],
        ["Volodymyr Zelenskyy", "Volodymyr Zelensky", "Volodymyr Zelenskiy"],
        ["Recep Tayyip Erdoğan", "Recep Tayyip Erdogan", "Tayyip Erdogan"],
        ["Mohammed bin Salman", "Mohammad bin Salman", "Mohammed bin Salman Al Saud"],
        ["Andrés Manuel López Obrador", "Andres Manuel Lopez Obrador"],
        ["Vladimir Putin", "Vladimir Vladimirovich Putin", "V. Putin"],
        ["Sauli Niinistö", "Sauli Niinisto"],
        ["Xi Jinping"],
        ["Ursula von der Leyen"],
    ],
)
def test_spellings_of_a_person(lexicon, names):
    people = [{e.row.party for e in lexicon.named(key(name)) if e.kind == "person"} for name in names]
    assert all(len(p) == 1 for p in people) and len(set.union(*people)) == 1, dict(zip(names, people, strict=True))


def test_a_name_may_have_several_meanings(lexicon):
    assert {what for kind, what in kinds(lexicon, "Congolese")} == {"COD", "COG"}


@pytest.mark.parametrize("name", ["US", "UK", "WHO", "AP"])
def test_short_capital_names_count_only_as_written(lexicon, name):
    assert all(e.exact for e in lexicon.named(key(name)) if e.kind in ("state", "body"))


@pytest.mark.parametrize("name", ["U.S.", "Kremlin", "C5+1 platform"])
def test_other_names_do_not(name):
    assert not exact(name)


def test_an_unknown_name(lexicon):
    assert lexicon.named("marovia") == () and lexicon.surnamed("voss of marovia") == ()


@pytest.mark.parametrize(
    ("surname", "person"),
    [
        ("Aliyev", "Ilham Aliyev"),
        ("von der Leyen", "Ursula von der Leyen"),
        ("López Obrador", "Andrés Manuel López Obrador"),
        ("Lopez Obrador", "Andrés Manuel López Obrador"),
        ("bin Salman", "Mohammed bin Salman"),
        ("Xi", "Xi Jinping"),
        ("Zelensky", "Volodymyr Zelenskyy"),
        ("Erdogan", "Recep Tayyip Erdoğan"),
        ("Al Sisi", "Abdel Fattah el-Sisi"),
        ("Assad", "Bashar al-Assad"),
        ("Niinistö", "Sauli Niinisto"),
    ],
)
def test_surnamed(lexicon, surname, person):
    assert person in {h.person for h in lexicon.surnamed(key(surname))}


# --- offices over time -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "office", "on", "person"),
    [
        ("USA", "foreign_minister", date(2024, 9, 16), "Antony Blinken"),
        ("USA", "foreign_minister", date(2020, 6, 1), "Mike Pompeo"),
        ("USA", "head_of_state", date(2019, 6, 1), "Donald Trump"),
        ("USA", "head_of_state", date(2022, 6, 1), "Joe Biden"),
        ("AZE", "head_of_state", date(2024, 9, 16), "Ilham Aliyev"),
        ("ARM", "head_of_government", date(2024, 9, 16), "Nikol Pashinyan"),
        ("UKR", "foreign_minister", date(2022, 2, 24), "Dmytro Kuleba"),
        ("GBR", "head_of_government", date(2022, 10, 1), "Liz Truss"),
        ("nato", "head_of_body", date(2024, 9, 30), "Jens Stoltenberg"),
        ("european-commission", "head_of_body", date(2022, 1, 1), "Ursula von der Leyen"),
    ],
)
def test_holders_of(lexicon, country, office, on, person):
    first = lexicon.holders_of(country, office, on)[0]
    assert first.person == person and first.held(on)


def test_holders_without_a_day_come_latest_first(lexicon):
    starts = [h.start for h in lexicon.holders_of("USA", "head_of_state")]
    assert starts == sorted(starts, reverse=True)


VOSS = Holder(
    "USA", "official", "", "Arlen Voss", ("Arlen Voss",), "Voss", None, date(2020, 1, 1), None, date(2022, 7, 1)
)


@pytest.mark.parametrize(
    ("on", "held"),
    [
        (date(2019, 12, 31), False),
        (date(2020, 1, 1), True),
        (date(2022, 7, 1), True),
        (date(2022, 7, 2), None),  # an open end is no proof of still serving
    ],
)
def test_an_open_end(on, held):
    assert VOSS.held(on) is held and VOSS.party == "person:arlen-voss"


def test_rows_that_cannot_say_come_after(lexicon):
    later = date(2035, 1, 1)
    assert all(h.held(later) is None for h in lexicon.holders_of("AZE", "head_of_state", later))


# --- publishers --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("publisher", "party"),
    [
        ("The White House", "state:USA"),
        ("U.S. Department of State", "state:USA"),
        ("President of Russia", "state:RUS"),
        ("Kremlin", "state:RUS"),
        ("President of Ukraine", "state:UKR"),
        ("Office of the President of Azerbaijan", "state:AZE"),
        ("Ministry of Foreign Affairs of Armenia", "state:ARM"),
        ("Foreign Ministry of the PRC", "state:CHN"),
        ("Prime Minister of India", "state:IND"),
        ("10 Downing Street", "state:GBR"),
        ("Estonian Foreign Ministry", "state:EST"),
        ("New Zealand Government", "state:NZL"),
        ("Embassy of Japan in Canada", "state:JPN"),
        ("Ministry of Foreign Affairs, Republic of Korea", "state:KOR"),
        ("European Commission", "body:european-commission"),
        ("NATO", "body:nato"),
        ("Reuters", "body:reuters"),
        ("Armenian News", None),  # a country's name in an outlet's is not its government
        ("Georgia Today", None),
        ("Marovia Courier", None),
    ],
)
def test_party_of_publisher(lexicon, publisher, party):
    assert lexicon.party_of_publisher(publisher) == party


# --- people whose rows are easily mixed up --------------------------------------------------------------------------


def test_no_two_persons_share_a_wikidata_id_and_no_person_has_two(lexicon):
    ids, persons = {}, {}
    for row in lexicon.holders:
        if row.wikidata:
            ids.setdefault(row.wikidata, set()).add(row.person)
            persons.setdefault((row.country, row.person), set()).add(row.wikidata)
    assert {i: p for i, p in ids.items() if len(p) > 1} == {}
    assert {p: i for p, i in persons.items() if len(i) > 1} == {}


@pytest.mark.parametrize(
    ("name", "office", "day", "person"),
    [
        ("Mohamed bin Zayed Al Nahyan", "head_of_state", date(2024, 3, 1), "Mohamed bin Zayed Al Nahyan"),
        ("Sheikh Mohammed bin Zayed", "head_of_state", date(2024, 3, 1), None),  # the honorific is no part of a name
        ("Mohammed bin Rashid Al Maktoum", "head_of_government", date(2024, 3, 1), "Mohammed bin Rashid Al Maktoum"),
        ("Muhammad bin Rashid Al-Maktoum", "vice_president", date(2024, 3, 1), "Mohammed bin Rashid Al Maktoum"),
        ("Mohammed bin Salman bin Abdulaziz Al-Saud", "crown_prince", date(2024, 3, 1), "Mohammed bin Salman"),
        ("Tamim bin Hamad Al-Thani", "head_of_state", date(2024, 3, 1), "Tamim bin Hamad Al Thani"),
        ("Meshal Al-Ahmad Al-Jaber Al-Sabah", "head_of_state", date(2024, 3, 1), "Mishal Al-Ahmad Al-Jaber Al-Sabah"),
        ("Sooronbay Jeenbekov", "head_of_state", date(2019, 9, 1), "Sooronbay Jeenbekov"),
        ("Maris Sangiampongsa", "foreign_minister", date(2024, 9, 1), "Maris Sangiampongsa"),
        ("Musalia Mudavadi", "foreign_minister", date(2024, 9, 1), "Musalia Mudavadi"),
        ("Yván Gil", "foreign_minister", date(2024, 9, 1), "Yván Gil"),
        ("Harsh Vardhan Shringla", "deputy_foreign_minister", date(2021, 3, 1), "Harsh Vardhan Shringla"),
    ],
)
def test_who_holds_the_office_under_that_name(lexicon, name, office, day, person):
    held = {e.row.person for e in lexicon.named(key(name)) if isinstance(e.row, Holder) and e.row.held(day)}
    offices = {e.row.office for e in lexicon.named(key(name)) if isinstance(e.row, Holder) and e.row.held(day)}
    assert held == ({person} if person else set())
    assert not person or office in offices


def test_persons_whose_gender_is_told_have_a_row(lexicon):
    known = {row.person for row in lexicon.holders}
    assert [row["person"] for row in rows("genders", NONE) if row["person"] not in known] == []


def test_a_first_name_is_told_of_one_gender_only_and_agrees_with_the_persons(lexicon):
    given = {key(row["name"]): row["gender"] for row in rows("given_names", NONE)}
    people = {row["person"]: row["gender"] for row in rows("genders", NONE)}
    assert [p for p, g in people.items() if given.get(key(p).split()[0], g) != g] == []


@pytest.mark.parametrize(
    ("publisher", "state"),
    [
        ("Qatar News Agency (QNA)", "QAT"),
        ("WAM", "ARE"),
        ("MENA", "EGY"),
        ("Xinhua News Agency", "CHN"),
        ("Kazinform International News Agency", "KAZ"),
        ("Bulgarian News Agency", "BGR"),
        ("TASS", None),
        ("Fars News Agency", None),
        ("Office of the President of Ukraine", None),
        ("Kuwait Times", None),
    ],
)
def test_the_state_of_a_news_agency(lexicon, publisher, state):
    assert lexicon.state_of_agency(publisher) == state
