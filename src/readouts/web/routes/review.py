"""Review: the way in, one record at a time, lists, and the forms that decide.

Who the coder is stands in the visitor's session cookie; the pages of another coder's session are closed to them, so
that every coder is blind to every other.
"""

import json
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Path, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from readouts.errors import InputError
from readouts.pipeline import comparison
from readouts.records import Attribution, Claim, Layer, ReviewKind
from readouts.review import deciding, mending, relations, sessions
from readouts.review.gold import KINDS, gold
from readouts.review.mending import Mend
from readouts.store.database import Store
from readouts.store.questions import reading
from readouts.text import Span, located
from readouts.web import guard
from readouts.web.pages import review as data
from readouts.web.render import shown

MOST_LISTED, MOST_HISTORY = 50, 200
_Key = Annotated[int, Path(ge=1, lt=2**31, description="Number of the review session")]
_Short = Annotated[str, Form(max_length=200)]
_Lines = Annotated[list[str] | None, Form(max_length=400)]


def own_session(request: Request, session: _Key) -> None:
    """A dependency of every page of a session. Raises 403 where the visitor has not taken it up."""
    if request.session.get("review") != session:
        raise HTTPException(403, f"Session {session} is not the one that you have taken up. Take it up on /review")


router = APIRouter(tags=["review"])
_own = APIRouter(dependencies=[Depends(own_session)])
_changes = [Depends(guard.own_form), Depends(guard.writable)]


# -- the way in ----------------------------------------------------------------------------------------------------


@shown(router, "/review", template="review_start.html.j2", rows=lambda page: [one.session for one in page.rows])
def start(connection: Connection) -> data.Start:
    """Sessions of review to go on with, and the form that opens a new one."""
    return data.start(connection)


class Begun(BaseModel):
    """The form that opens a session. What it leaves empty is open."""

    coder: str = Field(max_length=200)
    role: str = Field("coder", max_length=20)
    layers: list[str] | None = Field(None, max_length=20)
    issuer: str = Field("", max_length=200)
    document: str = Field("", max_length=500)
    doubts: int = Field(200, ge=0, le=100_000)
    sample: int = Field(100, ge=0, le=100_000)
    seed: int = Field(1, ge=0, lt=2**31)
    comparisons: int = Field(0, ge=0, le=20)
    same_as: str = Field("", max_length=10)
    left: str = Field("", max_length=500)
    right: str = Field("", max_length=500)

    @property
    def wanted(self) -> sessions.Wanted | None:
        """What the queue is made of; None: of the records of another session, or of one comparison."""
        if self.same_as or self.left or self.right:
            return None
        chosen = tuple(one for one in sessions.ALL_LAYERS if one in (self.layers or sessions.DEFAULT_LAYERS))
        return sessions.Wanted(
            layers=chosen, issuer=self.issuer or None, document=self.document or None, doubts=self.doubts,
            sample=self.sample, seed=self.seed,
        )  # fmt: skip


@router.post("/review", dependencies=_changes)
def begin(request: Request, said: Annotated[Begun, Form()]) -> Response:
    """Opens a session of review and goes to its first record."""
    store: Store = request.app.state.store
    made = sessions.start(
        store,
        said.coder,
        _now(request),
        role="adjudicator" if said.role == "adjudicator" else "coder",
        wanted=said.wanted,
        same_as=_number(said.same_as) if said.same_as else None,
        also=_compared(request, store, said.left.strip(), said.right.strip(), said.comparisons),
    )
    request.session["review"] = made.key
    return RedirectResponse(f"/review/{made.key}", 303)


def _compared(request: Request, store: Store, left: str, right: str, most: int) -> tuple[Any, ...]:
    """The rows of the comparison of two documents, or of the newest `most` contacts. Raises InputError when only one
    document is named.
    """
    if bool(left) != bool(right):
        raise InputError("a comparison needs two documents", "Give the ids of both")
    if not left and not most:
        return ()
    visitor = request.client.host if request.client else ""
    with store.reads() as connection, request.app.state.reader.lent(visitor) as tools:
        if not left:
            return relations.queued(connection, tools, most)
        return relations.of(comparison([reading(connection, id) for id in (left, right)], tools))


