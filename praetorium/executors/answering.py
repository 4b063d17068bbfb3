"""Whether what was launched answers, and whether it is really the one that answers. For ``launch`` and ``container``.

A port that answers proves nothing: somebody else may have it. Each start gets a token of its own, and only the
application started with it can give it back.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import httpx
import psutil

from praetorium.errors import StepError
from praetorium.executors.base import Result
from praetorium.executors.ports import Host

_BETWEEN = 0.05
_CRASHES = 2
"""Restarts within one launch after which it counts as broken."""


class ForeignError(StepError):
    """Somebody else answers on the port."""


@dataclass(frozen=True)
class Launched:
    """What was started, and how it is recognised."""

    host: Host
    service: str
    port: int
    health: str
    instance: str
    token: bool = True
    """Whether its health page gives the token; else it is recognised by the process that listens."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class Started(Result):
    """What a started application tells: enough to find it, to recognise it and to start it again."""

    service: str
    """Its name on the host."""
    host: str
    url: str
    port: int
    instance: str
    """The token of this start."""
    data: str
    """Its data folder."""
    seconds: float
    """From start to healthy."""
    definition: dict[str, Any]
    """What the host needs to start it again."""


async def until_healthy(launched: Launched, seconds: float) -> float:
    """Wait until it answers as itself; how many seconds that took.

    Raises ForeignError when somebody else answers, StepError when it ends or is not healthy in time.
    """
    begun = time.monotonic()
    said = "nobody listens yet"
    # Never through a proxy: it is asked on this machine.
    async with httpx.AsyncClient(timeout=5.0, trust_env=False) as client:
        while (passed := time.monotonic() - begun) < seconds:
            try:
                answer = await client.get(launched.url + launched.health)
            except httpx.TransportError as error:
                said = f"{launched.health}: {type(error).__name__} {error}".strip()
            else:
                said = f"{launched.health} answered {answer.status_code}"
                if await _is_foreign(launched, answer):
                    raise ForeignError(f"port {launched.port} is answered by another program than '{launched.service}'")
                if answer.is_success:
                    return passed
            await _still_going(launched)
            await asyncio.sleep(_BETWEEN)
    raise StepError(f"'{launched.service}' was not healthy within {seconds:g} s ({said}){await _log(launched)}")


async def _is_foreign(launched: Launched, answer: httpx.Response) -> bool:
    if launched.token and answer.is_success:
        return launched.instance not in answer.text and launched.instance != answer.headers.get("x-instance")
    if launched.host.kind == "container":
        return False  # the engine publishes the port, and it refuses to start when somebody has it
    return not await asyncio.to_thread(_listens, launched)


def _listens(launched: Launched) -> bool:
    """Whether a process of the service listens on the port, and nobody else does."""
    state = launched.host.state(launched.service)
    if state is None or state.pid is None:
        return False
    try:
        family = {state.pid, *(child.pid for child in psutil.Process(state.pid).children(recursive=True))}
    except psutil.NoSuchProcess:
        return False
    listening = {
        connection.pid
        for connection in psutil.net_connections(kind="tcp")
        if connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == launched.port
    }
    return bool(listening) and listening <= family


async def _still_going(launched: Launched) -> None:
    """Raises StepError when it has ended and been restarted in vain."""
    state = await asyncio.to_thread(launched.host.state, launched.service)
    if state is None or state.restarts >= _CRASHES:
        raise StepError(f"'{launched.service}' ends as soon as it is started{await _log(launched)}")


async def _log(launched: Launched) -> str:
    log = await asyncio.to_thread(launched.host.log, launched.service, 12)
    return f"; it said:\n{log}" if log else "; it said nothing"
