"""A Prefect server that a team already has: that it answers, and whether it will be slow."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
import psutil

from praetorium.engine.environment import is_loopback
from praetorium.errors import ExternalError
from praetorium.loopback import DIRECT


def greet(api: str) -> list[str]:
    """What a person should know of the server before it is used. Raises ExternalError when it does not answer."""
    try:
        answer = _get(f"{api}/health")
    except httpx.HTTPError as problem:
        raise ExternalError(
            f"PREFECT_API_URL is {api}, but nothing there answers: {problem}",
            next="start that server, or unset PREFECT_API_URL to use our own",
        ) from problem
    if answer.status_code >= 500:
        raise ExternalError(
            f"PREFECT_API_URL is {api}, which answers {answer.status_code}", next="look at that server's log"
        )
    said = [f"using the Prefect server at {api}; none of our own is started"]
    if stores_in_sqlite(api):
        said.append("that server stores its runs in SQLite: expect delays when several requests run at once")
    return said


def stores_in_sqlite(api: str) -> bool:
    """Whether the server is known to use SQLite: by its settings, or, on this machine, by the file it has open.

    False when nothing can be known: a server masks the address of its database.
    """
    try:
        found = _get(f"{api}/admin/settings")
        driver = found.json()["server"]["database"]["driver"] if found.status_code == 200 else None
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        driver = None
    if driver:
        return "sqlite" in driver
    return is_loopback(api) and _has_database_open(urlsplit(api).port or 80)


def _get(url: str) -> httpx.Response:
    with httpx.Client(timeout=5, mounts=DIRECT) as client:
        return client.get(url)


def _has_database_open(port: int) -> bool:
    try:
        pids = {
            connection.pid
            for connection in psutil.net_connections("tcp")
            if connection.status == psutil.CONN_LISTEN
            and getattr(connection.laddr, "port", None) == port
            and connection.pid
        }
        return any(file.path.endswith(".db") for pid in pids for file in psutil.Process(pid).open_files())
    except psutil.Error:
        return False
