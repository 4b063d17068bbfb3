"""The page's application: routes by what they show, each in a module of its own, behind one guard."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from praetorium import __version__, loopback
from praetorium.accounts import Accounts
from praetorium.house import House
from praetorium.web import hooks, metrics, problems
from praetorium.web.api import approvals as api_approvals
from praetorium.web.api import assets as api_assets
from praetorium.web.api import operations as api_operations
from praetorium.web.api import requests as api_requests
from praetorium.web.live import socket
from praetorium.web.live.tail import Tail
from praetorium.web.pages import approvals, apps, assets, channels, entering, linked, overview, requests
from praetorium.web.rendering import STATIC, Pages, static_path
from praetorium.web.scripts import joined
from praetorium.web.security import Guard, Walls, permission_of

SCRIPT = "page.js"
PARTS = (
    *(requests, approvals, assets, apps, overview, channels, entering, linked),
    *(api_requests, api_approvals, api_assets, api_operations, metrics, hooks, socket),
)
OPEN = frozenset({"/health", "/enter/{token}", "/sign-in", "/answer/{token}", "/hooks/{name}", "/openapi.json"})
"""Routes that want no permission, but a link, a key or a signature of their own; every other wants exactly one."""


def create_app(house: House, *, host: str = "127.0.0.1", port: int = 4300, address: str | None = None) -> FastAPI:
    """The application over one installation.

    ``host``: where it listens. ``address``: the URL under which people reach it, where that is another one.
    Raises RuntimeError when a route was added that wants no permission.
    """
    tail = Tail(house.catalogue)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        yield
        tail.end()

    app = FastAPI(
        title="Praetorium",
        version=__version__,
        description="All that the page does, for programs. Send a key as `X-API-Key` or as a bearer token.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=life,
    )
    named = urlsplit(address) if address else None
    hosts = frozenset({*loopback.HOSTS, *([named.hostname] if named and named.hostname else [])})
    guard = Guard(
        accounts=Accounts(house.catalogue),
        port=port,
        hosts=hosts if host in loopback.HOSTS or named else frozenset(),
        secure=bool(named and named.scheme == "https"),
    )
    app.state.house, app.state.guard, app.state.tail, app.state.pages = house, guard, tail, Pages(house)
    app.state.new_link = _nothing
    app.state.supervisor = None
    problems.install(app)
    for part in PARTS:
        app.include_router(part.router)
    app.add_api_route("/openapi.json", _described, include_in_schema=False)
    app.mount(static_path(), _Static(directory=STATIC), name="static")
    app.add_middleware(Walls, guard=guard)
    unguarded = [route.path for route in routes(app) if route.path not in OPEN and not permission_of(route)]
    if unguarded:
        raise RuntimeError(f"these routes want no permission: {', '.join(unguarded)}")
    return app


def routes(app: FastAPI) -> list[APIRoute]:
    """Every route over HTTP: those of the parts, and the application's own."""
    found = [route for part in PARTS for route in part.router.routes]
    return [route for route in (*found, *app.routes) if isinstance(route, APIRoute)]


def _nothing() -> None:
    """Where no link is kept, none has to be made anew."""


def _described(request: Request) -> Response:
    """The API as OpenAPI."""
    return Response(json.dumps(description(request.app), indent=1), media_type="application/json")


def description(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI description, with how one signs in and what problems look like."""
    if app.openapi_schema is None:
        told = FastAPI.openapi(app)
        components = told.setdefault("components", {})
        schemas = components.setdefault("schemas", {})
        schemas["Problem"] = problems.Problem.model_json_schema()
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        components["securitySchemes"] = {
            "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            "bearer": {"type": "http", "scheme": "bearer"},
        }
        told["security"] = [{"key": []}, {"bearer": []}]
        app.openapi_schema = told
    return app.openapi_schema


class _Static(StaticFiles):
    """Files that never change under their path, read once; the scripts in one."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory)
        kept = {"cache-control": "public, max-age=31536000, immutable"}
        self._files = {
            path.name: Response(path.read_bytes(), headers=kept, media_type=guess_type(path.name)[0])
            for path in directory.iterdir()
            if path.is_file()
        }
        script = joined(directory / SCRIPT)
        self._files[SCRIPT] = Response(script, headers=kept, media_type="text/javascript")

    async def get_response(self, path: str, scope: Scope) -> Response:
        if scope["method"] == "GET" and (found := self._files.get(path)):
            return found
        return await super().get_response(path, scope)
