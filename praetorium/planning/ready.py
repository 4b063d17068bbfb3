"""The ready-queue of one plan: every step whose needs are met runs, as many at once as allowed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from praetorium.models import Plan, Step, StepState

Run = Callable[[Step], Awaitable[StepState]]
"""Carries out a step and gives the state it ended in; an exception ends the whole walk."""

TICK = 0.05
"""Seconds between two looks at what waits for a person."""


@dataclass(frozen=True)
class Look:
    """What became of the steps that wait."""

    freed: frozenset[str] = frozenset()
    """To be tried again: their question was answered."""
    changed: bool = False
    """Whether another plan has taken this one's place: nothing more of this one is begun."""
    crowded: bool = False
    """Whether others wait for the place that this walk holds: there is no patience left."""


Looking = Callable[[frozenset[str]], Look]
"""Looks after the steps of these ids, which wait."""


async def walk(
    plan: Plan,
    states: Mapping[str, StepState],
    run: Run,
    *,
    parallel: int = 4,
    look: Looking | None = None,
    patience: float = 0.0,
) -> dict[str, StepState]:
    """Carry out what is not done yet, in the order of needs; gives the state of every step.

    ``states`` holds what the steps are before: those that SUCCEEDED are not run. A step whose needs did not all
    succeed is left as it is (PENDING), for the caller to say why. A step that WAITS does not keep the others from
    going on; with ``look`` it is tried again as soon as that says so, and when nothing else is left to do, for
    ``patience`` seconds more, or until the place is wanted.
    """
    after = {step.id: states.get(step.id, StepState.PENDING) for step in plan.steps}
    todo = {s.id: s for s in plan.steps if after[s.id] is not StepState.SUCCEEDED}
    running: dict[asyncio.Task[StepState], str] = {}
    seen, idle_since = Look(), time.monotonic()
    try:
        while True:
            ready = [s for s in todo.values() if all(after[n] is StepState.SUCCEEDED for n in s.needs)]
            for step in [] if seen.changed else ready[: max(0, parallel - len(running))]:
                running[asyncio.ensure_future(run(todo.pop(step.id)))] = step.id
            waiting = frozenset(id for id, state in after.items() if state is StepState.WAITING and id not in todo)
            waiting -= frozenset(running.values())
            idle_since = time.monotonic() if running else idle_since
            late = seen.crowded or time.monotonic() - idle_since > patience or StepState.FAILED in after.values()
            over = look is None or not waiting or seen.changed or late
            if not running and over:
                return after
            await _moment(running, None if look is None or not waiting else TICK)
            for task in [task for task in running if task.done()]:
                after[running.pop(task)] = task.result()
            if look is not None and waiting and not seen.changed:
                seen = look(waiting)
                todo.update({id: plan.step(id) for id in seen.freed})
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _moment(running: Mapping[asyncio.Task[StepState], str], seconds: float | None) -> None:
    """Until a step ends, or for so long."""
    if running:
        await asyncio.wait(running, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    elif seconds:
        await asyncio.sleep(seconds)
