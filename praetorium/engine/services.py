"""``up``, ``down``, ``status``: the services of one home, as the command line and everything else sees them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from pydantic import BaseModel, ConfigDict

from praetorium.engine import environment, processes
from praetorium.engine.supervision import Announce, Supervision, read_json
from praetorium.errors import ExternalError, PraetoriumError, RefusedError
from praetorium.settings import Settings

READY_SECONDS = 90.0
"""The first start on a slow machine compiles Prefect and migrates its database; later ones take a few seconds."""
_STOP_SECONDS = 6.0


class WorkerInfo(BaseModel):
    """The worker of this home."""

    model_config = ConfigDict(frozen=True)

    running: bool = False
    polling: bool = False
    pool: str | None = None
    type: str | None = None
    reason: str | None = None
    """Why flow runs are not forked; None when they are."""


class ServicesInfo(BaseModel):
    """What runs for this home."""

    model_config = ConfigDict(frozen=True)

    running: bool = False
    already: bool = False
    """Set by ``up`` when they ran before it was called."""
    ready: bool = False
    prefect: str | None = None
    """Where a person opens the Prefect UI."""
    api: str | None = None
    page: str | None = None
    foreign: bool = False
    worker: WorkerInfo = WorkerInfo()
    pids: dict[str, int] = {}
    immediate: bool | None = None
    """Whether the embedded database takes its write locks at once; None while not known, or with a team's server."""


def status(settings: Settings) -> ServicesInfo:
    """What runs now; asks processes and files, no server, and is therefore quick."""
    run = settings.home / "run"
    services = read_json(run / "services.json")
    if not services or not processes.is_alive(services["parent"]):
        return ServicesInfo()
    alive = {name: who for name, who in services["pids"].items() if processes.is_alive(who)}
    said = read_json(run / "worker.json")
    current = "worker" in alive and said.get("pid") == _pid(alive["worker"])
    worker = WorkerInfo(
        running="worker" in alive,
        polling=current and bool(said.get("polling")),
        pool=said.get("pool"),
        type=said.get("type"),
        reason=said.get("reason"),
    )
    foreign = bool(services["foreign"])
    return ServicesInfo(
        running=True,
        prefect=_ui(services["api"]) if foreign or "server" in alive else None,
        api=services["api"],
        page=services["page"] if "page" in alive else None,
        foreign=foreign,
        worker=worker,
        pids={"parent": _pid(services["parent"])} | {name: _pid(who) for name, who in alive.items()},
        immediate=None if foreign else read_json(run / "server.json").get("immediate"),
        ready=worker.polling and bool(services["registered"]) and len(alive) == len(services["pids"]),
    )


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
    page is then wanted 100 above. Raises ExternalError when they do not get ready, or the team's server does not answer.
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
    options += ["--worker", worker] + ([] if project is None else ["--project", str(project)])
    parent, log = _start_parent(settings, options)
    try:
        return wait_ready(settings, announce, parent, log)
    except PraetoriumError:
        if parent.poll() is None:
            parent.terminate()
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
        os.kill(_pid(parent), signal.SIGTERM)
    if not _wait(lambda: not processes.is_alive(parent), _STOP_SECONDS):
        with contextlib.suppress(ProcessLookupError):
            os.kill(_pid(parent), signal.SIGKILL)
    everything = [parent, *services["pids"].values()]
    if not _wait(lambda: not any(processes.is_alive(who) for who in everything), _STOP_SECONDS):
        raise ExternalError(f"the services of {settings.home} do not end", next="look at them: praetorium status")
    return True


def wait_ready(
    settings: Settings,
    announce: Announce = lambda text: None,
    parent: subprocess.Popen[bytes] | None = None,
    log: Path | None = None,
) -> ServicesInfo:
    """Wait until the services can take requests. Raises ExternalError, with the reason the parent gave."""
    deadline = time.monotonic() + READY_SECONDS
    said = 0
    while True:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log else []
        for line in lines[said:]:
            if not line.startswith(("error: ", "next: ")):
                announce(line)
        said = len(lines)
        found = status(settings)
        if found.ready and _answers(found):
            _report(found, announce)
            return found
        if parent is not None and parent.poll() is not None:
            raise _failure(lines, parent.returncode, settings)
        if parent is None and not found.running:
            raise ExternalError("the services ended while they were starting", next=f"see {settings.home / 'logs'}")
        if time.monotonic() > deadline:
            raise ExternalError(
                f"the services are not ready after {READY_SECONDS:.0f} s; running: {', '.join(found.pids) or 'none'}",
                next=f"see {settings.home / 'logs'}",
            )
        time.sleep(0.05)


def _start_parent(settings: Settings, options: list[str]) -> tuple[subprocess.Popen[bytes], Path]:
    log = settings.folder("logs") / "up.log"
    log.write_bytes(b"")
    with log.open("ab") as output:
        parent = subprocess.Popen(
            [sys.executable, "-m", "praetorium.engine.supervision", *options],
            env=environment.of_parent(settings),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    return parent, log


def _failure(lines: list[str], code: int, settings: Settings) -> PraetoriumError:
    said = dict(line.split(": ", 1) for line in lines if line.startswith(("error: ", "next: ")))
    if code == 3 and status(settings).running:
        return RefusedError(said.get("error", "the services run already"), next=said.get("next", ""))
    text = said.get("error") or f"the services ended with {code}: {' '.join(lines[-3:])}"
    return ExternalError(text, next=said.get("next", f"see {settings.home / 'logs'}"))


def _answers(found: ServicesInfo) -> bool:
    addresses = [address for address in (found.api and f"{found.api}/health", found.page) if address]
    try:
        return all(httpx.get(address, timeout=2).status_code < 500 for address in addresses)
    except httpx.HTTPError:
        return False


def _report(found: ServicesInfo, announce: Announce) -> None:
    announce(f"Prefect: {found.prefect}")
    if found.page:
        announce(f"page: {found.page}")
    if found.worker.reason:
        announce(f"flow runs start as processes of their own, more slowly: {found.worker.reason}")


def _ui(api: str) -> str:
    from praetorium.engine.client import ui_of

    return ui_of(api)


def _pid(identity: str) -> int:
    return int(identity.rsplit(":", 2)[1])


def _wait(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
