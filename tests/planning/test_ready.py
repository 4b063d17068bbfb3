"""The ready-queue: order, parallelism, and what a failure leaves undone."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from praetorium.models import Plan, Step, StepState
from praetorium.planning.ready import walk


def plan_of(needs: dict[str, tuple[str, ...]]) -> Plan:
    steps = tuple(
        Step(id=id, title=id, why="w", executor="x", needs=wanted, expected="e") for id, wanted in needs.items()
    )
    return Plan(title="t", playbook="p", steps=steps)


class Recorder:
    def __init__(self, failing: set[str] | None = None) -> None:
        self.done: list[str] = []
        self.at_once = self.most = 0
        self.failing = failing or set()

    async def __call__(self, step: Step) -> StepState:
        assert set(step.needs) <= set(self.done)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        self.done.append(step.id)
        return StepState.FAILED if step.id in self.failing else StepState.SUCCEEDED


async def test_independent_steps_run_at_once_up_to_the_limit() -> None:
    recorder = Recorder()
    after = await walk(plan_of(dict.fromkeys("abcdef", ())), {}, recorder, parallel=3)
    assert recorder.most == 3
    assert set(after.values()) == {StepState.SUCCEEDED}


async def test_what_is_done_is_not_done_again() -> None:
    recorder = Recorder()
    await walk(plan_of({"a": (), "b": ("a",)}), {"a": StepState.SUCCEEDED}, lambda s: recorder(_free(s)))
    assert recorder.done == ["b"]


def _free(step: Step) -> Step:
    return step.model_copy(update={"needs": ()})


async def test_after_a_failure_the_independent_rest_goes_on() -> None:
    recorder = Recorder(failing={"a"})
    after = await walk(plan_of({"a": (), "b": ("a",), "c": ("b",), "d": ()}), {}, recorder)
    assert after == {
        "a": StepState.FAILED,
        "b": StepState.PENDING,
        "c": StepState.PENDING,
        "d": StepState.SUCCEEDED,
    }


async def test_an_exception_ends_the_walk_and_what_runs() -> None:
    ended = asyncio.Event()

    async def run(step: Step) -> StepState:
        if step.id == "a":
            await asyncio.sleep(0.01)
            raise RuntimeError("broken")
        try:
            await asyncio.sleep(30)
        finally:
            ended.set()
        return StepState.SUCCEEDED

    with pytest.raises(RuntimeError, match="broken"):
        await walk(plan_of({"a": (), "b": ()}), {}, run)
    assert ended.is_set()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sets(st.integers(0, 11), max_size=4), min_size=1, max_size=12), st.integers(1, 5))
def test_every_step_of_any_plan_runs_once_after_its_needs(wishes: list[set[int]], parallel: int) -> None:
    needs = {f"s{n}": tuple(sorted(f"s{w}" for w in wanted if w < n)) for n, wanted in enumerate(wishes)}
    recorder = Recorder()
    asyncio.run(walk(plan_of(needs), {}, recorder, parallel=parallel))
    assert sorted(recorder.done) == sorted(needs)
    assert recorder.most <= parallel
