"""Comparisons: the page, and files to send."""

from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from readouts.errors import ContactsDiffer
from readouts.export import html, markdown
from readouts.export import json as records
from readouts.records import Comparison
from readouts.store import comparisons
from readouts.web import guard, handed, render
from readouts.web.pages import comparison as data
from readouts.web.pages import document
from readouts.web.render import shown
from readouts.web.routes.inbox import desk

router = APIRouter(tags=["comparisons"])
Id = Annotated[str, Path(max_length=40, description="The id of a comparison")]
Relation = Annotated[Literal["", "both", "framing", "conflict", "only-left", "only-right"], Query()]


@shown(router, "/c/{id}", template="compared.html.j2", rows=lambda page: page.lines,
       record=lambda page: records.comparison(page.comparison))  # fmt: skip
def comparison(
    connection: Connection,
    id: Id,
    by: Annotated[Literal["order", "verdict"], Query(description="In order, or grouped by verdict")] = "order",
    relation: Relation = "",
    issue: Annotated[str, Query(max_length=80, description="An issue of the lexicon")] = "",
    claim: Annotated[str, Query(max_length=40, description="The id of a claim: its evidence is opened")] = "",
) -> data.Compared:
    """Two accounts side by side. As JSON it is what `readouts compare --format json` gives; as CSV a line each row."""
    return data.compared(connection, id, data.Asked(by=by, relation=relation, issue=issue, claim=claim))


@router.get("/c", response_class=HTMLResponse)
def pair(request: Request, left: Annotated[str, Query(max_length=600, description="The id of a document")],
         right: Annotated[str, Query(max_length=600, description="The id of another")]) -> Response:  # fmt: skip
    """Goes to the comparison of two documents of the database; where there is none yet, a page that offers it."""
    with request.app.state.store.reads() as connection:
        texts = [document.text(connection, id) for id in (left, right)]
        made = comparisons.there(connection, [(left, right), (right, left)])
    if made:
        return RedirectResponse(f"/c/{made}", 303)
    return render.html(request, "pair.html.j2", texts=texts)


@router.get("/c/{id}/file.html", response_class=Response, responses={200: {"content": {"text/html": {}}}})
def as_html(request: Request, id: Id) -> Response:
    """The comparison as one file that stands alone: no script, nothing fetched, evidence under every claim."""
    return _file(request, id, html.comparison, "text/html", "html")


@router.get("/c/{id}/file.md", response_class=Response, responses={200: {"content": {"text/markdown": {}}}})
def as_markdown(request: Request, id: Id) -> Response:
    """The comparison as Markdown, for mail, wikis and notebooks."""
    return _file(request, id, markdown.comparison, "text/markdown", "md")


def _file(request: Request, id: str, write: Callable[[Comparison], str], media: str, ending: str) -> Response:
    with request.app.state.store.reads() as connection:
        kept = data.kept(connection, id)
    headers = {
        "Content-Disposition": f'attachment; filename="readouts-{kept.id}.{ending}"',
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    }
    return Response(write(kept.comparison), media_type=f"{media}; charset=utf-8", headers=headers)


@router.post("/c/{id}/again", dependencies=[Depends(guard.own_form), Depends(guard.writable)])
def again(request: Request, id: Id) -> Response:
    """Compares the documents anew, each in its newest version, and goes to that comparison."""
    with request.app.state.store.reads() as connection:
        kept = comparisons.kept(connection, id)
    try:
        made = handed.stored(kept.newest, desk(request), anyway=kept.anyway)
    except ContactsDiffer:  # a newer version tells of another contact: the page says so
        made = handed.stored(kept.newest, desk(request), anyway=True)
    return RedirectResponse(f"/c/{made}", 303)
