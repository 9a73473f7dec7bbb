"""Readings as flat tables: one row a record, its columns described where they are made.

Lists are joined by "|". A cell is None where the reading does not know. The same tables serve csv and parquet; those of
event data (plover, cameo) have the columns that users of these codebooks expect.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from readouts.code.words import codes
from readouts.lexicon.tables import rows
from readouts.records import Document, Event, Party, Reading, When
from readouts.text import Span, hull

Cell = str | int | float | date | None
Row = Mapping[str, Cell]
Type = Literal["text", "integer", "number", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, as the data dictionary tells it."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its columns, and the rows that a reading gives it."""

    name: str
    about: str  # what a row is
    columns: tuple[Column, ...]
    rows: Callable[[Reading], Iterator[Row]]


_SOURCE = (
    Column("document", "text", "id of the document"),
    Column("title", "text", "its title"),
    Column("publisher", "text", "who put it out"),
    Column("published", "date", "the day it was published, in the publisher's time zone"),
    Column("url", "text", "its address"),
)
_EVIDENCE = (
    Column("start", "integer", "first character of the evidence, in code points of the document's text"),
    Column("end", "integer", "the character after its last"),
    Column(
        "quote", "text", "the evidence as it is written, line breaks as spaces; “…” where words between are left out"
    ),
)
_WHEN = (
    Column("when_start", "date", "first day; empty: not known"),
    Column("when_end", "date", "the day after the last; empty: not known or open"),
    Column("when_edtf", "text", "the same in Extended Date/Time Format, as precise as the text"),
    Column("when_basis", "text", "stated, relative or dateline"),
)


def _source(document: Document) -> dict[str, Cell]:
    return {"document": document.id, "title": document.title, "publisher": document.publisher,
            "published": document.published, "url": document.url}  # fmt: skip


def _evidence(document: Document, spans: tuple[Span, ...]) -> dict[str, Cell]:
    if not spans:
        return {"start": None, "end": None, "quote": None}
    whole = hull(spans)
    return {"start": whole.start, "end": whole.end, "quote": _verbatim(document.text, spans)}


def _verbatim(text: str, spans: tuple[Span, ...]) -> str | None:
    """The words of the spans on one line; None when there is none."""
    return " … ".join(" ".join(span.of(text).split()) for span in spans) or None


def _when(when: When | None) -> dict[str, Cell]:
    if when is None:
        return dict.fromkeys(("when_start", "when_end", "when_edtf", "when_basis"))
    return {"when_start": when.start, "when_end": when.end, "when_edtf": when.edtf, "when_basis": when.basis}


def _joined(values: Iterator[str | None] | tuple[str | None, ...]) -> str:
    return "|".join(value or "" for value in values)


class _Names:
    """The names and countries of a reading's parties."""

    def __init__(self, reading: Reading) -> None:
        self.known: dict[str, Party] = {party.id: party for party in reading.parties}

    def name(self, party: str | None) -> str | None:
        return self.known[party].name if party in self.known else party

    def country(self, party: str | None) -> str | None:
        return self.known[party].country if party in self.known else None

    def names(self, parties: tuple[str, ...]) -> str:
        return _joined(tuple(map(self.name, parties)))

    def countries(self, parties: tuple[str, ...]) -> str:
        return _joined(tuple(map(self.country, parties)))


# -- claims and contacts -----------------------------------------------------------------------------------------------


def _claims(reading: Reading) -> Iterator[Row]:
    names = _Names(reading)
    for claim in reading.claims:
        yield {
            "id": claim.id, **_source(reading.document), "act": claim.act,
            "holder": claim.holder, "holder_name": names.name(claim.holder),
            "holder_country": names.country(claim.holder),
            "joint": _joined(claim.joint), "account": claim.account, "addressee": claim.addressee,
            "about": _joined(claim.about), "issues": _joined(claim.issues), "contact": claim.contact,
            "polarity": claim.polarity, "tense": claim.tense, "hedged": "yes" if claim.hedges else "no",
            **_evidence(reading.document, claim.spans),
        }  # fmt: skip


