"""``container``: a project with a Dockerfile is built and kept running by a Docker engine."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

from praetorium.errors import ExternalError, PraetoriumError
from praetorium.executors.answering import Launched, Started, until_healthy
from praetorium.executors.base import Context, Executor
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
    shape_of,
    turn_of,
)
from praetorium.executors.ports import Service
from praetorium.models import Address, CheckResult, Effect, Estimate, Model, Product, Undo
from praetorium.workspace import engine


class ContainerParameters(Model):
    name: str = Field(min_length=1, description="What it is called; launching the same name again replaces what runs")
    folder: str = Field(default="app", description="The project with its Dockerfile, in the workspace")
    argv: tuple[str, ...] = Field(default=(), description="A command instead of the image's own")
    data: str = Field(default="", description="Its data folder below Praetorium's; by default named like it")
    environment: dict[str, str] = Field(default_factory=dict, description="More variables for it")
    health: str = Field(default="/health", pattern=r"^/", description="Page that answers 2xx once it is ready")
    token: bool = Field(default=True, description="Whether that page gives the variable INSTANCE back")
    seconds: float = Field(default=60.0, gt=0, le=600, description="Within how many seconds it has to be ready")


class ContainerResult(Started):
    pid: int | None


class Container(Executor[ContainerParameters]):
    name = "container"
    summary = "Builds a project's image and keeps it running in a container, published on this machine alone."
    Parameters = ContainerParameters
    Returns = ContainerResult
    # Building fetches the base image and packages.
    effects = frozenset({Effect.RUN_CODE, Effect.NETWORK})
    undo = Undo.COMPENSATE
    reads_brief = False
    timeout = 900.0
    typical = Estimate(seconds=30.0)
    example: ClassVar[Mapping[str, Any]] = {"name": "Customers", "folder": "app"}

    def available(self) -> str | None:
        return engine.missing()

    def turn(self, parameters: ContainerParameters) -> str:
        return turn_of("", parameters.name)

    async def run(self, parameters: ContainerParameters, context: Context) -> ContainerResult:
        host = context.hosts.get("container")
        if host is None:
            raise ExternalError(
                self.available() or "the Docker engine did not answer when this installation was started",
                next="start Docker, or launch the application as a process",
            )
        name = claim_name(context.home, host.kind, parameters.name, shape_of(context.brief, context.owner))
        data = data_folder(context.home, parameters.data or name)
        before = recall(context.home, host.kind, name)
        port = int(before.environment["PORT"]) if before else await asyncio.to_thread(host.free_port)
        instance = secrets.token_hex(16)
        given = {**parameters.environment, **environment(port, data, instance, host="0.0.0.0")}
        del given["PATH"]  # the image has its own
        service = Service(name, parameters.argv, context.inside(parameters.folder), given, (), (data,))
        launched = Launched(host, name, port, parameters.health, instance, parameters.token)
        context.say(f"Building and starting {parameters.name}", detail=f"in a container, on port {port}")
        try:
            await asyncio.to_thread(host.start, service)
            seconds = await until_healthy(launched, parameters.seconds)
        except (PraetoriumError, asyncio.CancelledError):
            await asyncio.shield(asyncio.to_thread(host.remove, name))
            raise
        remember(context.home, host.kind, service)
        state = await asyncio.to_thread(host.state, name)
        context.say(f"{parameters.name} is running", detail=f"{launched.url}, healthy after {seconds:.1f} s")
        evidence = f"{launched.url}{launched.health} answered from the container"
        return ContainerResult(
            service=name,
            host=host.kind,
            url=launched.url,
            port=port,
            instance=instance,
            data=str(data),
            pid=state.pid if state else None,
            seconds=round(seconds, 2),
            definition=definition_of(service),
            urls=(Address(name=parameters.name, url=launched.url, checked=True),),
            created=await found_in(launched.url, data),
            products=(
                Product(
                    name=parameters.name,
                    kind="app",
                    path=Path(parameters.folder),
                    mime="inode/directory",
                    url=launched.url,
                ),
            ),
            checks=(CheckResult(name=f"{parameters.name} answers", passed=True, evidence=evidence),),
        )

    async def compensate(self, parameters: ContainerParameters, result: dict[str, Any], context: Context) -> None:
        """Stop it and remove it; its data stays."""
        host, name = context.hosts.get("container"), str(result.get("service") or service_name(parameters.name))
        if host is not None:
            await asyncio.to_thread(host.remove, name)
            forget(context.home, host.kind, name)
