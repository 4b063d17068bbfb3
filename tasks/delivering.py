"""Keeping and delivering, as Prefect tasks."""

from __future__ import annotations

from prefect import task
from prefect.cache_policies import NO_CACHE

from praetorium import stages
from praetorium.models import RequestState
from praetorium.stages import Job


@task(name="keep", task_run_name="Keep what was made", cache_policy=NO_CACHE, persist_result=False)
async def keep(job: Job) -> int:
    """Results become versions of assets; gives how many."""
    return len(await stages.keep(job))


@task(name="deliver", task_run_name="Open what was made and hand it over", cache_policy=NO_CACHE, persist_result=False)
async def deliver(job: Job) -> RequestState:
    """URLs are opened; the delivery is stored."""
    return await stages.deliver(job)