CLAIMS = Table(
    name="claims",
    about="one act on one matter, as one account tells it",
    columns=(
        Column("id", "text", "id of the claim"),
        *_SOURCE,
        Column("act", "text", "what the speaker does: reaffirm, urge, reject, ... (acts.tsv)"),
        Column("holder", "text", "party id of who does it; empty: not said"),
        Column("holder_name", "text", "its name"),
        Column("holder_country", "text", "its state, ISO 3166-1 alpha-3; XKX for Kosovo"),
        Column("joint", "text", "party ids, joined by |, where several do it together"),
        Column("account", "text", "party id of the state or body whose version this is; empty: the outlet's own words"),
        Column("addressee", "text", "party id of the one it is directed at"),
        Column("about", "text", "party ids that the content names, joined by |"),
        Column("issues", "text", "issue ids, joined by |"),
        Column("contact", "text", "id of the contact in which it was said"),
        Column("polarity", "text", "positive, or negative: the act or its content is negated"),
        Column("tense", "text", "past, present or future"),
        Column("hedged", "text", "yes, no: whether words soften it"),
        *_EVIDENCE,
    ),
    rows=_claims,
)


def _contacts(reading: Reading) -> Iterator[Row]:
    names = _Names(reading)
    for contact in reading.contacts:
        yield {
            "id": contact.id, **_source(reading.document), "kind": contact.kind, "medium": contact.medium,
            "status": contact.status, "participants": _joined(contact.participants),
            "participant_names": names.names(contact.participants),
            "participant_countries": names.countries(contact.participants),
            "mediators": _joined(contact.mediators), "hosts": _joined(contact.hosts),
            "initiator": contact.initiator, "place": contact.place, **_when(contact.when),
            **_evidence(reading.document, contact.spans),
        }  # fmt: skip


CONTACTS = Table(
    name="contacts",
    about="one call, meeting, visit, letter, message or round of talks",
    columns=(
        Column("id", "text", "id of the contact in this document"),
        *_SOURCE,
        Column("kind", "text", "call, meeting, visit, letter, message or talks"),
        Column("medium", "text", "phone, video or in-person, where the text says so"),
        Column("status", "text", "happened, planned, denied or hypothetical"),
        Column("participants", "text", "party ids, joined by |"),
        Column("participant_names", "text", "their names, in the same order"),
        Column("participant_countries", "text", "their states, in the same order"),
        Column("mediators", "text", "party ids, joined by |"),
        Column("hosts", "text", "party ids, joined by |"),
        Column("initiator", "text", "party id; empty: not said"),
        Column("place", "text", "in the text's words"),
        *_WHEN,
        *_EVIDENCE,
    ),
    rows=_contacts,
)


def _attributions(reading: Reading) -> Iterator[Row]:
    names, text = _Names(reading), reading.document.text
    for one in reading.attributions:
        yield {
            "id": one.id, **_source(reading.document), "source_words": _verbatim(text, one.source),
            "party": one.party, "party_name": names.name(one.party), "party_country": names.country(one.party),
            "cue": _verbatim(text, one.cue), "mode": one.mode, "polarity": one.polarity,
            "tense": one.tense, "within": one.within, **_evidence(reading.document, one.content),
        }  # fmt: skip


ATTRIBUTIONS = Table(
    name="attributions",
    about="somebody is said to have said, written, thought or wanted something",
    columns=(
        Column("id", "text", "id of the attribution"),
        *_SOURCE,
        Column("source_words", "text", "who, in the text's words; empty: the text names nobody"),
        Column("party", "text", "party id of the source"),
        Column("party_name", "text", "its name"),
        Column("party_country", "text", "its state"),
        Column("cue", "text", "the words that attribute"),
        Column("mode", "text", "direct, indirect or mixed"),
        Column("polarity", "text", "of the saying: negative where it was not done"),
        Column("tense", "text", "of the saying; empty: no verb tells it"),
        Column("within", "text", "id of the attribution that it stands in"),
        *_EVIDENCE,
    ),
    rows=_attributions,
)


