"""Stopping what refuses to stop: gone within three seconds, with all that it started, and told as half done."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from praetorium.engine import holding, processes
from praetorium.errors import RefusedError
from praetorium.house import House
from praetorium.intake import take
from praetorium.models import RequestState, StepState
from praetorium.settings import Settings

from .conftest import HERE, harness_module
from .driving import execute

ROOT = HERE.parents[1]
# Ignores SIGTERM, has a child that does, and one in a session of its own, orphaned.
STUBBORN = """
trap '' TERM
echo half > half.txt
(trap '' TERM; while :; do sleep 0.1; done) &
setsid sh -c "trap '' TERM; (while :; do sleep 0.1; done) & :" &
echo there > there.txt
while :; do sleep 0.1; done
"""
GONE = 3.0


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(Settings(home=tmp_path / "home"))
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path, house: House) -> Path:
    place = tmp_path / f"work-{os.getpid()}-{time.monotonic_ns()}"
    place.mkdir()
    with house.catalogue.write() as connection:
        house.catalogue.projects.register(connection, str(place), "Ada")
    return place


def asked(house: House, folder: Path) -> str:
    parameters = {"command": STUBBORN}
    words = "Run a command"
    return take(house, words, playbook="run-command", parameters=parameters, project=folder, unattended=True).request.id


def inside(folder: Path) -> list[int]:
    """Processes that work in the folder."""
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and processes.start_ticks(int(entry.name)) is not None:
            try:
                if Path(entry.path, "cwd").readlink() == folder:
                    found.append(int(entry.name))
            except OSError:
                continue
    return found


def gone(folder: Path, since: float) -> float:
    harness_module.until(lambda: not inside(folder), 20, f"{inside(folder)} still work in {folder}")
    return time.monotonic() - since


async def test_the_halt_ends_a_step_that_refuses_to_die(house: House, folder: Path) -> None:
    id = asked(house, folder)
    running = asyncio.create_task(execute(house, id))
    await asyncio.to_thread(harness_module.until, (folder / "there.txt").exists, 30, "it did not begin")
    assert len(inside(folder)) >= 3
    began = time.monotonic()
    assert holding.halt(house, "Ada") == [(id, house.catalogue.steps.all(id)["run"].title)]
    assert await asyncio.to_thread(gone, folder, began) <= GONE
    assert await running is RequestState.WAITING
    row = house.catalogue.steps.all(id)["run"]
    assert (row.state, row.outcome.error) == (StepState.CANCELLED, "everything was halted before it was finished")
    assert [e.title for e in house.catalogue.events.after(id) if e.kind == "request.waiting"] == [
        "Halted: goes on with 'praetorium resume'"
    ]
    # Another execution, as after a restart, begins nothing; nor does another request.
    assert await execute(house, id) is RequestState.WAITING
    assert house.catalogue.steps.all(id)["run"].attempts == 1
    other = asked(house, folder)
    assert await execute(house, other) is RequestState.WAITING
    assert house.catalogue.steps.all(other)["run"].attempts == 0

    going, _ = holding.resume(house, "Ada")
    assert set(going) == {id, other}
    assert house.catalogue.requests.get(id).state is RequestState.QUEUED
    # It was half done and cannot simply be repeated: a person is asked.
    assert await execute(house, id) is RequestState.WAITING
    assert [a.kind for a in house.catalogue.approvals.waiting(id)] == ["repeat"]
    with pytest.raises(RefusedError, match="nothing is halted"):
        holding.resume(house, "Ada")


async def test_cancelling_ends_it_too(house: House, folder: Path) -> None:
    running = asyncio.create_task(execute(house, asked(house, folder)))
    await asyncio.to_thread(harness_module.until, (folder / "there.txt").exists, 30, "it did not begin")
    began = time.monotonic()
    running.cancel()
    assert await asyncio.to_thread(gone, folder, began) <= GONE
    with pytest.raises(asyncio.CancelledError):
        await running


def test_killing_its_process_ends_it_too(house: House, folder: Path) -> None:
    id = asked(house, folder)
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.driving", str(house.settings.home), id, "-", "6"], cwd=ROOT
    )
    harness_module.until((folder / "there.txt").exists, 60, "it did not begin")
    began = time.monotonic()
    run.send_signal(signal.SIGKILL)
    assert gone(folder, began) <= GONE
    run.wait()


def test_a_run_that_does_not_see_the_halt_is_ended_from_outside(house: House, folder: Path) -> None:
    id = asked(house, folder)
    run = subprocess.Popen(
        [sys.executable, "-m", "tests.reliability.driving", str(house.settings.home), id, "-", "6"], cwd=ROOT
    )
    harness_module.until((folder / "there.txt").exists, 60, "it did not begin")
    run.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    holding.halt(house, "Ada")
    harness_module.until(lambda: holding.enforce(house) or run.poll() is not None, 20, "it was not ended")
    assert gone(folder, began) <= GONE
    assert not inside(folder)


async def test_a_paused_request_finishes_what_runs_and_begins_nothing(house: House, folder: Path) -> None:
    id = asked(house, folder)
    holding.pause(house, id, "Ada")
    assert await execute(house, id) is RequestState.WAITING
    assert house.catalogue.steps.all(id)["run"].attempts == 0
    with pytest.raises(RefusedError, match="paused already"):
        holding.pause(house, id, "Ada")
    assert holding.go_on(house, id, "Ada").state is RequestState.QUEUED
    with pytest.raises(RefusedError, match="not paused"):
        holding.go_on(house, id, "Ada")


async def test_a_paused_executor_holds_every_request_that_needs_it(house: House, folder: Path) -> None:
    holding.pause_executor(house, "command", "Ada")
    id = asked(house, folder)
    assert await execute(house, id) is RequestState.WAITING
    assert house.catalogue.steps.all(id)["run"].attempts == 0
    title = [e.title for e in house.catalogue.events.after(id) if e.kind == "request.waiting"]
    assert title == ["Paused: goes on with 'praetorium executors resume command'"]
    assert holding.resume_executor(house, "command", "Ada") == [id]
    assert house.catalogue.requests.get(id).state is RequestState.QUEUED
