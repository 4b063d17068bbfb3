"""The plan's steps, a Prefect task run each, named by the step's title and tagged by its executor."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from prefect import allow_failure, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Cancelled
from prefect.tasks import Task, TaskRunNameCallbackWithParameters

from praetorium import stages
from praetorium.errors import PraetoriumError
from praetorium.models import Plan, Step, StepState
from praetorium.stages import HaltedError, Job, Ready, perform
from tasks.approving import put

BACKOFF = (0.5, 2.0, 8.0, 30.0)
"""Seconds before each further attempt at what may pass; each is lengthened by up to a third, at random."""


async def carry_out(job: Job, plan: Plan) -> dict[str, StepState]:
    """Walk the plan: every step that is done is one task run, drawn after those it needs. Gives every step's state."""
    ended: dict[str, State[Any]] = {}

    async def do(step: Step, ready: Ready) -> StepState:
        upstream = [allow_failure(ended[need]) for need in step.needs if need in ended]
        task = _as_task(step.executor, ready.executor.retries)
        ended[step.id] = state = await task(job, ready, wait_for=upstream, return_state=True)
        if state.is_cancelled():
            return StepState.WAITING
        return StepState.SUCCEEDED if state.is_completed() else StepState.FAILED

    return await stages.carry_out(job, plan, put, do)


@cache
def _as_task(executor: str, retries: int) -> Task[..., Any]:
    """Made once for all steps of an executor; for each other set of tags Prefect starts another client for slots."""
    return carry_out_step.with_options(
        name=executor,
        task_run_name=cast(TaskRunNameCallbackWithParameters, _title),
        tags=[f"executor:{executor}"],
        retries=retries,
        retry_delay_seconds=list(BACKOFF[:retries]),
        retry_jitter_factor=0.33,
        retry_condition_fn=_may_pass,
    )


def _title(parameters: dict[str, Any]) -> str:
    ready: Ready = parameters["ready"]
    return ready.step.title


@task(cache_policy=NO_CACHE, persist_result=False)
async def carry_out_step(job: Job, ready: Ready) -> dict[str, Any] | State[Any]:
    """One step: intent, executor, checks, outcome; gives its result. Cancelled when everything was halted."""
    try:
        outcome = await perform(job, ready)
    except HaltedError as halted:
        return Cancelled(name="Halted", message=str(halted))
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
