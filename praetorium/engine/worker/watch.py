"""What moves the worker: Prefect's event stream tells at once what is due or to be cancelled, a slow poll the rest.

Whatever wakes it, the worker only asks Prefect what is due: limits of pools and queues stay in force, and an event that
was dropped costs seconds, not the run.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
from prefect.events import Event
from prefect.events.clients import get_events_subscriber
from prefect.events.filters import EventAnyResourceFilter, EventFilter, EventNameFilter
from prefect.exceptions import PrefectException

from praetorium.engine import processes
from praetorium.engine.worker import stale
from praetorium.engine.worker.forking import ForkingWorker

logger = logging.getLogger(__name__)

POLL_SECONDS = 3.0
SETTLE_SECONDS = 30.0
_FAREWELL = timedelta(seconds=5)
"""How long a run that is over may take to send its last logs and events."""
_EXPECTED = (httpx.HTTPError, PrefectException, OSError, RuntimeError)


class Watch:
    """The loops around one worker; run them as tasks until it stops."""

    def __init__(self, worker: ForkingWorker) -> None:
        self._worker = worker
        self._due = worker.freed
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def loops(self) -> tuple[Callable[[], Coroutine[Any, Any, None]], ...]:
        """All of them."""
        return (self.listen, self.submit_what_is_due, self.keep_in_touch, self.look_after_children, self.settle)

    async def submit_what_is_due(self) -> None:
        """Submit at each wake-up, and every 3 seconds whatever happens."""
        while True:
            self._due.clear()
            await _carefully(self._worker.get_and_submit_flow_runs)
            try:
                await asyncio.wait_for(self._due.wait(), POLL_SECONDS)
            except TimeoutError:
                continue

    async def listen(self) -> None:
        """Follow the pool's flow-run events; connects again whenever the stream ends."""
        while True:
            await _carefully(self._follow)
            await asyncio.sleep(0.5)

    async def keep_in_touch(self) -> None:
        """Tell Prefect that the worker is there."""
        while True:
            await asyncio.sleep(self._worker.heartbeat_interval_seconds)
            await _carefully(self._worker.sync_with_backend)

    async def look_after_children(self) -> None:
        """Every 3 seconds: cancellations whose event was lost, runs deleted under their process, stray processes."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            if self._worker.children:
                await _carefully(self._check_children)
            if not self._worker.nursery.forking:
                mine = {child.pid for child in self._worker.children.values()}
                processes.reap_strays(mine | self._worker.nursery.pids())

    async def settle(self) -> None:
        """Every 30 seconds: runs and task runs whose process is gone without anybody having said so."""
        while True:
            await asyncio.sleep(SETTLE_SECONDS)
            await _carefully(lambda: stale.settle_runs(self._worker, self._worker.client, first=False))
            await _carefully(lambda: stale.close_tasks(self._worker, self._worker.client))

    async def _follow(self) -> None:
        pool = f"prefect.work-pool.{self._worker.work_pool.id}"
        wanted = EventFilter(
            event=EventNameFilter(prefix=["prefect.flow-run."], exclude_prefix=["prefect.flow-run.heartbeat"]),
            any_resource=EventAnyResourceFilter(id=[pool]),
        )
        async with get_events_subscriber(filter=wanted) as events:
            # Whatever became due while nobody listened.
            self._due.set()
            async for event in events:
                self._react(event)

    def _react(self, event: Event) -> None:
        kind = event.resource.get("prefect.state-type")
        if kind == "SCHEDULED":
            self._due.set()
        elif kind == "CANCELLING":
            self._start(self._worker.cancel(_run_of(event)))

    async def _check_children(self) -> None:
        mine = list(self._worker.children)
        runs = await self._worker.client.read_flow_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=mine)))
        for run in runs:
            if run.state and run.state.is_cancelling():
                self._start(self._worker.cancel(run.id))
            elif run.state and run.state.is_cancelled() and datetime.now(UTC) - run.state.timestamp > _FAREWELL:
                self._start(self._worker.abandon(run.id))
        for gone in set(mine) - {run.id for run in runs}:
            self._start(self._worker.abandon(gone))

    def _start(self, work: Awaitable[None]) -> None:
        async def guarded() -> None:
            await _carefully(lambda: work)

        task = asyncio.get_running_loop().create_task(guarded())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _carefully(work: Callable[[], Awaitable[object]]) -> None:
    """One round of a loop that must go on: what the server or the network does wrong is logged."""
    try:
        await work()
    except _EXPECTED as problem:
        logger.warning("Prefect's API: %r; trying again", problem)


def _run_of(event: Event) -> UUID:
    return UUID(event.resource.id.removeprefix("prefect.flow-run."))
