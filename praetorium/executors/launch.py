"""``launch``: a program becomes an application that is kept running, and is proved to be the one that answers."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from praetorium.errors import ExternalError, PraetoriumError
from praetorium.executors.answering import Launched, Started, until_healthy
from praetorium.executors.aside import Aside
from praetorium.executors.base import Context, Executor
from praetorium.executors.inventory import found_in
from praetorium.executors.launching import (
    claimed,
    data_folder,
    definition_of,
    forget,
    recall,
    remember,
    reshaped,
    service_name,
    service_of,
    shape_of,
    turn_of,
)
from praetorium.executors.ports import Host, Service
from praetorium.executors.starting import Place, ProgramParameters, start
from praetorium.models import Address, Brief, CheckResult, Effect, Estimate, Product, Undo


class LaunchParameters(ProgramParameters):
    data: str = Field(default="", description="Its data folder below Praetorium's; by default named like it")


class LaunchResult(Started):
    pid: int | None
    replaced: dict[str, Any] | None = None
    """The same of the version that ran before under this name."""
    shape: str | None = None
    """What that one's data looked like, where it was another application's version."""


class Launch(Executor[LaunchParameters]):
    name = "launch"
    summary = "Starts an application on a free port of this machine, keeps it running, and waits until it answers."
    Parameters = LaunchParameters
    Returns = LaunchResult
    effects = frozenset({Effect.RUN_CODE})
    undo = Undo.COMPENSATE
    works_on: ClassVar[Mapping[str, str]] = {"service": "app"}
    reads_brief = False
    timeout = 700.0
    typical = Estimate(seconds=2.5)
    example: ClassVar[Mapping[str, Any]] = {
        "name": "Customers",
        "folder": "app",
        "python": "${packages.python}",
        "module": "app",
    }

    def estimate(self, parameters: LaunchParameters, brief: Brief) -> Estimate:
        return Estimate(seconds=min(self.typical.seconds, parameters.seconds))

    def turn(self, parameters: LaunchParameters) -> str:
        return turn_of(parameters.service, parameters.name)

    async def run(self, parameters: LaunchParameters, context: Context) -> LaunchResult:
        host = context.hosts.get("process")
        if host is None:
            raise ExternalError("processes cannot be kept running on this machine")
        name = claimed(parameters.service, parameters.name, context, host.kind)
        data = data_folder(context.home, parameters.data or name)
        running = await asyncio.to_thread(host.state, name)
        aside = Aside(data, context.home / "before" / service_name(context.request.id)) if parameters.service else None
        # An attempt that died may have left it stopped.
        there = (running and running.running) or (aside and aside.begun)
        before = recall(context.home, host.kind, name) if there else None
        if aside is not None:
            await asyncio.to_thread(_set_aside, host, name, aside)
        try:
            # The same address as before, where it had one: people keep it.
            port = int(before.environment["PORT"]) if before else await asyncio.to_thread(host.free_port)
            launched, service, seconds = await start(parameters, context, Place(host, name, data, port))
        except (PraetoriumError, asyncio.CancelledError):
            await asyncio.shield(asyncio.to_thread(_put_back, host, name, before, aside))
            raise
        looks = shape_of(context.brief, context.owner)
        shape = reshaped(context.home, host.kind, name, looks) if aside is not None else None
        remember(context.home, host.kind, service)
        if aside is not None:
            await asyncio.to_thread(aside.settle)
        state = await asyncio.to_thread(host.state, name)
        context.say(f"{parameters.name} is running", detail=f"{launched.url}, healthy after {seconds:.1f} s")
        folder = Path(parameters.folder)
        return LaunchResult(
            service=name,
            host=host.kind,
            url=launched.url,
            port=launched.port,
            instance=launched.instance,
            data=str(data),
            pid=state.pid if state else None,
            seconds=round(seconds, 2),
            definition=definition_of(service),
            replaced=definition_of(before) if before else None,
            shape=shape,
            urls=(Address(name=parameters.name, url=launched.url, checked=True),),
            created=await found_in(launched.url, data),
            products=(
                Product(name=parameters.name, kind="app", path=folder, mime="inode/directory", url=launched.url),
            ),
            notes=(f"it replaces the '{name}' that was launched before, on the same data",) if before else (),
            checks=(CheckResult(name=f"{parameters.name} answers", passed=True, evidence=_evidence(launched)),),
        )

    async def compensate(self, parameters: LaunchParameters, result: dict[str, Any], context: Context) -> None:
        """Stop it; what ran before under its name runs again, and answers. Its data stays. Raises StepError."""
        host, name = context.hosts.get("process"), str(result.get("service") or service_name(parameters.name))
        if host is None:
            return
        before = service_of(result["replaced"]) if result.get("replaced") else None
        await asyncio.to_thread(_put_back, host, name, before)
        if before is None:
            forget(context.home, host.kind, name)
        else:
            remember(context.home, host.kind, before)
            port, instance = int(before.environment["PORT"]), before.environment["INSTANCE"]
            launched = Launched(host, name, port, parameters.health, instance, parameters.token)
            await until_healthy(launched, parameters.seconds)
        if parameters.service:
            reshaped(context.home, host.kind, name, result.get("shape"))


def _set_aside(host: Host, name: str, aside: Aside) -> None:
    """Stop what runs, and copy its data: nobody writes any more when the new version changes its tables."""
    host.stop(name)
    aside.set()


def _put_back(host: Host, name: str, before: Service | None, aside: Aside | None = None) -> None:
    """What does not answer is not left running; what ran before under this name is, on the data it had."""
    if aside is not None:
        host.stop(name)
        aside.put_back()
    if before is None:
        host.remove(name)
    else:
        host.start(before)


def _evidence(launched: Launched) -> str:
    by = "with the token of this very start" if launched.token else "from the process that was started"
    return f"{launched.url}{launched.health} answered {by}"
