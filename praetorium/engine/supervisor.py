"""The supervisor: finds requests that nobody works on any more and lets them go on. Runs beside the page.

It decides by the catalogue alone; Prefect is told, and asked only what a person did there (cancelled, deleted).
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial

from praetorium.catalogue import Standing
from praetorium.engine import holding, password
from praetorium.engine.answers import Answers
from praetorium.engine.courier import Courier
from praetorium.engine.foreign_hands import ForeignHands
from praetorium.engine.notifying import Notifier
from praetorium.engine.policy_block import PolicyBlock
from praetorium.engine.recovery import Recovery
from praetorium.engine.starting import create_run
from praetorium.errors import ExternalError
from praetorium.house import House

log = logging.getLogger(__name__)

PERIOD = 0.5
"""Seconds between two looks."""
UNSTARTED = 5.0
"""Seconds after which a queued request without a flow run is started here."""
APPS = 10.0
"""Seconds between two looks whether what keeps launched apps running is there itself."""


class Supervisor:
    """One loop over everything that is due; an error in one request is logged and does not stop the others."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._courier = Courier(house)
        self._notifier = Notifier(house)
        self._answers = Answers(house)
        self._policy = PolicyBlock(house)
        self._recovery = Recovery(house)
        self._foreign_hands = ForeignHands(house)
        self._stop = threading.Event()
        self._looked_after_apps = 0.0
        self.looked = time.monotonic()
        """When it last looked at everything, by the monotonic clock."""

    def run(self) -> None:
        """Until ``stop()``; meant for a thread of its own."""
        self._notifier.start()
        while not self._stop.wait(PERIOD):
            try:
                self.tick()
            except Exception:  # the edge of a thread that nobody would start again
                log.exception("the supervisor could not look after everything")
            self.looked = time.monotonic()

    def stop(self) -> None:
        self._stop.set()
        self._notifier.stop()

    def tick(self) -> None:
        """Look once at everything."""
        self._guard()
        holding.enforce(self._house)
        for standing in self._recovery.due():
            self._each(self._recovery.take_over, standing)
        for standing in self._house.catalogue.requests.unstarted(UNSTARTED):
            self._each(lambda s: create_run(self._house, s), standing)
        for standing in self._recovery.idle():
            self._each(self._recovery.wake, standing)
        for standing, state in self._foreign_hands.seen():
            self._each(partial(self._foreign_hands.follow, state=state), standing)
        self._answers.tick()
        self._policy.tick()
        self._courier.deliver()
        if time.monotonic() - self._looked_after_apps > APPS:
            self._look_after_apps()
            self._looked_after_apps = time.monotonic()

    def _look_after_apps(self) -> None:
        """A host that was killed, or whose machine was off, starts what it keeps running again when it is asked."""
        for kind in {app.host for app in self._house.catalogue.apps.find() if app.wanted}:
            try:
                if (host := self._house.hosts.get(kind)) is not None:
                    host.all()
            except ExternalError as error:
                log.warning("the host '%s' cannot keep its apps running: %s", kind, error)

    def _guard(self) -> None:
        """Accounts that were made elsewhere (another machine, Python) close Prefect's API here too."""
        if password.known(self._house.settings) is None and self._house.catalogue.people.any():
            password.ensure(self._house.settings)

    def _each(self, work: Callable[[Standing], object], standing: Standing) -> None:
        try:
            work(standing)
        except ExternalError as error:
            log.warning("request %s has to wait: %s", standing.request.id, error)
        except Exception:  # the others are looked after all the same
            log.exception("request %s could not be looked after", standing.request.id)
