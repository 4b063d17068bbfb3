"""docs/prefect-ui.md, row by row: what a person does in the Prefect UI, done as the UI does it, through its API."""

from __future__ import annotations

import os
import signal
from typing import Any

import httpx
import pytest

from praetorium.catalogue import Answer
from praetorium.decisions import decide
from praetorium.engine import client, holding, pools
from praetorium.engine.holders import lives
from praetorium.engine.retrying import retry
from praetorium.engine.standing import status
from praetorium.models import Door, RequestState, StepState

from .conftest import harness_module

pytestmark = [pytest.mark.server, pytest.mark.timeout(1500)]
until = harness_module.until


class Asked:
    """A request on the harness's services, and the UI's own calls about its run."""

    def __init__(self, harness: Any, moment: str, repeatable: bool = True) -> None:
        self.harness, self.house = harness, harness.house
        self.case = harness.submit("page", moment, repeatable)
        self.id = self.case.id
        until(lambda: harness._is_there(self.case), 90, f"{self.id} did not come to '{moment}'")
        self.api = status(harness.settings).api
        self.run = self.house.catalogue.requests.get(self.id).flow_run

    def set_state(self, type: str, **more: Any) -> None:
        body = {"state": {"type": type, **more}, "force": True}
        httpx.post(f"{self.api}/flow_runs/{self.run}/set_state", json=body, timeout=30).raise_for_status()

    def delete(self) -> None:
        httpx.delete(f"{self.api}/flow_runs/{self.run}", timeout=30).raise_for_status()

    def resume(self) -> None:
        httpx.post(f"{self.api}/flow_runs/{self.run}/resume", json={}, timeout=30).raise_for_status()

    def release(self) -> None:
        self.harness._hold(self.case).unlink(missing_ok=True)

    def state(self) -> RequestState:
        return self.house.catalogue.requests.get(self.id).state

    def comes_to(self, *states: RequestState) -> None:
        until(lambda: self.state() in states, 120, f"{self.id} is {self.state()}, not {states}")

    def allow(self) -> None:
        for approval in self.house.catalogue.approvals.waiting(self.id):
            decide(self.house, approval.id, Answer.ALLOW, who="harness", door=Door.PYTHON)

    def attempts(self, step: str) -> int:
        return self.house.catalogue.steps.all(self.id)[step].attempts


def test_cancel_of_a_running_run(harness) -> None:
    asked = Asked(harness, "before the effect")
    holder = harness.house.catalogue.requests.get(asked.id).holder
    asked.set_state("CANCELLING", name="Cancelling")
    asked.comes_to(RequestState.CANCELLED)
    assert lives(holder) is False
    failure = harness.house.catalogue.requests.get(asked.id).failure
    assert "somebody in the Prefect UI" in failure.why
    assert "Second mark" in failure.why, "what was half done is said"
    # `praetorium retry` brings it back, from the step that was not done.
    asked.release()
    retry(harness.house, asked.id)
    asked.comes_to(RequestState.DELIVERED)
    assert asked.attempts("a") == 1


def test_cancel_and_delete_of_a_suspended_run(harness) -> None:
    cancelled, deleted = Asked(harness, "while paused"), Asked(harness, "while paused")
    cancelled.set_state("CANCELLING", name="Cancelling")
    deleted.delete()
    for asked in (cancelled, deleted):
        asked.comes_to(RequestState.CANCELLED)
        assert harness.house.catalogue.approvals.waiting(asked.id) == []
        assert asked.attempts("b") == 0
    retry(harness.house, deleted.id)  # its run is gone: it gets another
    until(lambda: harness.house.catalogue.approvals.waiting(deleted.id), 90, "it did not ask anew")
    deleted.allow()
    deleted.comes_to(RequestState.DELIVERED)


def test_delete_of_a_running_run(harness) -> None:
    asked = Asked(harness, "before the effect")
    holder = harness.house.catalogue.requests.get(asked.id).holder
    asked.delete()
    asked.comes_to(RequestState.CANCELLED)
    assert lives(holder) is False


def test_resume_of_a_suspended_run_passes_no_gate(harness) -> None:
    asked = Asked(harness, "while paused")
    epoch = harness.house.catalogue.requests.get(asked.id).epoch
    asked.resume()
    until(lambda: harness.house.catalogue.requests.get(asked.id).epoch > epoch, 60, "it did not run again")
    until(lambda: client.run_state(asked.run).type == "PAUSED", 60, "it did not wait again")
    assert asked.state() is RequestState.WAITING
    assert asked.attempts("b") == 0
    asked.allow()
    asked.comes_to(RequestState.DELIVERED)


def test_retry_goes_on_with_what_failed_and_changes_nothing_of_what_is_delivered(harness) -> None:
    failed = Asked(harness, "before the effect")
    fail = harness.folder / f"{failed.case.tag}-b.fail"
    fail.touch()
    failed.release()
    failed.comes_to(RequestState.FAILED)
    fail.unlink()
    until(lambda: client.run_state(failed.run).type == "FAILED", 60, "Prefect does not show it")
    failed.set_state("SCHEDULED", name="AwaitingRetry")
    failed.comes_to(RequestState.DELIVERED)
    assert (failed.attempts("a"), failed.attempts("b"), failed.attempts("c")) == (1, 2, 1)

    until(lambda: client.run_state(failed.run).name == "Delivered", 60, "Prefect does not show it")
    finished = harness.house.catalogue.requests.get(failed.id).finished
    failed.set_state("SCHEDULED", name="AwaitingRetry")
    until(lambda: client.run_state(failed.run).name == "Delivered", 60, "it does not end again")
    assert harness.house.catalogue.requests.get(failed.id).finished == finished
    assert failed.attempts("b") == 2


