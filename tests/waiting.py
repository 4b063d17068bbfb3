"""Waiting on a condition, with a bound: what tests do instead of sleeping."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_FIRST, _LONGEST = 0.01, 0.1
"""Seconds between two looks: they grow, because each look may cost a server a hundredth of a second of a core."""


def until(condition: Callable[[], T | None], seconds: float = 30.0, what: str = "") -> T:
    """What the condition gives once it gives something true; fails after ``seconds``, naming ``what`` was awaited."""
    give_up, pause = time.monotonic() + seconds, _FIRST
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > give_up:
            raise AssertionError(f"waited {seconds:g} s in vain for {what or condition}")
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST)
