"""The plan's steps, a Prefect task run each, named by the step's title and tagged by its executor."""

from __future__ import annotations

from typing import Any

from prefect import allow_failure, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from praetorium.errors import PraetoriumError
from praetorium.models import Plan, Step, StepState
from praetorium.planning.ready import walk
from praetorium.stages import Job, Ready, approach, perform, standing

BACKOFF = (0.5, 2.0, 8.0, 30.0)
"""Seconds before each further attempt at what may pass; each is lengthened by up to a third, at random."""


async def carry_out(job: Job, plan: Plan) -> dict[str, StepState]:
    """Walk the plan: every step whose needs are met is one task run. Gives the state of every step."""
    ended: dict[str, State[Any]] = {}

    async def run(step: Step) -> StepState:
        ready = approach(job, step)
        if isinstance(ready, StepState):
            return ready
        upstream = [allow_failure(ended[need]) for need in step.needs if need in ended]
        ended[step.id] = await _as_task(step, ready)(job, ready, wait_for=upstream, return_state=True)
        return StepState.SUCCEEDED if ended[step.id].is_completed() else StepState.FAILED

    return await walk(plan, standing(job, plan), run, parallel=job.house.settings.parallel_steps)


def _as_task(step: Step, ready: Ready) -> Task[..., Any]:
    return carry_out_step.with_options(
        name=step.executor,
        task_run_name=step.title.replace("{", "{{").replace("}", "}}"),
        tags=[f"executor:{step.executor}", f"step:{step.id}"],
        retries=ready.executor.retries,
        retry_delay_seconds=list(BACKOFF[: ready.executor.retries]),
        retry_jitter_factor=0.33,
        retry_condition_fn=_may_pass,
    )


@task(cache_policy=NO_CACHE, persist_result=False)
async def carry_out_step(job: Job, ready: Ready) -> dict[str, Any]:
    """One step: intent, executor, checks, outcome; gives its result."""
    outcome = await perform(job, ready)
    return {"seconds": outcome.seconds, "checks": len(outcome.checks), "result": dict(outcome.result)}


async def _may_pass(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether trying again can help: the error says so itself."""
    try:
        await state.aresult(raise_on_failure=True)
    except PraetoriumError as error:
        return error.retryable
    except Exception:  # noqa: BLE001 - whatever else it was, nobody said that it may pass
        return False
    return False