# -- events ------------------------------------------------------------------------------------------------------------


def _plover_scores() -> Mapping[tuple[str, str], float]:
    return {(row["type"], row["mode"]): float(row["score"]) for row in rows("plover") if row["score"]}


def _event(event: Event, reading: Reading, names: _Names) -> dict[str, Cell]:
    return {
        "id": event.id, **_source(reading.document), "type": event.plover, "mode": event.mode, "context": event.context,
        "cameo": event.cameo, "actors": _joined(event.actors), "actor_names": names.names(event.actors),
        "actor_countries": names.countries(event.actors), "actor_sectors": _joined(event.actor_sectors),
        "recipients": _joined(event.recipients), "recipient_names": names.names(event.recipients),
        "recipient_countries": names.countries(event.recipients), "recipient_sectors": _joined(event.recipient_sectors),
        "status": event.status, "polarity": event.polarity, "tense": event.tense, "place": event.place,
        "reported_by": event.reported_by, "reported_by_name": names.name(event.reported_by), **_when(event.when),
        **_evidence(reading.document, event.spans),
    }  # fmt: skip


_EVENT = (
    Column("actors", "text", "party ids, joined by |; empty: not said"),
    Column("actor_names", "text", "their names, in the same order"),
    Column("actor_countries", "text", "their states, in the same order; an empty place: none, or not known"),
    Column("actor_sectors", "text", "their sectors (agents.tsv), in the same order"),
    Column("recipients", "text", "party ids, joined by |; empty: none named, or all who take part are actors"),
    Column("recipient_names", "text", "their names, in the same order"),
    Column("recipient_countries", "text", "their states, in the same order"),
    Column("recipient_sectors", "text", "their sectors, in the same order"),
)
_TOLD = (
    Column("status", "text", "happened, planned, denied or hypothetical"),
    Column("polarity", "text", "positive, or negative: said not to have happened"),
    Column("tense", "text", "past, present or future"),
    Column("place", "text", "in the text's words"),
    Column("reported_by", "text", "party id of who tells of it; empty: the outlet's own words"),
    Column("reported_by_name", "text", "its name"),
)


def _events(reading: Reading) -> Iterator[Row]:
    names = _Names(reading)
    return (_event(event, reading, names) for event in reading.events)


EVENTS = Table(
    name="events",
    about="one event, whatever its status, dated or not",
    columns=(
        Column("id", "text", "id of the event"),
        *_SOURCE,
        Column("type", "text", "PLOVER 0.8 type"),
        Column("mode", "text", "PLOVER mode; empty: the type has none, or the text does not say"),
        Column("context", "text", "PLOVER context"),
        Column("cameo", "text", "CAMEO code"),
        *_EVENT,
        *_TOLD,
        *_WHEN,
        *_EVIDENCE,
    ),
    rows=_events,
)


def is_dated(event: Event) -> bool:
    """Whether the text settles its day: the codebooks' records need one."""
    return event.when is not None and event.when.start is not None


_AUXILIARY = {"denied": "negation", "hypothetical": "hypothetical", "planned": "future", "happened": None}


def _plover(reading: Reading) -> Iterator[Row]:
    names, scores, table = _Names(reading), _plover_scores(), codes()
    for event in filter(is_dated, reading.events):
        score = scores.get((event.plover, event.mode or ""), scores.get((event.plover, "")))
        quad = next((c.quad for c in table.values() if c.plover == event.plover), None)
        yield {
            **_event(event, reading, names), "auxiliary": _AUXILIARY[event.status], "score": score, "quad": quad,
        }  # fmt: skip


