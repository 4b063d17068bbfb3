"""How the services of a home stand: read from their status files and their processes, without asking a server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict

from praetorium.engine import processes
from praetorium.engine.client import ui_of
from praetorium.loopback import DIRECT
from praetorium.settings import Settings

Announce = Callable[[str], None]


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
    current = "worker" in alive and said.get("pid") == pid_of(alive["worker"])
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
        prefect=ui_of(services["api"]) if foreign or "server" in alive else None,
        api=services["api"],
        page=services["page"] if "page" in alive else None,
        foreign=foreign,
        worker=worker,
        pids={"parent": pid_of(services["parent"])} | {name: pid_of(who) for name, who in alive.items()},
        immediate=None if foreign else read_json(run / "server.json").get("immediate"),
        ready=worker.polling and bool(services["ready"]) and len(alive) == len(services["pids"]),
    )


def read_json(path: Path) -> dict[str, Any]:
    """A status file's content; empty when it is not there or half written."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def answers(found: ServicesInfo) -> bool:
    """Whether the API and the page answer now."""
    addresses = [address for address in (found.api and f"{found.api}/health", found.page) if address]
    try:
        with httpx.Client(timeout=2, mounts=DIRECT) as client:
            return all(client.get(address).status_code < 500 for address in addresses)
    except httpx.HTTPError:
        return False


def report(found: ServicesInfo, announce: Announce) -> None:
    """Say where everything is."""
    announce(f"Prefect: {found.prefect}")
    if found.page:
        announce(f"page: {found.page}")
    if found.worker.reason:
        announce(f"flow runs start as processes of their own, more slowly: {found.worker.reason}")


def pid_of(identity: str) -> int:
    """The process number in an identity."""
    return int(identity.rsplit(":", 2)[1])
