"""From resuming a suspended run to its next step: our worker against ``serve`` with 1 s polling, in one run.

``python -m benchmarks.resume [N]``
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from benchmarks.engine_runs import BARE, OURS, line, marks, services, start, wait_for


def once(folder: Path, deployment: str, number: int) -> float:
    """Seconds from the resume call to the step after it."""
    from praetorium.engine.client import resume_run, run_state

    path = folder / f"{deployment}-{number}"
    run = start("suspend", deployment, path)
    wait_for(lambda: (state := run_state(run)) is not None and state.name == "Suspended")
    began = time.time()
    assert resume_run(run)
    wait_for(lambda: len(marks(path)) == 2)
    wait_for(lambda: (state := run_state(run)) is not None and state.is_final)
    return marks(path)[1] - began


def main(count: int) -> None:
    """Measure both in turn and print the ratio."""
    with services() as folder:
        once(folder, OURS, 0)
        ours, bare = [], []
        for number in range(1, count + 1):
            ours.append(once(folder, OURS, number))
            bare.append(once(folder, BARE, number))
    print(line("resume → next step, praetorium", ours))
    print(line("resume → next step, serve", bare))
    print(f"ratio {statistics.median(bare) / statistics.median(ours):.1f}× faster; goal ≤ 0.5 s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
