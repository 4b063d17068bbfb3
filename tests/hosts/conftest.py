"""Every host, to be put through the same suite, and something for it to run."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from praetorium.executors.ports import Host, Service
from praetorium.hosts import ContainerHost, ProcessHost
from praetorium.workspace import engine
from tests.hosts import docker_engine
from tests.waiting import until

PYTHON = str(Path(sys.executable).resolve())
SERVER = Path(__file__).with_name("server.py")


@pytest.fixture(scope="session")
def docker() -> Iterator[None]:
    """A Docker engine: the machine's own if it answers, else one of this session."""
    if engine.missing() is None:
        yield
        return
    if shutil.which("dockerd") is None:
        pytest.skip("no Docker engine answers, and none is installed (Debian: docker.io)")
    # A socket's path may not be long, and pytest's folders are.
    with (
        tempfile.TemporaryDirectory(prefix="dockerd-") as folder,
        pytest.MonkeyPatch.context() as patch,
        docker_engine.started(Path(folder)) as address,
    ):
        patch.setenv("DOCKER_HOST", address)
        yield


@pytest.fixture(scope="session")
def base_image(docker: None, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An image with this machine's Python, for no registry can be counted on."""
    return docker_engine.base_image(tmp_path_factory.mktemp("image"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def process_host(home: Path) -> Iterator[ProcessHost]:
    host = ProcessHost(home)
    yield host
    for running in host.all():
        host.remove(running.name)


@pytest.fixture
def container_host(home: Path, base_image: str) -> Iterator[ContainerHost]:
    host = ContainerHost(home)
    yield host
    for running in host.all():
        host.remove(running.name)


@pytest.fixture(params=["process", pytest.param("container", marks=pytest.mark.peers)])
def host(request: pytest.FixtureRequest) -> Host:
    """Each host in turn."""
    found: Host = request.getfixturevalue(f"{request.param}_host")
    return found


@pytest.fixture
def make(host: Host, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., Service]:
    """A service for the host: a small web server that tells about itself (see server.py)."""

    def service(name: str = "app", **environment: str) -> Service:
        folder = tmp_path / f"project-{name}"
        data = tmp_path / f"data-{name}"
        folder.mkdir(exist_ok=True)
        data.mkdir(exist_ok=True)
        shutil.copy(SERVER, folder)
        given = {"PORT": str(host.free_port()), "DATA_DIR": str(data), "HOST": "127.0.0.1", **environment}
        argv: tuple[str, ...] = (PYTHON, "server.py")
        if host.kind == "container":
            image = request.getfixturevalue("base_image")
            lines = (
                f"FROM {image}",
                "WORKDIR /app",
                "COPY server.py .",
                'CMD ["/opt/python/bin/python3", "server.py"]',
            )
            (folder / "Dockerfile").write_text("\n".join(lines) + "\n")
            argv, given["HOST"] = (), "0.0.0.0"
        return Service(name=name, argv=argv, folder=folder, environment=given, writable=(data,))

    return service


def ask(service: Service, path: str = "/") -> dict[str, str]:
    """What the service tells about itself; waits until it answers."""
    answers: list[httpx.Response] = []

    def answered() -> bool:
        try:
            answers.append(
                httpx.get(
                    f"http://127.0.0.1:{service.environment['PORT']}{path}", timeout=5, trust_env=False, verify=False
                )
            )
        except httpx.TransportError:
            return False
        return True

    until(answered)
    told: dict[str, str] = answers[-1].json()
    return told


def answers(service: Service) -> bool:
    """Whether anybody answers on its port."""
    try:
        httpx.get(f"http://127.0.0.1:{service.environment['PORT']}/", timeout=2, trust_env=False, verify=False)
    except httpx.TransportError:
        return False
    return True


def called(*words: str) -> list[psutil.Process]:
    """Living processes with all these words in their command line."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        if process.info["status"] != psutil.STATUS_ZOMBIE and set(words) <= set(process.info["cmdline"] or ()):
            found.append(process)
    return found


def run(*argv: str, **more: object) -> str:
    """The output of a program that has to succeed."""
    return subprocess.run(argv, check=True, capture_output=True, text=True, **more).stdout  # type: ignore[call-overload]
