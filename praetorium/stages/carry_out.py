"""Carrying out a plan, seen from one step: through the gate, into the work."""

from __future__ import annotations

from praetorium.errors import PraetoriumError, RefusedError
from praetorium.models import Outcome, Plan, Step, StepState, now
from praetorium.stages.gate import Way, way
from praetorium.stages.job import Job
from praetorium.stages.step import Ready


def standing(job: Job, plan: Plan) -> dict[str, StepState]:
    """What each step of the plan is by now; a step that was begun and not finished is to be done again."""
    states = {id: row.state for id, row in job.house.catalogue.steps.all(job.request.id).items()}
    done = {id for id, state in states.items() if state is StepState.SUCCEEDED}
    return {s.id: StepState.SUCCEEDED if s.id in done else StepState.PENDING for s in plan.steps}


def approach(job: Job, step: Step) -> Ready | StepState:
    """The step ready to be done; or the state it is in without being done (done before, waiting, denied, failed)."""
    try:
        ready = Ready(job, step)
        if ready.done:
            return StepState.SUCCEEDED
        match way(job, ready):
            case Way.OPEN:
                return ready
            case Way.WAITING:
                return StepState.WAITING
            case Way.DENIED:
                raise RefusedError("a person said no")
    except PraetoriumError as error:
        outcome = Outcome(state=StepState.FAILED, error=str(error), next=error.next, started=now(), finished=now())
        with job.house.catalogue.write() as connection:
            job.house.catalogue.steps.close(connection, job.lease, step.id, outcome)
            job.house.catalogue.events.append(
                connection, job.lease, "step.failed", step.title, step=step.id, facts={"error": str(error)}
            )
        return StepState.FAILED
