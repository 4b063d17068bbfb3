"""Coming in and going out: the one-time link, the key, the session; and what a person prefers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from praetorium.accounts import Entrance
from praetorium.web.access import TheHouse, ThePages, inside
from praetorium.web.preferences import PREFERENCES
from praetorium.web.security import Guard, Looking, address

router = APIRouter(include_in_schema=False)


@router.get("/enter/{token}")
def enter(token: str, request: Request, pages: ThePages) -> Response:
    """Open a session by a one-time link."""
    guard: Guard = request.app.state.guard
    _throttled(guard, request)
    entrance = guard.accounts.enter_by_link(token)
    if entrance is None:
        told = "This link was used already, or is too old. A new one is shown by: praetorium status"
        return pages.answer("sign_in.html", request, 403, problem=told, accounts=guard.accounts.exist(), to="/")
    request.app.state.new_link()
    return _entered(guard, request, entrance, "/")


@router.get("/sign-in")
def form(request: Request, pages: ThePages, to: str = "/") -> Response:
    """Where a key is given."""
    guard: Guard = request.app.state.guard
    return pages.answer("sign_in.html", request, problem="", accounts=guard.accounts.exist(), to=inside(to))


@router.post("/sign-in")
async def sign_in(
    request: Request, pages: ThePages, key: Annotated[str, Form()] = "", to: Annotated[str, Form()] = "/"
) -> Response:
    """Open a session by a key."""
    guard: Guard = request.app.state.guard
    if not guard.own(request):
        raise HTTPException(403, "this did not come from the page itself")
    _throttled(guard, request)
    entrance = await run_in_threadpool(guard.accounts.enter_by_key, key.strip())
    if entrance is None:
        told = "That key is not known here, or no longer in force."
        return pages.answer("sign_in.html", request, 403, problem=told, accounts=True, to=inside(to))
    return _entered(guard, request, entrance, inside(to))


@router.post("/sign-out")
def sign_out(request: Request, who: Looking) -> Response:
    """End the session."""
    guard: Guard = request.app.state.guard
    guard.accounts.leave(request.cookies.get(guard.cookie, ""))
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(guard.cookie, path="/")
    return answer


@router.post("/preferences")
async def prefer(request: Request, house: TheHouse, who: Looking) -> Response:
    """Keep how one wants to be spoken to, how it looks, and how one is called."""
    form = await request.form()
    for name, choices in PREFERENCES.items():
        value = form.get(name)
        if value is None:
            continue
        if value not in choices:
            raise HTTPException(422, f"'{value}' is no {name}; it is one of: {', '.join(choices)}")
        await run_in_threadpool(house.catalogue.people.prefer, who.name, name, value)
    return RedirectResponse(inside(str(form.get("back") or "/")), 303)


def _throttled(guard: Guard, request: Request) -> None:
    wait = guard.signing_in.take(address(request))
    if wait:
        raise HTTPException(429, f"too many attempts; wait {wait:.0f} s", {"Retry-After": str(int(wait) + 1)})


def _entered(guard: Guard, request: Request, entrance: Entrance, to: str) -> Response:
    guard.signing_in.forgive(address(request))
    answer = RedirectResponse(to, 303)
    guard.open_session(answer, entrance.token)
    return answer
