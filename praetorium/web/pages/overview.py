"""The overview: what is going on, what it costs, how the executors do; pause, resume, halt."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from praetorium.accounts import Identity, Permission
from praetorium.accounts.channels import Occasion, all_of
from praetorium.engine.holding import halt as halt_all
from praetorium.engine.holding import pause_executor, resume, resume_executor
from praetorium.errors import UnknownError, UserError
from praetorium.executors.base import registry
from praetorium.house import House
from praetorium.web.access import TheHouse, ThePages, only
from praetorium.web.figures import executors, overview
from praetorium.web.security import Looking, Operating
from praetorium.web.views.bars import bars

router = APIRouter(include_in_schema=False)

RECENT = 12


@router.get("/overview")
def show(request: Request, house: TheHouse, pages: ThePages, who: Looking) -> Response:
    """Everything at a glance."""
    browsing = house.catalogue.browsing
    whole = who.role.sees_all
    return pages.answer(
        "overview.html",
        request,
        figures=overview(house, only(who)),
        executors=executors(house) if whole else [],
        recent=browsing.requests(asked_by=only(who), limit=RECENT, with_cost=True),
        spent=bars(browsing.spent_by_day()) if whole else None,
        ended=browsing.finished_by_day() if whole else [],
        budgets=house.catalogue.budgets.find() if whole else [],
        **_channels(house, who, request.query_params.get("tried", "")),
    )


@router.post("/executors/{name}/{action}")
def pause(name: str, action: str, house: TheHouse, who: Operating) -> Response:
    """Pause an executor, or let it work again."""
    if name not in registry() or action not in ("pause", "resume"):
        raise UnknownError("executor", name, registry())
    (pause_executor if action == "pause" else resume_executor)(house, name, who.name)
    return RedirectResponse("/overview", 303)


@router.post("/halt")
def halt(house: TheHouse, who: Operating, on: Annotated[str, Form()] = "") -> Response:
    """Stop everything, or let everything go on."""
    if on == "on":
        halt_all(house, who.name)
    else:
        resume(house, who.name)
    return RedirectResponse("/overview", 303)


def _channels(house: House, who: Identity, tried: str) -> dict[str, Any]:
    """Who is told outside of the page, for operators; a file that cannot be read is told of, and hides nothing else."""
    if not who.may(Permission.OPERATE):
        return {"channels": None}
    told: dict[str, Any] = {"channels": [], "channels_problem": "", "occasions": list(Occasion)}
    try:
        told["channels"] = all_of(house.settings.home)
    except UserError as error:
        told["channels_problem"] = f"{error}; {error.next}"
    # Named in the address alone: what is not there is not told of.
    return told | {"tried": tried if tried in [one.name for one in told["channels"]] else ""}
