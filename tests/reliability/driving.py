"""An execution without Prefect: the same stages, walked in this process or in one of its own that can be killed."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from praetorium import intake, stages
from praetorium.catalogue import Approval
from praetorium.engine.holders import holder_of
from praetorium.errors import PraetoriumError, StaleError
from praetorium.house import House
from praetorium.models import RequestState, Step, StepState
from praetorium.planning.ready import walk
from praetorium.settings import Settings


async def execute(house: House, id: str, holder: str | None = None, patience: float = 0.0) -> RequestState:
    """Carry the request out as ``flows/fulfil.py`` does, each step as a plain call."""
    async with stages.opened(house, id, holder or holder_of("run")) as job:
        job.brief = intake.understand(house, job.request)
        job.plan = plan = intake.plan(house, job.request, job.brief)

        async def run(step: Step) -> StepState:
            found = await stages.approach(job, step)
            if isinstance(found, Approval):
                job.waits[step.id] = stages.ask(job, found).id
                return StepState.WAITING
            if isinstance(found, StepState):
                return found
            try:
                await stages.perform(job, found)
            except stages.HaltedError:
                job.waits[step.id] = None
                return StepState.WAITING
            except PraetoriumError as error:
                if isinstance(error, StaleError):
                    raise
                return StepState.FAILED
            return StepState.SUCCEEDED

        states = await walk(
            plan, stages.standing(job, plan), run, look=lambda waiting: stages.look(job, waiting), patience=patience
        )
        await stages.keep(job)
        if StepState.FAILED in states.values():
            return stages.fail(job)
        if StepState.WAITING in states.values():
            return stages.wait(job)
        return await stages.deliver(job)


def main() -> None:
    """``python -m tests.reliability.driving HOME REQUEST HOLDER LEASE``: one execution in a process of its own."""
    home, id, holder, lease = sys.argv[1:5]
    house = House(Settings(home=Path(home), lease_seconds=float(lease)))
    state = asyncio.run(execute(house, id, holder if holder != "-" else None))
    sys.stdout.write(f"{state}\n")


if __name__ == "__main__":
    main()
