"""What the lexicon knows of a name, for people to look up: each meaning with its dates and source."""

from collections.abc import Iterator, Mapping
from datetime import date

from readouts.lexicon import Body, Holder, Lexicon, Metonym, Role, State
from readouts.text import key

_HELD = {True: "in office", False: "not in office", None: "in office or not: the source cannot say"}
_ORDER = {True: 0, None: 1, False: 2}


def facts(lexicon: Lexicon, name: str, on: date | None = None) -> tuple[dict[str, object], ...]:
    """Every meaning of a full name, surname or word; () when there is none. A person has one for each term of office.

    With a day, `held` says whether that term ran on it (None: the source cannot say), and those that did come first.
    """
    places = [_fact(e.kind, e.row) for e in lexicon.named(key(name)) if not isinstance(e.row, Holder)]
    rows = [e.row for e in lexicon.named(key(name)) if isinstance(e.row, Holder)] + list(lexicon.surnamed(key(name)))
    terms = sorted(dict.fromkeys(rows), key=lambda h: h.start or date.min, reverse=True)
    if on:
        terms.sort(key=lambda h: _ORDER[h.held(on)])
    return (*places, *(_term(h, on) for h in terms))


def _fact(kind: str, row: State | Body | Metonym | Role | Holder) -> dict[str, object]:
    """One meaning that has no dates."""
    fact: dict[str, object] = {"kind": kind}
    match row:
        case State():
            fact |= {"party": row.party, "name": row.name, "is": row.kind}
        case Body():
            fact |= {"party": row.party, "name": row.name, "is": row.kind, "country": row.country}
        case Metonym():
            fact |= {"party": row.party, "name": row.surface, "is": row.kind}
        case Role():
            fact |= {"office": row.cls, "name": row.role, "country": row.country}
    return fact | {"source": row.source}


def _term(holder: Holder, on: date | None) -> dict[str, object]:
    fact: dict[str, object] = {
        "kind": "person",
        "party": holder.party,
        "name": holder.person,
        "country": holder.country,
        "office": holder.office,
        "title": holder.title or None,
        **{name: str(day) if day else None for name, day in _days(holder).items()},
    }
    if on:
        fact["held"] = holder.held(on)
    return fact | {"source": holder.source}


def _days(holder: Holder) -> Mapping[str, date | None]:
    return {"start": holder.start, "end": holder.end, "as_of": holder.as_of}


def lines(found: tuple[dict[str, object], ...], on: date | None = None) -> Iterator[str]:
    """The facts for people to read, two lines each."""
    for fact in found:
        yield _person_line(fact, on) if fact["kind"] == "person" else _line(fact)
        yield f"    source: {fact['source']}"


def _line(fact: Mapping[str, object]) -> str:
    what = f"{fact['kind']} of {fact['party']}" if fact["kind"] in ("demonym", "capital") else str(fact["kind"])
    parts = (what, fact.get("is"), fact.get("office"), fact.get("country"), fact.get("party"))
    return f"{fact['name']}: {', '.join(dict.fromkeys(str(part) for part in parts if part))}"


def _person_line(fact: Mapping[str, object], on: date | None) -> str:
    title = f" ({fact['title']})" if fact["title"] else ""
    told = [f"{fact['country']} {fact['office']}{title}"]
    start = f"from {fact['start']}" if fact["start"] else "start not known"
    end = f"to {fact['end']}" if fact["end"] else "no end known"
    told.append(f"{start}, {end}")
    if fact["as_of"]:
        told.append(f"seen in office up to {fact['as_of']}")
    if on:
        held = fact["held"]
        assert held is None or isinstance(held, bool)
        told.append(f"on {on}: {_HELD[held]}")
    return f"{fact['name']}, {fact['party']}: {'; '.join(told)}"
