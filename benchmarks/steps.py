"""A plan of 10 and of 50 steps that only say something, against a bare Prefect flow with as many tasks.

Same server, same run, both called in this process: the whole call, for which its caller waits, and the steps in it.

    python -m benchmarks.steps [--runs 5]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import time
from dataclasses import dataclass
from typing import Any

from benchmarks.bench import installation, table
from praetorium.engine.environment import client_variables
from praetorium.engine.services import status
from praetorium.house import House
from praetorium.intake import take
from praetorium.settings import project_root

SIZES = (10, 50)


def playbook(size: int) -> str:
    """A playbook of ``size`` independent notes."""
    lines = [f"name: notes-{size}", "title: Notes", "for: Measuring.", "examples: [notes]", "steps:"]
    for number in range(size):
        lines += [
            f"  - id: n{number}",
            f"    title: Note {number}",
            "    why: to measure",
            "    executor: note",
            f"    with: {{text: note {number}}}",
            "    expected: a row",
        ]
    return "\n".join(lines)


@dataclass(frozen=True)
class Taken:
    """Seconds of one flow run."""

    whole: float
    """As its caller waits for it."""
    steps: float
    """From the first step's beginning to the last one's end."""


def ours(house: House, size: int) -> Taken:
    """One request through ``fulfil``, called as a Prefect user calls a flow."""
    from prefect.flows import load_flow_from_entrypoint

    fulfil: Any = load_flow_from_entrypoint(str(project_root() / "flows" / "fulfil.py:fulfil"))
    request = take(house, "Build me a CRM", playbook=f"notes-{size}", unattended=True).request
    started = time.perf_counter()
    asyncio.run(fulfil(request=request.id, return_state=True))
    whole = time.perf_counter() - started
    told = house.catalogue.events.after(request.id)
    assert told[-1].kind == "request.delivered", told[-1]
    at = [event.at for event in told if event.kind in ("step.started", "step.succeeded")]
    return Taken(whole, (at[-1] - at[0]).total_seconds())


def bare(size: int) -> Taken:
    """The same number of tasks in a bare asynchronous Prefect flow."""
    from prefect import flow, task
    from prefect.cache_policies import NO_CACHE

    @task(cache_policy=NO_CACHE, persist_result=False)
    async def note(number: int) -> dict[str, Any]:
        return {"number": number}

    taken: list[float] = []

    @flow(persist_result=False)
    async def notes() -> None:
        started = time.perf_counter()
        limit = asyncio.Semaphore(4)

        async def one(number: int) -> None:
            async with limit:
                await note(number)

        await asyncio.gather(*(one(n) for n in range(size)))
        taken.append(time.perf_counter() - started)

    started = time.perf_counter()
    asyncio.run(notes())
    return Taken(time.perf_counter() - started, taken[0])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=5)
    given = arguments.parse_args()
    with installation() as house:
        api = status(house.settings).api
        assert api is not None
        os.environ.update(client_variables(house.settings, api))
        os.environ |= {"PRAETORIUM_HOME": str(house.settings.home), "PREFECT_LOGGING_LEVEL": "ERROR"}
        house.settings.own_playbooks.mkdir(exist_ok=True)
        rows: list[tuple[object, ...]] = []
        for size in SIZES:
            (house.settings.own_playbooks / f"notes-{size}.yaml").write_text(playbook(size))
            ours(house, size), bare(size)  # warm both
            pairs = [(ours(house, size), bare(size)) for _ in range(given.runs)]
            for what, goal in (("whole", "≤ 1.3"), ("steps", "")):
                mine, theirs = (statistics.median(getattr(t, what) for t in side) for side in zip(*pairs, strict=True))
                rows.append((size, what, mine, theirs, mine / theirs, goal))
    columns = ("steps", "what", "Praetorium", "bare Prefect", "ratio", "goal")
    table("steps that only say something, seconds", columns, rows)


if __name__ == "__main__":
    main()
