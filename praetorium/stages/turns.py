"""Turns: what steps of several requests would do to one thing (an app of one name) is done by one of them at a time."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from praetorium.settings import Settings

TICK = 0.1
"""Seconds between two looks whether it is our turn."""


@asynccontextmanager
async def in_turn(settings: Settings, name: str | None, say: Callable[[str], None]) -> AsyncIterator[None]:
    """Nobody else on this machine is within for the same name; for None nobody is waited for. The kernel frees what a
    dead holder had."""
    if name is None:
        yield
        return
    with _file(settings, name).open("a") as file:
        if not _taken(file):
            say(f"Waits for another request that works on '{name}'")
            while not _taken(file):  # noqa: ASYNC110 - the kernel tells nobody that a lock is free
                await asyncio.sleep(TICK)
        yield


def _file(settings: Settings, name: str) -> Path:
    return settings.folder("turns") / f"{name}.lock"


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
