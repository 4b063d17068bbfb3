"""Generated applications, written down and run in an environment of their own."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uv

from praetorium.generate import app_files
from tests.generate.briefs import ALL, crowded
from tests.generate.site_briefs import SITES

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"


@pytest.fixture(scope="session")
def app_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that has what generated applications need, and nothing of ours."""
    folder = tmp_path_factory.mktemp("environment")
    python = folder / "bin" / "python"
    tool = uv.find_uv_bin()
    subprocess.run([tool, "venv", "--quiet", "--python", sys.executable, "--clear", folder], check=True, timeout=120)
    locks = [TEMPLATES / "apps/web/files/requirements-dev.txt", *TEMPLATES.glob("apps/features/*/requirements.txt")]
    install = [tool, "pip", "install", "--quiet", "--python", python, "--compile-bytecode"]
    install += [part for lock in locks for part in ("-r", str(lock))]
    subprocess.run(install, check=True, timeout=240)
    return python


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
            for path, content in app_files({**ALL, **SITES, "crowded": crowded}[name](), templates=TEMPLATES).items():
                target = folders[name] / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folders[name]

    return write


@dataclass(frozen=True)
class Running:
    """An application that answers."""

    url: str
    instance: str
    seconds: float
    """From its start to the first healthy answer."""

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=20)


@pytest.fixture
def serve(app_python: Path) -> Callable[..., object]:
    """Starts the application in a folder; it ends with the block."""

    @contextmanager
    def start(folder: Path, data: Path, **environment: str) -> Iterator[Running]:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        instance = secrets.token_hex(8)
        told = {
            "PORT": str(port),
            "DATA_DIR": str(data),
            "INSTANCE": instance,
            "PATH": os.environ["PATH"],
            **environment,
        }
        began = time.monotonic()
        process = subprocess.Popen(
            [app_python, "-m", "app"], cwd=folder, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_healthy(process, url, instance)
            yield Running(url, instance, time.monotonic() - began)
        finally:
            process.terminate()
            process.communicate(timeout=20)

    return start


def _wait_until_healthy(process: subprocess.Popen[bytes], url: str, instance: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError((process.stdout.read() if process.stdout else b"").decode()[-3000:])
        try:
            if httpx.get(f"{url}/health", timeout=5).json()["instance"] == instance:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the application did not become healthy within a minute")
