"""The gate before a step: what the policy says, and what a person has said about this very step."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from praetorium.catalogue import Approval, ApprovalState
from praetorium.errors import RefusedError
from praetorium.models import StepState, Undo
from praetorium.planning.policy import Rule, Ruling
from praetorium.stages.job import Job
from praetorium.stages.step import Ready


class Way(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    DENIED = "denied"


def way(job: Job, ready: Ready) -> Way:
    """Whether the step may be done. Where a person has to be asked, the question is stored, once.

    Raises RefusedError for what never runs.
    """
    asked = _question(job, ready)
    if asked is None:
        return Way.OPEN
    catalogue = job.house.catalogue
    with catalogue.write() as connection:
        approval = catalogue.approvals.ask(connection, asked)
        if approval.state in (ApprovalState.ALLOWED, ApprovalState.EDITED):
            return Way.OPEN
        if approval.state is not ApprovalState.WAITING:
            return Way.DENIED
        if approval.id == asked.id:
            catalogue.steps.mark(connection, job.lease, ready.step.id, StepState.WAITING)
            catalogue.events.append(
                connection,
                job.lease,
                "approval.asked",
                asked.question,
                step=ready.step.id,
                facts={"approval": asked.id, "why": asked.shown["why"], "rule": asked.shown["rule"]},
            )
    return Way.WAITING


def _question(job: Job, ready: Ready) -> Approval | None:
    step = ready.step.model_copy(update={"effects": ready.effects})
    ruling, rule = job.house.policy.judge(
        step, project=job.request.project, confined=job.house.commands.level != "none"
    )
    if ruling is Ruling.NEVER:
        raise RefusedError(f"the policy forbids '{step.title}': {rule.why}", next=f"see rule '{rule.name}'")
    if ruling is Ruling.ASK:
        return _ask(job, ready, "step", f"May this be done: {step.title}?", rule)
    spent, budget = job.house.catalogue.ledger.cost(job.request.id), job.request.budget
    if budget is not None and spent + step.estimate.cost > budget:
        over = Rule(
            name="budget",
            why=f"{spent:g} of {budget:g} is spent and this costs about {step.estimate.cost:g}",
            then=Ruling.ASK,
        )
        return _ask(job, ready, "budget", f"It would cost more than {budget:g}. Go on with: {step.title}?", over)
    return _unclear(job, ready)


def _unclear(job: Job, ready: Ready) -> Approval | None:
    """An effect that was begun, is not accounted for, and must not simply be repeated, goes to a person."""
    begun = job.house.catalogue.steps.open_intents(job.request.id).get(ready.step.id)
    if begun is None or begun == job.lease.epoch or ready.executor.repeatable:
        return None
    rule = Rule(
        name="unclear-effect",
        why="it was begun when the process ended, and it is not known whether it happened; repeating may do it twice",
        then=Ruling.ASK,
    )
    return _ask(
        job, ready, "repeat", f"It is not known whether this was done. Do it (again): {ready.step.title}?", rule
    )


def _ask(job: Job, ready: Ready, kind: str, question: str, rule: Rule) -> Approval:
    step = ready.step
    shown: dict[str, Any] = {
        "rule": rule.name,
        "why": rule.why,
        "step": step.title,
        "expected": step.expected,
        "executor": step.executor,
        "effects": sorted(ready.effects),
        "parameters": ready.given,
        "cost": step.estimate.cost,
        "undo": str(step.undo),
        "reversible": step.undo is not Undo.IMPOSSIBLE,
    }
    return Approval(request=job.request.id, step=step.id, kind=kind, question=question, shown=shown)
