"""The forking worker: runs complete, crashes are seen, cancellation ends everything, nothing stays behind."""

from __future__ import annotations

import os
import signal
import time

import pytest

from praetorium.engine import client, processes
from praetorium.engine.services import status

pytestmark = pytest.mark.server


def marked(run: str) -> list[int]:
    return [pid for pid in processes.with_variable("PREFECT__FLOW_RUN_ID", run) if processes.start_ticks(pid)]


def test_a_run_completes_in_a_forked_process(at_engine, trial):
    run = trial("sleep", seconds=0.3)
    pid = run.pid()
    assert processes.name_of(pid) == "praetorium-run"
    assert pid in processes.children(status(at_engine.settings).pids["worker"])
    assert run.ended().type == "COMPLETED"


def test_runs_work_side_by_side_each_in_its_own_process(at_engine, trial):
    runs = [trial("five") for _ in range(6)]
    assert [run.ended(60).type for run in runs] == ["COMPLETED"] * 6
    pids = [{line[1] for line in run.lines()} for run in runs]
    assert all(len(found) == 1 for found in pids)
    assert len(set.union(*pids)) == 6
    assert all([line[2] for line in run.lines()] == list("01234") for run in runs)


def test_a_killed_process_is_a_crashed_run_at_once(at_engine, trial):
    run = trial("sleep")
    os.kill(run.pid(), signal.SIGKILL)
    killed = time.monotonic()
    assert run.ended(10).type == "CRASHED"
    assert time.monotonic() - killed < 2


def test_a_cancelled_run_is_gone_and_cancelled(at_engine, trial, until):
    run = trial("sleep")
    pid = run.pid()
    asked = time.monotonic()
    assert client.cancel_run(run.id)
    assert run.ended(10).type == "CANCELLED"
    until(lambda: processes.start_ticks(pid) is None)
    assert time.monotonic() - asked < 3


def test_cancelling_ends_processes_that_ignore_sigterm_and_left_the_group(at_engine, trial, until):
    run = trial("stubborn")
    pid = run.pid()
    until(lambda: len(marked(run.id)) >= 2, what="child and grandchild run")
    asked = time.monotonic()
    assert client.cancel_run(run.id)
    until(lambda: processes.start_ticks(pid) is None and not marked(run.id), 10)
    assert time.monotonic() - asked < 3.5
    assert run.ended(10).type == "CANCELLED"


def test_what_a_finished_run_left_running_is_ended(at_engine, trial, until):
    run = trial("stubborn")
    pid = run.pid()
    until(lambda: len(marked(run.id)) >= 2)
    os.kill(pid, signal.SIGKILL)
    assert run.ended(10).type == "CRASHED"
    until(lambda: not marked(run.id), 5, "the grandchild is still there")


def test_a_run_deleted_under_its_process_ends_it(at_engine, trial, until):
    run = trial("sleep")
    pid = run.pid()
    assert client.delete_run(run.id)
    until(lambda: processes.start_ticks(pid) is None, 15, "the process of a deleted run still works")


def test_a_suspended_run_holds_no_process_and_goes_on_when_resumed(at_engine, trial, until):
    run = trial("suspend")
    pid = run.pid()
    assert run.reaches("Suspended").type == "PAUSED"
    until(lambda: processes.start_ticks(pid) is None)
    assert client.resume_run(run.id)
    assert run.ended().type == "COMPLETED"
    assert [line[2] for line in run.lines()] == ["before", "after"]
    assert not client.resume_run(run.id), "it is over: nothing to resume"


def test_a_crashed_run_can_be_run_again_under_its_id(at_engine, trial):
    run = trial("sleep", seconds=0.5)
    os.kill(run.pid(), signal.SIGKILL)
    assert run.ended(10).type == "CRASHED"
    assert client.reschedule(run.id)
    run.reaches("Completed")
    assert [line[2] for line in run.lines()] == ["started", "started", "ended"]


def test_without_its_zygote_the_spare_takes_over_and_running_runs_go_on(at_engine, trial, until):
    worker = status(at_engine.settings).pids["worker"]
    zygotes = [pid for pid in processes.children(worker) if processes.name_of(pid) == "praetorium-zyg"]
    assert len(zygotes) == 2
    before = trial("sleep", seconds=1.5)
    before.pid()
    os.kill(zygotes[0], signal.SIGKILL)
    after = trial("stamp")
    assert after.ended().type == "COMPLETED"
    assert before.ended().type == "COMPLETED"
    until(
        lambda: sum(processes.name_of(p) == "praetorium-zyg" for p in processes.children(worker)) >= 2,
        what="there is no new spare",
    )


def test_a_killed_worker_leaves_no_process_and_its_runs_are_closed_by_the_next(at_engine, trial, until):
    run = trial("stubborn")
    pid = run.pid()
    until(lambda: len(marked(run.id)) >= 2)
    worker = status(at_engine.settings).pids["worker"]
    os.kill(worker, signal.SIGKILL)
    until(lambda: processes.start_ticks(pid) is None and not marked(run.id), 5, "its runs' processes are still there")
    assert run.ended(30).type == "CRASHED"
    until(lambda: status(at_engine.settings).worker.polling, 20, "the worker was not started again")
    assert trial("stamp").ended().type == "COMPLETED"


def test_a_stopped_worker_hands_its_runs_back_and_the_next_goes_on_with_them(at_engine, trial, until):
    run = trial("sleep", seconds=2)
    first = run.pid()
    os.kill(status(at_engine.settings).pids["worker"], signal.SIGTERM)
    until(lambda: processes.start_ticks(first) is None, 5)
    assert run.ended(40).type == "COMPLETED"
    assert len({line[1] for line in run.lines()}) == 2, "it went on in another process"
