"""The container host: launched things built and run by a Docker engine, which keeps them running itself."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from praetorium.errors import ExternalError, StepError, UserError
from praetorium.executors.ports import Running, Service
from praetorium.hosts import ports
from praetorium.workspace import engine

if TYPE_CHECKING:
    from docker import DockerClient
    from docker.models.containers import Container

_LABEL = "org.praetorium.house"
_NAME = "org.praetorium.service"
_MEMORY = "512m"
_CPUS = 1_000_000_000  # in billionths of a processor
_PROCESSES = 256
_STOP_SECONDS = 8
_RESTART: Any = {"Name": "unless-stopped"}  # the stubs know only two of Docker's policies


class ContainerHost:
    """Keeps services running as containers; see ``praetorium.executors.ports.Host``.

    The service's folder holds the Dockerfile. ``PORT`` in its environment is published on 127.0.0.1; what is writable
    lies at the same path inside. An empty argv runs what the image says.
    """

    kind = "container"

    def __init__(self, home: Path) -> None:
        self.folder = home / "apps"
        self._house = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
        self._removals: Counter[str] = Counter()
        self._changing = threading.Lock()

    def available(self) -> str | None:
        return engine.missing()

    def start(self, service: Service) -> Running:
        """Build its image and run it. Raises UserError without a Dockerfile, StepError when it does not build, or was
        removed meanwhile: building takes minutes, and whoever gave it up does not wait for its end."""
        full = self._full(service.name)
        if not (service.folder / "Dockerfile").is_file():
            raise UserError(f"'{service.folder}' has no Dockerfile", next="add one, or launch it as a process")
        port = service.environment.get("PORT", "")
        published: dict[str, Any] = {}
        if port:
            published[f"{port}/tcp"] = ("127.0.0.1", int(port))
        removals = self._removals[full]
        with self._client() as client:
            image = self._build(client, service)
            return self._run(client, service, image, published, removals)

    def _run(
        self, client: DockerClient, service: Service, image: str, published: dict[str, Any], removals: int
    ) -> Running:
        from docker.types import LogConfig

        full = self._full(service.name)
        with self._changing:
            if self._removals[full] != removals:
                raise StepError(f"'{service.name}' was removed while its image was built")
            self._remove(client, service.name)
            container = client.containers.run(
                image,
                list(service.argv) or None,
                name=full,
                detach=True,
                environment=dict(service.environment),
                ports=published,
                volumes={str(path.resolve()): {"bind": str(path.resolve()), "mode": "rw"} for path in service.writable},
                user=f"{os.getuid()}:{os.getgid()}",
                restart_policy=_RESTART,
                labels={_LABEL: self._house, _NAME: service.name},
                mem_limit=_MEMORY,
                nano_cpus=_CPUS,
                pids_limit=_PROCESSES,
                cap_drop=["ALL"],
                security_opt=["no-new-privileges"],
                log_config=LogConfig(type="json-file", config={"max-size": "2m", "max-file": "2"}),
            )
            container.reload()
            return _running(container)

    def stop(self, name: str) -> bool:
        with self._client() as client:
            container = self._find(client, name)
            if container is None:
                return False
            container.stop(timeout=_STOP_SECONDS)
            return True

    def remove(self, name: str) -> None:
        with self._changing, self._client() as client:
            self._removals[self._full(name)] += 1
            self._remove(client, name)

    def state(self, name: str) -> Running | None:
        with self._client() as client:
            container = self._find(client, name)
            return _running(container) if container else None

    def all(self) -> list[Running]:
        with self._client() as client:
            found = client.containers.list(all=True, filters={"label": f"{_LABEL}={self._house}"})
            return [_running(container) for container in found]

    def log(self, name: str, lines: int = 100) -> str:
        with self._client() as client:
            container = self._find(client, name)
            return str(container.logs(tail=lines).decode(errors="replace")).rstrip("\n") if container else ""

    def free_port(self) -> int:
        return ports.allot(self.folder)

    def _full(self, name: str) -> str:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}", name):
            raise UserError(f"'{name}' is no name for a service", next="use letters, digits and dashes")
        return f"praetorium-{self._house}-{name}"

    @contextlib.contextmanager
    def _client(self) -> Iterator[DockerClient]:
        import docker
        from docker.errors import DockerException

        try:
            client = docker.from_env(timeout=120)
        except DockerException as error:
            raise ExternalError(f"no Docker engine answers on this machine: {error}") from error
        try:
            yield client
        except DockerException as error:
            raise ExternalError(f"the Docker engine refused: {error}") from error
        finally:
            client.close()

    def _build(self, client: DockerClient, service: Service) -> str:
        from docker.errors import BuildError

        tag = f"praetorium/{service.name.lower()}:{self._house}"
        try:
            client.images.build(path=str(service.folder), tag=tag, rm=True, forcerm=True)
        except BuildError as error:
            said = [str(line.get("stream", "")).strip() for line in error.build_log if line.get("stream")]
            raise StepError(
                f"the image of '{service.name}' does not build: {error.msg}\n" + "\n".join(said[-8:])
            ) from error
        return tag

    def _find(self, client: DockerClient, name: str) -> Container | None:
        from docker.errors import NotFound

        try:
            return client.containers.get(self._full(name))
        except NotFound:
            return None

    def _remove(self, client: DockerClient, name: str) -> None:
        container = self._find(client, name)
        if container is not None:
            container.remove(force=True)


def _running(container: Container) -> Running:
    state = container.attrs["State"]
    up = bool(state["Running"])
    return Running(
        name=container.labels[_NAME],
        running=up,
        pid=state["Pid"] or None,
        started=datetime.fromisoformat(state["StartedAt"][:19] + "+00:00").timestamp() if up else None,
        restarts=container.attrs.get("RestartCount", 0),
    )
