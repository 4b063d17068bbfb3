"""An execution without Prefect: the same stages, walked in this process or in one of its own that can be killed."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from pathlib import Path

from praetorium import intake, stages
from praetorium.engine.holders import holder_of
from praetorium.house import House
from praetorium.models import RequestState
from praetorium.settings import Settings
from tests.approvals.walking import do, put


async def execute(house: House, id: str, holder: str | None = None, patience: float = 0.0) -> RequestState:
    """Carry the request out as ``flows/fulfil.py`` does, each step as a plain call."""
    house.settings = house.settings.model_copy(update={"approval_patience": patience})
    async with stages.opened(house, id, holder or holder_of("run")) as job:
        job.brief = intake.understand(house, job.request)
        job.plan = intake.plan(house, job.request, job.brief)
        states = await stages.carry_out(job, job.plan, put, partial(do, job))
        await stages.keep(job)
        return stages.short_of_delivery(job, states) or await stages.deliver(job)


def main() -> None:
    """``python -m tests.reliability.driving HOME REQUEST HOLDER LEASE``: one execution in a process of its own."""
    home, id, holder, lease = sys.argv[1:5]
    house = House(Settings(home=Path(home), lease_seconds=float(lease)))
    state = asyncio.run(execute(house, id, holder if holder != "-" else None))
    sys.stdout.write(f"{state}\n")


if __name__ == "__main__":
    main()
