"""What stands before every page: headers, size of bodies, names of the host, sign-in and forms that are ours.

A request that changes something carries the session's form token (CSRF): a hidden field, or the header that htmx sends.
"""

import hmac
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from secrets import token_urlsafe
from threading import Lock
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from readouts.web.settings import LOCAL, Settings

_MINUTE = 60.0
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_OPEN = ("/static/", "/sign-in")  # seen without signing in
_Next = Callable[[Request], Awaitable[Response]]


def guarded(app: FastAPI, settings: Settings) -> None:
    """Puts all guards before the app; the last added stands outermost."""
    app.add_middleware(BaseHTTPMiddleware, dispatch=_signed_in(settings))
    app.add_middleware(
        SessionMiddleware, secret_key=settings.secret, session_cookie="readouts", same_site="strict", max_age=None
    )
    if settings.is_local:
        # A page of somebody else's that has its own name point here (DNS rebinding) is turned away by its name.
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL, "[::1]", *settings.names])
    app.add_middleware(_Bounded, most=settings.most_body)
    app.add_middleware(BaseHTTPMiddleware, dispatch=_with_headers)


async def _with_headers(request: Request, go_on: _Next) -> Response:
    response = await go_on(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if not request.url.path.startswith("/static/"):
        response.headers.setdefault("Cache-Control", "no-store" if request.method != "GET" else "private, no-cache")
    return response


def _signed_in(settings: Settings) -> Callable[[Request, _Next], Awaitable[Response]]:
    """Lets nobody past without the password where one is set."""

    async def check(request: Request, go_on: _Next) -> Response:
        path = request.url.path
        if settings.key is None or path.startswith(_OPEN) or request.session.get("in"):
            return await go_on(request)
        if path.endswith((".json", ".csv")):
            return Response("sign in first", 401, media_type="text/plain")
        return RedirectResponse(f"/sign-in?to={quote(path)}", 303)

    return check


class _Bounded:
    """Refuses bodies over so many bytes, told in the header or not."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app, self.most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if not told.isdigit() or int(told) > self.most:
            await Response("too large", 413, media_type="text/plain")(scope, receive, send)
            return
        got = 0

        async def counted() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > self.most:
                raise HTTPException(413, "too large")
            return message

        await self.app(scope, counted, send)


# -- forms ---------------------------------------------------------------------------------------------------------


def token(request: Request) -> str:
    """The form token of the visitor's session; made when first asked for."""
    return str(request.session.setdefault("form", token_urlsafe(24)))


async def own_form(request: Request) -> None:
    """A dependency of every route that changes something. Raises 403 where the form is not of this session."""
    held = str(request.session.get("form", ""))
    given = request.headers.get("X-Form") or str((await request.form()).get("form", ""))
    if not (held and hmac.compare_digest(held.encode(), given.encode())):
        raise HTTPException(403, "This form is out of date. Load its page again, then send it once more.")


def writable(request: Request) -> None:
    """A dependency of every route that changes something. Raises 403 on a page that is for reading alone."""
    if request.app.state.settings.read_only:
        raise HTTPException(403, "This page is for reading alone.")


class Pace:
    """So many a minute for each visitor."""

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._most, self._clock = most, clock
        self._taken: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock = Lock()

    def take(self, visitor: str) -> None:
        """Counts one. Raises 429 with the seconds to wait when the minute is used up."""
        now = self._clock()
        with self._lock:
            taken = self._taken[visitor]
            while taken and taken[0] <= now - _MINUTE:
                taken.popleft()
            if len(taken) >= self._most:
                wait = int(_MINUTE - (now - taken[0])) + 1
                raise HTTPException(
                    429, f"Too many readings in a minute; try again in {wait} s.", headers={"Retry-After": str(wait)}
                )
            taken.append(now)


def pace_of(request: Request) -> Pace:
    """The pace at which passwords may be tried, by all visitors together."""
    pace: Pace = request.app.state.password_pace
    return pace
