"""The gate, as Prefect tasks: a short task run for each question, beneath which the approval's flow run is drawn."""

from __future__ import annotations

from prefect import runtime, task
from prefect.cache_policies import NO_CACHE

from praetorium import stages
from praetorium.catalogue import Approval
from praetorium.models import RequestState
from praetorium.stages import Job


async def put(job: Job, approval: Approval) -> Approval:
    """Put a question to a person; it waits for its answer without this run."""
    title = approval.question.replace("{", "{{").replace("}", "}}")
    asked: Approval = await approve.with_options(task_run_name=title)(job, approval)
    return asked


@task(name="approve", cache_policy=NO_CACHE, persist_result=False)
async def approve(job: Job, approval: Approval) -> Approval:
    """Store the question; the answer is awaited elsewhere, by nobody."""
    return stages.ask(job, approval, str(runtime.task_run.id))


async def clear_up(job: Job) -> RequestState | None:
    """Ask what the words leave open and cannot be assumed; None when all of it is clear."""
    for question in stages.unclear(job):
        await put(job, question)
    return await stages.cleared_up(job)
