"""The supervisor: finds requests that nobody works on any more and lets them go on. Runs beside the page.

It decides by the catalogue alone; Prefect is told, and asked only what a person did there (cancelled, deleted).
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta

from praetorium.catalogue import Standing
from praetorium.engine import client
from praetorium.engine.courier import Courier
from praetorium.engine.starting import create_run
from praetorium.engine.stopping import record_cancelled
from praetorium.errors import ExternalError, PraetoriumError
from praetorium.house import House
from praetorium.models import Failure, RequestState, now

log = logging.getLogger(__name__)

PERIOD = 0.5
"""Seconds between two looks."""
MOST_TAKEOVERS = 5
"""How often a request is started again before it is given up: one that kills its process each time will not end."""
UNSTARTED = 5.0
"""Seconds after which a queued request without a flow run is started here."""
IDLE = 5.0
"""Seconds after which Prefect is asked about a run that should have begun; and between two such questions."""
SETTLING = 2.0
"""Seconds before a run that was just started again is looked at again."""


class Supervisor:
    """One loop over everything that is due; an error in one request is logged and does not stop the others."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._courier = Courier(house)
        self._stop = threading.Event()
        self._looked = 0.0

    def run(self) -> None:
        """Until ``stop()``; meant for a thread of its own."""
        while not self._stop.wait(PERIOD):
            try:
                self.tick()
            except PraetoriumError:
                log.warning("the supervisor could not look after everything", exc_info=True)

    def stop(self) -> None:
        self._stop.set()

    def tick(self) -> None:
        """Look once at everything."""
        for standing in self._house.catalogue.requests.abandoned():
            self._each(self._take_over, standing)
        for standing in self._house.catalogue.requests.unstarted(UNSTARTED):
            self._each(lambda s: create_run(self._house, s), standing)
        if time.monotonic() - self._looked > IDLE:
            self._looked = time.monotonic()
            for standing in self._house.catalogue.requests.idle(IDLE):
                self._each(self._wake, standing)
        self._courier.deliver()

    def _each(self, work, standing: Standing) -> None:  # type: ignore[no-untyped-def]
        try:
            work(standing)
        except ExternalError as error:
            log.warning("request %s has to wait: %s", standing.request.id, error)

    def _take_over(self, standing: Standing) -> None:
        id, run = standing.request.id, standing.flow_run
        state = client.run_state(run) if run else None
        if run is None or state is None or state.type in ("CANCELLED", "CANCELLING"):
            record_cancelled(self._house, id, "somebody in the Prefect UI")
        elif standing.takeovers >= MOST_TAKEOVERS:
            self._give_up(standing)
        else:
            with self._house.catalogue.write() as connection:
                self._house.catalogue.requests.set(
                    connection,
                    id,
                    takeovers=standing.takeovers + 1,
                    lease_until=now() + timedelta(seconds=SETTLING),
                )
                self._house.catalogue.events.append(
                    connection, id, "request.taken-over", "Its process ended; it goes on from the last finished step"
                )
            client.mark_crashed(run, "its process is gone")
            client.reschedule(run)

    def _wake(self, standing: Standing) -> None:
        """A run that ended before it took the lease is started again; one that still queues is left alone."""
        state = client.run_state(standing.flow_run) if standing.flow_run else None
        if state is None or state.is_final or state.type == "CANCELLING":
            self._take_over(standing)

    def _give_up(self, standing: Standing) -> None:
        failure = Failure(
            what="The request was given up",
            why=f"its process ended {standing.takeovers + 1} times before it was finished",
            next=f"see what it was doing: praetorium events {standing.request.id}",
        )
        with self._house.catalogue.write() as connection:
            lease = self._house.catalogue.requests.shut_out(connection, standing.request.id)
            self._house.catalogue.requests.set(
                connection, lease, state=RequestState.FAILED, failure=failure.dump(), finished=now(), holder=None
            )
            self._house.catalogue.events.append(
                connection, lease, "request.failed", f"Failed: {failure.what}", facts=failure.dump()
            )
