"""Signing in with the one password, where one is set."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from readouts.web import guard, password, render

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def page(request: Request, to: Annotated[str, Query(max_length=500)] = "/") -> Response:
    """The form; `to` is where the visitor wanted to go."""
    return render.html(request, "sign_in.html.j2", to=_here(to), wrong=False)


@router.post("/sign-in", dependencies=[Depends(guard.own_form)])
def sign_in(request: Request, given: Annotated[str, Form(alias="password", max_length=500)],
            to: Annotated[str, Form(max_length=500)] = "/") -> Response:  # fmt: skip
    """Goes on where the visitor wanted to go; with a wrong password, the form again."""
    guard.pace_of(request).take("sign-in")
    if not password.fits(request.app.state.settings.key, given):
        return render.html(request, "sign_in.html.j2", status=403, to=_here(to), wrong=True)
    request.session.clear()
    request.session["in"] = True
    return RedirectResponse(_here(to), 303)


@router.post("/sign-out", dependencies=[Depends(guard.own_form)])
def sign_out(request: Request) -> Response:
    request.session.clear()
    return RedirectResponse("/sign-in", 303)


def _here(to: str) -> str:
    """An address on this page; any other becomes the first page."""
    return to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/"
