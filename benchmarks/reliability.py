"""Kill everything, many times, and count: what was lost, what was done twice, how long until it went on.

    python -m benchmarks.reliability [--kills 1000] [--seed 7] [--targets run worker server page parent all]

The same harness as in the tests, for longer: see docs/reliability.md. First runs and workers die one by one, then up to
twenty requests are hit at once.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from praetorium.engine import services
from praetorium.settings import Settings
from tests.reliability import harness as reliability


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.reliability")
    parser.add_argument("--kills", type=int, default=1000, help="how many processes to kill, at least")
    parser.add_argument("--seed", type=int, default=None, help="of the order; printed, so that it can be given again")
    parser.add_argument("--targets", nargs="+", choices=reliability.TARGETS, default=list(reliability.TARGETS))
    parser.add_argument("--port", type=int, default=15100)
    arguments = parser.parse_args()
    seed = random.SystemRandom().randrange(1 << 30) if arguments.seed is None else arguments.seed
    with tempfile.TemporaryDirectory(prefix="praetorium-reliability-") as name:
        folder = Path(name)
        os.environ.update(reliability.environment())
        os.environ["PRAETORIUM_HOME"] = str(folder / "home")
        sys.path.insert(0, str(reliability.HERE / "outside"))
        chosen = Settings(home=folder / "home", port=arguments.port, page_port=arguments.port + 100)
        services.up(chosen, True, None)
        harness = reliability.Harness(chosen, folder / "marks", seed)
        alone = reliability.Harness(chosen, folder / "alone", seed)
        began = time.monotonic()
        try:
            for target in set(arguments.targets) & {"run", "worker"}:
                alone.one_by_one(target)
            single = alone.table()
            sys.stdout.write(f"one by one\n{reliability.printed(single, alone, began)}\n\nmany at once\n")
            began = time.monotonic()
            while harness.kills < arguments.kills:
                for target in arguments.targets:
                    # A run is killed alone and comes back soonest, so most kills are of runs.
                    harness.round(target, times=2 if target == "run" else 1)
            rows = harness.table()
        finally:
            harness.close()
            alone.close()
            services.down(chosen)
    sys.stdout.write(f"{reliability.printed(rows, harness, began)}\n")
    if wrong := [problem for row in (*single, *rows) for problem in (*row.stuck, *row.lost, *row.repeated)]:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
