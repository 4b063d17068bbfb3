"""Who may come in: hosts, headers, sessions and keys, and what each route wants of whoever asks."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from praetorium.accounts import Accounts, Identity, Permission
from praetorium.web.limits import Limit

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_BODY = 120_000_000
"""Bytes of a request's body, files included."""


@dataclass
class Guard:
    """The entrance of one page: its accounts, its limits, how it is reached."""

    accounts: Accounts
    port: int
    hosts: frozenset[str]
    """Names under which it may be asked; empty: any."""
    secure: bool = False
    """Whether it is reached over https alone."""

    def __post_init__(self) -> None:
        self.signing_in = Limit(rate=1 / 12, burst=5)
        self.calls = Limit(rate=50, burst=400)
        self.asking = Limit(rate=0.5, burst=30)

    @property
    def cookie(self) -> str:
        """Named after the port: cookies of one host are shared by all of its ports."""
        return f"{'__Host-' if self.secure else ''}praetorium_{self.port}"

    def known(self, connection: HTTPConnection) -> Identity | None:
        """Who asks, by key or by session; None when that is not known."""
        key = connection.headers.get("x-api-key") or _bearer(connection.headers.get("authorization", ""))
        if key:
            return self.accounts.by_key(key)
        token = connection.cookies.get(self.cookie)
        return self.accounts.by_session(token) if token else None

    def own(self, connection: HTTPConnection) -> bool:
        """Whether a browser says that the call comes from this very page."""
        origin = connection.headers.get("origin")
        if origin is None:
            return connection.headers.get("sec-fetch-site", "same-origin") == "same-origin"
        return urlsplit(origin).netloc == connection.headers.get("host")

    def open_session(self, response: Response, token: str) -> None:
        response.set_cookie(self.cookie, token, httponly=True, samesite="lax", secure=self.secure, path="/")


@dataclass(frozen=True)
class Needs:
    """What a route wants: one permission. Every route has exactly one of these, or is one of the few open ones."""

    permission: Permission

    async def __call__(self, request: Request) -> Identity:
        """Who asks. Raises 401, 403 or 429."""
        guard: Guard = request.app.state.guard
        who = await run_in_threadpool(guard.known, request)
        wait = guard.calls.take(who.name if who else address(request))
        if wait:
            raise HTTPException(429, "too many calls", {"Retry-After": str(int(wait) + 1)})
        if who is None:
            raise HTTPException(401, "sign in, or send a key as X-API-Key", {"WWW-Authenticate": "Bearer"})
        if who.way == "session" and request.method not in _SAFE:
            await _prove(guard, request, who)
        if not who.may(self.permission):
            raise HTTPException(
                403, f"the role {who.role} may not do this; it takes the permission '{self.permission}'"
            )
        request.state.who = who
        return who


async def _prove(guard: Guard, request: Request, who: Identity) -> None:
    """A change made in a session comes from this page: by its origin, and by the proof it carries along."""
    given = request.headers.get("x-csrf-token", "")
    kind = request.headers.get("content-type", "")
    if not given and kind.startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
        given = str((await request.form()).get("csrf", ""))
    if not guard.own(request) or not hmac.compare_digest(given.encode(), who.proof.encode()):
        raise HTTPException(403, "this did not come from the page itself; load it anew and try again")


def address(request: HTTPConnection) -> str:
    """Where a call comes from, for limits."""
    return request.client.host if request.client else "unknown"


LOOK, ASK, DECIDE, OPERATE = (Needs(p) for p in Permission)
Looking = Annotated[Identity, Depends(LOOK)]
Asking = Annotated[Identity, Depends(ASK)]
Deciding = Annotated[Identity, Depends(DECIDE)]
Operating = Annotated[Identity, Depends(OPERATE)]


class Walls:
    """Around everything: refuses foreign host names and bodies that are too large, adds headers that protect."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self._app, self._guard = app, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        host = _host(headers.get(b"host", b"").decode("latin-1"))
        if self._guard.hosts and host not in self._guard.hosts:
            if scope["type"] == "http":
                await PlainTextResponse("this page is not known under that name\n", 421)(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        if int(headers.get(b"content-length", b"0") or 0) > MOST_BODY:
            await PlainTextResponse("too large\n", 413)(scope, receive, send)
            return
        await self._app(scope, _measured(receive), self._protected(send))

    def _protected(self, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _ in message["headers"]}
                told = dict(_HEADERS)
                if self._guard.secure:
                    told["strict-transport-security"] = "max-age=31536000"
                if b"cache-control" not in present:
                    told["cache-control"] = "no-store"
                message["headers"] = [
                    *message["headers"],
                    *((n.encode(), v.encode()) for n, v in told.items() if n.encode() not in present),
                ]
            await send(message)

        return sent


def _measured(receive: Receive) -> Receive:
    """The same, that ends a body without a declared length when it has become too large."""
    seen = 0

    async def received() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > MOST_BODY else message

    return received


def _host(value: str) -> str:
    try:
        return urlsplit(f"//{value}").hostname or ""
    except ValueError:
        return ""


def _bearer(value: str) -> str:
    scheme, _, token = value.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def permission_of(route: Any) -> Permission | None:
    """The permission that a route wants; None when it is open. Raises RuntimeError when it wants several."""
    found = {d.call.permission for d in _dependants(route.dependant) if isinstance(d.call, Needs)}
    if len(found) > 1:
        raise RuntimeError(f"{route.path} wants several permissions: {sorted(found)}")
    return next(iter(found), None)


def _dependants(dependant: Any) -> list[Any]:
    return [dependant, *(d for inner in dependant.dependencies for d in _dependants(inner))]