@router.post("/review/take-up", dependencies=_changes)
def take_up(request: Request, session: Annotated[int, Form(ge=1, lt=2**31)]) -> Response:
    """Goes on with a session."""
    store: Store = request.app.state.store
    with store.reads() as connection:
        found = sessions.session(connection, session)
    request.session["review"] = found.key
    return RedirectResponse(f"/review/{found.key}", 303)


@router.post("/review/leave", dependencies=[Depends(guard.own_form)])
def leave(request: Request) -> Response:
    """Puts the session down."""
    request.session.pop("review", None)
    return RedirectResponse("/review", 303)


@shown(router, "/review/agreement", template="review_agreement.html.j2", rows=lambda page: page.rows)
def agreement(connection: Connection) -> data.Agreements:
    """How far each two coders agree, layer by layer: Cohen's kappa and Krippendorff's alpha."""
    return data.agreement(connection)


@router.get("/review/gold/{task}.jsonl", response_class=Response,
            responses={200: {"content": {"application/x-ndjson": {}}}})  # fmt: skip
def gold_data(request: Request, task: Annotated[str, Path(max_length=20)]) -> Response:
    """What people have decided, as gold data for `readouts evaluate`: attributions, contacts, dates, events,
    comparison.
    """
    if task not in KINDS:
        raise HTTPException(404, f"There is no gold data of {task}. There is: {', '.join(KINDS)}")
    store: Store = request.app.state.store
    with store.reads() as connection:
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in gold(connection, task)]
    headers = {"Content-Disposition": f'attachment; filename="{task}.jsonl"'}
    return Response("".join(lines), media_type="application/x-ndjson", headers=headers)


# -- a session -----------------------------------------------------------------------------------------------------


@shown(_own, "/review/{session}", template="review_item.html.j2", rows=lambda page: page.rows)
def record(
    connection: Connection,
    session: _Key,
    at: Annotated[int, Query(ge=0, le=10**6, description="Place in the queue; 0: the first not decided")] = 0,
    span: Annotated[str, Query(max_length=400, description="Words to be proposed: START-END,START-END")] = "",
) -> data.Review | data.Done:
    """One record of the queue, with its evidence in the text and what the engine says of it."""
    return data.review(connection, session, at, span)


@shown(_own, "/review/{session}/list", template="review_list.html.j2", rows=lambda page: page.rows)
def listed(
    connection: Connection,
    session: _Key,
    layer: Annotated[str, Query(max_length=20, description="Only records with that layer")] = "",
    show: Annotated[str, Query(pattern="^(open|decided|all)$")] = "open",
    start: Annotated[int, Query(ge=0, le=10**6)] = 0,
) -> data.Queue:
    """The queue as a list, to be decided many at a time."""
    return data.queue(connection, session, layer, show, start, MOST_LISTED)


@shown(_own, "/review/{session}/history", template="review_history.html.j2", rows=lambda page: page.rows)
def history(connection: Connection, session: _Key) -> data.History:
    """Every decision of the coder, the newest first; for an adjudicator those of all."""
    return data.history(connection, session, MOST_HISTORY)


