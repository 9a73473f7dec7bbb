"""Documents: the text with its marks, the bytes that it was made from, what changed between its versions."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Query, Request
from sqlalchemy import Connection
from starlette.responses import Response

from readouts.export import json as records
from readouts.store import raw
from readouts.web.pages import document as data
from readouts.web.render import shown

router = APIRouter(tags=["documents"])
# Ids come from the inputs and may hold a slash; what follows the id stands before it in the table of routes.
Id = Annotated[str, Path(max_length=600, description="The id of a document")]


@shown(router, "/d/{id:path}/difference", template="difference.html.j2", rows=lambda page: page.lines)
def difference(
    connection: Connection,
    id: Id,
    old: Annotated[str, Query(max_length=600, description="The id of the older one")] = "",
) -> data.Changed:
    """What changed in the wording from an older version of the document to this one."""
    return data.changed(connection, id, old)


@router.get("/d/{id:path}/original", response_class=Response)
def original(request: Request, id: Id) -> Response:
    """The bytes that the document was made from, to be saved: they are not ours, and never shown as a page."""
    store = request.app.state.store
    with store.reads() as connection:
        document = data.text(connection, id)
    body = raw.kept(store, document.raw) if document.raw else None
    if body is None:
        raise HTTPException(404, "The original of this document was not kept.")
    name = quote(f"{document.id[:80]}{_ending(body)}", safe="")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(body, media_type="application/octet-stream", headers=headers)


def _ending(body: bytes) -> str:
    """The usual ending of a file that begins so."""
    head = body[:1000].lstrip()
    if head.startswith(b"%PDF"):
        return ".pdf"
    if head[:15].lower().startswith((b"<!doctype", b"<html")):
        return ".html"
    return ".jsonl" if head.startswith(b"{") else ".txt"


@shown(router, "/d/{id:path}", template="document.html.j2", rows=lambda page: page.lines,
       record=lambda page: records.reading(page.reading))  # fmt: skip
def document(
    connection: Connection,
    id: Id,
    span: Annotated[str, Query(max_length=24, description="START-END in characters of the text: marked")] = "",
    layers: Annotated[list[str] | None, Query(description="parties, dates, attributions, claims; none")] = None,
) -> data.Shown:
    """The text with what was found in it. As JSON it is what `readouts read --format json` gives; as CSV its claims."""
    return data.shown(connection, id, span, data.LAYERS if layers is None else layers)
