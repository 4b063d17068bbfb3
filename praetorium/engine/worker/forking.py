"""The Prefect worker of type ``praetorium``: Prefect's own submission, a forked process per flow run.

What Prefect's base worker leaves to its runner is done here: seeing a process end, cancelling runs that have started,
ending all that a run started, and handing runs back when the worker stops.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from prefect.client.schemas.objects import FlowRun, State, WorkQueue
from prefect.exceptions import InfrastructureNotAvailable, InfrastructureNotFound, ObjectNotFound
from prefect.states import Scheduled
from prefect.workers.base import BaseJobConfiguration, BaseVariables, BaseWorker, BaseWorkerResult

from praetorium.engine import processes
from praetorium.engine.worker import related
from praetorium.engine.worker.nursery import Nursery
from praetorium.engine.worker.private import control_channel
from praetorium.engine.worker.wire import Message

logger = logging.getLogger(__name__)

RUN_MARK = "PREFECT__FLOW_RUN_ID"
CANCEL_GRACE = 2.0
"""Seconds between SIGTERM and SIGKILL for a cancelled run."""
STOP_GRACE = 1.0
"""The same when the worker itself stops."""
_PULL = "prefect.deployments.steps.set_working_directory"


class ForkedRun(BaseJobConfiguration):
    """What a flow run's process is given."""

    @classmethod
    @cache
    def _base_environment(cls) -> dict[str, str]:
        # They do not change in this process; writing them down anew for each run was over half of what a worker did.
        return super()._base_environment()


class ForkedRunResult(BaseWorkerResult):
    """How a flow run's process ended."""


