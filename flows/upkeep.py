"""Upkeep, on a schedule: what is due and nobody waits for.

Expiring and waking are the supervisor's, within seconds; this clears away what is no longer needed, once a day:

    prefect deployment run upkeep/praetorium
"""

from __future__ import annotations

from datetime import timedelta

from prefect import flow

from praetorium.house import House
from praetorium.stages.upkeep import clear_copies, clear_library, clear_views, clear_workspaces, end_rehearsals


@flow(name="upkeep", persist_result=False)
async def upkeep(keep_days: int = 30) -> int:
    """Remove workspaces of requests that ended longer than ``keep_days`` days ago and run no app; gives how many.

    The newest version of everything that was delivered stays in the library, older ones as long as
    ``PRAETORIUM_KEEP_DAYS`` says: for ever by default.
    """
    house = House()
    try:
        end_rehearsals(house)
        clear_library(house)
        clear_views(house, timedelta(days=keep_days))
        clear_copies(house, timedelta(days=keep_days))
        return clear_workspaces(house, timedelta(days=keep_days))
    finally:
        house.close()
