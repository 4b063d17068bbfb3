"""The apps view: what runs, where, how it is, what it says; start, stop and restart."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from praetorium.catalogue import App
from praetorium.house import House
from praetorium.web.access import TheHouse, ThePages, UnseenError, untold
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


def visible_apps(house: House, who: Looking) -> list[App]:
    """Those that came of requests this person may see."""
    apps = house.catalogue.apps.find()
    if who.role.sees_all:
        return apps
    owners = house.catalogue.browsing.owners([a.request for a in apps])
    return [a for a in apps if owners.get(a.request, ("", ""))[1] == who.name]


def visible_app(house: House, who: Looking, name: str) -> App:
    """Raises UnseenError."""
    with untold("app", name):
        app = house.catalogue.apps.get(name)
    if not who.sees(house.catalogue.browsing.owner(app.request) or ""):
        raise UnseenError("app", name)
    return app
