"""Puts the forking worker's parts together and keeps them running until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
from contextlib import suppress
from typing import Protocol

from praetorium.engine import pools
from praetorium.engine.worker import stale
from praetorium.engine.worker.forking import ForkingWorker
from praetorium.engine.worker.nursery import Nursery, NurseryError
from praetorium.engine.worker.watch import Watch
from praetorium.settings import Settings

logger = logging.getLogger(__name__)


class NotSafe(RuntimeError):
    """Forking flow runs is not possible here."""


class StatusFile(Protocol):
    """Where the worker says how far it is."""

    def write(self, pool: pools.Pool, *, polling: bool, reason: str | None = None) -> None: ...


async def fork_runs(configuration: Settings, nursery: Nursery, stop: asyncio.Event, status: StatusFile) -> None:
    """Serve the pool until ``stop``; runs that are not finished then go on with the next worker. Raises NotSafe."""
    status.write(pools.FORKING, polling=False)
    await asyncio.to_thread(stale.end_strays, configuration.home)
    try:
        await nursery.start()
    except NurseryError as problem:
        await nursery.close()
        raise NotSafe(str(problem)) from problem
    worker = ForkingWorker(
        work_pool_name=pools.FORKING.name,
        name=pools.worker_name(configuration.home),
        limit=configuration.worker_limit,
        nursery=nursery,
    )
    async with worker:
        await stale.settle_runs(worker, worker.client, first=True)
        watch = Watch(worker)
        loops = [asyncio.create_task(loop(), name=loop.__name__) for loop in watch.loops]
        status.write(pools.FORKING, polling=True)
        await _until(stop, loops)
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        with suppress(TimeoutError):
            await asyncio.wait_for(worker.hand_back(), 2.5)
        await nursery.close()
        # What is still being submitted has no process yet; the next worker finds it.
        os._exit(0)


async def _until(stop: asyncio.Event, loops: list[asyncio.Task[None]]) -> None:
    """Wait for the signal; a loop that ends by itself ends the worker, which is then started anew."""
    waiting = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([waiting, *loops], return_when=asyncio.FIRST_COMPLETED)
    for task in done - {waiting}:
        logger.error("%s ended: %r", task.get_name(), task.exception())
