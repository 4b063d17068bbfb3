"""How calls to Prefect's API are carried: one HTTP client per process, the same operations for sync and async code.

An operation is written once, as a generator that yields calls and is sent responses; :class:`Operation` drives it
either way. Prefect itself is not imported: the page and the command line start without it.
"""

from __future__ import annotations

import asyncio
import atexit
import base64
import json
import os
import random
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import httpx

from praetorium.engine import password
from praetorium.errors import ExternalError, UnavailableError
from praetorium.loopback import DIRECT
from praetorium.settings import Settings, settings

P = ParamSpec("P")
T = TypeVar("T")

_PASSING = frozenset({408, 429, 502, 503, 504})
_PATIENCE = 20.0
"""Seconds for which a call is repeated that may yet succeed: a restart of the server takes about five."""
_PASSWORD = "give its password in PREFECT_API_AUTH_STRING (Prefect Cloud: a key in PREFECT_API_KEY)"
_TIMEOUT = httpx.Timeout(30.0, connect=5.0)
_async_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()


@dataclass(frozen=True)
class Call:
    """One request to the API.

    ``missing_ok`` hands a 404 back instead of raising, ``taken_ok`` a 409; ``conflict_passes`` repeats a 409.
    """

    method: str
    path: str
    json: Any = None
    missing_ok: bool = False
    conflict_passes: bool = False
    taken_ok: bool = False


Steps = Generator[Call, httpx.Response, T]


class Operation(Generic[P, T]):
    """Call it for the result; ``await operation.aio(…)`` does the same without blocking the event loop.

    Raises ExternalError when Prefect cannot be reached or refuses the call.
    """

    def __init__(self, steps: Callable[P, Steps[T]]) -> None:
        self._steps = steps
        update_wrapper(self, steps)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        steps = self._steps(*args, **kwargs)
        try:
            call = next(steps)
            while True:
                call = steps.send(_send(call))
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]

    async def aio(self, *args: P.args, **kwargs: P.kwargs) -> T:
        steps = self._steps(*args, **kwargs)
        try:
            call = next(steps)
            while True:
                call = steps.send(await _asend(call))
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


_chosen: ContextVar[Settings | None] = ContextVar("chosen", default=None)


@contextmanager
def at(chosen: Settings) -> Iterator[None]:
    """Calls within talk to the Prefect of these settings, where an installation is not this process's own."""
    token = _chosen.set(chosen)
    try:
        yield
    finally:
        _chosen.reset(token)


def api_url() -> str:
    """The Prefect API this process talks to: the team's, or that of the services running in our home.

    Raises ExternalError when neither is there.
    """
    mine = _chosen.get() or settings()
    configured = mine.prefect_api_url
    if configured:
        return configured.rstrip("/")
    path = mine.home / "run" / "services.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["api"]
    except (OSError, ValueError, KeyError):
        found = None
    if not found:
        raise ExternalError(f"no Prefect server: {path} names none", next="start it: praetorium up --detach")
    return str(found)


def _send(call: Call) -> httpx.Response:
    attempt = _Attempts(call)
    while True:
        try:
            response = _client(os.getpid(), _needs_tls()).request(
                call.method, api_url() + call.path, json=call.json, headers=_headers()
            )
        except httpx.TransportError as problem:
            delay = attempt.after_error(problem)
        else:
            if (again := attempt.after_response(response)) is None:
                return response
            delay = again
        time.sleep(delay)


async def _asend(call: Call) -> httpx.Response:
    attempt = _Attempts(call)
    while True:
        try:
            response = await _async_client().request(
                call.method, api_url() + call.path, json=call.json, headers=_headers()
            )
        except httpx.TransportError as problem:
            delay = attempt.after_error(problem)
        else:
            if (again := attempt.after_response(response)) is None:
                return response
            delay = again
        await asyncio.sleep(delay)


class _Attempts:
    """Decides after each attempt of one call: return, wait and repeat, or give up."""

    def __init__(self, call: Call) -> None:
        self._call, self._started, self._delay = call, time.monotonic(), 0.05

    def after_error(self, problem: httpx.TransportError) -> float:
        if self._spent():
            raise UnavailableError(
                f"Prefect's API at {api_url()} does not answer {self._call.method} {self._call.path}: {problem!r}",
                next="is it up? praetorium status",
            ) from problem
        return self._next_delay()

    def after_response(self, response: httpx.Response) -> float | None:
        code = response.status_code
        if code < 400 or (code == 404 and self._call.missing_ok) or (code == 409 and self._call.taken_ok):
            return None
        passing = code in _PASSING or (code == 409 and self._call.conflict_passes)
        if passing and not self._spent():
            return self._next_delay()
        refused = UnavailableError if passing or code >= 500 else ExternalError
        raise refused(
            f"Prefect answered {code} to {self._call.method} {self._call.path}: {response.text[:300]}",
            next=_PASSWORD if code == 401 else "see the Prefect server's log",
        )

    def _spent(self) -> bool:
        return time.monotonic() - self._started > _PATIENCE

    def _next_delay(self) -> float:
        delay, self._delay = self._delay, min(self._delay * 2, 1.0)
        return delay * random.uniform(0.7, 1.3)


@cache
def _client(pid: int, verify: bool) -> httpx.Client:
    """One per process: a forked child must not talk over its parent's connections, hence the key."""
    client = httpx.Client(timeout=_TIMEOUT, verify=verify, mounts=DIRECT)
    atexit.register(client.close)
    return client


def _async_client() -> httpx.AsyncClient:
    loop = asyncio.get_running_loop()
    client = _async_clients.get(loop)
    if client is None or client.is_closed:
        client = _async_clients[loop] = httpx.AsyncClient(timeout=_TIMEOUT, verify=_needs_tls(), mounts=DIRECT)
    return client


async def close() -> None:
    """Close this event loop's connections; call it before the loop ends."""
    client = _async_clients.pop(asyncio.get_running_loop(), None)
    if client is not None:
        await client.aclose()


def _needs_tls() -> bool:
    return api_url().startswith("https")


def authorization(mine: Settings) -> dict[str, str]:
    """What the server wants to see. Ours: its password, once there is one; a team's: what Prefect's settings hold."""
    if mine.foreign_prefect is None:
        return _basic(password.known(mine))
    from prefect.settings import get_current_settings

    api = get_current_settings().api
    if api.auth_string is not None:
        return _basic(api.auth_string.get_secret_value())
    return {} if api.key is None else {"Authorization": f"Bearer {api.key.get_secret_value()}"}


def _basic(secret: str | None) -> dict[str, str]:
    return {} if secret is None else {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()}


def _headers() -> dict[str, str]:
    """Looked up for each call: our server may get a password while this process lives."""
    return authorization(_chosen.get() or settings())
