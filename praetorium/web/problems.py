"""What went wrong, told to whoever asked: problem details (RFC 9457) to programs, a page to people."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from praetorium.errors import (
    ExternalError,
    PraetoriumError,
    RefusedError,
    RejectedError,
    UnknownError,
    UserError,
)

log = logging.getLogger(__name__)

MEDIA = "application/problem+json"


class Problem(BaseModel):
    """RFC 9457, with what can be done about it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    next: str = ""
    """What can be done about it."""
    errors: list[dict[str, Any]] = []
    """For input that is not as it should be: where, and what is wrong there."""
    request: str = ""
    """The request that was kept all the same, where there is one."""


def status_of(error: PraetoriumError) -> int:
    """The HTTP status that says the same."""
    kinds: tuple[tuple[type[PraetoriumError], int], ...] = (
        (UnknownError, 404),
        (RejectedError, 422),
        (RefusedError, 409),
        (UserError, 422),
        (ExternalError, 503),
    )
    return next((status for kind, status in kinds if isinstance(error, kind)), 500)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For the OpenAPI description: these problems, beside those that any route may answer with."""
    found = sorted({*statuses, 401, 403, 422, 429, 503})
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {MEDIA: {"schema": _SCHEMA}}} for status in found
    }


_SCHEMA = {"$ref": "#/components/schemas/Problem"}


_PLAIN = {
    400: "This cannot be used",
    403: "You may not do this",
    404: "There is no such thing here",
    409: "This does not go any more",
    410: "This is not kept any more",
    413: "This is too large",
    422: "This cannot be used",
    429: "Too much at once",
}
"""What a status means to a person."""


def install(app: FastAPI) -> None:
    """Let every error of the application leave as a problem."""

    @app.exception_handler(PraetoriumError)
    async def expected(request: Request, error: PraetoriumError) -> Response:
        status = status_of(error)
        if status >= 500:
            log.warning("%s %s: %s", request.method, request.url.path, error)
        kept = next((n for n in getattr(error, "__notes__", ()) if n.startswith("req-")), "")
        return answer(request, status, str(error), next=error.next, kept=kept)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        detail = str(error.detail or "")
        if detail == HTTPStatus(error.status_code).phrase and error.status_code == 404:
            detail = f"no page has the address '{request.url.path}'"
        if _wants_page(request) and not hasattr(request.state, "who"):
            # No route was found that would have asked; the way back is shown to those who may go it.
            request.state.who = await run_in_threadpool(request.app.state.guard.known, request)
        return answer(request, error.status_code, detail, headers=dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        found = [{"where": ".".join(map(str, e["loc"])), "problem": e["msg"]} for e in error.errors()]
        first = found[0] if found else {"where": "", "problem": "it cannot be read"}
        return answer(request, 422, f"{first['where']}: {first['problem']}", errors=found)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        log.exception("%s %s", request.method, request.url.path, exc_info=error)
        return answer(request, 500, "Something went wrong here that nobody expected; the log of the page has it all.")


def answer(
    request: Request,
    status: int,
    detail: str,
    *,
    next: str = "",
    kept: str = "",
    errors: list[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """The problem as whoever asked can read it."""
    title = HTTPStatus(status).phrase
    if _wants_page(request):
        if status == 401:
            return RedirectResponse(f"/sign-in?to={quote(_wanted(request))}", 303)
        render = request.app.state.pages.render
        words = _PLAIN.get(status, "Something went wrong" if status >= 500 else title)
        told = {"status": status, "title": words, "detail": detail, "next": next, "kept": kept, "back": _back(request)}
        return Response(render("problem.html", request, **told), status, headers, media_type="text/html")
    problem = Problem(
        title=title,
        status=status,
        detail=detail,
        instance=request.url.path,
        next=next,
        errors=errors or [],
        request=kept,
    )
    return JSONResponse(problem.model_dump(exclude_defaults=True) | {"type": problem.type}, status, headers, MEDIA)


def _wanted(request: Request) -> str:
    """Where somebody is led who has signed in: to what they wanted to see, or back to the form they have sent."""
    if request.method not in ("GET", "HEAD"):
        return _back(request)
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _back(request: Request) -> str:
    """The page somebody came from, where it is one of ours: what they typed is still there."""
    parts = urlsplit(request.headers.get("referer", ""))
    ours = parts.netloc == request.headers.get("host") and parts.path.startswith("/")
    if not ours or (request.method == "GET" and parts.path == request.url.path):
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _wants_page(request: Request) -> bool:
    machine = request.url.path.startswith(("/api/", "/admin/", "/metrics", "/hooks/", "/health"))
    return not machine and "text/html" in request.headers.get("accept", "")
