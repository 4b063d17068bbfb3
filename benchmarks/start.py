"""From trigger to the first task's body: our worker against ``serve`` with 1 s polling, in one run on one server.

``python -m benchmarks.start [N]``
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from benchmarks.engine_runs import BARE, OURS, line, marks, services, start, wait_for


def once(folder: Path, deployment: str, number: int) -> float:
    """Seconds from the call that creates the run to its first task."""
    path = folder / f"{deployment}-{number}"
    began = time.time()
    run = start("stamp", deployment, path)
    wait_for(lambda: marks(path))
    from praetorium.engine.client import run_state

    wait_for(lambda: (state := run_state(run)) is not None and state.is_final)
    return marks(path)[0] - began


def main(count: int) -> None:
    """Measure both in turn and print the ratio."""
    with services() as folder:
        once(folder, OURS, 0)
        ours, bare = [], []
        for number in range(1, count + 1):
            ours.append(once(folder, OURS, number))
            bare.append(once(folder, BARE, number))
    print(line("trigger → first task, praetorium", ours))
    print(line("trigger → first task, serve", bare))
    print(f"ratio {statistics.median(bare) / statistics.median(ours):.1f}× faster; goal ≤ 0.4 s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
