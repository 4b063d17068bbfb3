"""Requests by other people, each to its proven result: what became of every one, and what was not understood of it.

    python -m benchmarks.apps [app-07 …] [--others] [--cases CASES.jsonl] [--jobs 1] [--home FOLDER]

Without ids all 44 requests of the test suite are taken, with ``--others`` its second set, with ``--cases`` a file with
one ``{"id", "words"}`` a line. What was asked is counted by the labels that lie beside the two sets. Each is read,
planned and carried out by the same step bodies that the flow runs, in this one process and without Prefect; what was
launched is stopped after its proofs. With ``--home`` everything that was made stays there to be looked at. The exit
code is the number of requests that did not end proven.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import scoring
from praetorium.catalogue import Approval
from praetorium.errors import PraetoriumError
from praetorium.house import House
from praetorium.intake import plan, take, understand
from praetorium.models import Brief, CheckResult, FeatureReport, Step, StepState
from praetorium.report import report
from praetorium.settings import Settings
from praetorium.stages import Job, Ready, carry_out, opened, perform

_WORDS = Path(__file__).parent.parent / "tests" / "words"
_QUOTED = 300
"""Longest evidence that is printed, in characters."""


@dataclass
class Ended:
    """What became of one request."""

    id: str
    brief: Brief | None = None
    playbook: str = ""
    seconds: float = 0.0
    checks: list[CheckResult] = field(default_factory=list)
    features: tuple[FeatureReport, ...] = ()
    error: str | None = None

    @property
    def passed(self) -> int:
        return sum(check.passed for check in self.checks)

    @property
    def proven(self) -> bool:
        return self.error is None and bool(self.checks) and self.passed == len(self.checks)

    @property
    def faults(self) -> list[str]:
        """What did not hold, in the words of whoever found it."""
        refused = [f"{check.name}: {check.evidence}" for check in self.checks if not check.passed]
        return refused or ([self.error] if self.error else [])


async def carried_out(house: House, id: str, words: str) -> Ended:
    """Read, plan and do one request, and end what it launched."""
    ended, started = Ended(id), time.perf_counter()
    try:
        request = take(house, words, unattended=True).request
        async with opened(house, request.id, holder="benchmark") as job:
            job.brief = ended.brief = understand(house, request)
            job.plan = plan(house, request, job.brief)
            ended.playbook = job.plan.playbook or ""
            try:
                await _steps(job)
            finally:
                ended.seconds = time.perf_counter() - started
                ended.features = report(house, request.id).features
                for row in house.catalogue.steps.all(request.id).values():
                    if row.outcome is not None:
                        ended.checks += row.outcome.checks
                        if "service" in row.outcome.result:
                            await asyncio.to_thread(_end, house, row.outcome.result)
    except PraetoriumError as error:
        ended.error = str(error)
    ended.seconds = ended.seconds or time.perf_counter() - started
    return ended


async def _steps(job: Job) -> None:
    """Each step as soon as what it needs is done, side by side as the flow does them."""
    assert job.plan is not None
    failures: list[PraetoriumError] = []

    async def ask(job: Job, approval: Approval) -> Approval:
        raise PraetoriumError(f"it asks: {approval.question}")

    async def do(step: Step, ready: Ready) -> StepState:
        try:
            return (await perform(job, ready)).state
        except PraetoriumError as error:
            failures.append(error)
            return StepState.FAILED

    states = await carry_out(job, job.plan, ask, do)
    if failures:
        raise failures[0]
    undone = [f"{id}: {state}" for id, state in states.items() if state is not StepState.SUCCEEDED]
    if undone:
        raise PraetoriumError(f"not done: {', '.join(undone)}")


def _end(house: House, launched: dict[str, object]) -> None:
    host = house.hosts[str(launched.get("host", "process"))]
    if host.state(str(launched["service"])) is not None:
        host.remove(str(launched["service"]))


async def all_of(house: House, cases: Sequence[tuple[str, str]], jobs: int, console: Console) -> list[Ended]:
    """Each case's end, in the order given, at most ``jobs`` at once; told as they end."""
    free = asyncio.Semaphore(jobs)

    async def one(id: str, words: str) -> Ended:
        async with free:
            ended = await carried_out(house, id, words)
        console.print(f"{id}: {'proven' if ended.proven else 'NOT PROVEN'}, {ended.seconds:.1f} s", highlight=False)
        for fault in () if ended.proven else ended.faults:
            console.print(f"  {fault}", highlight=False, markup=False)
        return ended

    return list(await asyncio.gather(*(one(id, words) for id, words in cases)))


def told(ends: Sequence[Ended], console: Console) -> None:
    """The table, the sentences that were not read, and the totals."""
    shown = Table("case", "title", "entities", "seconds", "checks", "unread", "fault", title="requests")
    for end in ends:
        brief = end.brief
        shown.add_row(
            end.id,
            brief.title if brief else "–",
            ", ".join(entity.label_plural for entity in brief.entities) if brief else "",
            f"{end.seconds:.1f}",
            f"{end.passed}/{len(end.checks)}",
            str(len(brief.unread)) if brief else "–",
            "\n".join(fault[:_QUOTED] for fault in end.faults),
        )
    console.print(shown)
    for end in ends:
        for unread in end.brief.unread if end.brief else ():
            console.print(f"{end.id}: “{unread.sentence}” ({unread.why})", highlight=False, markup=False)
    proven = [end for end in ends if end.proven]
    checks, passed = sum(len(end.checks) for end in ends), sum(end.passed for end in ends)
    console.print(
        f"{len(proven)} of {len(ends)} proven; {passed} of {checks} checks passed; "
        f"{sum(end.seconds for end in ends):.0f} s in all",
        highlight=False,
    )


@contextmanager
def housed(home: Path | None) -> Iterator[House]:
    """A house of its own, which keeps its environments while it stands; its supervisor of processes ends with it."""
    with tempfile.TemporaryDirectory(prefix="praetorium-cases-") as temporary:
        house = House(Settings(home=(home or Path(temporary)).resolve()))
        try:
            yield house
        finally:
            for host in house.hosts.values():
                if hasattr(host, "shut_down"):
                    host.shut_down()
            house.close()


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("ids", nargs="*", metavar="CASE")
    arguments.add_argument("--others", dest="cases", action="store_const", const=_WORDS / "unseen.jsonl")
    arguments.add_argument("--cases", type=Path)
    arguments.set_defaults(cases=_WORDS / "cases.jsonl")
    arguments.add_argument("--jobs", type=int, default=1)
    arguments.add_argument("--home", type=Path)
    given = arguments.parse_args()
    logging.basicConfig(level=logging.WARNING)
    lines = [json.loads(line) for line in given.cases.read_text("utf-8").splitlines() if line.strip()]
    cases = [(case["id"], case["words"]) for case in lines if not given.ids or case["id"] in given.ids]
    console = Console(width=200)
    with housed(given.home) as house:
        ends = asyncio.run(all_of(house, cases, given.jobs, console))
    told(ends, console)
    scoring.told({end.id: scoring.score(end.id, end.brief, end.features) for end in ends}, console)
    return sum(not end.proven for end in ends)


if __name__ == "__main__":
    raise SystemExit(main())
