"""Carrying out a request in this process, by the stages alone: what the tasks do, without Prefect around it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from praetorium import intake, stages
from praetorium.catalogue import Approval, ApprovalState
from praetorium.errors import PraetoriumError
from praetorium.house import House
from praetorium.models import Door, RequestState, Step, StepState
from praetorium.planning.ready import walk


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
    async with stages.opened(house, id, holder="a test") as job:
        job.brief = intake.understand(house, job.request)
        job.plan = intake.plan(house, job.request, job.brief)

        async def run(step: Step) -> StepState:
            found = await stages.approach(job, step)
            if isinstance(found, Approval):
                asked = stages.ask(job, found)
                job.waits[step.id] = asked.id
                return StepState.WAITING if asked.state is ApprovalState.WAITING else await run(step)
            if isinstance(found, StepState):
                return found
            try:
                return (await stages.perform(job, found)).state
            except PraetoriumError:
                return StepState.FAILED

        while True:
            states = await walk(
                job.plan,
                stages.standing(job, job.plan),
                run,
                parallel=parallel,
                look=lambda waiting: stages.look(job, waiting),
                patience=patience,
            )
            newer = stages.newer_plan(job)
            if newer is None:
                break
            job.plan, job.brief = newer, house.catalogue.briefs.get(id)
        if StepState.FAILED in states.values():
            stages.deny(job) if stages.was_denied(job) else stages.fail(job)
        elif StepState.WAITING in states.values():
            assert stages.wait(job) is RequestState.WAITING
        else:
            await stages.deliver(job)
    return states
