"""Carrying out a request in this process, by the stages alone: what the tasks do, without Prefect around it."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

from praetorium import intake, stages
from praetorium.catalogue import Approval
from praetorium.errors import PraetoriumError, StaleError
from praetorium.house import House
from praetorium.models import Door, RequestState, Step, StepState
from praetorium.stages import Job, Ready


def take(house: House, playbook: str, folder: Path, **options: Any) -> str:
    """Keep a request of that playbook; nothing is started."""
    for name in ("old", "older"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "file.txt").write_text(name)
    given = {"unattended": True, "asked_by": "Bob", "door": Door.CLI} | options
    return intake.take(
        house, f"run `true`, as playbook {playbook} says", playbook=playbook, project=folder, **given
    ).request.id


def carry_out(house: House, id: str, *, patience: float = 0.0, parallel: int = 4) -> dict[str, StepState]:
    """One execution of the request, to its end or until only answers are left."""
    return asyncio.run(_carry_out(house, id, patience, parallel))


async def _carry_out(house: House, id: str, patience: float, parallel: int) -> dict[str, StepState]:
    house.settings = house.settings.model_copy(update={"approval_patience": patience, "parallel_steps": parallel})
    async with stages.opened(house, id, holder="a test") as job:
        job.brief = intake.understand(house, job.request)
        for question in stages.unclear(job):
            stages.ask(job, question)
        if await stages.cleared_up(job) is not None:
            return {}
        job.plan = intake.plan(house, job.request, job.brief)
        states = await stages.carry_out(job, job.plan, put, partial(do, job))
        ended = stages.short_of_delivery(job, states)
        assert ended is not RequestState.RUNNING, "it would have waited, and somebody had answered"
        if ended is None:
            await stages.deliver(job)
    return states


async def put(job: Job, approval: Approval) -> Approval:
    """A question, without a task run around it."""
    return stages.ask(job, approval)


async def do(job: Job, step: Step, ready: Ready) -> StepState:
    """A step, without a task run around it."""
    try:
        return (await stages.perform(job, ready)).state
    except stages.HaltedError:
        return StepState.WAITING
    except StaleError:
        raise
    except PraetoriumError:
        return StepState.FAILED
