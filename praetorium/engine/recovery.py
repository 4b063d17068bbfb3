"""Recovery: requests whose process is gone go on from their last finished step, in the same flow run.

The catalogue says who works on what, and this machine whether that process is there. Prefect is asked only where a
person may have spoken (cancelled, deleted), and whether a successor is on its way already.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field
from datetime import timedelta

from praetorium.catalogue import Standing
from praetorium.decisions.ending import withdraw_all
from praetorium.engine import client, holders, pools
from praetorium.engine.client import RunState
from praetorium.engine.stopping import SOMEBODY, record_cancelled
from praetorium.house import House
from praetorium.models import Failure, RequestState, now

log = logging.getLogger(__name__)

MOST_TAKEOVERS = 5
"""How often a request is started again without a step finished in between, before it is given up: one that kills its
process each time will not end."""
IDLE = 5.0
"""Seconds after which Prefect is asked about a run that nobody holds, though it should have begun."""
UNHELD = 30.0
"""Seconds a run may be Running in Prefect without holding its lease, before it counts as lost."""
MARKING = 2.0
"""Seconds a worker is given to say itself that a run crashed: said later, it would hit the next attempt."""
MARKING_TWICE = 10.0
"""The same behind Prefect's own workers, which say it a second time seconds later."""


@dataclass
class Recovery:
    """Part of the supervisor: finds what nobody works on any more."""

    house: House
    _missed: dict[str, float] = field(default_factory=dict)
    """When a holder was first seen dead, by request and epoch."""
    _looked: float = 0.0

    def due(self) -> list[Standing]:
        """Requests whose holder is dead, or silent for longer than a living process can explain."""
        held = self.house.catalogue.requests.held()
        dead = [standing for standing in held if self._is_dead(standing)]
        keys = {_key(standing) for standing in dead}
        moment = time.monotonic()
        self._missed = {key: self._missed.get(key, moment) for key in keys}
        return dead

    def idle(self) -> list[Standing]:
        """Now and then, requests that should be carried out and that nobody holds."""
        if time.monotonic() - self._looked < IDLE:
            return []
        self._looked = time.monotonic()
        return self.house.catalogue.requests.idle(IDLE)

    def take_over(self, standing: Standing) -> None:
        """Let a request whose holder is gone go on. Raises ExternalError while Prefect cannot be asked."""
        run = standing.flow_run
        state = client.run_state(run) if run else None
        if run is not None and state is None and not client.knows(standing.request.created):
            self._start_elsewhere(standing)
        elif run is None or state is None or state.type in ("CANCELLED", "CANCELLING"):
            record_cancelled(self.house, standing.request.id, SOMEBODY)
        elif state.type in ("SCHEDULED", "PENDING"):
            self._let_in(standing)
        elif not self._has_been_marked(standing, state):
            return
        elif standing.takeovers >= MOST_TAKEOVERS:
            self._give_up(standing)
        else:
            self._start_again(standing, run, state)

    def wake(self, standing: Standing) -> None:
        """Start a run again that ended before it took the lease; one that still queues is left alone."""
        state = client.run_state(standing.flow_run) if standing.flow_run else None
        lost = state is not None and state.type == "RUNNING" and _seconds_since(state) > UNHELD
        if state is None or state.is_final or state.type == "CANCELLING" or lost:
            self.take_over(standing)

    def _is_dead(self, standing: Standing) -> bool:
        alive = holders.lives(standing.holder or "")
        if alive is False:
            return True
        silent = (now() - standing.lease_until).total_seconds() if standing.lease_until else 0.0
        # A process that is there may only be slow: it gets as long again.
        return silent > (self.house.settings.lease_seconds if alive else 0.0)

    def _has_been_marked(self, standing: Standing, state: RunState) -> bool:
        """Whether nobody will say of this attempt any more that it crashed."""
        if state.pool not in (None, pools.FORKING.name):
            return (state.is_final and _seconds_since(state) > MARKING_TWICE) or self._missed_for(standing) > UNHELD
        return state.type != "RUNNING" or self._missed_for(standing) > MARKING

    def _missed_for(self, standing: Standing) -> float:
        """Seconds since the holder was first seen dead; endless for a request that nobody held."""
        since = self._missed.get(_key(standing))
        return float("inf") if since is None else time.monotonic() - since

    def _let_in(self, standing: Standing) -> None:
        """A successor is on its way: it need not wait for the lease to run out."""
        with self.house.catalogue.write() as connection:
            self.house.catalogue.requests.shut_out_dead(connection, standing)

    def _start_again(self, standing: Standing, run: str, state: RunState) -> None:
        id, requests = standing.request.id, self.house.catalogue.requests
        hung = standing.holder is not None and holders.lives(standing.holder)
        why = "Its process did not answer any more" if hung else "Its process ended"
        with self.house.catalogue.write() as connection:
            if not requests.shut_out_dead(connection, standing):
                return
            requests.set(connection, id, takeovers=standing.takeovers + 1)
            title = f"{why}; it goes on from the last finished step"
            self.house.catalogue.events.append(connection, id, "request.taken-over", title)
        if hung and standing.holder is not None:
            holders.end(standing.holder)
            _wait_for_mark(run)
        if not state.is_final:
            client.mark_crashed(run, "its process is gone")
        client.reschedule(run)

    def _start_elsewhere(self, standing: Standing) -> None:
        """Another Prefect, or another database of it, took the place of the one its run is in: it gets a new run."""
        id, catalogue = standing.request.id, self.house.catalogue
        with catalogue.write() as connection:
            if catalogue.requests.shut_out_dead(connection, standing):
                catalogue.requests.set(connection, id, state=RequestState.QUEUED, flow_run=None)
                title = "This Prefect does not have its run; it goes on in a new one"
                catalogue.events.append(connection, id, "request.moved", title)

    def _give_up(self, standing: Standing) -> None:
        id, catalogue = standing.request.id, self.house.catalogue
        failure = Failure(
            what="The request was given up",
            why=f"its process ended {standing.takeovers + 1} times before it finished another step",
            next=f"see what it was doing: praetorium events {id}; then go on: praetorium retry {id}",
        )
        with catalogue.write() as connection:
            lease = catalogue.requests.shut_out(connection, id)
            catalogue.requests.set(
                connection, lease, state=RequestState.FAILED, failure=failure.dump(), finished=now(), holder=None
            )
            withdraw_all(self.house, connection, id, "the request was given up")
            catalogue.budgets.settle(connection, id)
            catalogue.events.append(
                connection, lease, "request.failed", f"Failed: {failure.what}", facts=failure.dump()
            )


def _key(standing: Standing) -> str:
    return f"{standing.request.id}:{standing.epoch}"


def _seconds_since(state: RunState) -> float:
    return float((now() - state.since) / timedelta(seconds=1))


def _wait_for_mark(run: str) -> None:
    """Until the worker has said that the process we ended is gone."""
    deadline = time.monotonic() + MARKING
    while time.monotonic() < deadline:
        state = client.run_state(run)
        if state is None or state.type != "RUNNING":
            return
        time.sleep(0.05)
