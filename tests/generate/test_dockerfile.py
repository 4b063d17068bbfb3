"""The Dockerfile of a generated application: it builds, serves as nobody in particular, and keeps its data."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.hosts.conftest import base_image, docker  # noqa: F401 - fixtures
from tests.waiting import until

pytestmark = pytest.mark.peers

# No registry can be counted on: Python with pip, the very packages that the application names, and what those with
# compiled parts are linked with.
BASE = """\
FROM {image}
RUN ["python3", "-m", "ensurepip"]
RUN ["python3", "-c", "import os; os.symlink('python3', '/opt/python/bin/python')"]
COPY libraries /
COPY wheels /wheels
ENV PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels PIP_ROOT_USER_ACTION=ignore
"""
LIBRARIES = ("libgcc_s.so.1", "libstdc++.so.6", "librt.so.1", "libpthread.so.0", "libdl.so.2", "libm.so.6")


@pytest.fixture
def engine(docker: None) -> Iterator[Any]:  # noqa: F811
    import docker as sdk

    with closing(sdk.from_env(timeout=300)) as client:
        yield client


@pytest.fixture
def image(
    engine: Any,
    base_image: str,  # noqa: F811
    written: Callable[[str], Path],
    tmp_path: Path,
) -> Iterator[str]:
    """The image of an application, built from nothing but what its Dockerfile names."""
    source, base = tmp_path / "source", tmp_path / "base"
    shutil.copytree(written("crm"), source)
    base.mkdir()
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "pip"], check=True, timeout=60)
    download = [str(tmp_path / "pip/bin/pip"), "download", "-q", "--no-deps", "-d", str(base / "wheels")]
    subprocess.run([*download, "-r", str(source / "requirements.txt")], check=True, timeout=240)
    for library in (found for name in LIBRARIES for found in Path("/lib").glob(f"*/{name}")):
        place = base / "libraries" / library.relative_to("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(library, place)
    (base / "Dockerfile").write_text(BASE.format(image=base_image))
    engine.images.build(path=str(base), tag="praetorium-test-pip", rm=True)
    built, _ = engine.images.build(
        path=str(source), tag="praetorium-test-app", rm=True, buildargs={"BASE": "praetorium-test-pip"}
    )
    yield built.id
    for tag in ("praetorium-test-app", "praetorium-test-pip"):
        engine.images.remove(tag, force=True)


@contextmanager
def running(engine: Any, image: str, volume: str) -> Iterator[tuple[Any, httpx.Client]]:
    """The application as its README starts it, and a visitor."""
    container = engine.containers.run(
        image, detach=True, ports={"8000/tcp": ("127.0.0.1", None)}, volumes={volume: {"bind": "/data", "mode": "rw"}}
    )
    try:
        container.reload()
        port = container.attrs["NetworkSettings"]["Ports"]["8000/tcp"][0]["HostPort"]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as visitor:
            until(lambda: _answers(visitor, container), 60, "the container answers")
            yield container, visitor
    finally:
        container.remove(force=True)


def _answers(visitor: httpx.Client, container: Any) -> bool:
    container.reload()
    assert container.status == "running", container.logs().decode()
    try:
        return visitor.get("/health").is_success
    except httpx.TransportError:
        return False


def test_it_builds_serves_without_rights_and_keeps_its_data(engine: Any, image: str) -> None:
    volume = engine.volumes.create()
    try:
        with running(engine, image, volume.name) as (container, visitor):
            assert "<h1" in visitor.get("/").text
            user = container.exec_run(["python", "-c", "import os; print(os.getuid(), os.listdir('/srv'))"])
            assert user.output.decode().split(" ", 1)[0] == "10001"
            assert "tests" not in user.output.decode()
            until(lambda: _health(container) == "healthy", 30, "the engine finds it healthy")
            assert visitor.delete("/api/leads/1").status_code == 204
            assert visitor.get("/api/leads/2").is_success
        with running(engine, image, volume.name) as (container, visitor):
            assert visitor.get("/api/leads/1").status_code == 404
            assert visitor.get("/api/leads/2").is_success
            assert "Traceback" not in container.logs().decode()
    finally:
        volume.remove(force=True)


def _health(container: Any) -> str:
    container.reload()
    return str(container.attrs["State"]["Health"]["Status"])
