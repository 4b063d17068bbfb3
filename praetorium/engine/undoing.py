"""Asking for an undo: a request of its own, in the thread and the folder of the one it takes back."""

from __future__ import annotations

from praetorium.handle import Handle, submit
from praetorium.house import House
from praetorium.models import Door
from praetorium.stages.undoing import look


def undo(house: House, id: str, to: str | None = None, *, door: Door = Door.CLI, who: str | None = None) -> Handle:
    """Have what a request did taken back, all of it or what came after step ``to``; see ``look`` for what that is.

    Raises RefusedError when there is nothing to take back, ExternalError when Prefect cannot be reached.
    """
    told = look(house, id, to)
    request = house.catalogue.requests.get(told.request).request
    return submit(
        f"Take back what the request {told.request} did" + (f" after its step '{to}'" if to else ""),
        project=told.workspace or None,
        playbook="undo",
        parameters={"request": told.request} | ({"to": to} if to else {}),
        thread=request.thread,
        asked_by=who or house.actor,
        unattended=True,
        door=door,
        house=house,
    )
