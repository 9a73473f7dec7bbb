"""One contact, and putting its mentions together or apart by hand."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from readouts import corpus
from readouts.web import guard
from readouts.web.pages import contact as data
from readouts.web.render import shown

router = APIRouter(tags=["contacts"])
Id = Annotated[str, Path(max_length=64, description="A contact's id, or that of any mention of it")]


@shown(router, "/contact/{id}", template="contact.html.j2", rows=lambda page: page.tellings)
def contact(connection: Connection, id: Id) -> data.ContactPage:
    """One contact: who, when, where; each text that tells of it; the contacts before and after."""
    return data.contact(connection, id)


_CHANGES = [Depends(guard.own_form), Depends(guard.writable)]


@router.post("/contact/{id}/merge", dependencies=_CHANGES, status_code=303, response_class=RedirectResponse)
def merge(request: Request, id: Id, other: Annotated[str, Form(max_length=64)]) -> Response:
    """Takes this contact and the other for one, with all mentions that are linked to them."""
    store = request.app.state.store
    with store.reads() as connection:
        one, two = (data.standing(connection, given.strip())[1] for given in (id, other))
    corpus.merged(store, one, two)
    return _to(request, one)


@router.post("/contact/{id}/split", dependencies=_CHANGES, status_code=303, response_class=RedirectResponse)
def split(request: Request, id: Id, mention: Annotated[str, Form(max_length=64)]) -> Response:
    """Sets one mention apart from this contact; answers with the contact that the mention is then of."""
    corpus.split(request.app.state.store, mention)
    return _to(request, mention)


def _to(request: Request, id: str) -> Response:
    with request.app.state.store.reads() as connection:
        return RedirectResponse(f"/contact/{data.standing(connection, id)[1]}", 303)
