"""Services with the small flows of ``tests/engine/project``, and ways to look at their runs from outside."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import pytest

from praetorium.engine import client
from praetorium.engine.client import RunState
from praetorium.engine.services import ServicesInfo, down, up
from praetorium.settings import Settings
from tests.conftest import Running, point_at, running
from tests.waiting import until

PROJECT = Path(__file__).parent / "project"


@pytest.fixture(scope="package")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The services with those flows, without the page; ended with the tests of this folder."""
    with running(tmp_path_factory.mktemp("engine"), 14500, page=False, project=PROJECT) as found:
        yield found


@pytest.fixture
def at_engine(engine: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    yield from point_at(engine, monkeypatch)


@pytest.fixture(scope="package")
def _others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with (
        socket.create_server(("127.0.0.1", 14700)),
        running(tmp_path_factory.mktemp("others"), 14700, page=False, project=PROJECT) as found,
    ):
        yield found


@pytest.fixture
def others(_others: Running) -> Running:
    """Other services, for tests that change or break them; their port was somebody else's when they started."""
    up(_others.settings, True, None, page=False, project=PROJECT)  # where the test before ended them
    return _others


class Second(NamedTuple):
    """A second home, at the engine's server."""

    settings: Settings
    found: ServicesInfo
    said: list[str]


@pytest.fixture
def second(
    at_engine: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AbstractContextManager[Second]]:
    """Services whose server is the engine's, which is a team's to them: for tests that need another worker only."""
    monkeypatch.setenv("PREFECT_API_URL", f"{at_engine.prefect}/api")

    @contextmanager
    def start(**options: object) -> Iterator[Second]:
        theirs, said = Settings(home=tmp_path / "second"), []
        found = up(theirs, True, None, said.append, **({"page": False, "project": PROJECT} | options))
        try:
            yield Second(theirs, found, said)
        finally:
            assert down(theirs)

    return start


@pytest.fixture
def point(monkeypatch: pytest.MonkeyPatch) -> Callable[[Running], None]:
    """Let this process talk to those services."""

    def at(found: Running) -> None:
        next(point_at(found, monkeypatch))

    return at


class Trial:
    """One run of a trial flow, seen by the file it writes to."""

    def __init__(self, flow: str, path: Path, deployment: str = "test", **parameters: object) -> None:
        self.path = path
        self.started = time.time()
        name, given = f"{flow} trial", {"path": str(path)} | parameters
        self.id = client.create_run(uuid4().hex, parameters=given, deployment=f"{flow}/{deployment}", name=name)

    def lines(self) -> list[list[str]]:
        """What it wrote so far: time, pid, text."""
        return [line.split() for line in self.path.read_text().splitlines()] if self.path.exists() else []

    def pid(self) -> int:
        """The pid of its process, once it runs."""
        return int(until(self.lines, 30, "the run has not begun")[0][1])

    def ended(self, seconds: float = 30.0) -> RunState:
        """Its state once it is final."""
        return until(lambda: (s := client.run_state(self.id)) and s.is_final and s, seconds, "the run is not over")

    def reaches(self, *names: str, seconds: float = 20.0) -> RunState:
        return until(lambda: (s := client.run_state(self.id)) and s.name in names and s, seconds, f"never {names}")


@pytest.fixture
def trial(tmp_path: Path) -> Callable[..., Trial]:
    """Start a run of a trial flow."""

    def start(flow: str, **parameters: object) -> Trial:
        return Trial(flow, tmp_path / f"{flow}-{uuid4().hex}", **parameters)

    return start


@pytest.fixture(name="until")
def until_fixture() -> Callable[..., object]:
    return until
