"""The arrival of a request that Prefect started by itself: from its run form, a schedule, or ``run_deployment``."""

from __future__ import annotations

from praetorium.errors import RefusedError
from praetorium.house import House
from praetorium.intake import take
from praetorium.models import Door
from praetorium.schedules.repeating import again, under_way


class BusyError(RefusedError):
    """A scheduled run was due while the one before it was still under way: it is left out."""


def arrived(
    house: House,
    run: str,
    words: str,
    project: str | None,
    playbook: str | None,
    unattended: bool,
    budget: float | None,
    door: Door,
    repeats: str | None = None,
) -> str:
    """Keep the request of a flow run, as its first act, and give its id; the same one when the run is started again.

    ``repeats``: the request that is done again. Raises RejectedError or UserError for what cannot be used; it is kept
    all the same; BusyError when the run before it is not over.
    """
    known = house.catalogue.requests.by_flow_run(run)
    if known is not None:
        return known.request.id
    if repeats:
        if (busy := under_way(house, repeats)) is not None:
            raise BusyError(f"its run before, {busy}, is not over yet")
        return again(house, repeats, words=words, flow_run=run).request.id
    standing = take(
        house,
        words,
        project=project,
        playbook=playbook,
        unattended=unattended,
        budget=budget,
        asked_by="prefect",
        door=door,
        flow_run=run,
    )
    return standing.request.id
