"""A job: one execution of a request, with the lease that lets it write, renewed as long as it lives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from praetorium.catalogue import Lease
from praetorium.errors import ExternalError, StaleError
from praetorium.house import House
from praetorium.models import Brief, Plan, Request, RequestState, now
from praetorium.workspace import Manifest

OVER = (RequestState.DELIVERED, RequestState.DENIED, RequestState.REJECTED)
"""Ends that stay: a run that is started again by hand changes nothing of them."""
RENEWALS = 4
"""How often a lease is renewed within its length."""


class Job:
    """What the stages of one execution share."""

    def __init__(self, house: House, lease: Lease, request: Request) -> None:
        self.house = house
        self.lease = lease
        self.request = request
        self.brief: Brief | None = None
        self.plan: Plan | None = None
        self.recorded: Manifest | None = None
        """The workspace as it was last recorded: unchanged files are not read again."""
        self.over: RequestState | None = None
        """How the request has ended already, if it has: then there is nothing to do."""
        self.waits: dict[str, str | None] = {}
        """What waits, by step (``""``: the words themselves): the approval it waits for; None while all is halted."""
        self.workspace = Path(request.project) if request.project else house.workspace(request.id)

    def say(self, title: str, kind: str = "step.said", step: str | None = None, **facts: Any) -> None:
        """One readable row in the workstream. Raises StaleError when a successor holds the request."""
        with self.house.catalogue.write(flushed=False) as connection:
            self.house.catalogue.events.append(connection, self.lease, kind, title, step=step, facts=facts)


@asynccontextmanager
async def opened(house: House, id: str, holder: str) -> AsyncIterator[Job]:
    """Take the request's lease and keep it while the body runs.

    Raises StaleError when another execution holds it for longer than a dead one could, or takes it later: the body is
    cancelled then.
    """
    requests = house.catalogue.requests
    lease = await _taken(house, id, holder)
    standing = requests.get(id)
    job = Job(house, lease, standing.request)
    if standing.state in OVER:
        job.over = standing.state
        with house.catalogue.write() as connection:
            requests.release(connection, lease)
        yield job
        return
    with house.catalogue.write() as connection:
        requests.set(
            connection,
            lease,
            state=RequestState.RUNNING,
            started=standing.started or now(),
            workspace=str(job.workspace),
            failure=None,
            finished=None,
        )
        title = "Started" if standing.started is None else "Went on from the last finished step"
        house.catalogue.events.append(connection, lease, "request.started", title, facts={"epoch": lease.epoch})
    body = asyncio.current_task()
    assert body is not None
    renewing = asyncio.create_task(_renew(house, lease, body))
    cancelled = False
    try:
        yield job
    except asyncio.CancelledError:
        if renewing.done():  # by _renew, because it found a successor
            body.uncancel()
            raise StaleError(f"request {id} is worked on by another execution now") from None
        cancelled = True
        raise
    finally:
        renewing.cancel()
        with suppress(asyncio.CancelledError):
            await renewing
        # Who is cancelled keeps the lease until its process is gone: whoever finds it so asks Prefect why.
        if not cancelled:
            with house.catalogue.write() as connection:
                requests.release(connection, lease)


async def _taken(house: House, id: str, holder: str) -> Lease:
    """The lease, waiting at most its length for a predecessor that is gone without giving it back."""
    seconds = house.settings.lease_seconds
    for _ in range(int(seconds * 10) + 5):
        lease = house.catalogue.requests.acquire(id, holder, seconds)
        if lease is not None:
            return lease
        await asyncio.sleep(0.1)
    raise StaleError(f"request {id} is worked on by {house.catalogue.requests.get(id).holder}")


async def _renew(house: House, lease: Lease, body: asyncio.Task[Any]) -> None:
    while True:
        await asyncio.sleep(house.settings.lease_seconds / RENEWALS)
        try:
            await asyncio.to_thread(house.catalogue.requests.renew, lease, house.settings.lease_seconds)
        except StaleError:
            body.cancel("a successor works on the request")
            return
        except ExternalError:
            continue  # the catalogue is away for a moment; if the lease runs out meanwhile, every write is refused
