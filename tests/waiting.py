"""Waiting on a condition, with a bound: what tests do instead of sleeping."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(condition: Callable[[], T | None], seconds: float, what: str) -> T:
    """What the condition gives once it gives something true; fails after ``seconds``, naming ``what`` was awaited."""
    give_up = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > give_up:
            raise AssertionError(f"waited {seconds:g} s in vain for {what}")
        time.sleep(0.05)
