"""The ready-queue of one plan: every step whose needs are met runs, as many at once as allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from praetorium.models import Plan, Step, StepState

Run = Callable[[Step], Awaitable[StepState]]
"""Carries out a step and gives the state it ended in; an exception ends the whole walk."""


async def walk(plan: Plan, states: Mapping[str, StepState], run: Run, *, parallel: int = 4) -> dict[str, StepState]:
    """Carry out what is not done yet, in the order of needs; gives the state of every step.

    ``states`` holds what the steps are before: those that SUCCEEDED are not run. A step whose needs did not all
    succeed is left as it is (PENDING), for the caller to say why.
    """
    after = {step.id: states.get(step.id, StepState.PENDING) for step in plan.steps}
    todo = {s.id: s for s in plan.steps if after[s.id] is not StepState.SUCCEEDED}
    running: dict[asyncio.Task[StepState], str] = {}
    try:
        while True:
            ready = [s for s in todo.values() if all(after[n] is StepState.SUCCEEDED for n in s.needs)]
            for step in ready[: max(0, parallel - len(running))]:
                running[asyncio.ensure_future(run(todo.pop(step.id)))] = step.id
            if not running:
                return after
            done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                after[running.pop(task)] = task.result()
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
