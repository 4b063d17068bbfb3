"""Who answers on a port: the listening processes, whether they belong to a service of ours, and the token they give.

A port that answers proves nothing by itself: something else may have taken it. So the processes that listen there are
looked up, and each must be the service's own process or a descendant of it.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
import psutil

from praetorium.executors.ports import Host

_PUBLISHERS = ("docker-proxy", "rootlessport", "rootlesskit", "slirp4netns")
"""Processes by which container engines publish a port."""


def port_of(url: str) -> int:
    """The TCP port of a URL, by its scheme when it names none."""
    parts = urlsplit(url)
    return parts.port or {"https": 443}.get(parts.scheme, 80)


def listeners(port: int) -> set[int]:
    """Ids of the processes that listen on a TCP port; 0 stands for one that belongs to another user."""
    return {
        connection.pid or 0
        for connection in psutil.net_connections(kind="tcp")
        if connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == port
    }


def family(pid: int) -> set[int]:
    """A process and all its living descendants; empty when it is gone."""
    try:
        parent = psutil.Process(pid)
        return {pid, *(child.pid for child in parent.children(recursive=True))}
    except psutil.NoSuchProcess:
        return set()


def belongs(url: str, host: Host, service: str) -> tuple[bool, str]:
    """Whether everything that listens on the URL's port belongs to the service, and a sentence that says what was
    found."""
    port = port_of(url)
    state = host.state(service)
    if state is None or not state.running:
        return False, f"the service '{service}' is not running"
    found = listeners(port)
    if host.kind == "container":
        # The engine publishes the port, with a process of its own or with none at all.
        foreign = {pid for pid in found if pid and _name(pid) not in _PUBLISHERS}
    elif not found:
        return False, f"nobody listens on port {port}"
    elif state.pid is None:
        return False, f"the service '{service}' has no process that could be compared with port {port}'s"
    else:
        foreign = found - family(state.pid)
    if foreign:
        return False, f"port {port} belongs to {', '.join(map(_describe, sorted(foreign)))}, not to '{service}'"
    if host.kind == "container":
        return True, f"port {port} is published by the container engine, where '{service}' is running"
    return True, f"port {port} is held by process {min(found)} of '{service}'"


async def health_instance(client: httpx.AsyncClient, url: str) -> str | None:
    """The token that a health address gives; None when it does not answer 200 with JSON that has one."""
    try:
        answer = await client.get(url)
        told = answer.json() if answer.status_code == httpx.codes.OK else None
    except (httpx.HTTPError, ValueError):
        return None
    return str(told["instance"]) if isinstance(told, dict) and "instance" in told else None


def _describe(pid: int) -> str:
    return f"process {pid} ({_name(pid)})" if pid else "a process of another user"


def _name(pid: int) -> str:
    try:
        return psutil.Process(pid).name()
    except psutil.NoSuchProcess:
        return "gone"
