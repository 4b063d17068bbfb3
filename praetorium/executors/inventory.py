"""What a launched application turns out to have: its operations, pages and tables, as found, not as planned."""

from __future__ import annotations

import contextlib
import sqlite3
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

_METHODS = ("get", "post", "put", "patch", "delete")
_PAGES = 40
"""Most pages that are opened to be listed."""


async def found_in(url: str, data: Path | None) -> dict[str, list[str]]:
    """By kind, what the application at ``url`` offers: those of ``operations``, ``pages``, ``tables`` that it has."""
    async with httpx.AsyncClient(base_url=url, timeout=10.0, trust_env=False, follow_redirects=True) as client:
        found = {"operations": await _operations(client), "pages": await _pages(client)}
    found["tables"] = _tables(data) if data else []
    return {kind: names for kind, names in found.items() if names}


async def _operations(client: httpx.AsyncClient) -> list[str]:
    """From its OpenAPI description."""
    try:
        answer = await client.get("/openapi.json")
        paths = answer.json()["paths"] if answer.is_success else {}
        return [f"{method.upper()} {path}" for path, item in paths.items() for method in _METHODS if method in item]
    except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError):
        return []


async def _pages(client: httpx.AsyncClient) -> list[str]:
    """The first page and those it links to, each opened."""
    found: list[str] = []
    try:
        home = await client.get("/")
        if home.is_success and "html" in home.headers.get("content-type", ""):
            links = _Links()
            links.feed(home.text)
            found.append("/")
            for path in list(dict.fromkeys(links.paths))[:_PAGES]:
                answer = await client.get(path)
                if path != "/" and answer.is_success and "html" in answer.headers.get("content-type", ""):
                    found.append(path)
    except httpx.HTTPError:
        return found
    return found


class _Links(HTMLParser):
    """Paths on the same site that a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = urlsplit(urljoin("/", dict(attrs).get("href") or "")) if tag == "a" else None
        own = target is not None and not target.netloc and not target.scheme
        # A path with a number in it is a record, not a page of its own.
        if target and own and not any(part.isdecimal() for part in target.path.split("/")):
            self.paths.append(target.path)


def _tables(data: Path) -> list[str]:
    """Of the SQLite databases in its data folder."""
    names: set[str] = set()
    for file in data.iterdir():
        if file.is_file() and file.suffix in (".db", ".sqlite", ".sqlite3"):
            with (
                contextlib.suppress(sqlite3.Error),
                contextlib.closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database,
            ):
                rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                # What it keeps for itself, such as the versions of its tables, begins with an underscore.
                names.update(row[0] for row in rows if not row[0].startswith(("sqlite_", "_")))
    return sorted(names)
