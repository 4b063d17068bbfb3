"""The end of an execution: delivered, failed, denied, or waiting for a person. Each is told as it is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

import httpx

from praetorium.catalogue import ApprovalState, Repetition, StepRow
from praetorium.decisions.ending import withdraw_all
from praetorium.errors import PraetoriumError, StepError
from praetorium.loopback import DIRECT
from praetorium.models import Address, Failure, RequestState, StepState, now
from praetorium.schedules.standing import put_up, repeated
from praetorium.schedules.times import told, upcoming
from praetorium.stages.gate import allowed
from praetorium.stages.halting import held, held_because
from praetorium.stages.job import Job
from praetorium.telling.amounts import count
from praetorium.telling.sentences import joined

PATIENCE = 10.0
"""Seconds a delivered URL may take to answer."""
RESTART = 5.0
"""Seconds for which it may not be listened to at all."""


async def deliver(job: Job) -> RequestState:
    """Open every URL once more, then end the request as delivered. Raises StepError when one does not open."""
    addresses = {u.url: u for row in _rows(job) if row.outcome for u in row.outcome.urls}
    await asyncio.gather(*(_open(address) for address in addresses.values()))
    assert job.brief is not None
    made = len(job.house.catalogue.assets.find(request=job.request.id))
    repetition = None
    if repeated(job.request, job.brief):
        repetition = await asyncio.to_thread(put_up, job.house, job.request, job.brief)
    proofs = [c for row in _rows(job) if row.outcome for c in row.outcome.checks]
    summary = f"{job.brief.summary.rstrip('.')}. {count(len(proofs), 'check')} passed, {count(made, 'asset')} kept."
    _end(job, RequestState.DELIVERED, summary, "Delivered", repetition=repetition)
    return RequestState.DELIVERED


def short_of_delivery(job: Job, steps: Mapping[str, StepState]) -> RequestState | None:
    """How the execution ends where not every step was done: failed, denied, waiting, or ``running`` when an answer has
    come meanwhile and it goes on. None: all is done, to be delivered."""
    if StepState.FAILED in steps.values():
        return deny(job) if was_denied(job) else fail(job)
    return wait(job) if StepState.WAITING in steps.values() else None


def wait(job: Job) -> RequestState:
    """End the execution, not the request: only a person can bring it further.

    ``running`` when somebody answered while it was about to: then it goes on instead.
    """
    catalogue, id = job.house.catalogue, job.request.id
    asked = {approval for approval in job.waits.values() if approval is not None}
    with catalogue.write() as connection:
        catalogue.requests.hold(connection, id)
        still = catalogue.approvals.waiting_ids(connection, id)
        if asked - still or any(not held(job, _executor(job, s)) for s, a in job.waits.items() if a is None):
            return RequestState.RUNNING
        title = f"Waits for {len(still)} decision{'s' * (len(still) != 1)}" if still else held_because(job)
        catalogue.requests.set(connection, job.lease, state=RequestState.WAITING, summary="", failure=None)
        catalogue.events.append(connection, job.lease, "request.waiting", title, facts={"approvals": sorted(still)})
        catalogue.outbox.put(connection, id, "ending", f"{id}:waiting:{job.lease.epoch}", {"state": "waiting"})
    return RequestState.WAITING


def _executor(job: Job, step: str) -> str | None:
    return job.plan.step(step).executor if job.plan else None


def deny(job: Job) -> RequestState:
    """End the request because a person said no, or nobody said yes in time."""
    denied = next((s for s in _rows(job) if s.state is StepState.FAILED and s.outcome and s.outcome.error), None)
    if denied is not None and denied.outcome is not None:
        what, why = denied.title, str(denied.outcome.error)
    else:
        no = [a for a in job.house.catalogue.approvals.of(job.request.id) if a.state in _NO]
        what, why = no[-1].question, "it was denied" if no[-1].state is ApprovalState.DENIED else "nobody answered"
    failure = Failure(what=what, why=why, next="ask again in other words, or refine the plan")
    _skip(job)
    _end(job, RequestState.DENIED, "", f"Denied: {what}", failure)
    return RequestState.DENIED


def was_denied(job: Job) -> bool:
    """Whether a person, or the end of their time to answer, said no to a step."""
    found = job.house.catalogue.approvals.of(job.request.id)
    return any(a.state in _NO and not allowed(a) for a in found)


_NO = (ApprovalState.DENIED, ApprovalState.EXPIRED)


def fail(job: Job, error: PraetoriumError | None = None) -> RequestState:
    """End the request as failed, saying what failed, why, what exists now and what can be done."""
    failed = next((s for s in _rows(job) if s.state is StepState.FAILED), None)
    done = [s.title for s in _rows(job) if s.state is StepState.SUCCEEDED]
    exists = f"Done before: {'; '.join(done)}." if done else "Nothing was made."
    if error is None and failed is not None and failed.outcome is not None:
        why, then = failed.outcome.error or "it did not say why", failed.outcome.next
    else:
        why, then = str(error), error.next if error else ""
    failure = Failure(
        what=failed.title if failed else "The request could not be carried out",
        why=why,
        next=joined(exists, then or f"see what happened: praetorium events {job.request.id}"),
    )
    _skip(job)
    _end(job, RequestState.FAILED, "", f"Failed: {failure.what}", failure)
    return RequestState.FAILED


async def _open(address: Address) -> None:
    try:
        async with httpx.AsyncClient(timeout=PATIENCE, follow_redirects=True, mounts=DIRECT) as client:
            answer = await _asked(client, address.url)
    except httpx.HTTPError as error:
        raise StepError(f"{address.name} at {address.url} does not open: {error}") from error
    if answer.status_code >= 400:
        raise StepError(f"{address.name} at {address.url} answers {answer.status_code}")


async def _asked(client: httpx.AsyncClient, url: str) -> httpx.Response:
    """The answer of an app that may be away for a moment: another request puts its next version in its place."""
    deadline = time.monotonic() + RESTART
    while True:
        try:
            return await client.get(url)
        except httpx.ConnectError:
            if time.monotonic() > deadline:
                raise
        await asyncio.sleep(0.2)


def _rows(job: Job) -> list[StepRow]:
    return list(job.house.catalogue.steps.all(job.request.id).values())


def _skip(job: Job) -> None:
    """Steps that were not come to are said to be skipped."""
    with job.house.catalogue.write() as connection:
        for row in _rows(job):
            if row.state in (StepState.PENDING, StepState.WAITING):
                job.house.catalogue.steps.mark(connection, job.lease, row.id, StepState.SKIPPED)


def _end(
    job: Job,
    state: RequestState,
    summary: str,
    title: str,
    failure: Failure | None = None,
    repetition: Repetition | None = None,
) -> None:
    catalogue, id = job.house.catalogue, job.request.id
    with catalogue.write() as connection:
        catalogue.requests.set(
            connection,
            job.lease,
            state=state,
            summary=summary,
            failure=failure.dump() if failure else None,
            finished=now(),
        )
        withdraw_all(job.house, connection, id, f"the request is {state}")
        if repetition is not None:
            catalogue.repetitions.store(connection, repetition)
            catalogue.outbox.put(connection, id, "schedule", f"{id}:schedule", {})
            times = [told(t) for t in upcoming(repetition.schedule.cron, repetition.schedule.timezone)]
            said = f"Repeats {repetition.schedule.words}, next on {times[0]}"
            catalogue.events.append(connection, job.lease, "request.scheduled", said, facts={"next": times})
        catalogue.budgets.settle(connection, id)
        facts = failure.dump() if failure else {"summary": summary}
        catalogue.events.append(connection, job.lease, f"request.{state}", title, facts=facts)
        catalogue.outbox.put(connection, id, "ending", f"{id}:{state}:{job.lease.epoch}", {"state": state})
