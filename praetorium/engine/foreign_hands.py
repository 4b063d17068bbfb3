"""What a person does in the Prefect UI to the run of a request that waits; docs/prefect-ui.md has the whole table.

Runs that are carried out are looked after where their process ends: see ``recovery``.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from praetorium.catalogue import Standing
from praetorium.engine import client
from praetorium.engine.client import RunState
from praetorium.engine.stopping import SOMEBODY, record_cancelled
from praetorium.errors import ExternalError
from praetorium.house import House

SLOWLY = 3.0
"""Seconds between two looks: nothing waits for what is seen here."""


@dataclass
class ForeignHands:
    """Part of the supervisor: suspended runs that were cancelled or deleted."""

    house: House
    _looked: float = 0.0

    def seen(self) -> list[tuple[Standing, RunState | None]]:
        """Now and then, waiting requests whose run is cancelled, or that Prefect does not have any more."""
        if time.monotonic() - self._looked < SLOWLY:
            return []
        self._looked = time.monotonic()
        waiting = self.house.catalogue.requests.suspended()
        try:
            states = client.run_states([s.flow_run for s in waiting if s.flow_run]) if waiting else {}
            found = [(standing, states.get(standing.flow_run or "")) for standing in waiting]
            return [(s, state) for s, state in found if self._ended(s, state)]
        except ExternalError:
            return []  # Prefect is away: nobody does anything there

    def _ended(self, standing: Standing, state: RunState | None) -> bool:
        """Whether a person ended its run. One that this Prefect never had waits on, and gets a new run in time."""
        if state is None:
            return client.knows(standing.request.created)
        return state.type in ("CANCELLED", "CANCELLING")

    def follow(self, standing: Standing, state: RunState | None) -> None:
        """Cancelled and deleted both end the request; ``praetorium retry`` brings it back."""
        how = "deleted its run" if state is None else "cancelled its run"
        record_cancelled(self.house, standing.request.id, f"{SOMEBODY}, who {how}")
