"""Apps, executors, money and the switches over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from praetorium.catalogue.switches import HALT
from praetorium.engine.holding import halt as halt_all
from praetorium.engine.holding import pause_executor, resume, resume_executor
from praetorium.errors import UnknownError
from praetorium.executors.base import registry
from praetorium.models import now
from praetorium.web.access import TheHouse, only, visible_app, visible_apps
from praetorium.web.api.answers import AppTold, ExecutorTold, Page, Spent, Switched, Text
from praetorium.web.figures import ExecutorState, executors, overview
from praetorium.web.problems import responses
from praetorium.web.running import AppState, act, log_of, states
from praetorium.web.security import Looking, Operating

router = APIRouter(prefix="/api/v1", tags=["operations"])


@router.get("/apps", responses=responses())
def apps(house: TheHouse, who: Looking) -> Page[AppTold]:
    """All apps, asked for their health just now."""
    return Page(items=[_app(s) for s in states(house, visible_apps(house, who))])


@router.get("/apps/{name}", responses=responses(404))
def app(name: str, house: TheHouse, who: Looking) -> AppTold:
    """One app."""
    return _app(states(house, [visible_app(house, who, name)])[0])


@router.get("/apps/{name}/log", responses=responses(404))
def log(name: str, house: TheHouse, who: Looking, lines: Annotated[int, Query(ge=1, le=5000)] = 200) -> Text:
    """The last lines it wrote."""
    return Text(text=log_of(house, visible_app(house, who, name), lines))


@router.post("/apps/{name}/{action}", responses=responses(404))
def change(name: str, action: Literal["start", "stop", "restart"], house: TheHouse, who: Operating) -> AppTold:
    """Start, stop or restart an app."""
    act(house, house.catalogue.apps.get(name), action)
    return _app(states(house, [house.catalogue.apps.get(name)])[0])


@router.get("/executors", responses=responses())
def listed_executors(house: TheHouse, who: Looking) -> list[ExecutorTold]:
    """All executors, with how they have done in their last steps."""
    return [_executor(e) for e in executors(house)]


@router.post("/executors/{name}/{action}", responses=responses(404, 409))
def pause(name: str, action: Literal["pause", "resume"], house: TheHouse, who: Operating) -> Switched:
    """Pause an executor, or let it work again."""
    if name not in registry():
        raise UnknownError("executor", name, registry())
    (pause_executor if action == "pause" else resume_executor)(house, name, who.name)
    return Switched(on=action == "pause")


@router.get("/halt", responses=responses())
def halted(house: TheHouse, who: Looking) -> Switched:
    """Whether everything is halted."""
    return Switched(on=HALT in house.catalogue.switches.on())


@router.put("/halt", responses=responses())
def halt(switch: Switched, house: TheHouse, who: Operating) -> Switched:
    """Halt everything, or let everything go on."""
    if switch.on:
        halt_all(house, who.name)
    elif HALT in house.catalogue.switches.on():
        resume(house, who.name)
    return switch


@router.get("/ledger", responses=responses())
def ledger(
    house: TheHouse,
    who: Operating,
    by: Literal["executor", "project", "request", "step", "what"] = "executor",
    days: Annotated[int, Query(ge=1, le=3650)] = 30,
) -> list[Spent]:
    """What was spent in the last days, dearest first."""
    since = now() - timedelta(days=days)
    return [Spent(name=n, amount=a, cost=c) for n, a, c in house.catalogue.browsing.spent_by(by, since)]


@router.get("/overview", responses=responses())
def figures(house: TheHouse, who: Looking) -> dict[str, Any]:
    """Requests by state, queue, waiting approvals, outbox, spent today."""
    return overview(house, only(who))


def _app(state: AppState) -> AppTold:
    a = state.app
    return AppTold(
        name=a.name,
        title=a.title,
        url=a.url,
        host=a.host,
        port=a.port,
        request=a.request,
        asset=a.asset,
        version=a.version,
        running=state.running,
        healthy=state.healthy,
        seconds=state.since,
        cpu=round(state.cpu, 3),
        memory=state.memory,
        restarts=state.restarts,
    )


def _executor(state: ExecutorState) -> ExecutorTold:
    f = state.figures
    return ExecutorTold(
        name=state.name,
        summary=state.summary,
        paused=state.paused,
        runs=f.runs,
        succeeded=f.succeeded,
        median_seconds=round(f.median_seconds, 3),
        cost_24h=f.cost,
        last=f.last,
    )
