"""Requests over HTTP: ask, list, look at, stop."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from praetorium.engine.stopping import cancel
from praetorium.errors import UnknownError
from praetorium.models import Brief, Door, Plan, Report, RequestState, Reversal
from praetorium.report import report
from praetorium.stages.changes import changes
from praetorium.stages.undoing import look
from praetorium.telling.hidden import redacted
from praetorium.web.access import TheHouse, only, own_request, visible_request
from praetorium.web.api.answers import Accepted, EventPage, Listed, Page
from praetorium.web.asking import Wish, ask, hold, undo_of
from praetorium.web.problems import responses
from praetorium.web.security import Asking, Looking
from praetorium.web.uploads import take_with_files
from praetorium.workspace import FileDiff

router = APIRouter(prefix="/api/v1/requests", tags=["requests"])

Before = Annotated[datetime | None, Query(description="Only those made before that moment.")]
Numbered = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.post("", status_code=202, responses=responses(409))
async def ask_for(wish: Wish, request: Request, response: Response, house: TheHouse, who: Asking) -> Accepted:
    """Ask for something. It is kept, read and planned at once, and carried out from then on.

    What cannot be used is answered with 422 and is kept all the same: `request` names it.
    """
    _not_too_often(request, who.name)
    standing = await run_in_threadpool(ask, house, wish, who.name, Door.API)
    return _accepted(response, standing.request.id, standing.state, standing.title)


@router.post("/with-files", status_code=202, responses=responses(409))
async def ask_with_files(request: Request, response: Response, house: TheHouse, who: Asking) -> Accepted:
    """The same as a form (`multipart/form-data`): `words` and the other fields as text, `files` any number of times."""
    _not_too_often(request, who.name)
    form = await request.form()
    uploads = [f for f in form.getlist("files") if not isinstance(f, str) and f.filename]
    told: dict[str, Any] = {n: v for n, v in form.items() if isinstance(v, str) and n in Wish.model_fields and v}
    try:
        wish = Wish.model_validate({"words": "", **told})
    except ValidationError as error:
        first = error.errors()[0]
        raise HTTPException(422, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    id = await take_with_files(house, wish, who, Door.API, uploads)
    standing = house.catalogue.requests.get(id)
    return _accepted(response, id, standing.state, standing.title)


@router.get("", responses=responses())
def listed(
    house: TheHouse,
    who: Looking,
    state: RequestState | None = None,
    search: Annotated[str, Query(max_length=200)] = "",
    before: Before = None,
    limit: Limit = 50,
) -> Page[Listed]:
    """Newest first."""
    lines = house.catalogue.browsing.requests(
        asked_by=only(who), state=state, search=search, before=before, limit=limit, with_cost=True
    )
    following = lines[-1].created.isoformat() if len(lines) == limit else None
    return Page(items=[Listed.of(line) for line in lines], next=following)


@router.get("/{id}", responses=responses(404))
def show(id: str, house: TheHouse, who: Looking) -> Report:
    """A request as it stands: the object of `praetorium show --json`."""
    return report(house, visible_request(house, who, id).request.id)


@router.get("/{id}/brief", responses=responses(404))
def brief(id: str, house: TheHouse, who: Looking, version: Numbered = None) -> Brief:
    """What was understood; the newest version unless one is named. What may be secret in it is hidden."""
    found = house.catalogue.briefs.get(visible_request(house, who, id).request.id, version)
    if found is None:
        raise UnknownError("brief", str(version or "of this request"), ())
    return redacted(found)


@router.get("/{id}/plan", responses=responses(404))
def plan(id: str, house: TheHouse, who: Looking, version: Numbered = None) -> Plan:
    """What was planned; the newest version unless one is named. What may be secret in it is hidden."""
    found = house.catalogue.plans.get(visible_request(house, who, id).request.id, version)
    if found is None:
        raise UnknownError("plan", str(version or "of this request"), ())
    return redacted(found)


@router.get("/{id}/events", responses=responses(404))
def events(
    id: str,
    house: TheHouse,
    who: Looking,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> EventPage:
    """What happened after a position, in order. Follow it by giving the last position again."""
    id = visible_request(house, who, id).request.id
    found = house.catalogue.events.after(id, after, limit)
    return EventPage(items=found, next=str(found[-1].position) if len(found) == limit else None)


@router.get("/{id}/changes", responses=responses(404))
def changed(id: str, house: TheHouse, who: Looking, step: str | None = None) -> list[FileDiff]:
    """The files that the request, or one of its steps, added, changed or removed."""
    return list(changes(house, visible_request(house, who, id).request.id, step))


@router.post("/{id}/cancel", responses=responses(404, 409))
def stop(id: str, house: TheHouse, who: Asking) -> Report:
    """End it where it stands. What was finished stays."""
    id = own_request(house, who, id).request.id
    cancel(house, id, who.name)
    return report(house, id)


@router.post("/{id}/{action}", responses=responses(404, 409))
def act(id: str, action: Literal["pause", "continue", "retry"], house: TheHouse, who: Asking) -> Report:
    """Pause it before its next step, let it go on, or try again what failed."""
    id = own_request(house, who, id).request.id
    hold(house, id, action, who.name)
    return report(house, id)


@router.get("/{id}/undo", responses=responses(404, 409))
def reversal(id: str, house: TheHouse, who: Looking, to: str | None = None) -> Reversal:
    """What undoing it, or all of it after step `to`, would come to. Nothing is done."""
    return look(house, visible_request(house, who, id).request.id, to)


@router.put("/{id}/undo", status_code=202, responses=responses(404, 409))
def take_back(id: str, response: Response, house: TheHouse, who: Asking, to: str | None = None) -> Accepted:
    """Have it taken back: a request of its own in the same thread."""
    undoing = ask(house, undo_of(house, own_request(house, who, id), to), who.name, Door.API)
    return _accepted(response, undoing.request.id, undoing.state, undoing.title)


def _accepted(response: Response, id: str, state: RequestState, title: str) -> Accepted:
    url = f"/api/v1/requests/{id}"
    response.headers["location"] = url
    return Accepted(request=id, state=state, title=title, url=url)


def _not_too_often(request: Request, who: str) -> None:
    wait = request.app.state.guard.asking.take(who)
    if wait:
        raise HTTPException(429, "too many requests at once", {"Retry-After": str(int(wait) + 1)})
