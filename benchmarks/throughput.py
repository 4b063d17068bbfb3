"""Plans of five no-op steps at once, a process each: our worker against ``serve`` (8 at a time both), in one run.

``python -m benchmarks.throughput [N]``; bare Prefect runs a fifth as many and is scaled.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks.engine_runs import BARE, OURS, marks, services, start, wait_for


def burst(folder: Path, deployment: str, count: int) -> float:
    """Trigger them all, wait for all to be Completed; plans per minute. Fails when a step was lost or done twice."""
    from praetorium.engine.client import run_state

    paths = [folder / f"{deployment}-{number}" for number in range(count)]
    began = time.monotonic()
    open_runs = {start("five", deployment, path) for path in paths}

    def all_done() -> bool:
        for run in list(open_runs):
            state = run_state(run)
            if state is not None and state.is_final:
                assert state.type == "COMPLETED", state
                open_runs.discard(run)
            else:
                # One look a round: asking about all of them would be part of what is measured.
                time.sleep(0.05)
                break
        return not open_runs

    wait_for(all_done, 600)
    seconds = time.monotonic() - began
    wrong = [path.name for path in paths if len(marks(path)) != 5]
    assert not wrong, f"steps lost or done twice: {wrong}"
    return count * 60 / seconds


def main(count: int) -> None:
    """Measure one after the other and print the ratio."""
    with services() as folder:
        (folder / "first").mkdir()
        burst(folder / "first", OURS, 1)
        ours = burst(folder, OURS, count)
        bare = burst(folder, BARE, max(count // 5, 8))
    print(f"five-step plans per minute, praetorium {ours:6.0f}  ({count} at once, none lost)")
    print(f"five-step plans per minute, serve      {bare:6.0f}")
    print(f"ratio {ours / bare:.1f}×; goal ≥ 170 per minute")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
