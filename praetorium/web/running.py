"""Apps as they stand: asked of their hosts and of the machine, started and stopped through their hosts."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from dataclasses import dataclass

import httpx
import psutil

from praetorium import launched
from praetorium.catalogue import App
from praetorium.errors import PraetoriumError
from praetorium.executors.ports import Running
from praetorium.house import House
from praetorium.loopback import DIRECT

PATIENCE = 1.5
"""Seconds an app may take to say that it is well."""
STARTING = 15.0
"""Seconds after its start in which an app that does not answer yet is nothing to worry about."""


@dataclass(frozen=True)
class AppState:
    """An app with what was seen of it just now."""

    app: App
    running: bool
    healthy: bool | None
    """Whether it answers; None when it does not run."""
    since: float | None
    """Seconds it has been up."""
    cpu: float
    """Of one processor, over a tenth of a second; 1.0 is one processor fully used."""
    memory: int
    """Bytes held by it and what it started."""
    restarts: int

    @property
    def look(self) -> str:
        if not self.running:
            return "bad" if self.app.wanted else "quiet"
        return "good" if self.healthy else "run" if self.starting else "bad"

    @property
    def starting(self) -> bool:
        """Whether it was started a moment ago and does not answer yet."""
        return self.running and not self.healthy and self.since is not None and self.since < STARTING


def states(house: House, apps: list[App]) -> list[AppState]:
    """All of them, asked at the same time."""
    if not apps:
        return []
    seen = {running.name: running for kind in house.hosts for running in _all(house, kind)}
    pids = [seen[a.name].pid for a in apps if a.name in seen and seen[a.name].pid]
    used = _usage([pid for pid in pids if pid])
    with ThreadPoolExecutor(max_workers=min(len(apps), 16)) as pool:
        answers = {a.name: pool.submit(_healthy, a) for a in apps if a.name in seen and seen[a.name].running}
        return [_state(a, seen.get(a.name), answers.get(a.name), used) for a in apps]


def act(house: House, app: App, what: str) -> None:
    """``start``, ``stop`` or ``restart``. Raises ExternalError when its host cannot be used."""
    launched.host_of(house, app)
    if what in ("stop", "restart"):
        launched.stop(house, app)
    if what in ("start", "restart"):
        launched.start(house, app)


def log_of(house: House, app: App, lines: int) -> str:
    """The last lines it wrote; empty when its host cannot be asked."""
    try:
        return launched.log(house, app, lines)
    except PraetoriumError:
        return ""


def _all(house: House, kind: str) -> list[Running]:
    try:
        return house.hosts[kind].all()
    except PraetoriumError:
        return []


def _healthy(app: App) -> bool:
    try:
        with httpx.Client(timeout=PATIENCE, mounts=DIRECT) as client:
            return client.get(app.url).status_code < 500
    except httpx.HTTPError:
        return False


def _state(app: App, seen: Running | None, answer: object, used: dict[int, tuple[float, int]]) -> AppState:
    running = bool(seen and seen.running)
    cpu, memory = used.get(seen.pid, (0.0, 0)) if seen and seen.pid else (0.0, 0)
    since = time.time() - seen.started if running and seen and seen.started else None
    return AppState(app, running, _told(answer) if running else None, since, cpu, memory, seen.restarts if seen else 0)


def _told(answer: object) -> bool:
    result: Callable[..., bool] | None = getattr(answer, "result", None)
    try:
        return bool(result(timeout=PATIENCE + 1)) if result else False
    except TimeoutError:
        return False


def _usage(pids: list[int]) -> dict[int, tuple[float, int]]:
    """Processor and memory of each, with everything it started."""
    trees = {pid: _tree(pid) for pid in pids}
    before = {p: _cpu(p) for tree in trees.values() for p in tree}
    time.sleep(0.1)
    return {
        pid: (sum(max(_cpu(p) - before[p], 0.0) for p in tree) / 0.1, sum(_memory(p) for p in tree))
        for pid, tree in trees.items()
    }


def _tree(pid: int) -> list[psutil.Process]:
    try:
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []


def _cpu(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def _memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0
