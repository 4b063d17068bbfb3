"""Kills, at chosen moments, of chosen processes; and what became of the requests that were in the middle of it.

    python -m benchmarks.reliability --kills 1000

Requests of three steps run at once, each held at the moment at which it is to be hit; then a process is killed with
SIGKILL. What the steps did is counted in a file outside of everything: see ``outside/praetorium_marks.py``.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from praetorium.catalogue import Answer, Event
from praetorium.decisions import decide
from praetorium.engine import client, services
from praetorium.engine.holders import lives
from praetorium.engine.standing import status
from praetorium.engine.starting import start
from praetorium.house import House
from praetorium.intake import take
from praetorium.models import Door, RequestState, StepState, now
from praetorium.settings import Settings

T = TypeVar("T")
HERE = Path(__file__).parent
TARGETS = ("run", "worker", "server", "page", "parent", "all")
MOMENTS = ("before the intent", "before the effect", "before the outcome", "after it", "while paused")
_HELD_AT = {
    "before the intent": "b.intent",
    "before the effect": "b.effect",
    "before the outcome": "b.outcome",
    "after it": "c.intent",
}
GOALS = {"run": 2.0, "worker": 5.0, "server": 5.0, "page": 5.0, "parent": 5.0, "all": 5.0}
"""Seconds within which requests go on: after the kill, or after ``up`` is ready again where the parent died."""


def environment(patience: float = 3.0) -> dict[str, str]:
    """What the services need so that the executor from outside is there; to be set before they are started."""
    paths = [str(HERE / "outside"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        "PYTHONPATH": os.pathsep.join(paths),
        "PRAETORIUM_APPROVAL_PATIENCE": str(patience),
        "PRAETORIUM_WORKER_LIMIT": "16",
    }


def until(condition: Callable[[], T], seconds: float, what: str | Callable[[], str]) -> T:
    """Wait for a condition; gives what made it true."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:g} s: {what if isinstance(what, str) else what()}")
        time.sleep(0.05)
    return found


@dataclass
class Case:
    """A request that is hit at a moment."""

    target: str
    moment: str
    repeatable: bool
    tag: str
    id: str = ""
    hit: float = 0.0
    """When the kill came, or, where the parent died, when the services were ready again; seconds since the epoch."""
    killed: float = 0.0
    """When the kill came."""
    epoch: int = 0
    died: bool = False
    """Whether a process that carried it out was killed."""


@dataclass
class Row:
    """A line of the table: one target, all that was hit with it."""

    target: str
    moment: str
    requests: int = 0
    finished: int = 0
    asking: int = 0
    stuck: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    """Requests that were said to be taken over more than once after one kill."""
    seconds: list[float] = field(default_factory=list)


