"""One request, from words to delivery.

This file tells the story; what each stage does is in ``praetorium/stages``, what it is to Prefect in ``tasks``. The
catalogue is the truth: a run that is started again goes on from the last finished step, whatever Prefect shows.

Run it from the Prefect UI (deployment ``fulfil/praetorium``), by ``praetorium run "…"``, or:

    run_deployment("fulfil/praetorium", parameters={"words": "Build me a CRM with contacts and leads"})
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from prefect import flow, runtime
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.exceptions import Abort
from prefect.flow_runs import asuspend_flow_run
from prefect.states import Completed, Failed

from praetorium import stages
from praetorium.engine import client
from praetorium.engine.holders import holder_of
from praetorium.errors import ExternalError, PraetoriumError, RejectedError, StaleError, UserError
from praetorium.house import House
from praetorium.intake import reject
from praetorium.models import Door, RequestState
from praetorium.models.secret import discreet
from praetorium.schedules.standing import told
from praetorium.stages import Job, opened
from praetorium.stages.arrival import BusyError, arrived
from tasks.approving import clear_up
from tasks.carrying_out import carry_out
from tasks.delivering import deliver, keep
from tasks.reading import plan, understand

FOREVER = 10 * 365 * 24 * 3600
"""Seconds a suspended run may wait: approvals expire by our own clock, not by Prefect's."""

NOWHERE = Path("results")
"""Nothing is persisted: named so that Prefect need not ask its server, twice a run, where results are to lie."""


def _name() -> str:
    words = discreet(" ".join(str(runtime.flow_run.parameters.get("words") or "").split()))
    return words if len(words) <= 80 else f"{words[:79]}…"


@flow(name="fulfil", flow_run_name=_name, persist_result=False, result_storage=NOWHERE)
async def fulfil(
    words: str = "",
    project: str | None = None,
    playbook: str | None = None,
    unattended: bool = True,
    budget: float | None = None,
    request: str | None = None,
    repeats: str | None = None,
) -> State[str]:
    """Do what the words ask for, prove it and hand it over.

    Args:
        words: What is needed, in plain words: "Build me a CRM with contacts and leads".
        project: A folder to work in; left empty, the request gets one of its own.
        playbook: The name of a playbook, instead of the one the words lead to.
        unattended: Take the stated assumptions instead of asking.
        budget: Most it may cost; more is asked for.
        request: The id of a request that is kept already; left empty, the words become a new one.
        repeats: The id of a delivered request that is done again, with its plan and its files as they are now; other
            words than it had are read anew.
    """
    house = House()
    run = str(runtime.flow_run.id)
    try:
        id = request or arrived(
            house, run, words, project, playbook, unattended, budget, _door(), repeats or _repeats()
        )
        await _hide(run, words)
        async with opened(house, id, holder=holder_of(run)) as job:
            state = job.over or await _live(job)
    except BusyError as error:
        return Completed(name="Skipped", message=str(error))
    except (RejectedError, UserError) as error:
        await _hide(run, words)
        return Failed(name="Rejected", message=str(error))
    except StaleError as error:
        if house.catalogue.requests.get(id).flow_run == run:
            # Another process of this very run goes on; what Prefect shows of it is that one's to say.
            raise Abort(str(error)) from None
        return Completed(name="Superseded", message=str(error))
    finally:
        house.close()
    if state is RequestState.WAITING:
        # A key of its own each time: Prefect counts suspensions anew in each process, and takes each key once.
        await asuspend_flow_run(timeout=FOREVER, key=str(uuid4()))
    if state is RequestState.DELIVERED:
        return Completed(name="Delivered", message=f"{state}: {id}")
    return Failed(name=state.capitalize(), message=f"{state}: praetorium show {id}")


def _door() -> Door:
    context = FlowRunContext.get()
    by_itself = context is not None and context.flow_run is not None and context.flow_run.auto_scheduled
    return Door.SCHEDULE if by_itself else Door.PREFECT


def _repeats() -> str | None:
    """The request whose schedule started the run: Prefect forgets a schedule's parameters when its times are changed
    without them, and never its slug."""
    context = FlowRunContext.get()
    by = context.flow_run.created_by if context is not None and context.flow_run is not None else None
    slug = by.display_value if by is not None and by.type == "SCHEDULE" else None
    return slug if slug and slug.startswith("req-") and not runtime.flow_run.parameters.get("words") else None


async def _hide(run: str, words: str) -> None:
    """Words typed in Prefect are kept by now: what may be secret in them does not stay among its parameters."""
    if words and discreet(words) != words:
        with suppress(ExternalError):
            await client.change_parameters.aio(run, {"words": told(words)})


async def _live(job: Job) -> RequestState:
    """Understand → clear up → plan → carry out → keep → deliver."""
    try:
        await understand(job)
        unclear = await clear_up(job)
        if unclear is not None:
            return unclear
        while True:
            steps = await carry_out(job, await plan(job))
            await keep(job)
            short = stages.short_of_delivery(job, steps)
            if short is None:
                return await deliver(job)
            if short is not RequestState.RUNNING:
                return short
    except StaleError:
        raise
    except RejectedError as error:
        reject(job.house, job.request.id, error)
        raise
    except PraetoriumError as error:
        return stages.fail(job, error)
