"""The ``survives-restart`` proof: the application is killed outright; it must come back by itself with all it kept."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from typing import Any
from urllib.parse import urljoin

import httpx
import psutil

from praetorium.executors.base import Context
from praetorium.executors.ports import Host
from praetorium.models import CheckResult, Model
from praetorium.proofs.application import description as descriptions
from praetorium.proofs.application.client import Client
from praetorium.proofs.application.description import Description
from praetorium.proofs.application.trial import Refuted, Trial, expect
from praetorium.proofs.application.values import Marker
from praetorium.proofs.base import Proof, Verdict
from praetorium.proofs.ownership import belongs, family
from praetorium.proofs.url_answers import health_instance

_LOOK_EVERY = 0.05


class SurvivesRestartParameters(Model):
    url: str
    description: str
    """The application's ``app.json``, in the workspace."""
    service: str
    """Name it was launched under."""
    instance: str
    """Token that its ``/health`` gives."""
    host: str = "process"
    timeout: float = 30.0
    """Seconds within which it must be back."""


class SurvivesRestart(Proof[SurvivesRestartParameters]):
    name = "survives-restart"
    summary = "A record is stored, the application is killed, it comes back by itself, and the record is still there."
    Parameters = SurvivesRestartParameters

    async def run(self, parameters: SurvivesRestartParameters, context: Context, result: dict[str, Any]) -> Verdict:
        name = "records survive a crash and restart"
        description = descriptions.read(context.inside(parameters.description))
        host = context.hosts.get(parameters.host)
        if host is None:
            evidence = f"there is no host of kind '{parameters.host}'"
            return Verdict(checks=(CheckResult(name=name, passed=False, evidence=evidence),))
        try:
            evidence = await _try(parameters, description, host)
            check = CheckResult(name=name, passed=True, evidence=evidence)
        except (Refuted, httpx.HTTPError, psutil.Error) as error:
            check = CheckResult(name=name, passed=False, evidence=str(error) or type(error).__name__)
        return Verdict(checks=(check,))


async def _try(parameters: SurvivesRestartParameters, description: Description, host: Host) -> str:
    # The first in this order needs no other record to be there.
    entity, marker = description.in_order[0], Marker(secrets.token_hex(4))
    async with Client(parameters.url) as client:
        trial = Trial(client, description, entity, {}, marker)
        id = await trial.add(marker)
        before = await asyncio.to_thread(_kill, host, parameters.service)
    killed = time.monotonic()
    await _back(parameters, host, before)
    seconds = time.monotonic() - killed
    async with Client(parameters.url) as client:
        trial = Trial(client, description, entity, {}, marker, [id])
        try:
            trial.compare(await trial.stored(id), trial.body(marker), "REST after the restart")
            answer, page = await client.page(trial.page(id))
            expect(answer.status_code == 200, f"after the restart its page answered {answer.status_code}")
            if entity.searchable:
                expect(marker.name in page.text, f"after the restart its page does not show '{marker.name}'")
        finally:
            await trial.clear()
    return (
        f"{entity.label} '{marker.name}' stored; killed; back in {seconds:.1f} s; REST 200, page 200, as it was stored"
    )


def _kill(host: Host, service: str) -> set[int]:
    """End the service as a crash would, with everything it started; gives the ids of what was ended."""
    state = host.state(service)
    if state is None or state.pid is None:
        raise Refuted(f"the service '{service}' is not running, so it could not be killed")
    ended = family(state.pid)
    for pid in ended:
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(pid).kill()
    return ended


async def _back(parameters: SurvivesRestartParameters, host: Host, before: set[int]) -> None:
    """Wait until a new process of the service answers with our token; Refuted when it does not in time."""
    health = urljoin(parameters.url, "/health")
    until = time.monotonic() + parameters.timeout
    async with httpx.AsyncClient(timeout=2.0, trust_env=False) as client:
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
