"""What a coder may change of a record, and the record that comes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, cast, get_args

from sqlalchemy import Connection

from readouts.errors import InputError, StoreError
from readouts.lexicon import tables
from readouts.records import (
    Alignment,
    Attribution,
    Claim,
    Contact,
    ContactKind,
    DateMention,
    Event,
    Linking,
    Mode,
    Polarity,
    Relation,
    Reviewed,
    ReviewKind,
    Status,
    TimexType,
    When,
)
from readouts.store import names, questions
from readouts.store.reviewed import sentence_of
from readouts.text import Span, hull, normalised, trimmed

NOT_KNOWN = ""  # a party or day that the coder says is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """The changes; None leaves a field as it is, "" says that it is not known."""

    spans: tuple[Span, ...] | None = None  # of a claim, a date; of an attribution its content
    source: tuple[Span, ...] | None = None  # of an attribution; () says that nobody is named
    cue: tuple[Span, ...] | None = None
    party: str | None = None  # a claim's holder, an attribution's source; as the user names it, or an id
    account: str | None = None  # a claim's: whose version it is
    act: str | None = None
    polarity: str | None = None
    issues: tuple[str, ...] | None = None
    kind: str | None = None  # of a contact
    participants: tuple[str, ...] | None = None
    day: date | str | None = None  # of a contact, an event
    status: str | None = None
    type: str | None = None  # of a date: DATE, TIME, DURATION, SET
    value: str | None = None  # TIMEX3
    plover: str | None = None  # of an event
    actors: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    relation: str | None = None
    counterpart: str | None = None  # of a one-sided row: the claim on the other side that answers it
    linked_to: str | None = None  # the contact that a mention tells of

    @property
    def told(self) -> dict[str, Any]:
        """The fields that are to change."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name)) is not None}


# What may be mended of each kind of record.
ALLOWED: dict[ReviewKind, frozenset[str]] = {
    "attribution": frozenset({"spans", "source", "cue", "party"}),
    "claim": frozenset({"spans", "party", "account", "act", "polarity", "issues"}),
    "contact": frozenset({"kind", "participants", "day", "status"}),
    "date": frozenset({"spans", "type", "value", "day"}),
    "event": frozenset({"plover", "actors", "recipients", "day", "status"}),
    "relation": frozenset({"relation", "counterpart"}),
    "link": frozenset({"linked_to"}),
}
_SPANS = ("spans", "source", "cue")


def mended(connection: Connection, said: Reviewed, mend: Mend, kind: ReviewKind, text: str) -> Reviewed:
    """The record with the changes; `text` is that of its document. Links are for `deciding`.

    Raises InputError for a change that the record cannot take: another kind's, words that are not in the text, an act,
    issue or party that nobody knows.
    """
    told = mend.told
    if not told:
        raise InputError("nothing is to be mended", f"Of a {kind} may be mended: {', '.join(sorted(ALLOWED[kind]))}")
    if wrong := sorted(set(told) - ALLOWED[kind]):
        raise InputError(f"a {kind} has no {wrong[0]}", f"It has: {', '.join(sorted(ALLOWED[kind]))}")
    for name in _SPANS:
        if name in told:
            told[name] = _checked(told[name], text, name)
    match said:
        case Claim():
            return _claim(connection, said, told)
        case Attribution():
            return _attribution(connection, said, told)
        case Contact():
            return _contact(connection, said, told)
        case DateMention():
            return _date(said, told)
        case Event():
            return _event(connection, said, told)
        case Alignment():
            return _relation(said, told)
        case Linking():
            return said


def new_claim(
    connection: Connection, text: str, spans: Sequence[Span], act: str, holder: str, issues: Sequence[str]
) -> Claim:
    """A claim that the engine has missed, without an id yet. Raises InputError as `mended` does."""
    where = _checked(spans, text, "spans")
    blank = Claim(id="", spans=where, sentence=hull(where), act="state")
    return _claim(connection, blank, {"act": act, "party": holder, "issues": tuple(issues)})


def new_attribution(
    connection: Connection,
    text: str,
    content: Sequence[Span],
    source: Sequence[Span],
    cue: Sequence[Span],
    said_by: str,
) -> Attribution:
    """An attribution that the engine has missed, without an id yet. Raises InputError as `mended` does."""
    where = _checked(content, text, "spans")
    who, verb = _checked(source, text, "source"), _checked(cue, text, "cue")
    return Attribution(
        id="", source=who, cue=verb, content=where, party=party(connection, said_by), mode=_mode(where, text)
    )


def _mode(content: Sequence[Span], text: str) -> Mode:
    """Whether all of the content, some of it or nothing stands in quotation marks."""
    whole = [part for span in content for part in [normalised(span.of(text)).strip()]]
    marked = ['"' in part for part in whole]
    if all(part.startswith('"') and part.endswith('"') and part.count('"') == 2 for part in whole):
        return "direct"
    return "mixed" if any(marked) else "indirect"


def _checked(spans: Sequence[Span], text: str, name: str) -> tuple[Span, ...]:
    """The spans in order, without space at their ends."""
    if not spans and name == "spans":
        raise InputError("no words are marked", "Mark some, or reject the record")
    found = []
    for span in sorted(spans):
        kept = trimmed(text, span.start, min(span.end, len(text))) if span.end <= len(text) else None
        if kept is None:
            remedy = f"Give start and end within its {len(text)} signs"
            raise InputError(f"{span.start}-{span.end} are no words of the text", remedy)
        found.append(kept)
    if any(b.overlaps(a) for a, b in pairwise(found)):
        raise InputError("the stretches of words overlap", "Give them apart")
    return tuple(found)


