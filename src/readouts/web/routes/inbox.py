"""The inbox, and the forms on it: compare two texts, add files and addresses."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, HTTPException, Query, Request, UploadFile
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from readouts.errors import ContactsDiffer, InputError, ReadoutsError, StoreError
from readouts.ingest.made import Loaded
from readouts.store import failures
from readouts.web import guard, handed, render
from readouts.web.handed import Desk, Faults, Field, Handed, Upload
from readouts.web.pages import inbox as data
from readouts.web.reading import examples
from readouts.web.render import shown

router = APIRouter(tags=["inbox"])
MOST_ROWS = 25  # of the list of documents: the first page stays under 100 kB with all that it needs
_STATE = {"added": "added", "known": "there already", "superseded": "added as a newer version", "failed": "failed"}
_CHANGES = [Depends(guard.own_form), Depends(guard.writable)]
_TEXT = Form(max_length=4_000_000)
_LINE = Form(max_length=500)


@shown(router, "/", template="inbox.html.j2", rows=lambda page: page.rows)
def inbox(connection: Connection, before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None) -> data.Inbox:
    """What came in, the newest first, and what failed; `before` is the key of a document, and shows older ones."""
    return data.inbox(connection, before, MOST_ROWS)


@router.get("/example", include_in_schema=False)
def example(request: Request) -> Response:
    """The first page with the two bundled example texts in its form."""
    first, second = map(_field, examples())
    return _page(request, typed=Handed(first=first, second=second), example=True)


def _field(loaded: Loaded) -> Field:
    own = loaded.document
    return Field(text=own.text, publisher=own.publisher or "", published=str(own.published or ""))


@router.post("/compare", dependencies=_CHANGES)
def compare(request: Request, first: Annotated[str, _TEXT] = "", second: Annotated[str, _TEXT] = "",
            first_publisher: Annotated[str, _LINE] = "", first_published: Annotated[str, _LINE] = "",
            second_publisher: Annotated[str, _LINE] = "", second_published: Annotated[str, _LINE] = "",
            anyway: Annotated[str, _LINE] = "") -> Response:  # fmt: skip
    """Reads two texts or addresses, or one article that quotes both sides, and goes to their comparison.

    What is wrong is told beside its field, on the same page, with all that was typed.
    """
    typed = Handed(
        first=Field(text=first, publisher=first_publisher, published=first_published),
        second=Field(text=second, publisher=second_publisher, published=second_published),
    )
    try:
        done = handed.compared(typed, desk(request), anyway=bool(anyway))
    except HTTPException as error:
        return _page(request, error.status_code, typed=typed, faults={"form": ReadoutsError(str(error.detail))})
    if isinstance(done, str):
        return RedirectResponse(f"/c/{done}", 303)
    return _page(request, 422, typed=typed, faults=done)


@router.post("/compare/stored", dependencies=_CHANGES)
def compare_stored(request: Request, first: Annotated[str, _LINE], second: Annotated[str, _LINE] = "",
                   anyway: Annotated[str, _LINE] = "") -> Response:  # fmt: skip
    """Compares two documents of the database, or one that quotes both sides, by their ids."""
    ids = [id for id in (first, second) if id]
    try:
        return RedirectResponse(f"/c/{handed.stored(ids, desk(request), anyway=bool(anyway))}", 303)
    except StoreError:
        raise
    except ReadoutsError as error:
        return render.html(request, "not_compared.html.j2", status=422, ids=ids, error=error, may=_may(error))


@router.post("/add", dependencies=_CHANGES)
def add(request: Request, upload: Annotated[list[UploadFile] | None, File()] = None,
        addresses: Annotated[str, _TEXT] = "", publisher: Annotated[str, _LINE] = "",
        published: Annotated[str, _LINE] = "") -> Response:  # fmt: skip
    """Adds files (.txt .md .html .pdf .jsonl) and what is at the addresses, one a line, to the database."""
    uploads = [file for file in upload or () if file.filename]
    lines = addresses.split()
    if len(uploads) + len(lines) > handed.MOST_FILES:
        raise InputError(f"that is more than {handed.MOST_FILES} at once", "Use the command: readouts add INPUT...")
    if not uploads and not lines:
        raise InputError("neither a file nor an address was given", "Choose a file, or write an address")
    sent = [Upload(name=str(file.filename), body=file.file.read()) for file in uploads]
    done = handed.added(lines, sent, Field(publisher=publisher, published=published), desk(request))
    states = [one.state for one in done]
    request.session["told"] = ", ".join(f"{states.count(one)} {_STATE[one]}" for one in dict.fromkeys(states))
    return RedirectResponse("/#came" if set(states) - {"failed"} else "/#failed", 303)


@router.post("/failures/clear", dependencies=_CHANGES)
def clear(request: Request, origin: Annotated[str, _TEXT]) -> Response:
    """Takes a failure off the list: nobody wants that input any more."""
    with request.app.state.store.writes() as connection:
        failures.clear(connection, [origin])
    return RedirectResponse("/#failed", 303)


def desk(request: Request) -> Desk:
    """What takes this visitor's texts."""
    state = request.app.state
    visitor = request.client.host if request.client else "nobody"
    return Desk(store=state.store, reader=state.reader, visitor=visitor, clock=state.settings.clock,
                allow_private=state.settings.allow_private)  # fmt: skip


def _page(request: Request, status: int = 200, *, typed: Handed, faults: Faults | None = None,
          example: bool = False) -> Response:  # fmt: skip
    """The inbox with the form as the visitor filled it in."""
    with request.app.state.store.reads() as connection:
        page = data.inbox(connection, None, MOST_ROWS)
    told = dict(_told(faults or {}))
    may = bool(faults) and all(map(_may, (faults or {}).values()))
    values: dict[str, Any] = {
        "typed": handed.trimmed(typed), "faults": told, "may_anyway": may, "example": example,
        "path": "/", "json_address": "/index.json", "csv_address": "/index.csv",
    }  # fmt: skip
    return render.html(request, "inbox.html.j2", status=status, page=page, **values)


def _told(faults: Faults) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each fault in words. A remedy that names an option of the command stands on the page as a button."""
    for name, error in faults.items():
        remedy = "" if "--" in error.remedy else error.remedy
        yield name, {"message": str(error.args[0]), "remedy": remedy}


def _may(error: ReadoutsError) -> bool:
    """Whether the visitor may go on all the same."""
    return isinstance(error, ContactsDiffer) or "--anyway" in error.remedy
