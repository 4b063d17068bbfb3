"""Coming in and going out: the one-time link, the key, the session; and what a person prefers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from praetorium.accounts import Entrance
from praetorium.web.access import TheHouse, ThePages, inside
from praetorium.web.preferences import PREFERENCES
from praetorium.web.rendering import Pages
from praetorium.web.security import Guard, Looking, address

router = APIRouter(include_in_schema=False)


@router.get("/enter/{token}")
def enter(token: str, request: Request, pages: ThePages) -> Response:
    """Open a session by a one-time link."""
    guard: Guard = request.app.state.guard
    if wait := guard.signing_in.take(address(request)):
        return _too_often(pages, request, wait, "/")
    entrance = guard.accounts.enter_by_link(token)
    if entrance is None:
        return _door(pages, request, 403, "/", "This link was used already, or is too old.")
    request.app.state.new_link()
    return _entered(guard, request, entrance, "/")


@router.get("/sign-in")
def form(request: Request, pages: ThePages, to: str = "/") -> Response:
    """Where a key is given. Who comes with the mark of a session was in before: it has ended meanwhile."""
    guard: Guard = request.app.state.guard
    ended = guard.cookie in request.cookies and guard.known(request) is None
    return _door(pages, request, 200, inside(to), ended=ended)


@router.post("/sign-in")
def sign_in(
    request: Request, pages: ThePages, key: Annotated[str, Form()] = "", to: Annotated[str, Form()] = "/"
) -> Response:
    """Open a session by a key."""
    guard: Guard = request.app.state.guard
    if not guard.own(request):
        raise HTTPException(403, "this did not come from the page itself")
    if wait := guard.signing_in.take(address(request)):
        return _too_often(pages, request, wait, inside(to))
    entrance = guard.accounts.enter_by_key(key.strip())
    if entrance is None:
        return _door(pages, request, 403, inside(to), "That key is not known here, or no longer in force.")
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


def _door(
    pages: Pages, request: Request, status: int, to: str, problem: str = "", *, ended: bool = False
) -> HTMLResponse:
    """Where one comes in, with what went wrong at the last attempt."""
    accounts = request.app.state.guard.accounts.exist()
    return pages.answer("sign_in.html", request, status, problem=problem, ended=ended, accounts=accounts, to=to)


def _too_often(pages: Pages, request: Request, wait: float, to: str) -> Response:
    seconds = int(wait) + 1
    answer = _door(pages, request, 429, to, f"Too many attempts. Wait {seconds} s, then try again.")
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _entered(guard: Guard, request: Request, entrance: Entrance, to: str) -> Response:
    guard.signing_in.forgive(address(request))
    answer = RedirectResponse(to, 303)
    guard.open_session(answer, entrance.token)
    return answer
