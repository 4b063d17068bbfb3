"""The records of launched applications: which list a word means, and all of its pages."""

from __future__ import annotations

from typing import Any

import httpx

from praetorium.data.asked import meant
from praetorium.data.model import Column
from praetorium.errors import ExternalError, UserError

PAGE = 100
MOST = 1_000_000
"""Records of one list that are fetched."""
SECONDS = 30.0


async def named(url: str, records: str) -> str:
    """The API's path of the list that a word means: ``contacts`` → ``/api/contacts``.

    Raises UserError naming the lists there are, ExternalError when the application does not answer.
    """
    async with _client(url) as client:
        described = await _answer(client, "/openapi.json")
    paths = [path for path in described.get("paths", {}) if path.startswith("/api/") and path.count("/") == 2]
    lists = {path.removeprefix("/api/"): path for path in paths}
    try:
        found = meant([Column(name=name.replace("-", " "), type="text") for name in lists], records)
    except UserError:
        raise UserError(f"the application keeps no '{records}'", next=f"it keeps: {', '.join(lists)}") from None
    path: str = lists[found.name.replace(" ", "-")]
    return path


async def fetched(url: str, path: str) -> list[dict[str, Any]]:
    """All records of a list, page by page, in the order in which they were made."""
    found: list[dict[str, Any]] = []
    async with _client(url) as client:
        page, pages = 1, 1
        while page <= pages and len(found) < MOST:
            told = await _answer(client, path, page=page, per_page=PAGE, sort="created_at")
            found += told["items"]
            pages, page = int(told["pages"]), page + 1
    return found


async def total(url: str, path: str) -> int:
    """How many records a list has, by the application's own count."""
    async with _client(url) as client:
        return int((await _answer(client, path, page=1, per_page=1))["total"])


async def own_export(url: str, path: str) -> str:
    """The application's own CSV of the list: text with a header of labels."""
    async with _client(url) as client:
        try:
            answer = await client.get(f"{path.removeprefix('/api')}/export.csv")
            answer.raise_for_status()
        except httpx.HTTPError as error:
            raise ExternalError(f"the application's own export did not answer: {error}") from error
        return answer.text.removeprefix("\ufeff")


def _client(url: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=url.rstrip("/"), timeout=SECONDS, trust_env=False)


async def _answer(client: httpx.AsyncClient, path: str, **asked: Any) -> dict[str, Any]:
    try:
        answer = await client.get(path, params=asked)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ExternalError(
            f"the application at {client.base_url} did not answer: {error}", next="start it: praetorium apps"
        ) from error
    return told
