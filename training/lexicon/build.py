"""Makes states.tsv and holders.tsv of the lexicon from public sources and the small tables beside this script.

    python training/lexicon/build.py SOURCES [--out src/readouts/lexicon]

SOURCES is a folder with
    states_factbook.csv, leaders_factbook.csv   The World Factbook by github factbook/factbook.json 8662a8b1, CC0
    country-codes.csv                           github datasets/country-codes caa72d1, ODC-PDDL-1.0
    office_holders_wikidata.csv                 Wikidata by github every-politician-scrapers, 2022-07 to 2023-01, CC0
    us_executive.yaml                           github unitedstates/congress-legislators dfa9622, CC0
Beside the script, in our own words and from general knowledge:
    states_own.txt, territories_own.txt         further names, demonyms, capitals; entities that ISO has no code for
    holders_own.txt                             officials of 2021 and later
    persons_own.txt                             spellings and short names of persons

A row of ours wins over the Factbook's, and that over Wikidata's, when they tell of the same person in the same office.
"""

import argparse
import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
FACTBOOK = "factbook 8662a8b1 CC0"
WIKIDATA = "wikidata via every-politician-scrapers CC0"
WIKIDATA_SEEN = "2022-07-01"  # the earliest of its snapshots: later open rows were seen then at least
CONGRESS = "congress-legislators dfa9622 CC0"
OWN = "own: general knowledge 2026-11"
OWN_SEEN = "2025-06-30"  # rows of ours that name no other day
ONE_SEAT = {"head_of_state", "head_of_government", "foreign_minister", "defence_minister", "national_security_adviser"}
EARLIEST = "2000-01-01"  # holders whose term ended before are left out: no readouts in the collections are older
SAME_TERM = timedelta(days=120)  # two sources' dates for the start of one term differ by no more


@dataclass(frozen=True)
class Row:
    """One row of holders.tsv in the making; dates are ISO texts, "" unknown."""

    country: str
    office: str
    title: str
    person: str
    surname: str
    wikidata: str
    start: str
    end: str
    as_of: str
    source: str


# --- texts -------------------------------------------------------------------------------------------------------


def folded(text: str) -> str:
    """The text in plain Latin letters: accents dropped, the letters that have no accent to drop spelt out."""
    special = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ə": "a", "Ə": "A",
                             "ß": "ss", "æ": "ae", "Æ": "Ae", "ð": "d", "þ": "th", "Þ": "Th", "’": "'", "‘": "'",
                             "ʻ": "'", "ʼ": "'", "–": "-", "œ": "oe"})  # fmt: skip
    return "".join(c for c in unicodedata.normalize("NFKD", text.translate(special)) if not unicodedata.combining(c))


def plain(text: str) -> str:
    """What two spellings of one name have in common: plain letters, lower case, no signs."""
    return re.sub(r"[^a-z]+", " ", folded(text).lower()).strip()


def unique(values: Iterable[str]) -> list[str]:
    """The texts in order, each once, the empty ones left out."""
    return list(dict.fromkeys(v.strip() for v in values if v and v.strip()))


def own_rows(name: str) -> list[list[str]]:
    """The lines of one of our tables, split at semicolons; "#" lines and empty ones are left out."""
    path = HERE / name
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [[cell.strip() for cell in line.split(";")] for line in lines if line.strip() and not line.startswith("#")]


def listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def table(path: Path, header: str, rows: list[list[str]]) -> None:
    """Writes a table; every cell is one line without tabs."""
    lines = [header.replace(" ", "\t"), *("\t".join(re.sub(r"\s+", " ", c).strip() for c in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


# --- states ------------------------------------------------------------------------------------------------------


def codes(sources: Path) -> dict[str, dict[str, str]]:
    """The country-codes rows by ISO alpha-2."""
    rows = csv.DictReader((sources / "country-codes.csv").open(encoding="utf-8"))
    return {r["ISO3166-1-Alpha-2"]: r for r in rows if r["ISO3166-1-Alpha-2"]}


def alpha3(sources: Path) -> dict[str, str]:
    """ISO alpha-2 to the lexicon's ids, with Kosovo and the entities that the sources code in their own way."""
    own = {
        "XK": "XKX",
        "GE-AB": "XAB",
        "GE-SO": "XAC",
        "MD-PMR": "XAD",
        "CY-TRNC": "XAE",
        "SO-SOM": "XAF",
        "AZ-NK": "XAA",
    }
    return {two: r["ISO3166-1-Alpha-3"] for two, r in codes(sources).items()} | own


def demonyms(adjective: str, noun: str) -> list[str]:
    """Adjective, noun and plural out of the Factbook's "Armenian(s)", "Finn(s)", "Burmese (singular and plural)"."""
    text = re.sub(r"\([a-z][^)]{3,}\)|note -.*|\(US [^)]*\)", "", f"{adjective}; {noun}")
    forms = []
    for part in re.split(r"[;,/]| or | and ", text):
        part = part.strip()
        if part.endswith("(s)"):
            forms += [part[:-3], part[:-3] + "s"]
        elif part and "(" not in part and part.lower() not in ("none", "na"):
            forms.append(part)
    return forms


def capitals(cell: str) -> list[str]:
    """The names in the Factbook's "Baku (Baki, Baky)", its notes left out."""
    first = re.split(r";|note|administered|no official|,| - ", cell)[0]
    return [re.sub(r"\(.*?\)", "", first).strip()] if first.strip() else []


def kind(code: dict[str, str]) -> str:
    return "state" if code.get("is_independent", "").startswith(("Yes", "In contention")) else "territory"


def states(sources: Path) -> list[list[str]]:
    """The rows of states.tsv in order of id."""
    own = {row[0]: row for row in own_rows("states_own.txt")}
    factbook: dict[str, dict[str, str]] = {}
    for row in csv.DictReader((sources / "states_factbook.csv").open(encoding="utf-8")):
        factbook.setdefault(row["iso2"], row)
    rows = []
    for two, three in sorted(alpha3(sources).items(), key=lambda pair: pair[1]):
        if "-" in two:
            continue
        fact, code = factbook.get(two, {}), codes(sources).get(two, {})
        rows.append(_state(three, fact, code, own.get(three, [three] + [""] * 4)))
    for id_, name, names, adjectives, cities, kind_, wikidata in own_rows("territories_own.txt"):
        rows.append([id_, name, names, adjectives, cities, kind_, wikidata, OWN])
    return sorted(rows)


# The name that readouts use, where neither source's short form is it.
SHORT = {
    "ARE": "United Arab Emirates",
    "TUR": "Turkey",
    "COD": "Democratic Republic of the Congo",
    "CIV": "Côte d'Ivoire",
    "COG": "Republic of the Congo",
    "DOM": "Dominican Republic",
    "BHS": "The Bahamas",
    "GMB": "The Gambia",
    "VAT": "Holy See",
    "PSE": "Palestine",
    "FLK": "Falkland Islands",
    "SJM": "Svalbard and Jan Mayen",
    "MMR": "Myanmar",
    "SHN": "Saint Helena",
    "FSM": "Micronesia",
    "CAF": "Central African Republic",
    "BIH": "Bosnia and Herzegovina",
    "CPV": "Cabo Verde",
    "MAF": "Saint Martin",
    "KNA": "Saint Kitts and Nevis",
    "SXM": "Sint Maarten",
    "CUW": "Curacao",
    "HKG": "Hong Kong",
    "VIR": "U.S. Virgin Islands",
    "XKX": "Kosovo",
    "ALA": "Åland Islands",
}


def _state(three: str, fact: dict[str, str], code: dict[str, str], own: list[str]) -> list[str]:
    short = fact.get("short", "")
    name = SHORT.get(three) or (short if short not in ("", "none") else "") or code.get("CLDR display name", "")
    long = fact.get("long", "")
    long = "" if "(" in long or "note" in long or long == "none" else long
    cldr = code.get("CLDR display name", "")
    names = unique([*listed(own[1]), long, *([] if re.search(r"\(|SAR", cldr) else [cldr])])
    names = unique([*names, *map(folded, [name, *names])])
    adjectives = listed(own[2]) or demonyms(fact.get("adjective", ""), fact.get("noun", ""))
    adjectives = unique(a for a in [*adjectives, *map(folded, adjectives)] if a != name and "'" not in a)
    cities = listed(own[3]) or capitals(fact.get("capital", ""))
    cities = unique(c for c in [*cities, *map(folded, cities)] if c not in (name, "Male"))  # "Male" is a word
    wikidata = code.get("wikidata_id", "").rsplit("/", 1)[-1]
    source = f"{FACTBOOK}, country-codes caa72d1 PDDL" + (f", {OWN}" if len(own) > 4 and any(own[1:4]) else "")
    return [three, name, "|".join(n for n in names if n != name), "|".join(adjectives), "|".join(cities),
            own[4] or kind(code), wikidata, source]  # fmt: skip


# --- holders -----------------------------------------------------------------------------------------------------

NOT = re.compile(
    r"\b(deputy|vice|shadow|state for|under-?secretary|assistant|parliamentary|former|opposition|alternate|"
    r"minister of state|junior|permanent secretary|advis[eo]r|industry|central tibetan)\b",
    re.I,
)
# Positions under which the snapshots list the holders of another one.
MISNAMED = {("IND", "Minister of Foreign Affairs"): "Foreign Secretary"}
CIVIL_SERVANTS = {"IND", "PAK", "BGD", "LKA", "NPL"}  # whose Foreign Secretary serves under the foreign minister
NOT_FREE = {
    "vice_president",
    "deputy_foreign_minister",
    "deputy_head_of_government",
    "national_security_adviser",
    "spokesperson",
}


@cache
def offices() -> list[tuple[str, re.Pattern[str]]]:
    """The classes of office and the patterns of their names."""
    return [(office, re.compile(pattern, re.I)) for office, pattern in own_rows("offices.txt")]


def office_of(position: str, country: str) -> str | None:
    """The class of a state's office by its English name; None for those that readouts hardly ever name."""
    if country in CIVIL_SERVANTS and re.match("foreign secretary", position, re.I):
        return "deputy_foreign_minister"
    for office, pattern in offices():
        if pattern.search(position) and (office in NOT_FREE or not NOT.search(position)):
            return office
    return None


def full(day: str, *, last: bool = False) -> str:
    """A whole ISO day from "2006" or "2006-06": the first day of it, or the last."""
    if re.fullmatch(r"\d{4}", day):
        return day + ("-12-31" if last else "-01-01")
    if re.fullmatch(r"\d{4}-\d\d", day):
        first = date.fromisoformat(day + "-01")
        return str((first + timedelta(days=32)).replace(day=1) - timedelta(days=1)) if last else str(first)
    return day if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else ""


SURNAME_FIRST = set("CHN TWN KOR PRK VNM KHM HKG MAC".split())
PARTICLES = set(
    "de da do dos del della di du la le van von der den ter bin ibn al el abu ben st san af zu af ul".split()
)


def surname_of(person: str, country: str) -> str:
    """The last name with its particles; the first word where the family name stands first."""
    words = re.sub(r",? (Jr|Sr)\.?$|,.*$| (II|III|IV)$|\(.*?\)", "", person).split()
    if country in SURNAME_FIRST and len(words) in (2, 3):
        return words[0]
    at = len(words) - 1
    while at > 1 and words[at - 1].lower().strip("-") in PARTICLES:
        at -= 1
    return " ".join(words[at:])


def wikidata(sources: Path) -> list[Row]:
    three = alpha3(sources)
    rows = []
    for row in csv.DictReader((sources / "office_holders_wikidata.csv").open(encoding="utf-8")):
        country = three.get(row["country"])
        position = MISNAMED.get((country or "", row["position"]), row["position"])
        office = office_of(position, country) if country else None
        start, end = full(row["start"]), full(row["end"], last=True)
        latin = row["person"] and folded(row["person"]).isascii() and not re.fullmatch(r"Q\d+", row["person"])
        if not (office and country and start and latin) or (end and end < EARLIEST) or (not end and start < EARLIEST):
            continue
        person = untitled(re.sub(r",.*| \(.*", "", row["person"]).strip())
        as_of = "" if end else max(WIKIDATA_SEEN, start)
        surname = surname_of(person, country)
        rows.append(Row(country, office, position, person, surname, row["wikidata"], start, end, as_of, WIKIDATA))
    return rows


TITLES = re.compile(
    r"^(?:(?:French )?Co-prince|French Polynesia|also spelled|[Pp]rime [Mm]inister|Presidents?|Premiers?|"
    r"President-elect|Ministers?|Transitional|Interim|Interior|\(Acting\)|Governor|Sir|Dame|Lord|Lady|Mr\.?|Mrs\.?|Ms\.?|Hon\.?|Dr\.?|"
    r"Prof\.?|Professor|Engineer|Judge|Gen\.?|General|Brig\.?|Maj\.?|Lt\.?|Col\.?|Capt\.?|Adm\.?|Ret\.?|\(Ret\.?\)|"
    r"Field Marshal|Sheikh|Shaykh|Crown|Prince|King|Queen|Sultan|Amir|Grand Duke|Paramount Ruler|Dato'?|Archbishop|"
    r"Cardinal|The)\s+"
)


def untitled(name: str) -> str:
    """The name without the titles that lead it."""
    while TITLES.match(name):
        name = TITLES.sub("", name)
    return name.removeprefix("Swiss Confederation ").removeprefix("Territorial Assembly ")


def factbook(sources: Path, kinds: dict[str, str]) -> list[Row]:
    """Leaders and, where the cell is clean, their deputies."""
    three = alpha3(sources)
    table_ = list(csv.DictReader((sources / "leaders_factbook.csv").open(encoding="utf-8")))
    seats: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    for row in table_:
        seats.setdefault((row["country"], row["role"], row["main"]), []).append(row)
    rows = []
    for row in table_:
        country = three.get(row["country"])
        office = _factbook_office(row)
        name = re.sub(r",? Jr\.?$", " Jr.", row["name"])
        name = re.sub(r'"[^"]*" ?|\(.*?\)|serving as .*', "", untitled(name)).strip()
        clean = re.fullmatch(r"[^\W\d_][^,;:()\[\]]{3,44}", name) and not re.search(
            r"\b(and|of|the|since|Minister|vacant)\b", name
        )
        if row["title"] in ("King", "Queen", "Emperor", "Sultan", "Grand Duke") and " " not in name:
            name = f"{row['title']} {name}"
        words = len(name.split())
        if not (country and office and clean) or words > 8 or (words == 1 and country not in ("IDN", "BRA", "MMR")):
            continue
        if kinds.get(country) == "territory" and office != "head_of_government":
            continue
        if re.match(r"(Elizabeth|Charles) I", name) and country != "GBR":
            continue
        if (country, office) == ("AND", "head_of_state"):
            continue  # its co-princes are the President of France and a bishop: the first is France's
        start = full(row["first_seen"] if _leftover(row, seats) else row["start"])
        # Of "President of the Swiss Confederation" the rest leaked into the name.
        title = "President" if row["title"] == "President of the" else row["title"] or ""
        rows.append(Row(country, office, title, name, row["surname"].strip(), "", start,
                        row["gone_by"], row["last_seen"], FACTBOOK))  # fmt: skip
    return rows


def _leftover(row: dict[str, str], seats: dict[tuple[str, str, str], list[dict[str, str]]]) -> bool:
    """Whether the start is a predecessor's that the Factbook forgot to change: another name was seen later."""
    return row["main"] == "1" and any(
        row["start"] <= other["start"] < row["first_seen"] and row["start"] < other["last_seen"] < row["first_seen"]
        and SequenceMatcher(None, plain(other["name"]), plain(row["name"])).ratio() < 0.6
        for other in seats[row["country"], row["role"], row["main"]]
    )  # fmt: skip


def _factbook_office(row: dict[str, str]) -> str | None:
    title = row["title"]
    if (
        row["main"] == "1"
        and row["role"] == "head_of_government"
        and "Prime Minister" in title.replace("Deputy Prime Minister", "")
    ):
        return "head_of_government"
    if re.search(r"\bVice\b|\bDeputy\b", title):
        if re.search(r"Vice Pres|Deputy President", title):
            return "vice_president"
        return "deputy_head_of_government" if re.search(r"Deputy Prime Minister", title) else None
    if row["main"] == "1":
        return row["role"]
    return {
        "Prime Minister": "head_of_government",
        "Governor General": "governor_general",
        "President": "head_of_state",
    }.get(title)


def congress(sources: Path) -> list[Row]:
    """American presidents and vice presidents. The file is read as text: it holds one simple shape."""
    rows = []
    for person in re.split(r"\n(?=- id:)", (sources / "us_executive.yaml").read_text("utf-8")):
        field = {k: v.strip("'\" ") for k, v in re.findall(r"^    (first|last|suffix|nickname): (.+)$", person, re.M)}
        for kind_, start, end in re.findall(r"- type: (\w+)\n\s+start: '([\d-]+)'\n\s+end: '([\d-]+)'", person):
            if end >= EARLIEST:
                office, title = (
                    ("head_of_state", "President") if kind_ == "prez" else ("vice_president", "Vice President")
                )
                name = f"{field['first']} {field['last']}"
                rows.append(Row("USA", office, title, name, field["last"], "", start, end, "", CONGRESS))
    return rows


def own() -> list[Row]:
    """holders_own.txt: country; office; title; person; surname; start; end; as_of (an open end needs it)."""
    rows = []
    for country, office, title, person, surname, start, end, as_of in own_rows("holders_own.txt"):
        seen = "" if end else (as_of or OWN_SEEN)
        rows.append(Row(country, office, title, person, surname or surname_of(person, country), "", full(start),
                        full(end, last=True), full(seen), OWN))  # fmt: skip
    return rows


# --- one person, one name ----------------------------------------------------------------------------------------


def alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: the words of the shorter are all in the longer, or nearly so."""
    a, b = plain(one).replace(" al ", " ").split(), plain(other).replace(" al ", " ").split()
    short, long = sorted((a, b), key=len)
    if not short:
        return False
    hits = sum(any(w == v or (len(w) > 4 and _close(w, v)) for v in long) for w in short)
    return hits == len(short) and (len(short) > 1 or len(long) == 1)


def _close(one: str, other: str) -> bool:
    """Whether two words are spellings of one: same first sound, the same consonants but for usual exchanges."""

    def bones(word: str) -> str:
        for old, new in (
            ("kh", "h"),
            ("gh", "g"),
            ("yy", "y"),
            ("iy", "y"),
            ("j", "y"),
            ("ou", "u"),
            ("q", "k"),
            ("x", "ks"),
            ("w", "v"),
        ):
            word = word.replace(old, new)
        return re.sub(r"(.)\1+", r"\1", word[0] + re.sub(r"[aeiouy]", "", word[1:]))

    return one[0] == other[0] and len(bones(one)) > 2 and bones(one) == bones(other)


# Names so common that they tell nobody from anybody: the ruler of Dubai and that of Abu Dhabi are both called so.
SHARED = re.compile(r"m[uo]ham+[ae]d|ah?mad|ahmed|abdul+ah?|abdallah|hassan|hus+[ae]in|khal[ie]d|khalifa")


def _same_seat(one: Row, other: Row) -> bool:
    """Whether two rows tell of one person taking one office on one day, by the days and likeness of the names."""
    if one.office != other.office or not (one.start and other.start) or one.office not in ONE_SEAT:
        return False
    days = abs((date.fromisoformat(one.start) - date.fromisoformat(other.start)).days)
    a, b = plain(one.person), plain(other.person)
    likely = SequenceMatcher(None, a, b).ratio() > 0.75 or any(
        _close(w, v) for w in a.split() for v in b.split() if len(v) > 4 and not SHARED.fullmatch(v)
    )
    return days <= 3 and likely


class People:
    """Gives every spelling of a person one name and one Wikidata id, country by country."""

    def __init__(self, rows: list[Row]) -> None:
        self.own = [
            (country, listed(names), surname, extra) for country, names, surname, *extra in own_rows("persons_own.txt")
        ]
        self.known: dict[str, list[Row]] = {}
        for row in sorted(rows, key=lambda r: (r.source != OWN, r.source != WIKIDATA, r.source != CONGRESS)):
            known = self.known.setdefault(row.country, [])
            same = next((k for k in known if plain(k.person) == plain(row.person)), None)
            if same is None:
                known.append(row)
            elif row.wikidata and not same.wikidata:
                known[known.index(same)] = replace(same, wikidata=row.wikidata)

    def canonical(self, row: Row) -> tuple[Row, list[str]]:
        """The row under the person's usual name, with the id where known, and the further spellings we list."""
        for country, names, surname, extra in self.own:
            if country == row.country and plain(row.person) in map(plain, names):
                best = [k for k in self.known.get(country, []) if plain(k.person) in map(plain, names) and k.wikidata]
                qid = (extra[0] if extra and extra[0] else "") or (best[0].wikidata if best else row.wikidata)
                return replace(row, person=names[0], surname=surname or row.surname, wikidata=qid), names
        same = [k for k in self.known.get(row.country, []) if alike(k.person, row.person) or _same_seat(k, row)]
        exactly = [k for k in same if plain(k.person) == plain(row.person)]
        best = (
            (exactly or same)[:1]
            if len(exactly) == 1 or len({k.person for k in same if k.source != FACTBOOK}) <= 1
            else []
        )
        if not best and not row.wikidata:
            return row, [row.person]
        k = best[0] if best else row
        qid = row.wikidata or k.wikidata or next((s.wikidata for s in same if s.wikidata), "")
        if row.source == FACTBOOK and k.source == FACTBOOK:
            k = row
        surname = row.surname if row.source == FACTBOOK and plain(row.surname) in plain(k.person) else k.surname
        return replace(row, person=k.person, surname=surname, wikidata=qid), unique([k.person, row.person])


def unified(rows: list[Row]) -> tuple[list[Row], dict[tuple[str, str], list[str]]]:
    """The rows with the spellings that took one office on one day made one person; and the spellings given up."""
    better = sorted(
        rows, key=lambda r: (r.source != OWN, r.source != WIKIDATA, r.source != CONGRESS, r.end != "", r.person)
    )
    name: dict[tuple[str, str], str] = {}
    seats: dict[tuple[str, str], list[Row]] = {}
    for row in better:
        if row.office not in ONE_SEAT or not row.start:
            continue
        seat = seats.setdefault((row.country, row.office), [])
        same = next((k for k in seat if k.person != row.person and _same_seat(k, row)), None)
        if same and (row.country, row.person) not in name and not any(k.person == row.person for k in seat):
            name[row.country, row.person] = name.get((same.country, same.person), same.person)
        seat.append(row)
    given_up: dict[tuple[str, str], list[str]] = {}
    for (country, other), usual in name.items():
        given_up.setdefault((country, usual), []).append(other)
    return [replace(r, person=name.get((r.country, r.person), r.person)) for r in rows], given_up


def merged(rows: list[Row]) -> list[Row]:
    """One row for a term that several sources tell of: the first source's words, the exactest dates."""
    rank = {OWN: 0, CONGRESS: 1, FACTBOOK: 2, WIKIDATA: 3}
    kept: list[Row] = []
    where: dict[tuple[str, str, str], list[int]] = {}
    for row in sorted(rows, key=lambda r: (rank[r.source], r.start)):
        group = where.setdefault((row.country, row.office, row.person), [])
        at = next((i for i in group if _one_term(kept[i], row)), None)
        if at is None:
            group.append(len(kept))
            kept.append(row)
        else:
            kept[at] = _together(kept[at], row)
    return kept


def _one_term(a: Row, b: Row) -> bool:
    if not a.start or not b.start:
        return True
    first, later = sorted((a, b), key=lambda r: r.start)
    over = first.end or first.as_of or first.start
    return (
        abs(date.fromisoformat(a.start) - date.fromisoformat(b.start)) <= SAME_TERM
        or later.start <= over
        or (later.source == first.source == FACTBOOK and later.start <= str(date.fromisoformat(over) + SAME_TERM))
    )


def _together(a: Row, b: Row) -> Row:
    """Row a, with b's dates where a's are open or only bracketed."""
    start = a.start or b.start
    if a.source == b.source:
        start = min(filter(None, (a.start, b.start)), default="")
        if b.end and not b.as_of and a.end and not a.as_of:
            return replace(a, start=start, end=max(a.end, b.end))
        late = max(a, b, key=lambda r: r.as_of or r.end or r.start)
        return replace(a, start=start, end=late.end, as_of=late.as_of)
    if a.end and not a.as_of:
        return replace(a, start=start)
    if b.end and not b.as_of and b.end >= (a.as_of or "") and a.source != OWN:
        return replace(a, start=start, end=b.end, as_of="")
    if a.source == CONGRESS:
        return replace(a, start=start)
    if not a.end and b.end and b.end < a.as_of:  # b ends a first term; a knows of the next
        return replace(a, start=start)
    return replace(a, start=start, end=a.end or b.end, as_of=max(a.as_of, b.as_of))


def _less(day: str) -> str:
    """Two months before: the Factbook's pages may show a leader so long after the successor came in."""
    return str(date.fromisoformat(day) - timedelta(days=61))


def closed(rows: list[Row]) -> list[Row]:
    """Ends that a successor's start gives: an open or bracketed end becomes the day the next one came in."""
    done = []
    for row in rows:
        later = [
            r.start
            for r in rows
            if (r.country, r.office) == (row.country, row.office) and r.person != row.person and r.start > row.start
            and (not row.end or row.as_of) and r.start >= _less(row.as_of or row.start)
        ]  # fmt: skip
        if row.office in ONE_SEAT and later and row.start and (not row.end or min(later) <= row.end):
            row = replace(row, end=min(later), as_of="")
        done.append(row)
    return done


_MUHAMMAD = ("Mohammed", "Mohamed", "Muhammad", "Mohammad")


def _transliterated(name: str) -> list[str]:
    """Other spellings of an Arabic name in use: "Al-X", "al-X" or "Al X", and the first names that vary most."""
    if not re.search(r"\b(bin|[Aa]l)\b", name):
        return []
    article = [name, *(re.sub(r"\b[Aa]l[- ](?=[A-Z])", form, name) for form in ("Al-", "Al "))]
    spelled = [re.sub("|".join(_MUHAMMAD), form, n) for n in article for form in _MUHAMMAD]
    return [n for n in unique(spelled) if n != name]


def forms(person: str, surname: str, spellings: list[str], country: str) -> list[str]:
    """How readouts write the name: in full, without middle names, with initials, in plain letters."""
    found = []
    for name in [person, *spellings]:
        found.append(name)
        found += _transliterated(name)
        words = name.split()
        own = surname if surname and name.endswith(" " + surname) else ""
        if surname and not own and f" {surname} " in name:  # "Iris Xiomara Castro Sarmiento" is called Xiomara Castro
            given = name.split(f" {surname} ")[0].split()
            found.extend(f"{word} {surname}" for word in given)
            found.append(" ".join([*given, surname]))
        if own and not re.search(r"\b(bin|al|Al)\b", name):
            given = name[: -len(own)].split()
            found.extend(f"{word} {own}" for word in given if len(word.strip(".")) > 1)
            found.append(f"{given[0][0]}. {own}")
        elif len(words) == 2 and country in SURNAME_FIRST and "-" in name:
            found.append(f"{words[1]} {words[0]}")
        if len(words) == 2 and country == "JPN":  # Japan's own texts put the family name first
            found.append(f"{words[1]} {words[0]}")
    found += [folded(f) for f in found]
    return [f for f in unique(found) if " " in f or f in spellings]


def holders(sources: Path, kinds: dict[str, str]) -> list[list[str]]:
    """The rows of holders.tsv, by country, office and start."""
    raw = [*own(), *congress(sources), *factbook(sources, kinds), *wikidata(sources)]
    people = People(raw)
    spellings: dict[tuple[str, str], list[str]] = {}
    rows = []
    for row in raw:
        row, names = people.canonical(row)
        spellings.setdefault((row.country, row.person), []).extend(names)
        rows.append(row)
    rows, given_up = unified(rows)
    for person, others in given_up.items():
        spellings.setdefault(person, []).extend(others)
    ids = {(r.country, r.person): r.wikidata for r in rows if r.wikidata}
    everywhere: dict[str, set[str]] = {}
    for (_, person_), id_ in ids.items():
        everywhere.setdefault(person_, set()).add(id_)
    for row in rows:  # the head of an organisation held a national office before: one person, one id
        if row.country.islower() and len(everywhere.get(row.person, ())) == 1:
            ids.setdefault((row.country, row.person), *everywhere[row.person])
    rank = [FACTBOOK, WIKIDATA, CONGRESS, OWN]  # the later wins
    surnames = {(r.country, r.person): r.surname for r in sorted(rows, key=lambda r: rank.index(r.source))}
    lines = []
    for row in closed(merged(rows)):
        if row.start and row.end and row.end < row.start:  # a slip of the source
            continue
        key = (row.country, row.person)
        surname = surnames[key] or surname_of(row.person, row.country)
        names = [n for n in forms(row.person, surname, unique(spellings[key]), row.country) if n != row.person]
        lines.append([row.country, row.office, row.title, row.person, "|".join(names), surname, ids.get(key, ""),
                      row.start, row.end, row.as_of, row.source])  # fmt: skip
    return sorted(lines, key=lambda r: (r[0], r[1], r[7], r[3]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("--out", type=Path, default=HERE.parent.parent / "src" / "readouts" / "lexicon")
    given = parser.parse_args()
    rows = states(given.sources)
    table(given.out / "states.tsv", "id name names demonyms capital_names kind wikidata source", rows)
    kinds = {row[0]: row[5] for row in rows}
    header = "country office title person names surname wikidata start end as_of source"
    table(given.out / "holders.tsv", header, holders(given.sources, kinds))


if __name__ == "__main__":
    main()
