"""Held back by a person: everything halted, this request or an executor paused. What runs is ended only by the halt."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

from praetorium.catalogue.switches import HALT, executors_paused, paused_executor, paused_request
from praetorium.errors import ExternalError, StepError
from praetorium.stages.job import Job

T = TypeVar("T")

TICK = 0.5
"""Seconds between two looks at the switch while a step runs."""


class HaltedError(StepError):
    """The step was ended by the halt; it is done when that is lifted."""

    def __init__(self) -> None:
        super().__init__("everything was halted before it was finished", next="let it go on: praetorium resume")


def held(job: Job, executor: str | None = None) -> bool:
    """Whether a person has halted everything, or paused this request or executor."""
    return bool(_switches(job, executor) & job.house.catalogue.switches.on())


def held_because(job: Job) -> str:
    """Why steps of the job are held, and how they go on, for people."""
    on, id = job.house.catalogue.switches.on(), job.request.id
    if HALT in on:
        return "Halted: goes on with 'praetorium resume'"
    if paused_request(id) in on:
        return f"Paused: goes on with 'praetorium continue {id}'"
    names = executors_paused(on)
    return f"Paused: goes on with 'praetorium executors resume {' '.join(names)}'" if names else "Waits to go on"


async def until_halted(job: Job, work: Awaitable[T]) -> T:
    """What the work gives. Raises HaltedError when everything is halted meanwhile; the work has been ended then."""
    working = asyncio.ensure_future(work)
    watching = asyncio.create_task(_halted(job))
    try:
        await asyncio.wait((working, watching), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            await _ended(working)
            raise HaltedError
        return working.result()
    finally:
        await _ended(working, watching)


async def _halted(job: Job) -> None:
    while True:
        await asyncio.sleep(TICK)
        with suppress(ExternalError):  # the catalogue is away for a moment
            if HALT in await asyncio.to_thread(job.house.catalogue.switches.on):
                return


async def _ended(*tasks: asyncio.Future[T] | asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _switches(job: Job, executor: str | None) -> set[str]:
    return {HALT, paused_request(job.request.id)} | ({paused_executor(executor)} if executor else set())
