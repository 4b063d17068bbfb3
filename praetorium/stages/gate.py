"""The gate before a step: what the policy says, what a person has said about this very step, and what it may cost.

Nothing passes by having been resumed: whatever happens elsewhere, it is the catalogue that is read here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from praetorium.catalogue import Approval, ApprovalState
from praetorium.decisions.asking import LOOKING, Case, put, touches, without_rule
from praetorium.errors import PraetoriumError, RefusedError
from praetorium.models import StepState
from praetorium.planning.policy import Rule, Ruling
from praetorium.stages import money
from praetorium.stages.halting import held
from praetorium.stages.job import Job
from praetorium.stages.step import Ready, preview


class Way(StrEnum):
    OPEN = "open"
    WAITING = "waiting"
    """For the answer to the approval."""
    ASK = "ask"
    """The approval is to be put to a person."""
    DENIED = "denied"
    HELD = "held"
    """Everything, this request or this executor is halted or paused."""


@dataclass(frozen=True)
class Passage:
    """Whether a step may be done, and the approval that says so."""

    way: Way
    approval: Approval | None = None


async def passage(job: Job, ready: Ready) -> Passage:
    """Whether the step may be done now. An open one has its money set aside.

    Raises RefusedError for what never runs.
    """
    if held(job, ready.step.executor):
        return Passage(Way.HELD)
    async for asked in _questions(job, ready):
        known = job.house.catalogue.approvals.asked(asked)
        if known is None:
            if _edited_to(job, asked):
                continue
            return Passage(Way.ASK, asked)
        if known.state is ApprovalState.WAITING:
            return Passage(Way.WAITING, known)
        if not allowed(known):
            return Passage(Way.DENIED, known)
    return Passage(Way.OPEN)


def ask(job: Job, approval: Approval, task_run: str | None = None) -> Approval:
    """Store the question, once; from now on it waits for a person, here and in the Prefect UI."""
    catalogue = job.house.catalogue
    approval = approval.model_copy(update={"task_run": task_run})
    with catalogue.write() as connection:
        asked = catalogue.approvals.ask(connection, approval)
        if approval.step is not None:
            catalogue.steps.mark(connection, job.lease, approval.step, StepState.WAITING)
        if asked.id == approval.id:
            facts = {"approval": asked.id, "why": asked.shown["why"], "rule": asked.shown["rule"]}
            catalogue.events.append(
                connection, job.lease, "approval.asked", asked.question, step=asked.step, facts=facts
            )
            catalogue.outbox.put(connection, job.request.id, "approval", asked.id, {"approval": asked.id})
    return asked


def allowed(approval: Approval) -> bool:
    """Whether the answer is yes."""
    by_time = approval.state is ApprovalState.EXPIRED and (approval.answer or {}).get("outcome") == "allow"
    return by_time or approval.state is ApprovalState.ALLOWED


async def _questions(job: Job, ready: Ready) -> AsyncIterator[Approval]:
    """What has to be answered with yes before the step is done, one after the other."""
    case = Case(job.house, job.request, job.brief, ready.step, given=ready.given, reach=ready.reach)
    ruling, rule = case.judge()
    if ruling is Ruling.NEVER:
        raise RefusedError(f"the policy forbids '{ready.step.title}': {rule.why}", next=f"see rule '{rule.name}'")
    if ruling is Ruling.ASK and not _standing(job, case, rule):
        yield case.question(rule, await _preview(job, ready))
    if (folder := _folder(job, case)) is not None:
        yield folder
    if (unclear := _unclear(job, ready, case)) is not None:
        yield unclear
    if (more := money.set_aside(job, case)) is not None:
        yield more


def _standing(job: Job, case: Case, rule: Rule) -> bool:
    """Whether a person allowed the like for good; said each time it is used."""
    if not rule.remember:  # by now, whatever the policy said when it was allowed
        return False
    catalogue, step = job.house.catalogue, case.step
    grant = catalogue.grants.covering(rule.name, step.executor, step.effects, job.request.project)
    if grant is None:
        return False
    with catalogue.write() as connection:
        used = catalogue.grants.used(connection, grant.id)
        if used:
            title = f"Not asked: {grant.who} allowed {step.executor} to {', '.join(grant.effects)} for good"
            facts = {"grant": grant.id, "rule": rule.name, "revoke": f"praetorium grants revoke {grant.id}"}
            catalogue.events.append(connection, job.lease, "grant.used", title, step=step.id, facts=facts)
    return used


async def _preview(job: Job, ready: Ready) -> str | None:
    """What would happen, where the executor can tell beforehand: the answer is bound to it as well."""
    if not ready.executor.dry_run:
        return None
    try:
        async with asyncio.timeout(LOOKING):
            return await preview(job, ready)
    except (PraetoriumError, TimeoutError):
        return None  # it is asked without: whatever prevents the look is met again, and told, when the step is done


def _edited_to(job: Job, asked: Approval) -> bool:
    """Whether a person edited the step into just this, which was their yes to it."""
    hashes = {(a.answer or {}).get("allows") for a in job.house.catalogue.approvals.of(job.request.id)}
    # They named the parameters themselves: what could be seen of them beforehand was not shown to them.
    bare = {key: value for key, value in asked.shown.items() if key != "preview"}
    return asked.model_copy(update={"shown": bare}).shown_hash in hashes


def _folder(job: Job, case: Case) -> Approval | None:
    """A folder of a person's own is worked in when they have registered it, or say so once; whoever asks from elsewhere
    than this machine does not read there before that either."""
    path = job.request.project
    if path is None or job.house.catalogue.projects.covering(path):
        return None
    if case.reach.here and not touches(case.step.effects):
        return None
    if Path(path).is_relative_to(job.house.settings.home.resolve() / "workspaces"):
        return None  # a workspace of ours, in which an earlier request worked
    rule = without_rule("project-folder", "the folder is not registered; a yes registers it", job.house.policy.asking)
    since = job.house.catalogue.projects.revoked(path)
    shown = {"rule": rule.name, "why": rule.why, "project": path, "revoked": str(since) if since else None}
    return put(job.request, f"May requests work in {path}?", rule, shown, step=None, kind="project")


def _unclear(job: Job, ready: Ready, case: Case) -> Approval | None:
    """An effect that was begun, is not accounted for, and must not simply be repeated, goes to a person."""
    if ready.executor.repeatable_with(ready.parameters):
        return None
    begun = job.house.catalogue.steps.open_intents(job.request.id).get(ready.step.id)
    if begun is None:
        return None
    why = "it was begun when the process ended, and it is not known whether it happened; repeating may do it twice"
    rule = without_rule("unclear-effect", why, job.house.policy.asking)
    question = f"It is not known whether this was done. Do it (again): {ready.step.title}?"
    shown = case.shown(rule) | {"begun": begun}
    return put(job.request, question, rule, shown, step=ready.step.id, kind="repeat")
