"""The Docker engine of this machine, if one answers."""

from __future__ import annotations

import socket

_SOCKET = "unix:///var/run/docker.sock"


def missing() -> str | None:
    """None when a Docker engine answers, else the reason in one sentence."""
    import docker
    from docker.errors import DockerException
    from docker.utils import kwargs_from_env

    address = str(kwargs_from_env().get("base_url", _SOCKET))
    if address.startswith("unix://") and not _answers(address.removeprefix("unix://")):
        return f"no Docker engine answers at {address}"
    try:
        client = docker.from_env(timeout=3)
    except (DockerException, OSError) as error:
        return f"the Docker engine at {address} does not answer as it should: {error}"
    client.close()
    return None


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(3)
        try:
            probe.connect(path)
        except OSError:
            return False
    return True
