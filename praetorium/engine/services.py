"""``up``, ``down``, ``status``: the services of one home, as the command line and everything else sees them."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from praetorium.engine import environment, processes
from praetorium.engine.standing import Announce, ServicesInfo, WorkerInfo, pid_of, read_json, report, status
from praetorium.engine.supervision import Supervision
from praetorium.errors import ExternalError, PraetoriumError, RefusedError
from praetorium.room import is_full
from praetorium.settings import Settings, project_root

__all__ = ["Announce", "ServicesInfo", "WorkerInfo", "down", "ensure_up", "status", "up", "wait_ready"]

READY_SECONDS = 180.0
"""The first start on a slow machine compiles Prefect and migrates its database; later ones take a few seconds."""
_STOP_SECONDS = 6.0


def up(
    settings: Settings,
    detach: bool = True,
    port: int | None = None,
    announce: Announce = lambda text: None,
    *,
    page: bool = True,
    worker: str = "auto",
    project: Path | None = None,
) -> ServicesInfo:
    """Start the services; detached, return when they are ready, else run them here until SIGINT or SIGTERM.

    When they run already, that is what is returned (``already``). ``port``: where the Prefect server is wanted; the
    page is then wanted 100 above. Raises ExternalError when they do not get ready, the team's server included.
    """
    before = status(settings)
    if before.running:
        announce(f"the services of {settings.home} run already")
        return wait_ready(settings, announce).model_copy(update={"already": True})
    if not detach:
        supervision = Supervision(settings, port=port, announce=announce, page=page, worker=worker, project=project)
        supervision.run()
        return ServicesInfo()
    options = [] if port is None else ["--port", str(port)]
    options += [] if page else ["--no-page"]
    options += ["--worker", worker] + ([] if project is None else ["--project", str(project.absolute())])
    parent = _start_parent(settings, options)
    try:
        return wait_ready(settings, announce, parent)
    except RefusedError:
        # Somebody else's `up` was a moment faster.
        return wait_ready(settings, announce).model_copy(update={"already": True})
    except (ExternalError, KeyboardInterrupt):
        parent.end()
        raise


def ensure_up(settings: Settings, announce: Announce = lambda text: None) -> ServicesInfo:
    """The running services; started, detached, if they are not. Raises ExternalError."""
    found = status(settings)
    return found if found.ready else up(settings, True, None, announce)


def down(settings: Settings) -> bool:
    """Stop the services and wait until nothing of them is left; False when none ran.

    Runs that are not finished go on after the next ``up``. Launched apps stay.
    """
    services = read_json(settings.home / "run" / "services.json")
    if not services or not processes.is_alive(services["parent"]):
        return False
    parent = services["parent"]
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid_of(parent), signal.SIGTERM)
    if not _wait(lambda: not processes.is_alive(parent), _STOP_SECONDS):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid_of(parent), signal.SIGKILL)
    everything = [parent, *services["pids"].values()]
    if not _wait(lambda: not any(processes.is_alive(who) for who in everything), _STOP_SECONDS):
        raise ExternalError(f"the services of {settings.home} do not end", next="look at them: praetorium status")
    return True


def wait_ready(
    settings: Settings, announce: Announce = lambda text: None, parent: Parent | None = None
) -> ServicesInfo:
    """Wait until the services can take requests, passing on what their parent says if it is given.

    Raises ExternalError, or RefusedError when they run already, with the reason the parent gave.
    """
    deadline = time.monotonic() + READY_SECONDS
    said = 0
    while True:
        found = status(settings)
        lines = parent.lines() if parent else []
        for line in lines[said:]:
            if not line.startswith(("error: ", "next: ")):
                announce(line)
        said = len(lines)
        if failure := read_json(settings.home / "run" / "services.json").get("failure"):
            what, _, next = failure.partition(" next: ")
            raise _full(settings) or ExternalError(what, next=next or f"see {settings.home / 'logs'}")
        if found.ready:
            if parent is None:
                report(found, announce)
            return found
        if parent is not None and (code := parent.exit_code()) is not None:
            raise _failure(parent.lines(), code, settings)
        if parent is None and not found.running:
            raise ExternalError("the services ended while they were starting", next=f"see {settings.home / 'logs'}")
        if time.monotonic() > deadline:
            raise ExternalError(
                f"the services are not ready after {READY_SECONDS:.0f} s; running: {', '.join(found.pids) or 'none'}",
                next=f"see {settings.home / 'logs'}",
            )
        time.sleep(0.05)


class Parent(NamedTuple):
    """The detached parent of the services, as the one who started it sees it."""

    pid: int
    log: Path

    def lines(self) -> list[str]:
        """What it has said so far."""
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines()

    def exit_code(self) -> int | None:
        """None while it runs."""
        pid, code = os.waitpid(self.pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(code) if pid else None

    def end(self) -> None:
        """End it with all it started, and wait: whoever corrects what was wrong may start them anew at once."""
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGTERM)
            _wait(lambda: self.exit_code() is not None, _STOP_SECONDS)


def _start_parent(settings: Settings, options: list[str]) -> Parent:
    """Spawned without a handle: it is to outlive this process."""
    log = settings.folder("logs") / "up.log"
    log.write_bytes(b"")
    command = [sys.executable, "-m", "praetorium.engine.supervision", *options]
    pid = os.posix_spawn(
        "/bin/sh",
        ["sh", "-c", 'cd "$0" && exec "$@"', str(project_root()), *command],
        environment.of_parent(settings),
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_APPEND, 0o600),
            # What it logs is for whoever looks for a fault, not for whoever waits.
            (os.POSIX_SPAWN_OPEN, 2, str(log.with_name("parent.log")), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        ],
        setsid=True,
    )
    return Parent(pid, log)


def _full(settings: Settings) -> ExternalError | None:
    """The reason for whatever went wrong, where there is no room left to write even that down."""
    if not is_full(settings.home):
        return None
    next = "make room, or choose another home with PRAETORIUM_HOME"
    return ExternalError(f"the disk that holds {settings.home} is full", next=next)


def _failure(lines: list[str], code: int, settings: Settings) -> PraetoriumError:
    if (full := _full(settings)) is not None:
        return full
    said = dict(line.split(": ", 1) for line in lines if line.startswith(("error: ", "next: ")))
    if code == 3 and status(settings).running:
        return RefusedError(said.get("error", "the services run already"), next=said.get("next", ""))
    logged = settings.home / "logs" / "parent.log"
    last = logged.read_text(encoding="utf-8", errors="replace").splitlines()[-1:] if logged.is_file() else lines[-1:]
    text = said.get("error") or f"the services ended with {code}: {' '.join(last)}"
    return ExternalError(text, next=said.get("next", f"see {settings.home / 'logs'}"))


def _wait(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
