"""Small flows that leave marks in files, for the tests and benchmarks of the engine."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.flow_runs import asuspend_flow_run

_FOREVER = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"


@task(cache_policy=NO_CACHE, persist_result=False)
async def mark(path: str, text: str = "") -> None:
    _append(path, f"{time.time()} {os.getpid()} {text}\n")


def _append(path: str, line: str) -> None:
    with Path(path).open("a") as file:
        file.write(line)


@flow(persist_result=False)
async def stamp(path: str) -> None:
    """Write the time of the first task.

    Args:
        path: the file to write to
    """
    await mark(path)


@flow(persist_result=False)
async def sleep(path: str, seconds: float = 60) -> None:
    await mark(path, "started")
    await asyncio.sleep(seconds)
    await mark(path, "ended")


def _start_stubborn() -> None:
    """A child that ignores SIGTERM, and a grandchild that does so in a session of its own."""
    inner = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {_FOREVER!r}], start_new_session=True);"
    subprocess.Popen([sys.executable, "-c", f"{inner}{_FOREVER}"])


@flow(persist_result=False)
async def stubborn(path: str) -> None:
    _start_stubborn()
    await mark(path, "started")
    await asyncio.to_thread(time.sleep, 600)


@flow(persist_result=True)
async def suspend(path: str) -> None:
    seen = Path(path).read_text().count("\n") if Path(path).exists() else 0
    if seen == 0:
        await mark(path, "before")
        await asuspend_flow_run(timeout=600)
    await mark(path, "after")


@flow(persist_result=False)
async def five(path: str) -> None:
    for number in range(5):
        await mark(path, str(number))