def _claim(connection: Connection, said: Claim, told: dict[str, Any]) -> Claim:
    own: dict[str, Any] = {}
    if "spans" in told:
        own |= {"spans": told["spans"], "sentence": sentence_of(said, told["spans"])}
    if "party" in told:
        own |= {"holder": party(connection, told["party"]), "joint": ()}
    if "account" in told:
        own["account"] = party(connection, told["account"])
    if "act" in told:
        own["act"] = known("act", told["act"], [row["act"] for row in tables.rows("acts")])
    if "polarity" in told:
        own["polarity"] = known("polarity", told["polarity"], get_args(Polarity))
    if "issues" in told:
        ids = [row["id"] for row in tables.rows("issues")]
        own["issues"] = tuple(dict.fromkeys(_issue(connection, one, ids) for one in told["issues"]))
    return replace(said, **own)


def _issue(connection: Connection, issue: str, ids: Sequence[str]) -> str:
    return issue if questions.in_use(connection, "issue", issue) else known("issue", issue, ids)


def _attribution(connection: Connection, said: Attribution, told: dict[str, Any]) -> Attribution:
    own = {name: told[key] for key, name in (("spans", "content"), ("source", "source"), ("cue", "cue")) if key in told}
    if "party" in told:
        own["party"] = party(connection, told["party"])
    return replace(said, **own)


def _contact(connection: Connection, said: Contact, told: dict[str, Any]) -> Contact:
    own: dict[str, Any] = {}
    if "kind" in told:
        own["kind"] = known("kind", told["kind"], get_args(ContactKind))
    if "participants" in told:
        own["participants"] = _several(connection, told["participants"])
    if "status" in told:
        own["status"] = known("status", told["status"], get_args(Status))
    return replace(said, **own, **_day(told, said.when))


def _event(connection: Connection, said: Event, told: dict[str, Any]) -> Event:
    """Another type has no mode yet, and other parties no sectors."""
    own: dict[str, Any] = {name: _several(connection, told[name]) for name in ("actors", "recipients") if name in told}
    own |= {f"{name[:-1]}_sectors": () for name, ids in tuple(own.items()) if ids != getattr(said, name)}
    if "plover" in told:
        types = dict.fromkeys(row["type"] for row in tables.rows("plover"))
        own["plover"] = known("type", told["plover"], list(types))
        own["mode"] = said.mode if own["plover"] == said.plover else None
    if "status" in told:
        own["status"] = known("status", told["status"], get_args(Status))
    return replace(said, **own, **_day(told, said.when))


def _date(said: DateMention, told: dict[str, Any]) -> DateMention:
    own: dict[str, Any] = {}
    if "spans" in told:
        if len(told["spans"]) != 1:
            raise InputError("a date stands in one stretch of words", "Mark one")
        own["span"] = told["spans"][0]
    if "type" in told:
        own["type"] = known("type", told["type"], get_args(TimexType))
    if "value" in told:
        own["value"] = told["value"].strip() or said.value
    return replace(said, **own, **_day(told, said.when))


def _relation(said: Alignment, told: dict[str, Any]) -> Alignment:
    left, right = said.left, said.right
    if "counterpart" in told:
        if left and right:
            raise InputError("the row has claims on both sides", "Reject it to part them")
        left, right = (left or (told["counterpart"],)), (right or (told["counterpart"],))
    both = bool(left and right)
    fit = [one for one in get_args(Relation) if one.startswith("only-") != both]
    relation = known("relation", told.get("relation", said.relation), fit)
    return replace(said, left=left, right=right, relation=cast(Relation, relation))


def _day(told: dict[str, Any], before: When | None) -> dict[str, Any]:
    """A day as the coder gives it, which is then stated. The first day of a vaguer time leaves that as it was."""
    if "day" not in told:
        return {}
    start = before.start.isoformat() if before and before.start else NOT_KNOWN
    if before and str(told["day"]) == start:
        return {}
    if told["day"] == NOT_KNOWN:
        return {"when": None}
    try:
        day = told["day"] if isinstance(told["day"], date) else date.fromisoformat(told["day"])
    except ValueError as error:
        raise InputError(f"{told['day']!r} is no day", "Write it as YYYY-MM-DD, for example 2024-09-17") from error
    return {"when": When(start=day, end=day + timedelta(1), edtf=day.isoformat(), basis="stated")}


def party(connection: Connection, name: str) -> str | None:
    """The id of the party that the coder names; None where it is not known. Raises InputError when nobody has the
    name.
    """
    if name == NOT_KNOWN:
        return None
    try:
        return names.party(connection, name).id
    except StoreError:
        if state := names.state_named(name.removeprefix("state:")):
            return f"state:{state}"
        remedy = "Give a name or id that the database has, or a state"
        raise InputError(f"no party has the name {name!r}", remedy) from None


def _several(connection: Connection, wanted: Iterable[str]) -> tuple[str, ...]:
    found = (party(connection, name) for name in wanted if name)
    return tuple(dict.fromkeys(id for id in found if id))


def known(what: str, value: str, values: Sequence[str]) -> str:
    """The value when it is one of them. Raises InputError."""
    from difflib import get_close_matches

    if value not in values:
        near = get_close_matches(value, values, n=4, cutoff=0.5) or list(values)[:12]
        raise InputError(f"{value!r} is no {what}", f"Known are {', '.join(near)}")
    return value