class Decided(BaseModel):
    """The form of a decision. A field that it does not have, or leaves as "-", is not judged."""

    record: str = Field(max_length=200)
    kind: str = Field(max_length=20)
    verdict: str = Field(max_length=20)
    at: int = Field(0, ge=0, le=10**6)
    layers: str = Field("", max_length=200)
    note: str = Field("", max_length=4000)
    words: str | None = Field(None, max_length=4000)
    words_at: str = Field("", max_length=400)
    source: str | None = Field(None, max_length=4000)
    source_at: str = Field("", max_length=400)
    cue: str | None = Field(None, max_length=4000)
    cue_at: str = Field("", max_length=400)
    party: str = Field("-", max_length=200)  # "+": those who do it together
    account: str = Field("-", max_length=200)
    act: str = Field("", max_length=40)
    polarity: str = Field("", max_length=20)
    issues: list[str] | None = Field(None, max_length=40)
    kind_of: str = Field("", max_length=20)
    participants: list[str] | None = Field(None, max_length=80)
    day: str = Field("-", max_length=20)
    status: str = Field("", max_length=20)
    type: str = Field("", max_length=20)
    value: str = Field("", max_length=80)
    plover: str = Field("", max_length=40)
    actors: list[str] | None = Field(None, max_length=80)
    recipients: list[str] | None = Field(None, max_length=80)
    relation: str = Field("", max_length=20)
    counterpart: str = Field("", max_length=80)
    linked_to: str = Field("", max_length=80)

    def mend(self, text: str) -> Mend:
        """What the form changes; words are found in the text. Raises InputError when they are not there."""
        return Mend(
            spans=_quoted(self.words, text, self.words_at),
            source=_quoted(self.source, text, self.source_at),
            cue=_quoted(self.cue, text, self.cue_at),
            party=None if self.party in ("-", "+") else self.party,
            account=None if self.account == "-" else self.account,
            day=None if self.day == "-" else self.day.strip(),
            issues=_several(self.issues),
            participants=_several(self.participants),
            actors=_several(self.actors),
            recipients=_several(self.recipients),
            kind=self.kind_of or None,
            **{name: getattr(self, name) or None for name in _PLAIN},
        )


_PLAIN = ("act", "polarity", "status", "type", "value", "plover", "relation", "counterpart", "linked_to")


@_own.post("/review/{session}/decide", dependencies=_changes)
def decide(request: Request, session: _Key, said: Annotated[Decided, Form()]) -> Response:
    """Accepts, mends or rejects the record, and goes on to the next that is not decided."""
    store: Store = request.app.state.store
    kind, now = _kind(said.kind), _now(request)
    looked_at: Sequence[Layer] = tuple(one for one in sessions.ALL_LAYERS if one in said.layers.split())
    with store.reads() as connection:
        own = sessions.session(connection, session)
        text = deciding.text_of(connection, said.record, kind)
    match said.verdict:
        case "accept":
            deciding.accepted(store, own, [said.record], now, kind=kind, layers=looked_at, note=said.note)
        case "reject":
            deciding.rejected(store, own, [said.record], now, kind=kind, note=said.note)
        case "mend":
            mend = said.mend(text)
            deciding.mended_to(store, own, said.record, mend, now, kind=kind, layers=looked_at, note=said.note)
        case other:
            raise InputError(f"{other!r} is no decision", "Known are accept, mend, reject")
    return RedirectResponse(_next(store, session, said.at), 303)


class Missed(BaseModel):
    """The form of a claim or attribution that the engine has missed."""

    document: str = Field(max_length=500)
    at: int = Field(0, ge=0, le=10**6)
    words: str = Field(max_length=4000)
    act: str = Field("", max_length=40)  # "": it is an attribution
    party: str = Field("", max_length=200)
    issues: list[str] | None = Field(None, max_length=40)
    source: str = Field("", max_length=4000)
    cue: str = Field("", max_length=4000)
    note: str = Field("", max_length=4000)


@_own.post("/review/{session}/add", dependencies=_changes)
def add(request: Request, session: _Key, said: Annotated[Missed, Form()]) -> Response:
    """Adds a claim or attribution that the engine has missed in a document."""
    store: Store = request.app.state.store
    with store.reads() as connection:
        own = sessions.session(connection, session)
        text = reading(connection, said.document).document.text
        words = _quoted(said.words, text, "") or ()
        if said.act:
            record: Claim | Attribution = mending.new_claim(
                connection, text, words, said.act, said.party, _several(said.issues) or ()
            )
        else:
            record = mending.new_attribution(
                connection,
                text,
                words,
                _quoted(said.source, text, "") or (),
                _quoted(said.cue, text, "") or (),
                said.party,
            )
    deciding.added(store, own, said.document, record, _now(request), note=said.note)
    return RedirectResponse(f"/review/{session}/history", 303)