class Harness:
    """Services in a home of their own, and the requests that are hit there. ``seed`` makes the order the same again."""

    def __init__(self, settings: Settings, folder: Path, seed: int) -> None:
        self.settings, self.folder, self.seed = settings, folder, seed
        self.house = House(settings)
        self.random = random.Random(seed)
        self.cases: list[Case] = []
        self.kills = 0
        for name in ("hold", "at"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        settings.own_playbooks.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "marks.yaml", settings.own_playbooks)

    def close(self) -> None:
        self.house.close()

    def round(self, target: str, times: int = 1) -> None:
        """Hit requests at every moment, repeatable and not, by one kill of the target, and let all of them end."""
        wanted = [(moment, repeatable) for moment in MOMENTS for repeatable in (True, False)] * times
        self.random.shuffle(wanted)
        self.hit(target, wanted)

    def one_by_one(self, target: str) -> None:
        """The same, a request and a kill at a time: how soon each goes on when nothing else is to be brought back."""
        for moment in MOMENTS:
            for repeatable in (True, False):
                self.hit(target, [(moment, repeatable)])

    def hit(self, target: str, wanted: list[tuple[str, bool]]) -> None:
        """Bring requests to these moments (repeatable or not), kill the target once, and let all of them end."""
        cases = [self.submit(target, moment, repeatable) for moment, repeatable in wanted]
        for case in cases:
            until(lambda c=case: self._is_there(c), 60, f"{case.id} did not come to '{case.moment}'")  # type: ignore[misc]
        self.kill(target, cases)
        for case in cases:
            self._hold(case).unlink(missing_ok=True)
        self._allow(cases)
        until(
            lambda: all(self._is_over(case) for case in cases),
            90,
            lambda: f"{self._left(cases)} after killing {target}",
        )
        self.cases += cases

    def submit(self, target: str, moment: str, repeatable: bool = True) -> Case:
        """Start a request that will be held at the moment."""
        case = Case(target, moment, repeatable, f"{self.seed}-{len(self.cases)}-{self.random.randrange(1 << 40):x}")
        if moment in _HELD_AT:
            self._hold(case).touch()
        parameters = {
            "folder": str(self.folder),
            "tag": case.tag,
            "repeatable": repeatable,
            "ask": moment == "while paused",
        }
        standing = take(
            self.house,
            "Leave three marks in a file",
            playbook="marks",
            parameters=parameters,
            unattended=True,
            asked_by="harness",
        )
        case.id = standing.request.id
        start(self.house, case.id)
        return case

    def kill(self, target: str, cases: list[Case]) -> None:
        """SIGKILL to the target's processes; brings the services up again where their parent was among them."""
        standings = {case.id: self.house.catalogue.requests.get(case.id) for case in cases}
        runs = {int(s.holder.rsplit(":", 2)[1]) for s in standings.values() if s.holder and lives(s.holder)}
        pids = status(self.settings).pids
        doomed = {"run": runs, "all": {*pids.values(), *runs}}.get(target) or {pids[target]}
        for case in cases:
            case.epoch = standings[case.id].epoch
            case.died = target not in ("server", "page") and standings[case.id].holder is not None
            case.hit = case.killed = time.time()
        for pid in sorted(doomed, key=lambda pid: pid != pids.get("parent")):
            try:
                os.kill(pid, signal.SIGKILL)
                self.kills += 1
            except ProcessLookupError:
                continue
        if target in ("parent", "all"):
            until(lambda: not status(self.settings).running, 10, "the services outlived their parent")
            services.up(self.settings, True, None)
            for case in cases:
                case.hit = time.time()

    def table(self) -> list[Row]:
        """What became of the requests, a row for each target and moment."""
        counted = Counter((self.folder / "marks").read_text().split())
        rows = {(t, m): Row(t, m) for t in TARGETS for m in MOMENTS}
        for case in self.cases:
            self._judge(case, rows[case.target, case.moment], counted)
        return [row for row in rows.values() if row.requests]

    def _judge(self, case: Case, row: Row, counted: Counter[str]) -> None:
        row.requests += 1
        standing = self.house.catalogue.requests.get(case.id)
        if standing.state is RequestState.DELIVERED:
            row.finished += 1
        elif standing.state is RequestState.WAITING and self.house.catalogue.approvals.waiting(case.id):
            row.asking += 1
        else:
            row.stuck.append(f"{case.id} is {standing.state}")
        for id, step in self.house.catalogue.steps.all(case.id).items():
            key = f"{case.id}:{id}:{(step.identity or '')[:16]}"
            if step.state is StepState.SUCCEEDED and not counted[key]:
                row.lost.append(key)
            if counted[key] > 1:
                row.repeated.append(key)
        if sum(e.kind == "request.taken-over" and e.at.timestamp() > case.killed for e in self._events(case.id)) > 1:
            row.twice.append(case.id)
        went_on = self._went_on(case)
        if went_on is not None:
            row.seconds.append(max(0.0, went_on - case.hit))

    def _went_on(self, case: Case) -> float | None:
        """When it went on: carried out by another process, or, where its own lived, the next thing it did."""
        for event in self._events(case.id):
            if case.died and event.kind == "request.started" and event.facts.get("epoch", 0) > case.epoch:
                return event.at.timestamp()
            if not case.died and event.at.timestamp() > case.hit and event.kind in ("step.succeeded", "step.started"):
                return event.at.timestamp()
        return None

    def _is_there(self, case: Case) -> bool:
        if case.moment in _HELD_AT:
            return (self.folder / "at" / self._hold(case).name).exists()
        asked = bool(self.house.catalogue.approvals.waiting(case.id))
        if case.target == "run":
            return asked  # while its process still waits for a quick answer
        standing = self.house.catalogue.requests.get(case.id)
        return asked and standing.state is RequestState.WAITING and standing.holder is None

    def _hold(self, case: Case) -> Path:
        return self.folder / "hold" / f"{case.tag}-{_HELD_AT.get(case.moment, 'none')}"

    def _allow(self, cases: list[Case]) -> None:
        """Say yes to what is asked for by the plan; what was begun and is not accounted for goes on asking."""
        for case in cases:
            for approval in self.house.catalogue.approvals.waiting(case.id):
                if approval.kind == "step":
                    if not case.died:
                        case.hit = time.time()
                    decide(self.house, approval.id, Answer.ALLOW, who="harness", door=Door.PYTHON)

    def _is_over(self, case: Case) -> bool:
        standing = self.house.catalogue.requests.get(case.id)
        if standing.state is RequestState.WAITING:
            waiting = self.house.catalogue.approvals.waiting(case.id)
            return any(approval.kind == "repeat" for approval in waiting)
        return standing.state.final

    def _left(self, cases: list[Case]) -> str:
        told = []
        for case in cases:
            if not self._is_over(case):
                standing = self.house.catalogue.requests.get(case.id)
                run = client.run_state(standing.flow_run) if standing.flow_run else None
                told.append(f"{case.id} ({case.moment}) is {standing.state}, held by {standing.holder}, run {run}")
        return "; ".join(told)

    def _events(self, id: str) -> Iterator[Event]:
        yield from self.house.catalogue.events.after(id, 0, 10_000)


def printed(rows: list[Row], harness: Harness, began: float) -> str:
    """The table, as docs/reliability.md has it."""
    lines = [
        f"{harness.kills} processes killed, {len(harness.cases)} requests hit, seed {harness.seed}, "
        f"{time.monotonic() - began:.0f} s, {now():%Y-%m-%d}",
        "",
        "| killed | when | requests | finished | asking | lost | repeated | goes on after (median, most) |",
        "| --- | --- | --: | --: | --: | --: | --: | --- |",
    ]
    for row in rows:
        seconds = sorted(row.seconds)
        took = f"{seconds[len(seconds) // 2]:.1f} s, {seconds[-1]:.1f} s" if seconds else "–"
        lines.append(
            f"| {row.target} | {row.moment} | {row.requests} | {row.finished} | {row.asking} | {len(row.lost)} "
            f"| {len(row.repeated)} | {took} |"
        )
    return "\n".join(lines)
