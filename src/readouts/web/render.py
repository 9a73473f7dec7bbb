"""Page data as HTML, JSON or CSV.

A page function takes a connection and its parameters and gives page data: a frozen record. `shown` puts it at three
addresses: the page, and the same with .json and .csv at the end.
"""

import inspect
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from readouts.export import answers, wording
from readouts.export import json as plain
from readouts.store.database import Store
from readouts.web import guard

_Page = TypeVar("_Page", bound=Callable[..., Any])
_INDEX = "/index"  # what "/" is called with an ending


def shown(
    router: APIRouter, path: str, *, template: str, rows: Callable[[Any], Sequence[Any]]
) -> Callable[[_Page], _Page]:
    """Registers a page function `(connection, ...) -> page data` at `path`, `path`.json and `path`.csv.

    `rows` gives the records that the page is a list of: they are the CSV.
    """

    def register(make: _Page) -> _Page:
        add = router.add_api_route
        stem = _INDEX if path == "/" else path
        add(stem + ".json", _endpoint(make, _as_json), name=make.__name__ + "_json", response_class=JSONResponse)
        add(stem + ".csv", _endpoint(make, lambda _, page: _as_csv(rows(page))), name=make.__name__ + "_csv",
            response_class=Response, responses={200: {"content": {"text/csv": {}}}})  # fmt: skip
        add(path, _endpoint(make, lambda request, page: html(request, template, page=page)), name=make.__name__,
            response_class=HTMLResponse)  # fmt: skip
        return make

    return register


def _endpoint(make: Callable[..., Any], answer: Callable[[Request, Any], Response]) -> Callable[..., Response]:
    """The page function as FastAPI wants it: the connection out of its parameters, the request in."""

    def endpoint(request: Request, **asked: Any) -> Response:
        store: Store = request.app.state.store
        with store.reads() as connection:
            page = make(connection, **asked)
        return answer(request, page)

    told = inspect.signature(make, eval_str=True)
    request = inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    own = [p.replace(kind=p.KEYWORD_ONLY) for p in list(told.parameters.values())[1:]]
    endpoint.__signature__ = told.replace(parameters=[request, *own], return_annotation=Any)  # type: ignore[attr-defined]
    endpoint.__doc__ = make.__doc__
    return endpoint


def _as_json(_: Request, page: Any) -> Response:
    return JSONResponse(plain.record(page))


def _as_csv(rows: Sequence[Any]) -> Response:
    return Response(answers.csv(rows), media_type="text/csv; charset=utf-8")


# -- HTML ----------------------------------------------------------------------------------------------------------


def html(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template filled. Every page has the request's form token, its own address and whether it may change things."""
    settings = request.app.state.settings
    query = f"?{request.url.query}" if request.url.query else ""
    stem = _INDEX if request.url.path == "/" else request.url.path.rstrip("/")
    common = {
        "form_token": guard.token(request),
        "path": request.url.path,
        "json_address": f"{stem}.json{query}",
        "csv_address": f"{stem}.csv{query}",
        "may_change": not settings.read_only,
        "signed_in": settings.key is not None and bool(request.session.get("in")),
    }
    return HTMLResponse(environment().get_template(template).render({**common, **values}), status)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Everything is escaped but what `export.marks` and `drawing` make."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("readouts.web"), PackageLoader("readouts.export")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(sign=wording.SIGN, verdict=wording.VERDICT, counted=wording.counted)
    made.filters.update(quoted=wording.quoted, inline=wording.inline, day=wording.day)
    return made
