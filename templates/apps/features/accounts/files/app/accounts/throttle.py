"""Slowing down those who guess: after some attempts a key has to wait."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

_MOST_KEYS = 10_000


class Throttle:
    """At most ``most`` attempts of one key within ``seconds``.

    It is kept in memory: a restart forgets it, which costs whoever guesses more than it gains them.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._attempts: dict[str, deque[float]] = {}

    def wait(self, key: str) -> int:
        """Seconds that ``key`` has to wait; 0 when it may try."""
        attempts = self._recent(key)
        return int(attempts[0] + self._seconds - self._clock()) + 1 if len(attempts) >= self._most else 0

    def note(self, key: str) -> None:
        """Count an attempt of ``key``."""
        if len(self._attempts) >= _MOST_KEYS:
            self._attempts = {known: kept for known in list(self._attempts) if (kept := self._recent(known))}
        self._attempts.setdefault(key, deque(maxlen=self._most)).append(self._clock())

    def clear(self, key: str) -> None:
        """Forget the attempts of ``key``."""
        self._attempts.pop(key, None)

    def _recent(self, key: str) -> deque[float]:
        attempts = self._attempts.get(key, deque())
        while attempts and attempts[0] + self._seconds <= self._clock():
            attempts.popleft()
        return attempts
