"""Page data as HTML, JSON or CSV.

A page function takes a connection and its parameters and gives page data: a frozen record. `shown` puts it at three
addresses: the page, and the same with .json and .csv at the end.
"""

import inspect
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from readouts import __version__
from readouts.export import answers, wording
from readouts.export import formulas as formula_words
from readouts.export import json as plain
from readouts.export.marks import Mark, marked
from readouts.lexicon.tables import rows as rows_of
from readouts.store.database import Store
from readouts.text import Span
from readouts.web import guard
from readouts.web.drawing import strip
from readouts.web.drawing import timeline as timeline_picture
from readouts.web.pages import issues, matrix, timeline

_Page = TypeVar("_Page", bound=Callable[..., Any])
_INDEX = "/index"  # what "/" is called with an ending


def shown(
    router: APIRouter,
    path: str,
    *,
    template: str,
    rows: Callable[[Any], Sequence[Any]],
    record: Callable[[Any], dict[str, Any]] = plain.record,
) -> Callable[[_Page], _Page]:
    """Registers a page function `(connection, ...) -> page data` at `path`, `path`.json and `path`.csv.

    `rows` gives the records that the page is a list of: they are the CSV. `record` makes the page data JSON.
    """

    def register(make: _Page) -> _Page:
        add = router.add_api_route
        stem = _INDEX if path == "/" else path
        add(
            stem + ".json",
            _endpoint(make, lambda _, page: JSONResponse(record(page))),
            name=make.__name__ + "_json",
            response_class=JSONResponse,
        )
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
        "citation": f"Readouts {__version__}, {request.url}, seen on {settings.clock():%Y-%m-%d}.",
        "json_address": f"{stem}.json{query}",
        "csv_address": f"{stem}.csv{query}",
        "may_change": not settings.read_only,
        "told": request.session.pop("told", ""),  # of what a form did just now
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
    made.globals.update(sign=wording.SIGN, verdict=wording.VERDICT, counted=wording.counted, zip=zip)
    made.globals.update(_FOR_PAGES, issue_labels=_issue_labels(), act_names=[row["act"] for row in rows_of("acts")])
    made.filters.update(
        quoted=wording.quoted, inline=wording.inline, day=wording.day, segment=_segment, without=_without
    )
    return made


def _segment(id: str) -> str:
    """The id as one segment of an address, whatever signs it has."""
    return quote(id, safe="")


def _without(reason: str, origin: str) -> str:
    """The reason without the name of the input at its head, which stands beside it already."""
    return wording.sentence(reason.removeprefix(origin).lstrip(" :"))


def _issue_labels() -> list[tuple[str, str]]:
    """Id and label of each issue of the lexicon, by label."""
    return sorted(((row["id"], row["label"]) for row in rows_of("issues")), key=lambda pair: pair[1])


def link(path: str, values: Any = None, **changed: Any) -> str:
    """The address with these parameters; empty ones are left out. `values` is a record whose fields are parameters."""
    given = {name: getattr(values, name) for name in getattr(values, "__dataclass_fields__", ())} | changed
    kept = {name: value for name, value in given.items() if value not in ("", None, ())}
    return f"{path}?{urlencode(kept)}" if kept else path


def words_marked(words: str, marks: Sequence[Span]) -> Markup:
    """The words with these spans of them marked."""
    return marked(words, Span(0, len(words)), (Mark(span=span, classes="words") for span in marks))


_FOR_PAGES = {
    "link": link,
    "words_marked": words_marked,
    "issue_label": wording.issue,
    "days": wording.days,
    "listed": wording.listed,
    "contact_kind": wording.contact_kind,
    "sentence": wording.sentence,
    "timeline_picture": timeline_picture.drawn,
    "timeline_address": timeline.address,
    "shapes": timeline_picture.SHAPES,
    "strip": strip,
    "density": matrix.density,
    "layers": issues.LAYERS,
    "formula_history": formula_words.history,
    "natures": formula_words.NATURE,
}
