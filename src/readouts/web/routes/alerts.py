"""Alerts, their feed, the forms that save and remove questions; and what came in."""

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from readouts.errors import InputError
from readouts.export.atom import feed
from readouts.store import alerts as ask
from readouts.store import saved
from readouts.web import guard
from readouts.web.pages import alerts as data
from readouts.web.pages import runs as run_data
from readouts.web.render import shown

router = APIRouter(tags=["alerts"])
MOST_BYTES = 200_000  # of a file of questions
_CHANGES = [Depends(guard.own_form), Depends(guard.writable)]
_Name = Annotated[str, Query(max_length=200, description="The name of one saved question")]


@shown(router, "/alerts", template="alerts.html.j2", rows=lambda page: page.rows)
def alerts(connection: Connection, question: _Name = "") -> data.AlertsPage:
    """What the documents answer to the saved questions."""
    return data.alerts(connection, question)


@router.get("/alerts.atom", response_class=Response, responses={200: {"content": {"application/atom+xml": {}}}})
def atom(request: Request, question: _Name = "") -> Response:
    """The answers to all questions, or to one, as a feed."""
    with request.app.state.store.reads() as connection:
        page = data.alerts(connection, question)
    body = feed(page.rows, f"Readouts: {question}" if question else "Readouts alerts")
    return Response(body, media_type="application/atom+xml; charset=utf-8")


@router.get("/alerts.toml", response_class=Response, responses={200: {"content": {"application/toml": {}}}})
def toml(request: Request) -> Response:
    """The saved questions as a file that `readouts alerts` takes."""
    with request.app.state.store.reads() as connection:
        body = data.toml(saved.saved(connection))
    return Response(body, media_type="application/toml; charset=utf-8")


@router.post("/alerts", dependencies=_CHANGES, status_code=303, response_class=RedirectResponse)
def add(request: Request, name: Annotated[str, Form(max_length=200)], kind: Annotated[str, Form(max_length=20)],
        party: Annotated[str, Form(max_length=200)] = "", issue: Annotated[str, Form(max_length=80)] = "",
        act: Annotated[str, Form(max_length=40)] = "", formula: Annotated[str, Form(max_length=300)] = "",
        ) -> Response:  # fmt: skip
    """Saves a question."""
    given = {"name": name, "kind": kind, "party": party, "issue": issue, "act": act, "formula": formula}
    row = {field: value.strip() for field, value in given.items() if value.strip()}
    _save(request, [ask.question(row, "the form")])
    return RedirectResponse("/alerts", 303)


@router.post("/alerts/file", dependencies=_CHANGES, status_code=303, response_class=RedirectResponse)
def add_file(request: Request, file: Annotated[UploadFile, File()]) -> Response:
    """Saves the questions of a TOML file, as `readouts alerts` takes it."""
    body = file.file.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise InputError(f"{file.filename} has more than {MOST_BYTES:,} bytes", "A file of questions is small")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{file.filename} is not UTF-8", "Save it as UTF-8") from error
    _save(request, ask.questions(text, file.filename or "the file"))
    return RedirectResponse("/alerts", 303)


@router.post("/alerts/remove", dependencies=_CHANGES, status_code=303, response_class=RedirectResponse)
def remove(request: Request, name: Annotated[str, Form(max_length=200)]) -> Response:
    """Removes a saved question."""
    with request.app.state.store.writes() as connection:
        saved.forget(connection, name)
    return RedirectResponse("/alerts", 303)


def _save(request: Request, questions: "list[ask.Question] | tuple[ask.Question, ...]") -> None:
    with request.app.state.store.writes() as connection:
        saved.save(connection, questions, request.app.state.settings.clock())


@shown(router, "/runs", template="runs.html.j2", rows=lambda page: [day.run for day in page.days])
def runs(connection: Connection) -> run_data.RunsPage:
    """What came into the database, day by day."""
    return run_data.runs(connection)