def test_retry_on_the_command_line_does_a_step_anew(harness) -> None:
    asked = Asked(harness, "after it")
    asked.release()
    asked.comes_to(RequestState.DELIVERED)
    retry(harness.house, asked.id, "b")
    asked.comes_to(RequestState.QUEUED, RequestState.RUNNING)
    asked.comes_to(RequestState.DELIVERED)
    assert (asked.attempts("a"), asked.attempts("b"), asked.attempts("c")) == (1, 2, 2)


@pytest.mark.parametrize("type", ["COMPLETED", "FAILED", "CRASHED"])
def test_a_state_set_by_hand_decides_nothing(harness, type: str) -> None:
    waits, runs = Asked(harness, "while paused"), Asked(harness, "before the effect")
    for asked in (waits, runs):
        asked.set_state(type)
    runs.release()
    runs.comes_to(RequestState.DELIVERED)
    assert waits.state() is RequestState.WAITING
    assert waits.attempts("b") == 0
    waits.allow()
    waits.comes_to(RequestState.DELIVERED)
    assert waits.attempts("a") == 1


def test_cancelled_set_by_hand_is_a_cancel(harness) -> None:
    waits, runs = Asked(harness, "while paused"), Asked(harness, "before the effect")
    holder = harness.house.catalogue.requests.get(runs.id).holder
    for asked in (waits, runs):
        asked.set_state("CANCELLED")
    for asked in (waits, runs):
        asked.comes_to(RequestState.CANCELLED)
    until(lambda: not lives(holder), 10, "its process goes on")
    assert harness.house.catalogue.approvals.waiting(waits.id) == []
    # Retry in the UI brings back what was cancelled, from the step that was not done.
    runs.release()
    runs.set_state("SCHEDULED", name="AwaitingRetry")
    runs.comes_to(RequestState.DELIVERED)
    assert runs.attempts("a") == 1


def test_delete_of_a_run_that_is_over_leaves_the_request(harness) -> None:
    asked = Asked(harness, "after it")
    asked.release()
    asked.comes_to(RequestState.DELIVERED)
    until(lambda: client.run_state(asked.run).type == "COMPLETED", 60, "Prefect does not show it")
    told = len(harness.house.catalogue.events.after(asked.id))
    asked.delete()
    # The supervisor has looked at whatever is wrong by the time another request is done.
    other = Asked(harness, "after it")
    other.release()
    other.comes_to(RequestState.DELIVERED)
    assert asked.state() is RequestState.DELIVERED
    assert len(harness.house.catalogue.events.after(asked.id)) == told


def test_a_paused_deployment_still_takes_requests_that_people_make(harness) -> None:
    api = status(harness.settings).api
    deployment = httpx.get(f"{api}/deployments/name/fulfil/praetorium", timeout=30).json()["id"]
    httpx.patch(f"{api}/deployments/{deployment}", json={"paused": True}, timeout=30).raise_for_status()
    try:
        asked = Asked(harness, "after it")
        asked.release()
        asked.comes_to(RequestState.DELIVERED)
    finally:
        httpx.patch(f"{api}/deployments/{deployment}", json={"paused": False}, timeout=30).raise_for_status()


def test_a_running_run_that_is_set_to_scheduled_has_one_writer(harness) -> None:
    asked = Asked(harness, "before the outcome", repeatable=False)
    asked.set_state("SCHEDULED", name="Scheduled")
    asked.release()
    asked.comes_to(RequestState.DELIVERED)
    counted = (harness.folder / "marks").read_text().split()
    mine = [key for key in counted if key.startswith(asked.id)]
    assert len(mine) == len(set(mine)) == 3


def test_a_paused_pool_holds_runs_and_loses_none(harness) -> None:
    api = status(harness.settings).api
    pool = f"{api}/work_pools/{pools.FORKING.name}"
    running = Asked(harness, "before the effect")
    httpx.patch(pool, json={"is_paused": True}, timeout=30).raise_for_status()
    try:
        case = harness.submit("page", "after it")
        harness._hold(case).unlink()
        # One that dies meanwhile is taken over, and waits in the pool like the new one.
        holder = harness.house.catalogue.requests.get(running.id).holder
        os.kill(int(holder.rsplit(":", 2)[1]), signal.SIGKILL)
        running.release()
        until(lambda: client.run_state(running.run).type == "SCHEDULED", 60, "it is not taken over")
        assert harness.house.catalogue.requests.get(case.id).state is RequestState.QUEUED
    finally:
        httpx.patch(pool, json={"is_paused": False}, timeout=30).raise_for_status()
    running.comes_to(RequestState.DELIVERED)
    until(lambda: harness.house.catalogue.requests.get(case.id).state is RequestState.DELIVERED, 90, "it was lost")


def test_the_halt_holds_through_a_restart_and_everything_goes_on_after_it(harness) -> None:
    asked = Asked(harness, "before the effect")
    assert [id for id, _ in holding.halt(harness.house, "Ada")] == [asked.id]
    asked.comes_to(RequestState.WAITING)
    assert harness.house.catalogue.steps.all(asked.id)["b"].state is StepState.CANCELLED
    asked.release()
    harness.kill("all", [asked.case])
    until(lambda: status(harness.settings).ready, 60, "the services are not ready")
    assert asked.attempts("b") == 1
    holding.resume(harness.house, "Ada")
    asked.comes_to(RequestState.DELIVERED)
    assert (asked.attempts("a"), asked.attempts("b")) == (1, 2)
