"""The request view: my requests, the thread, evidence on demand; and the forms that say, stop and follow up."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path, PurePath
from typing import IO, Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from praetorium.accounts import Identity
from praetorium.assets import mime as mimes
from praetorium.assets.naming import filename
from praetorium.catalogue import Version
from praetorium.engine.stopping import cancel
from praetorium.errors import PraetoriumError, UnknownError
from praetorium.house import House
from praetorium.intake import EXAMPLES
from praetorium.models import Door, RequestState
from praetorium.stages.changes import changes
from praetorium.stages.undoing import look
from praetorium.web.access import TheHouse, ThePages, only, visible_request, visible_version
from praetorium.web.asking import ACTIONS, Wish, ask, hold, undo_of
from praetorium.web.security import Asking, Looking
from praetorium.web.views.rows import row_of
from praetorium.web.views.thread import effects_of, request_view, shown_values, thread_view
from praetorium.web.wording import EFFECTS, UNDO

router = APIRouter(include_in_schema=False)

LISTED = 30


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
    told = _offers(house) | {
        "words": request.query_params.get("words", ""),
        "use": _used(house, who, request.query_params.get("use")),
    }
    return pages.answer("new.html", request, **_list(house, who, request), **told)


@router.get("/requests/{id}")
def show(id: str, request: Request, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """A thread, with one of its requests in full."""
    standing = visible_request(house, who, id)
    view = thread_view(house, standing.request.id, _tone(house, who))
    return pages.answer("thread.html", request, view=view, r=view.request, **_list(house, who, request))


@router.get("/requests/{id}/part/{name}")
def part(id: str, name: str, request: Request, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """One part of a request anew: ``head``, ``brief``, ``plan``, ``asks``, ``ending``, ``assets``."""
    if name not in ("head", "brief", "plan", "asks", "ending", "assets"):
        raise HTTPException(404, f"no part '{name}'")
    view = request_view(house, visible_request(house, who, id).request.id, _tone(house, who))
    return pages.answer(f"parts/{name}.html", request, r=view)


@router.get("/requests/{id}/rows")
def rows(id: str, before: Annotated[int, Query(ge=1)], house: TheHouse, pages: ThePages, who: Looking) -> Response:
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
    standing = visible_request(house, who, id)
    cancel(house, standing.request.id, who.name)
    return RedirectResponse(f"/requests/{standing.request.id}", 303)


@router.post("/requests/{id}/{action}")
def act(id: str, action: str, house: TheHouse, who: Asking) -> Response:
    """Pause it before its next step, let it go on, or try again what failed."""
    if action not in ACTIONS:
        raise HTTPException(404, f"no action '{action}'")
    id = visible_request(house, who, id).request.id
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
    standing = visible_request(house, who, id)
    undoing = ask(house, undo_of(house, standing, to or None), who.name, Door.PAGE)
    return RedirectResponse(f"/requests/{undoing.request.id}", 303)


async def take_with_files(
    house: House, wish: Wish, who: Identity, door: Door, uploads: list[Any], used: Version | None = None
) -> str:
    """Store uploads under the names they came with, an asset under its own, ask, and give the request's id."""
    with tempfile.TemporaryDirectory(prefix="praetorium-upload-") as folder:
        files = []
        for number, upload in enumerate(uploads):
            name = PurePath(str(upload.filename).replace("\\", "/")).name or f"file-{number + 1}"
            path = Path(folder, str(number), name[:200])
            path.parent.mkdir()
            await run_in_threadpool(_write, upload.file, path)
            files.append(path)
        if used is not None:
            path = Path(folder, "used", filename(used.name, used.mime))
            path.parent.mkdir()
            await run_in_threadpool(shutil.copyfile, house.store.path(used.sha256), path)
            files.append(path)
        standing = await run_in_threadpool(ask, house, wish, who.name, door, tuple(files))
    return standing.request.id


def _write(source: IO[bytes], to: Path) -> None:
    with to.open("wb") as file:
        shutil.copyfileobj(source, file)


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


def _used(house: House, who: Identity, named: str | None) -> Version | None:
    """The asset that a new request starts from, as ``ASSET`` or ``ASSET:VERSION``; None without one, or for a folder or
    a link, which cannot be attached. Raises UnseenError."""
    asset, _, number = (named or "").partition(":")
    if not asset:
        return None
    found = visible_version(house, who, asset, int(number) if number.isdigit() else None)
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
        "outcome": outcome,
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
