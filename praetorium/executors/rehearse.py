"""``rehearse``: an application is started beside whatever runs under its name, on a copy of that one's data, and is
there for as long as it takes to prove it. So nothing that people use is replaced by something that does not work, and
what the proofs write never gets into what people keep."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from praetorium.errors import ExternalError
from praetorium.executors.answering import Started
from praetorium.executors.base import Context, Executor
from praetorium.executors.copying import copy_data
from praetorium.executors.launching import claimed, data_folder, definition_of, service_name
from praetorium.executors.starting import Place, ProgramParameters, start
from praetorium.models import Brief, Effect, Estimate, Undo

PREFIX = "rehearsal-"
"""Of the services it starts; the request's id follows."""


class RehearseParameters(ProgramParameters):
    """The same as what is launched afterwards."""


class Rehearse(Executor[RehearseParameters]):
    name = "rehearse"
    summary = "Starts an application beside whatever runs, on a copy of its data, for as long as it takes to prove it."
    Parameters = RehearseParameters
    Returns = Started
    effects = frozenset({Effect.RUN_CODE})
    undo = Undo.NOTHING
    works_on: ClassVar[Mapping[str, str]] = {"service": "app"}
    reads_brief = False
    timeout = 700.0
    typical = Estimate(seconds=9.0)
    example: ClassVar[Mapping[str, Any]] = {
        "name": "Customers",
        "folder": "app",
        "python": "${packages.python}",
        "module": "app",
    }

    def estimate(self, parameters: RehearseParameters, brief: Brief) -> Estimate:
        """Start, kill and restart, the browser, and about a second for each entity that is tried."""
        return Estimate(seconds=round(6.5 + 1.0 * max(1, len(brief.entities)), 2))

    async def run(self, parameters: RehearseParameters, context: Context) -> Started:
        host = context.hosts.get("process")
        if host is None:
            raise ExternalError("processes cannot be kept running on this machine")
        name = _service(context)
        # What an attempt that died left behind.
        await asyncio.to_thread(host.remove, name)
        real = data_folder(context.home, claimed(parameters.service, parameters.name, context, host.kind))
        data = _data(context)
        copied = await asyncio.to_thread(copy_data, real, data)
        if copied:
            context.say(f"Copied the data of {parameters.name} to try it on", detail=f"{copied} files")
        port = await asyncio.to_thread(host.free_port)
        launched, service, seconds = await start(parameters, context, Place(host, name, data, port))
        context.say(f"{parameters.name} answers, and is tried now", detail=f"healthy after {seconds:.1f} s")
        return Started(
            service=name,
            host=host.kind,
            url=launched.url,
            port=launched.port,
            instance=launched.instance,
            data=str(data),
            seconds=round(seconds, 2),
            definition=definition_of(service),
        )

    async def leave(self, parameters: RehearseParameters, context: Context) -> None:
        """End it; its copy of the data goes with it."""
        host = context.hosts.get("process")
        if host is not None:
            await asyncio.to_thread(host.remove, _service(context))
        await asyncio.to_thread(shutil.rmtree, _data(context), ignore_errors=True)


def _service(context: Context) -> str:
    return service_name(PREFIX + context.request.id)


def _data(context: Context) -> Path:
    return context.home / "rehearsals" / service_name(context.request.id)
