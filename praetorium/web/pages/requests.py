"""The request view: my requests, the thread, evidence on demand; and the forms that say, stop and follow up."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from praetorium.accounts import Identity
from praetorium.assets import mime as mimes
from praetorium.catalogue import Standing, Version
from praetorium.engine.stopping import cancel
from praetorium.errors import PraetoriumError, UnknownError, UserError
from praetorium.house import House
from praetorium.intake import EXAMPLES
from praetorium.models import Door, RequestState
from praetorium.stages.changes import changes
from praetorium.stages.undoing import look
from praetorium.telling.hidden import discreet, masked, redacted
from praetorium.web.access import (
    TheHouse,
    ThePages,
    only,
    own_request,
    visible_apps,
    visible_request,
    visible_version,
)
from praetorium.web.asking import ACTIONS, Wish, ask, hold, undo_of
from praetorium.web.running import states
from praetorium.web.security import Asking, Looking
from praetorium.web.uploads import take_with_files
from praetorium.web.views.rows import row_of
from praetorium.web.views.thread import effects_of, request_view, shown_values, thread_view
from praetorium.web.wording import EFFECTS, UNDO

router = APIRouter(include_in_schema=False)

LISTED = 30
Number = Annotated[int, Query(ge=1, le=2**31 - 1)]


@router.get("/")
def home(house: TheHouse, who: Looking) -> Response:
    """The last request, or where one is made."""
    last = house.catalogue.browsing.requests(asked_by=only(who), limit=1)
    return RedirectResponse(f"/requests/{last[0].id}" if last else "/requests/new", 303)


@router.get("/requests")
def listed(request: Request, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """The list alone: a page of it for scripts on the page, all of the screen on a phone."""
    return pages.answer("requests.html", request, **_list(house, who, request))


@router.get("/requests/new")
def new(request: Request, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """Where something is asked for."""
    again = request.query_params.get("again")
    told = _offers(house) | _asked_before(visible_request(house, who, again) if again else None, who)
    told["words"] = request.query_params.get("words") or told["words"]
    told["use"] = _used(house, who, request.query_params.get("use"))
    return pages.answer("new.html", request, **_list(house, who, request), **told)


@router.get("/requests/{id}")
def show(id: str, request: Request, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """A thread, with one of its requests in full."""
    standing = visible_request(house, who, id)
    view = thread_view(house, standing.request.id, _tone(house, who), only(who))
    return pages.answer("thread.html", request, view=view, r=view.request, **_list(house, who, request))


@router.get("/requests/{id}/part/{name}")
def part(id: str, name: str, request: Request, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """One part of a request anew: ``head``, ``brief``, ``plan``, ``asks``, ``ending``, ``assets``; ``apps``: those of
    it that are not well, asked just now."""
    if name == "apps":
        id = visible_request(house, who, id).request.id
        found = states(house, [app for app in visible_apps(house, who) if app.request == id])
        return pages.answer("parts/apps.html", request, unwell=[s for s in found if s.look in ("bad", "quiet")])
    if name not in ("head", "brief", "plan", "asks", "ending", "assets"):
        raise HTTPException(404, f"no part '{name}'")
    view = request_view(house, visible_request(house, who, id).request.id, _tone(house, who))
    return pages.answer(f"parts/{name}.html", request, r=view)


@router.get("/requests/{id}/rows")
def rows(id: str, before: Number, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """Rows before a position."""
    id = visible_request(house, who, id).request.id
    events = house.catalogue.browsing.events(id, before=before)
    html = pages.rows([row_of(event, _tone(house, who)) for event in events])
    first = events[0].position if events else 1
    return Response(html, media_type="text/html", headers={"X-Earlier": str(first) if first > 1 else ""})


@router.get("/requests/{id}/steps/{step}")
def evidence(id: str, step: str, request: Request, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """Everything about one step: why, parameters, proofs, changes, log."""
    id = visible_request(house, who, id).request.id
    return pages.answer("step.html", request, **_evidence(house, id, step, _tone(house, who)))


@router.get("/requests/{id}/changes")
def changed(id: str, request: Request, house: TheHouse, pages: ThePages, who: Looking, step: str = "") -> Response:
    """The files that a request, or one of its steps, has changed."""
    id = visible_request(house, who, id).request.id
    return pages.answer("changes.html", request, id=id, step=step, files=changes(house, id, step or None))


@router.post("/requests")
async def say(request: Request, house: TheHouse, who: Asking) -> Response:
    """Ask for something. What cannot be used is kept, and shown with the reason."""
    wait = request.app.state.guard.asking.take(who.name)
    if wait:
        raise HTTPException(429, f"too many requests at once; try again in {wait:.0f} s")
    form = await request.form()
    uploads = [f for f in form.getlist("files") if not isinstance(f, str) and f.filename]
    told = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    wish = Wish(
        words=told.get("words", ""),
        thread=told.get("thread") or None,
        project=told.get("project") or None,
        parameters=values_of(told.get("values", "")),
        playbook=told.get("playbook") or None,
        unattended=bool(told.get("unattended")),
        budget=_amount(told.get("budget", "")),
    )
    try:
        used = await run_in_threadpool(_used, house, who, told.get("use"))
        id = await take_with_files(house, wish, who, Door.PAGE, uploads, used)
    except PraetoriumError as error:
        kept = next((n for n in getattr(error, "__notes__", ()) if n.startswith("req-")), None)
        if kept is None:
            raise
        id = kept
    return RedirectResponse(f"/requests/{id}", 303)


@router.post("/requests/{id}/cancel")
def stop(id: str, house: TheHouse, who: Asking) -> Response:
    """Stop it where it stands."""
    standing = own_request(house, who, id)
    cancel(house, standing.request.id, who.name)
    return RedirectResponse(f"/requests/{standing.request.id}", 303)


@router.post("/requests/{id}/{action}")
def act(id: str, action: str, house: TheHouse, who: Asking) -> Response:
    """Pause it before its next step, let it go on, or try again what failed."""
    if action not in ACTIONS:
        raise HTTPException(404, f"no action '{action}'")
    id = own_request(house, who, id).request.id
    hold(house, id, action, who.name)
    return RedirectResponse(f"/requests/{id}", 303)


@router.get("/requests/{id}/undo")
def reversal(id: str, request: Request, house: TheHouse, pages: ThePages, who: Looking, to: str = "") -> Response:
    """What undoing it would come to; nothing is done."""
    standing = visible_request(house, who, id)
    return pages.answer("undo.html", request, standing=standing, to=to, u=look(house, standing.request.id, to or None))


@router.post("/undo/{id}")
def take_back(id: str, house: TheHouse, who: Asking, to: Annotated[str, Form()] = "") -> Response:
    """Have it taken back, as a request of its own in the same thread."""
    standing = own_request(house, who, id)
    undoing = ask(house, undo_of(house, standing, to or None), who.name, Door.PAGE)
    return RedirectResponse(f"/requests/{undoing.request.id}", 303)


def _list(house: House, who: Identity, request: Request) -> dict[str, Any]:
    search, state = request.query_params.get("q", ""), request.query_params.get("state", "")
    chosen = RequestState(state) if state in list(RequestState) else None
    before = request.query_params.get("before")
    lines = house.catalogue.browsing.requests(
        asked_by=only(who), search=search, state=chosen, before=moment(before), limit=LISTED
    )
    older = lines[-1].created.isoformat() if len(lines) == LISTED else None
    return {"lines": lines, "older": older, "search": search, "chosen_state": state}


def moment(text: str | None) -> Any:
    from datetime import datetime

    try:
        return datetime.fromisoformat(text.replace(" ", "+")) if text else None
    except ValueError:
        raise HTTPException(422, f"'{text}' is no moment; give it as ISO 8601") from None


def _offers(house: House) -> dict[str, Any]:
    return {
        "examples": EXAMPLES,
        "playbooks": sorted(house.playbooks.values(), key=lambda p: p.name),
        "projects": house.catalogue.projects.find(),
    }


def _asked_before(standing: Standing | None, who: Identity) -> dict[str, Any]:
    """What a request was asked with, to be asked anew; what may be secret in it is for whoever said it."""
    asked = standing.request if standing else None
    if asked is not None and asked.asked_by != who.name:
        told = {"words": discreet(asked.words), "parameters": masked(asked.parameters)}
        asked = asked.model_copy(update=told)
    return {
        "again": standing,
        "words": asked.words if asked else "",
        "playbook": (asked.playbook if asked else None) or "",
        "project": (asked.project if asked else None) or "",
        "values": "\n".join(f"{name}={value}" for name, value in asked.parameters.items()) if asked else "",
    }


def values_of(text: str) -> dict[str, str]:
    """Values for a playbook, ``name=value`` a line; the planner knows what type each is of. Raises UserError."""
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, equals, value = line.partition("=")
        if not equals or not name.strip():
            raise UserError(f"'{line[:60]}' under Values names no value", next="write name=value, one a line")
        found[name.strip()] = value.strip().strip("'\"")
    return found


def _used(house: House, who: Identity, named: str | None) -> Version | None:
    """The asset that a new request starts from, as ``ASSET`` or ``ASSET:VERSION``; None without one, or for a folder or
    a link, which cannot be attached. Raises UnseenError."""
    asset, _, number = (named or "").partition(":")
    if not asset:
        return None
    found = visible_version(house, who, asset, int(number) if number.isdecimal() and len(number) < 10 else None)
    return None if found.url or found.mime == mimes.TREE else found


def _evidence(house: House, id: str, step: str, tone: str) -> dict[str, Any]:
    plan, rows = house.catalogue.plans.get(id), house.catalogue.steps.all(id)
    planned = next((s for s in plan.steps if s.id == step), None) if plan else None
    if planned is None:
        raise UnknownError("step", step, [s.id for s in plan.steps] if plan else ())
    row = rows.get(step)
    outcome = row.outcome if row else None
    return {
        "id": id,
        "step": planned,
        "row": row,
        "outcome": redacted(outcome) if outcome else None,
        "effects": [EFFECTS[e] for e in sorted(effects_of(planned))],
        "undo": UNDO[planned.undo],
        "parameters": shown_values(planned.parameters),
        "result": shown_values(
            {k: v for k, v in (outcome.result if outcome else {}).items() if v not in (None, [], {})}
        ),
        "files": changes(house, id, step) if outcome and outcome.before and outcome.after else (),
        "log": [row_of(e, tone) for e in house.catalogue.browsing.step_events(id, step)],
    }


def _tone(house: House, who: Identity) -> str:
    return str(house.catalogue.people.preferences(who.name).get("tone", "plain"))


def _amount(text: str) -> float | None:
    try:
        return float(text.replace(",", ".")) if text.strip() else None
    except ValueError:
        raise HTTPException(422, f"the budget '{text}' is no amount of money") from None
