"""Talking to the application as its users do: a browser's requests with forms, a program's with REST and GraphQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import httpx

from praetorium.proofs import web
from praetorium.proofs.application.pages import Form, Html

Files = Mapping[str, tuple[str, bytes, str]]
"""Name of the field → file name, bytes, media type."""


class Client:
    """One visitor, with their own cookies. Every method raises httpx.HTTPError when there is no answer at all."""

    def __init__(self, url: str, timeout: float = 15.0) -> None:
        self.root = urljoin(url, "/")
        limits = httpx.Limits(max_connections=8, max_keepalive_connections=8)
        self._http = web.client(timeout, base_url=self.root, limits=limits)

    async def __aenter__(self) -> Client:
        await self._http.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._http.__aexit__(*error)

    def cookies(self) -> list[tuple[str, str]]:
        """Name and value of the cookies that the application has given this visitor."""
        return [(cookie.name, cookie.value or "") for cookie in self._http.cookies.jar]

    async def get(self, path: str, /, **query: str | int) -> httpx.Response:
        return await self._http.get(path, params=query or None)

    async def page(self, path: str, /, **query: str | int) -> tuple[httpx.Response, Html]:
        answer = await self.get(path, **query)
        return answer, Html(answer.text, str(answer.url))

    async def submit(self, form: Form, values: Mapping[str, list[str]], files: Files | None = None) -> httpx.Response:
        """Send a form as a browser would: its own values, hidden ones included, under those given."""
        data = {name: sent for name, sent in {**form.values, **values}.items() if sent}
        if form.multipart:
            # httpx makes a form multipart only for files, so that plain values are given as parts too.
            parts = [(name, (None, value)) for name, sent in data.items() for value in sent]
            return await self._http.post(form.action, files=[*parts, *(files or {}).items()])
        return await self._http.post(form.action, data=data)

    async def rest(self, method: str, path: str, body: Any = None, /, **query: str | int) -> httpx.Response:
        return await self._http.request(method, path, json=body, params=query or None)

    async def graphql(self, path: str, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The whole answer: ``data`` and ``errors``; an answer that is no JSON object is an error in it."""
        answer = await self._http.post(path, json={"query": query, "variables": dict(variables or {})})
        try:
            told = answer.json()
        except ValueError:
            told = None
        if not isinstance(told, dict):
            return {"data": None, "errors": [{"message": f"answered {answer.status_code}, no JSON object"}]}
        return told
