"""Generated applications, written down and run in an environment of their own."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from praetorium.generate import app_files
from tests.forked import Forked, Nursery
from tests.generate.briefs import ALL, crowded
from tests.generate.environment import TEMPLATES, environment, own_tests, write_down
from tests.generate.site_briefs import SITES
from tests.waiting import until

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def app_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has what generated applications need, and nothing of ours."""
    return environment(tmp_path_factory.mktemp("environment"))


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What mypy has learnt of the packages, for all applications."""
    return tmp_path_factory.mktemp("mypy")


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Writes the application of a brief, once, and gives its folder."""
    folders: dict[str, Path] = {}

    def write(name: str) -> Path:
        if name not in folders:
            folders[name] = tmp_path_factory.mktemp(name)
            write_down(app_files({**ALL, **SITES, "crowded": crowded}[name](), templates=TEMPLATES), folders[name])
        return folders[name]

    return write


@dataclass(frozen=True)
class Running:
    """An application that answers."""

    url: str
    instance: str

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=20, verify=False)


@pytest.fixture(scope="session")
def nursery(app_python: Path) -> Iterator[Nursery]:
    """Where programs of generated applications are forked."""
    with Nursery(app_python) as found:
        yield found


@pytest.fixture
def serve(nursery: Nursery) -> Callable[..., object]:
    """Starts the application in a folder; it ends with the block."""

    @contextmanager
    def start(folder: Path, data: Path, **more: str) -> Iterator[Running]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        instance = secrets.token_hex(8)
        told = {"PORT": str(port), "DATA_DIR": str(data), "INSTANCE": instance, "PATH": os.environ["PATH"], **more}
        data.mkdir(parents=True, exist_ok=True)
        forked = nursery.start("app", folder=folder, environment=told, log=data / f"{instance}.log")
        running = Running(f"http://127.0.0.1:{port}", instance)
        try:
            with running.client() as client:
                until(lambda: _healthy(forked, client, instance), 60, "the application to become healthy")
            yield running
        finally:
            forked.end()

    return start


def _healthy(forked: Forked, client: httpx.Client, instance: str) -> bool:
    assert forked.lives, forked.said[-3000:]
    try:
        return bool(client.get("/health").json()["instance"] == instance)
    except httpx.TransportError:
        return False


def noticed(nursery: Nursery, folder: Path, where: str) -> str:
    """What an application's own tests in that file say of a fault that is in it; they have to notice it."""
    forked = own_tests(nursery, folder, folder.with_suffix(".log"), "-x", f"tests/test_{where}.py")
    assert forked.code == 1, forked.said[-2000:]
    return forked.said
