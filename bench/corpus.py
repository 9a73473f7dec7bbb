"""How the database bears a large corpus: seconds of adding, and of every question.

    python bench/corpus.py [--documents 100000] [--more 500] [--db PATH|URL]

Documents and readings are made up, of fictitious states and persons, and are stored without parsing: what is measured
is the database, with links, copies and statements. Prints one JSON object a line: the adding, each tenth part of it on
its own (it must not grow), then for each question the median and the slowest of three, in seconds of CPU time and of
the clock. `--more N` adds N documents more and tells how long each part of that takes. With `--documents 0` it asks a
database that an earlier run has filled.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from readouts import corpus
from readouts.compare.silence_over import Period
from readouts.ingest.documents import Loaded
from readouts.keeping import copies, formulas, statements
from readouts.lexicon import Lexicon, load
from readouts.records import (
    Attribution,
    Claim,
    Contact,
    DateMention,
    Document,
    MadeBy,
    Mention,
    Party,
    Reading,
    When,
    digest,
)
from readouts.store import adding
from readouts.store import questions as ask
from readouts.store.database import Store, opened
from readouts.store.questions import Asked
from readouts.store.shown import shown
from readouts.text import Span

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST_DAY, DAYS = date(2015, 1, 1), 4000
PARTS, RUNS = 10, 3
SYLLABLES = "mar tel kes vor lin dra os bel tor nam sil quen ra du fen gal hol jur kan pel".split()
ISSUES = (
    "constitution peace_treaty border_delimitation human_rights energy trade security_cooperation climate health "
    "migration nato nuclear minsk_group prisoners sanctions bilateral_relations"
).split()
ACTS = "discuss reaffirm emphasize welcome agree urge raise express-concern thank propose insist reject".split()
MATTERS = (
    "the border commission", "transit through the mountain pass", "prices of gas", "the exchange of prisoners",
    "the draft treaty", "observers at the ballot", "grain by sea", "the dam on the upper river", "visas for students",
    "the rights of the northern community", "joint patrols", "debts of the railway", "the spring summit",
)  # fmt: skip
FILLING = (
    "Both sides took note of the work of their delegations over the past weeks and months.",
    "The conversation was held in a constructive and open atmosphere.",
    "Teams will follow up in the coming days, and the two leaders will stay in touch.",
)


def states(number: int = 60) -> tuple[tuple[Party, Party], ...]:
    """Fictitious states, each with the person who speaks for it; the same ones every time."""
    made = random.Random(7)
    found = []
    for place in range(number):
        code = f"X{chr(65 + place // 26)}{chr(65 + place % 26)}"
        name, given, family = ("".join(made.sample(SYLLABLES, k)).capitalize() for k in (2, 2, 3))
        state = Party(id=f"state:{code}", name=f"{name}ia", kind="state", country=code)
        person = Party(
            id=f"person:{given}-{family}".lower(),
            name=f"{given} {family}",
            kind="person",
            country=code,
            role="President",
        )
        found.append((state, person))
    return tuple(found)


def readings(number: int, seed: int = 1) -> Iterator[Reading]:
    """That many readings of made-up readouts, the same ones for the same seed."""
    made, known = random.Random(seed), states()
    # A few states speak often, most seldom, as in life.
    weights = [1 / (place + 1) for place in range(len(known))]
    for count in range(number):
        ours, theirs = made.choices(known, weights, k=2)
        while theirs is ours:
            theirs = made.choice(known)
        yield _reading(made, count, ours, theirs, FIRST_DAY + timedelta(made.randrange(DAYS)))


def _reading(
    made: random.Random, count: int, ours: tuple[Party, Party], theirs: tuple[Party, Party], day: date
) -> Reading:
    (state, speaker), (other, partner) = ours, theirs
    opening = f"President {speaker.name} spoke by phone today with President {partner.name} of {other.name}."
    acts = [(made.choice(ACTS), made.sample(ISSUES, made.randint(1, 2)), made.choice(MATTERS)) for _ in range(8)]
    sentences = [f"President {speaker.name} {act}: {matter}, case {count % 977}." for act, _, matter in acts]
    text = "\n\n".join((opening, " ".join(sentences[:4]), " ".join(sentences[4:]), " ".join(FILLING)))
    id = f"made-{count}"
    when = When(start=day, end=day + timedelta(1), edtf=day.isoformat(), basis="relative")
    spans = [_span(text, opening), *(_span(text, sentence) for sentence in sentences)]
    contact = Contact(
        id=digest("contact", id), kind=made.choice(("call", "call", "meeting")), participants=(speaker.id, partner.id),
        when=when, spans=(spans[0],),
    )  # fmt: skip
    said = tuple(_attribution(id, text, span, speaker) for span in spans[1:6])
    claims = tuple(
        Claim(
            id=digest("claim", id, place), spans=(span,), sentence=span, act=act, account=state.id, holder=speaker.id,
            contact=contact.id, attribution=said[place].id if place < len(said) else None, issues=tuple(issues),
            about=(other.id,),
        )
        for place, (span, (act, issues, _)) in enumerate(zip(spans[1:], acts, strict=True))
    )  # fmt: skip
    return Reading(
        document=Document(
            id=id, text=text, title=f"Call with President {partner.name}",
            publisher=f"Office of the President of {state.name}",
            published=day, language="en", url=f"https://{state.name.lower()}.example/{count}",
        ),
        parties=(speaker, partner, state, other),
        mentions=tuple(_mentions(text, (speaker, partner, other))),
        dates=(DateMention(span=_span(text, "today"), type="DATE", value=day.isoformat(), when=when),),
        attributions=said, contacts=(contact,), claims=claims, events=(), silences=(), likenesses=(), problems=(),
        made_by=MadeBy(version="0", models=("made up",), lexicon="none"), issuer=state.id,
    )  # fmt: skip


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _attribution(document: str, text: str, span: Span, speaker: Party) -> Attribution:
    source = Span(span.start, span.start + len(f"President {speaker.name}"))
    end = text.index(":", source.end)
    return Attribution(
        id=digest("attribution", document, span), source=(source,), cue=(Span(source.end + 1, end),),
        content=(Span(end + 2, span.end),), party=speaker.id, mode="indirect",
    )  # fmt: skip


def _mentions(text: str, parties: tuple[Party, ...]) -> Iterator[Mention]:
    for party in parties:
        at = text.find(party.name)
        while at >= 0:
            yield Mention(span=Span(at, at + len(party.name)), party=party.id, why="full name")
            at = text.find(party.name, at + 1)


def add_all(store: Store, number: int, lexicon: Lexicon) -> list[dict[str, float]]:
    """Adds them as `readouts add` does, these readings in the place of the pipeline's; seconds of each tenth part."""
    times, lot = [], max(1, number // PARTS)
    known: dict[str, Reading] = {}

    def inputs() -> Iterator[Loaded]:
        for reading in readings(number):
            known[reading.document.id] = reading
            yield Loaded(document=reading.document, raw=b"")

    cpu, clock = time.process_time(), time.perf_counter()
    added = corpus.added(inputs(), store, lambda document: known.pop(document.id), lambda: NOW, lexicon)
    for count, _ in enumerate(added, 1):
        if count % lot == 0:
            times.append({"cpu": time.process_time() - cpu, "clock": time.perf_counter() - clock})
            cpu, clock = time.process_time(), time.perf_counter()
    return [{name: round(value, 2) for name, value in part.items()} for part in times]


def parts_of_adding(store: Store, number: int, lexicon: Lexicon) -> dict[str, float]:
    """Milliseconds of CPU time that each part of adding takes for that many documents more, on the average."""
    spent = dict.fromkeys(("links", "copies", "statements"), 0.0)

    def timed(part: str, file: Callable[[], None]) -> None:
        start = time.process_time()
        file()
        spent[part] += time.process_time() - start

    def beside(connection: Connection, key: int, reading: Reading, superseded: int | None) -> None:
        timed("links", lambda: corpus.link(connection, key, reading, superseded))
        timed("copies", lambda: copies.file(connection, key, reading.document, superseded))
        timed("statements", lambda: statements.file(connection, key, reading, lexicon, superseded))

    start = time.process_time()
    for reading in readings(number, seed=2):
        adding.add(store, replace(reading, document=replace(reading.document, id=f"more-{reading.document.id}")), None,
                   NOW, beside)  # fmt: skip
    all_ = time.process_time() - start
    return {part: round(1000 * took / number, 2) for part, took in ({"all": all_} | spent).items()}


def questions(store: Store) -> dict[str, Callable[[], object]]:
    """Every question, those of the widest answers among them."""
    (often, speaker), (second, _), *_, (seldom, _) = states()
    limit = 100

    def asked(question: Callable[..., object], *words: str, **narrowed: object) -> Callable[[], object]:
        def go() -> object:
            with store.reads() as connection:
                return question(connection, *words, Asked(limit=limit, **narrowed))  # type: ignore[arg-type]

        return go

    def show(id: str) -> Callable[[], object]:
        def go() -> object:
            with store.reads() as connection:
                return shown(connection, id)

        return go

    both = (often.name, second.name)
    return {
        "contacts": asked(ask.contacts),
        "contacts of a party": asked(ask.contacts, parties=(often.name,)),
        "contacts of two parties, gaps": asked(ask.contacts, parties=both),
        "contacts of a kind in a year": asked(
            ask.contacts, kind="meeting", since=date(2020, 1, 1), until=date(2020, 12, 31)
        ),
        "timeline": asked(ask.timeline),
        "timeline of a party": asked(ask.timeline, parties=(often.name,)),
        "positions": asked(ask.positions),
        "positions of a party": asked(ask.positions, parties=(often.name,)),
        "positions of a person": asked(ask.positions, parties=(speaker.name,)),
        "positions on an issue": asked(ask.positions, issue="climate"),
        "positions of a year": asked(ask.positions, since=date(2020, 1, 1), until=date(2020, 12, 31)),
        "history of the fullest cell": asked(ask.history, parties=(often.name,), issue="climate"),
        "search: a word in every document": asked(ask.search, "president"),
        "search: two common words": asked(ask.search, "grain sea"),
        "search: a phrase": asked(ask.search, '"upper river"'),
        "search: a rare word": asked(ask.search, '"case 61"'),
        "search: by party, issue and act": asked(
            ask.search, "president", parties=(often.name,), issue="climate", act="urge", kind="call"
        ),
        "search: a word in every document, by relevance": asked(partial(ask.search, by="relevance"), "president"),
        "search: two common words, by relevance": asked(partial(ask.search, by="relevance"), "grain sea"),
        "search: counts of a word in every document": asked(ask.search_counts, "president"),
        "search: counts of a phrase": asked(ask.search_counts, '"upper river"'),
        "show a party": show(often.id),
        "show a seldom party": show(seldom.id),
        "show a document": show("made-50"),
        "show a contact": show(digest("contact", "made-50")),
    }


def wording(store: Store, lexicon: Lexicon) -> dict[str, Callable[[], object]]:
    """The questions on wording, of an issuer that speaks often and of all."""
    with store.reads() as connection:
        known = formulas.issuers(connection, lexicon)
        often = max(known.values(), key=lambda one: one.words)
        parties = statements.parties(connection)

    def silent(parties: Sequence[str], period: Period = "whole") -> Callable[[], object]:
        def go() -> object:
            with store.reads() as connection:
                return statements.silences(connection, parties, ["nuclear"], period=period)

        return go

    def found(natures: Sequence[str], having: str | None = None) -> Callable[[], object]:
        def go() -> object:
            with store.reads() as connection:
                formulas.issuers(connection, lexicon)
                return list(formulas.found(connection, often, natures, having))

        return go

    return {
        "silences on an issue": silent(parties),
        "silences on an issue, by quarter": silent(parties, "quarter"),
        "silences of the one who speaks most": silent(parties[:1]),
        "formulas of the one who speaks most": found(("substance", "boilerplate")),
        "formulas with words": found(("substance", "boilerplate"), "open atmosphere"),
    }


def measured(question: Callable[[], object]) -> dict[str, float]:
    runs = []
    for _ in range(RUNS):
        cpu, clock = time.process_time(), time.perf_counter()
        question()
        runs.append((time.process_time() - cpu, time.perf_counter() - clock))
    cpus, clocks = zip(*runs, strict=True)
    return {
        "cpu": round(statistics.median(cpus), 3),
        "clock": round(statistics.median(clocks), 3),
        "slowest": round(max(clocks), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--more", type=int, default=0, help="documents added then, each part of it timed")
    parser.add_argument("--db")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = given.db or str(Path(folder) / "corpus.db")
        store, lexicon = opened(target, create=True), load()
        parts = add_all(store, given.documents, lexicon)
        size = Path(target).stat().st_size if store.is_sqlite else None
        print(json.dumps({"documents": given.documents, "parts": parts, "bytes": size}), flush=True)
        if given.more:
            print(json.dumps({"one more, cpu ms": parts_of_adding(store, given.more, lexicon)}), flush=True)
        cpu = time.process_time()
        formulas.renew_grown(store, lexicon, lambda: NOW, few=0)
        print(json.dumps({"formulas of all found, cpu": round(time.process_time() - cpu, 1)}), flush=True)
        for name, question in (questions(store) | wording(store, lexicon)).items():
            print(json.dumps({"question": name, **measured(question)}), flush=True)
        store.close()


if __name__ == "__main__":
    main()
