"""``launch``: a program becomes an application that is kept running, and is proved to be the one that answers."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from praetorium.environment import clean_environment
from praetorium.errors import ExternalError, PraetoriumError, UserError
from praetorium.executors.answering import ForeignError, Launched, until_healthy
from praetorium.executors.base import Context, Executor, Result
from praetorium.executors.inventory import found_in
from praetorium.executors.launching import (
    claim_name,
    data_folder,
    definition_of,
    environment,
    forget,
    recall,
    remember,
    service_name,
    service_of,
    shape_of,
)
from praetorium.executors.ports import Host, Service
from praetorium.models import Address, Brief, CheckResult, Effect, Estimate, Model, Product, Undo

_PORTS_TRIED = 3
"""Ports that are tried when somebody else takes the one we chose before the application does."""


class LaunchParameters(Model):
    name: str = Field(min_length=1, description="What it is called; launching the same name again replaces what runs")
    folder: str = Field(default="app", description="The project, in the workspace")
    python: str = Field(default="", description="The interpreter with its packages, such as ${packages.python}")
    module: str = Field(default="", description="The Python module to run (python -m MODULE)")
    argv: tuple[str, ...] = Field(default=(), description="A program and its arguments, instead of a module")
    data: str = Field(default="", description="Its data folder below Praetorium's; by default named like it")
    environment: dict[str, str] = Field(default_factory=dict, description="More variables for it")
    health: str = Field(default="/health", pattern=r"^/", description="Page that answers 2xx once it is ready")
    token: bool = Field(
        default=True, description="Whether that page gives the variable INSTANCE back; else the process is looked at"
    )
    seconds: float = Field(default=45.0, gt=0, le=600, description="Within how many seconds it has to be ready")


class LaunchResult(Result):
    service: str
    """Its name on the host."""
    host: str
    url: str
    port: int
    instance: str
    """The token of this start."""
    data: str
    """Its data folder."""
    pid: int | None
    seconds: float
    """From start to healthy."""
    definition: dict[str, Any]
    """What the host needs to start it again."""
    replaced: dict[str, Any] | None = None
    """The same of the version that ran before under this name."""


class Launch(Executor[LaunchParameters]):
    name = "launch"
    summary = "Starts an application on a free port of this machine, keeps it running, and waits until it answers."
    Parameters = LaunchParameters
    Returns = LaunchResult
    effects = frozenset({Effect.RUN_CODE})
    undo = Undo.COMPENSATE
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

    async def run(self, parameters: LaunchParameters, context: Context) -> LaunchResult:
        host = context.hosts.get("process")
        if host is None:
            raise ExternalError("processes cannot be kept running on this machine")
        name = claim_name(context.home, host.kind, parameters.name, shape_of(context.brief))
        data = data_folder(context.home, parameters.data or name)
        running = await asyncio.to_thread(host.state, name)
        before = recall(context.home, host.kind, name) if running and running.running else None
        try:
            launched, service, seconds = await self._start(parameters, context, host, name, data, before)
        except (PraetoriumError, asyncio.CancelledError):
            await asyncio.shield(asyncio.to_thread(_put_back, host, name, before))
            raise
        remember(context.home, host.kind, service)
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
            urls=(Address(name=parameters.name, url=launched.url, checked=True),),
            created=await found_in(launched.url, data),
            products=(
                Product(name=parameters.name, kind="app", path=folder, mime="inode/directory", url=launched.url),
            ),
            notes=(f"it replaces the '{name}' that was launched before, on the same data",) if before else (),
            checks=(CheckResult(name=f"{parameters.name} answers", passed=True, evidence=_evidence(launched)),),
        )

    async def compensate(self, parameters: LaunchParameters, result: dict[str, Any], context: Context) -> None:
        """Stop it; what ran before under its name runs again. Its data stays."""
        host, name = context.hosts.get("process"), str(result.get("service") or service_name(parameters.name))
        if host is None:
            return
        before = service_of(result["replaced"]) if result.get("replaced") else None
        await asyncio.to_thread(_put_back, host, name, before)
        if before is None:
            forget(context.home, host.kind, name)
        else:
            remember(context.home, host.kind, before)

    async def _start(
        self,
        parameters: LaunchParameters,
        context: Context,
        host: Host,
        name: str,
        data: Path,
        before: Service | None,
    ) -> tuple[Launched, Service, float]:
        """Start it until it answers as itself, on another port where somebody was faster."""
        argv, folder = _argv(parameters), context.inside(parameters.folder)
        readable = (Path(parameters.python).parent.parent,) if parameters.python else ()
        wrapped = context.commands.wrap(argv, folder=folder, readable=readable, writable=(data,))
        # The same address as before, where it had one: people keep it.
        port = int(before.environment["PORT"]) if before else await asyncio.to_thread(host.free_port)
        for left in reversed(range(_PORTS_TRIED)):
            instance = secrets.token_hex(16)
            given = {**clean_environment(parameters.environment), **environment(port, data, instance)}
            service = Service(name, wrapped, folder, given, readable, (data,))
            context.say(f"Starting {parameters.name}", command=" ".join(argv), detail=f"on port {port}")
            await asyncio.to_thread(host.start, service)
            launched = Launched(host, service.name, port, parameters.health, instance, parameters.token)
            try:
                return launched, service, await until_healthy(launched, parameters.seconds)
            except ForeignError as error:
                if not left:
                    raise
                port = await asyncio.to_thread(host.free_port)
                context.say("Trying another port", detail=str(error))
        raise AssertionError("the loop returns or raises")


def _argv(parameters: LaunchParameters) -> tuple[str, ...]:
    if bool(parameters.module) == bool(parameters.argv):
        raise UserError("give either a module or an argv to be launched", next="for a Python project, a module")
    if parameters.argv:
        return parameters.argv
    if not Path(parameters.python).is_absolute() or not Path(parameters.python).exists():
        raise UserError(f"there is no interpreter '{parameters.python}'", next="name the one a packages step has made")
    return (parameters.python, "-m", parameters.module)


def _put_back(host: Host, name: str, before: Service | None) -> None:
    """What does not answer is not left running; what ran before under this name is."""
    if before is None:
        host.remove(name)
    else:
        host.start(before)


def _evidence(launched: Launched) -> str:
    by = "with the token of this very start" if launched.token else "from the process that was started"
    return f"{launched.url}{launched.health} answered {by}"
