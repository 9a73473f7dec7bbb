"""The application: routes, guards and errors joined over one database."""

from http import HTTPStatus
from importlib.resources import as_file, files
from time import monotonic

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from readouts import __version__
from readouts.errors import InputError, ReadoutsError, StoreError
from readouts.pipeline import Tools
from readouts.store.database import Store
from readouts.web import guard, render
from readouts.web.reading import Reader
from readouts.web.routes import (
    alerts,
    calendar,
    comparison,
    contact,
    contacts,
    document,
    inbox,
    matrix,
    parties,
    review,
    search,
    sign_in,
    wording,
)
from readouts.web.settings import Settings

MOST_TRIES = 10  # of the password, in a minute, by all visitors together
_ROUTERS = (
    inbox.router,
    comparison.router,
    document.router,
    contacts.router,
    contact.router,
    parties.router,
    calendar.router,
    matrix.router,
    wording.router,
    search.router,
    alerts.router,
    review.router,
    sign_in.router,
)


def app(store: Store, settings: Settings, tools: Tools) -> FastAPI:
    """The application over an open database; it does not close it. `tools` read what visitors hand in."""
    made = FastAPI(
        title="Readouts",
        version=__version__,
        summary="What governments say about the same conversation, and where their accounts part",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    made.state.store, made.state.settings = store, settings
    made.state.reader = Reader(tools, settings)
    made.state.lexicon = lambda: tools.lexicon
    made.state.password_pace = guard.Pace(MOST_TRIES, monotonic)
    for router in _ROUTERS:
        made.include_router(router)
    made.mount("/static", _static(), name="static")
    made.add_exception_handler(ReadoutsError, _ours)
    made.add_exception_handler(StarletteHTTPException, _refused)
    made.add_exception_handler(RequestValidationError, _malformed)
    guard.guarded(made, settings)
    return made


def _static() -> ASGIApp:
    """Style, script and icon, packed on their way: there is nothing secret in them that its length could give away."""
    with as_file(files("readouts.web").joinpath("static")) as folder:
        routes = [Route("/readouts.css", _paper_and_ink), Mount("/", StaticFiles(directory=folder))]
    return GZipMiddleware(Router(routes), minimum_size=500)


def _paper_and_ink(_: Request) -> Response:
    """The style that the pages share with the files that are sent: it lies beside their templates."""
    return Response(files("readouts.export").joinpath("templates/readouts.css").read_bytes(), media_type="text/css")


# -- errors --------------------------------------------------------------------------------------------------------


def _ours(request: Request, error: Exception) -> Response:
    """A slip of the caller is 400, what is not there 404."""
    assert isinstance(error, ReadoutsError)
    status = {StoreError: 404, InputError: 400}.get(type(error), 422)
    return _told(request, status, Exception.__str__(error), error.remedy)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, StarletteHTTPException | HTTPException)
    return _told(request, error.status_code, str(error.detail), "", dict(error.headers or {}))


def _malformed(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(map(str, first["loc"][1:]))
    return _told(request, 422, f"{where}: {first['msg']}", "")


def _told(request: Request, status: int, message: str, remedy: str, headers: dict[str, str] | None = None) -> Response:
    """The fault as a page, or as JSON where JSON or CSV was asked for."""
    if request.url.path.endswith((".json", ".csv")):
        return JSONResponse({"error": message, "remedy": remedy}, status, headers)
    title = HTTPStatus(status).phrase
    answer = render.html(request, "error.html.j2", status=status, title=title, message=message, remedy=remedy)
    answer.headers.update(headers or {})
    return answer