PLOVER = Table(
    name="plover",
    about="one event with a known day, in PLOVER 0.8; what did not happen or may is marked in `auxiliary`",
    columns=(
        Column("id", "text", "id of the event"),
        *_WHEN,
        Column("type", "text", "one of the 16 types"),
        Column("mode", "text", "as the manual lists for the type"),
        Column("context", "text", "as the manual lists"),
        Column("auxiliary", "text", "negation, hypothetical or future; empty: it happened"),
        Column("score", "number", "of the type and mode, on the manual's scale from conflict to cooperation"),
        Column("quad", "text", "verbal_coop, material_coop, verbal_conflict or material_conflict"),
        *_EVENT,
        *_TOLD,
        Column("cameo", "text", "CAMEO code"),
        *_SOURCE,
        *_EVIDENCE,
    ),
    rows=_plover,
)


def is_cameo(event: Event) -> bool:
    """Whether CAMEO can take it: it has a day, it is not denied or supposed, and both sides are known."""
    sides = len(event.actors) > 0 and (len(event.recipients) > 0 or len(event.actors) > 1)
    return is_dated(event) and event.status in ("happened", "planned") and sides


def _cameo(reading: Reading) -> Iterator[Row]:
    names, table = _Names(reading), codes()
    for event in filter(is_cameo, reading.events):
        known = table.get(event.cameo)
        for source, source_sector, target, target_sector in _dyads(event):
            yield {
                "id": event.id, **_source(reading.document), **_evidence(reading.document, event.spans),
                "date": event.when.start if event.when else None, "date_end": event.when.end if event.when else None,
                "source": _code(names, source, source_sector), "source_name": names.name(source),
                "source_country": names.country(source), "source_sector": source_sector,
                "target": _code(names, target, target_sector), "target_name": names.name(target),
                "target_country": names.country(target), "target_sector": target_sector,
                "code": event.cameo, "root": event.cameo[:2], "label": known.name if known else None,
                "goldstein": known.goldstein if known else None, "quad": known.quad if known else None,
                "status": event.status, "place": event.place, "reported_by": event.reported_by,
            }  # fmt: skip


def _dyads(event: Event) -> Iterator[tuple[str, str | None, str, str | None]]:
    """Source and target with their sectors: every actor on every recipient; without recipients each actor on each."""
    actors = list(zip(event.actors, event.actor_sectors or (None,) * len(event.actors), strict=True))
    recipients = list(zip(event.recipients, event.recipient_sectors or (None,) * len(event.recipients), strict=True))
    for source in actors:
        for target in recipients or actors:
            if source != target:
                yield (*source, *target)


def _code(names: _Names, party: str, sector: str | None) -> str:
    """A CAMEO actor code: the country's and the sector's letters; "---" for a country that is not known."""
    return (names.country(party) or "---") + (sector or "")


CAMEO = Table(
    name="cameo",
    about="one source acting on one target on a known day, in CAMEO; of what two do together a row each way",
    columns=(
        Column("id", "text", "id of the event; the rows of its dyads share it"),
        Column("date", "date", "first day of the event"),
        Column("date_end", "date", "the day after its last: later than the next day where the text is vague"),
        Column("source", "text", "CAMEO actor code: country and sector, --- for a country that is not known"),
        Column("source_name", "text", "who acts"),
        Column("source_country", "text", "its state, ISO 3166-1 alpha-3"),
        Column("source_sector", "text", "its sector (agents.tsv)"),
        Column("target", "text", "CAMEO actor code"),
        Column("target_name", "text", "who is acted on"),
        Column("target_country", "text", "its state"),
        Column("target_sector", "text", "its sector"),
        Column("code", "text", "CAMEO code"),
        Column("root", "text", "its root, 03 to 20"),
        Column("label", "text", "its name"),
        Column("goldstein", "number", "Goldstein's scale, -10 to 10"),
        Column("quad", "text", "verbal_coop, material_coop, verbal_conflict or material_conflict"),
        Column("status", "text", "happened, or planned: announced"),
        Column("place", "text", "in the text's words"),
        Column("reported_by", "text", "party id of who tells of it; empty: the outlet's own words"),
        *_SOURCE,
        *_EVIDENCE,
    ),
    rows=_cameo,
)

TABLES: Mapping[str, Table] = {t.name: t for t in (CLAIMS, CONTACTS, ATTRIBUTIONS, EVENTS)}
