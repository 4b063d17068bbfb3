"""Prefect's own process worker on a pool of its own, where forking is not possible or not wanted."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path

from prefect.workers.process import ProcessWorker

from praetorium.engine import pools
from praetorium.engine.worker import stale
from praetorium.engine.worker.service import StatusFile
from praetorium.engine.worker.zygote import MARK, mark_of
from praetorium.settings import Settings


async def run_processes(
    configuration: Settings, project: Path, stop: asyncio.Event, status: StatusFile, reason: str
) -> None:
    """Serve the process pool until ``stop``; its runs are ended with it."""
    await asyncio.to_thread(stale.end_strays, configuration.home)
    os.environ[MARK] = mark_of(configuration.home, os.getpid())
    os.chdir(project)
    worker = ProcessWorker(
        work_pool_name=pools.PROCESS.name,
        name=pools.worker_name(configuration.home),
        limit=configuration.worker_limit,
    )
    status.write(pools.PROCESS, polling=True, reason=reason)
    serving = asyncio.create_task(worker.start(printer=lambda *_: None))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait([serving, stopping], return_when=asyncio.FIRST_COMPLETED)
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
