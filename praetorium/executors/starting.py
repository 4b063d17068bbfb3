"""Starting a program until it answers as itself. What ``launch`` and ``rehearse`` share."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from praetorium.environment import clean_environment
from praetorium.errors import UserError
from praetorium.executors.answering import ForeignError, Launched, until_healthy
from praetorium.executors.base import Context
from praetorium.executors.interpreter import environment_of
from praetorium.executors.launching import environment
from praetorium.executors.ports import Host, Service
from praetorium.models import Model

_PORTS_TRIED = 3
"""Ports that are tried when somebody else takes the one we chose before the application does."""


class ProgramParameters(Model):
    """A program, how it is started, and how it tells that it is ready."""

    name: str = Field(min_length=1, description="What it is called; launching the same name again replaces what runs")
    service: str = Field(default="", description="The app whose place and data it takes; else found by name and tables")
    folder: str = Field(default="app", description="The project, in the workspace")
    python: str = Field(default="", description="The interpreter with its packages, such as ${packages.python}")
    module: str = Field(default="", description="The Python module to run (python -m MODULE)")
    argv: tuple[str, ...] = Field(default=(), description="A program and its arguments, instead of a module")
    environment: dict[str, str] = Field(default_factory=dict, description="More variables for it")
    health: str = Field(default="/health", pattern=r"^/", description="Page that answers 2xx once it is ready")
    token: bool = Field(
        default=True, description="Whether that page gives the variable INSTANCE back; else the process is looked at"
    )
    seconds: float = Field(default=45.0, gt=0, le=600, description="Within how many seconds it has to be ready")


@dataclass(frozen=True)
class Place:
    """Where a program is to run."""

    host: Host
    name: str
    """Of its service."""
    data: Path
    """Its data folder, which is there."""
    port: int
    """The first one to try."""


async def start(parameters: ProgramParameters, context: Context, place: Place) -> tuple[Launched, Service, float]:
    """Start it until it answers as itself, on another port where somebody was faster.

    Gives what answers, how it was started, and the seconds that took. Raises UserError for parameters that name no
    program, StepError when it does not become ready in time (it is then still defined on the host).
    """
    host, port = place.host, place.port
    argv, folder = _argv(parameters), context.inside(parameters.folder)
    readable = (environment_of(parameters.python, context),) if parameters.python else ()
    wrapped = context.commands.wrap(argv, folder=folder, readable=readable, writable=(place.data,))
    for left in reversed(range(_PORTS_TRIED)):
        instance = secrets.token_hex(16)
        given = {**clean_environment(parameters.environment), **environment(port, place.data, instance)}
        service = Service(place.name, wrapped, folder, given, readable, (place.data,))
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


def _argv(parameters: ProgramParameters) -> tuple[str, ...]:
    if bool(parameters.module) == bool(parameters.argv):
        raise UserError("give either a module or an argv to be launched", next="for a Python project, a module")
    if parameters.argv:
        return parameters.argv
    if not parameters.python:
        raise UserError("there is no interpreter to run the module", next="name the one a packages step has made")
    return (parameters.python, "-m", parameters.module)
