"""``container``: built and kept running by a real Docker engine."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from praetorium.errors import StepError
from praetorium.executors import Context
from praetorium.executors.container import Container
from praetorium.hosts import ContainerHost
from tests.executors.conftest import run, write
from tests.executors.test_launch import APP
from tests.hosts.conftest import base_image, docker  # noqa: F401 - fixtures
from tests.waiting import until

pytestmark = pytest.mark.peers


@pytest.fixture
def inside(context: Context, base_image: str) -> Iterator[Context]:  # noqa: F811
    """The context of a machine with a Docker engine, and a project with a Dockerfile."""
    host = ContainerHost(context.home)
    dockerfile = f'FROM {base_image}\nWORKDIR /app\nCOPY server.py .\nCMD ["python3", "server.py"]\n'
    # The engine ends a first process at once only if that one listens to it.
    server = f"import signal, os\nsignal.signal(signal.SIGTERM, lambda *_: os._exit(0))\nVERSION = 1\n{APP}"
    write(context.workspace / "app", {"server.py": server, "Dockerfile": dockerfile})
    yield replace(context, hosts={**context.hosts, "container": host})
    for running in host.all():
        host.remove(running.name)


async def test_it_is_built_runs_and_is_taken_back(inside: Context) -> None:
    assert Container().available() is None
    result = await run(Container(), inside, name="My Library", folder="app")
    assert (result.service, result.host) == ("my-library", "container")
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"{result.url}/health")).json()["instance"] == result.instance
    assert result.created["operations"] == ["GET /api/books", "POST /api/books"]
    assert (Path(result.data) / "app.db").is_file()
    await Container().compensate(Container.parameters({"name": "My Library"}), result.dump(), inside)
    assert inside.hosts["container"].all() == []


async def test_an_image_that_does_not_build_is_told(inside: Context) -> None:
    write(inside.workspace / "app", {"Dockerfile": "FROM praetorium-test-python:latest\nCOPY missing .\n"})
    with pytest.raises(StepError, match="does not build"):
        await run(Container(), inside, name="My Library", folder="app")


async def test_one_that_ends_at_once_is_told_with_its_log(inside: Context) -> None:
    write(inside.workspace / "app", {"server.py": "raise RuntimeError('no such table')"})
    with pytest.raises(StepError, match="no such table"):
        await run(Container(), inside, name="My Library", folder="app")
    assert inside.hosts["container"].all() == []


async def test_one_that_was_given_up_while_it_was_built_does_not_start_later(inside: Context) -> None:
    """The build goes on in its thread; what comes of it is not wanted any more."""
    host = inside.hosts["container"]
    dockerfile = inside.workspace / "app" / "Dockerfile"
    slowly = 'RUN ["python3", "-c", "import time; time.sleep(3)"]'
    dockerfile.write_text(f"{dockerfile.read_text()}{slowly}\n")
    with ThreadPoolExecutor() as threads:
        asyncio.get_running_loop().set_default_executor(threads)
        doing = asyncio.create_task(run(Container(), inside, name="My Library", folder="app"))
        await asyncio.to_thread(until, lambda: _builds(host), 60, "the build")
        doing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await doing
        assert host.all() == []
    # Leaving the block waited for the build's thread.
    assert host.all() == []


def _builds(host: ContainerHost) -> bool:
    with host._client() as client:
        return any("time.sleep(3)" in str(each.attrs["Config"]["Cmd"]) for each in client.containers.list())
