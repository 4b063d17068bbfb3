"""What a dead worker left behind: flow runs that would stay Running for ever, and processes that outlived their run."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    TaskRunFilter,
    TaskRunFilterState,
    TaskRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import TERMINAL_STATES, FlowRun, State, StateType
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Crashed

from praetorium.engine import processes
from praetorium.engine.worker.forking import ForkingWorker
from praetorium.engine.worker.zygote import MARK, NAME, mark_of

logger = logging.getLogger(__name__)

_OPEN = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
_SUBMISSION = timedelta(seconds=30)
"""Within this time a run without a process is believed to be on its way to one, at another worker."""
_RECORDED = timedelta(seconds=60)
"""Within this time after a run's end Prefect has written down what its tasks said."""


def end_strays(home: Path) -> int:
    """Kill what workers of this home, now dead, left running; returns how many processes."""
    killed = 0
    for value in {value for value in _marks(home) if not processes.is_alive(value.removeprefix(mark_of(home)))}:
        killed += processes.kill_marked(MARK, value, spare=NAME)
    if killed:
        logger.warning("ended %d processes of a worker that is gone", killed)
    return killed


async def settle_runs(worker: ForkingWorker, client: PrefectClient, *, first: bool) -> int:
    """Close the pool's runs whose process, on this machine, is gone: Crashed, or Cancelled where that was asked for.

    ``first``: the worker has just started, so a run that was submitted by a worker of its name and has no process
    lost it with that worker. Returns how many runs were closed.
    """
    runs = await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=_OPEN))),
        work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[worker.work_pool.name])),
        limit=200,
    )
    closed = 0
    for run in runs:
        if run.id in worker.busy_with or not _is_lost(run, worker.name, first):
            continue
        cancelling = run.state is not None and run.state.is_cancelling()
        state: State = (
            Cancelled(message="ended with its worker")
            if cancelling
            else Crashed(message="its process is gone: the worker or the machine went down")
        )
        try:
            # The supervisor, which begins with us, may have scheduled it anew since we listed it.
            if (await client.read_flow_run(run.id)).state_id != run.state_id:
                continue
            await client.set_flow_run_state(run.id, state, force=True)
        except ObjectNotFound:
            continue
        closed += 1
        logger.warning("flow run %s (%s) had no process any more: %s", run.id, run.name, state.name)
    return closed


async def close_tasks(worker: ForkingWorker, client: PrefectClient) -> int:
    """Say of task runs that their process ended in the middle of them: a run that was killed and started again has new
    ones, and the old would stand as Running in a run that is long over. Returns how many.

    Only where the run has been over for a while: Prefect may still be writing down what it was sent at the end.
    """
    tasks = await client.read_task_runs(
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(TERMINAL_STATES))),
            end_time=FlowRunFilterEndTime(before_=datetime.now(UTC) - _RECORDED),
        ),
        task_run_filter=TaskRunFilter(state=TaskRunFilterState(type=TaskRunFilterStateType(any_=_OPEN))),
        limit=200,
    )
    if not tasks:
        return 0
    ours = await client.read_flow_runs(
        flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=sorted({t.flow_run_id for t in tasks if t.flow_run_id}))),
        work_pool_filter=WorkPoolFilter(name=WorkPoolFilterName(any_=[worker.work_pool.name])),
    )
    known = {run.id for run in ours}
    closed = [task for task in tasks if task.flow_run_id in known]
    for task in closed:
        await client.set_task_run_state(task.id, Crashed(message="its process ended in the middle of it"), force=True)
    return len(closed)


def _is_lost(run: FlowRun, worker: str, first: bool) -> bool:
    if run.infrastructure_pid:
        return processes.is_alive(run.infrastructure_pid) is False
    if first and run.labels.get("prefect.worker.name") == worker:
        return True
    since = run.state.timestamp if run.state else None
    return since is not None and datetime.now(UTC) - since > _SUBMISSION and run.start_time is None


def _marks(home: Path) -> set[str]:
    prefix = f"{MARK}={mark_of(home)}".encode()
    found: set[str] = set()
    for pid in processes.with_variable(MARK, mark_of(home)):
        try:
            variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        except OSError:
            continue
        found |= {item.decode().partition("=")[2] for item in variables if item.startswith(prefix)}
    return found
