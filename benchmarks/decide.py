"""From a decision to the next step: while the run still waits, and from suspension; and what waiting costs.

python -m benchmarks.decide [--runs 9]

Goals: 0.2 s while it waits, 0.5 s from suspension; 100 approvals that wait at once: no process, and no CPU to be
measured against idleness. What bare Prefect takes to resume a run is timed by ``benchmarks.resume``.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

import psutil

import praetorium
from benchmarks.bench import installation, spread, table
from praetorium.engine.client import run_state
from praetorium.engine.services import status
from praetorium.house import House
from praetorium.models import RequestState
from praetorium.settings import settings

PATIENCE = 2.0
WAITING = 100
LOOK = 0.02
"""Seconds between two looks: what is measured are the times of events, and looking takes from the same two cores."""
WINDOW = 20.0
"""Seconds over which CPU is measured."""
_STEP = "  - {{id: {id}, title: {id}, why: Timing, executor: remove, with: {{path: {id}}}, expected: It is gone}}\n"


def furnish(house: House) -> None:
    """The playbooks of this benchmark: one step that asks, and a hundred."""
    for name, count in (("one", 1), ("many", WAITING)):
        steps = "".join(_STEP.format(id=f"s{number}") for number in range(count))
        head = f"name: {name}\ntitle: {name}\nfor: Timing.\nintents: [{name}]\nsteps:\n"
        (house.settings.folder("playbooks") / f"{name}.yaml").write_text(head + steps)


def request(house: House, playbook: str, folder: Path) -> praetorium.Handle:
    """A request of that playbook, queued."""
    folder.mkdir(exist_ok=True, parents=True)
    return praetorium.submit("run `true`", playbook=playbook, project=folder, unattended=True, house=house)


def once(house: House, folder: Path, *, suspended: bool) -> float:
    """Seconds from the decision being stored to the start of the step."""
    handle = request(house, "one", folder)
    until(handle.approvals)
    if suspended:
        until(lambda: rests(house, handle))
    decided = praetorium.approve(handle.approvals()[0].id, house=house).decision.at
    until(lambda: handle.state.final)
    started = next(e.at for e in house.catalogue.events.after(handle.id) if e.kind == "step.started")
    return (started - decided).total_seconds()


def rests(house: House, handle: praetorium.Handle) -> bool:
    """Whether no process works on the request any more."""
    run = house.catalogue.requests.get(handle.id).flow_run
    state = run_state(run) if run and handle.state is RequestState.WAITING else None
    return state is not None and state.type == "PAUSED"


def ours(house: House) -> list[psutil.Process]:
    """All processes of the services."""
    parent = psutil.Process(status(house.settings).pids["parent"])
    return [parent, *parent.children(recursive=True)]


def cpu(house: House) -> float:
    """Percent of one core that the services use over a while."""
    before = sum(sum(p.cpu_times()[:2]) for p in ours(house))
    time.sleep(WINDOW)
    return 100 * (sum(sum(p.cpu_times()[:2]) for p in ours(house)) - before) / WINDOW


def until(condition: Callable[[], object], seconds: float = 300.0) -> None:
    """Return as soon as it holds; raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds} s")
        time.sleep(LOOK)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    with installation(approval_patience=PATIENCE) as house:
        os.environ["PRAETORIUM_HOME"] = str(house.settings.home)
        settings.cache_clear()
        furnish(house)
        folder = house.settings.home / "bench"
        once(house, folder / "warm", suspended=False)
        waits = [once(house, folder / f"w{n}", suspended=False) for n in range(runs)]
        resumed = [once(house, folder / f"s{n}", suspended=True) for n in range(runs)]
        idle, processes = cpu(house), len(ours(house))
        many = request(house, "many", folder / "many")
        until(lambda: rests(house, many) and len(many.approvals()) == WAITING)
        until(lambda: all(a.flow_run for a in many.approvals()) and len(ours(house)) == processes)
        busy = cpu(house)
        rows = [
            ("decision → next step, the run waits", spread(waits), "0.2 s"),
            ("decision → next step, suspended", spread(resumed), "0.5 s"),
            (f"{WAITING} approvals wait: processes more", len(ours(house)) - processes, "0"),
            (f"{WAITING} approvals wait: CPU, idle before", f"{busy:.1f} %, {idle:.1f} %", "the same"),
        ]
        table("decide", ("what", "measured", "goal"), rows)


if __name__ == "__main__":
    main()
