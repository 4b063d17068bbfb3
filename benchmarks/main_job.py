"""Words → checked URL of a running application, warm; against the same step bodies in a plain Python loop.

python -m benchmarks.main_job [--runs 5] ["Build me a CRM with contacts and leads"]
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
from dataclasses import dataclass
from graphlib import TopologicalSorter

from benchmarks.bench import installation, spread, table
from praetorium import submit
from praetorium.house import House
from praetorium.intake import plan, take, understand
from praetorium.models import StepState
from praetorium.stages import Ready, approach, opened, perform

WORDS = "Build me a CRM with contacts and leads"


@dataclass(frozen=True)
class Measured:
    """One request through everything."""

    stages: dict[str, float]
    """Seconds by stage."""
    errors: tuple[float, ...]
    """How far off the estimate was for each step that took over a second, as a share of what it took."""


def measured(house: House, words: str) -> Measured:
    handle = submit(words, unattended=True, house=house)
    told = handle.wait(timeout=180)
    assert told.error is None, told.error
    at = {event.kind: event.at for event in reversed(house.catalogue.events.after(handle.id))}
    stored, started, ended = at["request.stored"], at["request.started"], at["request.delivered"]
    steps = {f"  {step.title}": step.seconds for step in told.steps}
    rows = [row for row in house.catalogue.steps.all(handle.id).values() if row.seconds > 1.0]
    errors = tuple(abs(row.estimate_seconds - row.seconds) / row.seconds for row in rows)
    stages = {
        "words → URL": (ended - stored).total_seconds(),
        "door (kept, read, planned)": (at["request.queued"] - stored).total_seconds(),
        "start latency": (started - at["request.queued"]).total_seconds(),
        "flow, first line → delivered": (ended - started).total_seconds(),
        **steps,
    }
    return Measured(stages, errors)


async def bodies(house: House, words: str) -> float:
    """The same step bodies, one after the other, without Prefect: seconds."""
    request = take(house, words, unattended=True).request
    async with opened(house, request.id, holder="benchmark") as job:
        job.brief = understand(house, request)
        job.plan = plan(house, request, job.brief)
        seconds = 0.0
        for id in TopologicalSorter({s.id: s.needs for s in job.plan.steps}).static_order():
            ready = await approach(job, job.plan.step(id))
            assert isinstance(ready, Ready)
            outcome = await perform(job, ready)
            assert outcome.state is StepState.SUCCEEDED
            seconds += outcome.seconds
    return seconds


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("words", nargs="?", default=WORDS)
    arguments.add_argument("--runs", type=int, default=5)
    given = arguments.parse_args()
    with installation() as house:
        submit(given.words, unattended=True, house=house).wait(timeout=300)  # fills the package cache
        runs = [measured(house, given.words) for _ in range(given.runs)]
        plain = [asyncio.run(bodies(house, given.words)) for _ in range(given.runs)]
    rows = [(name, spread([run.stages[name] for run in runs])) for name in runs[0].stages]
    flow = statistics.median(run.stages["flow, first line → delivered"] for run in runs)
    table(f"{given.words}: seconds, median of {given.runs} (lowest–highest)", ("stage", "seconds"), rows)
    ratio = flow / statistics.median(plain)
    table(
        "against the same bodies in a plain loop",
        ("what", "measured", "goal"),
        [
            ("bodies, one after the other", spread(plain), ""),
            ("flow ÷ bodies", ratio, "≤ 1.5"),
            ("words → URL", statistics.median(run.stages["words → URL"] for run in runs), "≤ 12"),
            ("error of the last run's estimates, median", statistics.median(runs[-1].errors), "≤ 0.3"),
        ],
    )


if __name__ == "__main__":
    main()
