"""Carrying out a plan: every step, when its turn comes, through the gate and into the work.

What a step and a question are outside of this (a Prefect task, a plain call) is given: ``Do`` and ``Put``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from graphlib import TopologicalSorter

from praetorium.catalogue import Answer, Approval, ApprovalState, StepRow
from praetorium.errors import PraetoriumError, RefusedError
from praetorium.models import Outcome, Plan, Step, StepState, now
from praetorium.planning.ready import Look, walk
from praetorium.stages.crowding import Crowd
from praetorium.stages.gate import Passage, Way, passage
from praetorium.stages.halting import held
from praetorium.stages.job import Job
from praetorium.stages.step import Ready

Put = Callable[[Job, Approval], Awaitable[Approval]]
"""Puts a question to a person and gives it as it is kept; an earlier one, answered or not, if it was asked before."""
Do = Callable[[Step, Ready], Awaitable[StepState]]
"""Does a step that may be done: succeeded, failed, or waiting where everything was halted meanwhile."""


async def carry_out(job: Job, plan: Plan, put: Put, do: Do) -> dict[str, StepState]:
    """Walk the plan until nothing is left to do, or only what waits for a person. Gives the state of every step.

    A plan that a person changes meanwhile is walked in its new version; what it did not change stays done.
    """

    async def run(step: Step) -> StepState:
        found = await approach(job, step)
        if isinstance(found, Approval):
            asked = await put(job, found)
            job.waits[step.id] = asked.id
            return StepState.WAITING if asked.state is ApprovalState.WAITING else await run(step)
        if isinstance(found, StepState):
            return found
        state = await do(step, found)
        if state is StepState.WAITING:
            job.waits[step.id] = None
        return state

    chosen, crowd = job.house.settings, Crowd(job.house.catalogue.requests)
    while True:
        states = await walk(
            plan,
            standing(job, plan),
            run,
            parallel=chosen.parallel_steps,
            look=lambda waiting: look(job, waiting, crowd),
            patience=chosen.approval_patience,
        )
        newer = newer_plan(job)
        if newer is None:
            return states
        job.plan = plan = newer
        job.brief = job.house.catalogue.briefs.get(job.request.id)


def standing(job: Job, plan: Plan) -> dict[str, StepState]:
    """What each step of the plan is by now: done is what was done with these very parameters and inputs; a step that
    was begun and not finished is to be done again."""
    rows = job.house.catalogue.steps.all(job.request.id)
    states: dict[str, StepState] = {}
    for id in TopologicalSorter({step.id: step.needs for step in plan.steps}).static_order():
        step = plan.step(id)
        done = id in rows and rows[id].state is StepState.SUCCEEDED
        # What follows a step that is done anew may have other inputs: it is looked at when its turn comes.
        settled = all(states[need] is StepState.SUCCEEDED for need in step.needs)
        states[id] = StepState.SUCCEEDED if done and settled and _same(job, step, rows) else StepState.PENDING
    return states


def _same(job: Job, step: Step, rows: Mapping[str, StepRow]) -> bool:
    try:
        return Ready(job, step, rows).done
    except PraetoriumError:
        return False  # whatever is wrong with it is told when it is its turn


async def approach(job: Job, step: Step) -> Ready | Approval | StepState:
    """The step ready to be done; a question that has to be put first; or the state it is in without being done (done
    before, waiting, denied, failed)."""
    job.waits.pop(step.id, None)
    try:
        if newer_plan(job) is not None:
            return StepState.PENDING
        ready = Ready(job, step)
        if ready.done:
            return StepState.SUCCEEDED
        found = await passage(job, ready)
        match found.way:
            case Way.OPEN:
                return ready
            case Way.ASK:
                assert found.approval is not None
                return found.approval
            case Way.WAITING | Way.HELD:
                job.waits[step.id] = found.approval.id if found.approval else None
                return StepState.WAITING
            case Way.DENIED:
                raise RefusedError(_told(job, found), next="ask again in other words, or edit the plan")
    except PraetoriumError as error:
        outcome = Outcome(state=StepState.FAILED, error=str(error), next=error.next, started=now(), finished=now())
        with job.house.catalogue.write() as connection:
            # Not closed: an effect that was begun and is not accounted for stays so, and is asked about.
            job.house.catalogue.steps.mark(
                connection, job.lease, step.id, outcome.state, outcome=outcome.dump(), finished=outcome.finished
            )
            job.house.catalogue.events.append(
                connection, job.lease, "step.failed", step.title, step=step.id, facts={"error": str(error)}
            )
        return StepState.FAILED


def newer_plan(job: Job) -> Plan | None:
    """The plan that has taken the place of the job's, because a person refined or edited it."""
    newest = job.house.catalogue.plans.version(job.request.id)
    if job.plan is None or newest == job.plan.version:
        return None
    return job.house.catalogue.plans.get(job.request.id)


def look(job: Job, waiting: frozenset[str], crowd: Crowd) -> Look:
    """Which of the steps that wait can be tried again now, whether the plan has changed meanwhile, and whether others
    wait for a place."""
    asked = {step: id for step, id in job.waits.items() if step in waiting and id is not None}
    still = job.house.catalogue.approvals.still_waiting(set(asked.values())) if asked else frozenset()
    freed = {step for step, id in asked.items() if id not in still}
    paused = waiting - set(asked)
    if paused and job.plan is not None:
        freed |= {step for step in paused if not held(job, job.plan.step(step).executor)}
    changed = bool(freed) and newer_plan(job) is not None
    return Look(frozenset(freed), changed=changed, crowded=not freed and crowd.waits())


def _told(job: Job, found: Passage) -> str:
    """Who said no, and why."""
    approval = found.approval
    assert approval is not None
    if approval.state is ApprovalState.EXPIRED:
        return f"nobody answered in time: {approval.question}"
    said = [d for d in job.house.catalogue.decisions.of(approval.id) if d.answer is Answer.DENY]
    who = (said[-1].who if said else None) or "somebody in the Prefect UI"
    because = f": {said[-1].because}" if said and said[-1].because else ""
    return f"{who} said no{because}"
