"""Prefect's SQLite transactions take their write lock at once (``BEGIN IMMEDIATE``).

Prefect opens them deferred. SQLite then refuses a transaction that reads and then writes ("database is locked", at
once, whatever the timeout) as soon as another one wrote in between; the server answers 503 and stalls for seconds.
Prefect's own method has the switch (``with_for_update``); this module turns it on for every transaction. It is the
only place that touches Prefect's database layer, checks what it touches, and can be undone.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import httpx

logger = logging.getLogger(__name__)

_CREATES = 8
_original: Callable[..., Any] | None = None


def install() -> str | None:
    """Turn it on. Returns None, or the reason why this version of Prefect is left as it is."""
    global _original
    from prefect.server.database.configurations import AioSqliteConfiguration

    original = AioSqliteConfiguration.begin_transaction
    parameters = list(inspect.signature(original).parameters)
    if parameters != ["self", "session", "with_for_update"]:
        return f"begin_transaction takes {', '.join(parameters)}"

    def begin_transaction(self: Any, session: Any, with_for_update: bool = False) -> Any:
        return original(self, session, with_for_update=True)

    _original = original
    AioSqliteConfiguration.begin_transaction = begin_transaction  # type: ignore[method-assign]
    return None


def remove() -> None:
    """Turn it off again."""
    global _original
    from prefect.server.database.configurations import AioSqliteConfiguration

    if _original is not None:
        AioSqliteConfiguration.begin_transaction = _original  # type: ignore[method-assign]
        _original = None


async def self_test(api_url: str, headers: Mapping[str, str] | None = None) -> str | None:
    """Create 8 things at the same time through the API. Returns None when none was refused, else what was answered.

    What it creates it deletes.
    """
    names = [f"praetorium_self_test_{uuid4().hex}" for _ in range(_CREATES)]
    async with httpx.AsyncClient(base_url=api_url, headers=headers, timeout=30) as client:

        async def create(name: str) -> int:
            made = await client.post("/variables/", json={"name": name, "value": "1"})
            gone = await client.delete(f"/variables/name/{name}")
            return max(made.status_code, gone.status_code)

        codes = await asyncio.gather(*map(create, names))
    refused = [code for code in codes if code >= 300]
    return f"{len(refused)} of {_CREATES} creates refused with {sorted(set(refused))}" if refused else None
