"""The arrival of a request that Prefect started by itself: from its run form, a schedule, or ``run_deployment``."""

from __future__ import annotations

from praetorium.house import House
from praetorium.intake import take
from praetorium.models import Door


def arrived(
    house: House,
    run: str,
    words: str,
    project: str | None,
    playbook: str | None,
    unattended: bool,
    budget: float | None,
    door: Door,
) -> str:
    """Keep the request of a flow run, as its first act, and give its id; the same one when the run is started again.

    Raises RejectedError or UserError for what cannot be used; it is kept all the same.
    """
    known = house.catalogue.requests.by_flow_run(run)
    if known is not None:
        return known.request.id
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
