"""How often somebody may do something: a bucket for each, that fills again with time."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

MOST_KNOWN = 10_000
"""Callers that are remembered; the one not seen for longest is forgotten first."""


class Limit:
    """At most ``burst`` at once and ``rate`` a second in the long run, for each caller."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, caller: str) -> float:
        """0 when it may be done now, else the seconds to wait."""
        moment = time.monotonic()
        with self._lock:
            left, seen = self._buckets.pop(caller, (self._burst, moment))
            left = min(self._burst, left + (moment - seen) * self._rate)
            allowed = left >= 1
            self._buckets[caller] = (left - 1 if allowed else left, moment)
            if len(self._buckets) > MOST_KNOWN:
                self._buckets.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._rate

    def forgive(self, caller: str) -> None:
        """Forget what the caller has used up."""
        with self._lock:
            self._buckets.pop(caller, None)
