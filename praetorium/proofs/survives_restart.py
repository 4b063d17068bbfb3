"""The ``survives-restart`` proof: the application is killed outright; it must come back by itself with all it kept."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import psutil

from praetorium.executors.base import Context
from praetorium.executors.ports import Host, Service
from praetorium.models import CheckResult, Model
from praetorium.proofs import web
from praetorium.proofs.application import description as descriptions
from praetorium.proofs.application.client import Client
from praetorium.proofs.application.description import Description
from praetorium.proofs.application.entrance import come_back, enter, leave
from praetorium.proofs.application.trial import Refuted, Trial, expect
from praetorium.proofs.application.values import Marker
from praetorium.proofs.base import Proof, Verdict, given_or
from praetorium.proofs.ownership import belongs, family, health_instance

_LOOK_EVERY = 0.05


class SurvivesRestartParameters(Model):
    description: str
    """The application's ``app.json``, in the workspace."""
    url: str = ""
    """By default what the step's result names so; so it is for the next three."""
    service: str = ""
    """Name it was launched under."""
    instance: str = ""
    """Token that its ``/health`` gives."""
    host: str = ""
    """Kind of host the service runs on: ``process`` or ``container``."""
    timeout: float = 30.0
    """Seconds within which it must be back."""


class SurvivesRestart(Proof[SurvivesRestartParameters]):
    name = "survives-restart"
    summary = "A record is stored, the application is killed, it comes back by itself, and the record is still there."
    Parameters = SurvivesRestartParameters

    async def run(self, parameters: SurvivesRestartParameters, context: Context, result: dict[str, Any]) -> Verdict:
        name = "records survive a crash and restart"
        description = descriptions.read(context.inside(parameters.description))
        told = {key: given_or(getattr(parameters, key), result, key) for key in ("url", "service", "instance", "host")}
        parameters = parameters.model_copy(update=told)
        host = context.hosts.get(parameters.host)
        if host is None:
            evidence = f"there is no host of kind '{parameters.host}'"
            return Verdict(checks=(CheckResult(name=name, passed=False, evidence=evidence),))
        try:
            evidence = await _try(parameters, description, host, result.get("definition", {}))
            check = CheckResult(name=name, passed=True, evidence=evidence)
        except (Refuted, httpx.HTTPError, psutil.Error) as error:
            check = CheckResult(name=name, passed=False, evidence=str(error) or type(error).__name__)
        return Verdict(checks=(check,))


async def _try(
    parameters: SurvivesRestartParameters, description: Description, host: Host, definition: Mapping[str, Any]
) -> str:
    # The first in this order needs no other record to be there.
    entity, marker = description.entities[0], Marker(secrets.token_hex(4))
    async with Client(parameters.url) as client:
        ticket = await enter(client, description)
        trial = Trial(client, description, entity, {}, marker)
        id = await trial.add(marker)
        before, how = await asyncio.to_thread(_kill, host, parameters.service, definition)
    killed = time.monotonic()
    await _back(parameters, host, before)
    seconds = time.monotonic() - killed
    async with Client(parameters.url) as client:
        trial = Trial(client, description, entity, {}, marker, [id])
        try:
            await come_back(client, description, ticket)
            trial.compare(await trial.stored(id), trial.body(marker), "REST")
            answer, page = await client.page(trial.page(id))
            expect(answer.status_code == 200, f"its page answered {answer.status_code}")
            if entity.searchable:
                expect(marker.name in page.text, f"its page does not show '{marker.name}'")
        except Refuted as error:
            raise Refuted(f"{entity.label} '{marker.name}' was stored, but after the restart {error}") from None
        finally:
            await trial.clear()
            await leave(client, description, ticket)
    return (
        f"{entity.label} '{marker.name}' stored; {how}; back in {seconds:.1f} s; REST 200, page 200, as it was stored"
    )


def _kill(host: Host, service: str, definition: Mapping[str, Any]) -> tuple[set[int], str]:
    """End the service as a crash would, with everything it started. Gives the ids of what was ended, and how."""
    state = host.state(service)
    if state is None or state.pid is None:
        raise Refuted(f"the service '{service}' is not running, so it could not be killed")
    ended = family(state.pid)
    for pid in ended:
        with contextlib.suppress(psutil.NoSuchProcess):
            try:
                psutil.Process(pid).kill()
            except psutil.AccessDenied:
                # A container's processes are the engine's: only it may end them, and what it ends it does not restart.
                host.stop(service)
                host.start(_service(definition))
                return ended, "stopped and started"
    return ended, "killed"


def _service(definition: Mapping[str, Any]) -> Service:
    """The service as the step that launched it has defined it."""
    paths = {key: tuple(map(Path, definition[key])) for key in ("readable", "writable")}
    argv, folder = tuple(definition["argv"]), Path(definition["folder"])
    return Service(definition["name"], argv, folder, dict(definition["environment"]), **paths)


async def _back(parameters: SurvivesRestartParameters, host: Host, before: set[int]) -> None:
    """Wait until a new process of the service answers with our token; Refuted when it does not in time."""
    health = urljoin(parameters.url, "/health")
    until = time.monotonic() + parameters.timeout
    async with web.client(timeout=2.0) as client:
        while time.monotonic() < until:
            if await health_instance(client, health) == parameters.instance:
                state = await asyncio.to_thread(host.state, parameters.service)
                if state is not None and state.pid not in before:
                    ours, why = await asyncio.to_thread(belongs, parameters.url, host, parameters.service)
                    expect(ours, f"after the restart {why}")
                    return
            await asyncio.sleep(_LOOK_EVERY)
    last = await asyncio.to_thread(host.log, parameters.service, 5)
    raise Refuted(f"not back {parameters.timeout:.0f} s after it was killed; it last said: {last.strip()[-400:]}")
