"""Runs that lost their process are closed, and those that somebody scheduled anew meanwhile are left alone."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from prefect.states import Running, Scheduled

from praetorium.engine import processes
from praetorium.engine.worker.stale import close_tasks, settle_runs


def run_in(state: State, id=None) -> FlowRun:
    gone = f"{processes.boot()}:4194304:1"
    return FlowRun(id=id or uuid4(), flow_id=uuid4(), name="r", state=state, state_id=state.id, infrastructure_pid=gone)


class Prefect:
    """What a worker is told: the list as it was when it asked, each run as it is by then."""

    def __init__(self, listed: FlowRun, now: FlowRun) -> None:
        self._listed, self._now, self.set = listed, now, []

    async def read_flow_runs(self, **_: object) -> list[FlowRun]:
        return [self._listed]

    async def read_flow_run(self, id: object) -> FlowRun:
        assert id == self._now.id
        return self._now

    async def set_flow_run_state(self, id: object, state: State, force: bool) -> None:
        self.set.append(state.name)


@pytest.mark.parametrize(("meanwhile", "closed"), [(None, ["Crashed"]), (Scheduled(), [])])
async def test_a_run_that_goes_on_already_is_not_said_to_have_crashed(meanwhile, closed):
    listed = run_in(Running())
    prefect = Prefect(listed, listed if meanwhile is None else run_in(meanwhile, listed.id))
    worker = SimpleNamespace(busy_with=set(), name="w", work_pool=SimpleNamespace(name="praetorium"))
    assert await settle_runs(worker, prefect, first=True) == len(closed)
    assert prefect.set == closed


class Recorded:
    """A Prefect with a task run left over in a run of our pool, and one in another's."""

    def __init__(self) -> None:
        self.ours, self.theirs = run_in(Running()), run_in(Running())
        self.tasks = [
            TaskRun(id=uuid4(), flow_run_id=run.id, task_key="t", dynamic_key="0", state=Running())
            for run in (self.ours, self.theirs)
        ]
        self.closed: list[tuple[object, str]] = []

    async def read_task_runs(self, **_: object) -> list[TaskRun]:
        return self.tasks

    async def read_flow_runs(self, **asked: object) -> list[FlowRun]:
        assert asked["work_pool_filter"].name.any_ == ["praetorium"]
        assert set(asked["flow_run_filter"].id.any_) == {self.ours.id, self.theirs.id}
        return [self.ours]

    async def set_task_run_state(self, id: object, state: State, force: bool) -> None:
        self.closed.append((id, state.name))


async def test_task_runs_left_over_in_our_pool_are_closed_and_no_others():
    prefect = Recorded()
    assert await close_tasks(SimpleNamespace(work_pool=SimpleNamespace(name="praetorium")), prefect) == 1
    assert prefect.closed == [(prefect.tasks[0].id, "Crashed")]
