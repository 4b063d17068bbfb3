"""The end of an execution: delivered, failed, denied, or waiting for a person. Each is told as it is."""

from __future__ import annotations

import asyncio

import httpx

from praetorium.catalogue import ApprovalState, StepRow
from praetorium.errors import PraetoriumError, StepError
from praetorium.models import Address, Failure, RequestState, StepState, now
from praetorium.stages.job import Job

PATIENCE = 10.0
"""Seconds a delivered URL may take to answer."""


async def deliver(job: Job) -> RequestState:
    """Open every URL once more, then end the request as delivered. Raises StepError when one does not open."""
    addresses = {u.url: u for row in _rows(job) if row.outcome for u in row.outcome.urls}
    await asyncio.gather(*(_open(address) for address in addresses.values()))
    assert job.brief is not None
    made = len(job.house.catalogue.assets.find(request=job.request.id))
    proofs = [c for row in _rows(job) if row.outcome for c in row.outcome.checks]
    summary = f"{job.brief.summary.rstrip('.')}. {len(proofs)} checks passed, {made} assets kept."
    _end(job, RequestState.DELIVERED, summary, "Delivered")
    return RequestState.DELIVERED


def wait(job: Job) -> RequestState:
    """End the execution, not the request: only a person can bring it further."""
    waiting = job.house.catalogue.approvals.waiting(job.request.id)
    _end(job, RequestState.WAITING, "", f"Waits for {len(waiting)} decision{'s' * (len(waiting) != 1)}")
    return RequestState.WAITING


def deny(job: Job) -> RequestState:
    """End the request because a person said no to a step."""
    denied = next(s for s in _rows(job) if s.state is StepState.FAILED and s.outcome and s.outcome.error)
    why = denied.outcome.error if denied.outcome else ""
    failure = Failure(what=denied.title, why=str(why), next="ask again in other words, or refine the plan")
    _skip(job)
    _end(job, RequestState.DENIED, "", f"Denied: {denied.title}", failure)
    return RequestState.DENIED


def was_denied(job: Job) -> bool:
    """Whether a person, or the end of their time to answer, said no to a step."""
    no = (ApprovalState.DENIED, ApprovalState.EXPIRED)
    return any(a.state in no for a in job.house.catalogue.approvals.of(job.request.id))


def fail(job: Job, error: PraetoriumError | None = None) -> RequestState:
    """End the request as failed, saying what failed, why, what exists now and what can be done."""
    failed = next((s for s in _rows(job) if s.state is StepState.FAILED), None)
    done = [s.title for s in _rows(job) if s.state is StepState.SUCCEEDED]
    exists = f"Done before: {'; '.join(done)}. " if done else "Nothing was made. "
    if error is None and failed is not None and failed.outcome is not None:
        why, then = failed.outcome.error or "it did not say why", failed.outcome.next
    else:
        why, then = str(error), error.next if error else ""
    failure = Failure(
        what=failed.title if failed else "The request could not be carried out",
        why=why,
        next=f"{exists}{then or f'See what happened: praetorium events {job.request.id}'}",
    )
    _skip(job)
    _end(job, RequestState.FAILED, "", f"Failed: {failure.what}", failure)
    return RequestState.FAILED


async def _open(address: Address) -> None:
    try:
        async with httpx.AsyncClient(timeout=PATIENCE, follow_redirects=True) as client:
            answer = await client.get(address.url)
    except httpx.HTTPError as error:
        raise StepError(f"{address.name} at {address.url} does not open: {error}") from error
    if answer.status_code >= 400:
        raise StepError(f"{address.name} at {address.url} answers {answer.status_code}")


def _rows(job: Job) -> list[StepRow]:
    return list(job.house.catalogue.steps.all(job.request.id).values())


def _skip(job: Job) -> None:
    """Steps that were not come to are said to be skipped."""
    with job.house.catalogue.write() as connection:
        for row in _rows(job):
            if row.state in (StepState.PENDING, StepState.WAITING):
                job.house.catalogue.steps.mark(connection, job.lease, row.id, StepState.SKIPPED)


def _end(job: Job, state: RequestState, summary: str, title: str, failure: Failure | None = None) -> None:
    catalogue, id = job.house.catalogue, job.request.id
    with catalogue.write() as connection:
        catalogue.requests.set(
            connection,
            job.lease,
            state=state,
            summary=summary,
            failure=failure.dump() if failure else None,
            finished=now() if state.final else None,
        )
        if state.final:
            catalogue.approvals.withdraw(connection, id)
        facts = failure.dump() if failure else {"summary": summary}
        catalogue.events.append(connection, job.lease, f"request.{state}", title, facts=facts)
        catalogue.outbox.put(connection, id, "ending", f"{id}:{state}:{job.lease.epoch}", {"state": state})
