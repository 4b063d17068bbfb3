"""What Praetorium costs while nothing is asked of it, and how long cancelling a step takes that refuses to die.

    python -m benchmarks.idle [--seconds 30] [--cancels 5]

Goals: the server uses at most 4 % of a core, everything at most 600 MB, a cancel is complete within 3 s. Memory is told
twice: RSS counts what forked processes share once each, PSS divides it among them.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import psutil

import praetorium
from benchmarks.bench import installation, spread, table
from benchmarks.decide import ours, until
from praetorium.engine import stopping
from praetorium.engine.client import run_state
from praetorium.engine.services import status
from praetorium.house import House
from praetorium.settings import settings

SETTLES = 20.0
"""Seconds after the last request before anything counts as idle."""
# Ignores SIGTERM, has a child that does, and one that left the group and was orphaned.
_STUBBORN = (
    "trap '' TERM; (trap '' TERM; while :; do sleep 0.1; done) & "
    "setsid sh -c \"trap '' TERM; (while :; do sleep 0.1; done) & :\" & "
    "touch there.txt; while :; do sleep 0.1; done"
)


def cancel(house: House, folder: Path) -> float:
    """Seconds from asking for it until no process of the step is left and Prefect has the run as Cancelled."""
    folder.mkdir(parents=True)
    parameters = {"command": _STUBBORN}
    handle = praetorium.submit(
        "Run a command", playbook="run-command", parameters=parameters, project=folder, unattended=True, house=house
    )
    until(lambda: (folder / "there.txt").exists())
    run = house.catalogue.requests.get(handle.id).flow_run
    assert run is not None
    began = time.perf_counter()
    stopping.cancel(house, handle.id)
    until(lambda: not inside(folder))
    until(lambda: (state := run_state(run)) is not None and state.type == "CANCELLED")
    return time.perf_counter() - began


def inside(folder: Path) -> list[int]:
    """Processes that work in the folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd() == str(folder):
                found.append(process.pid)
        except psutil.Error:
            continue
    return found


def cpu(processes: list[psutil.Process]) -> dict[int, float]:
    """Seconds of CPU that each has used."""
    return {process.pid: sum(process.cpu_times()[:2]) for process in processes}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30.0, help="over which CPU is measured")
    parser.add_argument("--cancels", type=int, default=5)
    given = parser.parse_args()
    with installation() as house:
        os.environ["PRAETORIUM_HOME"] = str(house.settings.home)
        settings.cache_clear()
        taken = [cancel(house, house.settings.home / "bench" / f"c{number}") for number in range(given.cancels)]
        time.sleep(SETTLES)
        processes = ours(house)
        before = cpu(processes)
        time.sleep(given.seconds)
        used = {pid: 100 * (after - before[pid]) / given.seconds for pid, after in cpu(processes).items()}
        memory = [process.memory_full_info() for process in processes]
        rows = [
            ("CPU of the server, % of a core", f"{used[status(house.settings).pids['server']]:.1f}", "4"),
            ("CPU of everything, % of a core", f"{sum(used.values()):.1f}", ""),
            ("RSS of everything, MB", f"{sum(m.rss for m in memory) / 1e6:.0f}", "600"),
            ("PSS of everything, MB", f"{sum(m.pss for m in memory) / 1e6:.0f}", ""),
            ("processes", len(processes), ""),
            ("cancel of a step that ignores SIGTERM, s", spread(taken), "3"),
        ]
        table("idle, and cancelling", ("what", "measured", "goal"), rows)


if __name__ == "__main__":
    main()
