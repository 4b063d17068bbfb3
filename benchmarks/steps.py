"""A plan of 10 and of 50 steps that only say something, against a bare Prefect flow with as many tasks.

Same server, same run, both from the flow's first line to its last; each with a chain and with all steps independent.

    python -m benchmarks.steps [--runs 5]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import time
from typing import Any

from benchmarks.bench import installation, table
from praetorium import submit
from praetorium.engine.environment import client_variables
from praetorium.engine.services import status
from praetorium.house import House

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


def ours(house: House, size: int) -> float:
    """Seconds from the first line of ``fulfil`` to its delivery."""
    handle = submit("Build me a CRM", playbook=f"notes-{size}", unattended=True, house=house)
    told = handle.wait(timeout=120)
    assert told.error is None, told.error
    at = {event.kind: event.at for event in house.catalogue.events.after(handle.id)}
    return (at["request.delivered"] - at["request.started"]).total_seconds()


def bare(size: int) -> float:
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

    asyncio.run(notes())
    return taken[0]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=5)
    given = arguments.parse_args()
    with installation() as house:
        api = status(house.settings).api
        assert api is not None
        os.environ.update(client_variables(house.settings, api))
        house.settings.own_playbooks.mkdir(exist_ok=True)
        rows = []
        for size in SIZES:
            (house.settings.own_playbooks / f"notes-{size}.yaml").write_text(playbook(size))
            ours(house, size), bare(size)  # warm both
            pairs = [(ours(house, size), bare(size)) for _ in range(given.runs)]
            mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
            rows.append((size, mine, theirs, mine / theirs, "≤ 1.3"))
    table("steps that only say something, seconds", ("steps", "Praetorium", "bare Prefect", "ratio", "goal"), rows)


if __name__ == "__main__":
    main()