@dataclass
class Child:
    """A flow run's process."""

    run: UUID
    pid: int
    fd: int
    identity: str
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class ForkingWorker(BaseWorker[ForkedRun, BaseVariables, ForkedRunResult]):
    """Runs each flow run in a process forked from a warm parent."""

    type = "praetorium"
    job_configuration = ForkedRun
    job_configuration_variables = BaseVariables
    _description = "Forks each flow run from a process that has Prefect and the flows loaded. Linux, one machine."
    _display_name = "Praetorium"

    def __init__(self, *args: Any, nursery: Nursery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nursery = nursery
        self.children: dict[UUID, Child] = {}
        self.freed = asyncio.Event()
        """Set whenever a run ended, and with it a slot became free."""
        self._channel = control_channel()
        self._ending: set[UUID] = set()
        self._unwanted: set[UUID] = set()
        self._queues: dict[UUID, WorkQueue] = {}

    @property
    def busy_with(self) -> set[UUID]:
        """Runs that are being submitted or run here."""
        return set(self.children) | self._submitting_flow_run_ids

    async def setup(self) -> None:
        await super().setup()
        await self._exit_stack.enter_async_context(self._channel)

    async def run(self, flow_run: FlowRun, configuration: ForkedRun, task_status: Any = None) -> ForkedRunResult:
        """Fork the run's process, wait for its end, and end all that it left behind."""
        child = await self._fork(flow_run, configuration)
        if task_status is not None:
            task_status.started(child.identity)
        try:
            if child.run in self._unwanted:
                await self.cancel(child.run)
            await child.ended.wait()
        finally:
            self._unwanted.discard(child.run)
            code = self._collect(child)
            await self._sweep(child)
            self.children.pop(child.run, None)
            self.freed.set()
        concluded = self._channel.unregister(child.run) is not None
        if concluded or child.run in self._ending:
            # Prefect knows the outcome: from the run itself, or from whoever ended it.
            code = 0
        self._ending.discard(child.run)
        return ForkedRunResult(status_code=code, identifier=child.identity)

    async def kill_infrastructure(
        self, infrastructure_pid: str, configuration: ForkedRun, grace_seconds: int = 30
    ) -> None:
        """End the process named ``host/boot:pid:ticks``.

        Raises InfrastructureNotAvailable when it is another machine's, InfrastructureNotFound when it is gone.
        """
        for child in self.children.values():
            if child.identity == infrastructure_pid:
                await self._end(child, min(grace_seconds, CANCEL_GRACE))
                return
        if processes.is_alive(infrastructure_pid) is None:
            raise InfrastructureNotAvailable(f"{infrastructure_pid} is not on this machine")
        raise InfrastructureNotFound(f"{infrastructure_pid} is not running")

    async def cancel(self, run: UUID) -> None:
        """End a run of this worker that Prefect has as Cancelling; it then is Cancelled. Others are left alone."""
        child = self.children.get(run)
        if child is None and run in self._submitting_flow_run_ids:
            self._unwanted.add(run)
        if child is None or run in self._ending:
            return
        flow_run = await self._read(run)
        if flow_run is not None and not (flow_run.state and flow_run.state.is_cancelling()):
            return
        self._ending.add(run)
        await self._channel.signal(run, "cancel")
        await self._end(child, CANCEL_GRACE)
        flow_run = await self._read(run)
        # Whoever let it go on meanwhile (``praetorium retry``) has scheduled it anew: that is not to be ended again.
        if flow_run is not None and flow_run.state and flow_run.state.is_cancelling():
            await self._mark_flow_run_as_cancelled(flow_run, {"message": "ended by the worker"})

    async def abandon(self, run: UUID) -> None:
        """End a run's process of which Prefect wants no more word: the run was deleted, or set to Cancelled by hand."""
        child = self.children.get(run)
        if child is not None and run not in self._ending:
            self._ending.add(run)
            await self._end(child, CANCEL_GRACE)

    async def hand_back(self) -> None:
        """End all runs and schedule them again: whoever works next goes on with them."""
        await asyncio.gather(*(self._hand_back(child) for child in list(self.children.values())))

    async def _hand_back(self, child: Child) -> None:
        if child.run in self._ending:
            return
        self._ending.add(child.run)
        await self._channel.signal(child.run, "reschedule")
        await self._end(child, STOP_GRACE)
        flow_run = await self._read(child.run)
        if flow_run is None or flow_run.state is None:
            return
        if flow_run.state.is_running() or flow_run.state.is_pending():
            state: State = Scheduled(message="its worker was stopped; goes on with the next one")
            await self.client.set_flow_run_state(child.run, state, force=True)

    async def _fork(self, flow_run: FlowRun, configuration: ForkedRun) -> Child:
        port, token = self._channel.register(flow_run.id)
        deployment = configuration._related_objects.get("deployment")
        environment = {name: value for name, value in configuration.env.items() if value is not None}
        pid = await self.nursery.fork(
            {
                "flow_run": flow_run.model_dump_json(),
                "entrypoint": _preloaded(deployment, self.nursery.project),
                "env": environment | {"PREFECT__CONTROL_PORT": str(port), "PREFECT__CONTROL_TOKEN": token},
                "related": await self._related(flow_run, configuration),
            }
        )
        child = Child(flow_run.id, pid, os.pidfd_open(pid), processes.identity(pid))
        self.children[flow_run.id] = child
        asyncio.get_running_loop().add_reader(child.fd, child.ended.set)
        return child

    async def _related(self, flow_run: FlowRun, configuration: ForkedRun) -> list[Message]:
        known = configuration._related_objects
        pairs = [
            ("flow", flow_run.flow_id, known.get("flow")),
            ("deployment", flow_run.deployment_id, known.get("deployment")),
            ("work-pool", flow_run.work_pool_name, self.work_pool),
            ("work-queue", flow_run.work_queue_id, await self._queue(flow_run.work_queue_id)),
        ]
        return related.told((kind, str(key), thing) for kind, key, thing in pairs if key and thing is not None)

    async def _queue(self, id: UUID | None) -> WorkQueue | None:
        """The work queue; None when Prefect has none or cannot say, which the run's process then asks by itself."""
        if id is not None and id not in self._queues:
            try:
                self._queues[id] = await self.client.read_work_queue(id)
            except (ObjectNotFound, httpx.HTTPError) as problem:
                logger.warning("cannot read work queue %s: %r", id, problem)
        return None if id is None else self._queues.get(id)

    def _collect(self, child: Child) -> int:
        """The exit code, negative for a signal; the process is reaped."""
        asyncio.get_running_loop().remove_reader(child.fd)
        try:
            status = os.waitid(os.P_PIDFD, child.fd, os.WEXITED | os.WNOHANG)
        except ChildProcessError:
            status = None
        os.close(child.fd)
        if status is None:
            return -signal.SIGKILL
        return status.si_status if status.si_code == os.CLD_EXITED else -status.si_status

    async def _end(self, child: Child, grace: float) -> None:
        """SIGTERM to the group, SIGKILL after ``grace`` seconds, and no process of the run is left."""
        processes.kill_group(child.pid, signal.SIGTERM)
        with suppress(TimeoutError):
            await asyncio.wait_for(child.ended.wait(), grace)
        await self._sweep(child)
        await child.ended.wait()

    async def _sweep(self, child: Child) -> None:
        processes.kill_group(child.pid)
        await asyncio.to_thread(processes.kill_marked, RUN_MARK, str(child.run))

    async def _read(self, run: UUID) -> FlowRun | None:
        """The run as Prefect has it; None when it is deleted, or nobody can say."""
        try:
            return await self.client.read_flow_run(run)
        except ObjectNotFound:
            return None
        except httpx.HTTPError as problem:
            logger.warning("cannot read flow run %s: %r", run, problem)
            return None


def _preloaded(deployment: Any, project: Path) -> str | None:
    """The entrypoint, when the deployment's code is the project that the zygote has loaded; else None."""
    if deployment is None or not deployment.entrypoint:
        return None
    steps = deployment.pull_steps or []
    here = [{_PULL: {"directory": str(project)}}]
    if steps == here or (not steps and deployment.path in (None, ".", str(project))):
        return str(deployment.entrypoint)
    return None