def _next(store: Store, session: int, at: int) -> str:
    """The address of the next record that is not decided; of the same one when all are."""
    with store.reads() as connection:
        queued = sessions.queue(connection, sessions.session(connection, session))
    after = [one.place for one in (*queued[at:], *queued[:at]) if one.decided is None]
    return f"/review/{session}?at={after[0] if after else max(at, 1)}"


@_own.post("/review/{session}/bulk", dependencies=_changes)
def bulk(request: Request, session: _Key, verdict: _Short, records: _Lines = None,
         back: Annotated[str, Form(max_length=200)] = "") -> Response:  # fmt: skip
    """Accepts or rejects all that are marked in the list; all or none."""
    store: Store = request.app.state.store
    if not records:
        raise InputError("no record is marked", "Mark some in the list")
    with store.reads() as connection:
        own = sessions.session(connection, session)
    by_kind: dict[ReviewKind, list[str]] = {}
    for one in records:
        kind, _, id = one.partition(":")
        by_kind.setdefault(_kind(kind), []).append(id)
    for of, ids in by_kind.items():
        if verdict == "accept":
            deciding.accepted(store, own, ids, _now(request), kind=of)
        else:
            deciding.rejected(store, own, ids, _now(request), kind=of)
    query = back if back.startswith("?") else ""
    return RedirectResponse(f"/review/{session}/list{query}", 303)


@_own.post("/review/{session}/undo", dependencies=_changes)
def undo(request: Request, session: _Key, decision: Annotated[int, Form(ge=1, lt=2**31)],
         at: Annotated[int, Form(ge=0, le=10**6)] = 0) -> Response:  # fmt: skip
    """Takes a decision back, by a new one."""
    store: Store = request.app.state.store
    with store.reads() as connection:
        own = sessions.session(connection, session)
    deciding.taken_back(store, own, decision, _now(request))
    return RedirectResponse(f"/review/{session}?at={at}" if at else f"/review/{session}/history", 303)


router.include_router(_own)


# -- what forms say ------------------------------------------------------------------------------------------------


def _now(request: Request) -> Any:
    return request.app.state.settings.clock()


def _kind(kind: str) -> ReviewKind:
    if kind not in (known := set(KINDS.values()) | {"claim", "link"}):
        raise InputError(f"{kind!r} is no kind of record", f"Known are {', '.join(sorted(known))}")
    return kind  # type: ignore[return-value]


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no session", "Give its number") from error


def _several(lines: list[str] | None) -> tuple[str, ...] | None:
    return None if lines is None else tuple(dict.fromkeys(line for line in lines if line))


def _quoted(quote: str | None, text: str, before: str) -> tuple[Span, ...] | None:
    """Where the quoted words stand, each stretch after the one before; None: the form has no such field.

    `before` says where they stood when the form was made: of the same words in two places the one there is meant.
    Raises InputError when they do not stand in the text.
    """
    if quote is None:
        return None
    meant = [deciding.span_of(one) for one in before.split(",")] if before else []
    parts = [part for part in quote.replace("...", "…").split("…") if part.strip()]
    if meant and [one.of(text).split() for one in meant] == [part.split() for part in parts]:
        return tuple(meant)
    found: list[Span] = []
    for place, part in enumerate(parts):
        after = found[-1].end if found else 0
        near = max(meant[place].start - 400, after) if place < len(meant) else after
        where = located(text, part, near) or located(text, part, after)
        if where is None:
            raise InputError(f"“{part.strip()}” does not stand in the text", "Copy the words as they stand there")
        found.append(where)
    return tuple(found)
