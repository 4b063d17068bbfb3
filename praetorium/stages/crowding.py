"""Places that others need: who only waits for a person makes room for requests that could be carried out meanwhile."""

from __future__ import annotations

import time

from praetorium.catalogue.requests import Requests

CROWDED = 1.0
"""Seconds for which others are in the queue before somebody makes room: a request that finds a place is out sooner."""
EVERY = 0.25
"""Seconds between two looks."""


class Crowd:
    """The queue, as one execution sees it while it waits."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests
        self._since: float | None = None
        self._looked = float("-inf")

    def waits(self) -> bool:
        """Whether requests have been in the queue for a while; asked as often as one likes."""
        moment = time.monotonic()
        if moment - self._looked >= EVERY:
            self._looked = moment
            self._since = (self._since or moment) if self._requests.queued() else None
        return self._since is not None and moment - self._since >= CROWDED
