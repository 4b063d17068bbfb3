"""Understanding and planning, as Prefect tasks."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from praetorium import intake
from praetorium.models import Brief, Plan
from praetorium.stages import Job


@task(name="understand", task_run_name="Understand the words", cache_policy=NO_CACHE, persist_result=False)
async def understand(job: Job) -> Brief:
    """Words → brief. Raises RejectedError when they say nothing usable."""
    job.brief = intake.understand(job.house, job.request)
    return job.brief


@task(name="plan", task_run_name="Plan and price the work", cache_policy=NO_CACHE, persist_result=False)
async def plan(job: Job) -> Plan:
    """Brief → plan: steps, needs, effects, checks, estimate. One that a person changed is taken as it is now."""
    assert job.brief is not None
    job.plan = intake.plan(job.house, job.request, job.brief)
    return job.plan
