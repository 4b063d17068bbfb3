"""The apps view: what runs, where, how it is, what it says; start, stop and restart."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from praetorium.web.access import TheHouse, ThePages, visible_app, visible_apps
from praetorium.web.running import act, log_of, states
from praetorium.web.security import Looking, Operating

router = APIRouter(include_in_schema=False)

LINES = 200
ACTIONS = ("start", "stop", "restart")


@router.get("/apps")
def listed(request: Request, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """All apps as they are now."""
    return pages.answer("apps.html", request, apps=states(house, visible_apps(house, who)))


@router.get("/apps/{name}/log")
def log(name: str, request: Request, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """The last lines an app wrote."""
    app = visible_app(house, who, name)
    return pages.answer("log.html", request, app=app, text=log_of(house, app, LINES))


@router.post("/apps/{name}/{action}")
def change(name: str, action: str, house: TheHouse, who: Operating) -> Response:
    """Start, stop or restart."""
    if action not in ACTIONS:
        raise HTTPException(404, f"no action '{action}'")
    act(house, house.catalogue.apps.get(name), action)
    return RedirectResponse("/apps", 303)
